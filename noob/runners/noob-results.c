/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobResults:
 *
 * The results of a runner, one after the other: what [method@Noob.Runner.iterate] gives.
 *
 * ```c
 * g_autoptr (NoobResults) results = noob_runner_iterate (runner, 10, &error);
 * g_auto (GValue) value = G_VALUE_INIT;
 *
 * while (results != NULL && noob_results_next (results, &value, &error))
 *   use (&value);
 * ```
 *
 * Epochs are run as results are asked for. Dropping the object early discards no epoch silently:
 * those that have run are reported as ended, and the numbers of epochs go on.
 *
 * A runner has one iteration in progress. When the first result of another is asked for, or a call
 * of [method@Noob.Runner.run] begins, this one is over as if it had been dropped, unless it was at
 * its end: the next result is [error@Noob.Error.STATE] then. Single epochs in between, by
 * [method@Noob.Runner.process], do not disturb it.
 *
 * To be used in the thread in which the runner is used.
 *
 * Since: 1.0
 */

#include "core/noob-error.h"
#include "core/noob-value-private.h"
#include "runners/noob-runner-call-private.h"
#include "runners/noob-runner-private.h"

struct _NoobResults
{
  GObject parent_instance;

  NoobRunner *runner;
  gint64      n_left; /* -1: no end */
  gboolean    per_epoch;
  guint       iteration; /* its number; 0 until it has begun */
  gboolean    ended;
  gboolean    pending; /* the next result is asked for asynchronously */
  gboolean    beginning; /* to run an epoch for that … */
  gboolean    again;     /* … which is over already, without a result */
};

G_DEFINE_FINAL_TYPE (NoobResults, noob_results, G_TYPE_OBJECT)

static void
end (NoobResults *self)
{
  if (self->ended)
    return;

  self->ended = TRUE;
  noob_runner_end_iteration (self->runner, self->iteration);
}

static void
noob_results_dispose (GObject *object)
{
  NoobResults *self = NOOB_RESULTS (object);

  end (self);
  g_clear_object (&self->runner);

  G_OBJECT_CLASS (noob_results_parent_class)->dispose (object);
}

static void
noob_results_class_init (NoobResultsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = noob_results_dispose;
}

static void
noob_results_init (NoobResults *self)
{
}

NoobResults *
noob_results_new (NoobRunner *runner,
                  gint64      n,
                  gboolean    per_epoch)
{
  NoobResults *self = g_object_new (NOOB_TYPE_RESULTS, NULL);

  self->runner = g_object_ref (runner);
  self->n_left = n;
  self->per_epoch = per_epoch;

  return self;
}

static guint64
count_wanted (NoobResults *self)
{
  return self->n_left < 0 ? G_MAXUINT64 : (guint64) self->n_left;
}

static gboolean
is_handed_out (NoobResults  *self,
               const GValue *value)
{
  return self->per_epoch || !noob_value_is_no_event (value);
}

static void
hand_out_one (NoobResults *self)
{
  if (self->n_left > 0)
    self->n_left--;
}

static void
set_no_result_error (NoobResults  *self,
                     GError      **error)
{
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_NO_RESULT,
               "more than %u epochs in a row gave no result (max-iter-loops)",
               noob_runner_get_max_iter_loops (self->runner));
}

/* The end of the stream is the end of the results. */
static void
end_with_error (NoobResults  *self,
                GError      **error)
{
  end (self);
  if (g_error_matches (*error, NOOB_ERROR, NOOB_ERROR_END_OF_STREAM))
    g_clear_error (error);
}

/* Runs epochs until one gives something to hand out. */
static gboolean
next_value (NoobResults  *self,
            GValue       *value,
            GError      **error)
{
  guint max_loops = noob_runner_get_max_iter_loops (self->runner);

  for (guint loops = 0; loops <= max_loops; loops++)
    {
      if (!noob_runner_next_epoch (self->runner, &self->iteration, count_wanted (self), value,
                                   error))
        return FALSE;

      if (is_handed_out (self, value))
        return TRUE;
    }

  set_no_result_error (self, error);
  return FALSE;
}

/* FALSE while the next result is asked for asynchronously. */
static gboolean
check_not_pending (NoobResults  *self,
                   GError      **error)
{
  if (self->pending)
    g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_STATE,
                         "the next result has been asked for already and is yet to come");

  return !self->pending;
}

/**
 * noob_results_next:
 * @self: the results
 * @value: (out caller-allocates): where to put the next result, whatever it holds now;
 *   %NOOB_NO_EVENT at the end, and for an epoch that gave no result
 * @error: return location for an error
 *
 * Gets the next result, running epochs until there is one.
 *
 * The end of the stream is the end of the results, not an error. More than
 * [property@Noob.Runner:max-iter-loops] epochs in a row without a result are
 * [error@Noob.Error.NO_RESULT].
 *
 * Returns: whether there was one; at the end %FALSE without an error
 *
 * Since: 1.0
 */
gboolean
noob_results_next (NoobResults  *self,
                   GValue       *value,
                   GError      **error)
{
  GError *local_error = NULL;

  g_return_val_if_fail (NOOB_IS_RESULTS (self), FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  if (!check_not_pending (self, error))
    {
      noob_value_set_no_event (value);
      return FALSE;
    }

  if (!self->ended && self->n_left != 0)
    {
      if (next_value (self, value, &local_error))
        {
          hand_out_one (self);
          return TRUE;
        }

      end_with_error (self, &local_error);
    }

  noob_value_set_no_event (value);
  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return FALSE;
}

/**
 * noob_results_next_to_list:
 * @self: the results
 * @error: return location for an error
 *
 * Does what [method@Noob.Results.next] does, for languages whose bindings lose a list or a record
 * that comes out in a #GValue.
 *
 * Returns: (transfer full) (nullable): a list of one, the next result; at the end %NULL without
 * an error
 *
 * Since: 1.0
 */
NoobList *
noob_results_next_to_list (NoobResults  *self,
                           GError      **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  return noob_results_next (self, &value, error) ? noob_list_new (&value, 1) : NULL;
}

gboolean
noob_result_unpack (NoobList *list,
                    GValue   *value)
{
  noob_value_set_no_event (value);
  if (list == NULL)
    return FALSE;

  g_value_unset (value);
  noob_value_init_copy (value, noob_list_get_value (list, 0));
  noob_list_unref (list);

  return TRUE;
}

static void begin_next (NoobResults *self,
                        GTask       *task);

/* Whether another epoch may be run for the same result; the task counts them. */
static gboolean
try_again (NoobResults  *self,
           GTask        *task,
           GError      **error)
{
  guint n_loops = GPOINTER_TO_UINT (g_task_get_task_data (task)) + 1;

  if (n_loops > noob_runner_get_max_iter_loops (self->runner))
    {
      set_no_result_error (self, error);
      return FALSE;
    }

  g_task_set_task_data (task, GUINT_TO_POINTER (n_loops), NULL);
  if (self->beginning)
    self->again = TRUE;
  else
    begin_next (self, task);

  return TRUE;
}

static void
on_epoch (NoobRunnerCall *call)
{
  NoobResults *self = g_task_get_source_object (call->task);
  GError *error = g_steal_pointer (&call->error);

  if (error == NULL && !is_handed_out (self, &call->result) &&
      try_again (self, call->task, &error))
    return;

  self->pending = FALSE;
  if (error == NULL)
    {
      hand_out_one (self);
      g_task_return_pointer (call->task, noob_list_new (&call->result, 1),
                             (GDestroyNotify) noob_list_unref);
      return;
    }

  end_with_error (self, &error);
  if (error != NULL)
    g_task_return_error (call->task, error);
  else
    g_task_return_pointer (call->task, NULL, NULL);
}

static void
begin_epoch (NoobResults *self,
             GTask       *task)
{
  NoobRunnerCall *call = noob_runner_call_new (self->runner, NOOB_CALL_NEXT_EPOCH, task, on_epoch);

  call->iteration = &self->iteration;
  call->n_wanted = count_wanted (self);
  noob_runner_call_begin (call);
}

/* Epochs may be over as soon as they are begun, as many as there are loops. */
static void
begin_next (NoobResults *self,
            GTask       *task)
{
  do
    {
      self->again = FALSE;
      self->beginning = TRUE;
      begin_epoch (self, task);
      self->beginning = FALSE;
    }
  while (self->again);
}

/**
 * noob_results_next_async:
 * @self: the results
 * @cancellable: (nullable): to cancel it with
 * @callback: (scope async): called when it has ended
 * @user_data: for @callback
 *
 * Does what [method@Noob.Results.next] does, without waiting.
 *
 * When it is cancelled, the results are at their end, and the epoch that it waits for ends. Others
 * that have begun go on to their end, and are reported by [signal@Noob.Runner::epoch-ended]; the
 * numbers of epochs go on. One result can be asked for at a time.
 *
 * Since: 1.0
 */
void
noob_results_next_async (NoobResults         *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (NOOB_IS_RESULTS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (task, noob_results_next_async);

  if (!check_not_pending (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  if (self->ended || self->n_left == 0)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }

  self->pending = TRUE;
  begin_next (self, task);
}

/**
 * noob_results_next_finish:
 * @self: the results
 * @result: what the callback was given
 * @value: (out caller-allocates): where to put the next result, whatever it holds now;
 *   %NOOB_NO_EVENT at the end, and for an epoch that gave no result
 * @error: return location for an error
 *
 * Ends [method@Noob.Results.next_async].
 *
 * Returns: (skip): whether there was one; at the end %FALSE without an error
 *
 * Since: 1.0
 */
gboolean
noob_results_next_finish (NoobResults   *self,
                          GAsyncResult  *result,
                          GValue        *value,
                          GError       **error)
{
  g_return_val_if_fail (value != NULL, FALSE);

  return noob_result_unpack (noob_results_next_finish_to_list (self, result, error), value);
}

/**
 * noob_results_next_finish_to_list:
 * @self: the results
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Does what [method@Noob.Results.next_finish] does, for languages whose bindings lose a list or a
 * record that comes out in a #GValue.
 *
 * Returns: (transfer full) (nullable): a list of one, the next result; at the end %NULL without
 *   an error
 *
 * Since: 1.0
 */
NoobList *
noob_results_next_finish_to_list (NoobResults   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (NOOB_IS_RESULTS (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, noob_results_next_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
