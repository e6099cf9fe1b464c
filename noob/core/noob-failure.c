/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobFailure:
 *
 * What became of a node that failed.
 *
 * It says which node failed, in which epoch, and how: the type and message of the error in the
 * node's own language, its traceback, or how its process ended. [func@Noob.error_get_failure] gets
 * it from an error.
 *
 * A failure never changes and may be used from any thread.
 *
 * Since: 1.0
 */

#include "core/noob-failure.h"

struct _NoobFailure
{
  gatomicrefcount ref_count;
  int             exit_status;
  char           *node_id;
  NoobEpoch      *epoch;
  char           *type_name;
  char           *message;
  char           *traceback;
};

G_DEFINE_BOXED_TYPE (NoobFailure, noob_failure, noob_failure_ref, noob_failure_unref)

/**
 * noob_failure_new:
 * @node_id: (nullable): the node that failed
 * @epoch: (nullable): the epoch in which it failed, or %NULL when it failed outside of any
 * @type_name: (nullable): the type of the error in the node's own language, such as `ValueError`
 * @message: what was wrong
 * @traceback: (nullable): where it happened, in the words of the node's language
 * @exit_status: the wait status of the node's process, as [func@GLib.spawn_check_wait_status]
 *   understands it, or -1 when it did not end
 *
 * Makes a failure.
 *
 * Returns: (transfer full): a new failure
 *
 * Since: 1.0
 */
NoobFailure *
noob_failure_new (const char *node_id,
                  NoobEpoch  *epoch,
                  const char *type_name,
                  const char *message,
                  const char *traceback,
                  int         exit_status)
{
  NoobFailure *self;

  g_return_val_if_fail (message != NULL, NULL);

  self = g_new (NoobFailure, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->exit_status = exit_status;
  self->node_id = g_strdup (node_id);
  self->epoch = epoch != NULL ? noob_epoch_ref (epoch) : NULL;
  self->type_name = g_strdup (type_name);
  self->message = g_strdup (message);
  self->traceback = g_strdup (traceback);

  return self;
}

/**
 * noob_failure_ref:
 * @self: a failure
 *
 * Adds a reference.
 *
 * Returns: (transfer full): @self
 *
 * Since: 1.0
 */
NoobFailure *
noob_failure_ref (NoobFailure *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * noob_failure_unref:
 * @self: (transfer full): a failure
 *
 * Drops a reference; the last one frees the failure.
 *
 * Since: 1.0
 */
void
noob_failure_unref (NoobFailure *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->epoch, noob_epoch_unref);
  g_free (self->node_id);
  g_free (self->type_name);
  g_free (self->message);
  g_free (self->traceback);
  g_free (self);
}

/**
 * noob_failure_get_node_id:
 * @self: a failure
 *
 * Gets the node that failed.
 *
 * Returns: (transfer none) (nullable): the node id
 *
 * Since: 1.0
 */
const char *
noob_failure_get_node_id (NoobFailure *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->node_id;
}

/**
 * noob_failure_get_epoch:
 * @self: a failure
 *
 * Gets the epoch in which the node failed.
 *
 * Returns: (transfer none) (nullable): the epoch, %NULL when it failed outside of any
 *
 * Since: 1.0
 */
NoobEpoch *
noob_failure_get_epoch (NoobFailure *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->epoch;
}

/**
 * noob_failure_get_type_name:
 * @self: a failure
 *
 * Gets the type of the error in the node's own language, such as `ValueError`.
 *
 * Returns: (transfer none) (nullable): the type's name
 *
 * Since: 1.0
 */
const char *
noob_failure_get_type_name (NoobFailure *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->type_name;
}

/**
 * noob_failure_get_message:
 * @self: a failure
 *
 * Gets what was wrong.
 *
 * Returns: (transfer none): the message
 *
 * Since: 1.0
 */
const char *
noob_failure_get_message (NoobFailure *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->message;
}

/**
 * noob_failure_get_traceback:
 * @self: a failure
 *
 * Gets where it happened, in the words of the node's language.
 *
 * Returns: (transfer none) (nullable): the traceback
 *
 * Since: 1.0
 */
const char *
noob_failure_get_traceback (NoobFailure *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->traceback;
}

/**
 * noob_failure_get_exit_status:
 * @self: a failure
 *
 * Gets how the node's process ended.
 *
 * Returns: its wait status, or -1 when it did not end
 *
 * Since: 1.0
 */
int
noob_failure_get_exit_status (NoobFailure *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->exit_status;
}
