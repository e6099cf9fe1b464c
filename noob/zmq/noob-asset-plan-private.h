/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "graph/noob-tube.h"

G_BEGIN_DECLS

/* Which nodes make the assets of a tube, and who passes them on to whom: the nodes of the first
 * topological generation that depends on an asset make it, each for itself, and those of each
 * generation send what they have of it to those of the next. */

typedef struct
{
  const char     *id; /* interned */
  NoobAssetScope  scope;
  const char     *source_node; /* whose signal is stored as the asset; interned, NULL: none */
  const char     *source_signal;
  GPtrArray      *generations; /* of GPtrArray of interned node ids */
} NoobPlannedAsset;

typedef struct
{
  GPtrArray *assets; /* of NoobPlannedAsset: those that some node depends on */
} NoobAssetPlan;

NoobAssetPlan    *noob_asset_plan_new   (NoobTube          *tube);
void              noob_asset_plan_free  (NoobAssetPlan     *self);

/* Of specifications (of NoobAssetSpecification), and lists of lists of node ids by asset. */
NoobAssetPlan    *noob_asset_plan_new_of_generations (GPtrArray   *specifications,
                                                      NoobRecord  *generations,
                                                      GError     **error);

/* The latter again; and one of these lists. transfer full. */
NoobRecord       *noob_asset_plan_list_generations   (NoobAssetPlan *self);
NoobList         *noob_asset_plan_list_nodes         (GPtrArray     *node_ids);

/* As part of a message, and back. */
NoobRecord       *noob_asset_plan_write (NoobAssetPlan     *self);
NoobAssetPlan    *noob_asset_plan_read  (NoobRecord        *record,
                                         GError           **error);

/* NULL: no node depends on it. */
NoobPlannedAsset *noob_asset_plan_find  (NoobAssetPlan     *self,
                                         const char        *id);

/* In which generation @node_id (interned) is; FALSE: it does not depend on the asset. */
gboolean          noob_planned_asset_find_generation (const NoobPlannedAsset *self,
                                                      const char             *node_id,
                                                      guint                  *generation);

/* Whether @node_id makes the asset, and whether it sends it on. */
gboolean          noob_planned_asset_is_made_by      (const NoobPlannedAsset *self,
                                                      const char             *node_id);
gboolean          noob_planned_asset_is_published_by (const NoobPlannedAsset *self,
                                                      const char             *node_id);

/* Whom @node_id may get it from; NULL: nobody. transfer none. */
GPtrArray        *noob_planned_asset_get_senders     (const NoobPlannedAsset *self,
                                                      const char             *node_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobAssetPlan, noob_asset_plan_free)

G_END_DECLS
