/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a payload costs on its way from a native source to a native node that looks at nothing but
 * its size. */

#include "bench-bare.h"
#include "bench-process.h"
#include "bench-report.h"
#include "bench-runner.h"

#define KIB ((gsize) 1024)
#define MIB (1024 * KIB)
#define BYTES_OF_A_RUN (2048 * MIB)
#define N_MOST 100000
#define N_TRIPS 200
#define SAMPLE_MILLISECONDS 20 /* of memory */

static const struct
{
  const char *name;
  gsize       size;
} payloads[] = {
  { "64 B", 64 },      { "4 KiB", 4 * KIB },  { "64 KiB", 64 * KIB },
  { "1 MiB", MIB },    { "10 MiB", 10 * MIB }, { "40 MiB", 40 * MIB },
};

static char *
make_text (gsize    size,
           guint    n_consumers,
           gboolean returns)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (
    text, "nodes:\n  source: {type: 'c:libbench-payload-nodes.so#payload', params: {size: %zu}}\n",
    size);
  for (guint i = 0; i < n_consumers; i++)
    g_string_append_printf (text,
                            "  consumer_%u: {type: 'c:libbench-payload-nodes.so#measure',"
                            " depends: source.value}\n",
                            i);
  if (returns)
    g_string_append (text, "  result: {type: return, depends: consumer_0.size}\n");

  return g_string_free (text, FALSE);
}

static void
bench_rate (const char *size_name,
            gsize       size)
{
  guint n = (guint) CLAMP (BYTES_OF_A_RUN / size, 50, N_MOST);
  g_autofree char *text = make_text (size, 1, FALSE);
  g_autofree char *name = g_strdup_printf ("%s from source to consumer", size_name);
  g_autoptr (NoobRunner) runner = bench_start_runner (text);
  double rates[BENCH_N_RUNS], bare_rates[BENCH_N_RUNS];

  for (guint i = 0; i < BENCH_N_RUNS; i++)
    {
      rates[i] = bench_run (runner, n);
      bare_rates[i] = bench_bare_free (0, size, n);
    }

  bench_compare (name, "payloads/s", rates, "bare", bare_rates);
}

/* The rest of the way, to the source and back from the consumer, is the same for all sizes. */
static void
bench_trip (const char *size_name,
            gsize       size)
{
  g_autofree char *text = make_text (size, 1, TRUE);
  g_autofree char *name = g_strdup_printf ("process () with %s on its way, p50", size_name);
  g_autoptr (NoobRunner) runner = bench_start_runner (text);
  double times[N_TRIPS], medians[BENCH_N_RUNS];

  for (guint i = 0; i < BENCH_N_RUNS; i++)
    {
      for (guint j = 0; j < N_TRIPS; j++)
        times[j] = bench_time_process (runner);
      medians[i] = bench_median (times, N_TRIPS);
    }

  bench_report (name, "us", bench_median (medians, BENCH_N_RUNS));
}

typedef struct
{
  GArray *pids;
  double  most;
} Memory;

/* What several processes share is counted once. */
static double
get_memory (GArray *pids)
{
  double sum = 0;

  for (guint i = 0; i < pids->len; i++)
    sum += process_get_memory (g_array_index (pids, GPid, i), "Pss:") * KIB / MIB;

  return sum;
}

static gboolean
sample_memory (gpointer data)
{
  Memory *self = data;

  self->most = MAX (self->most, get_memory (self->pids));

  return G_SOURCE_CONTINUE;
}

static void
end_run (GObject      *runner,
         GAsyncResult *result,
         gpointer      loop)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobList) results = noob_runner_run_finish (NOOB_RUNNER (runner), result, &error);

  if (results == NULL)
    g_error ("%s", error->message);
  g_main_loop_quit (loop);
}

/* What @n epochs take at most, in MiB, beyond what the processes have when they are idle. */
static double
measure_memory (NoobRunner *runner,
                GArray     *pids,
                guint       n)
{
  double idle = get_memory (pids);
  Memory memory = { pids, idle };
  guint timer = g_timeout_add (SAMPLE_MILLISECONDS, sample_memory, &memory);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  noob_runner_run_async (runner, n, NULL, end_run, loop);
  g_main_loop_run (loop);
  g_source_remove (timer);

  return memory.most - idle;
}

/* Microseconds of the source a payload. @of_one is that for one consumer, 0 if it is this. */
static double
bench_consumers (guint  n_consumers,
                 double of_one)
{
  guint n = 1000 / n_consumers + 20;
  g_autofree char *text = make_text (MIB, n_consumers, FALSE);
  g_autofree char *rate_name = g_strdup_printf ("1 MiB to %u consumers", n_consumers);
  g_autofree char *cost_name = g_strconcat (rate_name, ", the source's cost", NULL);
  g_autofree char *memory_name = g_strconcat (rate_name, ", memory", NULL);
  g_autoptr (NoobRunner) runner = bench_start_runner (text);
  g_autoptr (GArray) pids = noob_zmq_runner_get_node_processes (NOOB_ZMQ_RUNNER (runner));
  double memory = measure_memory (runner, pids, n);
  double rates[BENCH_N_RUNS], costs[BENCH_N_RUNS], ones[BENCH_N_RUNS];

  for (guint i = 0; i < BENCH_N_RUNS; i++)
    {
      double start = process_get_time (g_array_index (pids, GPid, 0));

      rates[i] = bench_run (runner, n);
      costs[i] = (process_get_time (g_array_index (pids, GPid, 0)) - start) / n;
      ones[i] = of_one > 0 ? of_one : costs[i];
    }

  bench_report (rate_name, "payloads/s", bench_median (rates, BENCH_N_RUNS));
  bench_compare (cost_name, "us", costs, "for one", ones);
  bench_report (memory_name, "MiB", memory);

  return bench_median (costs, BENCH_N_RUNS);
}

int
main (void)
{
  double of_one = 0;

  bench_begin ("payload");
  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++)
    bench_rate (payloads[i].name, payloads[i].size);
  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++)
    bench_trip (payloads[i].name, payloads[i].size);
  of_one = bench_consumers (1, 0);
  for (guint n = 2; n <= 32; n *= 2)
    bench_consumers (n, of_one);
  bench_end ();

  return 0;
}
