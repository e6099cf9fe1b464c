/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Tubes inside tubes. */

#include "runner-test.h"

#define INNER_DOUBLE \
  "        input: { x: { scope: process } }\n" \
  "        nodes:\n" \
  "          d: { type: @twice, depends: input.x }\n"

/* A counter, a tube node `t` with the given inner tube, and a return node. */
static NoobRunner *
begin (const RunnerKind *kind,
       const char       *depends,
       const char       *inner,
       const char       *returns)
{
  g_autofree char *yaml = g_strdup_printf ("nodes:\n"
                                           "  a: { type: @count, params: { start: 1 } }\n"
                                           "  t:\n"
                                           "    type: tube\n"
                                           "    depends: %s\n"
                                           "    params:\n"
                                           "      tube:\n"
                                           "%s"
                                           "  result: { type: return, depends: %s }\n",
                                           depends, inner, returns);

  return runner_test_begin (kind, yaml);
}

static void
test_scalar (const RunnerKind *kind)
{
  NoobRunner *runner =
    begin (kind, "[ x: a.value ]",
                              INNER_DOUBLE "          r:\n"
                              "            type: return\n"
                              "            depends: d.value\n", "t.value");

  assert_run (runner, 3, "[2 4 6]");
  runner_test_end (runner);
}

static void
test_positions (const RunnerKind *kind)
{
  NoobRunner *runner =
    begin (kind, "[ x: a.value ]",
                              INNER_DOUBLE "          r:\n"
                              "            type: return\n"
                              "            depends: [ d.value, input.x ]\n",
                              "t.value");

  assert_run (runner, 2, "[[2 1] [4 2]]");
  runner_test_end (runner);
}

static void
test_keys_are_signals (const RunnerKind *kind)
{
  NoobRunner *runner =
    begin (kind, "[ x: a.value ]",
           INNER_DOUBLE "          r: { type: return, depends: [ two: d.value, one: input.x ] }\n",
           "[ t.one, t.two ]");

  assert_run (runner, 2, "[[1 2] [2 4]]");
  runner_test_end (runner);
}

static void
test_without_result (const RunnerKind *kind)
{
  NoobRunner *runner = begin (kind, "[ x: a.value ]",
                              "        input: { x: { scope: process } }\n"
                              "        nodes:\n"
                              "          e: { type: @every, depends: input.x, params: { n: 2 } }\n"
                              "          r: { type: return, depends: e.value }\n",
                              "t.value");

  assert_process (runner, NULL, "nothing");
  assert_process (runner, NULL, "2");
  assert_process (runner, NULL, "nothing");
  runner_test_end (runner);
}

static void
test_result_lacks_a_key (const RunnerKind *kind)
{
  NoobRunner *runner =
    begin (kind, "[ x: a.value ]",
                              "        input: { x: { scope: process } }\n"
                              "        nodes:\n"
                              "          e: { type: @every, depends: input.x, params: { n: 2 } }\n"
                              "          r:\n"
                              "            type: return\n"
                              "            depends: [ some: e.value, all: input.x ]\n",
                              "[ some: t.some, all: t.all ]");

  assert_run (runner, 2, "[{all:1} {some:2 all:2}]");
  runner_test_end (runner);
}

static void
test_without_return (const RunnerKind *kind)
{
  NoobRunner *runner =
    begin (kind, "[ x: a.value ]", INNER_DOUBLE, "[ in: t.value, out: a.value ]");

  assert_run (runner, 1, "[{out:1}]");
  runner_test_end (runner);
}

static void
test_keeps_its_state (const RunnerKind *kind)
{
  NoobRunner *runner = begin (kind, "[ x: a.value ]",
                              "        input: { x: { scope: process } }\n"
                              "        nodes:\n"
                              "          s: { type: @tally, depends: input.x }\n"
                              "          r: { type: return, depends: s.value }\n",
                              "t.value");

  assert_run (runner, 3, "[1 3 6]");
  runner_test_end (runner);
}

static void
test_params_and_defaults (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, "input: { u: { default: outer }, v: { default: outer } }\n"
                             "nodes:\n"
                             "  t:\n"
                             "    type: tube\n"
                             "    params:\n"
                             "      v: param\n"
                             "      tube:\n"
                             "        input:\n"
                             "          u: { default: inner }\n"
                             "          v: { default: inner }\n"
                             "          w: { default: inner }\n"
                             "        nodes:\n"
                             "          s:\n"
                             "            type: @see\n"
                             "            depends: [ a: input.u, b: input.v, c: input.w ]\n"
                             "          r: { type: return, depends: s.value }\n"
                             "  result: { type: return, depends: t.value }\n");

  assert_process (runner, NULL, "{a:outer b:param c:inner}");
  runner_test_end (runner);
}

static void
test_tube_in_tube_in_map (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, "nodes:\n"
                             "  a: { type: @count, params: { start: 1 } }\n"
                             "  items: { type: @numbers, depends: a.value }\n"
                             "  m: { type: map, depends: items.value }\n"
                             "  t:\n"
                             "    type: tube\n"
                             "    depends: [ x: m.value ]\n"
                             "    params:\n"
                             "      tube:\n"
                             "        input: { x: { scope: process } }\n"
                             "        nodes:\n"
                             "          u:\n"
                             "            type: tube\n"
                             "            depends: [ y: input.x ]\n"
                             "            params:\n"
                             "              tube:\n"
                             "                input: { y: { scope: process } }\n"
                             "                nodes:\n"
                             "                  d: { type: @twice, depends: input.y }\n"
                             "                  r: { type: return, depends: d.value }\n"
                             "          r: { type: return, depends: u.value }\n"
                             "  result: { type: return, depends: t.value }\n");

  assert_run (runner, 3, "[[0] [0 2] [0 2 4]]");
  runner_test_end (runner);
}

static void
test_map_inside (const RunnerKind *kind)
{
  NoobRunner *runner = begin (kind, "[ x: a.value ]",
                              "        input: { x: { scope: process } }\n"
                              "        nodes:\n"
                              "          items: { type: @numbers, depends: input.x }\n"
                              "          m: { type: map, depends: items.value }\n"
                              "          d: { type: @twice, depends: m.value }\n"
                              "          r: { type: return, depends: d.value }\n",
                              "t.value");

  assert_run (runner, 3, "[[0] [0 2] [0 2 4]]");
  runner_test_end (runner);
}

static void
test_failure_inside (const RunnerKind *kind)
{
  NoobRunner *runner = begin (kind, "[ x: a.value ]",
                              "        input: { x: { scope: process } }\n"
                              "        nodes:\n"
                              "          p: { type: @picky, depends: input.x, params: { at: 1 } }\n"
                              "          r: { type: return, depends: p.value }\n",
                              "t.value");

  assert_process_fails (runner, NULL, NOOB_ERROR_NODE, "will not have 1");
  g_assert_cmpstr (noob_failure_get_node_id (noob_runner_get_failure (runner)), ==, "t");
  g_assert_nonnull (strstr (noob_failure_get_message (noob_runner_get_failure (runner)), "p"));
  assert_process (runner, NULL, "2");
  runner_test_end (runner);
}

static void
test_end_of_stream_inside (const RunnerKind *kind)
{
  NoobRunner *runner = begin (kind, "[]",
                              "        nodes:\n"
                              "          c: { type: @count, params: { end: 2 } }\n"
                              "          r: { type: return, depends: c.value }\n",
                              "t.value");

  assert_run (runner, -1, "[0 1]");
  runner_test_end (runner);
}

static void
test_init_failure_inside (const RunnerKind *kind)
{
  g_autoptr (NoobRunner) runner =
    runner_test_new (kind,
                     "nodes:\n"
                     "  t:\n"
                     "    type: tube\n"
                     "    params:\n"
                     "      tube:\n"
                     "        nodes: { inside: { type: @count, params: { broken: true } } }\n",
                     NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_runner_initialize (runner, &error));
  g_assert_nonnull (strstr (error->message, "\"t\""));
  g_assert_nonnull (strstr (error->message, "\"inside\""));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  runner_test_add ("tube/scalar", test_scalar);
  runner_test_add ("tube/positions", test_positions);
  runner_test_add ("tube/keys-are-signals", test_keys_are_signals);
  runner_test_add ("tube/without-result", test_without_result);
  runner_test_add ("tube/result-lacks-a-key", test_result_lacks_a_key);
  runner_test_add ("tube/without-return", test_without_return);
  runner_test_add ("tube/keeps-its-state", test_keeps_its_state);
  runner_test_add ("tube/params-and-defaults", test_params_and_defaults);
  runner_test_add ("tube/in-tube-in-map", test_tube_in_tube_in_map);
  runner_test_add ("tube/map-inside", test_map_inside);
  runner_test_add ("tube/failure-inside", test_failure_inside);
  runner_test_add ("tube/end-of-stream-inside", test_end_of_stream_inside);
  runner_test_add ("tube/init-failure-inside", test_init_failure_inside);

  return g_test_run ();
}
