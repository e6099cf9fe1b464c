/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "bench-runner.h"

char *
bench_chain_text (guint    n_nodes,
                  gboolean returns)
{
  GString *text =
    g_string_new ("nodes:\n  node_0: {type: 'c:libzmq-runner-nodes.so#count'}\n");

  for (guint i = 1; i < n_nodes; i++)
    g_string_append_printf (
      text, "  node_%u: {type: 'c:libzmq-runner-nodes.so#add', depends: node_%u.value}\n", i,
      i - 1);
  if (returns)
    g_string_append_printf (text, "  result: {type: return, depends: node_%u.value}\n",
                            n_nodes - 1);

  return g_string_free (text, FALSE);
}

NoobRunner *
bench_make_runner (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) specification =
    noob_tube_specification_new_from_data (text, -1, NULL, &error);
  g_autoptr (NoobTube) tube =
    specification != NULL ? noob_tube_new (specification, NULL, &error) : NULL;

  if (tube == NULL)
    g_error ("%s", error->message);

  return noob_zmq_runner_new (tube);
}

NoobRunner *
bench_start_runner (const char *text)
{
  NoobRunner *runner = bench_make_runner (text);

  bench_initialize (runner);

  return runner;
}

void
bench_initialize (NoobRunner *runner)
{
  g_autoptr (GError) error = NULL;

  if (!noob_runner_initialize (runner, &error))
    g_error ("%s", error->message);
}

void
bench_deinitialize (NoobRunner *runner)
{
  g_autoptr (GError) error = NULL;

  if (!noob_runner_deinitialize (runner, &error))
    g_error ("%s", error->message);
}

double
bench_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return 1e6 * (double) now.tv_sec + (double) now.tv_nsec / 1e3;
}

double
bench_time_process (NoobRunner *runner)
{
  double start = bench_now ();
  g_auto (GValue) result = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  if (!noob_runner_process (runner, NULL, &result, &error))
    g_error ("%s", error->message);

  return bench_now () - start;
}

double
bench_run (NoobRunner *runner,
           guint       n)
{
  double start = bench_now ();
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobList) results = noob_runner_run (runner, n, &error);

  if (results == NULL)
    g_error ("%s", error->message);

  return 1e6 * n / (bench_now () - start);
}
