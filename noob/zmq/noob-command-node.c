/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobCommandNode:
 *
 * Controls the nodes of a tube that run in processes of their own.
 *
 * It publishes commands to all nodes (XPUB), takes their answers (ROUTER), and subscribes to their
 * events (SUB). Messages from nodes are emitted as [signal@Noob.CommandNode::message], by type:
 * connect to `message::identify`, `message::status` and so on.
 *
 * [class@Noob.ZmqRunner] uses one; it can also be used alone. Then it is made, run, and its hosts
 * are started ([method@Noob.CommandNode.make_bootstrap]); when all nodes have identified themselves
 * they are announced to each other, and once they are ready ([method@Noob.CommandNode.await_ready])
 * epochs can be begun, in any order: stateful nodes wait for those before, stateless ones do not.
 * What comes of them is told by [signal@Noob.CommandNode::event] and `message::error`. In the end
 * the nodes are deinitialized, and the command node is closed.
 *
 * A command node belongs to the main context that was the thread-default one when it was made, and
 * emits its signals there. Its methods may be called in any thread: they are handed over to that
 * context. [method@Noob.CommandNode.process], [method@Noob.CommandNode.start],
 * [method@Noob.CommandNode.stop], [method@Noob.CommandNode.ping],
 * [method@Noob.CommandNode.epoch_ended] and [method@Noob.CommandNode.deinitialize] do not wait for
 * that, and take effect in the order in which one thread calls them. The others wait, for as long
 * as that context is busy, and return when they are done. A call from a thread that has the
 * context, or while nobody iterates it, is carried out in the calling thread.
 *
 * Since: 1.0
 */

#include "zmq/noob-command-node-parts-private.h"

#include "core/noob-debug-private.h"
#include "core/noob-error.h"
#include "core/noob-event.h"
#include "graph/noob-tube-private.h"
#include "zmq/noob-message-private.h"

/* Of the first node's outbox in the run directory; those of the command node come before. */
#define FIRST_NODE_INDEX 2

enum
{
  MESSAGE,
  EVENT,
  NODE_STATUS,
  NODE_LOST,
  STOPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const NoobCommandHandlers no_handlers;

G_DEFINE_FINAL_TYPE (NoobCommandNode, noob_command_node, G_TYPE_OBJECT)

NoobPeer *
noob_command_node_find_peer (NoobCommandNode *self,
                             const char      *node_id)
{
  return node_id != NULL ? g_hash_table_lookup (self->peers_by_id, node_id) : NULL;
}

NoobPeer *
noob_command_node_check_node (NoobCommandNode  *self,
                              const char       *node_id,
                              GError          **error)
{
  NoobPeer *peer = noob_command_node_find_peer (self, node_id);

  if (peer == NULL)
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_NOT_FOUND,
                 "the tube has no node \"%s\" that has a process", node_id);

  return peer;
}

void
noob_command_node_tell_progress (NoobCommandNode *self)
{
  noob_command_node_update_waits (self);
  if (self->handlers->progress != NULL)
    self->handlers->progress (self, self->handlers_data);
}

void
noob_command_node_set_status (NoobCommandNode *self,
                              NoobPeer        *peer,
                              NoobNodeStatus   status)
{
  if (peer->status == status)
    return;

  noob_debug (PROTOCOL, self->runner_id, peer->id, "is %s", noob_node_status_to_string (status));
  peer->status = status;
  peer->was_ready = peer->was_ready || status == NOOB_NODE_STATUS_READY;
  g_signal_emit (self, signals[NODE_STATUS], 0, peer->id, status);
}

void
noob_command_node_set_trouble (NoobCommandNode *self,
                               NoobPeer        *peer,
                               const char      *trouble)
{
  if (peer->trouble == NULL)
    peer->trouble = g_strdup (trouble);
  noob_command_node_update_waits (self);
}

gboolean
noob_command_node_wants_events (NoobCommandNode *self,
                                GQuark           node_id)
{
  return g_signal_has_handler_pending (self, signals[EVENT], 0, FALSE) ||
         g_signal_has_handler_pending (self, signals[EVENT], node_id, FALSE);
}

void
noob_command_node_emit_event (NoobCommandNode *self,
                              GQuark           node_id,
                              NoobEvent       *event)
{
  g_signal_emit (self, signals[EVENT], node_id, event);
}

void
noob_command_node_emit_message (NoobCommandNode *self,
                                NoobMessage     *message)
{
  const char *detail = noob_message_type_to_string (noob_message_get_message_type (message));

  g_signal_emit (self, signals[MESSAGE], g_quark_from_string (detail), message);
}

void
noob_command_node_emit_stopped (NoobCommandNode *self,
                                guint64          next)
{
  g_signal_emit (self, signals[STOPPED], 0, next);
}

/* Objects. */

static void
noob_command_node_constructed (GObject *object)
{
  NoobCommandNode *self = NOOB_COMMAND_NODE (object);
  GPtrArray *nodes =
    noob_tube_specification_get_nodes (noob_tube_get_specification (self->tube));

  self->plan = noob_asset_plan_new (self->tube);
  self->token = noob_authenticator_make_token ();
  if (self->runner_id == NULL)
    self->runner_id = g_uuid_string_random ();
  for (guint i = 0; i < nodes->len; i++)
    {
      NoobPeer *peer;

      if (noob_node_specification_is (nodes->pdata[i], "return"))
        continue;

      peer = noob_peer_new (nodes->pdata[i], FIRST_NODE_INDEX + self->peers->len);
      g_ptr_array_add (self->peers, peer);
      g_hash_table_insert (self->peers_by_id, (gpointer) peer->id, peer);
    }

  G_OBJECT_CLASS (noob_command_node_parent_class)->constructed (object);
}

static void
noob_command_node_finalize (GObject *object)
{
  NoobCommandNode *self = NOOB_COMMAND_NODE (object);

  noob_command_node_close_sockets (self);
  g_clear_pointer (&self->plan, noob_asset_plan_free);
  g_clear_object (&self->tube);
  g_free (self->runner_id);
  g_free (self->protocol);
  g_free (self->token);
  g_hash_table_unref (self->peers_by_id);
  g_ptr_array_unref (self->peers);
  g_hash_table_unref (self->wanted);
  g_clear_pointer (&self->wiring, noob_wiring_free);
  g_clear_pointer (&self->announcement, g_bytes_unref);
  g_ptr_array_unref (self->ready_waits);
  g_ptr_array_unref (self->held);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (noob_command_node_parent_class)->finalize (object);
}

static void
noob_command_node_class_init (NoobCommandNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = noob_command_node_constructed;
  object_class->finalize = noob_command_node_finalize;

  noob_command_node_install_properties (object_class);

  /**
   * NoobCommandNode::message:
   * @self: the command node
   * @message: the message
   *
   * A node sent a message. The detail is the type of the message: `message::identify`.
   *
   * Since: 1.0
   */
  signals[MESSAGE] =
    g_signal_new ("message", NOOB_TYPE_COMMAND_NODE, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, NOOB_TYPE_MESSAGE);

  /**
   * NoobCommandNode::event:
   * @self: the command node
   * @event: the event
   *
   * A node emitted an event, or let a signal go without one ([method@Noob.Event.has_value]). The
   * detail is the id of the node: `event::b`. Told are those of signals whose values come here: see
   * [method@Noob.CommandNode.want_values].
   *
   * Since: 1.0
   */
  signals[EVENT] =
    g_signal_new ("event", NOOB_TYPE_COMMAND_NODE, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, NOOB_TYPE_EVENT);

  /**
   * NoobCommandNode::node-status:
   * @self: the command node
   * @node_id: the id of the node
   * @status: how it is now
   *
   * The status of a node changed.
   *
   * Since: 1.0
   */
  signals[NODE_STATUS] =
    g_signal_new ("node-status", NOOB_TYPE_COMMAND_NODE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, NOOB_TYPE_NODE_STATUS);

  /**
   * NoobCommandNode::node-lost:
   * @self: the command node
   * @node_id: the id of the node
   * @how: how its process ended
   *
   * The process of a node is gone.
   *
   * Since: 1.0
   */
  signals[NODE_LOST] =
    g_signal_new ("node-lost", NOOB_TYPE_COMMAND_NODE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  /**
   * NoobCommandNode::stopped:
   * @self: the command node
   * @next: the first root epoch that nothing was begun of: the next to be begun
   *
   * All nodes have answered [method@Noob.CommandNode.stop].
   *
   * Since: 1.0
   */
  signals[STOPPED] = g_signal_new ("stopped", NOOB_TYPE_COMMAND_NODE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
}

static void
noob_command_node_init (NoobCommandNode *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->handlers = &no_handlers;
  self->peers = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_peer_free);
  self->peers_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->wanted = g_hash_table_new (NULL, NULL);
  self->ready_waits = g_ptr_array_new ();
  self->held = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
}

/* For the runner. */

void
noob_command_node_set_handlers (NoobCommandNode           *self,
                                const NoobCommandHandlers *handlers,
                                gpointer                   user_data)
{
  self->handlers = handlers != NULL ? handlers : &no_handlers;
  self->handlers_data = user_data;
}

gboolean
noob_command_node_all_identified (NoobCommandNode *self)
{
  for (guint i = 0; i < self->peers->len; i++)
    {
      NoobPeer *peer = self->peers->pdata[i];

      if (peer->identity == NULL || !peer->hears)
        return FALSE;
    }

  return TRUE;
}

const NoobWiring *
noob_command_node_get_wiring (NoobCommandNode *self)
{
  return self->wiring;
}

NoobAssetPlan *
noob_command_node_get_plan (NoobCommandNode *self)
{
  return self->plan;
}

const char *const *
noob_command_node_get_signals (NoobCommandNode *self,
                               const char      *node_id)
{
  return (const char *const *) noob_command_node_find_peer (self, node_id)->signals->pdata;
}

/**
 * noob_command_node_new:
 * @tube: the tube whose nodes to control
 * @runner_id: what tells this run from others
 * @protocol: how nodes are reached: `ipc`, or `inproc` for threads of this process
 * @port: the port to bind, with a protocol that has ports; 0 for any
 *
 * Makes a command node. It opens nothing before [method@Noob.CommandNode.run].
 *
 * Returns: (transfer full): the command node
 *
 * Since: 1.0
 */
NoobCommandNode *
noob_command_node_new (NoobTube   *tube,
                       const char *runner_id,
                       const char *protocol,
                       guint       port)
{
  g_return_val_if_fail (NOOB_IS_TUBE (tube), NULL);
  g_return_val_if_fail (runner_id != NULL, NULL);
  g_return_val_if_fail (protocol != NULL, NULL);

  return g_object_new (NOOB_TYPE_COMMAND_NODE, "tube", tube, "runner-id", runner_id, "protocol",
                       protocol, "port", port, NULL);
}

/**
 * noob_command_node_get_node_status:
 * @self: a command node
 * @node_id: a node of the tube
 *
 * Gets how a node is, as far as it has said.
 *
 * Returns: the status; %NOOB_NODE_STATUS_STOPPED for a node that is not known
 *
 * Since: 1.0
 */
NoobNodeStatus
noob_command_node_get_node_status (NoobCommandNode *self,
                                   const char      *node_id)
{
  NoobPeer *peer;

  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), NOOB_NODE_STATUS_STOPPED);
  g_return_val_if_fail (node_id != NULL, NOOB_NODE_STATUS_STOPPED);

  peer = noob_command_node_find_peer (self, node_id);

  return peer != NULL ? peer->status : NOOB_NODE_STATUS_STOPPED;
}

typedef struct
{
  const char *node_id;
  const char *how;
} Loss;

static gboolean
report_lost (NoobCommandNode  *self,
             gpointer          data,
             GError          **error)
{
  Loss *loss = data;
  NoobPeer *peer = noob_command_node_find_peer (self, loss->node_id);
  g_autofree char *trouble = g_strdup_printf ("its process %s", loss->how);

  if (peer == NULL || peer->lost)
    return FALSE;

  peer->lost = TRUE;
  noob_command_node_set_status (self, peer, NOOB_NODE_STATUS_CLOSED);
  noob_command_node_set_trouble (self, peer, trouble);
  g_signal_emit (self, signals[NODE_LOST], 0, peer->id, loss->how);
  noob_command_node_advance_stop (self);

  return TRUE;
}

/**
 * noob_command_node_report_lost:
 * @self: a command node
 * @node_id: a node of the tube
 * @how: how its process ended: "exited with status 1"
 *
 * Tells that the process of a node is gone, for whoever started it and saw its end: the status is
 * closed from now on, and [signal@Noob.CommandNode::node-lost] is emitted, once.
 *
 * Callable in any thread; returns when it is done.
 *
 * Since: 1.0
 */
void
noob_command_node_report_lost (NoobCommandNode *self,
                               const char      *node_id,
                               const char      *how)
{
  Loss loss = { node_id, how };

  g_return_if_fail (NOOB_IS_COMMAND_NODE (self));
  g_return_if_fail (node_id != NULL);
  g_return_if_fail (how != NULL);

  noob_command_node_call (self, report_lost, &loss, NULL);
}
