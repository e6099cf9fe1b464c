/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-command-node-parts-private.h"

#include "core/noob-error.h"
#include "zmq/noob-message-private.h"

/* Which nodes are ready, and waiting for them. */

/* A call that waits in a thread that is not the one of the context. */
struct _NoobReadyWait
{
  const char *const *node_ids;

  GMutex             lock;
  GCond              changed;
  gboolean           done; /* guarded: all are ready, or one never will be */
};

gboolean
noob_command_node_all_ready (NoobCommandNode *self)
{
  for (guint i = 0; i < self->peers->len; i++)
    if (!noob_peer_is_ready (self->peers->pdata[i]))
      return FALSE;

  return self->wiring != NULL;
}

static const char *
describe_state (NoobPeer *peer)
{
  if (peer->trouble != NULL)
    return peer->trouble;
  if (!peer->has_spec && !peer->hears)
    return "has not been heard of";
  if (peer->identity == NULL)
    return "has not identified itself";
  if (!peer->hears)
    return "has not subscribed to the commands";

  return noob_node_status_to_string (peer->status);
}

static void
describe_peer (NoobPeer *peer,
               GString  *text)
{
  if (!noob_peer_is_ready (peer))
    g_string_append_printf (text, "%snode \"%s\": %s", text->len > 0 ? "\n" : "", peer->id,
                            describe_state (peer));
}

char *
noob_command_node_describe_missing (NoobCommandNode    *self,
                                    NoobLastWordsFunc   last_words,
                                    gpointer            user_data)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->peers->len; i++)
    {
      NoobPeer *peer = self->peers->pdata[i];
      g_autofree char *words = NULL;

      if (noob_peer_is_ready (peer))
        continue;

      describe_peer (peer, text);
      words = g_strchomp (last_words (peer->id, user_data));
      if (words[0] != '\0')
        g_string_append_printf (text, "; it wrote:\n%s", words);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Whether there is nothing to wait for: all are ready, or one of them never will be. */
static gboolean
is_decided (NoobCommandNode   *self,
            const char *const *node_ids)
{
  gboolean all_ready = TRUE;

  for (guint i = 0; node_ids[i] != NULL; i++)
    {
      NoobPeer *peer = noob_command_node_find_peer (self, node_ids[i]);

      if (peer->trouble != NULL)
        return TRUE;
      all_ready = all_ready && noob_peer_is_ready (peer);
    }

  return all_ready;
}

void
noob_command_node_update_waits (NoobCommandNode *self)
{
  for (guint i = 0; i < self->ready_waits->len; i++)
    {
      NoobReadyWait *wait = self->ready_waits->pdata[i];

      if (!is_decided (self, wait->node_ids))
        continue;

      g_mutex_lock (&wait->lock);
      wait->done = TRUE;
      g_cond_signal (&wait->changed);
      g_mutex_unlock (&wait->lock);
    }
}

static gboolean
begin_wait (NoobCommandNode  *self,
            gpointer          wait,
            GError          **error)
{
  g_ptr_array_add (self->ready_waits, wait);
  noob_command_node_update_waits (self);

  return TRUE;
}

static gboolean
end_wait (NoobCommandNode  *self,
          gpointer          wait,
          GError          **error)
{
  return g_ptr_array_remove_fast (self->ready_waits, wait);
}

/* While another thread iterates the context. */
static void
wait_aside (NoobCommandNode   *self,
            const char *const *node_ids,
            guint              timeout)
{
  gint64 end = g_get_monotonic_time () + (gint64) timeout * 1000;
  NoobReadyWait wait = { node_ids, };

  g_mutex_init (&wait.lock);
  g_cond_init (&wait.changed);
  noob_command_node_call (self, begin_wait, &wait, NULL);

  g_mutex_lock (&wait.lock);
  while (!wait.done && g_cond_wait_until (&wait.changed, &wait.lock, end))
    ;
  g_mutex_unlock (&wait.lock);

  noob_command_node_call (self, end_wait, &wait, NULL);
  g_cond_clear (&wait.changed);
  g_mutex_clear (&wait.lock);
}

static gboolean
on_timeout (gpointer timed_out)
{
  *(gboolean *) timed_out = TRUE;

  return G_SOURCE_CONTINUE;
}

/* With the context acquired. */
static void
iterate (NoobCommandNode   *self,
         const char *const *node_ids,
         guint              timeout)
{
  g_autoptr (GSource) source = g_timeout_source_new (timeout);
  gboolean timed_out = FALSE;

  g_main_context_push_thread_default (self->context);
  g_source_set_static_name (source, "noob-await-ready");
  g_source_set_callback (source, on_timeout, &timed_out, NULL);
  g_source_attach (source, self->context);

  while (!is_decided (self, node_ids) && !timed_out)
    g_main_context_iteration (self->context, TRUE);

  g_source_destroy (source);
  g_main_context_pop_thread_default (self->context);
}

typedef struct
{
  const char *const *node_ids;
  guint              timeout;
} Question;

static gboolean
check_ready (NoobCommandNode  *self,
             gpointer          data,
             GError          **error)
{
  Question *question = data;
  g_autoptr (GString) missing = g_string_new (NULL);
  gboolean in_trouble = FALSE;

  for (guint i = 0; question->node_ids[i] != NULL; i++)
    {
      NoobPeer *peer = noob_command_node_find_peer (self, question->node_ids[i]);

      describe_peer (peer, missing);
      in_trouble = in_trouble || peer->trouble != NULL;
    }

  if (missing->len == 0)
    return TRUE;

  if (in_trouble)
    g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_NODE, missing->str);
  else
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_TIMEOUT, "not ready after %u ms:\n%s",
                 question->timeout, missing->str);

  return FALSE;
}

/**
 * noob_command_node_await_ready:
 * @self: a command node
 * @node_ids: (array zero-terminated=1): which nodes to wait for
 * @timeout: for how long, in milliseconds
 * @error: return location for an error
 *
 * Waits until nodes are ready: until each has been announced to, has confirmed every connection in
 * both directions, and has been initialized. One that has been stopped still is.
 *
 * Callable in any thread, and blocks it. In the thread of the command node's context, or while
 * nobody iterates that, it iterates it, so that handlers run meanwhile, in this thread; else it
 * only waits.
 *
 * [error@Noob.Error.TIMEOUT] names the nodes that are not ready in time. It does not take that long
 * where a node never will be, since it was refused, reported that it cannot start, or is gone: that
 * is [error@Noob.Error.NODE]. A node that the tube does not have is [error@Noob.Error.NOT_FOUND].
 *
 * Returns: whether they are
 *
 * Since: 1.0
 */
gboolean
noob_command_node_await_ready (NoobCommandNode    *self,
                               const char *const  *node_ids,
                               guint               timeout,
                               GError            **error)
{
  g_autoptr (NoobCommandNode) alive = NULL;
  Question question = { node_ids, timeout };

  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), FALSE);
  g_return_val_if_fail (node_ids != NULL, FALSE);

  for (guint i = 0; node_ids[i] != NULL; i++)
    if (!noob_command_node_check_node (self, node_ids[i], error))
      return FALSE;

  alive = g_object_ref (self);
  if (g_main_context_acquire (self->context))
    {
      iterate (self, node_ids, timeout);
      g_main_context_release (self->context);
    }
  else
    {
      wait_aside (self, node_ids, timeout);
    }

  return noob_command_node_call (self, check_ready, &question, error);
}
