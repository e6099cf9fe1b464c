/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Assets over several epochs: generations, subepochs, nodes that do not run, what is stored. */

#include "runner-test.h"

static gboolean
shares_memory (const RunnerKind *kind)
{
  return kind == &sync_runner_kind;
}

#define SCORE "assets:\n  t: { type: @score, scope: runner }\n"

static void
test_several_first_nodes (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (
    kind, SCORE "nodes:\n"
                "  a: { type: @bump, depends: [ score: assets.t ] }\n"
                "  b: { type: @bump, depends: [ score: assets.t ] }\n"
                "  c: { type: @bump, depends: [ score: assets.t, after: a.count ] }\n"
                "  result: { type: return, depends: [ a: a.count, b: b.count, c: c.count ] }\n");

  assert_process (runner, NULL, shares_memory (kind) ? "{a:1 b:2 c:3}" : "{a:1 b:1 c:2}");
  assert_process (runner, NULL, shares_memory (kind) ? "{a:4 b:5 c:6}" : "{a:2 b:2 c:3}");
  runner_test_end (runner);
}

static void
test_three_generations (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (
    kind, SCORE "nodes:\n"
                "  a: { type: @bump, depends: [ score: assets.t ] }\n"
                "  b: { type: @bump, depends: [ score: assets.t, after: a.count ] }\n"
                "  c: { type: @bump, depends: [ score: assets.t, after: b.count ] }\n"
                "  result: { type: return, depends: [ a: a.count, b: b.count, c: c.count ] }\n");

  assert_process (runner, NULL, "{a:1 b:2 c:3}");
  assert_process (runner, NULL, shares_memory (kind) ? "{a:4 b:5 c:6}" : "{a:2 b:3 c:4}");
  runner_test_end (runner);
}

static void
test_overlapping_epochs (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, "assets:\n"
                             "  t: { type: @score, scope: process, params: { start: 10 } }\n"
                             "nodes:\n"
                             "  a: { type: @bump, depends: [ score: assets.t ] }\n"
                             "  b: { type: @bump, depends: [ score: assets.t, after: a.count ] }\n"
                             "  result: { type: return, depends: b.count }\n");
  g_autoptr (NoobResults) results = noob_runner_iterate (runner, 200, NULL);

  for (guint i = 0; i < 200; i++)
    assert_next (results, "12");
  assert_no_next (results);
  g_clear_object (&results);
  runner_test_end (runner);
}

/* The node that makes the asset does not run in every second epoch; who comes later gets it all the
 * same. */
static void
test_expired_first_node (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, SCORE "nodes:\n"
                             "  s: { type: @count }\n"
                             "  e: { type: @every, depends: s.value, params: { n: 2 } }\n"
                             "  a: { type: @bump, depends: [ score: assets.t, by: e.value ] }\n"
                             "  p: { type: @twice, depends: s.value }\n"
                             "  q: { type: @twice, depends: p.value }\n"
                             "  b: { type: @bump, depends: [ score: assets.t, after: q.value ] }\n"
                             "  result: { type: return, depends: b.count }\n");

  assert_run (runner, 4, shares_memory (kind) ? "[1 2 5 6]" : "[1 1 3 3]");
  runner_test_end (runner);
}

static void
test_disabled_first_node (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (
    kind, SCORE "nodes:\n"
                "  s: { type: @count }\n"
                "  a: { type: @bump, enabled: false, depends: [ score: assets.t ] }\n"
                "  b: { type: @bump, depends: [ score: assets.t, after: s.value ] }\n"
                "  result: { type: return, depends: [ a: a.count, b: b.count ] }\n");

  assert_process (runner, NULL, "{b:1}");
  assert_run (runner, 2, "[{b:2} {b:3}]");
  runner_test_end (runner);
}

static void
test_disabled_on_the_way (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (
    kind, SCORE "nodes:\n"
                "  s: { type: @count }\n"
                "  a: { type: @bump, depends: [ score: assets.t ] }\n"
                "  b: { type: @bump, depends: [ score: assets.t, after: s.value ] }\n"
                "  result: { type: return, depends: [ a: a.count, b: b.count ] }\n");
  g_autoptr (GError) error = NULL;

  assert_process (runner, NULL, "{a:1 b:2}");
  noob_runner_disable_node (runner, "a", &error);
  g_assert_no_error (error);
  assert_process (runner, NULL, shares_memory (kind) ? "{b:3}" : "{b:1}");
  noob_runner_enable_node (runner, "a", &error);
  g_assert_no_error (error);
  assert_process (runner, NULL, shares_memory (kind) ? "{a:4 b:5}" : "{a:2 b:3}");
  runner_test_end (runner);
}

/* A node between that takes no part passes on what comes. */
static void
test_disabled_in_between (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (
    kind, SCORE "nodes:\n"
                "  s: { type: @count }\n"
                "  p: { type: @twice, depends: s.value }\n"
                "  a: { type: @bump, depends: [ score: assets.t ] }\n"
                "  b: { type: @bump, enabled: false, depends: [ score: assets.t, after: s.value ] }\n"
                "  c: { type: @bump, depends: [ score: assets.t, after: p.value ] }\n"
                "  result: { type: return, depends: [ a: a.count, c: c.count ] }\n");

  assert_run (runner, 3, shares_memory (kind) ? "[{a:1 c:2} {a:3 c:4} {a:5 c:6}]"
                                              : "[{a:1 c:2} {a:2 c:3} {a:3 c:4}]");
  runner_test_end (runner);
}

/* Subepochs. */

#define MAPPED \
  "  s: { type: @count, params: { start: 3 } }\n" \
  "  items: { type: @numbers, depends: s.value }\n" \
  "  m: { type: map, depends: items.value }\n"

static void
test_below_a_map (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, SCORE "nodes:\n" MAPPED
                             "  a: { type: @bump, depends: [ score: assets.t, after: m.value ] }\n"
                             "  result: { type: return, depends: a.count }\n");

  assert_run (runner, 2, "[[1 2 3] [4 5 6 7]]");
  runner_test_end (runner);
}

/* Each subepoch has the copy that was sent for it. */
static void
test_two_below_a_map (const RunnerKind *kind)
{
  NoobRunner *runner;

  if (shares_memory (kind))
    return;

  runner =
    runner_test_begin (kind, SCORE "nodes:\n" MAPPED
                             "  a: { type: @bump, depends: [ score: assets.t, after: m.value ] }\n"
                             "  b: { type: @bump, depends: [ score: assets.t, after: a.count ] }\n"
                             "  result: { type: return, depends: [ a: a.count, b: b.count ] }\n");
  assert_run (runner, 2, "[{a:[1 2 3] b:[2 3 4]} {a:[4 5 6 7] b:[5 6 7 8]}]");
  runner_test_end (runner);
}

/* One that came for the whole epoch is that of all subepochs. */
static void
test_above_and_below_a_map (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, SCORE "nodes:\n" MAPPED
                             "  a: { type: @bump, depends: [ score: assets.t ] }\n"
                             "  b: { type: @bump, depends: [ score: assets.t, after: m.value ] }\n"
                             "  result: { type: return, depends: [ a: a.count, b: b.count ] }\n");

  assert_process (runner, NULL, "{a:1 b:[2 3 4]}");
  assert_process (runner, NULL, shares_memory (kind) ? "{a:5 b:[6 7 8 9]}" : "{a:2 b:[3 4 5 6]}");
  runner_test_end (runner);
}

static void
test_below_a_gather (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (
    kind, SCORE "nodes:\n" MAPPED
                "  a: { type: @bump, depends: [ score: assets.t, after: m.value ] }\n"
                "  g: { type: gather, depends: [ value: a.count, n: m.n ] }\n"
                "  b: { type: @bump, depends: [ score: assets.t, after: g.value ] }\n"
                "  result: { type: return, depends: [ g: g.value, b: b.count ] }\n");

  assert_process (runner, NULL, "{g:[1 2 3] b:4}");
  assert_process (runner, NULL, shares_memory (kind) ? "{g:[5 6 7 8] b:9}" : "{g:[4 5 6 7] b:8}");
  runner_test_end (runner);
}

/* What is stored. `see` puts what it has into a record, and @numbers of 0 makes an empty list. */

#define STORED(source) \
  "assets:\n" \
  "  t: { type: @numbers, scope: runner, params: { value: 0 }, depends: " source " }\n" \
  "nodes:\n" \
  "  v: { type: @see, depends: [ a: assets.t ] }\n" \
  "  result: { type: return, depends: v.value }\n"

/* It stays what it was as long as nothing is emitted. */
static void
test_stored_now_and_then (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, STORED ("g.value")
                             "  s: { type: @count }\n"
                             "  p: { type: @twice, depends: s.value }\n"
                             "  g: { type: gather, depends: p.value, params: { n: 5 } }\n");

  assert_run (runner, 11,
              "[{a:[]} {a:[]} {a:[]} {a:[]} {a:[]} {a:[0 2 4 6 8]} {a:[0 2 4 6 8]} "
              "{a:[0 2 4 6 8]} {a:[0 2 4 6 8]} {a:[0 2 4 6 8]} {a:[10 12 14 16 18]}]");
  runner_test_end (runner);
}

static void
test_stored_after_a_gather (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, STORED ("g.value") MAPPED
                             "  g: { type: gather, depends: [ value: m.value, n: m.n ] }\n");

  assert_run (runner, 3, "[{a:[]} {a:[0 1 2]} {a:[0 1 2 3]}]");
  runner_test_end (runner);
}

static void
test_stored_in_subepochs (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, STORED ("p.value") MAPPED
                             "  p: { type: @twice, depends: m.value }\n");

  assert_run (runner, 4, "[{a:[]} {a:4} {a:6} {a:8}]");
  runner_test_end (runner);
}

static void
test_several_stored_from_one_signal (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (
    kind, "assets:\n"
          "  t: { type: @score, scope: runner, depends: b.score }\n"
          "  u: { type: @score, scope: runner, params: [ 100 ], depends: b.score }\n"
          "nodes:\n"
          "  a: { type: @bump, depends: [ score: assets.t ] }\n"
          "  c: { type: @bump, depends: [ score: assets.u ] }\n"
          "  b: { type: @bump, depends: [ score: a.score ] }\n"
          "  result: { type: return, depends: [ a: a.count, b: b.count, c: c.count ] }\n");

  assert_run (runner, 3, "[{a:1 b:2 c:101} {a:3 b:4 c:3} {a:5 b:6 c:5}]");
  runner_test_end (runner);
}

/* Whatever is done between, each epoch goes on from the one before. */
static void
test_stored_in_every_mode (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, "assets:\n"
                             "  t: { type: @score, scope: runner, depends: b.score }\n"
                             "nodes:\n"
                             "  a: { type: @bump, depends: [ score: assets.t ] }\n"
                             "  b: { type: @bump, depends: [ score: a.score ] }\n"
                             "  result: { type: return, depends: b.count }\n");
  g_autoptr (NoobResults) results = NULL;
  g_autoptr (GError) error = NULL;

  assert_process (runner, NULL, "2");
  assert_run (runner, 2, "[4 6]");
  results = noob_runner_iterate (runner, 2, &error);
  assert_next (results, "8");
  assert_next (results, "10");
  assert_no_next (results);
  g_clear_object (&results);
  assert_process (runner, NULL, "12");
  runner_test_end (runner);
}

/* What the caller has of an epoch is not changed by the next one. */
static void
test_stored_is_a_copy (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, "assets:\n"
                             "  t: { type: @score, scope: runner, depends: b.score }\n"
                             "nodes:\n"
                             "  a: { type: @bump, depends: [ score: assets.t ] }\n"
                             "  b: { type: @bump, depends: [ score: a.score ] }\n"
                             "  result: { type: return, depends: b.score }\n");
  g_auto (GValue) first = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  noob_runner_process (runner, NULL, &first, &error);
  g_assert_no_error (error);
  assert_process (runner, NULL, "{count:4}");
  g_assert_cmpstr (text = value_text (&first), ==, "{count:2}");
  runner_test_end (runner);
}

/* A failure leaves what was stored before. */
static void
test_stored_before_a_failure (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, "assets:\n"
                             "  t: { type: @score, scope: runner, depends: b.score }\n"
                             "nodes:\n"
                             "  s: { type: @count }\n"
                             "  x: { type: @picky, depends: s.value, params: { at: 1 } }\n"
                             "  a: { type: @bump, depends: [ score: assets.t, after: x.value ] }\n"
                             "  b: { type: @bump, depends: [ score: a.score ] }\n"
                             "  result: { type: return, depends: b.count }\n");

  assert_process (runner, NULL, "2");
  assert_process_fails (runner, NULL, NOOB_ERROR_NODE, "");
  assert_process (runner, NULL, "4");
  runner_test_end (runner);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  runner_test_add ("/assets/generations/several-first-nodes", test_several_first_nodes);
  runner_test_add ("/assets/generations/three", test_three_generations);
  runner_test_add ("/assets/generations/overlapping-epochs", test_overlapping_epochs);
  runner_test_add ("/assets/generations/the-first-node-expires", test_expired_first_node);
  runner_test_add ("/assets/generations/the-first-node-is-disabled", test_disabled_first_node);
  runner_test_add ("/assets/generations/the-first-node-is-disabled-on-the-way",
                   test_disabled_on_the_way);
  runner_test_add ("/assets/generations/one-in-between-is-disabled", test_disabled_in_between);

  runner_test_add ("/assets/subepochs/below-a-map", test_below_a_map);
  runner_test_add ("/assets/subepochs/two-below-a-map", test_two_below_a_map);
  runner_test_add ("/assets/subepochs/above-and-below-a-map", test_above_and_below_a_map);
  runner_test_add ("/assets/subepochs/below-a-gather", test_below_a_gather);

  runner_test_add ("/assets/depends/now-and-then", test_stored_now_and_then);
  runner_test_add ("/assets/depends/after-a-gather", test_stored_after_a_gather);
  runner_test_add ("/assets/depends/in-subepochs", test_stored_in_subepochs);
  runner_test_add ("/assets/depends/several-from-one-signal", test_several_stored_from_one_signal);
  runner_test_add ("/assets/depends/is-a-copy", test_stored_is_a_copy);
  runner_test_add ("/assets/depends/in-every-mode", test_stored_in_every_mode);
  runner_test_add ("/assets/depends/before-a-failure", test_stored_before_a_failure);

  return g_test_run ();
}
