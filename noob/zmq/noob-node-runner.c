/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobNodeRunner:
 *
 * Runs one node of a tube in a process of its own.
 *
 * [func@Noob.host_run] makes one for each node that a host has; an application can make them
 * itself, in any thread, with a main context of its own: [ctor@Noob.NodeRunner.new_from_bootstrap],
 * or by its properties. The type of the node is looked up by the loaders of this process, among
 * them those and the functions that the application registered ([func@Noob.register_loader],
 * [func@Noob.register_function]).
 *
 * It answers the command node (DEALER), publishes what the node emits (XPUB), and subscribes to the
 * commands and to the nodes that its own depends on (SUB). Messages from the command node are
 * emitted as [signal@Noob.NodeRunner::message], by type.
 *
 * A node runner belongs to the main context that was the thread-default one when it was made. The
 * node runs there, so it may use the main loop freely. All methods are for that context, which is
 * iterated by a thread that has it as its thread-default one.
 *
 * [property@Noob.NodeRunner:status] is stopped at first, waiting once the node has been loaded, and
 * ready when it has been initialized and all its connections are confirmed. It is running from when
 * it is told to start, and stopped again when it is told to stop: stopped then, it still runs
 * whichever epochs are asked for. Single epochs do not change it. In the end it is closed.
 *
 * Since: 1.0
 */

#include "zmq/noob-node-runner-parts-private.h"

#include "core/noob-debug-private.h"
#include "core/noob-error.h"
#include "runners/noob-runner-private.h"
#include "zmq/noob-authenticator-private.h"
#include "zmq/noob-command-node-private.h"
#include "zmq/noob-message-private.h"
#include "zmq/noob-peer-private.h"
#include "zmq/noob-socket-private.h"
#include "zmq/noob-wire-private.h"

/* Bytes of each text of an error that is reported. */
#define MAX_ERROR_TEXT (64 * 1024)

enum
{
  MESSAGE,
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NoobNodeRunner, noob_node_runner, G_TYPE_OBJECT)

static void
remote_free (gpointer data)
{
  NoobRemote *remote = data;

  noob_interest_free (remote->interest);
  g_ptr_array_unref (remote->signals);
  g_free (remote->tallies);
  noob_early_roots_clear (&remote->early);
  g_free (remote);
}

void
noob_node_runner_send (NoobNodeRunner  *self,
                       NoobMessageType  type,
                       NoobRecord      *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) frame = noob_message_write (type, self->node_id, value, &error);

  noob_debug (PROTOCOL, self->runner_id, self->node_id, "sends \"%s\"",
              noob_message_type_to_string (type));
  if (self->dealer != NULL && frame != NULL)
    noob_socket_send (self->dealer, &frame, 1, &error);
  if (error != NULL)
    noob_warning (self->runner_id, self->node_id, "node \"%s\": %s", self->node_id,
                  error->message);
}

static void
send_status (NoobNodeRunner *self)
{
  g_autoptr (NoobRecord) value = noob_record_new ();

  noob_record_set_string (value, "status", noob_node_status_to_string (self->status));
  noob_record_set_int64 (value, "change", self->change);
  noob_node_runner_send (self, NOOB_MESSAGE_STATUS, value);
}

static void
on_spec (NoobNodeRunner *self,
         NoobMessage    *message,
         NoobFrames     *frames)
{
  g_autoptr (NoobIdentity) identity = NULL;
  g_autoptr (NoobRecord) value = NULL;
  g_autoptr (GError) error = NULL;

  if (self->is_told)
    return;

  self->is_told = TRUE;
  if (!noob_node_runner_load (self, message, frames, &error))
    {
      noob_node_runner_report_error (self, NULL, error);
      return;
    }

  identity = noob_hosted_node_identify (self->hosted);
  value = noob_identity_to_record (identity, self->outbox_address);
  noob_node_runner_send (self, NOOB_MESSAGE_IDENTIFY, value);
  noob_node_runner_update_status (self, NOOB_NODE_STATUS_WAITING);
}

static void
on_announce (NoobNodeRunner *self,
             NoobMessage    *message,
             NoobFrames     *frames)
{
  g_autoptr (GError) error = NULL;

  if (self->hosted == NULL || self->publisher == NULL || self->wiring != NULL)
    return;

  if (noob_node_runner_join (self, message, &error))
    noob_node_runner_update_ready (self);
  else
    noob_node_runner_report_error (self, NULL, error);
}

static void
on_ping (NoobNodeRunner *self,
         NoobMessage    *message,
         NoobFrames     *frames)
{
  send_status (self);
}

static gboolean
set_enabled (NoobNodeRunner  *self,
             const char      *node_id,
             gboolean         enabled,
             GError         **error)
{
  noob_node_runner_set_disabled (self, node_id, !enabled);
  noob_node_runner_update_source (self);
  if (enabled)
    noob_scheduler_enable_node (self->scheduler, node_id);
  else
    noob_scheduler_disable_node (self->scheduler, node_id);

  if (!g_str_equal (node_id, self->node_id))
    return TRUE;

  if (!enabled)
    return noob_hosted_node_deinitialize (self->hosted, error);

  return noob_node_runner_begin_assets (self, error) &&
         noob_hosted_node_initialize (self->hosted, error);
}

static void
on_enable (NoobNodeRunner *self,
           NoobMessage    *message,
           NoobFrames     *frames)
{
  g_autoptr (GError) error = NULL;
  const char *node_id;
  gboolean enabled;
  gint64 first;

  if (self->scheduler == NULL)
    return;

  if (!noob_record_get (noob_message_get_value (message), &error, "node", G_TYPE_STRING, &node_id,
                        "enabled", G_TYPE_BOOLEAN, &enabled, "first", G_TYPE_INT64, &first,
                        "change", G_TYPE_INT64, &self->change, NULL))
    {
      noob_node_runner_report_error (self, NULL, error);
      return;
    }

  /* Epochs in which nothing could run have ended without this node hearing of them. */
  noob_scheduler_end_below (self->scheduler, (guint64) first);
  self->next_root = MAX (self->next_root, (guint64) first);

  if (!self->leaving && !set_enabled (self, node_id, enabled, &error))
    noob_node_runner_report_error (self, NULL, error);

  /* Whether it went well or not, the node has done with it. */
  send_status (self);
}

typedef void (*MessageHandler) (NoobNodeRunner *self,
                                NoobMessage    *message,
                                NoobFrames     *frames);

static const MessageHandler message_handlers[] = {
  [NOOB_MESSAGE_SPEC] = on_spec,
  [NOOB_MESSAGE_ANNOUNCE] = on_announce,
  [NOOB_MESSAGE_PING] = on_ping,
  [NOOB_MESSAGE_DEINIT] = noob_node_runner_on_deinit,
  [NOOB_MESSAGE_ENABLE] = on_enable,
};

/* @first: which frame holds the message. */
static void
take_message (NoobNodeRunner *self,
              NoobSocket     *socket,
              NoobFrames     *frames,
              guint           first)
{
  g_autoptr (NoobMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  NoobMessageType type;
  gsize size;
  const char *text = NULL;

  if (noob_frames_get_length (frames) > first)
    text = noob_frames_get_data (frames, first, &size);
  if (text != NULL)
    message = noob_message_new_from_json (text, (gssize) size, &error);
  type = message != NULL ? noob_message_get_message_type (message) : NOOB_MESSAGE_EVENT;

  if (type >= G_N_ELEMENTS (message_handlers) || message_handlers[type] == NULL)
    {
      const char *reason = error != NULL ? error->message : "a command node does not say that";

      noob_socket_report_malformed (socket, NOOB_COMMAND_USER, reason);
      return;
    }

  noob_debug (PROTOCOL, self->runner_id, self->node_id, "receives \"%s\"",
              noob_message_type_to_string (type));
  g_signal_emit (self, signals[MESSAGE], g_quark_from_string (noob_message_type_to_string (type)),
                 message);
  if (!self->is_over)
    message_handlers[type](self, message, frames);
}

static void
on_dealer_message (NoobSocket *socket,
                   NoobFrames *frames,
                   gpointer    data)
{
  g_autoptr (NoobNodeRunner) alive = g_object_ref (data);

  take_message (alive, socket, frames, 0);
}

static void
tell_of_command (NoobNodeRunner    *self,
                 const NoobCommand *command)
{
  NoobMessageType type = noob_command_get_message_type (command);
  GQuark detail = g_quark_from_string (noob_message_type_to_string (type));
  g_autoptr (NoobRecord) value = NULL;
  g_autoptr (NoobMessage) message = NULL;

  /* There may be very many of them. */
  if (!g_signal_has_handler_pending (self, signals[MESSAGE], 0, FALSE) &&
      !g_signal_has_handler_pending (self, signals[MESSAGE], detail, FALSE))
    return;

  value = noob_command_to_record (command);
  message = noob_message_new (type, NOOB_COMMAND_USER, value);
  g_signal_emit (self, signals[MESSAGE], detail, message);
}

static void
take_command (NoobNodeRunner *self,
              NoobFrames     *frames)
{
  g_auto (NoobCommand) command = { 0, };
  g_autoptr (GError) error = NULL;

  if (!noob_command_read (frames, 1, &command, &error))
    {
      noob_socket_report_malformed (self->commands, NOOB_COMMAND_USER, error->message);
      return;
    }

  tell_of_command (self, &command);
  if (!self->is_over)
    noob_node_runner_do_command (self, &command);
}

static void
on_command_message (NoobSocket *socket,
                    NoobFrames *frames,
                    gpointer    data)
{
  g_autoptr (NoobNodeRunner) self = g_object_ref (data);
  g_autofree char *topic = noob_frames_dup_text (frames, 0);

  if (g_strcmp0 (topic, NOOB_TOPIC_DATA) != 0)
    take_message (self, socket, frames, 1);
  else if (self->scheduler != NULL && self->status != NOOB_NODE_STATUS_CLOSED)
    take_command (self, frames);
}

static void
on_command_batch_end (NoobSocket *socket,
                      gpointer    data)
{
  NoobNodeRunner *self = data;

  if (self->scheduler != NULL)
    noob_node_runner_work (self);
}

const NoobSocketHandlers noob_node_runner_dealer_handlers = { .message = on_dealer_message };
const NoobSocketHandlers noob_node_runner_command_handlers = {
  .message = on_command_message,
  .batch_end = on_command_batch_end,
};

static void
noob_node_runner_constructed (GObject *object)
{
  NoobNodeRunner *self = NOOB_NODE_RUNNER (object);

  noob_tube_loader_register ();
  if (self->node_id == NULL && self->spec != NULL)
    self->node_id = g_strdup (noob_node_specification_get_id (self->spec));
  self->has_own_spec = self->spec != NULL;
  noob_node_runner_plan_assets (self);

  G_OBJECT_CLASS (noob_node_runner_parent_class)->constructed (object);
}

static void
noob_node_runner_finalize (GObject *object)
{
  NoobNodeRunner *self = NOOB_NODE_RUNNER (object);

  noob_node_runner_close (self);
  if (self->scheduler != NULL)
    g_signal_handlers_disconnect_by_data (self->scheduler, self);
  g_clear_object (&self->scheduler);
  g_clear_pointer (&self->wiring, noob_wiring_free);
  g_clear_object (&self->spec);
  g_clear_pointer (&self->edges, g_ptr_array_unref);
  g_clear_pointer (&self->inputs, noob_record_unref);
  noob_node_runner_clear_calls (self);
  noob_node_runner_clear_assets (self);
  g_object_unref (self->store);
  noob_node_runner_clear_inputs (self);
  noob_ended_epochs_clear (&self->cut);
  g_hash_table_unref (self->upstream);
  g_ptr_array_unref (self->events);
  g_free (self->protocol);
  g_free (self->runner_id);
  g_free (self->node_id);
  g_free (self->token);
  g_free (self->router_address);
  g_free (self->command_address);
  g_free (self->outbox_address);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (noob_node_runner_parent_class)->finalize (object);
}

static void
noob_node_runner_class_init (NoobNodeRunnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = noob_node_runner_constructed;
  object_class->finalize = noob_node_runner_finalize;

  noob_node_runner_install_properties (object_class);

  /**
   * NoobNodeRunner::message:
   * @self: the node runner
   * @message: the message
   *
   * The command node sent a message. The detail is the type of the message: `message::announce`.
   *
   * Since: 1.0
   */
  signals[MESSAGE] =
    g_signal_new ("message", NOOB_TYPE_NODE_RUNNER, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, NOOB_TYPE_MESSAGE);

  /**
   * NoobNodeRunner::closed:
   * @self: the node runner
   *
   * The node has been deinitialized, and the command node told so.
   *
   * Since: 1.0
   */
  signals[CLOSED] = g_signal_new ("closed", NOOB_TYPE_NODE_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
noob_node_runner_init (NoobNodeRunner *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->status = NOOB_NODE_STATUS_STOPPED;
  self->store = noob_event_store_new ();
  noob_node_runner_init_inputs (self);
  noob_ended_epochs_init (&self->cut);
  noob_node_runner_init_calls (self);
  noob_node_runner_init_assets (self);
  self->upstream = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, remote_free);
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_event_unref);
}

/**
 * noob_node_runner_update_status:
 * @self: a node runner
 * @status: how the node is now
 *
 * Sets the status and tells the command node.
 *
 * Since: 1.0
 */
void
noob_node_runner_update_status (NoobNodeRunner *self,
                                NoobNodeStatus  status)
{
  g_autoptr (NoobNodeRunner) alive = NULL;

  g_return_if_fail (NOOB_IS_NODE_RUNNER (self));

  if (self->status == status)
    return;

  alive = g_object_ref (self);

  noob_debug (PROTOCOL, self->runner_id, self->node_id, "becomes %s",
              noob_node_status_to_string (status));
  self->status = status;
  send_status (self);
  g_object_notify (G_OBJECT (self), "status");
  if (status != NOOB_NODE_STATUS_CLOSED)
    return;

  noob_node_runner_end_calls (self);
  g_signal_emit (self, signals[CLOSED], 0);
}

/* A message that is too long, or not text, would not get through, and nobody would know of it. */
static void
set_text (NoobRecord *value,
          const char *name,
          const char *text)
{
  g_autofree char *start = NULL;
  g_autofree char *valid = NULL;

  if (text == NULL)
    return;

  start = g_strndup (text, MAX_ERROR_TEXT);
  valid = g_utf8_make_valid (start, -1);
  noob_record_set_string (value, name, valid);
}

/**
 * noob_node_runner_report_error:
 * @self: a node runner
 * @epoch: (nullable): the epoch in which it happened, if in one
 * @failure: what happened
 *
 * Reports an error to the command node. That alone does not give the epoch up:
 * [method@Noob.NodeRunner.fail_epoch].
 *
 * Since: 1.0
 */
void
noob_node_runner_report_error (NoobNodeRunner *self,
                               NoobEpoch      *epoch,
                               const GError   *failure)
{
  g_autoptr (NoobRecord) value = NULL;
  g_autofree char *epoch_text = NULL;
  NoobFailure *details;

  g_return_if_fail (NOOB_IS_NODE_RUNNER (self));
  g_return_if_fail (failure != NULL);

  value = noob_record_new ();
  if (epoch != NULL)
    noob_record_set_string (value, "epoch", epoch_text = noob_epoch_to_string (epoch));
  noob_record_set_int64 (value, "code",
                         failure->domain == NOOB_ERROR ? failure->code : NOOB_ERROR_NODE);
  details = noob_error_get_failure (failure);
  set_text (value, "type",
            details != NULL ? noob_failure_get_type_name (details)
                            : g_quark_to_string (failure->domain));
  set_text (value, "message",
            details != NULL ? noob_failure_get_message (details) : failure->message);
  if (details != NULL)
    set_text (value, "traceback", noob_failure_get_traceback (details));

  noob_node_runner_send (self, NOOB_MESSAGE_ERROR, value);
}
