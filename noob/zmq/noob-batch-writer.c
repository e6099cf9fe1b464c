/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-batch-private.h"

#include "zmq/noob-wire-private.h"

/* They are laid out as GVariant lays them out. */
G_STATIC_ASSERT (sizeof (NoobWireEvent) == 40);
G_STATIC_ASSERT (sizeof (NoobWireEpoch) == 24);

/* An epoch that has a number already. */
typedef struct
{
  NoobEpoch *epoch;
  guint32    number;
} Numbered;

struct _NoobBatchWriter
{
  char       *node_id;
  GArray     *events;   /* of NoobWireEvent */
  GArray     *epochs;   /* of NoobWireEpoch */
  GPtrArray  *openers;  /* interned */
  GPtrArray  *types;    /* of char * */
  GByteArray *small;
  GPtrArray  *large;    /* of GBytes */
  GArray     *numbered; /* of Numbered: the last one of each depth */
  gsize       size;
};

static void
numbered_clear (gpointer data)
{
  g_clear_pointer (&((Numbered *) data)->epoch, noob_epoch_unref);
}

static void
reset_writer (NoobBatchWriter *self)
{
  g_array_set_size (self->events, 0);
  g_array_set_size (self->epochs, 0);
  g_ptr_array_set_size (self->openers, 0);
  g_ptr_array_set_size (self->types, 0);
  g_byte_array_set_size (self->small, 0);
  g_ptr_array_set_size (self->large, 0);
  g_array_set_size (self->numbered, 0);
  self->size = 0;
}

NoobBatchWriter *
noob_batch_writer_new (const char *node_id)
{
  NoobBatchWriter *self = g_new0 (NoobBatchWriter, 1);

  self->node_id = g_strdup (node_id);
  self->events = g_array_new (FALSE, FALSE, sizeof (NoobWireEvent));
  self->epochs = g_array_new (FALSE, FALSE, sizeof (NoobWireEpoch));
  self->openers = g_ptr_array_new ();
  self->types = g_ptr_array_new_with_free_func (g_free);
  self->small = g_byte_array_new ();
  self->large = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->numbered = g_array_new (FALSE, TRUE, sizeof (Numbered));
  g_array_set_clear_func (self->numbered, numbered_clear);

  return self;
}

void
noob_batch_writer_free (NoobBatchWriter *self)
{
  g_free (self->node_id);
  g_array_unref (self->events);
  g_array_unref (self->epochs);
  g_ptr_array_unref (self->openers);
  g_ptr_array_unref (self->types);
  g_byte_array_unref (self->small);
  g_ptr_array_unref (self->large);
  g_array_unref (self->numbered);
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

static guint32
number_opener (NoobBatchWriter *self,
               const char      *node_id)
{
  guint place;

  if (!g_ptr_array_find (self->openers, node_id, &place))
    {
      place = self->openers->len;
      g_ptr_array_add (self->openers, (gpointer) node_id);
    }

  return place;
}

/* The events of one call are in its epoch, in its parents, or in its children: so the last epoch of
 * each depth is all there is to remember for them to share a number. */
static guint32
number_epoch (NoobBatchWriter *self,
              NoobEpoch       *epoch)
{
  guint depth = noob_epoch_get_depth (epoch);
  NoobWireEpoch wire = { .root = noob_epoch_get_root (epoch) };
  Numbered *numbered;

  if (depth == 0)
    return 0;

  if (self->numbered->len < depth)
    g_array_set_size (self->numbered, depth);
  numbered = &g_array_index (self->numbered, Numbered, depth - 1);
  if (numbered->epoch != NULL && noob_epoch_equal (numbered->epoch, epoch))
    return numbered->number;

  wire.parent = number_epoch (self, noob_epoch_get_parent (epoch));
  wire.opener = number_opener (self, noob_epoch_get_leaf_node (epoch));
  wire.index = noob_epoch_get_leaf_index (epoch);
  g_array_append_val (self->epochs, wire);

  g_clear_pointer (&numbered->epoch, noob_epoch_unref);
  numbered->epoch = noob_epoch_ref (epoch);
  numbered->number = self->epochs->len;

  return numbered->number;
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

  wire.run_epoch = number_epoch (self, run_epoch);
  wire.epoch = number_epoch (self, noob_event_get_epoch (event));

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
    "(s@a(ttxuuqqu)@a(ttuu)@as@as)", self->node_id,
    g_variant_new_fixed_array (G_VARIANT_TYPE ("(ttxuuqqu)"), self->events->data, self->events->len,
                               sizeof (NoobWireEvent)),
    g_variant_new_fixed_array (G_VARIANT_TYPE ("(ttuu)"), self->epochs->data, self->epochs->len,
                               sizeof (NoobWireEpoch)),
    g_variant_new_strv ((const char *const *) self->openers->pdata, self->openers->len),
    g_variant_new_strv ((const char *const *) self->types->pdata, self->types->len));

  g_ptr_array_add (frames, noob_wire_write_variant (header));
  if (has_payloads)
    g_ptr_array_add (frames, g_bytes_new (self->small->data, self->small->len));
  for (guint i = 0; i < self->large->len; i++)
    g_ptr_array_add (frames, g_bytes_ref (self->large->pdata[i]));

  reset_writer (self);

  return frames;
}
