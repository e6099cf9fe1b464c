/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "assets/noob-asset.h"
#include "nodes/noob-construction-private.h"

G_BEGIN_DECLS

#define NOOB_TYPE_OBJECT_ASSET (noob_object_asset_get_type ())

G_DECLARE_FINAL_TYPE (NoobObjectAsset, noob_object_asset, NOOB, OBJECT_ASSET, NoobAsset)

/* An asset that is an object of any class, which GInitable may initialize. Takes @construction. */
NoobAsset *noob_object_asset_new (const char        *id,
                                  NoobConstruction  *construction);

G_END_DECLS
