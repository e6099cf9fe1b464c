/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-zmq-context-private.h"

#include <zmq.h>

static void
finalize (gpointer data)
{
  NoobZmqContext *self = data;

  zmq_ctx_term (self->handle);
}

NoobZmqContext *
noob_zmq_context_new (void)
{
  NoobZmqContext *self = g_atomic_rc_box_new (NoobZmqContext);

  self->handle = zmq_ctx_new ();

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
