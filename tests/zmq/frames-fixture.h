/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>
#include <zmq.h>

#include "zmq/noob-frames-private.h"

/* A way through zmq, for what is read from frames has to have been received. */
typedef struct
{
  void       *zmq_context;
  void       *in;
  void       *out;
  NoobFrames *frames;
} FramesFixture;

static inline void
frames_fixture_set_up (FramesFixture *fixture,
                       gconstpointer  data)
{
  fixture->zmq_context = zmq_ctx_new ();
  fixture->in = zmq_socket (fixture->zmq_context, ZMQ_PAIR);
  fixture->out = zmq_socket (fixture->zmq_context, ZMQ_PAIR);
  fixture->frames = noob_frames_new ();
  g_assert_cmpint (zmq_bind (fixture->in, "inproc://frames"), ==, 0);
  g_assert_cmpint (zmq_connect (fixture->out, "inproc://frames"), ==, 0);
}

static inline void
frames_fixture_tear_down (FramesFixture *fixture,
                          gconstpointer  data)
{
  noob_frames_free (fixture->frames);
  zmq_close (fixture->in);
  zmq_close (fixture->out);
  zmq_ctx_term (fixture->zmq_context);
}

/* @parts: of GBytes. The frames are valid until the next call. */
static inline NoobFrames *
frames_fixture_pass (FramesFixture *fixture,
                     GPtrArray     *parts)
{
  for (guint i = 0; i < parts->len; i++)
    {
      gsize size;
      const void *data = g_bytes_get_data (parts->pdata[i], &size);

      g_assert_cmpint (zmq_send (fixture->out, data, size, i + 1 < parts->len ? ZMQ_SNDMORE : 0),
                       ==, (int) size);
    }
  g_assert_cmpint (noob_frames_receive (fixture->frames, fixture->in, G_MAXUINT, FALSE), ==, 0);

  return fixture->frames;
}
