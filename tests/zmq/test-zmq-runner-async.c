/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Asynchronous calls to a ZMQ runner that are given up while nodes are stuck, or are made elsewhere
 * than at its home. */

#include "runner-fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  GAsyncResult *result;
  GMainContext *context;
} Answer;

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      answer)
{
  ((Answer *) answer)->result = g_object_ref (result);
}

static GAsyncResult *
wait_for_answer (Answer *answer)
{
  while (answer->result == NULL)
    g_main_context_iteration (answer->context, TRUE);

  return answer->result;
}

/* Takes what has come. */
static void
assert_processed (NoobRunner *runner,
                  Answer     *answer,
                  gint64      expected)
{
  g_autoptr (GAsyncResult) result = wait_for_answer (answer);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  answer->result = NULL;
  noob_runner_process_finish (runner, result, &value, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_value_get_int64 (&value), ==, expected);
}

static void
assert_not_processed (NoobRunner *runner,
                      Answer     *answer,
                      GQuark      domain,
                      int         code)
{
  g_autoptr (GAsyncResult) result = wait_for_answer (answer);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  answer->result = NULL;
  g_assert_false (noob_runner_process_finish (runner, result, &value, &error));
  g_assert_error (error, domain, code);
}

static gboolean
on_time_out (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);

  return G_SOURCE_REMOVE;
}

static void
count_epoch (NoobRunner *runner,
             NoobEpoch  *epoch,
             gpointer    n_ended)
{
  (*(guint *) n_ended)++;
}

/* A runner whose node `b` is stuck with what it gets first until somebody reads the pipe. */
static void
make_stuck (RunnerFixture *fixture,
            char         **path)
{
  g_autofree char *text = NULL;

  *path = g_build_filename (fixture->folder, "pipe", NULL);
  g_assert_no_errno (mkfifo (*path, 0600));
  text = g_strdup_printf ("nodes:\n"
                          "  a: {type: count}\n"
                          "  b: {type: tell, depends: a.value, params: {at: 0, path: \"%s\"}}\n"
                          "  r: {type: return, depends: b.value}\n",
                          *path);
  fixture->runner = runner_new (text, NULL);
}

static void
free_stuck (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  char byte;

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (read (fd, &byte, 1), ==, 1);
  close (fd);
}

static void
test_timed_out_epoch_ends (RunnerFixture *fixture,
                           gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *path = NULL;
  Answer answer = { NULL, NULL };
  guint n_ended = 0;

  make_stuck (fixture, &path);
  g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (count_epoch), &n_ended);
  runner_initialize (fixture->runner);

  noob_runner_process_async (fixture->runner, NULL, cancellable, on_answer, &answer);
  g_timeout_add (100, on_time_out, cancellable);
  assert_not_processed (fixture->runner, &answer, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (n_ended, ==, 1);

  free_stuck (path);
  assert_processes (fixture->runner, NULL, "1");
  g_assert_cmpuint (n_ended, ==, 2);
  g_signal_handlers_disconnect_by_data (fixture->runner, &n_ended);
}

/* As many epochs as may be are stuck; the others have not begun, and never do. */
static void
test_waiting_for_their_turn (RunnerFixture *fixture,
                             gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *path = NULL;
  Answer answers[4] = { { NULL, NULL }, };
  guint n_ended = 0;

  make_stuck (fixture, &path);
  g_object_set (fixture->runner, "max-in-flight", 2, NULL);
  g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (count_epoch), &n_ended);
  runner_initialize (fixture->runner);

  for (guint i = 0; i < 4; i++)
    noob_runner_process_async (fixture->runner, NULL, i == 2 ? cancellable : NULL, on_answer,
                               &answers[i]);
  g_cancellable_cancel (cancellable);
  assert_not_processed (fixture->runner, &answers[2], G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (n_ended, ==, 0);

  free_stuck (path);
  assert_processed (fixture->runner, &answers[0], 0);
  assert_processed (fixture->runner, &answers[1], 1);
  assert_processed (fixture->runner, &answers[3], 2);
  g_assert_cmpuint (n_ended, ==, 3);
  g_signal_handlers_disconnect_by_data (fixture->runner, &n_ended);
}

static void
test_deinitialize_cuts_off (RunnerFixture *fixture,
                            gconstpointer  data)
{
  g_autofree char *path = NULL;
  Answer answers[3] = { { NULL, NULL }, };

  make_stuck (fixture, &path);
  g_object_set (fixture->runner, "max-in-flight", 2, NULL);
  runner_initialize (fixture->runner);
  for (guint i = 0; i < 3; i++)
    noob_runner_process_async (fixture->runner, NULL, NULL, on_answer, &answers[i]);

  free_stuck (path);
  runner_deinitialize (fixture->runner);
  for (guint i = 0; i < 3; i++)
    g_object_unref (wait_for_answer (&answers[i]));
}

static void
test_initialize_cancelled (RunnerFixture *fixture,
                           gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  Answer answer = { NULL, NULL };

  fixture->runner = runner_new ("nodes: {a: {type: count},"
                                " b: {type: hang_in_init, depends: a.value}}",
                                NULL);
  noob_runner_initialize_async (fixture->runner, cancellable, on_answer, &answer);
  g_timeout_add (100, on_time_out, cancellable);
  result = wait_for_answer (&answer);
  g_assert_false (noob_runner_initialize_finish (fixture->runner, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (noob_runner_get_initialized (fixture->runner));
  assert_no_children ();
  assert_no_run_folders ();
}

/* The node is killed long before its time is over. */
static void
test_deinitialize_cancelled (RunnerFixture *fixture,
                             gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  Answer answer = { NULL, NULL };
  gint64 begin;

  fixture->runner = runner_new ("nodes: {a: {type: count},"
                                " b: {type: hang_in_deinit, depends: a.value}}",
                                NULL);
  g_object_set (fixture->runner, "quit-timeout", 60000, NULL);
  runner_initialize (fixture->runner);

  begin = g_get_monotonic_time ();
  noob_runner_deinitialize_async (fixture->runner, cancellable, on_answer, &answer);
  g_timeout_add (100, on_time_out, cancellable);
  result = wait_for_answer (&answer);
  g_assert_false (noob_runner_deinitialize_finish (fixture->runner, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 30 * G_USEC_PER_SEC);
  g_assert_false (noob_runner_get_initialized (fixture->runner));
  assert_no_children ();
}

static gpointer
process_elsewhere (gpointer runner)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Answer answer = { NULL, context };

  g_main_context_push_thread_default (context);
  for (gint64 i = 0; i < 3; i++)
    {
      noob_runner_process_async (runner, NULL, NULL, on_answer, &answer);
      assert_processed (runner, &answer, i);
    }
  g_main_context_pop_thread_default (context);

  return NULL;
}

/* The call ends in the context in which it was made, whether or not home is there. */
static void
test_in_another_thread (RunnerFixture *fixture,
                        gconstpointer  data)
{
  g_thread_join (g_thread_new ("elsewhere", process_elsewhere, fixture->runner));
}

int
main (int   argc,
      char *argv[])
{
  runner_test_init (&argc, &argv);

  runner_test_add ("/zmq-runner/async/a-timed-out-epoch-ends", NULL, test_timed_out_epoch_ends);
  runner_test_add ("/zmq-runner/async/waiting-for-their-turn", NULL, test_waiting_for_their_turn);
  runner_test_add ("/zmq-runner/async/deinitialize/cuts-off", NULL, test_deinitialize_cuts_off);
  runner_test_add ("/zmq-runner/async/initialize/cancelled", NULL, test_initialize_cancelled);
  runner_test_add ("/zmq-runner/async/deinitialize/cancelled", NULL, test_deinitialize_cancelled);
  runner_test_add ("/zmq-runner/async/in-another-thread",
                   "nodes: {a: {type: count}, r: {type: return, depends: a.value}}",
                   test_in_another_thread);

  return runner_test_run ();
}
