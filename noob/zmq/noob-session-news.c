/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-session-parts-private.h"
#include "zmq/noob-message-private.h"

/* Whether the return node needs what @node_id (interned) emits from @signal (interned). */
static gboolean
is_returned (NoobSession *self,
             const char  *node_id,
             const char  *signal)
{
  GPtrArray *edges = noob_tube_get_edges (self->settings.tube);

  for (guint i = 0; self->return_node != NULL && i < edges->len; i++)
    {
      NoobEdge *edge = edges->pdata[i];

      if (noob_edge_get_source_node (edge) == node_id &&
          noob_edge_get_source_signal (edge) == signal &&
          g_str_equal (noob_edge_get_target_node (edge),
                       noob_node_get_id (NOOB_NODE (self->return_node))))
        return TRUE;
    }

  return FALSE;
}

/* A value that this process cannot have, such as an object of a class that it does not know. */
static void
miss_event (NoobSession  *self,
            guint64       root,
            const char   *node_id,
            const char   *signal,
            const GError *cause)
{
  if (is_returned (self, node_id, signal))
    noob_session_fail_epoch (self, root,
                g_error_new (cause->domain, cause->code, "signal \"%s\" of node \"%s\": %s", signal,
                             node_id, cause->message));
  else
    noob_warning (self->settings.runner_id, node_id,
                  "signal \"%s\" of node \"%s\": an event was dropped: %s", signal, node_id,
                  cause->message);
}

/* Where events for the return node are counted; NULL when there are none, or nothing has begun. */
static NoobTally *
get_own_tallies (NoobSession       *self,
                 const char        *node_id,
                 const char *const *signals)
{
  return self->ledger != NULL ? noob_ledger_get_own (self->ledger, node_id, signals) : NULL;
}

static void
on_values (NoobSession       *self,
           NoobBatchReader   *batch,
           const char *const *signals)
{
  const char *node_id = g_intern_string (batch->node_id);
  gboolean wanted = g_hash_table_contains (self->wanted, node_id);
  NoobTally *tallies = get_own_tallies (self, node_id, signals);

  if (tallies != NULL)
    noob_tally_take (tallies, batch, &self->cut);

  for (gsize i = 0; i < batch->n_events; i++)
    {
      const NoobWireEvent *wire = &batch->events[i];
      const char *signal = signals[wire->signal];
      g_autoptr (NoobEvent) event = NULL;
      g_autoptr (GError) error = NULL;

      if (wire->type == 0)
        continue;

      event = noob_batch_reader_next_event (batch, wire, node_id, signal, &error);
      if (event == NULL)
        {
          if (tallies != NULL && !noob_ended_epochs_has (&self->cut, wire->root))
            noob_tally_miss (&tallies[wire->signal]);
          miss_event (self, wire->root, node_id, signal, error);
          continue;
        }

      if (!noob_scheduler_has_ended (self->scheduler, wire->root))
        noob_event_store_add (self->settings.store, event);
      if (wanted)
        self->listener->event (event, self->listener_data);
    }
}

/* Whether all events are of epochs that have begun; others would pile up. */
static gboolean
check_roots (NoobSession     *self,
             NoobBatchReader *batch)
{
  for (gsize i = 0; i < batch->n_events; i++)
    if (batch->events[i].root >= self->next_root)
      return FALSE;

  return TRUE;
}

gboolean
noob_session_on_events (NoobCommandNode *command,
                        NoobBatchReader *batch,
                        gboolean         has_values,
                        gpointer         data)
{
  NoobSession *self = data;
  const char *const *signals = noob_command_node_get_signals (command, batch->node_id);

  if (self->scheduler == NULL || !check_roots (self, batch))
    return FALSE;

  if (has_values)
    {
      on_values (self, batch, signals);
      return TRUE;
    }

  noob_session_count_stored (self, batch, signals);
  noob_batch_reader_tell (batch, self->scheduler, signals);

  return TRUE;
}

/* Only names that are in use already are known to be ids of nodes; others must not fill memory.
 *  */
static NoobEpoch *
read_epoch (const char *text)
{
  g_auto (GStrv) segments = g_strsplit (text, "/", -1);

  for (guint i = 1; segments[0] != NULL && segments[i] != NULL; i++)
    {
      segments[i][strcspn (segments[i], ".")] = '\0';
      if (g_quark_try_string (segments[i]) == 0)
        return NULL;
    }

  return noob_epoch_new_from_string (text, NULL);
}

static GError *
read_error (NoobMessage  *message,
            NoobEpoch   **epoch)
{
  NoobRecord *value = noob_message_get_value (message);
  const char *epoch_text = NULL;
  const char *type = "unknown";
  const char *text = "an error that it did not describe";
  const char *traceback = NULL;
  gint64 code = NOOB_ERROR_NODE;
  g_autoptr (NoobFailure) failure = NULL;

  noob_record_get (value, NULL, "epoch?", G_TYPE_STRING, &epoch_text, "code?", G_TYPE_INT64, &code,
                   "type?", G_TYPE_STRING, &type, "message?", G_TYPE_STRING, &text, "traceback?",
                   G_TYPE_STRING, &traceback, NULL);
  *epoch = epoch_text != NULL ? read_epoch (epoch_text) : NULL;
  if (code < 0 || code > NOOB_ERROR_FAILED)
    code = NOOB_ERROR_NODE;

  failure =
    noob_failure_new (noob_message_get_node_id (message), *epoch, type, text, traceback, 0);

  return noob_error_new_failure ((NoobError) code, failure);
}

/* A source has nothing more: nobody wants the epochs after that one. Takes @error. */
static void
end_stream (NoobSession *self,
            guint64      root,
            GError      *error)
{
  /* First, or another epoch would be begun for the one that ends. */
  noob_session_stop_by_itself (self);
  noob_session_cut_iteration (self, root);
  noob_session_fail_epoch (self, root, error);
}

void
noob_session_on_failed (NoobCommandNode *command,
                        NoobMessage     *message,
                        gpointer         data)
{
  NoobSession *self = data;
  g_autoptr (NoobEpoch) epoch = NULL;
  g_autoptr (GError) error = read_error (message, &epoch);

  if (self->state == STATE_STARTING)
    {
      noob_session_fail_starting (self, g_steal_pointer (&error));
    }
  else if (self->state == STATE_CLOSING)
    {
      /* Epochs that closing cut off may fail yet: that is no failure to close. */
      if (self->failure == NULL && epoch == NULL)
        self->failure = g_steal_pointer (&error);
    }
  else if (epoch != NULL && error->code == NOOB_ERROR_END_OF_STREAM)
    {
      end_stream (self, noob_epoch_get_root (epoch), g_steal_pointer (&error));
    }
  else if (epoch != NULL)
    {
      self->listener->failed (noob_error_get_failure (error), self->listener_data);
      noob_session_fail_epoch (self, noob_epoch_get_root (epoch), g_steal_pointer (&error));
    }
  else if (!noob_session_fail_change (self, noob_message_get_node_id (message), &error))
    {
      noob_warn_of_error (self->settings.runner_id, error);
    }
}
