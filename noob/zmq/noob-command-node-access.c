/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-command-node-parts-private.h"

#include "core/noob-error.h"
#include "zmq/noob-bootstrap-private.h"

/* What the host of a node has to know to call the command node, and to prove that it may. */

static NoobBootstrap *
make_bootstrap (NoobCommandNode *self,
                NoobPeer        *peer,
                guint            quit_timeout)
{
  NoobBootstrap *bootstrap = noob_bootstrap_new ();

  bootstrap->runner_id = g_strdup (self->runner_id);
  bootstrap->runner_pid = getpid ();
  bootstrap->router = g_strdup (self->router_address);
  bootstrap->outbox = g_strdup (self->pub_address);
  if (self->directory != NULL)
    bootstrap->run_directory = g_strdup (noob_run_directory_get_path (self->directory));
  bootstrap->quit_timeout = quit_timeout;
  noob_bootstrap_add_node (bootstrap, peer->id, peer->token, peer->index);

  return bootstrap;
}

gboolean
noob_command_node_start_host (NoobCommandNode  *self,
                              NoobNodeHost     *host,
                              guint             quit_timeout,
                              GError          **error)
{
  NoobPeer *peer = noob_command_node_find_peer (self, host->node_id);

  return noob_node_host_start (host, make_bootstrap (self, peer, quit_timeout), self->zmq_context,
                               error);
}

/**
 * noob_command_node_make_bootstrap:
 * @self: a command node that runs
 * @node_id: a node of the tube
 * @quit_timeout: how long the host may take to end once this process is gone, in milliseconds
 * @error: return location for an error
 *
 * Makes what the host of a node needs: a line of JSON, for [class@Noob.NodeRunner],
 * or for the standard input of a process such as `noob-node`, followed by a line break; that pipe
 * is then to be kept open, since its end tells the host that this process is gone. It holds a
 * secret: it must not be in arguments or the environment.
 *
 * A node that the tube does not have is [error@Noob.Error.NOT_FOUND], a command node that does not
 * run [error@Noob.Error.STATE].
 *
 * Callable in any thread.
 *
 * Returns: (transfer full): the bootstrap, one line without the line break
 *
 * Since: 1.0
 */
char *
noob_command_node_make_bootstrap (NoobCommandNode  *self,
                                  const char       *node_id,
                                  guint             quit_timeout,
                                  GError          **error)
{
  g_autoptr (NoobBootstrap) bootstrap = NULL;
  NoobPeer *peer;

  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), NULL);
  g_return_val_if_fail (node_id != NULL, NULL);

  peer = noob_command_node_check_node (self, node_id, error);
  if (peer == NULL)
    return NULL;

  if (self->router_address == NULL)
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_STATE, "the command node does not run");
      return NULL;
    }

  bootstrap = make_bootstrap (self, peer, quit_timeout);

  return noob_bootstrap_to_text (bootstrap);
}

/**
 * noob_command_node_get_node_token:
 * @self: a command node
 * @node_id: a node of the tube
 *
 * Gets the secret with which the host of a node proves that it is.
 *
 * Returns: (transfer none) (nullable): the token; %NULL for a node that is not known
 *
 * Since: 1.0
 */
const char *
noob_command_node_get_node_token (NoobCommandNode *self,
                                  const char      *node_id)
{
  NoobPeer *peer;

  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), NULL);
  g_return_val_if_fail (node_id != NULL, NULL);

  peer = noob_command_node_find_peer (self, node_id);

  return peer != NULL ? peer->token : NULL;
}

/**
 * noob_command_node_get_node_address:
 * @self: a command node
 * @node_id: a node of the tube
 *
 * Gets where a node has to publish its events: [property@Noob.NodeRunner:outbox-address].
 *
 * Returns: (transfer none) (nullable): the address; %NULL for a node that is not known, or before
 *   [method@Noob.CommandNode.run]
 *
 * Since: 1.0
 */
const char *
noob_command_node_get_node_address (NoobCommandNode *self,
                                    const char      *node_id)
{
  NoobPeer *peer;

  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), NULL);
  g_return_val_if_fail (node_id != NULL, NULL);

  peer = noob_command_node_find_peer (self, node_id);

  return peer != NULL ? peer->address : NULL;
}
