/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One process of a run is out for harm (see hostile/): all others get their work done. */

#include "runner-fixture.h"

#include <string.h>

#define N_EPOCHS 400
#define N_SENT 40000

#define PROPHET \
  "nodes:\n" \
  "  prophet: {type: count}\n" \
  "  b: {type: pass, depends: [{value: prophet.value}]}\n" \
  "  r: {type: return, depends: b.value}\n"

#define TUBE \
  "nodes:\n" \
  "  upright: {type: count}\n" \
  "  mallory: {type: pass, depends: [{value: upright.value}]}\n" \
  "  witness: {type: pass, depends: [{value: mallory.value}]}\n" \
  "  b: {type: add, depends: [{left: upright.value}]}\n" \
  "  r: {type: return, depends: b.value}\n"

/* The number that comes after @word in the one message that is like @pattern. */
static guint64
find_number (GPtrArray  *log,
             const char *pattern,
             const char *word)
{
  const char *found = NULL;

  for (guint i = 0; i < log->len; i++)
    if (g_pattern_match_simple (pattern, log->pdata[i]))
      {
        g_assert_null (found);
        found = log->pdata[i];
      }
  if (found == NULL)
    g_error ("nothing like \"%s\" was logged", pattern);

  return g_ascii_strtoull (strstr (found, word) + strlen (word), NULL, 10);
}

/* How many malformed messages of mallory @socket says it dropped; of the first it says so at
 * once. */
static guint64
count_dropped (GPtrArray  *log,
               const char *socket)
{
  g_autofree char *first = g_strconcat (socket, " dropped a malformed message of mallory: *", NULL);
  g_autofree char *total =
    g_strconcat (socket, " dropped * malformed messages of mallory in all", NULL);

  find_number (log, first, "dropped ");

  return find_number (log, total, "dropped ");
}

static void
assert_all_is_about_mallory (GPtrArray *log)
{
  for (guint i = 0; i < log->len; i++)
    {
      g_test_message ("%s", (char *) log->pdata[i]);
      if (strstr (log->pdata[i], "mallory") == NULL)
        g_error ("this was logged too: %s", (char *) log->pdata[i]);
    }
}

static void
process_all (NoobRunner *runner)
{
  for (guint i = 0; i < N_EPOCHS / 2; i++)
    {
      g_autofree char *expected = g_strdup_printf ("%u", i + 1);

      assert_processes (runner, NULL, expected);
    }
}

static void
run_all (NoobRunner *runner)
{
  g_autoptr (GString) expected = g_string_new ("[");

  for (guint i = N_EPOCHS / 2; i < N_EPOCHS; i++)
    g_string_append_printf (expected, "%u%c", i + 1, i + 1 < N_EPOCHS ? ',' : ']');
  assert_runs (runner, N_EPOCHS / 2, expected->str);
}

static void
use_hosts (const char *folder)
{
  g_setenv ("NOOB_LIBEXEC_DIR", folder, TRUE);
}

static void
test_hostile_node (RunnerFixture *fixture,
                   gconstpointer  data)
{
  g_autofree char *right = g_strdup (g_getenv ("NOOB_LIBEXEC_DIR"));
  g_autofree char *seed = g_strdup_printf ("%d", g_test_rand_int_range (0, G_MAXINT));
  g_autoptr (GPtrArray) log = NULL;

  g_test_message ("seed %s", seed);
  g_setenv ("NOOB_TEST_SEED", seed, TRUE);
  use_hosts (g_getenv ("NOOB_HOSTILE_DIR"));
  runner_collect_log ();
  fixture->runner = runner_new (TUBE, NULL);
  runner_initialize (fixture->runner);
  process_all (fixture->runner);
  run_all (fixture->runner);
  runner_deinitialize (fixture->runner);
  log = runner_take_log ();
  use_hosts (right);

  assert_all_is_about_mallory (log);
  g_assert_cmpuint (count_dropped (log, "socket \"router\""), >, 300);
  g_assert_cmpuint (count_dropped (log, "socket \"outbox\""), >, 100);
  g_assert_cmpuint (count_dropped (log, "socket \"inbox\""), >, N_EPOCHS * 5);
  g_assert_cmpuint (count_dropped (log, "upright: *socket \"outbox\""), >, 100);
  g_assert_cmpuint (count_dropped (log, "witness: *socket \"inbox\""), >, N_EPOCHS * 5);
  g_assert_cmpuint (find_number (log, "mallory: sent * messages too many", "sent "), >, N_SENT);
}

/* A node tells of epochs that have not begun, beside those that have. */
static void
test_prophet (RunnerFixture *fixture,
              gconstpointer  data)
{
  g_autofree char *right = g_strdup (g_getenv ("NOOB_LIBEXEC_DIR"));
  g_autoptr (GPtrArray) log = NULL;

  use_hosts (g_getenv ("NOOB_HOSTILE_DIR"));
  runner_collect_log ();
  fixture->runner = runner_new (PROPHET, NULL);
  runner_initialize (fixture->runner);
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *expected = g_strdup_printf ("%u", i);

      assert_processes (fixture->runner, NULL, expected);
    }
  runner_deinitialize (fixture->runner);
  log = runner_take_log ();
  use_hosts (right);

  find_number (log, "*\"inbox\" dropped a malformed message of prophet: it tells of epochs that "
               "have not begun*", "dropped ");
  g_assert_cmpuint (find_number (log, "*\"inbox\" dropped * malformed messages of prophet in all",
                                 "dropped "), ==, 10);
}

int
main (int   argc,
      char *argv[])
{
  runner_test_init (&argc, &argv);

  runner_test_add ("/zmq-runner/hostile-node", NULL, test_hostile_node);
  runner_test_add ("/zmq-runner/node-that-tells-of-what-has-not-begun", NULL, test_prophet);

  return runner_test_run ();
}
