/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include "core/noob-error-private.h"
#include "core/noob-name-private.h"

static void
test_failure_fields (void)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new (3);
  g_autoptr (NoobFailure) failure =
      noob_failure_new ("b", epoch, "ValueError", "too small", "line 1", 256);
  g_autoptr (NoobFailure) same = g_boxed_copy (NOOB_TYPE_FAILURE, failure);

  g_assert_true (same == failure);
  g_assert_cmpstr (noob_failure_get_node_id (failure), ==, "b");
  g_assert_true (noob_failure_get_epoch (failure) == epoch);
  g_assert_cmpstr (noob_failure_get_type_name (failure), ==, "ValueError");
  g_assert_cmpstr (noob_failure_get_message (failure), ==, "too small");
  g_assert_cmpstr (noob_failure_get_traceback (failure), ==, "line 1");
  g_assert_cmpint (noob_failure_get_exit_status (failure), ==, 256);
}

static void
test_failure_of_nothing_known (void)
{
  g_autoptr (NoobFailure) failure = noob_failure_new (NULL, NULL, NULL, "gone", NULL, -1);
  g_autoptr (GError) error = noob_error_new_failure (NOOB_ERROR_NODE_LOST, failure);

  g_assert_null (noob_failure_get_node_id (failure));
  g_assert_null (noob_failure_get_epoch (failure));
  g_assert_null (noob_failure_get_type_name (failure));
  g_assert_null (noob_failure_get_traceback (failure));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_NODE_LOST);
  g_assert_cmpstr (error->message, ==, "gone");
}

static void
test_error_carries_failure (void)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new (3);
  g_autoptr (NoobFailure) failure = noob_failure_new ("b", epoch, NULL, "too small", NULL, -1);
  GError *error = noob_error_new_failure (NOOB_ERROR_NODE, failure);
  g_autoptr (GError) copy = g_error_copy (error);

  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_NODE);
  g_assert_cmpstr (error->message, ==, "node b, epoch 3: too small");
  g_assert_true (noob_error_get_failure (error) == failure);

  g_error_free (error);
  g_assert_true (noob_error_get_failure (copy) == failure);
}

static void
test_error_without_failure (void)
{
  g_autoptr (GError) ours = g_error_new_literal (NOOB_ERROR, NOOB_ERROR_STATE, "running");
  g_autoptr (GError) copy = g_error_copy (ours);
  g_autoptr (GError) foreign = g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_NOENT, "none");

  g_assert_null (noob_error_get_failure (ours));
  g_assert_null (noob_error_get_failure (copy));
  g_assert_null (noob_error_get_failure (foreign));
}

static void
test_nearest_name (void)
{
  static const char *const names[] = { "depends", "description", "enabled", "id", "value", NULL };
  static const struct
  {
    const char *name;
    const char *nearest;
  } cases[] = {
    { "depend", "depends" },
    { "dpeends", "depends" },
    { "DEPENDS", "depends" },
    { "desciption", "description" },
    { "enabeld", "enabled" },
    { "ix", "id" },
    { "Id", "id" },
    { "values", "value" },
    { "value", "value" },
    { "xyz", NULL },
    { "", NULL },
    { "completely different", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (noob_nearest_name (cases[i].name, names), ==, cases[i].nearest);
}

static void
test_nearest_name_of_long_names (void)
{
  g_autofree char *long_name = g_strnfill (100000, 'a');
  const char *const names[] = { long_name, "a", NULL };

  g_assert_null (noob_nearest_name (long_name, names));
  g_assert_null (noob_nearest_name ("aaaa", (const char *const[]) { long_name, NULL }));
  g_assert_cmpstr (noob_nearest_name ("b", names), ==, "a");
}

static void
test_identifier (void)
{
  static const char *const good[] = { "a", "_", "A9", "some_name", "__0" };
  static const char *const bad[] = { "", "9", "a-b", "a.b", " a", "a ", "\xc3\xa9" };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (noob_name_is_identifier (good[i], strlen (good[i])));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (noob_name_is_identifier (bad[i], strlen (bad[i])));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/failure/fields", test_failure_fields);
  g_test_add_func ("/failure/of-nothing-known", test_failure_of_nothing_known);
  g_test_add_func ("/error/carries-failure", test_error_carries_failure);
  g_test_add_func ("/error/without-failure", test_error_without_failure);
  g_test_add_func ("/name/nearest", test_nearest_name);
  g_test_add_func ("/name/nearest/long", test_nearest_name_of_long_names);
  g_test_add_func ("/name/identifier", test_identifier);

  return g_test_run ();
}
