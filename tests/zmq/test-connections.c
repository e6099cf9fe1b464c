/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which of several publishers a message came from, whatever it says. */

#include "zmq-fixture.h"

#include "zmq/noob-connections-private.h"

typedef struct
{
  ZmqFixture       zmq;
  NoobConnections *connections;
  NoobSocket      *publishers[3];
  NoobSocket      *subscriber;
  GString         *origins; /* one letter for each message */
  gboolean         claimed; /* what the last one says of its origin was so */
} Fixture;

static const char *const names[] = { "a", "b", NULL };

static gboolean
on_grant (NoobSocket *socket,
          GBytes     *topic,
          const char *user_id,
          gpointer    data)
{
  return TRUE;
}

static void
on_message (NoobSocket *socket,
            NoobFrames *frames,
            gpointer    data)
{
  Fixture *fixture = data;
  const char *origin = noob_connections_find (fixture->connections, frames);
  g_autofree char *claim = dup_frame_text (frames, 0);

  g_string_append (fixture->origins, origin != NULL ? origin : "?");
  fixture->claimed = noob_connections_fits (fixture->connections, frames, claim);
}

static const NoobSocketHandlers publisher_handlers = { .grant = on_grant };
static const NoobSocketHandlers subscriber_handlers = { .message = on_message };

/* Two that are known, and one that is not. */
static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  zmq_fixture_set_up (&fixture->zmq, data);
  fixture->origins = g_string_new (NULL);
  fixture->subscriber = zmq_fixture_new_socket (&fixture->zmq, ZMQ_SUB, "subscriber");
  noob_socket_set_handlers (fixture->subscriber, &subscriber_handlers, fixture);
  noob_socket_subscribe (fixture->subscriber, "", 0, NULL);
  fixture->connections = noob_connections_new (fixture->zmq.zmq_context, fixture->subscriber, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *address =
        data != NULL ? g_strdup_printf ("inproc://%u", i) : zmq_fixture_new_address (&fixture->zmq);

      fixture->publishers[i] = zmq_fixture_new_socket (&fixture->zmq, ZMQ_XPUB, "publisher");
      noob_socket_set_handlers (fixture->publishers[i], &publisher_handlers, fixture);
      bind_socket (fixture->publishers[i], address);
      if (names[i] != NULL)
        noob_connections_add (fixture->connections, address, names[i]);
      connect_socket (fixture->subscriber, address);
    }
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (fixture->publishers[i] != NULL)
      close_socket (fixture->publishers[i]);
  close_socket (fixture->subscriber);
  noob_connections_free (fixture->connections);
  g_string_free (fixture->origins, TRUE);
  zmq_fixture_tear_down (&fixture->zmq, data);
}

/* Publishes until something comes from @origin: nobody says when the subscription is there, and what
 * others published may still be on its way. */
static void
publish (Fixture    *fixture,
         guint       publisher,
         const char *claim,
         char        origin)
{
  g_string_truncate (fixture->origins, 0);
  while (strchr (fixture->origins->str, origin) == NULL)
    {
      send_text (fixture->publishers[publisher], claim);
      g_main_context_iteration (fixture->zmq.context, FALSE);
    }
}

static void
test_origin (Fixture       *fixture,
             gconstpointer  data)
{
  publish (fixture, 0, "a", 'a');
  g_assert_true (fixture->claimed);

  publish (fixture, 1, "b", 'b');
  g_assert_true (fixture->claimed);
}

static void
test_false_claim (Fixture       *fixture,
                  gconstpointer  data)
{
  publish (fixture, 1, "a", 'b');
  g_assert_false (fixture->claimed);
}

static void
test_stranger (Fixture       *fixture,
               gconstpointer  data)
{
  publish (fixture, 2, "a", '?');
  g_assert_false (fixture->claimed);
}

/* The last words of a publisher that is gone are its own. */
static void
test_gone (Fixture       *fixture,
           gconstpointer  data)
{
  publish (fixture, 1, "b", 'b');
  g_string_truncate (fixture->origins, 0);
  for (guint i = 0; i < 100; i++)
    send_text (fixture->publishers[1], "b");
  close_socket (g_steal_pointer (&fixture->publishers[1]));

  run_until (&fixture->zmq, fixture->origins->len >= 100);
  g_assert_cmpuint (strspn (fixture->origins->str, "b"), ==, fixture->origins->len);
  g_assert_true (fixture->claimed);
}

/* There are no connections to tell them by, and no strangers. */
static void
test_one_process (Fixture       *fixture,
                  gconstpointer  data)
{
  publish (fixture, 1, "a", '?');
  g_assert_true (fixture->claimed);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  expected_log_init ();

#define add(path, data, func) g_test_add (path, Fixture, data, set_up, func, tear_down)

  add ("/connections/origin", NULL, test_origin);
  add ("/connections/false-claim", NULL, test_false_claim);
  add ("/connections/stranger", NULL, test_stranger);
  add ("/connections/gone", NULL, test_gone);
  add ("/connections/one-process", "inproc", test_one_process);

  return g_test_run ();
}
