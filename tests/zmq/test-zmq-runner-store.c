/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which events stay in the store. */

#include "runner-fixture.h"

#define CHAIN \
  "input: {x: {scope: process, default: 1}}\n" \
  "nodes:\n" \
  "  a: {type: pass, depends: [value: input.x]}\n" \
  "  b: {type: add, depends: [left: a.value]}\n" \
  "  r: {type: return, depends: b.value}\n"

static gsize
count_stored (NoobRunner *runner)
{
  return noob_event_store_get_n_events (noob_runner_get_store (runner));
}

static void
assert_stored (NoobRunner *runner,
               guint64     root,
               gint64      value)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new (root);
  NoobEvent *event =
    noob_event_store_get (noob_runner_get_store (runner), epoch, "b", "value");

  g_assert_nonnull (event);
  g_assert_cmpint (g_value_get_int64 (noob_event_get_value (event)), ==, value);
}

static void
test_cleared (RunnerFixture *fixture,
              gconstpointer  data)
{
  assert_processes (fixture->runner, record_of_int ("x", 5), "6");
  assert_runs (fixture->runner, 3, "[2,2,2]");
  g_assert_cmpuint (count_stored (fixture->runner), ==, 0);
}

static void
test_kept (RunnerFixture *fixture,
           gconstpointer  data)
{
  fixture->runner = runner_new (CHAIN, NULL);
  g_object_set (fixture->runner, "autoclear-store", FALSE, NULL);
  runner_initialize (fixture->runner);
  assert_processes (fixture->runner, record_of_int ("x", 5), "6");
  assert_processes (fixture->runner, record_of_int ("x", 6), "7");

  g_assert_cmpuint (count_stored (fixture->runner), ==, 2);
  assert_stored (fixture->runner, 0, 6);
  assert_stored (fixture->runner, 1, 7);
}

/* Epochs are numbered from 0 again. */
static void
test_kept_of_one_run (RunnerFixture *fixture,
                      gconstpointer  data)
{
  fixture->runner = runner_new (CHAIN, NULL);
  g_object_set (fixture->runner, "autoclear-store", FALSE, NULL);
  runner_initialize (fixture->runner);
  assert_processes (fixture->runner, record_of_int ("x", 5), "6");
  runner_deinitialize (fixture->runner);
  assert_stored (fixture->runner, 0, 6);

  runner_initialize (fixture->runner);
  assert_processes (fixture->runner, record_of_int ("x", 6), "7");
  g_assert_cmpuint (count_stored (fixture->runner), ==, 1);
  assert_stored (fixture->runner, 0, 7);
}

int
main (int   argc,
      char *argv[])
{
  runner_test_init (&argc, &argv);

  runner_test_add ("/zmq-runner/store/cleared-as-epochs-end", CHAIN, test_cleared);
  runner_test_add ("/zmq-runner/store/kept-when-asked-for", NULL, test_kept);
  runner_test_add ("/zmq-runner/store/kept-of-one-run-only", NULL, test_kept_of_one_run);

  return runner_test_run ();
}
