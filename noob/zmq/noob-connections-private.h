/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "zmq/noob-socket-private.h"

G_BEGIN_DECLS

/* Which publisher a message came from. A subscriber authenticates itself to the publishers that it
 * connects to, but zmq puts what all of them send into one queue, without a User-Id; what a message
 * says of its origin, any of them could have written. What zmq does tell is the connection that it
 * came through, and where that leads. */
typedef struct _NoobConnections NoobConnections;

/* Before @subscriber connects. Freed in the thread of that. */
NoobConnections *noob_connections_new  (void             *zmq_context,
                                        NoobSocket       *subscriber,
                                        GError          **error);
void             noob_connections_free (NoobConnections  *self);

/* @peer listens at @address, to which @subscriber is going to connect. */
void             noob_connections_add  (NoobConnections  *self,
                                        const char       *address,
                                        const char       *peer);

/* Who sent the message; NULL when that is none of the known peers. */
const char      *noob_connections_find (NoobConnections  *self,
                                        NoobFrames       *frames);

/* Whether @peer may have sent the message. Within one process there are no connections, and no
 * strangers. */
gboolean         noob_connections_fits (NoobConnections  *self,
                                        NoobFrames       *frames,
                                        const char       *peer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobConnections, noob_connections_free)

G_END_DECLS
