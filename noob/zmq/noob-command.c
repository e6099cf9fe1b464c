/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-command-private.h"

#include "core/noob-codec.h"
#include "core/noob-error.h"
#include "zmq/noob-wire-private.h"

#define COMMAND_TYPE "(yttatas)"

static GPtrArray *
write_command (NoobCommandKind     kind,
               guint64             first,
               guint64             limit,
               const guint64      *numbers,
               gsize               n_numbers,
               const char *const  *names,
               guint               n_names)
{
  GPtrArray *frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  GVariant *command = g_variant_new (
    "(ytt@at@as)", (guint8) kind, first, limit,
    g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, numbers, n_numbers, sizeof (guint64)),
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
noob_command_write_stop (guint64 count)
{
  return write_command (NOOB_COMMAND_STOP, count, 0, NULL, 0, NULL, 0);
}

GPtrArray *
noob_command_write_epoch_ended (const guint64 *roots,
                                gsize          n_roots)
{
  return write_command (NOOB_COMMAND_EPOCH_ENDED, 0, 0, roots, n_roots, NULL, 0);
}

GPtrArray *
noob_command_write_epoch_counted (guint64        root,
                                  const guint64 *counts,
                                  gsize          n_counts)
{
  return write_command (NOOB_COMMAND_EPOCH_COUNTED, root, 0, counts, n_counts, NULL, 0);
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
      /* What decodes it checks what it reads; to check each byte of an array takes long. */
      g_autoptr (GVariant) boxed = noob_wire_peek_variant (frames, first + i, "v", error);
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
  g_autoptr (GVariant) numbers = NULL;
  g_auto (GStrv) names = NULL;
  const guint64 *array;
  gsize n_numbers;
  guint8 kind;

  *command = (NoobCommand) { 0, };
  if (header == NULL)
    return FALSE;

  g_variant_get (header, "(ytt@at^as)", &kind, &command->first, &command->limit, &numbers, &names);
  command->kind = kind;
  array = g_variant_get_fixed_array (numbers, &n_numbers, sizeof (guint64));
  command->numbers = g_array_sized_new (FALSE, FALSE, sizeof (guint64), (guint) n_numbers);
  if (n_numbers > 0)
    g_array_append_vals (command->numbers, array, (guint) n_numbers);

  if (kind < NOOB_COMMAND_PROCESS || kind > NOOB_COMMAND_EPOCH_COUNTED)
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "command %u is not known", kind);
  else if (kind != NOOB_COMMAND_PROCESS || read_inputs (frames, first + 1, names, command, error))
    return TRUE;

  noob_command_clear (command);

  return FALSE;
}

void
noob_command_clear (NoobCommand *self)
{
  g_clear_pointer (&self->numbers, g_array_unref);
  g_clear_pointer (&self->inputs, noob_record_unref);
}

NoobMessageType
noob_command_get_message_type (const NoobCommand *self)
{
  static const NoobMessageType types[] = {
    [NOOB_COMMAND_PROCESS] = NOOB_MESSAGE_PROCESS,
    [NOOB_COMMAND_START] = NOOB_MESSAGE_START,
    [NOOB_COMMAND_EPOCH_ENDED] = NOOB_MESSAGE_EPOCH_ENDED,
    [NOOB_COMMAND_STOP] = NOOB_MESSAGE_STOP,
    [NOOB_COMMAND_EPOCH_COUNTED] = NOOB_MESSAGE_EPOCH_ENDED,
  };

  return types[self->kind];
}

static NoobList *
numbers_to_list (GArray *numbers)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (GValue));

  for (guint i = 0; i < numbers->len; i++)
    {
      GValue value = G_VALUE_INIT;

      g_value_init (&value, G_TYPE_INT64);
      g_value_set_int64 (&value, (gint64) g_array_index (numbers, guint64, i));
      g_array_append_val (values, value);
    }

  return noob_list_new_take (values);
}

NoobRecord *
noob_command_to_record (const NoobCommand *self)
{
  NoobRecord *record = noob_record_new ();

  if (self->kind == NOOB_COMMAND_PROCESS)
    {
      noob_record_set_int64 (record, "root", (gint64) self->first);
      noob_record_take_record (record, "inputs", noob_record_ref (self->inputs));
    }
  else if (self->kind == NOOB_COMMAND_START)
    {
      noob_record_set_int64 (record, "first", (gint64) self->first);
      noob_record_set_int64 (record, "limit", (gint64) self->limit);
    }
  else if (self->kind == NOOB_COMMAND_EPOCH_ENDED)
    {
      noob_record_take_list (record, "roots", numbers_to_list (self->numbers));
    }
  else if (self->kind == NOOB_COMMAND_EPOCH_COUNTED)
    {
      noob_record_set_int64 (record, "root", (gint64) self->first);
      noob_record_take_list (record, "counts", numbers_to_list (self->numbers));
    }

  return record;
}
