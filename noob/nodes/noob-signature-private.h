/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-slot.h"

G_BEGIN_DECLS

/* What the text of a NoobFunction says: see there. Immutable. */
typedef struct
{
  GPtrArray  *slots;   /* element-type NoobSlot */
  char      **signals;
} NoobSignature;

/* NOOB_ERROR_LOAD, with the column. */
NoobSignature *noob_signature_parse (const char     *text,
                                     GError        **error);

void           noob_signature_free  (NoobSignature  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobSignature, noob_signature_free)

G_END_DECLS
