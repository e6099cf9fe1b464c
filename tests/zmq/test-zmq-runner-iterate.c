/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Many epochs at a time: run, iterate, and running freely. */

#include "runner-fixture.h"

#define CHAIN \
  "nodes:\n" \
  "  a: {type: count}\n" \
  "  b: {type: add, depends: a.value, params: {right: 10}}\n" \
  "  r: {type: return, depends: b.value}\n"

#define NO_RETURN \
  "nodes:\n" \
  "  a: {type: count}\n" \
  "  b: {type: add, depends: a.value, params: {right: 10}}\n"

#define EVEN \
  "nodes:\n" \
  "  a: {type: count}\n" \
  "  b: {type: multiple, depends: a.value, params: {of: 2}}\n" \
  "  r: {type: return, depends: b.value}\n"

#define FINITE \
  "nodes:\n" \
  "  a: {type: count, params: {end: 5}}\n" \
  "  b: {type: add, depends: a.value, params: {right: 10}}\n" \
  "  r: {type: return, depends: b.value}\n"

static void
test_run (RunnerFixture *fixture,
          gconstpointer  data)
{
  assert_runs (fixture->runner, 3, "[10,11,12]");
  assert_runs (fixture->runner, 0, "[]");
  assert_runs (fixture->runner, 2, "[13,14]");
}

static void
count_epoch (NoobRunner *runner,
             NoobEpoch  *epoch,
             gpointer    data)
{
  guint64 *n_ended = data;

  g_assert_cmpuint (noob_epoch_get_root (epoch), ==, *n_ended);
  (*n_ended)++;
}

static void
test_run_without_return (RunnerFixture *fixture,
                         gconstpointer  data)
{
  guint64 n_ended = 0;

  g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (count_epoch), &n_ended);
  assert_runs (fixture->runner, 7, "[]");
  g_assert_cmpuint (n_ended, ==, 7);
}

static void
test_run_asks_for_more (RunnerFixture *fixture,
                        gconstpointer  data)
{
  assert_runs (fixture->runner, 4, "[0,2,4,6]");
}

static void
test_max_iter_loops (RunnerFixture *fixture,
                     gconstpointer  data)
{
  g_autoptr (NoobList) results = NULL;
  g_autoptr (GError) error = NULL;

  noob_runner_set_max_iter_loops (fixture->runner, 20);
  results = noob_runner_run (fixture->runner, 2, &error);
  g_assert_null (results);
  assert_error_like (error, NOOB_ERROR_NO_RESULT, "*20 epochs*max-iter-loops*");
  assert_processes (fixture->runner, NULL, "-");
}

static void
test_far_beyond_max_in_flight (RunnerFixture *fixture,
                               gconstpointer  data)
{
  static const guint limits[] = { 1, 2, 128 };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (NoobRunner) runner = runner_new (CHAIN, NULL);
      g_autoptr (NoobList) results = NULL;
      g_autoptr (GError) error = NULL;

      g_object_set (runner, "max-in-flight", limits[i], NULL);
      runner_initialize (runner);
      results = noob_runner_run (runner, 10000, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (noob_list_get_length (results), ==, 10000);
      for (guint j = 0; j < 10000; j++)
        g_assert_cmpint (g_value_get_int64 (noob_list_get_value (results, j)), ==, j + 10);
      g_assert_cmpuint (noob_event_store_get_n_events (noob_runner_get_store (runner)), ==, 0);
      runner_deinitialize (runner);
    }
}

static void
assert_next (NoobResults *results,
             gint64       expected)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  noob_results_next (results, &value, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_value_get_int64 (&value), ==, expected);
}

static void
assert_over (NoobResults *results)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_results_next (results, &value, &error));
  g_assert_no_error (error);
  g_assert_true (noob_value_is_no_event (&value));
}

static void
test_iterate (RunnerFixture *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobResults) results = noob_runner_iterate (fixture->runner, 2, &error);

  g_assert_no_error (error);
  assert_next (results, 10);
  assert_next (results, 11);
  assert_over (results);
  assert_over (results);
}

static void
test_iterate_epochs (RunnerFixture *fixture,
                     gconstpointer  data)
{
  g_autoptr (NoobResults) results = noob_runner_iterate_epochs (fixture->runner, 3, NULL);

  for (guint i = 0; i < 3; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      g_assert_true (noob_results_next (results, &value, NULL));
      g_assert_true (noob_value_is_no_event (&value) == (i == 1));
    }
  assert_over (results);
}

/* The source counts on with each epoch that it begins: this is the last of those that ended. */
static void
assert_processes_last (NoobRunner    *runner,
                       const guint64 *n_ended)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_assert_true (noob_runner_process (runner, NULL, &value, NULL));
  g_assert_cmpint (g_value_get_int64 (&value), ==, 10 + (gint64) *n_ended - 1);
}

static void
assert_runs_last_two (NoobRunner    *runner,
                      const guint64 *n_ended)
{
  g_autofree char *results = runner_run (runner, 2);
  g_autofree char *expected = g_strdup_printf ("[%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT "]",
                                               10 + *n_ended - 2, 10 + *n_ended - 1);

  g_assert_cmpstr (results, ==, expected);
}

/* What was begun ahead goes on, what was not is taken back, and no number is used twice. */
static void
test_break (RunnerFixture *fixture,
            gconstpointer  data)
{
  guint64 n_ended = 0;
  NoobResults *results;

  g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (count_epoch), &n_ended);

  results = noob_runner_iterate (fixture->runner, 5, NULL);
  assert_next (results, 10);
  assert_next (results, 11);
  g_object_unref (results);
  assert_processes_last (fixture->runner, &n_ended);
  g_assert_cmpuint (n_ended, >=, 3);
  g_assert_cmpuint (n_ended, <=, 6);

  results = noob_runner_iterate (fixture->runner, 3, NULL);
  assert_next (results, 10 + (gint64) n_ended);
  g_object_unref (results);
  assert_runs_last_two (fixture->runner, &n_ended);

  for (guint i = 0; i < 50; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      results = noob_runner_iterate (fixture->runner, -1, NULL);
      g_assert_true (noob_results_next (results, &value, NULL));
      g_object_unref (results);
      assert_processes_last (fixture->runner, &n_ended);
    }
}

static void
test_unmet_inputs (RunnerFixture *fixture,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobList) results = noob_runner_run (fixture->runner, 2, &error);

  g_assert_null (results);
  assert_error_like (error, NOOB_ERROR_INPUT, "*\"x\"*");
  g_clear_error (&error);
  g_assert_false (noob_runner_start (fixture->runner, &error));
  assert_error_like (error, NOOB_ERROR_INPUT, "*\"x\"*");
  g_assert_false (noob_runner_get_running (fixture->runner));
  assert_processes (fixture->runner, record_of_int ("x", 1), "2");
}

static void
test_default_inputs (RunnerFixture *fixture,
                     gconstpointer  data)
{
  assert_runs (fixture->runner, 3, "[7,8,9]");
  assert_processes (fixture->runner, record_of_int ("x", 100), "103");
  assert_runs (fixture->runner, 200, "[11,12]");
}

static void
test_end_of_run (RunnerFixture *fixture,
                 gconstpointer  data)
{
  assert_runs (fixture->runner, 100, "[10,11,12,13,14]");
  assert_runs (fixture->runner, 100, "[]");
}

static void
test_end_of_process (RunnerFixture *fixture,
                     gconstpointer  data)
{
  assert_runs (fixture->runner, 4, "[10,11,12,13]");
  assert_processes (fixture->runner, NULL, "14");
  for (guint i = 0; i < 3; i++)
    runner_fails (fixture->runner, NULL, NOOB_ERROR_END_OF_STREAM, "*");
}

static void
test_end_of_iteration (RunnerFixture *fixture,
                       gconstpointer  data)
{
  g_autoptr (NoobResults) results = noob_runner_iterate (fixture->runner, -1, NULL);

  for (gint64 i = 0; i < 5; i++)
    assert_next (results, 10 + i);
  assert_over (results);
  runner_fails (fixture->runner, NULL, NOOB_ERROR_END_OF_STREAM, "*");
}

static void
test_usable_after_end (RunnerFixture *fixture,
                       gconstpointer  data)
{
  assert_runs (fixture->runner, 100, "[10,11,12,13,14]");
  runner_deinitialize (fixture->runner);
  runner_initialize (fixture->runner);
  assert_runs (fixture->runner, 100, "[10,11,12,13,14]");
}

/* Running freely. */

static void
wait_for (guint64 *counter,
          guint64  n)
{
  while (*counter < n)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_free_run (RunnerFixture *fixture,
               gconstpointer  data)
{
  guint64 n_ended = 0;
  g_auto (GValue) value = G_VALUE_INIT;

  g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (count_epoch), &n_ended);
  for (guint i = 1; i <= 3; i++)
    {
      g_assert_true (noob_runner_start (fixture->runner, NULL));
      g_assert_true (noob_runner_get_running (fixture->runner));
      wait_for (&n_ended, i * 1000);
      g_assert_true (noob_runner_stop (fixture->runner, NULL));
      g_assert_false (noob_runner_get_running (fixture->runner));
    }

  g_assert_true (noob_runner_process (fixture->runner, NULL, &value, NULL));
  g_assert_cmpint (g_value_get_int64 (&value), ==, 10 + (gint64) n_ended - 1);
  g_assert_cmpuint (noob_event_store_get_n_events (noob_runner_get_store (fixture->runner)), ==, 0);
}

static void
test_no_calls_while_free (RunnerFixture *fixture,
                          gconstpointer  data)
{
  g_autoptr (NoobResults) results = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (noob_runner_start (fixture->runner, NULL));
  g_assert_true (noob_runner_start (fixture->runner, NULL));
  runner_fails (fixture->runner, NULL, NOOB_ERROR_STATE, "*running freely*stop*");
  results = noob_runner_iterate (fixture->runner, 1, &error);
  g_assert_null (results);
  assert_error_like (error, NOOB_ERROR_STATE, "*running freely*stop*");
  runner_deinitialize (fixture->runner);
  g_assert_false (noob_runner_get_running (fixture->runner));
}

static void
test_free_run_to_the_end (RunnerFixture *fixture,
                          gconstpointer  data)
{
  g_assert_true (noob_runner_start (fixture->runner, NULL));
  while (noob_runner_get_running (fixture->runner))
    g_main_context_iteration (NULL, TRUE);

  runner_fails (fixture->runner, NULL, NOOB_ERROR_END_OF_STREAM, "*");
}

int
main (int   argc,
      char *argv[])
{
  runner_test_init (&argc, &argv);

  runner_test_add ("/zmq-runner/run/gives-results", CHAIN, test_run);
  runner_test_add ("/zmq-runner/run/counts-epochs-without-a-return-node", NO_RETURN,
                   test_run_without_return);
  runner_test_add ("/zmq-runner/run/asks-for-more-where-results-are-missing", EVEN,
                   test_run_asks_for_more);
  runner_test_add ("/zmq-runner/run/far-beyond-max-in-flight", NULL, test_far_beyond_max_in_flight);
  runner_test_add ("/zmq-runner/run/gives-up-after-max-iter-loops",
                   "nodes:\n"
                   "  a: {type: count, params: {start: 1}}\n"
                   "  b: {type: multiple, depends: a.value, params: {of: 1000}}\n"
                   "  r: {type: return, depends: b.value}\n",
                   test_max_iter_loops);
  runner_test_add ("/zmq-runner/run/needs-inputs",
                   "input: {x: {scope: process}}\n"
                   "nodes:\n"
                   "  a: {type: add, depends: [{left: input.x}]}\n"
                   "  r: {type: return, depends: a.value}\n",
                   test_unmet_inputs);
  runner_test_add ("/zmq-runner/run/takes-defaults-of-inputs",
                   "input: {x: {scope: process, default: 7}}\n"
                   "nodes:\n"
                   "  a: {type: count, params: {end: 6}}\n"
                   "  b: {type: add, depends: [{left: a.value}, {right: input.x}]}\n"
                   "  r: {type: return, depends: b.value}\n",
                   test_default_inputs);
  runner_test_add ("/zmq-runner/iterate/gives-results", CHAIN, test_iterate);
  runner_test_add ("/zmq-runner/iterate/by-epochs", EVEN, test_iterate_epochs);
  runner_test_add ("/zmq-runner/iterate/goes-on-after-a-break", CHAIN, test_break);
  runner_test_add ("/zmq-runner/end-of-stream/run-gives-what-there-is", FINITE, test_end_of_run);
  runner_test_add ("/zmq-runner/end-of-stream/process-says-so", FINITE, test_end_of_process);
  runner_test_add ("/zmq-runner/end-of-stream/ends-an-iteration", FINITE, test_end_of_iteration);
  runner_test_add ("/zmq-runner/end-of-stream/initializing-begins-anew", FINITE,
                   test_usable_after_end);
  runner_test_add ("/zmq-runner/end-of-stream/ends-a-free-run", FINITE, test_free_run_to_the_end);
  runner_test_add ("/zmq-runner/free-run/starts-and-stops", CHAIN, test_free_run);
  runner_test_add ("/zmq-runner/free-run/refuses-calls", CHAIN, test_no_calls_while_free);

  return runner_test_run ();
}
