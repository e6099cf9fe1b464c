/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/noob-record.h"

#include <math.h>

static const struct
{
  gint64      integer;
  const char *digits; /* NULL: a double holds it */
} integers[] = {
  { 0, NULL },
  { -7, NULL },
  { (G_GINT64_CONSTANT (1) << 53) - 1, NULL },
  { 1 - (G_GINT64_CONSTANT (1) << 53), NULL },
  { G_GINT64_CONSTANT (1) << 53, "9007199254740992" },
  { -(G_GINT64_CONSTANT (1) << 53), "-9007199254740992" },
  { G_MAXINT64, "9223372036854775807" },
  { G_MININT64, "-9223372036854775808" },
};

static void
assert_number (NoobRecord *record,
               double      number,
               const char *digits)
{
  const GValue *value = noob_record_get_value (record, "x");
  g_autoptr (NoobList) list = value != NULL ? noob_list_new (value, 1) : NULL;
  g_autofree char *in_record = noob_record_get_wide_integer (record, "x");
  g_autofree char *in_list = list != NULL ? noob_list_get_wide_integer (list, 0) : NULL;
  double from_list = list != NULL ? noob_list_get_number (list, 0) : NAN;

  g_assert_cmpstr (in_record, ==, digits);
  g_assert_cmpstr (in_list, ==, digits);
  if (isnan (number))
    {
      g_assert_true (isnan (noob_record_get_number (record, "x")));
      g_assert_true (isnan (from_list));
      return;
    }

  g_assert_cmpfloat (noob_record_get_number (record, "x"), ==, number);
  g_assert_cmpfloat (from_list, ==, number);
}

static void
test_integers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (integers); i++)
    {
      g_autoptr (NoobRecord) record = noob_record_new ();

      noob_record_set_int64 (record, "x", integers[i].integer);
      assert_number (record, integers[i].digits == NULL ? (double) integers[i].integer : NAN,
                     integers[i].digits);
    }
}

static void
test_unsigned_integer (void)
{
  g_autoptr (NoobRecord) record = noob_record_new ();

  noob_record_set (record, "x", G_TYPE_UINT64, G_MAXUINT64, NULL);
  assert_number (record, NAN, "18446744073709551615");
}

static void
test_reals (void)
{
  g_autoptr (NoobRecord) record = noob_record_new ();

  noob_record_set_double (record, "x", 1e300);
  assert_number (record, 1e300, NULL);
}

static void
test_others (void)
{
  g_autoptr (NoobRecord) record = noob_record_new ();

  assert_number (record, NAN, NULL);
  noob_record_set_string (record, "x", "7");
  assert_number (record, NAN, NULL);
  noob_record_set_boolean (record, "x", TRUE);
  assert_number (record, NAN, NULL);
  noob_record_set_null (record, "x");
  assert_number (record, NAN, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/number/integers", test_integers);
  g_test_add_func ("/number/unsigned-integer", test_unsigned_integer);
  g_test_add_func ("/number/reals", test_reals);
  g_test_add_func ("/number/others", test_others);

  return g_test_run ();
}
