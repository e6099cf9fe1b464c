/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/noob-edge.h"
#include "core/noob-event-store.h"

static NoobEvent *
add (NoobEventStore *store,
     const char     *epoch_text,
     const char     *node_id,
     gint64          number)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new_from_string (epoch_text, NULL);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (NoobEvent) event = NULL;

  g_value_init (&value, G_TYPE_INT64);
  g_value_set_int64 (&value, number);
  event = noob_event_new (node_id, "value", epoch, &value);
  noob_event_store_add (store, event);

  return event; /* the store keeps it */
}

static NoobEvent *
get (NoobEventStore *store,
     const char     *epoch_text,
     const char     *node_id)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new_from_string (epoch_text, NULL);

  return noob_event_store_get (store, epoch, node_id, "value");
}

static GPtrArray *
get_all (NoobEventStore *store,
         const char     *epoch_text,
         const char     *node_id)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new_from_string (epoch_text, NULL);

  return noob_event_store_get_all (store, epoch, node_id, "value");
}

static void
clear (NoobEventStore *store,
       const char     *epoch_text)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new_from_string (epoch_text, NULL);

  noob_event_store_clear (store, epoch);
}

static void
assert_numbers (GPtrArray  *events,
                const char *expected)
{
  g_autoptr (GString) numbers = g_string_new (NULL);

  for (guint i = 0; i < events->len; i++)
    g_string_append_printf (numbers, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "",
                            g_value_get_int64 (noob_event_get_value (events->pdata[i])));

  g_assert_cmpstr (numbers->str, ==, expected);
}

static void
test_get (void)
{
  g_autoptr (NoobEventStore) store = noob_event_store_new ();
  NoobEvent *a = add (store, "0", "a", 1);
  NoobEvent *b = add (store, "0", "b", 2);

  g_assert_true (get (store, "0", "a") == a);
  g_assert_true (get (store, "0", "b") == b);
  g_assert_null (get (store, "1", "a"));
  g_assert_null (get (store, "0", "never interned before"));
  g_assert_cmpuint (g_quark_try_string ("never interned before"), ==, 0);
  g_assert_cmpuint (noob_event_store_get_n_events (store), ==, 2);
}

static void
test_get_first_of_several (void)
{
  g_autoptr (NoobEventStore) store = noob_event_store_new ();
  NoobEvent *first = add (store, "0", "a", 1);
  g_autoptr (GPtrArray) all = NULL;

  add (store, "0", "a", 2);
  add (store, "0", "a", 3);
  all = get_all (store, "0", "a");

  g_assert_true (get (store, "0", "a") == first);
  assert_numbers (all, "1 2 3");
  g_assert_cmpuint (noob_event_store_get_n_events (store), ==, 3);
}

static void
test_get_falls_back_to_nearest_parent (void)
{
  g_autoptr (NoobEventStore) store = noob_event_store_new ();
  NoobEvent *in_root = add (store, "0", "a", 1);
  NoobEvent *in_child = add (store, "0/b.0", "a", 2);

  add (store, "0/b.1/c.1", "d", 3);

  g_assert_true (get (store, "0/b.0", "a") == in_child);
  g_assert_true (get (store, "0/b.0/c.5", "a") == in_child);
  g_assert_true (get (store, "0/b.1", "a") == in_root);
  g_assert_true (get (store, "0/b.1/c.1", "a") == in_root);
  g_assert_true (get (store, "0/x.7/y.8", "a") == in_root);
  g_assert_null (get (store, "1/b.0", "a"));
  g_assert_null (get (store, "0/b.1", "d"));
}

static void
test_get_all_in_epoch_order (void)
{
  g_autoptr (NoobEventStore) store = noob_event_store_new ();
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) below = NULL;
  g_autoptr (GPtrArray) none = NULL;

  add (store, "0/b.1", "a", 5);
  add (store, "0/b.0/c.1", "a", 4);
  add (store, "0/b.0/c.0", "a", 2);
  add (store, "0/b.10", "a", 6);
  add (store, "0/b.0", "a", 1);
  add (store, "0/b.0/c.0", "a", 3);
  add (store, "1", "a", 7);
  add (store, "0", "a", 0);
  add (store, "0", "other", 9);

  all = get_all (store, "0", "a");
  below = get_all (store, "0/b.0", "a");
  none = get_all (store, "2", "a");
  assert_numbers (all, "0 1 2 3 4 5 6");
  assert_numbers (below, "1 2 3 4");
  assert_numbers (none, "");
}

static void
test_clear_frees_the_subtree (void)
{
  g_autoptr (NoobEventStore) store = noob_event_store_new ();

  add (store, "0", "a", 1);
  add (store, "0", "a", 1);
  add (store, "0/b.0", "a", 2);
  add (store, "0/b.0/c.0", "a", 3);
  add (store, "0/b.1", "a", 4);
  add (store, "0/b.2", "a", 5);
  add (store, "1", "a", 6);

  clear (store, "0/b.1");
  g_assert_cmpuint (noob_event_store_get_n_events (store), ==, 6);
  clear (store, "0/b.0");
  g_assert_cmpuint (noob_event_store_get_n_events (store), ==, 4);
  g_assert_nonnull (get (store, "0/b.2", "a"));
  clear (store, "7");
  clear (store, "0");
  g_assert_cmpuint (noob_event_store_get_n_events (store), ==, 1);
  g_assert_null (get (store, "0/b.2", "a"));
  g_assert_nonnull (get (store, "1", "a"));

  noob_event_store_clear (store, NULL);
  g_assert_cmpuint (noob_event_store_get_n_events (store), ==, 0);
  add (store, "0", "a", 1);
  g_assert_cmpuint (noob_event_store_get_n_events (store), ==, 1);
}

static void
test_collect (void)
{
  g_autoptr (NoobEventStore) store = noob_event_store_new ();
  g_autoptr (NoobEpoch) epoch = noob_epoch_new_from_string ("0/b.0", NULL);
  g_autoptr (NoobEvent) no_event = noob_event_new ("d", "value", epoch, NULL);
  g_autoptr (GPtrArray) edges = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_edge_unref);
  g_autoptr (NoobRecord) values = NULL;

  add (store, "0", "a", 1);
  add (store, "0/b.0", "c", 2);
  noob_event_store_add (store, no_event);
  g_ptr_array_add (edges, noob_edge_new ("a", "value", "x", "repeated", TRUE));
  g_ptr_array_add (edges, noob_edge_new ("c", "value", "x", "0", TRUE));
  g_ptr_array_add (edges, noob_edge_new ("d", "value", "x", "no_event", FALSE));
  g_ptr_array_add (edges, noob_edge_new ("e", "value", "x", "nothing", FALSE));

  values = noob_event_store_collect (store, edges, epoch);

  g_assert_cmpuint (noob_record_get_size (values), ==, 2);
  g_assert_cmpint (g_value_get_int64 (noob_record_get_value (values, "repeated")), ==, 1);
  g_assert_cmpint (g_value_get_int64 (noob_record_get_value (values, "0")), ==, 2);
}

static void
test_many_subepochs (void)
{
  const guint n = 50000;
  g_autoptr (NoobEventStore) store = noob_event_store_new ();
  g_autoptr (NoobEpoch) root = noob_epoch_new (0);
  g_autoptr (GPtrArray) all = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (NoobEpoch) epoch = noob_epoch_child (root, "b", n - 1 - i);
      g_autoptr (NoobEvent) event = noob_event_new ("b", "value", epoch, NULL);

      noob_event_store_add (store, event);
    }

  all = noob_event_store_get_all (store, root, "b", "value");
  g_assert_cmpuint (all->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      NoobEpoch *epoch = noob_event_get_epoch (all->pdata[i]);

      g_assert_cmpuint (noob_epoch_get_leaf_index (epoch), ==, i);
    }

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (NoobEpoch) epoch = noob_epoch_child (root, "b", i);

      noob_event_store_clear (store, epoch);
    }
  g_assert_cmpuint (noob_event_store_get_n_events (store), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/event-store/get", test_get);
  g_test_add_func ("/event-store/get/first-of-several", test_get_first_of_several);
  g_test_add_func ("/event-store/get/falls-back-to-nearest-parent",
                   test_get_falls_back_to_nearest_parent);
  g_test_add_func ("/event-store/get-all/in-epoch-order", test_get_all_in_epoch_order);
  g_test_add_func ("/event-store/clear/frees-the-subtree", test_clear_frees_the_subtree);
  g_test_add_func ("/event-store/collect", test_collect);
  g_test_add_func ("/event-store/many-subepochs", test_many_subepochs);

  return g_test_run ();
}
