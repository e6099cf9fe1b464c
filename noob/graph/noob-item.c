/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobItem:
 *
 * A node in an epoch, as [class@Noob.Scheduler] hands it out to be run.
 *
 * Since: 1.0
 */

#include "graph/noob-item-private.h"

struct _NoobItem
{
  const char *node_id;
  NoobEpoch  *epoch;
};

G_DEFINE_BOXED_TYPE (NoobItem, noob_item, noob_item_copy, noob_item_free)

NoobItem *
noob_item_new (const char *node_id,
               NoobEpoch  *epoch)
{
  NoobItem *self = g_new (NoobItem, 1);

  self->node_id = g_intern_string (node_id);
  self->epoch = noob_epoch_ref (epoch);

  return self;
}

/**
 * noob_item_copy: (skip)
 * @self: an item
 *
 * Copies an item.
 *
 * Returns: (transfer full): the copy
 *
 * Since: 1.0
 */
NoobItem *
noob_item_copy (NoobItem *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return noob_item_new (self->node_id, self->epoch);
}

/**
 * noob_item_free: (skip)
 * @self: (transfer full): an item
 *
 * Frees an item.
 *
 * Since: 1.0
 */
void
noob_item_free (NoobItem *self)
{
  g_return_if_fail (self != NULL);

  noob_epoch_unref (self->epoch);
  g_free (self);
}

/**
 * noob_item_get_node_id:
 * @self: an item
 *
 * Gets the id of the node to run.
 *
 * Returns: (transfer none): the id
 *
 * Since: 1.0
 */
const char *
noob_item_get_node_id (NoobItem *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->node_id;
}

/**
 * noob_item_get_epoch:
 * @self: an item
 *
 * Gets the epoch to run the node in.
 *
 * Returns: (transfer none): the epoch
 *
 * Since: 1.0
 */
NoobEpoch *
noob_item_get_epoch (NoobItem *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->epoch;
}
