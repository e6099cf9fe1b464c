/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobEventStore:
 *
 * Keeps the events of a runner by epoch, node and signal.
 *
 * What is looked up in a subepoch and not found there is looked up in its parents, so that a node
 * which depends on a mapped and an unmapped signal gets the unmapped one repeated.
 *
 * A store belongs to one thread.
 *
 * Since: 1.0
 */

#include "core/noob-event-store-private.h"

#include "core/noob-edge.h"
#include "core/noob-name-private.h"

#define N_INLINE_BUCKETS 8

typedef struct _Cell Cell;
typedef struct _Level Level;

/* The events of one signal in one epoch. There is seldom more than one. */
struct _Cell
{
  const char *node_id;
  const char *signal;
  NoobEvent  *first;
  GPtrArray  *others;
  Cell       *next; /* in its bucket */
};

/* One epoch that has events, or whose subepochs have, with a hash table of its own: events come and
 * go with their epoch. */
struct _Level
{
  NoobEpoch *epoch;
  Cell     **buckets;
  guint      n_buckets; /* a power of two */
  guint      n_cells;
  Cell      *inline_buckets[N_INLINE_BUCKETS];
  Level     *parent;
  Level     *first_child;
  Level     *next;
  Level     *previous;
};

struct _NoobEventStore
{
  GObject     parent_instance;

  Level       top; /* above the root epochs; has no epoch itself */
  Level      *recent; /* what was looked up last */
  GHashTable *levels;
  guint64     n_events;
};

G_DEFINE_FINAL_TYPE (NoobEventStore, noob_event_store, G_TYPE_OBJECT)

static guint
level_hash (gconstpointer level)
{
  return noob_epoch_hash (((const Level *) level)->epoch);
}

static gboolean
level_equal (gconstpointer level,
             gconstpointer other)
{
  return noob_epoch_equal (((const Level *) level)->epoch, ((const Level *) other)->epoch);
}

static Level *
find_level (NoobEventStore *self,
            NoobEpoch      *epoch)
{
  const Level key = { .epoch = epoch };
  Level *level;

  if (self->recent != NULL && self->recent->epoch == epoch)
    return self->recent;

  level = g_hash_table_lookup (self->levels, &key);
  if (level != NULL)
    self->recent = level;

  return level;
}

/* The level of @epoch or of its nearest parent that has one. */
static Level *
find_nearest_level (NoobEventStore *self,
                    NoobEpoch      *epoch)
{
  Level *level = NULL;

  for (; epoch != NULL && level == NULL; epoch = noob_epoch_get_parent (epoch))
    level = find_level (self, epoch);

  return level;
}

static void
link_to_parent (Level *level,
                Level *parent)
{
  level->parent = parent;
  level->next = parent->first_child;
  if (level->next != NULL)
    level->next->previous = level;
  parent->first_child = level;
}

static void
unlink_from_parent (Level *level)
{
  if (level->next != NULL)
    level->next->previous = level->previous;

  if (level->previous != NULL)
    level->previous->next = level->next;
  else
    level->parent->first_child = level->next;
}

static Level *
ensure_level (NoobEventStore *self,
              NoobEpoch      *epoch)
{
  Level *level = find_level (self, epoch);
  NoobEpoch *parent = noob_epoch_get_parent (epoch);

  if (level != NULL)
    return level;

  level = g_new0 (Level, 1);
  level->epoch = noob_epoch_ref (epoch);
  level->buckets = level->inline_buckets;
  level->n_buckets = N_INLINE_BUCKETS;
  g_hash_table_add (self->levels, level);
  link_to_parent (level, parent != NULL ? ensure_level (self, parent) : &self->top);
  self->recent = level;

  return level;
}

/* Interned strings are told apart by their addresses. */
static Cell **
find_bucket (Level      *level,
             const char *node_id,
             const char *signal)
{
  guint64 hash = (gsize) node_id * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + (gsize) signal;

  hash *= G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  return &level->buckets[(hash >> 32) & (level->n_buckets - 1)];
}

static Cell *
find_cell (Level      *level,
           const char *node_id,
           const char *signal)
{
  Cell *cell = *find_bucket (level, node_id, signal);

  while (cell != NULL && (cell->node_id != node_id || cell->signal != signal))
    cell = cell->next;

  return cell;
}

static void
push_cell (Level *level,
           Cell  *cell)
{
  Cell **bucket = find_bucket (level, cell->node_id, cell->signal);

  cell->next = *bucket;
  *bucket = cell;
}

static void
grow (Level *level)
{
  Cell **buckets = level->buckets;
  guint n_buckets = level->n_buckets;

  level->n_buckets = 4 * n_buckets;
  level->buckets = g_new0 (Cell *, level->n_buckets);
  for (guint i = 0; i < n_buckets; i++)
    for (Cell *cell = buckets[i], *next; cell != NULL; cell = next)
      {
        next = cell->next;
        push_cell (level, cell);
      }

  if (buckets != level->inline_buckets)
    g_free (buckets);
}

/* Takes @event. */
static void
add_cell (Level      *level,
          const char *node_id,
          const char *signal,
          NoobEvent  *event)
{
  Cell *cell = g_new (Cell, 1);

  *cell = (Cell) { .node_id = node_id, .signal = signal, .first = event };
  if (++level->n_cells > level->n_buckets)
    grow (level);
  push_cell (level, cell);
}

static void
free_cell (NoobEventStore *self,
           Cell           *cell)
{
  self->n_events -= 1 + (cell->others != NULL ? cell->others->len : 0);
  noob_event_unref (cell->first);
  g_clear_pointer (&cell->others, g_ptr_array_unref);
  g_free (cell);
}

static void
free_cells (NoobEventStore *self,
            Level          *level)
{
  for (guint i = 0; i < level->n_buckets; i++)
    for (Cell *cell = level->buckets[i], *next; cell != NULL; cell = next)
      {
        next = cell->next;
        free_cell (self, cell);
      }

  if (level->buckets != level->inline_buckets)
    g_free (level->buckets);
}

static void
free_level (NoobEventStore *self,
            Level          *level)
{
  while (level->first_child != NULL)
    free_level (self, level->first_child);

  free_cells (self, level);
  unlink_from_parent (level);
  if (self->recent == level)
    self->recent = NULL;
  g_hash_table_remove (self->levels, level);
  noob_epoch_unref (level->epoch);
  g_free (level);
}

NoobEvent *
noob_event_store_get_interned (NoobEventStore *self,
                               NoobEpoch      *epoch,
                               const char     *node_id,
                               const char     *signal)
{
  for (Level *level = find_nearest_level (self, epoch); level != NULL && level != &self->top;
       level = level->parent)
    {
      Cell *cell = find_cell (level, node_id, signal);

      if (cell != NULL)
        return cell->first;
    }

  return NULL;
}

static void
append_events_below (Level      *level,
                     const char *node_id,
                     const char *signal,
                     GPtrArray  *events)
{
  Cell *cell = find_cell (level, node_id, signal);

  if (cell != NULL)
    g_ptr_array_add (events, cell->first);
  for (guint i = 0; cell != NULL && cell->others != NULL && i < cell->others->len; i++)
    g_ptr_array_add (events, cell->others->pdata[i]);

  for (Level *child = level->first_child; child != NULL; child = child->next)
    append_events_below (child, node_id, signal, events);
}

static int
compare_event_epochs (gconstpointer event,
                      gconstpointer other)
{
  return noob_epoch_compare (noob_event_get_epoch (*(NoobEvent **) event),
                             noob_event_get_epoch (*(NoobEvent **) other));
}

void
noob_event_store_append_all (NoobEventStore *self,
                             NoobEpoch      *epoch,
                             const char     *node_id,
                             const char     *signal,
                             GPtrArray      *events)
{
  Level *level = find_level (self, epoch);

  if (level != NULL)
    append_events_below (level, node_id, signal, events);

  /* GLib promises that this is stable. */
  if (events->len > 1)
    g_ptr_array_sort (events, compare_event_epochs);
}

static void
noob_event_store_finalize (GObject *object)
{
  NoobEventStore *self = NOOB_EVENT_STORE (object);

  noob_event_store_clear (self, NULL);
  g_hash_table_unref (self->levels);

  G_OBJECT_CLASS (noob_event_store_parent_class)->finalize (object);
}

static void
noob_event_store_class_init (NoobEventStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = noob_event_store_finalize;
}

static void
noob_event_store_init (NoobEventStore *self)
{
  self->levels = g_hash_table_new (level_hash, level_equal);
}

/**
 * noob_event_store_new:
 *
 * Makes an empty store.
 *
 * Returns: (transfer full): a new store
 *
 * Since: 1.0
 */
NoobEventStore *
noob_event_store_new (void)
{
  return g_object_new (NOOB_TYPE_EVENT_STORE, NULL);
}

/**
 * noob_event_store_add:
 * @self: a store
 * @event: an event
 *
 * Keeps an event. Several events of one signal in one epoch are kept in the order in which they
 * came.
 *
 * Since: 1.0
 */
void
noob_event_store_add (NoobEventStore *self,
                      NoobEvent      *event)
{
  const char *node_id, *signal;
  Level *level;
  Cell *cell;

  g_return_if_fail (NOOB_IS_EVENT_STORE (self));
  g_return_if_fail (event != NULL);

  node_id = noob_event_get_node_id (event);
  signal = noob_event_get_signal (event);
  level = ensure_level (self, noob_event_get_epoch (event));
  cell = find_cell (level, node_id, signal);
  self->n_events++;

  if (cell == NULL)
    {
      add_cell (level, node_id, signal, noob_event_ref (event));
      return;
    }

  if (cell->others == NULL)
    cell->others = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_event_unref);
  g_ptr_array_add (cell->others, noob_event_ref (event));
}

/**
 * noob_event_store_get:
 * @self: a store
 * @epoch: an epoch
 * @node_id: a node
 * @signal: one of its signals
 *
 * Gets the first event of a signal in @epoch, else in its nearest parent that has one.
 *
 * Returns: (transfer none) (nullable): the event, %NULL if there is none
 *
 * Since: 1.0
 */
NoobEvent *
noob_event_store_get (NoobEventStore *self,
                      NoobEpoch      *epoch,
                      const char     *node_id,
                      const char     *signal)
{
  g_return_val_if_fail (NOOB_IS_EVENT_STORE (self), NULL);
  g_return_val_if_fail (epoch != NULL, NULL);
  g_return_val_if_fail (node_id != NULL, NULL);
  g_return_val_if_fail (signal != NULL, NULL);

  return noob_event_store_get_interned (self, epoch, noob_name_find_interned (node_id),
                                        noob_name_find_interned (signal));
}

/**
 * noob_event_store_get_all:
 * @self: a store
 * @epoch: an epoch
 * @node_id: a node
 * @signal: one of its signals
 *
 * Gets all events of a signal in @epoch and its subepochs, in epoch order; those of one epoch in
 * the order in which they came.
 *
 * Returns: (transfer container) (element-type NoobEvent): the events
 *
 * Since: 1.0
 */
GPtrArray *
noob_event_store_get_all (NoobEventStore *self,
                          NoobEpoch      *epoch,
                          const char     *node_id,
                          const char     *signal)
{
  GPtrArray *events;

  g_return_val_if_fail (NOOB_IS_EVENT_STORE (self), NULL);
  g_return_val_if_fail (epoch != NULL, NULL);
  g_return_val_if_fail (node_id != NULL, NULL);
  g_return_val_if_fail (signal != NULL, NULL);

  events = g_ptr_array_new ();
  noob_event_store_append_all (self, epoch, noob_name_find_interned (node_id),
                               noob_name_find_interned (signal), events);

  return events;
}

/**
 * noob_event_store_collect:
 * @self: a store
 * @edges: (element-type NoobEdge): the edges that lead to a node
 * @epoch: an epoch
 *
 * Collects what a node receives in @epoch: for each edge the value that
 * [method@Noob.EventStore.get] finds, by slot. A slot whose source has no event, or a NoEvent, is
 * absent.
 *
 * Returns: (transfer full): the values by slot
 *
 * Since: 1.0
 */
NoobRecord *
noob_event_store_collect (NoobEventStore *self,
                          GPtrArray      *edges,
                          NoobEpoch      *epoch)
{
  NoobRecord *values;

  g_return_val_if_fail (NOOB_IS_EVENT_STORE (self), NULL);
  g_return_val_if_fail (edges != NULL, NULL);
  g_return_val_if_fail (epoch != NULL, NULL);

  values = noob_record_new ();
  for (guint i = 0; i < edges->len; i++)
    {
      NoobEdge *edge = edges->pdata[i];
      NoobEvent *event =
        noob_event_store_get_interned (self, epoch, noob_edge_get_source_node (edge),
                                       noob_edge_get_source_signal (edge));

      if (event != NULL && noob_event_has_value (event))
        noob_record_set_value (values, noob_edge_get_target_slot (edge),
                               noob_event_get_value (event));
    }

  return values;
}

/**
 * noob_event_store_clear:
 * @self: a store
 * @epoch: (nullable): an epoch, or %NULL for all
 *
 * Drops the events of @epoch and of its subepochs.
 *
 * Since: 1.0
 */
void
noob_event_store_clear (NoobEventStore *self,
                        NoobEpoch      *epoch)
{
  Level *level;

  g_return_if_fail (NOOB_IS_EVENT_STORE (self));

  if (epoch == NULL)
    {
      while (self->top.first_child != NULL)
        free_level (self, self->top.first_child);
      return;
    }

  level = find_level (self, epoch);
  if (level != NULL)
    free_level (self, level);
}

/**
 * noob_event_store_get_n_events:
 * @self: a store
 *
 * Counts the events that the store holds.
 *
 * Returns: how many there are
 *
 * Since: 1.0
 */
guint64
noob_event_store_get_n_events (NoobEventStore *self)
{
  g_return_val_if_fail (NOOB_IS_EVENT_STORE (self), 0);

  return self->n_events;
}
