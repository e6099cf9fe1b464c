/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Checks that the @length bytes at @data are one JSON text (RFC 8259, and nothing beyond it) that
 * json-glib can be given: valid UTF-8 without NUL characters, nesting at most NOOB_JSON_MAX_DEPTH,
 * no empty or duplicate names, integers of 64 bits, finite reals. It does not recurse. Errors are
 * NOOB_ERROR_VALUE with line and column. */
gboolean noob_json_scan (const char  *data,
                         gsize        length,
                         GError     **error);

G_END_DECLS
