/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "runner-fixture.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "expected-log.h"

#define WATCHDOG_SECONDS 120

static char *runtime_folder;

static void
set_up (RunnerFixture *fixture,
        gconstpointer  data)
{
  alarm (WATCHDOG_SECONDS);
  fixture->n_fds = count_fds ();
  fixture->folder = g_dir_make_tmp ("noob-XXXXXX", NULL);
  if (data == NULL)
    return;

  fixture->runner = runner_new (data, NULL);
  runner_initialize (fixture->runner);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  g_assert_nonnull (folder);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_assert_cmpint (g_unlink (file), ==, 0);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

static void
tear_down (RunnerFixture *fixture,
           gconstpointer  data)
{
  if (fixture->runner != NULL)
    {
      runner_deinitialize (fixture->runner);
      g_assert_finalize_object (fixture->runner);
    }

  remove_folder (fixture->folder);
  g_free (fixture->folder);
  assert_no_children ();
  assert_no_run_folders ();
  g_assert_cmpuint (count_fds (), ==, fixture->n_fds);
  assert_expected_log ();
  alarm (0);
}

static void
ignore_end (GPid     pid,
            int      status,
            gpointer data)
{
}

/* GLib keeps the descriptor with which its default context is woken, the one of the thread that
 * watches children where there is no pidfd, and the one for the pool of tasks: they are not to count
 * as left behind. */
static void
keep_descriptors_of_glib (void)
{
  char *argv[] = { (char *) "true", NULL };
  g_autoptr (GSource) watch = NULL;
  GPid pid;

  g_object_unref (g_task_new (NULL, NULL, NULL, NULL));
  g_main_context_wakeup (NULL);
  g_main_context_iteration (NULL, FALSE);

  g_assert_true (g_spawn_async (NULL, argv, NULL,
                                G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, NULL, NULL, &pid,
                                NULL));
  watch = g_child_watch_source_new (pid);
  g_source_set_callback (watch, G_SOURCE_FUNC (ignore_end), NULL, NULL);
  g_source_attach (watch, NULL);
  while (!g_source_is_destroyed (watch))
    g_main_context_iteration (NULL, TRUE);
}

void
runner_test_init (int    *argc,
                  char ***argv)
{
  g_autofree char *folder = g_dir_make_tmp ("noob-XXXXXX", NULL);

  /* Before there are threads. */
  g_assert_nonnull (folder);
  runtime_folder = g_build_filename (folder, "noob", NULL);
  g_setenv ("XDG_RUNTIME_DIR", folder, TRUE);

  g_test_init (argc, argv, NULL);
  expected_log_init ();

  keep_descriptors_of_glib ();
}

int
runner_test_run (void)
{
  int status = g_test_run ();
  g_autofree char *folder = g_path_get_dirname (runtime_folder);

  g_rmdir (runtime_folder);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (runtime_folder);

  return status;
}

void
runner_test_add (const char *path,
                 const char *text,
                 RunnerTest  func)
{
  g_test_add (path, RunnerFixture, text, set_up, func, tear_down);
}

/* Nodes are written `type: add`. */
static char *
name_module (const char *text)
{
  g_autoptr (GRegex) regex =
    g_regex_new ("type: (?!return|map|gather|tube|c:|')(\\w+)", 0, 0, NULL);

  return g_regex_replace (regex, text, -1, 0, "type: 'c:libzmq-runner-nodes.so#\\1'", 0, NULL);
}

NoobRunner *
runner_new (const char *text,
            NoobRecord *inputs)
{
  g_autofree char *full = name_module (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) specification =
    noob_tube_specification_new_from_data (full, -1, NULL, &error);
  g_autoptr (NoobTube) tube = NULL;

  g_assert_no_error (error);
  tube = noob_tube_new (specification, inputs, &error);
  g_assert_no_error (error);

  return noob_zmq_runner_new (tube);
}

void
runner_initialize (NoobRunner *runner)
{
  g_autoptr (GError) error = NULL;

  noob_runner_initialize (runner, &error);
  g_assert_no_error (error);
  g_assert_true (noob_runner_get_initialized (runner));
}

void
runner_deinitialize (NoobRunner *runner)
{
  g_autoptr (GError) error = NULL;

  noob_runner_deinitialize (runner, &error);
  g_assert_no_error (error);
  g_assert_false (noob_runner_get_initialized (runner));
}

void
runner_refuses (NoobRunner *runner,
                NoobError   code,
                const char *pattern)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_runner_initialize (runner, &error));
  g_test_message ("%s", error->message);
  assert_error_like (error, code, pattern);
  g_assert_false (noob_runner_get_initialized (runner));
  assert_no_children ();
  assert_no_run_folders ();
}

char *
runner_process (NoobRunner *runner,
                NoobRecord *inputs)
{
  g_auto (GValue) result = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  char *text;

  noob_runner_process (runner, inputs, &result, &error);
  g_assert_no_error (error);
  if (noob_value_is_no_event (&result))
    return g_strdup ("-");

  text = noob_value_to_json (&result, FALSE, &error);
  g_assert_no_error (error);

  return text;
}

char *
runner_run (NoobRunner *runner,
            gint64      n)
{
  g_autoptr (NoobList) results = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  char *text;

  results = noob_runner_run (runner, n, &error);
  g_assert_no_error (error);
  g_value_init (&value, NOOB_TYPE_LIST);
  g_value_set_boxed (&value, results);
  text = noob_value_to_json (&value, FALSE, &error);
  g_assert_no_error (error);

  return text;
}

void
runner_fails (NoobRunner *runner,
              NoobRecord *inputs,
              NoobError   code,
              const char *pattern)
{
  g_auto (GValue) result = G_VALUE_INIT;
  g_autoptr (NoobRecord) given = inputs;
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_runner_process (runner, inputs, &result, &error));
  g_test_message ("%s", error->message);
  assert_error_like (error, code, pattern);
  g_assert_true (noob_value_is_no_event (&result));
}

void
runner_expect_log (const char *pattern)
{
  expect_log (pattern);
}

void
runner_expect_log_of (const char *node_id,
                      const char *pattern)
{
  expect_log_of (node_id, pattern);
}

void
runner_collect_log (void)
{
  collect_log ();
}

GPtrArray *
runner_take_log (void)
{
  return take_collected_log ();
}

NoobRecord *
record_of_int (const char *name,
               gint64      value)
{
  NoobRecord *record = noob_record_new ();

  noob_record_set_int64 (record, name, value);

  return record;
}

guint
count_fds (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  g_assert_nonnull (folder);
  while (g_dir_read_name (folder) != NULL)
    n++;

  return n;
}

void
assert_no_children (void)
{
  siginfo_t info;

  g_assert_cmpint (waitid (P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT), ==, -1);
  g_assert_cmpint (errno, ==, ECHILD);
}

void
assert_no_run_folders (void)
{
  g_autoptr (GDir) folder = g_dir_open (runtime_folder, 0, NULL);

  if (folder != NULL)
    g_assert_cmpstr (g_dir_read_name (folder), ==, NULL);
}

gboolean
process_is_running (GPid pid)
{
  return kill (pid, 0) == 0;
}
