/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which calls to a runner may be made, given those that have not ended. */

#include "runners/noob-runner-parts-private.h"

#include "core/noob-error.h"

gboolean
noob_runner_check_state (NoobRunner  *self,
                         GError     **error)
{
  NoobRunnerPrivate *priv = noob_runner_get_private (self);

  if (!priv->initialized)
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_STATE,
                           "the runner is not initialized: call initialize first");
      return FALSE;
    }

  if (priv->running)
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_STATE,
                           "the runner is running freely: call stop first");
      return FALSE;
    }

  return TRUE;
}

static gboolean
refuse_if (gboolean   busy,
           GError   **error)
{
  if (busy)
    g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_STATE,
                         "the runner is busy: this cannot be done before another call has ended");

  return busy;
}

gboolean
noob_runner_check_node (NoobRunner  *self,
                        const char  *node_id,
                        GError     **error)
{
  NoobRunnerPrivate *priv = noob_runner_get_private (self);

  if (!priv->initialized)
    return noob_runner_check_state (self, error);
  if (refuse_if (priv->ending, error))
    return FALSE;

  if (noob_tube_specification_get_node (noob_tube_get_specification (priv->tube), node_id) == NULL)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_NOT_FOUND, "the tube has no node \"%s\"", node_id);
      return FALSE;
    }

  return TRUE;
}

static gboolean
begin_call (NoobRunner  *self,
            gboolean     disturbing,
            GError     **error)
{
  if (refuse_if (disturbing, error))
    return FALSE;

  g_object_ref (self);
  noob_runner_get_private (self)->busy = TRUE;

  return TRUE;
}

gboolean
noob_runner_begin_call (NoobRunner  *self,
                        GError     **error)
{
  NoobRunnerPrivate *priv = noob_runner_get_private (self);

  return begin_call (self, priv->busy || priv->iterating || priv->n_processing > 0, error);
}

gboolean
noob_runner_begin_first_call (NoobRunner  *self,
                              GError     **error)
{
  if (!noob_runner_begin_call (self, error))
    return FALSE;

  g_clear_pointer (&noob_runner_get_private (self)->failure, noob_failure_unref);

  return TRUE;
}

gboolean
noob_runner_begin_last_call (NoobRunner  *self,
                             GError     **error)
{
  NoobRunnerPrivate *priv = noob_runner_get_private (self);

  if (!begin_call (self, priv->busy, error))
    return FALSE;

  priv->ending = TRUE;
  noob_runner_set_running (self, FALSE);

  return TRUE;
}

gboolean
noob_runner_is_ending (NoobRunner *self)
{
  return noob_runner_get_private (self)->ending;
}

void
noob_runner_end_call (NoobRunner *self)
{
  noob_runner_get_private (self)->busy = FALSE;
  g_object_unref (self);
}

gboolean
noob_runner_is_busy (NoobRunner *self)
{
  return noob_runner_get_private (self)->busy;
}

void
noob_runner_end_iteration (NoobRunner *self,
                           guint       iteration)
{
  NoobRunnerClass *klass = NOOB_RUNNER_GET_CLASS (self);
  NoobRunnerPrivate *priv = noob_runner_get_private (self);

  if (iteration == 0 || iteration != priv->iteration)
    return;

  priv->iteration = 0;
  if (klass->end_iteration != NULL)
    klass->end_iteration (self);
}

gboolean
noob_runner_take_iteration (NoobRunner  *self,
                            guint       *iteration,
                            GError     **error)
{
  NoobRunnerPrivate *priv = noob_runner_get_private (self);

  if (*iteration == 0)
    {
      noob_runner_end_iteration (self, priv->iteration);
      priv->iteration = *iteration = ++priv->n_iterations;
    }

  if (*iteration != priv->iteration)
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_STATE,
                           "the iteration is over: another one was begun since, or the runner was "
                           "deinitialized");
      return FALSE;
    }

  return TRUE;
}

static gboolean
admit_process (NoobRunner  *self,
               GError     **error)
{
  NoobRunnerPrivate *priv = noob_runner_get_private (self);

  if (!noob_runner_check_state (self, error) || refuse_if (priv->busy || priv->iterating, error))
    return FALSE;

  priv->n_processing++;

  return TRUE;
}

static gboolean
admit_next_epoch (NoobRunner  *self,
                  guint       *iteration,
                  GError     **error)
{
  NoobRunnerPrivate *priv = noob_runner_get_private (self);

  if (!noob_runner_check_state (self, error) ||
      refuse_if (priv->busy || priv->iterating || priv->n_processing > 0, error) ||
      !noob_runner_take_iteration (self, iteration, error))
    return FALSE;

  priv->iterating = TRUE;

  return TRUE;
}

static gboolean
admit_kind (NoobRunnerCall  *call,
            GError         **error)
{
  switch (call->kind)
    {
    case NOOB_CALL_INITIALIZE:
      return noob_runner_begin_first_call (call->runner, error);
    case NOOB_CALL_DEINITIALIZE:
      return noob_runner_begin_last_call (call->runner, error);
    case NOOB_CALL_PROCESS:
      return admit_process (call->runner, error);
    case NOOB_CALL_NEXT_EPOCH:
      return admit_next_epoch (call->runner, call->iteration, error);
    case NOOB_CALL_SET_ENABLED:
      return noob_runner_check_node (call->runner, call->node_id, error);
    default:
      g_assert_not_reached ();
    }
}

gboolean
noob_runner_admit (NoobRunnerCall  *call,
                   GError         **error)
{
  if (!admit_kind (call, error))
    return FALSE;

  call->life = noob_runner_get_private (call->runner)->life;

  return TRUE;
}

/* A call that was not admitted, or was cut off, counts for nothing. */
void
noob_runner_release (NoobRunnerCall *call)
{
  NoobRunnerPrivate *priv = noob_runner_get_private (call->runner);

  if (call->life != priv->life)
    return;

  switch (call->kind)
    {
    case NOOB_CALL_INITIALIZE:
    case NOOB_CALL_DEINITIALIZE:
      noob_runner_end_call (call->runner);
      break;
    case NOOB_CALL_PROCESS:
      priv->n_processing--;
      break;
    case NOOB_CALL_NEXT_EPOCH:
      priv->iterating = FALSE;
      break;
    default:
      break;
    }
}
