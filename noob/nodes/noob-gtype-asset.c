/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-gtype-private.h"

#include "core/noob-codec.h"
#include "nodes/noob-object-asset-private.h"

NoobAsset *
noob_gtype_new_asset (GType                    type,
                      NoobAssetSpecification  *specification,
                      NoobRecord              *params,
                      GError                 **error)
{
  g_autoptr (NoobConstruction) construction =
    noob_gtype_prepare_asset (type, specification, params, error);

  if (construction == NULL)
    return NULL;

  if (g_type_is_a (type, NOOB_TYPE_ASSET))
    return NOOB_ASSET (noob_construction_make (construction));

  noob_codec_allow_type (type);

  return noob_object_asset_new (noob_asset_specification_get_id (specification),
                                g_steal_pointer (&construction));
}
