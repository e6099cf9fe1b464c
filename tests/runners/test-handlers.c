/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Handlers that meddle with the runner that calls them. */

#include "runner-test.h"

#define COUNTING \
  "nodes:\n" \
  "  a: { type: @count }\n" \
  "  b: { type: @twice, depends: a.value }\n" \
  "  result: { type: return, depends: b.value }\n"

static void
process_again (NoobRunner *runner)
{
  assert_process_fails (runner, NULL, NOOB_ERROR_STATE, "the runner is busy");
}

static void
test_handler_processes (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);

  g_signal_connect (runner, "event", G_CALLBACK (process_again), NULL);
  g_signal_connect (runner, "epoch-ended", G_CALLBACK (process_again), NULL);
  assert_process (runner, NULL, "0");
  assert_process (runner, NULL, "2");
  runner_test_end (runner);
}

static void
deinitialize_at_1 (NoobRunner *runner,
                   NoobEvent  *event)
{
  g_autoptr (GError) error = NULL;

  if (noob_epoch_get_root (noob_event_get_epoch (event)) < 1)
    return;

  g_assert_false (noob_runner_deinitialize (runner, &error));
  test_assert_error (error, NOOB_ERROR_STATE, "the runner is busy", NULL);
}

static void
test_handler_deinitializes (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);

  g_signal_connect (runner, "event::a", G_CALLBACK (deinitialize_at_1), NULL);
  assert_run (runner, 2, "[0 2]");
  g_assert_true (noob_runner_get_initialized (runner));
  runner_test_end (runner);
}

static void
drop (NoobRunner  *runner,
      NoobEvent   *event,
      NoobRunner **reference)
{
  g_clear_object (reference);
}

static void
test_handler_drops_last_reference (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  NoobRunner *watched = runner;
  g_auto (GValue) result = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_object_add_weak_pointer (G_OBJECT (runner), (gpointer *) &watched);
  g_signal_connect (runner, "event::a", G_CALLBACK (drop), &runner);
  noob_runner_process (watched, NULL, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_value_get_int64 (&result), ==, 0);
  g_assert_null (runner);
  g_assert_null (watched);
}

static void
initialize_again (NoobRunner *runner)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_runner_initialize (runner, &error));
  test_assert_error (error, NOOB_ERROR_STATE, "the runner is busy", NULL);
}

static void
test_handler_initializes (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_new (kind, COUNTING, NULL);
  g_autoptr (GError) error = NULL;

  g_signal_connect (runner, "node-ready", G_CALLBACK (initialize_again), NULL);
  noob_runner_initialize (runner, &error);
  g_assert_no_error (error);
  assert_process (runner, NULL, "0");
  runner_test_end (runner);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  runner_test_add ("handler/initializes", test_handler_initializes);
  runner_test_add ("handler/processes", test_handler_processes);
  runner_test_add ("handler/deinitializes", test_handler_deinitializes);
  runner_test_add ("handler/drops-last-reference", test_handler_drops_last_reference);

  return g_test_run ();
}
