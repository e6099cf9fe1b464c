/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-converter.h"
#include "core/noob-record.h"

G_BEGIN_DECLS

/* Threads of the library say so: languages do not bear calls from threads they do not know. */
void        noob_converters_keep_out_of_thread (void);

/* What the first converter to take it makes of a value. NULL without an error when there is
 * none. */
NoobTagged *noob_converters_encode             (const GValue  *value,
                                                GError       **error);
NoobList   *noob_converters_decode             (NoobTagged    *tagged,
                                                GError       **error);

/* What a value is where it is kept and changed in place: what the first converter to take it makes
 * of it, else a copy. @held is zero-filled. */
gboolean    noob_converters_hold               (const GValue  *value,
                                                GValue        *held,
                                                GError       **error);

/* The same record, or one in which tagged values stand for what only converters can encode, so that
 * any thread can. */
NoobRecord *noob_converters_prepare            (NoobRecord    *record,
                                                GError       **error);

G_END_DECLS
