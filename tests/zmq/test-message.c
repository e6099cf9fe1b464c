/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What control messages look like, and what is none. */

#include <noob.h>

#include "zmq/noob-message-private.h"

static void
test_round_trip (void)
{
  g_autoptr (NoobRecord) value = noob_record_new ();
  g_autoptr (NoobMessage) message = NULL;
  g_autoptr (NoobMessage) copy = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  noob_record_set_string (value, "status", "ready \"really\" \303\251");
  noob_record_set_int64 (value, "big", G_MAXINT64);
  message = noob_message_new (NOOB_MESSAGE_STATUS, "a", value);
  text = noob_message_to_json (message, &error);
  g_assert_no_error (error);
  copy = noob_message_new_from_json (text, -1, &error);
  g_assert_no_error (error);

  g_assert_cmpint (noob_message_get_message_type (copy), ==, NOOB_MESSAGE_STATUS);
  g_assert_cmpstr (noob_message_get_node_id (copy), ==, "a");
  g_assert_cmpint (noob_message_get_timestamp (copy), ==, noob_message_get_timestamp (message));
  g_assert_true (noob_record_equal (noob_message_get_value (copy), value));
}

static void
test_every_type_has_a_name (void)
{
  for (int type = NOOB_MESSAGE_SPEC; type <= NOOB_MESSAGE_EVENT; type++)
    {
      g_autoptr (GBytes) frame = noob_message_write ((NoobMessageType) type, "a", NULL, NULL);
      g_autoptr (NoobMessage) message = NULL;
      g_autoptr (GError) error = NULL;
      gsize size;
      const char *text = g_bytes_get_data (frame, &size);

      message = noob_message_new_from_json (text, (gssize) size, &error);
      g_assert_no_error (error);
      g_assert_cmpint (noob_message_get_message_type (message), ==, type);
      g_assert_cmpuint (noob_record_get_size (noob_message_get_value (message)), ==, 0);
    }
}

static void
test_status_names (void)
{
  for (int i = NOOB_NODE_STATUS_STOPPED; i <= NOOB_NODE_STATUS_CLOSED; i++)
    {
      NoobNodeStatus status;

      g_assert_true (
        noob_node_status_parse (noob_node_status_to_string ((NoobNodeStatus) i), &status));
      g_assert_cmpint (status, ==, i);
    }
  g_assert_false (noob_node_status_parse ("asleep", NULL));
}

#define START "{\"type\":\"ping\",\"node_id\":\"a\",\"timestamp\":1,"

static const char *const malformed[] = {
  "",
  "nonsense",
  "[]",
  "{",
  "{}",
  START "\"value\":{}}",
  START "\"value\":{},\"protocol\":2}",
  START "\"value\":{},\"protocol\":\"1\"}",
  START "\"value\":{},\"protocol\":1.5}",
  START "\"value\":null,\"protocol\":1}",
  START "\"value\":[],\"protocol\":1}",
  START "\"value\":{\"a\":1,\"a\":2},\"protocol\":1}",
  START "\"value\":{\"a\":1e999},\"protocol\":1}",
  START "\"value\":{},\"protocol\":1} more",
  "{\"type\":\"pong\",\"node_id\":\"a\",\"timestamp\":1,\"value\":{},\"protocol\":1}",
  "{\"type\":3,\"node_id\":\"a\",\"timestamp\":1,\"value\":{},\"protocol\":1}",
  "{\"type\":\"ping\",\"node_id\":null,\"timestamp\":1,\"value\":{},\"protocol\":1}",
  "{\"type\":\"ping\",\"node_id\":\"a\",\"timestamp\":\"1\",\"value\":{},\"protocol\":1}",
  "{\"type\":\"ping\",\"node_id\":\"\xff\",\"timestamp\":1,\"value\":{},\"protocol\":1}",
};

static void
test_malformed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (noob_message_new_from_json (malformed[i], -1, &error));
      g_assert_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL);
    }
}

static void
test_deep (void)
{
  g_autoptr (GString) text = g_string_new (START "\"value\":{\"a\":");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (text, '[');

  g_assert_null (noob_message_new_from_json (text->str, (gssize) text->len, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL);
}

static void
test_damaged (void)
{
  g_autoptr (GBytes) frame = noob_message_write (NOOB_MESSAGE_PING, "node", NULL, NULL);
  gsize size;
  const char *text = g_bytes_get_data (frame, &size);

  for (guint n = 0; n < 5000; n++)
    {
      gssize length = (gssize) g_test_rand_int_range (0, (gint32) size + 1);
      g_autofree char *copy = g_memdup2 (text, size);
      g_autoptr (NoobMessage) message = NULL;

      copy[g_test_rand_int_range (0, (gint32) size)] = (char) g_test_rand_int ();
      message = noob_message_new_from_json (copy, length, NULL);
      if (message != NULL)
        g_assert_true (g_utf8_validate (noob_message_get_node_id (message), -1, NULL));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/message/round-trip", test_round_trip);
  g_test_add_func ("/message/every-type-has-a-name", test_every_type_has_a_name);
  g_test_add_func ("/message/status-names", test_status_names);
  g_test_add_func ("/message/malformed", test_malformed);
  g_test_add_func ("/message/deep", test_deep);
  g_test_add_func ("/message/damaged", test_damaged);

  return g_test_run ();
}
