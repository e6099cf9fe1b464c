/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What it costs to make values ready for another process and to read them there, in time of the
 * processor. Bytes should cost the same whatever their size. */

#include <noob.h>
#include <time.h>

#include "bench-report.h"

#define N_TIMES 100000

static void
make_integer (GValue *value)
{
  g_value_init (value, G_TYPE_INT64);
  g_value_set_int64 (value, 42);
}

static void
make_string (GValue *value)
{
  g_value_init (value, G_TYPE_STRING);
  g_value_set_string (value, "a string of thirty-two characters");
}

static void
make_bytes (GValue *value)
{
  g_value_init (value, G_TYPE_BYTES);
  g_value_take_boxed (value, g_bytes_new_take (g_malloc0 (64), 64));
}

static void
make_many_bytes (GValue *value)
{
  gsize size = 1024 * 1024;

  g_value_init (value, G_TYPE_BYTES);
  g_value_take_boxed (value, g_bytes_new_take (g_malloc0 (size), size));
}

static void
make_list (GValue *value)
{
  GArray *items = g_array_new (FALSE, TRUE, sizeof (GValue));

  g_array_set_size (items, 100);
  for (guint i = 0; i < items->len; i++)
    {
      GValue *item = &g_array_index (items, GValue, i);

      g_value_init (item, G_TYPE_DOUBLE);
      g_value_set_double (item, i / 3.0);
    }

  g_value_init (value, NOOB_TYPE_LIST);
  g_value_take_boxed (value, noob_list_new_take (items));
}

static void
make_record (GValue *value)
{
  NoobRecord *record = noob_record_new ();

  noob_record_set_int64 (record, "left", 1);
  noob_record_set_double (record, "right", 2.5);
  noob_record_set_string (record, "name", "a name");
  noob_record_set_boolean (record, "open", TRUE);

  g_value_init (value, NOOB_TYPE_RECORD);
  g_value_take_boxed (value, record);
}

static double
get_processor_nanoseconds (void)
{
  return 1e9 * (double) clock () / CLOCKS_PER_SEC;
}

/* As what goes to another process: its bytes are all that arrives there. */
static GVariant *
encode (const GValue *value)
{
  g_autoptr (GError) error = NULL;
  GVariant *variant = noob_codec_encode (value, &error);

  if (variant == NULL)
    g_error ("%s", error->message);

  return g_variant_take_ref (variant);
}

static double
time_encoding (const GValue *value)
{
  double start = get_processor_nanoseconds ();

  for (guint i = 0; i < N_TIMES; i++)
    {
      g_autoptr (GVariant) variant = encode (value);
      g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (variant);
    }

  return (get_processor_nanoseconds () - start) / N_TIMES;
}

static double
time_decoding (const GValue *value)
{
  g_autoptr (GVariant) source = encode (value);
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (source);
  double start = get_processor_nanoseconds ();

  for (guint i = 0; i < N_TIMES; i++)
    {
      g_autoptr (GVariant) variant =
        g_variant_ref_sink (g_variant_new_from_bytes (g_variant_get_type (source), bytes, FALSE));
      g_auto (GValue) decoded = G_VALUE_INIT;
      g_autoptr (GError) error = NULL;

      if (!noob_codec_decode (variant, &decoded, &error))
        g_error ("%s", error->message);
    }

  return (get_processor_nanoseconds () - start) / N_TIMES;
}

static void
bench (const char *what,
       void      (*make) (GValue *value))
{
  g_autofree char *encode_name = g_strdup_printf ("encode %s", what);
  g_autofree char *decode_name = g_strdup_printf ("decode %s", what);
  g_auto (GValue) value = G_VALUE_INIT;
  double encoding[BENCH_N_RUNS], decoding[BENCH_N_RUNS];

  make (&value);
  for (guint i = 0; i < BENCH_N_RUNS; i++)
    {
      encoding[i] = time_encoding (&value);
      decoding[i] = time_decoding (&value);
    }

  bench_report (encode_name, "ns", bench_median (encoding, BENCH_N_RUNS));
  bench_report (decode_name, "ns", bench_median (decoding, BENCH_N_RUNS));
}

int
main (void)
{
  bench_begin ("codec");
  bench ("an integer", make_integer);
  bench ("a string", make_string);
  bench ("64 bytes", make_bytes);
  bench ("1 MiB", make_many_bytes);
  bench ("a list of 100 reals", make_list);
  bench ("a record of 4", make_record);
  bench_end ();

  return 0;
}
