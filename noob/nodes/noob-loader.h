/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "assets/noob-asset.h"
#include "nodes/noob-function.h"
#include "nodes/noob-node.h"
#include "spec/noob-asset-specification.h"
#include "spec/noob-node-specification.h"

G_BEGIN_DECLS

#define NOOB_TYPE_LOADER (noob_loader_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_DERIVABLE_TYPE (NoobLoader, noob_loader, NOOB, LOADER, GObject)

/**
 * NoobLoaderClass:
 * @can_load: whether a type string is this loader's affair; must be cheap and load nothing.
 * @load_node: makes the node of a specification; @params have their inputs filled in.
 * @load_asset: the same for an asset.
 *
 * Turns type strings into nodes and assets.
 *
 * Since: 1.0
 */
struct _NoobLoaderClass
{
  GObjectClass parent_class;

  gboolean  (*can_load)  (NoobLoader             *self,
                          const char             *node_type);
  NoobNode *(*load_node) (NoobLoader             *self,
                          NoobNodeSpecification  *specification,
                          NoobRecord             *params,
                          GError                **error);
  NoobAsset *(*load_asset) (NoobLoader              *self,
                            NoobAssetSpecification  *specification,
                            NoobRecord              *params,
                            GError                 **error);

  /*< private >*/
  gpointer _reserved[7];
};

NOOB_AVAILABLE_IN_1_0
gboolean  noob_loader_can_load     (NoobLoader             *self,
                                    const char             *node_type);

NOOB_AVAILABLE_IN_1_0
NoobNode *noob_loader_load_node    (NoobLoader             *self,
                                    NoobNodeSpecification  *specification,
                                    NoobRecord             *params,
                                    GError                **error);

NOOB_AVAILABLE_IN_1_0
NoobAsset *noob_loader_load_asset  (NoobLoader             *self,
                                    NoobAssetSpecification *specification,
                                    NoobRecord             *params,
                                    GError                **error);

NOOB_AVAILABLE_IN_1_0
const char *noob_loader_get_language (const char           *node_type);

NOOB_AVAILABLE_IN_1_0
void      noob_register_loader     (NoobLoader             *loader);

NOOB_AVAILABLE_IN_1_0
void      noob_register_function   (const char             *name,
                                    const char             *signature,
                                    NoobProcessFunc         function,
                                    gpointer                user_data,
                                    GDestroyNotify          destroy);

NOOB_AVAILABLE_IN_1_0
void      noob_unregister_function (const char             *name);

NOOB_AVAILABLE_IN_1_0
NoobNode *noob_load_node           (NoobNodeSpecification  *specification,
                                    NoobRecord             *params,
                                    GError                **error);

NOOB_AVAILABLE_IN_1_0
NoobAsset *noob_load_asset         (NoobAssetSpecification *specification,
                                    NoobRecord             *params,
                                    GError                **error);

G_END_DECLS
