/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Tubes: inputs, params, and what can be said of the graph without the nodes' code. */

#include <noob.h>

#include "expected-log.h"
#include "graph/noob-tube-private.h"

static NoobTubeSpecification *
load (const char *text)
{
  g_autoptr (GError) error = NULL;
  NoobTubeSpecification *specification =
    noob_tube_specification_new_from_data (text, -1, NULL, &error);

  g_assert_no_error (error);

  return specification;
}

/* Takes @inputs. */
static NoobTube *
make_tube (const char *text,
           NoobRecord *inputs)
{
  g_autoptr (NoobTubeSpecification) specification = load (text);
  g_autoptr (NoobRecord) given = inputs;
  g_autoptr (GError) error = NULL;
  NoobTube *tube = noob_tube_new (specification, given, &error);

  g_assert_no_error (error);

  return tube;
}

static NoobRecord *
record_of_int (const char *name,
               gint64      value)
{
  NoobRecord *record = noob_record_new ();

  noob_record_set_int64 (record, name, value);

  return record;
}

static void
assert_int (NoobRecord *record,
            const char *name,
            gint64      expected)
{
  const GValue *value = noob_record_get_value (record, name);

  g_assert_nonnull (value);
  g_assert_true (G_VALUE_HOLDS_INT64 (value));
  g_assert_cmpint (g_value_get_int64 (value), ==, expected);
}

static void
assert_null (NoobRecord *record,
             const char *name)
{
  g_assert_true (noob_record_has (record, name));
  g_assert_true (noob_value_is_null (noob_record_get_value (record, name)));
}

static NoobRecord *
bind_params (NoobTube   *tube,
             const char *node_id)
{
  NoobTubeSpecification *specification = noob_tube_get_specification (tube);

  return noob_tube_bind_params (tube, noob_tube_specification_get_node (specification, node_id));
}

static const char *const with_inputs = "input:\n"
                                       "  start: {default: 7}\n"
                                       "  given: {}\n"
                                       "  free: {required: false}\n"
                                       "  factor: {scope: process}\n"
                                       "  offset: {scope: process, default: 2}\n"
                                       "nodes:\n"
                                       "  a: {type: c:x.so#a}\n";

static void
test_inputs_given_else_default_else_null (void)
{
  g_autoptr (NoobTube) tube = make_tube (with_inputs, record_of_int ("given", 3));
  NoobRecord *inputs = noob_tube_get_inputs (tube);
  g_autoptr (NoobRecord) property = NULL;

  assert_int (inputs, "start", 7);
  assert_int (inputs, "given", 3);
  assert_null (inputs, "free");
  g_assert_false (noob_record_has (inputs, "factor"));
  g_assert_false (noob_record_has (inputs, "offset"));

  g_object_get (tube, "inputs", &property, NULL);
  g_assert_true (noob_record_equal (property, inputs));
}

static void
test_inputs_given_null_is_a_value (void)
{
  NoobRecord *given = record_of_int ("given", 3);
  g_autoptr (NoobTube) tube = NULL;

  noob_record_set_null (given, "start");
  tube = make_tube (with_inputs, given);
  assert_null (noob_tube_get_inputs (tube), "start");
}

static void
test_inputs_no_event_counts_as_not_given (void)
{
  g_autoptr (NoobRecord) given = noob_record_new ();
  GValue value = G_VALUE_INIT;
  g_autoptr (NoobTube) tube = NULL;
  g_autoptr (NoobRecord) inputs = NULL;
  g_autoptr (GError) error = NULL;

  noob_value_set_no_event (&value);
  noob_record_take_value (given, "a", &value);
  tube = make_tube ("{ input: { a: { scope: process, default: 3 } }, nodes: { } }", NULL);

  inputs = noob_tube_bind_inputs (tube, given, &error);

  g_assert_no_error (error);
  assert_int (inputs, "a", 3);
}

static void
test_inputs_missing_required_is_named (void)
{
  g_autoptr (NoobTubeSpecification) specification = load (with_inputs);
  g_autoptr (GError) error = NULL;

  g_assert_null (noob_tube_new (specification, NULL, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "\"given\""));
  g_assert_nonnull (strstr (error->message, "when the tube is made"));
}

static void
test_inputs_extra_warns_and_is_ignored (void)
{
  NoobRecord *given = record_of_int ("given", 3);
  g_autoptr (NoobTube) tube = NULL;

  noob_record_set_int64 (given, "strat", 1);
  expect_log ("*\"strat\"*");
  tube = make_tube (with_inputs, given);
  assert_expected_log ();
  g_assert_false (noob_record_has (noob_tube_get_inputs (tube), "strat"));
}

static void
test_process_inputs_the_most_local_value_wins (void)
{
  NoobRecord *given = record_of_int ("given", 3);
  g_autoptr (NoobRecord) local = record_of_int ("factor", 5);
  g_autoptr (NoobRecord) values = NULL;
  g_autoptr (NoobRecord) outer = NULL;
  g_autoptr (NoobTube) tube = NULL;
  g_autoptr (GError) error = NULL;

  noob_record_set_int64 (given, "factor", 4);
  noob_record_set_int64 (given, "offset", 6);
  tube = make_tube (with_inputs, given);
  noob_record_set_int64 (local, "start", 8);

  values = noob_tube_bind_inputs (tube, local, &error);
  g_assert_no_error (error);
  assert_int (values, "factor", 5);
  assert_int (values, "offset", 6);
  assert_int (values, "start", 8);
  assert_int (values, "given", 3);
  assert_null (values, "free");

  outer = noob_tube_bind_inputs (tube, NULL, &error);
  g_assert_no_error (error);
  assert_int (outer, "factor", 4);
  assert_int (outer, "start", 7);
}

static void
test_process_inputs_missing_required_is_named (void)
{
  g_autoptr (NoobTube) tube = make_tube (with_inputs, record_of_int ("given", 3));
  g_autoptr (NoobRecord) values = NULL;
  g_autoptr (GError) error = NULL;

  values = noob_tube_bind_inputs (tube, NULL, &error);
  g_assert_null (values);
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "\"factor\""));
  g_assert_nonnull (strstr (error->message, "process"));
}

static void
test_process_inputs_extra_warns_and_is_ignored (void)
{
  g_autoptr (NoobTube) tube = make_tube (with_inputs, record_of_int ("given", 3));
  g_autoptr (NoobRecord) local = record_of_int ("factor", 5);
  g_autoptr (NoobRecord) values = NULL;
  g_autoptr (GError) error = NULL;

  noob_record_set_int64 (local, "facto", 1);
  expect_log ("*\"facto\"*");
  values = noob_tube_bind_inputs (tube, local, &error);
  g_assert_no_error (error);
  assert_expected_log ();
  g_assert_false (noob_record_has (values, "facto"));
}

static void
test_params_are_filled_in_at_any_depth (void)
{
  g_autoptr (NoobTube) tube = make_tube (
    "input: {start: {default: 7}, name: {default: hi}}\n"
    "nodes:\n"
    "  a:\n"
    "    type: c:x.so#a\n"
    "    params:\n"
    "      start: input.start\n"
    "      deep: {list: [1, {x: input.name}, input.start]}\n"
    "      text: an input.start\n",
    NULL);
  g_autoptr (NoobRecord) params = bind_params (tube, "a");
  NoobRecord *deep = g_value_get_boxed (noob_record_get_value (params, "deep"));
  NoobList *list = g_value_get_boxed (noob_record_get_value (deep, "list"));
  NoobRecord *inner = g_value_get_boxed (noob_list_get_value (list, 1));

  assert_int (params, "start", 7);
  g_assert_cmpstr (g_value_get_string (noob_record_get_value (params, "text")), ==,
                   "an input.start");
  g_assert_cmpuint (noob_list_get_length (list), ==, 3);
  g_assert_cmpint (g_value_get_int64 (noob_list_get_value (list, 0)), ==, 1);
  g_assert_cmpstr (g_value_get_string (noob_record_get_value (inner, "x")), ==, "hi");
  g_assert_cmpint (g_value_get_int64 (noob_list_get_value (list, 2)), ==, 7);
}

static void
test_params_of_an_inner_tube_inherit_inputs (void)
{
  g_autoptr (NoobTube) tube = make_tube (
    "input: {start: {default: 7}, step: {default: 2}, other: {default: 1}}\n"
    "nodes:\n"
    "  inner:\n"
    "    type: tube\n"
    "    params:\n"
    "      step: input.other\n"
    "      tube:\n"
    "        input:\n"
    "          start: {}\n"
    "          step: {}\n"
    "          own: {default: 9}\n"
    "          late: {scope: process, required: false}\n"
    "        nodes:\n"
    "          a: {type: c:x.so#a, params: {start: input.start}}\n",
    NULL);
  g_autoptr (NoobRecord) params = bind_params (tube, "inner");
  NoobRecord *source = g_value_get_boxed (noob_record_get_value (params, "tube"));
  g_autoptr (NoobTubeSpecification) inner = NULL;
  g_autoptr (GError) error = NULL;
  NoobRecord *inner_params;

  assert_int (params, "start", 7);
  assert_int (params, "step", 1);
  g_assert_false (noob_record_has (params, "own"));
  g_assert_false (noob_record_has (params, "other"));
  g_assert_false (noob_record_has (params, "late"));

  /* What the inner tube says of its own inputs is left alone. */
  inner = noob_tube_specification_new_from_record (source, NULL, &error);
  g_assert_no_error (error);
  inner_params =
    noob_node_specification_get_params (noob_tube_specification_get_node (inner, "a"));
  g_assert_cmpstr (g_value_get_string (noob_record_get_value (inner_params, "start")), ==,
                   "input.start");
}

static gboolean
is_enabled (NoobTube   *tube,
            const char *node_id)
{
  NoobTubeSpecification *specification = noob_tube_get_specification (tube);

  return noob_tube_is_node_enabled (tube,
                                    noob_tube_specification_get_node (specification, node_id));
}

static void
test_enabled_by_itself_or_by_an_input (void)
{
  static const char *const text = "input: {flag: {default: 0}, text: {default: x}}\n"
                                  "nodes:\n"
                                  "  a: {type: c:x.so#a}\n"
                                  "  b: {type: c:x.so#a, enabled: false}\n"
                                  "  c: {type: c:x.so#a, enabled: input.flag}\n"
                                  "  d: {type: c:x.so#a, enabled: input.text}\n";
  g_autoptr (NoobTube) tube = make_tube (text, NULL);
  g_autoptr (NoobTube) flagged = make_tube (text, record_of_int ("flag", 1));

  g_assert_true (is_enabled (tube, "a"));
  g_assert_false (is_enabled (tube, "b"));
  g_assert_false (is_enabled (tube, "c"));
  g_assert_true (is_enabled (tube, "d"));
  g_assert_true (is_enabled (flagged, "c"));
}

static gboolean
returns_without (NoobTube   *tube,
                 const char *disabled_node)
{
  g_autoptr (GHashTable) disabled = g_hash_table_new (NULL, NULL);

  if (disabled_node != NULL)
    g_hash_table_add (disabled, (gpointer) g_intern_string (disabled_node));

  return noob_tube_returns (tube, noob_tube_get_edges (tube), disabled);
}

static void
test_returns_unless_cut_off (void)
{
  g_autoptr (NoobTube) tube = make_tube ("nodes:\n"
                                         "  a: {type: c:x.so#a}\n"
                                         "  b: {type: c:x.so#b, depends: a.value}\n"
                                         "  c: {type: c:x.so#b, depends: a.value}\n"
                                         "  r: {type: return, depends: b.value}\n",
                                         NULL);

  g_assert_true (returns_without (tube, NULL));
  g_assert_true (returns_without (tube, "c"));
  g_assert_false (returns_without (tube, "b"));
  g_assert_false (returns_without (tube, "a"));
  g_assert_false (returns_without (tube, "r"));
}

static void
test_returns_while_one_named_slot_can_arrive (void)
{
  g_autoptr (NoobTube) named =
    make_tube ("nodes:\n"
               "  a: {type: c:x.so#a}\n"
               "  b: {type: c:x.so#a}\n"
               "  r: {type: return, depends: [{x: a.value}, {y: b.value}]}\n",
               NULL);
  g_autoptr (NoobTube) listed = make_tube ("nodes:\n"
                                           "  a: {type: c:x.so#a}\n"
                                           "  b: {type: c:x.so#a}\n"
                                           "  r: {type: return, depends: [a.value, b.value]}\n",
                                           NULL);
  g_autoptr (NoobTube) none = make_tube ("nodes: {a: {type: c:x.so#a}}\n", NULL);

  g_assert_true (returns_without (named, "a"));
  g_assert_false (returns_without (listed, "a"));
  g_assert_false (returns_without (none, NULL));
}

static void
test_returns_in_a_wide_and_long_graph (void)
{
  g_autoptr (GString) text = g_string_new ("nodes:\n  n0: {type: c:x.so#a}\n");
  g_autoptr (NoobTube) tube = NULL;

  for (guint i = 1; i < 1500; i++)
    g_string_append_printf (text, "  n%u: {type: c:x.so#b, depends: [n%u.value, n%u.value]}\n", i,
                            i - 1, i / 2);
  g_string_append (text, "  r: {type: return, depends: n1499.value}\n");

  tube = make_tube (text->str, NULL);
  g_assert_true (returns_without (tube, NULL));
  g_assert_false (returns_without (tube, "n0"));
}

static void
test_edges_are_required_unless_the_specification_tells (void)
{
  g_autoptr (NoobTube) tube =
    make_tube ("nodes:\n"
               "  a: {type: c:x.so#a}\n"
               "  m: {type: map, depends: a.value}\n"
               "  g: {type: gather, depends: [m.value, {trigger: a.flag}]}\n"
               "  h: {type: gather, depends: [m.value, a.flag]}\n"
               "  r: {type: return, depends: [g.value, {extra: a.value}]}\n",
               NULL);
  GPtrArray *edges = noob_tube_get_edges (tube);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < edges->len; i++)
    g_string_append_printf (text, "%s.%s%c%s.%s ", noob_edge_get_source_node (edges->pdata[i]),
                            noob_edge_get_source_signal (edges->pdata[i]),
                            noob_edge_get_required (edges->pdata[i]) ? '>' : '?',
                            noob_edge_get_target_node (edges->pdata[i]),
                            noob_edge_get_target_slot (edges->pdata[i]));
  g_assert_cmpstr (text->str, ==,
                   "a.value>m.0 m.value>g.0 a.flag?g.trigger m.value>h.0 a.flag?h.1 g.value>r.0 "
                   "a.value?r.extra ");
}

static void
test_scheduler_knows_the_graph (void)
{
  g_autoptr (NoobTube) tube = make_tube ("input: {start: {default: 1}}\n"
                                         "nodes:\n"
                                         "  b: {type: c:x.so#b, depends: [a.value, input.start]}\n"
                                         "  a: {type: c:x.so#a, stateful: true}\n",
                                         NULL);
  NoobScheduler *scheduler = noob_tube_get_scheduler (tube);
  g_autoptr (GPtrArray) generations = noob_scheduler_generations (scheduler);
  char **first = generations->pdata[0];
  char **second = generations->pdata[1];

  g_assert_true (noob_tube_get_scheduler (tube) == scheduler);
  g_assert_cmpuint (generations->len, ==, 2);
  g_assert_cmpstr (first[0], ==, "a");
  g_assert_cmpstr (second[0], ==, "b");
}

static void
test_dot_draws_nodes_edges_and_inputs (void)
{
  g_autoptr (NoobTube) tube =
    make_tube ("noob_id: some/tube\n"
               "input: {start: {default: 1}}\n"
               "nodes:\n"
               "  a: {type: 'c:x.so#a', depends: [input.start]}\n"
               "  b: {type: 'c:x.so#b', depends: [a.value, input.start], enabled: false}\n"
               "  r: {type: return, depends: [{out: b.value}]}\n",
               NULL);
  g_autofree char *dot = noob_tube_to_dot (tube);

  g_assert_true (g_str_has_prefix (dot, "digraph \"some/tube\" {\n"));
  g_assert_true (g_str_has_suffix (dot, "}\n"));
  g_assert_nonnull (strstr (dot, "\"a\" [label=\"a\nc:x.so#a\"];"));
  g_assert_nonnull (strstr (dot, "\"b\" [label=\"b\nc:x.so#b\", style=dashed];"));
  g_assert_nonnull (strstr (dot, "\"a\" -> \"b\" [label=\"value → 0\"];"));
  g_assert_nonnull (strstr (dot, "\"b\" -> \"r\" [label=\"value → out\", style=dashed];"));
  g_assert_nonnull (strstr (dot, "\"input.start\" -> \"a\""));
  g_assert_true (strstr (dot, "\"input.start\" [shape=ellipse];") ==
                 g_strrstr (dot, "\"input.start\" [shape=ellipse];"));
}

static void
test_new_from_name_reports_a_missing_tube (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (noob_tube_new_from_name ("no/such/tube", NULL, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "no/such/tube"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  expected_log_init ();

  g_test_add_func ("/tube/inputs/given-else-default-else-null",
                   test_inputs_given_else_default_else_null);
  g_test_add_func ("/tube/inputs/given-null-is-a-value", test_inputs_given_null_is_a_value);
  g_test_add_func ("/tube/inputs/no-event-counts-as-not-given",
                   test_inputs_no_event_counts_as_not_given);
  g_test_add_func ("/tube/inputs/missing-required-is-named",
                   test_inputs_missing_required_is_named);
  g_test_add_func ("/tube/inputs/extra-warns-and-is-ignored",
                   test_inputs_extra_warns_and_is_ignored);
  g_test_add_func ("/tube/process-inputs/the-most-local-value-wins",
                   test_process_inputs_the_most_local_value_wins);
  g_test_add_func ("/tube/process-inputs/missing-required-is-named",
                   test_process_inputs_missing_required_is_named);
  g_test_add_func ("/tube/process-inputs/extra-warns-and-is-ignored",
                   test_process_inputs_extra_warns_and_is_ignored);
  g_test_add_func ("/tube/params/are-filled-in-at-any-depth",
                   test_params_are_filled_in_at_any_depth);
  g_test_add_func ("/tube/params/of-an-inner-tube-inherit-inputs",
                   test_params_of_an_inner_tube_inherit_inputs);
  g_test_add_func ("/tube/enabled/by-itself-or-by-an-input",
                   test_enabled_by_itself_or_by_an_input);
  g_test_add_func ("/tube/returns/unless-cut-off", test_returns_unless_cut_off);
  g_test_add_func ("/tube/returns/while-one-named-slot-can-arrive",
                   test_returns_while_one_named_slot_can_arrive);
  g_test_add_func ("/tube/returns/in-a-wide-and-long-graph",
                   test_returns_in_a_wide_and_long_graph);
  g_test_add_func ("/tube/edges/are-required-unless-the-specification-tells",
                   test_edges_are_required_unless_the_specification_tells);
  g_test_add_func ("/tube/scheduler/knows-the-graph", test_scheduler_knows_the_graph);
  g_test_add_func ("/tube/dot/draws-nodes-edges-and-inputs",
                   test_dot_draws_nodes_edges_and_inputs);
  g_test_add_func ("/tube/new-from-name/reports-a-missing-tube",
                   test_new_from_name_reports_a_missing_tube);

  return g_test_run ();
}
