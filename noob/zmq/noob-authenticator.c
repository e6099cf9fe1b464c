/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-authenticator-private.h"

#include <string.h>
#include <sys/random.h>

#include "zmq/noob-socket-private.h"

#define ENDPOINT "inproc://zeromq.zap.01"
#define VERSION "1.0"

/* Of a request as a router receives it: the requester, an empty frame, and what RFC 27 says. */
enum
{
  FRAME_REQUESTER,
  FRAME_DELIMITER,
  FRAME_VERSION,
  FRAME_REQUEST_ID,
  FRAME_DOMAIN,
  FRAME_ADDRESS,
  FRAME_ROUTING_ID,
  FRAME_MECHANISM,
  FRAME_CREDENTIALS,
};

typedef struct
{
  char *node_id;
  char *password_digest;
} PlainPeer;

typedef struct
{
  GHashTable *plain; /* user name → PlainPeer */
  GHashTable *curve; /* public key, a GBytes → node id */
} Domain;

struct _NoobAuthenticator
{
  NoobSocket *socket;

  GMutex lock;
  GHashTable *domains; /* name → Domain; guarded */
  guint n_refused[NOOB_N_REFUSALS]; /* guarded */
};

static const struct
{
  const char *status;
  const char *text;
} refusals[NOOB_N_REFUSALS] = {
  [NOOB_REFUSAL_MALFORMED] = { "500", "malformed request" },
  [NOOB_REFUSAL_MECHANISM] = { "400", "mechanism not accepted" },
  [NOOB_REFUSAL_DOMAIN] = { "400", "nobody is expected there" },
  [NOOB_REFUSAL_USER] = { "400", "not an expected peer" },
  [NOOB_REFUSAL_PASSWORD] = { "400", "wrong password" },
};

static void
plain_peer_free (PlainPeer *self)
{
  g_free (self->node_id);
  g_free (self->password_digest);
  g_free (self);
}

static Domain *
domain_new (void)
{
  Domain *self = g_new0 (Domain, 1);

  self->plain =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) plain_peer_free);
  self->curve = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref,
                                       g_free);
  return self;
}

static void
domain_free (Domain *self)
{
  g_hash_table_unref (self->plain);
  g_hash_table_unref (self->curve);
  g_free (self);
}

static Domain *
ensure_domain (NoobAuthenticator *self,
               const char        *name)
{
  Domain *domain = g_hash_table_lookup (self->domains, name);

  if (!domain)
    {
      domain = domain_new ();
      g_hash_table_insert (self->domains, g_strdup (name), domain);
    }
  return domain;
}

/* NULL when the frame is not a string, which an embedded NUL would make ambiguous. */
static char *
dup_frame (NoobFrames *frames,
           guint       index)
{
  gsize size;
  const char *data = noob_frames_get_data (frames, index, &size);

  return memchr (data, '\0', size) ? NULL : g_strndup (data, size);
}

/* Takes the same time wherever the two differ. */
static gboolean
digests_are_equal (const char *a,
                   const char *b)
{
  gsize length = strlen (a);
  guint8 difference = 0;

  if (strlen (b) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    difference |= a[i] ^ b[i];
  return difference == 0;
}

/* The checks set @refusal and return NULL, or return the node id that the peer proved to have. */
static const char *
check_plain (Domain      *domain,
             NoobFrames  *frames,
             NoobRefusal *refusal)
{
  g_autofree char *user_name = NULL;
  g_autofree char *password = NULL;
  g_autofree char *digest = NULL;
  PlainPeer *peer;

  *refusal = NOOB_REFUSAL_MALFORMED;
  if (noob_frames_get_length (frames) != FRAME_CREDENTIALS + 2)
    return NULL;
  *refusal = NOOB_REFUSAL_USER;
  user_name = dup_frame (frames, FRAME_CREDENTIALS);
  password = dup_frame (frames, FRAME_CREDENTIALS + 1);
  if (!user_name || !password)
    return NULL;

  digest = noob_authenticator_digest (password);
  peer = g_hash_table_lookup (domain->plain, user_name);
  if (peer)
    *refusal = NOOB_REFUSAL_PASSWORD;
  return peer && digests_are_equal (digest, peer->password_digest) ? peer->node_id : NULL;
}

static const char *
check_curve (Domain      *domain,
             NoobFrames  *frames,
             NoobRefusal *refusal)
{
  g_autoptr (GBytes) public_key = NULL;

  *refusal = NOOB_REFUSAL_MALFORMED;
  if (noob_frames_get_length (frames) != FRAME_CREDENTIALS + 1)
    return NULL;
  public_key = noob_frames_get_bytes (frames, FRAME_CREDENTIALS);
  if (g_bytes_get_size (public_key) != NOOB_CURVE_KEY_SIZE)
    return NULL;

  *refusal = NOOB_REFUSAL_USER;
  return g_hash_table_lookup (domain->curve, public_key);
}

static const struct
{
  const char *name;
  const char *(* check) (Domain      *domain,
                         NoobFrames  *frames,
                         NoobRefusal *refusal);
} mechanisms[] = {
  { "PLAIN", check_plain },
  { "CURVE", check_curve },
};

static const char *
check_mechanism (Domain      *domain,
                 NoobFrames  *frames,
                 NoobRefusal *refusal)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (noob_frames_equal (frames, FRAME_MECHANISM, mechanisms[i].name))
      return mechanisms[i].check (domain, frames, refusal);
  *refusal = NOOB_REFUSAL_MECHANISM;
  return NULL;
}

static const char *
check_request (NoobAuthenticator *self,
               NoobFrames        *frames,
               NoobRefusal       *refusal)
{
  g_autofree char *domain_name = NULL;
  Domain *domain;

  *refusal = NOOB_REFUSAL_MALFORMED;
  if (noob_frames_get_length (frames) < FRAME_CREDENTIALS ||
      !noob_frames_equal (frames, FRAME_VERSION, VERSION))
    return NULL;
  domain_name = dup_frame (frames, FRAME_DOMAIN);
  if (!domain_name)
    return NULL;

  domain = g_hash_table_lookup (self->domains, domain_name);
  *refusal = NOOB_REFUSAL_DOMAIN;
  return domain ? check_mechanism (domain, frames, refusal) : NULL;
}

static void
reply (NoobAuthenticator *self,
       NoobFrames        *request,
       const char        *status,
       const char        *text,
       const char        *user_id)
{
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (frames, noob_frames_get_bytes (request, FRAME_REQUESTER));
  g_ptr_array_add (frames, g_bytes_new (NULL, 0));
  g_ptr_array_add (frames, g_bytes_new_static (VERSION, strlen (VERSION)));
  g_ptr_array_add (frames, noob_frames_get_bytes (request, FRAME_REQUEST_ID));
  g_ptr_array_add (frames, g_bytes_new_static (status, strlen (status)));
  g_ptr_array_add (frames, g_bytes_new_static (text, strlen (text)));
  g_ptr_array_add (frames, g_bytes_new (user_id, strlen (user_id)));
  g_ptr_array_add (frames, g_bytes_new (NULL, 0));

  /* The connection may have ended meanwhile. */
  if (!noob_socket_send (self->socket, (GBytes **) frames->pdata, frames->len, &error))
    g_debug ("an answer on authentication was not wanted any more: %s", error->message);
}

static void
log_refusal (NoobFrames  *request,
             NoobRefusal  reason)
{
  g_autofree char *domain = NULL;
  g_autofree char *address = NULL;

  if (reason != NOOB_REFUSAL_MALFORMED)
    {
      domain = dup_frame (request, FRAME_DOMAIN);
      address = dup_frame (request, FRAME_ADDRESS);
    }
  g_warning ("refused a connection to \"%s\" from %s: %s; further ones are only counted",
             domain ? domain : "?", address ? address : "?", refusals[reason].text);
}

static void
on_request (NoobSocket *socket,
            NoobFrames *frames,
            gpointer    user_data)
{
  NoobAuthenticator *self = user_data;
  g_autofree char *node_id = NULL;
  gboolean is_first = FALSE;
  NoobRefusal refusal;

  if (noob_frames_get_length (frames) <= FRAME_REQUEST_ID)
    {
      noob_socket_report_malformed (socket, NULL, "it is no authentication request");
      return;
    }

  g_mutex_lock (&self->lock);
  node_id = g_strdup (check_request (self, frames, &refusal));
  if (!node_id)
    is_first = self->n_refused[refusal]++ == 0;
  g_mutex_unlock (&self->lock);

  if (node_id)
    reply (self, frames, "200", "OK", node_id);
  else
    reply (self, frames, refusals[refusal].status, refusals[refusal].text, "");
  if (is_first)
    log_refusal (frames, refusal);
}

static const NoobSocketHandlers handlers = { .message = on_request };

NoobAuthenticator *
noob_authenticator_new (void          *zmq_context,
                        GMainContext  *context,
                        GError       **error)
{
  g_autoptr (NoobAuthenticator) self = g_new0 (NoobAuthenticator, 1);

  g_mutex_init (&self->lock);
  self->domains =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) domain_free);

  g_main_context_push_thread_default (context);
  self->socket = noob_socket_new_full (zmq_context, ZMQ_ROUTER, "authenticator", error);
  g_main_context_pop_thread_default (context);
  if (!self->socket || !noob_socket_bind (self->socket, ENDPOINT, error))
    return NULL;
  noob_socket_set_handlers (self->socket, &handlers, self);
  return g_steal_pointer (&self);
}

void
noob_authenticator_free (NoobAuthenticator *self)
{
  if (self->socket)
    noob_socket_close (self->socket);
  g_clear_object (&self->socket);
  g_hash_table_unref (self->domains);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
noob_authenticator_add_plain_peer (NoobAuthenticator *self,
                                   const char        *domain,
                                   const char        *user_name,
                                   const char        *password_digest,
                                   const char        *node_id)
{
  PlainPeer *peer = g_new0 (PlainPeer, 1);

  peer->node_id = g_strdup (node_id);
  peer->password_digest = g_strdup (password_digest);

  g_mutex_lock (&self->lock);
  g_hash_table_replace (ensure_domain (self, domain)->plain, g_strdup (user_name), peer);
  g_mutex_unlock (&self->lock);
}

void
noob_authenticator_add_curve_peer (NoobAuthenticator *self,
                                   const char        *domain,
                                   const guint8      *public_key,
                                   const char        *node_id)
{
  g_mutex_lock (&self->lock);
  g_hash_table_replace (ensure_domain (self, domain)->curve,
                        g_bytes_new (public_key, NOOB_CURVE_KEY_SIZE), g_strdup (node_id));
  g_mutex_unlock (&self->lock);
}

static gboolean
plain_peer_is (gpointer key,
               gpointer value,
               gpointer node_id)
{
  return g_str_equal (((PlainPeer *) value)->node_id, node_id);
}

static gboolean
curve_peer_is (gpointer key,
               gpointer value,
               gpointer node_id)
{
  return g_str_equal (value, node_id);
}

void
noob_authenticator_remove_peer (NoobAuthenticator *self,
                                const char        *domain,
                                const char        *node_id)
{
  Domain *found;

  g_mutex_lock (&self->lock);
  found = g_hash_table_lookup (self->domains, domain);
  if (found)
    {
      g_hash_table_foreach_remove (found->plain, plain_peer_is, (gpointer) node_id);
      g_hash_table_foreach_remove (found->curve, curve_peer_is, (gpointer) node_id);
    }
  g_mutex_unlock (&self->lock);
}

guint
noob_authenticator_get_n_refused (NoobAuthenticator *self,
                                  NoobRefusal        reason)
{
  guint n_refused;

  g_mutex_lock (&self->lock);
  n_refused = self->n_refused[reason];
  g_mutex_unlock (&self->lock);
  return n_refused;
}

char *
noob_authenticator_make_token (void)
{
  guint8 random[32];
  GString *token = g_string_sized_new (2 * sizeof random);

  /* Does not fail, or give less, for so few bytes once the system is up. */
  if (getrandom (random, sizeof random, 0) != sizeof random)
    g_assert_not_reached ();

  for (gsize i = 0; i < sizeof random; i++)
    g_string_append_printf (token, "%02x", random[i]);

  return g_string_free (token, FALSE);
}

char *
noob_authenticator_derive_password (const char *token,
                                    const char *domain)
{
  return g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guint8 *) token, strlen (token),
                                    domain, -1);
}

char *
noob_authenticator_digest (const char *password)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, password, -1);
}
