/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-frames-private.h"

#include <errno.h>
#include <string.h>
#include <zmq.h>

/* zmq cuts small messages from the buffer that it read them into, and a message that is kept
 * keeps that buffer; below this size a copy is cheaper. */
#define COPY_LIMIT 1024

typedef struct
{
  zmq_msg_t message;
  GBytes *bytes; /* made when first asked for */
} Frame;

struct _NoobFrames
{
  Frame *frames;
  guint length;
  guint allocated;
};

static void
clear (NoobFrames *self)
{
  for (guint i = 0; i < self->length; i++)
    {
      zmq_msg_close (&self->frames[i].message);
      g_clear_pointer (&self->frames[i].bytes, g_bytes_unref);
    }
  self->length = 0;
}

static void
grow (NoobFrames *self)
{
  guint allocated = MAX (8, self->allocated * 2);
  Frame *frames = g_new0 (Frame, allocated);

  for (guint i = 0; i < self->length; i++)
    {
      zmq_msg_init (&frames[i].message);
      zmq_msg_move (&frames[i].message, &self->frames[i].message);
    }
  g_free (self->frames);
  self->frames = frames;
  self->allocated = allocated;
}

static int
receive_frame (zmq_msg_t *message,
               void      *zmq_socket)
{
  zmq_msg_init (message);
  while (zmq_msg_recv (message, zmq_socket, ZMQ_DONTWAIT) < 0)
    {
      int code = zmq_errno ();

      if (code == EINTR)
        continue;
      zmq_msg_close (message);
      return code;
    }
  return 0;
}

static void
discard_rest (void *zmq_socket)
{
  zmq_msg_t message;
  int more = TRUE;

  while (more && receive_frame (&message, zmq_socket) == 0)
    {
      more = zmq_msg_more (&message);
      zmq_msg_close (&message);
    }
}

NoobFrames *
noob_frames_new (void)
{
  return g_new0 (NoobFrames, 1);
}

void
noob_frames_free (NoobFrames *self)
{
  clear (self);
  g_free (self->frames);
  g_free (self);
}

int
noob_frames_receive (NoobFrames *self,
                     void       *zmq_socket,
                     guint       max_frames,
                     gboolean    split)
{
  int more = TRUE;

  clear (self);
  while (more)
    {
      int code;

      if (self->length == max_frames)
        {
          discard_rest (zmq_socket);
          return EMSGSIZE;
        }
      if (self->length == self->allocated)
        grow (self);
      code = receive_frame (&self->frames[self->length].message, zmq_socket);
      if (code != 0)
        return code;
      more = !split && zmq_msg_more (&self->frames[self->length].message);
      self->length++;
    }
  return 0;
}

guint
noob_frames_get_length (NoobFrames *self)
{
  return self->length;
}

gconstpointer
noob_frames_get_data (NoobFrames *self,
                      guint       index,
                      gsize      *size)
{
  Frame *frame;

  g_return_val_if_fail (index < self->length, NULL);

  frame = &self->frames[index];
  if (frame->bytes)
    return g_bytes_get_data (frame->bytes, size);
  *size = zmq_msg_size (&frame->message);
  return zmq_msg_data (&frame->message);
}

gboolean
noob_frames_equal (NoobFrames *self,
                   guint       index,
                   const char *text)
{
  gsize size;
  gconstpointer data = noob_frames_get_data (self, index, &size);

  return size == strlen (text) && (size == 0 || memcmp (data, text, size) == 0);
}

static void
free_message (gpointer data)
{
  zmq_msg_close (data);
  g_free (data);
}

static GBytes *
keep_message (zmq_msg_t *message)
{
  zmq_msg_t *kept = g_new (zmq_msg_t, 1);

  /* A copy shares the content, and leaves the frame its metadata. */
  zmq_msg_init (kept);
  zmq_msg_copy (kept, message);
  return g_bytes_new_with_free_func (zmq_msg_data (kept), zmq_msg_size (kept), free_message, kept);
}

char *
noob_frames_dup_text (NoobFrames *self,
                      guint       index)
{
  gsize size;
  const char *data = noob_frames_get_data (self, index, &size);

  return g_strndup (data, size);
}

GBytes *
noob_frames_get_bytes (NoobFrames *self,
                       guint       index)
{
  Frame *frame;

  g_return_val_if_fail (index < self->length, NULL);

  frame = &self->frames[index];
  if (!frame->bytes)
    {
      gsize size = zmq_msg_size (&frame->message);

      frame->bytes = size < COPY_LIMIT ? g_bytes_new (zmq_msg_data (&frame->message), size)
                                       : keep_message (&frame->message);
    }
  return g_bytes_ref (frame->bytes);
}

/* From the last frame: the first of a router is made here and does not always carry it. */
static const char *
get_property (NoobFrames *self,
              const char *name)
{
  return zmq_msg_gets (&self->frames[self->length - 1].message, name);
}

const char *
noob_frames_get_user_id (NoobFrames *self)
{
  g_return_val_if_fail (self->length > 0, NULL);

  return get_property (self, "User-Id");
}

gboolean
noob_frames_has_peer (NoobFrames *self)
{
  g_return_val_if_fail (self->length > 0, FALSE);

  return get_property (self, "Peer-Address") != NULL;
}

int
noob_frames_get_descriptor (NoobFrames *self)
{
  g_return_val_if_fail (self->length > 0, -1);

  return zmq_msg_get (&self->frames[self->length - 1].message, ZMQ_SRCFD);
}
