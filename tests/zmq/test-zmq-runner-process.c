/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What process gives, and what reaches the nodes. */

#include "runner-fixture.h"

#include <string.h>

#define INPUTS \
  "input:\n" \
  "  offset: {scope: tube, default: 100}\n" \
  "  x: {scope: process}\n" \
  "nodes:\n" \
  "  a: {type: add, depends: [{left: input.x}, {right: input.offset}]}\n" \
  "  b: {type: add, depends: [{left: a.value}, {right: input.x}]}\n" \
  "  r: {type: return, depends: b.value}\n"

static void
test_inputs (RunnerFixture *fixture,
             gconstpointer  data)
{
  assert_processes (fixture->runner, record_of_int ("x", 1), "102");
  assert_processes (fixture->runner, record_of_int ("x", 20), "140");
}

static void
test_most_local_input_wins (RunnerFixture *fixture,
                            gconstpointer  data)
{
  NoobRecord *inputs = record_of_int ("x", 1);

  noob_record_set_int64 (inputs, "offset", 5);
  assert_processes (fixture->runner, inputs, "7");
  assert_processes (fixture->runner, record_of_int ("x", 1), "102");
}

static void
test_tube_inputs (RunnerFixture *fixture,
                  gconstpointer  data)
{
  g_autoptr (NoobRecord) inputs = record_of_int ("offset", 1000);

  fixture->runner = runner_new (INPUTS, inputs);
  runner_initialize (fixture->runner);
  assert_processes (fixture->runner, record_of_int ("x", 1), "1002");
}

static void
test_missing_input (RunnerFixture *fixture,
                    gconstpointer  data)
{
  runner_fails (fixture->runner, NULL, NOOB_ERROR_INPUT, "*\"x\"*");
  assert_processes (fixture->runner, record_of_int ("x", 1), "102");
}

static void
test_extra_input (RunnerFixture *fixture,
                  gconstpointer  data)
{
  NoobRecord *inputs = record_of_int ("x", 1);

  noob_record_set_int64 (inputs, "other", 5);
  runner_expect_log ("*\"other\"*");
  assert_processes (fixture->runner, inputs, "102");
}

/* What comes from another node may be there before the inputs of the same epoch are. */
static void
test_inputs_belong_to_their_epoch (RunnerFixture *fixture,
                                   gconstpointer  data)
{
  for (gint64 x = 0; x < 2000; x++)
    {
      g_autofree char *expected = g_strdup_printf ("%" G_GINT64_FORMAT, 2 * x + 100);

      assert_processes (fixture->runner, record_of_int ("x", x), expected);
    }
}

static void
test_returned_inputs (RunnerFixture *fixture,
                      gconstpointer  data)
{
  assert_processes (fixture->runner, NULL, "[0,7]");
  assert_processes (fixture->runner, record_of_int ("x", 8), "[1,8]");
  assert_runs (fixture->runner, 2, "[[2,7],[3,7]]");
}

static void
test_scalar_result (RunnerFixture *fixture,
                    gconstpointer  data)
{
  assert_processes (fixture->runner, NULL, "0");
  assert_processes (fixture->runner, NULL, "1");
}

#define DIVISION \
  "nodes:\n" \
  "  a: {type: count, params: {start: 17}}\n" \
  "  b: {type: divide, depends: a.value, params: {by: 5}}\n"

static void
test_tuple_result (RunnerFixture *fixture,
                   gconstpointer  data)
{
  assert_processes (fixture->runner, NULL, "[3,2]");
}

static void
test_dictionary_result (RunnerFixture *fixture,
                        gconstpointer  data)
{
  assert_processes (fixture->runner, NULL, "{\"whole\":3,\"part\":2}");
}

static void
test_mixed_result (RunnerFixture *fixture,
                   gconstpointer  data)
{
  assert_processes (fixture->runner, NULL, "[[3],{\"part\":2}]");
}

static void
test_no_return_node (RunnerFixture *fixture,
                     gconstpointer  data)
{
  assert_processes (fixture->runner, NULL, "-");
}

static void
test_null_is_a_result (RunnerFixture *fixture,
                       gconstpointer  data)
{
  assert_processes (fixture->runner, NULL, "null");
}

static void
test_no_result (RunnerFixture *fixture,
                gconstpointer  data)
{
  assert_processes (fixture->runner, NULL, "0");
  assert_processes (fixture->runner, NULL, "-");
  assert_processes (fixture->runner, NULL, "2");
}

/* Named slots of a return node are optional. */
static void
test_missing_key (RunnerFixture *fixture,
                  gconstpointer  data)
{
  assert_processes (fixture->runner, NULL, "{\"all\":0,\"even\":0}");
  assert_processes (fixture->runner, NULL, "{\"all\":1}");
}

static void
test_disabled_node (RunnerFixture *fixture,
                    gconstpointer  data)
{
  assert_processes (fixture->runner, NULL, "{\"all\":0}");
  assert_processes (fixture->runner, NULL, "{\"all\":1}");
}

static void
test_no_nodes (RunnerFixture *fixture,
               gconstpointer  data)
{
  assert_processes (fixture->runner, NULL, "-");
  assert_runs (fixture->runner, 300, "[]");
}

static void
test_only_a_return_node (RunnerFixture *fixture,
                         gconstpointer  data)
{
  assert_processes (fixture->runner, record_of_int ("x", 5), "5");
}

static void
test_map_and_gather (RunnerFixture *fixture,
                     gconstpointer  data)
{
  assert_processes (fixture->runner, record_of_int ("n", 4), "[10,11,12,13]");
  assert_processes (fixture->runner, record_of_int ("n", 1), "[10]");
  assert_processes (fixture->runner, record_of_int ("n", 0), "-");
  assert_processes (fixture->runner, record_of_int ("n", 2), "[10,11]");
}

static void
test_nested_maps (RunnerFixture *fixture,
                  gconstpointer  data)
{
  assert_processes (fixture->runner, record_of_int ("n", 4), "[0,0,1,0,1,2]");
}

static void
test_large_map (RunnerFixture *fixture,
                gconstpointer  data)
{
  g_auto (GValue) result = G_VALUE_INIT;
  g_autoptr (NoobRecord) inputs = record_of_int ("n", 50000);
  g_autoptr (GError) error = NULL;
  NoobList *list;

  noob_runner_process (fixture->runner, inputs, &result, &error);
  g_assert_no_error (error);
  list = g_value_get_boxed (&result);
  g_assert_cmpuint (noob_list_get_length (list), ==, 50000);
  for (guint i = 0; i < 50000; i++)
    g_assert_cmpint (g_value_get_int64 (noob_list_get_value (list, i)), ==, i + 10);
}

static void
test_nested_tube (RunnerFixture *fixture,
                  gconstpointer  data)
{
  assert_processes (fixture->runner, NULL, "101");
  assert_processes (fixture->runner, NULL, "102");
}

static void
test_large_value (RunnerFixture *fixture,
                  gconstpointer  data)
{
  const gsize size = 8 * 1024 * 1024;
  guint8 *noise = g_malloc (size);
  g_autoptr (NoobRecord) inputs = noob_record_new ();
  g_auto (GValue) result = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  GValue value = G_VALUE_INIT;

  for (gsize i = 0; i < size; i++)
    noise[i] = (guint8) (i * 2654435761u >> 24);
  g_value_init (&value, G_TYPE_BYTES);
  g_value_take_boxed (&value, g_bytes_new_take (noise, size));
  noob_record_take_value (inputs, "x", &value);

  for (guint i = 0; i < 3; i++)
    {
      noob_runner_process (fixture->runner, inputs, &result, &error);
      g_assert_no_error (error);
      g_assert_true (noob_value_equal (&result, noob_record_get_value (inputs, "x")));
    }
}

int
main (int   argc,
      char *argv[])
{
  runner_test_init (&argc, &argv);

  runner_test_add ("/zmq-runner/process/inputs/both-scopes", INPUTS, test_inputs);
  runner_test_add ("/zmq-runner/process/inputs/the-most-local-one-wins", INPUTS,
                   test_most_local_input_wins);
  runner_test_add ("/zmq-runner/process/inputs/given-with-the-tube", NULL, test_tube_inputs);
  runner_test_add ("/zmq-runner/process/inputs/a-missing-one-is-an-error", INPUTS,
                   test_missing_input);
  runner_test_add ("/zmq-runner/process/inputs/an-extra-one-is-ignored", INPUTS, test_extra_input);
  runner_test_add ("/zmq-runner/process/inputs/belong-to-their-epoch", INPUTS,
                   test_inputs_belong_to_their_epoch);
  runner_test_add ("/zmq-runner/process/inputs/can-be-returned",
                   "input: {x: {scope: process, default: 7}}\n"
                   "nodes:\n"
                   "  a: {type: count}\n"
                   "  r: {type: return, depends: [a.value, input.x]}\n",
                   test_returned_inputs);
  runner_test_add ("/zmq-runner/process/result/scalar",
                   "nodes:\n"
                   "  a: {type: count}\n"
                   "  r: {type: return, depends: a.value}\n",
                   test_scalar_result);
  runner_test_add ("/zmq-runner/process/result/tuple",
                   DIVISION "  r: {type: return, depends: [b.quotient, b.rest]}\n",
                   test_tuple_result);
  runner_test_add ("/zmq-runner/process/result/dictionary",
                   DIVISION "  r: {type: return, depends: [{whole: b.quotient}, {part: b.rest}]}\n",
                   test_dictionary_result);
  runner_test_add ("/zmq-runner/process/result/tuple-and-dictionary",
                   DIVISION "  r: {type: return, depends: [b.quotient, {part: b.rest}]}\n",
                   test_mixed_result);
  runner_test_add ("/zmq-runner/process/result/none-without-a-return-node", DIVISION,
                   test_no_return_node);
  runner_test_add ("/zmq-runner/process/result/null",
                   "nodes:\n"
                   "  a: {type: emit_null}\n"
                   "  r: {type: return, depends: a.value}\n",
                   test_null_is_a_result);
  runner_test_add ("/zmq-runner/process/result/none-where-nothing-arrives",
                   "nodes:\n"
                   "  a: {type: count}\n"
                   "  b: {type: multiple, depends: a.value, params: {of: 2}}\n"
                   "  r: {type: return, depends: b.value}\n",
                   test_no_result);
  runner_test_add ("/zmq-runner/process/result/a-key-is-missing-where-nothing-arrives",
                   "nodes:\n"
                   "  a: {type: count}\n"
                   "  b: {type: multiple, depends: a.value, params: {of: 2}}\n"
                   "  r: {type: return, depends: [{all: a.value}, {even: b.value}]}\n",
                   test_missing_key);
  runner_test_add ("/zmq-runner/process/nodes/a-disabled-one-emits-nothing",
                   "nodes:\n"
                   "  a: {type: count}\n"
                   "  b: {type: add, depends: a.value, enabled: false}\n"
                   "  r: {type: return, depends: [{all: a.value}, {more: b.value}]}\n",
                   test_disabled_node);
  runner_test_add ("/zmq-runner/process/nodes/none", "nodes: {}\n", test_no_nodes);
  runner_test_add ("/zmq-runner/process/nodes/only-a-return-node",
                   "input: {x: {scope: process}}\n"
                   "nodes: {r: {type: return, depends: input.x}}\n",
                   test_only_a_return_node);
  runner_test_add ("/zmq-runner/process/map/and-gather",
                   "input: {n: {scope: process}}\n"
                   "nodes:\n"
                   "  a: {type: range, depends: [{n: input.n}]}\n"
                   "  m: {type: map, depends: a.value}\n"
                   "  b: {type: add, depends: m.value, params: {right: 10}}\n"
                   "  g: {type: gather, depends: [b.value, {n: m.n}]}\n"
                   "  r: {type: return, depends: g.value}\n",
                   test_map_and_gather);
  runner_test_add ("/zmq-runner/process/map/nested",
                   "input: {n: {scope: process}}\n"
                   "nodes:\n"
                   "  a: {type: range, depends: [{n: input.n}]}\n"
                   "  m: {type: map, depends: a.value}\n"
                   "  b: {type: range, depends: [{n: m.value}]}\n"
                   "  l: {type: map, depends: b.value}\n"
                   "  r: {type: return, depends: l.value}\n",
                   test_nested_maps);
  runner_test_add ("/zmq-runner/process/map/of-fifty-thousand",
                   "input: {n: {scope: process}}\n"
                   "nodes:\n"
                   "  a: {type: range, depends: [{n: input.n}]}\n"
                   "  m: {type: map, depends: a.value}\n"
                   "  b: {type: add, depends: m.value, params: {right: 10}}\n"
                   "  r: {type: return, depends: b.value}\n",
                   test_large_map);
  runner_test_add ("/zmq-runner/process/nodes/nested-tube",
                   "nodes:\n"
                   "  a: {type: count}\n"
                   "  t:\n"
                   "    type: tube\n"
                   "    depends: [{x: a.value}]\n"
                   "    params:\n"
                   "      tube:\n"
                   "        input: {x: {scope: process}}\n"
                   "        nodes:\n"
                   "          b: {type: add, depends: [{left: input.x}], params: {right: 100}}\n"
                   "          r: {type: return, depends: b.value}\n"
                   "  c: {type: add, depends: t.value}\n"
                   "  r: {type: return, depends: c.value}\n",
                   test_nested_tube);
  runner_test_add ("/zmq-runner/process/values/of-eight-mebibytes",
                   "input: {x: {scope: process}}\n"
                   "nodes:\n"
                   "  a: {type: pass, depends: input.x}\n"
                   "  b: {type: pass, depends: a.value}\n"
                   "  r: {type: return, depends: b.value}\n",
                   test_large_value);

  return runner_test_run ();
}
