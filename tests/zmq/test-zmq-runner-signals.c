/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Signals of the ZMQ runner: which, and in which thread. */

#include "runner-fixture.h"

#define CHAIN \
  "nodes:\n" \
  "  a: {type: count}\n" \
  "  b: {type: add, depends: a.value, params: {right: 10}}\n" \
  "  c: {type: divide, depends: b.value, params: {by: 3}}\n" \
  "  r: {type: return, depends: b.value}\n"

/* What was heard, and whether always in this thread. */
typedef struct
{
  GThread   *home;
  GPtrArray *words;
} Log;

static void
log_init (Log *self)
{
  self->home = g_thread_self ();
  self->words = g_ptr_array_new_with_free_func (g_free);
}

static void
log_clear (Log *self)
{
  g_ptr_array_unref (self->words);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Log, log_clear)

static void
log_take (Log  *self,
          char *word)
{
  g_assert_true (g_thread_self () == self->home);
  g_ptr_array_add (self->words, word);
}

static void
assert_log (Log        *self,
            const char *expected)
{
  g_autofree char *all = NULL;

  g_ptr_array_add (self->words, NULL);
  all = g_strjoinv (" ", (char **) self->words->pdata);
  g_assert_cmpstr (all, ==, expected);
  g_ptr_array_set_size (self->words, 0);
}

static void
on_event (NoobRunner *runner,
          NoobEvent  *event,
          gpointer    data)
{
  g_autofree char *epoch = noob_epoch_to_string (noob_event_get_epoch (event));

  log_take (data, g_strdup_printf ("%s:%s.%s=%" G_GINT64_FORMAT, epoch,
                                   noob_event_get_node_id (event), noob_event_get_signal (event),
                                   g_value_get_int64 (noob_event_get_value (event))));
}

static void
on_epoch_ended (NoobRunner *runner,
                NoobEpoch  *epoch,
                gpointer    data)
{
  log_take (data, noob_epoch_to_string (epoch));
}

static void
on_node_ready (NoobRunner *runner,
               const char *node_id,
               gpointer    data)
{
  log_take (data, g_strdup (node_id));
}

static void
test_event_of_one_node (RunnerFixture *fixture,
                        gconstpointer  data)
{
  g_auto (Log) log = { NULL, };

  log_init (&log);
  fixture->runner = runner_new (CHAIN, NULL);
  g_signal_connect (fixture->runner, "event::c", G_CALLBACK (on_event), &log);
  runner_initialize (fixture->runner);
  assert_processes (fixture->runner, NULL, "10");
  assert_log (&log, "0:c.quotient=3 0:c.rest=1");
}

static void
test_events_of_all_nodes (RunnerFixture *fixture,
                          gconstpointer  data)
{
  g_auto (Log) log = { NULL, };

  log_init (&log);
  fixture->runner = runner_new (CHAIN, NULL);
  g_signal_connect (fixture->runner, "event", G_CALLBACK (on_event), &log);
  runner_initialize (fixture->runner);
  assert_processes (fixture->runner, NULL, "10");
  g_assert_cmpuint (log.words->len, ==, 4);
}

static void
test_connected_between_calls (RunnerFixture *fixture,
                              gconstpointer  data)
{
  g_auto (Log) log = { NULL, };

  log_init (&log);
  assert_processes (fixture->runner, NULL, "10");
  g_signal_connect (fixture->runner, "event::a", G_CALLBACK (on_event), &log);
  assert_processes (fixture->runner, NULL, "11");
  assert_log (&log, "1:a.value=1");
}

static void
test_connected_before_run (RunnerFixture *fixture,
                           gconstpointer  data)
{
  g_auto (Log) log = { NULL, };

  log_init (&log);
  g_signal_connect (fixture->runner, "event::a", G_CALLBACK (on_event), &log);
  assert_runs (fixture->runner, 3, "[10,11,12]");
  assert_log (&log, "0:a.value=0 1:a.value=1 2:a.value=2");
}

static void
test_connected_before_start (RunnerFixture *fixture,
                             gconstpointer  data)
{
  g_auto (Log) log = { NULL, };

  log_init (&log);
  g_signal_connect (fixture->runner, "event::a", G_CALLBACK (on_event), &log);
  noob_runner_start (fixture->runner, NULL);
  while (log.words->len < 10)
    g_main_context_iteration (NULL, TRUE);
  runner_deinitialize (fixture->runner);
  g_ptr_array_set_size (log.words, 2);
  assert_log (&log, "0:a.value=0 1:a.value=1");
}

static void
test_no_event_is_not_announced (RunnerFixture *fixture,
                                gconstpointer  data)
{
  g_auto (Log) log = { NULL, };

  log_init (&log);
  g_signal_connect (fixture->runner, "event::b", G_CALLBACK (on_event), &log);
  assert_runs (fixture->runner, 3, "[]");
  assert_log (&log, "0:b.value=0 2:b.value=2");
}

static void
test_events_of_subepochs (RunnerFixture *fixture,
                          gconstpointer  data)
{
  g_auto (Log) log = { NULL, };

  log_init (&log);
  g_signal_connect (fixture->runner, "event::b", G_CALLBACK (on_event), &log);
  assert_processes (fixture->runner, record_of_int ("n", 2), "[1,2]");
  assert_log (&log, "0/m.0:b.value=1 0/m.1:b.value=2");
}

static int
compare_words (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(char **) a, *(char **) b);
}

static void
test_node_ready (RunnerFixture *fixture,
                 gconstpointer  data)
{
  g_auto (Log) log = { NULL, };

  log_init (&log);
  fixture->runner = runner_new (CHAIN, NULL);
  g_signal_connect (fixture->runner, "node-ready", G_CALLBACK (on_node_ready), &log);
  runner_initialize (fixture->runner);
  g_ptr_array_sort (log.words, compare_words);
  assert_log (&log, "a b c");
}

static void
on_node_status (NoobRunner     *runner,
                const char     *node_id,
                NoobNodeStatus  status,
                gpointer        data)
{
  g_autoptr (GEnumClass) statuses = g_type_class_ref (NOOB_TYPE_NODE_STATUS);
  const char *nick = g_enum_get_value (statuses, (int) status)->value_nick;

  log_take (data, g_strdup_printf ("%s:%s", node_id, nick));
}

static void
test_node_status (RunnerFixture *fixture,
                  gconstpointer  data)
{
  g_auto (Log) log = { NULL, };

  log_init (&log);
  fixture->runner = runner_new ("nodes:\n  a: {type: count}\n", NULL);
  g_signal_connect (fixture->runner, "node-status", G_CALLBACK (on_node_status), &log);
  for (guint i = 0; i < 2; i++)
    {
      runner_initialize (fixture->runner);
      assert_log (&log, "a:waiting a:ready");
      runner_deinitialize (fixture->runner);
      assert_log (&log, "a:closed");
    }
}

static void
test_epoch_ended (RunnerFixture *fixture,
                  gconstpointer  data)
{
  g_auto (Log) log = { NULL, };

  log_init (&log);
  g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (on_epoch_ended), &log);
  assert_processes (fixture->runner, NULL, "10");
  assert_runs (fixture->runner, 2, "[11,12]");
  assert_log (&log, "0 1 2");
}

static gpointer
process_elsewhere (gpointer data)
{
  assert_processes (data, NULL, "10");
  g_main_context_wakeup (NULL);

  return NULL;
}

static void
test_process_in_another_thread (RunnerFixture *fixture,
                                gconstpointer  data)
{
  g_auto (Log) log = { NULL, };
  GThread *thread;

  log_init (&log);
  g_signal_connect (fixture->runner, "event::a", G_CALLBACK (on_event), &log);
  g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (on_epoch_ended), &log);
  thread = g_thread_new ("elsewhere", process_elsewhere, fixture->runner);
  while (log.words->len < 2)
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
  assert_log (&log, "0:a.value=0 0");
}

static gboolean
set_flag (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

/* A call that waits dispatches what is the runner's, and nothing else. */
static void
test_nothing_else_is_dispatched (RunnerFixture *fixture,
                                 gconstpointer  data)
{
  g_auto (Log) log = { NULL, };
  gboolean dispatched = FALSE;

  log_init (&log);
  g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (on_epoch_ended), &log);
  g_idle_add (set_flag, &dispatched);
  assert_processes (fixture->runner, NULL, "10");
  assert_log (&log, "0");
  g_assert_false (dispatched);
  while (!dispatched)
    g_main_context_iteration (NULL, TRUE);
}

/* What handlers may do. */

static void
stop_runner (NoobRunner *runner,
             NoobEpoch  *epoch,
             gpointer    data)
{
  g_assert_true (noob_runner_stop (runner, NULL));
}

static void
test_handler_stops (RunnerFixture *fixture,
                    gconstpointer  data)
{
  g_auto (GValue) value = G_VALUE_INIT;
  gulong handler =
    g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (stop_runner), NULL);

  g_assert_true (noob_runner_start (fixture->runner, NULL));
  while (noob_runner_get_running (fixture->runner))
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (fixture->runner, handler);
  g_assert_true (noob_runner_process (fixture->runner, NULL, &value, NULL));
}

static void
process_once_more (NoobRunner *runner,
                   NoobEpoch  *epoch,
                   gpointer    data)
{
  runner_fails (runner, NULL, NOOB_ERROR_STATE, "*");
}

static void
test_handler_processes (RunnerFixture *fixture,
                        gconstpointer  data)
{
  g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (process_once_more), NULL);
  assert_processes (fixture->runner, NULL, "10");
}

static void
refuse_to_deinitialize (NoobRunner *runner,
                        NoobEvent  *event,
                        gpointer    data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_runner_deinitialize (runner, &error));
  assert_error_like (error, NOOB_ERROR_STATE, "*");
}

static void
test_handler_in_a_call_deinitializes (RunnerFixture *fixture,
                                      gconstpointer  data)
{
  g_signal_connect (fixture->runner, "event::a", G_CALLBACK (refuse_to_deinitialize), NULL);
  assert_processes (fixture->runner, NULL, "10");
}

static void
deinitialize_runner (NoobRunner *runner,
                     NoobEvent  *event,
                     gpointer    data)
{
  g_signal_handlers_disconnect_by_func (runner, deinitialize_runner, data);
  runner_deinitialize (runner);
}

static void
test_handler_deinitializes (RunnerFixture *fixture,
                            gconstpointer  data)
{
  g_signal_connect (fixture->runner, "event::a", G_CALLBACK (deinitialize_runner), NULL);
  g_assert_true (noob_runner_start (fixture->runner, NULL));
  while (noob_runner_get_initialized (fixture->runner))
    g_main_context_iteration (NULL, TRUE);
}

static void
drop_runner (NoobRunner *runner,
             NoobEvent  *event,
             gpointer    data)
{
  g_clear_object ((NoobRunner **) data);
}

static void
test_handler_drops (RunnerFixture *fixture,
                    gconstpointer  data)
{
  g_signal_connect (fixture->runner, "event::a", G_CALLBACK (drop_runner), &fixture->runner);
  g_assert_true (noob_runner_start (fixture->runner, NULL));
  while (fixture->runner != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_handler_drops_while_waited_for (RunnerFixture *fixture,
                                     gconstpointer  data)
{
  g_signal_connect (fixture->runner, "event::a", G_CALLBACK (drop_runner), &fixture->runner);
  assert_processes (fixture->runner, NULL, "10");
  g_assert_null (fixture->runner);
}

int
main (int   argc,
      char *argv[])
{
  runner_test_init (&argc, &argv);

  runner_test_add ("/zmq-runner/event/of-one-node", NULL, test_event_of_one_node);
  runner_test_add ("/zmq-runner/event/of-all-nodes", NULL, test_events_of_all_nodes);
  runner_test_add ("/zmq-runner/event/connected-between-calls", CHAIN,
                   test_connected_between_calls);
  runner_test_add ("/zmq-runner/event/connected-before-run", CHAIN, test_connected_before_run);
  runner_test_add ("/zmq-runner/event/connected-before-start", CHAIN, test_connected_before_start);
  runner_test_add ("/zmq-runner/event/absence-is-not-announced",
                   "nodes:\n"
                   "  a: {type: count}\n"
                   "  b: {type: multiple, depends: a.value, params: {of: 2}}\n",
                   test_no_event_is_not_announced);
  runner_test_add ("/zmq-runner/event/of-subepochs",
                   "input: {n: {scope: process}}\n"
                   "nodes:\n"
                   "  a: {type: range, depends: [{n: input.n}]}\n"
                   "  m: {type: map, depends: a.value}\n"
                   "  b: {type: add, depends: m.value}\n"
                   "  r: {type: return, depends: b.value}\n",
                   test_events_of_subepochs);
  runner_test_add ("/zmq-runner/node-ready/for-each-node", NULL, test_node_ready);
  runner_test_add ("/zmq-runner/node-status/from-start-to-end", NULL, test_node_status);
  runner_test_add ("/zmq-runner/epoch-ended/for-each-epoch", CHAIN, test_epoch_ended);
  runner_test_add ("/zmq-runner/thread/home-though-called-elsewhere", CHAIN,
                   test_process_in_another_thread);
  runner_test_add ("/zmq-runner/thread/nothing-else-is-dispatched", CHAIN,
                   test_nothing_else_is_dispatched);
  runner_test_add ("/zmq-runner/handler/may-stop", CHAIN, test_handler_stops);
  runner_test_add ("/zmq-runner/handler/may-not-process", CHAIN, test_handler_processes);
  runner_test_add ("/zmq-runner/handler/may-not-deinitialize-in-a-call", CHAIN,
                   test_handler_in_a_call_deinitializes);
  runner_test_add ("/zmq-runner/handler/may-deinitialize", CHAIN, test_handler_deinitializes);
  runner_test_add ("/zmq-runner/handler/may-drop-the-runner", CHAIN, test_handler_drops);
  runner_test_add ("/zmq-runner/handler/may-drop-the-runner-while-it-is-waited-for", CHAIN,
                   test_handler_drops_while_waited_for);

  return runner_test_run ();
}
