/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "assets/noob-asset.h"

G_BEGIN_DECLS

/* One object that an asset made, until it is torn down. */
typedef struct
{
  NoobAsset  *asset;
  NoobRecord *made;
} NoobAssetLife;

NoobAssetLife *noob_asset_life_begin     (NoobAsset      *asset,
                                          GError        **error);
/* Tears down; frees @self in any case. */
gboolean       noob_asset_life_end       (NoobAssetLife  *self,
                                          GError        **error);
/* Without tearing down. */
void           noob_asset_life_free      (NoobAssetLife  *self);

const GValue  *noob_asset_life_get_value (NoobAssetLife  *self);

G_END_DECLS
