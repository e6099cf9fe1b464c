/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-node-runner-parts-private.h"

/* What a node runner tells of the assets of its node. Before the command node has told of them it is
 * what was given when the node runner was made. */

/**
 * noob_node_runner_get_asset_specs:
 * @self: a node runner
 *
 * Gets the specifications of the assets that the node depends on.
 *
 * Returns: (transfer none) (nullable) (element-type NoobAssetSpecification): the specifications;
 *   %NULL if they were not given and before the command node has sent them
 *
 * Since: 1.0
 */
GPtrArray *
noob_node_runner_get_asset_specs (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), NULL);

  return self->asset_specs;
}

/**
 * noob_node_runner_get_asset_generations:
 * @self: a node runner
 *
 * Gets, for each asset of the tube that some node depends on, the successive topological generations
 * of the nodes that do.
 *
 * Returns: (transfer full) (nullable): a list of lists of node ids for each asset; %NULL if they were
 *   not given and before the command node has sent them
 *
 * Since: 1.0
 */
NoobRecord *
noob_node_runner_get_asset_generations (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), NULL);

  return self->plan != NULL ? noob_asset_plan_list_generations (self->plan) : NULL;
}

static char **
list_assets (NoobNodeRunner *self,
             gboolean      (*is_listed) (const NoobPlannedAsset *asset,
                                         const char             *node_id))
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  const char *node_id = g_intern_string (self->node_id);

  for (guint i = 0; self->plan != NULL && i < self->plan->assets->len; i++)
    {
      NoobPlannedAsset *asset = self->plan->assets->pdata[i];

      if (is_listed (asset, node_id))
        g_strv_builder_add (ids, asset->id);
    }

  return g_strv_builder_end (ids);
}

/**
 * noob_node_runner_get_inits_assets:
 * @self: a node runner
 *
 * Gets the assets that this node makes: those of scope `node` that it depends on, and those of which
 * it is in the first generation.
 *
 * Returns: (transfer full): their ids; empty while nothing is known of assets
 *
 * Since: 1.0
 */
char **
noob_node_runner_get_inits_assets (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), NULL);

  return list_assets (self, noob_planned_asset_is_made_by);
}

/**
 * noob_node_runner_get_publishes_assets:
 * @self: a node runner
 *
 * Gets the assets that this node sends on to nodes of the next generation.
 *
 * Returns: (transfer full): their ids; empty while nothing is known of assets
 *
 * Since: 1.0
 */
char **
noob_node_runner_get_publishes_assets (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), NULL);

  return list_assets (self, noob_planned_asset_is_published_by);
}

/**
 * noob_node_runner_get_receives_assets_from:
 * @self: a node runner
 *
 * Gets the assets that this node has from others, since it is not in the first generation that uses
 * them, and from whom it may have each of them.
 *
 * Returns: (transfer full): a list of node ids for each asset; empty while nothing is known of assets
 *
 * Since: 1.0
 */
NoobRecord *
noob_node_runner_get_receives_assets_from (NoobNodeRunner *self)
{
  NoobRecord *senders = noob_record_new ();

  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), senders);

  for (guint i = 0; self->plan != NULL && i < self->plan->assets->len; i++)
    {
      NoobPlannedAsset *asset = self->plan->assets->pdata[i];
      GPtrArray *ids = noob_planned_asset_get_senders (asset, g_intern_string (self->node_id));

      if (ids != NULL)
        noob_record_take_list (senders, asset->id, noob_asset_plan_list_nodes (ids));
    }

  return senders;
}
