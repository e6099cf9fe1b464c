/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "graph/noob-wiring-private.h"
#include "zmq/noob-message.h"

G_BEGIN_DECLS

/* What a command node knows of one node. */
typedef struct
{
  const char            *id; /* interned */
  NoobNodeSpecification *specification;
  char                  *token;
  guint                  index;   /* of its outbox in the run directory */
  char                  *address; /* of its outbox, where it has to be; NULL before the sockets are open */
  NoobIdentity          *identity;
  GPtrArray             *signals; /* interned, NULL-terminated */
  NoobNodeStatus         status;
  gboolean               has_spec; /* was sent it */
  gboolean               refused;  /* what it said of itself was wrong */
  gboolean               hears;   /* has subscribed to the commands */
  gboolean               lost;
  gboolean               has_books; /* has sent them */
  gboolean               was_ready; /* nodes that have been can run, unless they are closed */
  char                  *trouble;   /* why it will never be ready; NULL: it may be */
  guint                  n_hellos_sent;
  guint                  n_hellos_seen;
  guint                  n_changes_sent; /* of which nodes are enabled */
  guint                  n_changes_seen;
  guint                  n_stops_seen;
  gboolean               is_source; /* as of the last stop */
  guint64                next_root; /* of a source, then: what it had not begun */
} NoobPeer;

NoobPeer *noob_peer_new          (NoobNodeSpecification *specification,
                                  guint                  index);
void      noob_peer_free         (NoobPeer              *self);

/* Whether it can run, and every pipe is confirmed in both directions. */
gboolean  noob_peer_is_ready     (NoobPeer              *self);

/* Reads what the node says of itself in an identify message. */
gboolean  noob_peer_identify     (NoobPeer              *self,
                                  NoobRecord            *value,
                                  GError               **error);

/* The value of an identify message. */
NoobRecord *noob_identity_to_record (const NoobIdentity *identity,
                                     const char         *outbox);

G_END_DECLS
