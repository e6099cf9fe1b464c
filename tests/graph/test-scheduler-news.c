/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* News: what comes early, twice, for nobody, or from where it cannot come. */

#include "scheduler-fixture.h"

static void
test_news_opens_its_epoch (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule_at ("b", "a b", "a.value>b");

  report (scheduler, "a.value 3", NULL);
  assert_handed_out (scheduler, "b 3");
}

static void
test_news_before_its_causes_is_put_off (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule_at ("c", "a b c", "a.value>b b.value>c");

  report (scheduler, "b.value 0", NULL);
  assert_handed_out (scheduler, "");
  g_assert_false (is_done (scheduler, "0", "b"));
  report (scheduler, "a.value 0", NULL);
  g_assert_true (is_done (scheduler, "0", "b"));
  assert_handed_out (scheduler, "c 0");
}

static void
test_news_before_its_subepoch_is_put_off (void)
{
  g_autoptr (NoobScheduler) scheduler =
    schedule_at ("b", "m:map a b", "m.value>a a.value>b");

  report (scheduler, "a.value 0/m.1", "!a.value 0/m.0", NULL);
  assert_handed_out (scheduler, "");
  report (scheduler, "m.value 0/m.0", "m.value 0/m.1", NULL);
  assert_handed_out (scheduler, "b 0/m.1");
}

static void
test_news_put_off_wakes_what_was_put_off (void)
{
  g_autoptr (NoobScheduler) scheduler =
    schedule_at ("d", "m:map k:map a d", "m.value>k k.value>a a.value>d");

  report (scheduler, "a.value 0/m.0/k.1", "a.value 0/m.0/k.0", NULL);
  report (scheduler, "k.value 0/m.0/k.0", "k.value 0/m.0/k.1", NULL);
  assert_handed_out (scheduler, "");
  report (scheduler, "m.value 0/m.0", NULL);
  assert_handed_out (scheduler, "d 0/m.0/k.0, d 0/m.0/k.1");
}

static void
test_news_put_off_goes_with_its_epoch (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule_at ("c", "a b c", "a.value>b b.value>c");

  report (scheduler, "b.value 0", "b.value 1", NULL);
  end_epoch (scheduler, "0");
  report (scheduler, "a.value 0", NULL);
  assert_handed_out (scheduler, "");
  report (scheduler, "a.value 1", NULL);
  assert_handed_out (scheduler, "c 1");
}

static void
test_news_of_unknown_nodes_and_unused_signals_is_ignored (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b", "a.value>b");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0");
  report (scheduler, "nobody.value 0", "nobody.value 0/nobody.3", NULL);
  done (scheduler, "0", "nobody");
  expire (scheduler, "0", "nobody");
  g_assert_false (is_ready (scheduler, "0", "nobody"));
  g_assert_false (is_done (scheduler, "0", "nobody"));

  report (scheduler, "a.unused 0", "a.value 0", "a.unused 0", NULL);
  assert_handed_out (scheduler, "b 0");
}

static void
test_news_of_an_unused_signal_says_that_the_node_ran (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b", "a.value>b");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0");
  report (scheduler, "a.value 0", NULL);
  assert_handed_out (scheduler, "b 0");
  report (scheduler, "b.value 0", NULL);
  g_assert_true (has_ended (scheduler, "0"));
}

static void
test_news_done_without_events_ends_what_waits (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b c", "a.value>b a.value>c");

  add_epoch (scheduler, "0");
  add_epoch (scheduler, "1");
  assert_handed_out (scheduler, "a 0, a 1");
  done (scheduler, "0", "a");
  g_assert_true (has_ended (scheduler, "0"));
  report (scheduler, "a.value 1", NULL);
  assert_handed_out (scheduler, "b 1, c 1");
}

static void
test_news_of_what_does_not_run_is_ignored (void)
{
  g_autoptr (NoobScheduler) scheduler =
    schedule ("a b c d:disabled e", "a.value>b b.value?c d.value?e a.value>d");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0, e 0");
  report (scheduler, "!a.value 0", NULL);
  assert_handed_out (scheduler, "c 0");
  report (scheduler, "b.value 0", "d.value 0", NULL);
  assert_handed_out (scheduler, "");
}

static void
test_news_in_a_subepoch_that_its_node_cannot_open (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("m:map a b", "m.value>a a.value>b");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "m 0");
  report (scheduler, "a.value 0/b.0", "m.value 0/a.0", "m.value 0/nobody.0", "a.value 0/m.7", NULL);
  g_assert_false (is_active (scheduler, "0/b.0"));
  g_assert_false (is_active (scheduler, "0/m.7"));
  report (scheduler, "m.value 0/m.0", NULL);
  assert_handed_out (scheduler, "a 0/m.0");
  report (scheduler, "a.value 0/m.0", NULL);
  assert_handed_out (scheduler, "b 0/m.0");
  done (scheduler, "0/m.0", "b");
  g_assert_true (has_ended (scheduler, "0"));
}

static void
test_news_emitted_into_a_foreign_subepoch_does_not_count (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("m:map a", "m.value>a");
  NoobSorter *sorter = noob_scheduler_get_sorter (scheduler);
  guint map = noob_sorter_get_node (sorter, "m");
  guint signal = noob_sorter_get_signal (sorter, map, "value");
  NoobEpochState *root = noob_scheduler_open_root (scheduler, 0);
  g_autoptr (NoobEpoch) foreign = epoch_of ("0/a.0");
  g_autoptr (NoobEpoch) elsewhere = epoch_of ("1");
  g_autoptr (NoobEpoch) too_deep = epoch_of ("0/m.0/m.0");
  NoobEpochState *state;
  guint node;

  g_assert_true (noob_scheduler_pop (scheduler, root, &state, &node));
  g_assert_cmpuint (node, ==, map);
  noob_scheduler_begin_run (scheduler, state, node);
  g_assert_false (noob_scheduler_emit_into (scheduler, state, foreign, signal, TRUE));
  g_assert_false (noob_scheduler_emit_into (scheduler, state, elsewhere, signal, TRUE));
  g_assert_false (noob_scheduler_emit_into (scheduler, state, too_deep, signal, TRUE));
  noob_scheduler_end_run (scheduler, state, node);
  g_assert_true (has_ended (scheduler, "0"));
}

static void
test_news_with_huge_indices (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("m:map a", "m.value>a");

  add_epoch (scheduler, "18446744073709551615");
  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "m 0, m 18446744073709551615");
  report (scheduler, "m.value 0/m.18446744073709551615", "m.value 0/m.3", NULL);
  report (scheduler, "m.value 18446744073709551615/m.0", NULL);
  assert_handed_out (scheduler, "a 0/m.3, a 0/m.18446744073709551615, a 18446744073709551615/m.0");
  done (scheduler, "18446744073709551615/m.0", "a");
  g_assert_true (has_ended (scheduler, "18446744073709551615"));
  g_assert_false (has_ended (scheduler, "0"));
}

static void
test_news_of_a_hole_among_subepochs (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("m:map b*", "m.value>b");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "m 0");
  report (scheduler, "m.value 0/m.2", "m.value 0/m.0", NULL);
  assert_handed_out (scheduler, "b 0/m.0");
  done (scheduler, "0/m.0", "b");
  assert_handed_out (scheduler, "");
  g_assert_true (is_active (scheduler, "0"));
  end_epoch (scheduler, "0");
  g_assert_false (noob_scheduler_is_active (scheduler, NULL));
}

static void
test_news_of_many_subepochs_put_off_at_once (void)
{
  const guint n_subepochs = 20000;
  g_autoptr (NoobScheduler) scheduler =
    schedule_at ("b", "m:map a b", "m.value>a a.value>b");
  g_autoptr (NoobEpoch) root = epoch_of ("0");
  g_autoptr (GPtrArray) events =
    g_ptr_array_new_with_free_func ((GDestroyNotify) noob_event_unref);
  g_autoptr (GPtrArray) items = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_INT64);
  for (guint i = 0; i < n_subepochs; i++)
    {
      g_autoptr (NoobEpoch) child = noob_epoch_child (root, "m", i);

      g_ptr_array_add (events, noob_event_new ("a", "value", child, &value));
    }
  for (guint i = 0; i < n_subepochs; i++)
    {
      g_autoptr (NoobEpoch) child = noob_epoch_child (root, "m", i);

      g_ptr_array_add (events, noob_event_new ("m", "value", child, &value));
    }

  noob_scheduler_update (scheduler, events);
  items = noob_scheduler_get_ready (scheduler, NULL);
  g_assert_cmpuint (items->len, ==, n_subepochs);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scheduler/news/opens-its-epoch", test_news_opens_its_epoch);
  g_test_add_func ("/scheduler/news/before-its-causes-is-put-off",
                   test_news_before_its_causes_is_put_off);
  g_test_add_func ("/scheduler/news/before-its-subepoch-is-put-off",
                   test_news_before_its_subepoch_is_put_off);
  g_test_add_func ("/scheduler/news/put-off-wakes-what-was-put-off",
                   test_news_put_off_wakes_what_was_put_off);
  g_test_add_func ("/scheduler/news/put-off-goes-with-its-epoch",
                   test_news_put_off_goes_with_its_epoch);
  g_test_add_func ("/scheduler/news/of-unknown-nodes-and-unused-signals-is-ignored",
                   test_news_of_unknown_nodes_and_unused_signals_is_ignored);
  g_test_add_func ("/scheduler/news/of-an-unused-signal-says-that-the-node-ran",
                   test_news_of_an_unused_signal_says_that_the_node_ran);
  g_test_add_func ("/scheduler/news/done-without-events-ends-what-waits",
                   test_news_done_without_events_ends_what_waits);
  g_test_add_func ("/scheduler/news/of-what-does-not-run-is-ignored",
                   test_news_of_what_does_not_run_is_ignored);
  g_test_add_func ("/scheduler/news/in-a-subepoch-that-its-node-cannot-open",
                   test_news_in_a_subepoch_that_its_node_cannot_open);
  g_test_add_func ("/scheduler/news/emitted-into-a-foreign-subepoch-does-not-count",
                   test_news_emitted_into_a_foreign_subepoch_does_not_count);
  g_test_add_func ("/scheduler/news/with-huge-indices", test_news_with_huge_indices);
  g_test_add_func ("/scheduler/news/of-a-hole-among-subepochs",
                   test_news_of_a_hole_among_subepochs);
  g_test_add_func ("/scheduler/news/of-many-subepochs-put-off-at-once",
                   test_news_of_many_subepochs_put_off_at_once);

  return g_test_run ();
}
