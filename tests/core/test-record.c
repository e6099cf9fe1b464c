/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gio/gio.h>

#include "core/noob-error.h"
#include "core/noob-record-private.h"

static void
assert_int (NoobRecord *record,
            const char *name,
            gint64      expected)
{
  const GValue *value = noob_record_get_value (record, name);

  g_assert_nonnull (value);
  g_assert_cmpint (g_value_get_int64 (value), ==, expected);
}

static void
assert_names (NoobRecord *record,
              const char *expected)
{
  g_auto (GStrv) names = noob_record_get_names (record);
  g_autofree char *joined = g_strjoinv (" ", names);

  g_assert_cmpstr (joined, ==, expected);
  g_assert_cmpuint (noob_record_get_size (record), ==, g_strv_length (names));
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_assert_cmpstr (noob_record_get_name (record, i), ==, names[i]);
      g_assert_true (noob_record_get_nth (record, i) == noob_record_get_value (record, names[i]));
    }
}

static void
test_keeps_order (void)
{
  g_autoptr (NoobRecord) record = noob_record_new ();

  noob_record_set_int64 (record, "z", 1);
  noob_record_set_string (record, "a", "x");
  noob_record_set_null (record, "m");
  noob_record_set_int64 (record, "z", 2);

  assert_names (record, "z a m");
  assert_int (record, "z", 2);
  g_assert_true (noob_record_has (record, "m"));
  g_assert_false (noob_record_has (record, "b"));
  g_assert_null (noob_record_get_value (record, "b"));
}

static void
test_many (void)
{
  g_autoptr (NoobRecord) record = noob_record_new ();
  const guint n = 1000;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("many-%u", i);

      noob_record_set_int64 (record, name, i);
    }

  g_assert_cmpuint (noob_record_get_size (record), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("many-%u", i);

      assert_int (record, name, i);
      g_assert_cmpstr (noob_record_get_name (record, i), ==, name);
    }

  for (guint i = 0; i < n; i += 2)
    {
      g_autofree char *name = g_strdup_printf ("many-%u", i);

      g_assert_true (noob_record_remove (record, name));
      g_assert_false (noob_record_remove (record, name));
    }

  g_assert_cmpuint (noob_record_get_size (record), ==, n / 2);
  assert_int (record, "many-999", 999);
  g_assert_false (noob_record_has (record, "many-998"));
}

static void
test_remove (void)
{
  g_autoptr (NoobRecord) record = noob_record_new ();

  noob_record_set_int64 (record, "a", 1);
  noob_record_set_string (record, "b", "x");
  noob_record_set_int64 (record, "c", 3);

  g_assert_true (noob_record_remove (record, "b"));
  assert_names (record, "a c");
  noob_record_set_int64 (record, "b", 2);
  assert_names (record, "a c b");

  noob_record_clear (record);
  assert_names (record, "");
  g_assert_false (noob_record_remove (record, "a"));
}

static void
test_unset_all (void)
{
  g_autoptr (NoobRecord) record = noob_record_new ();
  const GValue *place;

  noob_record_set_int64 (record, "a", 1);
  noob_record_set_string (record, "b", "x");
  noob_record_set_int64 (record, "c", 3);
  place = noob_record_get_value (record, "c");

  noob_record_unset_all (record);
  assert_names (record, "");
  g_assert_false (noob_record_has (record, "a"));
  g_assert_false (noob_record_remove (record, "a"));

  noob_record_set_int64 (record, "c", 4);
  assert_names (record, "c");
  g_assert_true (noob_record_get_value (record, "c") == place);
  noob_record_set_string (record, "a", "other type");
  assert_names (record, "a c");
}

static void
test_value_of_same_record (void)
{
  g_autoptr (NoobRecord) record = noob_record_new ();
  static const char *const names[] = { "b", "c", "d", "e", "f", "g", "h", "i", "j" };

  noob_record_set_string (record, "a", "text");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    noob_record_set_value (record, names[i], noob_record_get_value (record, "a"));
  noob_record_set_value (record, "a", noob_record_get_value (record, "a"));

  g_assert_cmpstr (g_value_get_string (noob_record_get_value (record, "j")), ==, "text");
  g_assert_cmpstr (g_value_get_string (noob_record_get_value (record, "a")), ==, "text");
}

static void
test_copy (void)
{
  g_autoptr (NoobRecord) record = noob_record_new ();
  g_autoptr (NoobRecord) copy = NULL;
  g_autoptr (NoobRecord) boxed = NULL;

  noob_record_set (record, "n", G_TYPE_INT64, (gint64) 1, "s", G_TYPE_STRING, "x", NULL);
  copy = noob_record_copy (record);
  g_assert_true (noob_record_equal (record, copy));
  noob_record_set_int64 (copy, "n", 2);
  g_assert_false (noob_record_equal (record, copy));
  assert_int (record, "n", 1);

  g_assert_true (noob_record_is_unique (record));
  boxed = g_boxed_copy (NOOB_TYPE_RECORD, record);
  g_assert_true (boxed == record);
  g_assert_false (noob_record_is_unique (record));
}

static void
test_equal_in_any_order (void)
{
  g_autoptr (NoobRecord) a = noob_record_new ();
  g_autoptr (NoobRecord) b = noob_record_new ();

  noob_record_set (a, "x", G_TYPE_INT64, (gint64) 1, "y", G_TYPE_DOUBLE, 2.0, NULL);
  noob_record_set (b, "y", G_TYPE_DOUBLE, 2.0, "x", G_TYPE_INT, 1, NULL);
  g_assert_true (noob_record_equal (a, b));

  noob_record_set_null (b, "z");
  g_assert_false (noob_record_equal (a, b));
  noob_record_set_null (a, "w");
  g_assert_false (noob_record_equal (a, b));
}

static void
test_get (void)
{
  g_autoptr (NoobRecord) record = noob_record_new ();
  g_autoptr (NoobList) list = noob_list_new (NULL, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_for_path ("/");
  gint64 n = 0;
  int small = 0;
  double x = 0, widened = 0;
  gboolean flag = FALSE;
  const char *text = NULL;
  const char *absent = "default";
  const char *null = "default";
  NoobList *found_list = NULL;
  GFile *found_file = NULL;
  const GValue *any = NULL;

  noob_record_set (record, "n", G_TYPE_INT64, (gint64) 7, "x", G_TYPE_DOUBLE, 0.5, "flag",
                   G_TYPE_BOOLEAN, TRUE, "text", G_TYPE_STRING, "t", "list", NOOB_TYPE_LIST, list,
                   "file", G_TYPE_FILE, file, NULL);
  noob_record_set_null (record, "null");

  g_assert_true (noob_record_get (record, &error, "n", G_TYPE_INT64, &n, "n", G_TYPE_INT, &small,
                                  "n", G_TYPE_DOUBLE, &widened, "x", G_TYPE_DOUBLE, &x, "flag",
                                  G_TYPE_BOOLEAN, &flag, "text?", G_TYPE_STRING, &text, "absent?",
                                  G_TYPE_STRING, &absent, "null?", G_TYPE_STRING, &null, "list",
                                  NOOB_TYPE_LIST, &found_list, "file", G_TYPE_FILE, &found_file,
                                  "null", G_TYPE_VALUE, &any, NULL));
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, 7);
  g_assert_cmpint (small, ==, 7);
  g_assert_cmpfloat (widened, ==, 7.0);
  g_assert_cmpfloat (x, ==, 0.5);
  g_assert_true (flag);
  g_assert_cmpstr (text, ==, "t");
  g_assert_cmpstr (absent, ==, "default");
  g_assert_cmpstr (null, ==, "default");
  g_assert_true (found_list == list);
  g_assert_true (found_file == file);
  g_assert_true (noob_value_is_null (any));
}

static void
test_get_errors (void)
{
  static const struct
  {
    const char *name;
    GType       type;
    const char *message;
  } cases[] = {
    { "absent", G_TYPE_INT64, "\"absent\" is missing: expected an integer" },
    { "text", G_TYPE_INT64,
      "\"text\" has the wrong kind of value: expected an integer, found a string" },
    { "text?", G_TYPE_INT64,
      "\"text\" has the wrong kind of value: expected an integer, found a string" },
    { "null", G_TYPE_STRING, "\"null\" has the wrong kind of value: expected a string, found null" },
    { "real", G_TYPE_INT64,
      "\"real\" has the wrong kind of value: expected an integer, found a real number" },
    { "flag", G_TYPE_DOUBLE,
      "\"flag\" has the wrong kind of value: expected a real number, found a boolean" },
  };
  g_autoptr (NoobRecord) record = noob_record_new ();

  noob_record_set (record, "text", G_TYPE_STRING, "t", "real", G_TYPE_DOUBLE, 1.0, "flag",
                   G_TYPE_BOOLEAN, TRUE, NULL);
  noob_record_set_null (record, "null");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      guint64 location = 0;

      g_assert_false (
          noob_record_get (record, &error, cases[i].name, cases[i].type, &location, NULL));
      g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
      g_assert_cmpstr (error->message, ==, cases[i].message);
      g_assert_cmpuint (location, ==, 0);
    }
}

static void
test_get_range (void)
{
  g_autoptr (NoobRecord) record = noob_record_new ();
  g_autoptr (GError) error = NULL;
  gint64 n = 0;
  int small = 0;
  guint64 wide = 0;

  noob_record_set (record, "huge", G_TYPE_UINT64, G_MAXUINT64, "big", G_TYPE_INT64, G_MAXINT64,
                   "negative", G_TYPE_INT64, (gint64) -1, NULL);

  g_assert_true (noob_record_get (record, NULL, "huge", G_TYPE_UINT64, &wide, NULL));
  g_assert_cmpuint (wide, ==, G_MAXUINT64);
  g_assert_false (noob_record_get (record, NULL, "huge", G_TYPE_INT64, &n, NULL));
  g_assert_false (noob_record_get (record, &error, "big", G_TYPE_INT, &small, NULL));
  g_assert_cmpstr (error->message, ==, "\"big\" does not fit into a gint");
  g_assert_false (noob_record_get (record, NULL, "negative", G_TYPE_UINT64, &wide, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/record/keeps-order", test_keeps_order);
  g_test_add_func ("/record/many", test_many);
  g_test_add_func ("/record/remove", test_remove);
  g_test_add_func ("/record/unset-all", test_unset_all);
  g_test_add_func ("/record/value-of-same-record", test_value_of_same_record);
  g_test_add_func ("/record/copy", test_copy);
  g_test_add_func ("/record/equal/in-any-order", test_equal_in_any_order);
  g_test_add_func ("/record/get", test_get);
  g_test_add_func ("/record/get/errors", test_get_errors);
  g_test_add_func ("/record/get/range", test_get_range);

  return g_test_run ();
}
