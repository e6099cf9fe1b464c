/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>
#include <zmq.h>

G_BEGIN_DECLS

/* Makes zmq messages of GBytes without a copy. zmq lets go of a sent message in a thread of its
 * own; the release is handed back to the context that sent it, where the free function of the
 * bytes may expect to run. Except for that hand-over, for use in that context only. */
typedef struct _NoobReleaser NoobReleaser;

NoobReleaser *noob_releaser_new          (GMainContext *context,
                                          const char   *name);

/* Lasts until the last message is let go; @self is not to be used any more. After zmq_ctx_term
 * () that is at the next iteration of the context. */
void          noob_releaser_close        (NoobReleaser *self);

void          noob_releaser_init_message (NoobReleaser *self,
                                          zmq_msg_t    *message,
                                          GBytes       *bytes);

G_END_DECLS
