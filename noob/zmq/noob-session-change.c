/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-session-parts-private.h"

static gboolean
has_epochs_in_progress (NoobSession *self)
{
  GHashTableIter iter;
  gpointer data;

  g_hash_table_iter_init (&iter, self->epochs);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    if (!((NoobSessionEpoch *) data)->ended && !noob_session_is_unsent (self, data))
      return TRUE;

  return FALSE;
}

/* The first root epoch that has not begun. */
static guint64
first_unsent (NoobSession *self)
{
  NoobSessionEpoch *epoch = g_queue_peek_head (&self->unsent);

  return epoch != NULL ? epoch->root : self->next_root;
}

static void
apply_change (NoobSession *self,
              const char  *node_id,
              gboolean     enabled)
{
  if (enabled)
    g_hash_table_remove (self->disabled, node_id);
  else
    g_hash_table_add (self->disabled, (gpointer) node_id);

  noob_session_tell_returns (self);
  if (node_id == self->return_id)
    return;

  if (enabled)
    noob_scheduler_enable_node (self->scheduler, node_id);
  else
    noob_scheduler_disable_node (self->scheduler, node_id);
  noob_command_node_set_enabled (self->command, node_id, enabled, first_unsent (self));
}

static void
change_free (NoobSessionChange *change)
{
  g_clear_error (&change->error);
  g_free (change);
}

/* Takes @error, nullable. */
static void
complete_change (NoobSession       *self,
                 NoobSessionChange *change,
                 GError            *error)
{
  NoobRequest *request = g_steal_pointer (&change->request);

  if (request == NULL)
    {
      g_clear_error (&error);
      return;
    }

  request->error = error;
  noob_session_complete (self, request);
}

/* What nodes have confirmed, or never will. */
static void
end_change (NoobSession       *self,
            NoobSessionChange *change)
{
  GError *error = g_steal_pointer (&change->error);

  g_queue_remove (&self->changes, change);

  /* A node that failed to initialize stays disabled. */
  if (error != NULL && change->enabled)
    apply_change (self, change->node_id, FALSE);
  if (error == NULL && self->failure != NULL)
    error = g_error_copy (self->failure);

  complete_change (self, change, error);
  change_free (change);
}

static gboolean
is_made (NoobSession       *self,
         NoobSessionChange *change)
{
  return change->enabled != g_hash_table_contains (self->disabled, change->node_id);
}

/* A change is sent when no epoch is in progress, and is done when all nodes have confirmed it. */
void
noob_session_advance_change (NoobSession *self)
{
  NoobSessionChange *change;

  if (g_queue_is_empty (&self->changes))
    return;

  while ((change = g_queue_peek_head (&self->changes)) != NULL)
    {
      if (!change->sent && self->failure == NULL &&
          (self->stopping || has_epochs_in_progress (self)))
        return;

      if (!change->sent && self->failure == NULL && !is_made (self, change))
        apply_change (self, change->node_id, change->enabled);
      change->sent = TRUE;

      if (!noob_command_node_all_ready (self->command) && self->failure == NULL)
        return;

      end_change (self, change);
    }

  noob_session_send_unsent (self);
}

void
noob_session_set_enabled (NoobSession *self,
                          const char  *node_id,
                          gboolean     enabled,
                          NoobRequest *request)
{
  NoobSessionChange *change;

  if (noob_session_refuse (self, request))
    return;

  change = g_new0 (NoobSessionChange, 1);
  change->node_id = g_intern_string (node_id);
  change->enabled = enabled;
  change->request = request;
  if (g_queue_is_empty (&self->changes) && is_made (self, change))
    {
      complete_change (self, change, NULL);
      change_free (change);
      return;
    }

  g_queue_push_tail (&self->changes, change);
  noob_session_advance_change (self);
}

gboolean
noob_session_fail_change (NoobSession  *self,
                          const char   *node_id,
                          GError      **error)
{
  NoobSessionChange *change = g_queue_peek_head (&self->changes);

  if (change == NULL || !change->sent || change->error != NULL ||
      !g_str_equal (node_id, change->node_id))
    return FALSE;

  change->error = g_steal_pointer (error);

  return TRUE;
}

void
noob_session_fail_changes (NoobSession  *self,
                           const GError *error)
{
  NoobSessionChange *change;

  while ((change = g_queue_pop_head (&self->changes)) != NULL)
    {
      complete_change (self, change, g_error_copy (error));
      change_free (change);
    }
}

gboolean
noob_session_cancel_change (NoobSession  *self,
                            NoobRequest  *request,
                            const GError *error)
{
  for (GList *l = self->changes.head; l != NULL; l = l->next)
    {
      NoobSessionChange *change = l->data;

      if (change->request != request)
        continue;

      complete_change (self, change, g_error_copy (error));
      if (change->sent)
        return TRUE; /* it goes on */

      g_queue_delete_link (&self->changes, l);
      change_free (change);
      noob_session_advance_change (self);
      noob_session_send_unsent (self);
      return TRUE;
    }

  return FALSE;
}
