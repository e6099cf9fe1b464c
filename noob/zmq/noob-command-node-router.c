/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-command-node-parts-private.h"

#include "core/noob-debug-private.h"
#include "core/noob-error.h"
#include "zmq/noob-message-private.h"
#include "zmq/noob-spec-message-private.h"

/* Each of these tells whether the message is one to tell of. */

static gboolean
on_spec (NoobCommandNode *self,
         NoobPeer        *peer,
         NoobMessage     *message)
{
  g_autoptr (GPtrArray) frames = NULL;
  g_autoptr (GError) error = NULL;

  if (peer->has_spec)
    {
      noob_socket_report_malformed (self->router, peer->id, "it asks for its specification again");
      return FALSE;
    }

  noob_debug (PROTOCOL, self->runner_id, peer->id, "is sent \"spec\"");
  peer->has_spec = TRUE;
  frames = noob_spec_message_write (self->tube, self->plan, self->peers, self->token, peer, &error);
  if (frames != NULL)
    g_ptr_array_insert (frames, 0, g_bytes_new (peer->id, strlen (peer->id)));
  if (frames != NULL)
    noob_socket_send (self->router, (GBytes **) frames->pdata, frames->len, &error);

  /* One that has left meanwhile has ended, which is told of elsewhere. */
  if (error != NULL && !g_error_matches (error, NOOB_ERROR, NOOB_ERROR_NOT_FOUND))
    noob_warning (self->runner_id, peer->id, "node \"%s\": its specification could not be sent: %s",
                  peer->id, error->message);

  return TRUE;
}

/* Tells of it as if the node had, since it cannot be used. */
static void
refuse (NoobCommandNode *self,
        NoobPeer        *peer,
        const char      *reason)
{
  g_autoptr (NoobRecord) value = noob_record_new ();
  g_autoptr (NoobMessage) message = noob_message_new (NOOB_MESSAGE_ERROR, peer->id, value);
  g_autofree char *text = g_strdup_printf ("it identifies itself wrongly: %s", reason);

  peer->refused = TRUE;
  g_clear_pointer (&peer->identity, noob_identity_free);
  noob_record_set_string (value, "type", "protocol");
  noob_record_set_int64 (value, "code", NOOB_ERROR_PROTOCOL);
  noob_record_set_string (value, "message", text);
  noob_socket_report_malformed (self->router, peer->id, text);
  noob_command_node_set_trouble (self, peer, text);
  if (self->handlers->failed != NULL)
    self->handlers->failed (self, message, self->handlers_data);
  noob_command_node_emit_message (self, message);
}

static gboolean
on_identify (NoobCommandNode *self,
             NoobPeer        *peer,
             NoobMessage     *message)
{
  g_autoptr (GError) error = NULL;

  if (peer->identity != NULL || peer->refused)
    {
      noob_socket_report_malformed (self->router, peer->id, "it identifies itself again");
      return FALSE;
    }

  if (!noob_peer_identify (peer, noob_message_get_value (message), &error) ||
      !noob_command_node_listen_to (self, peer, &error))
    {
      refuse (self, peer, error->message);
      return FALSE;
    }

  noob_command_node_tell_progress (self);

  return TRUE;
}

static gboolean
on_status (NoobCommandNode *self,
           NoobPeer        *peer,
           NoobMessage     *message)
{
  NoobNodeStatus status;
  const char *text;
  gint64 change = 0;

  if (!noob_record_get (noob_message_get_value (message), NULL, "status", G_TYPE_STRING, &text,
                        "change?", G_TYPE_INT64, &change, NULL) ||
      !noob_node_status_parse (text, &status))
    {
      noob_socket_report_malformed (self->router, peer->id, "it gives no status that is known");
      return FALSE;
    }

  /* What is still on its way from a process that is gone says nothing of it. */
  if (peer->lost)
    return FALSE;

  peer->n_changes_seen = MAX (peer->n_changes_seen, (guint) CLAMP (change, 0, G_MAXUINT));
  noob_command_node_set_status (self, peer, status);
  noob_command_node_tell_progress (self);

  return TRUE;
}

/* An error of no epoch, of a node that has not been ready, keeps it from getting so. */
static void
take_trouble (NoobCommandNode *self,
              NoobPeer        *peer,
              NoobMessage     *message)
{
  const char *text = "an error that it did not describe";
  const char *epoch = NULL;

  noob_record_get (noob_message_get_value (message), NULL, "epoch?", G_TYPE_STRING, &epoch,
                   "message?", G_TYPE_STRING, &text, NULL);
  if (epoch == NULL && !peer->was_ready)
    noob_command_node_set_trouble (self, peer, text);
}

static gboolean
on_error (NoobCommandNode *self,
          NoobPeer        *peer,
          NoobMessage     *message)
{
  take_trouble (self, peer, message);
  if (self->handlers->failed != NULL)
    self->handlers->failed (self, message, self->handlers_data);

  return TRUE;
}

static gboolean
on_books (NoobCommandNode *self,
          NoobPeer        *peer,
          NoobMessage     *message)
{
  if (peer->identity == NULL || peer->has_books)
    {
      noob_socket_report_malformed (self->router, peer->id, "its books come too early, or again");
      return FALSE;
    }

  peer->has_books = TRUE;
  if (self->handlers->books != NULL)
    self->handlers->books (self, message, self->handlers_data);

  return TRUE;
}

typedef gboolean (*MessageHandler) (NoobCommandNode *self,
                                    NoobPeer        *peer,
                                    NoobMessage     *message);

static const MessageHandler message_handlers[] = {
  [NOOB_MESSAGE_SPEC] = on_spec,
  [NOOB_MESSAGE_IDENTIFY] = on_identify,
  [NOOB_MESSAGE_STATUS] = on_status,
  [NOOB_MESSAGE_ERROR] = on_error,
  [NOOB_MESSAGE_STOP] = noob_command_node_on_stop,
  [NOOB_MESSAGE_BOOKS] = on_books,
};

static MessageHandler
get_handler (NoobMessageType type)
{
  return type < G_N_ELEMENTS (message_handlers) ? message_handlers[type] : NULL;
}

/* Routing ids are self-declared: who it is says the authenticator. Within one process there is
 * none, and nobody else can connect. */
static NoobPeer *
find_sender (NoobCommandNode *self,
             NoobFrames      *frames)
{
  g_autofree char *declared = noob_frames_dup_text (frames, 0);
  NoobPeer *peer = noob_command_node_find_peer (self, declared);

  if (self->watch != NULL &&
      peer != noob_command_node_find_peer (self, noob_frames_get_user_id (frames)))
    return NULL;

  return peer;
}

void
noob_command_node_on_router_message (NoobSocket *socket,
                                     NoobFrames *frames,
                                     gpointer    data)
{
  NoobCommandNode *self = data;
  g_autoptr (NoobCommandNode) alive = g_object_ref (self);
  const char *user_id = noob_frames_get_user_id (frames);
  NoobPeer *peer = find_sender (self, frames);
  g_autoptr (NoobMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  MessageHandler handler;
  const char *text;
  gsize size;

  if (peer == NULL || noob_frames_get_length (frames) != 2 ||
      !noob_frames_equal (frames, 0, peer->id))
    {
      noob_socket_report_malformed (socket, user_id, "it does not come from whom it says");
      return;
    }

  text = noob_frames_get_data (frames, 1, &size);
  message = noob_message_new_from_json (text, (gssize) size, &error);
  if (message == NULL || !g_str_equal (noob_message_get_node_id (message), peer->id) ||
      (handler = get_handler (noob_message_get_message_type (message))) == NULL)
    {
      noob_socket_report_malformed (socket, user_id,
                                    error != NULL ? error->message : "a node does not say that");
      return;
    }

  noob_debug (PROTOCOL, self->runner_id, peer->id, "says \"%s\"",
              noob_message_type_to_string (noob_message_get_message_type (message)));
  if (handler (self, peer, message))
    noob_command_node_emit_message (self, message);
}
