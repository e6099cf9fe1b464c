/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Taking back what no node has begun: all say how far they are, and then go on as far as the first
 * of them is. */

#include "zmq/noob-command-node-parts-private.h"

#include "zmq/noob-command-private.h"
#include "zmq/noob-wire-private.h"

static gboolean
all_have_stopped (NoobCommandNode *self)
{
  for (guint i = 0; i < self->peers->len; i++)
    {
      NoobPeer *peer = self->peers->pdata[i];

      if (!peer->lost && peer->n_stops_seen < self->n_stops)
        return FALSE;
    }

  return TRUE;
}

/* What the source that is behind the others has not begun. */
static guint64
find_first (NoobCommandNode *self)
{
  guint64 first = self->granted_limit;

  for (guint i = 0; i < self->peers->len; i++)
    if (((NoobPeer *) self->peers->pdata[i])->is_source)
      first = MIN (first, ((NoobPeer *) self->peers->pdata[i])->next_root);

  return first;
}

/* What no source has begun, nor a process command. How far one was that is lost, nobody knows. */
static guint64
find_limit (NoobCommandNode *self)
{
  guint64 limit = 0;

  for (guint i = 0; i < self->peers->len; i++)
    {
      NoobPeer *peer = self->peers->pdata[i];

      if (peer->lost)
        limit = self->granted_limit;
      else if (peer->is_source)
        limit = MAX (limit, peer->next_root);
    }

  return MAX (MIN (limit, self->granted_limit), self->processed_limit);
}

void
noob_command_node_advance_stop (NoobCommandNode *self)
{
  guint64 limit;

  if (!self->stopping || !all_have_stopped (self))
    return;

  limit = find_limit (self);
  self->stopping = FALSE;
  self->granted_limit = limit;
  noob_command_node_publish (self, NOOB_TOPIC_DATA,
                             noob_command_write_start (find_first (self), limit));
  noob_command_node_emit_stopped (self, limit);
}

gboolean
noob_command_node_on_stop (NoobCommandNode *self,
                           NoobPeer        *peer,
                           NoobMessage     *message)
{
  NoobRecord *value = noob_message_get_value (message);
  gint64 count;
  gint64 next = 0;

  if (!noob_record_get (value, NULL, "count", G_TYPE_INT64, &count, "next?", G_TYPE_INT64, &next,
                        NULL) ||
      count <= peer->n_stops_seen || count > self->n_stops || next < 0)
    {
      noob_socket_report_malformed (self->router, peer->id, "it answers no stop that was sent");
      return FALSE;
    }

  peer->n_stops_seen = (guint) count;
  peer->is_source = noob_record_has (value, "next");
  peer->next_root = (guint64) next;
  noob_command_node_advance_stop (self);

  return TRUE;
}

static gboolean
stop_now (gpointer data)
{
  NoobCommandNode *self = data;

  self->stopping = TRUE;
  self->n_stops++;
  noob_command_node_publish (self, NOOB_TOPIC_DATA, noob_command_write_stop (self->n_stops));
  noob_command_node_advance_stop (self); /* there may be no nodes at all */

  return G_SOURCE_REMOVE;
}

/**
 * noob_command_node_stop:
 * @self: a command node
 * @error: return location for an error
 *
 * Takes back the epochs that no source has begun. Those in progress go on: all sources begin what
 * one of them has. [signal@Noob.CommandNode::stopped] tells, once all nodes have answered, with
 * which epoch to go on; commands of before that may begin epochs that are taken back. Callable in
 * any thread.
 *
 * Before [method@Noob.CommandNode.announce], or after [method@Noob.CommandNode.close], that is
 * [error@Noob.Error.STATE].
 *
 * Returns: whether the command was sent
 *
 * Since: 1.0
 */
gboolean
noob_command_node_stop (NoobCommandNode  *self,
                        GError          **error)
{
  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), FALSE);

  if (!noob_command_node_check_announced (self, "stop", error))
    return FALSE;

  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, stop_now, g_object_ref (self),
                              g_object_unref);

  return TRUE;
}
