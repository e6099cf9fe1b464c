/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq-fixture.h"

#include "zmq/noob-authenticator-private.h"

#define DOMAIN_NAME "router"

/* A router and a publisher that authenticate, in a zmq context with an authenticator. */
typedef struct
{
  ZmqFixture zmq;
  NoobAuthenticator *authenticator;
  NoobSocket *router;
  NoobSocket *outbox;
  char *router_address;
  char *outbox_address;
  GPtrArray *senders;
  GPtrArray *subscribers;
} Fixture;

static void
add_user (GPtrArray  *users,
          const char *user_id)
{
  g_ptr_array_add (users, g_strdup (user_id ? user_id : "(nobody)"));
}

static void
on_message (NoobSocket *socket,
            NoobFrames *frames,
            gpointer    user_data)
{
  Fixture *fixture = user_data;

  add_user (fixture->senders, noob_frames_get_user_id (frames));
}

static gboolean
on_grant (NoobSocket *socket,
          GBytes     *topic,
          const char *user_id,
          gpointer    user_data)
{
  Fixture *fixture = user_data;

  add_user (fixture->subscribers, user_id);
  return TRUE;
}

static const NoobSocketHandlers handlers = { .message = on_message, .grant = on_grant };

static NoobSocket *
new_server (Fixture    *fixture,
            int         type,
            const char *name,
            char      **address)
{
  NoobSocket *socket = zmq_fixture_new_socket (&fixture->zmq, type, name);
  g_autoptr (GError) error = NULL;

  *address = zmq_fixture_new_address (&fixture->zmq);
  noob_socket_set_handlers (socket, &handlers, fixture);
  noob_socket_set_plain_server (socket, DOMAIN_NAME, &error);
  g_assert_no_error (error);
  bind_socket (socket, *address);
  return socket;
}

static void
add_peer (Fixture    *fixture,
          const char *user_name,
          const char *password)
{
  g_autofree char *digest = noob_authenticator_digest (password);

  noob_authenticator_add_plain_peer (fixture->authenticator, DOMAIN_NAME, user_name, digest,
                                     user_name);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  zmq_fixture_set_up (&fixture->zmq, data);
  fixture->authenticator =
    noob_authenticator_new (fixture->zmq.zmq_context, fixture->zmq.context, &error);
  g_assert_no_error (error);
  fixture->router = new_server (fixture, ZMQ_ROUTER, "router", &fixture->router_address);
  fixture->outbox = new_server (fixture, ZMQ_XPUB, "outbox", &fixture->outbox_address);
  fixture->senders = g_ptr_array_new_with_free_func (g_free);
  fixture->subscribers = g_ptr_array_new_with_free_func (g_free);
  add_peer (fixture, "a", "password of a");
  add_peer (fixture, "b", "password of b");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  close_socket (fixture->router);
  close_socket (fixture->outbox);
  noob_authenticator_free (fixture->authenticator);
  g_ptr_array_unref (fixture->senders);
  g_ptr_array_unref (fixture->subscribers);
  g_free (fixture->router_address);
  g_free (fixture->outbox_address);
  zmq_fixture_tear_down (&fixture->zmq, data);
}

static NoobSocket *
new_client (Fixture    *fixture,
            int         type,
            const char *user_name,
            const char *password)
{
  NoobSocket *socket = zmq_fixture_new_socket (&fixture->zmq, type, "client");
  g_autoptr (GError) error = NULL;

  noob_socket_abandon (socket);
  if (password)
    noob_socket_set_plain_client (socket, user_name, password, &error);
  else if (user_name)
    noob_socket_set_option (socket, ZMQ_PLAIN_USERNAME, user_name, strlen (user_name), &error);
  g_assert_no_error (error);
  return socket;
}

static NoobSocket *
new_dealer (Fixture    *fixture,
            const char *user_name,
            const char *password)
{
  NoobSocket *socket = new_client (fixture, ZMQ_DEALER, user_name, password);

  connect_socket (socket, fixture->router_address);
  send_text (socket, "hello");
  return socket;
}

static void
assert_only_user (GPtrArray  *users,
                  const char *user)
{
  for (guint i = 0; i < users->len; i++)
    g_assert_cmpstr (users->pdata[i], ==, user);
}

static void
test_user_id_on_messages (Fixture       *fixture,
                          gconstpointer  data)
{
  NoobSocket *a = new_dealer (fixture, "a", "password of a");
  NoobSocket *b;

  run_until (&fixture->zmq, fixture->senders->len == 1);
  g_assert_cmpstr (fixture->senders->pdata[0], ==, "a");
  b = new_dealer (fixture, "b", "password of b");
  run_until (&fixture->zmq, fixture->senders->len == 2);
  g_assert_cmpstr (fixture->senders->pdata[1], ==, "b");
  close_socket (a);
  close_socket (b);
}

static void
test_user_id_on_subscriptions (Fixture       *fixture,
                               gconstpointer  data)
{
  NoobSocket *inbox = new_client (fixture, ZMQ_SUB, "b", "password of b");

  connect_socket (inbox, fixture->outbox_address);
  noob_socket_subscribe (inbox, "x", 1, NULL);
  noob_socket_subscribe (inbox, "y", 1, NULL);
  run_until (&fixture->zmq, fixture->subscribers->len == 2);
  assert_only_user (fixture->subscribers, "b");
  close_socket (inbox);
}

typedef struct
{
  const char *user_name;
  const char *password;
  NoobRefusal refusal;
  const char *log;
} Refused;

static const Refused wrong_password = {
  "a", "password of b", NOOB_REFUSAL_PASSWORD, "*\"router\"*wrong password*",
};
static const Refused no_password = {
  "a", NULL, NOOB_REFUSAL_PASSWORD, "*\"router\"*wrong password*",
};
static const Refused unknown_user = {
  "c", "password of c", NOOB_REFUSAL_USER, "*\"router\"*not an expected peer*",
};

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  const Refused *refused = data;
  NoobSocket *hostile;
  NoobSocket *honest;

  expect_log (refused->log);
  hostile = new_dealer (fixture, refused->user_name, refused->password);
  run_until (&fixture->zmq,
             noob_authenticator_get_n_refused (fixture->authenticator, refused->refusal) == 1);
  assert_expected_log ();

  honest = new_dealer (fixture, "b", "password of b");
  run_until (&fixture->zmq, fixture->senders->len > 0);
  assert_only_user (fixture->senders, "b");
  close_socket (hostile);
  close_socket (honest);
}

/* zmq ends the handshake by itself when the mechanisms differ. */
static void
test_without_authentication (Fixture       *fixture,
                             gconstpointer  data)
{
  NoobSocket *hostile = new_dealer (fixture, NULL, NULL);
  NoobSocket *inbox = new_client (fixture, ZMQ_SUB, NULL, NULL);
  NoobSocket *honest;

  connect_socket (inbox, fixture->outbox_address);
  noob_socket_subscribe (inbox, "", 0, NULL);
  honest = new_dealer (fixture, "b", "password of b");
  for (guint i = 0; i < 200; i++)
    {
      guint n_before = fixture->senders->len;

      send_text (honest, "again");
      run_until (&fixture->zmq, fixture->senders->len > n_before);
    }
  assert_only_user (fixture->senders, "b");
  g_assert_cmpuint (fixture->subscribers->len, ==, 0);
  close_socket (hostile);
  close_socket (inbox);
  close_socket (honest);
}

static void
test_null_mechanism (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *address = zmq_fixture_new_address (&fixture->zmq);
  NoobSocket *open = zmq_fixture_new_socket (&fixture->zmq, ZMQ_ROUTER, "open");
  NoobSocket *client;

  noob_socket_set_handlers (open, &handlers, fixture);
  noob_socket_set_option (open, ZMQ_ZAP_DOMAIN, DOMAIN_NAME, strlen (DOMAIN_NAME), NULL);
  bind_socket (open, address);
  expect_log ("*mechanism not accepted*");
  client = new_client (fixture, ZMQ_DEALER, NULL, NULL);
  connect_socket (client, address);
  send_text (client, "hello");
  run_until (&fixture->zmq, noob_authenticator_get_n_refused (fixture->authenticator,
                                                              NOOB_REFUSAL_MECHANISM) > 0);
  assert_expected_log ();
  g_assert_cmpuint (fixture->senders->len, ==, 0);
  close_socket (client);
  close_socket (open);
}

static void
test_removed_peer (Fixture       *fixture,
                   gconstpointer  data)
{
  NoobSocket *removed;

  noob_authenticator_remove_peer (fixture->authenticator, DOMAIN_NAME, "a");
  expect_log ("*not an expected peer*");
  removed = new_dealer (fixture, "a", "password of a");
  run_until (&fixture->zmq, noob_authenticator_get_n_refused (fixture->authenticator,
                                                              NOOB_REFUSAL_USER) > 0);
  assert_expected_log ();
  close_socket (removed);
}

/* Speaks to the authenticator as zmq does. */
static char *
ask (Fixture           *fixture,
     const char *const *request,
     const gssize      *sizes)
{
  void *client = zmq_socket (fixture->zmq.zmq_context, ZMQ_REQ);
  g_autoptr (GString) reply = g_string_new (NULL);
  zmq_msg_t message;
  int more = TRUE;

  g_assert_cmpint (zmq_connect (client, "inproc://zeromq.zap.01"), ==, 0);
  for (guint i = 0; request[i]; i++)
    {
      gsize size = sizes && sizes[i] >= 0 ? (gsize) sizes[i] : strlen (request[i]);

      zmq_send (client, request[i], size, request[i + 1] ? ZMQ_SNDMORE : 0);
    }
  zmq_msg_init (&message);
  while (zmq_msg_recv (&message, client, ZMQ_DONTWAIT) < 0)
    g_main_context_iteration (fixture->zmq.context, FALSE);
  while (more)
    {
      g_string_append_len (reply, zmq_msg_data (&message), zmq_msg_size (&message));
      more = zmq_msg_more (&message);
      g_string_append_c (reply, '|');
      if (more)
        zmq_msg_recv (&message, client, 0);
    }
  zmq_msg_close (&message);
  zmq_close (client);
  return g_string_free (g_steal_pointer (&reply), FALSE);
}

#define ask_for(fixture, ...) ask (fixture, (const char *const[]) { __VA_ARGS__, NULL }, NULL)

#define assert_reply(expected, call)                                                               \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *reply_ = call;                                                                \
                                                                                                   \
    g_assert_cmpstr (reply_, ==, expected);                                                        \
  }                                                                                                \
  G_STMT_END

static void
test_replies (Fixture       *fixture,
              gconstpointer  data)
{
  const char *const with_nul[] = { "1.0", "9", "router", "", "", "PLAIN", "a\0", "x", NULL };
  const gssize nul_size[] = { -1, -1, -1, -1, -1, -1, 2, -1 };

  assert_reply ("1.0|1|200|OK|a||",
                ask_for (fixture, "1.0", "1", "router", "", "", "PLAIN", "a", "password of a"));

  expect_log ("*malformed request*");
  assert_reply ("1.0|2|500|malformed request|||",
                ask_for (fixture, "1.1", "2", "router", "", "", "PLAIN", "a", "password of a"));
  assert_reply ("1.0|3|500|malformed request|||", ask_for (fixture, "1.0", "3"));
  assert_reply ("1.0|4|500|malformed request|||",
                ask_for (fixture, "1.0", "4", "router", "", "", "PLAIN", "a"));
  assert_reply ("1.0|5|500|malformed request|||",
                ask_for (fixture, "1.0", "5", "router", "", "", "CURVE", "short"));

  expect_log ("*nobody is expected there*");
  assert_reply ("1.0|6|400|nobody is expected there|||",
                ask_for (fixture, "1.0", "6", "nowhere", "", "", "PLAIN", "a", "password of a"));
  expect_log ("*mechanism not accepted*");
  assert_reply ("1.0|7|400|mechanism not accepted|||",
                ask_for (fixture, "1.0", "7", "router", "", "", "GSSAPI", "a"));
  expect_log ("*not an expected peer*");
  assert_reply ("1.0|9|400|not an expected peer|||", ask (fixture, with_nul, nul_size));
  assert_expected_log ();
}

static void
test_curve_peer (Fixture       *fixture,
                 gconstpointer  data)
{
  const char *key = "0123456789abcdef0123456789abcdef";

  noob_authenticator_add_curve_peer (fixture->authenticator, DOMAIN_NAME, (const guint8 *) key,
                                     "far");
  assert_reply ("1.0|1|200|OK|far||",
                ask_for (fixture, "1.0", "1", "router", "", "", "CURVE", key));
  noob_authenticator_remove_peer (fixture->authenticator, DOMAIN_NAME, "far");
  expect_log ("*not an expected peer*");
  assert_reply ("1.0|1|400|not an expected peer|||",
                ask_for (fixture, "1.0", "1", "router", "", "", "CURVE", key));
  assert_expected_log ();
}

static void
test_derived_passwords (void)
{
  g_autofree char *here = noob_authenticator_derive_password ("token", "here");
  g_autofree char *again = noob_authenticator_derive_password ("token", "here");
  g_autofree char *there = noob_authenticator_derive_password ("token", "there");

  g_assert_cmpstr (here, ==, again);
  g_assert_cmpstr (here, !=, there);
  g_assert_cmpuint (strlen (here), <, 256); /* what PLAIN can carry */
}

#define add_with(name, data, function)                                                             \
  g_test_add ("/authenticator/" name, Fixture, data, set_up, function, tear_down)
#define add(name, function) add_with (name, NULL, function)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  expected_log_init ();

  add ("user-id/on-messages", test_user_id_on_messages);
  add ("user-id/on-subscriptions", test_user_id_on_subscriptions);
  add_with ("refused/wrong-password", &wrong_password, test_refused);
  add_with ("refused/no-password", &no_password, test_refused);
  add_with ("refused/unknown-user", &unknown_user, test_refused);
  add ("refused/peer-without-authentication", test_without_authentication);
  add ("refused/null-mechanism", test_null_mechanism);
  add ("refused/removed-peer", test_removed_peer);
  add ("protocol/replies", test_replies);
  add ("protocol/curve", test_curve_peer);
  g_test_add_func ("/authenticator/derived-passwords-differ", test_derived_passwords);

  return g_test_run ();
}
