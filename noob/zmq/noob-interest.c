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

NoobInterest *
noob_interest_new (GPtrArray  *edges,
                   const char *subscriber,
                   const char *publisher)
{
  g_autoptr (GHashTable) upstream = NULL;
  g_autoptr (GPtrArray) needed = g_ptr_array_new ();
  NoobInterest *self;

  subscriber = g_intern_string (subscriber);
  publisher = g_intern_string (publisher);
  if (subscriber == publisher)
    return NULL;

  self = g_new0 (NoobInterest, 1);
  self->publisher = publisher;
  self->signals = g_ptr_array_new ();
  upstream = list_upstream (edges, subscriber);

  for (guint i = 0; i < edges->len; i++)
    {
      NoobEdge *edge = edges->pdata[i];
      const char *target = noob_edge_get_target_node (edge);

      if (noob_edge_get_source_node (edge) != publisher ||
          !g_hash_table_contains (upstream, target))
        continue;

      add_once (needed, noob_edge_get_source_signal (edge));
      if (target == subscriber)
        add_once (self->signals, noob_edge_get_source_signal (edge));
    }

  if (needed->len == 0)
    {
      noob_interest_free (self);
      return NULL;
    }

  /* A topic of one signal tells all there is to know when no other signal matters. */
  self->headers = needed->len > 1 || self->signals->len == 0;

  return self;
}

void
noob_interest_free (NoobInterest *self)
{
  g_ptr_array_unref (self->signals);
  g_free (self);
}

GPtrArray *
noob_interest_topics (NoobInterest *self)
{
  GPtrArray *topics = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < self->signals->len; i++)
    g_ptr_array_add (topics,
                     noob_topic_new_for_signal (self->publisher, self->signals->pdata[i]));
  if (self->headers)
    g_ptr_array_add (topics, noob_topic_new (NOOB_TOPIC_HEADERS));
  if (self->signals->len > 0)
    g_ptr_array_add (topics, noob_topic_new (NOOB_TOPIC_FAREWELL));

  return topics;
}
