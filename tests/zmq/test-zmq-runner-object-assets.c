/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Assets that are objects go from process to process by their properties. */

#include "runner-fixture.h"

#define NODES \
  "nodes:\n" \
  "  a: {type: tally, depends: [{object: assets.t}]}\n" \
  "  b: {type: tally, depends: [{object: assets.t}, {after: a.value}]}\n" \
  "  r: {type: return, depends: [{a: a.value}, {b: b.value}]}\n"

#define CHAIN \
  "assets:\n" \
  "  t: {type: TestTally, scope: runner, params: {count: 10}}\n" \
  NODES

#define LOCKED \
  "assets:\n" \
  "  t: {type: TestLock, scope: runner}\n" \
  NODES

static void
test_chain (RunnerFixture *fixture,
            gconstpointer  data)
{
  assert_processes (fixture->runner, NULL, "{\"a\":11,\"b\":12}");
  assert_processes (fixture->runner, NULL, "{\"a\":12,\"b\":13}");
}

static void
test_nothing_to_tell (RunnerFixture *fixture,
                      gconstpointer  data)
{
  g_autoptr (NoobRunner) runner = runner_new (LOCKED, NULL);

  runner_refuses (runner, NOOB_ERROR_VALUE,
                  "*asset \"t\"*values of type TestLock cannot leave this process: the class has no "
                  "property that can be read and written; let it implement JsonSerializable*");
}

int
main (int   argc,
      char *argv[])
{
  runner_test_init (&argc, &argv);

  runner_test_add ("/zmq-runner/object-assets/cross-by-their-properties", CHAIN, test_chain);
  runner_test_add ("/zmq-runner/object-assets/that-tell-nothing-are-refused", NULL,
                   test_nothing_to_tell);

  return runner_test_run ();
}
