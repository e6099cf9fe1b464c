/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A command node that an application drives by hand. */

#include "by-hand-fixture.h"

#include "zmq/noob-authenticator-private.h"
#include "zmq/noob-command-node-private.h"
#include "zmq/noob-socket-private.h"

#define TWO \
  "input: {x: {scope: process, default: 1}}\n" \
  "nodes:\n" \
  "  s: {type: note, depends: [value: input.x], stateful: true}\n" \
  "  l: {type: note, depends: [value: input.x]}\n"

#define CHAIN \
  "input: {x: {scope: process, default: 1}}\n" \
  "nodes:\n" \
  "  a: {type: note, depends: [value: input.x]}\n" \
  "  b: {type: note, depends: [value: a.value]}\n"

#define SOURCE \
  "nodes:\n" \
  "  a: {type: tick, stateful: true}\n" \
  "  b: {type: note, depends: [value: a.value]}\n"

static const char *const both[] = { "a", "b", NULL };

static void
wait_for_events (ByHand     *self,
                 const char *text)
{
  by_hand_until (self, strlen (self->events->str) >= strlen (text));
  g_assert_cmpstr (self->events->str, ==, text);
}

/* Epochs. */

static void
test_out_of_order (ByHand        *self,
                   gconstpointer  data)
{
  by_hand_start (self);

  by_hand_process (self, 2, 1);
  by_hand_process (self, 1, 1);
  by_hand_settle (self);
  g_assert_null (strstr (self->events->str, "s="));
  by_hand_until (self, strstr (self->events->str, "l=1") && strstr (self->events->str, "l=2"));

  g_string_truncate (self->events, 0);
  by_hand_process (self, 0, 1);
  by_hand_until (self, strstr (self->events->str, "s=2") && strstr (self->events->str, "l=0"));
  g_assert_true (g_pattern_match_simple ("*s=0 *s=1 *s=2 *", self->events->str));
}

static void
test_epoch_ended (ByHand        *self,
                  gconstpointer  data)
{
  g_autoptr (NoobEpoch) first = noob_epoch_new (0);

  by_hand_start (self);
  by_hand_process (self, 1, 1);
  by_hand_settle (self);
  g_assert_null (strstr (self->events->str, "s="));

  noob_command_node_epoch_ended (self->command, first, NULL);
  by_hand_until (self, strstr (self->events->str, "s=1"));
}

static void
test_before_ready (ByHand        *self,
                   gconstpointer  data)
{
  by_hand_run_node (self, by_hand_new_runner (self, "a"));
  by_hand_run_node (self, by_hand_new_runner (self, "b"));
  by_hand_announce (self, 2);
  by_hand_process (self, 0, 5);
  by_hand_until (self, strstr (self->events->str, "b=0"));
}

static void
test_no_event (ByHand        *self,
               gconstpointer  data)
{
  by_hand_start (self);
  by_hand_process (self, 0, -1);
  wait_for_events (self, "a-0 ");
}

static void
on_b_event (NoobCommandNode *command,
            NoobEvent       *event,
            gpointer         data)
{
  g_assert_cmpstr (noob_event_get_node_id (event), ==, "b");
  (*(guint *) data)++;
}

static void
test_event_detail (ByHand        *self,
                   gconstpointer  data)
{
  guint n = 0;

  g_signal_connect (self->command, "event::b", G_CALLBACK (on_b_event), &n);
  by_hand_start (self);
  by_hand_process (self, 0, 3);
  wait_for_events (self, "a=0 b=0 ");
  g_assert_cmpuint (n, ==, 1);
}

static void
on_error (NoobCommandNode *command,
          NoobMessage     *message,
          gpointer         data)
{
  const char *epoch;
  const char *text;

  g_assert_cmpstr (noob_message_get_node_id (message), ==, "a");
  g_assert_true (noob_record_get (noob_message_get_value (message), NULL, "epoch", G_TYPE_STRING,
                                  &epoch, "message", G_TYPE_STRING, &text, NULL));
  g_assert_cmpstr (epoch, ==, "0");
  g_assert_cmpstr (text, ==, "not that one");
  *(gboolean *) data = TRUE;
}

static void
test_failure (ByHand        *self,
              gconstpointer  data)
{
  gboolean failed = FALSE;

  g_signal_connect (self->command, "message::error", G_CALLBACK (on_error), &failed);
  by_hand_start (self);
  by_hand_process (self, 0, 13);
  by_hand_process (self, 1, 3);
  by_hand_until (self, failed && strstr (self->events->str, "b=1"));
}

static void
assert_too_early (NoobCommandNode *command,
                  const char      *reason)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new (0);
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_command_node_process (command, epoch, NULL, &error));
  assert_by_hand_error (error, NOOB_ERROR_STATE, reason);
  g_clear_error (&error);
  g_assert_false (noob_command_node_start (command, 0, 1, &error));
  assert_by_hand_error (error, NOOB_ERROR_STATE, reason);
  g_clear_error (&error);
  g_assert_false (noob_command_node_stop (command, &error));
  assert_by_hand_error (error, NOOB_ERROR_STATE, reason);
  g_clear_error (&error);
  g_assert_false (noob_command_node_epoch_ended (command, epoch, &error));
  assert_by_hand_error (error, NOOB_ERROR_STATE, reason);
}

static void
test_too_early (ByHand        *self,
                gconstpointer  data)
{
  g_autoptr (NoobCommandNode) idle = noob_command_node_new (self->tube, "idle", "ipc", 0);
  g_autoptr (GError) error = NULL;

  assert_too_early (idle, "*: the command node does not run: run it, and announce*");
  g_assert_false (noob_command_node_announce (idle, &error));
  assert_by_hand_error (error, NOOB_ERROR_STATE, "*does not run*");
  assert_too_early (self->command, "*: the nodes do not know of each other: announce them first");

  by_hand_start (self);
  by_hand_process (self, 0, 1);
  by_hand_until (self, strstr (self->events->str, "b=0"));
  noob_command_node_close (self->command);
  assert_too_early (self->command, "*was closed*");
}

static void
announce_and_process (ByHand *self)
{
  if (self->n_identified == 2 && noob_command_node_announce (self->command, NULL))
    by_hand_process (self, 0, 1);
}

static void
test_before_announced (ByHand        *self,
                       gconstpointer  data)
{
  for (guint i = 0; both[i] != NULL; i++)
    by_hand_run_node (self, by_hand_new_runner (self, both[i]));
  g_signal_connect_swapped (self->command, "message::identify", G_CALLBACK (announce_and_process),
                            self);
  by_hand_until (self, strstr (self->events->str, "b=0"));
}

/* Life. */

static void
test_status (ByHand        *self,
             gconstpointer  data)
{
  NoobNodeRunner *runner = by_hand_new_runner (self, "a");

  g_assert_cmpint (noob_command_node_get_node_status (self->command, "a"), ==,
                   NOOB_NODE_STATUS_STOPPED);
  by_hand_run_node (self, runner);
  by_hand_until (self, strstr (self->statuses->str, "a:waiting"));
  by_hand_run_node (self, by_hand_new_runner (self, "b"));
  by_hand_announce (self, 2);
  by_hand_until (self, strstr (self->statuses->str, "a:ready"));

  by_hand_process (self, 0, 1);
  noob_command_node_start (self->command, 1, 3, NULL);
  by_hand_until (self, strstr (self->events->str, "b=2"));
  noob_command_node_stop (self->command, NULL);
  by_hand_until (self, strstr (self->statuses->str, "a:stopped"));

  /* Stopped, but of use. */
  by_hand_process (self, 3, 1);
  by_hand_until (self, strstr (self->events->str, "b=3"));
  g_assert_true (noob_command_node_await_ready (self->command, both, 0, NULL));

  noob_command_node_start (self->command, 4, 5, NULL);
  by_hand_until (self, strstr (self->events->str, "b=4"));
  noob_command_node_deinitialize (self->command);
  by_hand_until (self, strstr (self->statuses->str, "a:closed"));
  g_assert_cmpint (noob_node_runner_get_status (runner), ==, NOOB_NODE_STATUS_CLOSED);

  for (char *b = strstr (self->statuses->str, "b:"); b != NULL; b = strstr (b, "b:"))
    g_string_erase (self->statuses, b - self->statuses->str, strchr (b, ' ') + 1 - b);
  g_assert_cmpstr (self->statuses->str, ==,
                   "a:waiting a:ready a:running a:stopped a:running a:closed ");
}

static void
test_ping (ByHand        *self,
           gconstpointer  data)
{
  guint n_answers;

  by_hand_start (self);
  n_answers = self->n_answers;
  g_string_truncate (self->statuses, 0);
  noob_command_node_ping (self->command);
  by_hand_until (self, self->n_answers == n_answers + 2);
  by_hand_settle (self);
  g_assert_cmpuint (self->n_answers, ==, n_answers + 6);
  g_assert_cmpstr (self->statuses->str, ==, "");
}

static void
on_lost (NoobCommandNode *command,
         const char      *node_id,
         const char      *how,
         gpointer         data)
{
  g_string_append_printf (data, "%s %s", node_id, how);
}

static void
test_lost (ByHand        *self,
           gconstpointer  data)
{
  g_autoptr (GString) lost = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_signal_connect (self->command, "node-lost", G_CALLBACK (on_lost), lost);
  noob_command_node_report_lost (self->command, "a", "exited with status 1");
  noob_command_node_report_lost (self->command, "a", "exited with status 2");
  g_assert_cmpstr (lost->str, ==, "a exited with status 1");
  g_assert_cmpint (noob_command_node_get_node_status (self->command, "a"), ==,
                   NOOB_NODE_STATUS_CLOSED);
  g_assert_false (noob_command_node_await_ready (self->command, both, 60000, &error));
  assert_by_hand_error (error, NOOB_ERROR_NODE, "*\"a\"*exited with status 1*");
}

static void
test_run_twice (ByHand        *self,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_command_node_run (self->command, &error));
  assert_by_hand_error (error, NOOB_ERROR_STATE, "*runs already*");
  g_clear_error (&error);

  noob_command_node_close (self->command);
  noob_command_node_close (self->command);
  g_assert_null (noob_command_node_get_pub_address (self->command));
  g_assert_false (noob_command_node_run (self->command, &error));
  assert_by_hand_error (error, NOOB_ERROR_STATE, "*was closed*");
}

static void
test_bootstrap (ByHand        *self,
                gconstpointer  data)
{
  g_autoptr (NoobCommandNode) idle = noob_command_node_new (self->tube, "idle", "ipc", 0);
  g_autoptr (GError) error = NULL;

  g_assert_null (noob_command_node_make_bootstrap (idle, "a", 0, &error));
  assert_by_hand_error (error, NOOB_ERROR_STATE, "*does not run*");
  g_clear_error (&error);
  g_assert_null (noob_command_node_make_bootstrap (self->command, "z", 0, &error));
  assert_by_hand_error (error, NOOB_ERROR_NOT_FOUND, "*\"z\"*");
}

/* Waiting. */

static void
test_await_timeout (ByHand        *self,
                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  by_hand_run_node (self, by_hand_new_runner (self, "a"));
  by_hand_until (self, self->n_identified == 1);
  g_assert_false (noob_command_node_announce (self->command, &error));
  assert_by_hand_error (error, NOOB_ERROR_STATE, "*\"b\" has not identified itself");
  g_clear_error (&error);

  g_assert_false (noob_command_node_await_ready (self->command, both, 1, &error));
  assert_by_hand_error (error, NOOB_ERROR_TIMEOUT, "*\"a\": waiting*\"b\": has not*");
  g_clear_error (&error);

  g_assert_false (
    noob_command_node_await_ready (self->command, (const char *[]) { "z", NULL }, 1, &error));
  assert_by_hand_error (error, NOOB_ERROR_NOT_FOUND, "*\"z\"*");
}

static void
test_await_trouble (ByHand        *self,
                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  by_hand_run_node (self, by_hand_new_runner (self, "a"));
  g_assert_false (noob_command_node_await_ready (self->command, both, 60000, &error));
  assert_by_hand_error (error, NOOB_ERROR_NODE, "*\"a\"*nobody_knows*");
}

typedef struct
{
  ByHand  *self;
  GThread *thread;
  gboolean done; /* atomic */
} Elsewhere;

/* All that is said to be callable in any thread. */
static gpointer
drive (gpointer data)
{
  Elsewhere *elsewhere = data;
  NoobCommandNode *command = elsewhere->self->command;
  g_autoptr (NoobEpoch) zero = noob_epoch_new (0);
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_command_node_await_ready (command, both, 1, &error));
  assert_by_hand_error (error, NOOB_ERROR_TIMEOUT, "not ready after 1 ms*");
  g_clear_error (&error);

  noob_command_node_announce (command, &error);
  g_assert_no_error (error);
  noob_command_node_await_ready (command, both, 60000, &error);
  g_assert_no_error (error);
  noob_command_node_want_values (command, "a");
  noob_command_node_ping (command);
  noob_command_node_process (command, zero, NULL, &error);
  g_assert_no_error (error);
  noob_command_node_start (command, 1, 3, NULL);
  noob_command_node_stop (command, NULL);
  noob_command_node_epoch_ended (command, zero, NULL);
  noob_command_node_deinitialize (command);
  noob_command_node_report_lost (command, "b", "is not wanted");
  g_atomic_int_set (&elsewhere->done, TRUE);
  g_main_context_wakeup (elsewhere->self->context);

  return NULL;
}

static void
check_thread (gpointer data)
{
  Elsewhere *elsewhere = data;

  g_assert_true (g_thread_self () == elsewhere->thread);
}

static void
test_any_thread (ByHand        *self,
                 gconstpointer  data)
{
  Elsewhere elsewhere = { self, g_thread_self (), FALSE };
  GThread *thread;

  g_signal_connect_swapped (self->command, "message", G_CALLBACK (check_thread), &elsewhere);
  g_signal_connect_swapped (self->command, "node-status", G_CALLBACK (check_thread), &elsewhere);
  g_signal_connect_swapped (self->command, "node-lost", G_CALLBACK (check_thread), &elsewhere);
  by_hand_run_node (self, by_hand_new_runner (self, "a"));
  by_hand_run_node (self, by_hand_new_runner (self, "b"));
  by_hand_until (self, self->n_identified == 2);

  /* This thread has the context as its default one, and nobody else can iterate it. */
  thread = g_thread_new ("drive", drive, &elsewhere);
  by_hand_until (self, g_atomic_int_get (&elsewhere.done));
  g_thread_join (thread);
  by_hand_until (self, strstr (self->statuses->str, "a:closed"));
}

static gpointer
run_alone (gpointer command)
{
  g_autoptr (GError) error = NULL;

  noob_command_node_run (command, &error);
  g_assert_no_error (error);
  g_assert_false (noob_command_node_await_ready (command, both, 1, &error));
  assert_by_hand_error (error, NOOB_ERROR_TIMEOUT, "*");
  noob_command_node_close (command);

  return NULL;
}

static void
test_nobody_iterates (ByHand        *self,
                      gconstpointer  data)
{
  GMainContext *context = g_main_context_new ();
  g_autoptr (NoobCommandNode) command = NULL;

  g_main_context_push_thread_default (context);
  command = noob_command_node_new (self->tube, "nobody", "ipc", 0);
  g_main_context_pop_thread_default (context);

  g_thread_join (g_thread_new ("alone", run_alone, command));
  g_clear_object (&command);
  g_main_context_unref (context);
}

/* A node runner in a thread of its own. */

static gpointer
host_node (gpointer bootstrap)
{
  GMainContext *context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  g_autoptr (GError) error = NULL;
  NoobNodeRunner *runner;

  g_main_context_push_thread_default (context);
  runner = noob_node_runner_new_from_bootstrap (bootstrap, &error);
  g_assert_no_error (error);
  g_signal_connect_swapped (runner, "closed", G_CALLBACK (g_main_loop_quit), loop);
  noob_node_runner_run (runner, &error);
  g_assert_no_error (error);
  g_main_loop_run (loop);
  noob_node_runner_close (runner);
  g_assert_finalize_object (runner);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);
  g_main_context_unref (context);
  g_free (bootstrap);

  return NULL;
}

static void
test_threads (ByHand        *self,
              gconstpointer  data)
{
  GThread *threads[2];
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    threads[i] = g_thread_new (
      both[i], host_node, noob_command_node_make_bootstrap (self->command, both[i], 1000, NULL));

  by_hand_announce (self, 2);
  noob_command_node_await_ready (self->command, both, 60000, &error);
  g_assert_no_error (error);
  for (guint64 i = 0; i < 100; i++)
    by_hand_process (self, i, 1);
  by_hand_until (self, strstr (self->events->str, "b=99"));

  noob_command_node_deinitialize (self->command);
  by_hand_until (self, strstr (self->statuses->str, "a:closed") &&
                         strstr (self->statuses->str, "b:closed"));
  for (guint i = 0; i < 2; i++)
    g_thread_join (threads[i]);
}

/* Hosts that lie. */

typedef struct
{
  void       *zmq_context;
  NoobSocket *dealer;
} Impostor;

/* Somebody who has what the host of @node_id has, and says @slots and @signals of it. */
static void
identify (ByHand     *self,
          Impostor   *impostor,
          const char *node_id,
          const char *slots,
          const char *signal_names)
{
  g_autofree char *password = noob_authenticator_derive_password (
    noob_command_node_get_node_token (self->command, node_id), NOOB_DOMAIN_COMMAND_ROUTER);
  g_autofree char *text = g_strdup_printf (
    "{\"type\": \"identify\", \"node_id\": \"%s\", \"timestamp\": 0, \"protocol\": 1, \"value\": "
    "{\"outbox\": \"%s\", \"signals\": %s, \"stateful\": false, \"slots\": %s}}",
    node_id, noob_command_node_get_node_address (self->command, node_id), signal_names, slots);
  g_autoptr (GBytes) frame = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  impostor->zmq_context = zmq_ctx_new ();
  impostor->dealer =
    noob_socket_new_full (impostor->zmq_context, ZMQ_DEALER, "impostor", &error);
  g_assert_no_error (error);
  noob_socket_set_option (impostor->dealer, ZMQ_ROUTING_ID, node_id, strlen (node_id), NULL);
  noob_socket_set_plain_client (impostor->dealer, node_id, password, NULL);
  noob_socket_connect (impostor->dealer,
                       noob_command_node_get_router_address (self->command), NULL);
  noob_socket_send (impostor->dealer, &frame, 1, &error);
  g_assert_no_error (error);
}

static void
impostor_close (Impostor *self)
{
  noob_socket_clear (&self->dealer);
  zmq_ctx_term (self->zmq_context);
}

#define SLOT(name) \
  "{\"name\": " name ", \"required\": true, \"has_default\": false, \"rest\": false}"
#define VALUE "[\"value\"]"
#define LONG "\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" \
             "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" \
             "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" \
             "0123456789abcdef\""

typedef struct
{
  const char *slots;
  const char *signal_names;
  const char *reason;
} Forgery;

static const Forgery forgeries[] = {
  { "7", VALUE, "*" },
  { "[7]", VALUE, "*a slot is not an object" },
  { "[{\"name\": 3}]", VALUE, "*" },
  { "[{\"name\": \"value\", \"required\": 1}]", VALUE, "*" },
  { "[" SLOT ("\"\"") "]", VALUE, "*\"\" is no name of a slot*" },
  { "[" SLOT ("\"a\\nb\"") "]", VALUE, "*\"a\\nb\" is no name of a slot*" },
  { "[" SLOT (LONG) "]", VALUE, "*is no name of a slot: it should have from 1 to 255 bytes*" },
  { "[" SLOT ("\"0\"") "," SLOT ("\"a\"") "," SLOT ("\"a\"") "]", VALUE, "*two slots \"a\"" },
  { "[]", "[\"value\", \"n\", \"value\"]", "*two signals \"value\"" },
  { "[]", "[\"a\\tb\"]", "*is no name of a signal*" },
  { "[]", "[3]", "*a signal is not a string" },
};

static void
assert_refused (ByHand     *self,
                const char *slots,
                const char *signal_names,
                const char *reason)
{
  Impostor impostor;
  g_autoptr (GError) error = NULL;

  by_hand_expect_log ("*malformed*identifies itself wrongly*");
  identify (self, &impostor, "b", slots, signal_names);
  g_assert_false (noob_command_node_await_ready (self->command, both, 60000, &error));
  assert_by_hand_error (error, NOOB_ERROR_NODE, "*\"b\"*identifies itself wrongly*");
  assert_by_hand_error (error, NOOB_ERROR_NODE, reason);
  g_assert_cmpuint (self->n_identified, ==, 0);
  impostor_close (&impostor);
}

static void
test_forged_identity (ByHand        *self,
                      gconstpointer  data)
{
  guint number = (guint) g_ascii_strtoull (strrchr (g_test_get_path (), '/') + 1, NULL, 10);
  const Forgery *forgery = &forgeries[number];

  assert_refused (self, forgery->slots, forgery->signal_names, forgery->reason);
}

static char *
make_names (guint n_names)
{
  GString *names = g_string_new ("[");

  for (guint i = 0; i < n_names; i++)
    g_string_append_printf (names, "%s\"s%u\"", i > 0 ? "," : "", i);

  return g_string_free (g_string_append_c (names, ']'), FALSE);
}

static void
test_too_many_signals (ByHand        *self,
                       gconstpointer  data)
{
  g_autofree char *names = make_names (G_MAXUINT16 + 1);

  assert_refused (self, "[]", names, "*more than 65535 signals*");
}

static void
test_slots_that_do_not_fit (ByHand        *self,
                            gconstpointer  data)
{
  Impostor impostor;
  g_autoptr (GError) error = NULL;

  by_hand_run_node (self, by_hand_new_runner (self, "a"));
  identify (self, &impostor, "b",
            "[{\"name\": \"other\", \"required\": true, \"has_default\": false, \"rest\": false}]",
            VALUE);
  by_hand_until (self, self->n_identified == 2);
  g_assert_false (noob_command_node_announce (self->command, &error));
  assert_by_hand_error (error, NOOB_ERROR_PORTS, "*\"value\"*\"other\"*");
  impostor_close (&impostor);
}

int
main (int   argc,
      char *argv[])
{
  by_hand_init (&argc, &argv);

  by_hand_add ("/command-node/epochs/stateful-waits-and-stateless-goes", TWO, test_out_of_order);
  by_hand_add ("/command-node/epochs/one-that-ended-is-not-waited-for", TWO, test_epoch_ended);
  by_hand_add ("/command-node/epochs/sent-before-all-are-ready", CHAIN, test_before_ready);
  by_hand_add ("/command-node/epochs/sent-as-soon-as-all-are-announced", CHAIN,
               test_before_announced);
  by_hand_add ("/command-node/epochs/sent-too-early-or-late", CHAIN, test_too_early);
  by_hand_add ("/command-node/events/without-a-value", CHAIN, test_no_event);
  by_hand_add ("/command-node/events/by-node", CHAIN, test_event_detail);
  by_hand_add ("/command-node/events/failure-is-a-message", CHAIN, test_failure);
  by_hand_add ("/command-node/life/status", SOURCE, test_status);
  by_hand_add ("/command-node/life/ping-makes-all-send-their-status-again", CHAIN, test_ping);
  by_hand_add ("/command-node/life/lost", CHAIN, test_lost);
  by_hand_add ("/command-node/life/runs-once", CHAIN, test_run_twice);
  by_hand_add ("/command-node/life/bootstrap-of-what-is-there", CHAIN, test_bootstrap);
  by_hand_add ("/command-node/await-ready/names-who-is-missing", CHAIN, test_await_timeout);
  by_hand_add ("/command-node/await-ready/ends-where-there-is-no-hope",
               "nodes: {a: {type: nobody_knows}, b: {type: tick}}", test_await_trouble);
  by_hand_add ("/command-node/threads/calls-from-another", CHAIN, test_any_thread);
  by_hand_add ("/command-node/threads/while-nobody-iterates", CHAIN, test_nobody_iterates);
  by_hand_add ("/command-node/threads/nodes-in-threads", CHAIN, test_threads);
  for (guint i = 0; i < G_N_ELEMENTS (forgeries); i++)
    {
      g_autofree char *path = g_strdup_printf ("/command-node/identify/forgery-is-refused/%u", i);

      by_hand_add (path, CHAIN, test_forged_identity);
    }
  by_hand_add ("/command-node/identify/too-many-signals", CHAIN, test_too_many_signals);
  by_hand_add ("/command-node/identify/slots-that-do-not-fit-the-graph", CHAIN,
               test_slots_that_do_not_fit);

  return by_hand_run ();
}
