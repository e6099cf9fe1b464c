/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The nodes of random tubes. What they emit, or whether, depends on their `salt` and on what they
 * get, and for those with a state on what they got before; never on time, chance, or order. */

#include <noob.h>

#include "../value-text.h"

/* A number below 2^31. */
static gint64
hash (gint64      salt,
      NoobRecord *inputs)
{
  static const char *const slots[] = { "a", "b", "c" };
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%" G_GINT64_FORMAT, salt);
  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    if (noob_record_has (inputs, slots[i]))
      {
        g_string_append_printf (text, " %s=", slots[i]);
        value_text_append (text, noob_record_get_value (inputs, slots[i]));
      }

  return g_str_hash (text->str) >> 1;
}

static gboolean
hash_inputs (NoobRecord  *inputs,
             gint64      *hashed,
             GError     **error)
{
  gint64 salt;

  if (!noob_record_get (inputs, error, "salt", G_TYPE_INT64, &salt, NULL))
    return FALSE;

  *hashed = hash (salt, inputs);

  return TRUE;
}

static gboolean
mix (gpointer     state,
     NoobRecord  *inputs,
     NoobRecord  *outputs,
     GError     **error)
{
  gint64 hashed;

  if (!hash_inputs (inputs, &hashed, error))
    return FALSE;

  noob_record_set_int64 (outputs, "value", hashed % 1000);

  return TRUE;
}

NOOB_FUNCTION (mix, "a, b?, c?, salt=")

/* Mixes whatever there is, even nothing. */
static gboolean
any (gpointer     state,
     NoobRecord  *inputs,
     NoobRecord  *outputs,
     GError     **error)
{
  return mix (state, inputs, outputs, error);
}

NOOB_FUNCTION (any, "a?, b?, c?, salt=")

/* Emits from both signals, one of them, or none. */
static gboolean
maybe (gpointer     state,
       NoobRecord  *inputs,
       NoobRecord  *outputs,
       GError     **error)
{
  gint64 hashed;

  if (!hash_inputs (inputs, &hashed, error))
    return FALSE;

  if (hashed % 3 != 0)
    noob_record_set_int64 (outputs, "value", hashed % 1000);
  if (hashed % 5 > 1)
    noob_record_set_null (outputs, "other");

  return TRUE;
}

NOOB_FUNCTION (maybe, "a, b?, c?, salt= -> value, other")

/* A list of up to three numbers. */
static gboolean
items (gpointer     state,
       NoobRecord  *inputs,
       NoobRecord  *outputs,
       GError     **error)
{
  g_autoptr (GArray) values = g_array_new (FALSE, TRUE, sizeof (GValue));
  gint64 hashed;

  if (!hash_inputs (inputs, &hashed, error))
    return FALSE;

  g_array_set_size (values, hashed % 4);
  for (guint i = 0; i < values->len; i++)
    {
      g_value_init (&g_array_index (values, GValue, i), G_TYPE_INT64);
      g_value_set_int64 (&g_array_index (values, GValue, i), (hashed >> i) % 100);
    }
  noob_record_take_list (outputs, "value", noob_list_new_take (g_steal_pointer (&values)));

  return TRUE;
}

NOOB_FUNCTION (items, "a, b?, c?, salt=")

static gpointer
tally_open (NoobRecord  *params,
            GError     **error)
{
  return g_new0 (gint64, 1);
}

static void
tally_close (gpointer state)
{
  g_free (state);
}

/* Mixes in all that it has ever got. */
static gboolean
tally (gpointer     state,
       NoobRecord  *inputs,
       NoobRecord  *outputs,
       GError     **error)
{
  gint64 *sum = state;
  gint64 hashed;

  if (!hash_inputs (inputs, &hashed, error))
    return FALSE;

  *sum = (*sum * 31 + hashed) % 1000003;
  noob_record_set_int64 (outputs, "value", *sum);

  return TRUE;
}

NOOB_STATEFUL_FUNCTION (tally, "a, b?, c?, salt=")

#define source_open tally_open
#define source_close tally_close

/* Counts its calls, and emits a hash of the count three times out of four. */
static gboolean
source (gpointer     state,
        NoobRecord  *inputs,
        NoobRecord  *outputs,
        GError     **error)
{
  gint64 *count = state;
  gint64 hashed;

  if (!hash_inputs (inputs, &hashed, error))
    return FALSE;

  (*count)++;
  hashed = (hashed ^ (*count * 2654435761)) % 1000003;
  if (hashed % 4 != 0)
    noob_record_set_int64 (outputs, "value", hashed);

  return TRUE;
}

NOOB_STATEFUL_FUNCTION (source, "a?, b?, c?, salt=")
