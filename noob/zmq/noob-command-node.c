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
 * A command node belongs to the main context that was the thread-default one when it was made, and
 * emits its signals there. Its commands may be called in any thread: they are handed over.
 *
 * Since: 1.0
 */

#include "zmq/noob-command-node-parts-private.h"

#include "core/noob-error.h"
#include "graph/noob-tube-private.h"
#include "spec/noob-specification-private.h"
#include "zmq/noob-announcement-private.h"
#include "zmq/noob-bootstrap-private.h"
#include "zmq/noob-message-private.h"
#include "zmq/noob-wire-private.h"

/* Of the first node's outbox in the run directory; those of the command node come before. */
#define FIRST_NODE_INDEX 2

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

NoobPeer *
noob_command_node_find_peer (NoobCommandNode *self,
           const char      *node_id)
{
  return node_id != NULL ? g_hash_table_lookup (self->peers_by_id, node_id) : NULL;
}

void
noob_command_node_tell_progress (NoobCommandNode *self)
{
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

  peer->status = status;
  g_signal_emit (self, signals[NODE_STATUS], 0, peer->id, status);
}

void
noob_command_node_emit_message (NoobCommandNode *self,
                                NoobMessage     *message)
{
  const char *detail = noob_message_type_to_string (noob_message_get_message_type (message));

  g_signal_emit (self, signals[MESSAGE], g_quark_from_string (detail), message);
}

/* Objects. */

static void
noob_command_node_constructed (GObject *object)
{
  NoobCommandNode *self = NOOB_COMMAND_NODE (object);
  GPtrArray *nodes =
    noob_tube_specification_get_nodes (noob_tube_get_specification (self->tube));

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
  NoobPeer *peer = noob_command_node_find_peer (self, node_id);

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
  NoobPeer *peer = noob_command_node_find_peer (self, node_id);

  peer->lost = TRUE;
  noob_command_node_set_status (self, peer, NOOB_NODE_STATUS_CLOSED);
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
         peer->n_hellos_seen >= peer->n_hellos_sent &&
         peer->n_changes_seen >= peer->n_changes_sent;
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

const NoobWiring *
noob_command_node_get_wiring (NoobCommandNode *self)
{
  return self->wiring;
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

  peer = noob_command_node_find_peer (self, node_id);

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

  if (g_strcmp0 (self->protocol, "ipc") != 0)
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
      if (noob_command_node_open_sockets (self, error))
        return TRUE;
    }

  noob_command_node_close (self);
  return FALSE;
}

/**
 * noob_command_node_announce:
 * @self: a command node
 * @error: return location for an error
 *
 * Checks the graph against what the nodes said when they identified themselves, and tells all nodes
 * of each other. A dependency on a slot or signal that its node does not have is
 * [error@Noob.Error.PORTS]; nodes that have not identified themselves are [error@Noob.Error.STATE].
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
  g_autoptr (GHashTable) disabled = noob_tube_list_disabled (self->tube);
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
    }

  g_clear_pointer (&self->wiring, noob_wiring_free);
  self->wiring = noob_wiring_complete (self->tube, identities, disabled, error);
  if (self->wiring == NULL)
    return FALSE;

  value = noob_announcement_write (self->wiring, self->peers_by_id);
  message = noob_message_write (NOOB_MESSAGE_ANNOUNCE, NOOB_COMMAND_USER, value, error);
  if (message == NULL)
    return FALSE;

  frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_ptr_array_add (frames, message);
  noob_command_node_publish (self, NOOB_TOPIC_CONTROL, frames);

  return TRUE;
}

static gboolean
are_ready (NoobCommandNode    *self,
           const char *const  *node_ids)
{
  for (guint i = 0; node_ids[i] != NULL; i++)
    {
      NoobPeer *peer = noob_command_node_find_peer (self, node_ids[i]);

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
 * Waits until nodes are ready, iterating the context of the command node, in which it is to be
 * called. [error@Noob.Error.TIMEOUT] names those that are not.
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
  g_autoptr (NoobCommandNode) alive = g_object_ref (self);
  g_autoptr (GSource) source = NULL;
  g_autofree char *missing = NULL;
  gboolean timed_out = FALSE;

  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), FALSE);
  g_return_val_if_fail (node_ids != NULL, FALSE);

  for (guint i = 0; node_ids[i] != NULL; i++)
    if (noob_command_node_find_peer (self, node_ids[i]) == NULL)
      {
        g_set_error (error, NOOB_ERROR, NOOB_ERROR_NOT_FOUND, "the tube has no node \"%s\"",
                     node_ids[i]);
        return FALSE;
      }

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
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_TIMEOUT, "not ready after %u ms:\n%s", timeout,
               missing);

  return FALSE;
}
