/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq-fixture.h"

#include <errno.h>

#define BURST 20000

/* In microseconds: a socket lingers for twice as long. */
#define MAX_WAIT (G_USEC_PER_SEC / 2)

/* Takes what arrives at one end of a pair. */
typedef struct
{
  ZmqFixture *fixture;
  guint n_received;
  guint n_batches;
  guint n_failed;
  guint64 next;
  GBytes *routing_id;
  GPtrArray *kept;
  gboolean close_on_message;
  gboolean unref_on_message;
} End;

static void
on_numbered (NoobSocket *socket,
             NoobFrames *frames,
             gpointer    user_data)
{
  End *end = user_data;
  gsize size;
  guint last = noob_frames_get_length (frames) - 1;
  guint64 number;

  memcpy (&number, noob_frames_get_data (frames, last, &size), sizeof number);
  g_assert_cmpuint (size, ==, sizeof number);
  g_assert_cmpuint (number, ==, end->next++);
  end->n_received++;
  if (last > 0 && !end->routing_id)
    end->routing_id = noob_frames_get_bytes (frames, 0);
}

static void
on_batch_end (NoobSocket *socket,
              gpointer    user_data)
{
  End *end = user_data;

  end->n_batches++;
}

static void
on_kept (NoobSocket *socket,
         NoobFrames *frames,
         gpointer    user_data)
{
  End *end = user_data;

  for (guint i = 0; end->kept && i < noob_frames_get_length (frames); i++)
    g_ptr_array_add (end->kept, noob_frames_get_bytes (frames, i));
  end->n_received++;
  if (end->close_on_message)
    noob_socket_close (socket);
  if (end->unref_on_message)
    g_object_unref (socket);
}

static void
on_failed (NoobSocket   *socket,
           const GError *error,
           gpointer      user_data)
{
  End *end = user_data;

  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_FAILED);
  end->n_failed++;
}

static const NoobSocketHandlers numbered = { .message = on_numbered, .batch_end = on_batch_end };
static const NoobSocketHandlers keeping = {
  .message = on_kept, .batch_end = on_batch_end, .failed = on_failed,
};

static gboolean
send_number (NoobSocket *socket,
             GBytes     *routing_id,
             guint64     number)
{
  g_autoptr (GBytes) bytes = g_bytes_new (&number, sizeof number);
  GBytes *frames[] = { routing_id, bytes };
  g_autoptr (GError) error = NULL;

  noob_socket_send (socket, routing_id ? frames : frames + 1, routing_id ? 2 : 1, &error);
  g_assert_no_error (error);
  return G_SOURCE_CONTINUE;
}

typedef struct
{
  NoobSocket *router;
  NoobSocket *dealer;
  End router_end;
  End dealer_end;
} Pair;

static void
pair_init (Pair                     *pair,
           ZmqFixture               *fixture,
           const NoobSocketHandlers *handlers)
{
  g_autofree char *address = zmq_fixture_new_address (fixture);

  memset (pair, 0, sizeof *pair);
  pair->router = zmq_fixture_new_socket (fixture, ZMQ_ROUTER, "router");
  pair->dealer = zmq_fixture_new_socket (fixture, ZMQ_DEALER, "dealer");
  noob_socket_set_handlers (pair->router, handlers, &pair->router_end);
  noob_socket_set_handlers (pair->dealer, handlers, &pair->dealer_end);
  bind_socket (pair->router, address);
  connect_socket (pair->dealer, address);
}

static void
pair_clear (Pair *pair)
{
  close_socket (pair->dealer);
  close_socket (pair->router);
  g_clear_pointer (&pair->router_end.routing_id, g_bytes_unref);
}

static void
test_bursts (ZmqFixture    *fixture,
             gconstpointer  data)
{
  Pair pair;

  pair_init (&pair, fixture, &numbered);
  for (guint64 i = 0; i < BURST; i++)
    send_number (pair.dealer, NULL, i);
  run_until (fixture, pair.router_end.routing_id);
  for (guint64 i = 0; i < BURST; i++)
    send_number (pair.router, pair.router_end.routing_id, i);
  run_until (fixture, pair.router_end.n_received == BURST && pair.dealer_end.n_received == BURST);

  g_assert_cmpuint (pair.router_end.n_batches, >=, BURST / 64);
  pair_clear (&pair);
}

typedef struct
{
  NoobSocket *socket;
  guint64 next;
} Ticker;

static gboolean
on_tick (gpointer user_data)
{
  Ticker *ticker = user_data;

  for (guint i = 0; i < 3 && ticker->next < BURST; i++)
    send_number (ticker->socket, NULL, ticker->next++);
  return ticker->next < BURST;
}

/* Sending eats the edge of ZMQ_FD: what arrived just before must not wait for what arrives next. */
static void
test_sends_from_a_timer (ZmqFixture    *fixture,
                         gconstpointer  data)
{
  Pair pair;
  Ticker ticker = { 0 };
  g_autoptr (GSource) timer = g_timeout_source_new (0);
  guint64 n_sent = 0;

  pair_init (&pair, fixture, &numbered);
  ticker.socket = pair.dealer;
  g_source_set_callback (timer, on_tick, &ticker, NULL);
  g_source_attach (timer, fixture->context);
  while (pair.router_end.n_received < BURST || n_sent < BURST)
    {
      g_main_context_iteration (fixture->context, TRUE);
      while (n_sent < pair.router_end.n_received)
        send_number (pair.router, pair.router_end.routing_id, n_sent++);
    }
  run_until (fixture, pair.dealer_end.n_received == BURST);
  pair_clear (&pair);
}

static void
test_large_multipart (ZmqFixture    *fixture,
                      gconstpointer  data)
{
  enum { N_FRAMES = 300, SIZE = 64 * 1024 };
  Pair pair;
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GError) error = NULL;

  pair_init (&pair, fixture, &keeping);
  pair.router_end.kept = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < N_FRAMES; i++)
    {
      /* Sizes on both sides of the limits from which nothing is copied. */
      gsize size = i % 3 == 0 ? i + 1 : SIZE + i;
      guint8 *content = g_malloc (size);

      memset (content, i, size);
      g_ptr_array_add (frames, g_bytes_new_take (content, size));
    }
  noob_socket_send (pair.dealer, (GBytes **) frames->pdata, N_FRAMES, &error);
  g_assert_no_error (error);
  run_until (fixture, pair.router_end.n_received == 1);

  g_assert_cmpuint (pair.router_end.kept->len, ==, 1 + N_FRAMES);
  pair_clear (&pair);
  /* What was kept outlives the socket. */
  for (guint i = 0; i < N_FRAMES; i++)
    g_assert_true (g_bytes_equal (frames->pdata[i], pair.router_end.kept->pdata[i + 1]));
  g_ptr_array_unref (pair.router_end.kept);
}

static void
test_sent_before_closing (ZmqFixture    *fixture,
                          gconstpointer  data)
{
  Pair pair;

  pair_init (&pair, fixture, &numbered);
  send_number (pair.dealer, NULL, 0);
  run_until (fixture, pair.router_end.routing_id);
  for (guint64 i = 0; i < BURST; i++)
    send_number (pair.router, pair.router_end.routing_id, i);
  close_socket (pair.router);
  run_until (fixture, pair.dealer_end.n_received == BURST);

  close_socket (pair.dealer);
  g_bytes_unref (pair.router_end.routing_id);
}

static GThread *released_in;

static void
on_released (gpointer data)
{
  g_free (data);
  released_in = g_thread_self ();
}

static void
test_bytes_are_released_here (ZmqFixture    *fixture,
                              gconstpointer  data)
{
  enum { SIZE = 1 << 20 };
  Pair pair;
  gpointer content = g_malloc0 (SIZE);
  GBytes *bytes = g_bytes_new_with_free_func (content, SIZE, on_released, content);

  pair_init (&pair, fixture, &keeping);
  released_in = NULL;
  noob_socket_send (pair.dealer, &bytes, 1, NULL);
  g_bytes_unref (bytes);
  g_assert_null (released_in);
  run_until (fixture, released_in && pair.router_end.n_received == 1);

  g_assert_true (released_in == g_thread_self ());
  pair_clear (&pair);
}

static void
test_bytes_of_a_closed_socket (ZmqFixture    *fixture,
                               gconstpointer  data)
{
  enum { SIZE = 1 << 20 };
  g_autofree char *address = zmq_fixture_new_address (fixture);
  NoobSocket *dealer = zmq_fixture_new_socket (fixture, ZMQ_DEALER, "dealer");
  gpointer content = g_malloc0 (SIZE);
  GBytes *bytes = g_bytes_new_with_free_func (content, SIZE, on_released, content);

  noob_socket_abandon (dealer);
  connect_socket (dealer, address);
  released_in = NULL;
  noob_socket_send (dealer, &bytes, 1, NULL);
  g_bytes_unref (bytes);
  close_socket (dealer);
  run_until (fixture, released_in);
  g_assert_true (released_in == g_thread_self ());
}

static void
test_close_in_a_handler (ZmqFixture    *fixture,
                         gconstpointer  data)
{
  Pair pair;
  GBytes *empty = g_bytes_new (NULL, 0);
  g_autoptr (GError) error = NULL;

  pair_init (&pair, fixture, &keeping);
  pair.router_end.close_on_message = TRUE;
  send_text (pair.dealer, "one");
  send_text (pair.dealer, "two");
  run_until (fixture, pair.router_end.n_received > 0);

  g_assert_cmpuint (pair.router_end.n_received, ==, 1);
  g_assert_cmpuint (pair.router_end.n_batches, ==, 0);
  g_assert_false (noob_socket_send (pair.router, &empty, 1, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_STATE);
  g_bytes_unref (empty);
  pair_clear (&pair);
}

static void
test_unref_in_a_handler (ZmqFixture    *fixture,
                         gconstpointer  data)
{
  Pair pair;
  gpointer weak;

  pair_init (&pair, fixture, &keeping);
  pair.router_end.unref_on_message = TRUE;
  weak = pair.router;
  g_object_add_weak_pointer (G_OBJECT (pair.router), &weak);
  send_text (pair.dealer, "one");
  run_until (fixture, pair.router_end.n_received > 0);

  g_assert_null (weak);
  close_socket (pair.dealer);
}

static gpointer
unref_thread (gpointer data)
{
  g_object_unref (data);
  return NULL;
}

static void
test_unref_in_another_thread (ZmqFixture    *fixture,
                              gconstpointer  data)
{
  NoobSocket *socket = zmq_fixture_new_socket (fixture, ZMQ_DEALER, "dealer");

  g_assert_true (g_main_context_acquire (fixture->context));
  g_thread_join (g_thread_new ("unref", unref_thread, socket));
  g_main_context_release (fixture->context);
  /* The teardown hangs unless the context closes the socket. */
  while (g_main_context_iteration (fixture->context, FALSE))
    ;
}

/* A peer that never reads, and of which @router has so much to tell it that it has to keep some. */
static void *
connect_deaf_peer (ZmqFixture *fixture,
                   End        *end,
                   NoobSocket *router,
                   const char *address)
{
  enum { N = 16, SIZE = 1 << 20 };
  void *peer = zmq_socket (fixture->zmq_context, ZMQ_DEALER);
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (SIZE), SIZE);

  zmq_setsockopt (peer, ZMQ_LINGER, &(int) { 0 }, sizeof (int));
  zmq_setsockopt (peer, ZMQ_RCVHWM, &(int) { 1 }, sizeof (int));
  zmq_setsockopt (peer, ZMQ_ROUTING_ID, "twin", strlen ("twin"));
  g_assert_cmpint (zmq_connect (peer, address), ==, 0);
  zmq_send (peer, "here", strlen ("here"), 0);
  run_until (fixture, end->n_received == 1);

  for (guint i = 0; i < N; i++)
    noob_socket_send (router, (GBytes *[]) { end->kept->pdata[0], bytes }, 2, NULL);

  return peer;
}

/* Another one takes its name. */
static NoobSocket *
replace_peer (ZmqFixture *fixture,
              End        *end,
              const char *address)
{
  NoobSocket *twin = zmq_fixture_new_socket (fixture, ZMQ_DEALER, "twin");

  noob_socket_set_option (twin, ZMQ_ROUTING_ID, "twin", strlen ("twin"), NULL);
  connect_socket (twin, address);
  send_text (twin, "here");
  run_until (fixture, end->n_received == 2);

  return twin;
}

/* Returns when @router has lost it. */
static void
close_peer (void       *zmq_context,
            NoobSocket *router,
            void       *peer)
{
  static const char address[] = "inproc://monitor";
  void *monitor = zmq_socket (zmq_context, ZMQ_PAIR);

  zmq_socket_monitor (noob_socket_get_zmq_socket (router), address, ZMQ_EVENT_DISCONNECTED);
  zmq_connect (monitor, address);
  zmq_close (peer);
  g_assert_cmpint (zmq_recv (monitor, NULL, 0, 0), >, 0);
  zmq_close (monitor);
}

/* Lost when zmq was about to end the connection: because the socket closes, which is a matter of
 * luck, or because another peer takes the name. */
static void
test_gone_peer (ZmqFixture    *fixture,
                gconstpointer  data)
{
  g_autofree char *address = zmq_fixture_new_address (fixture);
  void *zmq_context = zmq_ctx_new ();
  NoobSocket *router = noob_socket_new_full (zmq_context, ZMQ_ROUTER, "router", NULL);
  End end = { .kept = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref) };
  NoobSocket *twin;
  void *peer;
  gint64 began;

  noob_socket_set_handlers (router, &keeping, &end);
  noob_socket_set_option (router, ZMQ_ROUTER_HANDOVER, &(int) { TRUE }, sizeof (int), NULL);
  bind_socket (router, address);
  peer = connect_deaf_peer (fixture, &end, router, address);
  twin = replace_peer (fixture, &end, address);
  close_peer (zmq_context, router, peer);

  noob_socket_abandon (router);
  close_socket (router);
  began = g_get_monotonic_time ();
  zmq_ctx_term (zmq_context);
  g_assert_cmpint (g_get_monotonic_time () - began, <, MAX_WAIT);

  close_socket (twin);
  g_ptr_array_unref (end.kept);
}

static void
test_unknown_peer (ZmqFixture    *fixture,
                   gconstpointer  data)
{
  NoobSocket *router = zmq_fixture_new_socket (fixture, ZMQ_ROUTER, "router");
  GBytes *frames[] = { g_bytes_new ("nobody", 6), g_bytes_new ("text", 4) };
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_socket_send (router, frames, 2, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "router"));
  g_bytes_unref (frames[0]);
  g_bytes_unref (frames[1]);
  close_socket (router);
}

static void
test_too_late_to_authenticate (ZmqFixture    *fixture,
                               gconstpointer  data)
{
  Pair pair;
  g_autoptr (GError) error = NULL;

  pair_init (&pair, fixture, &keeping);
  g_assert_false (noob_socket_set_plain_server (pair.router, "domain", &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_STATE);
  pair_clear (&pair);
}

static void
test_bind_error (ZmqFixture    *fixture,
                 gconstpointer  data)
{
  NoobSocket *router = zmq_fixture_new_socket (fixture, ZMQ_ROUTER, "router");
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_socket_bind (router, "ipc:///nowhere/at/all", &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "\"router\" cannot bind to ipc:///nowhere/at/all"));
  g_assert_null (noob_socket_get_address (router));
  close_socket (router);
}

/* With a high-water mark and nobody there, zmq takes one message and the rest is queued. */
static void
test_queue_keeps_order (ZmqFixture    *fixture,
                        gconstpointer  data)
{
  enum { N = 500 };
  g_autofree char *address = zmq_fixture_new_address (fixture);
  NoobSocket *dealer = zmq_fixture_new_socket (fixture, ZMQ_DEALER, "dealer");
  NoobSocket *router = zmq_fixture_new_socket (fixture, ZMQ_ROUTER, "router");
  End end = { 0 };
  int limit = 1;

  noob_socket_set_option (dealer, ZMQ_SNDHWM, &limit, sizeof limit, NULL);
  noob_socket_set_handlers (router, &numbered, &end);
  connect_socket (dealer, address);
  for (guint64 i = 0; i < N; i++)
    send_number (dealer, NULL, i);
  bind_socket (router, address);
  run_until (fixture, end.n_received == N);

  g_bytes_unref (end.routing_id);
  close_socket (dealer);
  close_socket (router);
}

static void
test_too_many_frames (ZmqFixture    *fixture,
                      gconstpointer  data)
{
  Pair pair;
  GBytes *frames[20];

  pair_init (&pair, fixture, &keeping);
  noob_socket_set_max_frames (pair.router, 8);
  for (guint i = 0; i < G_N_ELEMENTS (frames); i++)
    frames[i] = g_bytes_new_static ("x", 1);
  expect_log ("*malformed*too many frames*");
  noob_socket_send (pair.dealer, frames, 20, NULL);
  noob_socket_send (pair.dealer, frames, 8, NULL);
  noob_socket_send (pair.dealer, frames, 7, NULL);
  run_until (fixture, pair.router_end.n_received == 1);

  assert_expected_log ();
  g_assert_cmpuint (noob_socket_get_n_malformed (pair.router), ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (frames); i++)
    g_bytes_unref (frames[i]);
  pair_clear (&pair);
}

static void
test_terminated (ZmqFixture    *fixture,
                 gconstpointer  data)
{
  NoobSocket *router = zmq_fixture_new_socket (fixture, ZMQ_ROUTER, "router");
  End end = { 0 };

  noob_socket_set_handlers (router, &keeping, &end);
  zmq_ctx_shutdown (fixture->zmq_context);
  run_until (fixture, end.n_failed == 1);
  g_assert_finalize_object (router);
}

typedef struct
{
  guint n_granted;
  guint n_subscribed;
  guint n_unsubscribed;
  guint n_messages;
  char *last_message;
} Topics;

static gboolean
grant_public (NoobSocket *socket,
              GBytes     *topic,
              const char *user_id,
              gpointer    user_data)
{
  Topics *topics = user_data;
  gsize size;
  const char *data = g_bytes_get_data (topic, &size);

  topics->n_granted++;
  return size > 0 && data[0] == 'p';
}

static void
on_text (NoobSocket *socket,
         NoobFrames *frames,
         gpointer    user_data)
{
  Topics *topics = user_data;

  topics->n_messages++;
  g_free (topics->last_message);
  topics->last_message = dup_frame_text (frames, 0);
}

static const NoobSocketHandlers topic_handlers = { .message = on_text, .grant = grant_public };

static void
count (guint *counter)
{
  (*counter)++;
}

static void
test_granted_topics (ZmqFixture    *fixture,
                     gconstpointer  data)
{
  g_autofree char *address = zmq_fixture_new_address (fixture);
  NoobSocket *outbox = zmq_fixture_new_socket (fixture, ZMQ_XPUB, "outbox");
  NoobSocket *inbox = zmq_fixture_new_socket (fixture, ZMQ_SUB, "inbox");
  Topics topics = { 0 };

  noob_socket_set_handlers (outbox, &topic_handlers, &topics);
  noob_socket_set_handlers (inbox, &topic_handlers, &topics);
  g_signal_connect_swapped (outbox, "peer-subscribed", G_CALLBACK (count), &topics.n_subscribed);
  g_signal_connect_swapped (outbox, "peer-unsubscribed", G_CALLBACK (count),
                            &topics.n_unsubscribed);
  bind_socket (outbox, address);
  connect_socket (inbox, address);
  noob_socket_subscribe (inbox, "", 0, NULL);
  noob_socket_subscribe (inbox, "secret", 6, NULL);
  noob_socket_subscribe (inbox, "public", 6, NULL);
  run_until (fixture, topics.n_granted == 3);
  g_assert_cmpuint (topics.n_subscribed, ==, 1);

  send_text (outbox, "secret one");
  send_text (outbox, "other");
  send_text (outbox, "public one");
  run_until (fixture, topics.n_messages > 0);
  g_assert_cmpstr (topics.last_message, ==, "public one");

  noob_socket_unsubscribe (inbox, "public", 6, NULL);
  run_until (fixture, topics.n_unsubscribed == 1);
  send_text (outbox, "public two");
  noob_socket_subscribe (inbox, "p", 1, NULL);
  run_until (fixture, topics.n_subscribed == 2);
  send_text (outbox, "public three");
  run_until (fixture, topics.n_messages == 2);
  g_assert_cmpstr (topics.last_message, ==, "public three");

  /* Closing takes back what is left. */
  close_socket (inbox);
  run_until (fixture, topics.n_unsubscribed >= 3);
  close_socket (outbox);
  g_free (topics.last_message);
}

/* A message that is no subscription puts zmq out of step about whose subscription comes next. */
static void
test_granted_after_junk (ZmqFixture    *fixture,
                         gconstpointer  data)
{
  g_autofree char *address = zmq_fixture_new_address (fixture);
  NoobSocket *outbox = zmq_fixture_new_socket (fixture, ZMQ_XPUB, "outbox");
  NoobSocket *hostile = zmq_fixture_new_socket (fixture, ZMQ_XSUB, "hostile");
  GBytes *frames[] = { g_bytes_new_static ("junk", 4), g_bytes_new_static ("\1public", 7) };
  Topics topics = { 0 };

  noob_socket_set_handlers (outbox, &topic_handlers, &topics);
  bind_socket (outbox, address);
  connect_socket (hostile, address);
  expect_log ("*malformed*not a subscription*");
  noob_socket_send (hostile, frames, 2, NULL);
  run_until (fixture, topics.n_granted == 1);
  assert_expected_log ();
  g_assert_cmpuint (noob_socket_get_n_malformed (outbox), ==, 1);

  g_bytes_unref (frames[0]);
  g_bytes_unref (frames[1]);
  close_socket (hostile);
  close_socket (outbox);
}

static void
on_message_signal (NoobSocket *socket,
                   GPtrArray  *frames,
                   const char *user_id,
                   GPtrArray  *seen)
{
  g_assert_null (user_id);
  g_ptr_array_add (seen, g_bytes_ref (frames->pdata[frames->len - 1]));
}

static void
test_message_signal (ZmqFixture    *fixture,
                     gconstpointer  data)
{
  Pair pair;
  g_autoptr (GPtrArray) seen = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GBytes) expected = g_bytes_new ("hello", 5);

  pair_init (&pair, fixture, &keeping);
  g_signal_connect (pair.router, "message", G_CALLBACK (on_message_signal), seen);
  send_text (pair.dealer, "hello");
  run_until (fixture, pair.router_end.n_received == 1);

  g_assert_cmpuint (seen->len, ==, 1);
  g_assert_true (g_bytes_equal (seen->pdata[0], expected));
  pair_clear (&pair);
}

#define add(name, function)                                                                        \
  g_test_add ("/socket/" name, ZmqFixture, NULL, zmq_fixture_set_up, function,                     \
              zmq_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  expected_log_init ();

  add ("receive/bursts-both-ways", test_bursts);
  add ("receive/no-stall-with-sends-from-a-timer", test_sends_from_a_timer);
  add ("receive/large-multipart", test_large_multipart);
  add ("receive/too-many-frames-are-dropped", test_too_many_frames);
  add ("receive/message-signal", test_message_signal);
  add ("receive/terminated-context-is-reported", test_terminated);
  add ("send/what-was-sent-leaves-after-closing", test_sent_before_closing);
  add ("send/bytes-are-released-in-the-context", test_bytes_are_released_here);
  add ("send/bytes-of-a-closed-socket-are-released", test_bytes_of_a_closed_socket);
  add ("send/unknown-peer", test_unknown_peer);
  add ("send/queue-keeps-order", test_queue_keeps_order);
  add ("lifetime/close-in-a-handler", test_close_in_a_handler);
  add ("lifetime/unref-in-a-handler", test_unref_in_a_handler);
  add ("lifetime/unref-in-another-thread", test_unref_in_another_thread);
  add ("lifetime/gone-peers-are-not-waited-for", test_gone_peer);
  add ("errors/bind", test_bind_error);
  add ("errors/too-late-to-authenticate", test_too_late_to_authenticate);
  add ("topics/granted-singly", test_granted_topics);
  add ("topics/granted-after-junk", test_granted_after_junk);

  return g_test_run ();
}
