/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-command-node-parts-private.h"

#include "core/noob-error.h"
#include "zmq/noob-message-private.h"

/* Which nodes are ready, and waiting for them. */

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
