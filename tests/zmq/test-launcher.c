/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "expected-log.h"
#include "zmq/noob-launcher-private.h"

typedef struct
{
  GMainContext *context;
  NoobLauncher *launcher;
  char *how;
  gboolean free_when_ended;
} Fixture;

static void
on_ended (NoobLauncher *launcher,
          const char   *how,
          gpointer      user_data)
{
  Fixture *fixture = user_data;

  g_assert_null (fixture->how);
  fixture->how = g_strdup (how);
  if (fixture->free_when_ended)
    g_clear_pointer (&fixture->launcher, noob_launcher_free);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  alarm (60);
  fixture->context = g_main_context_new ();
  g_main_context_push_thread_default (fixture->context);
  fixture->launcher = noob_launcher_new ("run-1", "b", on_ended, fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_pointer (&fixture->launcher, noob_launcher_free);
  g_main_context_pop_thread_default (fixture->context);
  g_main_context_unref (fixture->context);
  g_free (fixture->how);
  alarm (0);
}

static void
launch (Fixture    *fixture,
        const char *script)
{
  const char *argv[] = { "/bin/sh", "-c", script, NULL };
  g_autoptr (GError) error = NULL;

  noob_launcher_launch (fixture->launcher, argv, "{\"bootstrap\": 1}", &error);
  g_assert_no_error (error);
  g_assert_cmpint (noob_launcher_get_pid (fixture->launcher), >, 0);
}

static void
wait_for_end (Fixture *fixture)
{
  while (!fixture->how)
    g_main_context_iteration (fixture->context, TRUE);
}

static void
wait_for_word (Fixture    *fixture,
               const char *word)
{
  g_autofree char *words = NULL;

  while (!words || !strstr (words, word))
    {
      g_free (words);
      g_main_context_iteration (fixture->context, TRUE);
      words = noob_launcher_dup_last_words (fixture->launcher);
    }
}

static void
assert_last_words (Fixture    *fixture,
                   const char *expected)
{
  g_autofree char *words = noob_launcher_dup_last_words (fixture->launcher);

  g_assert_cmpstr (words, ==, expected);
}

static void
test_exit (Fixture       *fixture,
           gconstpointer  data)
{
  launch (fixture, "exit 3");
  g_assert_null (noob_launcher_get_end (fixture->launcher));
  wait_for_end (fixture);
  g_assert_cmpstr (fixture->how, ==, "exited with status 3");
  g_assert_cmpstr (noob_launcher_get_end (fixture->launcher), ==, "exited with status 3");
  g_assert_cmpint (noob_launcher_get_exit_status (fixture->launcher), ==, 3);
  assert_last_words (fixture, "");
}

static void
test_signal (Fixture       *fixture,
             gconstpointer  data)
{
  launch (fixture, "kill -9 $$");
  wait_for_end (fixture);
  g_assert_cmpstr (fixture->how, ==, "was killed by signal 9 (Killed)");
  g_assert_cmpint (noob_launcher_get_exit_status (fixture->launcher), ==, 137);
}

static void
test_bootstrap (Fixture       *fixture,
                gconstpointer  data)
{
  expect_log_of ("b", "b: got {\"bootstrap\": 1}");
  launch (fixture, "read line; echo \"got $line\"");
  wait_for_end (fixture);
  g_assert_cmpstr (fixture->how, ==, "exited with status 0");
  assert_expected_log ();
}

static void
test_too_long_bootstrap (Fixture       *fixture,
                         gconstpointer  data)
{
  const char *argv[] = { "/bin/true", NULL };
  g_autofree char *bootstrap = g_strnfill (1 << 20, 'x');
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_launcher_launch (fixture->launcher, argv, bootstrap, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_FAILED);
  g_assert_cmpint (noob_launcher_get_pid (fixture->launcher), ==, 0);
}

static void
test_life_line (Fixture       *fixture,
                gconstpointer  data)
{
  expect_log_of ("b", "b: waiting");
  launch (fixture, "read line; echo waiting; read more; exit 7");
  wait_for_word (fixture, "waiting");
  g_assert_null (fixture->how);
  noob_launcher_cut_life_line (fixture->launcher);
  wait_for_end (fixture);
  g_assert_cmpstr (fixture->how, ==, "exited with status 7");
}

static void
test_output (Fixture       *fixture,
             gconstpointer  data)
{
  expect_log_of ("b", "b: one");
  expect_log_of ("b", "b: two");
  expect_log_of ("b", "b: three");
  launch (fixture, "echo one; echo two >&2; printf three >&2");
  wait_for_end (fixture);
  assert_last_words (fixture, "one\ntwo\nthree\n");
  assert_expected_log ();
}

static void
test_last_words_are_limited (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autofree char *words = NULL;

  for (guint i = 0; i < 5000; i++)
    expect_log_of ("b", "b: line *");
  launch (fixture, "i=0; while [ $i -lt 5000 ]; do i=$((i + 1)); echo line $i; done");
  wait_for_end (fixture);
  words = noob_launcher_dup_last_words (fixture->launcher);
  g_assert_cmpuint (strlen (words), <=, 4096);
  g_assert_cmpuint (strlen (words), >, 4000);
  g_assert_true (g_str_has_prefix (words, "line "));
  g_assert_true (g_str_has_suffix (words, "line 4999\nline 5000\n"));
  assert_expected_log ();
}

static void
test_long_line_and_bytes (Fixture       *fixture,
                          gconstpointer  data)
{
  for (guint i = 0; i < 25; i++)
    expect_log_of ("b", "b: 0000*");
  expect_log_of ("b", "b: *�*");
  launch (fixture, "printf '%0102400d\\n' 0; printf 'bad \\377 byte\\n'");
  wait_for_end (fixture);
  assert_expected_log ();
}

static void
test_terminate (Fixture       *fixture,
                gconstpointer  data)
{
  expect_log_of ("b", "b: ready");
  launch (fixture, "trap 'exit 5' TERM; read line; echo ready; read more");
  wait_for_word (fixture, "ready");
  noob_launcher_terminate (fixture->launcher, 60000);
  wait_for_end (fixture);
  g_assert_cmpstr (fixture->how, ==, "exited with status 5");
}

static void
test_kill_who_does_not_listen (Fixture       *fixture,
                               gconstpointer  data)
{
  expect_log_of ("b", "b: ready");
  launch (fixture, "trap '' TERM; read line; echo ready; read more");
  wait_for_word (fixture, "ready");
  noob_launcher_terminate (fixture->launcher, 20);
  wait_for_end (fixture);
  g_assert_cmpstr (fixture->how, ==, "was killed by signal 9 (Killed)");
}

static void
test_kill_at_once (Fixture       *fixture,
                   gconstpointer  data)
{
  launch (fixture, "trap '' TERM; read line; read more");
  noob_launcher_terminate (fixture->launcher, 0);
  wait_for_end (fixture);
  g_assert_cmpstr (fixture->how, ==, "was killed by signal 9 (Killed)");
}

static void
test_free_when_ended (Fixture       *fixture,
                      gconstpointer  data)
{
  fixture->free_when_ended = TRUE;
  launch (fixture, "true");
  wait_for_end (fixture);
  g_assert_null (fixture->launcher);
}

static void
test_free_kills (Fixture       *fixture,
                 gconstpointer  data)
{
  GPid pid;

  launch (fixture, "read line; read more");
  pid = noob_launcher_get_pid (fixture->launcher);
  g_clear_pointer (&fixture->launcher, noob_launcher_free);
  g_assert_cmpint (kill (pid, 0), ==, -1);
  g_assert_cmpint (errno, ==, ESRCH);
  g_assert_null (fixture->how);
}

static void
test_no_such_program (Fixture       *fixture,
                      gconstpointer  data)
{
  const char *argv[] = { "/nowhere/noob-node", NULL };
  g_autoptr (GError) error = NULL;

  if (noob_launcher_launch (fixture->launcher, argv, "{}", &error))
    {
      wait_for_end (fixture);
      g_assert_cmpstr (fixture->how, ==, "exited with status 127");
      g_test_skip ("the C library or an emulator tells so only by the exit status");
      return;
    }
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_FAILED);
  g_assert_cmpstr (error->message, ==,
                   "cannot start /nowhere/noob-node for \"b\": No such file or directory");
}

static void
test_clean_child (Fixture       *fixture,
                  gconstpointer  data)
{
  int leaked = open ("/dev/null", O_RDONLY);
  sigset_t mask;

  g_assert_cmpint (leaked, >, 2);
  sigemptyset (&mask);
  sigaddset (&mask, SIGTERM);
  sigprocmask (SIG_BLOCK, &mask, NULL);
  signal (SIGPIPE, SIG_IGN);
  /* Two high signals that the C library keeps to itself may be ignored. */
  expect_log_of ("b", "b: fds 0 1 2");
  expect_log_of ("b", "b: SigBlk:*0000000000000000");
  expect_log_of ("b", "b: SigIgn:*0000");
  launch (fixture,
          "echo fds $(ls /proc/$$/fd | head -n 3); test ! -e /proc/$$/fd/3 || echo leaked;"
          "grep -e SigBlk -e SigIgn /proc/self/status");
  wait_for_end (fixture);
  assert_expected_log ();
  sigprocmask (SIG_UNBLOCK, &mask, NULL);
  signal (SIGPIPE, SIG_DFL);
  close (leaked);
}

#define add(name, function)                                                                        \
  g_test_add ("/launcher/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  expected_log_init ();

  add ("end/exit", test_exit);
  add ("end/signal", test_signal);
  add ("end/free-in-the-handler", test_free_when_ended);
  add ("input/bootstrap", test_bootstrap);
  add ("input/too-long-bootstrap", test_too_long_bootstrap);
  add ("input/life-line", test_life_line);
  add ("output/is-logged", test_output);
  add ("output/last-words-are-limited", test_last_words_are_limited);
  add ("output/long-line-and-bytes", test_long_line_and_bytes);
  add ("terminate/asks", test_terminate);
  add ("terminate/kills-who-does-not-listen", test_kill_who_does_not_listen);
  add ("terminate/kills-at-once", test_kill_at_once);
  add ("terminate/free-kills", test_free_kills);
  add ("start/no-such-program", test_no_such_program);
  add ("start/clean-descriptors-and-signals", test_clean_child);

  return g_test_run ();
}
