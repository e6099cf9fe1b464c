/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-record.h"

G_BEGIN_DECLS

NOOB_AVAILABLE_IN_1_0
GVariant *noob_codec_encode         (const GValue  *value,
                                     GError       **error);

NOOB_AVAILABLE_IN_1_0
gboolean  noob_codec_decode         (GVariant      *variant,
                                     GValue        *value,
                                     GError       **error);

NOOB_AVAILABLE_IN_1_0
NoobList *noob_codec_decode_to_list (GVariant      *variant,
                                     GError       **error);

NOOB_AVAILABLE_IN_1_0
void      noob_codec_allow_type     (GType          type);

G_END_DECLS
