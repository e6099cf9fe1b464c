/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-epoch.h"

G_BEGIN_DECLS

#define NOOB_TYPE_ITEM (noob_item_get_type ())

typedef struct _NoobItem NoobItem;

NOOB_AVAILABLE_IN_1_0
GType       noob_item_get_type    (void) G_GNUC_CONST;

NOOB_AVAILABLE_IN_1_0
NoobItem   *noob_item_copy        (NoobItem *self);

NOOB_AVAILABLE_IN_1_0
void        noob_item_free        (NoobItem *self);

NOOB_AVAILABLE_IN_1_0
const char *noob_item_get_node_id (NoobItem *self);

NOOB_AVAILABLE_IN_1_0
NoobEpoch  *noob_item_get_epoch   (NoobItem *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobItem, noob_item_free)

G_END_DECLS
