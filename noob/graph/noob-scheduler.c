/* SPDX-License-Identifier: LGPL-2.1-or-later */

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

#include "graph/noob-scheduler-parts-private.h"

#include "core/noob-name-private.h"

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

void
noob_scheduler_drop_roots (NoobScheduler *self)
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

  noob_scheduler_drop_roots (self);
  noob_state_pool_clear (&self->pool);
  g_clear_pointer (&self->sorter, noob_sorter_free);
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
  noob_scheduler_collect_upstream (self, self->own_node, seen);

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

void
noob_scheduler_emit_epoch_ended (NoobScheduler *self,
                                 NoobEpoch     *epoch)
{
  if (g_signal_has_handler_pending (self, signals[EPOCH_ENDED], 0, FALSE))
    g_signal_emit (self, signals[EPOCH_ENDED], 0, epoch);
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
  if (!g_hash_table_contains (self->known, source) && noob_node_id_is_virtual (source))
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
  const char *interned = noob_name_find_interned (node_id);
  guint position = GPOINTER_TO_UINT (g_hash_table_lookup (self->known, interned));
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

  next = noob_scheduler_next_root (self);
  if (next == 0)
    return;

  last = noob_scheduler_get_root (self, next - 1);
  if (last == NULL || last->sources_left == 0)
    noob_scheduler_open_next_root (self, next - 1);
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

  noob_scheduler_drop_roots (self);
  noob_ended_epochs_clear (&self->ended);
  noob_ended_epochs_init (&self->ended);
  self->in_order = 0;
}
