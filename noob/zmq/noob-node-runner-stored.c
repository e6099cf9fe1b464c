/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-node-runner-parts-private.h"

#include "core/noob-converter-private.h"
#include "core/noob-error.h"
#include "graph/noob-ended-epochs-private.h"
#include "zmq/noob-batch-private.h"

/* Assets that are what a later node emitted in the epoch before: before an epoch runs here, it has
 * to be known what that was, or that there was nothing.
 *
 * A node that runs once in a root epoch tells by its one event. Where a signal may have several
 * values, or its node did not run, the command node tells how many there were, once the epoch has
 * ended. */

/* A root epoch of which not all is known. */
typedef struct
{
  NoobEpoch *epoch; /* of the value: the last so far; NULL: none */
  GValue     value;
  guint64    n_values;
  gboolean   is_counted;
  guint64    n_expected;
} OpenRoot;

typedef struct
{
  NoobPlannedAsset *asset;
  NoobEndedEpochs   decided; /* root epochs of which all is known */
  GHashTable       *open;    /* guint64 → OpenRoot */
} StoredAsset;

static void
open_root_free (gpointer data)
{
  OpenRoot *root = data;

  g_clear_pointer (&root->epoch, noob_epoch_unref);
  if (G_IS_VALUE (&root->value))
    g_value_unset (&root->value);
  g_free (root);
}

static void
stored_asset_free (gpointer data)
{
  StoredAsset *stored = data;

  noob_ended_epochs_clear (&stored->decided);
  g_hash_table_unref (stored->open);
  g_free (stored);
}

void
noob_node_runner_init_stored (NoobNodeRunner *self)
{
  self->stored_assets = g_ptr_array_new_with_free_func (stored_asset_free);
}

void
noob_node_runner_clear_stored (NoobNodeRunner *self)
{
  g_ptr_array_unref (self->stored_assets);
}

void
noob_node_runner_add_stored (NoobNodeRunner   *self,
                             NoobPlannedAsset *asset)
{
  StoredAsset *stored = g_new0 (StoredAsset, 1);

  stored->asset = asset;
  noob_ended_epochs_init (&stored->decided);
  stored->open = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, open_root_free);
  g_ptr_array_add (self->stored_assets, stored);
}

gboolean
noob_node_runner_knows_stored (NoobNodeRunner   *self,
                               NoobPlannedAsset *asset,
                               guint64           root)
{
  for (guint i = 0; i < self->stored_assets->len; i++)
    {
      StoredAsset *stored = self->stored_assets->pdata[i];

      if (stored->asset == asset)
        return stored->decided.mark >= root;
    }

  return TRUE;
}

static OpenRoot *
ensure_open (StoredAsset *stored,
             guint64      root)
{
  OpenRoot *open = g_hash_table_lookup (stored->open, &root);

  if (open == NULL)
    {
      open = g_new0 (OpenRoot, 1);
      g_hash_table_insert (stored->open, g_memdup2 (&root, sizeof root), open);
    }

  return open;
}

/* All is known of @root. */
static void
decide (NoobNodeRunner *self,
        StoredAsset    *stored,
        guint64         root)
{
  OpenRoot *open = g_hash_table_lookup (stored->open, &root);

  if (noob_ended_epochs_has (&stored->decided, root))
    return;

  if (open != NULL && open->epoch != NULL)
    noob_asset_state_store (self->assets, stored->asset->id, root, &open->value);
  g_hash_table_remove (stored->open, &root);
  noob_ended_epochs_add (&stored->decided, root);
}

static void
decide_if_complete (NoobNodeRunner *self,
                    StoredAsset    *stored,
                    OpenRoot       *open,
                    guint64         root)
{
  if (open->is_counted && open->n_values >= open->n_expected)
    decide (self, stored, root);
}

/* The last in the order of epochs counts. */
static void
add_value (NoobNodeRunner *self,
           StoredAsset    *stored,
           NoobEvent      *event)
{
  NoobEpoch *epoch = noob_event_get_epoch (event);
  OpenRoot *open = ensure_open (stored, noob_epoch_get_root (epoch));
  g_autoptr (GError) error = NULL;
  GValue value = G_VALUE_INIT;

  if (open->epoch != NULL && noob_epoch_compare (open->epoch, epoch) > 0)
    return;

  if (!noob_converters_hold (noob_event_get_value (event), &value, &error))
    {
      noob_node_runner_report_error (self, epoch, error);
      return;
    }

  g_clear_pointer (&open->epoch, noob_epoch_unref);
  open->epoch = noob_epoch_ref (epoch);
  if (G_IS_VALUE (&open->value))
    g_value_unset (&open->value);
  open->value = value;
}

static void
take_event (NoobNodeRunner      *self,
            StoredAsset         *stored,
            const NoobWireEvent *wire,
            NoobEvent           *event)
{
  gboolean is_only_one = wire->run_epoch == 0 && wire->epoch == 0;

  if (noob_ended_epochs_has (&stored->decided, wire->root))
    return;

  /* Also one that this process cannot have counts. */
  if (wire->type != 0)
    ensure_open (stored, wire->root)->n_values++;
  if (event != NULL)
    add_value (self, stored, event);

  if (is_only_one)
    decide (self, stored, wire->root);
  else if (wire->type != 0)
    decide_if_complete (self, stored, ensure_open (stored, wire->root), wire->root);
}

void
noob_node_runner_take_stored (NoobNodeRunner  *self,
                              NoobRemote      *remote,
                              NoobBatchReader *batch)
{
  for (gsize i = 0; i < batch->n_events; i++)
    {
      const NoobWireEvent *wire = &batch->events[i];
      const char *signal = remote->signals->pdata[wire->signal];
      g_autoptr (NoobEvent) event = NULL;
      g_autoptr (GError) error = NULL;

      if (wire->type != 0)
        event = noob_batch_reader_next_event (batch, wire, remote->id, signal, &error);
      if (error != NULL)
        noob_node_runner_report_error (self, noob_batch_reader_get_epoch (batch, wire), error);

      for (guint j = 0; j < self->stored_assets->len; j++)
        {
          StoredAsset *stored = self->stored_assets->pdata[j];

          if (stored->asset->source_node == remote->id && stored->asset->source_signal == signal)
            take_event (self, stored, wire, event);
        }
    }

  noob_node_runner_send_unsent_assets (self);
}

/* The place of @asset among those of the plan that are stored. */
static guint
place_of (NoobNodeRunner   *self,
          NoobPlannedAsset *asset)
{
  guint place = 0;

  for (guint i = 0; self->plan->assets->pdata[i] != asset; i++)
    if (((NoobPlannedAsset *) self->plan->assets->pdata[i])->source_node != NULL)
      place++;

  return place;
}

void
noob_node_runner_count_stored (NoobNodeRunner *self,
                               guint64         root,
                               GArray         *counts)
{
  for (guint i = 0; i < self->stored_assets->len; i++)
    {
      StoredAsset *stored = self->stored_assets->pdata[i];
      guint place = place_of (self, stored->asset);
      OpenRoot *open;

      if (place >= counts->len || noob_ended_epochs_has (&stored->decided, root))
        continue;

      open = ensure_open (stored, root);
      open->is_counted = TRUE;
      open->n_expected = g_array_index (counts, guint64, place);
      decide_if_complete (self, stored, open, root);
    }

  noob_node_runner_send_unsent_assets (self);
}

void
noob_node_runner_cut_stored (NoobNodeRunner *self,
                             guint64         root)
{
  for (guint i = 0; i < self->stored_assets->len; i++)
    decide (self, self->stored_assets->pdata[i], root);

  if (self->stored_assets->len > 0)
    noob_node_runner_send_unsent_assets (self);
}
