/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-record.h"

G_BEGIN_DECLS

#define NOOB_TYPE_ASSET_SPECIFICATION (noob_asset_specification_get_type ())
#define NOOB_TYPE_ASSET_SCOPE (noob_asset_scope_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (NoobAssetSpecification, noob_asset_specification,
                      NOOB, ASSET_SPECIFICATION, GObject)

/**
 * NoobAssetScope:
 * @NOOB_ASSET_SCOPE_NODE: made anew for each call of a node.
 * @NOOB_ASSET_SCOPE_PROCESS: made for each root epoch.
 * @NOOB_ASSET_SCOPE_RUNNER: made once for each initialisation of the runner.
 *
 * How long an asset lives.
 *
 * Since: 1.0
 */
typedef enum
{
  NOOB_ASSET_SCOPE_NODE,
  NOOB_ASSET_SCOPE_PROCESS,
  NOOB_ASSET_SCOPE_RUNNER,
} NoobAssetScope;

NOOB_AVAILABLE_IN_1_0
GType          noob_asset_scope_get_type                    (void) G_GNUC_CONST;

NOOB_AVAILABLE_IN_1_0
const char    *noob_asset_specification_get_id              (NoobAssetSpecification *self);

NOOB_AVAILABLE_IN_1_0
const char    *noob_asset_specification_get_asset_type      (NoobAssetSpecification *self);

NOOB_AVAILABLE_IN_1_0
const char    *noob_asset_specification_get_description     (NoobAssetSpecification *self);

NOOB_AVAILABLE_IN_1_0
const char    *noob_asset_specification_get_directory       (NoobAssetSpecification *self);

NOOB_AVAILABLE_IN_1_0
NoobAssetScope noob_asset_specification_get_scope           (NoobAssetSpecification *self);

NOOB_AVAILABLE_IN_1_0
NoobRecord    *noob_asset_specification_get_params          (NoobAssetSpecification *self);

NOOB_AVAILABLE_IN_1_0
gboolean       noob_asset_specification_get_params_are_list (NoobAssetSpecification *self);

NOOB_AVAILABLE_IN_1_0
const char    *noob_asset_specification_get_source_node     (NoobAssetSpecification *self);

NOOB_AVAILABLE_IN_1_0
const char    *noob_asset_specification_get_source_signal   (NoobAssetSpecification *self);

G_END_DECLS
