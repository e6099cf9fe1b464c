/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* What g_test_expect_message () does, for structured logging and from any thread: what is
 * expected may come, and any other warning ends the test. */

static GMutex expected_log_lock;
static GQueue expected_log = G_QUEUE_INIT;

static inline gboolean
expected_log_take (const char *message)
{
  gboolean is_expected;

  g_mutex_lock (&expected_log_lock);
  is_expected = !g_queue_is_empty (&expected_log)
                && g_pattern_match_simple (g_queue_peek_head (&expected_log), message);
  if (is_expected)
    g_free (g_queue_pop_head (&expected_log));
  g_mutex_unlock (&expected_log_lock);
  return is_expected;
}

static inline GLogWriterOutput
expected_log_writer (GLogLevelFlags   level,
                     const GLogField *fields,
                     gsize            n_fields,
                     gpointer         data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && expected_log_take (fields[i].value))
      return G_LOG_WRITER_HANDLED;
  return g_log_writer_default (level, fields, n_fields, NULL);
}

/* Once, right after g_test_init (). */
static inline void
expected_log_init (void)
{
  g_log_set_writer_func (expected_log_writer, NULL, NULL);
}

static inline void
expect_log (const char *pattern)
{
  g_mutex_lock (&expected_log_lock);
  g_queue_push_tail (&expected_log, g_strdup (pattern));
  g_mutex_unlock (&expected_log_lock);
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

static inline void
assert_expected_log (void)
{
  const char *missing = g_queue_peek_head (&expected_log);

  if (!expected_log_came ())
    g_error ("This was not logged: %s", missing);
}
