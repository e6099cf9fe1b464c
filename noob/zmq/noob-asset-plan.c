/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-asset-plan-private.h"

#include "core/noob-error.h"
#include "graph/noob-tube-private.h"

static void
planned_asset_free (gpointer data)
{
  NoobPlannedAsset *asset = data;

  g_ptr_array_unref (asset->generations);
  g_free (asset);
}

static NoobAssetPlan *
plan_new (void)
{
  NoobAssetPlan *self = g_new (NoobAssetPlan, 1);

  self->assets = g_ptr_array_new_with_free_func (planned_asset_free);

  return self;
}

void
noob_asset_plan_free (NoobAssetPlan *self)
{
  g_ptr_array_unref (self->assets);
  g_free (self);
}

static NoobPlannedAsset *
add_asset (NoobAssetPlan  *self,
           const char     *id,
           NoobAssetScope  scope,
           const char     *source_node,
           const char     *source_signal)
{
  NoobPlannedAsset *asset = g_new0 (NoobPlannedAsset, 1);

  asset->id = g_intern_string (id);
  asset->scope = scope;
  asset->source_node = g_intern_string (source_node);
  asset->source_signal = g_intern_string (source_signal);
  asset->generations = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_ptr_array_add (self->assets, asset);

  return asset;
}

static void
add_generation (NoobPlannedAsset   *asset,
                const char *const  *node_ids)
{
  GPtrArray *generation = g_ptr_array_new ();

  for (guint i = 0; node_ids[i] != NULL; i++)
    g_ptr_array_add (generation, (gpointer) g_intern_string (node_ids[i]));
  g_ptr_array_add (asset->generations, generation);
}

/* The graph without the return node, which depends on no asset. */
static NoobScheduler *
make_scheduler (NoobTube *tube)
{
  NoobScheduler *scheduler = noob_scheduler_new ();
  NoobTubeSpecification *specification = noob_tube_get_specification (tube);
  GPtrArray *nodes = noob_tube_specification_get_nodes (specification);
  GPtrArray *edges = noob_tube_get_edges (tube);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < nodes->len; i++)
    if (!noob_node_specification_is (nodes->pdata[i], "return"))
      {
        const char *id = noob_node_specification_get_id (nodes->pdata[i]);

        g_hash_table_add (known, (gpointer) id);
        noob_scheduler_add_node (scheduler, id, NOOB_NODE_FLAGS_NONE);
      }

  for (guint i = 0; i < edges->len; i++)
    if (g_hash_table_contains (known, noob_edge_get_target_node (edges->pdata[i])))
      noob_scheduler_add_edge (scheduler, edges->pdata[i]);

  return scheduler;
}

static void
plan_asset (NoobAssetPlan          *self,
            NoobScheduler          *scheduler,
            NoobAssetSpecification *specification)
{
  const char *id = noob_asset_specification_get_id (specification);
  g_autoptr (GPtrArray) generations = noob_scheduler_asset_generations (scheduler, id);
  NoobPlannedAsset *asset;

  if (generations->len == 0)
    return;

  asset = add_asset (self, id, noob_asset_specification_get_scope (specification),
                     noob_asset_specification_get_source_node (specification),
                     noob_asset_specification_get_source_signal (specification));
  for (guint i = 0; i < generations->len; i++)
    add_generation (asset, generations->pdata[i]);
}

NoobAssetPlan *
noob_asset_plan_new (NoobTube *tube)
{
  NoobAssetPlan *self = plan_new ();
  GPtrArray *assets = noob_tube_specification_get_assets (noob_tube_get_specification (tube));
  g_autoptr (NoobScheduler) scheduler = assets->len > 0 ? make_scheduler (tube) : NULL;

  for (guint i = 0; i < assets->len; i++)
    plan_asset (self, scheduler, assets->pdata[i]);

  return self;
}

NoobList *
noob_asset_plan_list_nodes (GPtrArray *node_ids)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_copy (node_ids, NULL, NULL);

  g_ptr_array_add (ids, NULL);

  return noob_list_new_strv ((const char *const *) ids->pdata);
}

static NoobList *
generations_to_list (GPtrArray *generations)
{
  GArray *lists = g_array_new (FALSE, FALSE, sizeof (GValue));

  for (guint i = 0; i < generations->len; i++)
    {
      GValue value = G_VALUE_INIT;

      g_value_init (&value, NOOB_TYPE_LIST);
      g_value_take_boxed (&value, noob_asset_plan_list_nodes (generations->pdata[i]));
      g_array_append_val (lists, value);
    }

  return noob_list_new_take (lists);
}

NoobRecord *
noob_asset_plan_list_generations (NoobAssetPlan *self)
{
  NoobRecord *record = noob_record_new ();

  for (guint i = 0; i < self->assets->len; i++)
    {
      NoobPlannedAsset *asset = self->assets->pdata[i];

      noob_record_take_list (record, asset->id, generations_to_list (asset->generations));
    }

  return record;
}

NoobRecord *
noob_asset_plan_write (NoobAssetPlan *self)
{
  NoobRecord *record = noob_record_new ();

  for (guint i = 0; i < self->assets->len; i++)
    {
      NoobPlannedAsset *asset = self->assets->pdata[i];
      NoobRecord *entry = noob_record_new ();

      noob_record_set_int64 (entry, "scope", asset->scope);
      if (asset->source_node != NULL)
        {
          noob_record_set_string (entry, "node", asset->source_node);
          noob_record_set_string (entry, "signal", asset->source_signal);
        }
      noob_record_take_list (entry, "generations", generations_to_list (asset->generations));
      noob_record_take_record (record, asset->id, entry);
    }

  return record;
}

static gboolean
read_generation (NoobPlannedAsset  *asset,
                 const GValue      *value,
                 GError           **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  NoobList *ids = G_VALUE_HOLDS (value, NOOB_TYPE_LIST) ? g_value_get_boxed (value) : NULL;
  g_auto (GStrv) texts = NULL;

  for (gsize i = 0; ids != NULL && i < noob_list_get_length (ids); i++)
    if (G_VALUE_HOLDS_STRING (noob_list_get_value (ids, i)))
      g_strv_builder_add (builder, g_value_get_string (noob_list_get_value (ids, i)));

  texts = g_strv_builder_end (builder);
  if (texts[0] == NULL)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL,
                   "asset \"%s\" has a generation without nodes", asset->id);
      return FALSE;
    }
  add_generation (asset, (const char *const *) texts);

  return TRUE;
}

static gboolean
read_generations (NoobPlannedAsset  *asset,
                  NoobList          *generations,
                  GError           **error)
{
  for (gsize i = 0; i < noob_list_get_length (generations); i++)
    if (!read_generation (asset, noob_list_get_value (generations, i), error))
      return FALSE;

  return TRUE;
}

NoobAssetPlan *
noob_asset_plan_new_of_generations (GPtrArray   *specifications,
                                    NoobRecord  *generations,
                                    GError     **error)
{
  g_autoptr (NoobAssetPlan) self = plan_new ();

  for (guint i = 0; i < specifications->len; i++)
    {
      NoobAssetSpecification *specification = specifications->pdata[i];
      const char *id = noob_asset_specification_get_id (specification);
      NoobPlannedAsset *asset =
        add_asset (self, id, noob_asset_specification_get_scope (specification),
                   noob_asset_specification_get_source_node (specification),
                   noob_asset_specification_get_source_signal (specification));
      NoobList *list;

      if (!noob_record_get (generations, error, id, NOOB_TYPE_LIST, &list, NULL) ||
          !read_generations (asset, list, error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

static gboolean
read_asset (NoobAssetPlan  *self,
            const char     *id,
            const GValue   *value,
            GError        **error)
{
  const char *node = NULL, *signal = NULL;
  NoobPlannedAsset *asset;
  NoobList *generations;
  gint64 scope;

  if (!G_VALUE_HOLDS (value, NOOB_TYPE_RECORD))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "asset \"%s\" is not an object", id);
      return FALSE;
    }

  if (!noob_record_get (g_value_get_boxed (value), error, "scope", G_TYPE_INT64, &scope, "node?",
                        G_TYPE_STRING, &node, "signal?", G_TYPE_STRING, &signal, "generations",
                        NOOB_TYPE_LIST, &generations, NULL))
    return FALSE;

  asset = add_asset (self, id, (NoobAssetScope) scope, node, signal);

  return read_generations (asset, generations, error);
}

NoobAssetPlan *
noob_asset_plan_read (NoobRecord  *record,
                      GError     **error)
{
  g_autoptr (NoobAssetPlan) self = plan_new ();

  for (guint i = 0; i < noob_record_get_size (record); i++)
    if (!read_asset (self, noob_record_get_name (record, i), noob_record_get_nth (record, i), error))
      return NULL;

  return g_steal_pointer (&self);
}

NoobPlannedAsset *
noob_asset_plan_find (NoobAssetPlan *self,
                      const char    *id)
{
  for (guint i = 0; i < self->assets->len; i++)
    {
      NoobPlannedAsset *asset = self->assets->pdata[i];

      if (g_str_equal (asset->id, id))
        return asset;
    }

  return NULL;
}

gboolean
noob_planned_asset_find_generation (const NoobPlannedAsset *self,
                                    const char             *node_id,
                                    guint                  *generation)
{
  for (guint i = 0; i < self->generations->len; i++)
    if (g_ptr_array_find (self->generations->pdata[i], node_id, NULL))
      {
        *generation = i;
        return TRUE;
      }

  return FALSE;
}

gboolean
noob_planned_asset_is_made_by (const NoobPlannedAsset *self,
                               const char             *node_id)
{
  guint generation;

  return noob_planned_asset_find_generation (self, node_id, &generation) &&
         (generation == 0 || self->scope == NOOB_ASSET_SCOPE_NODE);
}

gboolean
noob_planned_asset_is_published_by (const NoobPlannedAsset *self,
                                    const char             *node_id)
{
  guint generation;

  return self->scope != NOOB_ASSET_SCOPE_NODE &&
         noob_planned_asset_find_generation (self, node_id, &generation) &&
         generation + 1 < self->generations->len;
}

GPtrArray *
noob_planned_asset_get_senders (const NoobPlannedAsset *self,
                                const char             *node_id)
{
  guint generation;

  if (self->scope == NOOB_ASSET_SCOPE_NODE ||
      !noob_planned_asset_find_generation (self, node_id, &generation) || generation == 0)
    return NULL;

  return self->generations->pdata[generation - 1];
}
