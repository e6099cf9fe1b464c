/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-node-private.h"

#include "test-support.h"

#define MAP "{ type: map, depends: a.value }"

/* What map makes of @inputs (transfer full) in epoch 4/a.1. */
static NoobRecord *
process (NoobNode    *node,
         NoobRecord  *inputs,
         GError     **error)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new_from_string ("4/a.1", NULL);
  g_autoptr (NoobRecord) owned_inputs = inputs;
  g_autoptr (NoobRecord) outputs = noob_record_new ();
  gboolean processed;

  noob_node_set_epoch (node, epoch);
  processed = noob_node_process (node, inputs, outputs, error);
  noob_node_set_epoch (node, NULL);

  return processed ? g_steal_pointer (&outputs) : NULL;
}

static void
assert_items (NoobRecord         *outputs,
              const char *const  *items)
{
  g_autoptr (GError) error = NULL;
  NoobList *events;
  gint64 n;

  noob_record_get (outputs, &error, "n", G_TYPE_INT64, &n, "value", NOOB_TYPE_LIST, &events, NULL);
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, g_strv_length ((char **) items));
  g_assert_cmpint (noob_list_get_length (events), ==, n);

  for (gint64 i = 0; i < n; i++)
    {
      NoobEvent *event = g_value_get_boxed (noob_list_get_value (events, i));
      g_autofree char *epoch = noob_epoch_to_string (noob_event_get_epoch (event));
      g_autofree char *expected = g_strdup_printf ("4/a.1/n.%" G_GINT64_FORMAT, i);

      g_assert_cmpstr (epoch, ==, expected);
      g_assert_cmpstr (noob_event_get_node_id (event), ==, "n");
      g_assert_cmpstr (noob_event_get_signal (event), ==, "value");
      g_assert_cmpstr (g_value_get_string (noob_event_get_value (event)), ==, items[i]);
    }
}

static void
test_items_go_to_subepochs (void)
{
  const char *const items[] = { "one", "two", NULL };
  g_autoptr (NoobList) list = noob_list_new_strv (items);
  g_autoptr (NoobNode) node = test_node_new (MAP);
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobRecord) of_list = NULL;
  g_autoptr (NoobRecord) of_strv = NULL;

  of_list = process (node, test_record_new ("value", NOOB_TYPE_LIST, list), &error);
  g_assert_no_error (error);
  assert_items (of_list, items);

  of_strv = process (node, test_record_new ("value", G_TYPE_STRV, items), &error);
  g_assert_no_error (error);
  assert_items (of_strv, items);
}

static void
test_string_is_characters (void)
{
  const char *const items[] = { "a", "ß", "€", NULL };
  g_autoptr (NoobNode) node = test_node_new (MAP);
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobRecord) outputs =
    process (node, test_record_new ("value", G_TYPE_STRING, "aß€"), &error);

  g_assert_no_error (error);
  assert_items (outputs, items);
}

static void
test_empty_sequence_emits_nothing (void)
{
  g_autoptr (NoobNode) node = test_node_new (MAP);
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobRecord) outputs =
    process (node, test_record_new ("value", G_TYPE_STRING, ""), &error);

  g_assert_no_error (error);
  g_assert_false (noob_record_has (outputs, "value"));
  g_assert_false (noob_record_has (outputs, "n"));
}

static void
test_other_value_is_refused (void)
{
  g_autoptr (NoobNode) node = test_node_new (MAP);
  g_autoptr (GError) error = NULL;

  g_assert_null (process (node, test_record_new ("value", TEST_INTEGER (3)), &error));
  test_assert_error (error, NOOB_ERROR_VALUE, "a sequence", "not an integer", NULL);
}

static void
test_needs_an_epoch (void)
{
  g_autoptr (NoobNode) node = test_node_new (MAP);
  g_autoptr (NoobRecord) inputs = test_record_new ("value", G_TYPE_STRING, "ab");
  g_autoptr (NoobRecord) outputs = noob_record_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_node_process (node, inputs, outputs, &error));
  test_assert_error (error, NOOB_ERROR_STATE, "epoch", NULL);
}

static void
test_is_stateless_with_two_signals (void)
{
  g_autoptr (NoobNode) node = test_node_new (MAP);
  g_auto (GStrv) signals = noob_node_get_signals (node);
  g_autofree char *names = g_strjoinv (" ", signals);

  g_assert_false (noob_node_get_stateful (node));
  g_assert_cmpstr (names, ==, "value n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/map/items/go-to-subepochs", test_items_go_to_subepochs);
  g_test_add_func ("/map/items/of-a-string-are-characters", test_string_is_characters);
  g_test_add_func ("/map/items/none-emits-nothing", test_empty_sequence_emits_nothing);
  g_test_add_func ("/map/error/value-is-no-sequence", test_other_value_is_refused);
  g_test_add_func ("/map/error/called-outside-of-an-epoch", test_needs_an_epoch);
  g_test_add_func ("/map/ports/stateless-with-two-signals", test_is_stateless_with_two_signals);

  return g_test_run ();
}
