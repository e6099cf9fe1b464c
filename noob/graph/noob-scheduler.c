/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "graph/noob-scheduler-private.h"

#include "graph/noob-ended-epochs-private.h"
#include "graph/noob-item-private.h"

/**
 * NoobScheduler:
 *
 * Decides which nodes of a graph may run, in which epochs.
 *
 * Build the graph with [method@Noob.Scheduler.add_node] and [method@Noob.Scheduler.add_edge], add
 * an epoch, then repeat: take what [method@Noob.Scheduler.get_ready] hands out, run it, and
 * report what it emitted with [method@Noob.Scheduler.update]. When nothing of an epoch is ready
 * or out any more, the epoch has ended: [signal@Noob.Scheduler::epoch-ended].
 *
 * A scheduler made with [ctor@Noob.Scheduler.new] drives the whole graph. One made with
 * [ctor@Noob.Scheduler.new_for_node] stands at a single node: it hands out that node alone, and
 * hears of the nodes above it.
 *
 * What becomes of a node depends only on what becomes of its slots, never on the order in which
 * news arrives, so schedulers in different processes agree.
 *
 * A scheduler belongs to one thread.
 *
 * Since: 1.0
 */
struct _NoobScheduler
{
  GObject parent_instance;

  const char      *own_node;
  guint64          epoch_limit;

  GPtrArray       *ids;   /* interned */
  GArray          *flags; /* of NoobNodeFlags */
  GPtrArray       *edges; /* of NoobEdge */
  GHashTable      *known; /* id → position + 1 */

  NoobSorter      *sorter; /* made from the above when it is first needed */
  NoobStatePool    pool;

  GArray          *roots; /* of NoobEpochState *, by root number */
  NoobEndedEpochs  ended;
  guint64          in_order; /* stateful nodes have done with all root epochs below */
};

enum
{
  PROP_0,
  PROP_OWN_NODE,
  PROP_EPOCH_LIMIT,
  N_PROPS
};

enum
{
  EPOCH_ENDED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NoobScheduler, noob_scheduler, G_TYPE_OBJECT)

static void
drop_roots (NoobScheduler *self)
{
  for (guint i = 0; i < self->roots->len; i++)
    noob_epoch_state_free (&self->pool, g_array_index (self->roots, NoobEpochState *, i));

  g_array_set_size (self->roots, 0);
}

static void
drop_graph (NoobScheduler *self)
{
  if (self->sorter == NULL)
    return;

  drop_roots (self);
  noob_state_pool_clear (&self->pool);
  g_clear_pointer (&self->sorter, noob_sorter_free);
}

static void
collect_upstream (NoobScheduler *self,
                  const char    *node_id,
                  GHashTable    *found)
{
  g_autoptr (GQueue) queue = g_queue_new ();

  g_queue_push_tail (queue, (gpointer) node_id);
  for (const char *id = g_queue_pop_head (queue); id != NULL; id = g_queue_pop_head (queue))
    for (guint i = 0; i < self->edges->len; i++)
      {
        NoobEdge *edge = self->edges->pdata[i];
        const char *source = noob_edge_get_source_node (edge);

        if (noob_edge_get_target_node (edge) == id && g_hash_table_add (found, (gpointer) source))
          g_queue_push_tail (queue, (gpointer) source);
      }
}

/* A scheduler of one node only needs to know of that node and of those above it. */
static void
restrict_to_own (NoobScheduler *self,
                 GPtrArray     *ids,
                 GArray        *flags,
                 GPtrArray     *edges)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  g_hash_table_add (seen, (gpointer) self->own_node);
  collect_upstream (self, self->own_node, seen);

  for (guint i = 0; i < self->ids->len; i++)
    if (g_hash_table_contains (seen, self->ids->pdata[i]))
      {
        g_ptr_array_add (ids, self->ids->pdata[i]);
        g_array_append_val (flags, g_array_index (self->flags, NoobNodeFlags, i));
      }

  for (guint i = 0; i < self->edges->len; i++)
    if (g_hash_table_contains (seen, noob_edge_get_target_node (self->edges->pdata[i])))
      g_ptr_array_add (edges, self->edges->pdata[i]);
}

NoobSorter *
noob_scheduler_get_sorter (NoobScheduler *self)
{
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GArray) flags = NULL;
  g_autoptr (GPtrArray) edges = NULL;
  guint own = NOOB_SORTER_NONE;

  if (self->sorter != NULL)
    return self->sorter;

  if (self->own_node != NULL)
    {
      ids = g_ptr_array_new ();
      flags = g_array_new (FALSE, FALSE, sizeof (NoobNodeFlags));
      edges = g_ptr_array_new ();
      restrict_to_own (self, ids, flags, edges);
    }
  else
    {
      ids = g_ptr_array_ref (self->ids);
      flags = g_array_ref (self->flags);
      edges = g_ptr_array_ref (self->edges);
    }

  self->sorter = noob_sorter_new (ids, flags, edges);
  if (self->own_node != NULL)
    own = noob_sorter_get_node (self->sorter, self->own_node);
  noob_state_pool_init (&self->pool, self->sorter, own);

  return self->sorter;
}

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

static NoobEpochState *
get_root (NoobScheduler *self,
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

  state = self->own_node != NULL ? get_root (self, root) : NULL;
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
      NoobEpochState *state = get_root (self, self->in_order);

      if (state != NULL && !state->previous_done)
        noob_epoch_state_previous_done (&self->pool, state);
      self->in_order++;
    }

  if (get_root (self, self->in_order) != NULL &&
      !get_root (self, self->in_order)->previous_done)
    noob_epoch_state_previous_done (&self->pool, get_root (self, self->in_order));
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
static guint64
next_root (NoobScheduler *self)
{
  guint64 next = self->ended.mark;

  if (self->ended.above->len > 0)
    next = MAX (next, g_array_index (self->ended.above, guint64, self->ended.above->len - 1) + 1);
  if (self->roots->len > 0)
    next = MAX (next, root_at (self, self->roots->len - 1) + 1);

  return next;
}

/* The epoch after @root comes into being once the sources have done with @root. */
static void
open_next_root (NoobScheduler *self,
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

  if (g_signal_has_handler_pending (self, signals[EPOCH_ENDED], 0, FALSE))
    g_signal_emit (self, signals[EPOCH_ENDED], 0, epoch);
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

  /* The mark may have moved past epochs that are still open. */
  while (self->roots->len > 0 && root_at (self, 0) < self->ended.mark)
    close_root (self, root_at (self, 0));

  /* A handler may have cleared us. */
  if (noob_ended_epochs_has (&self->ended, number))
    open_next_root (self, number);
}

static NoobEpochState *
root_of (NoobEpochState *state)
{
  while (state->parent != NULL)
    state = state->parent;

  return state;
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
static void
conclude (NoobScheduler  *self,
          NoobEpochState *root)
{
  guint64 number = noob_epoch_get_root (root->epoch);

  receive_deferred (self, root);

  if (self->own_node != NULL && number == self->in_order)
    advance_order (self);

  if (root->sources_left == 0)
    open_next_root (self, number);

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
  conclude (self, root_of (state));
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
  conclude (self, root);
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

/* Objects. */

static void
noob_scheduler_finalize (GObject *object)
{
  NoobScheduler *self = NOOB_SCHEDULER (object);

  drop_graph (self);
  noob_ended_epochs_clear (&self->ended);
  g_array_unref (self->roots);
  g_hash_table_unref (self->known);
  g_ptr_array_unref (self->edges);
  g_array_unref (self->flags);
  g_ptr_array_unref (self->ids);

  G_OBJECT_CLASS (noob_scheduler_parent_class)->finalize (object);
}

static void
noob_scheduler_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  NoobScheduler *self = NOOB_SCHEDULER (object);

  switch (id)
    {
    case PROP_OWN_NODE:
      g_value_set_static_string (value, self->own_node);
      break;
    case PROP_EPOCH_LIMIT:
      g_value_set_uint64 (value, self->epoch_limit);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
noob_scheduler_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  NoobScheduler *self = NOOB_SCHEDULER (object);

  switch (id)
    {
    case PROP_OWN_NODE:
      self->own_node = g_intern_string (g_value_get_string (value));
      break;
    case PROP_EPOCH_LIMIT:
      noob_scheduler_set_epoch_limit (self, g_value_get_uint64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
noob_scheduler_class_init (NoobSchedulerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = noob_scheduler_finalize;
  object_class->get_property = noob_scheduler_get_property;
  object_class->set_property = noob_scheduler_set_property;

  /**
   * NoobScheduler:own-node:
   *
   * The node that this scheduler stands at; %NULL when it drives the whole graph.
   *
   * Since: 1.0
   */
  properties[PROP_OWN_NODE] =
    g_param_spec_string ("own-node", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * NoobScheduler:epoch-limit:
   *
   * The first root epoch that is not to come into being by itself.
   *
   * Since: 1.0
   */
  properties[PROP_EPOCH_LIMIT] =
    g_param_spec_uint64 ("epoch-limit", NULL, NULL, 0, G_MAXUINT64, G_MAXUINT64,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * NoobScheduler::epoch-ended:
   * @self: the scheduler
   * @epoch: the root epoch
   *
   * Nothing will happen in @epoch any more, even where nodes never ran.
   *
   * Since: 1.0
   */
  signals[EPOCH_ENDED] = g_signal_new ("epoch-ended", NOOB_TYPE_SCHEDULER, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, NOOB_TYPE_EPOCH);
}

static void
noob_scheduler_init (NoobScheduler *self)
{
  self->epoch_limit = G_MAXUINT64;
  self->ids = g_ptr_array_new ();
  self->flags = g_array_new (FALSE, FALSE, sizeof (NoobNodeFlags));
  self->edges = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_edge_unref);
  self->known = g_hash_table_new (NULL, NULL);
  self->roots = g_array_new (FALSE, FALSE, sizeof (NoobEpochState *));
  noob_ended_epochs_init (&self->ended);
}

/**
 * noob_scheduler_new:
 *
 * Makes a scheduler that drives a whole graph.
 *
 * Returns: (transfer full): the scheduler
 *
 * Since: 1.0
 */
NoobScheduler *
noob_scheduler_new (void)
{
  return g_object_new (NOOB_TYPE_SCHEDULER, NULL);
}

/**
 * noob_scheduler_new_for_node:
 * @node_id: the node
 *
 * Makes a scheduler that stands at one node. Give it the whole graph; what @node_id does not
 * depend on is left out.
 *
 * Returns: (transfer full): the scheduler
 *
 * Since: 1.0
 */
NoobScheduler *
noob_scheduler_new_for_node (const char *node_id)
{
  g_return_val_if_fail (node_id != NULL, NULL);

  return g_object_new (NOOB_TYPE_SCHEDULER, "own-node", node_id, NULL);
}

/**
 * noob_scheduler_add_node:
 * @self: a scheduler
 * @node_id: the id of the node
 * @flags: what to know of it
 *
 * Adds a node to the graph, or changes the flags of one that is there. Epochs in progress are
 * dropped. The nodes `input` and `assets` are added by the edges that start there.
 *
 * Since: 1.0
 */
void
noob_scheduler_add_node (NoobScheduler *self,
                         const char    *node_id,
                         NoobNodeFlags  flags)
{
  guint position;

  g_return_if_fail (NOOB_IS_SCHEDULER (self));
  g_return_if_fail (node_id != NULL);

  drop_graph (self);

  node_id = g_intern_string (node_id);
  position = GPOINTER_TO_UINT (g_hash_table_lookup (self->known, node_id));
  if (position > 0)
    {
      g_array_index (self->flags, NoobNodeFlags, position - 1) = flags;
      return;
    }

  g_ptr_array_add (self->ids, (gpointer) node_id);
  g_array_append_val (self->flags, flags);
  g_hash_table_insert (self->known, (gpointer) node_id, GUINT_TO_POINTER (self->ids->len));
}

/**
 * noob_scheduler_add_edge:
 * @self: a scheduler
 * @edge: the dependency
 *
 * Adds a dependency between two nodes that were added before. Epochs in progress are dropped.
 *
 * Since: 1.0
 */
void
noob_scheduler_add_edge (NoobScheduler *self,
                         NoobEdge      *edge)
{
  const char *source;

  g_return_if_fail (NOOB_IS_SCHEDULER (self));
  g_return_if_fail (edge != NULL);
  g_return_if_fail (g_hash_table_contains (self->known, noob_edge_get_target_node (edge)));

  source = noob_edge_get_source_node (edge);
  if (!g_hash_table_contains (self->known, source) &&
      (g_str_equal (source, "input") || g_str_equal (source, "assets")))
    noob_scheduler_add_node (self, source, NOOB_NODE_FLAGS_NONE);
  g_return_if_fail (g_hash_table_contains (self->known, source));

  drop_graph (self);
  g_ptr_array_add (self->edges, noob_edge_ref (edge));
}

/* Epochs in progress keep the graph they began with. */
static void
set_disabled (NoobScheduler *self,
              const char    *node_id,
              gboolean       disabled)
{
  guint position = GPOINTER_TO_UINT (g_hash_table_lookup (self->known, g_intern_string (node_id)));
  NoobNodeFlags *flags;
  guint node;

  g_return_if_fail (position > 0);

  flags = &g_array_index (self->flags, NoobNodeFlags, position - 1);
  *flags = disabled ? *flags | NOOB_NODE_FLAGS_DISABLED : *flags & ~NOOB_NODE_FLAGS_DISABLED;

  if (self->sorter == NULL)
    return;

  node = noob_sorter_get_node (self->sorter, node_id);
  if (node != NOOB_SORTER_NONE)
    {
      self->sorter->nodes[node].flags = *flags;
      noob_state_pool_restart (&self->pool);
    }
}

/**
 * noob_scheduler_enable_node:
 * @self: a scheduler
 * @node_id: a node
 *
 * Lets a disabled node run again, in the epochs that are added from now on.
 *
 * Since: 1.0
 */
void
noob_scheduler_enable_node (NoobScheduler *self,
                            const char    *node_id)
{
  g_return_if_fail (NOOB_IS_SCHEDULER (self));
  g_return_if_fail (node_id != NULL);

  set_disabled (self, node_id, FALSE);
}

/**
 * noob_scheduler_disable_node:
 * @self: a scheduler
 * @node_id: a node
 *
 * Keeps a node from running in the epochs that are added from now on: its signals are expired
 * from their start.
 *
 * Since: 1.0
 */
void
noob_scheduler_disable_node (NoobScheduler *self,
                             const char    *node_id)
{
  g_return_if_fail (NOOB_IS_SCHEDULER (self));
  g_return_if_fail (node_id != NULL);

  set_disabled (self, node_id, TRUE);
}

/**
 * noob_scheduler_get_epoch_limit:
 * @self: a scheduler
 *
 * Gets the first root epoch that is not to come into being by itself.
 *
 * Returns: the root
 *
 * Since: 1.0
 */
guint64
noob_scheduler_get_epoch_limit (NoobScheduler *self)
{
  g_return_val_if_fail (NOOB_IS_SCHEDULER (self), 0);

  return self->epoch_limit;
}

/**
 * noob_scheduler_set_epoch_limit:
 * @self: a scheduler
 * @limit: the first root epoch that is not to come into being by itself
 *
 * Epoch *n + 1* comes into being when the sources of epoch *n* have finished, and at the latest
 * when *n* ends, if it is below this limit. Raising the limit opens the next epoch if that is
 * due.
 *
 * Since: 1.0
 */
void
noob_scheduler_set_epoch_limit (NoobScheduler *self,
                                guint64        limit)
{
  NoobEpochState *last;
  guint64 next;

  g_return_if_fail (NOOB_IS_SCHEDULER (self));

  if (limit == self->epoch_limit)
    return;

  self->epoch_limit = limit;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EPOCH_LIMIT]);

  next = next_root (self);
  if (next == 0)
    return;

  last = get_root (self, next - 1);
  if (last == NULL || last->sources_left == 0)
    open_next_root (self, next - 1);
}

/**
 * noob_scheduler_has_cycle:
 * @self: a scheduler
 *
 * Whether the graph has a cycle. Such a graph cannot be run: no epoch may be added.
 *
 * Returns: whether there is a cycle
 *
 * Since: 1.0
 */
gboolean
noob_scheduler_has_cycle (NoobScheduler *self)
{
  g_return_val_if_fail (NOOB_IS_SCHEDULER (self), FALSE);

  return noob_scheduler_get_sorter (self)->has_cycle;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static char **
take_ids (GPtrArray *ids)
{
  g_ptr_array_sort (ids, compare_ids);
  g_ptr_array_add (ids, NULL);

  return (char **) g_ptr_array_free (ids, FALSE);
}

/* The nodes for which @wanted is set, by generation, without the generations in which there are
 * none. */
static GPtrArray *
list_generations (NoobSorter    *sorter,
                  const guint64 *wanted)
{
  GPtrArray *generations = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  for (guint generation = 0; generation < sorter->n_generations; generation++)
    {
      GPtrArray *ids = g_ptr_array_new ();

      for (guint i = 0; i < sorter->n_nodes; i++)
        if (sorter->nodes[i].generation == generation && noob_bits_get (wanted, i))
          g_ptr_array_add (ids, g_strdup (sorter->nodes[i].id));

      if (ids->len > 0)
        g_ptr_array_add (generations, take_ids (ids));
      else
        g_ptr_array_unref (ids);
    }

  return generations;
}

/**
 * noob_scheduler_generations:
 * @self: a scheduler
 *
 * Lists the sets of nodes that could run together, in order.
 *
 * Returns: (transfer container) (element-type GStrv): the ids of each generation, sorted
 *
 * Since: 1.0
 */
GPtrArray *
noob_scheduler_generations (NoobScheduler *self)
{
  g_autofree guint64 *wanted = NULL;
  NoobSorter *sorter;

  g_return_val_if_fail (NOOB_IS_SCHEDULER (self), NULL);

  sorter = noob_scheduler_get_sorter (self);
  wanted = g_new0 (guint64, NOOB_BITS_WORDS (sorter->n_nodes) + 1);
  for (guint i = 0; i < sorter->n_nodes; i++)
    if (!sorter->nodes[i].is_virtual)
      noob_bits_set (wanted, i);

  return list_generations (sorter, wanted);
}

/**
 * noob_scheduler_asset_generations:
 * @self: a scheduler
 * @asset_id: an asset
 *
 * Lists the successive generations of nodes that depend on an asset directly.
 *
 * Returns: (transfer container) (element-type GStrv): the ids of each generation, sorted
 *
 * Since: 1.0
 */
GPtrArray *
noob_scheduler_asset_generations (NoobScheduler *self,
                                  const char    *asset_id)
{
  g_autofree guint64 *wanted = NULL;
  NoobSorter *sorter;

  g_return_val_if_fail (NOOB_IS_SCHEDULER (self), NULL);
  g_return_val_if_fail (asset_id != NULL, NULL);

  sorter = noob_scheduler_get_sorter (self);
  wanted = g_new0 (guint64, NOOB_BITS_WORDS (sorter->n_nodes) + 1);
  for (guint i = 0; i < self->edges->len; i++)
    {
      NoobEdge *edge = self->edges->pdata[i];
      guint node = noob_sorter_get_node (sorter, noob_edge_get_target_node (edge));

      if (node != NOOB_SORTER_NONE && g_str_equal (noob_edge_get_source_node (edge), "assets") &&
          g_str_equal (noob_edge_get_source_signal (edge), asset_id))
        noob_bits_set (wanted, node);
    }

  return list_generations (sorter, wanted);
}

/**
 * noob_scheduler_upstream_nodes:
 * @self: a scheduler
 * @node_id: a node
 *
 * Lists every node whose news can decide a slot of @node_id: all that it depends on, directly or
 * not.
 *
 * Returns: (transfer full): the ids, sorted
 *
 * Since: 1.0
 */
char **
noob_scheduler_upstream_nodes (NoobScheduler *self,
                               const char    *node_id)
{
  g_autoptr (GHashTable) found = g_hash_table_new (NULL, NULL);
  GPtrArray *ids = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer id;

  g_return_val_if_fail (NOOB_IS_SCHEDULER (self), NULL);
  g_return_val_if_fail (node_id != NULL, NULL);

  collect_upstream (self, g_intern_string (node_id), found);

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_str_equal (id, "input") && !g_str_equal (id, "assets"))
      g_ptr_array_add (ids, g_strdup (id));

  return take_ids (ids);
}

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

  root = epoch != NULL ? noob_epoch_get_root (epoch) : next_root (self);
  state = noob_scheduler_open_root (self, root);
  if (state != NULL)
    conclude (self, state);

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
  root = get_root (self, noob_epoch_get_root (epoch));

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
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_item_free);
  NoobEpochState *root = NULL;
  NoobEpochState *state;
  guint node;

  g_return_val_if_fail (NOOB_IS_SCHEDULER (self), items);

  noob_scheduler_get_sorter (self);
  if (epoch != NULL)
    {
      root = get_root (self, noob_epoch_get_root (epoch));
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
    {
      NoobEvent *event = events->pdata[i];
      guint node = noob_sorter_get_node (noob_scheduler_get_sorter (self),
                                         noob_event_get_node_id (event));
      g_autoptr (NoobEpoch) epoch = NULL;
      NoobEpochState *state;
      NoobRun *run;

      if (node == NOOB_SORTER_NONE)
        {
          i++;
          continue;
        }

      epoch = noob_epoch_ref (guess_run_epoch (self, event, node));
      state = find_state (self, epoch);

      /* More news of a call that is known. */
      if (state != NULL && noob_epoch_state_has (&self->pool, state, NOOB_NODE_RAN, node))
        {
          emit_event (self, state, node, event);
          noob_scheduler_end_run (self, state, node);
          i++;
          continue;
        }

      run = noob_run_new (node, epoch);
      for (; i < events->len; i++)
        {
          guint signal;

          event = events->pdata[i];
          if (noob_event_get_node_id (event) != self->sorter->nodes[node].id ||
              !noob_epoch_equal (guess_run_epoch (self, event, node), epoch))
            break;

          signal = noob_sorter_get_signal (self->sorter, node, noob_event_get_signal (event));
          if (signal != NOOB_SORTER_NONE)
            noob_run_add (run, signal, noob_event_get_epoch (event), noob_event_has_value (event));
        }
      noob_scheduler_take_run (self, run);
    }
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
  conclude (self, root_of (state));
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

/**
 * noob_scheduler_clear:
 * @self: a scheduler
 *
 * Forgets all epochs, ended ones too. The graph stays.
 *
 * Since: 1.0
 */
void
noob_scheduler_clear (NoobScheduler *self)
{
  g_return_if_fail (NOOB_IS_SCHEDULER (self));

  drop_roots (self);
  noob_ended_epochs_clear (&self->ended);
  noob_ended_epochs_init (&self->ended);
  self->in_order = 0;
}
