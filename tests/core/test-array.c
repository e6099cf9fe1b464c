/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include "core/noob-array.h"
#include "core/noob-codec.h"
#include "core/noob-error.h"

#define VIDEO_SIZE (1024 * 1024)

static NoobArray *
make (const char    *type,
      gsize          n_dimensions,
      const gint64  *shape,
      gconstpointer  data,
      gsize          size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  NoobArray *array = noob_array_new (type, shape, n_dimensions, bytes, &error);

  g_assert_no_error (error);
  g_assert_nonnull (array);

  return array;
}

static void
init_value (GValue    *value,
            NoobArray *array)
{
  g_value_init (value, NOOB_TYPE_ARRAY);
  g_value_take_boxed (value, array);
}

static void
test_tells_what_it_was_made_of (void)
{
  static const double data[6] = { 1, 2, 3, 4, 5, 6 };
  g_autoptr (NoobArray) array = make ("<f8", 2, (gint64[]) { 2, 3 }, data, sizeof data);
  gsize n_dimensions;
  const gint64 *shape = noob_array_get_shape (array, &n_dimensions);

  g_assert_cmpstr (noob_array_get_element_type (array), ==, "<f8");
  g_assert_cmpuint (noob_array_get_element_size (array), ==, 8);
  g_assert_cmpuint (noob_array_get_n_elements (array), ==, 6);
  g_assert_cmpuint (n_dimensions, ==, 2);
  g_assert_cmpint (shape[0], ==, 2);
  g_assert_cmpint (shape[1], ==, 3);
  g_assert_cmpmem (noob_array_get_data (array), sizeof data, data, sizeof data);
}

static void
test_types_of_elements (void)
{
  static const struct
  {
    const char *type;
    gsize       size;
  } types[] = {
    { "|b1", 1 },      { "|i1", 1 },        { "|u1", 1 },        { "<i2", 2 },  { ">u4", 4 },
    { "<i8", 8 },      { "<f2", 2 },        { "<f4", 4 },        { "<f8", 8 },  { "<f16", 16 },
    { "<c8", 8 },      { "<c16", 16 },      { "|S5", 5 },        { "<U3", 12 }, { "|V7", 7 },
    { "<M8[ns]", 8 },  { "<m8[25us]", 8 },  { "<m8", 8 },
  };
  static const char *const bad[] = {
    "", "<", "<f", "f8", "<f3", "<i16", "<f8 ", "<f8x", "|f8", "<u1", "=f8", "<O8", "|O8", "<f-8",
    "<f8[ns]", "<M8[", "<M8[]", "<M8[;]", "<M4[s]", "|S0", "|V99999999999999999999", "<S5", "|U3",
    "<b1", "<f 8", "<f+8", "|b0", "|u0",
  };
  static const char data[16];
  g_autoptr (GBytes) empty = g_bytes_new_static (NULL, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (NoobArray) array = make (types[i].type, 0, NULL, data, types[i].size);

      g_assert_cmpuint (noob_array_get_element_size (array), ==, types[i].size);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad[i]);
      g_assert_null (noob_array_new (bad[i], (gint64[]) { 0 }, 1, empty, &error));
      g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
      g_assert_nonnull (strstr (error->message, "is not a type of the elements"));
    }
}

static void
test_refuses_wrong_sizes (void)
{
  static const struct
  {
    gint64 shape[3];
    gsize  n_dimensions;
  } shapes[] = {
    { { 3 }, 1 },
    { { -2 }, 1 },
    { { -1, -2 }, 2 },
    { { 0, -1 }, 2 },
    { { 0 }, 1 },
    { { 0 }, 0 },
    { { G_MAXINT64 / 4 + 1 }, 1 },
    /* Their product is 2 after a wrap. */
    { { 2, G_MAXINT64, G_MAXINT64 }, 3 },
    { { G_GINT64_CONSTANT (1) << 32, G_GINT64_CONSTANT (1) << 32, 2 }, 3 },
    /* So is, times the size of an element, this one. */
    { { (G_GINT64_CONSTANT (1) << 61) + 2 }, 1 },
  };
  static const char data[16];
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, sizeof data);
  gint64 too_many[33];

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (
        noob_array_new ("<f8", shapes[i].shape, shapes[i].n_dimensions, bytes, &error));
      g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
      g_assert_nonnull (strstr (error->message, "16 bytes"));
    }

  for (gsize i = 0; i < G_N_ELEMENTS (too_many); i++)
    too_many[i] = 1;
  g_assert_null (noob_array_new ("<f8", too_many, G_N_ELEMENTS (too_many), bytes, NULL));
}

static void
test_equality (void)
{
  static const guint8 data[4] = { 1, 2, 3, 4 };
  static const guint8 others[4] = { 1, 2, 3, 5 };
  g_autoptr (NoobArray) array = make ("|u1", 1, (gint64[]) { 4 }, data, 4);
  g_autoptr (NoobArray) same = make ("|u1", 1, (gint64[]) { 4 }, data, 4);
  g_autoptr (NoobArray) of_other_shape = make ("|u1", 2, (gint64[]) { 2, 2 }, data, 4);
  g_autoptr (NoobArray) of_other_type = make ("|i1", 1, (gint64[]) { 4 }, data, 4);
  g_autoptr (NoobArray) of_others = make ("|u1", 1, (gint64[]) { 4 }, others, 4);

  g_assert_true (noob_array_equal (array, array));
  g_assert_true (noob_array_equal (array, same));
  g_assert_false (noob_array_equal (array, of_other_shape));
  g_assert_false (noob_array_equal (array, of_other_type));
  g_assert_false (noob_array_equal (array, of_others));
}

static void
test_crosses_without_a_copy (void)
{
  g_autofree char *data = g_malloc0 (VIDEO_SIZE);
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) back = G_VALUE_INIT;
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GVariant) received = NULL;
  g_autoptr (GBytes) frame = NULL;
  g_autoptr (GError) error = NULL;
  const char *start, *found;

  init_value (&value, make ("<f8", 2, (gint64[]) { VIDEO_SIZE / 16, 2 }, data, VIDEO_SIZE));
  variant = noob_codec_encode (&value, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_variant_get_type_string (variant), ==, "(sv)");

  frame = g_variant_get_data_as_bytes (variant);
  received =
    g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE ("(sv)"), frame, FALSE));
  g_assert_true (noob_codec_decode (received, &back, &error));
  g_assert_no_error (error);
  g_assert_true (noob_value_equal (&value, &back));

  start = g_variant_get_data (received);
  found = noob_array_get_data (g_value_get_boxed (&back));
  g_assert_true (found >= start && found < start + g_variant_get_size (received));
  g_assert_cmpuint (GPOINTER_TO_SIZE (found) % 8, ==, 0);
}

static void
test_decode_refuses (void)
{
  static const char *const bad[] = {
    "('array', <b'xx'>)",
    "('array', <(b'', @ax [1], '<f8')>)",
    "('array', <(@ay [1, 2], @ax [2], '|O1')>)",
    "('array', <(@ay [1, 2], @ax [-2], '|u1')>)",
    "('array', <(@ay [1, 2], @ax [2, 9223372036854775807, 2], '|u1')>)",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_parsed (bad[i]));
      g_autoptr (GError) error = NULL;
      g_auto (GValue) value = G_VALUE_INIT;

      g_assert_false (noob_codec_decode (variant, &value, &error));
      g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
      g_assert_true (noob_value_is_null (&value));
    }
}

static void
test_json (void)
{
  static const struct
  {
    const char *type;
    gsize       n_dimensions;
    gint64      shape[3];
    const char *data;
    gsize       size;
    const char *json;
  } arrays[] = {
    { "|u1", 2, { 2, 2 }, "\1\2\3\377", 4, "[[1,2],[3,255]]" },
    { "|i1", 1, { 2 }, "\377\177", 2, "[-1,127]" },
    { "|b1", 1, { 2 }, "\0\1", 2, "[false,true]" },
    { "<i2", 1, { 2 }, "\1\0\376\377", 4, "[1,-2]" },
    { ">i2", 1, { 2 }, "\0\1\377\376", 4, "[1,-2]" },
    { "<i8", 0, { 0 }, "\377\377\377\377\377\377\377\377", 8, "-1" },
    { "<f8", 1, { 1 }, "\0\0\0\0\0\0\340\77", 8, "[0.5]" },
    { ">f4", 1, { 1 }, "\277\0\0\0", 4, "[-0.5]" },
    { "<f2", 1, { 3 }, "\0\70\0\274\1\0", 6, "[0.5,-1.0,5.9604644775390625e-08]" },
    { "<c8", 1, { 1 }, "\0\0\0\77\0\0\0\277", 8, "[[0.5,-0.5]]" },
    { "<f8", 3, { 2, 0, 3 }, "", 0, "[[],[]]" },
  };
  g_autoptr (GError) error = NULL;
  g_auto (GValue) text = G_VALUE_INIT;

  for (gsize i = 0; i < G_N_ELEMENTS (arrays); i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_autofree char *json = NULL;

      init_value (&value, make (arrays[i].type, arrays[i].n_dimensions, arrays[i].shape,
                                arrays[i].data, arrays[i].size));
      json = noob_value_to_json (&value, FALSE, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (json, ==, arrays[i].json);
    }

  init_value (&text, make ("|S2", 1, (gint64[]) { 1 }, "ab", 2));
  g_assert_null (noob_value_to_json (&text, FALSE, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
}

static void
test_in_place (void)
{
  double elements[2] = { 1, 2 };
  double copy[2];
  GObject *keeper = g_object_new (G_TYPE_OBJECT, NULL);
  g_auto (GValue) owner = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobArray) array = NULL;

  g_value_init (&owner, G_TYPE_OBJECT);
  g_value_take_object (&owner, keeper);
  g_object_add_weak_pointer (keeper, (gpointer *) &keeper);

  array = noob_array_new_in_place ("<f8", (gint64[]) { 2 }, 1, elements, sizeof elements, &owner,
                                   &error);
  g_assert_no_error (error);
  g_value_reset (&owner);
  g_assert_nonnull (keeper);

  g_assert_true (noob_array_get_data (array) == elements);
  g_assert_true (g_value_get_object (noob_array_get_owner (array)) == keeper);
  noob_array_copy_data (array, copy, sizeof copy);
  g_assert_cmpmem (copy, sizeof copy, elements, sizeof elements);

  g_clear_pointer (&array, noob_array_unref);
  g_assert_null (keeper);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/array/tells-what-it-was-made-of", test_tells_what_it_was_made_of);
  g_test_add_func ("/array/types-of-elements", test_types_of_elements);
  g_test_add_func ("/array/refuses-wrong-sizes", test_refuses_wrong_sizes);
  g_test_add_func ("/array/equality", test_equality);
  g_test_add_func ("/array/in-place", test_in_place);
  g_test_add_func ("/array/codec/crosses-without-a-copy", test_crosses_without_a_copy);
  g_test_add_func ("/array/codec/decode-refuses", test_decode_refuses);
  g_test_add_func ("/array/json", test_json);

  return g_test_run ();
}
