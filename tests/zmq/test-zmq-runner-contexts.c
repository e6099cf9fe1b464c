/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where a ZMQ runner tells what it tells, whatever thread calls it, whatever loops run within each
 * other, and wherever it ends. */

#include "runner-fixture.h"

#define CHAIN \
  "nodes:\n" \
  "  a: {type: count}\n" \
  "  b: {type: add, depends: a.value, params: {right: 10}}\n" \
  "  r: {type: return, depends: b.value}\n"

#define TURNING \
  "nodes:\n" \
  "  a: {type: count}\n" \
  "  b: {type: pass_after_turns, depends: [{value: a.value}]}\n" \
  "  r: {type: return, depends: b.value}\n"

#define N_ROUNDS 20

/* What was heard of, all in one thread. */
typedef struct
{
  GThread   *home;
  GMainLoop *loop; /* of a handler; nullable */
  gint64     n_events;
  gint64     n_wanted; /* by the loop */
  guint      n_epochs;
  guint      n_ready;
  guint      n_changes; /* of properties */
} Heard;

static void
on_event (NoobRunner *runner,
          NoobEvent  *event,
          gpointer    data)
{
  Heard *heard = data;

  g_assert_true (g_thread_self () == heard->home);
  g_assert_cmpint (g_value_get_int64 (noob_event_get_value (event)), ==, heard->n_events);
  if (++heard->n_events == heard->n_wanted)
    g_main_loop_quit (heard->loop);
}

static void
on_epoch_ended (NoobRunner *runner,
                NoobEpoch  *epoch,
                gpointer    data)
{
  Heard *heard = data;

  g_assert_true (g_thread_self () == heard->home);
  heard->n_epochs++;
}

static void
on_node_ready (NoobRunner *runner,
               const char *node_id,
               gpointer    data)
{
  Heard *heard = data;

  g_assert_true (g_thread_self () == heard->home);
  heard->n_ready++;
}

static void
on_notify (NoobRunner *runner,
           GParamSpec *property,
           gpointer    data)
{
  Heard *heard = data;

  g_assert_true (g_thread_self () == heard->home);
  heard->n_changes++;
}

/* The runner is to be deinitialized before @heard goes. */
static void
hear (NoobRunner *runner,
      Heard      *heard)
{
  *heard = (Heard) { .home = g_thread_self () };
  g_signal_connect (runner, "event::a", G_CALLBACK (on_event), heard);
  g_signal_connect (runner, "epoch-ended", G_CALLBACK (on_epoch_ended), heard);
  g_signal_connect (runner, "node-ready", G_CALLBACK (on_node_ready), heard);
  g_signal_connect (runner, "notify::initialized", G_CALLBACK (on_notify), heard);
  g_signal_connect (runner, "notify::running", G_CALLBACK (on_notify), heard);
}

/* Other threads. */

typedef struct
{
  RunnerFixture *fixture;
  GThreadFunc    func;
  gint           done; /* atomic */
} Elsewhere;

static gpointer
call_elsewhere (gpointer data)
{
  Elsewhere *self = data;

  self->func (self->fixture);
  g_atomic_int_set (&self->done, TRUE);
  g_main_context_wakeup (NULL);

  return NULL;
}

/* The main loop goes on here while @func is called in another thread. */
static void
iterate_during (RunnerFixture *fixture,
                GThreadFunc    func)
{
  Elsewhere elsewhere = { fixture, func, FALSE };
  GThread *thread = g_thread_new ("elsewhere", call_elsewhere, &elsewhere);

  while (!g_atomic_int_get (&elsewhere.done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gpointer
call_everything (gpointer data)
{
  RunnerFixture *fixture = data;

  runner_initialize (fixture->runner);
  assert_processes (fixture->runner, NULL, "10");
  assert_runs (fixture->runner, 2, "[11,12]");
  g_assert_true (noob_runner_start (fixture->runner, NULL));
  g_assert_true (noob_runner_stop (fixture->runner, NULL));
  runner_deinitialize (fixture->runner);

  return NULL;
}

static void
test_all_calls_elsewhere (RunnerFixture *fixture,
                          gconstpointer  data)
{
  Heard heard;

  fixture->runner = runner_new (CHAIN, NULL);
  hear (fixture->runner, &heard);
  iterate_during (fixture, call_everything);
  g_assert_cmpuint (heard.n_ready, ==, 2);
  g_assert_cmpint (heard.n_events, >=, 3);
  g_assert_cmpuint (heard.n_epochs, >=, 3);
  g_assert_cmpuint (heard.n_changes, ==, 4);
}

/* A runner that is made where another context is pushed is at home there. */
static gpointer
run_in_own_context (gpointer data)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (NoobRunner) runner = NULL;
  Heard heard;

  g_main_context_push_thread_default (context);
  runner = runner_new (CHAIN, NULL);
  hear (runner, &heard);
  runner_initialize (runner);
  assert_processes (runner, NULL, "10");
  g_assert_cmpint (heard.n_events, ==, 1);

  g_assert_true (noob_runner_start (runner, NULL));
  while (heard.n_events < 10)
    g_main_context_iteration (context, TRUE);

  runner_deinitialize (runner);
  g_main_context_pop_thread_default (context);

  return NULL;
}

static void
test_pushed_context (RunnerFixture *fixture,
                     gconstpointer  data)
{
  iterate_during (fixture, run_in_own_context);
}

static gpointer
process_one (gpointer data)
{
  RunnerFixture *fixture = data;

  assert_processes (fixture->runner, NULL, "10");

  return NULL;
}

/* Nothing is told where the call is made; it waits until its context has its turn. */
static void
test_told_in_its_context_only (RunnerFixture *fixture,
                               gconstpointer  data)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Heard heard;

  g_main_context_push_thread_default (context);
  fixture->runner = runner_new (CHAIN, NULL);
  g_main_context_pop_thread_default (context);
  hear (fixture->runner, &heard);
  runner_initialize (fixture->runner);
  heard.n_ready = 0;

  iterate_during (fixture, process_one);
  g_assert_cmpint (heard.n_events, ==, 0);
  while (heard.n_epochs == 0)
    g_main_context_iteration (context, TRUE);
  g_assert_cmpint (heard.n_events, ==, 1);
  runner_deinitialize (fixture->runner);
}

/* Loops within loops. */

static void
nest (NoobRunner *runner,
      NoobEvent  *event,
      gpointer    data)
{
  Heard *heard = data;

  g_signal_handlers_disconnect_by_func (runner, nest, data);
  heard->loop = g_main_loop_new (NULL, FALSE);
  g_main_loop_run (heard->loop);
  g_clear_pointer (&heard->loop, g_main_loop_unref);
}

static void
test_nested_loop_in_a_free_run (RunnerFixture *fixture,
                                gconstpointer  data)
{
  Heard heard;

  hear (fixture->runner, &heard);
  heard.n_wanted = 50;
  g_signal_connect (fixture->runner, "event::a", G_CALLBACK (nest), &heard);
  g_assert_true (noob_runner_start (fixture->runner, NULL));
  while (heard.n_events < 100)
    g_main_context_iteration (NULL, TRUE);
  runner_deinitialize (fixture->runner);
}

static void
test_nested_loop_in_a_call (RunnerFixture *fixture,
                            gconstpointer  data)
{
  Heard heard;

  hear (fixture->runner, &heard);
  heard.n_wanted = 5;
  g_signal_connect (fixture->runner, "event::a", G_CALLBACK (nest), &heard);
  assert_runs (fixture->runner, 8, "[10,11,12,13,14,15,16,17]");
  g_assert_cmpint (heard.n_events, >=, 8);
  runner_deinitialize (fixture->runner);
}

static void
test_node_turns_its_loop (RunnerFixture *fixture,
                          gconstpointer  data)
{
  Heard heard;

  hear (fixture->runner, &heard);
  assert_processes (fixture->runner, NULL, "0");
  assert_runs (fixture->runner, 10, "[1,2,3,4,5,6,7,8,9,10]");
  g_assert_cmpint (heard.n_events, >=, 11);
  runner_deinitialize (fixture->runner);
}

static void
test_node_turns_the_loop_of_its_thread (RunnerFixture *fixture,
                                        gconstpointer  data)
{
  fixture->runner = runner_new (TURNING, NULL);
  g_object_set (fixture->runner, "transport", NOOB_TRANSPORT_INPROC, NULL);
  runner_initialize (fixture->runner);
  test_node_turns_its_loop (fixture, data);
}

/* A free run that ends by itself. */

static void
test_free_run_that_ends_at_once (RunnerFixture *fixture,
                                 gconstpointer  data)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr (NoobRunner) runner =
        runner_new ("nodes: {a: {type: count, params: {end: 0}}}", NULL);

      runner_initialize (runner);
      g_assert_true (noob_runner_start (runner, NULL));
      if (i % 2 == 0)
        while (noob_runner_get_running (runner))
          g_main_context_iteration (NULL, TRUE);
      runner_deinitialize (runner);
      g_assert_false (noob_runner_get_running (runner));
    }
}

/* The last reference. */

static gpointer
drop (gpointer data)
{
  RunnerFixture *fixture = data;

  g_clear_object (&fixture->runner);

  return NULL;
}

static void
prepare_to_drop (RunnerFixture *fixture,
                 Heard         *heard)
{
  fixture->runner = runner_new (CHAIN, NULL);
  hear (fixture->runner, heard);
  runner_initialize (fixture->runner);
}

/* While events come and are told of here. */
static void
test_dropped_elsewhere_in_a_free_run (RunnerFixture *fixture,
                                      gconstpointer  data)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      Heard heard;

      prepare_to_drop (fixture, &heard);
      g_assert_true (noob_runner_start (fixture->runner, NULL));
      while (heard.n_events < i)
        g_main_context_iteration (NULL, TRUE);
      iterate_during (fixture, drop);
    }
}

/* While nobody looks after the main loop, and much is left untold. */
static void
test_dropped_elsewhere_without_a_loop (RunnerFixture *fixture,
                                       gconstpointer  data)
{
  Heard heard;

  prepare_to_drop (fixture, &heard);
  g_assert_true (noob_runner_start (fixture->runner, NULL));
  g_thread_join (g_thread_new ("collector", drop, fixture));
  g_assert_cmpint (heard.n_events, ==, 0);
}

static void
note_end (gpointer  data,
          GObject  *runner)
{
  g_atomic_int_set ((gint *) data, TRUE);
  g_main_context_wakeup (NULL);
}

static void
drop_in_thread (NoobCommandNode *command,
                NoobEvent       *event,
                gpointer         data)
{
  g_clear_object ((NoobRunner **) data);
}

/* What ends it waits for that thread. */
static void
test_dropped_in_its_own_thread (RunnerFixture *fixture,
                                gconstpointer  data)
{
  gint ended = FALSE;
  NoobCommandNode *command;

  command = noob_zmq_runner_get_command (NOOB_ZMQ_RUNNER (fixture->runner));
  g_object_weak_ref (G_OBJECT (fixture->runner), note_end, &ended);
  g_signal_connect (command, "event::a", G_CALLBACK (drop_in_thread), &fixture->runner);
  noob_command_node_want_values (command, "a");
  g_assert_true (noob_runner_start (fixture->runner, NULL));
  while (!g_atomic_int_get (&ended))
    g_main_context_iteration (NULL, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  runner_test_init (&argc, &argv);

  runner_test_add ("/zmq-runner/contexts/all-calls-made-elsewhere", NULL,
                   test_all_calls_elsewhere);
  runner_test_add ("/zmq-runner/contexts/made-where-another-is-pushed", NULL,
                   test_pushed_context);
  runner_test_add ("/zmq-runner/contexts/told-in-its-own-only", NULL,
                   test_told_in_its_context_only);
  runner_test_add ("/zmq-runner/contexts/nested-loop-in-a-free-run", CHAIN,
                   test_nested_loop_in_a_free_run);
  runner_test_add ("/zmq-runner/contexts/nested-loop-in-a-call", CHAIN,
                   test_nested_loop_in_a_call);
  runner_test_add ("/zmq-runner/contexts/node-turns-its-loop", TURNING, test_node_turns_its_loop);
  runner_test_add ("/zmq-runner/contexts/node-turns-the-loop-of-its-thread", NULL,
                   test_node_turns_the_loop_of_its_thread);
  runner_test_add ("/zmq-runner/contexts/free-run-that-ends-at-once", NULL,
                   test_free_run_that_ends_at_once);
  runner_test_add ("/zmq-runner/contexts/dropped-elsewhere-in-a-free-run", NULL,
                   test_dropped_elsewhere_in_a_free_run);
  runner_test_add ("/zmq-runner/contexts/dropped-elsewhere-without-a-loop", NULL,
                   test_dropped_elsewhere_without_a_loop);
  runner_test_add ("/zmq-runner/contexts/dropped-in-its-own-thread", CHAIN,
                   test_dropped_in_its_own_thread);

  return runner_test_run ();
}
