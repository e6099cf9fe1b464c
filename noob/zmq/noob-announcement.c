/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-announcement-private.h"

#include "core/noob-error.h"
#include "zmq/noob-peer-private.h"

static NoobRecord *
describe_nodes (const NoobWiring *wiring,
                GHashTable       *peers)
{
  NoobRecord *nodes = noob_record_new ();

  for (guint i = 0; i < wiring->ids->len; i++)
    {
      NoobPeer *peer = g_hash_table_lookup (peers, wiring->ids->pdata[i]);
      NoobRecord *entry = noob_record_new ();

      noob_record_set_string (entry, "outbox", peer->address);
      noob_record_set_int64 (entry, "flags", g_array_index (wiring->flags, NoobNodeFlags, i));
      noob_record_take_list (entry, "signals",
                             noob_list_new_strv ((const char *const *) peer->signals->pdata));
      noob_record_take_record (nodes, peer->id, entry);
    }

  return nodes;
}

static void
append_string (GArray     *values,
               const char *text)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, text);
  g_array_append_val (values, value);
}

static NoobList *
describe_edges (const NoobWiring *wiring)
{
  GArray *edges = g_array_new (FALSE, FALSE, sizeof (GValue));

  for (guint i = 0; i < wiring->edges->len; i++)
    {
      NoobEdge *edge = wiring->edges->pdata[i];
      GArray *parts = g_array_new (FALSE, FALSE, sizeof (GValue));
      GValue value = G_VALUE_INIT;

      append_string (parts, noob_edge_get_source_node (edge));
      append_string (parts, noob_edge_get_source_signal (edge));
      append_string (parts, noob_edge_get_target_node (edge));
      append_string (parts, noob_edge_get_target_slot (edge));
      append_string (parts, noob_edge_get_required (edge) ? "required" : "optional");
      g_value_init (&value, NOOB_TYPE_LIST);
      g_value_take_boxed (&value, noob_list_new_take (parts));
      g_array_append_val (edges, value);
    }

  return noob_list_new_take (edges);
}

NoobRecord *
noob_announcement_write (const NoobWiring *wiring,
                         GHashTable       *peers)
{
  NoobRecord *value = noob_record_new ();

  noob_record_take_record (value, "nodes", describe_nodes (wiring, peers));
  noob_record_take_list (value, "edges", describe_edges (wiring));

  return value;
}

static gboolean
read_edges (NoobWiring  *wiring,
            NoobList    *list,
            GError     **error)
{
  for (gsize i = 0; i < noob_list_get_length (list); i++)
    {
      const GValue *value = noob_list_get_value (list, i);
      NoobList *parts = G_VALUE_HOLDS (value, NOOB_TYPE_LIST) ? g_value_get_boxed (value) : NULL;
      const char *texts[5];

      if (parts == NULL || noob_list_get_length (parts) != G_N_ELEMENTS (texts))
        {
          g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL,
                               "an edge has not five parts");
          return FALSE;
        }

      for (guint j = 0; j < G_N_ELEMENTS (texts); j++)
        {
          const GValue *part = noob_list_get_value (parts, j);

          texts[j] = G_VALUE_HOLDS_STRING (part) ? g_value_get_string (part) : "";
        }

      g_ptr_array_add (wiring->edges,
                       noob_edge_new (texts[0], texts[1], texts[2], texts[3],
                                      g_str_equal (texts[4], "required")));
    }

  return TRUE;
}

static void
announced_node_free (gpointer data)
{
  NoobAnnouncedNode *node = data;

  g_free (node->outbox);
  g_ptr_array_unref (node->signals);
  g_free (node);
}

static NoobAnnouncedNode *
announced_node_new (const char *id,
                    const char *outbox,
                    NoobList   *signal_list)
{
  NoobAnnouncedNode *node = g_new0 (NoobAnnouncedNode, 1);

  node->id = g_intern_string (id);
  node->outbox = g_strdup (outbox);
  node->signals = g_ptr_array_new ();
  for (gsize i = 0; i < noob_list_get_length (signal_list); i++)
    {
      const GValue *value = noob_list_get_value (signal_list, i);
      const char *name = G_VALUE_HOLDS_STRING (value) ? g_value_get_string (value) : "";

      g_ptr_array_add (node->signals, (gpointer) g_intern_string (name));
    }

  return node;
}

static gboolean
read_node (NoobAnnouncement  *self,
           const char        *id,
           const GValue      *entry,
           GError           **error)
{
  NoobList *signal_list;
  const char *outbox;
  gint64 flags;

  if (!G_VALUE_HOLDS (entry, NOOB_TYPE_RECORD))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "node \"%s\" is not an object", id);
      return FALSE;
    }

  if (!noob_record_get (g_value_get_boxed (entry), error, "outbox", G_TYPE_STRING, &outbox, "flags",
                        G_TYPE_INT64, &flags, "signals", NOOB_TYPE_LIST, &signal_list, NULL))
    return FALSE;

  noob_wiring_add_node (self->wiring, id, (NoobNodeFlags) flags);
  g_ptr_array_add (self->nodes, announced_node_new (id, outbox, signal_list));

  return TRUE;
}

static gboolean
read_all (NoobAnnouncement  *self,
          NoobRecord        *value,
          GError           **error)
{
  NoobRecord *nodes;
  NoobList *edges;

  if (!noob_record_get (value, error, "nodes", NOOB_TYPE_RECORD, &nodes, "edges", NOOB_TYPE_LIST,
                        &edges, NULL) ||
      !read_edges (self->wiring, edges, error))
    return FALSE;

  for (guint i = 0; i < noob_record_get_size (nodes); i++)
    if (!read_node (self, noob_record_get_name (nodes, i), noob_record_get_nth (nodes, i), error))
      return FALSE;

  return TRUE;
}

gboolean
noob_announcement_read (NoobAnnouncement  *self,
                        NoobRecord        *value,
                        GError           **error)
{
  self->wiring = noob_wiring_new ();
  self->nodes = g_ptr_array_new_with_free_func (announced_node_free);

  if (read_all (self, value, error))
    return TRUE;

  noob_announcement_clear (self);
  return FALSE;
}

void
noob_announcement_clear (NoobAnnouncement *self)
{
  g_clear_pointer (&self->wiring, noob_wiring_free);
  g_clear_pointer (&self->nodes, g_ptr_array_unref);
}
