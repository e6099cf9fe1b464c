/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-session-parts-private.h"

static gboolean
has_epochs_in_progress (NoobSession *self)
{
  GHashTableIter iter;
  gpointer data;

  g_hash_table_iter_init (&iter, self->epochs);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    if (!((NoobSessionEpoch *) data)->ended && g_queue_find (&self->unsent, data) == NULL)
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

  if (node_id == self->return_id)
    return;

  if (enabled)
    noob_scheduler_enable_node (self->scheduler, node_id);
  else
    noob_scheduler_disable_node (self->scheduler, node_id);
  noob_command_node_set_enabled (self->command, node_id, enabled, first_unsent (self));
}

/* A change is sent when no epoch is in progress, and is done when all nodes have confirmed it. */
void
noob_session_advance_change (NoobSession *self)
{
  NoobRequest *request = self->change.request;

  if (request == NULL ||
      (!self->change.sent && (self->stopping || has_epochs_in_progress (self))))
    return;

  if (!self->change.sent)
    {
      self->change.sent = TRUE;
      apply_change (self, self->change.node_id, self->change.enabled);
    }

  if (!noob_command_node_all_ready (self->command) && self->failure == NULL)
    return;

  /* A node that failed to initialize stays disabled. */
  if (request->error != NULL && self->change.enabled)
    apply_change (self, self->change.node_id, FALSE);
  if (request->error == NULL && self->failure != NULL)
    request->error = g_error_copy (self->failure);

  self->change.request = NULL;
  noob_session_complete (self, request);
  noob_session_send_unsent (self);
}

void
noob_session_set_enabled (NoobSession *self,
                          const char  *node_id,
                          gboolean     enabled,
                          NoobRequest *request)
{
  node_id = g_intern_string (node_id);

  if (noob_session_refuse (self, request))
    return;

  if (enabled != g_hash_table_contains (self->disabled, node_id))
    {
      noob_session_complete (self, request);
      return;
    }

  self->change = (NoobSessionChange) { node_id, enabled, FALSE, request };
  noob_session_advance_change (self);
}
