/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobEdge:
 *
 * A connection in a graph: from a signal of one node to a slot of another.
 *
 * An edge never changes and may be used from any thread. Its strings are interned.
 *
 * Since: 1.0
 */

#include "core/noob-edge.h"

struct _NoobEdge
{
  gatomicrefcount ref_count;
  gboolean        required;
  const char     *source_node;
  const char     *source_signal;
  const char     *target_node;
  const char     *target_slot;
};

G_DEFINE_BOXED_TYPE (NoobEdge, noob_edge, noob_edge_ref, noob_edge_unref)

/**
 * noob_edge_new:
 * @source_node: the node that emits, `input` or `assets`
 * @source_signal: the signal that it emits from, or the name of the input or asset
 * @target_node: the node that receives
 * @target_slot: the slot that it receives in; positions are "0", "1", …
 * @required: whether the target does not run in an epoch in which the source expired
 *
 * Makes an edge.
 *
 * Returns: (transfer full): a new edge
 *
 * Since: 1.0
 */
NoobEdge *
noob_edge_new (const char *source_node,
               const char *source_signal,
               const char *target_node,
               const char *target_slot,
               gboolean    required)
{
  NoobEdge *self;

  g_return_val_if_fail (source_node != NULL, NULL);
  g_return_val_if_fail (source_signal != NULL, NULL);
  g_return_val_if_fail (target_node != NULL, NULL);
  g_return_val_if_fail (target_slot != NULL, NULL);

  self = g_new (NoobEdge, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->required = !!required;
  self->source_node = g_intern_string (source_node);
  self->source_signal = g_intern_string (source_signal);
  self->target_node = g_intern_string (target_node);
  self->target_slot = g_intern_string (target_slot);

  return self;
}

/**
 * noob_edge_ref:
 * @self: an edge
 *
 * Adds a reference.
 *
 * Returns: (transfer full): @self
 *
 * Since: 1.0
 */
NoobEdge *
noob_edge_ref (NoobEdge *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * noob_edge_unref:
 * @self: (transfer full): an edge
 *
 * Drops a reference; the last one frees the edge.
 *
 * Since: 1.0
 */
void
noob_edge_unref (NoobEdge *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

/**
 * noob_edge_get_source_node:
 * @self: an edge
 *
 * Gets the node that emits.
 *
 * Returns: (transfer none): the node id, `input` or `assets`; an interned string
 *
 * Since: 1.0
 */
const char *
noob_edge_get_source_node (NoobEdge *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->source_node;
}

/**
 * noob_edge_get_source_signal:
 * @self: an edge
 *
 * Gets the signal that the source emits from.
 *
 * Returns: (transfer none): the signal's name, or that of an input or asset; an interned string
 *
 * Since: 1.0
 */
const char *
noob_edge_get_source_signal (NoobEdge *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->source_signal;
}

/**
 * noob_edge_get_target_node:
 * @self: an edge
 *
 * Gets the node that receives.
 *
 * Returns: (transfer none): the node id, an interned string
 *
 * Since: 1.0
 */
const char *
noob_edge_get_target_node (NoobEdge *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->target_node;
}

/**
 * noob_edge_get_target_slot:
 * @self: an edge
 *
 * Gets the slot that the target receives in.
 *
 * Returns: (transfer none): the slot's name or position, an interned string
 *
 * Since: 1.0
 */
const char *
noob_edge_get_target_slot (NoobEdge *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->target_slot;
}

/**
 * noob_edge_get_required:
 * @self: an edge
 *
 * Checks whether the target needs the source.
 *
 * Returns: %TRUE if the target does not run in an epoch in which the source expired
 *
 * Since: 1.0
 */
gboolean
noob_edge_get_required (NoobEdge *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->required;
}
