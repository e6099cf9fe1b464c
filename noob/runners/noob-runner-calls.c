/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The calls to a runner that return when they are done. */

#include "runners/noob-runner-parts-private.h"

#include "graph/noob-tube-private.h"

/* Whether epochs can be run that nobody gives inputs to. */
static gboolean
check_inputs (NoobRunner  *self,
              GError     **error)
{
  g_autoptr (NoobRecord) inputs =
    noob_tube_bind_inputs (noob_runner_get_private (self)->tube, NULL, error);

  return inputs != NULL;
}

gboolean
noob_runner_next_epoch (NoobRunner  *self,
                        guint       *iteration,
                        guint64      n_wanted,
                        GValue      *result,
                        GError     **error)
{
  gboolean done;

  if (!noob_runner_check_state (self, error) || !noob_runner_begin_call (self, error))
    return FALSE;

  done = noob_runner_take_iteration (self, iteration, error) &&
         NOOB_RUNNER_GET_CLASS (self)->next_epoch (self, n_wanted, result, error);
  noob_runner_end_call (self);

  return done;
}

/**
 * noob_runner_initialize:
 * @self: a runner
 * @error: return location for an error
 *
 * Makes the nodes, checks the graph against what they say of themselves, and readies them. On
 * failure everything is undone. Without effect on a runner that is initialized.
 *
 * Returns: whether it succeeded
 *
 * Since: 1.0
 */
gboolean
noob_runner_initialize (NoobRunner  *self,
                        GError     **error)
{
  NoobRunnerPrivate *priv = noob_runner_get_private (self);
  gboolean done;

  g_return_val_if_fail (NOOB_IS_RUNNER (self), FALSE);
  g_return_val_if_fail (priv->tube != NULL, FALSE);

  if (priv->initialized && !priv->ending)
    return TRUE;

  if (!noob_runner_begin_first_call (self, error))
    return FALSE;

  done = NOOB_RUNNER_GET_CLASS (self)->initialize (self, error);
  noob_runner_set_initialized (self, done);
  noob_runner_end_call (self);

  return done;
}

/**
 * noob_runner_deinitialize:
 * @self: a runner
 * @error: return location for an error
 *
 * Stops, and has every node release what it took. All is released whatever fails on the way; the
 * first failure is returned. Without effect on a runner that is not initialized. In a handler that
 * runs within another call to the runner, it is [error@Noob.Error.STATE].
 *
 * Returns: whether nothing failed
 *
 * Since: 1.0
 */
gboolean
noob_runner_deinitialize (NoobRunner  *self,
                          GError     **error)
{
  NoobRunnerPrivate *priv = noob_runner_get_private (self);
  gboolean done;

  g_return_val_if_fail (NOOB_IS_RUNNER (self), FALSE);

  if (!priv->initialized && !priv->busy)
    return TRUE;
  if (!noob_runner_begin_last_call (self, error))
    return FALSE;

  done = NOOB_RUNNER_GET_CLASS (self)->deinitialize (self, error);
  noob_runner_set_initialized (self, FALSE);
  noob_runner_end_call (self);

  return done;
}

/**
 * noob_runner_process:
 * @self: a runner
 * @inputs: (nullable): values of process-scoped inputs, by name
 * @result: (out caller-allocates): where to put the result, whatever it holds now; %NOOB_NO_EVENT
 *   when the epoch returned nothing, and on failure
 * @error: return location for an error
 *
 * Runs one epoch.
 *
 * A required input that is missing is [error@Noob.Error.INPUT], and no node runs; an input that
 * the tube does not have is ignored with a warning. A source that has nothing more to emit is
 * [error@Noob.Error.END_OF_STREAM], a node that fails [error@Noob.Error.NODE]; the runner stays
 * usable after either.
 *
 * Returns: (skip): whether the epoch ran
 *
 * Since: 1.0
 */
gboolean
noob_runner_process (NoobRunner  *self,
                     NoobRecord  *inputs,
                     GValue      *result,
                     GError     **error)
{
  gboolean done;

  g_return_val_if_fail (NOOB_IS_RUNNER (self), FALSE);
  g_return_val_if_fail (result != NULL, FALSE);

  noob_value_set_no_event (result);

  if (!noob_runner_check_state (self, error) || !noob_runner_begin_call (self, error))
    return FALSE;

  done = NOOB_RUNNER_GET_CLASS (self)->process (self, inputs, result, error);
  noob_runner_end_call (self);

  return done;
}

/**
 * noob_runner_process_to_list:
 * @self: a runner
 * @inputs: (nullable): values of process-scoped inputs, by name
 * @error: return location for an error
 *
 * Does what [method@Noob.Runner.process] does, for languages whose bindings lose a list or a
 * record that comes out in a #GValue.
 *
 * Returns: (transfer full): a list of one, the result
 *
 * Since: 1.0
 */
NoobList *
noob_runner_process_to_list (NoobRunner  *self,
                             NoobRecord  *inputs,
                             GError     **error)
{
  g_auto (GValue) result = G_VALUE_INIT;

  return noob_runner_process (self, inputs, &result, error) ? noob_list_new (&result, 1) : NULL;
}

static NoobResults *
iterate (NoobRunner  *self,
         gint64       n,
         gboolean     per_epoch,
         GError     **error)
{
  if (!noob_runner_check_state (self, error) || !check_inputs (self, error))
    return NULL;

  return noob_results_new (self, n, per_epoch);
}

/**
 * noob_runner_iterate:
 * @self: a runner
 * @n: how many results; -1: until the end of the stream
 * @error: return location for an error
 *
 * Iterates over results. If the tube returns, @n counts results, and epochs without one are
 * passed over; else it counts epochs, each giving %NOOB_NO_EVENT.
 *
 * One iteration is in progress at a time: when these results are asked for their first one, others
 * of the same runner that are not at their end are over. [method@Noob.Runner.run] is an iteration
 * too.
 *
 * Returns: (transfer full): the results
 *
 * Since: 1.0
 */
NoobResults *
noob_runner_iterate (NoobRunner  *self,
                     gint64       n,
                     GError     **error)
{
  g_return_val_if_fail (NOOB_IS_RUNNER (self), NULL);

  return iterate (self, n, !noob_runner_get_returns (self), error);
}

/**
 * noob_runner_iterate_epochs:
 * @self: a runner
 * @n: how many epochs; -1: until the end of the stream
 * @error: return location for an error
 *
 * Iterates over epochs: each gives its result, or %NOOB_NO_EVENT when it has none.
 *
 * Returns: (transfer full): the results
 *
 * Since: 1.0
 */
NoobResults *
noob_runner_iterate_epochs (NoobRunner  *self,
                            gint64       n,
                            GError     **error)
{
  g_return_val_if_fail (NOOB_IS_RUNNER (self), NULL);

  return iterate (self, n, TRUE, error);
}

/**
 * noob_runner_run:
 * @self: a runner
 * @n: how many results; -1: until the end of the stream
 * @error: return location for an error
 *
 * Runs until there are @n results, or for @n epochs if the tube does not return. The end of the
 * stream ends the run early: what there is is returned.
 *
 * Returns: (transfer full): the results; empty when the tube does not return
 *
 * Since: 1.0
 */
NoobList *
noob_runner_run (NoobRunner  *self,
                 gint64       n,
                 GError     **error)
{
  g_autoptr (NoobResults) results = NULL;
  g_autoptr (GArray) values = NULL;
  GValue value = G_VALUE_INIT;
  GError *local_error = NULL;

  g_return_val_if_fail (NOOB_IS_RUNNER (self), NULL);

  results = noob_runner_iterate (self, n, error);
  if (results == NULL)
    return NULL;

  values = g_array_new (FALSE, FALSE, sizeof (GValue));
  g_array_set_clear_func (values, (GDestroyNotify) g_value_unset);

  while (noob_results_next (results, &value, &local_error))
    if (noob_runner_get_returns (self))
      {
        g_array_append_val (values, value);
        value = (GValue) G_VALUE_INIT;
      }
  g_value_unset (&value);

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return NULL;
    }

  g_array_set_clear_func (values, NULL);

  return noob_list_new_take (g_steal_pointer (&values));
}

/**
 * noob_runner_start:
 * @self: a runner
 * @error: return location for an error
 *
 * Begins to run freely, one epoch after the other, until [method@Noob.Runner.stop], the end of
 * the stream, or a failure. Does not block: connect to [signal@Noob.Runner::event]. Without
 * effect while running.
 *
 * Returns: whether it began
 *
 * Since: 1.0
 */
gboolean
noob_runner_start (NoobRunner  *self,
                   GError     **error)
{
  NoobRunnerPrivate *priv = noob_runner_get_private (self);
  gboolean done;

  g_return_val_if_fail (NOOB_IS_RUNNER (self), FALSE);

  if (priv->running)
    return TRUE;

  if (!noob_runner_check_state (self, error) || !check_inputs (self, error) ||
      !noob_runner_begin_call (self, error))
    return FALSE;

  /* It may come to an end before the call returns. */
  noob_runner_set_running (self, TRUE);
  done = NOOB_RUNNER_GET_CLASS (self)->start (self, error);
  if (!done)
    noob_runner_set_running (self, FALSE);
  noob_runner_end_call (self);

  return done;
}

/**
 * noob_runner_stop:
 * @self: a runner
 * @error: return location for an error
 *
 * Ends running freely: no further epoch begins, and those that have begun go on to their end.
 * Does not wait for that. Without effect when not running.
 *
 * Returns: whether it succeeded
 *
 * Since: 1.0
 */
gboolean
noob_runner_stop (NoobRunner  *self,
                  GError     **error)
{
  g_return_val_if_fail (NOOB_IS_RUNNER (self), FALSE);

  if (!noob_runner_get_private (self)->running)
    return TRUE;

  noob_runner_set_running (self, FALSE);

  return NOOB_RUNNER_GET_CLASS (self)->stop (self, error);
}

static gboolean
enable_node (NoobRunner  *self,
             const char  *node_id,
             gboolean     enabled,
             GError     **error)
{
  return noob_runner_check_node (self, node_id, error) &&
         NOOB_RUNNER_GET_CLASS (self)->set_enabled (self, node_id, enabled, error);
}

/**
 * noob_runner_enable_node:
 * @self: a runner
 * @node_id: a node
 * @error: return location for an error
 *
 * Enables a node from the next epoch on, and initializes it. Without effect on one that is
 * enabled.
 *
 * Returns: whether it succeeded
 *
 * Since: 1.0
 */
gboolean
noob_runner_enable_node (NoobRunner  *self,
                         const char  *node_id,
                         GError     **error)
{
  g_return_val_if_fail (NOOB_IS_RUNNER (self), FALSE);
  g_return_val_if_fail (node_id != NULL, FALSE);

  return enable_node (self, node_id, TRUE, error);
}

/**
 * noob_runner_disable_node:
 * @self: a runner
 * @node_id: a node
 * @error: return location for an error
 *
 * Disables a node from the next epoch on, and deinitializes it. Without effect on one that is
 * disabled.
 *
 * Returns: whether it succeeded
 *
 * Since: 1.0
 */
gboolean
noob_runner_disable_node (NoobRunner  *self,
                          const char  *node_id,
                          GError     **error)
{
  g_return_val_if_fail (NOOB_IS_RUNNER (self), FALSE);
  g_return_val_if_fail (node_id != NULL, FALSE);

  return enable_node (self, node_id, FALSE, error);
}
