/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* What g_test_expect_message () does, for structured logging and from any thread: what is
 * expected may come, and any other warning ends the test. */

typedef struct
{
  char *node_id; /* what the field is to be; NULL: any, or none */
  char *pattern;
} ExpectedLog;

static GMutex expected_log_lock;
static GQueue expected_log = G_QUEUE_INIT;
static GPtrArray *collected_log; /* instead, while there is one */

static inline void
expected_log_free (ExpectedLog *expected)
{
  g_free (expected->node_id);
  g_free (expected->pattern);
  g_free (expected);
}

static inline const char *
expected_log_get_field (const GLogField *fields,
                        gsize            n_fields,
                        const char      *key)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, key))
      return fields[i].value;

  return NULL;
}

static inline gboolean
expected_log_matches (const ExpectedLog *expected,
                      const GLogField   *fields,
                      gsize              n_fields)
{
  const char *message = expected_log_get_field (fields, n_fields, "MESSAGE");
  const char *node_id = expected_log_get_field (fields, n_fields, "NOOB_NODE_ID");

  return message != NULL && g_pattern_match_simple (expected->pattern, message) &&
         (expected->node_id == NULL || g_strcmp0 (expected->node_id, node_id) == 0);
}

static inline gboolean
expected_log_take (const GLogField *fields,
                   gsize            n_fields)
{
  gboolean is_expected;

  g_mutex_lock (&expected_log_lock);
  if (collected_log != NULL)
    {
      g_ptr_array_add (collected_log,
                       g_strdup (expected_log_get_field (fields, n_fields, "MESSAGE")));
      g_mutex_unlock (&expected_log_lock);
      return TRUE;
    }

  is_expected = !g_queue_is_empty (&expected_log) &&
                expected_log_matches (g_queue_peek_head (&expected_log), fields, n_fields);
  if (is_expected)
    expected_log_free (g_queue_pop_head (&expected_log));
  g_mutex_unlock (&expected_log_lock);
  return is_expected;
}

static inline GLogWriterOutput
expected_log_writer (GLogLevelFlags   level,
                     const GLogField *fields,
                     gsize            n_fields,
                     gpointer         data)
{
  if (expected_log_take (fields, n_fields))
    return G_LOG_WRITER_HANDLED;

  return g_log_writer_default (level, fields, n_fields, NULL);
}

/* Once, right after g_test_init (). */
static inline void
expected_log_init (void)
{
  g_log_set_writer_func (expected_log_writer, NULL, NULL);
}

/* @node_id: what the message has to have in its field for that. */
static inline void
expect_log_of (const char *node_id,
               const char *pattern)
{
  ExpectedLog *expected = g_new (ExpectedLog, 1);

  *expected = (ExpectedLog) { g_strdup (node_id), g_strdup (pattern) };
  g_mutex_lock (&expected_log_lock);
  g_queue_push_tail (&expected_log, expected);
  g_mutex_unlock (&expected_log_lock);
}

static inline void
expect_log (const char *pattern)
{
  expect_log_of (NULL, pattern);
}

static inline gboolean
expected_log_came (void)
{
  gboolean came;

  g_mutex_lock (&expected_log_lock);
  came = g_queue_is_empty (&expected_log);
  g_mutex_unlock (&expected_log_lock);
  return came;
}

/* Whatever comes is collected until it is taken. */
static inline void
collect_log (void)
{
  g_mutex_lock (&expected_log_lock);
  collected_log = g_ptr_array_new_with_free_func (g_free);
  g_mutex_unlock (&expected_log_lock);
}

static inline GPtrArray *
take_collected_log (void)
{
  GPtrArray *messages;

  g_mutex_lock (&expected_log_lock);
  messages = g_steal_pointer (&collected_log);
  g_mutex_unlock (&expected_log_lock);
  return messages;
}

static inline void
assert_expected_log (void)
{
  const ExpectedLog *missing = g_queue_peek_head (&expected_log);

  if (!expected_log_came ())
    g_error ("This was not logged: %s", missing->pattern);
}
