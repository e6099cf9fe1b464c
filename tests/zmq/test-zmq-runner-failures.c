/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Nodes that fail, and nodes that die, while epochs are run. */

#include "process-memory.h"
#include "runner-fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#define NODE(type, params) \
  "nodes:\n" \
  "  a: {type: count}\n" \
  "  b: {type: " type ", depends: [{value: a.value}], params: {" params "}}\n" \
  "  r: {type: return, depends: b.value}\n"

static void
assert_failure (NoobRunner *runner,
                const char *message,
                int         exit_status)
{
  NoobFailure *failure = noob_runner_get_failure (runner);

  g_assert_nonnull (failure);
  g_assert_cmpstr (noob_failure_get_node_id (failure), ==, "b");
  g_assert_cmpint (noob_failure_get_exit_status (failure), ==, exit_status);
  g_assert_true (g_pattern_match_simple (message, noob_failure_get_message (failure)));
}

static void
test_error (RunnerFixture *fixture,
            gconstpointer  data)
{
  assert_processes (fixture->runner, NULL, "0");
  runner_fails (fixture->runner, NULL, NOOB_ERROR_NODE, "*node b, epoch 1*the disk is full*");
  assert_failure (fixture->runner, "the disk is full", 0);
  g_assert_cmpuint (
    noob_epoch_get_root (noob_failure_get_epoch (noob_runner_get_failure (fixture->runner))), ==, 1);
  assert_processes (fixture->runner, NULL, "2");
  assert_runs (fixture->runner, 2, "[3,4]");
}

static void
test_error_while_running (RunnerFixture *fixture,
                          gconstpointer  data)
{
  g_autoptr (NoobList) results = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  results = noob_runner_run (fixture->runner, 1000, &error);
  g_assert_null (results);
  assert_error_like (error, NOOB_ERROR_NODE, "*node b, epoch 300*the disk is full*");
  assert_failure (fixture->runner, "the disk is full", 0);
  g_assert_true (noob_runner_process (fixture->runner, NULL, &value, NULL));
  g_assert_cmpint (g_value_get_int64 (&value), >, 300);
}

static void
test_error_without_words (RunnerFixture *fixture,
                          gconstpointer  data)
{
  assert_processes (fixture->runner, NULL, "0");
  runner_fails (fixture->runner, NULL, NOOB_ERROR_NODE, "*node b, epoch 1*");
  assert_processes (fixture->runner, NULL, "2");
}

static void
test_value_without_form (RunnerFixture *fixture,
                         gconstpointer  data)
{
  assert_processes (fixture->runner, NULL, "0");
  runner_fails (fixture->runner, NULL, NOOB_ERROR_VALUE, "*node b*\"value\"*");
  assert_failure (fixture->runner, "*\"value\"*", 0);
  assert_processes (fixture->runner, NULL, "2");
}

/* The value of a class that this process, or the one that gets it, does not take. */
static void
test_value_of_unknown_class (RunnerFixture *fixture,
                             gconstpointer  data)
{
  assert_processes (fixture->runner, NULL, "0");
  runner_fails (fixture->runner, NULL, NOOB_ERROR_VALUE,
                "*signal \"value\" of node \"b\"*objects of type Stranger are not expected*");
  assert_processes (fixture->runner, NULL, "2");
  runner_deinitialize (fixture->runner);
}

static void
test_input_without_form (RunnerFixture *fixture,
                         gconstpointer  data)
{
  NoobRecord *inputs = noob_record_new ();
  GValue pointer = G_VALUE_INIT;

  g_value_init (&pointer, G_TYPE_POINTER);
  g_value_set_pointer (&pointer, fixture);
  noob_record_take_value (inputs, "x", &pointer);
  runner_fails (fixture->runner, inputs, NOOB_ERROR_VALUE, "*input \"x\"*");
  assert_processes (fixture->runner, record_of_int ("x", 1), "1");
}

/* Nothing can be run any more, and that is said, until it is initialized again. */
static void
assert_lost (NoobRunner *runner,
             const char *pattern)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobList) results = NULL;

  runner_fails (runner, NULL, NOOB_ERROR_NODE_LOST, pattern);
  results = noob_runner_run (runner, 2, &error);
  g_assert_null (results);
  assert_error_like (error, NOOB_ERROR_NODE_LOST, pattern);
  runner_deinitialize (runner);
  assert_no_children ();
  assert_no_run_folders ();
  runner_initialize (runner);
  assert_processes (runner, NULL, "0");
}

static void
test_exit (RunnerFixture *fixture,
           gconstpointer  data)
{
  runner_expect_log_of ("b", "b: these are the last words");
  assert_processes (fixture->runner, NULL, "0");
  runner_fails (fixture->runner, NULL, NOOB_ERROR_NODE_LOST,
                "*node b*exited with status 3*these are the last words*");
  assert_failure (fixture->runner, "*exited with status 3*", 3);
  assert_lost (fixture->runner, "*node b*exited with status 3*");
}

static void
test_abort (RunnerFixture *fixture,
            gconstpointer  data)
{
  runner_expect_log_of ("b", "b: these are the last words");
  assert_processes (fixture->runner, NULL, "0");
  runner_fails (fixture->runner, NULL, NOOB_ERROR_NODE_LOST, "*node b*killed by signal 6*");
  assert_failure (fixture->runner, "*signal 6*", 128 + SIGABRT);
  assert_lost (fixture->runner, "*node b*killed by signal 6*");
}

/* A sanitizer, which needs memory too, ends the process in its own way. */
static void
test_out_of_memory (RunnerFixture *fixture,
                    gconstpointer  data)
{
  if (!process_memory_is_its_own ())
    {
      g_test_skip ("the memory is not the node's alone");
      return;
    }

  runner_expect_log ("b: these are the last words");
  runner_expect_log ("*failed to allocate*");
  assert_processes (fixture->runner, NULL, "0");
  runner_fails (fixture->runner, NULL, NOOB_ERROR_NODE_LOST,
                "*node b*killed by signal 5*failed to allocate*");
  assert_failure (fixture->runner, "*signal 5*", 128 + SIGTRAP);
  assert_lost (fixture->runner, "*node b*killed by signal 5*");
}

/* Microseconds from the death of a node to the end of the call that waits for it. */
#define MAX_DELAY (200 * 1000)

static gint64 killed_at;

static void
assert_at_once (void)
{
  g_assert_cmpint (g_get_monotonic_time () - killed_at, <, MAX_DELAY);
}

/* Asking for the processes delivers more events, so this must not be called for those. */
static void
kill_b (NoobRunner *runner,
        NoobEvent  *event,
        gpointer    data)
{
  g_autoptr (GArray) pids = NULL;

  g_signal_handlers_disconnect_by_func (runner, kill_b, data);
  pids = noob_zmq_runner_get_node_processes (NOOB_ZMQ_RUNNER (runner));
  g_assert_cmpint (g_array_index (pids, GPid, 1), >, 0);
  killed_at = g_get_monotonic_time ();
  g_assert_cmpint (kill (g_array_index (pids, GPid, 1), SIGKILL), ==, 0);
}

static void
test_kill (RunnerFixture *fixture,
           gconstpointer  data)
{
  g_signal_connect (fixture->runner, "event::a", G_CALLBACK (kill_b), NULL);
  runner_fails (fixture->runner, NULL, NOOB_ERROR_NODE_LOST, "*node b*killed by signal 9*");
  assert_at_once ();
  assert_failure (fixture->runner, "*signal 9*", 128 + SIGKILL);
  runner_fails (fixture->runner, NULL, NOOB_ERROR_NODE_LOST, "*node b*killed by signal 9*");
  runner_deinitialize (fixture->runner);
}

static void
test_kill_while_running (RunnerFixture *fixture,
                         gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobList) results = NULL;

  g_signal_connect (fixture->runner, "event::a", G_CALLBACK (kill_b), NULL);
  results = noob_runner_run (fixture->runner, 1000, &error);
  assert_at_once ();
  g_assert_null (results);
  assert_error_like (error, NOOB_ERROR_NODE_LOST, "*node b*killed by signal 9*");
}

static void
test_kill_ends_free_run (RunnerFixture *fixture,
                         gconstpointer  data)
{
  g_signal_connect (fixture->runner, "event::a", G_CALLBACK (kill_b), NULL);
  g_assert_true (noob_runner_start (fixture->runner, NULL));
  while (noob_runner_get_running (fixture->runner))
    g_main_context_iteration (NULL, TRUE);
  assert_lost (fixture->runner, "*node b*killed by signal 9*");
}

static void
test_kill_between_calls (RunnerFixture *fixture,
                         gconstpointer  data)
{
  assert_processes (fixture->runner, NULL, "0");
  kill_b (fixture->runner, NULL, NULL);
  while (noob_runner_get_failure (fixture->runner) == NULL)
    g_main_context_iteration (NULL, TRUE);
  assert_lost (fixture->runner, "*node b*killed by signal 9*");
}

/* What its process is when it is gone. */
static void
test_process_of_lost_node (RunnerFixture *fixture,
                           gconstpointer  data)
{
  g_autoptr (GArray) pids = NULL;

  test_kill (fixture, data);
  runner_initialize (fixture->runner);
  kill_b (fixture->runner, NULL, NULL);
  runner_fails (fixture->runner, NULL, NOOB_ERROR_NODE_LOST, "*");
  pids = noob_zmq_runner_get_node_processes (NOOB_ZMQ_RUNNER (fixture->runner));
  g_assert_cmpint (g_array_index (pids, GPid, 0), >, 0);
  g_assert_cmpint (g_array_index (pids, GPid, 1), ==, 0);
}

/* Nothing but killing ends a node that hangs. */
static void
assert_killed_at_the_end (NoobRunner *runner)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_runner_deinitialize (runner, &error));
  g_test_message ("%s", error->message);
  assert_error_like (error, NOOB_ERROR_TIMEOUT, "*node \"b\"*100 ms*killed*");
  g_assert_false (noob_runner_get_initialized (runner));
}

static void
test_hang_in_process (RunnerFixture *fixture,
                      gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "pipe", NULL);
  g_autoptr (NoobRecord) inputs = noob_record_new ();
  int pipe;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  noob_record_set_string (inputs, "path", path);
  fixture->runner =
    runner_new ("input: {path: {}}\n" NODE ("hang_in_process", "path: input.path"), inputs);
  g_object_set (fixture->runner, "quit-timeout", 100, NULL);
  runner_initialize (fixture->runner);
  g_assert_true (noob_runner_start (fixture->runner, NULL));

  /* Comes back when the node hangs. */
  pipe = open (path, O_RDONLY);
  g_assert_cmpint (pipe, >=, 0);
  assert_killed_at_the_end (fixture->runner);
  close (pipe);
}

static void
test_hang_in_deinit (RunnerFixture *fixture,
                     gconstpointer  data)
{
  fixture->runner = runner_new (NODE ("hang_in_deinit", ""), NULL);
  g_object_set (fixture->runner, "quit-timeout", 100, NULL);
  runner_initialize (fixture->runner);
  assert_killed_at_the_end (fixture->runner);
}

int
main (int   argc,
      char *argv[])
{
  runner_test_init (&argc, &argv);

  runner_test_add ("/zmq-runner/failure/error-of-a-node", NODE ("fail", "at: 1"), test_error);
  runner_test_add ("/zmq-runner/failure/error-while-running", NODE ("fail", "at: 300"),
                   test_error_while_running);
  runner_test_add ("/zmq-runner/failure/error-without-words", NODE ("fail_silently", "at: 1"),
                   test_error_without_words);
  runner_test_add ("/zmq-runner/failure/value-without-form", NODE ("emit_pointer", "at: 1"),
                   test_value_without_form);
  runner_test_add ("/zmq-runner/failure/value-that-the-runner-cannot-have",
                   NODE ("emit_stranger", "at: 1"), test_value_of_unknown_class);
  runner_test_add ("/zmq-runner/failure/value-that-a-node-cannot-have",
                   "nodes:\n"
                   "  a: {type: count}\n"
                   "  b: {type: emit_stranger, depends: [{value: a.value}], params: {at: 1}}\n"
                   "  c: {type: pass, depends: [{value: b.value}]}\n"
                   "  r: {type: return, depends: c.value}\n",
                   test_value_of_unknown_class);
  runner_test_add ("/zmq-runner/failure/input-without-form",
                   "input: {x: {scope: process}}\n"
                   "nodes:\n"
                   "  a: {type: pass, depends: input.x}\n"
                   "  r: {type: return, depends: a.value}\n",
                   test_input_without_form);
  runner_test_add ("/zmq-runner/failure/exit", NODE ("die", "how: exit, at: 1"), test_exit);
  runner_test_add ("/zmq-runner/failure/abort", NODE ("die", "how: abort, at: 1"), test_abort);
  runner_test_add ("/zmq-runner/failure/out-of-memory", NODE ("die", "how: memory, at: 1"),
                   test_out_of_memory);
  runner_test_add ("/zmq-runner/failure/kill", NODE ("hang_in_process", "at: 0"), test_kill);
  runner_test_add ("/zmq-runner/failure/kill-while-running", NODE ("hang_in_process", "at: 20"),
                   test_kill_while_running);
  runner_test_add ("/zmq-runner/failure/kill-ends-a-free-run", NODE ("pass", ""),
                   test_kill_ends_free_run);
  runner_test_add ("/zmq-runner/failure/kill-between-calls", NODE ("pass", ""),
                   test_kill_between_calls);
  runner_test_add ("/zmq-runner/failure/a-lost-node-has-no-process",
                   NODE ("hang_in_process", "at: 0"), test_process_of_lost_node);
  runner_test_add ("/zmq-runner/failure/hang-in-process", NULL, test_hang_in_process);
  runner_test_add ("/zmq-runner/failure/hang-in-deinit", NULL, test_hang_in_deinit);

  return runner_test_run ();
}
