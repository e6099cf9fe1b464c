/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Inputs, of the tube and of each call. */

#include "../expected-log.h"
#include "runner-test.h"

#define INT64(name, value) test_record_new (name, G_TYPE_INT64, (gint64) (value))

#define DOUBLED \
  "input: { x: { scope: process } }\n" \
  "nodes:\n" \
  "  count: { type: @count }\n" \
  "  a: { type: @twice, depends: input.x }\n" \
  "  result: { type: return, depends: [ count.value, a.value ] }\n"

static NoobRunner *
begin (const RunnerKind *kind,
       const char       *yaml,
       NoobRecord       *taken)
{
  g_autoptr (NoobRecord) inputs = taken;
  NoobRunner *runner = runner_test_new (kind, yaml, inputs);
  g_autoptr (GError) error = NULL;

  noob_runner_initialize (runner, &error);
  g_assert_no_error (error);

  return runner;
}

static void
test_given_to_process (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, DOUBLED);

  assert_process (runner, INT64 ("x", 4), "[0 8]");
  assert_process (runner, INT64 ("x", 5), "[1 10]");
  runner_test_end (runner);
}

static void
test_missing (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, DOUBLED);

  /* No node has run: the counter has not moved, nor has the number of the epoch. */
  assert_process_fails (runner, NULL, NOOB_ERROR_INPUT, "x");
  expect_log ("*\"y\"*");
  assert_process_fails (runner, INT64 ("y", 4), NOOB_ERROR_INPUT, "x");
  assert_expected_log ();
  assert_process (runner, INT64 ("x", 4), "[0 8]");
  runner_test_end (runner);
}

static void
test_missing_in_runs (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, DOUBLED);
  GError *error = NULL;

  g_assert_null (noob_runner_run (runner, 2, &error));
  test_assert_error (error, NOOB_ERROR_INPUT, "x", NULL);
  g_clear_error (&error);
  g_assert_null (noob_runner_iterate (runner, 2, &error));
  test_assert_error (error, NOOB_ERROR_INPUT, "x", NULL);
  g_clear_error (&error);
  g_assert_null (noob_runner_iterate_epochs (runner, 2, &error));
  test_assert_error (error, NOOB_ERROR_INPUT, "x", NULL);
  g_clear_error (&error);
  g_assert_false (noob_runner_start (runner, &error));
  test_assert_error (error, NOOB_ERROR_INPUT, "x", NULL);
  g_clear_error (&error);
  g_assert_false (noob_runner_get_running (runner));

  assert_process (runner, INT64 ("x", 4), "[0 8]");
  runner_test_end (runner);
}

static void
test_extra_warns (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, DOUBLED);

  expect_log ("*more*");
  assert_process (runner,
                  test_record_new ("x", G_TYPE_INT64, (gint64) 4, "more", G_TYPE_INT64, (gint64) 5),
                  "[0 8]");
  assert_expected_log ();
  runner_test_end (runner);
}

static void
test_extra_warns_without_inputs (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, "nodes:\n"
                                                "  a: { type: @count }\n"
                                                "  result: { type: return, depends: a.value }\n");

  expect_log ("*more*");
  assert_process (runner, INT64 ("more", 5), "0");
  assert_expected_log ();
  runner_test_end (runner);
}

static void
test_most_local_wins (const RunnerKind *kind)
{
  const char *yaml = "input: { x: { scope: process, default: 1 } }\n"
                     "nodes:\n"
                     "  a: { type: @twice, depends: input.x }\n"
                     "  result: { type: return, depends: a.value }\n";
  NoobRunner *runner = begin (kind, yaml, NULL);

  assert_process (runner, NULL, "2");
  assert_process (runner, INT64 ("x", 3), "6");
  assert_process (runner, NULL, "2");
  runner_test_end (runner);

  runner = begin (kind, yaml, INT64 ("x", 2));
  assert_process (runner, NULL, "4");
  assert_process (runner, INT64 ("x", 3), "6");
  assert_process (runner, NULL, "4");
  assert_run (runner, 2, "[4 4]");
  runner_test_end (runner);
}

static void
test_not_required_is_null (const RunnerKind *kind)
{
  NoobRunner *runner =
    begin (kind,
           "input: { x: { scope: process, required: false }, y: { required: false } }\n"
           "nodes:\n"
           "  s: { type: @see, depends: [ a: input.x, b: input.y ] }\n"
           "  result: { type: return, depends: s.value }\n",
           NULL);

  assert_process (runner, NULL, "{a:null b:null}");
  assert_process (runner, INT64 ("x", 1), "{a:1 b:null}");
  runner_test_end (runner);
}

static void
test_of_tube_in_every_epoch (const RunnerKind *kind)
{
  NoobRunner *runner =
    begin (kind,
           "input: { x: {}, y: { default: 7 } }\n"
           "nodes:\n"
           "  c: { type: @count }\n"
           "  s: { type: @see, depends: [ a: input.x, b: input.y, c: c.value ] }\n"
           "  result: { type: return, depends: s.value }\n",
           INT64 ("x", 3));

  assert_process (runner, NULL, "{a:3 b:7 c:0}");
  assert_run (runner, 2, "[{a:3 b:7 c:1} {a:3 b:7 c:2}]");
  runner_test_end (runner);
}

static void
test_of_tube_in_params (const RunnerKind *kind)
{
  NoobRunner *runner =
    begin (kind,
           "input: { x: {} }\n"
           "nodes:\n"
           "  c: { type: @count, params: { start: input.x } }\n"
           "  s:\n"
           "    type: @see\n"
           "    depends: [ a: c.value ]\n"
           "    params: { params: { deep: [ 1, input.x ] } }\n"
           "  result: { type: return, depends: s.value }\n",
           INT64 ("x", 3));

  assert_process (runner, NULL, "{a:3 params:{deep:[1 3]}}");
  runner_test_end (runner);
}

/* The source does not wait for the input, and may be heard of before it. */
static void
test_of_each_call_its_own (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (
    kind, "input: { x: { scope: process, default: -1 } }\n"
          "nodes:\n"
          "  c: { type: @count }\n"
          "  s: { type: @see, depends: [ a: c.value, b: input.x ] }\n"
          "  result: { type: return, depends: s.value }\n");

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *expected = g_strdup_printf ("{a:%u b:%u}", i, 1000 + i);

      assert_process (runner, INT64 ("x", 1000 + i), expected);
    }
  assert_run (runner, 2, "[{a:300 b:-1} {a:301 b:-1}]");
  runner_test_end (runner);
}

static void
test_enables_node (const RunnerKind *kind)
{
  const char *yaml = "input: { on: { default: 0 } }\n"
                     "nodes:\n"
                     "  a: { type: @count }\n"
                     "  b: { type: @count, enabled: input.on }\n"
                     "  s: { type: @see, depends: [ a: a.value, b: b.value ] }\n"
                     "  result: { type: return, depends: s.value }\n";
  NoobRunner *runner = begin (kind, yaml, NULL);

  assert_process (runner, NULL, "{a:0}");
  runner_test_end (runner);

  runner = begin (kind, yaml, test_record_new ("on", G_TYPE_STRING, "yes"));
  assert_process (runner, NULL, "{a:0 b:0}");
  runner_test_end (runner);
}

static void
test_returned (const RunnerKind *kind)
{
  NoobRunner *runner =
    begin (kind,
           "input: { x: { scope: process }, y: { default: 2 } }\n"
           "nodes:\n"
           "  a: { type: @count }\n"
           "  result: { type: return, depends: [ a.value, input.x, input.y ] }\n",
           NULL);

  assert_process (runner, INT64 ("x", 5), "[0 5 2]");
  runner_test_end (runner);

  runner = begin (kind,
                  "input: { x: {}, y: { default: 2 } }\n"
                  "nodes:\n"
                  "  a: { type: @count }\n"
                  "  result: { type: return, depends: [ a.value, input.x, input.y ] }\n",
                  INT64 ("x", 5));
  assert_run (runner, 2, "[[0 5 2] [1 5 2]]");
  runner_test_end (runner);
}

static void
test_slot_wins_over_param (const RunnerKind *kind)
{
  NoobRunner *runner =
    begin (kind,
           "input: { x: { scope: process } }\n"
           "nodes:\n"
           "  s: { type: @see, depends: [ a: input.x ], params: { a: 1, b: 2 } }\n"
           "  result: { type: return, depends: s.value }\n",
           NULL);

  assert_process (runner, INT64 ("x", 5), "{a:5 b:2}");
  runner_test_end (runner);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  expected_log_init ();

  runner_test_add ("inputs/given-to-process", test_given_to_process);
  runner_test_add ("inputs/missing-no-node-runs", test_missing);
  runner_test_add ("inputs/missing-in-runs", test_missing_in_runs);
  runner_test_add ("inputs/extra-warns", test_extra_warns);
  runner_test_add ("inputs/extra-warns-without-inputs", test_extra_warns_without_inputs);
  runner_test_add ("inputs/most-local-wins", test_most_local_wins);
  runner_test_add ("inputs/not-required-is-null", test_not_required_is_null);
  runner_test_add ("inputs/of-tube-in-every-epoch", test_of_tube_in_every_epoch);
  runner_test_add ("inputs/of-tube-in-params", test_of_tube_in_params);
  runner_test_add ("inputs/each-call-has-its-own", test_of_each_call_its_own);
  runner_test_add ("inputs/enables-node", test_enables_node);
  runner_test_add ("inputs/returned", test_returned);
  runner_test_add ("inputs/slot-wins-over-param", test_slot_wins_over_param);

  return g_test_run ();
}
