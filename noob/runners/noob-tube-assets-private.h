/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "assets/noob-asset-state-private.h"
#include "core/noob-event-store.h"
#include "graph/noob-tube.h"

G_BEGIN_DECLS

/* The assets of a tube all of whose nodes are in one process. Those that no node depends on are
 * left alone. */
typedef struct _NoobTubeAssets NoobTubeAssets;

NoobTubeAssets *noob_tube_assets_new       (NoobTube        *tube);
void            noob_tube_assets_free      (NoobTubeAssets  *self);

/* transfer none. */
NoobAssetState *noob_tube_assets_get_state (NoobTubeAssets  *self);

gboolean        noob_tube_assets_load      (NoobTubeAssets  *self,
                                            GError         **error);
gboolean        noob_tube_assets_begin     (NoobTubeAssets  *self,
                                            GError         **error);

/* Stores what the nodes emitted in root epoch @epoch for the next one, and tears down what was made
 * for it; goes on after an error, the first of which is returned. */
gboolean        noob_tube_assets_end_epoch (NoobTubeAssets  *self,
                                            NoobEventStore  *store,
                                            NoobEpoch       *epoch,
                                            GError         **error);

G_END_DECLS
