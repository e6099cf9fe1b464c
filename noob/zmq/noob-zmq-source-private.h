/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A zmq socket in a main loop, and the only place that knows of ZMQ_FD. The source owns the zmq
 * socket and holds its owner weakly. */
typedef void (* NoobZmqSourceFunc) (gpointer owner);

/* Takes @zmq_socket, and is attached to @context. @ready runs when the socket can be read, or
 * written to if that was asked for, or when its zmq context was terminated; the owner is kept
 * alive meanwhile. */
GSource  *noob_zmq_source_new          (void              *zmq_socket,
                                        const char        *name,
                                        GMainContext      *context,
                                        GObject           *owner,
                                        NoobZmqSourceFunc  ready);

void      noob_zmq_source_set_writable (GSource           *source,
                                        gboolean           writable);

/* How long what was sent has to leave once the socket is closed; 0 unless set. */
void      noob_zmq_source_set_linger   (GSource           *source,
                                        int                milliseconds);

/* Destroys the source and then closes the socket; releases the caller's reference. In the
 * context's thread. */
void      noob_zmq_source_close        (GSource           *source);

G_END_DECLS
