/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include "core/noob-debug-private.h"
#include "core/noob-error-private.h"

/* Log messages with fields, and what NOOB_DEBUG asks for. */

static GHashTable *last; /* the fields of the last message */
static guint n_logged;

static GLogWriterOutput
keep_fields (GLogLevelFlags   level,
             const GLogField *fields,
             gsize            n_fields,
             gpointer         data)
{
  n_logged++;
  g_hash_table_remove_all (last);
  for (gsize i = 0; i < n_fields; i++)
    g_hash_table_insert (last, g_strdup (fields[i].key), g_strdup (fields[i].value));

  return G_LOG_WRITER_HANDLED;
}

#define assert_field(name, value) g_assert_cmpstr (g_hash_table_lookup (last, (name)), ==, (value))

static void
test_fields (void)
{
  noob_warning ("run-1", "b", "node \"%s\" drops %d", "b", 3);
  assert_field ("NOOB_NODE_ID", "b");
  assert_field ("NOOB_RUNNER_ID", "run-1");
  assert_field ("MESSAGE", "node \"b\" drops 3");
}

static void
test_unknown_fields (void)
{
  noob_warning (NULL, NULL, "something is dropped");
  g_assert_false (g_hash_table_contains (last, "NOOB_NODE_ID"));
  g_assert_false (g_hash_table_contains (last, "NOOB_RUNNER_ID"));
}

static void
test_usual_fields (void)
{
  noob_log (G_LOG_LEVEL_WARNING, NULL, "b", "a warning");
  assert_field ("PRIORITY", "4");
  assert_field ("GLIB_DOMAIN", "Noob");
  assert_field ("CODE_FUNC", "test_usual_fields");
  g_assert_nonnull (strstr (g_hash_table_lookup (last, "CODE_FILE"), "test-log.c"));
  g_assert_cmpuint (g_ascii_strtoull (g_hash_table_lookup (last, "CODE_LINE"), NULL, 10), >, 0);

  noob_log (G_LOG_LEVEL_MESSAGE, NULL, "b", "a message");
  assert_field ("PRIORITY", "5");
  noob_log (G_LOG_LEVEL_DEBUG, NULL, "b", "a detail");
  assert_field ("PRIORITY", "7");
}

static void
test_error (void)
{
  g_autoptr (NoobFailure) failure =
    noob_failure_new ("c", NULL, "ValueError", "it is too big", NULL, 0);
  g_autoptr (GError) of_node = noob_error_new_failure (NOOB_ERROR_NODE, failure);
  g_autoptr (GError) other = g_error_new_literal (NOOB_ERROR, NOOB_ERROR_FAILED, "out of luck");

  noob_warn_of_error ("run-1", of_node);
  assert_field ("NOOB_NODE_ID", "c");
  assert_field ("MESSAGE", of_node->message);

  noob_warn_of_error ("run-1", other);
  assert_field ("NOOB_NODE_ID", NULL);
  assert_field ("MESSAGE", "out of luck");
}

/* What a process says that has NOOB_DEBUG set to @value. */

static guint n_evaluated;

static const char *
evaluate (void)
{
  n_evaluated++;

  return "b";
}

static void
say_all (void)
{
  noob_debug (PROTOCOL, "run-1", evaluate (), "says \"identify\"");
  noob_debug (LAUNCH, "run-1", NULL, "process %d ended", 7);
}

static void
trap (const char *value)
{
  g_setenv ("NOOB_DEBUG", value, TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_unsetenv ("NOOB_DEBUG");
  g_test_trap_assert_passed ();
}

static void
test_off (void)
{
  if (!g_test_subprocess ())
    {
      trap ("");
      g_test_trap_assert_stderr ("");
      return;
    }

  say_all ();
  g_assert_cmpint (noob_debug_categories, ==, 0);
  n_evaluated = 0;
  say_all ();
  g_assert_cmpuint (n_evaluated, ==, 0);
  g_assert_cmpuint (n_logged, ==, 0);
}

static void
test_one_category (void)
{
  if (g_test_subprocess ())
    {
      say_all ();
      g_assert_cmpuint (n_logged, ==, 0);
      return;
    }

  trap ("launch");
  g_test_trap_assert_stderr ("??:??:??.?????? launch: process 7 ended\n");
}

static void
test_several_categories (void)
{
  static const char *const values[] = { "all", "protocol,launch", "flow,launch,protocol,unknown" };

  if (g_test_subprocess ())
    {
      say_all ();
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      trap (values[i]);
      g_test_trap_assert_stderr ("??:??:??.?????? protocol: node \"b\": says \"identify\"\n"
                                 "??:??:??.?????? launch: process 7 ended\n");
    }
}

static void
test_help (void)
{
  if (g_test_subprocess ())
    {
      say_all ();
      return;
    }

  trap ("help");
  g_test_trap_assert_stderr ("*protocol schedule launch flow all help*");
  g_test_trap_assert_stderr_unmatched ("*identify*");
}

/* Where messages of that level are wanted anyway, they go the way of all others, once. */
static void
test_debug_is_logged (void)
{
  if (g_test_subprocess ())
    {
      say_all ();
      g_assert_cmpuint (n_logged, ==, 1);
      assert_field ("NOOB_NODE_ID", "b");
      assert_field ("NOOB_RUNNER_ID", "run-1");
      assert_field ("PRIORITY", "7");
      assert_field ("MESSAGE", "protocol: node \"b\": says \"identify\"");
      return;
    }

  g_setenv ("G_MESSAGES_DEBUG", "Noob", TRUE);
  trap ("protocol");
  g_unsetenv ("G_MESSAGES_DEBUG");
  g_test_trap_assert_stderr ("");
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  if (!g_test_subprocess ())
    g_unsetenv ("G_MESSAGES_DEBUG");
  last = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_log_set_writer_func (keep_fields, NULL, NULL);

  g_test_add_func ("/log/fields/node-and-runner", test_fields);
  g_test_add_func ("/log/fields/left-out-where-unknown", test_unknown_fields);
  g_test_add_func ("/log/fields/as-other-messages-have-them", test_usual_fields);
  g_test_add_func ("/log/error/has-the-node-that-failed", test_error);
  g_test_add_func ("/debug/off/costs-nothing-and-says-nothing", test_off);
  g_test_add_func ("/debug/one-category", test_one_category);
  g_test_add_func ("/debug/several-categories", test_several_categories);
  g_test_add_func ("/debug/help-lists-categories", test_help);
  g_test_add_func ("/debug/is-logged-where-debugging-messages-are-wanted", test_debug_is_logged);

  status = g_test_run ();
  g_hash_table_unref (last);

  return status;
}
