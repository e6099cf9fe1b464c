/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "assets/noob-asset.h"
#include "nodes/noob-function.h"
#include "spec/noob-asset-specification.h"

G_BEGIN_DECLS

#define NOOB_TYPE_FUNCTION_ASSET (noob_function_asset_get_type ())

G_DECLARE_FINAL_TYPE (NoobFunctionAsset, noob_function_asset, NOOB, FUNCTION_ASSET, NoobAsset)

/* An asset that @function makes of its params: the value of its first signal. With `open` and
 * `close` they enclose its life. The rest is as for noob_function_node_new(). */
NoobAsset *noob_function_asset_new (const NoobFunction      *function,
                                    gpointer                 state,
                                    gpointer                 owner,
                                    GDestroyNotify           destroy,
                                    NoobAssetSpecification  *specification,
                                    NoobRecord              *params,
                                    GError                 **error);

G_END_DECLS
