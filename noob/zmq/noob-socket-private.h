/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <zmq.h>

#include "zmq/noob-frames-private.h"
#include "zmq/noob-socket.h"

G_BEGIN_DECLS

/* What the library does with what arrives; any may be NULL. All run in the socket's main
 * context. */
typedef struct
{
  /* One message. @frames is valid until this returns. */
  void     (* message)   (NoobSocket *socket,
                          NoobFrames *frames,
                          gpointer    user_data);

  /* After the last message of one wake-up. */
  void     (* batch_end) (NoobSocket *socket,
                          gpointer    user_data);

  /* XPUB: whether @user_id (NULL without authentication) may have what starts with @topic.
   * Nobody gets anything from a socket without this. Must not send through it nor close it. */
  gboolean (* grant)     (NoobSocket *socket,
                          GBytes     *topic,
                          const char *user_id,
                          gpointer    user_data);

  /* The socket failed and was closed. */
  void     (* failed)    (NoobSocket   *socket,
                          const GError *error,
                          gpointer      user_data);
} NoobSocketHandlers;

/* @type: ZMQ_ROUTER (unknown peers are errors), ZMQ_DEALER, ZMQ_SUB or ZMQ_XPUB (each
 * subscription is granted singly). It belongs to the thread-default main context of the caller. */
NoobSocket *noob_socket_new_full         (void                      *zmq_context,
                                          int                        type,
                                          const char                *name,
                                          GError                   **error);

/* For noob-socket-setup.c: the handle, NULL once closed, and what goes with that. */
void       *noob_socket_get_zmq_socket   (NoobSocket                *self);

void        noob_socket_set_in_process   (NoobSocket                *self);

gboolean    noob_socket_check_open       (NoobSocket                *self,
                                          GError                   **error);

gboolean    noob_socket_set_defaults     (NoobSocket                *self,
                                          GError                   **error);

/* In the socket's thread; required before its last reference goes. */
void        noob_socket_close            (NoobSocket                *self);

/* Closes *@socket, if there is one, and drops it. */
void        noob_socket_clear            (NoobSocket               **socket);

void        noob_socket_set_handlers     (NoobSocket                *self,
                                          const NoobSocketHandlers  *handlers,
                                          gpointer                   user_data);

/* Messages with more frames are dropped and counted; 4096 unless set. */
void        noob_socket_set_max_frames   (NoobSocket                *self,
                                          guint                      max_frames);

/* For ZMQ_MAXMSGSIZE and the like; before binding or connecting. */
gboolean    noob_socket_set_option       (NoobSocket                *self,
                                          int                        option,
                                          const void                *value,
                                          gsize                      size,
                                          GError                   **error);

/* Nobody is left for whom closing should wait until what was sent has gone. */
void        noob_socket_abandon          (NoobSocket                *self);

/* Before binding or connecting: who connects has to be known in @domain to the authenticator of the
 * zmq context, and with what a client proves who it is. zmq pays no attention to that within one
 * process: anybody who can connect there is let in, and nothing says who it is. */
gboolean    noob_socket_set_plain_server (NoobSocket                *self,
                                          const char                *domain,
                                          GError                   **error);

/* For the connections made from now on. */
gboolean    noob_socket_set_plain_client (NoobSocket                *self,
                                          const char                *user_name,
                                          const char                *password,
                                          GError                   **error);

gboolean    noob_socket_bind             (NoobSocket                *self,
                                          const char                *address,
                                          GError                   **error);

gboolean    noob_socket_connect          (NoobSocket                *self,
                                          const char                *address,
                                          GError                   **error);

/* The address last bound, with the port that was chosen; NULL before. */
char       *noob_socket_get_address      (NoobSocket                *self);

gboolean    noob_socket_subscribe        (NoobSocket                *self,
                                          const char                *topic,
                                          gsize                      length,
                                          GError                   **error);

gboolean    noob_socket_unsubscribe      (NoobSocket                *self,
                                          const char                *topic,
                                          gsize                      length,
                                          GError                   **error);

/* Counts a message that a handler found malformed, and logs the first of each peer. */
void        noob_socket_report_malformed (NoobSocket                *self,
                                          const char                *user_id,
                                          const char                *reason);

guint64     noob_socket_get_n_malformed  (NoobSocket                *self);

G_END_DECLS
