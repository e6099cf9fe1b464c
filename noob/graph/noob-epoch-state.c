/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "graph/noob-epoch-parts-private.h"

#include <string.h>

gboolean
noob_epoch_state_is_settled (NoobStatePool  *pool,
                             NoobEpochState *self,
                             guint           node)
{
  return noob_state_pending_slots (pool, self)[node] == 0;
}

gboolean
noob_epoch_state_has (NoobStatePool  *pool,
                      NoobEpochState *self,
                      NoobNodeSet     set,
                      guint           node)
{
  return noob_state_has (pool, self, set, node);
}

gboolean
noob_epoch_state_has_waiting (NoobStatePool  *pool,
                              NoobEpochState *self)
{
  const guint32 *pending = noob_state_pending_slots (pool, self);
  const guint64 *own = noob_state_set (pool, self, NOOB_NODE_OWN);
  const guint64 *expired = noob_state_set (pool, self, NOOB_NODE_EXPIRED);

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
  noob_state_leave_schedule (pool, self, node);
  noob_state_add (pool, self, NOOB_NODE_RAN, node);

  for (NoobEpochState *state = self->parent; state != NULL; state = state->parent)
    noob_state_add (pool, state, NOOB_NODE_CLOSED, node);
}

void
noob_epoch_state_emit (NoobStatePool  *pool,
                       NoobEpochState *self,
                       guint           signal,
                       gboolean        has_value)
{
  /* That a gather held back in a subepoch says nothing yet of the epoch it emits into. */
  if (!has_value && noob_state_closes (pool, self, pool->sorter->signals[signal].node))
    return;

  noob_state_decide (pool, self, signal, has_value, TRUE);
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
    memset (noob_state_set (pool, child, not_inherited[i]), 0, pool->node_words * sizeof (guint64));
  memset (noob_state_gathering (pool, child), 0, pool->sorter->n_nodes * sizeof (guint32));

  for (guint i = 0; i < pool->sorter->n_nodes; i++)
    if (pool->sorter->nodes[i].closes == opener)
      noob_state_gathering (pool, self)[i]++;

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
  noob_state_add (pool, target, NOOB_NODE_RAN, pool->sorter->signals[signal].node);
  noob_state_decide (pool, target, signal, has_value, TRUE);

  for (NoobEpochState *state = self; state != target; state = state->parent)
    noob_state_decide (pool, state, signal, has_value, FALSE);
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

      noob_state_decide (pool, get_child (pool, self, epoch, node), signal, has_value, TRUE);
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
  noob_state_finish (pool, self, node);

  /* Subepochs that the run opened may be what deferred news waits for. */
  noob_state_queue_to_wake (pool, self);

  for (NoobEpochState *state = self; state->parent != NULL; state = state->parent)
    if (noob_epoch_state_n_busy (state) == 0)
      noob_state_release_after_idle (pool, state);
}

void
noob_epoch_state_expire (NoobStatePool  *pool,
                         NoobEpochState *self,
                         guint           node)
{
  noob_state_leave_schedule (pool, self, node);
  noob_state_add (pool, self, NOOB_NODE_EXPIRED, node);
  if (!noob_state_closes (pool, self, node))
    noob_state_expire_signals (pool, self, node);
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

  /* A few blocks are kept for the epochs to come; a burst of subepochs does not hold its memory
   * for ever. */
  if (pool->free->len < 256)
    g_ptr_array_add (pool->free, self);
  else
    g_free (self);
}

/* An epoch before anything has run: what depends on nothing is ready, what is disabled has
 * expired, inputs are there. */
static void
start_pattern (NoobStatePool  *pool,
               NoobEpochState *pattern)
{
  NoobSorter *sorter = pool->sorter;

  for (guint i = 0; i < sorter->n_nodes; i++)
    {
      noob_state_pending_slots (pool, pattern)[i] = sorter->nodes[i].n_slots;
      if ((sorter->nodes[i].flags & NOOB_NODE_FLAGS_DISABLED) != 0)
        {
          noob_state_add (pool, pattern, NOOB_NODE_EXPIRED, i);
          noob_state_add (pool, pattern, NOOB_NODE_FINISHED, i);
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
          noob_state_expire_signals (pool, pattern, i);
        }
      else if (node->id == g_intern_static_string ("input"))
        {
          noob_state_add (pool, pattern, NOOB_NODE_RAN, i);
          for (guint s = node->first_signal; s < node->first_signal + node->n_signals; s++)
            noob_state_decide (pool, pattern, s, TRUE, TRUE);
        }
      else if (node->n_slots == 0)
        {
          noob_state_settle (pool, pattern, i);
        }
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
