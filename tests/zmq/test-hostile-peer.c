/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq-fixture.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <sys/socket.h>

#include "zmq/noob-authenticator-private.h"

#define N_CONNECTIONS 300
#define N_MESSAGES 20000
#define MAX_GARBAGE 4096
#define DOMAIN_NAME "server"

/* What an honest peer gets through while a hostile one does its worst. */
typedef struct
{
  ZmqFixture zmq;
  guint n_honest;
  guint n_other;
  guint n_granted;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  zmq_fixture_set_up (&fixture->zmq, data);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  zmq_fixture_tear_down (&fixture->zmq, data);
}

/* Touches all that a handler may look at. */
static void
on_message (NoobSocket *socket,
            NoobFrames *frames,
            gpointer    user_data)
{
  Fixture *fixture = user_data;
  guint n_frames = noob_frames_get_length (frames);

  g_assert_cmpuint (n_frames, >, 0);
  for (guint i = 0; i < n_frames; i++)
    {
      g_autoptr (GBytes) bytes = noob_frames_get_bytes (frames, i);
      gsize size;
      gconstpointer data = noob_frames_get_data (frames, i, &size);

      g_assert_cmpuint (g_bytes_get_size (bytes), ==, size);
      g_assert_true (size == 0 || data);
    }
  if (noob_frames_equal (frames, n_frames - 1, "honest"))
    fixture->n_honest++;
  else
    fixture->n_other++;
}

static gboolean
on_grant (NoobSocket *socket,
          GBytes     *topic,
          const char *user_id,
          gpointer    user_data)
{
  Fixture *fixture = user_data;

  fixture->n_granted++;
  return TRUE;
}

static const NoobSocketHandlers handlers = { .message = on_message, .grant = on_grant };

static NoobSocket *
new_server (Fixture    *fixture,
            int         type,
            const char *address)
{
  NoobSocket *socket = zmq_fixture_new_socket (&fixture->zmq, type, "server");

  noob_socket_set_handlers (socket, &handlers, fixture);
  bind_socket (socket, address);
  return socket;
}

static gsize
fill (guint8 *garbage)
{
  /* How a peer of the current protocol begins; without it zmq takes the peer for an old one. */
  static const guint8 greeting[] = { 0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0 };
  gsize size = g_test_rand_int_range (1, MAX_GARBAGE);

  for (gsize i = 0; i < size; i++)
    garbage[i] = g_test_rand_int ();
  if (g_test_rand_bit ())
    memcpy (garbage, greeting, MIN (size, sizeof greeting));
  return size;
}

static void
send_garbage (const char *address)
{
  g_autoptr (GSocketAddress) peer = g_unix_socket_address_new (address + strlen ("ipc://"));
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, 0, NULL);
  guint8 garbage[MAX_GARBAGE];
  gsize size = fill (garbage);

  g_assert_true (g_socket_connect (socket, peer, NULL, NULL));
  g_socket_send (socket, (const char *) garbage, size, NULL, NULL);
  g_socket_shutdown (socket, FALSE, TRUE, NULL);
  /* Until zmq has had enough of it. */
  while (g_socket_receive (socket, (char *) garbage, sizeof garbage, NULL, NULL) > 0)
    ;
}

static void
test_garbage (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *address = zmq_fixture_new_address (&fixture->zmq);
  gboolean is_router = GPOINTER_TO_INT (data) == ZMQ_ROUTER;
  g_autofree char *digest = noob_authenticator_digest ("secret");
  NoobAuthenticator *authenticator =
    noob_authenticator_new (fixture->zmq.zmq_context, fixture->zmq.context, NULL);
  NoobSocket *server = zmq_fixture_new_socket (&fixture->zmq, GPOINTER_TO_INT (data), "server");
  NoobSocket *honest;

  noob_authenticator_add_plain_peer (authenticator, DOMAIN_NAME, "a", digest, "a");
  noob_socket_set_handlers (server, &handlers, fixture);
  noob_socket_set_plain_server (server, DOMAIN_NAME, NULL);
  bind_socket (server, address);
  for (guint i = 0; i < N_CONNECTIONS; i++)
    {
      send_garbage (address);
      g_main_context_iteration (fixture->zmq.context, FALSE);
    }

  honest = zmq_fixture_new_socket (&fixture->zmq, is_router ? ZMQ_DEALER : ZMQ_SUB, "honest");
  noob_socket_set_plain_client (honest, "a", "secret", NULL);
  connect_socket (honest, address);
  if (is_router)
    send_text (honest, "honest");
  else
    noob_socket_subscribe (honest, "", 0, NULL);
  run_until (&fixture->zmq, fixture->n_honest + fixture->n_granted == 1);
  g_assert_cmpuint (fixture->n_other, ==, 0);
  g_assert_cmpuint (noob_socket_get_n_malformed (server), ==, 0);
  close_socket (honest);
  close_socket (server);
  noob_authenticator_free (authenticator);
}

static void
send_random_message (NoobSocket *socket)
{
  GBytes *frames[16];
  gsize n_frames = g_test_rand_int_range (1, G_N_ELEMENTS (frames) + 1);

  for (gsize i = 0; i < n_frames; i++)
    {
      guint8 garbage[MAX_GARBAGE] = { 0 };
      gsize size = g_test_rand_int_range (0, 32) == 0 ? fill (garbage) : i % 3;

      frames[i] = g_bytes_new (garbage, size);
    }
  noob_socket_send (socket, frames, n_frames, NULL);
  for (gsize i = 0; i < n_frames; i++)
    g_bytes_unref (frames[i]);
}

static void
test_random_messages (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *address = zmq_fixture_new_address (&fixture->zmq);
  NoobSocket *server = new_server (fixture, ZMQ_ROUTER, address);
  NoobSocket *hostile = zmq_fixture_new_socket (&fixture->zmq, ZMQ_DEALER, "hostile");
  NoobSocket *honest = zmq_fixture_new_socket (&fixture->zmq, ZMQ_DEALER, "honest");

  noob_socket_set_max_frames (server, 12);
  connect_socket (hostile, address);
  connect_socket (honest, address);
  expect_log ("*malformed*too many frames*");
  for (guint i = 0; i < N_MESSAGES; i++)
    {
      send_random_message (hostile);
      if (i % 100 == 0)
        send_text (honest, "honest");
    }
  run_until (&fixture->zmq,
             fixture->n_honest == N_MESSAGES / 100
             && fixture->n_other + noob_socket_get_n_malformed (server) == N_MESSAGES);
  assert_expected_log ();
  close_socket (hostile);
  close_socket (honest);
  close_socket (server);
}

static void
test_random_subscriptions (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autofree char *address = zmq_fixture_new_address (&fixture->zmq);
  NoobSocket *server = new_server (fixture, ZMQ_XPUB, address);
  NoobSocket *hostile = zmq_fixture_new_socket (&fixture->zmq, ZMQ_XSUB, "hostile");
  NoobSocket *honest = zmq_fixture_new_socket (&fixture->zmq, ZMQ_SUB, "honest");

  connect_socket (hostile, address);
  expect_log ("*malformed*subscription*");
  for (guint i = 0; i < N_MESSAGES; i++)
    send_random_message (hostile);
  run_until (&fixture->zmq, noob_socket_get_n_malformed (server) > N_MESSAGES);
  run_until (&fixture->zmq, !g_main_context_pending (fixture->zmq.context));
  close_socket (hostile);

  noob_socket_set_handlers (honest, &handlers, fixture);
  connect_socket (honest, address);
  noob_socket_subscribe (honest, "hon", 3, NULL);
  fixture->n_granted = 0;
  run_until (&fixture->zmq, fixture->n_granted > 0);
  send_text (server, "honest");
  run_until (&fixture->zmq, fixture->n_honest == 1);
  close_socket (honest);
  close_socket (server);
}

static void
test_huge_frame (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *address = zmq_fixture_new_address (&fixture->zmq);
  NoobSocket *server = zmq_fixture_new_socket (&fixture->zmq, ZMQ_ROUTER, "server");
  NoobSocket *hostile = zmq_fixture_new_socket (&fixture->zmq, ZMQ_DEALER, "hostile");
  NoobSocket *honest = zmq_fixture_new_socket (&fixture->zmq, ZMQ_DEALER, "honest");
  GBytes *huge = g_bytes_new_take (g_malloc0 (1 << 20), 1 << 20);
  gint64 limit = 1 << 16;

  noob_socket_abandon (hostile);
  noob_socket_set_option (server, ZMQ_MAXMSGSIZE, &limit, sizeof limit, NULL);
  noob_socket_set_handlers (server, &handlers, fixture);
  bind_socket (server, address);
  connect_socket (hostile, address);
  connect_socket (honest, address);
  send_text (hostile, "before");
  run_until (&fixture->zmq, fixture->n_other == 1);
  noob_socket_send (hostile, &huge, 1, NULL);
  for (guint i = 0; i < 100; i++)
    {
      send_text (honest, "honest");
      run_until (&fixture->zmq, fixture->n_honest == i + 1);
    }
  g_assert_cmpuint (fixture->n_other, ==, 1);
  g_bytes_unref (huge);
  close_socket (hostile);
  close_socket (honest);
  close_socket (server);
}

#define add(name, data, function)                                                                  \
  g_test_add ("/hostile-peer/" name, Fixture, data, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  expected_log_init ();

  add ("garbage/router", GINT_TO_POINTER (ZMQ_ROUTER), test_garbage);
  add ("garbage/publisher", GINT_TO_POINTER (ZMQ_XPUB), test_garbage);
  add ("random-messages", NULL, test_random_messages);
  add ("random-subscriptions", NULL, test_random_subscriptions);
  add ("huge-frame", NULL, test_huge_frame);

  return g_test_run ();
}
