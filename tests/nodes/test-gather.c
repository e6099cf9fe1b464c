/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-gather-private.h"
#include "nodes/noob-node-private.h"

#include "test-support.h"

#define OF_TWO "{ type: gather, params: { n: 2 }, depends: [ value: a.value ] }"
#define OF_THREE "{ type: gather, params: { n: 3 }, depends: [ value: a.value ] }"
#define WIRED_N "{ type: gather, params: { n: 5 }, depends: [ value: a.value, n: b.value ] }"
#define TRIGGERED "{ type: gather, depends: [ value: a.value, trigger: b.value ] }"

/* What gather emits for @inputs (transfer full) in @epoch. */
static gboolean
process (NoobNode    *node,
         const char  *epoch_name,
         NoobRecord  *inputs,
         GValue      *value,
         GError     **error)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new_from_string (epoch_name, NULL);
  g_autoptr (NoobRecord) owned_inputs = inputs;
  g_autoptr (NoobRecord) outputs = noob_record_new ();
  const GValue *emitted;
  gboolean processed;

  noob_node_set_epoch (node, epoch);
  processed = noob_node_process (node, inputs, outputs, error);
  noob_node_set_epoch (node, NULL);

  emitted = noob_record_get_value (outputs, "value");
  if (emitted == NULL)
    return processed;

  g_value_init (value, G_VALUE_TYPE (emitted));
  g_value_copy (emitted, value);

  return processed;
}

/* Gives the gather one string and checks what it then emits: strings joined by spaces; NULL:
 * nothing. */
static void
assert_gathers (NoobNode   *node,
                const char *epoch,
                NoobRecord *inputs,
                const char *expected)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GString) joined = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  NoobList *list;

  process (node, epoch, inputs, &value, &error);
  g_assert_no_error (error);

  if (expected == NULL)
    {
      g_assert_false (G_IS_VALUE (&value));
      return;
    }

  g_assert_true (G_VALUE_HOLDS (&value, NOOB_TYPE_LIST));
  list = g_value_get_boxed (&value);
  for (gsize i = 0; i < noob_list_get_length (list); i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? " " : "",
                            g_value_get_string (noob_list_get_value (list, i)));
  g_assert_cmpstr (joined->str, ==, expected);
}

#define value_record(text) test_record_new ("value", G_TYPE_STRING, text)

static void
test_param_n_counts_over_epochs (void)
{
  g_autoptr (NoobNode) node = test_node_new (OF_TWO);

  assert_gathers (node, "0", value_record ("x"), NULL);
  assert_gathers (node, "3", value_record ("y"), "x y");
  assert_gathers (node, "4", value_record ("z"), NULL);
}

static void
test_wired_n_overrides_param (void)
{
  g_autoptr (NoobNode) node = test_node_new (WIRED_N);
  NoobRecord *inputs = test_record_new ("value", G_TYPE_STRING, "x", "n", TEST_INTEGER (1));

  assert_gathers (node, "0", inputs, "x");
}

static void
test_list_is_in_epoch_order (void)
{
  g_autoptr (NoobNode) node = test_node_new (OF_THREE);

  assert_gathers (node, "2", value_record ("c"), NULL);
  assert_gathers (node, "0", value_record ("a"), NULL);
  assert_gathers (node, "1", value_record ("b"), "a b c");
}

static void
test_trigger_releases (void)
{
  g_autoptr (NoobNode) node = test_node_new (TRIGGERED);
  NoobRecord *with_null =
    test_record_new ("value", G_TYPE_STRING, "y", "trigger", G_TYPE_POINTER, NULL);
  NoobRecord *with_false =
    test_record_new ("value", G_TYPE_STRING, "z", "trigger", G_TYPE_BOOLEAN, FALSE);

  assert_gathers (node, "0", value_record ("x"), NULL);
  assert_gathers (node, "1", with_null, NULL);
  assert_gathers (node, "2", with_false, "x y z");
  assert_gathers (node, "3", value_record ("x"), NULL);
}

static void
test_subepochs_are_closed (void)
{
  g_autoptr (NoobNode) node = test_node_new (OF_TWO);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autofree char *epoch = NULL;
  NoobEvent *event;
  NoobList *list;

  assert_gathers (node, "1/m.0/k.0", value_record ("x"), NULL);
  process (node, "1/m.0/k.1", value_record ("y"), &value, &error);
  g_assert_no_error (error);

  g_assert_true (G_VALUE_HOLDS (&value, NOOB_TYPE_EVENT));
  event = g_value_get_boxed (&value);
  epoch = noob_epoch_to_string (noob_event_get_epoch (event));
  g_assert_cmpstr (epoch, ==, "1/m.0");
  g_assert_cmpstr (noob_event_get_node_id (event), ==, "n");
  list = g_value_get_boxed (noob_event_get_value (event));
  g_assert_cmpint (noob_list_get_length (list), ==, 2);
}

/* As where its trigger is mapped within what its value is mapped by, and that map was empty. */
static void
test_other_subepochs_are_not_closed (void)
{
  g_autoptr (NoobNode) node = test_node_new (OF_TWO);

  noob_gather_set_closes (NOOB_GATHER (node), g_intern_string ("k"));

  assert_gathers (node, "1/m.0/k.0", value_record ("x"), NULL);
  assert_gathers (node, "1/m.1", value_record ("y"), "x y");
}

static void
test_flatten_spreads_one_level (void)
{
  const char *const words[] = { "p", "q", NULL };
  g_autoptr (NoobNode) node =
    test_node_new ("{ type: gather, params: { n: 2, flatten: true }, depends: a.value }");
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  assert_gathers (node, "0", test_record_new ("value", G_TYPE_STRV, words), NULL);
  assert_gathers (node, "1", value_record ("xy"), "p q x y");

  g_assert_false (process (node, "2", test_record_new ("value", TEST_INTEGER (1)),
                           &value, &error));
  test_assert_error (error, NOOB_ERROR_VALUE, "sequences", "not an integer", NULL);
}

static void
test_deinit_forgets (void)
{
  g_autoptr (NoobNode) node = test_node_new (OF_TWO);
  g_autoptr (GError) error = NULL;

  assert_gathers (node, "0", value_record ("x"), NULL);
  noob_node_deinitialize (node, &error);
  g_assert_no_error (error);
  assert_gathers (node, "0", value_record ("y"), NULL);
  assert_gathers (node, "1", value_record ("z"), "y z");
}

static void
test_n_below_one_is_refused (void)
{
  g_autoptr (NoobNode) node = test_node_new (WIRED_N);
  NoobRecord *inputs = test_record_new ("value", G_TYPE_STRING, "x", "n", TEST_INTEGER (0));
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_assert_false (process (node, "0", inputs, &value, &error));
  test_assert_error (error, NOOB_ERROR_VALUE, "at least 1", NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gather/n/param-counts-over-epochs", test_param_n_counts_over_epochs);
  g_test_add_func ("/gather/n/wired-overrides-param", test_wired_n_overrides_param);
  g_test_add_func ("/gather/n/below-one-is-refused", test_n_below_one_is_refused);
  g_test_add_func ("/gather/order/is-that-of-epochs", test_list_is_in_epoch_order);
  g_test_add_func ("/gather/trigger/any-value-but-null-releases", test_trigger_releases);
  g_test_add_func ("/gather/subepoch/emits-into-the-parent", test_subepochs_are_closed);
  g_test_add_func ("/gather/subepoch/others-are-not-closed", test_other_subepochs_are_not_closed);
  g_test_add_func ("/gather/flatten/spreads-one-level", test_flatten_spreads_one_level);
  g_test_add_func ("/gather/deinit/forgets-what-is-held", test_deinit_forgets);

  return g_test_run ();
}
