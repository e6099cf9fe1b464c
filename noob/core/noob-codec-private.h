/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-codec.h"

G_BEGIN_DECLS

/* How deep lists and records may be nested in a value that is encoded or decoded. GVariant carries
 * 128 levels; a record takes three of them, and some are left for what the variant is put in. */
#define NOOB_CODEC_MAX_DEPTH 40

/* Whether containers may be nested that deep; FALSE sets @error. */
gboolean noob_codec_check_depth (guint depth, GError **error);

/* A deep copy, by way of the codec where the value can be changed. @copy is zero-filled. */
gboolean noob_codec_copy (const GValue  *value,
                          GValue        *copy,
                          GError       **error);

G_END_DECLS
