/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "graph/noob-epoch-parts-private.h"

/* Moving a node between ready, held and out, and keeping count in all the parents. */

void
noob_state_make_ready (NoobStatePool  *pool,
                       NoobEpochState *self,
                       guint           node)
{
  noob_state_add (pool, self, NOOB_NODE_READY, node);
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
  noob_state_drop (pool, self, NOOB_NODE_READY, node);
  for (NoobEpochState *state = self; state != NULL; state = state->parent)
    state->n_ready--;
}

void
noob_state_hold (NoobStatePool  *pool,
                 NoobEpochState *self,
                 guint           node)
{
  noob_state_add (pool, self, NOOB_NODE_HELD, node);
  for (NoobEpochState *state = self; state != NULL; state = state->parent)
    state->n_held++;
}

static void
unhold (NoobStatePool  *pool,
        NoobEpochState *self,
        guint           node)
{
  noob_state_drop (pool, self, NOOB_NODE_HELD, node);
  for (NoobEpochState *state = self; state != NULL; state = state->parent)
    state->n_held--;
}

void
noob_state_hand_out (NoobStatePool  *pool,
                     NoobEpochState *self,
                     guint           node)
{
  noob_state_add (pool, self, NOOB_NODE_OUT, node);
  for (NoobEpochState *state = self; state != NULL; state = state->parent)
    state->n_out++;
}

void
noob_state_leave_schedule (NoobStatePool  *pool,
                           NoobEpochState *self,
                           guint           node)
{
  if (noob_state_has (pool, self, NOOB_NODE_READY, node))
    unmake_ready (pool, self, node);
  else if (noob_state_has (pool, self, NOOB_NODE_HELD, node))
    unhold (pool, self, node);
  else if (noob_state_has (pool, self, NOOB_NODE_OUT, node))
    {
      noob_state_drop (pool, self, NOOB_NODE_OUT, node);
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
  if (noob_state_gathering (pool, self)[node] > 0)
    return FALSE;

  if (noob_state_has (pool, self, NOOB_NODE_RAN, node) ||
      noob_state_has (pool, self, NOOB_NODE_EXPIRED, node))
    return TRUE;

  return self->parent != NULL && noob_state_pending_slots (pool, self)[node] == 0 &&
         !noob_state_has (pool, self, NOOB_NODE_OWN, node);
}

/* Whether @node has finished in all the siblings before @self. Where it ran, it ran in turn: what
 * is before need not be looked at. */
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
      if (noob_state_has (pool, self, NOOB_NODE_RAN, node))
        return TRUE;
    }

  return TRUE;
}

gboolean
noob_state_previous_is_done (NoobStatePool  *pool,
                             NoobEpochState *self,
                             guint           node)
{
  for (; self->parent != NULL; self = self->parent)
    if (!siblings_are_done (pool, self, node))
      return FALSE;

  return self->previous_done;
}

static void
release (NoobStatePool  *pool,
         NoobEpochState *self)
{
  guint64 *held = noob_state_set (pool, self, NOOB_NODE_HELD);

  if (self->n_held == 0)
    return;

  for (guint word = 0; word < pool->node_words; word++)
    for (guint64 bits = held[word]; bits != 0; bits &= bits - 1)
      {
        guint node = word * 64 + (guint) __builtin_ctzll (bits);

        if (noob_state_previous_is_done (pool, self, node))
          {
            unhold (pool, self, node);
            noob_state_make_ready (pool, self, node);
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

/* @node has finished in @self, and thereby perhaps in its parents: the next siblings in which it
 * has not may be due. */
void
noob_state_release_next (NoobStatePool  *pool,
                         NoobEpochState *self,
                         guint           node)
{
  for (; self->parent != NULL && noob_epoch_state_has_finished (pool, self, node);
       self = self->parent)
    release_siblings (pool, self, node);
}

/* Nothing is going on in @self any more. */
void
noob_state_release_after_idle (NoobStatePool  *pool,
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

/* Handing out. */

static gboolean
first_poppable (NoobStatePool  *pool,
                NoobEpochState *self,
                guint          *node)
{
  const guint64 *ready = noob_state_set (pool, self, NOOB_NODE_READY);

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
      noob_state_hand_out (pool, self, *node);
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
  if (!noob_state_has (pool, self, NOOB_NODE_READY, node))
    return FALSE;

  unmake_ready (pool, self, node);
  noob_state_hand_out (pool, self, node);
  return TRUE;
}
