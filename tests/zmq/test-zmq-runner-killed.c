/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The process of a runner is killed: its nodes end properly, and nothing is left. */

#include "pidfd-skip.h"
#include "runner-fixture.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the nodes may take, in milliseconds. */
#define PATIENCE 1000

#define QUIT_TIMEOUT 500

/* The process of a runner, those of its nodes a, b and c, and where they write. */
typedef struct
{
  RunnerFixture *fixture;
  GPid           maker;
  int            pidfds[3];
} Orphans;

/* In @format each %s stands for the folder of the test. */
static char *
write_tube (RunnerFixture *fixture,
            const char    *format)
{
  char *path = g_build_filename (fixture->folder, "tube.yaml", NULL);
  g_auto (GStrv) parts = g_strsplit (format, "%s", -1);
  g_autofree char *text = g_strjoinv (fixture->folder, parts);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));

  return path;
}

static FILE *
spawn (Orphans    *self,
       const char *tube)
{
  g_autofree char *maker = g_test_build_filename (G_TEST_BUILT, "zmq", "orphan-maker", NULL);
  char *argv[] = { maker, (char *) tube, (char *) G_STRINGIFY (QUIT_TIMEOUT), NULL };
  g_autoptr (GError) error = NULL;
  int fd;

  g_spawn_async_with_pipes (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &self->maker,
                            NULL, &fd, NULL, &error);
  g_assert_no_error (error);

  return fdopen (fd, "r");
}

/* Returns when the nodes run. */
static void
make_orphans (Orphans       *self,
              RunnerFixture *fixture,
              const char    *format)
{
  g_autofree char *tube = write_tube (fixture, format);
  FILE *output = spawn (self, tube);

  self->fixture = fixture;
  for (guint i = 0; i < G_N_ELEMENTS (self->pidfds); i++)
    {
      int pid;

      g_assert_cmpint (fscanf (output, "%d", &pid), ==, 1);
      self->pidfds[i] = pidfd_open (pid, 0);
      g_assert_cmpint (self->pidfds[i], >=, 0);
    }
  fclose (output);
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

/* All have ended within @patience milliseconds, and those of @markers were deinitialized. */
static void
kill_the_maker (Orphans    *self,
                guint       patience,
                const char *markers)
{
  gint64 deadline = g_get_monotonic_time () + patience * 1000;

  g_assert_cmpint (kill (self->maker, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (self->maker, NULL, 0), ==, self->maker);
  for (guint i = 0; i < G_N_ELEMENTS (self->pidfds); i++)
    wait_for_end (self->pidfds[i], deadline);

  for (const char *name = markers; *name != '\0'; name++)
    {
      g_autofree char *marker = g_strdup_printf ("%s/%c", self->fixture->folder, *name);

      g_assert_true (g_file_test (marker, G_FILE_TEST_EXISTS));
    }
  assert_no_run_folders ();
}

static void
test_killed (RunnerFixture *fixture,
             gconstpointer  data)
{
  Orphans orphans;

  if (skip_without_pidfd ())
    return;

  make_orphans (&orphans, fixture,
                "nodes:\n"
                "  a: {type: 'c:libzmq-runner-nodes.so#count'}\n"
                "  b: {type: 'c:libzmq-runner-nodes.so#marker', depends: a.value,\n"
                "      params: {path: %s/b}}\n"
                "  c: {type: 'c:libzmq-runner-nodes.so#marker', depends: b.value,\n"
                "      params: {path: %s/c}}\n");
  kill_the_maker (&orphans, PATIENCE, "bc");
}

/* Nobody is left to kill the process of that node. */
static void
test_restless (RunnerFixture *fixture,
               gconstpointer  data)
{
  Orphans orphans;

  if (skip_without_pidfd ())
    return;

  make_orphans (&orphans, fixture,
                "nodes:\n"
                "  a: {type: 'c:libzmq-runner-nodes.so#count'}\n"
                "  b: {type: 'c:libzmq-runner-nodes.so#restless', depends: a.value}\n"
                "  c: {type: 'c:libzmq-runner-nodes.so#marker', depends: b.value,\n"
                "      params: {path: %s/c}}\n");
  kill_the_maker (&orphans, PATIENCE, "c");
}

static void
test_stuck (RunnerFixture *fixture,
            gconstpointer  data)
{
  g_autofree char *pipe = g_build_filename (fixture->folder, "pipe", NULL);
  Orphans orphans;
  int fd;

  if (skip_without_pidfd ())
    return;

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  make_orphans (&orphans, fixture,
                "nodes:\n"
                "  a: {type: 'c:libzmq-runner-nodes.so#count'}\n"
                "  b: {type: 'c:libzmq-runner-nodes.so#hang_in_process', depends: [value: a.value],\n"
                "      params: {at: 3, path: %s/pipe}}\n"
                "  c: {type: 'c:libzmq-runner-nodes.so#marker', depends: a.value,\n"
                "      params: {path: %s/c}}\n");
  fd = open (pipe, O_RDONLY); /* as soon as b hangs */
  g_assert_cmpint (fd, >=, 0);
  kill_the_maker (&orphans, QUIT_TIMEOUT + PATIENCE, "c");
  close (fd);
}

int
main (int   argc,
      char *argv[])
{
  runner_test_init (&argc, &argv);

  runner_test_add ("/zmq-runner/killed/nodes-end-and-nothing-is-left", NULL, test_killed);
  runner_test_add ("/zmq-runner/killed/a-node-leaves-a-source-that-is-always-ready", NULL,
                   test_restless);
  runner_test_add ("/zmq-runner/killed/a-node-is-stuck", NULL, test_stuck);

  return runner_test_run ();
}
