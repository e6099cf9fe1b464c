/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nodes/noob-node.h"

G_BEGIN_DECLS

/* Whoever runs the node says so here before each call, and NULL after it (no reference is
 * taken). */
void noob_node_set_epoch (NoobNode  *self,
                          NoobEpoch *epoch);

G_END_DECLS
