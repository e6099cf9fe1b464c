/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/noob-edge.h"
#include "core/noob-event-private.h"
#include "core/noob-slot.h"

static void
test_fields (void)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new (3);
  g_auto (GValue) value = G_VALUE_INIT;
  gint64 before = g_get_real_time ();
  g_autoptr (NoobEvent) event = NULL;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, "x");
  event = noob_event_new ("b", "value", epoch, &value);

  g_assert_true (noob_event_get_node_id (event) == g_intern_string ("b"));
  g_assert_true (noob_event_get_signal (event) == g_intern_string ("value"));
  g_assert_true (noob_event_get_epoch (event) == epoch);
  g_assert_true (noob_event_has_value (event));
  g_assert_cmpstr (g_value_get_string (noob_event_get_value (event)), ==, "x");
  g_assert_cmpint (noob_event_get_timestamp (event), >=, before);
  g_assert_cmpint (noob_event_get_timestamp (event), <=, g_get_real_time ());
}

static void
test_no_event (void)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new (3);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (NoobEvent) from_nothing = noob_event_new ("b", "value", epoch, NULL);
  g_autoptr (NoobEvent) from_no_event = NULL;

  noob_value_set_no_event (&value);
  from_no_event = noob_event_new ("b", "value", epoch, &value);

  g_assert_false (noob_event_has_value (from_nothing));
  g_assert_true (noob_value_is_no_event (noob_event_get_value (from_nothing)));
  g_assert_false (noob_event_has_value (from_no_event));
  g_assert_true (noob_value_is_no_event (noob_event_get_value (from_no_event)));
}

static void
test_null_is_a_value (void)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new (3);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (NoobEvent) event = noob_event_new ("b", "value", epoch, &value);

  g_assert_true (noob_event_has_value (event));
  g_assert_true (noob_value_is_null (noob_event_get_value (event)));
}

static void
test_takes_value (void)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new (3);
  GValue value = G_VALUE_INIT;
  g_autoptr (NoobEvent) event = NULL;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, "x");
  event = noob_event_new_take (g_intern_string ("b"), g_intern_string ("value"), epoch, &value, 7,
                               8);

  g_assert_cmpint (G_VALUE_TYPE (&value), ==, G_TYPE_INVALID);
  g_assert_cmpstr (g_value_get_string (noob_event_get_value (event)), ==, "x");
  g_assert_cmpuint (noob_event_get_id (event), ==, 7);
  g_assert_cmpint (noob_event_get_timestamp (event), ==, 8);
}

static void
test_ids_count (void)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new (0);
  g_autoptr (NoobEvent) first = noob_event_new ("b", "value", epoch, NULL);
  g_autoptr (NoobEvent) second = noob_event_new ("b", "value", epoch, NULL);

  g_assert_cmpuint (noob_event_get_id (first), !=, 0);
  g_assert_cmpuint (noob_event_get_id (second), ==, noob_event_get_id (first) + 1);
}

static gpointer
make_event_elsewhere (gpointer epoch)
{
  return noob_event_new ("b", "value", epoch, NULL);
}

static void
test_ids_differ_between_threads (void)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new (0);
  g_autoptr (NoobEvent) here = noob_event_new ("b", "value", epoch, NULL);
  GThread *thread = g_thread_new ("maker", make_event_elsewhere, epoch);
  g_autoptr (NoobEvent) there = g_thread_join (thread);

  g_assert_cmpuint (noob_event_get_id (here) >> 32, !=, noob_event_get_id (there) >> 32);
}

static void
test_edge (void)
{
  g_autoptr (NoobEdge) edge = noob_edge_new ("a", "value", "b", "0", 2);
  g_autoptr (NoobEdge) same = g_boxed_copy (NOOB_TYPE_EDGE, edge);

  g_assert_true (same == edge);
  g_assert_true (noob_edge_get_source_node (edge) == g_intern_string ("a"));
  g_assert_true (noob_edge_get_source_signal (edge) == g_intern_string ("value"));
  g_assert_true (noob_edge_get_target_node (edge) == g_intern_string ("b"));
  g_assert_true (noob_edge_get_target_slot (edge) == g_intern_string ("0"));
  g_assert_cmpint (noob_edge_get_required (edge), ==, TRUE);
}

static void
test_slot (void)
{
  g_autoptr (NoobSlot) slot = noob_slot_new ("n", NOOB_SLOT_REQUIRED | NOOB_SLOT_REST, "int");
  g_autoptr (NoobSlot) untyped = noob_slot_new ("m", 0, NULL);
  g_autoptr (NoobSlot) copy = g_boxed_copy (NOOB_TYPE_SLOT, slot);

  g_assert_cmpstr (noob_slot_get_name (copy), ==, "n");
  g_assert_cmpuint (noob_slot_get_flags (copy), ==, NOOB_SLOT_REQUIRED | NOOB_SLOT_REST);
  g_assert_cmpstr (noob_slot_get_type_name (copy), ==, "int");
  g_assert_null (noob_slot_get_type_name (untyped));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/event/fields", test_fields);
  g_test_add_func ("/event/no-event", test_no_event);
  g_test_add_func ("/event/null-is-a-value", test_null_is_a_value);
  g_test_add_func ("/event/takes-value", test_takes_value);
  g_test_add_func ("/event/ids/count", test_ids_count);
  g_test_add_func ("/event/ids/differ-between-threads", test_ids_differ_between_threads);
  g_test_add_func ("/edge/fields", test_edge);
  g_test_add_func ("/slot/fields", test_slot);

  return g_test_run ();
}
