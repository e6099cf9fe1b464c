/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

#include "core/noob-version-macros.h"

G_BEGIN_DECLS

#define NOOB_TYPE_SLOT (noob_slot_get_type ())
#define NOOB_TYPE_SLOT_FLAGS (noob_slot_flags_get_type ())

/**
 * NoobSlotFlags:
 * @NOOB_SLOT_REQUIRED: when wired, the node does not run in an epoch in which its source expired.
 * @NOOB_SLOT_HAS_DEFAULT: the slot may be left without a dependency.
 * @NOOB_SLOT_REST: stands for any further names (or, if its name is "*", positions).
 *
 * What a node says of one of its slots.
 *
 * Since: 1.0
 */
typedef enum /*< flags >*/
{
  NOOB_SLOT_REQUIRED    = 1 << 0,
  NOOB_SLOT_HAS_DEFAULT = 1 << 1,
  NOOB_SLOT_REST        = 1 << 2,
} NoobSlotFlags;

typedef struct _NoobSlot NoobSlot;

NOOB_AVAILABLE_IN_1_0
GType         noob_slot_get_type      (void) G_GNUC_CONST;

NOOB_AVAILABLE_IN_1_0
GType         noob_slot_flags_get_type (void) G_GNUC_CONST;

NOOB_AVAILABLE_IN_1_0
NoobSlot     *noob_slot_new           (const char    *name,
                                       NoobSlotFlags  flags,
                                       const char    *type_name);

NOOB_AVAILABLE_IN_1_0
NoobSlot     *noob_slot_copy          (NoobSlot      *self);

NOOB_AVAILABLE_IN_1_0
void          noob_slot_free          (NoobSlot      *self);

NOOB_AVAILABLE_IN_1_0
const char   *noob_slot_get_name      (NoobSlot      *self);

NOOB_AVAILABLE_IN_1_0
NoobSlotFlags noob_slot_get_flags     (NoobSlot      *self);

NOOB_AVAILABLE_IN_1_0
const char   *noob_slot_get_type_name (NoobSlot      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobSlot, noob_slot_free)

G_END_DECLS
