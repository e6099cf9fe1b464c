/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-interest-private.h"

#include "zmq/noob-wire-private.h"

/* @subscriber and all that it depends on (interned). From the last edge to the first: most graphs
 * are written down from sources to sinks, and all is found the first time then. */
static GHashTable *
list_upstream (GPtrArray  *edges,
               const char *subscriber)
{
  GHashTable *found = g_hash_table_new (NULL, NULL);
  gboolean grown = g_hash_table_add (found, (gpointer) subscriber);

  while (grown)
    {
      grown = FALSE;
      for (guint i = edges->len; i > 0; i--)
        if (g_hash_table_contains (found, noob_edge_get_target_node (edges->pdata[i - 1])) &&
            g_hash_table_add (found, (gpointer) noob_edge_get_source_node (edges->pdata[i - 1])))
          grown = TRUE;
    }

  return found;
}

static void
add_once (GPtrArray  *array,
          const char *name)
{
  if (!g_ptr_array_find (array, name, NULL))
    g_ptr_array_add (array, (gpointer) name);
}

static void
add_upstream (NoobInterest *self,
              GPtrArray    *edges,
              const char   *subscriber)
{
  g_autoptr (GHashTable) upstream = list_upstream (edges, subscriber);
  g_autoptr (GPtrArray) needed = g_ptr_array_new ();

  for (guint i = 0; i < edges->len; i++)
    {
      NoobEdge *edge = edges->pdata[i];
      const char *target = noob_edge_get_target_node (edge);

      if (noob_edge_get_source_node (edge) != self->publisher ||
          !g_hash_table_contains (upstream, target))
        continue;

      add_once (needed, noob_edge_get_source_signal (edge));
      if (target == subscriber)
        add_once (self->signals, noob_edge_get_source_signal (edge));
    }

  self->is_upstream = needed->len > 0;
  /* A topic of one signal tells all there is to know when no other signal matters. */
  self->headers = self->is_upstream && (needed->len > 1 || self->signals->len == 0);
}

static void
add_assets (NoobInterest  *self,
            NoobAssetPlan *plan,
            const char    *subscriber)
{
  for (guint i = 0; i < plan->assets->len; i++)
    {
      NoobPlannedAsset *asset = plan->assets->pdata[i];
      GPtrArray *senders = noob_planned_asset_get_senders (asset, subscriber);
      guint generation;

      if (senders != NULL && g_ptr_array_find (senders, self->publisher, NULL))
        g_ptr_array_add (self->assets, (gpointer) asset->id);

      /* Also those of later generations: all nodes of the first may be disabled. */
      if (asset->source_node == self->publisher &&
          noob_planned_asset_find_generation (asset, subscriber, &generation))
        add_once (self->stored, asset->source_signal);
    }
}

NoobInterest *
noob_interest_new (GPtrArray     *edges,
                   NoobAssetPlan *plan,
                   const char    *subscriber,
                   const char    *publisher)
{
  g_autoptr (NoobInterest) self = NULL;

  subscriber = g_intern_string (subscriber);
  publisher = g_intern_string (publisher);
  if (subscriber == publisher)
    return NULL;

  self = g_new0 (NoobInterest, 1);
  self->publisher = publisher;
  self->signals = g_ptr_array_new ();
  self->assets = g_ptr_array_new ();
  self->stored = g_ptr_array_new ();
  add_upstream (self, edges, subscriber);
  if (plan != NULL)
    add_assets (self, plan, subscriber);

  return self->is_upstream || self->assets->len > 0 || self->stored->len > 0
           ? g_steal_pointer (&self)
           : NULL;
}

void
noob_interest_free (NoobInterest *self)
{
  g_ptr_array_unref (self->signals);
  g_ptr_array_unref (self->assets);
  g_ptr_array_unref (self->stored);
  g_free (self);
}

static void
add_topics (GPtrArray  *topics,
            GPtrArray  *names,
            const char *publisher,
            GBytes   *(*make) (const char *node_id,
                               const char *name))
{
  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add (topics, make (publisher, names->pdata[i]));
}

GPtrArray *
noob_interest_topics (NoobInterest *self)
{
  GPtrArray *topics = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  add_topics (topics, self->signals, self->publisher, noob_topic_new_for_signal);
  add_topics (topics, self->stored, self->publisher, noob_topic_new_for_signal);
  add_topics (topics, self->assets, self->publisher, noob_topic_new_for_asset);
  if (self->headers)
    g_ptr_array_add (topics, noob_topic_new (NOOB_TOPIC_HEADERS));
  if (self->signals->len > 0)
    g_ptr_array_add (topics, noob_topic_new (NOOB_TOPIC_FAREWELL));

  return topics;
}
