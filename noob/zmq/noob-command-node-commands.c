/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-command-node-parts-private.h"

#include "core/noob-debug-private.h"
#include "zmq/noob-command-private.h"
#include "zmq/noob-message-private.h"
#include "zmq/noob-wire-private.h"

/* Commands may come from any thread, and are published in the context of the command node. */

typedef struct
{
  NoobCommandNode *command;
  GPtrArray       *frames;
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

static gboolean
publish_now (gpointer data)
{
  Publication *publication = data;
  NoobCommandNode *self = publication->command;
  NoobSocket *outbox = self->outbox;
  g_autoptr (GError) error = NULL;

  self->granted_limit = MAX (self->granted_limit, publication->granted_limit);
  self->processed_limit = MAX (self->processed_limit, publication->processed_limit);
  if (outbox != NULL &&
      !noob_socket_send (outbox, (GBytes **) publication->frames->pdata, publication->frames->len,
                         &error))
    noob_warning (publication->command->runner_id, NULL, "a command could not be sent: %s",
                  error->message);

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
  *publication =
    (Publication) { g_object_ref (self), frames, granted_limit, processed_limit };

  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, publish_now, publication,
                              publication_free);
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
  guint64 root;

  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), FALSE);
  g_return_val_if_fail (epoch != NULL && noob_epoch_get_depth (epoch) == 0, FALSE);

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

  publish (self, NOOB_TOPIC_DATA, noob_command_write_start (first, limit), limit, 0);
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
 *
 * Tells all nodes that an epoch has ended: they forget what they have of it. Callable in any
 * thread.
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
  noob_command_node_publish (self, NOOB_TOPIC_DATA, noob_command_write_epoch_ended (&root, 1));
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
