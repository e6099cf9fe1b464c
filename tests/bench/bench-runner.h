/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <noob.h>

G_BEGIN_DECLS

/* Runners of tubes of native nodes. What fails ends the program. */

/* A source that counts, nodes that add 1, and perhaps a return node: @n_nodes without that one. */
char       *bench_chain_text        (guint       n_nodes,
                                     gboolean    returns);

/* Initialized, unless that is what is to be measured. */
NoobRunner *bench_make_runner       (const char *text);
NoobRunner *bench_start_runner      (const char *text);
void        bench_initialize        (NoobRunner *runner);
void        bench_deinitialize      (NoobRunner *runner);

/* Microseconds. */
double      bench_now               (void);
double      bench_time_process      (NoobRunner *runner);

/* Epochs a second; a tube that returns nothing has run all when this returns, too. */
double      bench_run               (NoobRunner *runner,
                                     guint       n);

G_END_DECLS
