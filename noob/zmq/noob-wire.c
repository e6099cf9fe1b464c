/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-wire-private.h"

#include <string.h>

#include "core/noob-codec.h"
#include "core/noob-error.h"
#include "core/noob-event-private.h"
#include "graph/noob-scheduler-private.h"

#define HEADER_TYPE "(sa(ttxuuqqu)aa(st)as)"
#define COMMAND_TYPE "(yttatas)"
#define MAX_DEPTH 64

G_STATIC_ASSERT (sizeof (NoobWireEvent) == 40);

GBytes *
noob_topic_new (const char *text)
{
  return g_bytes_new (text, strlen (text) + 1);
}

GBytes *
noob_topic_new_for_signal (const char *node_id,
                           const char *signal)
{
  g_autofree char *text = g_strconcat ("s/", node_id, "/", signal, NULL);

  return noob_topic_new (text);
}

GBytes *
noob_topic_new_for_hello (const char *node_id,
                          guint       count)
{
  g_autofree char *text = g_strdup_printf ("p/%s/%u", node_id, count);

  return noob_topic_new (text);
}

GBytes *
noob_wire_write_variant (GVariant *variant)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (variant);

  return g_variant_get_data_as_bytes (sunk);
}

GVariant *
noob_wire_read_variant (NoobFrames  *frames,
                        guint        index,
                        const char  *type,
                        GError     **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GVariant) variant = NULL;

  if (index >= noob_frames_get_length (frames))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "frame %u is missing", index);
      return NULL;
    }

  bytes = noob_frames_get_bytes (frames, index);
  variant = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (type), bytes, FALSE));
  if (!g_variant_is_normal_form (variant))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "frame %u is not a %s", index, type);
      return NULL;
    }

  return g_steal_pointer (&variant);
}

/* Paths: the segments of a subepoch. */

static GVariant *
path_new (NoobEpoch *epoch)
{
  g_autoptr (GPtrArray) segments = g_ptr_array_new ();

  for (; noob_epoch_get_parent (epoch) != NULL; epoch = noob_epoch_get_parent (epoch))
    g_ptr_array_add (segments, g_variant_new ("(st)", noob_epoch_get_leaf_node (epoch),
                                              noob_epoch_get_leaf_index (epoch)));

  /* They were collected leaf first. */
  for (guint i = 0; i < segments->len / 2; i++)
    {
      gpointer swap = segments->pdata[i];

      segments->pdata[i] = segments->pdata[segments->len - 1 - i];
      segments->pdata[segments->len - 1 - i] = swap;
    }

  return g_variant_new_array (G_VARIANT_TYPE ("(st)"), (GVariant **) segments->pdata, segments->len);
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

/* Writing a batch. */

struct _NoobBatchWriter
{
  char      *node_id;
  GArray    *events;   /* of NoobWireEvent */
  GByteArray *small;
  GPtrArray *large;    /* of GBytes */
  GPtrArray *paths;    /* of GVariant */
  GPtrArray *types;    /* of char * */
  NoobEpoch *last_epochs[2]; /* of calls, and of events */
  guint32    last_paths[2];
  gsize      size;
};

static void
reset_writer (NoobBatchWriter *self)
{
  g_array_set_size (self->events, 0);
  g_byte_array_set_size (self->small, 0);
  g_ptr_array_set_size (self->large, 0);
  g_clear_pointer (&self->last_epochs[0], noob_epoch_unref);
  g_clear_pointer (&self->last_epochs[1], noob_epoch_unref);
  g_ptr_array_set_size (self->paths, 0);
  g_ptr_array_set_size (self->types, 0);
  self->size = 0;
}

NoobBatchWriter *
noob_batch_writer_new (const char *node_id)
{
  NoobBatchWriter *self = g_new0 (NoobBatchWriter, 1);

  self->node_id = g_strdup (node_id);
  self->events = g_array_new (FALSE, TRUE, sizeof (NoobWireEvent));
  self->small = g_byte_array_new ();
  self->large = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->paths = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  self->types = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
noob_batch_writer_free (NoobBatchWriter *self)
{
  g_free (self->node_id);
  g_array_unref (self->events);
  g_byte_array_unref (self->small);
  g_ptr_array_unref (self->large);
  g_ptr_array_unref (self->paths);
  g_ptr_array_unref (self->types);
  g_clear_pointer (&self->last_epochs[0], noob_epoch_unref);
  g_clear_pointer (&self->last_epochs[1], noob_epoch_unref);
  g_free (self);
}

gboolean
noob_batch_writer_is_empty (NoobBatchWriter *self)
{
  return self->events->len == 0;
}

gsize
noob_batch_writer_get_size (NoobBatchWriter *self)
{
  return self->size;
}

/* Calls and events are numbered apart, since all events of a call have to have the same number for it. */
static guint32
number_path (NoobBatchWriter *self,
             NoobEpoch       *epoch,
             guint            kind)
{
  if (noob_epoch_get_depth (epoch) == 0)
    return 0;

  if (self->last_epochs[kind] != NULL && noob_epoch_equal (self->last_epochs[kind], epoch))
    return self->last_paths[kind];

  g_ptr_array_add (self->paths, g_variant_ref_sink (path_new (epoch)));
  g_clear_pointer (&self->last_epochs[kind], noob_epoch_unref);
  self->last_epochs[kind] = noob_epoch_ref (epoch);
  self->last_paths[kind] = self->paths->len;

  return self->last_paths[kind];
}

static guint16
number_type (NoobBatchWriter *self,
             const char      *type)
{
  for (guint i = 0; i < self->types->len; i++)
    if (g_str_equal (self->types->pdata[i], type))
      return (guint16) (i + 1);

  g_ptr_array_add (self->types, g_strdup (type));

  return (guint16) self->types->len;
}

static void
add_payload (NoobBatchWriter *self,
             NoobWireEvent   *wire,
             GVariant        *payload)
{
  static const guint8 padding[8];
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (payload);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  wire->type = number_type (self, g_variant_get_type_string (payload));
  self->size += size;

  if (size >= NOOB_WIRE_LARGE)
    {
      wire->size = NOOB_WIRE_LARGE;
      g_ptr_array_add (self->large, g_steal_pointer (&bytes));
      return;
    }

  /* Each value is aligned as a GVariant has to be. */
  wire->size = (guint32) size;
  g_byte_array_append (self->small, data, (guint) size);
  g_byte_array_append (self->small, padding, (guint) (-size & 7));
}

void
noob_batch_writer_add (NoobBatchWriter *self,
                       NoobEpoch       *run_epoch,
                       guint            signal,
                       NoobEvent       *event,
                       GVariant        *payload)
{
  NoobWireEvent wire = {
    .root = noob_epoch_get_root (run_epoch),
    .id = noob_event_get_id (event),
    .timestamp = noob_event_get_timestamp (event),
    .signal = (guint16) signal,
  };

  wire.run_path = number_path (self, run_epoch, 0);
  wire.path = number_path (self, noob_event_get_epoch (event), 1);

  if (payload != NULL)
    add_payload (self, &wire, payload);
  else if (noob_event_has_value (event))
    wire.type = number_type (self, "");

  self->size += sizeof (NoobWireEvent);
  g_array_append_val (self->events, wire);
}

GPtrArray *
noob_batch_writer_finish (NoobBatchWriter *self,
                          gboolean         has_payloads)
{
  GPtrArray *frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  GVariant *header = g_variant_new (
    "(s@a(ttxuuqqu)@aa(st)@as)", self->node_id,
    g_variant_new_fixed_array (G_VARIANT_TYPE ("(ttxuuqqu)"), self->events->data, self->events->len,
                               sizeof (NoobWireEvent)),
    g_variant_new_array (G_VARIANT_TYPE ("a(st)"), (GVariant **) self->paths->pdata,
                         self->paths->len),
    g_variant_new_strv ((const char *const *) self->types->pdata, (gssize) self->types->len));

  g_ptr_array_add (frames, noob_wire_write_variant (header));
  if (has_payloads)
    g_ptr_array_add (frames, g_bytes_new (self->small->data, self->small->len));
  for (guint i = 0; i < self->large->len; i++)
    g_ptr_array_add (frames, g_bytes_ref (self->large->pdata[i]));

  reset_writer (self);

  return frames;
}

/* Reading a batch. */

static gboolean
check_path (GVariant *path)
{
  if (g_variant_n_children (path) == 0 || g_variant_n_children (path) > MAX_DEPTH)
    return FALSE;

  for (gsize i = 0; i < g_variant_n_children (path); i++)
    {
      const char *node_id;
      guint64 index;

      /* Only names that are in use already are known to be ids of nodes; others must not fill memory. */
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
  self->header = noob_wire_read_variant (frames, first, HEADER_TYPE, error);
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

/* Commands. */

static GPtrArray *
write_command (NoobCommandKind     kind,
               guint64             first,
               guint64             limit,
               const guint64      *roots,
               gsize               n_roots,
               const char *const  *names,
               guint               n_names)
{
  GPtrArray *frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  GVariant *command = g_variant_new (
    "(ytt@at@as)", (guint8) kind, first, limit,
    g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, roots, n_roots, sizeof (guint64)),
    g_variant_new_strv (names, (gssize) n_names));

  g_ptr_array_add (frames, noob_wire_write_variant (command));

  return frames;
}

GPtrArray *
noob_command_write_process (guint64      root,
                            NoobRecord  *inputs,
                            GError     **error)
{
  g_auto (GStrv) names = noob_record_get_names (inputs);
  g_autoptr (GPtrArray) frames =
    write_command (NOOB_COMMAND_PROCESS, root, 0, NULL, 0, (const char *const *) names,
                   noob_record_get_size (inputs));

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GVariant) payload =
        noob_codec_encode (noob_record_get_value (inputs, names[i]), error);

      if (payload == NULL)
        {
          g_prefix_error (error, "input \"%s\": ", names[i]);
          return NULL;
        }
      g_ptr_array_add (frames, noob_wire_write_variant (g_variant_new_variant (payload)));
    }

  return g_steal_pointer (&frames);
}

GPtrArray *
noob_command_write_start (guint64 first,
                          guint64 limit)
{
  return write_command (NOOB_COMMAND_START, first, limit, NULL, 0, NULL, 0);
}

GPtrArray *
noob_command_write_stop (void)
{
  return write_command (NOOB_COMMAND_STOP, 0, 0, NULL, 0, NULL, 0);
}

GPtrArray *
noob_command_write_epoch_ended (const guint64 *roots,
                                gsize          n_roots)
{
  return write_command (NOOB_COMMAND_EPOCH_ENDED, 0, 0, roots, n_roots, NULL, 0);
}

static gboolean
read_inputs (NoobFrames          *frames,
             guint                first,
             char               **names,
             NoobCommand         *command,
             GError             **error)
{
  command->inputs = noob_record_new ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GVariant) boxed = noob_wire_read_variant (frames, first + i, "v", error);
      g_autoptr (GVariant) payload = NULL;
      GValue value = G_VALUE_INIT;

      if (boxed == NULL)
        return FALSE;

      payload = g_variant_get_variant (boxed);
      if (!noob_codec_decode (payload, &value, error))
        {
          g_value_unset (&value);
          return FALSE;
        }
      noob_record_take_value (command->inputs, names[i], &value);
    }

  return TRUE;
}

gboolean
noob_command_read (NoobFrames   *frames,
                   guint         first,
                   NoobCommand  *command,
                   GError      **error)
{
  g_autoptr (GVariant) header = noob_wire_read_variant (frames, first, COMMAND_TYPE, error);
  g_autoptr (GVariant) roots = NULL;
  g_auto (GStrv) names = NULL;
  const guint64 *numbers;
  gsize n_roots;
  guint8 kind;

  *command = (NoobCommand) { 0, };
  if (header == NULL)
    return FALSE;

  g_variant_get (header, "(ytt@at^as)", &kind, &command->first, &command->limit, &roots, &names);
  command->kind = kind;
  numbers = g_variant_get_fixed_array (roots, &n_roots, sizeof (guint64));
  command->roots = g_array_sized_new (FALSE, FALSE, sizeof (guint64), (guint) n_roots);
  if (n_roots > 0)
    g_array_append_vals (command->roots, numbers, (guint) n_roots);

  if (kind < NOOB_COMMAND_PROCESS || kind > NOOB_COMMAND_STOP)
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "command %u is not known", kind);
  else if (kind != NOOB_COMMAND_PROCESS || read_inputs (frames, first + 1, names, command, error))
    return TRUE;

  noob_command_clear (command);

  return FALSE;
}

void
noob_command_clear (NoobCommand *self)
{
  g_clear_pointer (&self->roots, g_array_unref);
  g_clear_pointer (&self->inputs, noob_record_unref);
}
