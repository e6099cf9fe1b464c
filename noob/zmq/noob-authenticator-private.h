/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Answers, for all sockets of one zmq context, whether a peer that connects may (ZAP, RFC 27).
 * Peers are known per domain, which is a name that each server socket chooses. What a peer sends
 * then carries as User-Id the node id it is known by.  Made and freed while nothing else uses
 * @context, which answers; peers may be added and removed in any thread. */
typedef struct _NoobAuthenticator NoobAuthenticator;

typedef enum
{
  NOOB_REFUSAL_MALFORMED,   /* the request does not follow the protocol */
  NOOB_REFUSAL_MECHANISM,   /* the peer does not authenticate in a way known here */
  NOOB_REFUSAL_DOMAIN,      /* nobody is expected at that socket */
  NOOB_REFUSAL_USER,        /* no such peer is expected */
  NOOB_REFUSAL_PASSWORD,    /* the peer does not prove to be who it says */
  NOOB_N_REFUSALS
} NoobRefusal;

#define NOOB_CURVE_KEY_SIZE 32

/* Before any other socket of @zmq_context: zmq lets in anybody while there is none. */
NoobAuthenticator *noob_authenticator_new             (void               *zmq_context,
                                                       GMainContext       *context,
                                                       GError            **error);

void               noob_authenticator_free            (NoobAuthenticator  *self);

/* @password_digest: what noob_authenticator_digest () makes of the password. Replaces an earlier
 * one. */
void               noob_authenticator_add_plain_peer  (NoobAuthenticator  *self,
                                                       const char         *domain,
                                                       const char         *user_name,
                                                       const char         *password_digest,
                                                       const char         *node_id);

/* @public_key: NOOB_CURVE_KEY_SIZE bytes. */
void               noob_authenticator_add_curve_peer  (NoobAuthenticator  *self,
                                                       const char         *domain,
                                                       const guint8       *public_key,
                                                       const char         *node_id);

/* Takes away all that lets in @node_id; connections that it has stay. */
void               noob_authenticator_remove_peer     (NoobAuthenticator  *self,
                                                       const char         *domain,
                                                       const char         *node_id);

guint              noob_authenticator_get_n_refused   (NoobAuthenticator  *self,
                                                       NoobRefusal         reason);

/* A secret that nobody can guess. */
char              *noob_authenticator_make_token      (void);

/* A server learns the passwords of its peers, so a peer has a different one for each domain,
 * made of its secret token; and who has to know it beforehand gets no more than the digest.
 * Tokens are random and long, so that neither needs salt. */
char              *noob_authenticator_derive_password (const char         *token,
                                                       const char         *domain);

char              *noob_authenticator_digest          (const char         *password);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobAuthenticator, noob_authenticator_free)

G_END_DECLS
