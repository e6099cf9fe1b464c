/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-node-runner-parts-private.h"

#include "zmq/noob-books-private.h"

/* The end of a node: it is deinitialized and says farewell to all that it sends events to; it waits
 * for the farewells of all that send it some; and then it has counted everything that was ever sent
 * to it, and reports its books. */

static gboolean
is_awaited (NoobRemote *remote)
{
  return remote->interest->signals->len > 0 && !remote->left;
}

/* Whether events may still come. */
static gboolean
awaits_events (NoobNodeRunner *self)
{
  GHashTableIter iter;
  gpointer remote;

  g_hash_table_iter_init (&iter, self->upstream);
  while (g_hash_table_iter_next (&iter, NULL, &remote))
    if (is_awaited (remote))
      return TRUE;

  return FALSE;
}

static guint
number_of (GPtrArray  *signals,
           const char *signal)
{
  guint number = 0;

  g_ptr_array_find (signals, signal, &number);

  return number;
}

/* What came by each edge that leads here (of NoobTally). Inputs are no events. */
static GArray *
list_taken (NoobNodeRunner *self)
{
  GArray *taken = g_array_new (FALSE, FALSE, sizeof (NoobTally));

  for (guint i = 0; i < self->hosted->sources->len; i++)
    {
      const NoobSource *source = &g_array_index (self->hosted->sources, NoobSource, i);
      NoobRemote *remote = g_hash_table_lookup (self->upstream, source->node_id);

      if (remote != NULL)
        g_array_append_val (taken, remote->tallies[number_of (remote->signals, source->signal)]);
    }

  return taken;
}

static void
send_books (NoobNodeRunner *self)
{
  g_autoptr (GArray) taken = list_taken (self);
  g_autoptr (NoobRecord) books =
    noob_books_write (noob_publisher_count_sent (self->publisher, self->hosted), taken);

  noob_node_runner_send (self, NOOB_MESSAGE_BOOKS, books);
}

/* Whatever the node does meanwhile, as iterating the main loop, nothing else is done. */
static void
deinitialize_node (NoobNodeRunner *self)
{
  g_autoptr (GError) error = NULL;

  self->leaving = TRUE;
  self->working = TRUE;
  if (self->work != NULL)
    g_source_set_ready_time (self->work, -1);

  if (self->publisher != NULL)
    noob_publisher_flush (self->publisher);
  if (self->hosted != NULL && !noob_hosted_node_deinitialize (self->hosted, &error))
    noob_node_runner_report_error (self, NULL, error);
  noob_node_runner_end_assets (self);
  if (self->publisher != NULL)
    noob_publisher_say_farewell (self->publisher);

  self->working = FALSE;
}

void
noob_node_runner_leave (NoobNodeRunner *self)
{
  if (self->status == NOOB_NODE_STATUS_CLOSED || self->is_over)
    return;

  self->deinit_waits = self->working;
  if (self->deinit_waits)
    return;

  if (!self->leaving)
    deinitialize_node (self);

  if (self->joined && !awaits_events (self))
    send_books (self);
  else if (self->hears_out)
    return;

  noob_node_runner_update_status (self, NOOB_NODE_STATUS_CLOSED);
}

/* Nothing more comes from nodes that are gone. */
static void
note_lost (NoobNodeRunner *self,
           NoobMessage    *message)
{
  NoobList *lost = NULL;

  noob_record_get (noob_message_get_value (message), NULL, "lost?", NOOB_TYPE_LIST, &lost, NULL);
  for (gsize i = 0; lost != NULL && i < noob_list_get_length (lost); i++)
    {
      const GValue *id = noob_list_get_value (lost, i);
      NoobRemote *remote = G_VALUE_HOLDS_STRING (id)
                             ? g_hash_table_lookup (self->upstream, g_value_get_string (id))
                             : NULL;

      if (remote != NULL)
        remote->left = TRUE;
    }
}

void
noob_node_runner_on_deinit (NoobNodeRunner *self,
                            NoobMessage    *message,
                            NoobFrames     *frames)
{
  note_lost (self, message);
  /* One that is not ready may not hear the farewells. */
  if (!self->leaving)
    self->hears_out = self->is_ready;
  noob_node_runner_leave (self);
}

/**
 * noob_node_runner_deinitialize:
 * @self: a node runner
 *
 * Deinitializes the node, sends what is left to send, and tells the command node. While the node
 * runs, it waits for it to return. It does not wait for what other nodes may still send: only when
 * the command node asks all nodes to end is that counted in the books of this one.
 *
 * Since: 1.0
 */
void
noob_node_runner_deinitialize (NoobNodeRunner *self)
{
  g_return_if_fail (NOOB_IS_NODE_RUNNER (self));

  self->hears_out = FALSE;
  noob_node_runner_leave (self);
}
