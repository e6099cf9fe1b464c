/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-connections-private.h"

#include <string.h>

#include "core/noob-error.h"

struct _NoobConnections
{
  void       *zmq_socket; /* tells of connections that were made */
  GHashTable *by_address;
  GHashTable *by_descriptor;
};

NoobConnections *
noob_connections_new (void        *zmq_context,
                      NoobSocket  *subscriber,
                      GError     **error)
{
  g_autoptr (NoobConnections) self = g_new0 (NoobConnections, 1);
  void *handle = noob_socket_get_zmq_socket (subscriber);
  g_autofree char *address = g_strdup_printf ("inproc://connections-of-%p", handle);

  self->by_address = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->by_descriptor = g_hash_table_new (NULL, NULL);
  self->zmq_socket = zmq_socket (zmq_context, ZMQ_PAIR);
  if (self->zmq_socket != NULL &&
      zmq_socket_monitor (handle, address, ZMQ_EVENT_CONNECTED) == 0 &&
      zmq_connect (self->zmq_socket, address) == 0)
    return g_steal_pointer (&self);

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_FAILED,
               "socket \"%s\" cannot tell its connections apart: %s",
               noob_socket_get_name (subscriber), zmq_strerror (zmq_errno ()));
  return NULL;
}

void
noob_connections_free (NoobConnections *self)
{
  g_clear_pointer (&self->zmq_socket, zmq_close);
  g_hash_table_unref (self->by_descriptor);
  g_hash_table_unref (self->by_address);
  g_free (self);
}

void
noob_connections_add (NoobConnections *self,
                      const char      *address,
                      const char      *peer)
{
  g_hash_table_insert (self->by_address, g_strdup (address), g_strdup (peer));
}

/* FALSE when there is no more news. What zmq tells is a number of two bytes and one of four, then
 * the address in a frame of its own. */
static gboolean
take_news (NoobConnections *self)
{
  guint8 event[6];
  char address[1024];
  gint32 descriptor;
  int size = zmq_recv (self->zmq_socket, event, sizeof event, ZMQ_DONTWAIT);
  int length = size == sizeof event
                 ? zmq_recv (self->zmq_socket, address, sizeof address - 1, ZMQ_DONTWAIT)
                 : -1;

  if (length < 0 || length >= (int) sizeof address)
    return FALSE;

  address[length] = '\0';
  memcpy (&descriptor, event + 2, sizeof descriptor);
  g_hash_table_insert (self->by_descriptor, GINT_TO_POINTER (descriptor),
                       g_hash_table_lookup (self->by_address, address));

  return TRUE;
}

const char *
noob_connections_find (NoobConnections *self,
                       NoobFrames      *frames)
{
  int descriptor = noob_frames_get_descriptor (frames);

  while (take_news (self))
    ;

  return g_hash_table_lookup (self->by_descriptor, GINT_TO_POINTER (descriptor));
}

gboolean
noob_connections_fits (NoobConnections *self,
                       NoobFrames      *frames,
                       const char      *peer)
{
  return noob_frames_get_descriptor (frames) < 0 ||
         g_strcmp0 (noob_connections_find (self, frames), peer) == 0;
}
