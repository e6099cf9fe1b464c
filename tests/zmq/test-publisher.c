/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who gets what of the outbox of a node, and in which order. */

#include <noob.h>

#include "zmq-fixture.h"
#include "zmq/noob-publisher-private.h"
#include "zmq/noob-wire-private.h"

typedef struct
{
  ZmqFixture      zmq;
  NoobWatch      *watch;
  NoobPublisher  *publisher;
  NoobHostedNode *hosted;
  NoobSocket     *subscriber;
  GPtrArray      *topics; /* of what arrived */
  char           *address;
  guint           n_complete;
  gboolean        emits_when_complete;
} Fixture;

#define PASSWORD "secret"

/* A map has signals `value` and `n`. */
static NoobHostedNode *
make_hosted (void)
{
  static const char text[] = "nodes: {a: {type: gather, params: {n: 1}, depends: m.value}, "
                             "m: {type: map, depends: [input.list]}}\n"
                             "input: {list: {scope: process}}\n";
  g_autoptr (NoobTubeSpecification) specification = NULL;
  g_autoptr (NoobRecord) params = noob_record_new ();
  g_autoptr (GError) error = NULL;
  NoobHostedNode *hosted;

  specification = noob_tube_specification_new_from_data (text, -1, NULL, &error);
  g_assert_no_error (error);
  hosted = noob_hosted_node_new (noob_tube_specification_get_node (specification, "m"), params,
                                 &error);
  g_assert_no_error (error);

  return hosted;
}

/* @topics: NULL for all. */
static void
expect (NoobRecord        *subscribers,
        const char        *name,
        const char *const *topics)
{
  NoobRecord *entry = noob_record_new ();
  g_autofree char *digest = noob_authenticator_digest (PASSWORD);

  noob_record_set_string (entry, "digest", digest);
  if (topics != NULL)
    noob_record_take_list (entry, "topics", noob_list_new_strv (topics));
  noob_record_take_record (subscribers, name, entry);
}

static void emit_number (Fixture *fixture);

static void
on_complete (gpointer data)
{
  Fixture *fixture = data;

  fixture->n_complete++;
  if (fixture->emits_when_complete)
    emit_number (fixture);
}

static void
on_message (NoobSocket *socket,
            NoobFrames *frames,
            gpointer    data)
{
  g_ptr_array_add (((Fixture *) data)->topics, dup_frame_text (frames, 0));
}

static const NoobSocketHandlers subscriber_handlers = { .message = on_message };

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const char *const granted[] = { "s/m/value", NULL };
  g_autoptr (NoobRecord) subscribers = noob_record_new ();
  g_autoptr (GError) error = NULL;

  zmq_fixture_set_up (&fixture->zmq, NULL);
  fixture->topics = g_ptr_array_new_with_free_func (g_free);
  fixture->hosted = make_hosted ();
  fixture->watch = noob_watch_new (fixture->zmq.zmq_context, &error);
  g_assert_no_error (error);
  noob_watch_start (fixture->watch);

  expect (subscribers, "tube", NULL);
  expect (subscribers, "b", granted);
  fixture->address = zmq_fixture_new_address (&fixture->zmq);
  fixture->publisher = noob_publisher_new (fixture->zmq.zmq_context, fixture->watch, "m",
                                           fixture->address, subscribers, on_complete, fixture,
                                           &error);
  g_assert_no_error (error);

  fixture->subscriber = zmq_fixture_new_socket (&fixture->zmq, ZMQ_SUB, "subscriber");
  noob_socket_set_handlers (fixture->subscriber, &subscriber_handlers, fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  close_socket (fixture->subscriber);
  noob_publisher_free (fixture->publisher);
  noob_watch_free (fixture->watch);
  noob_hosted_node_free (fixture->hosted);
  g_ptr_array_unref (fixture->topics);
  g_free (fixture->address);
  zmq_fixture_tear_down (&fixture->zmq, NULL);
}

/* Connects @socket as @name, subscribing to @topics and, last, to a greeting. */
static void
join (Fixture           *fixture,
      NoobSocket        *socket,
      const char        *name,
      const char *const *topics)
{
  g_autoptr (GError) error = NULL;

  noob_socket_set_plain_client (socket, name, PASSWORD, &error);
  g_assert_no_error (error);
  for (guint i = 0; topics[i] != NULL; i++)
    g_assert_true (noob_wire_subscribe (socket, noob_topic_new (topics[i]), NULL));
  g_assert_true (noob_wire_subscribe (socket, noob_topic_new_for_hello (name, 1), NULL));
  connect_socket (socket, fixture->address);
}

static gboolean
has_topic (Fixture    *fixture,
           const char *topic)
{
  return g_ptr_array_find_with_equal_func (fixture->topics, topic, g_str_equal, NULL);
}

/* Emits 5 and, from `n`, a NoEvent. */
static gboolean
emit (Fixture       *fixture,
      const GValue  *value,
      GError       **error)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new (0);
  g_autoptr (GPtrArray) events =
    g_ptr_array_new_with_free_func ((GDestroyNotify) noob_event_unref);

  g_ptr_array_add (events, noob_event_new ("m", "value", epoch, value));
  g_ptr_array_add (events, noob_event_new ("m", "n", epoch, NULL));

  return noob_publisher_add (fixture->publisher, fixture->hosted, epoch, events, error);
}

static void
emit_number (Fixture *fixture)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_value_init (&value, G_TYPE_INT64);
  g_value_set_int64 (&value, 5);
  emit (fixture, &value, &error);
  g_assert_no_error (error);
}

static void
test_greeting (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const topics[] = { "h", NULL };

  join (fixture, fixture->subscriber, "tube", topics);
  run_until (&fixture->zmq, has_topic (fixture, "z/tube/1"));

  g_assert_false (noob_publisher_is_complete (fixture->publisher));
  g_assert_cmpuint (fixture->n_complete, ==, 0);
}

static void
test_complete (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const topics[] = { "s/m/value", NULL };
  NoobSocket *other = zmq_fixture_new_socket (&fixture->zmq, ZMQ_SUB, "other");

  join (fixture, fixture->subscriber, "tube", topics);
  join (fixture, other, "b", topics);
  run_until (&fixture->zmq, fixture->n_complete > 0);
  g_assert_true (noob_publisher_is_complete (fixture->publisher));
  close_socket (other);
}

static void
test_values_before_headers (Fixture       *fixture,
                            gconstpointer  data)
{
  static const char *const topics[] = { "h", "s/m/value", "s/m/n", NULL };

  join (fixture, fixture->subscriber, "tube", topics);
  run_until (&fixture->zmq, has_topic (fixture, "z/tube/1"));
  g_ptr_array_set_size (fixture->topics, 0);

  emit_number (fixture);
  emit_number (fixture);
  g_assert_cmpuint (noob_publisher_get_size (fixture->publisher), >, 0);
  noob_publisher_flush (fixture->publisher);
  g_assert_cmpuint (noob_publisher_get_size (fixture->publisher), ==, 0);
  run_until (&fixture->zmq, fixture->topics->len == 3);

  g_assert_cmpstr (fixture->topics->pdata[0], ==, "s/m/value");
  g_assert_cmpstr (fixture->topics->pdata[1], ==, "s/m/n");
  g_assert_cmpstr (fixture->topics->pdata[2], ==, "h");
}

/* Whoever is greeted may rely on all else that it subscribed to before it connected. */
static void
test_greeting_comes_last (Fixture       *fixture,
                          gconstpointer  data)
{
  static const char *const none[] = { NULL };
  static const char *const topics[] = { "s/m/value", NULL };
  NoobSocket *other = zmq_fixture_new_socket (&fixture->zmq, ZMQ_SUB, "other");

  noob_socket_set_handlers (other, &subscriber_handlers, fixture);
  join (fixture, other, "b", none);
  run_until (&fixture->zmq, fixture->topics->len == 1);
  close_socket (other);

  fixture->emits_when_complete = TRUE;
  join (fixture, fixture->subscriber, "tube", topics);
  run_until (&fixture->zmq, fixture->n_complete > 0);
  g_assert_cmpuint (noob_publisher_get_size (fixture->publisher), >, 0);
}

/* What is not granted is not sent, though it was asked for before the greeting. */
static void
test_grants (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *const topics[] = { "s/m/n", "h", "", "z/tube/1", "s/m/value", NULL };

  join (fixture, fixture->subscriber, "b", topics);
  run_until (&fixture->zmq, has_topic (fixture, "z/b/1"));
  g_ptr_array_set_size (fixture->topics, 0);

  emit_number (fixture);
  noob_publisher_flush (fixture->publisher);
  emit_number (fixture);
  noob_publisher_flush (fixture->publisher);
  run_until (&fixture->zmq, fixture->topics->len == 2);

  g_assert_cmpstr (fixture->topics->pdata[0], ==, "s/m/value");
  g_assert_cmpstr (fixture->topics->pdata[1], ==, "s/m/value");
}

/* Nothing is kept of what nobody has subscribed to. */
static void
test_nobody (Fixture       *fixture,
             gconstpointer  data)
{
  emit_number (fixture);
  g_assert_cmpuint (noob_publisher_get_size (fixture->publisher), ==, 0);
}

static void
test_value_without_form (Fixture       *fixture,
                         gconstpointer  data)
{
  static const char *const topics[] = { "h", "s/m/value", NULL };
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  join (fixture, fixture->subscriber, "tube", topics);
  run_until (&fixture->zmq, has_topic (fixture, "z/tube/1"));

  g_value_init (&value, G_TYPE_OBJECT);
  g_value_take_object (&value, noob_event_store_new ());
  g_assert_false (emit (fixture, &value, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
  g_assert_true (g_str_has_prefix (error->message, "signal \"value\": "));
  g_assert_cmpuint (noob_publisher_get_size (fixture->publisher), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define add_test(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

  add_test ("/publisher/greeting", test_greeting);
  add_test ("/publisher/greeting-comes-after-all-other-subscriptions", test_greeting_comes_last);
  add_test ("/publisher/complete", test_complete);
  add_test ("/publisher/values-before-headers", test_values_before_headers);
  add_test ("/publisher/grants", test_grants);
  add_test ("/publisher/nobody", test_nobody);
  add_test ("/publisher/value-without-form", test_value_without_form);

  return g_test_run ();
}
