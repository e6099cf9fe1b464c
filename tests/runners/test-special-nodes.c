/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Map, gather and return in a tube that runs. The nodes themselves are tested with the nodes. */

#include "runner-test.h"

static void
assert_runs (const RunnerKind *kind,
             const char       *nodes,
             gint64            n,
             const char       *expected)
{
  g_autofree char *yaml = g_strconcat ("nodes:\n"
                                       "  a: { type: @count, params: { start: 1 } }\n"
                                       "  items: { type: @numbers, depends: a.value }\n",
                                       nodes, NULL);
  NoobRunner *runner = runner_test_begin (kind, yaml);

  assert_run (runner, n, expected);
  runner_test_end (runner);
}

/* Also when there is but one. */
static void
test_map_returns_lists (const RunnerKind *kind)
{
  assert_runs (kind,
               "  m: { type: map, depends: items.value }\n"
               "  b: { type: @twice, depends: m.value }\n"
               "  result: { type: return, depends: [ b.value, n: m.n ] }\n",
               3, "[[[[0]] {n:1}] [[[0 2]] {n:2}] [[[0 2 4]] {n:3}]]");
}

static void
test_map_of_nothing (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, "nodes:\n"
                             "  a: { type: @count }\n"
                             "  items: { type: @numbers, depends: a.value }\n"
                             "  m: { type: map, depends: items.value }\n"
                             "  result: { type: return, depends: [ m.value, m.n ] }\n");

  assert_process (runner, NULL, "nothing");
  assert_process (runner, NULL, "[[0] 1]");
  runner_test_end (runner);
}

static void
test_unmapped_is_repeated (const RunnerKind *kind)
{
  assert_runs (kind,
               "  m: { type: map, depends: items.value }\n"
               "  s: { type: @see, depends: [ a: a.value, b: m.value ] }\n"
               "  result: { type: return, depends: s.value }\n",
               2, "[[{a:1 b:0}] [{a:2 b:0} {a:2 b:1}]]");
}

static void
test_nested_maps (const RunnerKind *kind)
{
  assert_runs (kind,
               "  m: { type: map, depends: items.value }\n"
               "  inner: { type: @numbers, depends: m.value }\n"
               "  k: { type: map, depends: inner.value }\n"
               "  s: { type: @see, depends: [ a: m.value, b: k.value ] }\n"
               "  result: { type: return, depends: s.value }\n",
               3, "[[{a:0}] [{a:0} {a:1 b:0}] [{a:0} {a:1 b:0} {a:2 b:0} {a:2 b:1}]]");
}

static void
test_gather_closes_map (const RunnerKind *kind)
{
  assert_runs (kind,
               "  m: { type: map, depends: items.value }\n"
               "  b: { type: @twice, depends: m.value }\n"
               "  g: { type: gather, depends: [ value: b.value, n: m.n ] }\n"
               "  s: { type: @see, depends: [ a: g.value ] }\n"
               "  result: { type: return, depends: s.value }\n",
               3, "[{a:[0]} {a:[0 2]} {a:[0 2 4]}]");
}

static void
test_gather_across_epochs (const RunnerKind *kind)
{
  assert_runs (kind,
               "  g: { type: gather, depends: a.value, params: { n: 3 } }\n"
               "  result: { type: return, depends: g.value }\n",
               2, "[[1 2 3] [4 5 6]]");
}

static void
test_gather_trigger (const RunnerKind *kind)
{
  assert_runs (kind,
               "  t: { type: @every, depends: a.value, params: { n: 2 } }\n"
               "  g: { type: gather, depends: [ value: a.value, trigger: t.value ] }\n"
               "  result: { type: return, depends: g.value }\n",
               2, "[[1 2] [3 4]]");
}

static void
test_gather_flattens (const RunnerKind *kind)
{
  assert_runs (kind,
               "  g: { type: gather, depends: items.value, params: { n: 3, flatten: true } }\n"
               "  result: { type: return, depends: g.value }\n",
               1, "[[0 0 1 0 1 2]]");
}

static void
test_missing_positions (const RunnerKind *kind)
{
  assert_runs (kind,
               "  two: { type: @every, depends: a.value, params: { n: 2 } }\n"
               "  result: { type: return, depends: [ a.value, two.value ] }\n",
               2, "[[2 2] [4 4]]");
}

static void
test_missing_names (const RunnerKind *kind)
{
  assert_runs (kind,
               "  two: { type: @every, depends: a.value, params: { n: 2 } }\n"
               "  result: { type: return, depends: [ one: a.value, two: two.value ] }\n",
               3, "[{one:1} {one:2 two:2} {one:3}]");
}

static void
test_stateful_node_in_subepochs (const RunnerKind *kind)
{
  assert_runs (kind,
               "  m: { type: map, depends: items.value }\n"
               "  t: { type: @tally, depends: m.value }\n"
               "  result: { type: return, depends: t.value }\n",
               3, "[[0] [0 1] [1 2 4]]");
}

static void
test_no_event_in_subepoch (const RunnerKind *kind)
{
  assert_runs (kind,
               "  m: { type: map, depends: items.value }\n"
               "  e: { type: @every, depends: m.value, params: { n: 2 } }\n"
               "  s: { type: @see, depends: [ a: e.value, b: m.value ] }\n"
               "  result: { type: return, depends: [ e.value, s.value ] }\n",
               2, "[[[0] [{a:0 b:0}]] [[0] [{a:0 b:0} {b:1}]]]");
}

static void
test_events_of_subepochs (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, "nodes:\n"
                             "  a: { type: @count, params: { start: 2 } }\n"
                             "  items: { type: @numbers, depends: a.value }\n"
                             "  m: { type: map, depends: items.value }\n"
                             "  g: { type: gather, depends: [ value: m.value, n: m.n ] }\n"
                             "  result: { type: return, depends: g.value }\n");
  g_autoptr (GString) of_map = g_string_new (NULL);
  g_autoptr (GString) of_gather = g_string_new (NULL);

  g_signal_connect (runner, "event::m", G_CALLBACK (note_event), of_map);
  g_signal_connect (runner, "event::g", G_CALLBACK (note_event), of_gather);
  assert_process (runner, NULL, "[0 1]");
  g_assert_cmpstr (of_map->str, ==, " m.value@0/m.0=0 m.value@0/m.1=1 m.n@0=2");
  g_assert_cmpstr (of_gather->str, ==, " g.value@0=[0 1]");
  runner_test_end (runner);
}

static void
test_error_in_subepoch (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, "nodes:\n"
                             "  a: { type: @count, params: { start: 2 } }\n"
                             "  items: { type: @numbers, depends: a.value }\n"
                             "  m: { type: map, depends: items.value }\n"
                             "  p: { type: @picky, depends: m.value, params: { at: 1 } }\n"
                             "  result: { type: return, depends: p.value }\n");
  g_autofree char *epoch = NULL;

  assert_process_fails (runner, NULL, NOOB_ERROR_NODE, "will not have 1");
  epoch = noob_epoch_to_string (noob_failure_get_epoch (noob_runner_get_failure (runner)));
  g_assert_cmpstr (epoch, ==, "0/m.1");
  assert_process_fails (runner, NULL, NOOB_ERROR_NODE, "will not have 1");
  runner_test_end (runner);
}

static void
test_gather_flattens_only_sequences (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, "nodes:\n"
                             "  a: { type: @count }\n"
                             "  g:\n"
                             "    type: gather\n"
                             "    depends: a.value\n"
                             "    params: { flatten: true, n: 1 }\n"
                             "  result: { type: return, depends: g.value }\n");

  assert_process_fails (runner, NULL, NOOB_ERROR_NODE, "g");
  runner_test_end (runner);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  runner_test_add ("map/returns-lists", test_map_returns_lists);
  runner_test_add ("map/of-nothing", test_map_of_nothing);
  runner_test_add ("map/unmapped-is-repeated", test_unmapped_is_repeated);
  runner_test_add ("map/nested", test_nested_maps);
  runner_test_add ("map/stateful-node", test_stateful_node_in_subepochs);
  runner_test_add ("map/no-event", test_no_event_in_subepoch);
  runner_test_add ("map/events", test_events_of_subepochs);
  runner_test_add ("map/error", test_error_in_subepoch);
  runner_test_add ("gather/closes-map", test_gather_closes_map);
  runner_test_add ("gather/across-epochs", test_gather_across_epochs);
  runner_test_add ("gather/trigger", test_gather_trigger);
  runner_test_add ("gather/flattens", test_gather_flattens);
  runner_test_add ("gather/flattens-only-sequences", test_gather_flattens_only_sequences);
  runner_test_add ("return/positions-are-required", test_missing_positions);
  runner_test_add ("return/names-are-optional", test_missing_names);

  return g_test_run ();
}
