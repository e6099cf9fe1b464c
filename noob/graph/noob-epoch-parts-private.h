/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "graph/noob-epoch-state-private.h"

G_BEGIN_DECLS

/* What the files behind noob-epoch-state-private.h share. */

/* The block behind a state: the sets of nodes, the signals that ran, those that are decided, then
 * for each node the number of its undecided slots, and for each gather the number of subepochs in
 * which it has not finished. */

static inline guint64 *
noob_state_set (NoobStatePool  *pool,
                NoobEpochState *self,
                NoobNodeSet     set)
{
  return self->words + set * pool->node_words;
}

static inline guint64 *
noob_state_ran_signals (NoobStatePool  *pool,
                        NoobEpochState *self)
{
  return self->words + NOOB_NODE_N_SETS * pool->node_words;
}

static inline guint64 *
noob_state_decided_signals (NoobStatePool  *pool,
                            NoobEpochState *self)
{
  return noob_state_ran_signals (pool, self) + pool->signal_words;
}

static inline guint32 *
noob_state_pending_slots (NoobStatePool  *pool,
                          NoobEpochState *self)
{
  return (guint32 *) (noob_state_decided_signals (pool, self) + pool->signal_words);
}

static inline guint32 *
noob_state_gathering (NoobStatePool  *pool,
                      NoobEpochState *self)
{
  return noob_state_pending_slots (pool, self) + pool->sorter->n_nodes;
}

static inline gboolean
noob_state_has (NoobStatePool  *pool,
                NoobEpochState *self,
                NoobNodeSet     set,
                guint           node)
{
  return noob_bits_get (noob_state_set (pool, self, set), node);
}

static inline void
noob_state_add (NoobStatePool  *pool,
                NoobEpochState *self,
                NoobNodeSet     set,
                guint           node)
{
  noob_bits_set (noob_state_set (pool, self, set), node);
}

static inline void
noob_state_drop (NoobStatePool  *pool,
                 NoobEpochState *self,
                 NoobNodeSet     set,
                 guint           node)
{
  noob_bits_unset (noob_state_set (pool, self, set), node);
}

/* Whether @node is a gather that closes the subepochs to which @self belongs. */
static inline gboolean
noob_state_closes (NoobStatePool  *pool,
                   NoobEpochState *self,
                   guint           node)
{
  return self->parent != NULL && pool->sorter->nodes[node].closes == self->opener;
}

static inline gboolean
noob_state_waits_for_previous (NoobStatePool *pool,
                               guint          node)
{
  return (pool->sorter->nodes[node].flags & NOOB_NODE_FLAGS_STATEFUL) != 0 &&
         (pool->own == NOOB_SORTER_NONE || pool->own == node);
}

/* Moving a node between ready, held and out, and keeping count in all the parents. */

void     noob_state_make_ready         (NoobStatePool  *pool,
                                        NoobEpochState *self,
                                        guint           node);
void     noob_state_hold               (NoobStatePool  *pool,
                                        NoobEpochState *self,
                                        guint           node);
void     noob_state_hand_out           (NoobStatePool  *pool,
                                        NoobEpochState *self,
                                        guint           node);
void     noob_state_leave_schedule     (NoobStatePool  *pool,
                                        NoobEpochState *self,
                                        guint           node);

/* The order of epochs for stateful nodes. */

gboolean noob_state_previous_is_done   (NoobStatePool  *pool,
                                        NoobEpochState *self,
                                        guint           node);
/* @node has finished in @self, and thereby perhaps in its parents: the next siblings in which it
 * has not may be due. */
void     noob_state_release_next       (NoobStatePool  *pool,
                                        NoobEpochState *self,
                                        guint           node);
/* Nothing is going on in @self any more. */
void     noob_state_release_after_idle (NoobStatePool  *pool,
                                        NoobEpochState *self);

/* Decisions, with all their consequences. */

void     noob_state_decide             (NoobStatePool  *pool,
                                        NoobEpochState *self,
                                        guint           signal,
                                        gboolean        ran,
                                        gboolean        own);
void     noob_state_expire_signals     (NoobStatePool  *pool,
                                        NoobEpochState *self,
                                        guint           node);
/* All slots of @node are decided. */
void     noob_state_settle             (NoobStatePool  *pool,
                                        NoobEpochState *self,
                                        guint           node);
/* @node will do nothing more in this epoch. */
void     noob_state_finish             (NoobStatePool  *pool,
                                        NoobEpochState *self,
                                        guint           node);
void     noob_state_queue_to_wake      (NoobStatePool  *pool,
                                        NoobEpochState *self);

G_END_DECLS
