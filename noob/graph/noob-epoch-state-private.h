/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-epoch.h"
#include "graph/noob-sorter-private.h"

G_BEGIN_DECLS

/* How far one epoch has come. A state is one block of bit sets and counts, copied from a
 * template, so an epoch costs no allocation per item. The states of an epoch and its subepochs
 * form a tree.
 *
 * The rules are those of dataflow: what becomes of a node depends only on what becomes of its
 * slots, never on the order in which news of them arrives. Three things follow:
 *
 * - Each signal is decided once in each epoch. In a subepoch it is decided there (the node ran or
 *   expired there) or by the parent. A node of which no slot was decided in the subepoch itself
 *   follows the parent, and is not run in the subepoch.
 * - A node counts as expired as soon as a required slot expired, but its signals expire only once
 *   all its slots are decided.
 * - The signals of a gather belong to the epoch that it emits into. They expire there when it has
 *   finished in all the subepochs without emitting. */

typedef struct _NoobEpochState NoobEpochState;
typedef struct _NoobDecisionStep NoobDecisionStep;

typedef enum
{
  NOOB_NODE_READY,   /* to be handed out */
  NOOB_NODE_HELD,    /* ready but for the epoch before */
  NOOB_NODE_OUT,     /* handed out */
  NOOB_NODE_RAN,
  NOOB_NODE_EXPIRED, /* a required slot expired */
  NOOB_NODE_OWN,     /* a slot was decided in this very epoch */
  NOOB_NODE_CLOSED,  /* has run in a subepoch */
  NOOB_NODE_FINISHED, /* will do nothing more in this very epoch */
  NOOB_NODE_N_SETS,
} NoobNodeSet;

struct _NoobEpochState
{
  NoobEpochState *parent;
  NoobEpoch      *epoch;
  GPtrArray      *children;  /* by opener, then by index; nullable */
  GPtrArray      *deferred;  /* NoobRun that came before what caused them; nullable */
  guint64         index;     /* which of the subepochs of the opener this is */
  guint           opener;    /* NOOB_SORTER_NONE in a root epoch */
  guint           position;  /* among the parent's children */
  guint           first_ready_child;
  guint           sources_left;

  /* Of this epoch and its subepochs. */
  guint           n_ready;
  guint           n_held;
  guint           n_out;

  gboolean        previous_done;
  gboolean        queued_to_wake;

  guint64         words[];
};

/* One finished call of a node: where it ran, and what it emitted of the signals that somebody
 * depends on. */
typedef struct
{
  guint      signal;
  gboolean   has_value;
  NoobEpoch *epoch;
} NoobEmission;

typedef struct
{
  guint      node;
  NoobEpoch *epoch;
  GArray    *emissions; /* of NoobEmission */
} NoobRun;

NoobRun        *noob_run_new                  (guint           node,
                                               NoobEpoch      *epoch);
void            noob_run_add                  (NoobRun        *self,
                                               guint           signal,
                                               NoobEpoch      *epoch,
                                               gboolean        has_value);
void            noob_run_free                 (NoobRun        *self);

/* What the states of one scheduler share. @own is the only node that waits for its previous epoch
 * and is handed out, or NOOB_SORTER_NONE when all do. */
typedef struct
{
  NoobSorter     *sorter;
  guint           own;
  gsize           size;
  guint           node_words;
  guint           signal_words;
  NoobEpochState *pattern;
  GPtrArray      *free;
  GPtrArray      *to_wake; /* borrowed states whose deferred runs may be due */

  /* The consequences of a decision that are still to be drawn. */
  NoobDecisionStep *steps;
  guint             n_steps;
  guint             steps_size;
} NoobStatePool;

/* Borrows @sorter, which must have no cycle. */
void            noob_state_pool_init          (NoobStatePool  *self,
                                               NoobSorter     *sorter,
                                               guint           own);
void            noob_state_pool_clear         (NoobStatePool  *self);

/* Some node of the sorter was enabled or disabled: new epochs begin accordingly. */
void            noob_state_pool_restart       (NoobStatePool  *self);

NoobEpochState *noob_epoch_state_new          (NoobStatePool  *pool,
                                               NoobEpoch      *epoch,
                                               gboolean        previous_done);

/* Frees the subepochs too. */
void            noob_epoch_state_free         (NoobStatePool  *pool,
                                               NoobEpochState *self);

/* The state of @epoch, a subepoch of @self or @self itself; else NULL, and @nearest is the
 * closest there is. */
NoobEpochState *noob_epoch_state_find         (NoobStatePool  *pool,
                                               NoobEpochState *self,
                                               NoobEpoch      *epoch,
                                               NoobEpochState **nearest);

gboolean        noob_epoch_state_has          (NoobStatePool  *pool,
                                               NoobEpochState *self,
                                               NoobNodeSet     set,
                                               guint           node);

/* Hands out the first ready node in the order of epochs, then of the graph; FALSE when there is
 * none. */
gboolean        noob_epoch_state_pop          (NoobStatePool  *pool,
                                               NoobEpochState *self,
                                               NoobEpochState **state,
                                               guint          *node);

/* Hands out @node if it is ready in this very epoch. */
gboolean        noob_epoch_state_take         (NoobStatePool  *pool,
                                               NoobEpochState *self,
                                               guint           node);

/* @node ran in this epoch; its emissions follow, then end_run. */
void            noob_epoch_state_begin_run    (NoobStatePool  *pool,
                                               NoobEpochState *self,
                                               guint           node);
void            noob_epoch_state_emit         (NoobStatePool  *pool,
                                               NoobEpochState *self,
                                               guint           signal,
                                               gboolean        has_value);
/* Into a parent or a subepoch that the node itself opens; FALSE: @epoch is neither. */
gboolean        noob_epoch_state_emit_into    (NoobStatePool  *pool,
                                               NoobEpochState *self,
                                               NoobEpoch      *epoch,
                                               guint           signal,
                                               gboolean        has_value);
void            noob_epoch_state_end_run      (NoobStatePool  *pool,
                                               NoobEpochState *self,
                                               guint           node);

/* All of @node's signals that are still open in this epoch expire, and it does not run here. */
void            noob_epoch_state_expire       (NoobStatePool  *pool,
                                               NoobEpochState *self,
                                               guint           node);

/* Keeps @run (taken) until its node's slots are decided. */
void            noob_epoch_state_defer        (NoobEpochState *self,
                                               NoobRun        *run);

/* Whether news that @node ran here fits: its slots are decided, and it is to run. */
gboolean        noob_epoch_state_is_settled   (NoobStatePool  *pool,
                                               NoobEpochState *self,
                                               guint           node);

/* Whether @node has run or will never run, in this epoch and its subepochs. */
gboolean        noob_epoch_state_has_finished (NoobStatePool  *pool,
                                               NoobEpochState *self,
                                               guint           node);

/* Whether a node of this epoch, reached by a decision made in it, still waits for a slot. */
gboolean        noob_epoch_state_has_waiting  (NoobStatePool  *pool,
                                               NoobEpochState *self);

/* The epoch before has ended. */
void            noob_epoch_state_previous_done (NoobStatePool  *pool,
                                                NoobEpochState *self);

static inline NoobEpochState *
noob_epoch_state_get_root (NoobEpochState *self)
{
  while (self->parent != NULL)
    self = self->parent;

  return self;
}

static inline guint
noob_epoch_state_n_busy (NoobEpochState *self)
{
  return self->n_ready + self->n_held + self->n_out;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobRun, noob_run_free)

G_END_DECLS
