/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The memory of a process in KiB: the sum of the fields of smaps_rollup that begin with @prefix. */
double process_get_memory (GPid        pid,
                           const char *prefix);

/* What all its threads have had of the processors, in microseconds. */
double process_get_time   (GPid        pid);

G_END_DECLS
