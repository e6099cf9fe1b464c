/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is set up before a socket is used: its options, and where it is bound or connected. */

#include "zmq/noob-socket-private.h"

#include <string.h>

#include "zmq/noob-wire-private.h"

#define MAX_FRAME_SIZE (G_GINT64_CONSTANT (1) << 30)
#define HANDSHAKE_MS 5000

static gboolean
check (NoobSocket  *self,
       int          result,
       const char  *what,
       const char  *object,
       GError     **error)
{
  if (result == 0)
    return TRUE;
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_FAILED, "socket \"%s\" cannot %s %s: %s",
               noob_socket_get_name (self), what, object, zmq_strerror (zmq_errno ()));
  return FALSE;
}

/* zmq takes such settings later too, but pays no attention to them. */
static gboolean
check_unused (NoobSocket  *self,
              GError     **error)
{
  g_autofree char *address = noob_socket_get_address (self);

  if (!address)
    return TRUE;
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_STATE,
               "socket \"%s\" uses %s already: it is too late to say how it authenticates",
               noob_socket_get_name (self), address);
  return FALSE;
}

static gboolean
set_int (NoobSocket  *self,
         int          option,
         int          value,
         GError     **error)
{
  return noob_socket_set_option (self, option, &value, sizeof value, error);
}

static gboolean
set_string (NoobSocket  *self,
            int          option,
            const char  *value,
            GError     **error)
{
  return noob_socket_set_option (self, option, value, strlen (value), error);
}

gboolean
noob_socket_check_open (NoobSocket  *self,
                        GError     **error)
{
  if (noob_socket_get_zmq_socket (self))
    return TRUE;
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_STATE, "socket \"%s\" is closed",
               noob_socket_get_name (self));
  return FALSE;
}

gboolean
noob_socket_set_defaults (NoobSocket  *self,
                          GError     **error)
{
  gint64 max_frame_size = MAX_FRAME_SIZE;
  int type = 0;
  gsize size = sizeof type;

  zmq_getsockopt (noob_socket_get_zmq_socket (self), ZMQ_TYPE, &type, &size);
  return set_int (self, ZMQ_LINGER, 0, error) &&
         set_int (self, ZMQ_SNDHWM, 0, error) &&
         set_int (self, ZMQ_RCVHWM, 0, error) &&
         set_int (self, ZMQ_HANDSHAKE_IVL, HANDSHAKE_MS, error) &&
         noob_socket_set_option (self, ZMQ_MAXMSGSIZE, &max_frame_size, sizeof max_frame_size,
                                 error) &&
         (type != ZMQ_ROUTER || set_int (self, ZMQ_ROUTER_MANDATORY, TRUE, error)) &&
         (type != ZMQ_XPUB || set_int (self, ZMQ_XPUB_MANUAL, TRUE, error));
}

gboolean
noob_socket_set_option (NoobSocket  *self,
                        int          option,
                        const void  *value,
                        gsize        size,
                        GError     **error)
{
  g_autofree char *object = g_strdup_printf ("option %d", option);
  void *handle = noob_socket_get_zmq_socket (self);

  return noob_socket_check_open (self, error) &&
         check (self, zmq_setsockopt (handle, option, value, size), "set", object, error);
}

gboolean
noob_socket_set_plain_server (NoobSocket  *self,
                              const char  *domain,
                              GError     **error)
{
  return check_unused (self, error) &&
         set_int (self, ZMQ_PLAIN_SERVER, TRUE, error) &&
         set_string (self, ZMQ_ZAP_DOMAIN, domain, error);
}

gboolean
noob_socket_set_plain_client (NoobSocket  *self,
                              const char  *user_name,
                              const char  *password,
                              GError     **error)
{
  return set_string (self, ZMQ_PLAIN_USERNAME, user_name, error) &&
         set_string (self, ZMQ_PLAIN_PASSWORD, password, error);
}

static gboolean
prepare_for (NoobSocket  *self,
             const char  *address,
             GError     **error)
{
  if (!noob_socket_check_open (self, error))
    return FALSE;

  if (noob_wire_is_in_process (address))
    noob_socket_set_in_process (self);
  return TRUE;
}

gboolean
noob_socket_bind (NoobSocket  *self,
                  const char  *address,
                  GError     **error)
{
  void *handle = noob_socket_get_zmq_socket (self);

  return prepare_for (self, address, error) &&
         check (self, zmq_bind (handle, address), "bind to", address, error);
}

gboolean
noob_socket_connect (NoobSocket  *self,
                     const char  *address,
                     GError     **error)
{
  void *handle = noob_socket_get_zmq_socket (self);

  return prepare_for (self, address, error) &&
         check (self, zmq_connect (handle, address), "connect to", address, error);
}

char *
noob_socket_get_address (NoobSocket *self)
{
  char address[1024] = "";
  gsize size = sizeof address;
  void *handle = noob_socket_get_zmq_socket (self);

  if (!handle || zmq_getsockopt (handle, ZMQ_LAST_ENDPOINT, address, &size) != 0 ||
      address[0] == '\0')
    return NULL;
  return g_strdup (address);
}

gboolean
noob_socket_subscribe (NoobSocket  *self,
                       const char  *topic,
                       gsize        length,
                       GError     **error)
{
  return noob_socket_set_option (self, ZMQ_SUBSCRIBE, topic, length, error);
}

gboolean
noob_socket_unsubscribe (NoobSocket  *self,
                         const char  *topic,
                         gsize        length,
                         GError     **error)
{
  return noob_socket_set_option (self, ZMQ_UNSUBSCRIBE, topic, length, error);
}
