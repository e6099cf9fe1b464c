/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Items and slots: what makes a node ready in one epoch, and what makes it expire. */

#include "scheduler-fixture.h"

static void
test_items_waiting_ready_out_finished (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b", "a.value>b");

  add_epoch (scheduler, "0");
  g_assert_true (is_ready (scheduler, "0", "a"));
  g_assert_false (is_ready (scheduler, "0", "b"));
  g_assert_false (is_done (scheduler, "0", "a"));

  assert_handed_out (scheduler, "a 0");
  g_assert_false (is_ready (scheduler, "0", "a"));
  g_assert_false (is_done (scheduler, "0", "a"));
  assert_handed_out (scheduler, "");

  report (scheduler, "a.value 0", NULL);
  g_assert_true (is_done (scheduler, "0", "a"));
  g_assert_true (is_ready (scheduler, "0", "b"));
  assert_handed_out (scheduler, "b 0");
}

static void
test_items_a_node_depends_on_signals_not_on_nodes (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b c d", "a.x>b a.y>c b.value?d");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0");
  report (scheduler, "a.x 0", NULL);
  assert_handed_out (scheduler, "b 0");
  g_assert_false (is_done (scheduler, "0", "c"));

  report (scheduler, "a.y 0", NULL);
  assert_handed_out (scheduler, "c 0");
}

static void
test_items_input_is_there_from_the_start (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b", "input.start>a a.value>b input.start>b");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0");
  report (scheduler, "a.value 0", NULL);
  assert_handed_out (scheduler, "b 0");
}

static void
test_items_assets_are_for_the_runner_to_emit (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a", "assets.counter>a");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "assets 0");
  report (scheduler, "assets.counter 0", NULL);
  assert_handed_out (scheduler, "a 0");
}

static void
test_slots_each_is_decided_once (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b c", "a.value>c b.value>c");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0, b 0");
  report (scheduler, "a.value 0", NULL);
  report (scheduler, "a.value 0", "a.value 0", NULL);
  g_assert_false (is_ready (scheduler, "0", "c"));

  report (scheduler, "!a.value 0", NULL);
  g_assert_false (is_done (scheduler, "0", "c"));
  report (scheduler, "b.value 0", NULL);
  assert_handed_out (scheduler, "c 0");
}

static void
test_slots_node_is_ready_when_all_are_decided (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b c", "a.value>c b.value?c");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0, b 0");
  report (scheduler, "a.value 0", NULL);
  g_assert_false (is_ready (scheduler, "0", "c"));
  report (scheduler, "!b.value 0", NULL);
  assert_handed_out (scheduler, "c 0");
}

static void
test_slots_several_may_share_a_signal (void)
{
  g_autoptr (NoobScheduler) scheduler =
    schedule ("a b c d", "a.value?c a.value?c a.value>c b.value?c a.value?d a.value?d");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0, b 0");
  report (scheduler, "!a.value 0", NULL);
  assert_handed_out (scheduler, "d 0");
  g_assert_true (is_done (scheduler, "0", "c"));

  add_epoch (scheduler, "1");
  assert_handed_out (scheduler, "a 1, b 1");
  report (scheduler, "a.value 1", NULL);
  assert_handed_out (scheduler, "d 1");
  report (scheduler, "!b.value 1", NULL);
  assert_handed_out (scheduler, "c 1");
}

static void
test_slots_only_optional_runs_without_values (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b c", "a.value?c b.value?c");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0, b 0");
  report (scheduler, "!a.value 0", "!b.value 0", NULL);
  assert_handed_out (scheduler, "c 0");
}

static void
test_slots_wide_fan_in (void)
{
  const guint n_sources = 500;
  g_autoptr (NoobScheduler) scheduler = noob_scheduler_new ();
  g_autoptr (GPtrArray) items = NULL;

  noob_scheduler_set_epoch_limit (scheduler, 0);
  noob_scheduler_add_node (scheduler, "sink", NOOB_NODE_FLAGS_NONE);
  for (guint i = 0; i < n_sources; i++)
    {
      g_autofree char *id = g_strdup_printf ("n%u", i);
      g_autofree char *slot = g_strdup_printf ("%u", i);
      g_autoptr (NoobEdge) edge = noob_edge_new (id, "value", "sink", slot, i % 2 == 0);

      noob_scheduler_add_node (scheduler, id, NOOB_NODE_FLAGS_NONE);
      noob_scheduler_add_edge (scheduler, edge);
    }

  add_epoch (scheduler, "0");
  items = noob_scheduler_get_ready (scheduler, NULL);
  g_assert_cmpuint (items->len, ==, n_sources);
  for (guint i = 0; i < n_sources; i++)
    {
      g_autofree char *event = g_strdup_printf ("%sn%u.value 0", i % 2 == 0 ? "" : "!", i);

      g_assert_false (is_ready (scheduler, "0", "sink"));
      report (scheduler, event, NULL);
    }
  assert_handed_out (scheduler, "sink 0");
}

static void
test_expiry_a_no_event_expires_its_signal (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b c", "a.x>b a.y>c");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0");
  report (scheduler, "a.x 0", "!a.y 0", NULL);
  assert_handed_out (scheduler, "b 0");
  g_assert_true (is_done (scheduler, "0", "c"));
}

static void
test_expiry_cascades (void)
{
  g_autoptr (NoobScheduler) scheduler =
    schedule ("a b c d e", "a.value>b b.value>c c.value>d c.value?e");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0");
  report (scheduler, "!a.value 0", NULL);
  g_assert_true (is_done (scheduler, "0", "b"));
  g_assert_true (is_done (scheduler, "0", "c"));
  g_assert_true (is_done (scheduler, "0", "d"));
  assert_handed_out (scheduler, "e 0");
}

static void
test_expiry_as_soon_as_a_required_slot_expires (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b c", "a.value>c b.value>c");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0, b 0");
  report (scheduler, "!a.value 0", NULL);
  g_assert_true (is_done (scheduler, "0", "c"));
  report (scheduler, "b.value 0", NULL);
  assert_handed_out (scheduler, "");
}

static void
test_expiry_signals_wait_for_all_slots (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b c d", "a.value>c b.value>c c.value?d");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0, b 0");
  report (scheduler, "!a.value 0", NULL);
  g_assert_true (is_done (scheduler, "0", "c"));
  g_assert_false (is_ready (scheduler, "0", "d"));
  report (scheduler, "b.value 0", NULL);
  assert_handed_out (scheduler, "d 0");
}

static void
test_expiry_on_request (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b c", "a.value>b a.value?c");

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0");
  expire (scheduler, "0", "a");
  g_assert_true (is_done (scheduler, "0", "a"));
  g_assert_true (is_done (scheduler, "0", "b"));
  assert_handed_out (scheduler, "c 0");
  report (scheduler, "a.value 0", NULL);
  assert_handed_out (scheduler, "");
}

/* GLib leaks its table of interned strings when that grows, and the leak sanitizer minds. */
static guint
long_chain (guint n_nodes)
{
#ifdef __SANITIZE_ADDRESS__
  return 200;
#else
  return n_nodes;
#endif
}

static void
test_expiry_goes_down_a_long_chain (void)
{
  const guint n_nodes = long_chain (20000);
  g_autoptr (NoobScheduler) scheduler = noob_scheduler_new ();
  g_autofree char *last = g_strdup_printf ("n%u", n_nodes - 1);

  noob_scheduler_set_epoch_limit (scheduler, 0);
  for (guint i = 0; i < n_nodes; i++)
    {
      g_autofree char *id = g_strdup_printf ("n%u", i);
      g_autofree char *above = g_strdup_printf ("n%u", i - 1);

      noob_scheduler_add_node (scheduler, id, NOOB_NODE_FLAGS_NONE);
      if (i > 0)
        {
          g_autoptr (NoobEdge) edge = noob_edge_new (above, "value", id, "0", TRUE);

          noob_scheduler_add_edge (scheduler, edge);
        }
    }
  noob_scheduler_add_node (scheduler, "witness", NOOB_NODE_FLAGS_NONE);

  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "n0 0, witness 0");
  report (scheduler, "!n0.value 0", NULL);
  g_assert_true (is_done (scheduler, "0", last));
  g_assert_false (has_ended (scheduler, "0"));
}

static void
test_expiry_goes_down_a_long_chain_of_gathers (void)
{
  const guint n_pairs = long_chain (3000);
  g_autoptr (GString) nodes = g_string_new ("a m0:map g0:gather");
  g_autoptr (GString) edges = g_string_new ("a.value>m0 m0.value>g0");
  g_autoptr (NoobScheduler) scheduler = NULL;

  for (guint i = 1; i < n_pairs; i++)
    {
      g_string_append_printf (nodes, " m%u:map g%u:gather", i, i);
      g_string_append_printf (edges, " g%u.value>m%u m%u.value>g%u", i - 1, i, i, i);
    }

  scheduler = schedule (nodes->str, edges->str);
  add_epoch (scheduler, "0");
  assert_handed_out (scheduler, "a 0");
  report (scheduler, "a.value 0", NULL);
  assert_handed_out (scheduler, "m0 0");
  report (scheduler, "m0.value 0/m0.0", "m0.value 0/m0.1", NULL);
  assert_handed_out (scheduler, "g0 0/m0.0");
  report (scheduler, "!g0.value 0/m0.0", NULL);
  assert_handed_out (scheduler, "g0 0/m0.1");
  report (scheduler, "!g0.value 0/m0.1", NULL);
  g_assert_true (has_ended (scheduler, "0"));
}

static void
test_disabled_signals_are_expired_from_the_start (void)
{
  g_autoptr (NoobScheduler) scheduler =
    schedule ("a b:disabled c d e", "a.value>b b.value>c b.value?d a.value>e");

  add_epoch (scheduler, "0");
  g_assert_true (is_done (scheduler, "0", "b"));
  g_assert_true (is_done (scheduler, "0", "c"));
  assert_handed_out (scheduler, "a 0, d 0");
  report (scheduler, "a.value 0", NULL);
  assert_handed_out (scheduler, "e 0");
}

static void
test_disabled_takes_effect_between_epochs (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b c", "a.value>b b.value?c");

  add_epoch (scheduler, "0");
  noob_scheduler_disable_node (scheduler, "b");
  assert_handed_out (scheduler, "a 0");
  report (scheduler, "a.value 0", NULL);
  assert_handed_out (scheduler, "b 0");
  report (scheduler, "b.value 0", NULL);
  assert_handed_out (scheduler, "c 0");
  done (scheduler, "0", "c");

  add_epoch (scheduler, "1");
  assert_handed_out (scheduler, "a 1, c 1");
  done (scheduler, "1", "c");
  noob_scheduler_enable_node (scheduler, "b");
  report (scheduler, "a.value 1", NULL);
  assert_handed_out (scheduler, "");
  g_assert_true (has_ended (scheduler, "1"));

  add_epoch (scheduler, "2");
  assert_handed_out (scheduler, "a 2");
  report (scheduler, "a.value 2", NULL);
  assert_handed_out (scheduler, "b 2");
}

static void
test_disabled_numbering_goes_on (void)
{
  g_autoptr (NoobScheduler) scheduler = schedule ("a b", "a.value>b");
  g_autoptr (NoobEpoch) first = noob_scheduler_add_epoch (scheduler, NULL);
  g_autoptr (NoobEpoch) second = NULL;

  g_assert_cmpuint (noob_epoch_get_root (first), ==, 0);
  noob_scheduler_end_epoch (scheduler, first);
  noob_scheduler_disable_node (scheduler, "b");
  second = noob_scheduler_add_epoch (scheduler, NULL);
  g_assert_cmpuint (noob_epoch_get_root (second), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scheduler/items/waiting-ready-out-finished",
                   test_items_waiting_ready_out_finished);
  g_test_add_func ("/scheduler/items/a-node-depends-on-signals-not-on-nodes",
                   test_items_a_node_depends_on_signals_not_on_nodes);
  g_test_add_func ("/scheduler/items/input-is-there-from-the-start",
                   test_items_input_is_there_from_the_start);
  g_test_add_func ("/scheduler/items/assets-are-for-the-runner-to-emit",
                   test_items_assets_are_for_the_runner_to_emit);
  g_test_add_func ("/scheduler/slots/each-is-decided-once", test_slots_each_is_decided_once);
  g_test_add_func ("/scheduler/slots/node-is-ready-when-all-are-decided",
                   test_slots_node_is_ready_when_all_are_decided);
  g_test_add_func ("/scheduler/slots/several-may-share-a-signal",
                   test_slots_several_may_share_a_signal);
  g_test_add_func ("/scheduler/slots/only-optional-runs-without-values",
                   test_slots_only_optional_runs_without_values);
  g_test_add_func ("/scheduler/slots/wide-fan-in", test_slots_wide_fan_in);
  g_test_add_func ("/scheduler/expiry/a-no-event-expires-its-signal",
                   test_expiry_a_no_event_expires_its_signal);
  g_test_add_func ("/scheduler/expiry/cascades", test_expiry_cascades);
  g_test_add_func ("/scheduler/expiry/as-soon-as-a-required-slot-expires",
                   test_expiry_as_soon_as_a_required_slot_expires);
  g_test_add_func ("/scheduler/expiry/signals-wait-for-all-slots",
                   test_expiry_signals_wait_for_all_slots);
  g_test_add_func ("/scheduler/expiry/on-request", test_expiry_on_request);
  g_test_add_func ("/scheduler/expiry/goes-down-a-long-chain",
                   test_expiry_goes_down_a_long_chain);
  g_test_add_func ("/scheduler/expiry/goes-down-a-long-chain-of-gathers",
                   test_expiry_goes_down_a_long_chain_of_gathers);
  g_test_add_func ("/scheduler/disabled/signals-are-expired-from-the-start",
                   test_disabled_signals_are_expired_from_the_start);
  g_test_add_func ("/scheduler/disabled/takes-effect-between-epochs",
                   test_disabled_takes_effect_between_epochs);
  g_test_add_func ("/scheduler/disabled/numbering-goes-on", test_disabled_numbering_goes_on);

  return g_test_run ();
}
