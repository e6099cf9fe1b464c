/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "runners/noob-tube-assets-private.h"

#include "core/noob-codec-private.h"
#include "core/noob-converter-private.h"
#include "core/noob-error-private.h"
#include "core/noob-event-store-private.h"
#include "core/noob-value-private.h"
#include "graph/noob-tube-private.h"
#include "nodes/noob-loader.h"
#include "nodes/noob-type-name-private.h"

/* An asset that is what a node emitted in the epoch before. */
typedef struct
{
  const char *id;
  const char *node_id; /* interned */
  const char *signal;  /* interned */
  gboolean    is_shared; /* somebody else has that value, too */
  gboolean    is_held;   /* as what converters make of it */
} StoredAsset;

struct _NoobTubeAssets
{
  NoobAssetState *state;
  GPtrArray      *ids;    /* of those that some node depends on */
  GArray         *stored; /* of StoredAsset */
  GPtrArray      *events; /* of one signal */
};

static gboolean
is_used (NoobTube   *tube,
         const char *source_node,
         const char *signal)
{
  GPtrArray *edges = noob_tube_get_edges (tube);

  for (guint i = 0; i < edges->len; i++)
    if (g_str_equal (noob_edge_get_source_node (edges->pdata[i]), source_node) &&
        g_str_equal (noob_edge_get_source_signal (edges->pdata[i]), signal))
      return TRUE;

  return FALSE;
}

/* Whether another asset is the same value. */
static gboolean
is_stored_twice (GPtrArray              *assets,
                 NoobAssetSpecification *asset)
{
  for (guint i = 0; i < assets->len; i++)
    if (assets->pdata[i] != asset &&
        g_strcmp0 (noob_asset_specification_get_source_node (assets->pdata[i]),
                   noob_asset_specification_get_source_node (asset)) == 0 &&
        g_strcmp0 (noob_asset_specification_get_source_signal (assets->pdata[i]),
                   noob_asset_specification_get_source_signal (asset)) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
is_of_converters (NoobNodeSpecification *node)
{
  NoobTypeName name = noob_type_name_classify (noob_node_specification_get_node_type (node));

  return name == NOOB_TYPE_NAME_PYTHON || name == NOOB_TYPE_NAME_GJS;
}

/* What a converter makes of a value is only of use to nodes of its language. */
static gboolean
is_to_be_held (NoobTube   *tube,
               const char *asset_id)
{
  NoobTubeSpecification *specification = noob_tube_get_specification (tube);
  GPtrArray *edges = noob_tube_get_edges (tube);

  for (guint i = 0; i < edges->len; i++)
    {
      NoobEdge *edge = edges->pdata[i];

      if (g_str_equal (noob_edge_get_source_node (edge), "assets") &&
          g_str_equal (noob_edge_get_source_signal (edge), asset_id) &&
          !is_of_converters (noob_tube_specification_get_node (specification,
                                                               noob_edge_get_target_node (edge))))
        return FALSE;
    }

  return TRUE;
}

static void
add_asset (NoobTubeAssets         *self,
           NoobTube               *tube,
           GPtrArray              *assets,
           NoobAssetSpecification *asset)
{
  g_autoptr (NoobRecord) params = noob_tube_bind_asset_params (tube, asset);
  const char *node_id = noob_asset_specification_get_source_node (asset);
  const char *signal = noob_asset_specification_get_source_signal (asset);
  StoredAsset stored = { noob_asset_specification_get_id (asset), NULL, NULL, FALSE, FALSE };

  g_ptr_array_add (self->ids, (gpointer) stored.id);
  noob_asset_state_add (self->state, asset, params);
  if (node_id == NULL)
    return;

  stored.node_id = g_intern_string (node_id);
  stored.signal = g_intern_string (signal);
  stored.is_shared = is_used (tube, node_id, signal) || is_stored_twice (assets, asset);
  stored.is_held = is_to_be_held (tube, stored.id);
  g_array_append_val (self->stored, stored);
}

NoobTubeAssets *
noob_tube_assets_new (NoobTube *tube)
{
  NoobTubeAssets *self = g_new (NoobTubeAssets, 1);
  GPtrArray *assets = noob_tube_specification_get_assets (noob_tube_get_specification (tube));

  self->state = noob_asset_state_new (noob_load_asset);
  self->ids = g_ptr_array_new ();
  self->stored = g_array_new (FALSE, FALSE, sizeof (StoredAsset));
  self->events = g_ptr_array_new ();
  for (guint i = 0; i < assets->len; i++)
    if (is_used (tube, "assets", noob_asset_specification_get_id (assets->pdata[i])))
      add_asset (self, tube, assets, assets->pdata[i]);

  return self;
}

void
noob_tube_assets_free (NoobTubeAssets *self)
{
  noob_asset_state_free (self->state);
  g_ptr_array_unref (self->ids);
  g_array_unref (self->stored);
  g_ptr_array_unref (self->events);
  g_free (self);
}

NoobAssetState *
noob_tube_assets_get_state (NoobTubeAssets *self)
{
  return self->state;
}

gboolean
noob_tube_assets_load (NoobTubeAssets  *self,
                       GError         **error)
{
  for (guint i = 0; i < self->ids->len; i++)
    if (!noob_asset_state_load (self->state, self->ids->pdata[i], error))
      return FALSE;

  return TRUE;
}

gboolean
noob_tube_assets_begin (NoobTubeAssets  *self,
                        GError         **error)
{
  for (guint i = 0; i < self->ids->len; i++)
    if (!noob_asset_state_begin (self->state, self->ids->pdata[i], error))
      return FALSE;

  return TRUE;
}

/* The last in the order of epochs; NULL: there was none. */
static const GValue *
find_last_value (NoobTubeAssets    *self,
                 const StoredAsset *asset,
                 NoobEventStore    *store,
                 NoobEpoch         *epoch)
{
  g_ptr_array_set_size (self->events, 0);
  noob_event_store_append_all (store, epoch, asset->node_id, asset->signal, self->events);

  return self->events->len > 0 ? noob_event_get_value (self->events->pdata[self->events->len - 1])
                               : NULL;
}

/* @kept is zero-filled. */
static gboolean
keep_value (const StoredAsset  *asset,
            const GValue       *value,
            GValue             *kept,
            GError            **error)
{
  g_auto (GValue) copy = G_VALUE_INIT;

  if (asset->is_shared)
    {
      if (!noob_codec_copy (value, &copy, error))
        return FALSE;
      value = &copy;
    }

  if (asset->is_held)
    return noob_converters_hold (value, kept, error);

  noob_value_init_copy (kept, value);

  return TRUE;
}

static gboolean
store_value (NoobTubeAssets     *self,
             const StoredAsset  *asset,
             const GValue       *value,
             NoobEpoch          *epoch,
             GError            **error)
{
  GValue stored = G_VALUE_INIT;

  if (!keep_value (asset, value, &stored, error))
    {
      g_prefix_error (error, "asset \"%s\": the value of %s.%s is used elsewhere too, and cannot be "
                      "copied: ", asset->id, asset->node_id, asset->signal);
      return FALSE;
    }

  noob_asset_state_store (self->state, asset->id, noob_epoch_get_root (epoch), &stored);

  return TRUE;
}

/* As a failure of the virtual node `assets`. Takes @cause. */
static gboolean
fail (GError     *cause,
      NoobEpoch  *epoch,
      GError    **error)
{
  NoobFailure *reported = noob_error_get_failure (cause);
  g_autoptr (NoobFailure) failure = noob_failure_new (
    "assets", epoch,
    reported != NULL ? noob_failure_get_type_name (reported) : g_quark_to_string (cause->domain),
    cause->message, reported != NULL ? noob_failure_get_traceback (reported) : NULL, 0);

  if (error != NULL && *error == NULL)
    g_propagate_error (error, noob_error_new_failure (NOOB_ERROR_NODE, failure));
  g_error_free (cause);

  return FALSE;
}

gboolean
noob_tube_assets_end_epoch (NoobTubeAssets  *self,
                            NoobEventStore  *store,
                            NoobEpoch       *epoch,
                            GError         **error)
{
  guint64 root = noob_epoch_get_root (epoch);
  gboolean done = TRUE;
  GError *cause = NULL;

  for (guint i = 0; i < self->stored->len; i++)
    {
      const StoredAsset *asset = &g_array_index (self->stored, StoredAsset, i);
      const GValue *value = find_last_value (self, asset, store, epoch);

      if (value != NULL && !store_value (self, asset, value, epoch, &cause))
        done = fail (g_steal_pointer (&cause), epoch, error);
    }

  if (!noob_asset_state_end_root (self->state, root, &cause))
    done = fail (cause, epoch, error);
  noob_asset_state_forget_below (self->state, root + 1);

  return done;
}
