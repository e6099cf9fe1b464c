/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gmodule.h>

#include "assets/noob-asset.h"
#include "nodes/noob-construction-private.h"
#include "nodes/noob-node.h"
#include "spec/noob-asset-specification.h"
#include "spec/noob-node-specification.h"

G_BEGIN_DECLS

/* foo_node_get_type for FooNode. */
char     *noob_gtype_get_symbol     (const char             *type_name);

/* Registers and returns @type_name through its get_type function in @module; G_TYPE_INVALID when
 * there is none. */
GType     noob_gtype_find_in_module (GModule                *module,
                                     const char             *type_name);

/* A node of class @type with @params as its properties. NOOB_ERROR_LOAD. */
NoobNode *noob_gtype_new_node       (GType                   type,
                                     NoobNodeSpecification  *specification,
                                     NoobRecord             *params,
                                     GError                **error);

/* What constructs objects of class @type with @params as their properties, for an asset or as one.
 * NOOB_ERROR_LOAD. */
NoobConstruction *
          noob_gtype_prepare_asset  (GType                    type,
                                     NoobAssetSpecification  *specification,
                                     NoobRecord              *params,
                                     GError                 **error);

/* An asset that constructs objects of class @type with @params as their properties, or that is one
 * itself if the class is derived from NoobAsset. NOOB_ERROR_LOAD. */
NoobAsset *noob_gtype_new_asset     (GType                    type,
                                     NoobAssetSpecification  *specification,
                                     NoobRecord              *params,
                                     GError                 **error);

G_END_DECLS
