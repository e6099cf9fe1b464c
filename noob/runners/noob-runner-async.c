/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The calls to a runner that return at once. */

#include "runners/noob-runner-parts-private.h"

static GTask *
task_new (NoobRunner          *self,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data,
          gpointer             tag)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  /* The result says what became of the call, even if it was cancelled too late. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (task, tag);

  return task;
}

static void
return_done (NoobRunnerCall *call)
{
  if (call->error != NULL)
    g_task_return_error (call->task, g_steal_pointer (&call->error));
  else
    g_task_return_boolean (call->task, TRUE);
}

static void
return_result (NoobRunnerCall *call)
{
  if (call->error != NULL)
    g_task_return_error (call->task, g_steal_pointer (&call->error));
  else
    g_task_return_pointer (call->task, noob_list_new (&call->result, 1),
                           (GDestroyNotify) noob_list_unref);
}

static gboolean
finish (NoobRunner    *self,
        GAsyncResult  *result,
        gpointer       tag,
        GError       **error)
{
  g_return_val_if_fail (NOOB_IS_RUNNER (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_initialized (NoobRunnerCall *call)
{
  if (call->life != 0)
    noob_runner_set_initialized (call->runner, call->error == NULL);
  return_done (call);
}

/**
 * noob_runner_initialize_async:
 * @self: a runner
 * @cancellable: (nullable): to cancel it with
 * @callback: (scope async): called when it has ended
 * @user_data: for @callback
 *
 * Does what [method@Noob.Runner.initialize] does, without waiting.
 *
 * When it is cancelled everything is undone, and it ends when that is done.
 *
 * Since: 1.0
 */
void
noob_runner_initialize_async (NoobRunner          *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (NOOB_IS_RUNNER (self));
  g_return_if_fail (noob_runner_get_tube (self) != NULL);

  task = task_new (self, cancellable, callback, user_data, noob_runner_initialize_async);
  if (noob_runner_get_initialized (self) && !noob_runner_is_ending (self))
    g_task_return_boolean (task, TRUE);
  else
    noob_runner_call_begin (
      noob_runner_call_new (self, NOOB_CALL_INITIALIZE, task, on_initialized));
}

/**
 * noob_runner_initialize_finish:
 * @self: a runner
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends [method@Noob.Runner.initialize_async].
 *
 * Returns: whether the runner is initialized
 *
 * Since: 1.0
 */
gboolean
noob_runner_initialize_finish (NoobRunner    *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return finish (self, result, noob_runner_initialize_async, error);
}

static void
on_deinitialized (NoobRunnerCall *call)
{
  if (call->life != 0)
    noob_runner_set_initialized (call->runner, FALSE);
  return_done (call);
}

/**
 * noob_runner_deinitialize_async:
 * @self: a runner
 * @cancellable: (nullable): to cancel it with
 * @callback: (scope async): called when it has ended
 * @user_data: for @callback
 *
 * Does what [method@Noob.Runner.deinitialize] does, without waiting.
 *
 * A call that is cancelled before it begins does nothing. One that is cancelled later waits no
 * longer for nodes to release what they took: where they have processes, these are killed.
 *
 * Since: 1.0
 */
void
noob_runner_deinitialize_async (NoobRunner          *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (NOOB_IS_RUNNER (self));

  task = task_new (self, cancellable, callback, user_data, noob_runner_deinitialize_async);
  if (!noob_runner_get_initialized (self) && !noob_runner_is_busy (self))
    g_task_return_boolean (task, TRUE);
  else
    noob_runner_call_begin (
      noob_runner_call_new (self, NOOB_CALL_DEINITIALIZE, task, on_deinitialized));
}

/**
 * noob_runner_deinitialize_finish:
 * @self: a runner
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends [method@Noob.Runner.deinitialize_async].
 *
 * Returns: whether nothing failed
 *
 * Since: 1.0
 */
gboolean
noob_runner_deinitialize_finish (NoobRunner    *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return finish (self, result, noob_runner_deinitialize_async, error);
}

/**
 * noob_runner_process_async:
 * @self: a runner
 * @inputs: (nullable): values of process-scoped inputs, by name
 * @cancellable: (nullable): to cancel it with
 * @callback: (scope async): called when it has ended
 * @user_data: for @callback
 *
 * Does what [method@Noob.Runner.process] does, without waiting.
 *
 * Several of these calls may be outstanding. Each is an epoch of its own; they begin in the order
 * of the calls, as soon as fewer epochs are in progress than may be.
 *
 * When it is cancelled before its epoch has begun, no epoch is run. Later, its epoch ends: nodes
 * are told to forget it. The error is %G_IO_ERROR_CANCELLED, and the runner stays usable.
 *
 * Since: 1.0
 */
void
noob_runner_process_async (NoobRunner          *self,
                           NoobRecord          *inputs,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  NoobRunnerCall *call;

  g_return_if_fail (NOOB_IS_RUNNER (self));

  task = task_new (self, cancellable, callback, user_data, noob_runner_process_async);
  call = noob_runner_call_new (self, NOOB_CALL_PROCESS, task, return_result);
  call->inputs = inputs != NULL ? noob_record_ref (inputs) : NULL;
  noob_runner_call_begin (call);
}

/**
 * noob_runner_process_finish:
 * @self: a runner
 * @result: what the callback was given
 * @value: (out caller-allocates): where to put the result, whatever it holds now;
 *   %NOOB_NO_EVENT when the epoch returned nothing, and on failure
 * @error: return location for an error
 *
 * Ends [method@Noob.Runner.process_async].
 *
 * Returns: (skip): whether the epoch ran
 *
 * Since: 1.0
 */
gboolean
noob_runner_process_finish (NoobRunner    *self,
                            GAsyncResult  *result,
                            GValue        *value,
                            GError       **error)
{
  g_return_val_if_fail (value != NULL, FALSE);

  return noob_result_unpack (noob_runner_process_finish_to_list (self, result, error), value);
}

/**
 * noob_runner_process_finish_to_list:
 * @self: a runner
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Does what [method@Noob.Runner.process_finish] does, for languages whose bindings lose a list or
 * a record that comes out in a #GValue.
 *
 * Returns: (transfer full): a list of one, the result
 *
 * Since: 1.0
 */
NoobList *
noob_runner_process_finish_to_list (NoobRunner    *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  g_return_val_if_fail (NOOB_IS_RUNNER (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, noob_runner_process_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Running: the results one by one. */

typedef struct
{
  NoobResults *results;
  GArray      *values; /* of GValue */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_object (&run->results);
  g_clear_pointer (&run->values, g_array_unref);
  g_free (run);
}

static NoobList *
take_values (Run *run)
{
  g_array_set_clear_func (run->values, NULL);

  return noob_list_new_take (g_steal_pointer (&run->values));
}

static void
on_next (GObject      *results,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GTask) task = data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  Run *run = g_task_get_task_data (task);
  GValue value = G_VALUE_INIT;
  GError *error = NULL;

  if (noob_results_next_finish (NOOB_RESULTS (results), result, &value, &error))
    {
      if (noob_runner_get_returns (g_task_get_source_object (task)))
        g_array_append_val (run->values, value);
      else
        g_value_unset (&value);
      noob_results_next_async (run->results, cancellable, on_next, g_steal_pointer (&task));
      return;
    }

  g_value_unset (&value);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, take_values (run), (GDestroyNotify) noob_list_unref);
}

/**
 * noob_runner_run_async:
 * @self: a runner
 * @n: how many results; -1: until the end of the stream
 * @cancellable: (nullable): to cancel it with
 * @callback: (scope async): called when it has ended
 * @user_data: for @callback
 *
 * Does what [method@Noob.Runner.run] does, without waiting.
 *
 * When it is cancelled, the epoch that it waits for ends; others that have begun go on to their
 * end, and the numbers of epochs go on. What it had so far is lost: see
 * [method@Noob.Results.next_async] for having each result as it comes.
 *
 * Since: 1.0
 */
void
noob_runner_run_async (NoobRunner          *self,
                       gint64               n,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (NoobResults) results = NULL;
  GError *error = NULL;
  Run *run;

  g_return_if_fail (NOOB_IS_RUNNER (self));

  task = task_new (self, cancellable, callback, user_data, noob_runner_run_async);
  results = noob_runner_iterate (self, n, &error);
  if (results == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  run = g_new (Run, 1);
  run->results = g_object_ref (results);
  run->values = g_array_new (FALSE, FALSE, sizeof (GValue));
  g_array_set_clear_func (run->values, (GDestroyNotify) g_value_unset);
  g_task_set_task_data (task, run, run_free);

  noob_results_next_async (results, cancellable, on_next, g_steal_pointer (&task));
}

/**
 * noob_runner_run_finish:
 * @self: a runner
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends [method@Noob.Runner.run_async].
 *
 * Returns: (transfer full): the results; empty when the tube does not return
 *
 * Since: 1.0
 */
NoobList *
noob_runner_run_finish (NoobRunner    *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (NOOB_IS_RUNNER (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, noob_runner_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Enabling and disabling. */

static void
begin_set_enabled (NoobRunner *self,
                   const char *node_id,
                   gboolean    enabled,
                   GTask      *task)
{
  NoobRunnerCall *call = noob_runner_call_new (self, NOOB_CALL_SET_ENABLED, task, return_done);

  call->node_id = g_intern_string (node_id);
  call->enabled = enabled;
  noob_runner_call_begin (call);
}

/**
 * noob_runner_enable_node_async:
 * @self: a runner
 * @node_id: a node
 * @cancellable: (nullable): to cancel it with
 * @callback: (scope async): called when it has ended
 * @user_data: for @callback
 *
 * Does what [method@Noob.Runner.enable_node] does, without waiting.
 *
 * When it is cancelled before its turn has come, which is when no epoch is in progress, nothing is
 * changed. Later, the change is made but not waited for.
 *
 * Since: 1.0
 */
void
noob_runner_enable_node_async (NoobRunner          *self,
                               const char          *node_id,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (NOOB_IS_RUNNER (self));
  g_return_if_fail (node_id != NULL);

  task = task_new (self, cancellable, callback, user_data, noob_runner_enable_node_async);
  begin_set_enabled (self, node_id, TRUE, task);
}

/**
 * noob_runner_enable_node_finish:
 * @self: a runner
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends [method@Noob.Runner.enable_node_async].
 *
 * Returns: whether it succeeded
 *
 * Since: 1.0
 */
gboolean
noob_runner_enable_node_finish (NoobRunner    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return finish (self, result, noob_runner_enable_node_async, error);
}

/**
 * noob_runner_disable_node_async:
 * @self: a runner
 * @node_id: a node
 * @cancellable: (nullable): to cancel it with
 * @callback: (scope async): called when it has ended
 * @user_data: for @callback
 *
 * Does what [method@Noob.Runner.disable_node] does, without waiting.
 *
 * When it is cancelled before its turn has come, which is when no epoch is in progress, nothing is
 * changed. Later, the change is made but not waited for.
 *
 * Since: 1.0
 */
void
noob_runner_disable_node_async (NoobRunner          *self,
                                const char          *node_id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (NOOB_IS_RUNNER (self));
  g_return_if_fail (node_id != NULL);

  task = task_new (self, cancellable, callback, user_data, noob_runner_disable_node_async);
  begin_set_enabled (self, node_id, FALSE, task);
}

/**
 * noob_runner_disable_node_finish:
 * @self: a runner
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends [method@Noob.Runner.disable_node_async].
 *
 * Returns: whether it succeeded
 *
 * Since: 1.0
 */
gboolean
noob_runner_disable_node_finish (NoobRunner    *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return finish (self, result, noob_runner_disable_node_async, error);
}
