/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gio/gio.h>
#include <string.h>

#include "core/noob-codec-private.h"
#include "core/noob-converter-private.h"
#include "core/noob-error.h"

/* A kind of value that only this test knows: a box around an integer. */

typedef struct
{
  gint64 content;
} Box;

static gpointer
box_copy (gpointer box)
{
  return g_memdup2 (box, sizeof (Box));
}

GType test_box_get_type (void);
G_DEFINE_BOXED_TYPE (Box, test_box, box_copy, g_free)

#define TEST_TYPE_BOX (test_box_get_type ())

#define TEST_TYPE_CONVERTER (test_converter_get_type ())
G_DECLARE_FINAL_TYPE (TestConverter, test_converter, TEST, CONVERTER, NoobConverter)

struct _TestConverter
{
  NoobConverter parent_instance;
};

G_DEFINE_FINAL_TYPE (TestConverter, test_converter, NOOB_TYPE_CONVERTER)

/* Boxes of 13 cannot be converted, nor what is marked so; those of 0 are encoded as 0. */
static NoobTagged *
test_converter_encode (NoobConverter  *converter,
                       const GValue   *value,
                       GError        **error)
{
  g_auto (GValue) content = G_VALUE_INIT;
  Box *box;

  if (!G_VALUE_HOLDS (value, TEST_TYPE_BOX))
    return NULL;

  box = g_value_get_boxed (value);
  if (box->content == 13)
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_VALUE, "boxes of 13 stay here");
      return NULL;
    }

  g_value_init (&content, G_TYPE_INT64);
  g_value_set_int64 (&content, box->content);

  return noob_tagged_new (box->content != 0 ? "test.box" : NULL, &content);
}

static NoobList *
test_converter_decode (NoobConverter  *converter,
                       NoobTagged     *tagged,
                       GError        **error)
{
  const GValue *content = noob_tagged_get_content (tagged);
  g_auto (GValue) value = G_VALUE_INIT;
  Box box;

  if (strcmp (noob_tagged_get_tag (tagged), "test.box") != 0)
    return NULL;

  if (!G_VALUE_HOLDS_INT64 (content))
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_VALUE, "a box holds an integer");
      return NULL;
    }

  box.content = g_value_get_int64 (content);
  g_value_init (&value, TEST_TYPE_BOX);
  g_value_set_boxed (&value, &box);

  return noob_list_new (&value, 1);
}

/* Integers are held in boxes, and booleans, wrongly, in pairs of them. */
static NoobList *
test_converter_hold (NoobConverter  *converter,
                     const GValue   *value,
                     GError        **error)
{
  g_auto (GValue) held = G_VALUE_INIT;
  GValue pair[2];
  Box box;

  if (G_VALUE_HOLDS_BOOLEAN (value))
    {
      pair[0] = pair[1] = *value;
      return noob_list_new (pair, 2);
    }

  if (!G_VALUE_HOLDS_INT64 (value))
    return NULL;

  box.content = g_value_get_int64 (value);
  if (box.content == 13)
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_VALUE, "no box holds 13");
      return NULL;
    }

  g_value_init (&held, TEST_TYPE_BOX);
  g_value_set_boxed (&held, &box);

  return noob_list_new (&held, 1);
}

static void
test_converter_class_init (TestConverterClass *klass)
{
  NoobConverterClass *converter_class = NOOB_CONVERTER_CLASS (klass);

  converter_class->encode = test_converter_encode;
  converter_class->decode = test_converter_decode;
  converter_class->hold = test_converter_hold;
}

static void
test_converter_init (TestConverter *self)
{
}

/* One that leaves everything out. */

#define TEST_TYPE_BARE_CONVERTER (test_bare_converter_get_type ())
G_DECLARE_FINAL_TYPE (TestBareConverter, test_bare_converter, TEST, BARE_CONVERTER, NoobConverter)

struct _TestBareConverter
{
  NoobConverter parent_instance;
};

G_DEFINE_FINAL_TYPE (TestBareConverter, test_bare_converter, NOOB_TYPE_CONVERTER)

static void
test_bare_converter_class_init (TestBareConverterClass *klass)
{
}

static void
test_bare_converter_init (TestBareConverter *self)
{
}

static NoobConverter *
add_converter (void)
{
  NoobConverter *converter = g_object_new (TEST_TYPE_CONVERTER, NULL);

  noob_codec_add_converter (converter);

  return converter;
}

static void
remove_converter (NoobConverter *converter)
{
  noob_codec_remove_converter (converter);
  g_assert_finalize_object (converter);
}

static void
init_box (GValue *value,
          gint64  content)
{
  Box box = { content };

  g_value_init (value, TEST_TYPE_BOX);
  g_value_set_boxed (value, &box);
}

/* A list of the box in a record. */
static void
init_nested_box (GValue *value,
                 gint64  content)
{
  g_autoptr (NoobRecord) record = noob_record_new ();
  g_auto (GValue) box = G_VALUE_INIT;
  g_auto (GValue) outer = G_VALUE_INIT;

  init_box (&box, content);
  noob_record_set_value (record, "box", &box);
  g_value_init (&outer, NOOB_TYPE_RECORD);
  g_value_set_boxed (&outer, record);
  g_value_init (value, NOOB_TYPE_LIST);
  g_value_take_boxed (value, noob_list_new (&outer, 1));
}

static void
assert_decodes_to (GVariant   *variant,
                   const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GVariant) again = NULL;
  g_autofree char *text = NULL;

  g_assert_true (noob_codec_decode (variant, &value, &error));
  g_assert_no_error (error);
  again = noob_codec_encode (&value, &error);
  g_assert_no_error (error);
  text = g_variant_print (again, FALSE);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_values_come_back (void)
{
  NoobConverter *converter = add_converter ();
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) back = G_VALUE_INIT;
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GError) error = NULL;
  const GValue *box;

  init_nested_box (&value, 7);
  variant = noob_codec_encode (&value, &error);
  g_assert_no_error (error);
  g_assert_true (noob_codec_decode (variant, &back, &error));
  g_assert_no_error (error);

  box = noob_record_get_value (
    g_value_get_boxed (noob_list_get_value (g_value_get_boxed (&back), 0)), "box");
  g_assert_true (G_VALUE_HOLDS (box, TEST_TYPE_BOX));
  g_assert_cmpint (((Box *) g_value_get_boxed (box))->content, ==, 7);

  remove_converter (converter);
}

static void
test_unknown_kinds_pass_through (void)
{
  static const char *const texts[] = {
    "('python.set', <[int64 1, 2]>)",
    "('python.deep.kind', <('gjs.other', <@mv nothing>)>)",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_parsed (texts[i]));
      g_auto (GValue) value = G_VALUE_INIT;

      g_assert_true (noob_codec_decode (variant, &value, NULL));
      g_assert_true (G_VALUE_HOLDS (&value, NOOB_TYPE_TAGGED));
      assert_decodes_to (variant, texts[i]);
    }
}

static void
test_errors_are_the_converters (void)
{
  NoobConverter *converter = add_converter ();
  g_autoptr (GVariant) variant =
    g_variant_ref_sink (g_variant_new_parsed ("('test.box', <'text'>)"));
  g_autoptr (GError) error = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) back = G_VALUE_INIT;

  init_nested_box (&value, 13);
  g_assert_null (noob_codec_encode (&value, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
  g_assert_cmpstr (error->message, ==, "box: boxes of 13 stay here");
  g_clear_error (&error);

  g_assert_false (noob_codec_decode (variant, &back, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
  g_assert_cmpstr (error->message, ==, "a box holds an integer");

  remove_converter (converter);
}

static void
init_integer (GValue *value,
              gint64  integer)
{
  g_value_init (value, G_TYPE_INT64);
  g_value_set_int64 (value, integer);
}

static void
test_values_are_held (void)
{
  NoobConverter *converter = add_converter ();
  g_autoptr (GError) error = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) held = G_VALUE_INIT;
  g_autoptr (GVariant) variant = NULL;
  g_autofree char *text = NULL;

  init_integer (&value, 7);
  g_assert_true (noob_converters_hold (&value, &held, &error));
  g_assert_no_error (error);
  g_assert_true (G_VALUE_HOLDS (&held, TEST_TYPE_BOX));
  g_assert_cmpint (((Box *) g_value_get_boxed (&held))->content, ==, 7);

  variant = noob_codec_encode (&held, &error);
  g_assert_no_error (error);
  text = g_variant_print (variant, FALSE);
  g_assert_cmpstr (text, ==, "('test.box', <int64 7>)");

  remove_converter (converter);
}

static void
test_values_that_nobody_holds_stay_the_same (void)
{
  NoobConverter *converter = add_converter ();
  NoobConverter *without = g_object_new (TEST_TYPE_BARE_CONVERTER, NULL);
  g_autoptr (NoobRecord) record = noob_record_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) held = G_VALUE_INIT;

  noob_codec_add_converter (without);
  g_value_init (&value, NOOB_TYPE_RECORD);
  g_value_set_boxed (&value, record);
  g_assert_true (noob_converters_hold (&value, &held, &error));
  g_assert_no_error (error);
  g_assert_true (g_value_get_boxed (&held) == record);

  remove_converter (without);
  remove_converter (converter);
}

static void
test_errors_of_holding_are_the_converters (void)
{
  NoobConverter *converter = add_converter ();
  g_autoptr (GError) error = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) truth = G_VALUE_INIT;
  GValue held = G_VALUE_INIT;

  init_integer (&value, 13);
  g_assert_false (noob_converters_hold (&value, &held, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
  g_assert_cmpstr (error->message, ==, "no box holds 13");
  g_clear_error (&error);

  g_value_init (&truth, G_TYPE_BOOLEAN);
  g_assert_false (noob_converters_hold (&truth, &held, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
  g_assert_cmpstr (error->message, ==, "TestConverter made 2 values of a boolean, not one");

  remove_converter (converter);
}

static gpointer
encode_and_decode_kept_out (gpointer data)
{
  GVariant *variant = data;
  g_autoptr (GError) error = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) box = G_VALUE_INIT;

  noob_converters_keep_out_of_thread ();

  g_assert_true (noob_codec_decode (variant, &value, NULL));
  g_assert_true (G_VALUE_HOLDS (&value, NOOB_TYPE_TAGGED));

  init_box (&box, 7);
  g_assert_null (noob_codec_encode (&box, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "values of type Box"));

  return NULL;
}

static void
test_threads_of_the_library_do_not_ask (void)
{
  NoobConverter *converter = add_converter ();
  g_autoptr (GVariant) variant =
    g_variant_ref_sink (g_variant_new_parsed ("('test.box', <int64 7>)"));

  g_thread_join (g_thread_new ("library", encode_and_decode_kept_out, variant));
  remove_converter (converter);
}

static void
test_inputs_are_converted_where_they_are_given (void)
{
  NoobConverter *converter = add_converter ();
  g_autoptr (NoobRecord) plain = noob_record_new ();
  g_autoptr (NoobRecord) foreign = noob_record_new ();
  g_autoptr (NoobRecord) same = NULL;
  g_autoptr (NoobRecord) converted = NULL;
  g_auto (GValue) nested = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  const GValue *box;

  noob_record_set_int64 (plain, "n", 1);
  same = noob_converters_prepare (plain, &error);
  g_assert_no_error (error);
  g_assert_true (same == plain);

  init_nested_box (&nested, 7);
  noob_record_set_value (foreign, "nested", &nested);
  noob_record_set_int64 (foreign, "n", 1);
  converted = noob_converters_prepare (foreign, &error);
  g_assert_no_error (error);
  box = noob_record_get_value (
    g_value_get_boxed (noob_list_get_value (
      g_value_get_boxed (noob_record_get_value (converted, "nested")), 0)), "box");
  g_assert_true (G_VALUE_HOLDS (box, NOOB_TYPE_TAGGED));
  g_assert_true (noob_value_equal (noob_record_get_value (converted, "n"),
                                   noob_record_get_value (plain, "n")));

  remove_converter (converter);
}

static void
test_objects_are_given_without_being_expected (void)
{
  NoobConverter *converter = add_converter ();
  g_autoptr (GSimpleAction) action = g_simple_action_new ("quit", NULL);
  g_autoptr (NoobRecord) inputs = noob_record_new ();
  g_autoptr (NoobRecord) converted = NULL;
  g_autoptr (GError) error = NULL;
  GObject *object;

  noob_record_set (inputs, "action", G_TYPE_SIMPLE_ACTION, action, NULL);
  converted = noob_converters_prepare (inputs, &error);
  g_assert_no_error (error);
  object = g_value_get_object (noob_record_get_value (converted, "action"));
  g_assert_cmpstr (g_action_get_name (G_ACTION (object)), ==, "quit");

  remove_converter (converter);
}

static void
test_tags (void)
{
  static const char *const good[] = { "python.set", "gjs.x_1", "a.b.c" };
  static const char *const bad[] = {
    "", ".", "array", "python.", ".set", "a..b", "a b.c", "1.b", "a.é",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (noob_tagged_is_tag (good[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (noob_tagged_is_tag (bad[i]));
}

/* What any language has a form of crosses, and is copied, as that. */
static void
test_values_without_a_tag_are_plain (void)
{
  NoobConverter *converter = add_converter ();
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) decoded = G_VALUE_INIT;
  g_auto (GValue) copied = G_VALUE_INIT;
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GError) error = NULL;

  init_box (&value, 0);
  variant = noob_codec_encode (&value, &error);
  g_assert_no_error (error);
  noob_codec_decode (variant, &decoded, &error);
  g_assert_no_error (error);
  noob_codec_copy (&value, &copied, &error);
  g_assert_no_error (error);

  g_assert_true (G_VALUE_HOLDS_INT64 (&decoded));
  g_assert_true (G_VALUE_HOLDS_INT64 (&copied));
  remove_converter (converter);
}

static void
test_tagged_values_as_values (void)
{
  g_auto (GValue) content = G_VALUE_INIT;
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) other = G_VALUE_INIT;
  g_autofree char *json = NULL;

  g_value_init (&content, G_TYPE_INT64);
  g_value_init (&value, NOOB_TYPE_TAGGED);
  g_value_init (&other, NOOB_TYPE_TAGGED);
  g_value_take_boxed (&value, noob_tagged_new ("a.b", &content));
  g_value_take_boxed (&other, noob_tagged_new ("a.c", &content));

  g_assert_true (noob_value_equal (&value, &value));
  g_assert_false (noob_value_equal (&value, &other));
  g_assert_false (noob_value_is_true (&value));
  json = noob_value_to_json (&value, FALSE, NULL);
  g_assert_cmpstr (json, ==, "{\"a.b\":0}");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/converter/values-come-back", test_values_come_back);
  g_test_add_func ("/converter/unknown-kinds-pass-through", test_unknown_kinds_pass_through);
  g_test_add_func ("/converter/errors-are-the-converters", test_errors_are_the_converters);
  g_test_add_func ("/converter/hold/values", test_values_are_held);
  g_test_add_func ("/converter/hold/nobody", test_values_that_nobody_holds_stay_the_same);
  g_test_add_func ("/converter/hold/errors", test_errors_of_holding_are_the_converters);
  g_test_add_func ("/converter/values-without-a-tag-are-plain",
                   test_values_without_a_tag_are_plain);
  g_test_add_func ("/converter/threads-of-the-library-do-not-ask",
                   test_threads_of_the_library_do_not_ask);
  g_test_add_func ("/converter/inputs-are-converted-where-they-are-given",
                   test_inputs_are_converted_where_they_are_given);
  g_test_add_func ("/converter/objects-are-given-without-being-expected",
                   test_objects_are_given_without_being_expected);
  g_test_add_func ("/tagged/tags", test_tags);
  g_test_add_func ("/tagged/as-values", test_tagged_values_as_values);

  return g_test_run ();
}
