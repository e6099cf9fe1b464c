/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nodes/noob-gather.h"

G_BEGIN_DECLS

/* Which map's subepochs @self closes: called in one of these it emits into the parent, and called
 * outside of them, as where a map within that map had nothing to open, in the same epoch. So all
 * that it emits is equally deep, whatever the order of its calls. @map_id is interned; NULL: not
 * known, and every subepoch is closed. */
void noob_gather_set_closes (NoobGather *self,
                             const char *map_id);

G_END_DECLS
