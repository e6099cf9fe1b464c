/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <math.h>
#include <noob.h>
#include <string.h>

#include "spec/noob-specification-private.h"

static const char *const everything =
  "nodes:\n"
  "  z: {type: 'c:./x.so#z', params: {path: input.path, list: [1, 2.0, -3.5e-7, true, null, [], "
  "{}]}}\n"
  "  a:\n"
  "    type: x\n"
  "    description: |\n"
  "      two\n"
  "      lines\n"
  "    depends: [z.value, {2: z.other}, {named: input.k}]\n"
  "    params:\n"
  "      strings: ['5', '0x1F', 'null', '', 'true', 'yes', ' padded ', 'a: b', '# no', '- x', "
  "'*a', 'é😀', \"tab\\t\"]\n"
  "      'key: odd': \"line\\nbreak \\u0085 \\u2028\"\n"
  "      '1': digits\n"
  "    enabled: input.path\n"
  "    stateful: false\n"
  "  m: {type: map, depends: a.value}\n"
  "  g: {type: gather, depends: [{value: m.value}, {n: m.n}], params: {flatten: true}}\n"
  "  r: {type: return, depends: [{left: g.value}]}\n"
  "noob_version: 0.10\n"
  "noob_id: every/thing\n"
  "description: all of it\n"
  "input:\n"
  "  path: {type: str, default: 017}\n"
  "  k: {scope: process, required: false}\n"
  "assets:\n"
  "  s: {type: S, scope: process, params: [1, two]}\n";

static NoobTubeSpecification *
load (const char *text)
{
  g_autoptr (GError) error = NULL;
  NoobTubeSpecification *tube =
    noob_tube_specification_new_from_data (text, -1, "/some/where", &error);

  g_assert_no_error (error);
  g_assert_nonnull (tube);
  return tube;
}

static void
assert_same_depends (NoobNodeSpecification *a,
                     NoobNodeSpecification *b)
{
  GPtrArray *left = noob_node_specification_get_depends (a);
  GPtrArray *right = noob_node_specification_get_depends (b);

  g_assert_cmpint (noob_node_specification_get_depends_form (a), ==,
                   noob_node_specification_get_depends_form (b));
  g_assert_cmpuint (left->len, ==, right->len);
  for (guint i = 0; i < left->len; i++)
    {
      NoobDependency *x = g_ptr_array_index (left, i);
      NoobDependency *y = g_ptr_array_index (right, i);

      g_assert_cmpstr (noob_dependency_get_slot (x), ==, noob_dependency_get_slot (y));
      g_assert_cmpint (noob_dependency_is_positional (x), ==, noob_dependency_is_positional (y));
      g_assert_cmpstr (noob_dependency_get_source_node (x), ==,
                       noob_dependency_get_source_node (y));
      g_assert_cmpstr (noob_dependency_get_source_signal (x), ==,
                       noob_dependency_get_source_signal (y));
    }
}

static void
assert_same_node (NoobNodeSpecification *a,
                  NoobNodeSpecification *b)
{
  gboolean left, right;

  g_assert_cmpstr (noob_node_specification_get_id (a), ==, noob_node_specification_get_id (b));
  g_assert_cmpstr (noob_node_specification_get_node_type (a), ==,
                   noob_node_specification_get_node_type (b));
  g_assert_cmpstr (noob_node_specification_get_description (a), ==,
                   noob_node_specification_get_description (b));
  g_assert_cmpstr (noob_node_specification_get_directory (a), ==,
                   noob_node_specification_get_directory (b));
  g_assert_cmpint (noob_node_specification_get_enabled (a), ==,
                   noob_node_specification_get_enabled (b));
  g_assert_cmpstr (noob_node_specification_get_enabled_input (a), ==,
                   noob_node_specification_get_enabled_input (b));
  g_assert_cmpint (noob_node_specification_get_stateful (a, &left), ==,
                   noob_node_specification_get_stateful (b, &right));
  g_assert_cmpint (left, ==, right);
  g_assert_true (noob_record_equal (noob_node_specification_get_params (a),
                                    noob_node_specification_get_params (b)));
  assert_same_depends (a, b);
}

static void
assert_same_tube (NoobTubeSpecification *a,
                  NoobTubeSpecification *b)
{
  GPtrArray *left = noob_tube_specification_get_nodes (a);
  GPtrArray *right = noob_tube_specification_get_nodes (b);

  g_assert_cmpstr (noob_tube_specification_get_id (a), ==, noob_tube_specification_get_id (b));
  g_assert_cmpstr (noob_tube_specification_get_description (a), ==,
                   noob_tube_specification_get_description (b));
  g_assert_cmpuint (left->len, ==, right->len);
  for (guint i = 0; i < left->len; i++)
    assert_same_node (g_ptr_array_index (left, i), g_ptr_array_index (right, i));

  left = noob_tube_specification_get_inputs (a);
  right = noob_tube_specification_get_inputs (b);
  g_assert_cmpuint (left->len, ==, right->len);
  for (guint i = 0; i < left->len; i++)
    {
      const GValue *x = noob_input_specification_get_default (g_ptr_array_index (left, i));
      const GValue *y = noob_input_specification_get_default (g_ptr_array_index (right, i));

      g_assert_true (x == NULL ? y == NULL : noob_value_equal (x, y));
    }
  g_assert_cmpuint (noob_tube_specification_get_assets (a)->len, ==,
                    noob_tube_specification_get_assets (b)->len);
}

static void
test_yaml (void)
{
  g_autoptr (NoobTubeSpecification) tube = load (everything);
  g_autofree char *yaml = noob_tube_specification_to_yaml (tube);
  g_autoptr (NoobTubeSpecification) again = load (yaml);
  g_autofree char *once_more = noob_tube_specification_to_yaml (again);

  assert_same_tube (tube, again);
  g_assert_cmpstr (yaml, ==, once_more);
}

static void
test_json (void)
{
  g_autoptr (NoobTubeSpecification) tube = load (everything);
  g_autoptr (GError) error = NULL;
  g_autofree char *json = noob_tube_specification_to_json (tube, &error);
  g_autoptr (NoobTubeSpecification) again = load (json);
  g_autofree char *once_more = noob_tube_specification_to_json (again, NULL);

  g_assert_no_error (error);
  assert_same_tube (tube, again);
  g_assert_cmpstr (json, ==, once_more);
}

/* Strings of what YAML has a meaning for, as values and as keys. */
static void
test_odd_strings (void)
{
  static const char *const pieces[] = { "a",    "0",    " ",  "\n",   "\t",     ":",      "#",
                                        "-",    "?",    "'",  "\"",   "\\",     "{",      "]",
                                        ",",    "&",    "*",  "!",    "|",      ">",      "%",
                                        "@",    "~",    ".",  "é",    "\xC2\x85", "\xE2\x80\xA8", "😀",
                                        "\x01", "\x7f", "\r", "null", "---",    "..." };

  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (NoobRecord) record = noob_record_new ();
      g_autoptr (NoobTubeSpecification) tube = NULL;
      g_autoptr (NoobTubeSpecification) from_yaml = NULL;
      g_autoptr (NoobTubeSpecification) from_json = NULL;
      g_autofree char *yaml = NULL;
      g_autofree char *json = NULL;
      NoobRecord *nodes = noob_record_new ();
      NoobRecord *node = noob_record_new ();
      NoobRecord *params = noob_record_new ();

      for (int n = g_test_rand_int_range (0, 6); n > 0; n--)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      noob_record_set_string (params, "value", text->str);
      noob_record_set_string (params, text->str, "key");
      noob_record_set_string (node, "type", "x");
      noob_record_take_record (node, "params", params);
      noob_record_take_record (nodes, "a", node);
      noob_record_take_record (record, "nodes", nodes);

      tube = noob_tube_specification_new_from_record (record, "/some/where", NULL);
      yaml = noob_tube_specification_to_yaml (tube);
      json = noob_tube_specification_to_json (tube, NULL);
      g_test_message ("%s%s", yaml, json);
      from_yaml = load (yaml);
      from_json = load (json);
      assert_same_tube (tube, from_yaml);
      assert_same_tube (tube, from_json);
    }
}

static void
test_yaml_of_json (void)
{
  g_autoptr (NoobTubeSpecification) tube = load (everything);
  g_autofree char *json = noob_tube_specification_to_json (tube, NULL);
  g_autoptr (NoobTubeSpecification) from_json = load (json);
  g_autofree char *yaml = noob_tube_specification_to_yaml (from_json);
  g_autoptr (NoobTubeSpecification) again = load (yaml);

  assert_same_tube (tube, again);
}

static void
test_header_and_order (void)
{
  g_autoptr (NoobTubeSpecification) tube = load (everything);
  g_autofree char *yaml = noob_tube_specification_to_yaml (tube);
  const char *start =
    "noob_id: every/thing\nnoob_version: 0.10\ndescription: all of it\nnodes:\n  z:\n    type: ";

  g_assert_true (g_str_has_prefix (yaml, start));
  g_assert_cmpint (strstr (yaml, "\ninput:") - yaml, <, strstr (yaml, "\nassets:") - yaml);
  /* As it was written. */
  g_assert_nonnull (strstr (yaml, "default: 017\n"));
}

static void
test_not_in_json (void)
{
  g_autoptr (NoobTubeSpecification) tube = load ("nodes: {a: {type: x, params: {v: .inf}}}");
  g_autoptr (GError) error = NULL;

  g_assert_null (noob_tube_specification_to_json (tube, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
}

static void
test_record (void)
{
  g_autoptr (NoobRecord) record = noob_record_new ();
  g_autoptr (NoobRecord) params = noob_record_new ();
  g_autoptr (NoobTubeSpecification) tube = NULL;
  g_autoptr (NoobTubeSpecification) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *yaml = NULL;
  NoobRecord *nodes = noob_record_new ();
  NoobRecord *node = noob_record_new ();

  noob_record_set (params, "i", G_TYPE_INT, 5, "u", G_TYPE_UINT64, (guint64)6, "f", G_TYPE_DOUBLE,
                   2.0, "inf", G_TYPE_DOUBLE, -INFINITY, "b", G_TYPE_BOOLEAN, TRUE, "s",
                   G_TYPE_STRING, "null", NULL);
  noob_record_set_null (params, "null");
  noob_record_set_string (node, "type", "x");
  noob_record_set (node, "params", NOOB_TYPE_RECORD, params, NULL);
  noob_record_take_record (nodes, "a", node);
  noob_record_take_record (record, "nodes", nodes);

  tube = noob_tube_specification_new_from_record (record, "/some/where", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (noob_tube_specification_get_directory (tube), ==, "/some/where");
  g_assert_null (
    noob_node_specification_get_location (noob_tube_specification_get_node (tube, "a")));
  yaml = noob_tube_specification_to_yaml (tube);
  g_assert_cmpstr (yaml, ==,
                   "nodes:\n  a:\n    type: x\n    params:\n      i: 5\n      u: 6\n      f: 2.0\n "
                   "     inf: -.inf\n"
                   "      b: true\n      s: \"null\"\n      \"null\": null\n");
  again = load (yaml);
  assert_same_tube (tube, again);
}

static void
test_record_error (void)
{
  g_autoptr (NoobRecord) record = noob_record_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) tube = NULL;

  noob_record_set (record, "nodes", G_TYPE_GTYPE, G_TYPE_INT, NULL);
  tube = noob_tube_specification_new_from_record (record, NULL, &error);
  g_assert_null (tube);
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_SPECIFICATION);
  g_assert_true (g_str_has_prefix (error->message, "nodes: "));
}

static void
test_node_variant (void)
{
  g_autoptr (NoobTubeSpecification) tube = load (everything);
  GPtrArray *nodes = noob_tube_specification_get_nodes (tube);

  for (guint i = 0; i < nodes->len; i++)
    {
      NoobNodeSpecification *node = g_ptr_array_index (nodes, i);
      g_autoptr (GVariant) variant = noob_node_specification_to_variant (node);
      g_autoptr (GError) error = NULL;
      g_autoptr (NoobNodeSpecification) again = NULL;
      g_autofree char *before = noob_node_specification_get_location (node);
      g_autofree char *after = NULL;

      g_assert_true (g_variant_is_of_type (variant, G_VARIANT_TYPE_VARDICT));
      again = noob_node_specification_new_from_variant (variant, &error);
      g_assert_no_error (error);
      assert_same_node (node, again);
      after = noob_node_specification_get_location (again);
      g_assert_cmpstr (before, ==, after);
    }
}

static void
test_record_not_utf8 (void)
{
  g_autoptr (NoobRecord) record = noob_record_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) tube = NULL;

  noob_record_set_string (record, "description", "caf\xe9");
  tube = noob_tube_specification_new_from_record (record, NULL, &error);
  g_assert_null (tube);
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_SPECIFICATION);
  g_assert_cmpstr (error->message, ==, "description: a string that is not valid UTF-8");
}

static void
assert_bad_node (const char *text)
{
  g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_parsed (text));
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", text);
  g_assert_null (noob_node_specification_new_from_variant (variant, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_SPECIFICATION);
}

static void
test_bad_node_variants (void)
{
  assert_bad_node ("5");
  assert_bad_node ("@a{sv} {}");
  assert_bad_node ("{'nodes': <5>}");
  assert_bad_node (
    "{'nodes': <(@a(maymay) [(nothing, nothing)], @a(yuuusbu) [(1, 0, 1, 1, '', false, 0)])>}");
  assert_bad_node (
    "{'nodes': <(@a(maymay) [(nothing, nothing)], @a(yuuusbu) [(2, 0, 1, 1, '', false, 1), "
    "(0, 0, 1, 1, 'a', true, 0), (2, 0, 1, 1, '', false, 0)])>}");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/round-trip/yaml", test_yaml);
  g_test_add_func ("/round-trip/json", test_json);
  g_test_add_func ("/round-trip/odd-strings", test_odd_strings);
  g_test_add_func ("/round-trip/json-to-yaml", test_yaml_of_json);
  g_test_add_func ("/round-trip/header-first-and-order-kept", test_header_and_order);
  g_test_add_func ("/round-trip/no-infinity-in-json", test_not_in_json);
  g_test_add_func ("/round-trip/record", test_record);
  g_test_add_func ("/round-trip/record-with-odd-value", test_record_error);
  g_test_add_func ("/round-trip/record-with-bytes-that-are-not-utf8", test_record_not_utf8);
  g_test_add_func ("/round-trip/node-variant", test_node_variant);
  g_test_add_func ("/round-trip/bad-node-variants", test_bad_node_variants);
  return g_test_run ();
}
