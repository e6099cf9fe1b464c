/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobEvent:
 *
 * One value emitted from one signal of one node in one epoch, or the absence of one (a NoEvent).
 *
 * Every event has an id and a timestamp. Ids are unique as far as chance allows: each thread draws
 * 32 random bits and counts with the other 32.
 *
 * An event never changes and may be used from any thread, as far as its value may.
 *
 * Since: 1.0
 */

#include "core/noob-event-private.h"

#include "core/noob-value-private.h"

struct _NoobEvent
{
  gatomicrefcount ref_count;
  guint64         id;
  gint64          timestamp;
  const char     *node_id;
  const char     *signal;
  NoobEpoch      *epoch;
  GValue          value; /* zero-filled in a NoEvent */
};

G_DEFINE_BOXED_TYPE (NoobEvent, noob_event, noob_event_ref, noob_event_unref)

/* Never 0, which stands for an id that is still to be drawn. */
static guint64
draw_id (void)
{
  static _Thread_local guint32 random_half;
  static _Thread_local guint32 count;

  if (count == 0)
    random_half = MAX (g_random_int (), 1);

  return (guint64) random_half << 32 | count++;
}

NoobEvent *
noob_event_new_take (const char *node_id,
                     const char *signal,
                     NoobEpoch  *epoch,
                     GValue     *value,
                     guint64     id,
                     gint64      timestamp)
{
  NoobEvent *self = g_new (NoobEvent, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->id = id != 0 ? id : draw_id ();
  self->timestamp = timestamp != 0 ? timestamp : g_get_real_time ();
  self->node_id = node_id;
  self->signal = signal;
  self->epoch = noob_epoch_ref (epoch);
  self->value = (GValue) G_VALUE_INIT;

  if (value != NULL)
    {
      if (noob_value_is_no_event (value))
        g_value_unset (value);

      self->value = *value;
      *value = (GValue) G_VALUE_INIT;
    }

  return self;
}

/**
 * noob_event_new:
 * @node_id: the node that emits
 * @signal: the signal that it emits from
 * @epoch: the epoch in which it emits
 * @value: (nullable): the value, which is copied; %NULL makes a NoEvent
 *
 * Makes an event, with a new id and the present time.
 *
 * Returns: (transfer full): a new event
 *
 * Since: 1.0
 */
NoobEvent *
noob_event_new (const char   *node_id,
                const char   *signal,
                NoobEpoch    *epoch,
                const GValue *value)
{
  GValue copy = G_VALUE_INIT;

  g_return_val_if_fail (node_id != NULL, NULL);
  g_return_val_if_fail (signal != NULL, NULL);
  g_return_val_if_fail (epoch != NULL, NULL);

  if (value != NULL)
    noob_value_init_copy (&copy, value);

  return noob_event_new_take (g_intern_string (node_id), g_intern_string (signal), epoch,
                              value != NULL ? &copy : NULL, 0, 0);
}

/**
 * noob_event_ref:
 * @self: an event
 *
 * Adds a reference.
 *
 * Returns: (transfer full): @self
 *
 * Since: 1.0
 */
NoobEvent *
noob_event_ref (NoobEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * noob_event_unref:
 * @self: (transfer full): an event
 *
 * Drops a reference; the last one frees the event.
 *
 * Since: 1.0
 */
void
noob_event_unref (NoobEvent *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  noob_epoch_unref (self->epoch);
  if (noob_event_has_value (self))
    g_value_unset (&self->value);
  g_free (self);
}

/**
 * noob_event_get_id:
 * @self: an event
 *
 * Gets the id of the event.
 *
 * Returns: the id
 *
 * Since: 1.0
 */
guint64
noob_event_get_id (NoobEvent *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->id;
}

/**
 * noob_event_get_timestamp:
 * @self: an event
 *
 * Gets when the event was made.
 *
 * Returns: microseconds since the first of January 1970, UTC
 *
 * Since: 1.0
 */
gint64
noob_event_get_timestamp (NoobEvent *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->timestamp;
}

/**
 * noob_event_get_node_id:
 * @self: an event
 *
 * Gets the node that emitted the event.
 *
 * Returns: (transfer none): the node id, an interned string
 *
 * Since: 1.0
 */
const char *
noob_event_get_node_id (NoobEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->node_id;
}

/**
 * noob_event_get_signal:
 * @self: an event
 *
 * Gets the signal that the event was emitted from.
 *
 * Returns: (transfer none): the signal's name, an interned string
 *
 * Since: 1.0
 */
const char *
noob_event_get_signal (NoobEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->signal;
}

/**
 * noob_event_get_epoch:
 * @self: an event
 *
 * Gets the epoch in which the event was emitted.
 *
 * Returns: (transfer none): the epoch
 *
 * Since: 1.0
 */
NoobEpoch *
noob_event_get_epoch (NoobEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->epoch;
}

/**
 * noob_event_has_value:
 * @self: an event
 *
 * Checks whether the event carries a value, which may be null.
 *
 * Returns: %FALSE if it is a NoEvent
 *
 * Since: 1.0
 */
gboolean
noob_event_has_value (NoobEvent *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return G_VALUE_TYPE (&self->value) != G_TYPE_INVALID;
}

static const GValue *
get_no_event_value (void)
{
  static GValue no_event = G_VALUE_INIT;
  static gsize initialised = 0;

  if (g_once_init_enter (&initialised))
    {
      noob_value_set_no_event (&no_event);
      g_once_init_leave (&initialised, 1);
    }

  return &no_event;
}

/**
 * noob_event_get_value:
 * @self: an event
 *
 * Gets the value of the event.
 *
 * Returns: (transfer none): the value, which belongs to the event; for a NoEvent one that holds
 *   [struct@Noob.NoEvent]
 *
 * Since: 1.0
 */
const GValue *
noob_event_get_value (NoobEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return noob_event_has_value (self) ? &self->value : get_no_event_value ();
}
