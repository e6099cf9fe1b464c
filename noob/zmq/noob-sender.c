/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-sender-private.h"

#include <errno.h>
#include <string.h>
#include <zmq.h>

#include "zmq/noob-releaser-private.h"

/* Up to this size copying costs less than handing the release back. */
#define COPY_LIMIT 1024

/* High-water marks are off, so that nothing is queued here but between peers; this many mean a
 * mistake. */
#define MAX_QUEUED (1 << 20)

struct _NoobSender
{
  void *zmq_socket;
  NoobReleaser *releaser;
  gboolean in_process;
  GQueue queue; /* of GPtrArray of GBytes */
};

static void
unref_bytes (void *data,
             void *bytes)
{
  g_bytes_unref (bytes);
}

static void
init_message (NoobSender *self,
              zmq_msg_t  *message,
              GBytes     *bytes)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  if (size > COPY_LIMIT && self->in_process)
    {
      zmq_msg_init_data (message, (gpointer) data, size, unref_bytes, g_bytes_ref (bytes));
      return;
    }
  if (size > COPY_LIMIT)
    {
      noob_releaser_init_message (self->releaser, message, bytes);
      return;
    }
  zmq_msg_init_size (message, size);
  if (size > 0)
    memcpy (zmq_msg_data (message), data, size);
}

static int
send_frame (NoobSender *self,
            GBytes     *bytes,
            gboolean    more)
{
  zmq_msg_t message;

  init_message (self, &message, bytes);
  while (zmq_msg_send (&message, self->zmq_socket, ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0)) < 0)
    {
      int code = zmq_errno ();

      if (code == EINTR)
        continue;
      zmq_msg_close (&message);
      return code;
    }
  return 0;
}

static int
send_now (NoobSender *self,
          GBytes    **frames,
          gsize       n_frames)
{
  int code = 0;

  for (gsize i = 0; i < n_frames; i++)
    {
      int frame_code = send_frame (self, frames[i], i + 1 < n_frames);

      if (frame_code == 0)
        continue;
      code = frame_code;
      /* When a peer leaves in the middle of a message, zmq takes back what it has and wants the
       * rest to drop it; the whole message is then sent again. Nothing of a message refused at
       * once was taken. */
      if (i == 0 || code != EAGAIN)
        return code;
    }
  return code;
}

static int
enqueue (NoobSender *self,
         GBytes    **frames,
         gsize       n_frames)
{
  GPtrArray *message;

  if (g_queue_get_length (&self->queue) >= MAX_QUEUED)
    return ENOBUFS;
  message = g_ptr_array_new_full (n_frames, (GDestroyNotify) g_bytes_unref);
  for (gsize i = 0; i < n_frames; i++)
    g_ptr_array_add (message, g_bytes_ref (frames[i]));
  g_queue_push_tail (&self->queue, message);
  return 0;
}

NoobSender *
noob_sender_new (void         *zmq_socket,
                 GMainContext *context,
                 const char   *name)
{
  NoobSender *self = g_new0 (NoobSender, 1);

  self->zmq_socket = zmq_socket;
  self->releaser = noob_releaser_new (context, name);
  g_queue_init (&self->queue);
  return self;
}

void
noob_sender_set_in_process (NoobSender *self)
{
  self->in_process = TRUE;
}

void
noob_sender_free (NoobSender *self)
{
  g_queue_clear_full (&self->queue, (GDestroyNotify) g_ptr_array_unref);
  noob_releaser_close (self->releaser);
  g_free (self);
}

int
noob_sender_send (NoobSender *self,
                  GBytes    **frames,
                  gsize       n_frames)
{
  int code;

  if (noob_sender_is_waiting (self))
    return enqueue (self, frames, n_frames);
  code = send_now (self, frames, n_frames);
  return code == EAGAIN ? enqueue (self, frames, n_frames) : code;
}

void
noob_sender_flush (NoobSender *self)
{
  GPtrArray *message;

  while ((message = g_queue_peek_head (&self->queue)))
    {
      int code = send_now (self, (GBytes **) message->pdata, message->len);

      if (code == EAGAIN)
        return;
      if (code != 0)
        g_debug ("Dropped a queued message: %s", zmq_strerror (code));
      g_ptr_array_unref (g_queue_pop_head (&self->queue));
    }
}

gboolean
noob_sender_is_waiting (NoobSender *self)
{
  return !g_queue_is_empty (&self->queue);
}
