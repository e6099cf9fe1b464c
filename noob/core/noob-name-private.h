/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether the @length bytes at @text are [A-Za-z_][A-Za-z0-9_]*. */
gboolean noob_name_is_identifier (const char *text, gsize length);

/* The interned copy of @name, or NULL when nobody interned it: for lookups, which must not make the
 * table of interned strings grow. */
const char *noob_name_find_interned (const char *name);

/* The name in @candidates (NULL-terminated) nearest to @name by edit distance, or NULL when none is
 * near enough to be worth suggesting. */
const char *noob_nearest_name (const char *name, const char *const *candidates);

/* For the end of a message: " (did you mean "x"?)" with the nearest name, or "". */
char *noob_suggest_name (const char *name, const char *const *candidates);

G_END_DECLS
