/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls that meet one another: what one leaves behind must not hold up the next. */

#include "runner-fixture.h"

#include <signal.h>
#include <sys/resource.h>

#define COUNTING \
  "nodes:\n" \
  "  a: {type: count}\n" \
  "  b: {type: pass, depends: a.value}\n" \
  "  r: {type: return, depends: b.value}\n"

#define SLOW \
  "nodes:\n" \
  "  a: {type: slow_count, params: {milliseconds: 20}}\n" \
  "  b: {type: pass, depends: a.value}\n" \
  "  r: {type: return, depends: b.value}\n"

/* Rarely more than one result from as many epochs as may be in progress. */
#define SPARSE \
  "nodes:\n" \
  "  a: {type: count}\n" \
  "  b: {type: multiple, depends: [{value: a.value}], params: {of: 450}}\n" \
  "  r: {type: return, depends: b.value}\n"

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      answer)
{
  *(GAsyncResult **) answer = g_object_ref (result);
}

static void
wait_for_answer (GAsyncResult **answer)
{
  while (*answer == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
count_epoch (NoobRunner *runner,
             NoobEpoch  *epoch,
             gpointer    n_ended)
{
  (*(guint64 *) n_ended)++;
}

static void
wait_for (guint64 *counter,
          guint64  n)
{
  while (*counter < n)
    g_main_context_iteration (NULL, TRUE);
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

/* Until the thread of the runner has begun what it was asked before. */
static void
wait_for_thread (NoobRunner *runner)
{
  g_array_unref (noob_zmq_runner_get_node_processes (NOOB_ZMQ_RUNNER (runner)));
}

static NoobResults *
iterate (NoobRunner *runner,
         gint64      n)
{
  g_autoptr (GError) error = NULL;
  NoobResults *results = noob_runner_iterate (runner, n, &error);

  g_assert_no_error (error);

  return results;
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

/* Takes what has come. */
static void
assert_no_next (GAsyncResult **answer,
                NoobResults   *results,
                GQuark         domain,
                int            code)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  wait_for_answer (answer);
  g_assert_false (noob_results_next_finish (results, *answer, &value, &error));
  g_assert_error (error, domain, code);
  g_clear_object (answer);
}

/* A free run that is stopped has much to be taken back; until that is done, nothing begins. */
static void
stop_in_the_middle (NoobRunner *runner,
                    guint64     n)
{
  guint64 n_ended = 0;
  gulong handler = g_signal_connect (runner, "epoch-ended", G_CALLBACK (count_epoch), &n_ended);

  start (runner);
  wait_for (&n_ended, n);
  stop (runner);
  g_signal_handler_disconnect (runner, handler);
}

static void
test_source_dies (RunnerFixture *fixture,
                  gconstpointer  data)
{
  g_autoptr (GArray) pids =
    noob_zmq_runner_get_node_processes (NOOB_ZMQ_RUNNER (fixture->runner));
  g_autoptr (NoobResults) results = NULL;
  GAsyncResult *answer = NULL;

  g_assert_no_errno (kill (g_array_index (pids, GPid, 1), SIGSTOP));
  stop_in_the_middle (fixture->runner, 0);
  results = iterate (fixture->runner, 1);
  noob_results_next_async (results, NULL, on_answer, &answer);
  wait_for_thread (fixture->runner);
  g_assert_no_errno (kill (g_array_index (pids, GPid, 0), SIGKILL));
  assert_no_next (&answer, results, NOOB_ERROR, NOOB_ERROR_NODE_LOST);
  g_assert_no_errno (kill (g_array_index (pids, GPid, 1), SIGCONT));
}

static void
test_deinitialized (RunnerFixture *fixture,
                    gconstpointer  data)
{
  g_autoptr (NoobResults) results = NULL;
  GAsyncResult *answer = NULL;

  stop_in_the_middle (fixture->runner, 2);
  results = iterate (fixture->runner, 1);
  noob_results_next_async (results, NULL, on_answer, &answer);
  runner_deinitialize (fixture->runner);
  assert_no_next (&answer, results, NOOB_ERROR, NOOB_ERROR_STATE);
}

/* While a node is switched no epoch begins. */
static void
test_cancelled_before_sent (RunnerFixture *fixture,
                            gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GArray) pids =
    noob_zmq_runner_get_node_processes (NOOB_ZMQ_RUNNER (fixture->runner));
  g_autoptr (NoobResults) results = iterate (fixture->runner, 1);
  GAsyncResult *answer = NULL;
  GAsyncResult *switched = NULL;

  g_assert_no_errno (kill (g_array_index (pids, GPid, 1), SIGSTOP));
  noob_runner_disable_node_async (fixture->runner, "b", NULL, on_answer, &switched);
  noob_results_next_async (results, cancellable, on_answer, &answer);
  wait_for_thread (fixture->runner);
  g_cancellable_cancel (cancellable);
  assert_no_next (&answer, results, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&results);

  g_assert_no_errno (kill (g_array_index (pids, GPid, 1), SIGCONT));
  wait_for_answer (&switched);
  g_assert_true (noob_runner_disable_node_finish (fixture->runner, switched, NULL));
  g_clear_object (&switched);
  for (guint i = 0; i < 3; i++)
    assert_processes (fixture->runner, NULL, "-");
  g_assert_true (noob_runner_enable_node (fixture->runner, "b", NULL));
}

/* What is cancelled before it has begun leaves no gap, which nodes would wait for. */
static void
test_process_cancelled_before_sent (RunnerFixture *fixture,
                                    gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *answers[3] = { NULL, };
  guint64 n_ended = 0;

  stop_in_the_middle (fixture->runner, 2);
  g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (count_epoch), &n_ended);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    noob_runner_process_async (fixture->runner, NULL, i == 2 ? cancellable : NULL, on_answer,
                               &answers[i]);
  wait_for_thread (fixture->runner);
  g_cancellable_cancel (cancellable);

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_autoptr (GError) error = NULL;

      wait_for_answer (&answers[i]);
      noob_runner_process_finish (fixture->runner, answers[i], &value, &error);
      if (i == 2)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        g_assert_no_error (error);
      g_clear_object (&answers[i]);
    }
  g_signal_handlers_disconnect_by_data (fixture->runner, &n_ended);
}

/* What an iteration that was cut off had got takes nothing from the next one. */
static void
test_results_of_earlier_life (RunnerFixture *fixture,
                              gconstpointer  data)
{
  for (gint64 life = 0; life < 10; life++)
    {
      g_autoptr (NoobResults) earlier = iterate (fixture->runner, -1);
      g_autoptr (NoobResults) results = NULL;
      GAsyncResult *answer = NULL;

      noob_results_next_async (earlier, NULL, on_answer, &answer);
      runner_deinitialize (fixture->runner);
      runner_initialize (fixture->runner);

      results = iterate (fixture->runner, -1);
      for (gint64 i = 0; i < 300; i++)
        {
          assert_next (results, i);
          if (i == 100 + life)
            wait_for_answer (&answer);
        }
      g_clear_object (&answer);
    }
}

/* Dropping results late takes nothing away from a free run that has begun since. */
static void
test_results_dropped_in_free_run (RunnerFixture *fixture,
                                  gconstpointer  data)
{
  NoobResults *results = iterate (fixture->runner, 2);
  guint64 n_ended = 0;

  g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (count_epoch), &n_ended);
  assert_next (results, 0);
  wait_for (&n_ended, 2);
  g_signal_connect (fixture->runner, "event::b", G_CALLBACK (count_epoch), &n_ended);
  start (fixture->runner);
  g_object_unref (results);
  wait_for (&n_ended, 1000);
  stop (fixture->runner);
  g_signal_handlers_disconnect_by_data (fixture->runner, &n_ended);
}

/* Nor do results that nobody takes. */
static void
test_results_kept_in_free_run (RunnerFixture *fixture,
                               gconstpointer  data)
{
  g_autoptr (NoobResults) results = iterate (fixture->runner, -1);
  guint64 n_ended = 0;

  g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (count_epoch), &n_ended);
  assert_next (results, 0);
  wait_for (&n_ended, 100);
  start (fixture->runner);
  wait_for (&n_ended, 1000);
  stop (fixture->runner);
  g_signal_handlers_disconnect_by_data (fixture->runner, &n_ended);
}

static void
test_more_in_flight_later (RunnerFixture *fixture,
                           gconstpointer  data)
{
  guint64 n_ended = 0;

  g_object_set (fixture->runner, "max-in-flight", 4, NULL);
  g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (count_epoch), &n_ended);
  runner_deinitialize (fixture->runner);
  runner_initialize (fixture->runner);
  g_object_set (fixture->runner, "max-in-flight", 10000, NULL);
  start (fixture->runner);
  wait_for (&n_ended, 100);
  stop (fixture->runner);
  g_signal_handlers_disconnect_by_data (fixture->runner, &n_ended);
}

/* Not each is passed over within the passing of the one before: that takes a deep stack. */
static void
test_many_without_result (RunnerFixture *fixture,
                          gconstpointer  data)
{
  g_autoptr (NoobResults) results = NULL;
  guint64 n_ended = 0;
  struct rlimit before, shallow;

  g_assert_no_errno (getrlimit (RLIMIT_STACK, &before));
  shallow = (struct rlimit) { 128 * 1024, before.rlim_max };
  fixture->runner = runner_new (SPARSE, NULL);
  g_object_set (fixture->runner, "max-in-flight", 1000, "max-iter-loops", 1000, NULL);
  g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (count_epoch), &n_ended);
  runner_initialize (fixture->runner);

  g_assert_no_errno (setrlimit (RLIMIT_STACK, &shallow));
  results = iterate (fixture->runner, -1);
  for (gint64 i = 0; i < 3; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_autoptr (GError) error = NULL;
      GAsyncResult *answer = NULL;

      wait_for (&n_ended, (guint64) i * 450);
      noob_results_next_async (results, NULL, on_answer, &answer);
      wait_for_answer (&answer);
      noob_results_next_finish (results, answer, &value, &error);
      g_assert_no_error (error);
      g_assert_cmpint (g_value_get_int64 (&value), ==, i * 450);
      g_clear_object (&answer);
    }
  g_assert_no_errno (setrlimit (RLIMIT_STACK, &before));
  g_signal_handlers_disconnect_by_data (fixture->runner, &n_ended);
}

/* While nodes go, their processes can be asked for, and nothing can be asked of them. */
static void
look_around (NoobRunner     *runner,
             const char     *node_id,
             NoobNodeStatus  status,
             gpointer        n_closed)
{
  g_autoptr (GArray) pids = noob_zmq_runner_get_node_processes (NOOB_ZMQ_RUNNER (runner));
  g_autoptr (GError) error = NULL;

  if (status != NOOB_NODE_STATUS_CLOSED)
    return;

  (*(guint64 *) n_closed)++;
  g_assert_false (noob_runner_disable_node (runner, "b", &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_STATE);
  g_assert_true (noob_runner_stop (runner, NULL));
}

static void
test_handler_while_deinitializing (RunnerFixture *fixture,
                                   gconstpointer  data)
{
  guint64 n_closed = 0;

  g_signal_connect (fixture->runner, "node-status", G_CALLBACK (look_around), &n_closed);
  runner_deinitialize (fixture->runner);
  g_assert_cmpuint (n_closed, ==, 2);
  g_signal_handlers_disconnect_by_data (fixture->runner, &n_closed);
}

int
main (int   argc,
      char *argv[])
{
  runner_test_init (&argc, &argv);

  runner_test_add ("/zmq-runner/mixed/stop-next/source-dies", SLOW, test_source_dies);
  runner_test_add ("/zmq-runner/mixed/stop-next/deinitialized", SLOW, test_deinitialized);
  runner_test_add ("/zmq-runner/mixed/stop-process/cancelled", SLOW,
                   test_process_cancelled_before_sent);
  runner_test_add ("/zmq-runner/mixed/switch-next/cancelled", COUNTING,
                   test_cancelled_before_sent);
  runner_test_add ("/zmq-runner/mixed/next/of-an-earlier-life", COUNTING,
                   test_results_of_earlier_life);
  runner_test_add ("/zmq-runner/mixed/next/many-without-result", NULL, test_many_without_result);
  runner_test_add ("/zmq-runner/mixed/start/results-dropped", COUNTING,
                   test_results_dropped_in_free_run);
  runner_test_add ("/zmq-runner/mixed/start/results-kept", COUNTING,
                   test_results_kept_in_free_run);
  runner_test_add ("/zmq-runner/mixed/start/more-in-flight-later", COUNTING,
                   test_more_in_flight_later);
  runner_test_add ("/zmq-runner/mixed/deinitialize/handler-looks-around", COUNTING,
                   test_handler_while_deinitializing);

  return runner_test_run ();
}
