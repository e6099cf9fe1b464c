/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What sources were let begin, and nobody wants any more, is taken back as far as they have not
 * begun it. */

#include "zmq/noob-session-parts-private.h"

/* Whether it was granted for a free run, or an iteration, that is over. */
static gboolean
is_unwanted (NoobSessionEpoch *epoch)
{
  return epoch->inputs == NULL && !epoch->iterated && !epoch->ended;
}

static gboolean
has_unwanted (NoobSession *self)
{
  GHashTableIter iter;
  gpointer epoch;

  g_hash_table_iter_init (&iter, self->epochs);
  while (g_hash_table_iter_next (&iter, NULL, &epoch))
    if (is_unwanted (epoch))
      return TRUE;

  return FALSE;
}

static void
drop_unwanted_unsent (NoobSession *self)
{
  for (GList *link = self->unsent.head, *next; link != NULL; link = next)
    {
      NoobSessionEpoch *epoch = link->data;

      next = link->next;
      if (!is_unwanted (epoch))
        continue;

      g_queue_delete_link (&self->unsent, link);
      g_hash_table_remove (self->epochs, &epoch->root);
    }
}

/* What has not been sent gets the numbers from @first on. */
static void
renumber_unsent (NoobSession *self,
                 guint64      first)
{
  for (GList *link = self->unsent.head; link != NULL; link = link->next)
    g_hash_table_steal (self->epochs, &((NoobSessionEpoch *) link->data)->root);

  self->next_root = first;
  for (GList *link = self->unsent.head; link != NULL; link = link->next)
    {
      NoobSessionEpoch *epoch = link->data;

      epoch->root = self->next_root++;
      g_hash_table_insert (self->epochs, &epoch->root, epoch);
    }
}

gboolean
noob_session_is_unsent (NoobSession      *self,
                        NoobSessionEpoch *epoch)
{
  return g_queue_find (&self->unsent, epoch) != NULL;
}

void
noob_session_drop_unsent (NoobSession      *self,
                          NoobSessionEpoch *epoch)
{
  g_queue_remove (&self->unsent, epoch);
  g_hash_table_remove (self->epochs, &epoch->root);
  renumber_unsent (self, self->sent_limit);
}

/* A free run that has begun since goes on with it. */
void
noob_session_take_back (NoobSession *self)
{
  if (self->failure != NULL || self->running)
    return;

  drop_unwanted_unsent (self);
  renumber_unsent (self, self->sent_limit);
  if (!has_unwanted (self))
    return;

  self->stopping = TRUE;
  noob_command_node_stop (self->command, NULL);
}

static void
drop_from (NoobSession *self,
           guint64      first)
{
  GHashTableIter iter;
  gpointer data;

  g_hash_table_iter_init (&iter, self->epochs);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      NoobSessionEpoch *epoch = data;

      if (epoch->root < first || !is_unwanted (epoch))
        continue;

      noob_scheduler_drop_root (self->scheduler, epoch->root);
      g_hash_table_iter_remove (&iter);
    }
}

void
noob_session_on_stopped (NoobCommandNode *command,
                         guint64          next,
                         gpointer         data)
{
  NoobSession *self = data;

  self->stopping = FALSE;
  if (self->state != STATE_READY || self->failure != NULL)
    return;

  /* Those that failed have ended whether or not they had begun. */
  self->sent_limit = MAX (next, self->ended_limit);
  drop_from (self, self->sent_limit);
  renumber_unsent (self, self->sent_limit);

  noob_session_advance_change (self);
  noob_session_send_unsent (self);
  noob_session_grant (self);
}
