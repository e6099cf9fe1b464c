/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Requests that somebody does not want to wait for any longer. */

#include "zmq/noob-session-parts-private.h"

/* Takes @error. */
static void
fail_request (NoobSession *self,
              NoobRequest *request,
              GError      *error)
{
  request->error = error;
  noob_session_complete (self, request);
}

/* What has begun with the processes is undone, or hurried. Its end completes the request. */
static void
cancel_life (NoobSession  *self,
             const GError *error)
{
  if (self->state == STATE_STARTING)
    {
      noob_session_fail_starting (self, g_error_copy (error));
      return;
    }

  if (self->failure == NULL)
    self->failure = g_error_copy (error);
  noob_session_hurry_closing (self);
}

/* The iteration is broken off, and the epoch that is waited for ends. */
static void
cancel_next (NoobSession  *self,
             const GError *error)
{
  NoobRequest *request = g_steal_pointer (&self->next);
  NoobSessionEpoch *head = g_queue_peek_head (&self->iteration);

  if (head != NULL && !noob_session_is_unsent (self, head))
    noob_session_fail_epoch (self, head->root, g_error_copy (error));
  noob_session_end_iteration (self);

  fail_request (self, request, g_error_copy (error));
}

static gboolean
cancel_pending (NoobSession  *self,
                NoobRequest  *request,
                const GError *error)
{
  for (GList *l = self->pending.head; l != NULL; l = l->next)
    {
      NoobSessionEpoch *epoch = l->data;

      if (epoch->request != request)
        continue;

      g_queue_delete_link (&self->pending, l);
      noob_session_epoch_free (epoch);
      fail_request (self, request, g_error_copy (error));
      return TRUE;
    }

  return FALSE;
}

/* The epoch that the request waits for ends, which completes it. */
static void
cancel_process (NoobSession  *self,
                NoobRequest  *request,
                const GError *error)
{
  GHashTableIter iter;
  gpointer data;

  g_hash_table_iter_init (&iter, self->epochs);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      NoobSessionEpoch *epoch = data;

      if (epoch->request != request)
        continue;

      if (!noob_session_is_unsent (self, epoch))
        {
          noob_session_fail_epoch (self, epoch->root, g_error_copy (error));
          return;
        }

      noob_session_drop_unsent (self, epoch);
      fail_request (self, request, g_error_copy (error));
      noob_session_grant (self);
      return;
    }
}

void
noob_session_give_up (NoobSession  *self,
                      NoobRequest  *request,
                      const GError *error)
{
  if (request == self->waiting)
    cancel_life (self, error);
  else if (request == self->next)
    cancel_next (self, error);
  else if (!noob_session_cancel_change (self, request, error) &&
           !cancel_pending (self, request, error))
    cancel_process (self, request, error);
}

void
noob_session_cancel (NoobSession *self,
                     NoobRequest *request)
{
  g_autoptr (GError) error =
    g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the call was cancelled");

  noob_session_give_up (self, request, error);
}
