/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-codec.h"
#include "core/noob-tagged.h"

G_BEGIN_DECLS

/* How deep lists and records may be nested in a value that is encoded or decoded. GVariant carries
 * 128 levels; a record takes three of them, and some are left for what the variant is put in. */
#define NOOB_CODEC_MAX_DEPTH 40

/* Whether containers may be nested that deep; FALSE sets @error. */
gboolean    noob_codec_check_depth (guint          depth,
                                    GError       **error);

/* What a value is in, when one is encoded or copied. */
typedef struct _NoobCodecPath NoobCodecPath;

struct _NoobCodecPath
{
  const NoobCodecPath *outer;  /* NULL: it is in nothing */
  GObject             *object; /* NULL: it is a container of another kind */
  guint                depth;  /* filled in by the check */
};

/* FALSE sets @error: it is too deep, or an object in itself. */
gboolean    noob_codec_path_check  (NoobCodecPath *path,
                                    GError       **error);

/* Whether a message may have an object of a class made. */
gboolean    noob_codec_type_is_allowed (GType      type);

/* What a converter makes of a value that has no form of its own; NULL sets @error. */
NoobTagged *noob_codec_convert     (const GValue  *value,
                                    GError       **error);

/* Initialises @value with what a converter makes of @tagged, or with that when none takes it. */
gboolean    noob_codec_restore     (NoobTagged    *tagged,
                                    GValue        *value,
                                    GError       **error);

/* Initialises @copy, which is zero-filled, with a deep copy: what is changed in one of the two is
 * not seen in the other. What never changes is shared. */
gboolean    noob_codec_copy        (const GValue  *value,
                                    GValue        *copy,
                                    GError       **error);

G_END_DECLS
