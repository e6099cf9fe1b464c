/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Cuts what a process writes into lines, and remembers the end of it. */
typedef struct _NoobOutputTail NoobOutputTail;

/* @line: valid UTF-8 without the line break. */
typedef void (* NoobOutputLineFunc) (const char *line,
                                     gpointer    user_data);

NoobOutputTail *noob_output_tail_new    (NoobOutputLineFunc  func,
                                         gpointer            user_data);

void            noob_output_tail_free   (NoobOutputTail     *self);

void            noob_output_tail_add    (NoobOutputTail     *self,
                                         const char         *data,
                                         gsize               size);

/* Nothing follows: a last line need not be ended. */
void            noob_output_tail_finish (NoobOutputTail     *self);

/* The last whole lines that fit in 4 KiB. */
char           *noob_output_tail_dup    (NoobOutputTail     *self);

G_END_DECLS
