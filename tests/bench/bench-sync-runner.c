/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <noob.h>
#include <time.h>

#include "bench-report.h"

/* How many epochs a second the sync runner does on one core (in time of the processor, so that what
 * else the machine does counts little). Target: 1,000,000 of a tube of two native nodes. */

#define N_EPOCHS 200000

static gboolean
count (gpointer     state,
       NoobRecord  *inputs,
       NoobRecord  *outputs,
       GError     **error)
{
  gint64 *next = state;

  noob_record_set_int64 (outputs, "value", (*next)++);

  return TRUE;
}

static gboolean
twice (gpointer     state,
       NoobRecord  *inputs,
       NoobRecord  *outputs,
       GError     **error)
{
  gint64 value;

  if (!noob_record_get (inputs, error, "value", G_TYPE_INT64, &value, NULL))
    return FALSE;

  noob_record_set_int64 (outputs, "value", 2 * value);

  return TRUE;
}

/* A source, a chain of nodes that double, and a return node. */
static char *
make_text (guint n_nodes)
{
  GString *text = g_string_new ("nodes:\n  node_0: {type: count, stateful: true}\n");

  for (guint i = 1; i < n_nodes; i++)
    g_string_append_printf (text, "  node_%u: {type: twice, depends: node_%u.value}\n", i, i - 1);
  g_string_append_printf (text, "  result: {type: return, depends: node_%u.value}\n", n_nodes - 1);

  return g_string_free (text, FALSE);
}

static NoobRunner *
make_runner (guint n_nodes)
{
  g_autofree char *text = make_text (n_nodes);
  g_autoptr (NoobTubeSpecification) specification = NULL;
  g_autoptr (NoobTube) tube = NULL;
  g_autoptr (GError) error = NULL;
  NoobRunner *runner;

  specification = noob_tube_specification_new_from_data (text, -1, NULL, &error);
  if (specification == NULL)
    g_error ("%s", error->message);
  tube = noob_tube_new (specification, NULL, &error);
  if (tube == NULL)
    g_error ("%s", error->message);

  runner = noob_sync_runner_new (tube);
  if (!noob_runner_initialize (runner, &error))
    g_error ("%s", error->message);

  return runner;
}

/* Epochs a second. */
static double
time_epochs (NoobRunner *runner,
             guint       n_epochs)
{
  clock_t start = clock ();
  g_auto (GValue) result = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_epochs; i++)
    if (!noob_runner_process (runner, NULL, &result, &error))
      g_error ("%s", error->message);

  return n_epochs / ((double) (clock () - start) / CLOCKS_PER_SEC);
}

static double
time_run (NoobRunner *runner,
          guint       n_epochs)
{
  clock_t start = clock ();
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobList) results = noob_runner_run (runner, n_epochs, &error);

  if (results == NULL)
    g_error ("%s", error->message);

  return n_epochs / ((double) (clock () - start) / CLOCKS_PER_SEC);
}

static void
bench (guint n_nodes)
{
  g_autofree char *process_name = g_strdup_printf ("process (), %u nodes", n_nodes);
  g_autofree char *run_name = g_strdup_printf ("run (n), %u nodes", n_nodes);
  g_autoptr (NoobRunner) runner = make_runner (n_nodes);
  double processes[BENCH_N_RUNS], runs[BENCH_N_RUNS];

  for (guint i = 0; i < BENCH_N_RUNS; i++)
    {
      processes[i] = time_epochs (runner, N_EPOCHS * 2 / n_nodes);
      runs[i] = time_run (runner, N_EPOCHS * 2 / n_nodes);
    }

  bench_report (process_name, "epochs/s", bench_median (processes, BENCH_N_RUNS));
  bench_report (run_name, "epochs/s", bench_median (runs, BENCH_N_RUNS));
}

int
main (void)
{
  gint64 next = 0;

  noob_register_function ("count", "-> value", count, &next, NULL);
  noob_register_function ("twice", "value", twice, NULL, NULL);

  bench_begin ("sync-runner");
  bench (2);
  bench (20);
  bench_end ();

  return 0;
}
