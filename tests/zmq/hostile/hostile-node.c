/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A host of nodes that is out for harm, when its node is called `mallory`: it does what a host does,
 * and after each message that it sends, it sends damaged and forged copies through the same socket.
 * When it publishes for the first time, it also goes where it has no business, with the names and
 * passwords that it has. To that end some functions of zmq are replaced. */

#include <noob.h>

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include "../damage.h"

#define ATTACKER "mallory"
#define VICTIM "upright" /* as many letters */
#define PROPHET "prophet" /* the same; tells of what has not begun, and does nothing else */

#define N_COPIES 100
#define DEPTH 100000
#define HUGE_SIZE (8 * 1024 * 1024)
#define N_MANY_FRAMES 5000
#define N_GARBAGE 500

typedef struct
{
  int   type;
  char *address;
  char *user;
  char *password;
} Connection;

static void *zmq_context;
static GRand *rand_source;
static gint is_attacker; /* atomic */
static gboolean has_intruded;
static char *user_name;
static char *password;
static GPtrArray *connections; /* of Connection */
static GPtrArray *intruders;   /* of zmq sockets */
static GPtrArray *parts;       /* of GBytes: the message that is being sent */
static GPtrArray *early;       /* the same: one of an epoch that has ended long since */
static guint n_sent;
static GMutex lock;            /* for zmq is also called by the thread that lets others in */

#define REAL(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, #name))

static int
type_of (void *zmq_socket)
{
  int type = -1;
  gsize size = sizeof type;

  zmq_getsockopt (zmq_socket, ZMQ_TYPE, &type, &size);
  return type;
}

/* What harm is done with. */

static void
send_parts (void      *zmq_socket,
            GPtrArray *message)
{
  for (guint i = 0; i < message->len; i++)
    {
      gsize size;
      const void *data = g_bytes_get_data (message->pdata[i], &size);

      zmq_send (zmq_socket, data, size, ZMQ_DONTWAIT | (i + 1 < message->len ? ZMQ_SNDMORE : 0));
    }
  n_sent++;
}

static GPtrArray *
copy_parts (GPtrArray *message)
{
  return g_ptr_array_copy (message, (GCopyFunc) g_bytes_ref, NULL);
}

static void
take_part (GPtrArray *message,
           gpointer   data,
           gsize      size)
{
  g_ptr_array_add (message, g_bytes_new_take (data, size));
}

/* Says that another node sends it. */
static GPtrArray *
forge (GPtrArray *message)
{
  GPtrArray *forged = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < message->len; i++)
    {
      gsize size;
      const char *data = g_bytes_get_data (message->pdata[i], &size);
      char *copy = g_memdup2 (data, size);

      for (char *place = copy;
           (place = memmem (place, size - (gsize) (place - copy), ATTACKER, strlen (ATTACKER)));)
        memcpy (place, VICTIM, strlen (VICTIM));
      take_part (forged, copy, size);
    }

  return forged;
}

/* Says that nothing is emitted in an epoch @n later. The header of a batch holds the name, then the
 * events, of which each begins with the root epoch. */
static void
postdate (GPtrArray *headers,
          guint64    n)
{
  const gsize root_offset = strlen (VICTIM) + 1;
  const gsize type_offset = root_offset + 34;
  gsize size;
  guint8 *copy;
  guint64 root;

  copy = g_bytes_unref_to_data (headers->pdata[1], &size);
  if (size > type_offset + sizeof (guint16))
    {
      memcpy (&root, copy + root_offset, sizeof root);
      root += n;
      memcpy (copy + root_offset, &root, sizeof root);
      memset (copy + type_offset, 0, sizeof (guint16));
    }
  headers->pdata[1] = g_bytes_new_take (copy, size);
}

/* Says that another node emits nothing in the next epoch, before it has come to that. */
static GPtrArray *
preempt (GPtrArray *headers)
{
  GPtrArray *forged = forge (headers);

  postdate (forged, 1);

  return forged;
}

static void
prophesy (void *zmq_socket)
{
  g_autoptr (GPtrArray) copy = copy_parts (parts);

  if (type_of (zmq_socket) != ZMQ_XPUB ||
      ((const char *) g_bytes_get_data (copy->pdata[0], NULL))[0] != 'h')
    return;

  postdate (copy, 1000000);
  send_parts (zmq_socket, copy);
}

static GPtrArray *
miscount (GPtrArray *message)
{
  GPtrArray *copy = copy_parts (message);

  if (copy->len > 1 && g_rand_boolean (rand_source))
    g_ptr_array_set_size (copy, (gint) copy->len - 1);
  else
    g_ptr_array_add (copy, g_bytes_ref (copy->pdata[copy->len - 1]));

  return copy;
}

static GPtrArray *
randomize (GPtrArray *message,
           guint      first)
{
  GPtrArray *copy = copy_parts (message);

  g_ptr_array_set_size (copy, (gint) first);
  for (guint n = (guint) g_rand_int_range (rand_source, 1, 4); n > 0; n--)
    {
      gsize size = (gsize) g_rand_int_range (rand_source, 0, 200);
      char *data = g_malloc (size);

      for (gsize i = 0; i < size; i++)
        data[i] = (char) g_rand_int (rand_source);
      take_part (copy, data, size);
    }

  return copy;
}

/* A value of its own is what a node makes of it, so that values are left as they are. */
static GPtrArray *
make_copy (void *zmq_socket)
{
  const char *topic = g_bytes_get_data (parts->pdata[0], NULL);
  gboolean publishes = type_of (zmq_socket) == ZMQ_XPUB;

  switch (g_rand_int_range (rand_source, publishes && early != NULL ? -1 : 0, 4))
    {
    case -1:
      return copy_parts (early);
    case 0:
      return publishes && topic[0] == 'h' ? preempt (parts) : forge (parts);
    case 1:
      return miscount (parts);
    case 2:
      return randomize (parts, publishes ? 1 : 0);
    default:
      return publishes && topic[0] != 'h' ? forge (parts) : damage_parts (parts, rand_source);
    }
}

static void
send_text (void       *zmq_socket,
           const char *text)
{
  zmq_send (zmq_socket, text, strlen (text), ZMQ_DONTWAIT);
}

static void
send_messages (void *zmq_socket)
{
  static const char *const texts[] = {
    "", "{}", "[]", "null", "{\"type\":\"explode\",\"node_id\":\"" ATTACKER "\",\"timestamp\":1,"
    "\"value\":{},\"protocol\":1}",
    "{\"type\":\"deinit\",\"node_id\":\"" ATTACKER "\",\"timestamp\":1,\"value\":{},\"protocol\":1}",
    "{\"type\":\"error\",\"node_id\":\"" VICTIM "\",\"timestamp\":1,\"value\":{\"epoch\":\"0\"},"
    "\"protocol\":1}",
    "{\"type\":\"status\",\"node_id\":\"" ATTACKER "\",\"timestamp\":1,\"value\":{},\"protocol\":2}",
    "{\"type\":\"status\",\"node_id\":\"" ATTACKER "\",\"timestamp\":1,\"value\":{\"status\":3},"
    "\"protocol\":1}",
  };
  g_autofree char *deep = g_strnfill (DEPTH, '[');
  g_autofree char *huge = g_strnfill (HUGE_SIZE, ' ');
  g_autofree char *deep_value =
    g_strconcat ("{\"type\":\"status\",\"node_id\":\"" ATTACKER "\",\"timestamp\":1,\"value\":{\"a\":",
                 deep, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    send_text (zmq_socket, texts[i]);
  send_text (zmq_socket, deep);
  send_text (zmq_socket, deep_value);
  send_text (zmq_socket, huge);
  for (guint i = 0; i < N_MANY_FRAMES; i++)
    zmq_send (zmq_socket, "x", 1, ZMQ_DONTWAIT | (i + 1 < N_MANY_FRAMES ? ZMQ_SNDMORE : 0));
}

/* Subscribes to all there is, and sends what no subscriber sends. */
static void
send_subscriptions (void *zmq_socket)
{
  static const char *const topics[] = { "", "n/" VICTIM, "s/" VICTIM "/value", "h", "p/tube/1" };
  g_autoptr (GPtrArray) none = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      g_autofree char *frame = g_strconcat ("\001", topics[i], NULL);

      zmq_send (zmq_socket, frame, strlen (frame) + 1, ZMQ_DONTWAIT);
    }
  for (guint i = 0; i < N_GARBAGE; i++)
    {
      g_autoptr (GPtrArray) message = randomize (none, 0);

      send_parts (zmq_socket, message);
    }
}

/* The same ways in as the host has, but by other sockets, and under a routing id of its own. */
static void
intrude (void)
{
  for (guint i = 0; i < connections->len; i++)
    {
      Connection *way = connections->pdata[i];
      int type = way->type == ZMQ_SUB ? ZMQ_XSUB : way->type;
      void *intruder = zmq_socket (zmq_context, type);

      zmq_setsockopt (intruder, ZMQ_LINGER, &(int) { 0 }, sizeof (int));
      zmq_setsockopt (intruder, ZMQ_PLAIN_USERNAME, way->user, strlen (way->user));
      zmq_setsockopt (intruder, ZMQ_PLAIN_PASSWORD, way->password, strlen (way->password));
      if (type == ZMQ_DEALER)
        zmq_setsockopt (intruder, ZMQ_ROUTING_ID, "somebody", strlen ("somebody"));
      zmq_connect (intruder, way->address);
      if (type == ZMQ_DEALER)
        send_messages (intruder);
      else
        send_subscriptions (intruder);
      g_ptr_array_add (intruders, intruder);
    }
}

static void
attack (void *zmq_socket)
{
  int type = type_of (zmq_socket);

  for (guint i = 0; i < N_COPIES; i++)
    {
      g_autoptr (GPtrArray) copy = make_copy (zmq_socket);

      send_parts (zmq_socket, copy);
    }
  if (type == ZMQ_DEALER)
    send_messages (zmq_socket);
  if (type == ZMQ_XPUB && !has_intruded &&
      ((const char *) g_bytes_get_data (parts->pdata[0], NULL))[0] == 'h')
    {
      has_intruded = TRUE;
      early = copy_parts (parts);
      intrude ();
    }
}

/* In front of zmq. */

void *
zmq_ctx_new (void)
{
  return zmq_context = REAL (zmq_ctx_new) ();
}

int
zmq_ctx_term (void *context)
{
  if (g_atomic_int_get (&is_attacker))
    g_printerr ("sent %u messages too many\n", n_sent);
  g_ptr_array_set_size (intruders, 0);
  return REAL (zmq_ctx_term) (context);
}

int
zmq_setsockopt (void       *zmq_socket,
                int         option,
                const void *value,
                size_t      size)
{
  if (option == ZMQ_PLAIN_USERNAME && !g_atomic_int_get (&is_attacker))
    {
      g_free (user_name);
      user_name = g_strndup (value, size);
      g_atomic_int_set (&is_attacker,
                        g_str_equal (user_name, ATTACKER) || g_str_equal (user_name, PROPHET));
    }
  else if (option == ZMQ_PLAIN_PASSWORD)
    {
      g_free (password);
      password = g_strndup (value, size);
    }
  return REAL (zmq_setsockopt) (zmq_socket, option, value, size);
}

int
zmq_connect (void       *zmq_socket,
             const char *address)
{
  int type = type_of (zmq_socket);

  if (g_atomic_int_get (&is_attacker) && !has_intruded && (type == ZMQ_DEALER || type == ZMQ_SUB))
    {
      Connection *connection = g_new (Connection, 1);

      *connection =
        (Connection) { type, g_strdup (address), g_strdup (user_name), g_strdup (password) };
      g_ptr_array_add (connections, connection);
    }
  return REAL (zmq_connect) (zmq_socket, address);
}

int
zmq_msg_send (zmq_msg_t *message,
              void      *zmq_socket,
              int        flags)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  int type = type_of (zmq_socket);
  GBytes *bytes;
  int result;

  if (!g_atomic_int_get (&is_attacker) || (type != ZMQ_DEALER && type != ZMQ_XPUB))
    return REAL (zmq_msg_send) (message, zmq_socket, flags);

  bytes = g_bytes_new (zmq_msg_data (message), zmq_msg_size (message));
  result = REAL (zmq_msg_send) (message, zmq_socket, flags);
  g_ptr_array_add (parts, bytes);
  if (result >= 0 && (flags & ZMQ_SNDMORE) == 0)
    {
      if (g_str_equal (user_name, PROPHET))
        prophesy (zmq_socket);
      else
        attack (zmq_socket);
      g_ptr_array_set_size (parts, 0);
    }
  return result;
}

static void
close_intruder (gpointer zmq_socket)
{
  zmq_close (zmq_socket);
}

int
main (void)
{
  const char *seed = g_getenv ("NOOB_TEST_SEED");

  rand_source = g_rand_new_with_seed ((guint32) (seed != NULL ? atoi (seed) : 0));
  connections = g_ptr_array_new ();
  intruders = g_ptr_array_new_with_free_func (close_intruder);
  parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  return noob_host_run (0);
}
