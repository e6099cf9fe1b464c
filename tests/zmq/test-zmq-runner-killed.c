/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The process of a runner is killed: its nodes end properly, and nothing is left. */

#include "pidfd-skip.h"
#include "runner-fixture.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the nodes may take, in milliseconds. */
#define PATIENCE 1000

static void
write_tube (RunnerFixture *fixture,
            const char    *path)
{
  g_autofree char *text = g_strdup_printf (
    "nodes:\n"
    "  a: {type: 'c:libzmq-runner-nodes.so#count'}\n"
    "  b: {type: 'c:libzmq-runner-nodes.so#marker', depends: a.value, params: {path: %s/b}}\n"
    "  c: {type: 'c:libzmq-runner-nodes.so#marker', depends: b.value, params: {path: %s/c}}\n",
    fixture->folder, fixture->folder);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static GPid
spawn (const char *tube,
       FILE      **output)
{
  g_autofree char *maker = g_test_build_filename (G_TEST_BUILT, "zmq", "orphan-maker", NULL);
  char *argv[] = { maker, (char *) tube, NULL };
  g_autoptr (GError) error = NULL;
  GPid pid;
  int fd;

  g_spawn_async_with_pipes (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL, &fd,
                            NULL, &error);
  g_assert_no_error (error);
  *output = fdopen (fd, "r");

  return pid;
}

static void
wait_for_end (int    pidfd,
              gint64 deadline)
{
  struct pollfd poll_fd = { .fd = pidfd, .events = POLLIN };
  int timeout = (int) MAX (0, (deadline - g_get_monotonic_time ()) / 1000);

  g_assert_cmpint (poll (&poll_fd, 1, timeout), ==, 1);
  close (pidfd);
}

static void
test_killed (RunnerFixture *fixture,
             gconstpointer  data)
{
  g_autofree char *tube = g_build_filename (fixture->folder, "tube.yaml", NULL);
  FILE *output;
  gint64 deadline;
  GPid maker;
  int pidfds[3];

  if (skip_without_pidfd ())
    return;

  write_tube (fixture, tube);
  maker = spawn (tube, &output);
  for (guint i = 0; i < G_N_ELEMENTS (pidfds); i++)
    {
      int pid;

      g_assert_cmpint (fscanf (output, "%d", &pid), ==, 1);
      pidfds[i] = pidfd_open (pid, 0);
      g_assert_cmpint (pidfds[i], >=, 0);
    }
  fclose (output);

  deadline = g_get_monotonic_time () + PATIENCE * 1000;
  g_assert_cmpint (kill (maker, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (maker, NULL, 0), ==, maker);
  for (guint i = 0; i < G_N_ELEMENTS (pidfds); i++)
    wait_for_end (pidfds[i], deadline);

  for (const char *name = "bc"; *name != '\0'; name++)
    {
      g_autofree char *marker = g_strdup_printf ("%s/%c", fixture->folder, *name);

      g_assert_true (g_file_test (marker, G_FILE_TEST_EXISTS));
    }
  assert_no_run_folders ();
}

int
main (int   argc,
      char *argv[])
{
  runner_test_init (&argc, &argv);

  runner_test_add ("/zmq-runner/killed/nodes-end-and-nothing-is-left", NULL, test_killed);

  return runner_test_run ();
}
