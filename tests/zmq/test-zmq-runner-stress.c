/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Whatever calls meet, in whatever order: each is answered, each epoch ends once, books balance, and
 * nothing is left. The seed is printed, and can be given with --seed. */

#include "runner-fixture.h"

#include <signal.h>

#define N_LIVES 6
#define N_STEPS 15

#define TUBE \
  "nodes:\n" \
  "  a: {type: count}\n" \
  "  b: {type: pass, depends: a.value}\n" \
  "  c: {type: pass, depends: a.value}\n" \
  "  r: {type: return, depends: b.value}\n"

/* From initializing to deinitializing. */
typedef struct
{
  NoobRunner *runner;
  GPtrArray  *calls; /* those that are yet to be answered */
  GHashTable *ended; /* roots, a set of gint64 * */
  gint64      last_root;
  gboolean    in_order; /* nothing was cancelled */
  int         end;      /* what calls may fail with; 0 before the end */
} Life;

typedef gboolean (*FinishFunc) (NoobRunner    *runner,
                                GAsyncResult  *result,
                                GError       **error);

typedef struct
{
  Life         *life;
  GCancellable *cancellable;
  FinishFunc    finish;
} Call;

/* Calls. */

static gboolean
finish_process (NoobRunner    *runner,
                GAsyncResult  *result,
                GError       **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  return noob_runner_process_finish (runner, result, &value, error);
}

static gboolean
finish_run (NoobRunner    *runner,
            GAsyncResult  *result,
            GError       **error)
{
  g_autoptr (NoobList) results = noob_runner_run_finish (runner, result, error);

  return results != NULL;
}

static Call *
call_new (Life       *life,
          FinishFunc  finish)
{
  Call *self = g_new (Call, 1);

  *self = (Call) { life, g_cancellable_new (), finish };
  g_ptr_array_add (life->calls, self);

  return self;
}

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Call *call = data;
  g_autoptr (GError) error = NULL;

  if (!call->finish (NOOB_RUNNER (source), result, &error) &&
      !(g_cancellable_is_cancelled (call->cancellable) &&
        g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    g_assert_error (error, NOOB_ERROR, call->life->end);

  g_assert_true (g_ptr_array_remove (call->life->calls, call));
  g_object_unref (call->cancellable);
  g_free (call);
}

static void
settle (Life *life)
{
  while (life->calls->len > 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
dispatch_some (void)
{
  for (int i = g_test_rand_int_range (0, 5); i > 0; i--)
    g_main_context_iteration (NULL, FALSE);
}

static void
cancel_one (Life *life)
{
  Call *call;

  dispatch_some ();
  if (life->calls->len == 0)
    return;

  life->in_order = FALSE;
  call = g_ptr_array_index (life->calls, g_test_rand_int_range (0, (gint32) life->calls->len));
  g_cancellable_cancel (call->cancellable);
}

/* Epochs. */

static void
on_epoch_ended (NoobRunner *runner,
                NoobEpoch  *epoch,
                gpointer    data)
{
  Life *life = data;
  gint64 root = (gint64) noob_epoch_get_root (epoch);

  g_assert_true (g_hash_table_add (life->ended, g_memdup2 (&root, sizeof root)));
  if (life->in_order)
    g_assert_cmpint (root, ==, life->last_root + 1);
  life->last_root = MAX (life->last_root, root);
}

/* Steps. */

static void
process_some (Life *life)
{
  for (int i = g_test_rand_int_range (1, 8); i > 0; i--)
    {
      Call *call = call_new (life, finish_process);

      noob_runner_process_async (life->runner, NULL, call->cancellable, on_answer, call);
    }
  if (g_test_rand_bit ())
    cancel_one (life);
}

static void
process_and_wait (Life *life)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  settle (life);
  noob_runner_process (life->runner, NULL, &value, &error);
  g_assert_no_error (error);
}

static void
run_some (Life *life)
{
  Call *call;

  settle (life);
  call = call_new (life, finish_run);
  noob_runner_run_async (life->runner, g_test_rand_int_range (1, 30), call->cancellable, on_answer,
                         call);
  if (g_test_rand_bit ())
    cancel_one (life);
  settle (life);
}

static void
iterate_and_break_off (Life *life)
{
  g_autoptr (NoobResults) results = NULL;
  g_autoptr (GError) error = NULL;

  settle (life);
  results = noob_runner_iterate (life->runner, -1, &error);
  g_assert_no_error (error);
  for (int i = g_test_rand_int_range (0, 10); i > 0; i--)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      noob_results_next (results, &value, &error);
      g_assert_no_error (error);
    }
}

static void
run_freely (Life *life)
{
  gint64 enough = life->last_root + g_test_rand_int_range (0, 50);
  g_autoptr (GError) error = NULL;

  settle (life);
  noob_runner_start (life->runner, &error);
  g_assert_no_error (error);
  while (life->last_root < enough)
    g_main_context_iteration (NULL, TRUE);
  noob_runner_stop (life->runner, &error);
  g_assert_no_error (error);
}

static void
switch_one (Life *life)
{
  const char *node = g_test_rand_bit () ? "b" : "c";
  Call *call;

  if (g_test_rand_bit ())
    {
      call = call_new (life, noob_runner_enable_node_finish);
      noob_runner_enable_node_async (life->runner, node, NULL, on_answer, call);
    }
  else
    {
      call = call_new (life, noob_runner_disable_node_finish);
      noob_runner_disable_node_async (life->runner, node, NULL, on_answer, call);
    }
}

static void (*const steps[]) (Life *life) = {
  process_some, process_and_wait, run_some, iterate_and_break_off, run_freely, switch_one, settle,
};

static void
take_steps (Life *life)
{
  for (guint i = 0; i < N_STEPS; i++)
    steps[g_test_rand_int_range (0, G_N_ELEMENTS (steps))](life);
}

/* Ends. */

static void
await_death (NoobRunner *runner)
{
  g_autoptr (GError) error = NULL;

  while (error == NULL)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      noob_runner_process (runner, NULL, &value, &error);
    }
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_NODE_LOST);
}

static void
end_in_peace (Life *life)
{
  process_and_wait (life);
  g_assert_cmpint (g_hash_table_size (life->ended), ==, life->last_root + 1);
}

static void
end_in_the_middle (Life *life)
{
  process_some (life);
  life->end = NOOB_ERROR_STATE;
}

static void
end_with_a_death (Life *life)
{
  g_autoptr (GArray) pids = noob_zmq_runner_get_node_processes (NOOB_ZMQ_RUNNER (life->runner));
  GPid pid = g_array_index (pids, GPid, g_test_rand_int_range (0, (gint32) pids->len));

  life->end = NOOB_ERROR_NODE_LOST;
  life->in_order = FALSE;
  process_some (life);
  g_assert_no_errno (kill (pid, SIGKILL));
  process_some (life);
  settle (life);
  await_death (life->runner);
}

static void (*const ends[]) (Life *life) = {
  end_in_peace,
  end_in_the_middle,
  end_with_a_death, /* for processes only */
};

static void
live (NoobRunner *runner,
      guint       n_ends)
{
  g_autoptr (GPtrArray) calls = g_ptr_array_new ();
  g_autoptr (GHashTable) ended = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Life life = { runner, calls, ended, -1, TRUE, 0 };

  g_object_set (runner, "max-in-flight", 1 << g_test_rand_int_range (0, 10), NULL);
  g_signal_connect (runner, "epoch-ended", G_CALLBACK (on_epoch_ended), &life);
  runner_initialize (runner);
  take_steps (&life);
  ends[g_test_rand_int_range (0, (gint32) n_ends)](&life);
  runner_deinitialize (runner);
  settle (&life);
  g_signal_handlers_disconnect_by_data (runner, &life);
}

static void
test_processes (RunnerFixture *fixture,
                gconstpointer  data)
{
  fixture->runner = runner_new (TUBE, NULL);
  for (guint i = 0; i < N_LIVES; i++)
    live (fixture->runner, G_N_ELEMENTS (ends));
}

static void
test_threads (RunnerFixture *fixture,
              gconstpointer  data)
{
  fixture->runner = runner_new (TUBE, NULL);
  g_object_set (fixture->runner, "transport", NOOB_TRANSPORT_INPROC, NULL);
  for (guint i = 0; i < N_LIVES; i++)
    live (fixture->runner, G_N_ELEMENTS (ends) - 1);
}

int
main (int   argc,
      char *argv[])
{
  runner_test_init (&argc, &argv);

  runner_test_add ("/zmq-runner/stress/processes", NULL, test_processes);
  runner_test_add ("/zmq-runner/stress/threads", NULL, test_threads);

  return runner_test_run ();
}
