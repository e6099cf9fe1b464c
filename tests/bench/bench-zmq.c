/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <noob.h>
#include <sys/resource.h>

/* What running each node in a process of its own costs, or in a thread, in real time. Targets:
 * 8 nodes are initialized within 150 ms, 50 within 1 s; of what a slow node can do, 95 % get to the
 * caller. */

#define N_RUNS 5
#define N_ROUND_TRIPS 1000
#define N_EPOCHS 20000
#define N_SLOW_EPOCHS 1000

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  const double *x = a;
  const double *y = b;

  return (*x > *y) - (*x < *y);
}

static double
median (double *times)
{
  qsort (times, N_RUNS, sizeof *times, compare_times);

  return times[N_RUNS / 2];
}

static double
milliseconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000;
}

/* A source, a chain of nodes that add 1, and a return node. */
static char *
make_text (guint n_nodes)
{
  GString *text =
    g_string_new ("nodes:\n  node_0: {type: 'c:libzmq-runner-nodes.so#count'}\n");

  for (guint i = 1; i < n_nodes; i++)
    g_string_append_printf (
      text, "  node_%u: {type: 'c:libzmq-runner-nodes.so#add', depends: node_%u.value}\n", i, i - 1);
  g_string_append_printf (text, "  result: {type: return, depends: node_%u.value}\n", n_nodes - 1);

  return g_string_free (text, FALSE);
}

static NoobTransport transport;

static NoobRunner *
make_runner_for (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) specification =
    noob_tube_specification_new_from_data (text, -1, NULL, &error);
  g_autoptr (NoobTube) tube =
    specification != NULL ? noob_tube_new (specification, NULL, &error) : NULL;

  if (tube == NULL)
    g_error ("%s", error->message);

  return g_object_new (NOOB_TYPE_ZMQ_RUNNER, "tube", tube, "transport", transport, NULL);
}

static NoobRunner *
make_runner (guint n_nodes)
{
  g_autofree char *text = make_text (n_nodes);

  return make_runner_for (text);
}

/* Milliseconds. */
static double
initialize (NoobRunner *runner)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  if (!noob_runner_initialize (runner, &error))
    g_error ("%s", error->message);

  return milliseconds_since (start);
}

static double
deinitialize (NoobRunner *runner)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  if (!noob_runner_deinitialize (runner, &error))
    g_error ("%s", error->message);

  return milliseconds_since (start);
}

static double
get_processor_milliseconds (int whose)
{
  struct rusage usage;

  getrusage (whose, &usage);

  return 1e3 * (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         1e-3 * (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/* Of this process and of the nodes that have ended: what else the machine does counts little there. */
static double
get_all_processor_milliseconds (void)
{
  return get_processor_milliseconds (RUSAGE_SELF) + get_processor_milliseconds (RUSAGE_CHILDREN);
}

static void
bench_life (guint n_nodes)
{
  double start = get_all_processor_milliseconds ();
  g_autoptr (NoobRunner) runner = make_runner (n_nodes);
  double beginnings[N_RUNS], ends[N_RUNS];

  for (guint i = 0; i < N_RUNS; i++)
    {
      beginnings[i] = initialize (runner);
      ends[i] = deinitialize (runner);
    }

  g_print ("%2u nodes: %7.1f ms to initialize, %6.1f ms to deinitialize, %6.1f ms of processors for both\n",
           n_nodes, median (beginnings), median (ends),
           (get_all_processor_milliseconds () - start) / N_RUNS);
}

static double
process (NoobRunner *runner)
{
  gint64 start = g_get_monotonic_time ();
  g_auto (GValue) result = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  if (!noob_runner_process (runner, NULL, &result, &error))
    g_error ("%s", error->message);

  return milliseconds_since (start);
}

static void
bench_round_trips (guint n_nodes)
{
  g_autoptr (NoobRunner) runner = make_runner (n_nodes);
  g_autofree double *times = g_new (double, N_ROUND_TRIPS);
  double middles[N_RUNS], tails[N_RUNS];

  initialize (runner);
  for (guint i = 0; i < N_RUNS; i++)
    {
      for (guint j = 0; j < N_ROUND_TRIPS; j++)
        times[j] = process (runner);
      qsort (times, N_ROUND_TRIPS, sizeof *times, compare_times);
      middles[i] = times[N_ROUND_TRIPS / 2];
      tails[i] = times[N_ROUND_TRIPS / 100 * 99];
    }

  g_print ("%2u nodes: %7.3f ms for half of the calls of process, %7.3f ms for 99 of 100\n", n_nodes,
           median (middles), median (tails));
}

static void
bench_run (guint n_nodes)
{
  g_autoptr (NoobRunner) runner = make_runner (n_nodes);
  double times[N_RUNS];

  initialize (runner);
  for (guint i = 0; i < N_RUNS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (GError) error = NULL;
      g_autoptr (NoobList) results = noob_runner_run (runner, N_EPOCHS, &error);

      if (results == NULL)
        g_error ("%s", error->message);
      times[i] = milliseconds_since (start);
    }

  g_print ("%2u nodes: %8.0f epochs a second in one run\n", n_nodes,
           1000 * N_EPOCHS / median (times));
}

/* A source that could do far more, and a node that takes 10 ms, read one result at a time. What the
 * node could do is one call after the other, each as long as it took in this very run. */
static void
bench_slow_node (void)
{
  g_autoptr (NoobRunner) runner = make_runner_for (
    "nodes:\n"
    "  a: {type: 'c:libzmq-runner-nodes.so#count'}\n"
    "  b: {type: 'c:libzmq-runner-nodes.so#slow_time', depends: [{value: a.value}],"
    " params: {milliseconds: 10}}\n"
    "  r: {type: return, depends: b.value}\n");
  g_autoptr (NoobResults) results = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  double in_calls = 0, time;
  gint64 start;

  initialize (runner);

  results = noob_runner_iterate (runner, N_SLOW_EPOCHS, NULL);
  start = g_get_monotonic_time ();
  while (noob_results_next (results, &value, NULL))
    in_calls += (double) g_value_get_int64 (&value) / 1000;
  time = milliseconds_since (start);

  g_print ("a node that takes 10 ms: %.1f results a second, %.1f %% of what it can do\n",
           1000 * N_SLOW_EPOCHS / time, 100 * in_calls / time);
}

static void
bench_transport (NoobTransport wanted)
{
  transport = wanted;
  g_print ("Over %s, medians of %d:\n", noob_transport_to_string (transport), N_RUNS);
  bench_life (2);
  bench_life (8);
  bench_life (50);
  bench_round_trips (2);
  bench_round_trips (8);
  bench_run (2);
  bench_slow_node ();
}

int
main (void)
{
  bench_transport (NOOB_TRANSPORT_IPC);
  bench_transport (NOOB_TRANSPORT_INPROC);

  return 0;
}
