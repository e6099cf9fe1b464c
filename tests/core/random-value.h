/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-record.h"

/* Random values for round trips, drawn from GLib's test seed, which every test run prints. */

typedef enum
{
  RANDOM_NULL,
  RANDOM_BOOLEAN,
  RANDOM_INTEGER,
  RANDOM_REAL,
  RANDOM_STRING,
  RANDOM_LIST,
  RANDOM_RECORD,
  N_RANDOM_JSON_KINDS,

  /* Those below have no form in JSON. */
  RANDOM_BYTES = N_RANDOM_JSON_KINDS,
  RANDOM_STRINGS,
  RANDOM_TIME,
  RANDOM_VARIANT,
  RANDOM_BIG_INTEGER,
  N_RANDOM_KINDS,
} RandomKind;

static inline gint64
random_int64 (void)
{
  guint64 high = (guint32) g_test_rand_int ();
  gint64 wide = (gint64) (high << 32 | (guint32) g_test_rand_int ());

  return wide >> g_test_rand_int_range (0, 63);
}

static inline char *
random_string (void)
{
  static const gunichar characters[] = { 'a', 'Z', '"', '\\', '/', '\n', 1, 0x7f, 0xe9, 0x20ac,
                                         0x1f600 };
  GString *text = g_string_new (NULL);

  for (int i = g_test_rand_int_range (0, 6); i > 0; i--)
    g_string_append_unichar (
        text, characters[g_test_rand_int_range (0, G_N_ELEMENTS (characters))]);

  return g_string_free (text, FALSE);
}

static inline void random_value (GValue *value, guint n_kinds, guint depth);

static inline NoobList *
random_list (guint n_kinds,
             guint depth)
{
  guint length = g_test_rand_int_range (0, 5);
  GArray *values = g_array_new (FALSE, TRUE, sizeof (GValue));

  g_array_set_size (values, length);
  for (guint i = 0; i < length; i++)
    random_value (&g_array_index (values, GValue, i), n_kinds, depth);

  return noob_list_new_take (values);
}

static inline NoobRecord *
random_record (guint n_kinds,
               guint depth)
{
  NoobRecord *record = noob_record_new ();

  for (int i = g_test_rand_int_range (0, 30); i > 0; i -= g_test_rand_int_range (1, 10))
    {
      GValue value = G_VALUE_INIT;
      g_autofree char *suffix = random_string ();
      g_autofree char *name = g_strdup_printf ("%d%s", i, suffix);

      random_value (&value, n_kinds, depth);
      noob_record_take_value (record, name, &value);
    }

  return record;
}

static inline void
random_value (GValue *value,
              guint   n_kinds,
              guint   depth)
{
  static const char data[] = "some bytes";
  static const char *const strings[] = { "a", "", "\xc3\xa9", NULL };

  switch ((RandomKind) g_test_rand_int_range (0, n_kinds))
    {
    case RANDOM_BOOLEAN:
      g_value_init (value, G_TYPE_BOOLEAN);
      g_value_set_boolean (value, g_test_rand_bit ());
      return;
    case RANDOM_INTEGER:
      g_value_init (value, G_TYPE_INT64);
      g_value_set_int64 (value, random_int64 ());
      return;
    case RANDOM_REAL:
      g_value_init (value, G_TYPE_DOUBLE);
      g_value_set_double (value, g_test_rand_bit () ? g_test_rand_double_range (-1e300, 1e300)
                                                    : g_test_rand_int_range (-5, 5));
      return;
    case RANDOM_STRING:
      g_value_init (value, G_TYPE_STRING);
      g_value_take_string (value, random_string ());
      return;
    case RANDOM_LIST:
      g_value_init (value, NOOB_TYPE_LIST);
      g_value_take_boxed (value, random_list (depth > 0 ? n_kinds : RANDOM_STRING, depth - 1));
      return;
    case RANDOM_RECORD:
      g_value_init (value, NOOB_TYPE_RECORD);
      g_value_take_boxed (value, random_record (depth > 0 ? n_kinds : RANDOM_STRING, depth - 1));
      return;
    case RANDOM_BYTES:
      g_value_init (value, G_TYPE_BYTES);
      g_value_take_boxed (value, g_bytes_new_static (data, g_test_rand_int_range (0, 10)));
      return;
    case RANDOM_STRINGS:
      g_value_init (value, G_TYPE_STRV);
      g_value_set_boxed (value, strings + g_test_rand_int_range (0, 4));
      return;
    case RANDOM_TIME:
      g_value_init (value, G_TYPE_DATE_TIME);
      g_value_take_boxed (value, g_date_time_new_from_unix_utc (g_test_rand_int ()));
      return;
    case RANDOM_VARIANT:
      g_value_init (value, G_TYPE_VARIANT);
      g_value_set_variant (value, g_variant_new ("(is)", g_test_rand_int (), "x"));
      return;
    case RANDOM_BIG_INTEGER:
      g_value_init (value, G_TYPE_UINT64);
      g_value_set_uint64 (value, G_MAXUINT64 - (guint32) g_test_rand_int ());
      return;
    case RANDOM_NULL:
    default:
      noob_value_set_null (value);
      return;
    }
}
