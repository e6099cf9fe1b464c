/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test-support.h"

static void
assert_emits_integer (NoobNode *node,
                      gint64    expected)
{
  g_autoptr (NoobRecord) inputs = noob_record_new ();
  g_autoptr (NoobRecord) outputs = noob_record_new ();
  g_autoptr (GError) error = NULL;
  gint64 value = -1;

  noob_node_process (node, inputs, outputs, &error);
  g_assert_no_error (error);
  noob_record_get (outputs, &error, "value", G_TYPE_INT64, &value, NULL);
  g_assert_no_error (error);
  g_assert_cmpint (value, ==, expected);
}

static void
test_function_is_called (void)
{
  g_autoptr (NoobNode) node = test_node_new ("{ type: 'c:libsample.so#greet' }");
  g_autoptr (NoobRecord) inputs = test_record_new ("name", G_TYPE_STRING, "you");
  g_autoptr (NoobRecord) outputs = noob_record_new ();
  g_auto (GStrv) signals = noob_node_get_signals (node);
  g_autoptr (GError) error = NULL;
  const char *greeting = NULL;

  g_assert_false (noob_node_get_stateful (node));
  g_assert_cmpstr (signals[0], ==, "greeting");
  noob_node_process (node, inputs, outputs, &error);
  g_assert_no_error (error);
  noob_record_get (outputs, &error, "greeting", G_TYPE_STRING, &greeting, NULL);
  g_assert_no_error (error);
  g_assert_cmpstr (greeting, ==, "hello you");
}

static void
test_state_lives_from_init_to_deinit (void)
{
  g_autoptr (NoobNode) node =
    test_node_new ("{ type: 'c:libsample.so#count', params: { start: 5 } }");

  g_assert_true (noob_node_get_stateful (node));

  for (int i = 0; i < 2; i++)
    {
      g_assert_true (noob_node_initialize (node, NULL));
      assert_emits_integer (node, 5);
      assert_emits_integer (node, 6);
      g_assert_true (noob_node_deinitialize (node, NULL));
    }
}

static void
test_open_can_fail (void)
{
  g_autoptr (NoobNode) node =
    test_node_new ("{ type: 'c:libsample.so#count', params: { start: soon } }");
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_node_initialize (node, &error));
  test_assert_error (error, NOOB_ERROR_VALUE, "start", NULL);
}

static void
test_class_in_module (void)
{
  g_autoptr (NoobNode) by_path = test_node_new ("{ type: 'c:libsample.so#SampleNode' }");
  g_autoptr (NoobNode) by_name = test_node_new ("{ type: SampleNode }");

  g_assert_cmpstr (G_OBJECT_TYPE_NAME (by_path), ==, "SampleNode");
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (by_name), ==, "SampleNode");
}

static void
test_class_is_found_in_module_path (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (NoobNode) node = test_node_new ("{ type: SampleNode }");

      g_assert_cmpstr (G_OBJECT_TYPE_NAME (node), ==, "SampleNode");
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static void
test_path_is_relative_to_the_specification (void)
{
  const char *yaml = "nodes: { n: { type: 'c:./libsample.so#greet' } }";
  g_autoptr (NoobTubeSpecification) tube = NULL;
  g_autoptr (NoobRecord) params = noob_record_new ();
  g_autoptr (NoobNode) node = NULL;
  g_autoptr (GError) error = NULL;

  tube = noob_tube_specification_new_from_data (yaml, -1, g_getenv ("NOOB_MODULE_PATH"), &error);
  g_assert_no_error (error);
  node = noob_load_node (noob_tube_specification_get_node (tube, "n"), params, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);
}

static void
test_bad_types_are_refused (void)
{
  const struct
  {
    const char *node_type;
    const char *message;
    const char *place;
  } cases[] = {
    { "c:libmissing.so#greet", "the module is in none of", "libmissing.so" },
    { "c:./libmissing.so#greet", "libmissing.so", "cannot open shared object file" },
    { "c:libsample.so#gret", "libsample.so has no node gret", "NOOB_FUNCTION (gret" },
    { "c:libsample.so#undeclared", "a function undeclared, but no node", "NOOB_FUNCTION (undeclared" },
    { "c:libsample.so#MissingNode", "has no class MissingNode", "missing_node_get_type ()" },
    { "c:libsample.so#broken", "signature \"a b\"", "column 3" },
    { "c:libsample.so", "c:MODULE#SYMBOL", "not \"c:libsample.so\"" },
    { "c:libsample.so#", "c:MODULE#SYMBOL", "c:libsample.so#" },
    { "c:#greet", "c:MODULE#SYMBOL", "c:#greet" },
    { "c:libsample.so#a-b", "c:MODULE#SYMBOL", "a-b" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *yaml = g_strdup_printf ("{ type: '%s' }", cases[i].node_type);
      g_autoptr (GError) error = NULL;

      g_assert_null (test_node_load (yaml, &error));
      test_assert_error (error, NOOB_ERROR_LOAD, "node \"n\" of type", cases[i].message,
                         cases[i].place, NULL);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/module-loader/function/is-called", test_function_is_called);
  g_test_add_func ("/module-loader/function/state-lives-from-init-to-deinit",
                   test_state_lives_from_init_to_deinit);
  g_test_add_func ("/module-loader/function/open-can-fail", test_open_can_fail);
  g_test_add_func ("/module-loader/class/in-module", test_class_in_module);
  g_test_add_func ("/module-loader/class/is-found-in-module-path",
                   test_class_is_found_in_module_path);
  g_test_add_func ("/module-loader/path/is-relative-to-the-specification",
                   test_path_is_relative_to_the_specification);
  g_test_add_func ("/module-loader/error/says-where-and-why", test_bad_types_are_refused);

  return g_test_run ();
}
