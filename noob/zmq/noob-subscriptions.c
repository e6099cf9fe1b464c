/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* In manual mode libzmq 4.3 keeps two queues, of what its peers sent and of the pipes that this
 * came from. Reading takes one of each, and a grant goes to the pipe that was taken last. Two
 * things can go wrong with that, and both are guarded against here:
 *
 * - A message that is neither a subscription nor its end has no entry in the queue of pipes. After
 *   one the queues are out of step, and a grant would go to somebody else. They are in step again
 *   when both are empty. Then the pipe that was taken last is that of the last subscription, so
 *   that whoever that came from is granted what it asked for meanwhile. What others asked for is
 *   lost.
 * - A peer may leave while its subscription waits. The pipe that is then granted something is freed
 *   memory, which is read whenever something is sent. There is no way to take it back, but to tell:
 *   the peer's leaving has ended all its subscriptions, so that their ends wait further behind. */

#include "zmq/noob-subscriptions-private.h"

#include <errno.h>
#include <zmq.h>

static void
change_free (NoobSubscriptionChange *self)
{
  g_bytes_unref (self->topic);
  g_free (self->user_id);
  g_free (self);
}

static void
add_change (GPtrArray  *changes,
            NoobFrames *frames,
            GBytes     *topic,
            gboolean    granted)
{
  NoobSubscriptionChange *change = g_new0 (NoobSubscriptionChange, 1);

  change->granted = granted;
  change->has_peer = noob_frames_has_peer (frames);
  change->topic = g_bytes_ref (topic);
  change->user_id = g_strdup (noob_frames_get_user_id (frames));
  g_ptr_array_add (changes, change);
}

/* Within one process peers do not vanish, and have no connection to be known by. */
static gboolean
may_have_granted_to_the_dead (GPtrArray *changes)
{
  g_autoptr (GHashTable) granted = g_hash_table_new (g_bytes_hash, g_bytes_equal);

  for (guint i = 0; i < changes->len; i++)
    {
      NoobSubscriptionChange *change = changes->pdata[i];

      if (change->granted && change->has_peer)
        g_hash_table_add (granted, change->topic);
      else if (!change->granted && !change->has_peer &&
               g_hash_table_contains (granted, change->topic))
        return TRUE;
    }
  return FALSE;
}

static void
set_topic (void   *zmq_socket,
           int     option,
           GBytes *topic)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (topic, &size);

  zmq_setsockopt (zmq_socket, option, data, size);
}

/* A subscription that was taken while the queues were out of step. */
typedef struct
{
  GBytes  *topic;
  char    *user_id;
  gboolean begins; /* else it ends */
  int      descriptor; /* -1: zmq tells of a peer that has left */
} Late;

static void
late_free (gpointer data)
{
  Late *self = data;

  g_bytes_unref (self->topic);
  g_free (self->user_id);
  g_free (self);
}

static Late *
late_new (NoobFrames *frames,
          GBytes     *topic,
          gboolean    begins)
{
  Late *self = g_new0 (Late, 1);

  self->topic = g_bytes_ref (topic);
  self->begins = begins;
  self->user_id = g_strdup (noob_frames_get_user_id (frames));
  self->descriptor = noob_frames_get_descriptor (frames);

  return self;
}

static gboolean
late_has_peer_of (const Late *self,
                  const Late *other)
{
  return self->descriptor >= 0 && self->descriptor == other->descriptor &&
         g_strcmp0 (self->user_id, other->user_id) == 0;
}

static void
add_late_change (GPtrArray  *changes,
                 const Late *late)
{
  NoobSubscriptionChange *change = g_new0 (NoobSubscriptionChange, 1);

  change->granted = late->begins;
  change->has_peer = late->descriptor >= 0;
  change->topic = g_bytes_ref (late->topic);
  change->user_id = g_strdup (late->user_id);
  g_ptr_array_add (changes, change);
}

/* Once all has been taken: whoever sent the last of @late can be answered. That a peer has left is
 * known whatever the order. */
static void
answer_last (void                        *zmq_socket,
             GPtrArray                   *late,
             const NoobSubscriptionFuncs *funcs,
             gpointer                     user_data,
             GPtrArray                   *changes)
{
  const Late *last = late->len > 0 ? late->pdata[late->len - 1] : NULL;

  for (guint i = 0; i < late->len; i++)
    {
      const Late *one = late->pdata[i];

      if (one->descriptor < 0 && !one->begins)
        {
          add_late_change (changes, one);
        }
      else if (!late_has_peer_of (one, last))
        {
          funcs->malformed (one->user_id, "it came among what are no subscriptions", user_data);
        }
      else if (!one->begins || funcs->grant (one->topic, one->user_id, user_data))
        {
          set_topic (zmq_socket, one->begins ? ZMQ_SUBSCRIBE : ZMQ_UNSUBSCRIBE, one->topic);
          add_late_change (changes, one);
        }
    }
}

GPtrArray *
noob_subscription_changes_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) change_free);
}

int
noob_subscriptions_receive (void                        *zmq_socket,
                            NoobFrames                  *frames,
                            const NoobSubscriptionFuncs *funcs,
                            gpointer                     user_data,
                            GPtrArray                   *changes)
{
  g_autoptr (GPtrArray) late = g_ptr_array_new_with_free_func (late_free);
  gboolean in_step = TRUE;
  int code;

  /* Frame by frame: what zmq makes itself may come between two frames of a peer's message. */
  while ((code = noob_frames_receive (frames, zmq_socket, 1, TRUE)) == 0)
    {
      const char *user_id = noob_frames_get_user_id (frames);
      gsize size;
      const guint8 *data = noob_frames_get_data (frames, 0, &size);
      gboolean begins = size > 0 && data[0] == 1;
      g_autoptr (GBytes) topic = NULL;

      if (size == 0 || data[0] > 1)
        {
          in_step = FALSE;
          funcs->malformed (user_id, "it is not a subscription", user_data);
          continue;
        }

      topic = g_bytes_new (data + 1, size - 1);
      if (!in_step)
        {
          g_ptr_array_add (late, late_new (frames, topic, begins));
          continue;
        }

      if (begins && !funcs->grant (topic, user_id, user_data))
        continue;
      set_topic (zmq_socket, begins ? ZMQ_SUBSCRIBE : ZMQ_UNSUBSCRIBE, topic);
      add_change (changes, frames, topic, begins);
    }
  if (code == EAGAIN)
    answer_last (zmq_socket, late, funcs, user_data, changes);

  return code == EAGAIN && may_have_granted_to_the_dead (changes) ? ESTALE : code;
}
