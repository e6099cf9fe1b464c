/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What map takes apart and gather flattens: lists, string arrays, and strings (their
 * characters). */

gboolean noob_sequence_check  (const GValue *value);

/* The items of @value, as an array of GValue with a clear function; NULL when it is not a
 * sequence. */
GArray  *noob_sequence_items  (const GValue *value);

/* An empty array of GValue that unsets its elements. */
GArray  *noob_sequence_new    (guint         reserved);

/* Adds copies of the items of @value, which must be a sequence, to @items. */
void     noob_sequence_append (const GValue *value,
                               GArray       *items);

G_END_DECLS
