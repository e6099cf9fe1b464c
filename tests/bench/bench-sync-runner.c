/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <noob.h>
#include <time.h>

/* How many epochs a second the sync runner does on one core (in time of the processor, so that what
 * else the machine does counts little). Target: 500,000 of a tube of two native nodes. */

#define N_RUNS 5
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

/* Microseconds an epoch. */
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

  return 1e6 * (double) (clock () - start) / CLOCKS_PER_SEC / n_epochs;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  const double *x = a;
  const double *y = b;

  return (*x > *y) - (*x < *y);
}

static void
bench (guint n_nodes)
{
  g_autoptr (NoobRunner) runner = make_runner (n_nodes);
  double times[N_RUNS];

  for (guint i = 0; i < N_RUNS; i++)
    times[i] = time_epochs (runner, N_EPOCHS * 2 / n_nodes);
  qsort (times, N_RUNS, sizeof *times, compare_times);
  g_print ("%2u nodes: %6.3f us an epoch, %8.0f epochs a second\n", n_nodes, times[N_RUNS / 2],
           1e6 / times[N_RUNS / 2]);
}

int
main (void)
{
  gint64 next = 0;

  noob_register_function ("count", "-> value", count, &next, NULL);
  noob_register_function ("twice", "value", twice, NULL, NULL);

  g_print ("Running epochs in this thread, median of %d:\n", N_RUNS);
  bench (2);
  bench (20);

  return 0;
}
