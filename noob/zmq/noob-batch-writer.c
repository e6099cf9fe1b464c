/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-batch-private.h"

#include "zmq/noob-wire-private.h"

G_STATIC_ASSERT (sizeof (NoobWireEvent) == 40);

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

  return g_variant_new_array (G_VARIANT_TYPE ("(st)"), (GVariant **) segments->pdata,
                              segments->len);
}

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

/* Calls and events are numbered apart, since all events of a call have to have the same number for
 * it. */
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
