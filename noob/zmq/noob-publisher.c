/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-publisher-private.h"

#include "core/noob-codec.h"
#include "core/noob-debug-private.h"
#include "core/noob-error.h"
#include "zmq/noob-batch-private.h"
#include "zmq/noob-wire-private.h"

typedef struct
{
  GHashTable *topics; /* set of texts that it may have; NULL: all */
  gboolean    greeted;
} Subscriber;

struct _NoobPublisher
{
  NoobSocket        *socket;
  char              *node_id;
  gboolean           in_process;
  GHashTable        *subscribers; /* name → Subscriber */
  GHashTable        *taken;       /* set of topics that somebody has subscribed to */
  gboolean           headers_taken;
  NoobBatchWriter   *headers;
  GPtrArray         *writers; /* of NoobBatchWriter, by signal; NULL where there is none yet */
  GPtrArray         *topics;  /* of GBytes, by signal */
  GArray            *sent;    /* of guint64, by signal: events */
  GHashTable        *assets;  /* id → AssetOutlet */
  NoobPublisherFunc  complete;
  gpointer           user_data;
};

typedef struct
{
  GBytes          *topic;
  NoobBatchWriter *writer;
} AssetOutlet;

static void
asset_outlet_free (gpointer data)
{
  AssetOutlet *outlet = data;

  g_bytes_unref (outlet->topic);
  noob_batch_writer_free (outlet->writer);
  g_free (outlet);
}

static void
subscriber_free (gpointer data)
{
  Subscriber *subscriber = data;

  g_clear_pointer (&subscriber->topics, g_hash_table_unref);
  g_free (subscriber);
}

/* Whom a greeting is for; NULL for other topics. Greetings come last of what one subscribes to: a
 * subscriber that has had one has all the rest. */
static char *
dup_greeted (const char *topic)
{
  const char *name;

  if (!g_str_has_prefix (topic, NOOB_TOPIC_GREETING))
    return NULL;

  name = topic + strlen (NOOB_TOPIC_GREETING);

  return g_strndup (name, strcspn (name, "/"));
}

static gboolean
may_have (NoobPublisher *self,
          const char    *user_id,
          const char    *topic)
{
  Subscriber *subscriber =
    user_id != NULL ? g_hash_table_lookup (self->subscribers, user_id) : NULL;

  return subscriber != NULL &&
         (subscriber->topics == NULL || g_hash_table_contains (subscriber->topics, topic));
}

/* Within one process nobody authenticates, as nobody else can connect: there all may have all, and
 * who subscribes is who the greeting names. */
static gboolean
on_grant (NoobSocket *socket,
          GBytes     *topic,
          const char *user_id,
          gpointer    data)
{
  NoobPublisher *self = data;
  g_autofree char *greeted = NULL;
  gsize size;
  const char *text = g_bytes_get_data (topic, &size);

  if (size == 0 || text[size - 1] != '\0')
    return FALSE;

  greeted = dup_greeted (text);
  if (greeted != NULL)
    return g_hash_table_contains (self->subscribers, greeted) &&
           (self->in_process || g_strcmp0 (greeted, user_id) == 0);

  return self->in_process || may_have (self, user_id, text);
}

/* Says so under @topic, and who says it. */
static void
send_id (NoobPublisher *self,
         GBytes        *topic)
{
  g_autoptr (GBytes) id = g_bytes_new (self->node_id, strlen (self->node_id));
  g_autoptr (GError) error = NULL;

  if (!noob_socket_send (self->socket, (GBytes *[]) { topic, id }, 2, &error))
    noob_warning (NULL, self->node_id, "node \"%s\": %s", self->node_id, error->message);
}

static void
on_peer_subscribed (NoobSocket *socket,
                    GBytes     *topic,
                    const char *user_id,
                    gpointer    data)
{
  NoobPublisher *self = data;
  const char *text = g_bytes_get_data (topic, NULL);
  g_autofree char *greeted = dup_greeted (text);

  noob_debug (PROTOCOL, NULL, self->node_id, "\"%s\" subscribed to \"%s\"",
              user_id != NULL ? user_id : "a node of this process", text);
  if (greeted == NULL)
    {
      g_hash_table_add (self->taken, g_strdup (text));
      self->headers_taken = self->headers_taken || g_str_equal (text, NOOB_TOPIC_HEADERS);
      return;
    }

  send_id (self, topic);
  ((Subscriber *) g_hash_table_lookup (self->subscribers, greeted))->greeted = TRUE;
  if (noob_publisher_is_complete (self))
    self->complete (self->user_data);
}

static const NoobSocketHandlers handlers = { .grant = on_grant };

static gboolean
admit (NoobPublisher      *self,
       NoobAuthenticator  *authenticator,
       const char         *name,
       NoobRecord         *entry,
       GError            **error)
{
  Subscriber *subscriber;
  NoobList *topics = NULL;
  const char *digest;

  if (!noob_record_get (entry, error, "digest", G_TYPE_STRING, &digest, "topics?", NOOB_TYPE_LIST,
                        &topics, NULL))
    return FALSE;

  subscriber = g_new0 (Subscriber, 1);
  if (topics != NULL)
    subscriber->topics = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (gsize i = 0; topics != NULL && i < noob_list_get_length (topics); i++)
    if (G_VALUE_HOLDS_STRING (noob_list_get_value (topics, i)))
      g_hash_table_add (subscriber->topics, g_value_dup_string (noob_list_get_value (topics, i)));

  g_hash_table_insert (self->subscribers, g_strdup (name), subscriber);
  if (authenticator != NULL)
    noob_authenticator_add_plain_peer (authenticator, self->node_id, name, digest, name);

  return TRUE;
}

static gboolean
admit_all (NoobPublisher      *self,
           NoobAuthenticator  *authenticator,
           NoobRecord         *subscribers,
           GError            **error)
{
  for (guint i = 0; i < noob_record_get_size (subscribers); i++)
    {
      const GValue *entry = noob_record_get_nth (subscribers, i);

      if (!G_VALUE_HOLDS (entry, NOOB_TYPE_RECORD))
        {
          g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL,
                               "a subscriber is not an object");
          return FALSE;
        }
      if (!admit (self, authenticator, noob_record_get_name (subscribers, i),
                  g_value_get_boxed (entry), error))
        return FALSE;
    }

  return TRUE;
}

NoobPublisher *
noob_publisher_new (void               *zmq_context,
                    NoobWatch          *watch,
                    const char         *node_id,
                    const char         *address,
                    NoobRecord         *subscribers,
                    NoobPublisherFunc   complete,
                    gpointer            user_data,
                    GError            **error)
{
  NoobPublisher *self = g_new0 (NoobPublisher, 1);
  NoobAuthenticator *authenticator = watch != NULL ? noob_watch_get_authenticator (watch) : NULL;

  self->node_id = g_strdup (node_id);
  self->in_process = noob_wire_is_in_process (address);
  self->subscribers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, subscriber_free);
  self->taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->headers = noob_batch_writer_new (node_id);
  self->writers = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_batch_writer_free);
  self->topics = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->sent = g_array_new (FALSE, TRUE, sizeof (guint64));
  self->assets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, asset_outlet_free);
  self->complete = complete;
  self->user_data = user_data;

  /* Whoever connects must be known before anybody can. */
  if (admit_all (self, authenticator, subscribers, error))
    self->socket = noob_socket_new_full (zmq_context, ZMQ_XPUB, "outbox", error);

  if (self->socket != NULL)
    {
      noob_socket_set_handlers (self->socket, &handlers, self);
      g_signal_connect (self->socket, "peer-subscribed", G_CALLBACK (on_peer_subscribed), self);
      if (noob_socket_set_plain_server (self->socket, node_id, error) &&
          noob_socket_bind (self->socket, address, error))
        return self;
    }

  noob_publisher_free (self);
  return NULL;
}

void
noob_publisher_abandon (NoobPublisher *self)
{
  noob_socket_abandon (self->socket);
}

void
noob_publisher_free (NoobPublisher *self)
{
  if (self->socket != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->socket, self);
      noob_socket_close (self->socket);
      g_object_unref (self->socket);
    }

  g_free (self->node_id);
  g_hash_table_unref (self->subscribers);
  g_hash_table_unref (self->taken);
  noob_batch_writer_free (self->headers);
  g_ptr_array_unref (self->writers);
  g_ptr_array_unref (self->topics);
  g_array_unref (self->sent);
  g_hash_table_unref (self->assets);
  g_free (self);
}

gboolean
noob_publisher_is_complete (NoobPublisher *self)
{
  GHashTableIter iter;
  gpointer subscriber;

  g_hash_table_iter_init (&iter, self->subscribers);
  while (g_hash_table_iter_next (&iter, NULL, &subscriber))
    if (!((Subscriber *) subscriber)->greeted)
      return FALSE;

  return TRUE;
}

static void
prepare_signals (NoobPublisher  *self,
                 NoobHostedNode *hosted)
{
  for (guint i = self->writers->len; i < hosted->outlets->len; i++)
    {
      const char *name = g_array_index (hosted->outlets, NoobOutlet, i).name;

      g_ptr_array_add (self->writers, noob_batch_writer_new (self->node_id));
      g_ptr_array_add (self->topics, noob_topic_new_for_signal (self->node_id, name));
    }

  g_array_set_size (self->sent, self->writers->len);
}

static gboolean
is_topic_taken (NoobPublisher *self,
                GBytes        *topic)
{
  return g_hash_table_contains (self->taken, g_bytes_get_data (topic, NULL));
}

static gboolean
is_taken (NoobPublisher *self,
          guint          signal)
{
  return is_topic_taken (self, self->topics->pdata[signal]);
}

/* The place of an event's signal among the outlets; events come in their order. */
static guint
outlet_of (NoobHostedNode *hosted,
           NoobEvent      *event,
           guint           from)
{
  while (g_array_index (hosted->outlets, NoobOutlet, from).name != noob_event_get_signal (event))
    from++;

  return from;
}

static void
unref_payload (gpointer data)
{
  if (data != NULL)
    g_variant_unref (data);
}

/* The encoded values (of GVariant or NULL), one for each of @events. */
static GPtrArray *
encode_values (NoobPublisher   *self,
               NoobHostedNode  *hosted,
               GPtrArray       *events,
               GError         **error)
{
  g_autoptr (GPtrArray) payloads = g_ptr_array_new_full (events->len, unref_payload);

  for (guint i = 0, signal = 0; i < events->len; i++)
    {
      NoobEvent *event = events->pdata[i];
      GVariant *payload = NULL;

      signal = outlet_of (hosted, event, signal);
      if (noob_event_has_value (event) && is_taken (self, signal))
        {
          payload = noob_codec_encode (noob_event_get_value (event), error);
          if (payload == NULL)
            {
              g_prefix_error (error, "signal \"%s\": ", noob_event_get_signal (event));
              return NULL;
            }
        }
      g_ptr_array_add (payloads, payload);
    }

  return g_steal_pointer (&payloads);
}

gboolean
noob_publisher_add (NoobPublisher   *self,
                    NoobHostedNode  *hosted,
                    NoobEpoch       *run_epoch,
                    GPtrArray       *events,
                    GError         **error)
{
  g_autoptr (GPtrArray) payloads = NULL;

  prepare_signals (self, hosted);
  payloads = encode_values (self, hosted, events, error);
  if (payloads == NULL)
    return FALSE;

  for (guint i = 0, signal = 0; i < events->len; i++)
    {
      NoobEvent *event = events->pdata[i];

      signal = outlet_of (hosted, event, signal);
      if (is_taken (self, signal))
        {
          noob_batch_writer_add (self->writers->pdata[signal], run_epoch, signal, event,
                                 payloads->pdata[i]);
          g_array_index (self->sent, guint64, signal)++;
        }
      if (self->headers_taken)
        noob_batch_writer_add (self->headers, run_epoch, signal, event, NULL);
    }

  return TRUE;
}

static AssetOutlet *
ensure_asset_outlet (NoobPublisher *self,
                     const char    *asset_id)
{
  AssetOutlet *outlet = g_hash_table_lookup (self->assets, asset_id);

  if (outlet == NULL)
    {
      outlet = g_new (AssetOutlet, 1);
      outlet->topic = noob_topic_new_for_asset (self->node_id, asset_id);
      outlet->writer = noob_batch_writer_new (self->node_id);
      g_hash_table_insert (self->assets, g_strdup (asset_id), outlet);
    }

  return outlet;
}

/* An array may be encoded in place. Takes @form. */
static GVariant *
copy_form (GVariant *form)
{
  gsize size = g_variant_get_size (form);
  g_autoptr (GBytes) copy = NULL;
  gpointer data = g_malloc (size);
  GVariant *copied;

  g_variant_store (form, data);
  copy = g_bytes_new_take (data, size);
  copied = g_variant_new_from_bytes (g_variant_get_type (form), copy, TRUE);
  g_variant_unref (form);

  return g_variant_ref_sink (copied);
}

gboolean
noob_publisher_add_asset (NoobPublisher  *self,
                          const char     *asset_id,
                          NoobEpoch      *epoch,
                          const GValue   *value,
                          gboolean        may_change,
                          GError        **error)
{
  AssetOutlet *outlet = ensure_asset_outlet (self, asset_id);
  g_autoptr (GVariant) payload = NULL;
  g_autoptr (NoobEvent) event = NULL;

  if (!is_topic_taken (self, outlet->topic))
    return TRUE;

  payload = noob_codec_encode (value, error);
  if (payload == NULL)
    {
      g_prefix_error (error, "asset \"%s\": ", asset_id);
      return FALSE;
    }
  if (may_change && !G_VALUE_HOLDS (value, G_TYPE_BYTES))
    payload = copy_form (g_steal_pointer (&payload));

  event = noob_event_new ("assets", asset_id, epoch, value);
  noob_batch_writer_add (outlet->writer, epoch, 0, event, payload);

  return TRUE;
}

gsize
noob_publisher_get_size (NoobPublisher *self)
{
  gsize size = noob_batch_writer_get_size (self->headers);
  GHashTableIter iter;
  gpointer outlet;

  for (guint i = 0; i < self->writers->len; i++)
    size += noob_batch_writer_get_size (self->writers->pdata[i]);

  g_hash_table_iter_init (&iter, self->assets);
  while (g_hash_table_iter_next (&iter, NULL, &outlet))
    size += noob_batch_writer_get_size (((AssetOutlet *) outlet)->writer);

  return size;
}

static void
send_batch (NoobPublisher   *self,
            GBytes          *topic,
            NoobBatchWriter *writer,
            gboolean         has_payloads)
{
  g_autoptr (GPtrArray) frames = NULL;
  g_autoptr (GError) error = NULL;

  if (noob_batch_writer_is_empty (writer))
    return;

  frames = noob_batch_writer_finish (writer, has_payloads);
  g_ptr_array_insert (frames, 0, g_bytes_ref (topic));
  if (!noob_socket_send (self->socket, (GBytes **) frames->pdata, frames->len, &error))
    noob_warning (NULL, self->node_id, "node \"%s\": events could not be sent: %s", self->node_id,
                  error->message);
}

void
noob_publisher_flush (NoobPublisher *self)
{
  g_autoptr (GBytes) headers = noob_topic_new (NOOB_TOPIC_HEADERS);
  GHashTableIter iter;
  gpointer data;

  g_hash_table_iter_init (&iter, self->assets);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      AssetOutlet *outlet = data;

      send_batch (self, outlet->topic, outlet->writer, TRUE);
    }
  for (guint i = 0; i < self->writers->len; i++)
    send_batch (self, self->topics->pdata[i], self->writers->pdata[i], TRUE);
  send_batch (self, headers, self->headers, FALSE);
}

void
noob_publisher_say_farewell (NoobPublisher *self)
{
  g_autoptr (GBytes) topic = noob_topic_new (NOOB_TOPIC_FAREWELL);

  send_id (self, topic);
}

GArray *
noob_publisher_count_sent (NoobPublisher  *self,
                           NoobHostedNode *hosted)
{
  prepare_signals (self, hosted);

  return self->sent;
}
