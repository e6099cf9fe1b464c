/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "scheduler-fixture.h"

static guint
node (NoobSorter *sorter,
      const char *id)
{
  guint index = noob_sorter_get_node (sorter, id);

  g_assert_cmpuint (index, !=, NOOB_SORTER_NONE);

  return index;
}

static const char *
closed_by (NoobSorter *sorter,
           const char *gather)
{
  guint map = sorter->nodes[node (sorter, gather)].closes;

  return map != NOOB_SORTER_NONE ? sorter->nodes[map].id : NULL;
}

static void
test_nodes_come_in_topological_order (void)
{
  g_autoptr (NoobScheduler) scheduler =
    schedule ("d c b a", "a.value>b b.value>c b.value>d c.value>d");
  NoobSorter *sorter = noob_scheduler_get_sorter (scheduler);

  g_assert_cmpuint (sorter->n_nodes, ==, 4);
  g_assert_cmpuint (node (sorter, "a"), <, node (sorter, "b"));
  g_assert_cmpuint (node (sorter, "b"), <, node (sorter, "c"));
  g_assert_cmpuint (node (sorter, "c"), <, node (sorter, "d"));
  g_assert_cmpuint (noob_sorter_get_node (sorter, "nobody"), ==, NOOB_SORTER_NONE);
}

static void
test_signals_are_those_that_somebody_depends_on (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b c", "a.x>b a.y>c a.x?c a.x>c");
  NoobSorter *sorter = noob_scheduler_get_sorter (scheduler);
  guint a = node (sorter, "a");
  guint x = noob_sorter_get_signal (sorter, a, "x");

  g_assert_cmpuint (sorter->n_signals, ==, 2);
  g_assert_cmpuint (sorter->n_targets, ==, 4);
  g_assert_cmpuint (sorter->nodes[a].n_signals, ==, 2);
  g_assert_cmpuint (sorter->signals[x].n_targets, ==, 3);
  g_assert_cmpuint (sorter->nodes[node (sorter, "c")].n_slots, ==, 3);
  g_assert_cmpuint (noob_sorter_get_signal (sorter, a, "z"), ==, NOOB_SORTER_NONE);
}

static void
test_sources_have_no_predecessors_but_input (void)
{
  g_autoptr (NoobScheduler) scheduler =
    schedule ("a b c d", "input.x>b a.value>c input.x>c assets.y>d");
  NoobSorter *sorter = noob_scheduler_get_sorter (scheduler);

  g_assert_true (sorter->nodes[node (sorter, "a")].is_source);
  g_assert_true (sorter->nodes[node (sorter, "b")].is_source);
  g_assert_false (sorter->nodes[node (sorter, "c")].is_source);
  g_assert_false (sorter->nodes[node (sorter, "d")].is_source);
  g_assert_false (sorter->nodes[node (sorter, "input")].is_source);
  g_assert_true (sorter->nodes[node (sorter, "input")].is_virtual);
}

static void
test_above_is_whose_news_can_reach (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b c d", "a.value>b b.value?c d.value>c");
  NoobSorter *sorter = noob_scheduler_get_sorter (scheduler);

  g_assert_true (noob_sorter_is_above (sorter, node (sorter, "a"), node (sorter, "c")));
  g_assert_false (noob_sorter_is_above (sorter, node (sorter, "c"), node (sorter, "a")));
  g_assert_false (noob_sorter_is_above (sorter, node (sorter, "a"), node (sorter, "d")));
  g_assert_false (noob_sorter_is_above (sorter, node (sorter, "a"), node (sorter, "a")));
}

static void
test_gathers_close_the_innermost_open_map (void)
{
  g_autoptr (NoobScheduler) scheduler =
    schedule ("m:map k:map g:gather h:gather a i:gather",
              "m.value>k k.value>g g.value>h m.n>h h.value>a a.value>i");
  NoobSorter *sorter = noob_scheduler_get_sorter (scheduler);

  g_assert_cmpstr (closed_by (sorter, "g"), ==, "k");
  g_assert_cmpstr (closed_by (sorter, "h"), ==, "m");
  g_assert_cmpstr (closed_by (sorter, "i"), ==, NULL);
  g_assert_cmpstr (closed_by (sorter, "a"), ==, NULL);
}

static void
test_gathers_after_one_another_close_their_own (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule (
    "m:map g:gather k:map h:gather", "m.value>g g.value>k k.value>h");
  NoobSorter *sorter = noob_scheduler_get_sorter (scheduler);

  g_assert_cmpstr (closed_by (sorter, "g"), ==, "m");
  g_assert_cmpstr (closed_by (sorter, "h"), ==, "k");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sorter/nodes-come-in-topological-order",
                   test_nodes_come_in_topological_order);
  g_test_add_func ("/sorter/signals-are-those-that-somebody-depends-on",
                   test_signals_are_those_that_somebody_depends_on);
  g_test_add_func ("/sorter/sources-have-no-predecessors-but-input",
                   test_sources_have_no_predecessors_but_input);
  g_test_add_func ("/sorter/above-is-whose-news-can-reach", test_above_is_whose_news_can_reach);
  g_test_add_func ("/sorter/gathers-close-the-innermost-open-map",
                   test_gathers_close_the_innermost_open_map);
  g_test_add_func ("/sorter/gathers-after-one-another-close-their-own",
                   test_gathers_after_one_another_close_their_own);

  return g_test_run ();
}
