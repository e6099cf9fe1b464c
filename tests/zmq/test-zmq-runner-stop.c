/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* That what nobody wants any more is taken back, unless it has begun. */

#include "runner-fixture.h"

#include <signal.h>

/* Far less than `max-in-flight`, and far more than a source that takes 10 ms begins while it is
 * told to stop. */
#define FEW 64

typedef struct
{
  guint64 n_ended;
  guint64 n_events;
} Counts;

static void
count_epoch (NoobRunner *runner,
             NoobEpoch  *epoch,
             gpointer    data)
{
  Counts *counts = data;

  g_assert_cmpuint (noob_epoch_get_root (epoch), ==, counts->n_ended);
  counts->n_ended++;
}

static void
count_event (NoobRunner *runner,
             NoobEvent  *event,
             gpointer    data)
{
  Counts *counts = data;

  g_assert_cmpuint (noob_epoch_get_root (noob_event_get_epoch (event)), ==, counts->n_events);
  g_assert_cmpint (g_value_get_int64 (noob_event_get_value (event)), ==, (gint64) counts->n_events);
  counts->n_events++;
}

static void
wait_for (guint64 *counter,
          guint64  n)
{
  while (*counter < n)
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (RunnerFixture *fixture,
        Counts        *counts,
        const char    *text)
{
  *counts = (Counts) { 0, 0 };
  fixture->runner = runner_new (text, NULL);
  g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (count_epoch), counts);
  runner_initialize (fixture->runner);
}

static void
tear_down (RunnerFixture *fixture,
           Counts        *counts)
{
  g_signal_handlers_disconnect_by_data (fixture->runner, counts);
  runner_deinitialize (fixture->runner);
}

static void
start (NoobRunner *runner)
{
  g_autoptr (GError) error = NULL;

  noob_runner_start (runner, &error);
  g_assert_no_error (error);
}

static void
stop (NoobRunner *runner)
{
  g_autoptr (GError) error = NULL;

  noob_runner_stop (runner, &error);
  g_assert_no_error (error);
}

/* Processes, and checks that the result is @expected with the number of that epoch for each N. */
static void
assert_next (NoobRunner *runner,
             NoobRecord *inputs,
             Counts     *counts,
             const char *expected)
{
  g_autoptr (NoobRecord) given = inputs;
  g_autofree char *result = runner_process (runner, given);
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, counts->n_ended - 1);
  g_autoptr (GString) text = g_string_new (expected);

  g_string_replace (text, "N", number, 0);
  g_assert_cmpstr (result, ==, text->str);
}

#define ONE_SOURCE \
  "nodes:\n" \
  "  a: {type: slow_count, params: {milliseconds: 10}}\n" \
  "  b: {type: pass, depends: a.value}\n" \
  "  r: {type: return, depends: b.value}\n"

#define TWO_SOURCES \
  "nodes:\n" \
  "  a: {type: slow_count, params: {milliseconds: 10}}\n" \
  "  b: {type: slow_count, params: {milliseconds: 20}}\n" \
  "  r: {type: return, depends: [a.value, b.value]}\n"

static void
test_taken_back (RunnerFixture *fixture,
                 gconstpointer  data)
{
  Counts counts;

  set_up (fixture, &counts, ONE_SOURCE);
  for (guint i = 0; i < 2; i++)
    {
      guint64 n_ended = counts.n_ended;

      start (fixture->runner);
      wait_for (&counts.n_ended, n_ended + 3);
      stop (fixture->runner);
      assert_next (fixture->runner, NULL, &counts, "N");
      g_assert_cmpuint (counts.n_ended, <, n_ended + FEW);
    }
  tear_down (fixture, &counts);
}

/* Sources that are not equally far begin the same epochs. */
static void
test_two_sources (RunnerFixture *fixture,
                  gconstpointer  data)
{
  Counts counts;

  set_up (fixture, &counts, TWO_SOURCES);
  g_signal_connect (fixture->runner, "event::a", G_CALLBACK (count_event), &counts);
  start (fixture->runner);
  wait_for (&counts.n_events, 5);
  g_assert_cmpuint (counts.n_ended, <, 5);
  stop (fixture->runner);

  for (guint i = 0; i < 3; i++)
    assert_next (fixture->runner, NULL, &counts, "[N,N]");
  g_assert_cmpuint (counts.n_events, ==, counts.n_ended);
  g_assert_cmpuint (counts.n_ended, <, FEW);
  tear_down (fixture, &counts);
}

static void
test_break (RunnerFixture *fixture,
            gconstpointer  data)
{
  NoobResults *results;
  g_auto (GValue) value = G_VALUE_INIT;
  Counts counts;

  set_up (fixture, &counts, ONE_SOURCE);
  results = noob_runner_iterate (fixture->runner, -1, NULL);
  for (guint i = 0; i < 2; i++)
    g_assert_true (noob_results_next (results, &value, NULL));
  g_object_unref (results);

  assert_next (fixture->runner, NULL, &counts, "N");
  g_assert_cmpuint (counts.n_ended, <, FEW);
  tear_down (fixture, &counts);
}

/* An iteration, too, waits for what is taken back of the one before. */
static void
test_iterations_follow (RunnerFixture *fixture,
                        gconstpointer  data)
{
  gint64 next = 0;
  Counts counts;

  set_up (fixture, &counts,
          "nodes:\n"
          "  a: {type: count}\n"
          "  b: {type: pass, depends: a.value}\n"
          "  r: {type: return, depends: b.value}\n");
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (NoobResults) results = noob_runner_iterate (fixture->runner, -1, NULL);
      g_auto (GValue) value = G_VALUE_INIT;

      g_assert_true (noob_results_next (results, &value, NULL));
      g_assert_cmpint (g_value_get_int64 (&value), >=, next);
      next = g_value_get_int64 (&value) + 1;
      g_assert_true (noob_results_next (results, &value, NULL));
      g_assert_cmpint (g_value_get_int64 (&value), ==, next);
    }
  tear_down (fixture, &counts);
}

/* No epoch is lost or run twice, however often it is stopped. */
static void
test_again_and_again (RunnerFixture *fixture,
                      gconstpointer  data)
{
  Counts counts;

  set_up (fixture, &counts,
          "nodes:\n"
          "  a: {type: count}\n"
          "  b: {type: pass, depends: a.value}\n");
  g_signal_connect (fixture->runner, "event::b", G_CALLBACK (count_event), &counts);
  for (guint i = 0; i < 100; i++)
    {
      start (fixture->runner);
      wait_for (&counts.n_ended, counts.n_ended + i % 3);
      stop (fixture->runner);
    }
  assert_processes (fixture->runner, NULL, "-");
  g_assert_cmpuint (counts.n_events, ==, counts.n_ended);
  tear_down (fixture, &counts);
}

/* Epochs that were granted have the inputs that nobody gives; the same ones, processed, do not. */
static void
test_inputs (RunnerFixture *fixture,
             gconstpointer  data)
{
  Counts counts;

  set_up (fixture, &counts,
          "input: {x: {scope: process, default: 5}}\n"
          "nodes:\n"
          "  a: {type: count}\n"
          "  b: {type: add, depends: [{left: a.value}, {right: input.x}]}\n"
          "  r: {type: return, depends: [{b: b.value}, {a: a.value}]}\n");
  for (guint i = 0; i < 100; i++)
    {
      start (fixture->runner);
      wait_for (&counts.n_ended, counts.n_ended + 1);
      stop (fixture->runner);
      assert_next (fixture->runner, record_of_int ("x", 0), &counts, "{\"b\":N,\"a\":N}");
    }
  tear_down (fixture, &counts);
}

/* A source that is disabled is no farther than any other. */
static void
test_disabled_source (RunnerFixture *fixture,
                      gconstpointer  data)
{
  Counts counts;

  set_up (fixture, &counts,
          "nodes:\n"
          "  a: {type: slow_count, params: {milliseconds: 10}}\n"
          "  b: {type: count}\n"
          "  r: {type: return, depends: [{a: a.value}, {b: b.value}]}\n");
  g_assert_true (noob_runner_disable_node (fixture->runner, "b", NULL));
  start (fixture->runner);
  wait_for (&counts.n_ended, 3);
  stop (fixture->runner);

  g_assert_true (noob_runner_enable_node (fixture->runner, "b", NULL));
  assert_next (fixture->runner, NULL, &counts, "{\"a\":N,\"b\":0}");
  g_assert_cmpuint (counts.n_ended, <, FEW);
  tear_down (fixture, &counts);
}

static void
count_any_epoch (NoobRunner *runner,
                 NoobEpoch  *epoch,
                 gpointer    data)
{
  ((Counts *) data)->n_ended++;
}

/* What comes after the end never began, and so does not end either. */
static void
test_end_of_stream (RunnerFixture *fixture,
                    gconstpointer  data)
{
  Counts counts = { 0, 0 };

  g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (count_any_epoch), &counts);
  assert_runs (fixture->runner, 100, "[0,1,2,3,4]");
  runner_fails (fixture->runner, NULL, NOOB_ERROR_END_OF_STREAM, "*");
  g_assert_cmpuint (counts.n_ended, ==, 7);

  start (fixture->runner);
  while (noob_runner_get_running (fixture->runner))
    g_main_context_iteration (NULL, TRUE);
  runner_fails (fixture->runner, NULL, NOOB_ERROR_END_OF_STREAM, "*");
  g_assert_cmpuint (counts.n_ended, ==, 9);
  g_signal_handlers_disconnect_by_data (fixture->runner, &counts);
}

static void
test_killed (RunnerFixture *fixture,
             gconstpointer  data)
{
  g_autoptr (GArray) pids = NULL;
  Counts counts;

  set_up (fixture, &counts, ONE_SOURCE);
  g_signal_handlers_disconnect_by_func (fixture->runner, count_epoch, &counts);
  g_signal_connect (fixture->runner, "event::a", G_CALLBACK (count_event), &counts);
  start (fixture->runner);
  wait_for (&counts.n_events, 3);
  pids = noob_zmq_runner_get_node_processes (NOOB_ZMQ_RUNNER (fixture->runner));
  stop (fixture->runner);
  g_assert_no_errno (kill (g_array_index (pids, GPid, 0), SIGKILL));
  runner_fails (fixture->runner, NULL, NOOB_ERROR_NODE_LOST, "*node a*killed by signal 9*");
  tear_down (fixture, &counts);
}

int
main (int   argc,
      char *argv[])
{
  runner_test_init (&argc, &argv);

  runner_test_add ("/zmq-runner/stop/takes-back-what-has-not-begun", NULL, test_taken_back);
  runner_test_add ("/zmq-runner/stop/sources-begin-the-same-epochs", NULL, test_two_sources);
  runner_test_add ("/zmq-runner/stop/iteration-broken-off", NULL, test_break);
  runner_test_add ("/zmq-runner/stop/iterations-follow", NULL, test_iterations_follow);
  runner_test_add ("/zmq-runner/stop/again-and-again", NULL, test_again_and_again);
  runner_test_add ("/zmq-runner/stop/inputs-of-what-was-taken-back", NULL, test_inputs);
  runner_test_add ("/zmq-runner/stop/disabled-source", NULL, test_disabled_source);
  runner_test_add ("/zmq-runner/stop/end-of-stream",
                   "nodes:\n"
                   "  a: {type: count, params: {end: 5}}\n"
                   "  b: {type: pass, depends: a.value}\n"
                   "  r: {type: return, depends: b.value}\n",
                   test_end_of_stream);
  runner_test_add ("/zmq-runner/stop/source-dies", NULL, test_killed);

  return runner_test_run ();
}
