/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <math.h>
#include <string.h>

#include "core/noob-error.h"
#include "core/noob-json-private.h"
#include "core/noob-json-scanner-private.h"
#include "random-value.h"

#define MAX_SIZE (16 * 1024 * 1024)

static void
parse_value (const char *text,
             GValue     *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = noob_json_parse (text, -1, MAX_SIZE, &error);

  g_assert_no_error (error);
  g_assert_nonnull (node);
  noob_json_to_value (node, value);
}

/* An object with a form: one property, which has a form unless it is not finite. */

#define TEST_TYPE_DOT (test_dot_get_type ())
G_DECLARE_FINAL_TYPE (TestDot, test_dot, TEST, DOT, GObject)

struct _TestDot
{
  GObject parent_instance;

  double  x;
};

static void
test_dot_serializable_init (JsonSerializableIface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestDot, test_dot, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (JSON_TYPE_SERIALIZABLE,
                                                      test_dot_serializable_init))

static void
test_dot_get_property (GObject    *object,
                       guint       id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  g_value_set_double (value, TEST_DOT (object)->x);
}

static void
test_dot_class_init (TestDotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = test_dot_get_property;
  g_object_class_install_property (
    object_class, 1,
    g_param_spec_double ("x", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, G_PARAM_READABLE));
}

static void
test_dot_init (TestDot *self)
{
}

static JsonObject *
parse_object (const char *text)
{
  g_autoptr (JsonNode) node = noob_json_parse (text, -1, MAX_SIZE, NULL);

  g_assert_nonnull (node);

  return json_node_dup_object (node);
}

static void
assert_refused (const char *text,
                gssize      length,
                const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (noob_json_parse (text, length, MAX_SIZE, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  if (message != NULL)
    g_assert_cmpstr (error->message, ==, message);
}

static void
assert_unwritable (const GValue *value,
                   const char   *part)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (noob_json_from_value (value, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, part));
}

static void
test_integers (void)
{
  static const struct
  {
    const char *text;
    gint64      number;
  } cases[] = {
    { "0", 0 },
    { "-0", 0 },
    { "42", 42 },
    { "-1", -1 },
    { " 7\n", 7 },
    { "9223372036854775807", G_MAXINT64 },
    { "-9223372036854775808", G_MININT64 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      parse_value (cases[i].text, &value);
      g_assert_true (G_VALUE_HOLDS_INT64 (&value));
      g_assert_cmpint (g_value_get_int64 (&value), ==, cases[i].number);
    }
}

static void
test_reals (void)
{
  static const struct
  {
    const char *text;
    double      number;
  } cases[] = {
    { "0.0", 0.0 },   { "-0.0", -0.0 },    { "1.5", 1.5 },     { "-1.5e3", -1500.0 },
    { "1e2", 100.0 }, { "1E+2", 100.0 },   { "1e-2", 0.01 },   { "1e-999", 0.0 },
    { "3.0", 3.0 },   { "1e308", 1e308 },  { "0e0", 0.0 },     { "123456789.125", 123456789.125 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      parse_value (cases[i].text, &value);
      g_assert_true (G_VALUE_HOLDS_DOUBLE (&value));
      g_assert_cmpfloat (g_value_get_double (&value), ==, cases[i].number);
    }
}

static void
test_strings (void)
{
  static const struct
  {
    const char *text;
    const char *string;
  } cases[] = {
    { "\"\"", "" },
    { "\"a b\"", "a b" },
    { "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t" },
    { "\"\\u00e9\\u20AC\"", "\xc3\xa9\xe2\x82\xac" },
    { "\"\\ud83d\\ude00\"", "\xf0\x9f\x98\x80" },
    { "\"\xf0\x9f\x98\x80\"", "\xf0\x9f\x98\x80" },
    { "\"// no comment\"", "// no comment" },
    { "\"\\u0001\x7f\"", "\001\x7f" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      parse_value (cases[i].text, &value);
      g_assert_true (G_VALUE_HOLDS_STRING (&value));
      g_assert_cmpstr (g_value_get_string (&value), ==, cases[i].string);
    }
}

static void
test_containers (void)
{
  g_auto (GValue) value = G_VALUE_INIT;
  NoobRecord *record;
  NoobList *list = NULL;
  NoobRecord *inner = NULL;
  gboolean flag = FALSE;

  parse_value ("{ \"z\": [1, \"x\", null, []],\t\"a\": {\"b\": true},\r\n \"n\": null }", &value);
  g_assert_true (G_VALUE_HOLDS (&value, NOOB_TYPE_RECORD));
  record = g_value_get_boxed (&value);

  g_assert_cmpstr (noob_record_get_name (record, 0), ==, "z");
  g_assert_cmpstr (noob_record_get_name (record, 1), ==, "a");
  g_assert_true (noob_record_get (record, NULL, "z", NOOB_TYPE_LIST, &list, "a", NOOB_TYPE_RECORD,
                                  &inner, NULL));
  g_assert_cmpuint (noob_list_get_length (list), ==, 4);
  g_assert_true (noob_value_is_null (noob_list_get_value (list, 2)));
  g_assert_true (noob_record_get (inner, NULL, "b", G_TYPE_BOOLEAN, &flag, NULL));
  g_assert_true (flag);
  g_assert_true (noob_value_is_null (noob_record_get_value (record, "n")));
}

static void
test_malformed (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { "", "line 1, column 1: expected a value, found the end of the text" },
    { " \n ", "line 2, column 2: expected a value, found the end of the text" },
    { "nul", "line 1, column 1: expected a value, found 'n'" },
    { "True", NULL },
    { "nulll", "line 1, column 5: expected nothing more, found 'l'" },
    { "1 2", "line 1, column 3: expected nothing more, found '2'" },
    { "[1,]", "line 1, column 4: expected a value, found ']'" },
    { "[,1]", "line 1, column 2: expected a value or ']', found ','" },
    { "[1 2]", "line 1, column 4: expected ',' or ']', found '2'" },
    { "[1", "line 1, column 3: expected ',' or ']', found the end of the text" },
    { "[1}", "line 1, column 3: expected ',' or ']', found '}'" },
    { "]", NULL },
    { "{", "line 1, column 2: expected a name in quotes or '}', found the end of the text" },
    { "{\"a\":1,}", "line 1, column 8: expected a name in quotes, found '}'" },
    { "{\"a\"}", "line 1, column 5: expected ':' after the name, found '}'" },
    { "{\"a\":}", "line 1, column 6: expected a value, found '}'" },
    { "{\"a\":1 \"b\":2}", "line 1, column 8: expected ',' or '}', found '\"'" },
    { "{a:1}", NULL },
    { "{'a':1}", NULL },
    { "{1:2}", NULL },
    { "{\"a\":1]", NULL },
    { "{\"\":1}", "line 1, column 2: a name may not be empty" },
    { "\"abc", "line 1, column 1: the string that starts here does not end" },
    { "\"abc\\", NULL },
    { "\"\n\"", "line 1, column 2: a control character in a string must be escaped" },
    { "\"\\x\"", "line 1, column 3: expected one of \"\\/bfnrtu after a backslash, found 'x'" },
    { "\"\\u12\"", NULL },
    { "\"\\u00e\xc3\xa9\"", NULL },
    { "\"\\u0000\"", "line 1, column 2: a string may not contain the character U+0000" },
    { "+1", NULL },
    { "01", "line 1, column 2: expected nothing more, found '1'" },
    { "-", NULL },
    { "-a", NULL },
    { ".5", NULL },
    { "5.x", "line 1, column 3: expected a digit after the decimal point, found 'x'" },
    { "5.", NULL },
    { "1e", NULL },
    { "1e+", NULL },
    { "0x10", NULL },
    { "1_000", NULL },
    { "NaN", NULL },
    { "Infinity", NULL },
    { "-Infinity", NULL },
    { "// comment\n1", "line 1, column 1: expected a value, found '/'" },
    { "/* comment */ 1", NULL },
    { "1 // comment", NULL },
    { "[1, # comment\n2]", NULL },
    { "\xef\xbb\xbf{}", "line 1, column 1: expected a value, found the character U+FEFF" },
    { "{\n  \"\xc3\xa9\xc3\xa9\": x\n}", "line 2, column 9: expected a value, found 'x'" },
    { "var a = 1", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i].text, -1, cases[i].message);
}

static void
test_duplicate_names (void)
{
  g_auto (GValue) value = G_VALUE_INIT;

  assert_refused ("{\"a\":1,\n \"a\":2}", -1, "line 2, column 2: the name \"a\" is there twice");
  assert_refused ("{\"a\":1,\"\\u0061\":2}", -1, "line 1, column 8: the name \"a\" is there twice");
  assert_refused ("[{\"x\":{\"a\":1},\"x\":2}]", -1, NULL);
  parse_value ("[{\"a\":1},{\"a\":{\"a\":2}}]", &value);
}

static void
test_numbers_out_of_range (void)
{
  g_autofree char *digits = g_strnfill (100000, '9');
  g_autofree char *zeros = g_strconcat ("0.", digits, "e-5", NULL);
  g_auto (GValue) value = G_VALUE_INIT;

  assert_refused ("9223372036854775808", -1,
                  "line 1, column 1: the number is too big for an integer of 64 bits");
  assert_refused ("-9223372036854775809", -1, NULL);
  assert_refused ("[1, 18446744073709551616]", -1, NULL);
  assert_refused (digits, -1, NULL);
  assert_refused ("1e999", -1, "line 1, column 1: the number is too big for a real");
  assert_refused ("-1e999", -1, NULL);
  assert_refused ("[1.0e400]", -1, "line 1, column 2: the number is too big for a real");
  parse_value (zeros, &value);
  g_assert_cmpfloat (g_value_get_double (&value), >, 0);
}

static void
test_lone_surrogates (void)
{
  static const char *const texts[] = {
    "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83dx\"", "\"\\ud83d\\n\"", "\"\\ud83d\\ud83d\"",
    "\"\\ud83d\\u0041\"", "\"\\ud83d\\", "{\"\\udc00\":1}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], -1, NULL);
}

static void
test_invalid_utf8 (void)
{
  assert_refused ("\"\xff\"", -1, "line 1, column 2: this is not valid UTF-8");
  assert_refused ("[\n\"\xc3\xa9\xc3\"]", -1, "line 2, column 3: this is not valid UTF-8");
  assert_refused ("\"\xed\xa0\x80\"", -1, NULL);
  assert_refused ("\"\xc0\x80\"", -1, NULL);
  assert_refused ("\"a\0b\"", 5, "line 1, column 3: a text may not contain NUL characters");
  assert_refused ("\"\xf0\x9f\x98", -1, NULL);
}

static void
test_nesting (void)
{
  for (int objects = FALSE; objects <= TRUE; objects++)
    {
      const char *open = objects ? "{\"a\":" : "[";
      g_autoptr (GString) text = g_string_new (NULL);
      g_auto (GValue) value = G_VALUE_INIT;

      for (int i = 0; i < NOOB_JSON_MAX_DEPTH; i++)
        g_string_append (text, open);
      g_string_append_c (text, '1');
      for (int i = 0; i < NOOB_JSON_MAX_DEPTH; i++)
        g_string_append_c (text, objects ? '}' : ']');
      parse_value (text->str, &value);

      g_string_prepend (text, open);
      g_string_append_c (text, objects ? '}' : ']');
      assert_refused (text->str, -1, NULL);
    }
}

static void
test_many_brackets (void)
{
  g_autofree char *opening = g_strnfill (100000, '[');
  g_autofree char *closing = g_strnfill (100000, ']');
  g_autofree char *both = g_strconcat (opening, closing, NULL);

  assert_refused (opening, -1, "line 1, column 65: nested more than 64 deep");
  assert_refused (both, -1, NULL);
}

static void
test_size_limit (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = noob_json_parse ("[1, 2]", -1, 6, NULL);

  g_assert_nonnull (node);
  g_assert_null (noob_json_parse ("[1, 2]", -1, 5, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
}

static void
test_length_counts (void)
{
  g_autoptr (JsonNode) node = noob_json_parse ("123456", 3, MAX_SIZE, NULL);

  g_assert_cmpint (json_node_get_int (node), ==, 123);
}

/* Every prefix of a text is refused, without reading beyond its end. */
static void
test_truncated (void)
{
  static const char text[] =
      "{\"a\": [1, -2.5e+3, \"x\\n\\ud83d\\ude00\xc3\xa9\", true, false, null, {}], "
      "\"b\": {\"c\": 0}}";

  for (gsize length = 0; length < sizeof text - 1; length++)
    {
      g_autofree char *exact = g_memdup2 (text, length);

      assert_refused (exact != NULL ? exact : "", length, NULL);
    }
}

/* Whatever the scanner lets pass, json-glib must read as the same. */
static void
test_random_texts (void)
{
  static const char *const tokens[] = {
    "{", "}", "[", "]", ",", ":", "1", "-", "0", ".5", "e", "\"a\"", "\"b\"", "\"", "\\", "u00e9",
    "true", "null", " ", "\n", "/", "*", "\xc3\xa9", "\xff", "1.5", "1e5", "-7", "'",
  };

  for (int i = 0; i < 100000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (GError) scan_error = NULL;
      g_autoptr (GError) error = NULL;
      gboolean valid;

      for (int j = g_test_rand_int_range (0, 8); j >= 0; j--)
        g_string_append (text, tokens[g_test_rand_int_range (0, G_N_ELEMENTS (tokens))]);

      valid = noob_json_scan (text->str, text->len, &scan_error);
      node = noob_json_parse (text->str, text->len, MAX_SIZE, &error);
      g_assert_cmpint (valid, ==, node != NULL);
      if (!valid)
        g_assert_cmpstr (error->message, ==, scan_error->message);
    }
}

static void
test_random_round_trips (void)
{
  for (int i = 0; i < 2000; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_auto (GValue) back = G_VALUE_INIT;
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = NULL;
      g_autofree char *text = NULL;

      random_value (&value, N_RANDOM_JSON_KINDS, 3);
      node = noob_json_from_value (&value, &error);
      g_assert_no_error (error);
      text = noob_json_to_string (node, g_test_rand_bit ());
      parse_value (text, &back);

      if (!noob_value_equal (&value, &back))
        g_error ("does not come back: %s", text);
    }
}

static void
test_values_without_a_form (void)
{
  static const double reals[] = { NAN, INFINITY, -INFINITY };
  g_auto (GValue) bytes = G_VALUE_INIT;
  g_auto (GValue) big = G_VALUE_INIT;
  g_auto (GValue) text = G_VALUE_INIT;
  g_auto (GValue) strings = G_VALUE_INIT;
  g_auto (GValue) names = G_VALUE_INIT;
  g_auto (GValue) nested = G_VALUE_INIT;
  g_autoptr (NoobRecord) badly_named = noob_record_new ();
  g_autoptr (NoobRecord) record = noob_record_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (reals); i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      g_value_init (&value, G_TYPE_DOUBLE);
      g_value_set_double (&value, reals[i]);
      assert_unwritable (&value, "finite");
    }

  g_value_init (&bytes, G_TYPE_BYTES);
  g_value_take_boxed (&bytes, g_bytes_new (NULL, 0));
  assert_unwritable (&bytes, "bytes");

  g_value_init (&big, G_TYPE_UINT64);
  g_value_set_uint64 (&big, G_MAXUINT64);
  assert_unwritable (&big, "64 bits");

  g_value_init (&text, G_TYPE_STRING);
  g_value_set_string (&text, "\xff");
  assert_unwritable (&text, "UTF-8");

  g_value_init (&strings, G_TYPE_STRV);
  g_value_set_boxed (&strings, (const char *const[]) { "a", "\xff", NULL });
  assert_unwritable (&strings, "UTF-8");

  noob_record_set_null (badly_named, "\xff");
  g_value_init (&names, NOOB_TYPE_RECORD);
  g_value_set_boxed (&names, badly_named);
  assert_unwritable (&names, "a name that is not valid UTF-8");

  noob_record_set_value (record, "inner", &bytes);
  g_value_init (&nested, NOOB_TYPE_RECORD);
  g_value_set_boxed (&nested, record);
  assert_unwritable (&nested, "inner: bytes");
}

static void
test_write_objects (void)
{
  g_autoptr (TestDot) dot = g_object_new (TEST_TYPE_DOT, NULL);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  dot->x = 0.5;
  g_value_init (&value, TEST_TYPE_DOT);
  g_value_set_object (&value, dot);
  text = noob_value_to_json (&value, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "{\"x\":0.5}");

  dot->x = INFINITY;
  assert_unwritable (&value, "x: a real that is not finite");
}

static void
test_write_depth (void)
{
  g_auto (GValue) value = G_VALUE_INIT;

  noob_value_set_null (&value);
  for (int i = 0; i < 1000; i++)
    {
      NoobList *list = noob_list_new (&value, 1);

      g_value_unset (&value);
      g_value_init (&value, NOOB_TYPE_LIST);
      g_value_take_boxed (&value, list);
    }

  assert_unwritable (&value, "nested");
}

static char *
write_real (double real)
{
  g_autoptr (JsonNode) node = json_node_init_double (json_node_alloc (), real);

  return noob_json_to_string (node, FALSE);
}

static void
test_write_reals (void)
{
  static const struct
  {
    double      real;
    const char *text;
  } cases[] = {
    { 3.0, "3.0" },       { -0.0, "-0.0" },     { 0.1, "0.1" },           { 1.5e300, "1.5e+300" },
    { 1e-300, "1e-300" }, { 1e300, "1e+300" },  { 5e-324, "4.94065645841247e-324" },
    { 1.0 / 3, "0.3333333333333333" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = write_real (cases[i].real);
      g_auto (GValue) back = G_VALUE_INIT;

      g_assert_cmpstr (text, ==, cases[i].text);
      parse_value (text, &back);
      g_assert_true (G_VALUE_HOLDS_DOUBLE (&back));
      g_assert_cmpfloat (g_value_get_double (&back), ==, cases[i].real);
    }
}

static void
test_write_pretty (void)
{
  static const char text[] = "{\n"
                             "  \"a\": [\n"
                             "    1,\n"
                             "    \"\\\"\\\\\\n\\u0001\\u007f/\xc3\xa9\"\n"
                             "  ],\n"
                             "  \"b\": {},\n"
                             "  \"c\": [],\n"
                             "  \"d\": {\n"
                             "    \"e\": null\n"
                             "  }\n"
                             "}";
  g_autoptr (JsonNode) node = noob_json_parse (text, -1, MAX_SIZE, NULL);
  g_autofree char *written = noob_json_to_string (node, TRUE);

  g_assert_cmpstr (written, ==, text);
}

static void
test_members (void)
{
  g_autoptr (JsonObject) object =
      parse_object ("{\"s\":\"x\",\"i\":5,\"b\":true,\"o\":{},\"a\":[],\"r\":1.5,\"n\":null}");
  const char *string = NULL;
  gint64 integer = 0;
  gboolean boolean = FALSE;
  JsonObject *inner = NULL;
  JsonArray *array = NULL;

  g_assert_true (noob_json_get_string (object, "s", &string, NULL));
  g_assert_cmpstr (string, ==, "x");
  g_assert_true (noob_json_get_int (object, "i", &integer, NULL));
  g_assert_cmpint (integer, ==, 5);
  g_assert_true (noob_json_get_boolean (object, "b", &boolean, NULL));
  g_assert_true (boolean);
  g_assert_true (noob_json_get_object (object, "o", &inner, NULL));
  g_assert_nonnull (inner);
  g_assert_true (noob_json_get_array (object, "a", &array, NULL));
  g_assert_nonnull (array);
}

static void
test_members_of_wrong_kind (void)
{
  static const char *const members[] = { "s", "i", "b", "o", "a", "r", "n", "absent" };
  g_autoptr (JsonObject) object =
      parse_object ("{\"s\":\"x\",\"i\":5,\"b\":true,\"o\":{},\"a\":[],\"r\":1.5,\"n\":null}");
  g_autoptr (GError) error = NULL;
  const char *string;
  gint64 integer;
  gboolean boolean;
  JsonObject *inner;
  JsonArray *array;

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *member = members[i];

      g_assert_cmpint (noob_json_get_string (object, member, &string, NULL), ==, *member == 's');
      g_assert_cmpint (noob_json_get_int (object, member, &integer, NULL), ==, *member == 'i');
      g_assert_cmpint (noob_json_get_boolean (object, member, &boolean, NULL), ==, *member == 'b');
      g_assert_cmpint (noob_json_get_object (object, member, &inner, NULL), ==, *member == 'o');
      g_assert_cmpint (noob_json_get_array (object, member, &array, NULL), ==,
                       g_str_equal (member, "a"));
    }

  g_assert_false (noob_json_get_int (object, "s", &integer, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
  g_assert_cmpstr (error->message, ==,
                   "\"s\" has the wrong kind of value: expected an integer, found a string");
  g_clear_error (&error);
  g_assert_false (noob_json_get_int (object, "absent", &integer, &error));
  g_assert_cmpstr (error->message, ==, "\"absent\" is missing: expected an integer");
}

static void
test_values_to_text_and_back (void)
{
  const char *text = "{\"a\":[1,2.5,null,true,\"x\"],\"b\":{}}";
  g_auto (GValue) value = G_VALUE_INIT;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (noob_value_from_json (&value, text, -1, &error));
  g_assert_no_error (error);
  g_assert_true (G_VALUE_HOLDS (&value, NOOB_TYPE_RECORD));
  again = noob_value_to_json (&value, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, text);

  g_assert_false (noob_value_from_json (&value, "{", -1, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
  g_assert_true (noob_value_is_null (&value));
  g_clear_error (&error);

  noob_value_set_no_event (&value);
  g_assert_null (noob_value_to_json (&value, FALSE, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/parse/integers", test_integers);
  g_test_add_func ("/json/parse/reals", test_reals);
  g_test_add_func ("/json/parse/strings", test_strings);
  g_test_add_func ("/json/parse/containers", test_containers);
  g_test_add_func ("/json/parse/length-counts", test_length_counts);
  g_test_add_func ("/json/refuse/malformed", test_malformed);
  g_test_add_func ("/json/refuse/duplicate-names", test_duplicate_names);
  g_test_add_func ("/json/refuse/numbers-out-of-range", test_numbers_out_of_range);
  g_test_add_func ("/json/refuse/lone-surrogates", test_lone_surrogates);
  g_test_add_func ("/json/refuse/invalid-utf8", test_invalid_utf8);
  g_test_add_func ("/json/refuse/nesting", test_nesting);
  g_test_add_func ("/json/refuse/many-brackets", test_many_brackets);
  g_test_add_func ("/json/refuse/size-limit", test_size_limit);
  g_test_add_func ("/json/refuse/truncated", test_truncated);
  g_test_add_func ("/json/random-texts", test_random_texts);
  g_test_add_func ("/json/round-trip/random", test_random_round_trips);
  g_test_add_func ("/json/write/values-without-a-form", test_values_without_a_form);
  g_test_add_func ("/json/write/objects", test_write_objects);
  g_test_add_func ("/json/write/depth", test_write_depth);
  g_test_add_func ("/json/write/reals", test_write_reals);
  g_test_add_func ("/json/write/pretty", test_write_pretty);
  g_test_add_func ("/json/members", test_members);
  g_test_add_func ("/json/members/of-wrong-kind", test_members_of_wrong_kind);
  g_test_add_func ("/json/values/to-text-and-back", test_values_to_text_and_back);

  return g_test_run ();
}
