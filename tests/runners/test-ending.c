/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Asynchronous calls while a runner runs freely, and whatever is asked while it is deinitialized. */

#include "runner-test.h"

#define COUNTING \
  "nodes:\n" \
  "  a: { type: @count }\n" \
  "  result: { type: return, depends: a.value }\n"

static void
on_answer (GObject      *runner,
           GAsyncResult *result,
           gpointer      answer)
{
  *(GAsyncResult **) answer = g_object_ref (result);
}

static GAsyncResult *
wait_for_answer (GAsyncResult **answer)
{
  while (*answer == NULL)
    g_main_context_iteration (NULL, TRUE);

  return g_steal_pointer (answer);
}

static void
assert_switched (NoobRunner    *runner,
                 GAsyncResult **answer,
                 gboolean       enabled)
{
  g_autoptr (GAsyncResult) result = wait_for_answer (answer);
  g_autoptr (GError) error = NULL;

  if (enabled)
    noob_runner_enable_node_finish (runner, result, &error);
  else
    noob_runner_disable_node_finish (runner, result, &error);
  g_assert_no_error (error);
}

static void
assert_deinitialized (NoobRunner    *runner,
                      GAsyncResult **answer)
{
  g_autoptr (GAsyncResult) result = wait_for_answer (answer);
  g_autoptr (GError) error = NULL;

  noob_runner_deinitialize_finish (runner, result, &error);
  g_assert_no_error (error);
  g_assert_false (noob_runner_get_initialized (runner));
}

static void
start (NoobRunner *runner)
{
  g_autoptr (GError) error = NULL;

  noob_runner_start (runner, &error);
  g_assert_no_error (error);
}

static void
initialize (NoobRunner *runner)
{
  g_autoptr (GError) error = NULL;

  noob_runner_initialize (runner, &error);
  g_assert_no_error (error);
}

static void
test_switch_in_free_run (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  GAsyncResult *answer = NULL;

  start (runner);
  noob_runner_disable_node_async (runner, "result", NULL, on_answer, &answer);
  assert_switched (runner, &answer, FALSE);
  noob_runner_enable_node_async (runner, "result", NULL, on_answer, &answer);
  assert_switched (runner, &answer, TRUE);
  g_assert_true (noob_runner_get_running (runner));
  runner_test_end (runner);
}

static void
test_deinitialize_in_free_run (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  GAsyncResult *answer = NULL;

  start (runner);
  noob_runner_deinitialize_async (runner, NULL, on_answer, &answer);
  g_assert_false (noob_runner_get_running (runner));
  assert_deinitialized (runner, &answer);

  initialize (runner);
  assert_process (runner, NULL, "0");
  runner_test_end (runner);
}

static void
test_asked_meanwhile (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) refused = NULL;
  GAsyncResult *answer = NULL;
  GAsyncResult *refusal = NULL;

  noob_runner_deinitialize_async (runner, NULL, on_answer, &answer);

  g_assert_false (noob_runner_initialize (runner, &error));
  test_assert_error (error, NOOB_ERROR_STATE, "the runner is busy", NULL);
  g_clear_error (&error);
  g_assert_false (noob_runner_disable_node (runner, "a", &error));
  test_assert_error (error, NOOB_ERROR_STATE, "the runner is busy", NULL);
  g_clear_error (&error);
  noob_runner_disable_node_async (runner, "a", NULL, on_answer, &refusal);
  refused = wait_for_answer (&refusal);
  g_assert_false (noob_runner_disable_node_finish (runner, refused, &error));
  test_assert_error (error, NOOB_ERROR_STATE, "the runner is busy", NULL);
  g_clear_object (&refused);

  assert_deinitialized (runner, &answer);
  g_assert_finalize_object (runner);
}

/* What was asked before is either done or told of. */
static void
test_asked_before (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  GAsyncResult *answers[3] = { NULL, };
  g_autoptr (GError) error = NULL;
  GAsyncResult *answer = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    noob_runner_disable_node_async (runner, "a", NULL, on_answer, &answers[i]);
  noob_runner_deinitialize_async (runner, NULL, on_answer, &answer);
  assert_deinitialized (runner, &answer);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GAsyncResult) result = wait_for_answer (&answers[i]);

      if (!noob_runner_disable_node_finish (runner, result, &error))
        test_assert_error (error, NOOB_ERROR_STATE, "the runner was deinitialized", NULL);
      g_clear_error (&error);
    }

  initialize (runner);
  assert_process (runner, NULL, "0");
  runner_test_end (runner);
}

/* The failure of an earlier life is not one of this. */
static void
test_failure_forgotten (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind,
                                          "nodes:\n"
                                          "  a: { type: @count }\n"
                                          "  b: { type: @picky, depends: a.value, params: { at: 0 } }\n"
                                          "  result: { type: return, depends: b.value }\n");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *answer = NULL;

  assert_process_fails (runner, NULL, NOOB_ERROR_NODE, "b");
  g_assert_nonnull (noob_runner_get_failure (runner));
  noob_runner_deinitialize_async (runner, NULL, on_answer, &answer);
  assert_deinitialized (runner, &answer);

  noob_runner_initialize_async (runner, NULL, on_answer, &answer);
  result = wait_for_answer (&answer);
  noob_runner_initialize_finish (runner, result, &error);
  g_assert_no_error (error);
  g_assert_null (noob_runner_get_failure (runner));
  g_clear_object (&result);
  runner_test_end (runner);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  runner_test_add ("ending/free-run/nodes-are-switched", test_switch_in_free_run);
  runner_test_add ("ending/free-run/deinitialized", test_deinitialize_in_free_run);
  runner_test_add ("ending/asked-meanwhile", test_asked_meanwhile);
  runner_test_add ("ending/asked-before", test_asked_before);
  runner_test_add ("ending/failure-forgotten", test_failure_forgotten);

  return g_test_run ();
}
