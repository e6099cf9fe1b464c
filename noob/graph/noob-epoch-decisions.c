/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "graph/noob-epoch-parts-private.h"

/* Deciding signals and settling nodes.
 *
 * A decision has consequences, which have consequences. They are worked off depth first, from a
 * stack of our own: a chain of nodes may be longer than the thread's stack is deep. */

typedef enum
{
  STEP_DECIDE,
  STEP_EXPIRE,  /* all open signals of a node */
  STEP_FOLLOW,  /* the parent, in all signals of a node */
  STEP_FINISH,
  STEP_RELEASE, /* the node in the sibling that it is to run in next */
} StepKind;

struct _NoobDecisionStep
{
  NoobEpochState *state;
  StepKind        kind;
  guint           index; /* of a signal to be decided; else of a node */
  guint           next;  /* how far this step has come */
  gboolean        ran;
  gboolean        own;
};

static inline void
push (NoobStatePool    *pool,
      NoobDecisionStep  step)
{
  if (G_UNLIKELY (pool->n_steps == pool->steps_size))
    {
      pool->steps_size = MAX (2 * pool->steps_size, 16);
      pool->steps = g_renew (NoobDecisionStep, pool->steps, pool->steps_size);
    }

  pool->steps[pool->n_steps++] = step;
}

static inline void
push_step (NoobStatePool  *pool,
           NoobEpochState *self,
           StepKind        kind,
           guint           node)
{
  push (pool, (NoobDecisionStep) { .state = self, .kind = kind, .index = node });
}

static void
push_decision (NoobStatePool  *pool,
               NoobEpochState *self,
               guint           signal,
               gboolean        ran,
               gboolean        own)
{
  if (noob_bits_get (noob_state_decided_signals (pool, self), signal))
    return;

  noob_bits_set (noob_state_decided_signals (pool, self), signal);
  if (ran)
    noob_bits_set (noob_state_ran_signals (pool, self), signal);

  push (pool, (NoobDecisionStep) { self, STEP_DECIDE, signal, 0, ran, own });
}

/* Whether what @node did in the parent counts in the subepoch @child. */
static gboolean
child_follows (NoobStatePool  *pool,
               NoobEpochState *child,
               guint           node,
               gboolean        ran)
{
  if (child->opener == node)
    return ran;

  if (noob_state_closes (pool, child, node) ||
      !noob_sorter_is_above (pool->sorter, child->opener, node))
    return TRUE;

  /* Below the opener: only when no slot of it was, or can still be, decided in the subepoch. */
  return noob_state_pending_slots (pool, child)[node] == 0 &&
         !noob_state_has (pool, child, NOOB_NODE_OWN, node);
}

void
noob_state_queue_to_wake (NoobStatePool  *pool,
                          NoobEpochState *self)
{
  if (self->deferred == NULL || self->queued_to_wake)
    return;

  self->queued_to_wake = TRUE;
  g_ptr_array_add (pool->to_wake, self);
}

/* All slots of @node are decided. */
static void
settle (NoobStatePool  *pool,
        NoobEpochState *self,
        guint           node)
{
  noob_state_queue_to_wake (pool, self);

  if (noob_state_has (pool, self, NOOB_NODE_RAN, node))
    return;

  if (self->parent != NULL && !noob_state_has (pool, self, NOOB_NODE_OWN, node))
    {
      push_step (pool, self, STEP_FOLLOW, node);
    }
  else if (noob_state_has (pool, self, NOOB_NODE_EXPIRED, node))
    {
      push_step (pool, self, STEP_FINISH, node);
      if (!noob_state_closes (pool, self, node))
        push_step (pool, self, STEP_EXPIRE, node);
    }
  else if (pool->own != NOOB_SORTER_NONE && pool->own != node)
    {
      noob_state_hand_out (pool, self, node);
    }
  else if (noob_state_waits_for_previous (pool, node) &&
           !noob_state_previous_is_done (pool, self, node))
    {
      noob_state_hold (pool, self, node);
    }
  else
    {
      noob_state_make_ready (pool, self, node);
    }
}

static void
decide_slot (NoobStatePool          *pool,
             NoobEpochState         *self,
             const NoobSorterTarget *slot,
             gboolean                ran,
             gboolean                own)
{
  if (own)
    noob_state_add (pool, self, NOOB_NODE_OWN, slot->node);
  if (!ran && slot->required)
    noob_state_add (pool, self, NOOB_NODE_EXPIRED, slot->node);
  if (--noob_state_pending_slots (pool, self)[slot->node] == 0)
    settle (pool, self, slot->node);
}

/* @node will do nothing more in this epoch. */
static void
finish (NoobStatePool  *pool,
        NoobEpochState *self,
        guint           node)
{
  if (noob_state_has (pool, self, NOOB_NODE_FINISHED, node))
    return;

  noob_state_add (pool, self, NOOB_NODE_FINISHED, node);

  if (self->parent == NULL && pool->sorter->nodes[node].is_source)
    self->sources_left--;

  if (noob_state_waits_for_previous (pool, node))
    push_step (pool, self, STEP_RELEASE, node);

  if (noob_state_closes (pool, self, node) &&
      --noob_state_gathering (pool, self->parent)[node] == 0)
    push_step (pool, self->parent, STEP_EXPIRE, node);
}

/* Goes on until there is a consequence to be drawn first. Children come first, so that a node
 * which runs in a subepoch is known there before its parent asks. */
static gboolean
step_decision (NoobStatePool    *pool,
               NoobDecisionStep *step)
{
  const NoobSorterSignal *signal = &pool->sorter->signals[step->index];
  const NoobSorterTarget *targets = pool->sorter->targets + signal->first_target;
  NoobDecisionStep now = *step;
  GPtrArray *children = now.state->children;
  guint n_children = children != NULL ? children->len : 0;
  guint n_steps = pool->n_steps;

  while (now.next < n_children + signal->n_targets && pool->n_steps == n_steps)
    {
      guint next = now.next++;

      if (next >= n_children)
        decide_slot (pool, now.state, &targets[next - n_children], now.ran, now.own);
      else if (child_follows (pool, children->pdata[next], signal->node, now.ran))
        push_decision (pool, children->pdata[next], now.index, now.ran, FALSE);
    }

  pool->steps[n_steps - 1].next = now.next;

  return pool->n_steps > n_steps;
}

static gboolean
step_signals (NoobStatePool    *pool,
              NoobDecisionStep *step)
{
  const NoobSorterNode *node = &pool->sorter->nodes[step->index];
  NoobEpochState *self = step->state;
  guint signal = node->first_signal + step->next;

  if (step->next >= node->n_signals)
    return FALSE;

  step->next++;
  if (step->kind == STEP_EXPIRE)
    push_decision (pool, self, signal, FALSE, TRUE);
  else if (noob_bits_get (noob_state_decided_signals (pool, self->parent), signal))
    push_decision (pool, self, signal,
                   noob_bits_get (noob_state_ran_signals (pool, self->parent), signal), FALSE);

  return TRUE;
}

/* Takes one step; FALSE when there is nothing more to it. */
static gboolean
take_step (NoobStatePool    *pool,
           NoobDecisionStep *step)
{
  switch (step->kind)
    {
    case STEP_DECIDE:
      return step_decision (pool, step);
    case STEP_EXPIRE:
    case STEP_FOLLOW:
      return step_signals (pool, step);
    case STEP_FINISH:
    case STEP_RELEASE:
    default:
      return FALSE;
    }
}

static void
work_off (NoobStatePool *pool)
{
  while (pool->n_steps > 0)
    {
      NoobDecisionStep *step = &pool->steps[pool->n_steps - 1];

      if (take_step (pool, step))
        continue;

      pool->n_steps--;
      if (step->kind == STEP_FINISH)
        finish (pool, step->state, step->index);
      else if (step->kind == STEP_RELEASE)
        noob_state_release_next (pool, step->state, step->index);
    }
}

void
noob_state_decide (NoobStatePool  *pool,
                   NoobEpochState *self,
                   guint           signal,
                   gboolean        ran,
                   gboolean        own)
{
  push_decision (pool, self, signal, ran, own);
  work_off (pool);
}

void
noob_state_expire_signals (NoobStatePool  *pool,
                           NoobEpochState *self,
                           guint           node)
{
  push_step (pool, self, STEP_EXPIRE, node);
  work_off (pool);
}

void
noob_state_settle (NoobStatePool  *pool,
                   NoobEpochState *self,
                   guint           node)
{
  settle (pool, self, node);
  work_off (pool);
}

void
noob_state_finish (NoobStatePool  *pool,
                   NoobEpochState *self,
                   guint           node)
{
  finish (pool, self, node);
  work_off (pool);
}
