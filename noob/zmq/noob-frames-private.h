/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The frames of one received message. A socket reuses one of these for all that it receives, so
 * what it returns is valid until the handler it was given to returns; only GBytes stay. */
typedef struct _NoobFrames NoobFrames;

NoobFrames    *noob_frames_new         (void);

void           noob_frames_free        (NoobFrames *self);

/* Replaces what is held by the next message of @zmq_socket, never waiting. Returns 0 or an errno
 * value: EAGAIN when there is no message, EMSGSIZE when it had more than @max_frames frames and
 * was dropped. With @split each frame is a message of its own, whatever the sender said. */
int            noob_frames_receive     (NoobFrames *self,
                                        void       *zmq_socket,
                                        guint       max_frames,
                                        gboolean    split);

guint          noob_frames_get_length  (NoobFrames *self);

gconstpointer  noob_frames_get_data    (NoobFrames *self,
                                        guint       index,
                                        gsize      *size);

gboolean       noob_frames_equal       (NoobFrames *self,
                                        guint       index,
                                        const char *text);

/* As text, which ends at a NUL in it. */
char          *noob_frames_dup_text    (NoobFrames *self,
                                        guint       index);

/* Large frames are not copied: the GBytes keeps the message, and may be freed in any thread. */
GBytes        *noob_frames_get_bytes   (NoobFrames *self,
                                        guint       index);

/* Who sent the message, as the authenticator has it; NULL on sockets that do not authenticate. */
const char    *noob_frames_get_user_id (NoobFrames *self);

/* Whether a connection is known that the message came from. */
gboolean       noob_frames_has_peer    (NoobFrames *self);

/* That connection's descriptor, which is zmq's own and may have been closed since; -1 within one
 * process. */
int            noob_frames_get_descriptor (NoobFrames *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobFrames, noob_frames_free)

G_END_DECLS
