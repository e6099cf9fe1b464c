/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "graph/noob-item-private.h"
#include "graph/noob-scheduler-parts-private.h"

/* Epochs in progress, by name. */

/**
 * noob_scheduler_add_epoch:
 * @self: a scheduler
 * @epoch: (nullable): a root epoch, or %NULL for the one after the last
 *
 * Adds an epoch. One that is there already, or that has ended, is left as it is.
 *
 * Returns: (transfer full): the epoch
 *
 * Since: 1.0
 */
NoobEpoch *
noob_scheduler_add_epoch (NoobScheduler *self,
                          NoobEpoch     *epoch)
{
  guint64 root;
  NoobEpochState *state;

  g_return_val_if_fail (NOOB_IS_SCHEDULER (self), NULL);
  g_return_val_if_fail (epoch == NULL || noob_epoch_get_depth (epoch) == 0, NULL);
  g_return_val_if_fail (!noob_scheduler_get_sorter (self)->has_cycle, NULL);

  root = epoch != NULL ? noob_epoch_get_root (epoch) : noob_scheduler_next_root (self);
  state = noob_scheduler_open_root (self, root);
  if (state != NULL)
    noob_scheduler_conclude (self, state);

  return noob_epoch_new (root);
}

/* The state of @epoch, if its root is open and it exists. */
static NoobEpochState *
find_state (NoobScheduler *self,
            NoobEpoch     *epoch)
{
  NoobEpochState *nearest;
  NoobEpochState *root;

  noob_scheduler_get_sorter (self);
  root = noob_scheduler_get_root (self, noob_epoch_get_root (epoch));

  return root != NULL ? noob_epoch_state_find (&self->pool, root, epoch, &nearest) : NULL;
}

/**
 * noob_scheduler_get_ready:
 * @self: a scheduler
 * @epoch: (nullable): a root epoch, or %NULL for all
 *
 * Hands out all that is ready, the lowest epoch first. What is handed out is *out* until
 * [method@Noob.Scheduler.update], [method@Noob.Scheduler.done] or [method@Noob.Scheduler.expire]
 * says what became of it.
 *
 * Returns: (transfer container) (element-type NoobItem): what to run
 *
 * Since: 1.0
 */
GPtrArray *
noob_scheduler_get_ready (NoobScheduler *self,
                          NoobEpoch     *epoch)
{
  GPtrArray *items;
  NoobEpochState *root = NULL;
  NoobEpochState *state;
  guint node;

  g_return_val_if_fail (NOOB_IS_SCHEDULER (self), NULL);

  items = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_item_free);
  noob_scheduler_get_sorter (self);
  if (epoch != NULL)
    {
      root = noob_scheduler_get_root (self, noob_epoch_get_root (epoch));
      if (root == NULL)
        return items;
    }

  while (noob_scheduler_pop (self, root, &state, &node))
    g_ptr_array_add (items, noob_item_new (self->sorter->nodes[node].id, state->epoch));

  return items;
}

/* Where the call that emitted @event ran: where it says, or, for what opens or closes subepochs,
 * above or below. */
static NoobEpoch *
guess_run_epoch (NoobScheduler *self,
                 NoobEvent     *event,
                 guint          node)
{
  NoobEpoch *epoch = noob_event_get_epoch (event);
  NoobEpochState *state;

  if (noob_epoch_get_leaf_node (epoch) == noob_event_get_node_id (event))
    return noob_epoch_get_parent (epoch);
  if (self->sorter->nodes[node].closes == NOOB_SORTER_NONE)
    return epoch;

  state = find_state (self, epoch);
  if (state == NULL || state->children == NULL)
    return epoch;

  for (guint i = state->children->len; i > 0; i--)
    {
      NoobEpochState *child = state->children->pdata[i - 1];

      if (child->opener == self->sorter->nodes[node].closes &&
          (noob_epoch_state_has (&self->pool, child, NOOB_NODE_RAN, node) ||
           noob_epoch_state_has (&self->pool, child, NOOB_NODE_OUT, node)))
        return child->epoch;
    }

  return epoch;
}

static void
emit_event (NoobScheduler  *self,
            NoobEpochState *state,
            guint           node,
            NoobEvent      *event)
{
  guint signal = noob_sorter_get_signal (self->sorter, node, noob_event_get_signal (event));

  if (signal != NOOB_SORTER_NONE)
    noob_epoch_state_emit_into (&self->pool, state, noob_event_get_epoch (event), signal,
                                noob_event_has_value (event));
}

/* Collects what one call of @node emitted in @epoch: the events from @first on that are of that
 * call. @next is the first that is not. */
static NoobRun *
collect_run (NoobScheduler *self,
             GPtrArray     *events,
             guint          first,
             guint          node,
             NoobEpoch     *epoch,
             guint         *next)
{
  NoobRun *run = noob_run_new (node, epoch);

  for (*next = first; *next < events->len; (*next)++)
    {
      NoobEvent *event = events->pdata[*next];
      guint signal;

      if (noob_event_get_node_id (event) != self->sorter->nodes[node].id ||
          !noob_epoch_equal (guess_run_epoch (self, event, node), epoch))
        break;

      signal = noob_sorter_get_signal (self->sorter, node, noob_event_get_signal (event));
      if (signal != NOOB_SORTER_NONE)
        noob_run_add (run, signal, noob_event_get_epoch (event), noob_event_has_value (event));
    }

  return run;
}

/* Takes the news that starts at @first; returns where the next starts. */
static guint
update_from (NoobScheduler *self,
             GPtrArray     *events,
             guint          first)
{
  NoobEvent *event = events->pdata[first];
  guint node = noob_sorter_get_node (noob_scheduler_get_sorter (self),
                                     noob_event_get_node_id (event));
  g_autoptr (NoobEpoch) epoch = NULL;
  NoobEpochState *state;
  guint next = first + 1;

  if (node == NOOB_SORTER_NONE)
    return next;

  epoch = noob_epoch_ref (guess_run_epoch (self, event, node));
  state = find_state (self, epoch);

  /* More news of a call that is known. */
  if (state != NULL && noob_epoch_state_has (&self->pool, state, NOOB_NODE_RAN, node))
    {
      emit_event (self, state, node, event);
      noob_scheduler_end_run (self, state, node);
    }
  else
    {
      noob_scheduler_take_run (self, collect_run (self, events, first, node, epoch, &next));
    }

  return next;
}

/**
 * noob_scheduler_update:
 * @self: a scheduler
 * @events: (element-type NoobEvent): what nodes emitted, NoEvents included
 *
 * Reports what nodes emitted. A node whose event it is has run. Events of nodes that are not in
 * the graph, of signals that nobody depends on, and of epochs that have ended are ignored; news
 * that comes before its causes is put off until they are known.
 *
 * Since: 1.0
 */
void
noob_scheduler_update (NoobScheduler *self,
                       GPtrArray     *events)
{
  g_return_if_fail (NOOB_IS_SCHEDULER (self));
  g_return_if_fail (events != NULL);

  for (guint i = 0; i < events->len;)
    i = update_from (self, events, i);
}

/**
 * noob_scheduler_done:
 * @self: a scheduler
 * @epoch: the epoch
 * @node_id: the node
 *
 * Reports that a node ran, without saying what it emitted: [method@Noob.Scheduler.update] may
 * follow.
 *
 * Since: 1.0
 */
void
noob_scheduler_done (NoobScheduler *self,
                     NoobEpoch     *epoch,
                     const char    *node_id)
{
  guint node;

  g_return_if_fail (NOOB_IS_SCHEDULER (self));
  g_return_if_fail (epoch != NULL);
  g_return_if_fail (node_id != NULL);

  node = noob_sorter_get_node (noob_scheduler_get_sorter (self), node_id);
  if (node != NOOB_SORTER_NONE)
    noob_scheduler_take_run (self, noob_run_new (node, epoch));
}

/**
 * noob_scheduler_expire:
 * @self: a scheduler
 * @epoch: the epoch
 * @node_id: the node
 *
 * Reports that a node did not and will not run: its signals expire in @epoch.
 *
 * Since: 1.0
 */
void
noob_scheduler_expire (NoobScheduler *self,
                       NoobEpoch     *epoch,
                       const char    *node_id)
{
  NoobEpochState *state;
  guint node;

  g_return_if_fail (NOOB_IS_SCHEDULER (self));
  g_return_if_fail (epoch != NULL);
  g_return_if_fail (node_id != NULL);

  node = noob_sorter_get_node (noob_scheduler_get_sorter (self), node_id);
  state = find_state (self, epoch);
  if (state == NULL || node == NOOB_SORTER_NONE)
    return;

  noob_epoch_state_expire (&self->pool, state, node);
  noob_scheduler_conclude (self, noob_epoch_state_get_root (state));
}

/**
 * noob_scheduler_end_epoch:
 * @self: a scheduler
 * @epoch: a root epoch
 *
 * Ends an epoch, whatever is going on in it. News of it is ignored from now on.
 *
 * Since: 1.0
 */
void
noob_scheduler_end_epoch (NoobScheduler *self,
                          NoobEpoch     *epoch)
{
  g_return_if_fail (NOOB_IS_SCHEDULER (self));
  g_return_if_fail (epoch != NULL);

  noob_scheduler_get_sorter (self);
  noob_scheduler_end_root (self, noob_epoch_get_root (epoch));
}

/**
 * noob_scheduler_node_is_ready:
 * @self: a scheduler
 * @epoch: an epoch
 * @node_id: a node
 *
 * Whether [method@Noob.Scheduler.get_ready] would hand out the node.
 *
 * Returns: whether it is ready
 *
 * Since: 1.0
 */
gboolean
noob_scheduler_node_is_ready (NoobScheduler *self,
                              NoobEpoch     *epoch,
                              const char    *node_id)
{
  NoobEpochState *state;
  guint node;

  g_return_val_if_fail (NOOB_IS_SCHEDULER (self), FALSE);
  g_return_val_if_fail (epoch != NULL, FALSE);
  g_return_val_if_fail (node_id != NULL, FALSE);

  state = find_state (self, epoch);
  node = noob_sorter_get_node (noob_scheduler_get_sorter (self), node_id);

  return state != NULL && node != NOOB_SORTER_NONE &&
         noob_epoch_state_has (&self->pool, state, NOOB_NODE_READY, node);
}

/**
 * noob_scheduler_node_is_done:
 * @self: a scheduler
 * @epoch: an epoch
 * @node_id: a node
 *
 * Whether the node has finished in the epoch: it ran there, in a subepoch or, where the node
 * follows it, in the parent; or it expired; or the epoch has ended.
 *
 * Returns: whether it has finished
 *
 * Since: 1.0
 */
gboolean
noob_scheduler_node_is_done (NoobScheduler *self,
                             NoobEpoch     *epoch,
                             const char    *node_id)
{
  guint node;

  g_return_val_if_fail (NOOB_IS_SCHEDULER (self), FALSE);
  g_return_val_if_fail (epoch != NULL, FALSE);
  g_return_val_if_fail (node_id != NULL, FALSE);

  node = noob_sorter_get_node (noob_scheduler_get_sorter (self), node_id);
  if (noob_ended_epochs_has (&self->ended, noob_epoch_get_root (epoch)))
    return TRUE;
  if (node == NOOB_SORTER_NONE)
    return FALSE;

  for (NoobEpochState *state = find_state (self, epoch); state != NULL; state = state->parent)
    {
      if (noob_epoch_state_has (&self->pool, state, NOOB_NODE_RAN, node) ||
          noob_epoch_state_has (&self->pool, state, NOOB_NODE_EXPIRED, node) ||
          noob_epoch_state_has (&self->pool, state, NOOB_NODE_CLOSED, node))
        return TRUE;
      if (!noob_epoch_state_is_settled (&self->pool, state, node) ||
          noob_epoch_state_has (&self->pool, state, NOOB_NODE_OWN, node))
        return FALSE;
    }

  return FALSE;
}

static gboolean
state_is_active (NoobScheduler  *self,
                 NoobEpochState *state)
{
  if (noob_epoch_state_n_busy (state) > 0)
    return TRUE;

  return state->parent != NULL && noob_epoch_state_has_waiting (&self->pool, state) &&
         state_is_active (self, state->parent);
}

/**
 * noob_scheduler_is_active:
 * @self: a scheduler
 * @epoch: (nullable): an epoch, or %NULL for any
 *
 * Whether something can still happen in an epoch: a node is ready or out there or in a subepoch,
 * or waits there for something that is unfinished in a parent.
 *
 * Returns: whether it is active
 *
 * Since: 1.0
 */
gboolean
noob_scheduler_is_active (NoobScheduler *self,
                          NoobEpoch     *epoch)
{
  NoobEpochState *state;

  g_return_val_if_fail (NOOB_IS_SCHEDULER (self), FALSE);

  if (epoch == NULL)
    return self->roots->len > 0;

  state = find_state (self, epoch);

  return state != NULL && state_is_active (self, state);
}

/**
 * noob_scheduler_epoch_completed:
 * @self: a scheduler
 * @epoch: an epoch
 *
 * Whether an epoch has been, and has ended. Of ended epochs far back only the root is remembered,
 * so every subepoch of an ended root counts.
 *
 * Returns: whether it has ended
 *
 * Since: 1.0
 */
gboolean
noob_scheduler_epoch_completed (NoobScheduler *self,
                                NoobEpoch     *epoch)
{
  NoobEpochState *state;

  g_return_val_if_fail (NOOB_IS_SCHEDULER (self), FALSE);
  g_return_val_if_fail (epoch != NULL, FALSE);

  if (noob_ended_epochs_has (&self->ended, noob_epoch_get_root (epoch)))
    return TRUE;

  state = find_state (self, epoch);

  return state != NULL && state->parent != NULL && !state_is_active (self, state);
}
