/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "graph/noob-item.h"

G_BEGIN_DECLS

NoobItem *noob_item_new (const char *node_id,
                         NoobEpoch  *epoch);

G_END_DECLS
