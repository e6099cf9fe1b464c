/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The module that loads nodes and assets from typelibs. libnoob opens it when the first is asked for, since a
 * process can bear only one version of libgirepository. */

#include <gmodule.h>

#include "noob-gi-asset-private.h"
#include "noob-gi-node-private.h"

G_MODULE_EXPORT NoobNode *noob_introspection_load_node (NoobNodeSpecification  *specification,
                                                        NoobRecord             *params,
                                                        GError                **error);

G_MODULE_EXPORT NoobAsset *noob_introspection_load_asset (NoobAssetSpecification  *specification,
                                                          NoobRecord              *params,
                                                          GError                 **error);

G_MODULE_EXPORT const char *g_module_check_init (GModule *module);

/* Of the typelibs, which libgirepository does not guard. */
G_LOCK_DEFINE_STATIC (typelibs);

NoobNode *
noob_introspection_load_node (NoobNodeSpecification  *specification,
                              NoobRecord             *params,
                              GError                **error)
{
  NoobNode *node;

  G_LOCK (typelibs);
  node = noob_gi_node_new (specification, params, error);
  G_UNLOCK (typelibs);

  return node;
}

NoobAsset *
noob_introspection_load_asset (NoobAssetSpecification  *specification,
                               NoobRecord              *params,
                               GError                 **error)
{
  NoobAsset *asset;

  G_LOCK (typelibs);
  asset = noob_gi_asset_new (specification, params, error);
  G_UNLOCK (typelibs);

  return asset;
}

/* It registers types. */
const char *
g_module_check_init (GModule *module)
{
  g_module_make_resident (module);

  return NULL;
}
