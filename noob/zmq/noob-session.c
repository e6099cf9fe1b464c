/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-session-parts-private.h"

void
noob_session_complete (NoobSession *self,
                       NoobRequest *request)
{
  self->listener->completed (request, self->listener_data);
}

void
noob_session_set_timeout (NoobSession *self,
                          guint        milliseconds,
                          GSourceFunc  func)
{
  if (self->timeout != NULL)
    g_source_destroy (self->timeout);
  g_clear_pointer (&self->timeout, g_source_unref);

  if (func == NULL)
    return;

  self->timeout = g_timeout_source_new (milliseconds);
  g_source_set_static_name (self->timeout, "noob-session");
  g_source_set_callback (self->timeout, func, self, NULL);
  g_source_attach (self->timeout, self->context);
}

void
noob_session_tell_returns (NoobSession *self)
{
  GPtrArray *edges = noob_command_node_get_wiring (self->command)->edges;

  self->listener->returns (noob_tube_returns (self->settings.tube, edges, self->disabled),
                           self->listener_data);
}

static gboolean
prepare (NoobSession  *self,
         GError      **error)
{
  NoobNodeSpecification *return_node = noob_tube_specification_get_return_node (
    noob_tube_get_specification (self->settings.tube));

  if (!noob_command_node_announce (self->command, error))
    return FALSE;

  self->announced = TRUE;
  self->scheduler =
    noob_wiring_create_scheduler (noob_command_node_get_wiring (self->command), NULL);
  noob_scheduler_set_epoch_limit (self->scheduler, 0);
  g_signal_connect (self->scheduler, "epoch-ended", G_CALLBACK (noob_session_on_epoch_ended), self);
  if (return_node != NULL)
    {
      self->return_node = noob_return_new (return_node);
      self->return_id = g_intern_string (noob_node_specification_get_id (return_node));
    }
  self->inputs = noob_tube_bind_inputs (self->settings.tube, NULL, NULL);
  noob_session_open_assets (self);

  return TRUE;
}

static void
on_progress (NoobCommandNode *command,
             gpointer         data)
{
  NoobSession *self = data;
  GError *error = NULL;

  if (self->state == STATE_STARTING && !self->announced &&
      noob_command_node_all_identified (command) && !prepare (self, &error))
    {
      noob_session_fail_starting (self, error);
      return;
    }

  if (!noob_command_node_all_ready (command))
    return;

  if (self->state == STATE_STARTING)
    {
      self->state = STATE_READY;
      noob_session_open_ledger (self);
      noob_session_set_timeout (self, 0, NULL);
      noob_session_tell_returns (self);
      noob_session_complete (self, g_steal_pointer (&self->waiting));
    }
  else if (self->state == STATE_READY)
    {
      noob_session_advance_change (self);
      noob_session_send_unsent (self);
    }
}

static void
on_node_status (NoobCommandNode *command,
                const char      *node_id,
                NoobNodeStatus   status,
                gpointer         data)
{
  NoobSession *self = data;

  self->listener->node_status (g_intern_string (node_id), status, self->listener_data);
}

static const NoobCommandHandlers command_handlers = {
  .events = noob_session_on_events,
  .progress = on_progress,
  .failed = noob_session_on_failed,
  .left = noob_session_on_left,
  .books = noob_session_on_books,
};

static char *
dup_last_words (const char *node_id,
                gpointer    data)
{
  NoobSession *self = data;

  for (guint i = 0; i < self->hosts->len; i++)
    {
      NoobNodeHost *host = self->hosts->pdata[i];

      if (g_str_equal (host->node_id, node_id))
        return noob_node_host_dup_last_words (host);
    }

  return g_strdup ("");
}

static gboolean
on_init_timeout (gpointer data)
{
  NoobSession *self = data;
  g_autofree char *missing =
    noob_command_node_describe_missing (self->command, dup_last_words, self);

  noob_session_fail_starting (self, g_error_new (NOOB_ERROR, NOOB_ERROR_TIMEOUT,
                                                 "not all nodes are ready after %u ms:\n%s",
                                                 self->settings.init_timeout, missing));

  return G_SOURCE_REMOVE;
}

NoobSession *
noob_session_new (const NoobSessionSettings *settings,
                  const NoobSessionListener *listener,
                  gpointer                   user_data)
{
  NoobSession *self = g_new0 (NoobSession, 1);

  self->settings = *settings;
  self->listener = listener;
  self->listener_data = user_data;
  self->context = g_main_context_ref_thread_default ();
  self->hosts = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_node_host_free);
  self->wanted = g_hash_table_new (NULL, NULL);
  self->disabled = noob_tube_list_disabled (settings->tube);
  self->epochs = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, noob_session_epoch_free);
  g_queue_init (&self->iteration);
  g_queue_init (&self->unsent);
  noob_ended_epochs_init (&self->cut);
  g_queue_init (&self->pending);
  g_queue_init (&self->changes);

  return self;
}

void
noob_session_free (NoobSession *self)
{
  noob_session_set_timeout (self, 0, NULL);
  g_ptr_array_unref (self->hosts);
  if (self->command != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->command, self);
      noob_command_node_set_handlers (self->command, NULL, NULL);
      noob_command_node_close (self->command);
    }
  g_clear_object (&self->command);
  if (self->scheduler != NULL)
    g_signal_handlers_disconnect_by_data (self->scheduler, self);
  g_clear_object (&self->scheduler);
  g_clear_object (&self->return_node);
  g_clear_pointer (&self->inputs, noob_record_unref);
  g_clear_error (&self->failure);
  g_clear_pointer (&self->ledger, noob_ledger_free);
  g_clear_pointer (&self->counts, g_hash_table_unref);
  g_clear_pointer (&self->stored, g_ptr_array_unref);
  noob_ended_epochs_clear (&self->cut);
  g_queue_clear (&self->iteration);
  g_queue_clear (&self->unsent);
  g_queue_clear_full (&self->pending, noob_session_epoch_free);
  g_hash_table_unref (self->epochs);
  g_hash_table_unref (self->wanted);
  g_hash_table_unref (self->disabled);
  g_main_context_unref (self->context);
  g_free (self);
}

void
noob_session_initialize (NoobSession *self,
                         NoobRequest *request)
{
  GError *error = NULL;

  self->state = STATE_STARTING;
  self->waiting = request;
  self->command = noob_command_node_new (self->settings.tube, self->settings.runner_id,
                                         self->settings.protocol, 0);
  noob_command_node_set_handlers (self->command, &command_handlers, self);
  g_signal_connect (self->command, "node-status", G_CALLBACK (on_node_status), self);
  g_signal_connect (self->command, "stopped", G_CALLBACK (noob_session_on_stopped), self);

  noob_session_set_timeout (self, self->settings.init_timeout, on_init_timeout);
  if (!noob_command_node_run (self->command, &error) || !noob_session_start_hosts (self, &error))
    noob_session_fail_starting (self, error);
  else
    on_progress (self->command, self); /* there may be no nodes at all */
}

void
noob_session_deinitialize (NoobSession *self,
                           NoobRequest *request)
{
  g_autoptr (GError) over =
    g_error_new_literal (NOOB_ERROR, NOOB_ERROR_STATE, "the runner was deinitialized");

  self->running = FALSE;
  noob_session_end_iteration (self);
  noob_session_fail_open_epochs (self, 0, over);
  noob_session_fail_changes (self, over);

  /* Why nothing could be run any more was said when it happened. */
  g_clear_error (&self->failure);
  self->waiting = request;
  noob_session_begin_closing (self, FALSE);
}

void
noob_session_want_events (NoobSession *self,
                          const char  *node_id)
{
  g_hash_table_add (self->wanted, (gpointer) g_intern_string (node_id));
  noob_command_node_want_values (self->command, node_id);
}

NoobCommandNode *
noob_session_get_command (NoobSession *self)
{
  return self->command;
}

GArray *
noob_session_list_pids (NoobSession *self)
{
  GArray *pids = g_array_new (FALSE, FALSE, sizeof (GPid));

  for (guint i = 0; i < self->hosts->len; i++)
    {
      GPid pid = noob_node_host_get_pid (self->hosts->pdata[i]);

      g_array_append_val (pids, pid);
    }

  return pids;
}
