/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-command-node-parts-private.h"

#include "core/noob-debug-private.h"
#include "core/noob-error.h"
#include "graph/noob-tube-private.h"
#include "zmq/noob-announcement-private.h"
#include "zmq/noob-message-private.h"
#include "zmq/noob-wire-private.h"

/* Within one process there are no files, and nobody has to authenticate. */
static gboolean
open_transport (NoobCommandNode  *self,
                GError          **error)
{
  gboolean in_process = g_strcmp0 (self->protocol, "inproc") == 0;

  if (!in_process && g_strcmp0 (self->protocol, "ipc") != 0)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_FAILED,
                   "protocol \"%s\" is not supported: use \"ipc\" or \"inproc\"", self->protocol);
      return FALSE;
    }

  self->zmq_context = noob_zmq_context_new (in_process ? self->peers->len : 0);
  if (in_process)
    return TRUE;

  self->directory = noob_run_directory_new (self->runner_id, error);
  if (self->directory != NULL)
    self->watch = noob_watch_new (self->zmq_context->handle, error);
  if (self->watch != NULL)
    noob_watch_start (self->watch);

  return self->watch != NULL;
}

static gboolean
run_now (NoobCommandNode  *self,
         gpointer          data,
         GError          **error)
{
  NoobCommandPhase phase = g_atomic_int_get (&self->phase);

  if (phase != NOOB_COMMAND_PHASE_IDLE)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_STATE, "the command node %s",
                   phase == NOOB_COMMAND_PHASE_CLOSED ? "was closed: make another one"
                                                      : "runs already");
      return FALSE;
    }

  if (open_transport (self, error) && noob_command_node_open_sockets (self, error))
    {
      g_atomic_int_set (&self->phase, NOOB_COMMAND_PHASE_RUNNING);
      return TRUE;
    }

  noob_command_node_close_sockets (self);
  return FALSE;
}

/**
 * noob_command_node_run:
 * @self: a command node
 * @error: return location for an error
 *
 * Opens the sockets. Messages are handled as the main context is iterated. Once it runs, hosts of
 * nodes can be started, with what [method@Noob.CommandNode.make_bootstrap] gives.
 *
 * A protocol that is not known, or an id that is no name for a folder, is [error@Noob.Error.FAILED]
 * or [error@Noob.Error.INPUT]; an id that is in use, or a command node that runs or was closed,
 * [error@Noob.Error.STATE].
 *
 * Callable in any thread; returns when it is done.
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

  return noob_command_node_call (self, run_now, NULL, error);
}

static gboolean
all_hear (NoobCommandNode *self)
{
  for (guint i = 0; i < self->peers->len; i++)
    if (!((NoobPeer *) self->peers->pdata[i])->hears)
      return FALSE;

  return TRUE;
}

void
noob_command_node_send_announcement (NoobCommandNode *self)
{
  GPtrArray *frames;

  if (self->announcement == NULL || !all_hear (self))
    return;

  noob_debug (PROTOCOL, self->runner_id, NULL, "tells all nodes: \"announce\"");
  frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_ptr_array_add (frames, g_steal_pointer (&self->announcement));
  noob_command_node_publish (self, NOOB_TOPIC_CONTROL, frames);
  noob_command_node_release_held (self);
}

/* What the nodes said of themselves, by their ids; NULL when one has not said it. */
static GHashTable *
list_identities (NoobCommandNode  *self,
                 GError          **error)
{
  g_autoptr (GHashTable) identities = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->peers->len; i++)
    {
      NoobPeer *peer = self->peers->pdata[i];

      if (peer->identity == NULL)
        {
          g_set_error (error, NOOB_ERROR, NOOB_ERROR_STATE, "node \"%s\" has not identified itself",
                       peer->id);
          return NULL;
        }
      g_hash_table_insert (identities, (gpointer) peer->id, peer->identity);
    }

  return g_steal_pointer (&identities);
}

static gboolean
announce_now (NoobCommandNode  *self,
              gpointer          data,
              GError          **error)
{
  g_autoptr (GHashTable) identities = NULL;
  g_autoptr (GHashTable) disabled = noob_tube_list_disabled (self->tube);
  g_autoptr (NoobRecord) value = NULL;

  if (self->outbox == NULL)
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_STATE, "the command node does not run");
      return FALSE;
    }

  identities = list_identities (self, error);
  if (identities == NULL)
    return FALSE;

  g_clear_pointer (&self->wiring, noob_wiring_free);
  self->wiring = noob_wiring_complete (self->tube, identities, disabled, error);
  if (self->wiring == NULL)
    return FALSE;

  value = noob_announcement_write (self->wiring, self->peers_by_id);
  g_clear_pointer (&self->announcement, g_bytes_unref);
  self->announcement =
    noob_message_write (NOOB_MESSAGE_ANNOUNCE, NOOB_COMMAND_USER, value, error);
  if (self->announcement == NULL)
    return FALSE;

  g_atomic_int_set (&self->phase, NOOB_COMMAND_PHASE_ANNOUNCED);
  noob_command_node_send_announcement (self);

  return TRUE;
}

/**
 * noob_command_node_announce:
 * @self: a command node
 * @error: return location for an error
 *
 * Checks the graph against what the nodes said when they identified themselves
 * (`message::identify`), and tells all nodes of each other. A dependency on a slot or signal that
 * its node does not have is [error@Noob.Error.PORTS]; nodes that have not identified themselves, or
 * a command node that does not run, are [error@Noob.Error.STATE]. What is announced is sent once all
 * nodes have subscribed to it, and so are the commands that are given from then on.
 *
 * Callable in any thread; returns when it is done, before the nodes have heard of it:
 * [method@Noob.CommandNode.await_ready].
 *
 * Returns: whether it succeeded
 *
 * Since: 1.0
 */
gboolean
noob_command_node_announce (NoobCommandNode  *self,
                            GError          **error)
{
  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), FALSE);

  return noob_command_node_call (self, announce_now, NULL, error);
}
