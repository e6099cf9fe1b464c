/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double p50; /* microseconds */
  double p99;
} BenchTrip;

/* Has bare-chain, which is next to this program, do the job. */
double    bench_bare_free (guint n_relays,
                           gsize size,
                           guint count);
BenchTrip bench_bare_trip (guint n_relays,
                           gsize size,
                           guint count);

G_END_DECLS
