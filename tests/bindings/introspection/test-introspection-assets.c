/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Functions, constructors and classes of typelibs as assets. */

#include <noob.h>

#include "nodes/test-support.h"

static NoobAsset *
load (const char  *yaml,
      GError     **error)
{
  g_autofree char *text = g_strdup_printf ("assets:\n"
                                           "  thing: { scope: runner, %s }\n"
                                           "nodes: { a: { type: source } }\n", yaml);
  g_autoptr (NoobTubeSpecification) tube = NULL;
  g_autoptr (GError) reason = NULL;
  NoobAssetSpecification *specification;

  tube = noob_tube_specification_new_from_data (text, -1, g_get_tmp_dir (), &reason);
  g_assert_no_error (reason);
  specification = noob_tube_specification_get_assets (tube)->pdata[0];

  return noob_load_asset (specification, noob_asset_specification_get_params (specification),
                          error);
}

static NoobAsset *
load_well (const char *yaml)
{
  g_autoptr (GError) error = NULL;
  NoobAsset *asset = load (yaml, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (noob_asset_get_id (asset), ==, "thing");

  return asset;
}

static NoobRecord *
make (NoobAsset *asset)
{
  NoobRecord *made = noob_record_new ();
  g_autoptr (GError) error = NULL;

  noob_asset_make (asset, made, &error);
  g_assert_no_error (error);

  return made;
}

/* What is made is the last reference to it, and gone with it. */
static void
assert_owned_once (NoobRecord *made)
{
  GObject *object = g_value_get_object (noob_record_get_value (made, "value"));
  gpointer watched = object;

  g_assert_false (g_object_is_floating (object));
  g_assert_cmpuint (object->ref_count, ==, 1);
  g_object_add_weak_pointer (object, &watched);
  noob_record_unref (made);
  g_assert_null (watched);
}

static void
assert_teardown (NoobAsset  *asset,
                 NoobRecord *made)
{
  g_autoptr (GError) error = NULL;

  noob_asset_teardown (asset, made, &error);
  g_assert_no_error (error);
}

/* With all of the words of the NULL-terminated rest. */
#define assert_not_loaded(yaml, ...) \
  G_STMT_START { \
    g_autoptr (GError) error_ = NULL; \
    g_assert_null (load (yaml, &error_)); \
    test_assert_error (error_, NOOB_ERROR_LOAD, "\"thing\"", __VA_ARGS__, NULL); \
  } G_STMT_END

static gint64
count_open (void)
{
  g_autoptr (NoobNode) node = test_node_new ("{ type: Sample.count_open }");
  g_autoptr (NoobRecord) inputs = noob_record_new ();
  g_autoptr (NoobRecord) outputs = noob_record_new ();
  g_autoptr (GError) error = NULL;

  noob_node_process (node, inputs, outputs, &error);
  g_assert_no_error (error);

  return g_value_get_int64 (noob_record_get_value (outputs, "value"));
}

static void
test_function (void)
{
  static const char *const types[] = {
    "type: GLib.ascii_strup, params: { str: abc, len: 2 }",
    "type: GLib.ascii_strup, params: [ abc, 2 ]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (NoobAsset) asset = load_well (types[i]);
      g_autoptr (NoobRecord) first = make (asset);
      g_autoptr (NoobRecord) second = make (asset);

      g_assert_cmpstr (g_value_get_string (noob_record_get_value (first, "value")), ==, "AB");
      g_assert_true (noob_record_equal (first, second));
      assert_teardown (asset, first);
      assert_teardown (asset, second);
    }
}

/* A boolean that only tells of success is not what such a function is called for. */
static void
test_function_with_outputs (void)
{
  g_autoptr (NoobAsset) asset =
    load_well ("type: GLib.shell_parse_argv, params: { command_line: \"ls -l\" }");
  g_autoptr (NoobRecord) made = make (asset);
  const GValue *value = noob_record_get_value (made, "value");

  g_assert_cmpuint (noob_list_get_length (g_value_get_boxed (value)), ==, 2);
}

static void
test_error_of_function (void)
{
  g_autoptr (NoobAsset) asset =
    load_well ("type: GLib.file_get_contents, params: { filename: /no/such/file }");
  g_autoptr (NoobRecord) made = noob_record_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_asset_make (asset, made, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static void
test_constructor (void)
{
  g_autoptr (NoobAsset) asset = load_well ("type: Sample.Scaler.new, params: [ 2 ]");
  NoobRecord *made = make (asset);

  g_assert_cmpint (count_open (), ==, 1);
  assert_teardown (asset, made);
  g_assert_cmpint (count_open (), ==, 0);
  assert_owned_once (made);
}

static void
test_constructor_of_boxed (void)
{
  g_autoptr (NoobAsset) asset =
    load_well ("type: GLib.DateTime.new_utc, params: [ 2020, 2, 3, 4, 5, 6.5 ]");
  g_autoptr (NoobRecord) made = make (asset);
  GDateTime *time = g_value_get_boxed (noob_record_get_value (made, "value"));

  g_assert_cmpint (g_date_time_get_day_of_month (time), ==, 3);
}

/* A floating reference, a new one, none of one's own: what is made has one. */
static void
test_references (void)
{
  static const char *const types[] = {
    "type: Regress.TestFloating.new",
    "type: Regress.TestFloating",
    "type: Sample.Scaler",
    "type: GIMarshallingTests.Object.new, params: { int_: 3 }",
    "type: GIMarshallingTests.Object.full_return",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (NoobAsset) asset = load_well (types[i]);
      NoobRecord *made = make (asset);

      assert_teardown (asset, made);
      assert_owned_once (made);
    }
}

static void
test_reference_that_is_not_given (void)
{
  g_autoptr (NoobAsset) asset = load_well ("type: GIMarshallingTests.Object.none_return");
  g_autoptr (NoobRecord) made = make (asset);
  GObject *object = g_value_get_object (noob_record_get_value (made, "value"));

  g_assert_cmpuint (object->ref_count, ==, 2);
}

static void
test_class (void)
{
  g_autoptr (NoobAsset) asset = load_well ("type: Sample.Scaler, params: { factor: 3 }");
  NoobRecord *first = make (asset);
  NoobRecord *second = make (asset);

  g_assert_cmpint (count_open (), ==, 2);
  assert_teardown (asset, first);
  assert_teardown (asset, second);
  g_assert_cmpint (count_open (), ==, 0);
  assert_owned_once (first);
  assert_owned_once (second);
}

static void
test_class_init_fails (void)
{
  g_autoptr (NoobAsset) asset = load_well ("type: Sample.Scaler, params: { factor: 0 }");
  g_autoptr (NoobRecord) made = noob_record_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_asset_make (asset, made, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_cmpint (count_open (), ==, 0);
}

static void
test_class_is_initialized (void)
{
  g_autoptr (NoobAsset) none =
    load_well ("type: Gio.Subprocess, params: { argv: [ /no/such/program ] }");
  g_autoptr (NoobAsset) some =
    load_well ("type: Gio.Subprocess, params: { argv: [ \"true\" ] }");
  g_autoptr (NoobRecord) failed = noob_record_new ();
  g_autoptr (NoobRecord) made = make (some);
  g_autoptr (GError) error = NULL;

  g_subprocess_wait_check (g_value_get_object (noob_record_get_value (made, "value")), NULL,
                           &error);
  g_assert_no_error (error);

  g_assert_false (noob_asset_make (none, failed, &error));
  g_assert_error (error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT);
}

static void
test_params (void)
{
  assert_not_loaded ("type: GLib.ascii_strup, params: { str: abc }", "\"len\"", "`params`");
  assert_not_loaded ("type: GLib.ascii_strup, params: { strr: abc }", "GLib.ascii_strup",
                     "did you mean \"str\"?", "str, len");
  assert_not_loaded ("type: GLib.ascii_strup, params: [ abc, 2, 3 ]", "\"2\"", "str, len");
  assert_not_loaded ("type: GLib.ascii_strup, params: [ abc, x ]", "\"len\"", "integer");
  assert_not_loaded ("type: Sample.Scaler, params: { facter: 3 }", "\"facter\"",
                     "did you mean \"factor\"?");
  assert_not_loaded ("type: Sample.Scaler, params: [ 3 ]", "map");
}

/* What a method is called on may come from an input. */
static void
test_method (void)
{
  assert_not_loaded ("type: Sample.Scaler.process, params: [ null, 2 ]", "\"offset\"");
  assert_not_loaded ("type: Sample.Scaler.process, params: { value: 2, offset: 1 }",
                     "\"self\" of Sample.Scaler.process");
}

static void
test_refused (void)
{
  assert_not_loaded ("type: GLib.idle_add", "GLib.idle_add", "a callback");
  assert_not_loaded ("type: GLib.usleep, params: [ 0 ]", "GLib.usleep", "returns nothing");
  assert_not_loaded ("type: Gio.InputStream", "GInputStream", "abstract");
  assert_not_loaded ("type: GObject.ParamSpec", "GParam", "no class of objects");
  assert_not_loaded ("type: Sample.Scalar", "\"Scalar\"", "Scaler");
}

/* Whether it is refused because of its class. */
static gboolean
is_kept_out (const char *message)
{
  g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_parsed (message));
  g_autoptr (GError) error = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  return !noob_codec_decode (variant, &value, &error) &&
         strstr (error->message, "not expected") != NULL;
}

static void
test_classes_are_let_in (void)
{
  static const char action[] =
    "('properties', <('GSimpleAction', <[('name', <'quit'>), ('enabled', <false>)]>)>)";
  static const char scaler[] = "('properties', <('SampleScaler', <@a(sv) []>)>)";
  g_autoptr (NoobAsset) scaler_asset = load_well ("type: Sample.Scaler, params: { factor: 3 }");
  g_autoptr (NoobAsset) action_asset = NULL;

  g_assert_true (is_kept_out (action));
  action_asset = load_well ("type: Gio.SimpleAction, params: { name: quit }");
  g_assert_false (is_kept_out (action));

  /* It has init and deinit. */
  g_assert_true (is_kept_out (scaler));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  noob_use_introspection ();

  g_test_add_func ("/introspection-assets/function", test_function);
  g_test_add_func ("/introspection-assets/function/outputs", test_function_with_outputs);
  g_test_add_func ("/introspection-assets/function/error", test_error_of_function);
  g_test_add_func ("/introspection-assets/constructor", test_constructor);
  g_test_add_func ("/introspection-assets/constructor/of-boxed", test_constructor_of_boxed);
  g_test_add_func ("/introspection-assets/references", test_references);
  g_test_add_func ("/introspection-assets/references/not-given", test_reference_that_is_not_given);
  g_test_add_func ("/introspection-assets/class", test_class);
  g_test_add_func ("/introspection-assets/class/init-fails", test_class_init_fails);
  g_test_add_func ("/introspection-assets/class/is-initialized", test_class_is_initialized);
  g_test_add_func ("/introspection-assets/class/is-let-in", test_classes_are_let_in);
  g_test_add_func ("/introspection-assets/params", test_params);
  g_test_add_func ("/introspection-assets/method", test_method);
  g_test_add_func ("/introspection-assets/refused", test_refused);

  return g_test_run ();
}
