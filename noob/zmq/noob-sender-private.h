/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Sends multi-part messages without ever waiting: what the zmq socket does not take now is
 * queued, in order. */
typedef struct _NoobSender NoobSender;

NoobSender *noob_sender_new        (void         *zmq_socket,
                                    GMainContext *context,
                                    const char   *name);

/* The other side is in this process, and gets frames as they are: it releases them, in any
 * thread. */
void        noob_sender_set_in_process (NoobSender *self);

/* Before the socket is closed; what is queued is lost. */
void        noob_sender_free       (NoobSender   *self);

/* 0 when sent or queued, else an errno value: EHOSTUNREACH when a router knows no such peer,
 * ENOBUFS when the queue is full. */
int         noob_sender_send       (NoobSender   *self,
                                    GBytes      **frames,
                                    gsize         n_frames);

void        noob_sender_flush      (NoobSender   *self);

gboolean    noob_sender_is_waiting (NoobSender   *self);

G_END_DECLS
