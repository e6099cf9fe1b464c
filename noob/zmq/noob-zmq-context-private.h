/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A zmq context that may be shared by threads. Who drops the last reference waits for nothing but
 * messages that are on their way, for nobody has sockets any more. */
typedef struct
{
  void *handle;
} NoobZmqContext;

/* @n_nodes: how many nodes have their sockets in it, besides a command node. */
NoobZmqContext *noob_zmq_context_new   (guint           n_nodes);
NoobZmqContext *noob_zmq_context_ref   (NoobZmqContext *self);
void            noob_zmq_context_unref (NoobZmqContext *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobZmqContext, noob_zmq_context_unref)

G_END_DECLS
