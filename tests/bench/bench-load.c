/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <noob.h>

#include "bench-report.h"

/* How long it takes to load tubes of more and more nodes. Target: 1,000 nodes in at most 50 ms, and
 * twice the time for twice the nodes. */

/* A node with params, and up to three dependencies on those before it. */
static void
append_node (GString *text,
             guint    number)
{
  g_string_append_printf (
    text,
    "  node_%u:\n"
    "    type: c:./filters.so#blur_%u\n"
    "    description: what node %u is for\n"
    "    params: {radius: %u, sigma: %u.5, name: input.path, modes: [wrap, mirror]}\n",
    number, number % 7, number, number % 10, number % 3);
  if (number == 0)
    return;

  g_string_append (text, "    depends:\n");
  g_string_append_printf (text, "    - node_%u.value\n", number - 1);
  g_string_append_printf (text, "    - mask: node_%u.mask\n", number / 2);
  g_string_append_printf (text, "    - gain: node_%u.gain\n", number / 3);
}

static char *
make_text (guint n_nodes)
{
  GString *text =
    g_string_new ("noob_id: bench/load\ninput:\n  path: {type: str, default: x}\nnodes:\n");

  for (guint i = 0; i < n_nodes; i++)
    append_node (text, i);
  return g_string_free (text, FALSE);
}

/* Milliseconds. */
static double
time_one_load (const char *text)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) tube = NULL;

  tube = noob_tube_specification_new_from_data (text, -1, NULL, &error);
  if (tube == NULL)
    g_error ("%s", error->message);
  return (double) (g_get_monotonic_time () - start) / 1000;
}

static void
bench (guint n_nodes)
{
  g_autofree char *text = make_text (n_nodes);
  g_autofree char *name = g_strdup_printf ("load a tube of %u nodes", n_nodes);
  double times[BENCH_N_RUNS];

  for (guint i = 0; i < BENCH_N_RUNS; i++)
    times[i] = time_one_load (text);
  bench_report (name, "ms", bench_median (times, BENCH_N_RUNS));
}

int
main (void)
{
  static const guint sizes[] = { 250, 500, 1000, 2000, 4000 };

  bench_begin ("load");
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    bench (sizes[i]);
  bench_end ();

  return 0;
}
