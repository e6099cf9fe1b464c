/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How long it takes until eight processes are ready, and what each takes of the memory then.
 * Targets: at most 100 ms in every try, and 6 MiB. */

#include "bench-process.h"
#include "bench-report.h"
#include "bench-runner.h"

#define N_NODES 8
#define N_TRIES 100

static void
bench_memory (NoobRunner *runner)
{
  g_autoptr (GArray) pids = noob_zmq_runner_get_node_processes (NOOB_ZMQ_RUNNER (runner));
  double sizes[N_NODES];

  for (guint i = 0; i < N_NODES; i++)
    sizes[i] = process_get_memory (g_array_index (pids, GPid, i), "Private_") / 1024;

  bench_report ("private memory of an idle node", "MiB", bench_median (sizes, N_NODES));
  bench_report ("the same, at most", "MiB", bench_nth_of (sizes, N_NODES, 1));
}

int
main (void)
{
  g_autofree char *text = bench_chain_text (N_NODES, TRUE);
  g_autoptr (NoobRunner) runner = bench_make_runner (text);
  double times[N_TRIES];

  bench_begin ("start");
  for (guint i = 0; i < N_TRIES; i++)
    {
      double start = bench_now ();

      bench_initialize (runner);
      times[i] = (bench_now () - start) / 1000;
      if (i == N_TRIES - 1)
        bench_memory (runner);
      bench_deinitialize (runner);
    }

  bench_report ("initialize 8 nodes, median of 100", "ms", bench_median (times, N_TRIES));
  bench_report ("the same, 90 of 100", "ms", bench_nth_of (times, N_TRIES, 0.9));
  bench_report ("the same, at most", "ms", bench_nth_of (times, N_TRIES, 1));
  bench_end ();

  return 0;
}
