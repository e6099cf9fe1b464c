/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-command-node-parts-private.h"

#include "core/noob-debug-private.h"
#include "core/noob-error.h"
#include "zmq/noob-command-private.h"
#include "zmq/noob-message-private.h"
#include "zmq/noob-wire-private.h"

/* Commands may come from any thread, and are published in the context of the command node. */

typedef struct
{
  NoobCommandNode *command;
  GPtrArray       *frames;
  gboolean         is_data;         /* only nodes that know of each other understand it */
  guint64          granted_limit;   /* no epoch from that on has been granted to sources … */
  guint64          processed_limit; /* … or begun one by one; 0: says nothing of that */
} Publication;

static void
publication_free (gpointer data)
{
  Publication *publication = data;

  g_object_unref (publication->command);
  g_ptr_array_unref (publication->frames);
  g_free (publication);
}

static void
send_frames (NoobCommandNode *self,
             GPtrArray       *frames)
{
  g_autoptr (GError) error = NULL;

  if (self->outbox != NULL &&
      !noob_socket_send (self->outbox, (GBytes **) frames->pdata, frames->len, &error))
    noob_warning (self->runner_id, NULL, "a command could not be sent: %s", error->message);
}

void
noob_command_node_release_held (NoobCommandNode *self)
{
  for (guint i = 0; i < self->held->len; i++)
    send_frames (self, self->held->pdata[i]);

  g_ptr_array_set_size (self->held, 0);
}

static gboolean
publish_now (gpointer data)
{
  Publication *publication = data;
  NoobCommandNode *self = publication->command;

  self->granted_limit = MAX (self->granted_limit, publication->granted_limit);
  self->processed_limit = MAX (self->processed_limit, publication->processed_limit);
  if (publication->is_data && self->announcement != NULL)
    g_ptr_array_add (self->held, g_ptr_array_ref (publication->frames));
  else
    send_frames (self, publication->frames);

  return G_SOURCE_REMOVE;
}

static void
publish (NoobCommandNode *self,
         const char      *topic,
         GPtrArray       *frames,
         guint64          granted_limit,
         guint64          processed_limit)
{
  Publication *publication = g_new (Publication, 1);

  g_ptr_array_insert (frames, 0, noob_topic_new (topic));
  *publication = (Publication) {
    g_object_ref (self), frames, g_str_equal (topic, NOOB_TOPIC_DATA), granted_limit,
    processed_limit,
  };

  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, publish_now, publication,
                              publication_free);
}

gboolean
noob_command_node_check_announced (NoobCommandNode  *self,
                                   const char       *command,
                                   GError          **error)
{
  static const char *const reasons[] = {
    [NOOB_COMMAND_PHASE_IDLE] = "the command node does not run: run it, and announce the nodes first",
    [NOOB_COMMAND_PHASE_RUNNING] = "the nodes do not know of each other: announce them first",
    [NOOB_COMMAND_PHASE_CLOSED] = "the command node was closed: make another one",
  };
  NoobCommandPhase phase = g_atomic_int_get (&self->phase);

  if (phase == NOOB_COMMAND_PHASE_ANNOUNCED)
    return TRUE;

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_STATE, "%s: %s", command, reasons[phase]);
  return FALSE;
}

/* At once if this is the context of the command node. */
void
noob_command_node_publish (NoobCommandNode *self,
                           const char      *topic,
                           GPtrArray       *frames)
{
  publish (self, topic, frames, 0, 0);
}

static void
publish_message (NoobCommandNode *self,
                 NoobMessageType  type,
                 NoobRecord      *value)
{
  GPtrArray *frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  g_ptr_array_add (frames, noob_message_write (type, NOOB_COMMAND_USER, value, NULL));
  noob_debug (PROTOCOL, self->runner_id, NULL, "tells all nodes: \"%s\"",
              noob_message_type_to_string (type));
  noob_command_node_publish (self, NOOB_TOPIC_CONTROL, frames);
}

void
noob_command_node_set_enabled (NoobCommandNode *self,
                               const char      *node_id,
                               gboolean         enabled,
                               guint64          first)
{
  g_autoptr (NoobRecord) value = noob_record_new ();
  guint n_changes = 0;

  for (guint i = 0; i < self->peers->len; i++)
    n_changes = ++((NoobPeer *) self->peers->pdata[i])->n_changes_sent;

  noob_record_set_string (value, "node", node_id);
  noob_record_set_boolean (value, "enabled", enabled);
  noob_record_set_int64 (value, "first", (gint64) first);
  noob_record_set_int64 (value, "change", n_changes);
  publish_message (self, NOOB_MESSAGE_ENABLE, value);
}

/**
 * noob_command_node_process:
 * @self: a command node
 * @epoch: a root epoch
 * @inputs: (nullable): values of all inputs in that epoch, by name; defaults are not filled in
 * @error: return location for an error
 *
 * Has all nodes run one epoch. Nodes that are not ready yet run it when they are. Callable in any
 * thread.
 *
 * Before [method@Noob.CommandNode.announce], or after [method@Noob.CommandNode.close], that is
 * [error@Noob.Error.STATE]; an input that cannot leave this process is an error too.
 *
 * Returns: whether the command was sent
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
  guint64 root;

  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), FALSE);
  g_return_val_if_fail (epoch != NULL && noob_epoch_get_depth (epoch) == 0, FALSE);

  if (!noob_command_node_check_announced (self, "process", error))
    return FALSE;

  if (inputs == NULL)
    inputs = none = noob_record_new ();

  root = noob_epoch_get_root (epoch);
  frames = noob_command_write_process (root, inputs, error);
  if (frames == NULL)
    return FALSE;

  publish (self, NOOB_TOPIC_DATA, frames, 0, root + 1);

  return TRUE;
}

/**
 * noob_command_node_start:
 * @self: a command node
 * @first: the first root epoch to run
 * @limit: the first one not to run
 * @error: return location for an error
 *
 * Lets the sources begin epochs by themselves, as far as @limit. Callable in any thread.
 *
 * Before [method@Noob.CommandNode.announce], or after [method@Noob.CommandNode.close], that is
 * [error@Noob.Error.STATE].
 *
 * Returns: whether the command was sent
 *
 * Since: 1.0
 */
gboolean
noob_command_node_start (NoobCommandNode  *self,
                         guint64           first,
                         guint64           limit,
                         GError          **error)
{
  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), FALSE);

  if (!noob_command_node_check_announced (self, "start", error))
    return FALSE;

  publish (self, NOOB_TOPIC_DATA, noob_command_write_start (first, limit), limit, 0);

  return TRUE;
}

/**
 * noob_command_node_ping:
 * @self: a command node
 *
 * Asks all nodes for their status: [signal@Noob.CommandNode::message] of type `status` answers.
 * Callable in any thread.
 *
 * Since: 1.0
 */
void
noob_command_node_ping (NoobCommandNode *self)
{
  g_return_if_fail (NOOB_IS_COMMAND_NODE (self));

  publish_message (self, NOOB_MESSAGE_PING, NULL);
}

/**
 * noob_command_node_epoch_ended:
 * @self: a command node
 * @epoch: a root epoch
 * @error: return location for an error
 *
 * Tells all nodes that an epoch has ended: they forget what they have of it. Callable in any
 * thread.
 *
 * Before [method@Noob.CommandNode.announce], or after [method@Noob.CommandNode.close], that is
 * [error@Noob.Error.STATE].
 *
 * Returns: whether the command was sent
 *
 * Since: 1.0
 */
gboolean
noob_command_node_epoch_ended (NoobCommandNode  *self,
                               NoobEpoch        *epoch,
                               GError          **error)
{
  guint64 root;

  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), FALSE);
  g_return_val_if_fail (epoch != NULL, FALSE);

  if (!noob_command_node_check_announced (self, "epoch_ended", error))
    return FALSE;

  root = noob_epoch_get_root (epoch);
  noob_command_node_publish (self, NOOB_TOPIC_DATA, noob_command_write_epoch_ended (&root, 1));

  return TRUE;
}

/* Nobody is to wait for what lost nodes may still send. */
static gboolean
publish_deinit (gpointer data)
{
  NoobCommandNode *self = data;
  g_autoptr (NoobRecord) value = noob_record_new ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) lost = NULL;

  for (guint i = 0; i < self->peers->len; i++)
    if (((NoobPeer *) self->peers->pdata[i])->lost)
      g_strv_builder_add (builder, ((NoobPeer *) self->peers->pdata[i])->id);

  lost = g_strv_builder_end (builder);
  noob_record_take_list (value, "lost", noob_list_new_strv ((const char *const *) lost));
  publish_message (self, NOOB_MESSAGE_DEINIT, value);

  return G_SOURCE_REMOVE;
}

/**
 * noob_command_node_deinitialize:
 * @self: a command node
 *
 * Has all nodes release what they hold, and end. They end when all that they depend on have sent
 * the last of their events, so that when nodes are lost after that, which is to be told with
 * [method@Noob.CommandNode.report_lost], this is to be called again. Callable in any thread.
 *
 * Since: 1.0
 */
void
noob_command_node_deinitialize (NoobCommandNode *self)
{
  g_return_if_fail (NOOB_IS_COMMAND_NODE (self));

  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, publish_deinit,
                              g_object_ref (self), g_object_unref);
}

void
noob_command_node_epoch_counted (NoobCommandNode *self,
                                 guint64          root,
                                 GArray          *counts)
{
  noob_command_node_publish (self, NOOB_TOPIC_DATA,
                             noob_command_write_epoch_counted (
                               root, (const guint64 *) counts->data, counts->len));
}
