/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <sys/resource.h>

#include "bench-report.h"
#include "bench-runner.h"

/* What running each node in a process of its own costs, or in a thread, in real time. Targets:
 * 8 nodes are initialized within 150 ms, 50 within 1 s; of what a slow node can do, 95 % get to the
 * caller. */

#define N_ROUND_TRIPS 1000
#define N_EPOCHS 20000
#define N_SLOW_EPOCHS 1000

static NoobTransport transport;

static NoobRunner *
make_runner_for (const char *text)
{
  NoobRunner *runner = bench_make_runner (text);

  g_object_set (runner, "transport", transport, NULL);

  return runner;
}

static NoobRunner *
make_runner (guint n_nodes)
{
  g_autofree char *text = bench_chain_text (n_nodes, TRUE);

  return make_runner_for (text);
}

G_GNUC_PRINTF (3, 4)
static void
report (double      value,
        const char *unit,
        const char *format,
        ...)
{
  g_autofree char *what = NULL;
  g_autofree char *name = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);

  name = g_strdup_printf ("%s: %s", noob_transport_to_string (transport), what);
  bench_report (name, unit, value);
}

static double
get_processor_milliseconds (int whose)
{
  struct rusage usage;

  getrusage (whose, &usage);

  return 1e3 * (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         1e-3 * (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/* Of this process and of the nodes that have ended: what else the machine does counts little. */
static double
get_all_processor_milliseconds (void)
{
  return get_processor_milliseconds (RUSAGE_SELF) + get_processor_milliseconds (RUSAGE_CHILDREN);
}

static void
bench_life (guint n_nodes)
{
  double processors = get_all_processor_milliseconds ();
  g_autoptr (NoobRunner) runner = make_runner (n_nodes);
  double beginnings[BENCH_N_RUNS], ends[BENCH_N_RUNS];

  for (guint i = 0; i < BENCH_N_RUNS; i++)
    {
      double start = bench_now ();

      bench_initialize (runner);
      beginnings[i] = (bench_now () - start) / 1000;
      start = bench_now ();
      bench_deinitialize (runner);
      ends[i] = (bench_now () - start) / 1000;
    }
  processors = (get_all_processor_milliseconds () - processors) / BENCH_N_RUNS;

  report (bench_median (beginnings, BENCH_N_RUNS), "ms", "initialize %u nodes", n_nodes);
  report (bench_median (ends, BENCH_N_RUNS), "ms", "deinitialize %u nodes", n_nodes);
  report (processors, "ms", "processors for both, %u nodes", n_nodes);
}

static void
bench_round_trips (guint n_nodes)
{
  g_autoptr (NoobRunner) runner = make_runner (n_nodes);
  double times[N_ROUND_TRIPS], middles[BENCH_N_RUNS], tails[BENCH_N_RUNS];

  bench_initialize (runner);
  for (guint i = 0; i < BENCH_N_RUNS; i++)
    {
      for (guint j = 0; j < N_ROUND_TRIPS; j++)
        times[j] = bench_time_process (runner);
      middles[i] = bench_median (times, N_ROUND_TRIPS);
      tails[i] = bench_nth_of (times, N_ROUND_TRIPS, 0.99);
    }

  report (bench_median (middles, BENCH_N_RUNS), "us", "process (), %u nodes, p50", n_nodes);
  report (bench_median (tails, BENCH_N_RUNS), "us", "process (), %u nodes, p99", n_nodes);
}

static void
bench_runs (guint n_nodes)
{
  g_autoptr (NoobRunner) runner = make_runner (n_nodes);
  double rates[BENCH_N_RUNS];

  bench_initialize (runner);
  for (guint i = 0; i < BENCH_N_RUNS; i++)
    rates[i] = bench_run (runner, N_EPOCHS);

  report (bench_median (rates, BENCH_N_RUNS), "epochs/s", "run (n), %u nodes", n_nodes);
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
  double in_calls = 0, start;

  bench_initialize (runner);

  results = noob_runner_iterate (runner, N_SLOW_EPOCHS, NULL);
  start = bench_now ();
  while (noob_results_next (results, &value, NULL))
    in_calls += (double) g_value_get_int64 (&value);

  report (100 * in_calls / (bench_now () - start), "%", "of what a node can do that takes 10 ms");
}

static void
bench_transport (NoobTransport wanted)
{
  transport = wanted;
  bench_life (2);
  bench_life (8);
  bench_life (50);
  bench_round_trips (2);
  bench_round_trips (8);
  bench_runs (2);
  bench_slow_node ();
}

int
main (void)
{
  bench_begin ("zmq");
  bench_transport (NOOB_TRANSPORT_IPC);
  bench_transport (NOOB_TRANSPORT_INPROC);
  bench_end ();

  return 0;
}
