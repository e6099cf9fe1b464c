/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-command-node-parts-private.h"

#include "core/noob-debug-private.h"
#include "zmq/noob-wire-private.h"

/* In the run directory; the sockets of the nodes follow. */
#define INDEX_OUTBOX 0
#define INDEX_ROUTER 1

/* Nodes may hear all commands, and what is for themselves. Within one process nobody authenticates,
 * as nobody else can connect: there who subscribes is who the topic names. */
static gboolean
on_outbox_grant (NoobSocket *socket,
                 GBytes     *topic,
                 const char *user_id,
                 gpointer    data)
{
  NoobCommandNode *self = data;
  NoobPeer *peer = noob_command_node_find_peer (self, user_id);
  NoobPeer *named = NULL;
  gsize size;
  const char *text = g_bytes_get_data (topic, &size);

  if (size == 0 || text[size - 1] != '\0')
    return FALSE;

  if (g_str_has_prefix (text, "n/"))
    named = noob_command_node_find_peer (self, text + strlen ("n/"));
  if (self->watch != NULL && (peer == NULL || (named != NULL && named != peer)))
    return FALSE;

  /* The last that a node subscribes to. */
  if (named != NULL)
    {
      noob_debug (PROTOCOL, self->runner_id, named->id, "has subscribed to the commands");
      named->hears = TRUE;
    }

  return named != NULL || g_str_equal (text, NOOB_TOPIC_CONTROL) ||
         g_str_equal (text, NOOB_TOPIC_DATA);
}

static void
on_peer_subscribed (NoobSocket *socket,
                    GBytes     *topic,
                    const char *user_id,
                    gpointer    data)
{
  if (!g_str_has_prefix (g_bytes_get_data (topic, NULL), "n/"))
    return;

  noob_command_node_send_announcement (data);
  noob_command_node_tell_progress (data);
}

static const NoobSocketHandlers router_handlers = {
  .message = noob_command_node_on_router_message,
};
static const NoobSocketHandlers outbox_handlers = { .grant = on_outbox_grant };

static char *
make_address (NoobCommandNode *self,
              guint            index)
{
  const char *directory =
    self->directory != NULL ? noob_run_directory_get_path (self->directory) : NULL;

  return noob_wire_make_address (directory, index);
}

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
  g_autoptr (NoobSocket) socket =
    noob_socket_new_full (self->zmq_context->handle, type, name, error);

  *address = make_address (self, index);
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
place_outboxes (NoobCommandNode *self)
{
  for (guint i = 0; i < self->peers->len; i++)
    {
      NoobPeer *peer = self->peers->pdata[i];

      g_free (peer->address);
      peer->address = make_address (self, peer->index);
    }
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

gboolean
noob_command_node_open_sockets (NoobCommandNode  *self,
                                GError          **error)
{
  place_outboxes (self);
  if (self->watch != NULL)
    admit_peers (self);

  self->outbox = open_server (self, ZMQ_XPUB, "outbox", NOOB_DOMAIN_COMMAND_OUTBOX, INDEX_OUTBOX,
                              &outbox_handlers, &self->pub_address, error);
  if (self->outbox == NULL)
    return FALSE;
  g_signal_connect (self->outbox, "peer-subscribed", G_CALLBACK (on_peer_subscribed), self);

  self->router = open_server (self, ZMQ_ROUTER, "router", NOOB_DOMAIN_COMMAND_ROUTER, INDEX_ROUTER,
                              &router_handlers, &self->router_address, error);

  return self->router != NULL && noob_command_node_open_inbox (self, error);
}

void
noob_command_node_close_sockets (NoobCommandNode *self)
{
  noob_socket_clear (&self->inbox);
  g_clear_pointer (&self->publishers, noob_connections_free);
  noob_socket_clear (&self->router);
  if (self->outbox != NULL)
    g_signal_handlers_disconnect_by_data (self->outbox, self);
  noob_socket_clear (&self->outbox);
  g_clear_pointer (&self->watch, noob_watch_free);
  g_clear_pointer (&self->zmq_context, noob_zmq_context_unref);
  g_clear_pointer (&self->directory, noob_run_directory_free);
  g_clear_pointer (&self->pub_address, g_free);
  g_clear_pointer (&self->router_address, g_free);
}

static gboolean
close_now (NoobCommandNode  *self,
           gpointer          data,
           GError          **error)
{
  g_atomic_int_set (&self->phase, NOOB_COMMAND_PHASE_CLOSED);
  g_ptr_array_set_size (self->held, 0);
  noob_command_node_close_sockets (self);

  return TRUE;
}

/**
 * noob_command_node_close:
 * @self: a command node
 *
 * Closes all sockets, and removes their folder. Nodes that have not been closed by then
 * ([method@Noob.CommandNode.deinitialize]) are left to whoever started them. What was sent and is
 * still on its way has a second to leave. A command node that has been closed cannot be run again.
 *
 * Callable in any thread, once or more; returns when it is done.
 *
 * Since: 1.0
 */
void
noob_command_node_close (NoobCommandNode *self)
{
  g_return_if_fail (NOOB_IS_COMMAND_NODE (self));

  noob_command_node_call (self, close_now, NULL, NULL);
}
