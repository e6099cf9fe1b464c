/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobMessage:
 *
 * A control message between a command node and a node runner: what it is, whom it is from, and what
 * it says.
 *
 * On the wire it is one frame of JSON: `{"type", "node_id", "timestamp", "value", "protocol"}`.
 *
 * Since: 1.0
 */

#include "zmq/noob-message-private.h"

#include "core/noob-error.h"
#include "core/noob-json-private.h"
#include "zmq/noob-bootstrap-private.h"

/* Control messages are small; what is large is a frame of its own. */
#define MAX_SIZE (4 * 1024 * 1024)

struct _NoobMessage
{
  gatomicrefcount  ref_count;
  NoobMessageType  type;
  char            *node_id;
  gint64           timestamp;
  NoobRecord      *value;
};

G_DEFINE_BOXED_TYPE (NoobMessage, noob_message, noob_message_ref, noob_message_unref)

static const GEnumValue type_values[] = {
  { NOOB_MESSAGE_SPEC, "NOOB_MESSAGE_SPEC", "spec" },
  { NOOB_MESSAGE_IDENTIFY, "NOOB_MESSAGE_IDENTIFY", "identify" },
  { NOOB_MESSAGE_ANNOUNCE, "NOOB_MESSAGE_ANNOUNCE", "announce" },
  { NOOB_MESSAGE_STATUS, "NOOB_MESSAGE_STATUS", "status" },
  { NOOB_MESSAGE_ERROR, "NOOB_MESSAGE_ERROR", "error" },
  { NOOB_MESSAGE_PING, "NOOB_MESSAGE_PING", "ping" },
  { NOOB_MESSAGE_PROCESS, "NOOB_MESSAGE_PROCESS", "process" },
  { NOOB_MESSAGE_START, "NOOB_MESSAGE_START", "start" },
  { NOOB_MESSAGE_STOP, "NOOB_MESSAGE_STOP", "stop" },
  { NOOB_MESSAGE_EPOCH_ENDED, "NOOB_MESSAGE_EPOCH_ENDED", "epoch_ended" },
  { NOOB_MESSAGE_DEINIT, "NOOB_MESSAGE_DEINIT", "deinit" },
  { NOOB_MESSAGE_EVENT, "NOOB_MESSAGE_EVENT", "event" },
  { NOOB_MESSAGE_ENABLE, "NOOB_MESSAGE_ENABLE", "enable" },
  { NOOB_MESSAGE_BOOKS, "NOOB_MESSAGE_BOOKS", "books" },
  { 0, NULL, NULL },
};

static const GEnumValue status_values[] = {
  { NOOB_NODE_STATUS_STOPPED, "NOOB_NODE_STATUS_STOPPED", "stopped" },
  { NOOB_NODE_STATUS_WAITING, "NOOB_NODE_STATUS_WAITING", "waiting" },
  { NOOB_NODE_STATUS_READY, "NOOB_NODE_STATUS_READY", "ready" },
  { NOOB_NODE_STATUS_RUNNING, "NOOB_NODE_STATUS_RUNNING", "running" },
  { NOOB_NODE_STATUS_CLOSED, "NOOB_NODE_STATUS_CLOSED", "closed" },
  { 0, NULL, NULL },
};

GType
noob_message_type_get_type (void)
{
  static GType type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("NoobMessageType", type_values));

  return type;
}

GType
noob_node_status_get_type (void)
{
  static GType type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("NoobNodeStatus", status_values));

  return type;
}

const char *
noob_message_type_to_string (NoobMessageType type)
{
  g_return_val_if_fail (type < G_N_ELEMENTS (type_values) - 1, NULL);

  return type_values[type].value_nick;
}

const char *
noob_node_status_to_string (NoobNodeStatus status)
{
  g_return_val_if_fail (status < G_N_ELEMENTS (status_values) - 1, NULL);

  return status_values[status].value_nick;
}

static gboolean
find_nick (const GEnumValue *values,
           const char       *nick,
           int              *value)
{
  for (; values->value_nick != NULL; values++)
    if (g_strcmp0 (values->value_nick, nick) == 0)
      {
        *value = values->value;
        return TRUE;
      }

  return FALSE;
}

gboolean
noob_node_status_parse (const char     *text,
                        NoobNodeStatus *status)
{
  int value;

  if (!find_nick (status_values, text, &value))
    return FALSE;

  *status = (NoobNodeStatus) value;
  return TRUE;
}

/**
 * noob_message_new:
 * @message_type: what it is
 * @node_id: whom it is from
 * @value: (nullable): what it says
 *
 * Makes a message.
 *
 * Returns: (transfer full): the message
 *
 * Since: 1.0
 */
NoobMessage *
noob_message_new (NoobMessageType  message_type,
                  const char      *node_id,
                  NoobRecord      *value)
{
  NoobMessage *self;

  g_return_val_if_fail (node_id != NULL, NULL);

  self = g_new0 (NoobMessage, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->type = message_type;
  self->node_id = g_strdup (node_id);
  self->timestamp = g_get_real_time ();
  self->value = value != NULL ? noob_record_ref (value) : noob_record_new ();

  return self;
}

static NoobRecord *
read_value (JsonObject  *object,
            GError     **error)
{
  JsonObject *member;
  g_auto (GValue) value = G_VALUE_INIT;

  if (!noob_json_get_object (object, "value", &member, error))
    return NULL;

  noob_json_to_value (json_object_get_member (object, "value"), &value);

  return g_value_dup_boxed (&value);
}

/**
 * noob_message_new_from_json:
 * @data: the text
 * @length: its length, or -1 if it ends with a NUL
 * @error: return location for an error
 *
 * Reads a message. What does not follow the protocol is [error@Noob.Error.PROTOCOL].
 *
 * Returns: (transfer full): the message
 *
 * Since: 1.0
 */
NoobMessage *
noob_message_new_from_json (const char  *data,
                            gssize       length,
                            GError     **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (NoobRecord) value = NULL;
  g_autoptr (GError) cause = NULL;
  const char *type_name;
  const char *node_id;
  JsonObject *object;
  NoobMessage *self;
  gint64 protocol;
  gint64 timestamp;
  int type;

  g_return_val_if_fail (data != NULL, NULL);

  root = noob_json_parse (data, length, MAX_SIZE, &cause);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "not a JSON object: %s",
                   cause != NULL ? cause->message : "something else");
      return NULL;
    }

  object = json_node_get_object (root);
  if (!noob_json_get_int (object, "protocol", &protocol, &cause) ||
      !noob_json_get_string (object, "type", &type_name, &cause) ||
      !noob_json_get_string (object, "node_id", &node_id, &cause) ||
      !noob_json_get_int (object, "timestamp", &timestamp, &cause) ||
      (value = read_value (object, &cause)) == NULL)
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, cause->message);
      return NULL;
    }

  if (protocol != NOOB_PROTOCOL_VERSION || !find_nick (type_values, type_name, &type))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL,
                   "a message \"%s\" of protocol %" G_GINT64_FORMAT
                   " is not known; this is protocol %d",
                   type_name, protocol, NOOB_PROTOCOL_VERSION);
      return NULL;
    }

  self = noob_message_new ((NoobMessageType) type, node_id, value);
  self->timestamp = timestamp;

  return self;
}

/**
 * noob_message_ref: (skip)
 * @self: a message
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 *
 * Since: 1.0
 */
NoobMessage *
noob_message_ref (NoobMessage *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * noob_message_unref: (skip)
 * @self: a message
 *
 * Releases a reference.
 *
 * Since: 1.0
 */
void
noob_message_unref (NoobMessage *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->node_id);
  noob_record_unref (self->value);
  g_free (self);
}

/**
 * noob_message_get_message_type:
 * @self: a message
 *
 * Gets what the message is.
 *
 * Returns: the kind of message
 *
 * Since: 1.0
 */
NoobMessageType
noob_message_get_message_type (NoobMessage *self)
{
  return self->type;
}

/**
 * noob_message_get_node_id:
 * @self: a message
 *
 * Gets whom the message is from.
 *
 * Returns: (transfer none): the id of the node
 *
 * Since: 1.0
 */
const char *
noob_message_get_node_id (NoobMessage *self)
{
  return self->node_id;
}

/**
 * noob_message_get_timestamp:
 * @self: a message
 *
 * Gets when the message was made.
 *
 * Returns: microseconds since the epoch, UTC
 *
 * Since: 1.0
 */
gint64
noob_message_get_timestamp (NoobMessage *self)
{
  return self->timestamp;
}

/**
 * noob_message_get_value:
 * @self: a message
 *
 * Gets what the message says.
 *
 * Returns: (transfer none): the value; not to be changed
 *
 * Since: 1.0
 */
NoobRecord *
noob_message_get_value (NoobMessage *self)
{
  return self->value;
}

/**
 * noob_message_to_json:
 * @self: a message
 * @error: return location for an error
 *
 * Writes the message as it goes over the wire. A value without a form in JSON is
 * [error@Noob.Error.VALUE].
 *
 * Returns: (transfer full): the text
 *
 * Since: 1.0
 */
char *
noob_message_to_json (NoobMessage  *self,
                      GError      **error)
{
  g_autoptr (NoobRecord) object = noob_record_new ();
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (JsonNode) node = NULL;

  noob_record_set_string (object, "type", noob_message_type_to_string (self->type));
  noob_record_set_string (object, "node_id", self->node_id);
  noob_record_set_int64 (object, "timestamp", self->timestamp);
  noob_record_take_record (object, "value", noob_record_ref (self->value));
  noob_record_set_int64 (object, "protocol", NOOB_PROTOCOL_VERSION);

  g_value_init (&value, NOOB_TYPE_RECORD);
  g_value_set_boxed (&value, object);
  node = noob_json_from_value (&value, error);

  return node != NULL ? noob_json_to_string (node, FALSE) : NULL;
}

GBytes *
noob_message_write (NoobMessageType   type,
                    const char       *node_id,
                    NoobRecord       *value,
                    GError          **error)
{
  g_autoptr (NoobMessage) message = noob_message_new (type, node_id, value);
  char *text = noob_message_to_json (message, error);

  return text != NULL ? g_bytes_new_take (text, strlen (text)) : NULL;
}
