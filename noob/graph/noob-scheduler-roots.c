/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "graph/noob-scheduler-parts-private.h"

/* Root epochs. */

static guint64
root_at (NoobScheduler *self,
         guint          position)
{
  NoobEpochState *state = g_array_index (self->roots, NoobEpochState *, position);

  return noob_epoch_get_root (state->epoch);
}

/* Where @root stands, or would. Open epochs are nearly consecutive, so the first guess is mostly
 * right. */
static guint
find_root (NoobScheduler *self,
           guint64        root,
           gboolean      *found)
{
  guint low = 0;
  guint high = self->roots->len;

  *found = FALSE;
  if (high == 0 || root_at (self, high - 1) < root)
    return high;

  if (root >= root_at (self, 0) && root - root_at (self, 0) < high &&
      root_at (self, (guint) (root - root_at (self, 0))) == root)
    {
      *found = TRUE;
      return (guint) (root - root_at (self, 0));
    }

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (root_at (self, middle) < root)
        low = middle + 1;
      else
        high = middle;
    }

  *found = low < self->roots->len && root_at (self, low) == root;
  return low;
}

NoobEpochState *
noob_scheduler_get_root (NoobScheduler *self,
                         guint64        root)
{
  gboolean found;
  guint position = find_root (self, root, &found);

  return found ? g_array_index (self->roots, NoobEpochState *, position) : NULL;
}

/* Whether stateful nodes have done with @root: it has ended, or, for a scheduler of one node,
 * that node has finished there. */
static gboolean
is_done (NoobScheduler *self,
         guint64        root)
{
  NoobEpochState *state;

  if (noob_ended_epochs_has (&self->ended, root))
    return TRUE;

  state = self->own_node != NULL ? noob_scheduler_get_root (self, root) : NULL;
  return state != NULL && noob_epoch_state_has_finished (&self->pool, state, self->pool.own);
}

/* Stateful nodes run their epochs one after another: an epoch that is done says nothing while one
 * before it is not. */
static void
advance_order (NoobScheduler *self)
{
  self->in_order = MAX (self->in_order, self->ended.mark);
  while (self->in_order < G_MAXUINT64 && is_done (self, self->in_order))
    {
      NoobEpochState *state = noob_scheduler_get_root (self, self->in_order);

      if (state != NULL && !state->previous_done)
        noob_epoch_state_previous_done (&self->pool, state);
      self->in_order++;
    }

  if (noob_scheduler_get_root (self, self->in_order) != NULL &&
      !noob_scheduler_get_root (self, self->in_order)->previous_done)
    noob_epoch_state_previous_done (&self->pool, noob_scheduler_get_root (self, self->in_order));
}

/* The state of root epoch @number, made if it does not exist; NULL when it has ended. */
NoobEpochState *
noob_scheduler_open_root (NoobScheduler *self,
                          guint64        number)
{
  g_autoptr (NoobEpoch) epoch = NULL;
  NoobEpochState *state;
  gboolean found;
  guint position;

  noob_scheduler_get_sorter (self);

  if (noob_ended_epochs_has (&self->ended, number))
    return NULL;

  position = find_root (self, number, &found);
  if (found)
    return g_array_index (self->roots, NoobEpochState *, position);

  epoch = noob_epoch_new (number);
  state = noob_epoch_state_new (&self->pool, epoch, number <= self->in_order);
  g_array_insert_val (self->roots, position, state);

  return state;
}

/* The one after the last that has been. */
guint64
noob_scheduler_next_root (NoobScheduler *self)
{
  guint64 next = self->ended.mark;

  if (self->ended.above->len > 0)
    next = MAX (next, g_array_index (self->ended.above, guint64, self->ended.above->len - 1) + 1);
  if (self->roots->len > 0)
    next = MAX (next, root_at (self, self->roots->len - 1) + 1);

  return next;
}

/* The epoch after @root comes into being once the sources have done with @root. */
void
noob_scheduler_open_next_root (NoobScheduler *self,
                               guint64        root)
{
  if (root < self->epoch_limit && root + 1 < self->epoch_limit)
    noob_scheduler_open_root (self, root + 1);
}

gboolean
noob_scheduler_has_ended (NoobScheduler *self,
                          guint64        root)
{
  return noob_ended_epochs_has (&self->ended, root);
}

guint64
noob_scheduler_get_first_open (NoobScheduler *self)
{
  return self->ended.mark;
}

/* Frees what there is of root epoch @number, which has ended, and announces it. */
static void
close_root (NoobScheduler *self,
            guint64        number)
{
  g_autoptr (NoobEpoch) epoch = NULL;
  gboolean found;
  guint position = find_root (self, number, &found);

  if (found)
    {
      NoobEpochState *state = g_array_index (self->roots, NoobEpochState *, position);

      epoch = noob_epoch_ref (state->epoch);
      g_array_remove_index (self->roots, position);
      noob_epoch_state_free (&self->pool, state);
    }
  else
    {
      epoch = noob_epoch_new (number);
    }

  noob_scheduler_emit_epoch_ended (self, epoch);
}

/* The mark may move past epochs that are still open. */
static void
close_roots_below_mark (NoobScheduler *self)
{
  while (self->roots->len > 0 && root_at (self, 0) < self->ended.mark)
    close_root (self, root_at (self, 0));
}

void
noob_scheduler_drop_root (NoobScheduler *self,
                          guint64        number)
{
  gboolean found;
  guint position = find_root (self, number, &found);

  if (!found)
    return;

  noob_epoch_state_free (&self->pool, g_array_index (self->roots, NoobEpochState *, position));
  g_array_remove_index (self->roots, position);
}

void
noob_scheduler_end_below (NoobScheduler *self,
                          guint64        root)
{
  noob_scheduler_get_sorter (self);
  noob_ended_epochs_add_below (&self->ended, root);
  advance_order (self);
  close_roots_below_mark (self);
}

void
noob_scheduler_end_root (NoobScheduler *self,
                         guint64        number)
{
  if (noob_ended_epochs_has (&self->ended, number))
    return;

  noob_ended_epochs_add (&self->ended, number);
  advance_order (self);
  close_root (self, number);
  close_roots_below_mark (self);

  /* A handler may have cleared us. */
  if (noob_ended_epochs_has (&self->ended, number))
    noob_scheduler_open_next_root (self, number);
}

/* News. */

static void
replay (NoobScheduler  *self,
        NoobEpochState *state,
        NoobRun        *run)
{
  noob_epoch_state_begin_run (&self->pool, state, run->node);
  for (guint i = 0; i < run->emissions->len; i++)
    {
      NoobEmission *emission = &g_array_index (run->emissions, NoobEmission, i);

      noob_epoch_state_emit_into (&self->pool, state, emission->epoch, emission->signal,
                                  emission->has_value);
    }
  noob_epoch_state_end_run (&self->pool, state, run->node);
}

/* Applies @run (taken), puts it off, or drops it. */
static void
receive (NoobScheduler  *self,
         NoobEpochState *root,
         NoobRun        *taken)
{
  g_autoptr (NoobRun) run = taken;
  NoobEpochState *nearest = NULL;
  NoobEpochState *state = noob_epoch_state_find (&self->pool, root, run->epoch, &nearest);

  if (state == NULL)
    noob_epoch_state_defer (nearest, g_steal_pointer (&run));
  else if (!noob_epoch_state_is_settled (&self->pool, state, run->node))
    noob_epoch_state_defer (state, g_steal_pointer (&run));
  else if (noob_epoch_state_has (&self->pool, state, NOOB_NODE_OUT, run->node) ||
           noob_epoch_state_has (&self->pool, state, NOOB_NODE_READY, run->node) ||
           noob_epoch_state_has (&self->pool, state, NOOB_NODE_HELD, run->node))
    replay (self, state, run);
}

static void
receive_deferred (NoobScheduler  *self,
                  NoobEpochState *root)
{
  while (self->pool.to_wake->len > 0)
    {
      NoobEpochState *state =
        g_ptr_array_steal_index_fast (self->pool.to_wake, self->pool.to_wake->len - 1);
      g_autoptr (GPtrArray) deferred = g_steal_pointer (&state->deferred);

      state->queued_to_wake = FALSE;
      g_ptr_array_set_free_func (deferred, NULL);
      for (guint i = 0; i < deferred->len; i++)
        receive (self, root, deferred->pdata[i]);
    }
}

/* After each piece of news: what it set free, and what it brought to an end. */
void
noob_scheduler_conclude (NoobScheduler  *self,
                         NoobEpochState *root)
{
  guint64 number = noob_epoch_get_root (root->epoch);

  receive_deferred (self, root);

  if (self->own_node != NULL && number == self->in_order)
    advance_order (self);

  if (root->sources_left == 0)
    noob_scheduler_open_next_root (self, number);

  if (noob_epoch_state_n_busy (root) == 0)
    noob_scheduler_end_root (self, number);
}

void
noob_scheduler_begin_run (NoobScheduler  *self,
                          NoobEpochState *state,
                          guint           node)
{
  noob_epoch_state_begin_run (&self->pool, state, node);
}

void
noob_scheduler_emit (NoobScheduler  *self,
                     NoobEpochState *state,
                     guint           signal,
                     gboolean        has_value)
{
  noob_epoch_state_emit (&self->pool, state, signal, has_value);
}

gboolean
noob_scheduler_emit_into (NoobScheduler  *self,
                          NoobEpochState *state,
                          NoobEpoch      *epoch,
                          guint           signal,
                          gboolean        has_value)
{
  return noob_epoch_state_emit_into (&self->pool, state, epoch, signal, has_value);
}

void
noob_scheduler_end_run (NoobScheduler  *self,
                        NoobEpochState *state,
                        guint           node)
{
  noob_epoch_state_end_run (&self->pool, state, node);
  noob_scheduler_conclude (self, noob_epoch_state_get_root (state));
}

void
noob_scheduler_take_run (NoobScheduler *self,
                         NoobRun       *run)
{
  NoobEpochState *root = noob_scheduler_open_root (self, noob_epoch_get_root (run->epoch));

  if (root == NULL)
    {
      noob_run_free (run);
      return;
    }

  receive (self, root, run);
  noob_scheduler_conclude (self, root);
}

void
noob_scheduler_begin_root (NoobScheduler *self,
                           guint64        root)
{
  NoobEpochState *state = noob_scheduler_open_root (self, root);

  if (state != NULL && noob_epoch_state_n_busy (state) == 0)
    noob_scheduler_end_root (self, root);
}

gboolean
noob_scheduler_pop (NoobScheduler   *self,
                    NoobEpochState  *root,
                    NoobEpochState **state,
                    guint           *node)
{
  if (root != NULL)
    return noob_epoch_state_pop (&self->pool, root, state, node);

  for (guint i = 0; i < self->roots->len; i++)
    if (noob_epoch_state_pop (&self->pool, g_array_index (self->roots, NoobEpochState *, i), state,
                              node))
      return TRUE;

  return FALSE;
}
