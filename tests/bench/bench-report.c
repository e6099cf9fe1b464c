/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "bench-report.h"

#include <stdlib.h>

static const char *bench_name;
static GString *lines;

static int
compare_values (gconstpointer a,
                gconstpointer b)
{
  const double *x = a;
  const double *y = b;

  return (*x > *y) - (*x < *y);
}

double
bench_nth_of (double *values,
              guint   n,
              double  part)
{
  qsort (values, n, sizeof *values, compare_values);

  return values[MIN ((guint) (n * part), n - 1)];
}

double
bench_median (double *values,
              guint   n)
{
  return bench_nth_of (values, n, 0.5);
}

void
bench_begin (const char *name)
{
  bench_name = name;
  lines = g_string_new (NULL);
}

void
bench_end (void)
{
  g_print ("\n%s", lines->str);
  g_string_free (lines, TRUE);
}

static void
append_number (const char *name,
               double      value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (digits, sizeof digits, "%.6g", value);
  g_string_append_printf (lines, ", \"%s\": %s", name, digits);
}

static void
append_start (const char *what,
              const char *unit)
{
  g_string_append_printf (lines, "{\"benchmark\": \"%s\", \"what\": \"%s\", \"unit\": \"%s\"",
                          bench_name, what, unit);
}

void
bench_report (const char *what,
              const char *unit,
              double      value)
{
  g_print ("%-44s %12.6g %s\n", what, value, unit);

  append_start (what, unit);
  append_number ("value", value);
  g_string_append (lines, "}\n");
}

void
bench_compare (const char   *what,
               const char   *unit,
               const double *values,
               const char   *other,
               const double *other_values)
{
  double sorted[BENCH_N_RUNS], other_sorted[BENCH_N_RUNS], ratios[BENCH_N_RUNS];
  double value, other_value, ratio;

  for (guint i = 0; i < BENCH_N_RUNS; i++)
    {
      sorted[i] = values[i];
      other_sorted[i] = other_values[i];
      ratios[i] = values[i] / other_values[i];
    }
  value = bench_median (sorted, BENCH_N_RUNS);
  other_value = bench_median (other_sorted, BENCH_N_RUNS);
  ratio = bench_median (ratios, BENCH_N_RUNS);

  g_print ("%-44s %12.6g %s, %.6g %s: %.3g times (%.3g to %.3g)\n", what, value, unit, other_value,
           other, ratio, ratios[0], ratios[BENCH_N_RUNS - 1]);

  append_start (what, unit);
  append_number ("value", value);
  g_string_append_printf (lines, ", \"other\": \"%s\"", other);
  append_number ("other_value", other_value);
  append_number ("ratio", ratio);
  append_number ("least_ratio", ratios[0]);
  append_number ("most_ratio", ratios[BENCH_N_RUNS - 1]);
  g_string_append (lines, "}\n");
}
