/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "graph/noob-scheduler-parts-private.h"

/* Questions about the graph, which need no epoch. */

void
noob_scheduler_collect_upstream (NoobScheduler *self,
                                 const char    *node_id,
                                 GHashTable    *found)
{
  g_autoptr (GQueue) queue = g_queue_new ();

  g_queue_push_tail (queue, (gpointer) node_id);
  for (const char *id = g_queue_pop_head (queue); id != NULL; id = g_queue_pop_head (queue))
    for (guint i = 0; i < self->edges->len; i++)
      {
        NoobEdge *edge = self->edges->pdata[i];
        const char *source = noob_edge_get_source_node (edge);

        if (noob_edge_get_target_node (edge) == id && g_hash_table_add (found, (gpointer) source))
          g_queue_push_tail (queue, (gpointer) source);
      }
}

/**
 * noob_scheduler_has_cycle:
 * @self: a scheduler
 *
 * Whether the graph has a cycle. Such a graph cannot be run: no epoch may be added.
 *
 * Returns: whether there is a cycle
 *
 * Since: 1.0
 */
gboolean
noob_scheduler_has_cycle (NoobScheduler *self)
{
  g_return_val_if_fail (NOOB_IS_SCHEDULER (self), FALSE);

  return noob_scheduler_get_sorter (self)->has_cycle;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static char **
take_ids (GPtrArray *ids)
{
  g_ptr_array_sort (ids, compare_ids);
  g_ptr_array_add (ids, NULL);

  return (char **) g_ptr_array_free (ids, FALSE);
}

/* The nodes for which @wanted is set, by generation, without the generations in which there are
 * none. */
static GPtrArray *
list_generations (NoobSorter    *sorter,
                  const guint64 *wanted)
{
  GPtrArray *generations = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  for (guint generation = 0; generation < sorter->n_generations; generation++)
    {
      GPtrArray *ids = g_ptr_array_new ();

      for (guint i = 0; i < sorter->n_nodes; i++)
        if (sorter->nodes[i].generation == generation && noob_bits_get (wanted, i))
          g_ptr_array_add (ids, g_strdup (sorter->nodes[i].id));

      if (ids->len > 0)
        g_ptr_array_add (generations, take_ids (ids));
      else
        g_ptr_array_unref (ids);
    }

  return generations;
}

/**
 * noob_scheduler_generations:
 * @self: a scheduler
 *
 * Lists the sets of nodes that could run together, in order.
 *
 * Returns: (transfer container) (element-type GStrv): the ids of each generation, sorted
 *
 * Since: 1.0
 */
GPtrArray *
noob_scheduler_generations (NoobScheduler *self)
{
  g_autofree guint64 *wanted = NULL;
  NoobSorter *sorter;

  g_return_val_if_fail (NOOB_IS_SCHEDULER (self), NULL);

  sorter = noob_scheduler_get_sorter (self);
  wanted = g_new0 (guint64, NOOB_BITS_WORDS (sorter->n_nodes) + 1);
  for (guint i = 0; i < sorter->n_nodes; i++)
    if (!sorter->nodes[i].is_virtual)
      noob_bits_set (wanted, i);

  return list_generations (sorter, wanted);
}

/**
 * noob_scheduler_asset_generations:
 * @self: a scheduler
 * @asset_id: an asset
 *
 * Lists the successive generations of nodes that depend on an asset directly.
 *
 * Returns: (transfer container) (element-type GStrv): the ids of each generation, sorted
 *
 * Since: 1.0
 */
GPtrArray *
noob_scheduler_asset_generations (NoobScheduler *self,
                                  const char    *asset_id)
{
  g_autofree guint64 *wanted = NULL;
  NoobSorter *sorter;

  g_return_val_if_fail (NOOB_IS_SCHEDULER (self), NULL);
  g_return_val_if_fail (asset_id != NULL, NULL);

  sorter = noob_scheduler_get_sorter (self);
  wanted = g_new0 (guint64, NOOB_BITS_WORDS (sorter->n_nodes) + 1);
  for (guint i = 0; i < self->edges->len; i++)
    {
      NoobEdge *edge = self->edges->pdata[i];
      guint node = noob_sorter_get_node (sorter, noob_edge_get_target_node (edge));

      if (node != NOOB_SORTER_NONE && g_str_equal (noob_edge_get_source_node (edge), "assets") &&
          g_str_equal (noob_edge_get_source_signal (edge), asset_id))
        noob_bits_set (wanted, node);
    }

  return list_generations (sorter, wanted);
}

/**
 * noob_scheduler_upstream_nodes:
 * @self: a scheduler
 * @node_id: a node
 *
 * Lists every node whose news can decide a slot of @node_id: all that it depends on, directly or
 * not.
 *
 * Returns: (transfer full): the ids, sorted
 *
 * Since: 1.0
 */
char **
noob_scheduler_upstream_nodes (NoobScheduler *self,
                               const char    *node_id)
{
  g_autoptr (GHashTable) found = g_hash_table_new (NULL, NULL);
  GPtrArray *ids = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer id;

  g_return_val_if_fail (NOOB_IS_SCHEDULER (self), NULL);
  g_return_val_if_fail (node_id != NULL, NULL);

  noob_scheduler_collect_upstream (self, g_intern_string (node_id), found);

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!noob_node_id_is_virtual (id))
      g_ptr_array_add (ids, g_strdup (id));

  return take_ids (ids);
}
