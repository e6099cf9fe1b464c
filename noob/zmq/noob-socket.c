/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobSocket:
 *
 * One of the ZeroMQ sockets through which a runner and its nodes speak.
 *
 * Command nodes and node runners make their sockets themselves; an application looks at what
 * passes through them, or sends messages of its own. What the frames mean is a matter of the
 * protocol.
 *
 * A socket belongs to the main context that was the thread's default when it was made. It is to
 * be used in that context only, and emits its signals there. Sending never blocks.
 *
 * Since: 1.0
 */

#include "zmq/noob-socket-private.h"

#include <errno.h>
#include <string.h>

#include "core/noob-log-private.h"
#include "zmq/noob-sender-private.h"
#include "zmq/noob-subscriptions-private.h"
#include "zmq/noob-zmq-source-private.h"

#define MAX_BATCH 64
#define MAX_FRAMES 4096
#define LINGER_MS 1000

enum
{
  PROP_NAME = 1,
  N_PROPERTIES
};

enum
{
  SIGNAL_MESSAGE,
  SIGNAL_PEER_SUBSCRIBED,
  SIGNAL_PEER_UNSUBSCRIBED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

struct _NoobSocket
{
  GObject parent_instance;

  char *name;
  GMainContext *context;
  int type;

  /* All NULL once closed. The source owns the zmq socket. */
  void *zmq_socket;
  GSource *source;
  NoobSender *sender;

  NoobFrames *frames;
  const NoobSocketHandlers *handlers;
  gpointer handlers_data;

  guint max_frames;
  guint64 n_malformed;
  GHashTable *malformed; /* peer → guint, how many of these */
};

static const NoobSocketHandlers no_handlers;

G_DEFINE_FINAL_TYPE (NoobSocket, noob_socket, G_TYPE_OBJECT)

static void
emit_message (NoobSocket *self)
{
  guint n_frames = noob_frames_get_length (self->frames);
  g_autoptr (GPtrArray) array =
    g_ptr_array_new_full (n_frames, (GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < n_frames; i++)
    g_ptr_array_add (array, noob_frames_get_bytes (self->frames, i));
  g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, array,
                 noob_frames_get_user_id (self->frames));
}

static void
deliver_message (NoobSocket *self)
{
  if (g_signal_has_handler_pending (self, signals[SIGNAL_MESSAGE], 0, FALSE))
    emit_message (self);
  if (self->zmq_socket && self->handlers->message)
    self->handlers->message (self, self->frames, self->handlers_data);
}

static const char *
describe (int code)
{
  if (code == ESTALE)
    return "a peer left while its subscription was being granted, and zmq cannot forget it";
  return zmq_strerror (code);
}

static void
fail (NoobSocket *self,
      int         code)
{
  g_autoptr (GError) error = NULL;

  g_set_error (&error, NOOB_ERROR, NOOB_ERROR_FAILED, "socket \"%s\" cannot receive: %s",
               self->name, describe (code));
  noob_socket_close (self);
  if (self->handlers->failed)
    self->handlers->failed (self, error, self->handlers_data);
}

static gboolean
grant (GBytes     *topic,
       const char *user_id,
       gpointer    user_data)
{
  NoobSocket *self = user_data;

  return self->handlers->grant &&
         self->handlers->grant (self, topic, user_id, self->handlers_data);
}

static void
malformed (const char *user_id,
           const char *reason,
           gpointer    user_data)
{
  noob_socket_report_malformed (user_data, user_id, reason);
}

/* Returns how many there were. */
static guint
receive_subscriptions (NoobSocket *self)
{
  static const NoobSubscriptionFuncs funcs = { grant, malformed };
  g_autoptr (GPtrArray) changes = noob_subscription_changes_new ();
  int code =
    noob_subscriptions_receive (self->zmq_socket, self->frames, &funcs, self, changes);

  if (code != EAGAIN)
    fail (self, code);
  for (guint i = 0; i < changes->len && self->zmq_socket; i++)
    {
      NoobSubscriptionChange *change = changes->pdata[i];
      guint signal = change->granted ? SIGNAL_PEER_SUBSCRIBED : SIGNAL_PEER_UNSUBSCRIBED;

      g_signal_emit (self, signals[signal], 0, change->topic, change->user_id);
    }
  return changes->len;
}

/* FALSE when there is nothing more to receive now. */
static gboolean
receive_message (NoobSocket *self)
{
  int code = noob_frames_receive (self->frames, self->zmq_socket, self->max_frames, FALSE);

  switch (code)
    {
    case 0:
      deliver_message (self);
      return TRUE;

    case EMSGSIZE:
      noob_socket_report_malformed (self, noob_frames_get_user_id (self->frames),
                                    "it has too many frames");
      return TRUE;

    case EAGAIN:
      return FALSE;

    default:
      fail (self, code);
      return FALSE;
    }
}

/* Returns how many there were. */
static guint
receive_messages (NoobSocket *self)
{
  guint n_received = 0;

  while (n_received < MAX_BATCH && self->zmq_socket && receive_message (self))
    n_received++;
  return n_received;
}

static void
on_ready (gpointer owner)
{
  NoobSocket *self = owner;
  guint n_received =
    self->type == ZMQ_XPUB ? receive_subscriptions (self) : receive_messages (self);

  if (n_received > 0 && self->zmq_socket && self->handlers->batch_end)
    self->handlers->batch_end (self, self->handlers_data);
  if (self->zmq_socket)
    {
      noob_sender_flush (self->sender);
      noob_zmq_source_set_writable (self->source, noob_sender_is_waiting (self->sender));
    }
}

typedef struct
{
  GSource *source;
  NoobSender *sender;
} Remains;

static gboolean
bury (gpointer user_data)
{
  Remains *remains = user_data;

  noob_sender_free (remains->sender);
  noob_zmq_source_close (remains->source);
  return G_SOURCE_REMOVE;
}

/* The last reference may go in any thread, such as that of a garbage collector. */
static void
noob_socket_dispose (GObject *object)
{
  NoobSocket *self = NOOB_SOCKET (object);

  if (self->zmq_socket && g_main_context_acquire (self->context))
    {
      noob_socket_close (self);
      g_main_context_release (self->context);
    }
  else if (self->zmq_socket)
    {
      Remains *remains = g_new (Remains, 1);

      self->zmq_socket = NULL;
      remains->source = g_steal_pointer (&self->source);
      remains->sender = g_steal_pointer (&self->sender);
      g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, bury, remains, g_free);
    }

  G_OBJECT_CLASS (noob_socket_parent_class)->dispose (object);
}

static void
noob_socket_finalize (GObject *object)
{
  NoobSocket *self = NOOB_SOCKET (object);

  g_free (self->name);
  g_main_context_unref (self->context);
  noob_frames_free (self->frames);
  g_hash_table_unref (self->malformed);

  G_OBJECT_CLASS (noob_socket_parent_class)->finalize (object);
}

static void
noob_socket_get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  NoobSocket *self = NOOB_SOCKET (object);

  switch (property_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
noob_socket_set_property (GObject      *object,
                          guint         property_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  NoobSocket *self = NOOB_SOCKET (object);

  switch (property_id)
    {
    case PROP_NAME:
      self->name = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
noob_socket_class_init (NoobSocketClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = noob_socket_dispose;
  object_class->finalize = noob_socket_finalize;
  object_class->get_property = noob_socket_get_property;
  object_class->set_property = noob_socket_set_property;

  /**
   * NoobSocket:name: (attributes org.gtk.Property.get=noob_socket_get_name)
   *
   * The part that the socket plays: `outbox`, `inbox`, `router` or `dealer`.
   *
   * Since: 1.0
   */
  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, "socket",
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * NoobSocket::message:
   * @self: the socket
   * @frames: (element-type GLib.Bytes): the frames of the message
   * @user_id: (nullable): the authenticated sender; %NULL where the other side authenticates
   *
   * Emitted for each message received, before the library takes it.
   *
   * Since: 1.0
   */
  signals[SIGNAL_MESSAGE] =
    g_signal_new ("message", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_PTR_ARRAY, G_TYPE_STRING);

  /**
   * NoobSocket::peer-subscribed:
   * @self: the socket
   * @topic: how the messages begin that the peer gets from now on
   * @user_id: (nullable): the authenticated peer
   *
   * Emitted when a subscription to a publishing socket was granted.
   *
   * Since: 1.0
   */
  signals[SIGNAL_PEER_SUBSCRIBED] =
    g_signal_new ("peer-subscribed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 2, G_TYPE_BYTES, G_TYPE_STRING);

  /**
   * NoobSocket::peer-unsubscribed:
   * @self: the socket
   * @topic: the topic that is no longer wanted
   * @user_id: (nullable): the authenticated peer; %NULL when it is gone altogether
   *
   * Emitted when a subscription to a publishing socket ended.
   *
   * Since: 1.0
   */
  signals[SIGNAL_PEER_UNSUBSCRIBED] =
    g_signal_new ("peer-unsubscribed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 2, G_TYPE_BYTES, G_TYPE_STRING);
}

static void
noob_socket_init (NoobSocket *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->frames = noob_frames_new ();
  self->handlers = &no_handlers;
  self->max_frames = MAX_FRAMES;
  self->malformed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

NoobSocket *
noob_socket_new_full (void        *zmq_context,
                      int          type,
                      const char  *name,
                      GError     **error)
{
  g_autoptr (NoobSocket) self = g_object_new (NOOB_TYPE_SOCKET, "name", name, NULL);
  void *handle = zmq_socket (zmq_context, type);

  if (!handle)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_FAILED, "socket \"%s\" cannot be made: %s", name,
                   zmq_strerror (zmq_errno ()));
      return NULL;
    }
  self->type = type;
  self->zmq_socket = handle;
  self->sender = noob_sender_new (self->zmq_socket, self->context, name);
  self->source =
    noob_zmq_source_new (self->zmq_socket, name, self->context, G_OBJECT (self), on_ready);
  /* All that a subscriber could still have to send are subscriptions, to publishers that may be
   * gone. */
  if (type != ZMQ_SUB)
    noob_zmq_source_set_linger (self->source, LINGER_MS);
  if (!noob_socket_set_defaults (self, error))
    {
      noob_socket_close (self);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void *
noob_socket_get_zmq_socket (NoobSocket *self)
{
  return self->zmq_socket;
}

/* What was only counted. */
static void
tell_malformed (NoobSocket *self)
{
  GHashTableIter iter;
  gpointer peer, n;

  g_hash_table_iter_init (&iter, self->malformed);
  while (g_hash_table_iter_next (&iter, &peer, &n))
    if (GPOINTER_TO_UINT (n) > 1)
      g_message ("socket \"%s\" dropped %u malformed messages of %s in all", self->name,
                 GPOINTER_TO_UINT (n), (const char *) peer);

  g_hash_table_remove_all (self->malformed);
}

void
noob_socket_set_in_process (NoobSocket *self)
{
  noob_sender_set_in_process (self->sender);
}

void
noob_socket_abandon (NoobSocket *self)
{
  if (self->source)
    noob_zmq_source_set_linger (self->source, 0);
}

void
noob_socket_close (NoobSocket *self)
{
  g_return_if_fail (NOOB_IS_SOCKET (self));

  tell_malformed (self);
  self->zmq_socket = NULL;
  g_clear_pointer (&self->sender, noob_sender_free);
  g_clear_pointer (&self->source, noob_zmq_source_close);
}

void
noob_socket_clear (NoobSocket **socket)
{
  if (*socket != NULL)
    noob_socket_close (*socket);
  g_clear_object (socket);
}

void
noob_socket_set_handlers (NoobSocket               *self,
                          const NoobSocketHandlers *handlers,
                          gpointer                  user_data)
{
  self->handlers = handlers ? handlers : &no_handlers;
  self->handlers_data = user_data;
}

void
noob_socket_set_max_frames (NoobSocket *self,
                            guint       max_frames)
{
  self->max_frames = max_frames;
}

void
noob_socket_report_malformed (NoobSocket *self,
                              const char *user_id,
                              const char *reason)
{
  const char *peer = user_id ? user_id : "an unknown peer";
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->malformed, peer));

  self->n_malformed++;
  g_hash_table_replace (self->malformed, g_strdup (peer), GUINT_TO_POINTER (n + 1));
  if (n == 0)
    noob_warning (NULL, user_id, "socket \"%s\" dropped a malformed message of %s: %s; further ones "
                  "are only counted", self->name, peer, reason);
}

guint64
noob_socket_get_n_malformed (NoobSocket *self)
{
  return self->n_malformed;
}

/**
 * noob_socket_get_name:
 * @self: a socket
 *
 * Gets the part that the socket plays.
 *
 * Returns: (transfer none): the name
 *
 * Since: 1.0
 */
const char *
noob_socket_get_name (NoobSocket *self)
{
  g_return_val_if_fail (NOOB_IS_SOCKET (self), NULL);

  return self->name;
}

/**
 * noob_socket_send:
 * @self: a socket
 * @frames: (array length=n_frames): the frames of one message
 * @n_frames: how many there are, at least one
 * @error: return location for an error
 *
 * Sends a message, never waiting: what cannot go out now is queued, and order is kept.
 *
 * Large frames are not copied; their reference is released in the socket's main context once
 * they are sent.
 *
 * It is an error (%NOOB_ERROR_NOT_FOUND) to send to a peer that the socket does not know, if it
 * is one that sends to a named peer, and (%NOOB_ERROR_STATE) to send through a closed socket.
 *
 * Returns: whether the message was taken
 *
 * Since: 1.0
 */
gboolean
noob_socket_send (NoobSocket  *self,
                  GBytes     **frames,
                  gsize        n_frames,
                  GError     **error)
{
  int code;

  g_return_val_if_fail (NOOB_IS_SOCKET (self), FALSE);
  g_return_val_if_fail (n_frames > 0, FALSE);

  if (!noob_socket_check_open (self, error))
    return FALSE;
  code = noob_sender_send (self->sender, frames, n_frames);
  noob_zmq_source_set_writable (self->source, noob_sender_is_waiting (self->sender));
  if (code == 0)
    return TRUE;
  g_set_error (error, NOOB_ERROR, code == EHOSTUNREACH ? NOOB_ERROR_NOT_FOUND : NOOB_ERROR_FAILED,
               "socket \"%s\" cannot send: %s", self->name,
               code == EHOSTUNREACH ? "there is no such peer" : zmq_strerror (code));
  return FALSE;
}
