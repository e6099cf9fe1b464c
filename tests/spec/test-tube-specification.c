/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <noob.h>

#include "spec/noob-specification-private.h"

static NoobTubeSpecification *
load (const char *text)
{
  g_autoptr (GError) error = NULL;
  NoobTubeSpecification *tube = noob_tube_specification_new_from_data (text, -1, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (tube);
  return tube;
}

static const char *const counting =
  "noob_id: tests/counting#1\n"
  "noob_model: some.Model\n"
  "noob_version: 0.10\n"
  "description: counts\n"
  "input:\n"
  "  start: {type: int, default: 7, description: where to begin}\n"
  "  factor: {scope: process, required: false}\n"
  "  nothing: {default: null}\n"
  "assets:\n"
  "  total: {type: Counter, scope: runner, params: [1, two], description: sum}\n"
  "nodes:\n"
  "  a:\n"
  "    id: a\n"
  "    type: c:./count.so#count\n"
  "    description: a source\n"
  "    params: {start: input.start, deep: [{x: input.start}, 1.5, null]}\n"
  "    stateful: true\n"
  "    nodeinfo: {anything: [goes]}\n"
  "  b:\n"
  "    type: multiply\n"
  "    depends: [a.value, {factor: input.factor}, {total: assets.total}]\n"
  "    enabled: input.nothing\n"
  "  c: {type: print, depends: b.value, enabled: false}\n"
  "  d: {type: return, depends: [{left: a.value}, {right: b.value}]}\n";

static void
assert_dependency (NoobNodeSpecification *node,
                   guint                  position,
                   const char            *slot,
                   gboolean               positional,
                   const char            *source_node,
                   const char            *source_signal)
{
  NoobDependency *dependency =
    g_ptr_array_index (noob_node_specification_get_depends (node), position);

  g_assert_cmpstr (noob_dependency_get_slot (dependency), ==, slot);
  g_assert_cmpint (noob_dependency_is_positional (dependency), ==, positional);
  g_assert_cmpstr (noob_dependency_get_source_node (dependency), ==, source_node);
  g_assert_cmpstr (noob_dependency_get_source_signal (dependency), ==, source_signal);
}

static void
test_header (void)
{
  g_autoptr (NoobTubeSpecification) tube = load (counting);

  g_assert_cmpstr (noob_tube_specification_get_id (tube), ==, "tests/counting#1");
  g_assert_cmpstr (noob_tube_specification_get_description (tube), ==, "counts");
  g_assert_null (noob_tube_specification_get_path (tube));
  g_assert_null (noob_tube_specification_get_directory (tube));
}

static void
test_nodes (void)
{
  g_autoptr (NoobTubeSpecification) tube = load (counting);
  NoobNodeSpecification *a = noob_tube_specification_get_node (tube, "a");
  NoobNodeSpecification *c = noob_tube_specification_get_node (tube, "c");
  g_autofree char *location = noob_node_specification_get_location (a);
  gboolean stateful;

  g_assert_cmpuint (noob_tube_specification_get_nodes (tube)->len, ==, 4);
  g_assert_true (g_ptr_array_index (noob_tube_specification_get_nodes (tube), 0) == a);
  g_assert_null (noob_tube_specification_get_node (tube, "z"));

  g_assert_cmpstr (noob_node_specification_get_id (a), ==, "a");
  g_assert_cmpstr (noob_node_specification_get_node_type (a), ==, "c:./count.so#count");
  g_assert_cmpstr (noob_node_specification_get_description (a), ==, "a source");
  g_assert_cmpstr (location, ==, "12:3");
  g_assert_true (noob_node_specification_get_stateful (a, &stateful));
  g_assert_true (stateful);
  g_assert_false (noob_node_specification_get_stateful (c, &stateful));
  g_assert_true (noob_node_specification_get_enabled (a));
  g_assert_false (noob_node_specification_get_enabled (c));
  g_assert_cmpstr (
    noob_node_specification_get_enabled_input (noob_tube_specification_get_node (tube, "b")), ==,
    "nothing");
  g_assert_true (noob_tube_specification_get_return_node (tube) ==
                 noob_tube_specification_get_node (tube, "d"));
}

static void
test_depends (void)
{
  g_autoptr (NoobTubeSpecification) tube = load (counting);
  NoobNodeSpecification *b = noob_tube_specification_get_node (tube, "b");

  g_assert_cmpint (
    noob_node_specification_get_depends_form (noob_tube_specification_get_node (tube, "a")), ==,
    NOOB_DEPENDS_NONE);
  g_assert_cmpint (noob_node_specification_get_depends_form (b), ==, NOOB_DEPENDS_MIXED);
  g_assert_cmpint (
    noob_node_specification_get_depends_form (noob_tube_specification_get_node (tube, "c")), ==,
    NOOB_DEPENDS_SCALAR);
  g_assert_cmpint (
    noob_node_specification_get_depends_form (noob_tube_specification_get_node (tube, "d")), ==,
    NOOB_DEPENDS_MAP);
  assert_dependency (b, 0, "0", TRUE, "a", "value");
  assert_dependency (b, 1, "factor", FALSE, "input", "factor");
  assert_dependency (b, 2, "total", FALSE, "assets", "total");
}

static void
test_integer_slots (void)
{
  g_autoptr (NoobTubeSpecification) yaml =
    load ("nodes: {a: {type: x}, b: {type: y, depends: [{1: a.p}, a.q]}}");
  g_autoptr (NoobTubeSpecification) json =
    load ("{\"nodes\": {\"a\": {\"type\": \"x\"}, \"b\": {\"type\": \"y\", \"depends\": [{\"1\": "
          "\"a.p\"}]}}}");
  NoobNodeSpecification *b = noob_tube_specification_get_node (yaml, "b");

  g_assert_cmpint (noob_node_specification_get_depends_form (b), ==, NOOB_DEPENDS_LIST);
  assert_dependency (b, 0, "1", TRUE, "a", "p");
  assert_dependency (b, 1, "0", TRUE, "a", "q");
  assert_dependency (noob_tube_specification_get_node (json, "b"), 0, "1", TRUE, "a", "p");
}

static void
test_params (void)
{
  g_autoptr (NoobTubeSpecification) tube = load (counting);
  NoobRecord *params =
    noob_node_specification_get_params (noob_tube_specification_get_node (tube, "a"));
  g_autoptr (GError) error = NULL;
  const char *start;
  NoobList *deep;

  g_assert_true (noob_record_get (params, &error, "start", G_TYPE_STRING, &start, "deep",
                                  NOOB_TYPE_LIST, &deep, NULL));
  g_assert_no_error (error);
  g_assert_cmpstr (start, ==, "input.start");
  g_assert_cmpuint (noob_list_get_length (deep), ==, 3);
  g_assert_cmpfloat (g_value_get_double (noob_list_get_value (deep, 1)), ==, 1.5);
  g_assert_true (noob_value_is_null (noob_list_get_value (deep, 2)));
}

static void
test_inputs (void)
{
  g_autoptr (NoobTubeSpecification) tube = load (counting);
  NoobInputSpecification *start = noob_tube_specification_get_input (tube, "start");
  NoobInputSpecification *factor = noob_tube_specification_get_input (tube, "factor");
  NoobInputSpecification *nothing = noob_tube_specification_get_input (tube, "nothing");

  g_assert_cmpint (noob_input_specification_get_scope (start), ==, NOOB_INPUT_SCOPE_TUBE);
  g_assert_cmpstr (noob_input_specification_get_input_type (start), ==, "int");
  g_assert_cmpstr (noob_input_specification_get_description (start), ==, "where to begin");
  g_assert_true (noob_input_specification_get_required (start));
  g_assert_cmpint (g_value_get_int64 (noob_input_specification_get_default (start)), ==, 7);

  g_assert_cmpint (noob_input_specification_get_scope (factor), ==, NOOB_INPUT_SCOPE_PROCESS);
  g_assert_false (noob_input_specification_get_required (factor));
  g_assert_null (noob_input_specification_get_default (factor));
  g_assert_true (noob_value_is_null (noob_input_specification_get_default (nothing)));
}

static void
test_assets (void)
{
  g_autoptr (NoobTubeSpecification) tube =
    load ("assets: {total: {type: Counter, scope: runner, params: [1, two], depends: b.value, "
          "description: sum}}\n"
          "nodes: {a: {type: x, depends: assets.total}, b: {type: y, depends: a.value}}");
  NoobAssetSpecification *total = noob_tube_specification_get_asset (tube, "total");
  NoobRecord *params = noob_asset_specification_get_params (total);

  g_assert_cmpstr (noob_asset_specification_get_asset_type (total), ==, "Counter");
  g_assert_cmpint (noob_asset_specification_get_scope (total), ==, NOOB_ASSET_SCOPE_RUNNER);
  g_assert_cmpstr (noob_asset_specification_get_description (total), ==, "sum");
  g_assert_true (noob_asset_specification_get_params_are_list (total));
  g_assert_cmpint (g_value_get_int64 (noob_record_get_value (params, "0")), ==, 1);
  g_assert_cmpstr (noob_asset_specification_get_source_node (total), ==, "b");
  g_assert_cmpstr (noob_asset_specification_get_source_signal (total), ==, "value");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tube-specification/header", test_header);
  g_test_add_func ("/tube-specification/nodes", test_nodes);
  g_test_add_func ("/tube-specification/depends/forms", test_depends);
  g_test_add_func ("/tube-specification/depends/integer-slots-are-positions", test_integer_slots);
  g_test_add_func ("/tube-specification/params", test_params);
  g_test_add_func ("/tube-specification/inputs", test_inputs);
  g_test_add_func ("/tube-specification/assets", test_assets);
  return g_test_run ();
}
