/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is true of assets under every runner; where that is not the same, the test says so. */

#include "runner-test.h"

static gboolean
shares_memory (const RunnerKind *kind)
{
  return kind == &sync_runner_kind;
}

/* Nodes of one process change one object; else each generation passes a copy on to the next, and
 * nothing flows back. */
static void
test_runner_scope (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, "assets:\n"
                             "  t: { type: @score, scope: runner }\n"
                             "nodes:\n"
                             "  a: { type: @bump, depends: [ score: assets.t ] }\n"
                             "  b: { type: @bump, depends: [ score: assets.t, after: a.count ] }\n"
                             "  result: { type: return, depends: [ a: a.count, b: b.count ] }\n");

  assert_process (runner, NULL, "{a:1 b:2}");
  assert_process (runner, NULL, shares_memory (kind) ? "{a:3 b:4}" : "{a:2 b:3}");
  runner_test_end (runner);
}

/* What is stored after the last change is what the first node gets in the next epoch. */
static void
test_depends (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, "assets:\n"
                             "  t: { type: @score, scope: runner, depends: b.score }\n"
                             "nodes:\n"
                             "  a: { type: @bump, depends: [ score: assets.t ] }\n"
                             "  b: { type: @bump, depends: [ score: a.score ] }\n"
                             "  result: { type: return, depends: [ a: a.count, b: b.count ] }\n");

  assert_process (runner, NULL, "{a:1 b:2}");
  assert_process (runner, NULL, "{a:3 b:4}");
  assert_run (runner, 2, "[{a:5 b:6} {a:7 b:8}]");
  runner_test_end (runner);
}

static void
test_process_scope (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, "assets:\n"
                             "  t: { type: @score, scope: process, params: [ 10 ] }\n"
                             "nodes:\n"
                             "  a: { type: @bump, depends: [ score: assets.t ] }\n"
                             "  b: { type: @bump, depends: [ score: assets.t, after: a.count ] }\n"
                             "  result: { type: return, depends: [ a: a.count, b: b.count ] }\n");

  assert_run (runner, 3, "[{a:11 b:12} {a:11 b:12} {a:11 b:12}]");
  runner_test_end (runner);
}

static void
test_node_scope (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, "assets:\n"
                             "  t: { type: @score, scope: node }\n"
                             "nodes:\n"
                             "  a: { type: @bump, depends: [ score: assets.t ] }\n"
                             "  b: { type: @bump, depends: [ score: assets.t, after: a.count ] }\n"
                             "  result: { type: return, depends: [ a: a.count, b: b.count ] }\n");

  assert_run (runner, 2, "[{a:1 b:1} {a:1 b:1}]");
  runner_test_end (runner);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  runner_test_add ("/assets/scope/runner", test_runner_scope);
  runner_test_add ("/assets/scope/process", test_process_scope);
  runner_test_add ("/assets/scope/node", test_node_scope);
  runner_test_add ("/assets/depends/is-what-was-stored",
                       test_depends);

  return g_test_run ();
}
