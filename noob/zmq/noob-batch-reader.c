/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-batch-private.h"

#include "core/noob-codec.h"
#include "core/noob-error.h"
#include "core/noob-event-private.h"
#include "graph/noob-scheduler-private.h"
#include "zmq/noob-wire-private.h"

#define MAX_DEPTH 64

static gboolean
check_path (GVariant *path)
{
  if (g_variant_n_children (path) == 0 || g_variant_n_children (path) > MAX_DEPTH)
    return FALSE;

  for (gsize i = 0; i < g_variant_n_children (path); i++)
    {
      const char *node_id;
      guint64 index;

      /* Only names that are in use already are known to be ids of nodes; others must not fill
       * memory. */
      g_variant_get_child (path, i, "(&st)", &node_id, &index);
      if (g_quark_try_string (node_id) == 0)
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_tables (NoobBatchReader *self)
{
  g_autoptr (GVariant) paths = g_variant_get_child_value (self->header, 2);
  g_autoptr (GVariant) types = g_variant_get_child_value (self->header, 3);

  self->paths = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  for (gsize i = 0; i < g_variant_n_children (paths); i++)
    {
      g_ptr_array_add (self->paths, g_variant_get_child_value (paths, i));
      if (!check_path (self->paths->pdata[i]))
        return FALSE;
    }

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

      if (event->path > self->paths->len || event->run_path > self->paths->len ||
          event->type > self->types->len)
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
  self->header = noob_wire_read_variant (frames, first, NOOB_BATCH_HEADER_TYPE, error);
  if (self->header == NULL)
    return FALSE;

  g_variant_get_child (self->header, 0, "&s", &self->node_id);
  events = g_variant_get_child_value (self->header, 1);
  self->events = g_variant_get_fixed_array (events, &self->n_events, sizeof (NoobWireEvent));

  if (read_tables (self) && check_events (self, has_payloads))
    return TRUE;

  g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "the header contradicts itself");
  noob_batch_reader_clear (self);

  return FALSE;
}

void
noob_batch_reader_clear (NoobBatchReader *self)
{
  g_clear_pointer (&self->header, g_variant_unref);
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  g_clear_pointer (&self->types, g_ptr_array_unref);
  g_clear_pointer (&self->small, g_bytes_unref);
}

static NoobEpoch *
epoch_from_path (guint64   root,
                 GVariant *path)
{
  NoobEpoch *epoch = noob_epoch_new (root);
  gsize depth = path != NULL ? g_variant_n_children (path) : 0;

  for (gsize i = 0; i < depth; i++)
    {
      g_autoptr (NoobEpoch) parent = epoch;
      const char *node_id;
      guint64 index;

      g_variant_get_child (path, i, "(&st)", &node_id, &index);
      epoch = noob_epoch_child (parent, node_id, index);
    }

  return epoch;
}

static NoobEpoch *
get_epoch (NoobBatchReader *self,
           guint64          root,
           guint32          path)
{
  return epoch_from_path (root, path > 0 ? self->paths->pdata[path - 1] : NULL);
}

NoobEpoch *
noob_batch_reader_get_epoch (NoobBatchReader     *self,
                             const NoobWireEvent *event)
{
  return get_epoch (self, event->root, event->path);
}

NoobEpoch *
noob_batch_reader_get_run_epoch (NoobBatchReader     *self,
                                 const NoobWireEvent *event)
{
  return get_epoch (self, event->root, event->run_path);
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
  g_autoptr (NoobEpoch) epoch = noob_batch_reader_get_epoch (self, wire);
  GValue value = G_VALUE_INIT;

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
      g_autoptr (NoobEpoch) run_epoch = noob_batch_reader_get_run_epoch (self, first);
      NoobRun *run = noob_run_new (node, run_epoch);

      for (; i < self->n_events && self->events[i].root == first->root &&
             self->events[i].run_path == first->run_path;
           i++)
        {
          const NoobWireEvent *wire = &self->events[i];
          g_autoptr (NoobEpoch) epoch = noob_batch_reader_get_epoch (self, wire);
          guint signal = noob_sorter_get_signal (sorter, node, names[wire->signal]);

          if (signal != NOOB_SORTER_NONE)
            noob_run_add (run, signal, epoch, wire->type != 0);
        }

      noob_scheduler_take_run (scheduler, run);
    }
}
