/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is the sync runner's own: running freely in a main context, the order of things, switching
 * nodes in handlers. */

#include "../expected-log.h"
#include "runner-test.h"

#define COUNTING \
  "nodes:\n" \
  "  a: { type: @count }\n" \
  "  b: { type: @twice, depends: a.value }\n" \
  "  result: { type: return, depends: b.value }\n"

static NoobRunner *
begin (const char *yaml)
{
  return runner_test_begin (&sync_runner_kind, yaml);
}

static void
start (NoobRunner *runner)
{
  g_autoptr (GError) error = NULL;

  noob_runner_start (runner, &error);
  g_assert_no_error (error);
  g_assert_true (noob_runner_get_running (runner));
}

static void
run_until_stopped (NoobRunner *runner)
{
  while (noob_runner_get_running (runner))
    g_main_context_iteration (NULL, TRUE);
}

/* Running freely. */

static void
stop_at_3 (NoobRunner *runner,
           NoobEvent  *event)
{
  g_autoptr (GError) error = NULL;

  if (noob_epoch_get_root (noob_event_get_epoch (event)) < 3)
    return;

  noob_runner_stop (runner, &error);
  g_assert_no_error (error);
}

static void
count_notify (NoobRunner *runner,
              GParamSpec *property,
              gpointer    count)
{
  (*(guint *) count)++;
}

static void
test_stop_in_handler (void)
{
  NoobRunner *runner = begin (COUNTING);
  g_autoptr (GString) events = g_string_new (NULL);
  guint n_changes = 0;

  g_signal_connect (runner, "notify::running", G_CALLBACK (count_notify), &n_changes);
  g_signal_connect (runner, "event::b", G_CALLBACK (note_event), events);
  g_signal_connect (runner, "event::a", G_CALLBACK (stop_at_3), NULL);
  for (guint i = 0; i < 2; i++)
    {
      start (runner);
      run_until_stopped (runner);
    }

  /* An epoch that has begun is run to its end. The second run ends in its first epoch. */
  g_assert_cmpstr (events->str, ==, " b.value@0=0 b.value@1=2 b.value@2=4 b.value@3=6 b.value@4=8");
  g_assert_cmpuint (n_changes, ==, 4);
  g_assert_false (g_main_context_iteration (NULL, FALSE));

  assert_process (runner, NULL, "10");
  runner_test_end (runner);
}

static void
test_start_does_not_block (void)
{
  NoobRunner *runner = begin (COUNTING);
  g_autoptr (GString) epochs = g_string_new (NULL);

  g_signal_connect (runner, "epoch-ended", G_CALLBACK (note_epoch), epochs);
  start (runner);
  start (runner);
  g_assert_cmpstr (epochs->str, ==, "");
  g_main_context_iteration (NULL, FALSE);
  g_assert_cmpstr (epochs->str, ==, " 0");
  g_main_context_iteration (NULL, FALSE);
  g_assert_cmpstr (epochs->str, ==, " 0 1");
  g_assert_true (noob_runner_stop (runner, NULL));
  g_assert_true (noob_runner_stop (runner, NULL));
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  runner_test_end (runner);
}

static void
test_context_of_construction (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GString) epochs = g_string_new (NULL);
  NoobRunner *runner;

  g_main_context_push_thread_default (context);
  runner = begin (COUNTING);
  g_main_context_pop_thread_default (context);

  g_signal_connect (runner, "epoch-ended", G_CALLBACK (note_epoch), epochs);
  start (runner);
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  g_assert_cmpstr (epochs->str, ==, "");
  g_assert_true (g_main_context_iteration (context, FALSE));
  g_assert_cmpstr (epochs->str, ==, " 0");
  runner_test_end (runner);
}

static void
test_calls_while_running (void)
{
  NoobRunner *runner = begin (COUNTING);
  GError *error = NULL;

  start (runner);
  assert_process_fails (runner, NULL, NOOB_ERROR_STATE, "stop");
  g_assert_null (noob_runner_iterate (runner, 1, &error));
  test_assert_error (error, NOOB_ERROR_STATE, "stop", NULL);
  g_clear_error (&error);
  g_assert_null (noob_runner_run (runner, 1, &error));
  test_assert_error (error, NOOB_ERROR_STATE, "stop", NULL);
  g_clear_error (&error);
  g_assert_true (noob_runner_stop (runner, NULL));
  assert_process (runner, NULL, "0");
  runner_test_end (runner);
}

static void
test_not_initialized (void)
{
  NoobRunner *runner = runner_test_new (&sync_runner_kind, COUNTING, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_runner_start (runner, &error));
  test_assert_error (error, NOOB_ERROR_STATE, "initialize", NULL);
  g_assert_true (noob_runner_stop (runner, NULL));
  g_assert_finalize_object (runner);
}

static void
test_end_of_stream_stops (void)
{
  NoobRunner *runner = begin ("nodes: { a: { type: @count, params: { end: 2 } } }");
  g_autoptr (GString) events = g_string_new (NULL);

  g_signal_connect (runner, "event", G_CALLBACK (note_event), events);
  start (runner);
  run_until_stopped (runner);
  g_assert_cmpstr (events->str, ==, " a.value@0=0 a.value@1=1");
  g_assert_null (noob_runner_get_failure (runner));
  runner_test_end (runner);
}

static void
test_failure_stops (void)
{
  NoobRunner *runner = begin ("nodes:\n"
                              "  a: { type: @count }\n"
                              "  b: { type: @picky, depends: a.value, params: { at: 2 } }\n");

  expect_log_of ("b", "*will not have 2*");
  start (runner);
  run_until_stopped (runner);
  assert_expected_log ();
  g_assert_cmpstr (noob_failure_get_node_id (noob_runner_get_failure (runner)), ==, "b");
  assert_process (runner, NULL, "nothing");
  runner_test_end (runner);
}

static void
test_deinitialize_stops (void)
{
  NoobRunner *runner = begin (COUNTING);

  start (runner);
  g_main_context_iteration (NULL, FALSE);
  g_assert_true (noob_runner_deinitialize (runner, NULL));
  g_assert_false (noob_runner_get_running (runner));
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  g_assert_finalize_object (runner);
}

static void
test_last_reference_stops (void)
{
  NoobRunner *runner = begin (COUNTING);

  start (runner);
  g_main_context_iteration (NULL, FALSE);
  g_assert_finalize_object (runner);
  g_assert_false (g_main_context_iteration (NULL, FALSE));
}

/* Handlers that meddle. */

static void
spin (NoobRunner *runner)
{
  for (guint i = 0; i < 3; i++)
    g_main_context_iteration (NULL, FALSE);
}

/* A handler that runs the main loop does not begin an epoch within an epoch. */
static void
test_handler_spins (void)
{
  NoobRunner *runner = begin (COUNTING);
  g_autoptr (GString) epochs = g_string_new (NULL);

  g_signal_connect (runner, "event::a", G_CALLBACK (spin), NULL);
  g_signal_connect (runner, "event::a", G_CALLBACK (stop_at_3), NULL);
  g_signal_connect (runner, "epoch-ended", G_CALLBACK (note_epoch), epochs);
  start (runner);
  run_until_stopped (runner);
  g_assert_cmpstr (epochs->str, ==, " 0 1 2 3");
  runner_test_end (runner);
}

static void
drop (NoobRunner  *runner,
      NoobEvent   *event,
      NoobRunner **reference)
{
  g_clear_object (reference);
}

static void
test_handler_drops_last_reference_in_free_run (void)
{
  NoobRunner *runner = begin (COUNTING);
  NoobRunner *watched = runner;

  g_object_add_weak_pointer (G_OBJECT (runner), (gpointer *) &watched);
  g_signal_connect (runner, "event::a", G_CALLBACK (drop), &runner);
  start (runner);
  g_assert_true (g_main_context_iteration (NULL, FALSE));
  g_assert_null (watched);
  g_assert_false (g_main_context_iteration (NULL, FALSE));
}

static void
disable_b (NoobRunner *runner,
           NoobEvent  *event,
           const char *journal)
{
  g_autoptr (GError) error = NULL;

  if (noob_epoch_get_root (noob_event_get_epoch (event)) != 1)
    return;

  noob_runner_disable_node (runner, "b", &error);
  g_assert_no_error (error);
  assert_journal (journal, "init b");
}

static void
enable_b (NoobRunner *runner,
          NoobEvent  *event)
{
  g_autoptr (GError) error = NULL;

  if (noob_epoch_get_root (noob_event_get_epoch (event)) != 2)
    return;

  noob_runner_enable_node (runner, "b", &error);
  g_assert_no_error (error);
}

/* What a handler switches takes effect between epochs. */
static void
test_handler_switches (void)
{
  char *journal = journal_new ();
  g_autoptr (NoobRecord) inputs = test_record_new ("journal", G_TYPE_STRING, journal);
  NoobRunner *runner =
    runner_test_new (&sync_runner_kind,
                     "input: { journal: {} }\n"
                     "nodes:\n"
                     "  a: { type: @count }\n"
                     "  b:\n"
                     "    type: @tally\n"
                     "    depends: a.value\n"
                     "    params: { name: b, journal: input.journal }\n"
                     "  s: { type: @see, depends: [ a: a.value, b: b.value ] }\n"
                     "  result: { type: return, depends: s.value }\n",
                     inputs);

  g_assert_true (noob_runner_initialize (runner, NULL));
  g_signal_connect (runner, "event::a", G_CALLBACK (disable_b), journal);
  g_signal_connect (runner, "event::a", G_CALLBACK (enable_b), NULL);
  assert_run (runner, 4, "[{a:0 b:0} {a:1 b:1} {a:2} {a:3 b:3}]");
  assert_journal (journal, "init b,deinit b,init b");
  runner_test_end (runner);
  journal_free (journal);
}

static void
forbid (NoobRunner *runner,
        NoobEvent  *event)
{
  g_assert_not_reached ();
}

static void
connect_another (NoobRunner *runner,
                 NoobEvent  *event,
                 GString    *events)
{
  if (noob_epoch_get_root (noob_event_get_epoch (event)) == 0)
    g_signal_connect (runner, "event::b", G_CALLBACK (note_event), events);
}

static void
test_handlers_come_and_go (void)
{
  NoobRunner *runner = begin (COUNTING);
  g_autoptr (GString) events = g_string_new (NULL);
  gulong forbidden = g_signal_connect (runner, "event", G_CALLBACK (forbid), NULL);

  g_signal_handler_disconnect (runner, forbidden);
  g_signal_connect (runner, "event::a", G_CALLBACK (connect_another), events);
  assert_run (runner, 2, "[0 2]");
  g_assert_cmpstr (events->str, ==, " b.value@0=0 b.value@1=2");
  runner_test_end (runner);
}

/* Order. */

static void
test_order_of_nodes (void)
{
  char *journal = journal_new ();
  g_autoptr (NoobRecord) inputs = test_record_new ("journal", G_TYPE_STRING, journal);
  NoobRunner *runner =
    runner_test_new (&sync_runner_kind,
                     "input: { journal: {} }\n"
                     "nodes:\n"
                     "  a: { type: @count, params: { name: a, journal: input.journal } }\n"
                     "  b: { type: @count, params: { name: b, journal: input.journal } }\n"
                     "  c: { type: @count, params: { name: c, journal: input.journal } }\n",
                     inputs);

  g_assert_true (noob_runner_initialize (runner, NULL));
  assert_journal (journal, "init a,init b,init c");
  runner_test_end (runner);
  assert_journal (journal, "init a,init b,init c,deinit c,deinit b,deinit a");
  journal_free (journal);
}

static void
test_initialize_failure_undoes (void)
{
  char *journal = journal_new ();
  g_autoptr (NoobRecord) inputs = test_record_new ("journal", G_TYPE_STRING, journal);
  NoobRunner *runner =
    runner_test_new (&sync_runner_kind,
                     "input: { journal: {} }\n"
                     "nodes:\n"
                     "  a: { type: @count, params: { name: a, journal: input.journal } }\n"
                     "  b: { type: @count, params: { name: b, journal: input.journal } }\n"
                     "  bad: { type: @count, params: { broken: true } }\n"
                     "  c: { type: @count, params: { name: c, journal: input.journal } }\n",
                     inputs);
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_runner_initialize (runner, &error));
  test_assert_error (error, NOOB_ERROR_FAILED, "\"bad\"", "the counter is broken", NULL);
  assert_journal (journal, "init a,init b,deinit b,deinit a");
  g_assert_finalize_object (runner);
  journal_free (journal);
}

static void
test_deinitialize_goes_on_after_failure (void)
{
  char *journal = journal_new ();
  g_autoptr (NoobRecord) inputs = test_record_new ("journal", G_TYPE_STRING, journal);
  NoobRunner *runner =
    runner_test_new (&sync_runner_kind,
                     "input: { journal: {} }\n"
                     "nodes:\n"
                     "  a: { type: @count, params: { name: a, journal: input.journal } }\n"
                     "  bad: { type: 'c:librunner-nodes.so#StubbornNode' }\n"
                     "  worse: { type: 'c:librunner-nodes.so#StubbornNode' }\n",
                     inputs);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (noob_runner_initialize (runner, NULL));
      assert_process (runner, NULL, "nothing");
      expect_log_of ("bad", "*\"bad\": *will not go*");
      g_assert_false (noob_runner_deinitialize (runner, &error));
      test_assert_error (error, NOOB_ERROR_FAILED, "\"worse\"", "will not go", NULL);
      g_assert_false (noob_runner_get_initialized (runner));
      assert_expected_log ();
    }
  assert_journal (journal, "init a,deinit a,init a,deinit a");
  g_assert_finalize_object (runner);
  journal_free (journal);
}

/* The store. */

static void
test_store_holds_last_epoch (void)
{
  NoobRunner *runner = begin (COUNTING);
  NoobEventStore *store = noob_runner_get_store (runner);
  g_autoptr (NoobEpoch) first = noob_epoch_new (0);
  g_autoptr (NoobEpoch) second = noob_epoch_new (1);
  NoobEvent *event;

  assert_run (runner, 2, "[0 2]");
  g_assert_cmpuint (noob_event_store_get_n_events (store), ==, 2);
  g_assert_null (noob_event_store_get (store, first, "b", "value"));
  event = noob_event_store_get (store, second, "b", "value");
  g_assert_cmpint (g_value_get_int64 (noob_event_get_value (event)), ==, 2);
  runner_test_end (runner);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  expected_log_init ();

  g_test_add_func ("/sync-runner/free-run/stop-in-handler", test_stop_in_handler);
  g_test_add_func ("/sync-runner/free-run/does-not-block", test_start_does_not_block);
  g_test_add_func ("/sync-runner/free-run/context-of-construction", test_context_of_construction);
  g_test_add_func ("/sync-runner/free-run/other-calls-fail", test_calls_while_running);
  g_test_add_func ("/sync-runner/free-run/not-initialized", test_not_initialized);
  g_test_add_func ("/sync-runner/free-run/end-of-stream-stops", test_end_of_stream_stops);
  g_test_add_func ("/sync-runner/free-run/failure-stops", test_failure_stops);
  g_test_add_func ("/sync-runner/free-run/deinitialize-stops", test_deinitialize_stops);
  g_test_add_func ("/sync-runner/free-run/last-reference-stops", test_last_reference_stops);
  g_test_add_func ("/sync-runner/handler/spins", test_handler_spins);
  g_test_add_func ("/sync-runner/handler/drops-last-reference-in-free-run",
                   test_handler_drops_last_reference_in_free_run);
  g_test_add_func ("/sync-runner/handler/switches-between-epochs", test_handler_switches);
  g_test_add_func ("/sync-runner/handler/comes-and-goes", test_handlers_come_and_go);
  g_test_add_func ("/sync-runner/order/of-nodes", test_order_of_nodes);
  g_test_add_func ("/sync-runner/order/initialize-failure-undoes", test_initialize_failure_undoes);
  g_test_add_func ("/sync-runner/order/deinitialize-goes-on-after-failure",
                   test_deinitialize_goes_on_after_failure);
  g_test_add_func ("/sync-runner/store/holds-last-epoch", test_store_holds_last_epoch);

  return g_test_run ();
}
