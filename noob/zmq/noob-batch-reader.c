/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-batch-private.h"

#include "core/noob-codec.h"
#include "core/noob-error.h"
#include "core/noob-event-private.h"
#include "graph/noob-scheduler-private.h"
#include "zmq/noob-wire-private.h"

#define MAX_DEPTH 64

static const char **
read_openers (NoobBatchReader *self,
              guint           *n_openers)
{
  g_autoptr (GVariant) names = g_variant_get_child_value (self->header, 3);
  gsize length;
  g_autofree const char **openers = g_variant_get_strv (names, &length);

  /* Only names that are in use already are known to be ids of nodes; others must not fill
   * memory. */
  for (gsize i = 0; i < length; i++)
    if (g_quark_try_string (openers[i]) == 0)
      return NULL;

  *n_openers = (guint) length;
  return g_steal_pointer (&openers);
}

static NoobEpoch *
read_parent (NoobBatchReader     *self,
             const NoobWireEpoch *wire)
{
  NoobEpoch *parent;

  if (wire->parent == 0)
    return noob_epoch_new (wire->root);

  if (wire->parent > self->epochs->len)
    return NULL;

  parent = self->epochs->pdata[wire->parent - 1];
  if (noob_epoch_get_root (parent) != wire->root || noob_epoch_get_depth (parent) >= MAX_DEPTH)
    return NULL;

  return noob_epoch_ref (parent);
}

static gboolean
read_epochs (NoobBatchReader *self)
{
  g_autoptr (GVariant) table = g_variant_get_child_value (self->header, 2);
  g_autofree const char **openers = NULL;
  const NoobWireEpoch *wire;
  gsize length;
  guint n_openers;

  wire = g_variant_get_fixed_array (table, &length, sizeof (NoobWireEpoch));
  openers = read_openers (self, &n_openers);
  if (openers == NULL)
    return FALSE;

  self->epochs = g_ptr_array_new_full ((guint) length, (GDestroyNotify) noob_epoch_unref);
  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (NoobEpoch) parent = read_parent (self, &wire[i]);

      if (parent == NULL || wire[i].opener >= n_openers)
        return FALSE;
      g_ptr_array_add (self->epochs,
                       noob_epoch_child (parent, openers[wire[i].opener], wire[i].index));
    }

  return TRUE;
}

static gboolean
read_types (NoobBatchReader *self)
{
  g_autoptr (GVariant) types = g_variant_get_child_value (self->header, 4);

  self->types = g_ptr_array_new ();
  for (gsize i = 0; i < g_variant_n_children (types); i++)
    {
      const char *type;

      g_variant_get_child (types, i, "&s", &type);
      if (type[0] != '\0' && !(g_variant_type_string_is_valid (type) &&
                               g_variant_type_is_definite (G_VARIANT_TYPE (type))))
        return FALSE;
      g_ptr_array_add (self->types, (gpointer) type);
    }

  return TRUE;
}

static gboolean
check_epoch (NoobBatchReader *self,
             guint64          root,
             guint32          number)
{
  return number == 0 || (number <= self->epochs->len &&
                         noob_epoch_get_root (self->epochs->pdata[number - 1]) == root);
}

/* Whether the tables have what the events refer to, and the frames what they promise. */
static gboolean
check_events (NoobBatchReader *self,
              gboolean         has_payloads)
{
  gsize small = 0;
  guint n_large = 0;

  for (gsize i = 0; i < self->n_events; i++)
    {
      const NoobWireEvent *event = &self->events[i];

      if (!check_epoch (self, event->root, event->epoch) ||
          !check_epoch (self, event->root, event->run_epoch) || event->type > self->types->len)
        return FALSE;
      if (event->size >= NOOB_WIRE_LARGE)
        n_large++;
      else if (event->type != 0)
        small += event->size + (-event->size & 7);
    }

  if (!has_payloads)
    return TRUE;

  if (self->next_frame + n_large != noob_frames_get_length (self->frames))
    return FALSE;

  self->small = noob_frames_get_bytes (self->frames, self->next_frame - 1);

  return g_bytes_get_size (self->small) == small;
}

gboolean
noob_batch_reader_init (NoobBatchReader  *self,
                        NoobFrames       *frames,
                        guint             first,
                        gboolean          has_payloads,
                        GError          **error)
{
  g_autoptr (GVariant) events = NULL;

  *self = (NoobBatchReader) { .frames = frames, .next_frame = first + 2 };
  self->header = noob_wire_peek_variant (frames, first, NOOB_BATCH_HEADER_TYPE, error);
  if (self->header == NULL)
    return FALSE;

  g_variant_get_child (self->header, 0, "&s", &self->node_id);
  events = g_variant_get_child_value (self->header, 1);
  self->events = g_variant_get_fixed_array (events, &self->n_events, sizeof (NoobWireEvent));

  if (read_epochs (self) && read_types (self) && check_events (self, has_payloads))
    return TRUE;

  g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "the header contradicts itself");
  noob_batch_reader_clear (self);

  return FALSE;
}

void
noob_batch_reader_clear (NoobBatchReader *self)
{
  g_clear_pointer (&self->header, g_variant_unref);
  g_clear_pointer (&self->epochs, g_ptr_array_unref);
  g_clear_pointer (&self->root, noob_epoch_unref);
  g_clear_pointer (&self->types, g_ptr_array_unref);
  g_clear_pointer (&self->small, g_bytes_unref);
}

static NoobEpoch *
get_epoch (NoobBatchReader *self,
           guint64          root,
           guint32          number)
{
  if (number > 0)
    return self->epochs->pdata[number - 1];

  if (self->root == NULL || noob_epoch_get_root (self->root) != root)
    {
      g_clear_pointer (&self->root, noob_epoch_unref);
      self->root = noob_epoch_new (root);
    }

  return self->root;
}

NoobEpoch *
noob_batch_reader_get_epoch (NoobBatchReader     *self,
                             const NoobWireEvent *event)
{
  return get_epoch (self, event->root, event->epoch);
}

NoobEpoch *
noob_batch_reader_get_run_epoch (NoobBatchReader     *self,
                                 const NoobWireEvent *event)
{
  return get_epoch (self, event->root, event->run_epoch);
}

static GBytes *
next_payload (NoobBatchReader     *self,
              const NoobWireEvent *event)
{
  gsize offset = self->next_offset;

  if (event->size >= NOOB_WIRE_LARGE)
    return noob_frames_get_bytes (self->frames, self->next_frame++);

  self->next_offset += event->size + (-event->size & 7);

  return g_bytes_new_from_bytes (self->small, offset, event->size);
}

static gboolean
next_value (NoobBatchReader      *self,
            const NoobWireEvent  *event,
            GValue               *value,
            GError              **error)
{
  const char *type = self->types->pdata[event->type - 1];
  g_autoptr (GBytes) bytes = next_payload (self, event);
  g_autoptr (GVariant) variant = NULL;

  if (type[0] == '\0')
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "a payload has no type");
      return FALSE;
    }

  variant = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (type), bytes, FALSE));

  return noob_codec_decode (variant, value, error);
}

NoobEvent *
noob_batch_reader_next_event (NoobBatchReader      *self,
                              const NoobWireEvent  *wire,
                              const char           *node_id,
                              const char           *signal,
                              GError              **error)
{
  NoobEpoch *epoch = noob_batch_reader_get_epoch (self, wire);
  GValue value = G_VALUE_INIT;

  if (wire->type == 0)
    return noob_event_new_take (node_id, signal, epoch, NULL, wire->id, wire->timestamp);

  if (!next_value (self, wire, &value, error))
    {
      g_value_unset (&value);
      return NULL;
    }

  return noob_event_new_take (node_id, signal, epoch, &value, wire->id, wire->timestamp);
}

gboolean
noob_batch_reader_check_signals (NoobBatchReader  *self,
                                 guint             n_signals,
                                 GError          **error)
{
  for (gsize i = 0; i < self->n_events; i++)
    if (self->events[i].signal >= n_signals)
      {
        g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "node \"%s\" has no signal number %u",
                     self->node_id, self->events[i].signal);
        return FALSE;
      }

  return TRUE;
}

void
noob_batch_reader_tell (NoobBatchReader    *self,
                        NoobScheduler      *scheduler,
                        const char *const  *names)
{
  NoobSorter *sorter = noob_scheduler_get_sorter (scheduler);
  guint node = noob_sorter_get_node (sorter, self->node_id);

  for (gsize i = 0; i < self->n_events;)
    {
      const NoobWireEvent *first = &self->events[i];
      NoobRun *run = noob_run_new (node, noob_batch_reader_get_run_epoch (self, first));

      for (; i < self->n_events && self->events[i].root == first->root &&
             self->events[i].run_epoch == first->run_epoch;
           i++)
        {
          const NoobWireEvent *wire = &self->events[i];
          guint signal = noob_sorter_get_signal (sorter, node, names[wire->signal]);

          if (signal != NOOB_SORTER_NONE)
            noob_run_add (run, signal, noob_batch_reader_get_epoch (self, wire), wire->type != 0);
        }

      noob_scheduler_take_run (scheduler, run);
    }
}
