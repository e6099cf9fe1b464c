/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* That what is not heard of does not pile up. */

#include "runner-fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#define FAR_AWAY 2000

/* Longer than it takes to get there unless something holds it up. */
#define LONG_ENOUGH 500

static void
count_epoch (NoobRunner *runner,
             NoobEpoch  *epoch,
             gpointer    n_ended)
{
  (*(guint *) n_ended)++;
}

static gboolean
is_told (int fd,
         int timeout)
{
  struct pollfd poll_fd = { fd, POLLIN, 0 };

  return poll (&poll_fd, 1, timeout) == 1;
}

/* A runner that runs freely, and the pipe in which it is told when it is far away. */
static int
start (RunnerFixture *fixture,
       guint         *n_ended)
{
  g_autofree char *path = g_build_filename (fixture->folder, "pipe", NULL);
  g_autofree char *text = g_strdup_printf (
    "nodes:\n"
    "  a: {type: count}\n"
    "  b: {type: tell, depends: a.value, params: {at: %d, path: \"%s\"}}\n",
    FAR_AWAY, path);
  g_autoptr (GError) error = NULL;
  int fd;

  g_assert_no_errno (mkfifo (path, 0600));
  fd = open (path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);

  fixture->runner = runner_new (text, NULL);
  if (n_ended != NULL)
    g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (count_epoch), n_ended);
  runner_initialize (fixture->runner);
  noob_runner_start (fixture->runner, &error);
  g_assert_no_error (error);

  return fd;
}

static void
test_waits_for_listeners (RunnerFixture *fixture,
                          gconstpointer  data)
{
  guint n_ended = 0;
  int fd = start (fixture, &n_ended);

  g_assert_false (is_told (fd, LONG_ENOUGH));
  g_assert_cmpuint (n_ended, ==, 0);

  while (!is_told (fd, 0))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_ended, >, 0);

  g_signal_handlers_disconnect_by_data (fixture->runner, &n_ended);
  close (fd);
}

/* Nobody hears of anything, so nothing piles up. */
static void
test_without_listeners (RunnerFixture *fixture,
                        gconstpointer  data)
{
  int fd = start (fixture, NULL);

  g_assert_true (is_told (fd, -1));

  close (fd);
}

int
main (int   argc,
      char *argv[])
{
  runner_test_init (&argc, &argv);

  runner_test_add ("/zmq-runner/flow/free-run-waits-for-listeners", NULL, test_waits_for_listeners);
  runner_test_add ("/zmq-runner/flow/free-run-without-listeners", NULL, test_without_listeners);

  return runner_test_run ();
}
