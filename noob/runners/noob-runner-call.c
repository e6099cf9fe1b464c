/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One asynchronous call. A kind of runner that does not say how to begin one has its blocking
 * functions called in the main context of the runner. */

#include "runners/noob-runner-parts-private.h"

#include "core/noob-error.h"

NoobRunnerCall *
noob_runner_call_new (NoobRunner   *runner,
                      NoobCallKind  kind,
                      GTask        *task,
                      NoobCallFunc  done)
{
  NoobRunnerCall *call = g_new0 (NoobRunnerCall, 1);

  call->kind = kind;
  call->runner = g_object_ref (runner);
  call->task = g_object_ref (task);
  call->done = done;

  return call;
}

gboolean
noob_runner_call_is_cut_off (NoobRunnerCall *call)
{
  NoobRunnerPrivate *priv = noob_runner_get_private (call->runner);

  return call->task != NULL && call->kind != NOOB_CALL_DEINITIALIZE &&
         (priv->ending || call->life != priv->life);
}

void
noob_runner_call_complete (NoobRunnerCall *call)
{
  noob_runner_release (call);
  call->done (call);

  g_clear_pointer (&call->inputs, noob_record_unref);
  if (G_IS_VALUE (&call->result))
    g_value_unset (&call->result);
  g_clear_error (&call->error);
  g_object_unref (call->task);
  g_object_unref (call->runner);
  g_free (call);
}

/* Nothing else may be asked of the runner by what it calls meanwhile. */
static void
run_epoch (NoobRunnerCall *call)
{
  NoobRunnerClass *klass = NOOB_RUNNER_GET_CLASS (call->runner);
  NoobRunnerPrivate *priv = noob_runner_get_private (call->runner);

  priv->busy = TRUE;
  if (call->kind == NOOB_CALL_PROCESS)
    klass->process (call->runner, call->inputs, &call->result, &call->error);
  else
    klass->next_epoch (call->runner, call->n_wanted, &call->result, &call->error);
  priv->busy = FALSE;
}

static void
perform (NoobRunnerCall *call)
{
  NoobRunnerClass *klass = NOOB_RUNNER_GET_CLASS (call->runner);

  switch (call->kind)
    {
    case NOOB_CALL_INITIALIZE:
      klass->initialize (call->runner, &call->error);
      break;
    case NOOB_CALL_DEINITIALIZE:
      klass->deinitialize (call->runner, &call->error);
      break;
    case NOOB_CALL_PROCESS:
    case NOOB_CALL_NEXT_EPOCH:
      run_epoch (call);
      break;
    case NOOB_CALL_SET_ENABLED:
      klass->set_enabled (call->runner, call->node_id, call->enabled, &call->error);
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
on_turn (gpointer data)
{
  NoobRunnerCall *call = data;
  NoobRunnerPrivate *priv = noob_runner_get_private (call->runner);
  gboolean runs_epoch = call->kind == NOOB_CALL_PROCESS || call->kind == NOOB_CALL_NEXT_EPOCH;

  gboolean cut_off = noob_runner_call_is_cut_off (call);

  /* A node or a handler that spins the main context comes here within an epoch. */
  if (runs_epoch && priv->busy && !cut_off)
    return G_SOURCE_CONTINUE;

  if (cut_off)
    g_set_error_literal (&call->error, NOOB_ERROR, NOOB_ERROR_STATE,
                         "the runner was deinitialized");
  else if (call->kind == NOOB_CALL_DEINITIALIZE ||
           !g_cancellable_set_error_if_cancelled (g_task_get_cancellable (call->task),
                                                  &call->error))
    perform (call);

  noob_runner_call_complete (call);

  return G_SOURCE_REMOVE;
}

/* Calls take their turn one by one: the main loop lives meanwhile. */
static void
wait_for_turn (NoobRunnerCall *call)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_static_name (source, "noob-runner-call");
  g_source_set_callback (source, on_turn, call, NULL);
  g_source_attach (source, noob_runner_get_context (call->runner));
}

void
noob_runner_call_begin (NoobRunnerCall *call)
{
  NoobRunnerClass *klass = NOOB_RUNNER_GET_CLASS (call->runner);

  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (call->task), &call->error) ||
      !noob_runner_admit (call, &call->error))
    noob_runner_call_complete (call);
  else if (klass->begin != NULL)
    klass->begin (call->runner, call);
  else
    wait_for_turn (call);
}
