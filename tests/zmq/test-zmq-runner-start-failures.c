/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Initializing that fails: each time it is said which node and why, and nothing is left. The fixture
 * looks for what is left. */

#include "pidfd-skip.h"
#include "runner-fixture.h"

#include <glib/gstdio.h>

#define CHAIN(type) \
  "nodes:\n" \
  "  a: {type: count}\n" \
  "  b: {type: " type ", depends: [{value: a.value}]}\n" \
  "  r: {type: return, depends: b.value}\n"

#define PASS CHAIN ("pass")

static void
test_refused (RunnerFixture *fixture,
              const char    *text,
              NoobError      code,
              const char    *pattern)
{
  fixture->runner = runner_new (text, NULL);
  runner_refuses (fixture->runner, code, pattern);
  runner_refuses (fixture->runner, code, pattern);
}

static void
test_missing_module (RunnerFixture *fixture,
                     gconstpointer  data)
{
  test_refused (fixture, CHAIN ("'c:libnowhere.so#pass'"), NOOB_ERROR_LOAD,
                "*node*b*libnowhere.so*");
}

static void
test_missing_symbol (RunnerFixture *fixture,
                     gconstpointer  data)
{
  test_refused (fixture, CHAIN ("nothing"), NOOB_ERROR_LOAD, "*node*b*nothing*");
}

static void
test_missing_type (RunnerFixture *fixture,
                   gconstpointer  data)
{
  test_refused (fixture, CHAIN ("'NowhereNode'"), NOOB_ERROR_LOAD, "*node*b*NowhereNode*");
}

static void
test_unknown_slot (RunnerFixture *fixture,
                   gconstpointer  data)
{
  test_refused (fixture,
                "nodes:\n"
                "  a: {type: count}\n"
                "  b: {type: pass, depends: [{vlaue: a.value}]}\n",
                NOOB_ERROR_PORTS, "*b*vlaue*value*");
}

static void
test_unknown_signal (RunnerFixture *fixture,
                     gconstpointer  data)
{
  test_refused (fixture,
                "nodes:\n"
                "  a: {type: count}\n"
                "  b: {type: pass, depends: a.vlaue}\n",
                NOOB_ERROR_PORTS, "*a*vlaue*value*");
}

static void
test_failing_init (RunnerFixture *fixture,
                   gconstpointer  data)
{
  test_refused (fixture, CHAIN ("fail_in_init"), NOOB_ERROR_NODE,
                "*node*b*the camera is not there*");
}

static void
test_hanging_init (RunnerFixture *fixture,
                   gconstpointer  data)
{
  runner_expect_log_of ("b", "b: looking for the camera");
  fixture->runner = runner_new (CHAIN ("hang_in_init"), NULL);
  g_object_set (fixture->runner, "init-timeout", 1000, "quit-timeout", 100, NULL);
  runner_refuses (fixture->runner, NOOB_ERROR_TIMEOUT,
                  "*1000 ms:\n*"
                  "node \"b\": waiting; it wrote:\nlooking for the camera");
}

static void
test_usable_afterwards (RunnerFixture *fixture,
                        gconstpointer  data)
{
  const char *folder = g_getenv ("NOOB_LIBEXEC_DIR");
  g_autofree char *right = g_strdup (folder);

  g_setenv ("NOOB_LIBEXEC_DIR", fixture->folder, TRUE);
  test_refused (fixture, PASS, NOOB_ERROR_LOAD, "node \"a\"*noob-node is not installed*");
  g_setenv ("NOOB_LIBEXEC_DIR", right, TRUE);
  runner_initialize (fixture->runner);
  assert_processes (fixture->runner, NULL, "0");
}

/* Puts @contents in the place of noob-node; gives the folder that the right one is in. */
static char *
replace_host (RunnerFixture *fixture,
              const char    *contents,
              int            mode)
{
  char *right = g_strdup (g_getenv ("NOOB_LIBEXEC_DIR"));
  g_autofree char *path = g_build_filename (fixture->folder, "noob-node", NULL);

  g_assert_true (g_file_set_contents_full (path, contents, -1, G_FILE_SET_CONTENTS_NONE, mode, NULL));
  g_setenv ("NOOB_LIBEXEC_DIR", fixture->folder, TRUE);

  return right;
}

static void
test_other_host (RunnerFixture *fixture,
                 const char    *contents,
                 int            mode,
                 NoobError      code,
                 const char    *pattern)
{
  g_autofree char *right = NULL;

  /* Such emulators do not report either that a program cannot be started. */
  if (skip_without_pidfd ())
    return;

  right = replace_host (fixture, contents, mode);
  test_refused (fixture, PASS, code, pattern);
  g_setenv ("NOOB_LIBEXEC_DIR", right, TRUE);
}

/* A host that does something else than to answer, and does not end when it is told to. */
static void
test_silent_host (RunnerFixture *fixture,
                  gconstpointer  data)
{
  g_autofree char *right =
    replace_host (fixture, "#!/bin/sh\necho no licence is left >&2\nexec sleep 1000\n", 0700);

  runner_expect_log_of ("a", "a: no licence is left");
  fixture->runner = runner_new ("nodes:\n  a: {type: count}\n", NULL);
  g_object_set (fixture->runner, "init-timeout", 1000, "quit-timeout", 0, NULL);
  runner_refuses (fixture->runner, NOOB_ERROR_TIMEOUT,
                  "*1000 ms:\nnode \"a\": has not been heard of; it wrote:\nno licence is left");
  g_setenv ("NOOB_LIBEXEC_DIR", right, TRUE);
}

static void
test_not_executable_host (RunnerFixture *fixture,
                          gconstpointer  data)
{
  test_other_host (fixture, "#!/bin/sh\n", 0600, NOOB_ERROR_FAILED,
                   "*node \"a\"*noob-node*Permission denied*");
}

static void
test_ending_host (RunnerFixture *fixture,
                  gconstpointer  data)
{
  test_other_host (fixture, "#!/bin/sh\nexit 4\n", 0700, NOOB_ERROR_NODE_LOST,
                   "*node ?*exited with status 4*");
}

static void
test_timeout_of_host (RunnerFixture *fixture,
                      gconstpointer  data)
{
  fixture->runner = runner_new (PASS, NULL);
  g_object_set (fixture->runner, "init-timeout", 0, "quit-timeout", 10000, NULL);
  runner_refuses (fixture->runner, NOOB_ERROR_TIMEOUT,
                  "*node \"a\": has not been heard of\nnode \"b\": has not been heard of");
}

static void
test_missing_interpreter (RunnerFixture *fixture,
                    gconstpointer  data)
{
  g_setenv ("NOOB_PYTHON", "/nowhere/python", TRUE);
  test_refused (fixture, CHAIN ("'python:math.sqrt'"), NOOB_ERROR_LOAD,
                "node \"b\": \"python:math.sqrt\" is a Python node: there is no program "
                "\"/nowhere/python\"; install *, or set NOOB_PYTHON to where it is");
  g_unsetenv ("NOOB_PYTHON");
}

int
main (int   argc,
      char *argv[])
{
  runner_test_init (&argc, &argv);

  runner_test_add ("/zmq-runner/start/missing-module", NULL, test_missing_module);
  runner_test_add ("/zmq-runner/start/missing-symbol", NULL, test_missing_symbol);
  runner_test_add ("/zmq-runner/start/missing-type", NULL, test_missing_type);
  runner_test_add ("/zmq-runner/start/missing-interpreter", NULL, test_missing_interpreter);
  runner_test_add ("/zmq-runner/start/unknown-slot", NULL, test_unknown_slot);
  runner_test_add ("/zmq-runner/start/unknown-signal", NULL, test_unknown_signal);
  runner_test_add ("/zmq-runner/start/failing-init", NULL, test_failing_init);
  runner_test_add ("/zmq-runner/start/hanging-init", NULL, test_hanging_init);
  runner_test_add ("/zmq-runner/start/host-is-missing", NULL, test_usable_afterwards);
  runner_test_add ("/zmq-runner/start/host-is-not-executable", NULL, test_not_executable_host);
  runner_test_add ("/zmq-runner/start/host-ends", NULL, test_ending_host);
  runner_test_add ("/zmq-runner/start/host-never-answers", NULL, test_silent_host);
  runner_test_add ("/zmq-runner/start/no-time", NULL, test_timeout_of_host);

  return runner_test_run ();
}
