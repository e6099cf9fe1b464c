/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-session-parts-private.h"

/* Assets that are stored from one epoch to the next: who makes them has to know how many values
 * there were in an epoch, also that there were none. */

static void
unref_counts (gpointer counts)
{
  g_array_unref (counts);
}

void
noob_session_open_assets (NoobSession *self)
{
  NoobAssetPlan *plan = noob_command_node_get_plan (self->command);

  self->stored = g_ptr_array_new ();
  for (guint i = 0; i < plan->assets->len; i++)
    if (((NoobPlannedAsset *) plan->assets->pdata[i])->source_node != NULL)
      g_ptr_array_add (self->stored, plan->assets->pdata[i]);

  self->counts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, unref_counts);
}

static GArray *
ensure_counts (NoobSession *self,
               guint64      root)
{
  GArray *counts = g_hash_table_lookup (self->counts, &root);

  if (counts == NULL)
    {
      counts = g_array_sized_new (FALSE, TRUE, sizeof (guint64), self->stored->len);
      g_array_set_size (counts, self->stored->len);
      g_hash_table_insert (self->counts, g_memdup2 (&root, sizeof root), counts);
    }

  return counts;
}

void
noob_session_count_stored (NoobSession       *self,
                           NoobBatchReader   *batch,
                           const char *const *signals)
{
  for (guint i = 0; i < self->stored->len; i++)
    {
      NoobPlannedAsset *asset = self->stored->pdata[i];

      if (!g_str_equal (asset->source_node, batch->node_id))
        continue;

      for (gsize j = 0; j < batch->n_events; j++)
        {
          const NoobWireEvent *wire = &batch->events[j];

          if (wire->type != 0 && signals[wire->signal] == asset->source_signal &&
              !noob_scheduler_has_ended (self->scheduler, wire->root))
            g_array_index (ensure_counts (self, wire->root), guint64, i)++;
        }
    }
}

void
noob_session_tell_counts (NoobSession *self,
                          guint64      root)
{
  if (self->stored->len == 0)
    return;

  if (!noob_ended_epochs_has (&self->cut, root))
    noob_command_node_epoch_counted (self->command, root, ensure_counts (self, root));
  g_hash_table_remove (self->counts, &root);
}
