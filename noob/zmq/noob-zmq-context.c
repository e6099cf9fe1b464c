/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-zmq-context-private.h"

#include <zmq.h>

/* How many zmq allows unless told otherwise would do for 170 nodes. */
#define SOCKETS_PER_NODE 8

static void
finalize (gpointer data)
{
  NoobZmqContext *self = data;

  zmq_ctx_term (self->handle);
}

NoobZmqContext *
noob_zmq_context_new (guint n_nodes)
{
  NoobZmqContext *self = g_atomic_rc_box_new (NoobZmqContext);
  int limit;

  self->handle = zmq_ctx_new ();
  limit = zmq_ctx_get (self->handle, ZMQ_SOCKET_LIMIT);
  zmq_ctx_set (self->handle, ZMQ_MAX_SOCKETS,
               CLAMP (SOCKETS_PER_NODE * (int) (n_nodes + 1), ZMQ_MAX_SOCKETS_DFLT, limit));

  return self;
}

NoobZmqContext *
noob_zmq_context_ref (NoobZmqContext *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
noob_zmq_context_unref (NoobZmqContext *self)
{
  g_atomic_rc_box_release_full (self, finalize);
}
