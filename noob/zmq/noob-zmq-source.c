/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-zmq-source-private.h"

#include <errno.h>
#include <glib-unix.h>
#include <zmq.h>

typedef struct
{
  GSource source;
  void *zmq_socket;
  GWeakRef owner;
  NoobZmqSourceFunc ready;
  int wanted;
  int linger;
} ZmqSource;

/* The descriptor is edge-triggered and says no more than "look at the events", and much else
 * than waiting for it eats the edge. So the events are read both before and after each poll. */
static gboolean
zmq_source_is_ready (ZmqSource *self)
{
  int events = 0;
  gsize size = sizeof events;

  while (zmq_getsockopt (self->zmq_socket, ZMQ_EVENTS, &events, &size) != 0)
    if (zmq_errno () != EINTR)
      return TRUE; /* receiving will say what is wrong */
  return (events & self->wanted) != 0;
}

static gboolean
zmq_source_prepare (GSource *source,
                    int     *timeout)
{
  *timeout = -1;
  return zmq_source_is_ready ((ZmqSource *) source);
}

static gboolean
zmq_source_check (GSource *source)
{
  return zmq_source_is_ready ((ZmqSource *) source);
}

static gboolean
zmq_source_dispatch (GSource     *source,
                     GSourceFunc  callback,
                     gpointer     user_data)
{
  ZmqSource *self = (ZmqSource *) source;
  g_autoptr (GObject) owner = g_weak_ref_get (&self->owner);

  if (!owner)
    return G_SOURCE_REMOVE;
  self->ready (owner);
  return G_SOURCE_CONTINUE;
}

/* Not before: connections keep what their socket had when it was bound, and by that zmq would also
 * wait for peers that are gone. */
static void
close_zmq_socket (ZmqSource *self)
{
  zmq_setsockopt (self->zmq_socket, ZMQ_LINGER, &self->linger, sizeof self->linger);
  g_clear_pointer (&self->zmq_socket, zmq_close);
}

static void
zmq_source_finalize (GSource *source)
{
  ZmqSource *self = (ZmqSource *) source;

  g_weak_ref_clear (&self->owner);
  if (self->zmq_socket)
    close_zmq_socket (self);
}

static GSourceFuncs zmq_source_funcs = {
  .prepare = zmq_source_prepare,
  .check = zmq_source_check,
  .dispatch = zmq_source_dispatch,
  .finalize = zmq_source_finalize,
};

GSource *
noob_zmq_source_new (void              *zmq_socket,
                     const char        *name,
                     GMainContext      *context,
                     GObject           *owner,
                     NoobZmqSourceFunc  ready)
{
  GSource *source = g_source_new (&zmq_source_funcs, sizeof (ZmqSource));
  ZmqSource *self = (ZmqSource *) source;
  g_autofree char *source_name = g_strdup_printf ("noob-socket-%s", name);
  int fd = -1;
  gsize size = sizeof fd;

  self->zmq_socket = zmq_socket;
  self->ready = ready;
  self->wanted = ZMQ_POLLIN;
  g_weak_ref_init (&self->owner, owner);
  g_source_set_name (source, source_name);
  if (zmq_getsockopt (zmq_socket, ZMQ_FD, &fd, &size) == 0)
    g_source_add_unix_fd (source, fd, G_IO_IN);
  g_source_attach (source, context);
  return source;
}

void
noob_zmq_source_set_writable (GSource  *source,
                              gboolean  writable)
{
  ((ZmqSource *) source)->wanted = ZMQ_POLLIN | (writable ? ZMQ_POLLOUT : 0);
}

void
noob_zmq_source_set_linger (GSource *source,
                            int      milliseconds)
{
  ((ZmqSource *) source)->linger = milliseconds;
}

void
noob_zmq_source_close (GSource *source)
{
  g_source_destroy (source);
  /* Now, not when the last reference goes: the caller may be about to terminate the zmq context. */
  close_zmq_socket ((ZmqSource *) source);
  g_source_unref (source);
}
