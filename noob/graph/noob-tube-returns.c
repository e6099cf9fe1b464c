/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "graph/noob-tube-private.h"

/* The edges by the node that they come from; what is in it is borrowed. */
static GHashTable *
group_by_source (GPtrArray *edges)
{
  GHashTable *groups = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < edges->len; i++)
    {
      const char *source = noob_edge_get_source_node (edges->pdata[i]);
      GPtrArray *group = g_hash_table_lookup (groups, source);

      if (group == NULL)
        {
          group = g_ptr_array_new ();
          g_hash_table_insert (groups, (gpointer) source, group);
        }
      g_ptr_array_add (group, edges->pdata[i]);
    }

  return groups;
}

/* A worklist, since a chain of nodes may be longer than the stack is deep. */
GHashTable *
noob_wiring_find_cut_off (GPtrArray  *edges,
                          GHashTable *disabled)
{
  g_autoptr (GHashTable) groups = group_by_source (edges);
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();
  GHashTable *cut_off = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, disabled);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_hash_table_add (cut_off, id);
      g_ptr_array_add (waiting, id);
    }

  while (waiting->len > 0)
    {
      const char *source = g_ptr_array_steal_index_fast (waiting, waiting->len - 1);
      GPtrArray *group = g_hash_table_lookup (groups, source);

      for (guint i = 0; group != NULL && i < group->len; i++)
        {
          gpointer target = (gpointer) noob_edge_get_target_node (group->pdata[i]);

          if (noob_edge_get_required (group->pdata[i]) && g_hash_table_add (cut_off, target))
            g_ptr_array_add (waiting, target);
        }
    }

  return cut_off;
}

gboolean
noob_tube_returns (NoobTube   *self,
                   GPtrArray  *edges,
                   GHashTable *disabled)
{
  NoobTubeSpecification *specification = noob_tube_get_specification (self);
  NoobNodeSpecification *node = noob_tube_specification_get_return_node (specification);
  g_autoptr (GHashTable) cut_off = NULL;
  gboolean arrives = FALSE;
  GPtrArray *depends;

  if (node == NULL ||
      g_hash_table_contains (disabled, g_intern_string (noob_node_specification_get_id (node))))
    return FALSE;

  /* Named slots are optional, but one of them has to be able to arrive. */
  cut_off = noob_wiring_find_cut_off (edges, disabled);
  depends = noob_node_specification_get_depends (node);
  for (guint i = 0; i < depends->len; i++)
    {
      const char *source = noob_dependency_get_source_node (depends->pdata[i]);

      if (!g_hash_table_contains (cut_off, g_intern_string (source)))
        arrives = TRUE;
      else if (noob_dependency_is_positional (depends->pdata[i]))
        return FALSE;
    }

  return arrives;
}
