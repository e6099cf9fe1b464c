/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A source that could do far more than what is after it: nothing is lost, nothing piles up, and no
 * more epochs are open than may be. */

#include "process-memory.h"
#include "runner-fixture.h"

#define MAX_GROWTH (20 * 1024 * 1024)
#define MAX_IN_FLIGHT 16

/* The first of very many epochs is slow, and the others end long before it. */
#define SLOW_BRANCH \
  "nodes:\n" \
  "  a: {type: count}\n" \
  "  m: {type: multiple, depends: [{value: a.value}], params: {of: 1000000000}}\n" \
  "  b: {type: slow_pass, depends: [{value: m.value}], params: {milliseconds: 500}}\n" \
  "  c: {type: pass, depends: b.value}\n"

#define SLOW \
  "nodes:\n" \
  "  a: {type: count}\n" \
  "  b: {type: slow_pass, depends: [{value: a.value}], params: {milliseconds: 10}}\n" \
  "  r: {type: return, depends: b.value}\n"

/* What there is of memory before anything is run. */
static GArray *
measure_all (NoobRunner *runner,
             GArray     *pids)
{
  GArray *sizes = g_array_new (FALSE, FALSE, sizeof (gsize));

  for (guint i = 0; i < pids->len; i++)
    {
      gsize size = process_memory (g_array_index (pids, GPid, i));

      g_array_append_val (sizes, size);
    }

  return sizes;
}

static GArray *
list_processes (NoobRunner *runner)
{
  GArray *pids = noob_zmq_runner_get_node_processes (NOOB_ZMQ_RUNNER (runner));
  GPid own = getpid ();

  g_array_append_val (pids, own);

  return pids;
}

static void
assert_bounded (GArray *pids,
                GArray *before)
{
  if (!process_memory_is_its_own ())
    return;

  for (guint i = 0; i < pids->len; i++)
    g_assert_cmpuint (process_memory (g_array_index (pids, GPid, i)), <,
                      g_array_index (before, gsize, i) + MAX_GROWTH);
}

/* How fast it gets there, the benchmarks tell. */
static void
test_slow_node (RunnerFixture *fixture,
                gconstpointer  data)
{
  g_autoptr (GArray) pids = list_processes (fixture->runner);
  g_autoptr (GArray) before = measure_all (fixture->runner, pids);
  g_autoptr (NoobResults) results = noob_runner_iterate (fixture->runner, 300, NULL);
  g_auto (GValue) value = G_VALUE_INIT;

  for (gint64 i = 0; i < 300; i++)
    {
      g_autoptr (GError) error = NULL;

      noob_results_next (results, &value, &error);
      g_assert_no_error (error);
      g_assert_cmpint (g_value_get_int64 (&value), ==, i);
    }
  g_assert_false (noob_results_next (results, &value, NULL));
  assert_bounded (pids, before);
}

/* How many epochs have begun and not ended, as far as has been heard. */
typedef struct
{
  guint64 n_begun;
  guint64 n_ended;
  guint64 n_open;
} Probe;

static void
count_begun (NoobRunner *runner,
             NoobEvent  *event,
             gpointer    data)
{
  Probe *probe = data;

  probe->n_begun++;
  probe->n_open = MAX (probe->n_open, probe->n_begun - probe->n_ended);
}

static void
count_ended (NoobRunner *runner,
             NoobEpoch  *epoch,
             gpointer    data)
{
  ((Probe *) data)->n_ended++;
}

static void
test_in_flight (RunnerFixture *fixture,
                gconstpointer  data)
{
  NoobResults *results;
  g_auto (GValue) value = G_VALUE_INIT;
  Probe probe = { 0, 0, 0 };

  fixture->runner = runner_new (SLOW, NULL);
  g_object_set (fixture->runner, "max-in-flight", MAX_IN_FLIGHT, NULL);
  g_signal_connect (fixture->runner, "event::a", G_CALLBACK (count_begun), &probe);
  g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (count_ended), &probe);
  runner_initialize (fixture->runner);

  /* One after the other, each begun while epochs of the one before are open. */
  for (guint i = 0; i < 3; i++)
    {
      guint64 n_ended = probe.n_ended;

      results = noob_runner_iterate (fixture->runner, -1, NULL);
      for (guint j = 0; j < 3; j++)
        g_assert_true (noob_results_next (results, &value, NULL));
      g_object_unref (results);

      g_assert_true (noob_runner_start (fixture->runner, NULL));
      while (probe.n_ended < n_ended + 2 * MAX_IN_FLIGHT)
        g_main_context_iteration (NULL, TRUE);
      g_assert_true (noob_runner_stop (fixture->runner, NULL));
    }

  g_assert_cmpuint (probe.n_open, >, MAX_IN_FLIGHT / 2);
  g_assert_cmpuint (probe.n_open, <=, MAX_IN_FLIGHT);
  g_signal_handlers_disconnect_by_data (fixture->runner, &probe);
}

typedef struct
{
  gboolean has_event;
  gboolean has_ended;
  guint    n_later; /* epochs that ended before the first one */
} FirstEpoch;

static void
note_event (NoobRunner *runner,
            NoobEvent  *event,
            gpointer    data)
{
  FirstEpoch *first = data;

  g_assert_false (first->has_ended);
  first->has_event = TRUE;
}

static void
note_end (NoobRunner *runner,
          NoobEpoch  *epoch,
          gpointer    data)
{
  FirstEpoch *first = data;

  if (noob_epoch_get_root (epoch) == 0)
    first->has_ended = TRUE;
  else if (!first->has_ended)
    first->n_later++;
}

static void
test_slow_branch (RunnerFixture *fixture,
                  gconstpointer  data)
{
  FirstEpoch first = { FALSE, };

  g_signal_connect (fixture->runner, "event::c", G_CALLBACK (note_event), &first);
  g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (note_end), &first);

  g_assert_true (noob_runner_start (fixture->runner, NULL));
  while (!first.has_ended)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (noob_runner_stop (fixture->runner, NULL));

  g_assert_true (first.has_event);
  g_assert_cmpuint (first.n_later, >, 0);
  g_signal_handlers_disconnect_by_data (fixture->runner, &first);
}

/* A node that emits 100,000 events in one epoch. */
static void
test_flood (RunnerFixture *fixture,
            gconstpointer  data)
{
  for (guint i = 0; i < 3; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_autoptr (GError) error = NULL;

      noob_runner_process (fixture->runner, NULL, &value, &error);
      g_assert_no_error (error);
      g_assert_true (G_VALUE_HOLDS (&value, NOOB_TYPE_LIST));
      g_assert_cmpuint (noob_list_get_length (g_value_get_boxed (&value)), ==, 100000);
    }
  g_assert_cmpuint (noob_event_store_get_n_events (noob_runner_get_store (fixture->runner)), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  runner_test_init (&argc, &argv);

  runner_test_add ("/zmq-runner/slow/nothing-lost-and-nothing-piles-up", SLOW, test_slow_node);
  runner_test_add ("/zmq-runner/slow/no-more-in-flight-than-may-be", NULL, test_in_flight);
  runner_test_add ("/zmq-runner/slow/an-epoch-that-thousands-overtake", SLOW_BRANCH,
                   test_slow_branch);
  runner_test_add ("/zmq-runner/slow/flood",
                   "nodes:\n"
                   "  a: {type: range, params: {n: 100000}}\n"
                   "  b: {type: map, depends: a.value}\n"
                   "  c: {type: pass, depends: b.value}\n"
                   "  r: {type: return, depends: c.value}\n",
                   test_flood);

  return runner_test_run ();
}
