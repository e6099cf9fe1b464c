/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Subepochs: what a map opens, what runs there, what a gather closes, and in which order. */

#include "scheduler-fixture.h"

static void
test_subepochs_only_nodes_below_the_opener_run (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("m:map a b", "m.value>a a.value>b");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "m 0");
  report (scheduler, "m.value 0/m.0", "m.value 0/m.1", NULL);
  assert_handed_out (scheduler, "a 0/m.0, a 0/m.1");
  report (scheduler, "a.value 0/m.1", NULL);
  assert_handed_out (scheduler, "b 0/m.1");
  report (scheduler, "a.value 0/m.0", NULL);
  assert_handed_out (scheduler, "b 0/m.0");
}

static void
test_subepochs_copy_state_of_parent (void)
{
  g_autoptr (NoobScheduler) scheduler =
    schedule ("a b m:map c d", "a.value>c b.value>d m.value>c m.value>d");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0, b 0, m 0");
  report (scheduler, "a.value 0", "!b.value 0", "m.value 0/m.0", NULL);
  g_assert_true (is_done (scheduler, "0/m.0", "a"));
  g_assert_true (is_done (scheduler, "0/m.0", "b"));
  g_assert_true (is_done (scheduler, "0/m.0", "d"));
  assert_handed_out (scheduler, "c 0/m.0");
}

static void
test_subepochs_follow_the_parent_later (void)
{
  g_autoptr (NoobScheduler) scheduler =
    schedule ("a b m:map c d", "a.value>c b.value>d m.value>c m.value>d");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0, b 0, m 0");
  report (scheduler, "m.value 0/m.0", "m.value 0/m.1", NULL);
  assert_handed_out (scheduler, "");
  g_assert_false (is_done (scheduler, "0/m.0", "a"));
  report (scheduler, "a.value 0", NULL);
  g_assert_true (is_done (scheduler, "0/m.0", "a"));
  assert_handed_out (scheduler, "c 0/m.0, c 0/m.1");
  report (scheduler, "!b.value 0", NULL);
  g_assert_true (is_done (scheduler, "0/m.1", "d"));
  assert_handed_out (scheduler, "");
}

static void
test_subepochs_never_hand_out_what_is_not_below (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("m:map a b c", "m.value>c a.value>b b.value>c");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "m 0, a 0");
  report (scheduler, "m.value 0/m.0", NULL);
  report (scheduler, "a.value 0", NULL);
  assert_handed_out (scheduler, "b 0");
  report (scheduler, "b.value 0", NULL);
  assert_handed_out (scheduler, "c 0/m.0");
}

static void
test_subepochs_nothing_below_runs_in_the_parent (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("m:map a b c", "m.value>a m.value?b m.n>c");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "m 0");
  report (scheduler, "m.value 0/m.0", "m.n 0", NULL);
  assert_handed_out (scheduler, "c 0, a 0/m.0, b 0/m.0");
  done (scheduler, "0", "c");
  done (scheduler, "0/m.0", "a");
  done (scheduler, "0/m.0", "b");
  g_assert_true (has_ended (scheduler, "0"));
}

static void
test_subepochs_an_empty_sequence_opens_none (void)
{
  g_autoptr (NoobScheduler) scheduler =
    schedule ("m:map a g:gather b c", "m.value>a a.value>g g.value>b g.value?c");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "m 0");
  report (scheduler, "!m.value 0", "!m.n 0", NULL);
  g_assert_true (is_done (scheduler, "0", "g"));
  g_assert_true (is_done (scheduler, "0", "b"));
  assert_handed_out (scheduler, "c 0");
}

static void
test_subepochs_waiting_for_the_parent_is_active (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a m:map b", "a.value>b m.value>b");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0, m 0");
  report (scheduler, "m.value 0/m.0", NULL);
  g_assert_true (is_active (scheduler, "0/m.0"));
  g_assert_false (has_ended (scheduler, "0/m.0"));
  report (scheduler, "!a.value 0", NULL);
  g_assert_false (is_active (scheduler, "0/m.0"));
  g_assert_true (has_ended (scheduler, "0"));
}

static void
test_subepochs_running_there_finishes_in_all_parents (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("m:map k:map a", "m.value>k k.value>a");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "m 0");
  report (scheduler, "m.value 0/m.0", NULL);
  assert_handed_out (scheduler, "k 0/m.0");
  report (scheduler, "k.value 0/m.0/k.0", "k.value 0/m.0/k.1", NULL);
  assert_handed_out (scheduler, "a 0/m.0/k.0, a 0/m.0/k.1");
  g_assert_false (is_done (scheduler, "0", "a"));
  done (scheduler, "0/m.0/k.1", "a");
  g_assert_true (is_done (scheduler, "0/m.0", "a"));
  g_assert_true (is_done (scheduler, "0", "a"));
  g_assert_false (is_done (scheduler, "0/m.0/k.0", "a"));
}

static void
test_subepochs_expiry_in_the_parent_reaches_them (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a m:map b c", "a.value>b m.value>b b.value>c");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0, m 0");
  report (scheduler, "m.value 0/m.0", "m.value 0/m.1", NULL);
  expire (scheduler, "0", "a");
  g_assert_true (has_ended (scheduler, "0"));
  g_assert_true (is_done (scheduler, "0/m.1", "c"));
}

static void
test_subepochs_of_one_map_do_not_decide_each_other (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("m:map a b", "m.value>a a.value>b");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "m 0");
  report (scheduler, "m.value 0/m.0", "m.value 0/m.1", NULL);
  assert_handed_out (scheduler, "a 0/m.0, a 0/m.1");
  report (scheduler, "!a.value 0/m.0", NULL);
  g_assert_true (is_done (scheduler, "0/m.0", "b"));
  g_assert_false (is_done (scheduler, "0/m.1", "b"));
  report (scheduler, "a.value 0/m.1", NULL);
  assert_handed_out (scheduler, "b 0/m.1");
}

static void
test_gather_emits_into_the_parent (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("m:map g:gather a", "m.value>g g.value>a");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "m 0");
  report (scheduler, "m.value 0/m.0", "m.value 0/m.1", NULL);
  assert_handed_out (scheduler, "g 0/m.0");
  report (scheduler, "!g.value 0/m.0", NULL);
  assert_handed_out (scheduler, "g 0/m.1");
  report (scheduler, "g.value 0", NULL);
  g_assert_true (is_done (scheduler, "0", "g"));
  g_assert_true (is_done (scheduler, "0/m.1", "g"));
  assert_handed_out (scheduler, "a 0");
  done (scheduler, "0", "a");
  g_assert_true (has_ended (scheduler, "0"));
}

static void
test_gather_expires_once_finished_in_all_subepochs (void)
{
  g_autoptr (NoobScheduler) scheduler =
    schedule ("m:map a g:gather b c", "m.value>a a.value>g g.value>b g.value?c");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "m 0");
  report (scheduler, "m.value 0/m.0", "m.value 0/m.1", NULL);
  assert_handed_out (scheduler, "a 0/m.0, a 0/m.1");
  report (scheduler, "a.value 0/m.0", "!a.value 0/m.1", NULL);
  assert_handed_out (scheduler, "g 0/m.0");
  g_assert_false (is_done (scheduler, "0", "b"));
  report (scheduler, "!g.value 0/m.0", NULL);
  g_assert_true (is_done (scheduler, "0", "b"));
  assert_handed_out (scheduler, "c 0");
}

static void
test_gather_runs_in_the_rest_after_emitting (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("m:map g:gather a", "m.value>g g.value>a");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "m 0");
  report (scheduler, "m.value 0/m.0", "m.value 0/m.1", "m.value 0/m.2", NULL);
  assert_handed_out (scheduler, "g 0/m.0");
  report (scheduler, "g.value 0", NULL);
  assert_handed_out (scheduler, "a 0, g 0/m.1");
  report (scheduler, "!g.value 0/m.1", NULL);
  assert_handed_out (scheduler, "g 0/m.2");
  report (scheduler, "g.value 0", NULL);
  done (scheduler, "0", "a");
  g_assert_true (has_ended (scheduler, "0"));
}

static void
test_gather_counts_as_run_where_it_had_expired (void)
{
  g_autoptr (NoobScheduler) scheduler =
    schedule ("m:map a g:gather b", "m.value>a a.value>g g.value>b m.value>b");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "m 0");
  report (scheduler, "m.value 0/m.0", "m.value 0/m.1", NULL);
  assert_handed_out (scheduler, "a 0/m.0, a 0/m.1");
  report (scheduler, "!a.value 0/m.0", "a.value 0/m.1", NULL);
  g_assert_true (is_done (scheduler, "0/m.0", "g"));
  assert_handed_out (scheduler, "g 0/m.1");
  report (scheduler, "g.value 0", NULL);
  assert_handed_out (scheduler, "b 0/m.0, b 0/m.1");
}

static void
test_gather_leaves_what_is_below_to_the_parent (void)
{
  g_autoptr (NoobScheduler) scheduler =
    schedule ("m:map g:gather a b c", "m.value>g g.value>a a.value>b b.value>c m.value>c");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "m 0");
  report (scheduler, "m.value 0/m.0", "m.value 0/m.1", NULL);
  assert_handed_out (scheduler, "g 0/m.0");
  report (scheduler, "!g.value 0/m.0", NULL);
  assert_handed_out (scheduler, "g 0/m.1");
  report (scheduler, "g.value 0", NULL);
  assert_handed_out (scheduler, "a 0");
  report (scheduler, "a.value 0", NULL);
  assert_handed_out (scheduler, "b 0");
  g_assert_false (is_done (scheduler, "0/m.0", "b"));
  report (scheduler, "b.value 0", NULL);
  assert_handed_out (scheduler, "c 0/m.0, c 0/m.1");
}

static void
test_gather_of_inner_subepochs_emits_into_the_outer (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("m:map k:map g:gather h:gather a",
                                                  "m.value>k k.value>g g.value>h h.value>a");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "m 0");
  report (scheduler, "m.value 0/m.0", "m.value 0/m.1", NULL);
  assert_handed_out (scheduler, "k 0/m.0, k 0/m.1");
  report (scheduler, "k.value 0/m.0/k.0", NULL);
  report (scheduler, "k.value 0/m.1/k.0", "k.value 0/m.1/k.1", NULL);
  assert_handed_out (scheduler, "g 0/m.0/k.0");
  report (scheduler, "g.value 0/m.0", NULL);
  assert_handed_out (scheduler, "h 0/m.0, g 0/m.1/k.0");
  report (scheduler, "!h.value 0/m.0", "!g.value 0/m.1/k.0", NULL);
  assert_handed_out (scheduler, "g 0/m.1/k.1");
  report (scheduler, "g.value 0/m.1", NULL);
  assert_handed_out (scheduler, "h 0/m.1");
  report (scheduler, "h.value 0", NULL);
  assert_handed_out (scheduler, "a 0");
  done (scheduler, "0", "a");
  g_assert_true (has_ended (scheduler, "0"));
}

static void
test_gather_expired_on_request_speaks_for_one_subepoch (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("m:map g:gather a", "m.value>g g.value>a");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "m 0");
  report (scheduler, "m.value 0/m.0", "m.value 0/m.1", NULL);
  assert_handed_out (scheduler, "g 0/m.0");
  expire (scheduler, "0/m.0", "g");
  assert_handed_out (scheduler, "g 0/m.1");
  report (scheduler, "g.value 0", NULL);
  assert_handed_out (scheduler, "a 0");
}

static void
test_stateful_waits_for_preceding_sibling (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("m:map a b*", "m.value>a a.value>b");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "m 0");
  report (scheduler, "m.value 0/m.0", "m.value 0/m.1", NULL);
  assert_handed_out (scheduler, "a 0/m.0, a 0/m.1");
  report (scheduler, "a.value 0/m.1", NULL);
  assert_handed_out (scheduler, "");
  report (scheduler, "a.value 0/m.0", NULL);
  assert_handed_out (scheduler, "b 0/m.0");
  done (scheduler, "0/m.0", "b");
  assert_handed_out (scheduler, "b 0/m.1");
}

static void
test_stateful_waits_for_the_epoch_before_its_parent (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("m:map b*", "m.value>b");

  add_epoch (scheduler, "0");
  add_epoch (scheduler, "1");
  assert_handed_out (scheduler, "m 0, m 1");
  report (scheduler, "m.value 1/m.0", NULL);
  assert_handed_out (scheduler, "");
  report (scheduler, "m.value 0/m.0", "m.value 0/m.1", NULL);
  assert_handed_out (scheduler, "b 0/m.0");
  done (scheduler, "0/m.0", "b");
  assert_handed_out (scheduler, "b 0/m.1");
  done (scheduler, "0/m.1", "b");
  assert_handed_out (scheduler, "b 1/m.0");
}

static void
test_stateful_does_not_pass_a_sibling_by (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("m:map a b*", "m.value>a a.value>b");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "m 0");
  report (scheduler, "m.value 0/m.0", "m.value 0/m.1", "m.value 0/m.2", "m.value 0/m.3", NULL);
  assert_handed_out (scheduler, "a 0/m.0, a 0/m.1, a 0/m.2, a 0/m.3");
  report (scheduler, "!a.value 0/m.2", "!a.value 0/m.1", "a.value 0/m.3", NULL);
  assert_handed_out (scheduler, "");
  report (scheduler, "a.value 0/m.0", NULL);
  assert_handed_out (scheduler, "b 0/m.0");
  done (scheduler, "0/m.0", "b");
  assert_handed_out (scheduler, "b 0/m.3");
}

static void
test_stateful_crosses_inner_subepochs_in_order (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("m:map k:map b*", "m.value>k k.value>b");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "m 0");
  report (scheduler, "m.value 0/m.0", "m.value 0/m.1", "m.value 0/m.2", NULL);
  assert_handed_out (scheduler, "k 0/m.0, k 0/m.1, k 0/m.2");
  report (scheduler, "k.value 0/m.2/k.0", "!k.value 0/m.1", NULL);
  assert_handed_out (scheduler, "");
  report (scheduler, "k.value 0/m.0/k.0", "k.value 0/m.0/k.1", NULL);
  assert_handed_out (scheduler, "b 0/m.0/k.0");
  done (scheduler, "0/m.0/k.0", "b");
  assert_handed_out (scheduler, "b 0/m.0/k.1");
  done (scheduler, "0/m.0/k.1", "b");
  assert_handed_out (scheduler, "b 0/m.2/k.0");
}

static void
test_stateful_gather_takes_all_before_the_next_sibling (void)
{
  g_autoptr (NoobScheduler) scheduler =
    schedule ("m:map k:map g:gather a", "m.value>k k.value>g g.value>a");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "m 0");
  report (scheduler, "m.value 0/m.0", "m.value 0/m.1", NULL);
  assert_handed_out (scheduler, "k 0/m.0, k 0/m.1");
  report (scheduler, "k.value 0/m.0/k.0", "k.value 0/m.0/k.1", NULL);
  assert_handed_out (scheduler, "g 0/m.0/k.0");
  report (scheduler, "g.value 0/m.0", NULL);
  assert_handed_out (scheduler, "a 0/m.0, g 0/m.0/k.1");
  report (scheduler, "k.value 0/m.1/k.0", NULL);
  assert_handed_out (scheduler, "");
  report (scheduler, "!g.value 0/m.0/k.1", NULL);
  assert_handed_out (scheduler, "g 0/m.1/k.0");
}

static void
test_stateful_gather_of_a_node_scheduler_takes_all_before_the_next_epoch (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule_at ("g", "m:map g:gather", "m.value>g");

  report (scheduler, "m.value 0/m.0", "m.value 0/m.1", NULL);
  report (scheduler, "m.value 1/m.0", NULL);
  assert_handed_out (scheduler, "g 0/m.0");
  report (scheduler, "g.value 0", NULL);
  assert_handed_out (scheduler, "g 0/m.1");
  report (scheduler, "!g.value 0/m.1", NULL);
  assert_handed_out (scheduler, "g 1/m.0");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scheduler/subepochs/only-nodes-below-the-opener-run",
                   test_subepochs_only_nodes_below_the_opener_run);
  g_test_add_func ("/scheduler/subepochs/copy-state-of-parent",
                   test_subepochs_copy_state_of_parent);
  g_test_add_func ("/scheduler/subepochs/follow-the-parent-later",
                   test_subepochs_follow_the_parent_later);
  g_test_add_func ("/scheduler/subepochs/never-hand-out-what-is-not-below",
                   test_subepochs_never_hand_out_what_is_not_below);
  g_test_add_func ("/scheduler/subepochs/nothing-below-runs-in-the-parent",
                   test_subepochs_nothing_below_runs_in_the_parent);
  g_test_add_func ("/scheduler/subepochs/an-empty-sequence-opens-none",
                   test_subepochs_an_empty_sequence_opens_none);
  g_test_add_func ("/scheduler/subepochs/waiting-for-the-parent-is-active",
                   test_subepochs_waiting_for_the_parent_is_active);
  g_test_add_func ("/scheduler/subepochs/running-there-finishes-in-all-parents",
                   test_subepochs_running_there_finishes_in_all_parents);
  g_test_add_func ("/scheduler/subepochs/expiry-in-the-parent-reaches-them",
                   test_subepochs_expiry_in_the_parent_reaches_them);
  g_test_add_func ("/scheduler/subepochs/of-one-map-do-not-decide-each-other",
                   test_subepochs_of_one_map_do_not_decide_each_other);
  g_test_add_func ("/scheduler/gather/emits-into-the-parent", test_gather_emits_into_the_parent);
  g_test_add_func ("/scheduler/gather/expires-once-finished-in-all-subepochs",
                   test_gather_expires_once_finished_in_all_subepochs);
  g_test_add_func ("/scheduler/gather/runs-in-the-rest-after-emitting",
                   test_gather_runs_in_the_rest_after_emitting);
  g_test_add_func ("/scheduler/gather/counts-as-run-where-it-had-expired",
                   test_gather_counts_as_run_where_it_had_expired);
  g_test_add_func ("/scheduler/gather/leaves-what-is-below-to-the-parent",
                   test_gather_leaves_what_is_below_to_the_parent);
  g_test_add_func ("/scheduler/gather/of-inner-subepochs-emits-into-the-outer",
                   test_gather_of_inner_subepochs_emits_into_the_outer);
  g_test_add_func ("/scheduler/gather/expired-on-request-speaks-for-one-subepoch",
                   test_gather_expired_on_request_speaks_for_one_subepoch);
  g_test_add_func ("/scheduler/stateful/waits-for-preceding-sibling",
                   test_stateful_waits_for_preceding_sibling);
  g_test_add_func ("/scheduler/stateful/waits-for-the-epoch-before-its-parent",
                   test_stateful_waits_for_the_epoch_before_its_parent);
  g_test_add_func ("/scheduler/stateful/does-not-pass-a-sibling-by",
                   test_stateful_does_not_pass_a_sibling_by);
  g_test_add_func ("/scheduler/stateful/crosses-inner-subepochs-in-order",
                   test_stateful_crosses_inner_subepochs_in_order);
  g_test_add_func ("/scheduler/stateful/gather-takes-all-before-the-next-sibling",
                   test_stateful_gather_takes_all_before_the_next_sibling);
  g_test_add_func (
    "/scheduler/stateful/gather-of-a-node-scheduler-takes-all-before-the-next-epoch",
    test_stateful_gather_of_a_node_scheduler_takes_all_before_the_next_epoch);

  return g_test_run ();
}
