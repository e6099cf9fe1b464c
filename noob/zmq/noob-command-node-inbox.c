/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-command-node-parts-private.h"

#include "core/noob-debug-private.h"
#include "core/noob-error.h"
#include "graph/noob-tube-private.h"
#include "spec/noob-specification-private.h"
#include "zmq/noob-wire-private.h"

static gboolean
subscribe_to_signal (NoobCommandNode  *self,
                     NoobPeer         *peer,
                     const char       *signal,
                     GError          **error)
{
  return noob_wire_subscribe (self->inbox, noob_topic_new_for_signal (peer->id, signal), error);
}

/* Whether the return node needs the value that @edge leads from @peer. */
static gboolean
is_returned (NoobCommandNode *self,
             NoobPeer        *peer,
             NoobEdge        *edge)
{
  NoobNodeSpecification *return_node =
    noob_tube_specification_get_return_node (noob_tube_get_specification (self->tube));

  return return_node != NULL && noob_edge_get_source_node (edge) == peer->id &&
         g_str_equal (noob_edge_get_target_node (edge),
                      noob_node_specification_get_id (return_node));
}

/* Subscribes to what is wanted of @peer. */
static gboolean
subscribe_to (NoobCommandNode  *self,
              NoobPeer         *peer,
              GError          **error)
{
  GPtrArray *edges = noob_tube_get_edges (self->tube);
  gboolean all = g_hash_table_contains (self->wanted, peer->id);

  for (guint i = 0; i < edges->len; i++)
    if (is_returned (self, peer, edges->pdata[i]) &&
        !subscribe_to_signal (self, peer, noob_edge_get_source_signal (edges->pdata[i]), error))
      return FALSE;

  for (guint i = 0; all && peer->signals->pdata[i] != NULL; i++)
    if (!subscribe_to_signal (self, peer, peer->signals->pdata[i], error))
      return FALSE;

  return noob_wire_subscribe (self->inbox, noob_topic_new (NOOB_TOPIC_HEADERS), error) &&
         noob_wire_subscribe (self->inbox, noob_topic_new (NOOB_TOPIC_FAREWELL), error);
}

/* Subscribes to a greeting from all, which confirms what was subscribed to before. */
static gboolean
greet (NoobCommandNode  *self,
       GError          **error)
{
  guint count = 0;

  for (guint i = 0; i < self->peers->len; i++)
    count = MAX (count, ((NoobPeer *) self->peers->pdata[i])->n_hellos_sent + 1);
  for (guint i = 0; i < self->peers->len; i++)
    ((NoobPeer *) self->peers->pdata[i])->n_hellos_sent = count;

  return noob_wire_subscribe (self->inbox, noob_topic_new_for_hello (NOOB_COMMAND_USER, count),
                              error);
}

static gboolean
connect_to (NoobCommandNode  *self,
            NoobPeer         *peer,
            GError          **error)
{
  g_autofree char *password = noob_authenticator_derive_password (self->token, peer->id);

  noob_connections_add (self->publishers, peer->address, peer->id);

  return noob_socket_set_plain_client (self->inbox, NOOB_COMMAND_USER, password, error) &&
         noob_socket_connect (self->inbox, peer->address, error);
}

/* Who says what is nothing but a topic and an id; NULL when it is not who it says. */
static NoobPeer *
find_sender (NoobCommandNode *self,
             NoobFrames      *frames)
{
  g_autofree char *id =
    noob_frames_get_length (frames) == 2 ? noob_frames_dup_text (frames, 1) : NULL;
  NoobPeer *peer = noob_command_node_find_peer (self, id);

  return peer != NULL && noob_connections_fits (self->publishers, frames, peer->id) ? peer : NULL;
}

static void
report_malformed (NoobCommandNode *self,
                  NoobFrames      *frames,
                  const char      *reason)
{
  noob_socket_report_malformed (self->inbox, noob_connections_find (self->publishers, frames),
                                reason);
}

static void
on_hello (NoobCommandNode *self,
          NoobFrames      *frames,
          const char      *topic)
{
  const char *digits = topic + strlen (NOOB_TOPIC_GREETING NOOB_COMMAND_USER "/");
  guint64 count = g_ascii_strtoull (digits, NULL, 10);
  NoobPeer *peer = find_sender (self, frames);

  if (peer == NULL || count > peer->n_hellos_sent)
    {
      report_malformed (self, frames, "it is no greeting that was asked for");
      return;
    }

  noob_debug (PROTOCOL, self->runner_id, peer->id,
              "confirms what was subscribed to of it before greeting %" G_GUINT64_FORMAT, count);
  peer->n_hellos_seen = MAX (peer->n_hellos_seen, (guint) count);
  noob_command_node_tell_progress (self);
}

static void
on_farewell (NoobCommandNode *self,
             NoobFrames      *frames)
{
  NoobPeer *peer = find_sender (self, frames);

  if (peer == NULL)
    report_malformed (self, frames, "it is no farewell of its own");
  else if (self->handlers->left != NULL)
    self->handlers->left (self, peer->id, self->handlers_data);
}

static gboolean
check_batch (NoobCommandNode  *self,
             NoobBatchReader  *batch,
             const char       *topic,
             GError          **error)
{
  NoobPeer *peer = noob_command_node_find_peer (self, batch->node_id);
  const char *rest = topic + strlen ("s/");

  if (peer == NULL || !noob_connections_fits (self->publishers, batch->frames, peer->id) ||
      (g_str_has_prefix (topic, "s/") &&
       !(g_str_has_prefix (rest, peer->id) && rest[strlen (peer->id)] == '/')))
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL,
                           "it does not come from whom it says");
      return FALSE;
    }

  return noob_batch_reader_check_signals (batch, peer->signals->len - 1, error);
}

/* For those who have connected to the signal; the runner has its own way. */
static void
emit_events (NoobCommandNode *self,
             NoobFrames      *frames)
{
  g_auto (NoobBatchReader) batch = { NULL, };
  NoobPeer *peer;
  GQuark quark;

  if (!noob_batch_reader_init (&batch, frames, 1, TRUE, NULL))
    return;

  peer = noob_command_node_find_peer (self, batch.node_id);
  quark = g_quark_from_static_string (peer->id);

  for (gsize i = 0; i < batch.n_events && noob_command_node_wants_events (self, quark); i++)
    {
      const NoobWireEvent *wire = &batch.events[i];
      const char *signal = peer->signals->pdata[wire->signal];
      g_autoptr (GError) error = NULL;
      g_autoptr (NoobEvent) event =
        noob_batch_reader_next_event (&batch, wire, peer->id, signal, &error);

      if (event != NULL)
        noob_command_node_emit_event (self, quark, event);
      else
        noob_warning (self->runner_id, peer->id,
                      "signal \"%s\" of node \"%s\": an event was dropped: %s", signal, peer->id,
                      error->message);
    }
}

static void
on_batch (NoobCommandNode *self,
          NoobFrames      *frames,
          const char      *topic)
{
  gboolean has_values = g_str_has_prefix (topic, "s/");
  g_auto (NoobBatchReader) batch = { NULL, };
  g_autoptr (GError) error = NULL;

  if (!noob_batch_reader_init (&batch, frames, 1, has_values, &error) ||
      !check_batch (self, &batch, topic, &error))
    {
      report_malformed (self, frames, error->message);
      return;
    }

  if (self->handlers->events != NULL &&
      !self->handlers->events (self, &batch, has_values, self->handlers_data))
    report_malformed (self, frames, "it tells of epochs that have not begun");
  else if (has_values)
    emit_events (self, frames);
}

static void
on_inbox_message (NoobSocket *socket,
                  NoobFrames *frames,
                  gpointer    data)
{
  NoobCommandNode *self = data;
  g_autoptr (NoobCommandNode) alive = g_object_ref (self);
  gsize size;
  const char *topic = noob_frames_get_data (frames, 0, &size);

  if (size == 0 || topic[size - 1] != '\0')
    report_malformed (self, frames, "its topic has no end");
  else if (g_str_equal (topic, NOOB_TOPIC_HEADERS) || g_str_has_prefix (topic, "s/"))
    on_batch (self, frames, topic);
  else if (g_str_has_prefix (topic, NOOB_TOPIC_GREETING NOOB_COMMAND_USER "/"))
    on_hello (self, frames, topic);
  else if (g_str_equal (topic, NOOB_TOPIC_FAREWELL))
    on_farewell (self, frames);
}

static void
on_inbox_batch_end (NoobSocket *socket,
                    gpointer    data)
{
  NoobCommandNode *self = data;

  if (self->handlers->batch_end != NULL)
    self->handlers->batch_end (self, self->handlers_data);
}

static const NoobSocketHandlers inbox_handlers = {
  .message = on_inbox_message,
  .batch_end = on_inbox_batch_end,
};

gboolean
noob_command_node_open_inbox (NoobCommandNode  *self,
                              GError          **error)
{
  self->inbox = noob_socket_new_full (self->zmq_context->handle, ZMQ_SUB, "inbox", error);
  if (self->inbox == NULL)
    return FALSE;

  noob_socket_set_handlers (self->inbox, &inbox_handlers, self);
  noob_socket_set_max_frames (self->inbox, NOOB_BATCH_MAX_FRAMES);

  self->publishers = noob_connections_new (self->zmq_context->handle, self->inbox, error);

  return self->publishers != NULL && greet (self, error);
}

gboolean
noob_command_node_listen_to (NoobCommandNode  *self,
                             NoobPeer         *peer,
                             GError          **error)
{
  return subscribe_to (self, peer, error) && connect_to (self, peer, error);
}

static void
want_values_of (NoobCommandNode *self,
                NoobPeer        *peer)
{
  g_autoptr (GError) error = NULL;

  if (!g_hash_table_add (self->wanted, (gpointer) peer->id))
    return;

  /* Before it identifies itself, the signals are not known; they are subscribed to then. */
  if (peer->identity != NULL && !(subscribe_to (self, peer, &error) && greet (self, &error)))
    noob_warning (self->runner_id, peer->id, "node \"%s\": %s", peer->id, error->message);
}

static gboolean
want_values (NoobCommandNode  *self,
             gpointer          node_id,
             GError          **error)
{
  for (guint i = 0; i < self->peers->len; i++)
    {
      NoobPeer *peer = self->peers->pdata[i];

      if (node_id == NULL || g_str_equal (peer->id, node_id))
        want_values_of (self, peer);
    }

  return TRUE;
}

/**
 * noob_command_node_want_values:
 * @self: a command node
 * @node_id: (nullable): a node, or %NULL for all
 *
 * Has what a node emits sent here, so that [signal@Noob.CommandNode::event] tells of it; else no
 * more comes than what the return node needs. Of epochs that are begun when
 * [method@Noob.CommandNode.await_ready] has returned, no event is missed.
 *
 * Callable in any thread; returns when it is done.
 *
 * Since: 1.0
 */
void
noob_command_node_want_values (NoobCommandNode *self,
                               const char      *node_id)
{
  g_return_if_fail (NOOB_IS_COMMAND_NODE (self));

  noob_command_node_call (self, want_values, (gpointer) node_id, NULL);
}
