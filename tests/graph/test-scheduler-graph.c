/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Questions about the graph that need no epoch. */

#include "scheduler-fixture.h"

#define assert_generations(generations, expected) \
  G_STMT_START \
  { \
    g_autofree char *text = join_generations (generations); \
    g_assert_cmpstr (text, ==, expected); \
  } \
  G_STMT_END

/* `a b | c`. Takes @generations. */
static char *
join_generations (GPtrArray *generations)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < generations->len; i++)
    {
      g_autofree char *ids = g_strjoinv (" ", generations->pdata[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? " | " : "", ids);
    }
  g_ptr_array_unref (generations);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_generations_could_run_together (void)
{
  g_autoptr (NoobScheduler) scheduler =
    schedule ("d c b a e", "a.value>b a.value>c b.value>d c.value>d a.value>d");

  assert_generations (noob_scheduler_generations (scheduler), "a e | b c | d");
}

static void
test_generations_leave_out_input_and_assets (void)
{
  g_autoptr (NoobScheduler) scheduler =
    schedule ("a b c d", "input.x>b assets.y>c a.value>d input.x>d b.value>d");

  assert_generations (noob_scheduler_generations (scheduler), "a b c | d");
}

static void
test_asset_generations_are_those_that_depend_directly (void)
{
  g_autoptr (NoobScheduler) scheduler =
    schedule ("a b c d e", "assets.x>a a.value>b b.value>c assets.x>c assets.x>d d.value>e "
                           "assets.y>e");

  assert_generations (noob_scheduler_asset_generations (scheduler, "x"), "a d | c");
  assert_generations (noob_scheduler_asset_generations (scheduler, "y"), "e");
  assert_generations (noob_scheduler_asset_generations (scheduler, "nothing"), "");
}

#define assert_upstream(scheduler, node, expected) \
  G_STMT_START \
  { \
    g_auto (GStrv) ids = noob_scheduler_upstream_nodes (scheduler, node); \
    g_autofree char *text = g_strjoinv (" ", ids); \
    g_assert_cmpstr (text, ==, expected); \
  } \
  G_STMT_END

static void
test_upstream_nodes_are_all_whose_news_can_decide_a_slot (void)
{
  g_autoptr (NoobScheduler) scheduler =
    schedule ("a b c d e", "a.value>b b.value?c input.x>c d.value>c c.value>e assets.y>a");

  assert_upstream (scheduler, "c", "a b d");
  assert_upstream (scheduler, "a", "");
  assert_upstream (scheduler, "e", "a b c d");
  assert_upstream (scheduler, "nobody", "");
}

static void
test_cycle_is_found (void)
{
  g_autoptr (NoobScheduler) acyclic = schedule ("a b c", "a.value>b b.value>c a.value>c");
  g_autoptr (NoobScheduler) cyclic =
    schedule ("a b c d", "a.value>b b.value>c c.value>b c.value>d");
  g_autoptr (NoobScheduler) self_fed = schedule ("a", "a.value>a");

  g_assert_false (noob_scheduler_has_cycle (acyclic));
  g_assert_true (noob_scheduler_has_cycle (cyclic));
  g_assert_true (noob_scheduler_has_cycle (self_fed));
  assert_generations (noob_scheduler_generations (cyclic), "a");
}

static void
test_cycle_admits_no_epoch (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (NoobScheduler) scheduler = schedule ("a b", "a.value>b b.value>a");
      g_autoptr (NoobEpoch) epoch = noob_scheduler_add_epoch (scheduler, NULL);

      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*has_cycle*");
}

static void
test_node_added_twice_changes_its_flags (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b", "a.value>b");

  add_epoch (scheduler, "0");
  noob_scheduler_add_node (scheduler, "b", NOOB_NODE_FLAGS_DISABLED);
  g_assert_false (noob_scheduler_is_active (scheduler, NULL));
  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0");
  report (scheduler, "a.value 0", NULL);
  g_assert_true (has_ended (scheduler, "0"));
}

static void
test_node_scheduler_knows_only_what_is_above (void)
{
  g_autoptr (NoobScheduler) scheduler =
    schedule_at ("b", "a b c d", "a.value>b b.value>c d.value>c");
  g_autofree char *own_node = NULL;

  g_object_get (scheduler, "own-node", &own_node, NULL);
  g_assert_cmpstr (own_node, ==, "b");
  assert_generations (noob_scheduler_generations (scheduler), "a | b");
  report (scheduler, "d.value 0", NULL);
  g_assert_false (noob_scheduler_is_active (scheduler, NULL));
  report (scheduler, "a.value 0", NULL);
  assert_handed_out (scheduler, "b 0");
}

static void
test_node_scheduler_of_a_missing_node_does_nothing (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule_at ("nobody", "a b", "a.value>b");

  add_epoch (scheduler, "0");
  report (scheduler, "a.value 1", NULL);
  assert_handed_out (scheduler, "");
  g_assert_true (has_ended (scheduler, "0"));
}

static void
test_graph_without_nodes_ends_at_once (void)
{
  g_autoptr (NoobScheduler) scheduler = noob_scheduler_new ();

  noob_scheduler_set_epoch_limit (scheduler, 0);
  add_epoch (scheduler, "0");
  g_assert_true (has_ended (scheduler, "0"));
  g_assert_false (noob_scheduler_has_cycle (scheduler));
  assert_generations (noob_scheduler_generations (scheduler), "");
}

static void
test_item_is_a_copy_of_its_own (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b", "a.value>b");
  g_autoptr (GPtrArray) items = NULL;
  NoobItem *copy;

  add_epoch (scheduler, "4");
  items = noob_scheduler_get_ready (scheduler, NULL);
  copy = g_boxed_copy (NOOB_TYPE_ITEM, items->pdata[0]);
  g_ptr_array_set_size (items, 0);
  g_assert_cmpstr (noob_item_get_node_id (copy), ==, "a");
  g_assert_cmpuint (noob_epoch_get_root (noob_item_get_epoch (copy)), ==, 4);
  g_boxed_free (NOOB_TYPE_ITEM, copy);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scheduler/generations/could-run-together",
                   test_generations_could_run_together);
  g_test_add_func ("/scheduler/generations/leave-out-input-and-assets",
                   test_generations_leave_out_input_and_assets);
  g_test_add_func ("/scheduler/asset-generations/are-those-that-depend-directly",
                   test_asset_generations_are_those_that_depend_directly);
  g_test_add_func ("/scheduler/upstream-nodes/are-all-whose-news-can-decide-a-slot",
                   test_upstream_nodes_are_all_whose_news_can_decide_a_slot);
  g_test_add_func ("/scheduler/cycle/is-found", test_cycle_is_found);
  g_test_add_func ("/scheduler/cycle/admits-no-epoch", test_cycle_admits_no_epoch);
  g_test_add_func ("/scheduler/node/added-twice-changes-its-flags",
                   test_node_added_twice_changes_its_flags);
  g_test_add_func ("/scheduler/node-scheduler/knows-only-what-is-above",
                   test_node_scheduler_knows_only_what_is_above);
  g_test_add_func ("/scheduler/node-scheduler/of-a-missing-node-does-nothing",
                   test_node_scheduler_of_a_missing_node_does_nothing);
  g_test_add_func ("/scheduler/graph/without-nodes-ends-at-once",
                   test_graph_without_nodes_ends_at_once);
  g_test_add_func ("/scheduler/item/is-a-copy-of-its-own", test_item_is_a_copy_of_its_own);

  return g_test_run ();
}
