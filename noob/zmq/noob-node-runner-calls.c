/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-node-runner-parts-private.h"

#include "core/noob-error.h"
#include "zmq/noob-cancel-source-private.h"

/* Calls that an application makes itself: it asks for inputs, and says what came of them. */

typedef struct
{
  NoobRecord *inputs;
  NoobEpoch  *epoch;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_pointer (&call->inputs, noob_record_unref);
  g_clear_pointer (&call->epoch, noob_epoch_unref);
  g_free (call);
}

/* One that was handed out. */
typedef struct
{
  NoobEpochState *state;
  GPtrArray      *assets; /* made for it */
} OpenCall;

static OpenCall *
open_call_new (NoobEpochState *state)
{
  OpenCall *call = g_new (OpenCall, 1);

  call->state = state;
  call->assets = noob_asset_call_new ();

  return call;
}

/* Of a call of which nothing will come any more, too. */
static void
open_call_free (gpointer data)
{
  OpenCall *call = data;

  noob_asset_call_end (call->assets, NULL);
  g_ptr_array_unref (call->assets);
  g_free (call);
}

void
noob_node_runner_init_calls (NoobNodeRunner *self)
{
  g_queue_init (&self->takers);
  self->calls = g_hash_table_new_full ((GHashFunc) noob_epoch_hash, (GEqualFunc) noob_epoch_equal,
                                       (GDestroyNotify) noob_epoch_unref, open_call_free);
}

void
noob_node_runner_clear_calls (NoobNodeRunner *self)
{
  g_hash_table_unref (self->calls);
}

static void
hand_to (GTask      *task,
         NoobEpoch  *epoch,
         NoobRecord *inputs)
{
  Call *call = g_new (Call, 1);

  call->epoch = noob_epoch_ref (epoch);
  call->inputs = inputs;
  g_task_return_pointer (task, call, call_free);
  g_object_unref (task);
}

/* NULL without an error: the epoch ended while its assets were made. */
static NoobRecord *
take_inputs (NoobNodeRunner  *self,
             NoobEpoch       *epoch,
             OpenCall        *call,
             GError         **error)
{
  guint64 root = noob_epoch_get_root (epoch);
  g_autoptr (NoobRecord) inputs = NULL;

  self->running = epoch;
  inputs = noob_hosted_node_take_inputs (self->hosted, self->store, epoch, call->assets, error);
  self->running = NULL;
  if (!noob_scheduler_has_ended (self->scheduler, root))
    return g_steal_pointer (&inputs);

  noob_node_runner_end_assets_of (self, root);

  return NULL;
}

gboolean
noob_node_runner_hand_out (NoobNodeRunner *self)
{
  g_autoptr (NoobEpoch) epoch = NULL;
  g_autoptr (NoobRecord) inputs = NULL;
  g_autoptr (GError) error = NULL;
  OpenCall *call;
  NoobEpochState *state;
  GTask *task;
  guint node;

  if (g_queue_is_empty (&self->takers) || !noob_node_runner_pop (self, &state, &node))
    return FALSE;

  epoch = noob_epoch_ref (state->epoch);
  call = open_call_new (state);
  task = g_queue_pop_head (&self->takers);
  inputs = take_inputs (self, epoch, call, &error);
  if (inputs != NULL)
    {
      g_hash_table_insert (self->calls, noob_epoch_ref (epoch), call);
      hand_to (task, epoch, g_steal_pointer (&inputs));
      return TRUE;
    }

  g_queue_push_head (&self->takers, task);
  open_call_free (call);
  if (error != NULL)
    noob_node_runner_fail_epoch (self, epoch, error);

  return TRUE;
}

/* A stateful node has one call at a time, so that there is no use in further epochs meanwhile. */
gboolean
noob_node_runner_wants_calls (NoobNodeRunner *self)
{
  return !self->is_driven ||
         (!g_queue_is_empty (&self->takers) &&
          (!noob_node_get_stateful (self->hosted->node) || g_hash_table_size (self->calls) == 0));
}

void
noob_node_runner_forget_calls (NoobNodeRunner *self,
                               guint64         root)
{
  GHashTableIter iter;
  gpointer epoch;

  g_hash_table_iter_init (&iter, self->calls);
  while (g_hash_table_iter_next (&iter, &epoch, NULL))
    if (noob_epoch_get_root (epoch) == root)
      g_hash_table_iter_remove (&iter);
}

void
noob_node_runner_end_calls (NoobNodeRunner *self)
{
  GTask *task;

  g_hash_table_remove_all (self->calls);
  while ((task = g_queue_pop_head (&self->takers)) != NULL)
    {
      g_task_return_new_error (task, NOOB_ERROR, NOOB_ERROR_END_OF_STREAM,
                               "the node runner is closed");
      g_object_unref (task);
    }
}

static gboolean
on_cancelled (gpointer data)
{
  GTask *task = data;
  NoobNodeRunner *self = g_task_get_source_object (task);

  if (g_queue_remove (&self->takers, task))
    {
      g_task_return_error_if_cancelled (task);
      g_object_unref (task);
    }

  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (NoobNodeRunner *self,
                   GTask          *task,
                   GCancellable   *cancellable)
{
  GSource *source;

  if (cancellable == NULL)
    return;

  source = noob_cancel_source_new (cancellable);
  g_source_set_static_name (source, "noob-next-inputs");
  g_source_set_callback (source, on_cancelled, task, NULL);
  g_source_attach (source, self->context);
  g_task_set_task_data (task, source, (GDestroyNotify) noob_cancel_source_free);
}

/**
 * noob_node_runner_next_inputs_async:
 * @self: a node runner
 * @cancellable: (nullable): a cancellable
 * @callback: what to call when there are inputs
 * @user_data: data for @callback
 *
 * Waits for the next call of the node that is due: a stateful node gets its epochs in order, one
 * after the other is answered; a stateless one gets whichever has its inputs.
 *
 * From the first time on, the node runner does not call the node any more: the application does
 * what the node is there for, and says what came of it with [method@Noob.NodeRunner.emit], or
 * [method@Noob.NodeRunner.fail_epoch]. For all calls of a node to come here, this is called before
 * [method@Noob.NodeRunner.run]. Who asks more than once at a time is answered in turn.
 *
 * In the context of the node runner.
 *
 * Since: 1.0
 */
void
noob_node_runner_next_inputs_async (NoobNodeRunner      *self,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (NOOB_IS_NODE_RUNNER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, noob_node_runner_next_inputs_async);
  /* A call that has been handed out is the application's, and would be lost. */
  g_task_set_check_cancellable (task, FALSE);
  watch_cancellable (self, task, cancellable);

  self->is_driven = TRUE;
  g_queue_push_tail (&self->takers, task);
  if (self->status == NOOB_NODE_STATUS_CLOSED || self->is_over)
    noob_node_runner_end_calls (self);
  else
    noob_node_runner_wake (self);
}

/**
 * noob_node_runner_next_inputs_finish:
 * @self: a node runner
 * @result: what the callback was given
 * @inputs: (out) (transfer full): the inputs of the call, by slot
 * @epoch: (out) (transfer full): its epoch
 * @error: return location for an error
 *
 * Gets what [method@Noob.NodeRunner.next_inputs_async] waited for. When the node runner is closed,
 * and nothing will come any more, that is [error@Noob.Error.END_OF_STREAM].
 *
 * Returns: (skip): whether there is a call to make
 *
 * Since: 1.0
 */
gboolean
noob_node_runner_next_inputs_finish (NoobNodeRunner  *self,
                                     GAsyncResult    *result,
                                     NoobRecord     **inputs,
                                     NoobEpoch      **epoch,
                                     GError         **error)
{
  Call *call;

  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (inputs != NULL && epoch != NULL, FALSE);

  *inputs = NULL;
  *epoch = NULL;
  call = g_task_propagate_pointer (G_TASK (result), error);
  if (call == NULL)
    return FALSE;

  *inputs = g_steal_pointer (&call->inputs);
  *epoch = g_steal_pointer (&call->epoch);
  call_free (call);

  return TRUE;
}

/* NULL with an error when @epoch was not handed out; NULL without one when it has ended since,
 * so that nobody waits for what comes of it. */
static OpenCall *
take_back (NoobNodeRunner  *self,
           NoobEpoch       *epoch,
           GError         **error)
{
  g_autofree char *text = NULL;
  g_autoptr (NoobEpoch) key = NULL;
  OpenCall *call;

  if (g_hash_table_steal_extended (self->calls, epoch, (gpointer *) &key, (gpointer *) &call))
    return call;

  if (self->scheduler != NULL &&
      noob_scheduler_has_ended (self->scheduler, noob_epoch_get_root (epoch)))
    return NULL;

  text = noob_epoch_to_string (epoch);
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_STATE,
               "node \"%s\" has no call in progress in epoch %s", self->node_id, text);

  return NULL;
}

/* Takes @call. */
static gboolean
end_open_call (NoobNodeRunner  *self,
               OpenCall        *call,
               NoobEpoch       *epoch,
               NoobRecord      *outputs,
               GError         **error)
{
  gboolean done = noob_asset_call_end (call->assets, error) &&
                  noob_hosted_node_emit (self->hosted, epoch, outputs, self->events, error) &&
                  noob_node_runner_end_call (self, epoch, call->state, error);

  open_call_free (call);

  return done;
}

/**
 * noob_node_runner_emit:
 * @self: a node runner
 * @epoch: the epoch of a call that [method@Noob.NodeRunner.next_inputs_async] gave
 * @outputs: (nullable): what comes of it, by signal; a signal that is not there emits no event
 * @error: return location for an error
 *
 * Ends a call that the application made: sends on what the node emits. As with what a node puts
 * out, a value may be an event, or a list of them, in the epoch, its parents or subepochs that the
 * node opens.
 *
 * A call that was not given out is [error@Noob.Error.STATE]. What cannot be sent, such as a signal
 * that the node does not have, fails the epoch as well. If the epoch has ended meanwhile, nothing
 * is sent, and that is no error.
 *
 * In the context of the node runner.
 *
 * Returns: whether it succeeded
 *
 * Since: 1.0
 */
gboolean
noob_node_runner_emit (NoobNodeRunner  *self,
                       NoobEpoch       *epoch,
                       NoobRecord      *outputs,
                       GError         **error)
{
  g_autoptr (NoobRecord) none = NULL;
  g_autoptr (GError) failure = NULL;
  OpenCall *call;

  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), FALSE);
  g_return_val_if_fail (epoch != NULL, FALSE);

  call = take_back (self, epoch, &failure);
  if (call == NULL)
    {
      gboolean has_ended = failure == NULL;

      if (!has_ended)
        g_propagate_error (error, g_steal_pointer (&failure));
      return has_ended;
    }

  if (outputs == NULL)
    outputs = none = noob_record_new ();

  if (!end_open_call (self, call, epoch, outputs, &failure))
    noob_node_runner_fail_epoch (self, epoch, failure);

  g_ptr_array_set_size (self->events, 0);
  noob_node_runner_wake (self);
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
