/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <zmq.h>

#include "zmq/noob-subscriptions-private.h"

/* A publisher, and peers each in a zmq context of its own. */
typedef struct
{
  void *zmq_context;
  void *publisher;
  NoobFrames *frames;
  char *directory;
  char *path;
  char *address;
  guint n_asked;
  guint n_malformed;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  int manual = TRUE;

  alarm (60);
  fixture->frames = noob_frames_new ();
  fixture->directory = g_dir_make_tmp ("noob-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->directory, "0", NULL);
  fixture->address = g_strconcat ("ipc://", fixture->path, NULL);
  fixture->zmq_context = zmq_ctx_new ();
  fixture->publisher = zmq_socket (fixture->zmq_context, ZMQ_XPUB);
  zmq_setsockopt (fixture->publisher, ZMQ_XPUB_MANUAL, &manual, sizeof manual);
  g_assert_cmpint (zmq_bind (fixture->publisher, fixture->address), ==, 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  zmq_close (fixture->publisher);
  zmq_ctx_term (fixture->zmq_context);
  noob_frames_free (fixture->frames);
  unlink (fixture->path);
  g_assert_cmpint (rmdir (fixture->directory), ==, 0);
  g_free (fixture->directory);
  g_free (fixture->path);
  g_free (fixture->address);
  alarm (0);
}

static gboolean
grant (GBytes     *topic,
       const char *user_id,
       gpointer    user_data)
{
  Fixture *fixture = user_data;

  fixture->n_asked++;
  return !g_str_has_prefix (g_bytes_get_data (topic, NULL), "denied");
}

static void
malformed (const char *user_id,
           const char *reason,
           gpointer    user_data)
{
  Fixture *fixture = user_data;

  fixture->n_malformed++;
}

static int
receive (Fixture   *fixture,
         GPtrArray *changes)
{
  static const NoobSubscriptionFuncs funcs = { grant, malformed };

  return noob_subscriptions_receive (fixture->publisher, fixture->frames, &funcs, fixture, changes);
}

static void
wait_for_input (Fixture *fixture)
{
  zmq_pollitem_t item = { .socket = fixture->publisher, .events = ZMQ_POLLIN };

  g_assert_cmpint (zmq_poll (&item, 1, -1), ==, 1);
}

static void
subscribe (void       *peer,
           const char *topic)
{
  g_assert_cmpint (zmq_setsockopt (peer, ZMQ_SUBSCRIBE, topic, strlen (topic) + 1), ==, 0);
}

static void
test_granted_and_ended (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (GPtrArray) changes = noob_subscription_changes_new ();
  void *peer = zmq_socket (fixture->zmq_context, ZMQ_SUB);
  NoobSubscriptionChange *change;

  zmq_connect (peer, fixture->address);
  subscribe (peer, "denied");
  subscribe (peer, "granted");
  while (fixture->n_asked < 2)
    {
      wait_for_input (fixture);
      g_assert_cmpint (receive (fixture, changes), ==, EAGAIN);
    }
  g_assert_cmpuint (changes->len, ==, 1);
  change = changes->pdata[0];
  g_assert_true (change->granted);
  g_assert_cmpstr (g_bytes_get_data (change->topic, NULL), ==, "granted");
  g_ptr_array_set_size (changes, 0);

  zmq_close (peer);
  while (changes->len < 2)
    {
      wait_for_input (fixture);
      g_assert_cmpint (receive (fixture, changes), ==, EAGAIN);
    }
  change = changes->pdata[0];
  g_assert_false (change->granted);
  g_assert_false (change->has_peer);
}

/* When zmq learns of both before anybody reads, it would keep a pointer to what it has freed. */
static void
test_peer_that_left (Fixture       *fixture,
                     gconstpointer  data)
{
  int code = EAGAIN;

  while (code == EAGAIN)
    {
      g_autoptr (GPtrArray) changes = noob_subscription_changes_new ();
      void *peer_context = zmq_ctx_new ();
      void *peer = zmq_socket (peer_context, ZMQ_SUB);

      zmq_connect (peer, fixture->address);
      subscribe (peer, "granted");
      wait_for_input (fixture);
      zmq_close (peer);
      zmq_ctx_term (peer_context);
      /* It is gone, and each look makes zmq take what news there is of that. */
      for (guint i = 0; i < 1000; i++)
        wait_for_input (fixture);
      code = receive (fixture, changes);
    }
  g_assert_cmpint (code, ==, ESTALE);
}

/* What is no subscription, then subscriptions, which all come together. */
static void
send_junk_and_subscriptions (void *peer)
{
  zmq_send (peer, "junk", 4, ZMQ_SNDMORE);
  zmq_send (peer, "\1granted", 9, ZMQ_SNDMORE);
  zmq_send (peer, "\1denied", 8, ZMQ_SNDMORE);
  zmq_send (peer, "\1granted-too", 13, 0);
}

static void
test_granted_to_the_last_out_of_step (Fixture       *fixture,
                                      gconstpointer  data)
{
  g_autoptr (GPtrArray) changes = noob_subscription_changes_new ();
  void *peer = zmq_socket (fixture->zmq_context, ZMQ_XSUB);
  char received[32];

  zmq_connect (peer, fixture->address);
  send_junk_and_subscriptions (peer);
  wait_for_input (fixture);
  g_assert_cmpint (receive (fixture, changes), ==, EAGAIN);
  g_assert_cmpuint (fixture->n_malformed, ==, 1);
  g_assert_cmpuint (fixture->n_asked, ==, 3);
  g_assert_cmpuint (changes->len, ==, 2);

  zmq_send (fixture->publisher, "denied", 7, 0);
  zmq_send (fixture->publisher, "granted-too", 12, 0);
  g_assert_cmpint (zmq_recv (peer, received, sizeof received, 0), ==, 12);
  g_assert_cmpstr (received, ==, "granted-too");
  zmq_close (peer);
}

/* Asks for the same topic, with @peers[0] sending what is no subscription before; whether that
 * came in one, and the first was denied it. */
static gboolean
deny_the_first (Fixture    *fixture,
                void      **peers,
                const char *topic)
{
  g_autoptr (GPtrArray) changes = noob_subscription_changes_new ();
  g_autofree char *frame = g_strconcat ("\1", topic, NULL);
  gsize size = strlen (frame) + 1;

  fixture->n_malformed = 0;
  zmq_send (peers[0], "junk", 4, ZMQ_SNDMORE);
  zmq_send (peers[0], frame, size, 0);
  wait_for_input (fixture);
  zmq_send (peers[1], frame, size, 0);
  /* Each look makes zmq take what has come. */
  for (guint i = 0; i < 1000; i++)
    wait_for_input (fixture);
  g_assert_cmpint (receive (fixture, changes), ==, EAGAIN);

  return fixture->n_malformed == 2 && changes->len == 1 &&
         g_str_equal (g_bytes_get_data (((NoobSubscriptionChange *) changes->pdata[0])->topic, NULL),
                      topic);
}

/* Whose pipe was taken is not known of any but the last. */
static void
test_nothing_granted_to_others_out_of_step (Fixture       *fixture,
                                            gconstpointer  data)
{
  g_autofree char *topic = NULL;
  void *peers[2];
  char received[32];

  for (guint i = 0; i < G_N_ELEMENTS (peers); i++)
    {
      peers[i] = zmq_socket (fixture->zmq_context, ZMQ_XSUB);
      zmq_connect (peers[i], fixture->address);
    }

  for (guint n = 0; topic == NULL; n++)
    {
      g_autofree char *attempt = g_strdup_printf ("granted-%u", n);

      if (deny_the_first (fixture, peers, attempt))
        topic = g_steal_pointer (&attempt);
    }

  zmq_send (fixture->publisher, topic, strlen (topic) + 1, 0);
  g_assert_cmpint (zmq_recv (peers[1], received, sizeof received, 0), >, 0);
  g_assert_cmpstr (received, ==, topic);
  g_assert_cmpint (zmq_recv (peers[0], received, sizeof received, ZMQ_DONTWAIT), ==, -1);
  for (guint i = 0; i < G_N_ELEMENTS (peers); i++)
    zmq_close (peers[i]);
}

#define add(name, function)                                                                        \
  g_test_add ("/subscriptions/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("granted-and-ended", test_granted_and_ended);
  add ("peer-that-left", test_peer_that_left);
  add ("granted-to-the-last-out-of-step", test_granted_to_the_last_out_of_step);
  add ("nothing-granted-to-others-out-of-step", test_nothing_granted_to_others_out_of_step);

  return g_test_run ();
}
