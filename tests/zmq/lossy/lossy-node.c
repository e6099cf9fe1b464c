/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A host of nodes that loses the second message with values that each of them publishes, frame by
 * frame: what a transport might do. To that end a function of zmq is replaced. */

#include <noob.h>

#include <dlfcn.h>
#include <string.h>
#include <zmq.h>

#define LOST 2

/* Of a thread: the one that lets others in sends, too. */
static _Thread_local gboolean is_inside; /* a message of several frames */
static _Thread_local gboolean is_lost;
static _Thread_local guint n_messages;

static gboolean
has_values (zmq_msg_t *topic)
{
  return zmq_msg_size (topic) > 2 && memcmp (zmq_msg_data (topic), "s/", 2) == 0;
}

int
zmq_msg_send (zmq_msg_t *message,
              void      *zmq_socket,
              int        flags)
{
  __typeof__ (&zmq_msg_send) send_message = dlsym (RTLD_NEXT, "zmq_msg_send");

  if (!is_inside)
    is_lost = has_values (message) && ++n_messages == LOST;
  is_inside = (flags & ZMQ_SNDMORE) != 0;
  if (!is_lost)
    return send_message (message, zmq_socket, flags);

  zmq_msg_close (message);
  return 0;
}

int
main (void)
{
  return noob_host_run (0);
}
