/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pidfd-skip.h"
#include "zmq-fixture.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <sys/wait.h>

#include "zmq/noob-watch-private.h"

#define LONG 60000

typedef struct
{
  ZmqFixture zmq;
  NoobWatch *watch;
  GThread *told_in;
  char *how;
  guint n_told;
} Fixture;

static void
on_runner_gone (NoobWatch  *watch,
                const char *how,
                gpointer    user_data)
{
  Fixture *fixture = user_data;

  fixture->n_told++;
  fixture->told_in = g_thread_self ();
  g_free (fixture->how);
  fixture->how = g_strdup (how);
}

static void
on_clean_up (gpointer user_data)
{
  g_print ("cleaned up\n");
}

static const NoobWatchHandlers handlers = {
  .runner_gone = on_runner_gone,
  .clean_up = on_clean_up,
};

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  zmq_fixture_set_up (&fixture->zmq, data);
  fixture->watch = noob_watch_new (fixture->zmq.zmq_context, &error);
  g_assert_no_error (error);
  noob_watch_set_handlers (fixture->watch, &handlers, fixture, LONG);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_pointer (&fixture->watch, noob_watch_free);
  g_free (fixture->how);
  zmq_fixture_tear_down (&fixture->zmq, data);
}

static void
open_life_line (int fds[2])
{
  g_assert_true (g_unix_open_pipe (fds, FD_CLOEXEC, NULL));
}

static void
test_end_of_life_line (Fixture       *fixture,
                       gconstpointer  data)
{
  int fds[2];

  open_life_line (fds);
  noob_watch_follow_life_line (fixture->watch, fds[0]);
  noob_watch_start (fixture->watch);
  g_assert_cmpint (write (fds[1], "noise", 5), ==, 5);
  close (fds[1]);
  run_until (&fixture->zmq, fixture->how);

  g_assert_true (fixture->told_in == g_thread_self ());
  g_assert_cmpstr (fixture->how, ==, "closed the life line");
}

static GPid
start_process (void)
{
  GPid pid = fork ();

  if (pid == 0)
    {
      pause ();
      _exit (0);
    }
  return pid;
}

static void
end_process (GPid pid)
{
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
}

static void
test_end_of_process (Fixture       *fixture,
                     gconstpointer  data)
{
  GPid pid;

  if (skip_without_pidfd ())
    return;
  pid = start_process ();
  noob_watch_follow_process (fixture->watch, pid);
  noob_watch_start (fixture->watch);
  end_process (pid);
  run_until (&fixture->zmq, fixture->how);
  g_assert_cmpstr (fixture->how, ==, "ended");
}

static void
test_process_ended_before (Fixture       *fixture,
                           gconstpointer  data)
{
  GPid pid;

  if (skip_without_pidfd ())
    return;
  pid = start_process ();
  end_process (pid);
  noob_watch_follow_process (fixture->watch, pid);
  noob_watch_start (fixture->watch);
  run_until (&fixture->zmq, fixture->how);
  g_assert_cmpstr (fixture->how, ==, "had ended before this process began");
}

static void
test_first_news_counts (Fixture       *fixture,
                        gconstpointer  data)
{
  int fds[2];

  open_life_line (fds);
  noob_watch_follow_life_line (fixture->watch, fds[0]);
  noob_watch_start (fixture->watch);
  noob_watch_declare_runner_gone (fixture->watch, "did not renew its lease");
  close (fds[1]);
  run_until (&fixture->zmq, fixture->how);
  g_clear_pointer (&fixture->watch, noob_watch_free);
  while (g_main_context_iteration (fixture->zmq.context, FALSE))
    ;
  g_assert_cmpstr (fixture->how, ==, "did not renew its lease");
  g_assert_cmpuint (fixture->n_told, ==, 1);
}

static void
test_nothing_after_free (Fixture       *fixture,
                         gconstpointer  data)
{
  noob_watch_start (fixture->watch);
  noob_watch_declare_runner_gone (fixture->watch, "ended");
  g_clear_pointer (&fixture->watch, noob_watch_free);
  while (g_main_context_iteration (fixture->zmq.context, FALSE))
    ;
  g_assert_cmpuint (fixture->n_told, ==, 0);
}

static void
test_never_started (Fixture       *fixture,
                    gconstpointer  data)
{
  int fds[2];

  open_life_line (fds);
  noob_watch_follow_life_line (fixture->watch, fds[0]);
  g_clear_pointer (&fixture->watch, noob_watch_free);
  /* It had taken the descriptor. */
  g_assert_cmpint (fcntl (fds[0], F_GETFD), ==, -1);
  close (fds[1]);
}

static gboolean
grant_all (NoobSocket *socket,
           GBytes     *topic,
           const char *user_id,
           gpointer    user_data)
{
  char **user = user_data;

  *user = g_strdup (user_id);
  return TRUE;
}

/* This thread only waits for its own socket, as a node does that is busy. */
static void
test_authenticates (Fixture       *fixture,
                    gconstpointer  data)
{
  static const NoobSocketHandlers granting = { .grant = grant_all };
  g_autofree char *address = zmq_fixture_new_address (&fixture->zmq);
  g_autofree char *digest = noob_authenticator_digest ("secret");
  g_autofree char *user = NULL;
  NoobSocket *outbox;
  NoobSocket *inbox;

  noob_authenticator_add_plain_peer (noob_watch_get_authenticator (fixture->watch), "outbox", "b",
                                     digest, "b");
  noob_watch_start (fixture->watch);
  outbox = zmq_fixture_new_socket (&fixture->zmq, ZMQ_XPUB, "outbox");
  noob_socket_set_handlers (outbox, &granting, &user);
  noob_socket_set_plain_server (outbox, "outbox", NULL);
  bind_socket (outbox, address);
  inbox = zmq_fixture_new_socket (&fixture->zmq, ZMQ_SUB, "inbox");
  noob_socket_set_plain_client (inbox, "b", "secret", NULL);
  noob_socket_subscribe (inbox, "x", 1, NULL);
  connect_socket (inbox, address);
  run_until (&fixture->zmq, user);
  g_assert_cmpstr (user, ==, "b");
  close_socket (inbox);
  close_socket (outbox);
}

static void
hang (void)
{
  void *zmq_context = zmq_ctx_new ();
  NoobWatch *watch = noob_watch_new (zmq_context, NULL);
  int fds[2];

  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  open_life_line (fds);
  noob_watch_set_handlers (watch, &handlers, NULL, 20);
  noob_watch_follow_life_line (watch, fds[0]);
  noob_watch_start (watch);
  close (fds[1]);
  while (TRUE)
    pause ();
}

static void
test_ends_the_process (void)
{
  if (g_test_subprocess ())
    hang ();
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stdout ("*cleaned up*");
  g_test_trap_assert_stderr ("*teardown took more than 20 ms*");
}

#define add(name, function) g_test_add ("/watch/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  expected_log_init ();

  add ("runner-gone/end-of-life-line", test_end_of_life_line);
  add ("runner-gone/end-of-process", test_end_of_process);
  add ("runner-gone/process-ended-before", test_process_ended_before);
  add ("runner-gone/first-news-counts", test_first_news_counts);
  add ("free/nothing-afterwards", test_nothing_after_free);
  add ("free/never-started", test_never_started);
  add ("authenticates-peers", test_authenticates);
  g_test_add_func ("/watch/quit-timeout-ends-the-process", test_ends_the_process);

  return g_test_run ();
}
