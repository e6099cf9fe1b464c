/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is to be heard of ended epochs must not pile up where nobody listens. Whoever waits for an
 * epoch that does not begin for that reason, and is not the one who would listen, is told so. */

#include "zmq/noob-session-parts-private.h"

/* Of those that wait for an epoch to begin; they could wait forever. */
static GPtrArray *
list_deaf (NoobSession *self)
{
  GPtrArray *deaf = g_ptr_array_new ();

  if (self->next != NULL && !self->next->hears && g_queue_is_empty (&self->iteration))
    g_ptr_array_add (deaf, self->next);

  for (GList *l = self->pending.head; l != NULL; l = l->next)
    {
      NoobSessionEpoch *epoch = l->data;

      if (!epoch->request->hears)
        g_ptr_array_add (deaf, epoch->request);
    }

  return deaf;
}

static gboolean
has_open_epochs (NoobSession *self)
{
  GHashTableIter iter;
  gpointer epoch;

  g_hash_table_iter_init (&iter, self->epochs);
  while (g_hash_table_iter_next (&iter, NULL, &epoch))
    if (!((NoobSessionEpoch *) epoch)->ended)
      return TRUE;

  return FALSE;
}

/* While epochs are in progress, their end may help. */
static gboolean
is_held_up (NoobSession *self)
{
  g_autoptr (GPtrArray) deaf = NULL;

  if (self->n_unheard == 0 || (self->next == NULL && g_queue_is_empty (&self->pending)))
    return FALSE;

  deaf = list_deaf (self);

  return deaf->len > 0 && !has_open_epochs (self);
}

static void
give_up_deaf (NoobSession *self)
{
  g_autoptr (GPtrArray) deaf = list_deaf (self);
  g_autoptr (GError) error = g_error_new (
    NOOB_ERROR, NOOB_ERROR_TIMEOUT,
    "no epoch can begin: %u that ended have not been heard of in the thread in which the runner was "
    "made, which has listened to nothing for %u ms: have it iterate its main context",
    self->n_unheard, self->settings.quit_timeout);

  for (guint i = 0; i < deaf->len; i++)
    noob_session_give_up (self, deaf->pdata[i], error);
}

static gboolean
on_silence (gpointer data)
{
  NoobSession *self = data;
  guint n_heard = self->listener->count_heard (self->listener_data);

  if (n_heard != self->n_heard_before)
    {
      self->n_heard_before = n_heard;
      return G_SOURCE_CONTINUE;
    }

  noob_session_set_timeout (self, 0, NULL);
  give_up_deaf (self);

  return G_SOURCE_REMOVE;
}

void
noob_session_watch_hearing (NoobSession *self)
{
  if (self->state != STATE_READY)
    return;

  if (!is_held_up (self))
    {
      noob_session_set_timeout (self, 0, NULL);
    }
  else if (self->timeout == NULL)
    {
      self->n_heard_before = self->listener->count_heard (self->listener_data);
      noob_session_set_timeout (self, self->settings.quit_timeout, on_silence);
    }
}

void
noob_session_heard (NoobSession *self,
                    guint        n)
{
  self->n_unheard -= MIN (n, self->n_unheard);
  noob_session_grant (self);
}
