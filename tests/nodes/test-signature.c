/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-signature-private.h"

#include "test-support.h"

static void
assert_slot (NoobSignature *signature,
             guint          position,
             const char    *name,
             NoobSlotFlags  flags,
             const char    *type_name)
{
  NoobSlot *slot = g_ptr_array_index (signature->slots, position);

  g_assert_cmpstr (noob_slot_get_name (slot), ==, name);
  g_assert_cmpint (noob_slot_get_flags (slot), ==, flags);
  g_assert_cmpstr (noob_slot_get_type_name (slot), ==, type_name);
}

static void
test_slots_have_flags_and_types (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobSignature) signature =
    noob_signature_parse ("line: string, limit?: dict[str, int], by = : int64 , c?=,*,**:any -> w",
                          &error);

  g_assert_no_error (error);
  g_assert_cmpuint (signature->slots->len, ==, 6);
  assert_slot (signature, 0, "line", NOOB_SLOT_REQUIRED, "string");
  assert_slot (signature, 1, "limit", NOOB_SLOT_HAS_DEFAULT, "dict[str, int]");
  assert_slot (signature, 2, "by", NOOB_SLOT_REQUIRED | NOOB_SLOT_HAS_DEFAULT, "int64");
  assert_slot (signature, 3, "c", NOOB_SLOT_HAS_DEFAULT, NULL);
  assert_slot (signature, 4, "*", NOOB_SLOT_REST | NOOB_SLOT_HAS_DEFAULT, NULL);
  assert_slot (signature, 5, "**", NOOB_SLOT_REST | NOOB_SLOT_HAS_DEFAULT, "any");
}

static void
test_signals_are_listed (void)
{
  const struct
  {
    const char *text;
    const char *signals;
  } cases[] = {
    { "a -> words: list, n", "words n" },
    { "-> lines: list[str]", "lines" },
    { "a", "value" },
    { "", "value" },
    { " a -> ", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (NoobSignature) signature = noob_signature_parse (cases[i].text, &error);
      g_autofree char *signals = NULL;

      g_assert_no_error (error);
      signals = g_strjoinv (" ", signature->signals);
      g_assert_cmpstr (signals, ==, cases[i].signals);
    }
}

static void
test_malformed_is_refused_with_column (void)
{
  const struct
  {
    const char *text;
    const char *column;
    const char *message;
  } cases[] = {
    { "a,", "column 3", "name of a slot is missing" },
    { ", a", "column 1", "name of a slot is missing" },
    { "a b", "column 3", "',' or '->' is missing" },
    { "a -> b c", "column 8", "',' or '->' is missing" },
    { "a: -> b", "column 4", "a type is missing" },
    { "a, a", "column 5", "there already" },
    { "-> a, a", "column 8", "there already" },
    { "-> a,", "column 6", "name of a signal is missing" },
    { "*, a", "column 5", "before * and **" },
    { "1a", "column 1", "name of a slot is missing" },
    { "a -> b?", "column 7", "',' or '->' is missing" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (noob_signature_parse (cases[i].text, &error));
      test_assert_error (error, NOOB_ERROR_LOAD, cases[i].column, cases[i].message, NULL);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/signature/slots/have-flags-and-types", test_slots_have_flags_and_types);
  g_test_add_func ("/signature/signals/are-listed", test_signals_are_listed);
  g_test_add_func ("/signature/malformed/is-refused-with-column",
                   test_malformed_is_refused_with_column);

  return g_test_run ();
}
