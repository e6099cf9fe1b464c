/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "core/noob-codec-private.h"
#include "core/noob-error.h"
#include "core/noob-slot.h"
#include "random-value.h"

/* What arrives elsewhere: the same bytes, of which nothing is known. */
static GVariant *
over_the_wire (GVariant *variant)
{
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (variant);

  return g_variant_ref_sink (g_variant_new_from_bytes (g_variant_get_type (variant), bytes, FALSE));
}

static GVariant *
encode (const GValue *value)
{
  g_autoptr (GError) error = NULL;
  GVariant *variant = noob_codec_encode (value, &error);

  g_assert_no_error (error);
  g_assert_nonnull (variant);
  g_assert_false (g_variant_is_floating (variant));

  return variant;
}

static void
round_trip (const GValue *value,
            GValue       *back)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) variant = encode (value);
  g_autoptr (GVariant) received = over_the_wire (variant);

  g_assert_true (noob_codec_decode (received, back, &error));
  g_assert_no_error (error);
}

static void
assert_type (const GValue *value,
             const char   *expected)
{
  g_autoptr (GVariant) variant = encode (value);

  g_assert_cmpstr (g_variant_get_type_string (variant), ==, expected);
}

static void
assert_encoding_fails (const GValue *value,
                       const char   *part)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (noob_codec_encode (value, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, part));
}

/* Takes @variant if it is floating. */
static void
assert_decoding_fails (GVariant   *variant,
                       const char *part)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (variant);
  g_autoptr (GError) error = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  g_assert_false (noob_codec_decode (sunk, &value, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, part));
  g_assert_true (G_VALUE_HOLDS_POINTER (&value));
}

static void
test_random_round_trips (void)
{
  for (int i = 0; i < 3000; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_auto (GValue) back = G_VALUE_INIT;

      random_value (&value, N_RANDOM_KINDS, 4);
      round_trip (&value, &back);

      g_assert_true (noob_value_equal (&value, &back));
    }
}

static void
test_plain_values_stay_plain (void)
{
  const struct
  {
    GType       type;
    const char *form;
  } forms[] = {
    { G_TYPE_POINTER, "mv" },
    { G_TYPE_BOOLEAN, "b" },
    { G_TYPE_INT64, "x" },
    { G_TYPE_INT, "x" },
    { G_TYPE_UINT64, "x" },
    { NOOB_TYPE_SLOT_FLAGS, "x" },
    { G_TYPE_BUS_TYPE, "x" },
    { G_TYPE_DOUBLE, "d" },
    { G_TYPE_FLOAT, "d" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_auto (GValue) back = G_VALUE_INIT;

      g_value_init (&value, forms[i].type);
      assert_type (&value, forms[i].form);
      round_trip (&value, &back);
      g_assert_true (noob_value_equal (&value, &back));
    }
}

static void
test_record_keeps_order (void)
{
  g_autoptr (NoobRecord) record = noob_record_new ();
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) back = G_VALUE_INIT;

  noob_record_set_int64 (record, "z", 1);
  noob_record_set_null (record, "a");
  g_value_init (&value, NOOB_TYPE_RECORD);
  g_value_set_boxed (&value, record);

  assert_type (&value, "a(sv)");
  round_trip (&value, &back);
  g_assert_cmpstr (noob_record_get_name (g_value_get_boxed (&back), 0), ==, "z");
  g_assert_cmpstr (noob_record_get_name (g_value_get_boxed (&back), 1), ==, "a");
}

static void
test_lists_of_numbers_are_arrays (void)
{
  GValue numbers[3] = { G_VALUE_INIT, G_VALUE_INIT, G_VALUE_INIT };
  static const struct
  {
    GType       types[3];
    const char *form;
  } lists[] = {
    { { G_TYPE_INT64, G_TYPE_INT, G_TYPE_UINT64 }, "ax" },
    { { G_TYPE_DOUBLE, G_TYPE_FLOAT, G_TYPE_DOUBLE }, "ad" },
    { { G_TYPE_DOUBLE, G_TYPE_INT64, G_TYPE_DOUBLE }, "av" },
    { { G_TYPE_INT64, G_TYPE_BOOLEAN, G_TYPE_INT64 }, "av" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_auto (GValue) back = G_VALUE_INIT;

      for (gsize j = 0; j < 3; j++)
        g_value_init (&numbers[j], lists[i].types[j]);
      g_value_init (&value, NOOB_TYPE_LIST);
      g_value_take_boxed (&value, noob_list_new (numbers, 3));

      assert_type (&value, lists[i].form);
      round_trip (&value, &back);
      g_assert_true (noob_value_equal (&value, &back));

      for (gsize j = 0; j < 3; j++)
        g_value_unset (&numbers[j]);
    }
}

/* The sizes around which GVariant's offsets grow to 2 and 4 bytes. */
static void
test_lists_of_strings_are_arrays (void)
{
  static const guint lengths[] = { 1,     100,   125,   126,   127,   128,   1000, 21842,
                                   21843, 21844, 21845, 21846, 21847, 30000 };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree const char **strings = g_new0 (const char *, lengths[i] + 1);
      g_auto (GValue) value = G_VALUE_INIT;
      g_autoptr (GVariant) variant = NULL;
      g_autoptr (GVariant) expected = NULL;

      for (guint j = 0; j < lengths[i]; j++)
        strings[j] = j == 5 ? "\xc3\xa9" : "";
      g_value_init (&value, NOOB_TYPE_LIST);
      g_value_take_boxed (&value, noob_list_new_strv (strings));

      variant = encode (&value);
      expected = g_variant_ref_sink (g_variant_new_strv (strings, -1));
      g_assert_cmpmem (g_variant_get_data (variant), g_variant_get_size (variant),
                       g_variant_get_data (expected), g_variant_get_size (expected));
    }
}

static void
test_lists_of_strings_come_back (void)
{
  static const char *const strings[] = { "some", "", "words", "\xc3\xa9", NULL };
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) back = G_VALUE_INIT;

  g_value_init (&value, NOOB_TYPE_LIST);
  g_value_take_boxed (&value, noob_list_new_strv (strings));
  assert_type (&value, "as");
  round_trip (&value, &back);
  g_assert_true (noob_value_equal (&value, &back));
}

static void
test_bytes_are_not_copied (void)
{
  static const char data[4096];
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, sizeof data);
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) back = G_VALUE_INIT;
  g_autoptr (GVariant) variant = NULL;

  g_value_init (&value, G_TYPE_BYTES);
  g_value_set_boxed (&value, bytes);
  variant = encode (&value);

  g_assert_true (g_variant_get_data (variant) == data);
  g_assert_true (noob_codec_decode (variant, &back, NULL));
  g_assert_true (g_bytes_get_data (g_value_get_boxed (&back), NULL) == data);
}

static void
test_received_bytes_are_not_copied (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (4096), 4096);
  g_autoptr (NoobRecord) record = noob_record_new ();
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) back = G_VALUE_INIT;
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GVariant) received = NULL;
  const char *start, *data;
  GBytes *found;

  noob_record_set (record, "bytes", G_TYPE_BYTES, bytes, NULL);
  g_value_init (&value, NOOB_TYPE_RECORD);
  g_value_set_boxed (&value, record);
  variant = encode (&value);
  received = over_the_wire (variant);
  g_assert_true (noob_codec_decode (received, &back, NULL));

  start = g_variant_get_data (received);
  g_assert_true (
      noob_record_get (g_value_get_boxed (&back), NULL, "bytes", G_TYPE_BYTES, &found, NULL));
  data = g_bytes_get_data (found, NULL);
  g_assert_true (data >= start && data < start + g_variant_get_size (received));
}

static void
test_time_keeps_microseconds_and_offset (void)
{
  static const char *const times[] = {
    "2024-02-29T23:59:59.999999+05:30", "1969-12-31T23:59:59.000001Z", "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z", "1850-06-01T12:00:00.5-11:00",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (times[i], NULL);
      g_auto (GValue) value = G_VALUE_INIT;
      g_auto (GValue) back = G_VALUE_INIT;

      g_value_init (&value, G_TYPE_DATE_TIME);
      g_value_set_boxed (&value, time);
      round_trip (&value, &back);

      g_assert_true (noob_value_equal (&value, &back));
      g_assert_cmpint (g_date_time_get_utc_offset (g_value_get_boxed (&back)), ==,
                       g_date_time_get_utc_offset (time));
    }
}

static void
test_values_without_a_form (void)
{
  g_autoptr (GCancellable) object = g_cancellable_new ();
  g_auto (GValue) object_value = G_VALUE_INIT;
  g_auto (GValue) no_event = G_VALUE_INIT;
  g_auto (GValue) pointer = G_VALUE_INIT;
  g_auto (GValue) text = G_VALUE_INIT;
  g_auto (GValue) nested = G_VALUE_INIT;
  g_autoptr (NoobRecord) record = noob_record_new ();

  g_value_init (&object_value, G_TYPE_OBJECT);
  g_value_set_object (&object_value, object);
  assert_encoding_fails (&object_value, "type GCancellable cannot leave this process");

  noob_value_set_no_event (&no_event);
  assert_encoding_fails (&no_event, "NoobNoEvent");

  g_value_init (&pointer, G_TYPE_POINTER);
  g_value_set_pointer (&pointer, object);
  assert_encoding_fails (&pointer, "gpointer");

  g_value_init (&text, G_TYPE_STRING);
  g_value_set_string (&text, "\xff");
  assert_encoding_fails (&text, "UTF-8");

  noob_record_set_value (record, "inner", &object_value);
  g_value_init (&nested, NOOB_TYPE_RECORD);
  g_value_set_boxed (&nested, record);
  assert_encoding_fails (&nested, "inner: values of type GCancellable");
}

/* A list or record around null, @depth containers in all. */
static void
init_nested (GValue  *value,
             gboolean records,
             guint    depth)
{
  noob_value_set_null (value);

  for (guint i = 0; i < depth; i++)
    {
      GValue inner = *value;

      *value = (GValue) G_VALUE_INIT;
      g_value_init (value, records ? NOOB_TYPE_RECORD : NOOB_TYPE_LIST);
      if (records)
        {
          NoobRecord *record = noob_record_new ();

          noob_record_take_value (record, "inner", &inner);
          g_value_take_boxed (value, record);
        }
      else
        {
          g_value_take_boxed (value, noob_list_new (&inner, 1));
          g_value_unset (&inner);
        }
    }
}

static void
test_depth (void)
{
  for (int records = FALSE; records <= TRUE; records++)
    {
      g_auto (GValue) deepest = G_VALUE_INIT;
      g_auto (GValue) back = G_VALUE_INIT;
      g_auto (GValue) too_deep = G_VALUE_INIT;

      init_nested (&deepest, records, NOOB_CODEC_MAX_DEPTH);
      round_trip (&deepest, &back);
      g_assert_true (noob_value_equal (&deepest, &back));

      init_nested (&too_deep, records, NOOB_CODEC_MAX_DEPTH + 1);
      assert_encoding_fails (&too_deep, "nested");
    }
}

static void
test_decode_depth (void)
{
  GVariant *variant = g_variant_new_boolean (TRUE);

  for (int i = 0; i <= NOOB_CODEC_MAX_DEPTH; i++)
    {
      GVariant *boxed = g_variant_new_variant (variant);

      variant = g_variant_new_array (NULL, &boxed, 1);
    }

  assert_decoding_fails (variant, "nested");
}

static void
test_decode_refuses (void)
{
  assert_decoding_fails (g_variant_new_int32 (5), "type i");
  assert_decoding_fails (g_variant_new_object_path ("/"), "type o");
  assert_decoding_fails (g_variant_new ("mv", g_variant_new_int32 (5)), "mv");
  assert_decoding_fails (g_variant_new ("(sv)", "pickle", g_variant_new_int64 (5)), "\"pickle\"");
  assert_decoding_fails (g_variant_new ("(sv)", "strings", g_variant_new_int64 (5)), "type as");
  assert_decoding_fails (g_variant_new ("(sv)", "time", g_variant_new_int64 (5)), "(xi)");
  assert_decoding_fails (g_variant_new ("(sv)", "time", g_variant_new ("(xi)", G_MAXINT64, 0)),
                         "years");
  assert_decoding_fails (g_variant_new ("(sv)", "time", g_variant_new ("(xi)", G_MININT64, 0)),
                         "years");
  assert_decoding_fails (
      g_variant_new ("(sv)", "time", g_variant_new ("(xi)", (gint64) 0, G_MAXINT)), "years");
  assert_decoding_fails (g_variant_new_parsed ("[('a', <true>), ('a', <false>)]"), "twice");
  assert_decoding_fails (g_variant_new_parsed ("[<[<5>]>]"), "type i");
}

static void
test_decode_damaged (void)
{
  static const char *const types[] = { "s", "av", "a(sv)", "(sv)", "as", "mv", "b", "x" };

  for (int i = 0; i < 20000; i++)
    {
      const char *type = types[g_test_rand_int_range (0, G_N_ELEMENTS (types))];
      gsize size = g_test_rand_int_range (0, 40);
      guint8 *data = g_malloc (size);
      g_autoptr (GVariant) variant = NULL;
      g_autoptr (GError) error = NULL;
      g_auto (GValue) value = G_VALUE_INIT;

      for (gsize j = 0; j < size; j++)
        data[j] = g_test_rand_bit () ? g_test_rand_int_range (0, 256) : "\0savxm()d"[j % 10];
      variant = g_variant_ref_sink (
          g_variant_new_from_data (G_VARIANT_TYPE (type), data, size, FALSE, g_free, data));

      if (!noob_codec_decode (variant, &value, &error))
        g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
      else
        g_assert_no_error (error);
    }
}

static void
test_decode_arrays_of_wrong_size (void)
{
  static const char *const types[] = { "ax", "ad" };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static ("12345678abc", 11);
      g_autoptr (GVariant) variant = g_variant_ref_sink (
          g_variant_new_from_bytes (G_VARIANT_TYPE (types[i]), bytes, FALSE));
      g_auto (GValue) value = G_VALUE_INIT;

      g_assert_true (noob_codec_decode (variant, &value, NULL));
      g_assert_cmpuint (noob_list_get_length (g_value_get_boxed (&value)), ==, 0);
    }
}

static void
test_decode_flipped_bits (void)
{
  for (int i = 0; i < 3000; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_auto (GValue) back = G_VALUE_INIT;
      g_autoptr (GVariant) variant = NULL;
      g_autoptr (GVariant) damaged = NULL;
      gsize size;
      guint8 *data;

      random_value (&value, N_RANDOM_KINDS, 3);
      variant = encode (&value);
      size = g_variant_get_size (variant);
      data = g_malloc (size + 1); /* never NULL */
      g_variant_store (variant, data);
      for (int j = g_test_rand_int_range (1, 4); j > 0 && size > 0; j--)
        data[g_test_rand_int_range (0, size)] ^= 1 << g_test_rand_int_range (0, 8);

      damaged = g_variant_ref_sink (g_variant_new_from_data (g_variant_get_type (variant), data,
                                                             size, FALSE, g_free, data));
      noob_codec_decode (damaged, &back, NULL);
    }
}

static void
test_tuple_stays_one (void)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) back = G_VALUE_INIT;

  g_value_init (&value, NOOB_TYPE_LIST);
  g_value_take_boxed (&value, noob_list_new_tuple (NULL, 0));
  round_trip (&value, &back);

  g_assert_true (noob_list_is_tuple (g_value_get_boxed (&back)));
}

static void
test_decode_tuple_refuses (void)
{
  static const char *const contents[] = {
    "('tuple', <('tuple', <@av []>)>)",
    "('tuple', <('strings', <@as []>)>)",
    "('tuple', <@a(sv) []>)",
    "('tuple', <7>)",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autoptr (GVariant) variant = g_variant_new_parsed (contents[i]);
      g_autoptr (GError) error = NULL;
      g_auto (GValue) value = G_VALUE_INIT;

      g_assert_false (noob_codec_decode (variant, &value, &error));
      g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/codec/round-trip/random", test_random_round_trips);
  g_test_add_func ("/codec/form/plain-values-stay-plain", test_plain_values_stay_plain);
  g_test_add_func ("/codec/form/record-keeps-order", test_record_keeps_order);
  g_test_add_func ("/codec/form/lists-of-numbers-are-arrays", test_lists_of_numbers_are_arrays);
  g_test_add_func ("/codec/form/lists-of-strings-are-arrays", test_lists_of_strings_are_arrays);
  g_test_add_func ("/codec/round-trip/lists-of-strings", test_lists_of_strings_come_back);
  g_test_add_func ("/codec/bytes-are-not-copied", test_bytes_are_not_copied);
  g_test_add_func ("/codec/bytes-are-not-copied/received", test_received_bytes_are_not_copied);
  g_test_add_func ("/codec/time-keeps-microseconds-and-offset",
                   test_time_keeps_microseconds_and_offset);
  g_test_add_func ("/codec/encode/values-without-a-form", test_values_without_a_form);
  g_test_add_func ("/codec/depth", test_depth);
  g_test_add_func ("/codec/decode/depth", test_decode_depth);
  g_test_add_func ("/codec/decode/refuses", test_decode_refuses);
  g_test_add_func ("/codec/decode/damaged", test_decode_damaged);
  g_test_add_func ("/codec/decode/flipped-bits", test_decode_flipped_bits);
  g_test_add_func ("/codec/decode/arrays-of-wrong-size", test_decode_arrays_of_wrong_size);
  g_test_add_func ("/codec/tuple/stays-one", test_tuple_stays_one);
  g_test_add_func ("/codec/tuple/decode-refuses", test_decode_tuple_refuses);

  return g_test_run ();
}
