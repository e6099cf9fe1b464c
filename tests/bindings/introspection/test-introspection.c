/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Functions and classes of typelibs as nodes. */

#include <noob.h>

#include "nodes/test-support.h"

static char *
list_slots (NoobNode *node)
{
  g_autoptr (GPtrArray) slots = noob_node_list_slots (node);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < slots->len; i++)
    {
      NoobSlot *slot = slots->pdata[i];

      g_string_append_printf (text, "%s%s%s", i > 0 ? " " : "", noob_slot_get_name (slot),
                              noob_slot_get_flags (slot) & NOOB_SLOT_REQUIRED ? "" : "?");
    }

  return g_string_free (text, FALSE);
}

static char *
list_signals (NoobNode *node)
{
  g_auto (GStrv) signals = noob_node_get_signals (node);

  return g_strjoinv (" ", signals);
}

/* The record that is written as JSON. */
static NoobRecord *
parse_record (const char *json)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  noob_value_from_json (&value, json, -1, &error);
  g_assert_no_error (error);

  return g_value_dup_boxed (&value);
}

static char *
call (NoobNode    *node,
      const char  *inputs,
      GError     **error)
{
  g_autoptr (NoobRecord) record = parse_record (inputs);
  g_autoptr (NoobRecord) outputs = noob_record_new ();
  g_auto (GValue) value = G_VALUE_INIT;
  char *text;

  if (!noob_node_process (node, record, outputs, error))
    return NULL;

  g_value_init (&value, NOOB_TYPE_RECORD);
  g_value_set_boxed (&value, outputs);
  text = noob_value_to_json (&value, FALSE, error);
  g_assert_nonnull (text);

  return text;
}

static void
assert_call (const char *yaml,
             const char *inputs,
             const char *expected)
{
  g_autoptr (NoobNode) node = test_node_new (yaml);
  g_autoptr (GError) error = NULL;
  g_autofree char *outputs = call (node, inputs, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (outputs, ==, expected);
}

#define assert_call_fails(yaml, inputs, ...) \
  G_STMT_START \
    { \
      g_autoptr (NoobNode) node_ = test_node_new (yaml); \
      g_autoptr (GError) error_ = NULL; \
\
      g_assert_null (call (node_, inputs, &error_)); \
      test_assert_error (error_, NOOB_ERROR_VALUE, __VA_ARGS__, NULL); \
    } \
  G_STMT_END

#define assert_not_loaded(yaml, ...) \
  G_STMT_START \
    { \
      g_autoptr (GError) error_ = NULL; \
\
      g_assert_null (test_node_load (yaml, &error_)); \
      test_assert_error (error_, NOOB_ERROR_LOAD, __VA_ARGS__, NULL); \
    } \
  G_STMT_END

static void
test_function (void)
{
  g_autoptr (NoobNode) node = test_node_new ("{ type: GLib.ascii_strup }");
  g_autofree char *slots = list_slots (node);
  g_autofree char *signals = list_signals (node);

  g_assert_cmpstr (slots, ==, "str len");
  g_assert_cmpstr (signals, ==, "value");
  g_assert_false (noob_node_get_stateful (node));
  assert_call ("{ type: GLib.ascii_strup }", "{\"str\": \"größer\", \"len\": -1}",
               "{\"value\":\"GRößER\"}");
}

static void
test_names (void)
{
  assert_call ("{ type: GLib-2.0.ascii_strdown }", "{\"str\": \"A\", \"len\": -1}",
               "{\"value\":\"a\"}");
  assert_call ("{ type: gi:GLib.ascii_strdown }", "{\"str\": \"A\", \"len\": -1}",
               "{\"value\":\"a\"}");
  assert_call ("{ type: gi:GLib-2.0.Checksum.type_get_length }", "{\"checksum_type\": 2}",
               "{\"value\":32}");
}

static void
test_params_fill_arguments (void)
{
  assert_call ("{ type: GLib.ascii_strup, params: { len: 2 } }", "{\"str\": \"abc\"}",
               "{\"value\":\"AB\"}");
  assert_call ("{ type: GLib.ascii_strup, params: { str: abc, len: 2 } }", "{}",
               "{\"value\":\"AB\"}");
  assert_call ("{ type: GLib.ascii_strup, params: { str: no, len: 2 }, depends: a.value }",
               "{\"str\": \"abc\"}", "{\"value\":\"AB\"}");
}

static void
test_outputs (void)
{
  g_autoptr (NoobNode) node = test_node_new ("{ type: Regress.test_int_out_utf8 }");
  g_autofree char *signals = list_signals (node);

  g_assert_cmpstr (signals, ==, "length");
  assert_call ("{ type: Regress.test_int_out_utf8 }", "{\"in\": \"four\"}", "{\"length\":4}");
  assert_call ("{ type: Regress.test_multi_double_args }", "{\"in\": 1.5}",
               "{\"one\":3.0,\"two\":4.5}");
}

/* One that returns nothing has no signal of it, nor one whose return value is to be skipped. */
static void
test_no_return_value (void)
{
  g_autoptr (NoobNode) node = test_node_new ("{ type: GIMarshallingTests.boolean_in_true }");
  g_autoptr (NoobNode) skipping =
    test_node_new ("{ type: Regress.TestObj.skip_return_val_no_out }");
  g_autofree char *signals = list_signals (node);
  g_autofree char *skipping_signals = list_signals (skipping);

  g_assert_cmpstr (signals, ==, "");
  g_assert_cmpstr (skipping_signals, ==, "");
  assert_call ("{ type: GIMarshallingTests.boolean_in_true }", "{\"v\": true}", "{}");
}

static void
test_nullable_is_optional (void)
{
  const char *yaml = "{ type: GIMarshallingTests.int_one_in_utf8_two_in_one_allows_none }";
  g_autoptr (NoobNode) node = test_node_new (yaml);
  g_autofree char *slots = list_slots (node);

  g_assert_cmpstr (slots, ==, "a b? c");
  assert_call (yaml, "{\"a\": 1, \"b\": null, \"c\": \"3\"}", "{}");
  assert_call (yaml, "{\"a\": 1, \"c\": \"3\"}", "{}");
  assert_call_fails (yaml, "{\"a\": 1, \"b\": \"2\", \"c\": null}", "\"c\"", "must not be null");
  assert_call_fails (yaml, "{\"a\": 1, \"b\": \"2\"}", "\"c\"", "must not be missing");
}

static void
test_implied_lengths (void)
{
  g_autoptr (NoobNode) node = test_node_new ("{ type: GIMarshallingTests.array_return_etc }");
  g_autofree char *slots = list_slots (node);
  g_autofree char *signals = list_signals (node);

  g_assert_cmpstr (slots, ==, "first last");
  g_assert_cmpstr (signals, ==, "value sum");
  assert_call ("{ type: GIMarshallingTests.array_return_etc }", "{\"first\": 5, \"last\": 9}",
               "{\"value\":[5,0,1,9],\"sum\":14}");
}

static void
test_enumerations (void)
{
  const char *checksum = "{ type: GLib.compute_checksum_for_string, params: { length: -1 } }";

  assert_call (checksum, "{\"checksum_type\": \"md5\", \"str\": \"\"}",
               "{\"value\":\"d41d8cd98f00b204e9800998ecf8427e\"}");
  assert_call (checksum, "{\"checksum_type\": 0, \"str\": \"\"}",
               "{\"value\":\"d41d8cd98f00b204e9800998ecf8427e\"}");
  assert_call_fails (checksum, "{\"checksum_type\": \"md6\", \"str\": \"\"}", "\"checksum_type\"",
                     "one of md5, sha1, sha256, sha512, sha384, not \"md6\"");
  assert_call_fails (checksum, "{\"checksum_type\": 9, \"str\": \"\"}", "not 9");
  assert_call_fails (checksum, "{\"checksum_type\": [], \"str\": \"\"}", "not a list");
  assert_call ("{ type: Regress.global_get_flags_out }", "{}", "{\"v\":5}");
  assert_call ("{ type: GIMarshallingTests.flags_in }", "{\"v\": \"value2\"}", "{}");
  assert_call ("{ type: GIMarshallingTests.flags_in_zero }", "{\"v\": \"\"}", "{}");
  assert_call_fails ("{ type: GIMarshallingTests.flags_in }", "{\"v\": \"value2|value9\"}",
                     "flags joined by \"|\" of value1, value2, value3", "\"value2|value9\"");
}

static void
test_bytes (void)
{
  const char *yaml = "{ type: GLib.compute_checksum_for_data, params: { checksum_type: md5 } }";
  g_autoptr (NoobNode) node = test_node_new (yaml);
  g_autoptr (NoobRecord) inputs = noob_record_new ();
  g_autoptr (NoobRecord) outputs = noob_record_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr (GError) error = NULL;

  assert_call (yaml, "{\"data\": \"abc\"}", "{\"value\":\"900150983cd24fb0d6963f7d28e17f72\"}");
  assert_call (yaml, "{\"data\": [97, 98, 99]}",
               "{\"value\":\"900150983cd24fb0d6963f7d28e17f72\"}");

  noob_record_set (inputs, "data", G_TYPE_BYTES, bytes, NULL);
  noob_node_process (node, inputs, outputs, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_value_get_string (noob_record_get_value (outputs, "value")), ==,
                   "900150983cd24fb0d6963f7d28e17f72");
}

static void
test_array_of_numbers (void)
{
  static const gint64 numbers[] = { -1, 0, 1, 2 };
  const gint64 shape[] = { 4 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (numbers, sizeof numbers);
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobArray) array = noob_array_new ("<i8", shape, 1, bytes, &error);
  g_autoptr (NoobNode) node = test_node_new ("{ type: GIMarshallingTests.array_int64_in }");
  g_autoptr (NoobNode) narrow = test_node_new ("{ type: GIMarshallingTests.array_in }");
  g_autoptr (NoobRecord) inputs = noob_record_new ();
  g_autoptr (NoobRecord) outputs = noob_record_new ();

  g_assert_no_error (error);
  noob_record_set (inputs, "ints", NOOB_TYPE_ARRAY, array, NULL);
  noob_node_process (node, inputs, outputs, &error);
  g_assert_no_error (error);

  g_assert_false (noob_node_process (narrow, inputs, outputs, &error));
  test_assert_error (error, NOOB_ERROR_VALUE, "\"ints\"", "gint32", "<i8", NULL);
}

static void
test_ranges (void)
{
  assert_call ("{ type: GIMarshallingTests.uint8_in }", "{\"v\": 255}", "{}");
  assert_call_fails ("{ type: GIMarshallingTests.uint8_in }", "{\"v\": 256}",
                     "slot \"v\" of GIMarshallingTests.uint8_in", "from 0 to 255");
  assert_call_fails ("{ type: GIMarshallingTests.uint8_in }", "{\"v\": -1}", "from 0 to 255");
  assert_call_fails ("{ type: GIMarshallingTests.int8_in_max }", "{\"v\": 128}",
                     "from -128 to 127");
  assert_call_fails ("{ type: GIMarshallingTests.int16_in_max }", "{\"v\": 32768}", "32767");
  assert_call_fails ("{ type: GIMarshallingTests.int32_in_max }", "{\"v\": 2147483648}",
                     "2147483647");
  assert_call_fails ("{ type: GIMarshallingTests.uint64_in }", "{\"v\": -1}",
                     "18446744073709551615");
  assert_call_fails ("{ type: GIMarshallingTests.float_in }", "{\"v\": 1e300}", "e+38");
  assert_call_fails ("{ type: GIMarshallingTests.int8_in_max }", "{\"v\": 1.0}", "an integer",
                     "a real number");
  assert_call_fails ("{ type: GIMarshallingTests.array_in }", "{\"ints\": [1, 2, 2147483648]}",
                     "\"ints\"", "element 2", "2147483647");
  assert_call_fails ("{ type: GIMarshallingTests.array_fixed_int_in }", "{\"ints\": [1]}",
                     "4 elements, not 1");
  assert_call_fails ("{ type: GIMarshallingTests.gtype_in }", "{\"gtype\": \"NoSuchType\"}",
                     "\"NoSuchType\"");
}

static void
test_errors_of_functions (void)
{
  g_autoptr (NoobNode) node = test_node_new ("{ type: GLib.file_get_contents }");
  g_autoptr (GError) error = NULL;

  g_assert_null (call (node, "{\"filename\": \"/no/such/file\"}", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static void
test_class (void)
{
  const char *yaml = "{ type: Sample.Scaler, params: { factor: 3, bus: session, offset: 0.5 } }";
  g_autoptr (NoobNode) node = test_node_new (yaml);
  g_autofree char *slots = list_slots (node);
  g_autofree char *signals = list_signals (node);
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_assert_cmpstr (slots, ==, "value offset");
  g_assert_cmpstr (signals, ==, "value n_calls");
  g_assert_true (noob_node_get_stateful (node));

  g_assert_true (noob_node_initialize (node, &error));
  assert_call ("{ type: Sample.count_open }", "{}", "{\"value\":1}");
  first = call (node, "{\"value\": 2}", &error);
  second = call (node, "{\"value\": 4}", &error);
  g_assert_cmpstr (first, ==, "{\"value\":1006.5,\"n_calls\":1}");
  g_assert_cmpstr (second, ==, "{\"value\":1012.5,\"n_calls\":2}");

  g_assert_true (noob_node_deinitialize (node, &error));
  assert_call ("{ type: Sample.count_open }", "{}", "{\"value\":0}");
  g_assert_null (call (node, "{\"value\": 2}", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

static void
test_class_init_fails (void)
{
  g_autoptr (NoobNode) node = test_node_new ("{ type: Sample.Scaler, params: { factor: 0 } }");
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_node_initialize (node, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

static void
test_class_params (void)
{
  assert_not_loaded ("{ type: Sample.Scaler, params: { facter: 3 } }", "\"facter\"",
                     "did you mean \"factor\"?", "factor, bus, value, offset");
  assert_not_loaded ("{ type: Sample.Scaler, params: { factor: x } }", "\"factor\"", "a number");
  assert_not_loaded ("{ type: Sample.Scaler, params: { factor: 101 } }", "from 0 to 100");
  assert_not_loaded ("{ type: Sample.Scaler, params: { bus: tram } }", "\"tram\"", "session");
  assert_not_loaded ("{ type: Sample.Scaler, params: { offset: x } }", "\"offset\"", "a number");
}

/* The object of a method is made of params, or comes through a slot. */
static void
test_methods (void)
{
  const char *wired = "{ type: Gio.SimpleAction.get_name, depends: [{ self: a.value }] }";
  g_autoptr (NoobNode) node = test_node_new (wired);
  g_autofree char *slots = list_slots (node);
  g_autoptr (NoobNode) boxed = test_node_new ("{ type: GLib.DateTime.get_year }");
  g_autofree char *boxed_slots = list_slots (boxed);
  g_autoptr (NoobRecord) inputs = noob_record_new ();
  g_autoptr (NoobRecord) outputs = noob_record_new ();
  g_autoptr (GDateTime) time = g_date_time_new_utc (1999, 1, 1, 0, 0, 0);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (slots, ==, "self");
  g_assert_true (noob_node_get_stateful (node) == FALSE);
  assert_call ("{ type: Gio.SimpleAction.get_name, params: { name: jump } }", "{}",
               "{\"value\":\"jump\"}");
  assert_call_fails (wired, "{\"self\": 3}", "a GAction, not an integer");

  g_assert_cmpstr (boxed_slots, ==, "self");
  noob_record_set (inputs, "self", G_TYPE_DATE_TIME, time, NULL);
  noob_node_process (boxed, inputs, outputs, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_value_get_int64 (noob_record_get_value (outputs, "value")), ==, 1999);
}

static void
test_missing (void)
{
  assert_not_loaded ("{ type: gi:Nowhere.f }", "\"Nowhere\"", "gir1.2");
  assert_not_loaded ("{ type: GLib-9.9.f }", "9.9", "versions installed: 2.0");
  assert_not_loaded ("{ type: GLib.ascii_strupp }", "GLib-2.0", "\"ascii_strupp\"",
                     "did you mean \"ascii_strup\"?");
  assert_not_loaded ("{ type: Gio.SimpleAction.get_nam }", "Gio.SimpleAction", "\"get_nam\"",
                     "did you mean \"get_name\"?");
  assert_not_loaded ("{ type: Gio.SimpleAction }", "Foo.Bar.method", "no method \"process\"");
  assert_not_loaded ("{ type: GLib.DateTime }", "neither a function nor a class");
  assert_not_loaded ("{ type: GLib.MAJOR_VERSION }", "neither a function nor a class");
  assert_not_loaded ("{ type: \"gi:GLib\" }", "Namespace.function");
  assert_not_loaded ("{ type: \"gi:GLib.a.b.c\" }", "Namespace.function");
  assert_not_loaded ("{ type: GLib.ascii_strup, params: { string: x } }", "GLib.ascii_strup",
                     "\"string\"", "str, len");
}

static void
test_refused (void)
{
  assert_not_loaded ("{ type: GLib.idle_add }", "GLib.idle_add", "\"function\"", "a callback");
  assert_not_loaded ("{ type: GIMarshallingTests.int8_inout_max_min }", "\"v\"", "both in and out");
  assert_not_loaded ("{ type: GIMarshallingTests.gvalue_out_caller_allocates }", "\"value\"",
                     "to be allocated by the caller");
}

/* A class that is one of nodes already; its typelib is only there when bindings are built. */
static void
test_class_of_nodes (void)
{
  const char *yaml = "{ type: \"Noob-1.Gather\", params: { n: 2 } }";
  g_autoptr (NoobNode) node = NULL;
  g_autoptr (GError) error = NULL;

  node = test_node_load (yaml, &error);
  if (node == NULL && strstr (error->message, "no typelib of the namespace") != NULL)
    {
      g_test_skip ("there is no typelib of Noob");
      return;
    }

  g_assert_no_error (error);
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (node), ==, "NoobGather");
  assert_not_loaded ("{ type: \"Noob-1.Gather\", params: { m: 2 } }", "NoobGather", "\"m\"");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  noob_use_introspection ();

  g_test_add_func ("/introspection/function", test_function);
  g_test_add_func ("/introspection/names", test_names);
  g_test_add_func ("/introspection/params-fill-arguments", test_params_fill_arguments);
  g_test_add_func ("/introspection/outputs", test_outputs);
  g_test_add_func ("/introspection/no-return-value", test_no_return_value);
  g_test_add_func ("/introspection/nullable-is-optional", test_nullable_is_optional);
  g_test_add_func ("/introspection/implied-lengths", test_implied_lengths);
  g_test_add_func ("/introspection/enumerations", test_enumerations);
  g_test_add_func ("/introspection/bytes", test_bytes);
  g_test_add_func ("/introspection/array-of-numbers", test_array_of_numbers);
  g_test_add_func ("/introspection/ranges", test_ranges);
  g_test_add_func ("/introspection/errors-of-functions", test_errors_of_functions);
  g_test_add_func ("/introspection/class", test_class);
  g_test_add_func ("/introspection/class/init-fails", test_class_init_fails);
  g_test_add_func ("/introspection/class/params", test_class_params);
  g_test_add_func ("/introspection/class/of-nodes", test_class_of_nodes);
  g_test_add_func ("/introspection/methods", test_methods);
  g_test_add_func ("/introspection/missing", test_missing);
  g_test_add_func ("/introspection/refused", test_refused);

  return g_test_run ();
}
