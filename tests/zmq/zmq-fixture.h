/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <string.h>
#include <unistd.h>

#include "expected-log.h"
#include "zmq/noob-socket-private.h"

/* A zmq context and a main context of one's own, and a watchdog for tests that would hang. */
typedef struct
{
  void *zmq_context;
  GMainContext *context;
  char *directory;
  guint n_addresses;
} ZmqFixture;

#define WATCHDOG_SECONDS 300

static inline void
zmq_fixture_set_up (ZmqFixture    *fixture,
                    gconstpointer  data)
{
  alarm (WATCHDOG_SECONDS);
  fixture->context = g_main_context_new ();
  g_main_context_push_thread_default (fixture->context);
  fixture->zmq_context = zmq_ctx_new ();
  fixture->directory = g_dir_make_tmp ("noob-XXXXXX", NULL);
  g_assert_nonnull (fixture->directory);
}

static inline void
zmq_fixture_tear_down (ZmqFixture    *fixture,
                       gconstpointer  data)
{
  zmq_ctx_term (fixture->zmq_context);
  while (g_main_context_iteration (fixture->context, FALSE))
    ;
  g_main_context_pop_thread_default (fixture->context);
  g_main_context_unref (fixture->context);
  for (guint i = 0; i < fixture->n_addresses; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u", fixture->directory, i);

      unlink (path);
    }
  g_assert_cmpint (rmdir (fixture->directory), ==, 0);
  g_free (fixture->directory);
  alarm (0);
}

static inline char *
zmq_fixture_new_address (ZmqFixture *fixture)
{
  return g_strdup_printf ("ipc://%s/%u", fixture->directory, fixture->n_addresses++);
}

/* Iterates until @condition holds. */
#define run_until(fixture, condition)                                                              \
  G_STMT_START                                                                                     \
  {                                                                                                \
    while (!(condition))                                                                           \
      g_main_context_iteration ((fixture)->context, TRUE);                                         \
  }                                                                                                \
  G_STMT_END

static inline NoobSocket *
zmq_fixture_new_socket (ZmqFixture *fixture,
                        int         type,
                        const char *name)
{
  g_autoptr (GError) error = NULL;
  NoobSocket *socket = noob_socket_new_full (fixture->zmq_context, type, name, &error);

  g_assert_no_error (error);
  g_assert_nonnull (socket);
  return socket;
}

static inline void
bind_socket (NoobSocket *socket,
             const char *address)
{
  g_autoptr (GError) error = NULL;

  noob_socket_bind (socket, address, &error);
  g_assert_no_error (error);
}

static inline void
connect_socket (NoobSocket *socket,
                const char *address)
{
  g_autoptr (GError) error = NULL;

  noob_socket_connect (socket, address, &error);
  g_assert_no_error (error);
}

/* Closes @socket, drops it, and asserts that this was the last reference. */
static inline void
close_socket (NoobSocket *socket)
{
  noob_socket_close (socket);
  g_assert_finalize_object (socket);
}

static inline void
send_text (NoobSocket *socket,
           const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  noob_socket_send (socket, &bytes, 1, &error);
  g_assert_no_error (error);
}

static inline char *
dup_frame_text (NoobFrames *frames,
                guint       index)
{
  gsize size;
  const char *data = noob_frames_get_data (frames, index, &size);

  return g_strndup (data, size);
}
