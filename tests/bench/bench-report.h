/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Every figure is the median of so many samples. */
#define BENCH_N_RUNS 5

/* What was measured is printed as a table while it goes on, and as lines of JSON at the end. */
void   bench_begin   (const char   *name);
void   bench_end     (void);

void   bench_report  (const char   *what,
                      const char   *unit,
                      double        value);

/* Samples of the same index were taken one right after the other, so that what else the machine
 * does is the same for both: the ratio is the median of theirs. */
void   bench_compare (const char   *what,
                      const char   *unit,
                      const double *values,
                      const char   *other,
                      const double *other_values);

/* Sorts. */
double bench_median  (double       *values,
                      guint         n);
double bench_nth_of  (double       *values,
                      guint         n,
                      double        part);

G_END_DECLS
