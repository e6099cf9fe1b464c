/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* A byte changed, bytes cut off, or a byte added. */
static inline void
damage (GByteArray *bytes,
        GRand      *random)
{
  guint8 byte = (guint8) g_rand_int (random);
  gint32 place = bytes->len > 0 ? g_rand_int_range (random, 0, (gint32) bytes->len) : 0;

  switch (bytes->len > 0 ? g_rand_int_range (random, 0, 3) : 2)
    {
    case 0:
      bytes->data[place] = byte;
      break;
    case 1:
      g_byte_array_set_size (bytes, (guint) place);
      break;
    default:
      g_byte_array_append (bytes, &byte, 1);
    }
}

/* @parts, one of which is damaged, in up to three places. */
static inline GPtrArray *
damage_parts (GPtrArray *parts,
              GRand     *random)
{
  GPtrArray *damaged = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  guint victim = (guint) g_rand_int_range (random, 0, (gint32) parts->len);

  for (guint i = 0; i < parts->len; i++)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (parts->pdata[i], &size);
      g_autoptr (GByteArray) copy = g_byte_array_new ();

      g_byte_array_append (copy, data, (guint) size);
      if (i == victim)
        for (gint32 n = g_rand_int_range (random, 1, 4); n > 0; n--)
          damage (copy, random);
      g_ptr_array_add (damaged, g_byte_array_free_to_bytes (g_steal_pointer (&copy)));
    }

  return damaged;
}
