/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a chain of native nodes costs over the same chain on nothing but libzmq. The chain of
 * bare-chain with k relays is here one of a source and k more nodes, and the runner collects. */

#include "bench-bare.h"
#include "bench-report.h"
#include "bench-runner.h"

#define MESSAGE_SIZE 96
#define N_EPOCHS 100000
#define N_FEW_EPOCHS 1000
#define N_BARE_EPOCHS 1000000
#define N_TRIPS 5000

static NoobRunner *
start_chain (guint    n_relays,
             gboolean returns)
{
  g_autofree char *text = bench_chain_text (1 + n_relays, returns);

  return bench_start_runner (text);
}

static void
bench_free (guint n_relays)
{
  g_autoptr (NoobRunner) freely = start_chain (n_relays, FALSE);
  g_autoptr (NoobRunner) returning = start_chain (n_relays, TRUE);
  g_autofree char *free_name = g_strdup_printf ("free run, k=%u", n_relays);
  g_autofree char *run_name = g_strdup_printf ("free run with results, k=%u", n_relays);
  double free_rates[BENCH_N_RUNS], run_rates[BENCH_N_RUNS], bare_rates[BENCH_N_RUNS];

  for (guint i = 0; i < BENCH_N_RUNS; i++)
    {
      free_rates[i] = bench_run (freely, N_EPOCHS);
      bare_rates[i] = bench_bare_free (n_relays, MESSAGE_SIZE, N_BARE_EPOCHS);
      run_rates[i] = bench_run (returning, N_EPOCHS);
    }

  bench_compare (free_name, "epochs/s", free_rates, "bare", bare_rates);
  bench_compare (run_name, "epochs/s", run_rates, "bare", bare_rates);
}

static void
bench_trips (guint n_relays)
{
  g_autoptr (NoobRunner) runner = start_chain (n_relays, TRUE);
  g_autofree double *times = g_new (double, N_TRIPS);
  g_autofree char *p50_name = g_strdup_printf ("process (), k=%u, p50", n_relays);
  g_autofree char *p99_name = g_strdup_printf ("process (), k=%u, p99", n_relays);
  double p50[BENCH_N_RUNS], p99[BENCH_N_RUNS], bare_p50[BENCH_N_RUNS], bare_p99[BENCH_N_RUNS];

  for (guint i = 0; i < BENCH_N_RUNS; i++)
    {
      BenchTrip bare = bench_bare_trip (n_relays, MESSAGE_SIZE, N_TRIPS);

      for (guint j = 0; j < N_TRIPS; j++)
        times[j] = bench_time_process (runner);
      p50[i] = bench_median (times, N_TRIPS);
      p99[i] = bench_nth_of (times, N_TRIPS, 0.99);
      bare_p50[i] = bare.p50;
      bare_p99[i] = bare.p99;
    }

  bench_compare (p50_name, "us", p50, "bare", bare_p50);
  bench_compare (p99_name, "us", p99, "bare", bare_p99);
}

/* Many short runs, one long one: the same number of epochs. */
static void
bench_length (void)
{
  g_autoptr (NoobRunner) runner = start_chain (2, TRUE);
  double few[BENCH_N_RUNS], many[BENCH_N_RUNS];

  for (guint i = 0; i < BENCH_N_RUNS; i++)
    {
      double time = 0;

      for (guint j = 0; j < N_EPOCHS / N_FEW_EPOCHS; j++)
        time += 1 / bench_run (runner, N_FEW_EPOCHS);
      few[i] = N_EPOCHS / N_FEW_EPOCHS / time;
      many[i] = bench_run (runner, N_EPOCHS);
    }

  bench_compare ("run (100,000), k=2", "epochs/s", many, "in run (1,000)", few);
}

static void
bench_growth (void)
{
  static const guint sizes[] = { 8, 2, 4, 16, 32, 64 };
  double at_8[BENCH_N_RUNS] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (NoobRunner) runner = start_chain (sizes[i] - 1, TRUE);
      g_autofree char *name = g_strdup_printf ("an epoch of %u nodes, for each node", sizes[i]);
      g_autofree char *bare_name = g_strconcat (name, ", bare", NULL);
      double times[BENCH_N_RUNS], bare_times[BENCH_N_RUNS];

      for (guint j = 0; j < BENCH_N_RUNS; j++)
        {
          times[j] = 1e6 / bench_run (runner, N_EPOCHS / sizes[i]) / sizes[i];
          bare_times[j] =
            1e6 / bench_bare_free (sizes[i] - 1, MESSAGE_SIZE, N_BARE_EPOCHS / sizes[i]) / sizes[i];
          if (sizes[i] == 8)
            at_8[j] = times[j];
        }
      bench_compare (name, "us", times, "at 8", at_8);
      bench_compare (bare_name, "us", times, "bare", bare_times);
    }
}

static void
bench_in_flight (void)
{
  static const guint limits[] = { 1, 10, 100, 1000 };
  g_autofree char *text = bench_chain_text (3, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (NoobRunner) runner = bench_make_runner (text);
      g_autofree char *name = g_strdup_printf ("run (n), k=2, %u in flight", limits[i]);
      double rates[BENCH_N_RUNS];

      g_object_set (runner, "max-in-flight", limits[i], NULL);
      bench_initialize (runner);
      for (guint j = 0; j < BENCH_N_RUNS; j++)
        rates[j] = bench_run (runner, limits[i] == 1 ? N_EPOCHS / 20 : N_EPOCHS);
      bench_report (name, "epochs/s", bench_median (rates, BENCH_N_RUNS));
    }
}

int
main (void)
{
  bench_begin ("chain");
  bench_free (2);
  bench_trips (2);
  bench_trips (8);
  bench_length ();
  bench_in_flight ();
  bench_growth ();
  bench_end ();

  return 0;
}
