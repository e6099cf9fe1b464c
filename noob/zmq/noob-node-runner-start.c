/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-node-runner-parts-private.h"

#include "core/noob-error.h"
#include "zmq/noob-wire-private.h"

/* Making a node runner, and what it runs on: that of a host, or its own. */

static NoobNodeRunner *
make (const NoobBootstrap     *bootstrap,
      const NoobBootstrapNode *node)
{
  g_autofree char *outbox = noob_wire_make_address (bootstrap->run_directory, node->index);
  const char *protocol = bootstrap->run_directory != NULL ? "ipc" : "inproc";

  return g_object_new (NOOB_TYPE_NODE_RUNNER, "runner-id", bootstrap->runner_id, "node-id",
                       node->node_id, "token", node->token, "command-outbox", bootstrap->outbox,
                       "command-router", bootstrap->router, "outbox-address", outbox, "protocol",
                       protocol, NULL);
}

NoobNodeRunner *
noob_node_runner_new (void                    *zmq_context,
                      NoobWatch               *watch,
                      const NoobBootstrap     *bootstrap,
                      const NoobBootstrapNode *node)
{
  NoobNodeRunner *self = make (bootstrap, node);

  self->zmq_context = zmq_context;
  self->watch = watch;

  return self;
}

/**
 * noob_node_runner_new_from_bootstrap:
 * @bootstrap: what [method@Noob.CommandNode.make_bootstrap] made
 * @error: return location for an error
 *
 * Makes a node runner for this process, in the thread-default main context. It lasts until it is
 * told to close, and does not end by itself when the process of the command node does: that is for
 * a host to see to.
 *
 * What is no bootstrap of one node is [error@Noob.Error.PROTOCOL].
 *
 * Returns: (transfer full): the node runner
 *
 * Since: 1.0
 */
NoobNodeRunner *
noob_node_runner_new_from_bootstrap (const char  *bootstrap,
                                     GError     **error)
{
  g_autoptr (NoobBootstrap) parsed = NULL;

  g_return_val_if_fail (bootstrap != NULL, NULL);

  parsed = noob_bootstrap_parse (bootstrap, -1, error);
  if (parsed == NULL)
    return NULL;

  if (parsed->nodes->len != 1 || parsed->run_directory == NULL)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL,
                   "the bootstrap should be of one node whose outbox has a folder; it has %u nodes",
                   parsed->nodes->len);
      return NULL;
    }

  return make (parsed, parsed->nodes->pdata[0]);
}

static gboolean
check_property (const char  *value,
                const char  *name,
                GError     **error)
{
  if (value != NULL)
    return TRUE;

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_STATE,
               "the node runner was made without \"%s\": the command node has it", name);
  return FALSE;
}

static gboolean
check_properties (NoobNodeRunner  *self,
                  GError         **error)
{
  /* A host that shares what it runs on knows how. */
  if (self->zmq_context == NULL && g_strcmp0 (self->protocol, "ipc") != 0)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_FAILED,
                   "protocol \"%s\" is not supported: use \"ipc\"", self->protocol);
      return FALSE;
    }

  if (self->spec != NULL &&
      g_strcmp0 (noob_node_specification_get_id (self->spec), self->node_id) != 0)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_INPUT,
                   "the specification is of node \"%s\", the node runner of \"%s\"",
                   noob_node_specification_get_id (self->spec), self->node_id);
      return FALSE;
    }

  return check_property (self->node_id, "node-id", error) &&
         check_property (self->token, "token", error) &&
         check_property (self->command_address, "command-outbox", error) &&
         check_property (self->router_address, "command-router", error) &&
         check_property (self->outbox_address, "outbox-address", error);
}

/* Authentication needs a thread of its own. */
static gboolean
open_transport (NoobNodeRunner  *self,
                GError         **error)
{
  self->is_alone = TRUE;
  self->zmq_context = zmq_ctx_new ();
  self->watch = noob_watch_new (self->zmq_context, error);
  if (self->watch == NULL)
    return FALSE;

  noob_watch_start (self->watch);

  return TRUE;
}

static gboolean
open_all (NoobNodeRunner  *self,
          GError         **error)
{
  return (self->zmq_context != NULL || open_transport (self, error)) &&
         noob_node_runner_open_sockets (self, error);
}

/**
 * noob_node_runner_run:
 * @self: a node runner
 * @error: return location for an error
 *
 * Calls the command node. All else follows as the main context is iterated, until
 * [signal@Noob.NodeRunner::closed]; the node runner is then to be closed.
 *
 * A property that is missing, or a node runner that was run or closed before, is
 * [error@Noob.Error.STATE]; a specification of another node [error@Noob.Error.INPUT]; an unknown
 * protocol [error@Noob.Error.FAILED].
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

  if (self->is_called || self->is_over)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_STATE,
                   "the node runner was %s before: make another one",
                   self->is_called ? "run" : "closed");
      return FALSE;
    }

  if (!check_properties (self, error))
    return FALSE;

  self->is_called = TRUE;
  if (!open_all (self, error))
    {
      noob_node_runner_close (self);
      return FALSE;
    }

  noob_node_runner_add_work (self);
  noob_node_runner_send (self, NOOB_MESSAGE_SPEC, NULL);

  return TRUE;
}

void
noob_node_runner_retire (NoobNodeRunner *self)
{
  noob_node_runner_end_calls (self);
  g_clear_pointer (&self->publisher, noob_publisher_free);
  g_clear_pointer (&self->hosted, noob_hosted_node_free);
  if (self->work != NULL)
    g_source_destroy (self->work);
  g_clear_pointer (&self->work, g_source_unref);
}

/**
 * noob_node_runner_close:
 * @self: a node runner
 *
 * Closes the sockets. What was sent and is still on its way has a second to leave. The node is not
 * deinitialized by that: see [method@Noob.NodeRunner.deinitialize], which comes before. Without
 * effect when it has been closed; what is left in the end is closed when the node runner is freed,
 * which is to be in the thread of its context then.
 *
 * Since: 1.0
 */
void
noob_node_runner_close (NoobNodeRunner *self)
{
  g_return_if_fail (NOOB_IS_NODE_RUNNER (self));

  self->is_over = TRUE;
  noob_node_runner_retire (self);
  noob_socket_clear (&self->inbox);
  g_clear_pointer (&self->publishers, noob_connections_free);
  noob_socket_clear (&self->commands);
  noob_socket_clear (&self->dealer);

  if (self->is_alone)
    {
      g_clear_pointer (&self->watch, noob_watch_free);
      g_clear_pointer (&self->zmq_context, zmq_ctx_term);
    }
}
