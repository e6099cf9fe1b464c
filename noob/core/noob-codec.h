/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-record.h"

G_BEGIN_DECLS

/* What crosses a process is a GVariant: these turn a value into one and back. Plain functions in the
 * namespace: Noob.codec_encode, Noob.codec_decode. */

/* transfer full (not floating). NOOB_ERROR_VALUE names the GType when a value has no form. */
NOOB_AVAILABLE_IN_1_0
GVariant *noob_codec_encode (const GValue  *value,
                             GError       **error);

/* @value: out, caller-allocates; left holding null on error. Never trusts @variant. */
NOOB_AVAILABLE_IN_1_0
gboolean  noob_codec_decode (GVariant      *variant,
                             GValue        *value,
                             GError       **error);

G_END_DECLS
