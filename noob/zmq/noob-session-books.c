/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-session-parts-private.h"

#include "zmq/noob-message-private.h"

void
noob_session_open_ledger (NoobSession *self)
{
  self->ledger = noob_ledger_new (noob_command_node_get_wiring (self->command)->edges,
                                  self->settings.tube);
}

void
noob_session_on_left (NoobCommandNode *command,
                      const char      *node_id,
                      gpointer         data)
{
  NoobSession *self = data;

  if (self->ledger == NULL)
    return;

  noob_ledger_set_left (self->ledger, node_id);
  noob_session_advance_closing (self);
}

void
noob_session_on_books (NoobCommandNode *command,
                       NoobMessage     *message,
                       gpointer         data)
{
  NoobSession *self = data;
  const char *node_id = noob_message_get_node_id (message);
  g_autoptr (GError) error = NULL;

  if (self->ledger == NULL || self->state != STATE_CLOSING)
    return;

  if (!noob_ledger_take_books (self->ledger, node_id,
                               noob_command_node_get_signals (command, node_id),
                               noob_message_get_value (message), &error))
    {
      g_prefix_error (&error, "node \"%s\": ", node_id);
      noob_ledger_set_lost (self->ledger, node_id);
      if (self->failure == NULL)
        self->failure = g_steal_pointer (&error);
    }

  noob_session_advance_closing (self);
}

void
noob_session_lose (NoobSession  *self,
                   NoobNodeHost *host,
                   const char   *how)
{
  noob_command_node_report_lost (self->command, host->node_id, how);
  if (self->ledger != NULL)
    noob_ledger_set_lost (self->ledger, host->node_id);
}

gboolean
noob_session_has_left (NoobSession  *self,
                       NoobNodeHost *host)
{
  return self->ledger != NULL && noob_ledger_has_left (self->ledger, host->node_id);
}

gboolean
noob_session_is_settled (NoobSession  *self,
                         NoobNodeHost *host)
{
  return self->ledger == NULL || noob_ledger_is_settled (self->ledger, host->node_id);
}

GVariant *
noob_session_dup_ledger (NoobSession *self)
{
  return self->ledger != NULL ? g_variant_ref_sink (noob_ledger_to_variant (self->ledger)) : NULL;
}
