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
  guint n_heard = n_ended; /* while it started */

  g_assert_false (is_told (fd, LONG_ENOUGH));

  while (!is_told (fd, 0))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_ended, >, n_heard);

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

/* Calls from elsewhere, while nobody is at home. */

#define MAX_IN_FLIGHT 8
#define IMPATIENCE 500 /* milliseconds */

#define COUNTING \
  "nodes:\n" \
  "  a: {type: count}\n" \
  "  r: {type: return, depends: a.value}\n"

typedef struct
{
  NoobRunner *runner;
  guint       n_wanted;
  guint       n_done;
  gint64      last;
  GError     *error; /* why not all were done */
} Elsewhere;

static void
elsewhere_clear (Elsewhere *self)
{
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Elsewhere, elsewhere_clear)

static gpointer
process_elsewhere (gpointer data)
{
  Elsewhere *self = data;
  g_auto (GValue) value = G_VALUE_INIT;

  while (self->n_done < self->n_wanted &&
         noob_runner_process (self->runner, NULL, &value, &self->error))
    {
      self->last = g_value_get_int64 (&value);
      self->n_done++;
    }
  g_main_context_wakeup (NULL);

  return NULL;
}

static gpointer
iterate_elsewhere (gpointer data)
{
  Elsewhere *self = data;
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (NoobResults) results =
    noob_runner_iterate (self->runner, self->n_wanted, &self->error);

  while (self->error == NULL && noob_results_next (results, &value, &self->error))
    {
      self->last = g_value_get_int64 (&value);
      self->n_done++;
    }
  g_main_context_wakeup (NULL);

  return NULL;
}

static void
note_epoch (NoobRunner *runner,
            NoobEpoch  *epoch,
            gpointer    roots)
{
  guint64 root = noob_epoch_get_root (epoch);

  g_array_append_val ((GArray *) roots, root);
}

/* A runner that is listened to, of which little may be unheard, and not for long. */
static void
make_impatient (RunnerFixture *fixture,
                const char    *text,
                GArray        *roots)
{
  fixture->runner = runner_new (text, NULL);
  g_object_set (fixture->runner, "max-in-flight", MAX_IN_FLIGHT, "quit-timeout", IMPATIENCE, NULL);
  if (roots != NULL)
    g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (note_epoch), roots);
  runner_initialize (fixture->runner);
}

static void
call_elsewhere (Elsewhere *elsewhere,
                gpointer   (*call) (gpointer))
{
  g_thread_join (g_thread_new ("elsewhere", call, elsewhere));
}

static void
wait_for_epochs (GArray *roots,
                 guint   n)
{
  while (roots->len < n)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
assert_all_in_order (GArray *roots,
                     guint   n)
{
  g_assert_cmpuint (roots->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (g_array_index (roots, guint64, i), ==, i);
}

static void
assert_not_heard (Elsewhere *elsewhere)
{
  assert_error_like (elsewhere->error, NOOB_ERROR_TIMEOUT, "*not been heard of*500 ms*");
  g_clear_error (&elsewhere->error);
}

static void
test_unheard_is_bounded (RunnerFixture *fixture,
                         gconstpointer  call)
{
  g_autoptr (GArray) roots = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_auto (Elsewhere) elsewhere = { .n_wanted = 1000 };
  guint n_before;

  make_impatient (fixture, COUNTING, roots);
  elsewhere.runner = fixture->runner;
  call_elsewhere (&elsewhere, call);
  assert_not_heard (&elsewhere);
  g_assert_cmpuint (elsewhere.n_done, <=, MAX_IN_FLIGHT);
  g_assert_cmpuint (elsewhere.n_done, >, MAX_IN_FLIGHT / 2);
  g_assert_cmpint (elsewhere.last, ==, elsewhere.n_done - 1);
  g_assert_cmpuint (roots->len, ==, 0);

  /* Once home listens, everything comes, and it goes on where it was. */
  wait_for_epochs (roots, elsewhere.n_done);
  assert_all_in_order (roots, elsewhere.n_done);
  n_before = elsewhere.n_done;
  elsewhere.n_wanted = n_before + 1;
  call_elsewhere (&elsewhere, process_elsewhere);
  g_assert_no_error (elsewhere.error);
  g_assert_cmpint (elsewhere.last, ==, n_before);
  wait_for_epochs (roots, n_before + 1);
  assert_all_in_order (roots, n_before + 1);
}

static void
test_process_unheard (RunnerFixture *fixture,
                      gconstpointer  data)
{
  test_unheard_is_bounded (fixture, process_elsewhere);
}

static void
test_iterate_unheard (RunnerFixture *fixture,
                      gconstpointer  data)
{
  test_unheard_is_bounded (fixture, iterate_elsewhere);
}

/* Many more than may be unheard, with somebody at home who hears of them. */
static void
test_heard_meanwhile (RunnerFixture *fixture,
                      gconstpointer  data)
{
  g_autoptr (GArray) roots = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_auto (Elsewhere) elsewhere = { .n_wanted = 300 };
  GThread *thread;

  make_impatient (fixture, COUNTING, roots);
  elsewhere.runner = fixture->runner;
  thread = g_thread_new ("elsewhere", process_elsewhere, &elsewhere);
  wait_for_epochs (roots, 300);
  g_thread_join (thread);
  g_assert_no_error (elsewhere.error);
  assert_all_in_order (roots, 300);
}

static void
test_without_listeners_elsewhere (RunnerFixture *fixture,
                                  gconstpointer  data)
{
  g_auto (Elsewhere) elsewhere = { .n_wanted = 300 };

  make_impatient (fixture, COUNTING, NULL);
  elsewhere.runner = fixture->runner;
  call_elsewhere (&elsewhere, process_elsewhere);
  g_assert_no_error (elsewhere.error);
  g_assert_cmpuint (elsewhere.n_done, ==, 300);
}

static void
take_long (NoobRunner *runner,
           NoobEpoch  *epoch,
           gpointer    data)
{
  if (noob_epoch_get_root (epoch) == 2)
    g_usleep (3 * IMPATIENCE * 1000);
}

static void
on_processed (GObject      *runner,
              GAsyncResult *result,
              gpointer      n_processed)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  noob_runner_process_finish (NOOB_RUNNER (runner), result, &value, &error);
  g_assert_no_error (error);
  (*(guint *) n_processed)++;
}

/* Calls that were made at home are not given up while home is busy with what it hears. */
static void
test_slow_handler_at_home (RunnerFixture *fixture,
                           gconstpointer  data)
{
  const guint n_calls = 3 * MAX_IN_FLIGHT;
  guint n_processed = 0;

  make_impatient (fixture, COUNTING, NULL);
  g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (take_long), NULL);
  for (guint i = 0; i < n_calls; i++)
    noob_runner_process_async (fixture->runner, NULL, NULL, on_processed, &n_processed);
  while (n_processed < n_calls)
    g_main_context_iteration (NULL, TRUE);
}

/* Failures do not pile up either: only the last can be looked at. */
static gpointer
fail_elsewhere (gpointer data)
{
  for (guint i = 0; i < 3 * MAX_IN_FLIGHT; i++)
    runner_fails (data, NULL, NOOB_ERROR_NODE, "*");

  return NULL;
}

static void
count_failure (NoobRunner *runner,
               GParamSpec *pspec,
               gpointer    n_failures)
{
  (*(guint *) n_failures)++;
}

static void
test_failures_unheard (RunnerFixture *fixture,
                       gconstpointer  data)
{
  guint n_failures = 0;
  NoobFailure *failure;

  make_impatient (fixture,
                  "nodes:\n"
                  "  a: {type: count}\n"
                  "  b: {type: fail, depends: a.value}\n"
                  "  r: {type: return, depends: b.value}\n",
                  NULL);
  g_signal_connect (fixture->runner, "notify::failure", G_CALLBACK (count_failure), &n_failures);
  g_thread_join (g_thread_new ("elsewhere", fail_elsewhere, fixture->runner));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_failures, ==, 1);
  failure = noob_runner_get_failure (fixture->runner);
  g_assert_cmpuint (noob_epoch_get_root (noob_failure_get_epoch (failure)), ==,
                    3 * MAX_IN_FLIGHT - 1);
  g_signal_handlers_disconnect_by_data (fixture->runner, &n_failures);
}

int
main (int   argc,
      char *argv[])
{
  runner_test_init (&argc, &argv);

  runner_test_add ("/zmq-runner/flow/free-run-waits-for-listeners", NULL, test_waits_for_listeners);
  runner_test_add ("/zmq-runner/flow/free-run-without-listeners", NULL, test_without_listeners);
  runner_test_add ("/zmq-runner/flow/process-elsewhere-waits-for-listeners", NULL,
                   test_process_unheard);
  runner_test_add ("/zmq-runner/flow/iterate-elsewhere-waits-for-listeners", NULL,
                   test_iterate_unheard);
  runner_test_add ("/zmq-runner/flow/process-elsewhere-while-home-listens", NULL,
                   test_heard_meanwhile);
  runner_test_add ("/zmq-runner/flow/process-elsewhere-without-listeners", NULL,
                   test_without_listeners_elsewhere);
  runner_test_add ("/zmq-runner/flow/slow-handler-at-home", NULL, test_slow_handler_at_home);
  runner_test_add ("/zmq-runner/flow/failures-do-not-pile-up", NULL, test_failures_unheard);

  return runner_test_run ();
}
