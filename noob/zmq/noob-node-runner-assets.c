/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-node-runner-parts-private.h"

#include "core/noob-codec.h"
#include "core/noob-converter-private.h"
#include "core/noob-debug-private.h"
#include "core/noob-error-private.h"
#include "nodes/noob-loader.h"
#include "zmq/noob-batch-private.h"

/* The assets that the node depends on: it makes them, or has them from other nodes, and sends on
 * what it has of them. Of those of scope `node` nobody else has to know.
 *
 * What was made of an asset is sent after each call, in the epoch of the call, and for a root epoch
 * in which the node did not run when that is over: the next nodes wait for it. */

/* A root epoch that is over here, but for an asset that is to be sent on and has not come. */
typedef struct
{
  NoobPlannedAsset *asset;
  guint64           root;
} UnsentAsset;

void
noob_node_runner_init_assets (NoobNodeRunner *self)
{
  self->assets = noob_asset_state_new (noob_load_asset);
  self->used_assets = g_ptr_array_new ();
  self->disabled = g_hash_table_new (NULL, NULL);
  self->sent_roots = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->unsent_assets = g_array_new (FALSE, FALSE, sizeof (UnsentAsset));
  noob_node_runner_init_stored (self);
}

void
noob_node_runner_clear_assets (NoobNodeRunner *self)
{
  noob_node_runner_clear_stored (self);
  g_array_unref (self->unsent_assets);
  g_hash_table_unref (self->sent_roots);
  g_hash_table_unref (self->disabled);
  g_clear_pointer (&self->cut_off, g_hash_table_unref);
  g_ptr_array_unref (self->used_assets);
  noob_asset_state_free (self->assets);
  g_clear_pointer (&self->plan, noob_asset_plan_free);
  g_clear_pointer (&self->asset_specs, g_ptr_array_unref);
  g_clear_pointer (&self->asset_generations, noob_record_unref);
}

/* What was given when the node runner was made holds until the command node tells. */
void
noob_node_runner_plan_assets (NoobNodeRunner *self)
{
  g_autoptr (GError) error = NULL;

  self->has_own_asset_specs = self->asset_specs != NULL;
  if (self->asset_specs == NULL || self->asset_generations == NULL)
    return;

  self->plan =
    noob_asset_plan_new_of_generations (self->asset_specs, self->asset_generations, &error);
  if (self->plan == NULL)
    noob_warning (self->runner_id, self->node_id, "asset-generations: %s", error->message);
}

/* Which nodes take part, as far as that is known from which are disabled. */

void
noob_node_runner_set_disabled (NoobNodeRunner *self,
                               const char     *node_id,
                               gboolean        disabled)
{
  gpointer id = (gpointer) g_intern_string (node_id);

  if (disabled)
    g_hash_table_add (self->disabled, id);
  else
    g_hash_table_remove (self->disabled, id);
  g_clear_pointer (&self->cut_off, g_hash_table_unref);
}

gboolean
noob_node_runner_is_cut_off (NoobNodeRunner *self,
                             const char     *node_id)
{
  if (self->cut_off == NULL)
    self->cut_off = noob_wiring_find_cut_off (self->wiring->edges, self->disabled);

  return g_hash_table_contains (self->cut_off, node_id);
}

static gboolean
any_takes_part (NoobNodeRunner *self,
                GPtrArray      *generation)
{
  for (guint i = 0; i < generation->len; i++)
    if (!noob_node_runner_is_cut_off (self, generation->pdata[i]))
      return TRUE;

  return FALSE;
}

/* The first generation makes an asset, of those in which a node takes part. */
gboolean
noob_node_runner_makes (NoobNodeRunner   *self,
                        NoobPlannedAsset *asset)
{
  guint own = 0;

  noob_planned_asset_find_generation (asset, self->hosted->id, &own);
  for (guint i = 0; i < own; i++)
    if (any_takes_part (self, asset->generations->pdata[i]))
      return FALSE;

  return TRUE;
}

/* Beginning and ending. */

/* What comes may be of a class that belongs to the code of the asset. Where this process has no
 * loader for that, it goes without. */
static void
know_classes (NoobNodeRunner *self,
              const char     *id)
{
  g_autoptr (GError) error = NULL;

  if (!noob_asset_state_load (self->assets, id, &error))
    noob_debug (LAUNCH, self->runner_id, self->node_id, "%s", error->message);
}

static NoobAssetSpecification *
find_own_spec (NoobNodeRunner *self,
               const char     *id)
{
  for (guint i = 0; self->has_own_asset_specs && i < self->asset_specs->len; i++)
    if (g_str_equal (noob_asset_specification_get_id (self->asset_specs->pdata[i]), id))
      return self->asset_specs->pdata[i];

  return NULL;
}

/* One that was given is used with its params as they are. */
static void
add_asset (NoobNodeRunner *self,
           NoobSpecAsset  *asset)
{
  const char *id = noob_asset_specification_get_id (asset->specification);
  NoobAssetSpecification *own = find_own_spec (self, id);

  if (own != NULL)
    noob_asset_state_add (self->assets, own, noob_asset_specification_get_params (own));
  else
    noob_asset_state_add (self->assets, asset->specification, asset->params);
}

static void
take_plan (NoobNodeRunner  *self,
           NoobSpecMessage *spec)
{
  g_clear_pointer (&self->plan, noob_asset_plan_free);
  self->plan = g_steal_pointer (&spec->plan);

  if (!self->has_own_asset_specs)
    {
      self->asset_specs = g_ptr_array_new_with_free_func (g_object_unref);
      for (guint i = 0; i < spec->assets->len; i++)
        g_ptr_array_add (self->asset_specs,
                         g_object_ref (((NoobSpecAsset *) spec->assets->pdata[i])->specification));
    }

  noob_node_runner_notify_assets (self);
}

gboolean
noob_node_runner_load_assets (NoobNodeRunner   *self,
                              NoobSpecMessage  *spec,
                              GError          **error)
{
  take_plan (self, spec);
  noob_hosted_node_set_assets (self->hosted, self->assets);

  for (guint i = 0; i < spec->assets->len; i++)
    {
      NoobSpecAsset *asset = spec->assets->pdata[i];
      const char *id = noob_asset_specification_get_id (asset->specification);
      NoobPlannedAsset *planned = noob_asset_plan_find (self->plan, id);

      if (planned == NULL)
        continue;

      add_asset (self, asset);
      if (planned->scope != NOOB_ASSET_SCOPE_NODE)
        g_ptr_array_add (self->used_assets, planned);
      if (planned->source_node != NULL)
        noob_node_runner_add_stored (self, planned);
      if (!noob_planned_asset_is_made_by (planned, self->hosted->id))
        know_classes (self, id);
      else if (!noob_asset_state_load (self->assets, id, error))
        return FALSE;
    }

  return TRUE;
}

/* An asset that cannot be sent has to show before anything runs. One of scope `process` is that of
 * the first epoch. */
static gboolean
try_to_encode (NoobNodeRunner    *self,
               NoobPlannedAsset  *asset,
               GError           **error)
{
  g_autoptr (NoobEpoch) first = noob_epoch_new (self->next_root);
  const GValue *value = noob_asset_state_get (self->assets, asset->id, first, error);
  g_autoptr (GVariant) encoded = NULL;

  if (value == NULL)
    return FALSE;

  encoded = noob_codec_encode (value, error);
  if (encoded == NULL)
    g_prefix_error (error, "asset \"%s\" has to be sent to the nodes that come after \"%s\", or be "
                    "of scope `node`: ", asset->id, self->hosted->id);

  return encoded != NULL;
}

gboolean
noob_node_runner_begin_assets (NoobNodeRunner  *self,
                               GError         **error)
{
  for (guint i = 0; i < self->used_assets->len; i++)
    {
      NoobPlannedAsset *asset = self->used_assets->pdata[i];

      if (!noob_node_runner_makes (self, asset))
        continue;
      if (!noob_asset_state_begin (self->assets, asset->id, error))
        return FALSE;
      if (noob_planned_asset_is_published_by (asset, self->hosted->id) &&
          !try_to_encode (self, asset, error))
        return FALSE;
    }

  return TRUE;
}

void
noob_node_runner_end_assets (NoobNodeRunner *self)
{
  g_autoptr (GError) error = NULL;

  if (!noob_asset_state_end (self->assets, &error))
    noob_node_runner_report_error (self, NULL, error);
}

/* Using and sending. */

static gboolean
has_asset (NoobNodeRunner   *self,
           NoobPlannedAsset *asset,
           NoobEpoch        *epoch)
{
  if (noob_node_runner_makes (self, asset))
    return noob_node_runner_knows_stored (self, asset, noob_epoch_get_root (epoch));

  return noob_asset_state_has_received (self->assets, asset->id, epoch);
}

gboolean
noob_node_runner_has_assets (NoobNodeRunner *self,
                             NoobEpoch      *epoch)
{
  for (guint i = 0; i < self->used_assets->len; i++)
    if (!has_asset (self, self->used_assets->pdata[i], epoch))
      return FALSE;

  return TRUE;
}

static gboolean
send_asset (NoobNodeRunner    *self,
            NoobPlannedAsset  *asset,
            NoobEpoch         *epoch,
            GError           **error)
{
  const GValue *value = noob_asset_state_get (self->assets, asset->id, epoch, error);
  /* A copy that came for one root epoch only has had its last change with that. */
  gboolean may_change =
    noob_epoch_get_depth (epoch) > 0 || noob_node_runner_makes (self, asset);

  return value != NULL &&
         noob_publisher_add_asset (self->publisher, asset->id, epoch, value, may_change, error);
}

gboolean
noob_node_runner_send_assets (NoobNodeRunner  *self,
                              NoobEpoch       *epoch,
                              GError         **error)
{
  guint64 root = noob_epoch_get_root (epoch);

  for (guint i = 0; i < self->used_assets->len; i++)
    {
      NoobPlannedAsset *asset = self->used_assets->pdata[i];

      if (noob_planned_asset_is_published_by (asset, self->hosted->id) &&
          !send_asset (self, asset, epoch, error))
        return FALSE;
    }

  if (self->used_assets->len > 0 && noob_epoch_get_depth (epoch) == 0)
    g_hash_table_add (self->sent_roots, g_memdup2 (&root, sizeof root));

  return TRUE;
}

/* What was made for the epoch is torn down after its events went out. */
static void
finish_root (NoobNodeRunner *self,
             guint64         root)
{
  g_autoptr (GError) error = NULL;

  if (self->publisher != NULL && noob_asset_state_has_lives (self->assets, root))
    noob_publisher_flush (self->publisher);
  if (!noob_asset_state_end_root (self->assets, root, &error))
    {
      g_autoptr (NoobEpoch) epoch = noob_epoch_new (root);

      noob_node_runner_report_error (self, epoch, error);
    }
  noob_asset_state_forget_below (self->assets, noob_scheduler_get_first_open (self->scheduler));
}

/* Sends it if it is there; FALSE if it is not. Without a call of its own an epoch has the asset as the
 * epochs before left it, so those have to be over. */
static gboolean
send_late (NoobNodeRunner   *self,
           NoobPlannedAsset *asset,
           guint64           root)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new (root);
  g_autoptr (GError) error = NULL;

  if (noob_scheduler_get_first_open (self->scheduler) < root || !has_asset (self, asset, epoch))
    return FALSE;

  if (!send_asset (self, asset, epoch, &error))
    noob_node_runner_report_error (self, epoch, error);

  return TRUE;
}

static gboolean
has_unsent (NoobNodeRunner *self,
            guint64         root)
{
  for (guint i = 0; i < self->unsent_assets->len; i++)
    if (g_array_index (self->unsent_assets, UnsentAsset, i).root == root)
      return TRUE;

  return FALSE;
}

void
noob_node_runner_end_assets_of (NoobNodeRunner *self,
                                guint64         root)
{
  gboolean was_sent;

  /* All was torn down, or is still in use. */
  if (self->leaving || (self->running != NULL && noob_epoch_get_root (self->running) == root))
    return;

  was_sent = g_hash_table_remove (self->sent_roots, &root) ||
             noob_ended_epochs_has (&self->cut, root) ||
             noob_node_runner_is_cut_off (self, self->hosted->id);
  for (guint i = 0; i < self->used_assets->len && !was_sent; i++)
    {
      UnsentAsset unsent = { self->used_assets->pdata[i], root };

      if (noob_planned_asset_is_published_by (unsent.asset, self->hosted->id) &&
          !send_late (self, unsent.asset, root))
        g_array_append_val (self->unsent_assets, unsent);
    }

  if (self->used_assets->len > 0 && !has_unsent (self, root))
    finish_root (self, root);
  if (self->unsent_assets->len > 0)
    noob_node_runner_send_unsent_assets (self);
}

/* Something came that an asset may have waited for. */
void
noob_node_runner_send_unsent_assets (NoobNodeRunner *self)
{
  if (self->leaving)
    return;

  for (guint i = self->unsent_assets->len; i > 0; i--)
    {
      UnsentAsset unsent = g_array_index (self->unsent_assets, UnsentAsset, i - 1);

      if (!send_late (self, unsent.asset, unsent.root))
        continue;

      g_array_remove_index (self->unsent_assets, i - 1);
      if (!has_unsent (self, unsent.root))
        finish_root (self, unsent.root);
    }

  noob_node_runner_wake (self);
}

void
noob_node_runner_drop_unsent_assets (NoobNodeRunner *self,
                                     guint64         root)
{
  if (!has_unsent (self, root))
    return;

  for (guint i = self->unsent_assets->len; i > 0; i--)
    if (g_array_index (self->unsent_assets, UnsentAsset, i - 1).root == root)
      g_array_remove_index (self->unsent_assets, i - 1);
  finish_root (self, root);
}

/* Assets of other nodes. */

static gboolean
waits_to_send (NoobNodeRunner *self,
               const char     *id,
               guint64         root)
{
  for (guint i = 0; i < self->unsent_assets->len; i++)
    {
      UnsentAsset *unsent = &g_array_index (self->unsent_assets, UnsentAsset, i);

      if (unsent->root == root && unsent->asset->id == id)
        return TRUE;
    }

  return FALSE;
}

/* A node that takes no part passes on what comes. */
static void
pass_on (NoobNodeRunner *self,
         const char     *id,
         NoobEvent      *event)
{
  NoobPlannedAsset *asset = noob_asset_plan_find (self->plan, id);
  NoobEpoch *epoch = noob_event_get_epoch (event);
  g_autoptr (GError) error = NULL;

  if (noob_planned_asset_is_published_by (asset, self->hosted->id) &&
      !noob_publisher_add_asset (self->publisher, id, epoch, noob_event_get_value (event), FALSE,
                                 &error))
    noob_node_runner_report_error (self, epoch, error);
}

static void
receive (NoobNodeRunner *self,
         const char     *id,
         NoobEvent      *event)
{
  NoobEpoch *epoch = noob_event_get_epoch (event);
  guint64 root = noob_epoch_get_root (epoch);
  g_autoptr (GError) error = NULL;
  GValue value = G_VALUE_INIT;

  if (noob_node_runner_is_cut_off (self, self->hosted->id))
    {
      pass_on (self, id, event);
      return;
    }

  if (noob_scheduler_has_ended (self->scheduler, root) && !waits_to_send (self, id, root))
    return;

  if (noob_converters_hold (noob_event_get_value (event), &value, &error))
    noob_asset_state_receive (self->assets, id, epoch, &value);
  else
    noob_node_runner_fail_epoch (self, epoch, error);
}

void
noob_node_runner_take_assets (NoobNodeRunner  *self,
                              NoobRemote      *remote,
                              const char      *id,
                              NoobBatchReader *batch)
{
  for (gsize i = 0; i < batch->n_events; i++)
    {
      const NoobWireEvent *wire = &batch->events[i];
      g_autoptr (NoobEvent) event = NULL;
      g_autoptr (GError) error = NULL;

      if (wire->type == 0)
        continue;

      event = noob_batch_reader_next_event (batch, wire, remote->id, id, &error);
      if (event != NULL)
        {
          receive (self, id, event);
          continue;
        }

      g_prefix_error (&error, "asset \"%s\" of node \"%s\": ", id, remote->id);
      if (!noob_scheduler_has_ended (self->scheduler, wire->root))
        noob_node_runner_fail_epoch (self, noob_batch_reader_get_epoch (batch, wire), error);
    }

  noob_node_runner_send_unsent_assets (self);
}
