/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Root epochs: when they come into being, when they end, and in which order nodes run them. */

#include "scheduler-fixture.h"

static void
test_epochs_active_while_ready_or_out (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b", "a.value>b");

  g_assert_false (noob_scheduler_is_active (scheduler, NULL));
  add_epoch (scheduler, "0");
  g_assert_true (is_active (scheduler, "0"));
  g_assert_true (noob_scheduler_is_active (scheduler, NULL));
  assert_handed_out (scheduler, "a 0");
  g_assert_true (is_active (scheduler, "0"));
  report (scheduler, "a.value 0", NULL);
  g_assert_true (is_active (scheduler, "0"));
  assert_handed_out (scheduler, "b 0");
  g_assert_true (is_active (scheduler, "0"));
  g_assert_false (has_ended (scheduler, "0"));

  done (scheduler, "0", "b");
  g_assert_false (is_active (scheduler, "0"));
  g_assert_false (noob_scheduler_is_active (scheduler, NULL));
  g_assert_true (has_ended (scheduler, "0"));
}

static void
test_epochs_active_while_a_subepoch_is (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("m:map a", "m.value>a");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "m 0");
  report (scheduler, "m.value 0/m.0", "m.value 0/m.1", NULL);
  assert_handed_out (scheduler, "a 0/m.0, a 0/m.1");
  done (scheduler, "0/m.0", "a");
  g_assert_false (is_active (scheduler, "0/m.0"));
  g_assert_true (has_ended (scheduler, "0/m.0"));
  g_assert_true (is_active (scheduler, "0/m.1"));
  g_assert_true (is_active (scheduler, "0"));
  done (scheduler, "0/m.1", "a");
  g_assert_true (has_ended (scheduler, "0"));
}

static void
test_epochs_next_is_created_when_sources_have_finished (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b c", "a.value>c b.value>c");

  noob_scheduler_set_epoch_limit (scheduler, 100);
  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0, b 0");
  report (scheduler, "a.value 0", NULL);
  assert_handed_out (scheduler, "");
  report (scheduler, "b.value 0", NULL);
  assert_handed_out (scheduler, "c 0, a 1, b 1");
  g_assert_false (has_ended (scheduler, "0"));
}

static void
test_epochs_next_is_created_when_this_one_ends (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b", "a.value>b");

  noob_scheduler_set_epoch_limit (scheduler, 100);
  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0");
  end_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 1");
}

static void
test_epochs_fed_by_input_alone_is_a_source (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b", "input.x>a a.value>b");

  noob_scheduler_set_epoch_limit (scheduler, 100);
  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0");
  report (scheduler, "a.value 0", NULL);
  assert_handed_out (scheduler, "b 0, a 1");
}

static void
test_epochs_limit_holds_back_the_next (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a", "input.x>a");
  guint64 limit;

  noob_scheduler_set_epoch_limit (scheduler, 2);
  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0");
  done (scheduler, "0", "a");
  assert_handed_out (scheduler, "a 1");
  done (scheduler, "1", "a");
  assert_handed_out (scheduler, "");
  g_assert_false (noob_scheduler_is_active (scheduler, NULL));

  g_object_set (scheduler, "epoch-limit", G_GUINT64_CONSTANT (3), NULL);
  g_object_get (scheduler, "epoch-limit", &limit, NULL);
  g_assert_cmpuint (limit, ==, 3);
  assert_handed_out (scheduler, "a 2");
  done (scheduler, "2", "a");
  assert_handed_out (scheduler, "");
}

static void
test_epochs_limit_opens_nothing_before_the_first (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b", "a.value>b");

  noob_scheduler_set_epoch_limit (scheduler, 5);
  assert_handed_out (scheduler, "");
  add_epoch (scheduler, "0");
  noob_scheduler_set_epoch_limit (scheduler, 6);
  assert_handed_out (scheduler, "a 0");
}

static void
test_epochs_are_numbered_by_themselves (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a", "input.x>a");
  g_autoptr (NoobEpoch) first = noob_scheduler_add_epoch (scheduler, NULL);
  g_autoptr (NoobEpoch) second = noob_scheduler_add_epoch (scheduler, NULL);
  g_autoptr (NoobEpoch) third = NULL;

  g_assert_cmpuint (noob_epoch_get_root (first), ==, 0);
  g_assert_cmpuint (noob_epoch_get_root (second), ==, 1);
  end_epoch (scheduler, "7");
  third = noob_scheduler_add_epoch (scheduler, NULL);
  g_assert_cmpuint (noob_epoch_get_root (third), ==, 8);
}

static void
test_epochs_added_twice_stay_as_they_are (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b", "a.value>b");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0");
  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "");
  end_epoch (scheduler, "0");
  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "");
}

static void
test_epochs_are_handed_out_one_by_one_on_request (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b", "a.value>b");
  g_autoptr (NoobEpoch) first = epoch_of ("1");
  g_autoptr (NoobEpoch) missing = epoch_of ("5");
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) none = NULL;

  add_epoch (scheduler, "0");
  add_epoch (scheduler, "1");
  items = noob_scheduler_get_ready (scheduler, first);
  none = noob_scheduler_get_ready (scheduler, missing);
  g_assert_cmpuint (items->len, ==, 1);
  g_assert_true (noob_epoch_equal (noob_item_get_epoch (items->pdata[0]), first));
  g_assert_cmpuint (none->len, ==, 0);
  assert_handed_out (scheduler, "a 0");
}

static void
test_ended_even_with_nodes_that_never_ran (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b c", "a.x>b a.y>b b.value>c");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0");
  report (scheduler, "a.x 0", NULL);
  g_assert_true (has_ended (scheduler, "0"));
  assert_handed_out (scheduler, "");
}

static void
test_ended_is_announced (void)
{
  g_autoptr (GString) ended = g_string_new (NULL);
  g_autoptr (NoobScheduler) scheduler = schedule ("a", "input.x>a");

  g_signal_connect (scheduler, "epoch-ended", G_CALLBACK (note_ended), ended);
  add_epoch (scheduler, "0");
  add_epoch (scheduler, "1");
  assert_handed_out (scheduler, "a 0, a 1");
  done (scheduler, "1", "a");
  g_assert_cmpstr (ended->str, ==, "1 ");
  done (scheduler, "0", "a");
  end_epoch (scheduler, "0");
  g_assert_cmpstr (ended->str, ==, "1 0 ");
}

static void
test_ended_is_recorded_whatever_the_order (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a", "input.x>a");

  end_epoch (scheduler, "2");
  g_assert_false (has_ended (scheduler, "0"));
  g_assert_false (has_ended (scheduler, "1"));
  g_assert_true (has_ended (scheduler, "2"));
  g_assert_true (has_ended (scheduler, "2/m.5"));
  g_assert_false (has_ended (scheduler, "3"));
}

static void
test_ended_past_1000_the_mark_moves_up (void)
{
  g_autoptr (GString) ended = g_string_new (NULL);
  g_autoptr (NoobScheduler) scheduler = schedule ("a*", "input.x>a");

  add_epoch (scheduler, "0");
  add_epoch (scheduler, "2");
  assert_handed_out (scheduler, "a 0");
  for (guint i = 5; i < 1005; i++)
    {
      g_autoptr (NoobEpoch) epoch = noob_epoch_new (i);

      noob_scheduler_end_epoch (scheduler, epoch);
    }
  g_assert_false (has_ended (scheduler, "3"));
  g_assert_true (is_active (scheduler, "0"));

  g_signal_connect (scheduler, "epoch-ended", G_CALLBACK (note_ended), ended);
  end_epoch (scheduler, "1005");
  g_assert_true (has_ended (scheduler, "3"));
  g_assert_true (has_ended (scheduler, "0"));
  g_assert_false (noob_scheduler_is_active (scheduler, NULL));
  g_assert_cmpstr (ended->str, ==, "1005 0 2 ");

  done (scheduler, "0", "a");
  add_epoch (scheduler, "1006");
  assert_handed_out (scheduler, "a 1006");
}

static void
test_ended_news_is_ignored (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b", "a.value>b");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0");
  end_epoch (scheduler, "0");
  report (scheduler, "a.value 0", NULL);
  done (scheduler, "0", "a");
  expire (scheduler, "0", "b");
  assert_handed_out (scheduler, "");
  g_assert_false (noob_scheduler_is_active (scheduler, NULL));
}

static void
add_next_epoch (NoobScheduler *scheduler,
                NoobEpoch     *epoch)
{
  g_autoptr (NoobEpoch) next = noob_epoch_add (epoch, 1);
  g_autoptr (NoobEpoch) added = NULL;

  if (noob_epoch_get_root (next) < 3)
    added = noob_scheduler_add_epoch (scheduler, next);
}

static void
test_ended_handler_may_add_an_epoch (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a", "input.x>a");

  g_signal_connect (scheduler, "epoch-ended", G_CALLBACK (add_next_epoch), NULL);
  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0");
  done (scheduler, "0", "a");
  assert_handed_out (scheduler, "a 1");
  report (scheduler, "a.value 1", "a.value 2", NULL);
  g_assert_true (has_ended (scheduler, "1"));
  g_assert_true (has_ended (scheduler, "2"));
}

static void
report_next_epoch (NoobScheduler *scheduler,
                   NoobEpoch     *epoch)
{
  if (noob_epoch_get_root (epoch) == 0)
    done (scheduler, "1", "a");
}

static void
test_ended_handler_may_bring_news (void)
{
  g_autoptr (GString) ended = g_string_new (NULL);
  g_autoptr (NoobScheduler) scheduler = schedule ("a", "input.x>a");

  g_signal_connect (scheduler, "epoch-ended", G_CALLBACK (note_ended), ended);
  g_signal_connect (scheduler, "epoch-ended", G_CALLBACK (report_next_epoch), NULL);
  add_epoch (scheduler, "0");
  add_epoch (scheduler, "1");
  assert_handed_out (scheduler, "a 0, a 1");
  done (scheduler, "0", "a");
  g_assert_cmpstr (ended->str, ==, "0 1 ");
  g_assert_false (noob_scheduler_is_active (scheduler, NULL));
}

static void
clear_scheduler (NoobScheduler *scheduler,
                 NoobEpoch     *epoch)
{
  noob_scheduler_clear (scheduler);
}

static void
test_ended_handler_may_clear (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a", "input.x>a");

  noob_scheduler_set_epoch_limit (scheduler, 100);
  g_signal_connect (scheduler, "epoch-ended", G_CALLBACK (clear_scheduler), NULL);
  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0");
  report (scheduler, "a.value 0", "nobody.value 0", NULL);
  g_assert_false (noob_scheduler_is_active (scheduler, NULL));
  g_assert_false (has_ended (scheduler, "0"));
}

static void
change_graph (NoobScheduler *scheduler,
              NoobEpoch     *epoch)
{
  noob_scheduler_add_node (scheduler, "late", NOOB_NODE_FLAGS_NONE);
}

static void
test_ended_handler_may_change_the_graph (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a", "input.x>a");

  g_signal_connect (scheduler, "epoch-ended", G_CALLBACK (change_graph), NULL);
  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0");
  report (scheduler, "a.value 0", "nobody.value 0", NULL);
  add_epoch (scheduler, "1");
  assert_handed_out (scheduler, "late 1, a 1");
}

static void
test_clear_forgets_all_epochs (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a*", "input.x>a");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0");
  done (scheduler, "0", "a");
  add_epoch (scheduler, "1");
  assert_handed_out (scheduler, "a 1");

  noob_scheduler_clear (scheduler);
  g_assert_false (noob_scheduler_is_active (scheduler, NULL));
  g_assert_false (has_ended (scheduler, "0"));
  add_epoch (scheduler, "1");
  assert_handed_out (scheduler, "");
  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0");
}

static void
test_stateful_runs_epochs_one_after_another (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b*", "a.value>b");

  add_epoch (scheduler, "0");
  add_epoch (scheduler, "1");
  assert_handed_out (scheduler, "a 0, a 1");
  report (scheduler, "a.value 1", NULL);
  assert_handed_out (scheduler, "");
  report (scheduler, "a.value 0", NULL);
  assert_handed_out (scheduler, "b 0");
  done (scheduler, "0", "b");
  assert_handed_out (scheduler, "b 1");
}

static void
test_stateful_waits_for_the_whole_epoch_before (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a* b", "a.value>b");

  add_epoch (scheduler, "0");
  add_epoch (scheduler, "1");
  assert_handed_out (scheduler, "a 0");
  report (scheduler, "a.value 0", NULL);
  assert_handed_out (scheduler, "b 0");
  done (scheduler, "0", "b");
  assert_handed_out (scheduler, "a 1");
}

static void
test_stateful_does_not_pass_an_epoch_by (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b*", "a.value>b");

  add_epoch (scheduler, "0");
  add_epoch (scheduler, "1");
  add_epoch (scheduler, "2");
  assert_handed_out (scheduler, "a 0, a 1, a 2");
  report (scheduler, "!a.value 1", "a.value 2", NULL);
  g_assert_true (has_ended (scheduler, "1"));
  assert_handed_out (scheduler, "");
  report (scheduler, "a.value 0", NULL);
  assert_handed_out (scheduler, "b 0");
  done (scheduler, "0", "b");
  assert_handed_out (scheduler, "b 2");
}

static void
test_stateful_source_of_a_node_scheduler_runs_ahead (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule_at ("a", "a* b", "a.value>b");

  noob_scheduler_set_epoch_limit (scheduler, 100);
  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0");
  report (scheduler, "a.value 0", NULL);
  assert_handed_out (scheduler, "a 1");
}

static void
test_stateful_node_scheduler_waits_for_its_own_node (void)
{
  g_autoptr (NoobScheduler) scheduler =
    schedule_at ("b", "a b* c", "a.value>b a.value>c b.value>c");

  report (scheduler, "a.value 1", "a.value 0", NULL);
  assert_handed_out (scheduler, "b 0");
  report (scheduler, "b.value 0", NULL);
  assert_handed_out (scheduler, "b 1");
}

static void
test_stateful_node_scheduler_does_not_pass_an_epoch_by (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule_at ("c", "a b c*", "a.value>c b.value>c");

  report (scheduler, "a.value 0", "!a.value 1", "b.value 1", "a.value 2", "b.value 2", NULL);
  assert_handed_out (scheduler, "");
  report (scheduler, "b.value 0", NULL);
  assert_handed_out (scheduler, "c 0");
  done (scheduler, "0", "c");
  assert_handed_out (scheduler, "c 2");
}

static void
test_stateful_news_of_the_end_sets_free (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule_at ("b", "a b*", "a.value>b");

  report (scheduler, "a.value 1", NULL);
  assert_handed_out (scheduler, "");
  end_epoch (scheduler, "0");
  assert_handed_out (scheduler, "b 1");
}

static void
test_stateless_runs_any_epoch_the_lowest_first (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b", "a.value>b");

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *epoch = g_strdup_printf ("%u", 2 - i);

      add_epoch (scheduler, epoch);
    }
  assert_handed_out (scheduler, "a 0, a 1, a 2");
  report (scheduler, "a.value 2", NULL);
  assert_handed_out (scheduler, "b 2");
  report (scheduler, "a.value 1", "a.value 0", NULL);
  assert_handed_out (scheduler, "b 0, b 1");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scheduler/epochs/active-while-ready-or-out",
                   test_epochs_active_while_ready_or_out);
  g_test_add_func ("/scheduler/epochs/active-while-a-subepoch-is",
                   test_epochs_active_while_a_subepoch_is);
  g_test_add_func ("/scheduler/epochs/next-is-created-when-sources-have-finished",
                   test_epochs_next_is_created_when_sources_have_finished);
  g_test_add_func ("/scheduler/epochs/next-is-created-when-this-one-ends",
                   test_epochs_next_is_created_when_this_one_ends);
  g_test_add_func ("/scheduler/epochs/fed-by-input-alone-is-a-source",
                   test_epochs_fed_by_input_alone_is_a_source);
  g_test_add_func ("/scheduler/epochs/limit-holds-back-the-next",
                   test_epochs_limit_holds_back_the_next);
  g_test_add_func ("/scheduler/epochs/limit-opens-nothing-before-the-first",
                   test_epochs_limit_opens_nothing_before_the_first);
  g_test_add_func ("/scheduler/epochs/are-numbered-by-themselves",
                   test_epochs_are_numbered_by_themselves);
  g_test_add_func ("/scheduler/epochs/added-twice-stay-as-they-are",
                   test_epochs_added_twice_stay_as_they_are);
  g_test_add_func ("/scheduler/epochs/are-handed-out-one-by-one-on-request",
                   test_epochs_are_handed_out_one_by_one_on_request);
  g_test_add_func ("/scheduler/ended/even-with-nodes-that-never-ran",
                   test_ended_even_with_nodes_that_never_ran);
  g_test_add_func ("/scheduler/ended/is-announced", test_ended_is_announced);
  g_test_add_func ("/scheduler/ended/is-recorded-whatever-the-order",
                   test_ended_is_recorded_whatever_the_order);
  g_test_add_func ("/scheduler/ended/past-1000-the-mark-moves-up",
                   test_ended_past_1000_the_mark_moves_up);
  g_test_add_func ("/scheduler/ended/news-is-ignored", test_ended_news_is_ignored);
  g_test_add_func ("/scheduler/ended/handler-may-add-an-epoch",
                   test_ended_handler_may_add_an_epoch);
  g_test_add_func ("/scheduler/ended/handler-may-bring-news", test_ended_handler_may_bring_news);
  g_test_add_func ("/scheduler/ended/handler-may-clear", test_ended_handler_may_clear);
  g_test_add_func ("/scheduler/ended/handler-may-change-the-graph",
                   test_ended_handler_may_change_the_graph);
  g_test_add_func ("/scheduler/clear/forgets-all-epochs", test_clear_forgets_all_epochs);
  g_test_add_func ("/scheduler/stateful/runs-epochs-one-after-another",
                   test_stateful_runs_epochs_one_after_another);
  g_test_add_func ("/scheduler/stateful/waits-for-the-whole-epoch-before",
                   test_stateful_waits_for_the_whole_epoch_before);
  g_test_add_func ("/scheduler/stateful/does-not-pass-an-epoch-by",
                   test_stateful_does_not_pass_an_epoch_by);
  g_test_add_func ("/scheduler/stateful/source-of-a-node-scheduler-runs-ahead",
                   test_stateful_source_of_a_node_scheduler_runs_ahead);
  g_test_add_func ("/scheduler/stateful/node-scheduler-waits-for-its-own-node",
                   test_stateful_node_scheduler_waits_for_its_own_node);
  g_test_add_func ("/scheduler/stateful/node-scheduler-does-not-pass-an-epoch-by",
                   test_stateful_node_scheduler_does_not_pass_an_epoch_by);
  g_test_add_func ("/scheduler/stateful/news-of-the-end-sets-free",
                   test_stateful_news_of_the_end_sets_free);
  g_test_add_func ("/scheduler/stateless/runs-any-epoch-the-lowest-first",
                   test_stateless_runs_any_epoch_the_lowest_first);

  return g_test_run ();
}
