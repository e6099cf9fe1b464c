/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-command-node-private.h"

#include "core/noob-codec.h"
#include "core/noob-error.h"
#include "graph/noob-tube-private.h"
#include "spec/noob-specification-private.h"
#include "zmq/noob-bootstrap-private.h"
#include "zmq/noob-command-private.h"
#include "zmq/noob-interest-private.h"
#include "zmq/noob-message-private.h"
#include "zmq/noob-peer-private.h"
#include "zmq/noob-run-directory-private.h"
#include "zmq/noob-socket-private.h"
#include "zmq/noob-watch-private.h"
#include "zmq/noob-wire-private.h"

/* The sockets of the command node in the run directory; those of the nodes follow. */
#define INDEX_OUTBOX 0
#define INDEX_ROUTER 1
#define FIRST_NODE_INDEX 2

/**
 * NoobCommandNode:
 *
 * Controls the nodes of a tube that run in processes of their own.
 *
 * It publishes commands to all nodes (XPUB), takes their answers (ROUTER), and subscribes to their events (SUB). Messages
 * from nodes are emitted as [signal@Noob.CommandNode::message], by type: connect to `message::identify`, `message::status` and so on.
 *
 * A command node belongs to the main context that was the thread-default one when it was made, and emits its signals there. Its commands
 * may be called in any thread: they are handed over.
 *
 * Since: 1.0
 */
struct _NoobCommandNode
{
  GObject parent_instance;

  NoobTube *tube;
  char     *runner_id;
  char     *protocol;
  guint     port;

  GMainContext *context;
  const NoobCommandHandlers *handlers;
  gpointer handlers_data;

  void             *zmq_context;
  NoobRunDirectory *directory;
  NoobWatch        *watch;
  NoobSocket       *outbox;
  NoobSocket       *router;
  NoobSocket       *inbox;
  char             *pub_address;
  char             *router_address;
  char             *token; /* from which its own passwords are derived */

  GPtrArray  *peers; /* of NoobPeer */
  GHashTable *peers_by_id;
  GHashTable *wanted; /* set of interned ids: nodes of which all values are wanted */
  NoobWiring *wiring;
};

enum
{
  PROP_0,
  PROP_TUBE,
  PROP_RUNNER_ID,
  PROP_PROTOCOL,
  PROP_PORT,
  PROP_PUB_ADDRESS,
  PROP_ROUTER_ADDRESS,
  N_PROPS
};

enum
{
  MESSAGE,
  NODE_STATUS,
  NODE_LOST,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static const NoobCommandHandlers no_handlers;

G_DEFINE_FINAL_TYPE (NoobCommandNode, noob_command_node, G_TYPE_OBJECT)

static NoobPeer *
find_peer (NoobCommandNode *self,
           const char      *node_id)
{
  return node_id != NULL ? g_hash_table_lookup (self->peers_by_id, node_id) : NULL;
}

static void
tell_progress (NoobCommandNode *self)
{
  if (self->handlers->progress != NULL)
    self->handlers->progress (self, self->handlers_data);
}

static void
set_status (NoobCommandNode *self,
            NoobPeer        *peer,
            NoobNodeStatus   status)
{
  if (peer->status == status)
    return;

  peer->status = status;
  g_signal_emit (self, signals[NODE_STATUS], 0, peer->id, status);
}

/* Sending. */

typedef struct
{
  NoobCommandNode *command;
  GPtrArray       *frames;
} Publication;

static void
publication_free (gpointer data)
{
  Publication *publication = data;

  g_object_unref (publication->command);
  g_ptr_array_unref (publication->frames);
  g_free (publication);
}

static gboolean
publish_now (gpointer data)
{
  Publication *publication = data;
  NoobSocket *outbox = publication->command->outbox;
  g_autoptr (GError) error = NULL;

  if (outbox != NULL &&
      !noob_socket_send (outbox, (GBytes **) publication->frames->pdata, publication->frames->len,
                         &error))
    g_warning ("a command could not be sent: %s", error->message);

  return G_SOURCE_REMOVE;
}

/* In the context of the command node: at once if that is here. Takes @frames. */
static void
publish (NoobCommandNode *self,
         const char      *topic,
         GPtrArray       *frames)
{
  Publication *publication = g_new (Publication, 1);

  g_ptr_array_insert (frames, 0, noob_topic_new (topic));
  publication->command = g_object_ref (self);
  publication->frames = frames;

  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, publish_now, publication,
                              publication_free);
}

static GBytes *
write_message (NoobMessageType  type,
               NoobRecord      *value,
               GError         **error)
{
  g_autoptr (NoobMessage) message = noob_message_new (type, NOOB_COMMAND_USER, value);
  char *text = noob_message_to_json (message, error);

  return text != NULL ? g_bytes_new_take (text, strlen (text)) : NULL;
}

static void
publish_message (NoobCommandNode *self,
                 NoobMessageType  type)
{
  GPtrArray *frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  g_ptr_array_add (frames, write_message (type, NULL, NULL));
  publish (self, NOOB_TOPIC_CONTROL, frames);
}

/* What a node gets before it is loaded. */

static NoobList *
topics_to_list (GPtrArray *topics)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;

  for (guint i = 0; i < topics->len; i++)
    g_strv_builder_add (builder, g_bytes_get_data (topics->pdata[i], NULL));
  texts = g_strv_builder_end (builder);

  return noob_list_new_strv ((const char *const *) texts);
}

/* Who may subscribe to @peer, proving it how, to what. */
static NoobRecord *
describe_subscribers (NoobCommandNode *self,
                      NoobPeer        *peer)
{
  NoobRecord *subscribers = noob_record_new ();
  NoobRecord *own = noob_record_new ();
  GPtrArray *edges = noob_tube_get_edges (self->tube);
  g_autofree char *own_password = noob_authenticator_derive_password (self->token, peer->id);
  g_autofree char *own_digest = noob_authenticator_digest (own_password);

  noob_record_set_string (own, "digest", own_digest);
  noob_record_set_null (own, "topics");
  noob_record_take_record (subscribers, NOOB_COMMAND_USER, own);

  for (guint i = 0; i < self->peers->len; i++)
    {
      NoobPeer *other = self->peers->pdata[i];
      g_autoptr (NoobInterest) interest = noob_interest_new (edges, other->id, peer->id);
      g_autoptr (GPtrArray) topics = NULL;
      g_autofree char *password = NULL;
      g_autofree char *digest = NULL;
      NoobRecord *entry;

      if (interest == NULL)
        continue;

      topics = noob_interest_topics (interest);
      password = noob_authenticator_derive_password (other->token, peer->id);
      digest = noob_authenticator_digest (password);
      entry = noob_record_new ();
      noob_record_set_string (entry, "digest", digest);
      noob_record_take_list (entry, "topics", topics_to_list (topics));
      noob_record_take_record (subscribers, other->id, entry);
    }

  return subscribers;
}

static GVariant *
encode_record (NoobRecord  *record,
               GError     **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, NOOB_TYPE_RECORD);
  g_value_set_boxed (&value, record);

  return noob_codec_encode (&value, error);
}

/* The values that inputs have in epochs that nobody gives inputs for; those that are required are left out. */
static NoobRecord *
standing_inputs (NoobCommandNode *self)
{
  NoobRecord *inputs = noob_tube_bind_inputs (self->tube, NULL, NULL);

  return inputs != NULL ? inputs : noob_record_copy (noob_tube_get_inputs (self->tube));
}

static GBytes *
write_spec (NoobCommandNode  *self,
            NoobPeer         *peer,
            GError          **error)
{
  g_autoptr (NoobRecord) params = noob_tube_bind_params (self->tube, peer->specification);
  g_autoptr (NoobRecord) inputs = standing_inputs (self);
  g_autoptr (GVariant) encoded_params = encode_record (params, error);
  g_autoptr (GVariant) encoded_inputs = encoded_params != NULL ? encode_record (inputs, error) : NULL;

  if (encoded_inputs == NULL)
    return NULL;

  return noob_wire_write_variant (g_variant_new (
    "(@a{sv}vv)", noob_node_specification_to_variant (peer->specification), encoded_params,
    encoded_inputs));
}

static void
reply_spec (NoobCommandNode *self,
            NoobPeer        *peer)
{
  g_autoptr (NoobRecord) value = noob_record_new ();
  g_autoptr (GBytes) id = g_bytes_new (peer->id, strlen (peer->id));
  g_autoptr (GBytes) message = NULL;
  g_autoptr (GBytes) specification = NULL;
  g_autoptr (GError) error = NULL;

  noob_record_take_record (value, "subscribers", describe_subscribers (self, peer));
  message = write_message (NOOB_MESSAGE_SPEC, value, &error);
  specification = message != NULL ? write_spec (self, peer, &error) : NULL;

  if (specification == NULL ||
      !noob_socket_send (self->router, (GBytes *[]) { id, message, specification }, 3, &error))
    g_warning ("node \"%s\": its specification could not be sent: %s", peer->id, error->message);
}

/* What nodes say. */

static void
on_spec (NoobCommandNode *self,
         NoobPeer        *peer,
         NoobMessage     *message)
{
  reply_spec (self, peer);
}

static gboolean
subscribe (NoobCommandNode  *self,
           GBytes           *taken,
           GError          **error)
{
  g_autoptr (GBytes) topic = taken;
  gsize size;
  const char *data = g_bytes_get_data (topic, &size);

  return noob_socket_subscribe (self->inbox, data, size, error);
}

/* Subscribes to what is wanted of @peer. */
static gboolean
subscribe_to (NoobCommandNode  *self,
              NoobPeer         *peer,
              GError          **error)
{
  GPtrArray *edges = noob_tube_get_edges (self->tube);
  NoobNodeSpecification *return_node =
    noob_tube_specification_get_return_node (noob_tube_get_specification (self->tube));
  const char *return_id =
    return_node != NULL ? noob_node_specification_get_id (return_node) : NULL;

  for (guint i = 0; i < edges->len; i++)
    if (g_strcmp0 (noob_edge_get_target_node (edges->pdata[i]), return_id) == 0 &&
        noob_edge_get_source_node (edges->pdata[i]) == peer->id &&
        !subscribe (self,
                    noob_topic_new_for_signal (peer->id,
                                               noob_edge_get_source_signal (edges->pdata[i])),
                    error))
      return FALSE;

  if (g_hash_table_contains (self->wanted, peer->id))
    for (guint i = 0; peer->signals->pdata[i] != NULL; i++)
      if (!subscribe (self, noob_topic_new_for_signal (peer->id, peer->signals->pdata[i]), error))
        return FALSE;

  return subscribe (self, noob_topic_new (NOOB_TOPIC_HEADERS), error);
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

  return subscribe (self, noob_topic_new_for_hello (NOOB_COMMAND_USER, count), error);
}

static gboolean
connect_to (NoobCommandNode  *self,
            NoobPeer         *peer,
            GError          **error)
{
  g_autofree char *password = noob_authenticator_derive_password (self->token, peer->id);

  return noob_socket_set_plain_client (self->inbox, NOOB_COMMAND_USER, password, error) &&
         noob_socket_connect (self->inbox, peer->address, error);
}

static void
on_identify (NoobCommandNode *self,
             NoobPeer        *peer,
             NoobMessage     *message)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *expected =
    noob_run_directory_address (noob_run_directory_get_path (self->directory), peer->index);

  if (peer->identity != NULL)
    {
      noob_socket_report_malformed (self->router, peer->id, "it identifies itself again");
      return;
    }

  if (noob_peer_identify (peer, noob_message_get_value (message), &error) &&
      g_strcmp0 (peer->address, expected) != 0)
    g_set_error (&error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "its outbox should be at %s", expected);

  if (error == NULL && subscribe_to (self, peer, &error))
    connect_to (self, peer, &error);

  if (error != NULL)
    {
      noob_socket_report_malformed (self->router, peer->id, error->message);
      g_clear_pointer (&peer->identity, noob_identity_free);
      return;
    }

  tell_progress (self);
}

static void
on_status (NoobCommandNode *self,
           NoobPeer        *peer,
           NoobMessage     *message)
{
  NoobNodeStatus status;
  const char *text;

  if (!noob_record_get (noob_message_get_value (message), NULL, "status", G_TYPE_STRING, &text,
                        NULL) ||
      !noob_node_status_parse (text, &status))
    {
      noob_socket_report_malformed (self->router, peer->id, "it gives no status that is known");
      return;
    }

  set_status (self, peer, status);
  tell_progress (self);
}

static void
on_error (NoobCommandNode *self,
          NoobPeer        *peer,
          NoobMessage     *message)
{
  if (self->handlers->failed != NULL)
    self->handlers->failed (self, message, self->handlers_data);
}

typedef void (*MessageHandler) (NoobCommandNode *self,
                                NoobPeer        *peer,
                                NoobMessage     *message);

static const MessageHandler message_handlers[] = {
  [NOOB_MESSAGE_SPEC] = on_spec,
  [NOOB_MESSAGE_IDENTIFY] = on_identify,
  [NOOB_MESSAGE_STATUS] = on_status,
  [NOOB_MESSAGE_ERROR] = on_error,
};

static MessageHandler
get_handler (NoobMessageType type)
{
  return type < G_N_ELEMENTS (message_handlers) ? message_handlers[type] : NULL;
}

static void
on_router_message (NoobSocket *socket,
                   NoobFrames *frames,
                   gpointer    data)
{
  NoobCommandNode *self = data;
  const char *user_id = noob_frames_get_user_id (frames);
  NoobPeer *peer = find_peer (self, user_id);
  g_autoptr (NoobMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  MessageHandler handler;
  const char *text;
  gsize size;

  /* Routing ids are self-declared: who it is says the authenticator. */
  if (peer == NULL || noob_frames_get_length (frames) != 2 ||
      !noob_frames_equal (frames, 0, peer->id))
    {
      noob_socket_report_malformed (socket, user_id, "it does not come from whom it says");
      return;
    }

  text = noob_frames_get_data (frames, 1, &size);
  message = noob_message_new_from_json (text, (gssize) size, &error);
  if (message == NULL || !g_str_equal (noob_message_get_node_id (message), peer->id) ||
      (handler = get_handler (noob_message_get_message_type (message))) == NULL)
    {
      noob_socket_report_malformed (socket, user_id,
                                    error != NULL ? error->message : "a node does not say that");
      return;
    }

  handler (self, peer, message);
  g_signal_emit (self, signals[MESSAGE],
                 g_quark_from_string (
                   noob_message_type_to_string (noob_message_get_message_type (message))),
                 message);
}

/* What nodes emit. */

static void
on_hello (NoobCommandNode *self,
          NoobFrames      *frames,
          const char      *topic)
{
  g_autoptr (GBytes) id = NULL;
  g_autofree char *node_id = NULL;
  NoobPeer *peer;

  if (noob_frames_get_length (frames) != 2)
    return;

  id = noob_frames_get_bytes (frames, 1);
  node_id = g_strndup (g_bytes_get_data (id, NULL), g_bytes_get_size (id));
  peer = find_peer (self, node_id);
  if (peer == NULL)
    return;

  peer->n_hellos_seen =
    MAX (peer->n_hellos_seen,
         (guint) g_ascii_strtoull (topic + strlen ("p/" NOOB_COMMAND_USER "/"), NULL, 10));
  tell_progress (self);
}

/* @source is `NODE/SIGNAL`, or NULL for headers. */
static void
on_batch (NoobCommandNode *self,
          NoobFrames      *frames,
          const char      *source)
{
  const char *signal = source != NULL ? strchr (source, '/') : NULL;
  g_auto (NoobBatchReader) batch = { NULL, };
  g_autoptr (GError) error = NULL;

  if (!noob_batch_reader_init (&batch, frames, 1, source != NULL, &error))
    noob_socket_report_malformed (self->inbox, NULL, error->message);
  else if (find_peer (self, batch.node_id) == NULL ||
           (source != NULL && !(signal != NULL && g_str_has_prefix (source, batch.node_id))))
    noob_socket_report_malformed (self->inbox, NULL, "it does not come from whom it says");
  else if (self->handlers->events != NULL)
    self->handlers->events (self, &batch, signal != NULL ? signal + 1 : NULL, self->handlers_data);
}

static void
on_inbox_message (NoobSocket *socket,
                  NoobFrames *frames,
                  gpointer    data)
{
  NoobCommandNode *self = data;
  gsize size;
  const char *topic = noob_frames_get_data (frames, 0, &size);

  if (size == 0 || topic[size - 1] != '\0')
    noob_socket_report_malformed (socket, NULL, "its topic has no end");
  else if (g_str_equal (topic, NOOB_TOPIC_HEADERS))
    on_batch (self, frames, NULL);
  else if (g_str_has_prefix (topic, "s/"))
    on_batch (self, frames, topic + strlen ("s/"));
  else if (g_str_has_prefix (topic, "p/" NOOB_COMMAND_USER "/"))
    on_hello (self, frames, topic);
}

static void
on_inbox_batch_end (NoobSocket *socket,
                    gpointer    data)
{
  NoobCommandNode *self = data;

  if (self->handlers->batch_end != NULL)
    self->handlers->batch_end (self, self->handlers_data);
}

/* Nodes may hear all commands, and what is for themselves. */
static gboolean
on_outbox_grant (NoobSocket *socket,
                 GBytes     *topic,
                 const char *user_id,
                 gpointer    data)
{
  NoobCommandNode *self = data;
  NoobPeer *peer = find_peer (self, user_id);
  g_autofree char *own = NULL;
  gsize size;
  const char *text = g_bytes_get_data (topic, &size);

  if (peer == NULL || size == 0 || text[size - 1] != '\0')
    return FALSE;

  own = g_strconcat ("n/", peer->id, NULL);
  if (g_str_equal (text, own))
    {
      /* The last that a node subscribes to. */
      peer->hears = TRUE;
      return TRUE;
    }

  return g_str_equal (text, NOOB_TOPIC_CONTROL) || g_str_equal (text, NOOB_TOPIC_DATA);
}

static void
on_peer_subscribed (NoobSocket *socket,
                    GBytes     *topic,
                    const char *user_id,
                    gpointer    data)
{
  if (g_str_has_prefix (g_bytes_get_data (topic, NULL), "n/"))
    tell_progress (data);
}

static const NoobSocketHandlers router_handlers = { .message = on_router_message };
static const NoobSocketHandlers outbox_handlers = { .grant = on_outbox_grant };
static const NoobSocketHandlers inbox_handlers = {
  .message = on_inbox_message,
  .batch_end = on_inbox_batch_end,
};

/* Opening and closing. */

static NoobSocket *
open_server (NoobCommandNode           *self,
             int                        type,
             const char                *name,
             const char                *domain,
             guint                      index,
             const NoobSocketHandlers  *handlers,
             char                     **address,
             GError                   **error)
{
  g_autoptr (NoobSocket) socket = noob_socket_new_full (self->zmq_context, type, name, error);

  *address = noob_run_directory_address (noob_run_directory_get_path (self->directory), index);
  if (socket == NULL)
    return NULL;

  noob_socket_set_handlers (socket, handlers, self);
  if (noob_socket_set_plain_server (socket, domain, error) &&
      noob_socket_bind (socket, *address, error))
    return g_steal_pointer (&socket);

  noob_socket_close (socket);
  return NULL;
}

static void
admit_peers (NoobCommandNode *self)
{
  static const char *const domains[] = { NOOB_DOMAIN_COMMAND_OUTBOX, NOOB_DOMAIN_COMMAND_ROUTER };
  NoobAuthenticator *authenticator = noob_watch_get_authenticator (self->watch);

  for (guint i = 0; i < self->peers->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (domains); j++)
      {
        NoobPeer *peer = self->peers->pdata[i];
        g_autofree char *password = noob_authenticator_derive_password (peer->token, domains[j]);
        g_autofree char *digest = noob_authenticator_digest (password);

        noob_authenticator_add_plain_peer (authenticator, domains[j], peer->id, digest, peer->id);
      }
}

static gboolean
open_sockets (NoobCommandNode  *self,
              GError          **error)
{
  self->outbox = open_server (self, ZMQ_XPUB, "outbox", NOOB_DOMAIN_COMMAND_OUTBOX, INDEX_OUTBOX,
                              &outbox_handlers, &self->pub_address, error);
  if (self->outbox == NULL)
    return FALSE;
  g_signal_connect (self->outbox, "peer-subscribed", G_CALLBACK (on_peer_subscribed), self);

  self->router = open_server (self, ZMQ_ROUTER, "router", NOOB_DOMAIN_COMMAND_ROUTER, INDEX_ROUTER,
                              &router_handlers, &self->router_address, error);
  if (self->router == NULL)
    return FALSE;

  self->inbox = noob_socket_new_full (self->zmq_context, ZMQ_SUB, "inbox", error);
  if (self->inbox == NULL)
    return FALSE;
  noob_socket_set_handlers (self->inbox, &inbox_handlers, self);

  return greet (self, error);
}

static void
close_socket (NoobSocket **socket)
{
  if (*socket != NULL)
    noob_socket_close (*socket);
  g_clear_object (socket);
}

void
noob_command_node_close (NoobCommandNode *self)
{
  close_socket (&self->inbox);
  close_socket (&self->router);
  if (self->outbox != NULL)
    g_signal_handlers_disconnect_by_data (self->outbox, self);
  close_socket (&self->outbox);
  g_clear_pointer (&self->watch, noob_watch_free);
  g_clear_pointer (&self->zmq_context, zmq_ctx_term);
  g_clear_pointer (&self->directory, noob_run_directory_free);
  g_clear_pointer (&self->pub_address, g_free);
  g_clear_pointer (&self->router_address, g_free);
}

/* Objects. */

static void
noob_command_node_constructed (GObject *object)
{
  NoobCommandNode *self = NOOB_COMMAND_NODE (object);
  GPtrArray *nodes =
    noob_tube_specification_get_nodes (noob_tube_get_specification (self->tube));

  self->token = g_uuid_string_random ();
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

  noob_command_node_close (self);
  g_clear_object (&self->tube);
  g_free (self->runner_id);
  g_free (self->protocol);
  g_free (self->token);
  g_hash_table_unref (self->peers_by_id);
  g_ptr_array_unref (self->peers);
  g_hash_table_unref (self->wanted);
  g_clear_pointer (&self->wiring, noob_wiring_free);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (noob_command_node_parent_class)->finalize (object);
}

static void
noob_command_node_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  NoobCommandNode *self = NOOB_COMMAND_NODE (object);

  switch (id)
    {
    case PROP_TUBE:
      g_value_set_object (value, self->tube);
      break;
    case PROP_RUNNER_ID:
      g_value_set_string (value, self->runner_id);
      break;
    case PROP_PROTOCOL:
      g_value_set_string (value, self->protocol);
      break;
    case PROP_PORT:
      g_value_set_uint (value, self->port);
      break;
    case PROP_PUB_ADDRESS:
      g_value_set_string (value, self->pub_address);
      break;
    case PROP_ROUTER_ADDRESS:
      g_value_set_string (value, self->router_address);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
noob_command_node_set_property (GObject      *object,
                                guint         id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  NoobCommandNode *self = NOOB_COMMAND_NODE (object);

  switch (id)
    {
    case PROP_TUBE:
      self->tube = g_value_dup_object (value);
      break;
    case PROP_RUNNER_ID:
      self->runner_id = g_value_dup_string (value);
      break;
    case PROP_PROTOCOL:
      self->protocol = g_value_dup_string (value);
      break;
    case PROP_PORT:
      self->port = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags construct =
    G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  /**
   * NoobCommandNode:tube:
   *
   * The tube whose nodes are controlled.
   *
   * Since: 1.0
   */
  properties[PROP_TUBE] =
    g_param_spec_object ("tube", NULL, NULL, NOOB_TYPE_TUBE, construct);

  /**
   * NoobCommandNode:runner-id:
   *
   * What tells this run from others.
   *
   * Since: 1.0
   */
  properties[PROP_RUNNER_ID] = g_param_spec_string ("runner-id", NULL, NULL, NULL, construct);

  /**
   * NoobCommandNode:protocol:
   *
   * How nodes are reached: `ipc`.
   *
   * Since: 1.0
   */
  properties[PROP_PROTOCOL] = g_param_spec_string ("protocol", NULL, NULL, "ipc", construct);

  /**
   * NoobCommandNode:port:
   *
   * The port to bind with a protocol that has ports; 0 for any.
   *
   * Since: 1.0
   */
  properties[PROP_PORT] = g_param_spec_uint ("port", NULL, NULL, 0, G_MAXUINT16, 0, construct);

  /**
   * NoobCommandNode:pub-address:
   *
   * Where commands are published; %NULL before [method@Noob.CommandNode.run].
   *
   * Since: 1.0
   */
  properties[PROP_PUB_ADDRESS] = g_param_spec_string ("pub-address", NULL, NULL, NULL, read);

  /**
   * NoobCommandNode:router-address:
   *
   * Where nodes answer; %NULL before [method@Noob.CommandNode.run].
   *
   * Since: 1.0
   */
  properties[PROP_ROUTER_ADDRESS] =
    g_param_spec_string ("router-address", NULL, NULL, NULL, read);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
noob_command_node_class_init (NoobCommandNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = noob_command_node_constructed;
  object_class->finalize = noob_command_node_finalize;
  object_class->get_property = noob_command_node_get_property;
  object_class->set_property = noob_command_node_set_property;

  install_properties (object_class);

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
}

static void
noob_command_node_init (NoobCommandNode *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->handlers = &no_handlers;
  self->peers = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_peer_free);
  self->peers_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->wanted = g_hash_table_new (NULL, NULL);
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

char *
noob_command_node_make_bootstrap (NoobCommandNode *self,
                                  const char      *node_id,
                                  guint            quit_timeout)
{
  g_autoptr (NoobBootstrap) bootstrap = noob_bootstrap_new ();
  NoobPeer *peer = find_peer (self, node_id);

  bootstrap->runner_id = g_strdup (self->runner_id);
  bootstrap->runner_pid = getpid ();
  bootstrap->router = g_strdup (self->router_address);
  bootstrap->outbox = g_strdup (self->pub_address);
  bootstrap->run_directory = g_strdup (noob_run_directory_get_path (self->directory));
  bootstrap->quit_timeout = quit_timeout;
  noob_bootstrap_add_node (bootstrap, peer->id, peer->token, peer->index);

  return noob_bootstrap_to_text (bootstrap);
}

void
noob_command_node_report_lost (NoobCommandNode *self,
                               const char      *node_id,
                               const char      *how)
{
  NoobPeer *peer = find_peer (self, node_id);

  peer->lost = TRUE;
  set_status (self, peer, NOOB_NODE_STATUS_CLOSED);
  g_signal_emit (self, signals[NODE_LOST], 0, peer->id, how);
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

static gboolean
is_ready (NoobPeer *peer)
{
  return (peer->status == NOOB_NODE_STATUS_READY || peer->status == NOOB_NODE_STATUS_RUNNING) &&
         peer->n_hellos_seen >= peer->n_hellos_sent;
}

gboolean
noob_command_node_all_ready (NoobCommandNode *self)
{
  for (guint i = 0; i < self->peers->len; i++)
    if (!is_ready (self->peers->pdata[i]))
      return FALSE;

  return self->wiring != NULL;
}

char *
noob_command_node_describe_missing (NoobCommandNode *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->peers->len; i++)
    {
      NoobPeer *peer = self->peers->pdata[i];
      const char *state = peer->identity == NULL ? "has not identified itself"
                          : !peer->hears         ? "has not subscribed to the commands"
                                                 : noob_node_status_to_string (peer->status);

      if (!is_ready (peer))
        g_string_append_printf (text, "%snode \"%s\": %s", text->len > 0 ? "\n" : "", peer->id,
                                state);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
noob_command_node_want_values (NoobCommandNode *self,
                               const char      *node_id)
{
  NoobPeer *peer = find_peer (self, node_id);
  g_autoptr (GError) error = NULL;

  if (peer == NULL || !g_hash_table_add (self->wanted, (gpointer) peer->id))
    return;

  /* Before it identifies itself, the signals are not known; they are subscribed to then. */
  if (peer->identity != NULL && !(subscribe_to (self, peer, &error) && greet (self, &error)))
    g_warning ("node \"%s\": %s", peer->id, error->message);
}

const NoobWiring *
noob_command_node_get_wiring (NoobCommandNode *self)
{
  return self->wiring;
}

const char *const *
noob_command_node_get_signals (NoobCommandNode *self,
                               const char      *node_id)
{
  return (const char *const *) find_peer (self, node_id)->signals->pdata;
}

/**
 * noob_command_node_new:
 * @tube: the tube whose nodes to control
 * @runner_id: what tells this run from others
 * @protocol: how nodes are reached: `ipc`
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
 * noob_command_node_get_runner_id:
 * @self: a command node
 *
 * Gets what tells this run from others.
 *
 * Returns: (transfer none): the id
 *
 * Since: 1.0
 */
const char *
noob_command_node_get_runner_id (NoobCommandNode *self)
{
  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), NULL);

  return self->runner_id;
}

/**
 * noob_command_node_get_protocol:
 * @self: a command node
 *
 * Gets how nodes are reached.
 *
 * Returns: (transfer none): the protocol
 *
 * Since: 1.0
 */
const char *
noob_command_node_get_protocol (NoobCommandNode *self)
{
  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), NULL);

  return self->protocol;
}

/**
 * noob_command_node_get_port:
 * @self: a command node
 *
 * Gets the port to bind, with a protocol that has ports.
 *
 * Returns: the port; 0 for any
 *
 * Since: 1.0
 */
guint
noob_command_node_get_port (NoobCommandNode *self)
{
  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), 0);

  return self->port;
}

/**
 * noob_command_node_get_pub_address:
 * @self: a command node
 *
 * Gets where commands are published.
 *
 * Returns: (transfer none) (nullable): the address; %NULL before [method@Noob.CommandNode.run]
 *
 * Since: 1.0
 */
const char *
noob_command_node_get_pub_address (NoobCommandNode *self)
{
  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), NULL);

  return self->pub_address;
}

/**
 * noob_command_node_get_router_address:
 * @self: a command node
 *
 * Gets where nodes answer.
 *
 * Returns: (transfer none) (nullable): the address; %NULL before [method@Noob.CommandNode.run]
 *
 * Since: 1.0
 */
const char *
noob_command_node_get_router_address (NoobCommandNode *self)
{
  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), NULL);

  return self->router_address;
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

  peer = find_peer (self, node_id);

  return peer != NULL ? peer->status : NOOB_NODE_STATUS_STOPPED;
}

/**
 * noob_command_node_run:
 * @self: a command node
 * @error: return location for an error
 *
 * Opens the sockets. Messages are handled as the main context is iterated.
 *
 * Returns: whether it succeeded
 *
 * Since: 1.0
 */
gboolean
noob_command_node_run (NoobCommandNode  *self,
                       GError          **error)
{
  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), FALSE);
  g_return_val_if_fail (self->zmq_context == NULL, FALSE);

  if (!g_str_equal (self->protocol, "ipc"))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_FAILED,
                   "protocol \"%s\" is not supported: use \"ipc\"", self->protocol);
      return FALSE;
    }

  self->directory = noob_run_directory_new (self->runner_id, error);
  if (self->directory == NULL)
    return FALSE;

  self->zmq_context = zmq_ctx_new ();
  self->watch = noob_watch_new (self->zmq_context, error);
  if (self->watch != NULL)
    {
      noob_watch_start (self->watch);
      admit_peers (self);
      if (open_sockets (self, error))
        return TRUE;
    }

  noob_command_node_close (self);
  return FALSE;
}

static NoobRecord *
describe_nodes (NoobCommandNode *self)
{
  NoobRecord *nodes = noob_record_new ();

  for (guint i = 0; i < self->wiring->ids->len; i++)
    {
      NoobPeer *peer = find_peer (self, self->wiring->ids->pdata[i]);
      NoobRecord *entry = noob_record_new ();

      noob_record_set_string (entry, "outbox", peer->address);
      noob_record_set_int64 (entry, "flags", g_array_index (self->wiring->flags, NoobNodeFlags, i));
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
describe_edges (NoobCommandNode *self)
{
  GArray *edges = g_array_new (FALSE, FALSE, sizeof (GValue));

  for (guint i = 0; i < self->wiring->edges->len; i++)
    {
      NoobEdge *edge = self->wiring->edges->pdata[i];
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

/**
 * noob_command_node_announce:
 * @self: a command node
 * @error: return location for an error
 *
 * Checks the graph against what the nodes said when they identified themselves, and tells all nodes of each other. A dependency on a slot or signal
 * that its node does not have is [error@Noob.Error.PORTS]; nodes that have not identified themselves are [error@Noob.Error.STATE].
 *
 * In the context of the command node.
 *
 * Returns: whether it succeeded
 *
 * Since: 1.0
 */
gboolean
noob_command_node_announce (NoobCommandNode  *self,
                            GError          **error)
{
  g_autoptr (GHashTable) identities = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) disabled = g_hash_table_new (NULL, NULL);
  g_autoptr (NoobRecord) value = NULL;
  GPtrArray *frames;
  GBytes *message;

  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), FALSE);

  for (guint i = 0; i < self->peers->len; i++)
    {
      NoobPeer *peer = self->peers->pdata[i];

      if (peer->identity == NULL)
        {
          g_set_error (error, NOOB_ERROR, NOOB_ERROR_STATE, "node \"%s\" has not identified itself",
                       peer->id);
          return FALSE;
        }
      g_hash_table_insert (identities, (gpointer) peer->id, peer->identity);
      if (!noob_tube_is_node_enabled (self->tube, peer->specification))
        g_hash_table_add (disabled, (gpointer) peer->id);
    }

  g_clear_pointer (&self->wiring, noob_wiring_free);
  self->wiring = noob_wiring_complete (self->tube, identities, disabled, error);
  if (self->wiring == NULL)
    return FALSE;

  value = noob_record_new ();
  noob_record_take_record (value, "nodes", describe_nodes (self));
  noob_record_take_list (value, "edges", describe_edges (self));
  message = write_message (NOOB_MESSAGE_ANNOUNCE, value, error);
  if (message == NULL)
    return FALSE;

  frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_ptr_array_add (frames, message);
  publish (self, NOOB_TOPIC_CONTROL, frames);

  return TRUE;
}

static gboolean
are_ready (NoobCommandNode    *self,
           const char *const  *node_ids)
{
  for (guint i = 0; node_ids[i] != NULL; i++)
    {
      NoobPeer *peer = find_peer (self, node_ids[i]);

      if (peer == NULL || !is_ready (peer))
        return FALSE;
    }

  return TRUE;
}

static gboolean
on_await_timeout (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

/**
 * noob_command_node_await_ready:
 * @self: a command node
 * @node_ids: (array zero-terminated=1): which nodes to wait for
 * @timeout: for how long, in milliseconds
 * @error: return location for an error
 *
 * Waits until nodes are ready, iterating the context of the command node, in which it is to be called. [error@Noob.Error.TIMEOUT] names those that
 * are not.
 *
 * Returns: whether they are
 *
 * Since: 1.0
 */
gboolean
noob_command_node_await_ready (NoobCommandNode    *self,
                               const char *const  *node_ids,
                               guint               timeout,
                               GError            **error)
{
  g_autoptr (GSource) source = NULL;
  g_autofree char *missing = NULL;
  gboolean timed_out = FALSE;

  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), FALSE);
  g_return_val_if_fail (node_ids != NULL, FALSE);

  source = g_timeout_source_new (timeout);
  g_source_set_static_name (source, "noob-await-ready");
  g_source_set_callback (source, on_await_timeout, &timed_out, NULL);
  g_source_attach (source, self->context);
  while (!are_ready (self, node_ids) && !timed_out)
    g_main_context_iteration (self->context, TRUE);
  g_source_destroy (source);

  if (are_ready (self, node_ids))
    return TRUE;

  missing = noob_command_node_describe_missing (self);
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_TIMEOUT, "not ready after %u ms:\n%s", timeout, missing);

  return FALSE;
}

/**
 * noob_command_node_process:
 * @self: a command node
 * @epoch: a root epoch
 * @inputs: (nullable): values of the inputs in that epoch, by name
 * @error: return location for an error
 *
 * Has all nodes run one epoch. Callable in any thread.
 *
 * Returns: whether the command was sent; %FALSE when an input cannot leave this process
 *
 * Since: 1.0
 */
gboolean
noob_command_node_process (NoobCommandNode  *self,
                           NoobEpoch        *epoch,
                           NoobRecord       *inputs,
                           GError          **error)
{
  g_autoptr (NoobRecord) none = NULL;
  GPtrArray *frames;

  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), FALSE);
  g_return_val_if_fail (epoch != NULL && noob_epoch_get_depth (epoch) == 0, FALSE);

  if (inputs == NULL)
    inputs = none = noob_record_new ();

  frames = noob_command_write_process (noob_epoch_get_root (epoch), inputs, error);
  if (frames == NULL)
    return FALSE;

  publish (self, NOOB_TOPIC_DATA, frames);

  return TRUE;
}

/**
 * noob_command_node_start:
 * @self: a command node
 * @first: the first root epoch to run
 * @limit: the first one not to run
 *
 * Lets the sources begin epochs by themselves, as far as @limit. Callable in any thread.
 *
 * Since: 1.0
 */
void
noob_command_node_start (NoobCommandNode *self,
                         guint64          first,
                         guint64          limit)
{
  g_return_if_fail (NOOB_IS_COMMAND_NODE (self));

  publish (self, NOOB_TOPIC_DATA, noob_command_write_start (first, limit));
}

/**
 * noob_command_node_stop:
 * @self: a command node
 *
 * Has the sources begin no more epochs. Those in progress go on. Callable in any thread.
 *
 * Since: 1.0
 */
void
noob_command_node_stop (NoobCommandNode *self)
{
  g_return_if_fail (NOOB_IS_COMMAND_NODE (self));

  publish (self, NOOB_TOPIC_DATA, noob_command_write_stop ());
}

/**
 * noob_command_node_ping:
 * @self: a command node
 *
 * Asks all nodes for their status: [signal@Noob.CommandNode::message] of type `status` answers. Callable in any thread.
 *
 * Since: 1.0
 */
void
noob_command_node_ping (NoobCommandNode *self)
{
  g_return_if_fail (NOOB_IS_COMMAND_NODE (self));

  publish_message (self, NOOB_MESSAGE_PING);
}

/**
 * noob_command_node_epoch_ended:
 * @self: a command node
 * @epoch: a root epoch
 *
 * Tells all nodes that an epoch has ended: they forget what they have of it. Callable in any thread.
 *
 * Since: 1.0
 */
void
noob_command_node_epoch_ended (NoobCommandNode *self,
                               NoobEpoch       *epoch)
{
  guint64 root;

  g_return_if_fail (NOOB_IS_COMMAND_NODE (self));
  g_return_if_fail (epoch != NULL);

  root = noob_epoch_get_root (epoch);
  publish (self, NOOB_TOPIC_DATA, noob_command_write_epoch_ended (&root, 1));
}

/**
 * noob_command_node_deinitialize:
 * @self: a command node
 *
 * Has all nodes release what they hold, and end. Callable in any thread.
 *
 * Since: 1.0
 */
void
noob_command_node_deinitialize (NoobCommandNode *self)
{
  g_return_if_fail (NOOB_IS_COMMAND_NODE (self));

  publish_message (self, NOOB_MESSAGE_DEINIT);
}
