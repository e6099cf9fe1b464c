/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <noob.h>

G_BEGIN_DECLS

#define NOOB_TYPE_GI_ASSET (noob_gi_asset_get_type ())
G_DECLARE_FINAL_TYPE (NoobGiAsset, noob_gi_asset, NOOB, GI_ASSET, NoobAsset)

/* An asset that is what a function or constructor of a typelib returns, or an object of a class; an
 * object of the class itself where that is one of assets. NOOB_ERROR_LOAD. */
NoobAsset *noob_gi_asset_new (NoobAssetSpecification  *specification,
                              NoobRecord              *params,
                              GError                 **error);

G_END_DECLS
