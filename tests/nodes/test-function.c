/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test-support.h"

static gboolean
multiply (gpointer     state,
          NoobRecord  *inputs,
          NoobRecord  *outputs,
          GError     **error)
{
  gint64 value;
  gint64 by = 1;

  if (!noob_record_get (inputs, error,
                        "value", G_TYPE_INT64, &value,
                        "by?", G_TYPE_INT64, &by,
                        NULL))
    return FALSE;

  noob_record_set_int64 (outputs, "value", value * by);
  return TRUE;
}

static gboolean
give_state (gpointer     state,
            NoobRecord  *inputs,
            NoobRecord  *outputs,
            GError     **error)
{
  noob_record_set_int64 (outputs, "value", *(gint64 *) state);
  return TRUE;
}

static gboolean
fail_silently (gpointer     state,
               NoobRecord  *inputs,
               NoobRecord  *outputs,
               GError     **error)
{
  return FALSE;
}

/* Takes @inputs. */
static void
assert_emits (NoobNode   *node,
              NoobRecord *inputs,
              gint64      expected)
{
  g_autoptr (NoobRecord) owned_inputs = inputs;
  g_autoptr (NoobRecord) outputs = noob_record_new ();
  g_autoptr (GError) error = NULL;
  gint64 value = 0;

  noob_node_process (node, inputs, outputs, &error);
  g_assert_no_error (error);
  noob_record_get (outputs, &error, "value", G_TYPE_INT64, &value, NULL);
  g_assert_no_error (error);
  g_assert_cmpint (value, ==, expected);
}

static void
test_params_join_the_inputs (void)
{
  g_autoptr (NoobNode) node = NULL;

  noob_register_function ("multiply", "value: int64, by=: int64", multiply, NULL, NULL);
  node = test_node_new ("{ type: multiply, params: { by: 3 }, depends: [ value: a.value ] }");

  assert_emits (node, test_record_new ("value", TEST_INTEGER (5)), 15);

  noob_unregister_function ("multiply");
}

static void
test_wired_slot_overrides_param (void)
{
  g_autoptr (GError) error = NULL;
  const char *const wirings[] = {
    "{ type: multiply, params: { by: 3 }, depends: [ value: a.value, by: b.value ] }",
    "{ type: multiply, params: { by: 3 }, depends: [ a.value, b.value ] }",
  };

  noob_register_function ("multiply", "value: int64, by=: int64", multiply, NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (wirings); i++)
    {
      g_autoptr (NoobNode) node = test_node_load (wirings[i], &error);

      g_assert_no_error (error);
      assert_emits (node, test_record_new ("value", TEST_INTEGER (5), "by", TEST_INTEGER (2)), 10);
      assert_emits (node, test_record_new ("value", TEST_INTEGER (5)), 5);
    }

  noob_unregister_function ("multiply");
}

static gboolean
list_inputs (gpointer     state,
             NoobRecord  *inputs,
             NoobRecord  *outputs,
             GError     **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < noob_record_get_size (inputs); i++)
    g_string_append_printf (names, "%s ", noob_record_get_name (inputs, i));

  noob_record_set_string (outputs, "value", names->str);
  return TRUE;
}

static void
test_rest_takes_what_has_no_slot (void)
{
  const char *yaml = "input: { x: { default: 1 } }\n"
                     "nodes:\n"
                     "  n: { type: list, params: { p: 1 },\n"
                     "       depends: [ input.x, input.x, input.x, named: input.x ] }\n"
                     "  r: { type: return, depends: n.value }\n";
  g_autoptr (NoobTubeSpecification) specification = NULL;
  g_autoptr (NoobTube) tube = NULL;
  g_autoptr (NoobRunner) runner = NULL;
  g_auto (GValue) result = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  noob_register_function ("list", "first, *, **", list_inputs, NULL, NULL);
  specification = noob_tube_specification_new_from_data (yaml, -1, NULL, &error);
  g_assert_no_error (error);
  tube = noob_tube_new (specification, NULL, &error);
  g_assert_no_error (error);

  runner = noob_sync_runner_new (tube);
  noob_runner_initialize (runner, &error);
  g_assert_no_error (error);
  noob_runner_process (runner, NULL, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_value_get_string (&result), ==, "first 1 2 named p ");

  noob_unregister_function ("list");
}

static void
test_user_data_outlives_unregistering (void)
{
  gint64 *state = g_new (gint64, 1);
  NoobNode *node;

  *state = 7;
  noob_register_function ("seven", "", give_state, state, g_free);
  node = test_node_new ("{ type: seven }");
  noob_unregister_function ("seven");

  assert_emits (node, noob_record_new (), 7);
  g_assert_finalize_object (node);
}

static void
count_destroyed (gpointer counter)
{
  ++*(int *) counter;
}

static void
test_registering_again_replaces (void)
{
  int destroyed = 0;

  noob_register_function ("again", "", give_state, &destroyed, count_destroyed);
  noob_register_function ("again", "", give_state, &destroyed, count_destroyed);
  g_assert_cmpint (destroyed, ==, 1);

  noob_unregister_function ("again");
  g_assert_cmpint (destroyed, ==, 2);

  noob_unregister_function ("again");
  g_assert_cmpint (destroyed, ==, 2);
}

static void
test_stateless_unless_told (void)
{
  g_autoptr (NoobNode) stateless = NULL;
  g_autoptr (NoobNode) stateful = NULL;

  noob_register_function ("multiply", "value", multiply, NULL, NULL);
  stateless = test_node_new ("{ type: multiply }");
  g_assert_false (noob_node_get_stateful (stateless));
  stateful = test_node_new ("{ type: multiply, stateful: true }");
  g_assert_true (noob_node_get_stateful (stateful));

  noob_unregister_function ("multiply");
}

static void
test_failure_without_error_gets_one (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobNode) node = NULL;
  g_autoptr (NoobRecord) record = noob_record_new ();

  noob_register_function ("fail", "", fail_silently, NULL, NULL);
  node = test_node_new ("{ type: fail }");

  g_assert_false (noob_node_process (node, record, record, &error));
  test_assert_error (error, NOOB_ERROR_NODE, "without saying why", NULL);

  noob_unregister_function ("fail");
}

static void
test_malformed_signature_fails_to_load (void)
{
  g_autoptr (GError) error = NULL;

  noob_register_function ("broken", "a,, b", multiply, NULL, NULL);
  g_assert_null (test_node_load ("{ type: broken }", &error));
  test_assert_error (error, NOOB_ERROR_LOAD, "node \"n\" of type \"broken\"", "column 3", NULL);

  noob_unregister_function ("broken");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/function/params/join-the-inputs", test_params_join_the_inputs);
  g_test_add_func ("/function/params/wired-slot-overrides", test_wired_slot_overrides_param);
  g_test_add_func ("/function/rest/takes-what-has-no-slot", test_rest_takes_what_has_no_slot);
  g_test_add_func ("/function/registry/user-data-outlives-unregistering",
                   test_user_data_outlives_unregistering);
  g_test_add_func ("/function/registry/registering-again-replaces",
                   test_registering_again_replaces);
  g_test_add_func ("/function/stateful/only-when-told", test_stateless_unless_told);
  g_test_add_func ("/function/error/failure-without-error-gets-one",
                   test_failure_without_error_gets_one);
  g_test_add_func ("/function/error/malformed-signature-fails-to-load",
                   test_malformed_signature_fails_to_load);

  return g_test_run ();
}
