/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/noob-list.h"
#include "core/noob-record.h"

static NoobList *
list_of_int (gint64 n)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_INT64);
  g_value_set_int64 (&value, n);

  return noob_list_new (&value, 1);
}

static void
test_copies_values (void)
{
  GValue values[3] = { G_VALUE_INIT, G_VALUE_INIT, G_VALUE_INIT };
  g_autoptr (NoobList) list = NULL;

  g_value_init (&values[0], G_TYPE_INT64);
  g_value_set_int64 (&values[0], 5);
  g_value_init (&values[1], G_TYPE_STRING);
  g_value_set_string (&values[1], "x");

  list = noob_list_new (values, 3);
  g_value_unset (&values[0]);
  g_value_unset (&values[1]);

  g_assert_cmpuint (noob_list_get_length (list), ==, 3);
  g_assert_cmpint (g_value_get_int64 (noob_list_get_value (list, 0)), ==, 5);
  g_assert_cmpstr (g_value_get_string (noob_list_get_value (list, 1)), ==, "x");
  g_assert_true (G_VALUE_HOLDS_POINTER (noob_list_get_value (list, 2)));
}

static void
test_empty (void)
{
  g_autoptr (NoobList) list = noob_list_new (NULL, 0);
  g_autoptr (NoobList) other = noob_list_new_strv ((const char *const[]) { NULL });

  g_assert_cmpuint (noob_list_get_length (list), ==, 0);
  g_assert_true (noob_list_equal (list, other));
}

static void
test_takes_array (void)
{
  GArray *values = g_array_new (FALSE, TRUE, sizeof (GValue));
  g_autoptr (NoobList) list = NULL;

  g_array_set_clear_func (values, (GDestroyNotify) g_value_unset);
  g_array_set_size (values, 2);
  g_value_init (&g_array_index (values, GValue, 0), G_TYPE_STRING);
  g_value_set_string (&g_array_index (values, GValue, 0), "kept");

  list = noob_list_new_take (values);

  g_assert_cmpuint (noob_list_get_length (list), ==, 2);
  g_assert_cmpstr (g_value_get_string (noob_list_get_value (list, 0)), ==, "kept");
  g_assert_true (noob_value_is_null (noob_list_get_value (list, 1)));
}

static void
test_takes_empty_array (void)
{
  g_autoptr (NoobList) list = noob_list_new_take (g_array_new (FALSE, TRUE, sizeof (GValue)));

  g_assert_cmpuint (noob_list_get_length (list), ==, 0);
}

static void
test_strings (void)
{
  static const char *const strings[] = { "a", "", "b", NULL };
  g_autoptr (NoobList) list = noob_list_new_strv (strings);

  g_assert_cmpuint (noob_list_get_length (list), ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpstr (g_value_get_string (noob_list_get_value (list, i)), ==, strings[i]);
}

static void
test_equal (void)
{
  g_autoptr (NoobList) one = list_of_int (1);
  g_autoptr (NoobList) same = list_of_int (1);
  g_autoptr (NoobList) two = list_of_int (2);
  g_autoptr (NoobList) empty = noob_list_new (NULL, 0);

  g_assert_true (noob_list_equal (one, one));
  g_assert_true (noob_list_equal (one, same));
  g_assert_false (noob_list_equal (one, two));
  g_assert_false (noob_list_equal (one, empty));
}

static void
test_boxed_copy_is_a_reference (void)
{
  g_autoptr (NoobList) list = list_of_int (1);
  g_autoptr (NoobList) copy = g_boxed_copy (NOOB_TYPE_LIST, list);

  g_assert_true (copy == list);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/list/copies-values", test_copies_values);
  g_test_add_func ("/list/empty", test_empty);
  g_test_add_func ("/list/takes-array", test_takes_array);
  g_test_add_func ("/list/takes-array/empty", test_takes_empty_array);
  g_test_add_func ("/list/strings", test_strings);
  g_test_add_func ("/list/equal", test_equal);
  g_test_add_func ("/list/boxed-copy-is-a-reference", test_boxed_copy_is_a_reference);

  return g_test_run ();
}
