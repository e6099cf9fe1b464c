/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <math.h>
#include <noob.h>
#include <string.h>

#include "spec/noob-document-private.h"

static NoobDocument *
parse (const char *text)
{
  g_autoptr (NoobDocumentSource) source = noob_document_source_new ("some.yaml", NULL);
  g_autoptr (GError) error = NULL;
  NoobDocument *document = noob_document_parse (text, -1, source, &error);

  g_assert_no_error (error);
  g_assert_nonnull (document);
  return document;
}

static void
assert_string (const char *text,
               const char *expected)
{
  g_autoptr (NoobDocument) document = parse (text);

  g_assert_cmpstr (noob_document_get_string (document), ==, expected);
}

static void
assert_integer (const char *text,
                gint64      expected)
{
  g_autoptr (NoobDocument) document = parse (text);

  g_assert_true (G_VALUE_HOLDS_INT64 (noob_document_get_value (document)));
  g_assert_cmpint (g_value_get_int64 (noob_document_get_value (document)), ==, expected);
}

static void
assert_real (const char *text,
             double      expected)
{
  g_autoptr (NoobDocument) document = parse (text);

  g_assert_true (G_VALUE_HOLDS_DOUBLE (noob_document_get_value (document)));
  g_assert_cmpfloat (g_value_get_double (noob_document_get_value (document)), ==, expected);
}

static void
assert_boolean (const char *text,
                gboolean    expected)
{
  g_autoptr (NoobDocument) document = parse (text);

  g_assert_true (G_VALUE_HOLDS_BOOLEAN (noob_document_get_value (document)));
  g_assert_cmpint (g_value_get_boolean (noob_document_get_value (document)), ==, expected);
}

static void
assert_null (const char *text)
{
  g_autoptr (NoobDocument) document = parse (text);

  g_assert_true (noob_document_is_null (document));
}

static void
test_strings (void)
{
  static const char *const plain[] = {
    "yes", "no", "on",  "off",   "y",         "N",    "tRUE",       "nUll", "0o8",
    "0o",  "0x", "0xG", "-0x1F", "1_000",     "1:30", "1e",         "e1",   ".",
    "-",   "+",  "..1", "1.2.3", ".infinity", "nan",  "2001-12-14", "0b11", "input.start"
  };

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    {
      g_autofree char *text = g_strdup_printf ("[%s]", plain[i]);
      g_autoptr (NoobDocument) document = parse (text);

      g_test_message ("%s", plain[i]);
      g_assert_cmpstr (noob_document_get_string (noob_document_get_child (document, 0)), ==,
                       plain[i]);
    }
  assert_string ("\"5\"", "5");
  assert_string ("'null'", "null");
  assert_string ("\"\"", "");
  assert_string ("|\n  5\n", "5\n");
}

static void
test_integers (void)
{
  assert_integer ("0", 0);
  assert_integer ("017", 17);
  assert_integer ("-017", -17);
  assert_integer ("+3", 3);
  assert_integer ("0o17", 15);
  assert_integer ("0x1F", 31);
  assert_integer ("0xff", 255);
  assert_integer ("9223372036854775807", G_MAXINT64);
  assert_integer ("-9223372036854775808", G_MININT64);
}

static void
test_reals (void)
{
  assert_real ("1.", 1);
  assert_real (".5", 0.5);
  assert_real ("-.5e1", -5);
  assert_real ("1e3", 1000);
  assert_real ("1E-2", 0.01);
  assert_real ("+12.25", 12.25);
  assert_real (".inf", INFINITY);
  assert_real ("-.Inf", -INFINITY);
  assert_real ("+.INF", INFINITY);
}

static void
test_not_a_number (void)
{
  g_autoptr (NoobDocument) document = parse (".nan");

  g_assert_true (isnan (g_value_get_double (noob_document_get_value (document))));
}

static void
test_booleans_and_null (void)
{
  assert_boolean ("true", TRUE);
  assert_boolean ("True", TRUE);
  assert_boolean ("FALSE", FALSE);
  assert_null ("~");
  assert_null ("null");
  assert_null ("NULL");
  assert_null ("--- \n");
}

static void
test_order_and_places (void)
{
  g_autoptr (NoobDocument) document = parse ("z: 1\na:\n  - é: x\n    b: [y,\n      w]\n");
  NoobDocument *entry = noob_document_get_child (noob_document_get_member (document, "a"), 0);
  NoobDocument *list = noob_document_get_member (entry, "b");
  g_autofree char *location = noob_document_get_location (noob_document_get_child (list, 1));

  g_assert_cmpuint (noob_document_get_length (document), ==, 2);
  g_assert_cmpstr (noob_document_get_text (noob_document_get_key (document, 0)), ==, "z");
  g_assert_cmpstr (noob_document_get_text (noob_document_get_key (document, 1)), ==, "a");
  g_assert_cmpuint (noob_document_get_line (noob_document_get_key (document, 1)), ==, 2);
  g_assert_cmpuint (noob_document_get_column (noob_document_get_key (document, 1)), ==, 1);
  /* Columns count characters, not bytes. */
  g_assert_cmpuint (noob_document_get_column (noob_document_get_member (entry, "é")), ==, 8);
  g_assert_cmpstr (location, ==, "some.yaml:5:7");
}

static void
test_many_keys (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (NoobDocument) document = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text, "key%u: %u\n", i, i);
  document = parse (text->str);

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *key = g_strdup_printf ("key%u", i);

      g_assert_cmpint (
        g_value_get_int64 (noob_document_get_value (noob_document_get_member (document, key))), ==,
        i);
    }
  g_assert_null (noob_document_get_member (document, "key1000"));
}

static void
test_json_escapes (void)
{
  g_autoptr (NoobDocument) document =
    parse ("{\"a\": "
           "\"\\uD83D\\uDE00\\u00e9\\/"
           "\\n\\\"\\\\uD83D\\\\uDE00\",\t\"b\":[1e3,-0,true,null,\"\\ud834\\udd1e\"]}");
  NoobDocument *list = noob_document_get_member (document, "b");

  g_assert_cmpstr (noob_document_get_string (noob_document_get_member (document, "a")), ==,
                   "😀é/\n\"\\uD83D\\uDE00");
  g_assert_cmpfloat (
    g_value_get_double (noob_document_get_value (noob_document_get_child (list, 0))), ==, 1000);
  g_assert_cmpint (g_value_get_int64 (noob_document_get_value (noob_document_get_child (list, 1))),
                   ==, 0);
  g_assert_cmpstr (noob_document_get_string (noob_document_get_child (list, 4)), ==, "𝄞");
}

static void
test_byte_order_mark (void)
{
  g_autoptr (NoobDocument) document = parse ("\xEF\xBB\xBF" "a: 1\n");

  g_assert_nonnull (noob_document_get_member (document, "a"));
}

static void
test_without_end (void)
{
  static const char text[] = { 'a', ':', ' ', '5' };
  g_autoptr (NoobDocumentSource) source = noob_document_source_new (NULL, NULL);
  g_autofree char *data = g_memdup2 (text, sizeof text);
  g_autoptr (NoobDocument) document = noob_document_parse (data, sizeof text, source, NULL);

  g_assert_cmpint (
    g_value_get_int64 (noob_document_get_value (noob_document_get_member (document, "a"))), ==, 5);
}

static void
test_aliases_share (void)
{
  g_autoptr (NoobDocument) document = parse ("a: &x {v: [1, 2]}\nb: *x\nx: &k c\n*k : e\n");

  g_assert_true (noob_document_get_member (document, "a") ==
                 noob_document_get_member (document, "b"));
  g_assert_nonnull (noob_document_get_member (document, "c"));
}

static void
test_deepest (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (NoobDocument) document = NULL;

  for (guint i = 0; i < NOOB_DOCUMENT_MAX_DEPTH; i++)
    g_string_append_c (text, '[');
  for (guint i = 0; i < NOOB_DOCUMENT_MAX_DEPTH; i++)
    g_string_append_c (text, ']');
  document = parse (text->str);
  g_assert_cmpuint (noob_document_get_length (document), ==, 1);
}

static void
assert_peek (const char *text,
             const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *found = noob_document_peek (text, strlen (text), "noob_id", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_peek (void)
{
  assert_peek ("noob_id: a\nnodes: {}\n", "a");
  assert_peek ("{\"nodes\": {\"noob_id\": \"b\"}, \"list\": [noob_id, c], \"noob_id\": \"a\"}",
               "a");
  assert_peek ("x: noob_id\ny: &q z\nw: *q\nnoob_id: a", "a");
  assert_peek ("nodes: {noob_id: a}\n", NULL);
  assert_peek ("- noob_id\n", NULL);
  assert_peek ("", NULL);
  /* What follows is not looked at. */
  assert_peek ("noob_id: a\nnodes: [[[\n", "a");
}

static void
test_variant (void)
{
  g_autoptr (NoobDocument) document = parse ("a: [1, 2.5, '3', ~, true]\nb: {1: x, y: [[], {}]}\n");
  g_autoptr (GVariant) variant = noob_document_to_variant (document);
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobDocument) again = noob_document_new_from_variant (variant, &error);
  g_autofree char *before = noob_document_to_yaml (document);
  g_autofree char *after = NULL;
  g_autofree char *location = NULL;

  g_assert_no_error (error);
  after = noob_document_to_yaml (again);
  g_assert_cmpstr (before, ==, after);
  location = noob_document_get_location (noob_document_get_member (again, "b"));
  g_assert_cmpstr (location, ==, "some.yaml:2:4");
}

static void
assert_bad_variant (const char *text)
{
  g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_parsed (text));
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", text);
  g_assert_null (noob_document_new_from_variant (variant, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_SPECIFICATION);
}

#define PARTS "@a(maymay) [(nothing, nothing)], @a(yuuusbu) "

static void
test_bad_variants (void)
{
  assert_bad_variant ("'x'");
  assert_bad_variant ("(" PARTS "[])");
  assert_bad_variant ("(" PARTS "[(3, 0, 1, 1, '', false, 0)])");
  assert_bad_variant ("(" PARTS "[(0, 1, 1, 1, '', false, 0)])");
  assert_bad_variant ("(" PARTS "[(1, 0, 1, 1, '', false, 4000000000)])");
  assert_bad_variant ("(" PARTS "[(0, 0, 1, 1, '99999999999999999999', true, 0)])");
  assert_bad_variant (
    "(" PARTS
    "[(2, 0, 1, 1, '', false, 1), (1, 0, 1, 1, '', false, 0), (0, 0, 1, 1, '', true, 0)])");
}

static void
test_deep_variant (void)
{
  GVariantBuilder parts;
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GError) error = NULL;

  g_variant_builder_init (&parts, G_VARIANT_TYPE ("a(yuuusbu)"));
  for (guint i = 0; i < 100000; i++)
    g_variant_builder_add (&parts, "(yuuusbu)", 1, 0, 1, 1, "", FALSE, 1);
  variant = g_variant_ref_sink (g_variant_new (
    "(@a(maymay)a(yuuusbu))", g_variant_new_parsed ("@a(maymay) [(nothing, nothing)]"), &parts));
  g_assert_null (noob_document_new_from_variant (variant, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_SPECIFICATION);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/scalar/strings", test_strings);
  g_test_add_func ("/document/scalar/integers", test_integers);
  g_test_add_func ("/document/scalar/reals", test_reals);
  g_test_add_func ("/document/scalar/not-a-number", test_not_a_number);
  g_test_add_func ("/document/scalar/booleans-and-null", test_booleans_and_null);
  g_test_add_func ("/document/order-and-places", test_order_and_places);
  g_test_add_func ("/document/many-keys", test_many_keys);
  g_test_add_func ("/document/json-escapes", test_json_escapes);
  g_test_add_func ("/document/byte-order-mark", test_byte_order_mark);
  g_test_add_func ("/document/data-without-a-final-nul", test_without_end);
  g_test_add_func ("/document/aliases-share", test_aliases_share);
  g_test_add_func ("/document/deepest", test_deepest);
  g_test_add_func ("/document/peek", test_peek);
  g_test_add_func ("/document/variant/round-trip", test_variant);
  g_test_add_func ("/document/variant/bad", test_bad_variants);
  g_test_add_func ("/document/variant/deep", test_deep_variant);
  return g_test_run ();
}
