/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "graph/noob-epoch-state-private.h"

#include <string.h>

/* The block behind a state: the sets of nodes, the signals that ran, those that are decided, then for each node the number of its
 * undecided slots, and for each gather the number of subepochs in which it has not finished. */

static inline guint64 *
node_set (NoobStatePool  *pool,
          NoobEpochState *self,
          NoobNodeSet     set)
{
  return self->words + set * pool->node_words;
}

static inline guint64 *
ran_signals (NoobStatePool  *pool,
             NoobEpochState *self)
{
  return self->words + NOOB_NODE_N_SETS * pool->node_words;
}

static inline guint64 *
decided_signals (NoobStatePool  *pool,
                 NoobEpochState *self)
{
  return ran_signals (pool, self) + pool->signal_words;
}

static inline guint32 *
pending_slots (NoobStatePool  *pool,
               NoobEpochState *self)
{
  return (guint32 *) (decided_signals (pool, self) + pool->signal_words);
}

static inline guint32 *
gathering (NoobStatePool  *pool,
           NoobEpochState *self)
{
  return pending_slots (pool, self) + pool->sorter->n_nodes;
}

static inline gboolean
has (NoobStatePool  *pool,
     NoobEpochState *self,
     NoobNodeSet     set,
     guint           node)
{
  return noob_bits_get (node_set (pool, self, set), node);
}

static inline void
add (NoobStatePool  *pool,
     NoobEpochState *self,
     NoobNodeSet     set,
     guint           node)
{
  noob_bits_set (node_set (pool, self, set), node);
}

static inline void
drop (NoobStatePool  *pool,
      NoobEpochState *self,
      NoobNodeSet     set,
      guint           node)
{
  noob_bits_unset (node_set (pool, self, set), node);
}

/* Whether @node is a gather that closes the subepochs to which @self belongs. */
static inline gboolean
closes (NoobStatePool  *pool,
        NoobEpochState *self,
        guint           node)
{
  return self->parent != NULL && pool->sorter->nodes[node].closes == self->opener;
}

/* Moving a node between ready, held and out, and keeping count in all the parents. */

static void
make_ready (NoobStatePool  *pool,
            NoobEpochState *self,
            guint           node)
{
  add (pool, self, NOOB_NODE_READY, node);
  self->n_ready++;

  for (NoobEpochState *state = self; state->parent != NULL; state = state->parent)
    {
      state->parent->n_ready++;
      if (state->position < state->parent->first_ready_child)
        state->parent->first_ready_child = state->position;
    }
}

static void
unmake_ready (NoobStatePool  *pool,
              NoobEpochState *self,
              guint           node)
{
  drop (pool, self, NOOB_NODE_READY, node);
  for (NoobEpochState *state = self; state != NULL; state = state->parent)
    state->n_ready--;
}

static void
hold (NoobStatePool  *pool,
      NoobEpochState *self,
      guint           node)
{
  add (pool, self, NOOB_NODE_HELD, node);
  for (NoobEpochState *state = self; state != NULL; state = state->parent)
    state->n_held++;
}

static void
unhold (NoobStatePool  *pool,
        NoobEpochState *self,
        guint           node)
{
  drop (pool, self, NOOB_NODE_HELD, node);
  for (NoobEpochState *state = self; state != NULL; state = state->parent)
    state->n_held--;
}

static void
hand_out (NoobStatePool  *pool,
          NoobEpochState *self,
          guint           node)
{
  add (pool, self, NOOB_NODE_OUT, node);
  for (NoobEpochState *state = self; state != NULL; state = state->parent)
    state->n_out++;
}

static void
leave_schedule (NoobStatePool  *pool,
                NoobEpochState *self,
                guint           node)
{
  if (has (pool, self, NOOB_NODE_READY, node))
    unmake_ready (pool, self, node);
  else if (has (pool, self, NOOB_NODE_HELD, node))
    unhold (pool, self, node);
  else if (has (pool, self, NOOB_NODE_OUT, node))
    {
      drop (pool, self, NOOB_NODE_OUT, node);
      for (NoobEpochState *state = self; state != NULL; state = state->parent)
        state->n_out--;
    }
}

/* The order of epochs for stateful nodes. */

static NoobEpochState *
next_sibling (NoobEpochState *self)
{
  NoobEpochState *next;

  if (self->parent == NULL || self->position + 1 >= self->parent->children->len)
    return NULL;

  next = self->parent->children->pdata[self->position + 1];
  return next->opener == self->opener && next->index == self->index + 1 ? next : NULL;
}

static NoobEpochState *
previous_sibling (NoobEpochState *self)
{
  NoobEpochState *previous;

  if (self->position == 0)
    return NULL;

  previous = self->parent->children->pdata[self->position - 1];
  return previous->opener == self->opener && previous->index + 1 == self->index ? previous : NULL;
}

gboolean
noob_epoch_state_has_finished (NoobStatePool  *pool,
                               NoobEpochState *self,
                               guint           node)
{
  if (noob_epoch_state_n_busy (self) == 0)
    return TRUE;

  /* A gather may have emitted into this epoch, and yet be to run in the rest of the subepochs. */
  if (gathering (pool, self)[node] > 0)
    return FALSE;

  if (has (pool, self, NOOB_NODE_RAN, node) || has (pool, self, NOOB_NODE_EXPIRED, node))
    return TRUE;

  return self->parent != NULL && pending_slots (pool, self)[node] == 0 &&
         !has (pool, self, NOOB_NODE_OWN, node);
}

/* Whether @node has finished in all the siblings before @self. Where it ran, it ran in turn: what is before need not be looked at. */
static gboolean
siblings_are_done (NoobStatePool  *pool,
                   NoobEpochState *self,
                   guint           node)
{
  while (self->index > 0)
    {
      self = previous_sibling (self);
      if (self == NULL || !noob_epoch_state_has_finished (pool, self, node))
        return FALSE;
      if (has (pool, self, NOOB_NODE_RAN, node))
        return TRUE;
    }

  return TRUE;
}

static gboolean
previous_is_done (NoobStatePool  *pool,
                  NoobEpochState *self,
                  guint           node)
{
  for (; self->parent != NULL; self = self->parent)
    if (!siblings_are_done (pool, self, node))
      return FALSE;

  return self->previous_done;
}

static inline gboolean
waits_for_previous (NoobStatePool *pool,
                    guint          node)
{
  return (pool->sorter->nodes[node].flags & NOOB_NODE_FLAGS_STATEFUL) != 0 &&
         (pool->own == NOOB_SORTER_NONE || pool->own == node);
}

static void
release (NoobStatePool  *pool,
         NoobEpochState *self)
{
  guint64 *held = node_set (pool, self, NOOB_NODE_HELD);

  if (self->n_held == 0)
    return;

  for (guint word = 0; word < pool->node_words; word++)
    for (guint64 bits = held[word]; bits != 0; bits &= bits - 1)
      {
        guint node = word * 64 + (guint) __builtin_ctzll (bits);

        if (previous_is_done (pool, self, node))
          {
            unhold (pool, self, node);
            make_ready (pool, self, node);
          }
      }

  for (guint i = 0; self->children != NULL && i < self->children->len; i++)
    release (pool, self->children->pdata[i]);
}

static void
release_siblings (NoobStatePool  *pool,
                  NoobEpochState *self,
                  guint           node)
{
  if (self->parent->n_held == 0)
    return;

  for (NoobEpochState *next = next_sibling (self); next != NULL; next = next_sibling (next))
    {
      release (pool, next);
      if (!noob_epoch_state_has_finished (pool, next, node))
        return;
    }
}

/* @node has finished in @self, and thereby perhaps in its parents: the next siblings in which it has not may be due. */
static void
release_next (NoobStatePool  *pool,
              NoobEpochState *self,
              guint           node)
{
  for (; self->parent != NULL && noob_epoch_state_has_finished (pool, self, node);
       self = self->parent)
    release_siblings (pool, self, node);
}

/* Nothing is going on in @self any more. */
static void
release_after_idle (NoobStatePool  *pool,
                    NoobEpochState *self)
{
  if (self->parent->n_held == 0)
    return;

  for (NoobEpochState *next = next_sibling (self); next != NULL; next = next_sibling (next))
    {
      release (pool, next);
      if (noob_epoch_state_n_busy (next) > 0)
        return;
    }
}

void
noob_epoch_state_previous_done (NoobStatePool  *pool,
                                NoobEpochState *self)
{
  self->previous_done = TRUE;
  release (pool, self);
}

/* Deciding signals and settling nodes.
 *
 * A decision has consequences, which have consequences. They are worked off depth first, from a stack of our own: a chain of nodes
 * may be longer than the thread's stack is deep. */

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
  if (noob_bits_get (decided_signals (pool, self), signal))
    return;

  noob_bits_set (decided_signals (pool, self), signal);
  if (ran)
    noob_bits_set (ran_signals (pool, self), signal);

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

  if (closes (pool, child, node) || !noob_sorter_is_above (pool->sorter, child->opener, node))
    return TRUE;

  /* Below the opener: only when no slot of it was, or can still be, decided in the subepoch. */
  return pending_slots (pool, child)[node] == 0 && !has (pool, child, NOOB_NODE_OWN, node);
}

static void
queue_to_wake (NoobStatePool  *pool,
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
  queue_to_wake (pool, self);

  if (has (pool, self, NOOB_NODE_RAN, node))
    return;

  if (self->parent != NULL && !has (pool, self, NOOB_NODE_OWN, node))
    {
      push_step (pool, self, STEP_FOLLOW, node);
    }
  else if (has (pool, self, NOOB_NODE_EXPIRED, node))
    {
      push_step (pool, self, STEP_FINISH, node);
      if (!closes (pool, self, node))
        push_step (pool, self, STEP_EXPIRE, node);
    }
  else if (pool->own != NOOB_SORTER_NONE && pool->own != node)
    {
      hand_out (pool, self, node);
    }
  else if (waits_for_previous (pool, node) && !previous_is_done (pool, self, node))
    {
      hold (pool, self, node);
    }
  else
    {
      make_ready (pool, self, node);
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
    add (pool, self, NOOB_NODE_OWN, slot->node);
  if (!ran && slot->required)
    add (pool, self, NOOB_NODE_EXPIRED, slot->node);
  if (--pending_slots (pool, self)[slot->node] == 0)
    settle (pool, self, slot->node);
}

/* @node will do nothing more in this epoch. */
static void
finish (NoobStatePool  *pool,
        NoobEpochState *self,
        guint           node)
{
  if (has (pool, self, NOOB_NODE_FINISHED, node))
    return;

  add (pool, self, NOOB_NODE_FINISHED, node);

  if (self->parent == NULL && pool->sorter->nodes[node].is_source)
    self->sources_left--;

  if (waits_for_previous (pool, node))
    push_step (pool, self, STEP_RELEASE, node);

  if (closes (pool, self, node) && --gathering (pool, self->parent)[node] == 0)
    push_step (pool, self->parent, STEP_EXPIRE, node);
}

/* Goes on until there is a consequence to be drawn first. Children come first, so that a node which runs in a subepoch is known there
 * before its parent asks. */
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
  else if (noob_bits_get (decided_signals (pool, self->parent), signal))
    push_decision (pool, self, signal, noob_bits_get (ran_signals (pool, self->parent), signal),
                   FALSE);

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
        release_next (pool, step->state, step->index);
    }
}

static void
decide (NoobStatePool  *pool,
        NoobEpochState *self,
        guint           signal,
        gboolean        ran,
        gboolean        own)
{
  push_decision (pool, self, signal, ran, own);
  work_off (pool);
}

gboolean
noob_epoch_state_is_settled (NoobStatePool  *pool,
                             NoobEpochState *self,
                             guint           node)
{
  return pending_slots (pool, self)[node] == 0;
}

gboolean
noob_epoch_state_has (NoobStatePool  *pool,
                      NoobEpochState *self,
                      NoobNodeSet     set,
                      guint           node)
{
  return has (pool, self, set, node);
}

gboolean
noob_epoch_state_has_waiting (NoobStatePool  *pool,
                              NoobEpochState *self)
{
  const guint32 *pending = pending_slots (pool, self);
  const guint64 *own = node_set (pool, self, NOOB_NODE_OWN);
  const guint64 *expired = node_set (pool, self, NOOB_NODE_EXPIRED);

  for (guint word = 0; word < pool->node_words; word++)
    for (guint64 bits = own[word] & ~expired[word]; bits != 0; bits &= bits - 1)
      if (pending[word * 64 + (guint) __builtin_ctzll (bits)] > 0)
        return TRUE;

  return FALSE;
}

/* Runs. */

void
noob_epoch_state_begin_run (NoobStatePool  *pool,
                            NoobEpochState *self,
                            guint           node)
{
  leave_schedule (pool, self, node);
  add (pool, self, NOOB_NODE_RAN, node);

  for (NoobEpochState *state = self->parent; state != NULL; state = state->parent)
    add (pool, state, NOOB_NODE_CLOSED, node);
}

void
noob_epoch_state_emit (NoobStatePool  *pool,
                       NoobEpochState *self,
                       guint           signal,
                       gboolean        has_value)
{
  /* That a gather held back in a subepoch says nothing yet of the epoch it emits into. */
  if (!has_value && closes (pool, self, pool->sorter->signals[signal].node))
    return;

  decide (pool, self, signal, has_value, TRUE);
}

static int
compare_child (const NoobEpochState *child,
               guint                 opener,
               guint64               index)
{
  if (child->opener != opener)
    return child->opener < opener ? -1 : 1;

  return (child->index > index) - (child->index < index);
}

/* Where the subepoch (@opener, @index) stands, or would, among the children; mostly at the end. */
static guint
find_position (NoobEpochState *self,
               guint           opener,
               guint64         index,
               gboolean       *found)
{
  guint low = 0;
  guint high = self->children != NULL ? self->children->len : 0;

  *found = FALSE;
  if (high > 0 && compare_child (self->children->pdata[high - 1], opener, index) < 0)
    return high;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      int order = compare_child (self->children->pdata[middle], opener, index);

      if (order == 0)
        {
          *found = TRUE;
          return middle;
        }
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static NoobEpochState *
allocate (NoobStatePool *pool)
{
  if (pool->free->len > 0)
    return g_ptr_array_steal_index_fast (pool->free, pool->free->len - 1);

  return g_malloc (pool->size);
}

static NoobEpochState *
open_child (NoobStatePool  *pool,
            NoobEpochState *self,
            NoobEpoch      *epoch,
            guint           opener,
            guint           position)
{
  static const NoobNodeSet not_inherited[] = {
    NOOB_NODE_READY, NOOB_NODE_HELD,   NOOB_NODE_OUT,
    NOOB_NODE_OWN,   NOOB_NODE_CLOSED, NOOB_NODE_FINISHED,
  };
  NoobEpochState *child = allocate (pool);

  memcpy (child, self, pool->size);
  child->parent = self;
  child->epoch = noob_epoch_ref (epoch);
  child->children = NULL;
  child->deferred = NULL;
  child->opener = opener;
  child->index = noob_epoch_get_leaf_index (epoch);
  child->position = position;
  child->first_ready_child = 0;
  child->n_ready = child->n_held = child->n_out = 0;
  child->queued_to_wake = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (not_inherited); i++)
    memset (node_set (pool, child, not_inherited[i]), 0, pool->node_words * sizeof (guint64));
  memset (gathering (pool, child), 0, pool->sorter->n_nodes * sizeof (guint32));

  for (guint i = 0; i < pool->sorter->n_nodes; i++)
    if (pool->sorter->nodes[i].closes == opener)
      gathering (pool, self)[i]++;

  return child;
}

static NoobEpochState *
get_child (NoobStatePool  *pool,
           NoobEpochState *self,
           NoobEpoch      *epoch,
           guint           opener)
{
  gboolean found;
  guint position = find_position (self, opener, noob_epoch_get_leaf_index (epoch), &found);
  NoobEpochState *child;

  if (found)
    return self->children->pdata[position];

  if (self->children == NULL)
    self->children = g_ptr_array_new ();

  child = open_child (pool, self, epoch, opener, position);
  g_ptr_array_insert (self->children, (int) position, child);
  for (guint i = position + 1; i < self->children->len; i++)
    ((NoobEpochState *) self->children->pdata[i])->position = i;

  return child;
}

/* @self ran @node and emitted into the parent @target: whatever lies between follows. */
static void
emit_into_parent (NoobStatePool  *pool,
                  NoobEpochState *self,
                  NoobEpochState *target,
                  guint           signal,
                  gboolean        has_value)
{
  add (pool, target, NOOB_NODE_RAN, pool->sorter->signals[signal].node);
  decide (pool, target, signal, has_value, TRUE);

  for (NoobEpochState *state = self; state != target; state = state->parent)
    decide (pool, state, signal, has_value, FALSE);
}

gboolean
noob_epoch_state_emit_into (NoobStatePool  *pool,
                            NoobEpochState *self,
                            NoobEpoch      *epoch,
                            guint           signal,
                            gboolean        has_value)
{
  guint node = pool->sorter->signals[signal].node;
  NoobEpoch *parent = noob_epoch_get_parent (epoch);

  if (noob_epoch_equal (self->epoch, epoch))
    {
      noob_epoch_state_emit (pool, self, signal, has_value);
      return TRUE;
    }

  if (parent != NULL && noob_epoch_equal (parent, self->epoch))
    {
      if (noob_epoch_get_leaf_node (epoch) != pool->sorter->nodes[node].id)
        return FALSE;

      decide (pool, get_child (pool, self, epoch, node), signal, has_value, TRUE);
      return TRUE;
    }

  for (NoobEpochState *state = self->parent; state != NULL; state = state->parent)
    if (noob_epoch_equal (state->epoch, epoch))
      {
        emit_into_parent (pool, self, state, signal, has_value);
        return TRUE;
      }

  return FALSE;
}

void
noob_epoch_state_end_run (NoobStatePool  *pool,
                          NoobEpochState *self,
                          guint           node)
{
  finish (pool, self, node);
  work_off (pool);

  /* Subepochs that the run opened may be what deferred news waits for. */
  queue_to_wake (pool, self);

  for (NoobEpochState *state = self; state->parent != NULL; state = state->parent)
    if (noob_epoch_state_n_busy (state) == 0)
      release_after_idle (pool, state);
}

void
noob_epoch_state_expire (NoobStatePool  *pool,
                         NoobEpochState *self,
                         guint           node)
{
  leave_schedule (pool, self, node);
  add (pool, self, NOOB_NODE_EXPIRED, node);
  if (!closes (pool, self, node))
    push_step (pool, self, STEP_EXPIRE, node);
  work_off (pool);
  noob_epoch_state_end_run (pool, self, node);
}

void
noob_epoch_state_defer (NoobEpochState *self,
                        NoobRun        *run)
{
  if (self->deferred == NULL)
    self->deferred = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_run_free);

  g_ptr_array_add (self->deferred, run);
}

/* Handing out. */

static gboolean
first_poppable (NoobStatePool  *pool,
                NoobEpochState *self,
                guint          *node)
{
  const guint64 *ready = node_set (pool, self, NOOB_NODE_READY);

  for (guint word = 0; word < pool->node_words; word++)
    if (ready[word] != 0)
      {
        *node = word * 64 + (guint) __builtin_ctzll (ready[word]);
        return TRUE;
      }

  return FALSE;
}

gboolean
noob_epoch_state_pop (NoobStatePool   *pool,
                      NoobEpochState  *self,
                      NoobEpochState **state,
                      guint           *node)
{
  if (self->n_ready == 0)
    return FALSE;

  if (first_poppable (pool, self, node))
    {
      unmake_ready (pool, self, *node);
      hand_out (pool, self, *node);
      *state = self;
      return TRUE;
    }

  if (self->children == NULL)
    return FALSE;

  for (guint i = self->first_ready_child; i < self->children->len; i++)
    {
      if (noob_epoch_state_pop (pool, self->children->pdata[i], state, node))
        return TRUE;
      if (i == self->first_ready_child &&
          ((NoobEpochState *) self->children->pdata[i])->n_ready == 0)
        self->first_ready_child++;
    }

  return FALSE;
}

gboolean
noob_epoch_state_take (NoobStatePool  *pool,
                       NoobEpochState *self,
                       guint           node)
{
  if (!has (pool, self, NOOB_NODE_READY, node))
    return FALSE;

  unmake_ready (pool, self, node);
  hand_out (pool, self, node);
  return TRUE;
}

NoobEpochState *
noob_epoch_state_find (NoobStatePool   *pool,
                       NoobEpochState  *self,
                       NoobEpoch       *epoch,
                       NoobEpochState **nearest)
{
  NoobEpoch *parent = noob_epoch_get_parent (epoch);
  NoobEpochState *state;
  gboolean found;
  guint opener;
  guint position;

  if (parent == NULL)
    {
      *nearest = self;
      return self;
    }

  state = noob_epoch_state_find (pool, self, parent, nearest);
  if (state == NULL)
    return NULL;

  opener = noob_sorter_get_node (pool->sorter, noob_epoch_get_leaf_node (epoch));
  position = find_position (state, opener, noob_epoch_get_leaf_index (epoch), &found);
  if (!found)
    return NULL;

  *nearest = state->children->pdata[position];
  return *nearest;
}

/* Making and freeing. */

NoobEpochState *
noob_epoch_state_new (NoobStatePool *pool,
                      NoobEpoch     *epoch,
                      gboolean       previous_done)
{
  NoobEpochState *self = allocate (pool);

  memcpy (self, pool->pattern, pool->size);
  self->epoch = noob_epoch_ref (epoch);
  if (previous_done)
    noob_epoch_state_previous_done (pool, self);

  return self;
}

void
noob_epoch_state_free (NoobStatePool  *pool,
                       NoobEpochState *self)
{
  for (guint i = 0; self->children != NULL && i < self->children->len; i++)
    noob_epoch_state_free (pool, self->children->pdata[i]);

  if (self->queued_to_wake)
    g_ptr_array_remove_fast (pool->to_wake, self);

  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_clear_pointer (&self->deferred, g_ptr_array_unref);
  g_clear_pointer (&self->epoch, noob_epoch_unref);

  /* A few blocks are kept for the epochs to come; a burst of subepochs does not hold its memory for ever. */
  if (pool->free->len < 256)
    g_ptr_array_add (pool->free, self);
  else
    g_free (self);
}

/* An epoch before anything has run: what depends on nothing is ready, what is disabled has expired, inputs are there. */
static void
start_pattern (NoobStatePool  *pool,
               NoobEpochState *pattern)
{
  NoobSorter *sorter = pool->sorter;

  for (guint i = 0; i < sorter->n_nodes; i++)
    {
      pending_slots (pool, pattern)[i] = sorter->nodes[i].n_slots;
      if ((sorter->nodes[i].flags & NOOB_NODE_FLAGS_DISABLED) != 0)
        {
          add (pool, pattern, NOOB_NODE_EXPIRED, i);
          add (pool, pattern, NOOB_NODE_FINISHED, i);
        }
      else if (sorter->nodes[i].is_source)
        {
          pattern->sources_left++;
        }
    }

  for (guint i = 0; i < sorter->n_nodes; i++)
    {
      const NoobSorterNode *node = &sorter->nodes[i];

      if ((node->flags & NOOB_NODE_FLAGS_DISABLED) != 0)
        {
          push_step (pool, pattern, STEP_EXPIRE, i);
        }
      else if (node->id == g_intern_static_string ("input"))
        {
          add (pool, pattern, NOOB_NODE_RAN, i);
          for (guint s = node->first_signal; s < node->first_signal + node->n_signals; s++)
            decide (pool, pattern, s, TRUE, TRUE);
        }
      else if (node->n_slots == 0)
        {
          settle (pool, pattern, i);
        }
      work_off (pool);
    }
}

void
noob_state_pool_restart (NoobStatePool *self)
{
  memset (self->pattern, 0, self->size);
  self->pattern->opener = NOOB_SORTER_NONE;
  start_pattern (self, self->pattern);
}

void
noob_state_pool_init (NoobStatePool *self,
                      NoobSorter    *sorter,
                      guint          own)
{
  self->sorter = sorter;
  self->own = own;
  self->node_words = NOOB_BITS_WORDS (sorter->n_nodes);
  self->signal_words = NOOB_BITS_WORDS (sorter->n_signals);
  self->size = sizeof (NoobEpochState) +
               (NOOB_NODE_N_SETS * self->node_words + 2 * self->signal_words) * sizeof (guint64) +
               2 * sorter->n_nodes * sizeof (guint32);
  self->free = g_ptr_array_new_with_free_func (g_free);
  self->to_wake = g_ptr_array_new ();

  self->pattern = g_malloc (self->size);
  noob_state_pool_restart (self);
}

void
noob_state_pool_clear (NoobStatePool *self)
{
  g_clear_pointer (&self->pattern, g_free);
  g_clear_pointer (&self->free, g_ptr_array_unref);
  g_clear_pointer (&self->to_wake, g_ptr_array_unref);
  g_clear_pointer (&self->steps, g_free);
  self->n_steps = self->steps_size = 0;
}

/* Runs as records. */

static void
emission_clear (gpointer data)
{
  noob_epoch_unref (((NoobEmission *) data)->epoch);
}

NoobRun *
noob_run_new (guint      node,
              NoobEpoch *epoch)
{
  NoobRun *self = g_new (NoobRun, 1);

  self->node = node;
  self->epoch = noob_epoch_ref (epoch);
  self->emissions = g_array_new (FALSE, FALSE, sizeof (NoobEmission));
  g_array_set_clear_func (self->emissions, emission_clear);

  return self;
}

void
noob_run_add (NoobRun   *self,
              guint      signal,
              NoobEpoch *epoch,
              gboolean   has_value)
{
  NoobEmission emission = { signal, has_value, noob_epoch_ref (epoch) };

  g_array_append_val (self->emissions, emission);
}

void
noob_run_free (NoobRun *self)
{
  noob_epoch_unref (self->epoch);
  g_array_unref (self->emissions);
  g_free (self);
}
