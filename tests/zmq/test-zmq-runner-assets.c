/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What assets cost the processes of nodes, and what becomes of them when one of these dies. */

#include <signal.h>

#include "process-memory.h"
#include "runner-fixture.h"

#define SIZE (100 * 1024 * 1024)
#define SLACK (30 * 1024 * 1024)

#define CHAIN \
  "assets:\n" \
  "  heavy: {type: ballast, scope: runner, params: {size: 104857600}}\n" \
  "nodes:\n" \
  "  a: {type: weigh, depends: [{bytes: assets.heavy}]}\n" \
  "  b: {type: weigh, depends: [{bytes: assets.heavy}, {after: a.value}]}\n" \
  "  c: {type: weigh, depends: [{bytes: assets.heavy}, {after: b.value}]}\n" \
  "  d: {type: weigh, depends: [{bytes: assets.heavy}, {after: c.value}]}\n" \
  "  r: {type: return, depends: d.value}\n"

/* Of the process since it began, in bytes. */
static gsize
peak_memory (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", pid);
  g_autofree char *text = NULL;
  const char *line;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  line = strstr (text, "VmHWM:");
  g_assert_nonnull (line);

  return g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10) * 1024;
}

/* The first node made it; the others have it while an epoch is in progress, and let go of it soon
 * after. */
static void
assert_becomes_light (GArray *pids)
{
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  for (guint i = 1; i < pids->len; i++)
    {
      while (process_memory (g_array_index (pids, GPid, i)) >= SLACK &&
             g_get_monotonic_time () < deadline)
        g_thread_yield ();
      g_assert_cmpuint (process_memory (g_array_index (pids, GPid, i)), <, SLACK);
    }
}

/* Nobody copies it, and nobody keeps it but who made it. */
static void
test_large (RunnerFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (GArray) pids =
    noob_zmq_runner_get_node_processes (NOOB_ZMQ_RUNNER (fixture->runner));

  for (guint i = 0; i < 5; i++)
    assert_processes (fixture->runner, NULL, "104857600");

  if (!process_memory_is_its_own ())
    return;

  for (guint i = 0; i < pids->len; i++)
    g_assert_cmpuint (peak_memory (g_array_index (pids, GPid, i)), <, SIZE + SLACK);
  assert_becomes_light (pids);
}

static NoobRunner *
new_marked (RunnerFixture *fixture)
{
  g_autofree char *text = g_strdup_printf (
    "assets:\n"
    "  t: {type: marker, scope: runner, params: {path: %s/t, value: 1}}\n"
    "nodes:\n"
    "  a: {type: pass, depends: [{value: assets.t}]}\n"
    "  b: {type: pass, depends: [{value: assets.t}]}\n"
    "  r: {type: return, depends: [a: a.value, b: b.value]}\n",
    fixture->folder);

  return runner_new (text, NULL);
}

static gboolean
is_marked (RunnerFixture *fixture,
           const char    *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* a dies, and b does what is its own. */
static void
test_killed (RunnerFixture *fixture,
             gconstpointer  data)
{
  g_autoptr (GArray) pids = NULL;

  fixture->runner = new_marked (fixture);
  runner_initialize (fixture->runner);
  pids = noob_zmq_runner_get_node_processes (NOOB_ZMQ_RUNNER (fixture->runner));
  g_assert_cmpint (kill (g_array_index (pids, GPid, 0), SIGKILL), ==, 0);
  runner_fails (fixture->runner, NULL, NOOB_ERROR_NODE_LOST, "*node a*killed by signal 9*");
  g_assert_false (is_marked (fixture, "t"));
  runner_deinitialize (fixture->runner);
  g_assert_true (is_marked (fixture, "t"));
}

int
main (int   argc,
      char *argv[])
{
  runner_test_init (&argc, &argv);

  runner_test_add ("/zmq-runner/assets/a-large-one-is-copied-nowhere", CHAIN, test_large);

  runner_test_add ("/zmq-runner/assets/those-of-survivors-are-torn-down", NULL, test_killed);

  return runner_test_run ();
}
