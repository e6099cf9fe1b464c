/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From initializing to deinitializing, and again. */

#include "runner-fixture.h"

#include "process-memory.h"

#define CHAIN \
  "nodes:\n" \
  "  a: {type: count}\n" \
  "  b: {type: add, depends: a.value, params: {right: 10}}\n" \
  "  r: {type: return, depends: b.value}\n"

#define RESTLESS \
  "nodes:\n" \
  "  a: {type: count}\n" \
  "  b: {type: restless, depends: a.value}\n" \
  "  r: {type: return, depends: b.value}\n"

#define N_CYCLES 100

static void
test_again (RunnerFixture *fixture,
            gconstpointer  data)
{
  for (guint i = 0; i < 3; i++)
    {
      assert_processes (fixture->runner, NULL, "10");
      assert_runs (fixture->runner, 2, "[11,12]");
      runner_deinitialize (fixture->runner);
      assert_no_children ();
      assert_no_run_folders ();
      runner_initialize (fixture->runner);
    }
}

static void
test_twice (RunnerFixture *fixture,
            gconstpointer  data)
{
  runner_initialize (fixture->runner);
  assert_processes (fixture->runner, NULL, "10");
  runner_deinitialize (fixture->runner);
  runner_deinitialize (fixture->runner);
}

static void
test_never_initialized (RunnerFixture *fixture,
                        gconstpointer  data)
{
  g_autoptr (GArray) pids = NULL;

  fixture->runner = runner_new (CHAIN, NULL);
  runner_fails (fixture->runner, NULL, NOOB_ERROR_STATE, "*not initialized*");
  pids = noob_zmq_runner_get_node_processes (NOOB_ZMQ_RUNNER (fixture->runner));
  g_assert_cmpuint (pids->len, ==, 0);
}

/* A host that waited for that source to have enough would be killed after quit-timeout, which is an
 * error. */
static void
test_restless (RunnerFixture *fixture,
               gconstpointer  data)
{
  assert_processes (fixture->runner, NULL, "0");
  runner_deinitialize (fixture->runner);
}

static void
test_dropped (RunnerFixture *fixture,
              gconstpointer  data)
{
  assert_processes (fixture->runner, NULL, "10");
  g_assert_finalize_object (g_steal_pointer (&fixture->runner));
}

static void
test_dropped_while_iterating (RunnerFixture *fixture,
                              gconstpointer  data)
{
  NoobResults *results = noob_runner_iterate (fixture->runner, -1, NULL);
  g_auto (GValue) value = G_VALUE_INIT;

  g_assert_true (noob_results_next (results, &value, NULL));
  g_clear_object (&fixture->runner);
  g_assert_true (noob_results_next (results, &value, NULL));
  g_assert_finalize_object (results);
}

static void
test_dropped_while_running (RunnerFixture *fixture,
                            gconstpointer  data)
{
  g_assert_true (noob_runner_start (fixture->runner, NULL));
  g_assert_finalize_object (g_steal_pointer (&fixture->runner));
}

static void
test_two_at_once (RunnerFixture *fixture,
                  gconstpointer  data)
{
  g_autoptr (NoobRunner) other = runner_new (CHAIN, NULL);

  runner_initialize (other);
  for (gint64 i = 0; i < 10; i++)
    {
      g_autofree char *expected = g_strdup_printf ("%" G_GINT64_FORMAT, i + 10);

      assert_processes (fixture->runner, NULL, expected);
      assert_processes (other, NULL, expected);
    }
  runner_deinitialize (other);
  assert_processes (fixture->runner, NULL, "20");
}

static void
test_same_id (RunnerFixture *fixture,
              gconstpointer  data)
{
  g_autoptr (NoobRunner) other =
    g_object_new (NOOB_TYPE_ZMQ_RUNNER, "tube", noob_runner_get_tube (fixture->runner), "runner-id",
                  noob_runner_get_runner_id (fixture->runner), NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_runner_initialize (other, &error));
  assert_error_like (error, NOOB_ERROR_STATE, "*another runner*");
  assert_processes (fixture->runner, NULL, "10");
}

static void
test_node_processes (RunnerFixture *fixture,
                     gconstpointer  data)
{
  g_autoptr (GArray) pids =
    noob_zmq_runner_get_node_processes (NOOB_ZMQ_RUNNER (fixture->runner));

  g_assert_cmpuint (pids->len, ==, 2);
  g_assert_cmpint (g_array_index (pids, GPid, 0), !=, g_array_index (pids, GPid, 1));
  for (guint i = 0; i < pids->len; i++)
    {
      g_autofree char *path = g_strdup_printf ("/proc/%d/exe", g_array_index (pids, GPid, i));
      g_autofree char *target = g_file_read_link (path, NULL);

      g_assert_true (g_str_has_suffix (target, "/noob-node"));
    }
}

static void
test_deinit_runs (RunnerFixture *fixture,
                  gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "marker", NULL);
  g_autoptr (NoobRecord) inputs = noob_record_new ();

  noob_record_set_string (inputs, "path", path);
  fixture->runner = runner_new ("input: {path: {}}\n"
                                "nodes:\n"
                                "  a: {type: count}\n"
                                "  b: {type: marker, depends: a.value, params: {path: input.path}}\n"
                                "  r: {type: return, depends: b.value}\n",
                                inputs);
  runner_initialize (fixture->runner);
  assert_processes (fixture->runner, NULL, "0");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  runner_deinitialize (fixture->runner);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
cycle (NoobRunner *runner)
{
  runner_initialize (runner);
  assert_processes (runner, NULL, "10");
  runner_deinitialize (runner);
}

static void
test_cycles (RunnerFixture *fixture,
             gconstpointer  data)
{
  guint n_fds = count_fds ();
  gsize memory = 0;

  fixture->runner = runner_new (CHAIN, NULL);
  for (guint i = 0; i < N_CYCLES; i++)
    {
      if (i == N_CYCLES / 4)
        memory = process_memory (getpid ());
      cycle (fixture->runner);
      assert_no_children ();
      assert_no_run_folders ();
    }

  g_assert_cmpuint (count_fds (), ==, n_fds);
  g_test_message ("grown from %zu to %zu bytes", memory, process_memory (getpid ()));
  if (process_memory_is_its_own ())
    g_assert_cmpuint (process_memory (getpid ()), <, memory + 1024 * 1024);
}

int
main (int   argc,
      char *argv[])
{
  runner_test_init (&argc, &argv);

  runner_test_add ("/zmq-runner/life/initialized-again", CHAIN, test_again);
  runner_test_add ("/zmq-runner/life/initialized-twice", CHAIN, test_twice);
  runner_test_add ("/zmq-runner/life/never-initialized", NULL, test_never_initialized);
  runner_test_add ("/zmq-runner/life/dropped", CHAIN, test_dropped);
  runner_test_add ("/zmq-runner/life/dropped-while-iterating", CHAIN,
                   test_dropped_while_iterating);
  runner_test_add ("/zmq-runner/life/dropped-while-running", CHAIN, test_dropped_while_running);
  runner_test_add ("/zmq-runner/life/two-at-once", CHAIN, test_two_at_once);
  runner_test_add ("/zmq-runner/life/no-two-of-the-same-id", CHAIN, test_same_id);
  runner_test_add ("/zmq-runner/life/each-node-has-a-process", CHAIN, test_node_processes);
  runner_test_add ("/zmq-runner/life/deinit-runs-in-nodes", NULL, test_deinit_runs);
  runner_test_add ("/zmq-runner/life/node-leaves-a-source-that-is-always-ready", RESTLESS,
                   test_restless);
  runner_test_add ("/zmq-runner/life/a-hundred-cycles", NULL, test_cycles);

  return runner_test_run ();
}
