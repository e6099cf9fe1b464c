/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

#include "zmq/noob-frames-private.h"

G_BEGIN_DECLS

/* Takes the subscriptions that wait at an XPUB socket in manual mode, and grants them singly. All
 * that has to be known to do so safely with libzmq lives here. */

typedef struct
{
  /* Must not send through the socket. */
  gboolean (* grant)     (GBytes     *topic,
                          const char *user_id,
                          gpointer    user_data);

  void     (* malformed) (const char *user_id,
                          const char *reason,
                          gpointer    user_data);
} NoobSubscriptionFuncs;

typedef struct
{
  gboolean granted; /* else it ended */
  gboolean has_peer; /* a connection that it came from, and that was still there */
  GBytes *topic;
  char *user_id;
} NoobSubscriptionChange;

/* Of NoobSubscriptionChange. */
GPtrArray *noob_subscription_changes_new (void);

/* Appends to @changes what came of all that waits. Returns EAGAIN when that went well, ESTALE when
 * the socket must not be used any more but to close it, or what else zmq reports. */
int        noob_subscriptions_receive    (void                         *zmq_socket,
                                          NoobFrames                   *frames,
                                          const NoobSubscriptionFuncs  *funcs,
                                          gpointer                      user_data,
                                          GPtrArray                    *changes);

G_END_DECLS
