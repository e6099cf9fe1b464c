/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-node-runner-private.h"

#include "core/noob-codec.h"
#include "core/noob-error.h"
#include "runners/noob-hosted-node-private.h"
#include "runners/noob-runner-private.h"
#include "spec/noob-specification-private.h"
#include "zmq/noob-command-node-private.h"
#include "zmq/noob-command-private.h"
#include "zmq/noob-interest-private.h"
#include "zmq/noob-message-private.h"
#include "zmq/noob-peer-private.h"
#include "zmq/noob-publisher-private.h"
#include "zmq/noob-run-directory-private.h"
#include "zmq/noob-wire-private.h"

/* How much is run before what was emitted is sent on, and the main loop has its turn. */
#define MAX_RUNS 64
#define MAX_BATCH_SIZE (1024 * 1024)

/* A map may emit very many events at once. */
#define MAX_FRAMES (1024 * 1024)

/**
 * NoobNodeRunner:
 *
 * Runs one node of a tube in a process of its own.
 *
 * It answers the command node (DEALER), publishes what the node emits (XPUB), and subscribes to the commands and to the nodes that its
 * own depends on (SUB). Messages from the command node are emitted as [signal@Noob.NodeRunner::message], by type.
 *
 * A node runner belongs to the main context that was the thread-default one when it was made. The node runs there, so it may
 * use the main loop freely.
 *
 * Since: 1.0
 */
struct _NoobNodeRunner
{
  GObject parent_instance;

  char           *runner_id;
  char           *node_id;
  NoobNodeStatus  status;

  /* From the bootstrap. */
  void      *zmq_context;
  NoobWatch *watch;
  char      *token;
  char      *router_address;
  char      *command_address;
  char      *outbox_address;

  GMainContext  *context;
  NoobSocket    *dealer;
  NoobSocket    *commands;
  NoobSocket    *inbox;
  NoobPublisher *publisher;
  GSource       *work; /* runs what is ready */

  NoobNodeSpecification *spec;
  NoobRecord            *inputs; /* in epochs that nobody gives any for */
  NoobHostedNode        *hosted;
  NoobWiring            *wiring;
  NoobScheduler         *scheduler;
  NoobEventStore        *store;
  GHashTable            *upstream; /* id → NoobRemote */
  GPtrArray             *events;   /* of the call in progress */

  guint64  next_root; /* for a source: what it was told to run */
  guint64  limit;
  gboolean is_source;
};

/* A node that this one depends on. */
typedef struct
{
  const char   *id;
  NoobInterest *interest;
  GPtrArray    *signals; /* interned, in the order of their numbers */
  gboolean      greeted;
} NoobRemote;

enum
{
  PROP_0,
  PROP_SPEC,
  PROP_RUNNER_ID,
  PROP_NODE_ID,
  PROP_STATUS,
  PROP_OUTBOX_ADDRESS,
  N_PROPS
};

enum
{
  MESSAGE,
  CLOSED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NoobNodeRunner, noob_node_runner, G_TYPE_OBJECT)

static void
remote_free (gpointer data)
{
  NoobRemote *remote = data;

  noob_interest_free (remote->interest);
  g_ptr_array_unref (remote->signals);
  g_free (remote);
}

/* Talking to the command node. */

static void
send_message (NoobNodeRunner  *self,
              NoobMessageType  type,
              NoobRecord      *value)
{
  g_autoptr (NoobMessage) message = noob_message_new (type, self->node_id, value);
  g_autoptr (GError) error = NULL;
  char *text = noob_message_to_json (message, &error);
  g_autoptr (GBytes) frame = text != NULL ? g_bytes_new_take (text, strlen (text)) : NULL;

  if (self->dealer != NULL && frame != NULL)
    noob_socket_send (self->dealer, &frame, 1, &error);
  if (error != NULL)
    g_warning ("node \"%s\": %s", self->node_id, error->message);
}

static void
send_status (NoobNodeRunner *self)
{
  g_autoptr (NoobRecord) value = noob_record_new ();

  noob_record_set_string (value, "status", noob_node_status_to_string (self->status));
  send_message (self, NOOB_MESSAGE_STATUS, value);
}

static void
update_ready (NoobNodeRunner *self)
{
  GHashTableIter iter;
  gpointer remote;

  if (self->status != NOOB_NODE_STATUS_WAITING || !noob_publisher_is_complete (self->publisher))
    return;

  g_hash_table_iter_init (&iter, self->upstream);
  while (g_hash_table_iter_next (&iter, NULL, &remote))
    if (!((NoobRemote *) remote)->greeted)
      return;

  noob_node_runner_update_status (self, NOOB_NODE_STATUS_READY);
}

static void
on_publisher_complete (gpointer data)
{
  update_ready (data);
}

/* Running. */

static void
wake (NoobNodeRunner *self)
{
  if (self->work != NULL)
    g_source_set_ready_time (self->work, 0);
}

static void
add_input_events (NoobNodeRunner *self,
                  NoobRecord     *inputs,
                  NoobEpoch      *epoch)
{
  for (guint i = 0; i < noob_record_get_size (inputs); i++)
    {
      g_autoptr (NoobEvent) event = noob_event_new ("input", noob_record_get_name (inputs, i), epoch,
                                                    noob_record_get_nth (inputs, i));

      noob_event_store_add (self->store, event);
    }
}

/* Opens a root epoch, if it is not open yet, with the inputs that are to be used in it. */
static void
open_root (NoobNodeRunner *self,
           guint64         root,
           NoobRecord     *inputs)
{
  NoobEpochState *state = noob_scheduler_open_root (self->scheduler, root);

  if (state != NULL && noob_node_runner_get_has_input (self))
    add_input_events (self, inputs, state->epoch);
}

static void
on_epoch_ended (NoobScheduler *scheduler,
                NoobEpoch     *epoch,
                gpointer       data)
{
  NoobNodeRunner *self = data;

  noob_event_store_clear (self->store, epoch);
}

static void
fail_epoch (NoobNodeRunner *self,
            NoobEpoch      *epoch,
            const GError   *failure)
{
  guint64 root = noob_epoch_get_root (epoch);

  noob_node_runner_report_error (self, epoch, failure);
  noob_scheduler_end_root (self->scheduler, root);
  /* A source that is at its end will say so again when it is asked again. */
  if (g_error_matches (failure, NOOB_ERROR, NOOB_ERROR_END_OF_STREAM))
    self->limit = 0;
}

static gboolean
run_one (NoobNodeRunner *self)
{
  g_autoptr (NoobEpoch) epoch = NULL;
  g_autoptr (GError) error = NULL;
  NoobEpochState *state;
  guint node;

  if (!noob_scheduler_pop (self->scheduler, NULL, &state, &node))
    return FALSE;

  epoch = noob_epoch_ref (state->epoch);
  g_ptr_array_set_size (self->events, 0);

  if (!noob_hosted_node_run (self->hosted, self->store, epoch, self->events, &error) ||
      !noob_publisher_add (self->publisher, self->hosted, epoch, self->events, &error))
    fail_epoch (self, epoch, error);
  else
    noob_hosted_node_report (self->hosted, self->scheduler, state, self->events);

  g_ptr_array_set_size (self->events, 0);

  return TRUE;
}

static gboolean
begin_next_root (NoobNodeRunner *self)
{
  if (!self->is_source || self->next_root >= self->limit)
    return FALSE;

  open_root (self, self->next_root++, self->inputs);

  return TRUE;
}

static gboolean
dispatch_work (GSource     *source,
               GSourceFunc  callback,
               gpointer     data)
{
  return callback (data);
}

static GSourceFuncs work_funcs = { .dispatch = dispatch_work };

/* Runs what is ready, and sends on what it emitted; goes on at the next turn of the main loop if there is more. */
static gboolean
do_work (gpointer data)
{
  g_autoptr (NoobNodeRunner) self = g_object_ref (data);
  guint n_runs = 0;

  g_source_set_ready_time (self->work, -1);

  while (n_runs < MAX_RUNS && noob_publisher_get_size (self->publisher) < MAX_BATCH_SIZE)
    {
      if (run_one (self))
        n_runs++;
      else if (!begin_next_root (self))
        break;
    }

  noob_publisher_flush (self->publisher);
  if (n_runs > 0 && self->work != NULL)
    wake (self);

  return G_SOURCE_CONTINUE;
}

/* Events of others. */

static gboolean
store_values (NoobNodeRunner   *self,
              NoobRemote       *remote,
              NoobBatchReader  *batch,
              GError          **error)
{
  for (gsize i = 0; i < batch->n_events; i++)
    {
      const NoobWireEvent *wire = &batch->events[i];
      g_autoptr (NoobEvent) event = NULL;

      if (wire->type == 0)
        continue;

      event = noob_batch_reader_next_event (batch, wire, remote->id,
                                            remote->signals->pdata[wire->signal], error);
      if (event == NULL)
        return FALSE;
      if (!noob_scheduler_has_ended (self->scheduler, wire->root))
        noob_event_store_add (self->store, event);
    }

  return TRUE;
}

/* An epoch that others have begun needs its inputs here. */
static void
open_roots (NoobNodeRunner  *self,
            NoobBatchReader *batch)
{
  for (gsize i = 0; i < batch->n_events; i++)
    if (i == 0 || batch->events[i].root != batch->events[i - 1].root)
      open_root (self, batch->events[i].root, self->inputs);
}

static gboolean
take_batch (NoobNodeRunner  *self,
            NoobFrames      *frames,
            gboolean         has_payloads,
            GError         **error)
{
  g_auto (NoobBatchReader) batch = { NULL, };
  NoobRemote *remote;

  if (!noob_batch_reader_init (&batch, frames, 1, has_payloads, error))
    return FALSE;

  remote = g_hash_table_lookup (self->upstream, batch.node_id);
  if (remote == NULL || self->scheduler == NULL)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "\"%s\" has nothing to say here",
                   batch.node_id);
      return FALSE;
    }

  if (!noob_batch_reader_check_signals (&batch, remote->signals->len, error) ||
      (has_payloads && !store_values (self, remote, &batch, error)))
    return FALSE;

  /* Where headers come too, they tell of the values that came before them. */
  if (!has_payloads || !remote->interest->headers)
    {
      open_roots (self, &batch);
      noob_batch_reader_tell (&batch, self->scheduler, (const char *const *) remote->signals->pdata);
    }

  return TRUE;
}

static void
on_greeting (NoobNodeRunner *self,
             NoobFrames     *frames)
{
  g_autoptr (GBytes) bytes =
    noob_frames_get_length (frames) == 2 ? noob_frames_get_bytes (frames, 1) : NULL;
  g_autofree char *id =
    bytes != NULL ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) : NULL;
  NoobRemote *remote = id != NULL ? g_hash_table_lookup (self->upstream, id) : NULL;

  if (remote == NULL)
    return;

  remote->greeted = TRUE;
  update_ready (self);
}

static void
on_inbox_message (NoobSocket *socket,
                  NoobFrames *frames,
                  gpointer    data)
{
  NoobNodeRunner *self = data;
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *topic = noob_frames_get_data (frames, 0, &size);

  if (size == 0 || topic[size - 1] != '\0')
    noob_socket_report_malformed (socket, NULL, "its topic has no end");
  else if (g_str_has_prefix (topic, "p/"))
    on_greeting (self, frames);
  else if (!take_batch (self, frames, g_str_has_prefix (topic, "s/"), &error))
    noob_socket_report_malformed (socket, NULL, error->message);
}

static void
on_inbox_batch_end (NoobSocket *socket,
                    gpointer    data)
{
  NoobNodeRunner *self = data;

  /* At once, rather than by way of the main loop. */
  do_work (self);
}

static const NoobSocketHandlers inbox_handlers = {
  .message = on_inbox_message,
  .batch_end = on_inbox_batch_end,
};

/* What the command node says. */

static gboolean
decode_record (GVariant    *boxed,
               NoobRecord **record,
               GError     **error)
{
  g_autoptr (GVariant) variant = g_variant_get_variant (boxed);
  g_auto (GValue) value = G_VALUE_INIT;

  if (!noob_codec_decode (variant, &value, error))
    return FALSE;

  if (!G_VALUE_HOLDS (&value, NOOB_TYPE_RECORD))
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "params are not a dictionary");
      return FALSE;
    }

  *record = g_value_dup_boxed (&value);
  return TRUE;
}

static gboolean
read_spec (NoobNodeRunner  *self,
           NoobFrames      *frames,
           NoobRecord     **params,
           GError         **error)
{
  g_autoptr (GVariant) variant = noob_wire_read_variant (frames, 1, "(a{sv}vv)", error);
  g_autoptr (GVariant) specification = NULL;
  g_autoptr (GVariant) boxed_params = NULL;
  g_autoptr (GVariant) boxed_inputs = NULL;

  if (variant == NULL)
    return FALSE;

  specification = g_variant_get_child_value (variant, 0);
  boxed_params = g_variant_get_child_value (variant, 1);
  boxed_inputs = g_variant_get_child_value (variant, 2);

  self->spec = noob_node_specification_new_from_variant (specification, error);

  return self->spec != NULL && decode_record (boxed_params, params, error) &&
         decode_record (boxed_inputs, &self->inputs, error);
}

static gboolean
load (NoobNodeRunner  *self,
      NoobMessage     *message,
      NoobFrames      *frames,
      GError         **error)
{
  g_autoptr (NoobRecord) params = NULL;
  NoobRecord *subscribers;

  if (!read_spec (self, frames, &params, error) ||
      !noob_record_get (noob_message_get_value (message), error, "subscribers", NOOB_TYPE_RECORD,
                        &subscribers, NULL))
    return FALSE;

  self->hosted = noob_hosted_node_new (self->spec, params, error);
  if (self->hosted == NULL)
    return FALSE;

  self->publisher = noob_publisher_new (self->zmq_context, self->watch, self->node_id,
                                        self->outbox_address, subscribers, on_publisher_complete,
                                        self, error);

  return self->publisher != NULL;
}

static void
on_spec (NoobNodeRunner *self,
         NoobMessage    *message,
         NoobFrames     *frames)
{
  g_autoptr (NoobIdentity) identity = NULL;
  g_autoptr (NoobRecord) value = NULL;
  g_autoptr (GError) error = NULL;

  if (self->spec != NULL)
    return;

  if (!load (self, message, frames, &error))
    {
      noob_node_runner_report_error (self, NULL, error);
      return;
    }

  identity = noob_hosted_node_identify (self->hosted);
  value = noob_identity_to_record (identity, self->outbox_address);
  send_message (self, NOOB_MESSAGE_IDENTIFY, value);
  noob_node_runner_update_status (self, NOOB_NODE_STATUS_WAITING);
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
          g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "an edge has not five parts");
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
add_remote (NoobNodeRunner *self,
            const char     *id,
            NoobList       *signal_list)
{
  NoobInterest *interest = noob_interest_new (self->wiring->edges, self->node_id, id);
  NoobRemote *remote;

  if (interest == NULL)
    return;

  remote = g_new0 (NoobRemote, 1);
  remote->id = g_intern_string (id);
  remote->interest = interest;
  remote->signals = g_ptr_array_new ();
  for (gsize i = 0; i < noob_list_get_length (signal_list); i++)
    {
      const GValue *value = noob_list_get_value (signal_list, i);

      g_ptr_array_add (remote->signals,
                       (gpointer) (G_VALUE_HOLDS_STRING (value)
                                     ? g_intern_string (g_value_get_string (value))
                                     : g_intern_static_string ("")));
    }
  g_hash_table_insert (self->upstream, (gpointer) remote->id, remote);
}

static gboolean
read_announce (NoobNodeRunner  *self,
               NoobRecord      *value,
               NoobRecord     **nodes,
               GError         **error)
{
  NoobList *edges;

  if (!noob_record_get (value, error, "nodes", NOOB_TYPE_RECORD, nodes, "edges", NOOB_TYPE_LIST,
                        &edges, NULL))
    return FALSE;

  self->wiring = noob_wiring_new ();
  if (!read_edges (self->wiring, edges, error))
    return FALSE;

  for (guint i = 0; i < noob_record_get_size (*nodes); i++)
    {
      const GValue *entry = noob_record_get_nth (*nodes, i);
      NoobList *signal_list;
      gint64 flags;

      if (!G_VALUE_HOLDS (entry, NOOB_TYPE_RECORD) ||
          !noob_record_get (g_value_get_boxed (entry), error, "flags", G_TYPE_INT64, &flags,
                            "signals", NOOB_TYPE_LIST, &signal_list, NULL))
        return FALSE;

      noob_wiring_add_node (self->wiring, noob_record_get_name (*nodes, i), (NoobNodeFlags) flags);
      add_remote (self, noob_record_get_name (*nodes, i), signal_list);
    }

  return TRUE;
}

static gboolean
subscribe (NoobSocket  *socket,
           GBytes      *taken,
           GError     **error)
{
  g_autoptr (GBytes) topic = taken;
  gsize size;
  const char *data = g_bytes_get_data (topic, &size);

  return noob_socket_subscribe (socket, data, size, error);
}

/* Subscriptions come first, the greeting last of all: they are sent to whoever is connected to in that order. */
static gboolean
subscribe_upstream (NoobNodeRunner  *self,
                    GError         **error)
{
  GHashTableIter iter;
  gpointer data;

  g_hash_table_iter_init (&iter, self->upstream);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      NoobRemote *remote = data;
      g_autoptr (GPtrArray) topics = noob_interest_topics (remote->interest);

      for (guint i = 0; i < topics->len; i++)
        if (!subscribe (self->inbox, g_bytes_ref (topics->pdata[i]), error))
          return FALSE;
    }

  return subscribe (self->inbox, noob_topic_new_for_hello (self->node_id, 1), error);
}

static gboolean
connect_upstream (NoobNodeRunner  *self,
                  NoobRecord      *nodes,
                  GError         **error)
{
  GHashTableIter iter;
  gpointer data;

  self->inbox = noob_socket_new_full (self->zmq_context, ZMQ_SUB, "inbox", error);
  if (self->inbox == NULL)
    return FALSE;

  noob_socket_set_handlers (self->inbox, &inbox_handlers, self);
  noob_socket_set_max_frames (self->inbox, MAX_FRAMES);
  if (!subscribe_upstream (self, error))
    return FALSE;

  g_hash_table_iter_init (&iter, self->upstream);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      NoobRemote *remote = data;
      g_autofree char *password = noob_authenticator_derive_password (self->token, remote->id);
      const GValue *entry = noob_record_get_value (nodes, remote->id);
      const char *address;

      if (!noob_record_get (g_value_get_boxed (entry), error, "outbox", G_TYPE_STRING, &address,
                            NULL) ||
          !noob_socket_set_plain_client (self->inbox, self->node_id, password, error) ||
          !noob_socket_connect (self->inbox, address, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
join (NoobNodeRunner  *self,
      NoobMessage     *message,
      GError         **error)
{
  NoobSorter *sorter;
  NoobRecord *nodes;

  if (!read_announce (self, noob_message_get_value (message), &nodes, error))
    return FALSE;

  self->scheduler = noob_wiring_create_scheduler (self->wiring, self->node_id);
  noob_scheduler_set_epoch_limit (self->scheduler, 0);
  g_signal_connect (self->scheduler, "epoch-ended", G_CALLBACK (on_epoch_ended), self);
  sorter = noob_scheduler_get_sorter (self->scheduler);
  noob_hosted_node_wire (self->hosted, sorter, self->wiring->edges);
  self->is_source = sorter->nodes[self->hosted->index].is_source;

  return connect_upstream (self, nodes, error) &&
         ((sorter->nodes[self->hosted->index].flags & NOOB_NODE_FLAGS_DISABLED) != 0 ||
          noob_hosted_node_initialize (self->hosted, error));
}

static void
on_announce (NoobNodeRunner *self,
             NoobMessage    *message,
             NoobFrames     *frames)
{
  g_autoptr (GError) error = NULL;

  if (self->hosted == NULL || self->publisher == NULL || self->wiring != NULL)
    return;

  if (join (self, message, &error))
    update_ready (self);
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

static void
on_deinit (NoobNodeRunner *self,
           NoobMessage    *message,
           NoobFrames     *frames)
{
  noob_node_runner_deinitialize (self);
}

typedef void (*MessageHandler) (NoobNodeRunner *self,
                                NoobMessage    *message,
                                NoobFrames     *frames);

static const MessageHandler message_handlers[] = {
  [NOOB_MESSAGE_SPEC] = on_spec,
  [NOOB_MESSAGE_ANNOUNCE] = on_announce,
  [NOOB_MESSAGE_PING] = on_ping,
  [NOOB_MESSAGE_DEINIT] = on_deinit,
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
      noob_socket_report_malformed (socket, NOOB_COMMAND_USER,
                                    error != NULL ? error->message : "a command node does not say that");
      return;
    }

  g_signal_emit (self, signals[MESSAGE], g_quark_from_string (noob_message_type_to_string (type)),
                 message);
  message_handlers[type](self, message, frames);
}

static void
on_dealer_message (NoobSocket *socket,
                   NoobFrames *frames,
                   gpointer    data)
{
  take_message (data, socket, frames, 0);
}

static void
do_command (NoobNodeRunner *self,
            NoobCommand    *command)
{
  switch (command->kind)
    {
    case NOOB_COMMAND_PROCESS:
      open_root (self, command->first, command->inputs);
      break;

    case NOOB_COMMAND_START:
      /* What was granted before goes first; a process command may have used roots in between. */
      if (self->next_root >= self->limit)
        self->next_root = MAX (self->next_root, command->first);
      self->limit = MAX (self->limit, command->limit);
      break;

    case NOOB_COMMAND_STOP:
      self->limit = 0;
      break;

    case NOOB_COMMAND_EPOCH_ENDED:
      for (guint i = 0; i < command->roots->len; i++)
        noob_scheduler_end_root (self->scheduler, g_array_index (command->roots, guint64, i));
      break;
    }
}

static void
on_command_message (NoobSocket *socket,
                    NoobFrames *frames,
                    gpointer    data)
{
  NoobNodeRunner *self = data;
  g_auto (NoobCommand) command = { 0, };
  g_autoptr (GError) error = NULL;

  if (!noob_frames_equal (frames, 0, NOOB_TOPIC_DATA "\0"))
    {
      gsize size;
      const char *topic = noob_frames_get_data (frames, 0, &size);

      if (size > 0 && topic[0] != NOOB_TOPIC_DATA[0])
        {
          take_message (self, socket, frames, 1);
          return;
        }
    }

  if (self->scheduler == NULL)
    return;

  if (noob_command_read (frames, 1, &command, &error))
    do_command (self, &command);
  else
    noob_socket_report_malformed (socket, NOOB_COMMAND_USER, error->message);
}

static void
on_command_batch_end (NoobSocket *socket,
                      gpointer    data)
{
  NoobNodeRunner *self = data;

  if (self->scheduler != NULL && self->status >= NOOB_NODE_STATUS_READY)
    do_work (self);
}

static const NoobSocketHandlers dealer_handlers = { .message = on_dealer_message };
static const NoobSocketHandlers command_handlers = {
  .message = on_command_message,
  .batch_end = on_command_batch_end,
};

/* Opening and closing. */

static gboolean
connect_commands (NoobNodeRunner  *self,
                  GError         **error)
{
  g_autofree char *password =
    noob_authenticator_derive_password (self->token, NOOB_DOMAIN_COMMAND_OUTBOX);
  g_autofree char *own = g_strconcat ("n/", self->node_id, NULL);

  self->commands = noob_socket_new_full (self->zmq_context, ZMQ_SUB, "commands", error);
  if (self->commands == NULL)
    return FALSE;

  noob_socket_set_handlers (self->commands, &command_handlers, self);

  return subscribe (self->commands, noob_topic_new (NOOB_TOPIC_CONTROL), error) &&
         subscribe (self->commands, noob_topic_new (NOOB_TOPIC_DATA), error) &&
         subscribe (self->commands, noob_topic_new (own), error) &&
         noob_socket_set_plain_client (self->commands, self->node_id, password, error) &&
         noob_socket_connect (self->commands, self->command_address, error);
}

static gboolean
connect_dealer (NoobNodeRunner  *self,
                GError         **error)
{
  g_autofree char *password =
    noob_authenticator_derive_password (self->token, NOOB_DOMAIN_COMMAND_ROUTER);

  self->dealer = noob_socket_new_full (self->zmq_context, ZMQ_DEALER, "dealer", error);
  if (self->dealer == NULL)
    return FALSE;

  noob_socket_set_handlers (self->dealer, &dealer_handlers, self);

  return noob_socket_set_option (self->dealer, ZMQ_ROUTING_ID, self->node_id,
                                 strlen (self->node_id), error) &&
         noob_socket_set_plain_client (self->dealer, self->node_id, password, error) &&
         noob_socket_connect (self->dealer, self->router_address, error);
}

static void
close_socket (NoobSocket **socket)
{
  if (*socket != NULL)
    noob_socket_close (*socket);
  g_clear_object (socket);
}

void
noob_node_runner_close (NoobNodeRunner *self)
{
  close_socket (&self->inbox);
  close_socket (&self->commands);
  close_socket (&self->dealer);
  g_clear_pointer (&self->publisher, noob_publisher_free);
  if (self->work != NULL)
    g_source_destroy (self->work);
  g_clear_pointer (&self->work, g_source_unref);
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
  g_clear_pointer (&self->hosted, noob_hosted_node_free);
  g_clear_object (&self->spec);
  g_clear_pointer (&self->inputs, noob_record_unref);
  g_object_unref (self->store);
  g_hash_table_unref (self->upstream);
  g_ptr_array_unref (self->events);
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
noob_node_runner_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  NoobNodeRunner *self = NOOB_NODE_RUNNER (object);

  switch (id)
    {
    case PROP_SPEC:
      g_value_set_object (value, self->spec);
      break;
    case PROP_RUNNER_ID:
      g_value_set_string (value, self->runner_id);
      break;
    case PROP_NODE_ID:
      g_value_set_string (value, self->node_id);
      break;
    case PROP_STATUS:
      g_value_set_enum (value, self->status);
      break;
    case PROP_OUTBOX_ADDRESS:
      g_value_set_string (value, self->outbox_address);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
noob_node_runner_class_init (NoobNodeRunnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = noob_node_runner_finalize;
  object_class->get_property = noob_node_runner_get_property;

  /**
   * NoobNodeRunner:spec:
   *
   * The specification of the node; %NULL before the command node has sent it.
   *
   * Since: 1.0
   */
  properties[PROP_SPEC] =
    g_param_spec_object ("spec", NULL, NULL, NOOB_TYPE_NODE_SPECIFICATION, read);

  /**
   * NoobNodeRunner:runner-id:
   *
   * What tells this run from others.
   *
   * Since: 1.0
   */
  properties[PROP_RUNNER_ID] = g_param_spec_string ("runner-id", NULL, NULL, NULL, read);

  /**
   * NoobNodeRunner:node-id:
   *
   * The id of the node.
   *
   * Since: 1.0
   */
  properties[PROP_NODE_ID] = g_param_spec_string ("node-id", NULL, NULL, NULL, read);

  /**
   * NoobNodeRunner:status:
   *
   * How the node is.
   *
   * Since: 1.0
   */
  properties[PROP_STATUS] = g_param_spec_enum ("status", NULL, NULL, NOOB_TYPE_NODE_STATUS,
                                               NOOB_NODE_STATUS_STOPPED, read);

  /**
   * NoobNodeRunner:outbox-address:
   *
   * Where the node publishes its events.
   *
   * Since: 1.0
   */
  properties[PROP_OUTBOX_ADDRESS] =
    g_param_spec_string ("outbox-address", NULL, NULL, NULL, read);

  g_object_class_install_properties (object_class, N_PROPS, properties);

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
  self->upstream = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, remote_free);
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_event_unref);
}

NoobNodeRunner *
noob_node_runner_new (void                    *zmq_context,
                      NoobWatch               *watch,
                      const NoobBootstrap     *bootstrap,
                      const NoobBootstrapNode *node)
{
  NoobNodeRunner *self = g_object_new (NOOB_TYPE_NODE_RUNNER, NULL);

  noob_tube_loader_register ();
  self->zmq_context = zmq_context;
  self->watch = watch;
  self->runner_id = g_strdup (bootstrap->runner_id);
  self->node_id = g_strdup (node->node_id);
  self->token = g_strdup (node->token);
  self->router_address = g_strdup (bootstrap->router);
  self->command_address = g_strdup (bootstrap->outbox);
  self->outbox_address = noob_run_directory_address (bootstrap->run_directory, node->index);

  return self;
}

/**
 * noob_node_runner_get_spec:
 * @self: a node runner
 *
 * Gets the specification of the node.
 *
 * Returns: (transfer none) (nullable): the specification; %NULL before the command node has sent it
 *
 * Since: 1.0
 */
NoobNodeSpecification *
noob_node_runner_get_spec (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), NULL);

  return self->spec;
}

/**
 * noob_node_runner_get_runner_id:
 * @self: a node runner
 *
 * Gets what tells this run from others.
 *
 * Returns: (transfer none): the id
 *
 * Since: 1.0
 */
const char *
noob_node_runner_get_runner_id (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), NULL);

  return self->runner_id;
}

/**
 * noob_node_runner_get_node_id:
 * @self: a node runner
 *
 * Gets the id of the node.
 *
 * Returns: (transfer none): the id
 *
 * Since: 1.0
 */
const char *
noob_node_runner_get_node_id (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), NULL);

  return self->node_id;
}

/**
 * noob_node_runner_get_status:
 * @self: a node runner
 *
 * Gets how the node is.
 *
 * Returns: the status
 *
 * Since: 1.0
 */
NoobNodeStatus
noob_node_runner_get_status (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), NOOB_NODE_STATUS_STOPPED);

  return self->status;
}

/**
 * noob_node_runner_get_outbox_address:
 * @self: a node runner
 *
 * Gets where the node publishes its events.
 *
 * Returns: (transfer none): the address
 *
 * Since: 1.0
 */
const char *
noob_node_runner_get_outbox_address (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), NULL);

  return self->outbox_address;
}

/**
 * noob_node_runner_get_subscribes_to:
 * @self: a node runner
 *
 * Gets the nodes that this one hears of: all that it depends on, directly or not.
 *
 * Returns: (transfer full): their ids; empty before the command node has announced them
 *
 * Since: 1.0
 */
char **
noob_node_runner_get_subscribes_to (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), NULL);

  if (self->scheduler == NULL)
    return g_new0 (char *, 1);

  return noob_scheduler_upstream_nodes (self->scheduler, self->node_id);
}

/**
 * noob_node_runner_get_depends:
 * @self: a node runner
 *
 * Gets the dependencies of the node.
 *
 * Returns: (transfer full) (element-type NoobEdge): the edges that lead to it; empty before the command node has announced them
 *
 * Since: 1.0
 */
GPtrArray *
noob_node_runner_get_depends (NoobNodeRunner *self)
{
  GPtrArray *depends = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_edge_unref);

  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), depends);

  for (guint i = 0; self->wiring != NULL && i < self->wiring->edges->len; i++)
    if (g_str_equal (noob_edge_get_target_node (self->wiring->edges->pdata[i]), self->node_id))
      g_ptr_array_add (depends, noob_edge_ref (self->wiring->edges->pdata[i]));

  return depends;
}

/**
 * noob_node_runner_get_has_input:
 * @self: a node runner
 *
 * Whether the node depends on an input of the tube.
 *
 * Returns: whether it does
 *
 * Since: 1.0
 */
gboolean
noob_node_runner_get_has_input (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), FALSE);

  for (guint i = 0; self->hosted != NULL && i < self->hosted->sources->len; i++)
    if (g_str_equal (g_array_index (self->hosted->sources, NoobSource, i).node_id, "input"))
      return TRUE;

  return FALSE;
}

/**
 * noob_node_runner_run:
 * @self: a node runner
 * @error: return location for an error
 *
 * Calls the command node. All else follows as the main context is iterated, until [signal@Noob.NodeRunner::closed].
 *
 * Returns: whether the sockets could be opened
 *
 * Since: 1.0
 */
gboolean
noob_node_runner_run (NoobNodeRunner  *self,
                      GError         **error)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), FALSE);
  g_return_val_if_fail (self->dealer == NULL, FALSE);

  if (!connect_commands (self, error) || !connect_dealer (self, error))
    return FALSE;

  self->work = g_source_new (&work_funcs, sizeof (GSource));
  g_source_set_static_name (self->work, "noob-node-runner");
  g_source_set_callback (self->work, do_work, self, NULL);
  g_source_attach (self->work, self->context);

  send_message (self, NOOB_MESSAGE_SPEC, NULL);

  return TRUE;
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
  g_return_if_fail (NOOB_IS_NODE_RUNNER (self));

  if (self->status == status)
    return;

  self->status = status;
  send_status (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}

/**
 * noob_node_runner_report_error:
 * @self: a node runner
 * @epoch: (nullable): the epoch in which it happened, if in one
 * @failure: what happened
 *
 * Reports an error to the command node.
 *
 * Since: 1.0
 */
void
noob_node_runner_report_error (NoobNodeRunner *self,
                               NoobEpoch      *epoch,
                               const GError   *failure)
{
  g_autoptr (NoobRecord) value = noob_record_new ();
  g_autofree char *epoch_text = epoch != NULL ? noob_epoch_to_string (epoch) : NULL;
  NoobFailure *details = noob_error_get_failure (failure);
  gboolean own_domain = failure->domain == NOOB_ERROR;

  g_return_if_fail (NOOB_IS_NODE_RUNNER (self));

  if (epoch_text != NULL)
    noob_record_set_string (value, "epoch", epoch_text);
  noob_record_set_int64 (value, "code", own_domain ? failure->code : NOOB_ERROR_NODE);
  noob_record_set_string (value, "type",
                          details != NULL ? noob_failure_get_type_name (details)
                                          : g_quark_to_string (failure->domain));
  noob_record_set_string (value, "message",
                          details != NULL ? noob_failure_get_message (details) : failure->message);
  if (details != NULL && noob_failure_get_traceback (details) != NULL)
    noob_record_set_string (value, "traceback", noob_failure_get_traceback (details));

  send_message (self, NOOB_MESSAGE_ERROR, value);
}

/**
 * noob_node_runner_deinitialize:
 * @self: a node runner
 *
 * Deinitializes the node, sends what is left to send, and tells the command node.
 *
 * Since: 1.0
 */
void
noob_node_runner_deinitialize (NoobNodeRunner *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (NOOB_IS_NODE_RUNNER (self));

  if (self->status == NOOB_NODE_STATUS_CLOSED)
    return;

  if (self->publisher != NULL)
    noob_publisher_flush (self->publisher);
  if (self->hosted != NULL && !noob_hosted_node_deinitialize (self->hosted, &error))
    noob_node_runner_report_error (self, NULL, error);

  noob_node_runner_update_status (self, NOOB_NODE_STATUS_CLOSED);
  g_signal_emit (self, signals[CLOSED], 0);
}
