/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-node-runner-parts-private.h"

#include <string.h>

#include "core/noob-debug-private.h"
#include "core/noob-error.h"
#include "zmq/noob-batch-private.h"
#include "zmq/noob-wire-private.h"

static void
fail_event (NoobNodeRunner      *self,
            NoobRemote          *remote,
            NoobBatchReader     *batch,
            const NoobWireEvent *wire,
            const GError        *cause)
{
  const char *signal = remote->signals->pdata[wire->signal];
  NoobEpoch *epoch = noob_batch_reader_get_epoch (batch, wire);
  g_autoptr (GError) error =
    g_error_new (cause->domain, cause->code, "signal \"%s\" of node \"%s\": %s", signal,
                 batch->node_id, cause->message);

  noob_tally_miss (&remote->tallies[wire->signal]);
  noob_node_runner_fail_epoch (self, epoch, error);
}

/* A value that this process cannot have, such as an object of a class that it does not know, fails
 * its epoch. */
static void
store_values (NoobNodeRunner  *self,
              NoobRemote      *remote,
              NoobBatchReader *batch)
{
  for (gsize i = 0; i < batch->n_events; i++)
    {
      const NoobWireEvent *wire = &batch->events[i];
      const char *signal = remote->signals->pdata[wire->signal];
      g_autoptr (NoobEvent) event = NULL;
      g_autoptr (GError) error = NULL;

      if (wire->type == 0)
        continue;

      event = noob_batch_reader_next_event (batch, wire, remote->id, signal, &error);
      if (noob_scheduler_has_ended (self->scheduler, wire->root))
        continue;
      if (event != NULL)
        noob_event_store_add (self->store, event);
      else
        fail_event (self, remote, batch, wire, error);
    }
}

static gboolean
check_roots (NoobNodeRunner   *self,
             NoobRemote       *remote,
             NoobBatchReader  *batch,
             GError          **error)
{
  for (gsize i = 0; i < batch->n_events; i++)
    if (!noob_early_roots_admit (&remote->early, batch->events[i].root, self->begun_limit))
      {
        g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL,
                     "it tells of more than %d epochs that have not begun", NOOB_MAX_EARLY_ROOTS);
        return FALSE;
      }

  return TRUE;
}

/* Whose assets, or what is stored as such, has nothing to do with the schedule. */
static void
take_news (NoobNodeRunner  *self,
           NoobRemote      *remote,
           NoobBatchReader *batch,
           gboolean         has_payloads)
{
  if (has_payloads)
    store_values (self, remote, batch);

  /* Where headers come too, they tell of the values that came before them. */
  if (!has_payloads || !remote->interest->headers)
    noob_batch_reader_tell (batch, self->scheduler, (const char *const *) remote->signals->pdata);
}

static gboolean
take_batch (NoobNodeRunner  *self,
            NoobFrames      *frames,
            gboolean         has_payloads,
            GError         **error)
{
  g_auto (NoobBatchReader) batch = { NULL, };
  NoobRemote *remote;

  if (!noob_batch_reader_init (&batch, frames, 1, has_payloads, error))
    return FALSE;

  remote = g_hash_table_lookup (self->upstream, batch.node_id);
  if (remote == NULL || self->scheduler == NULL ||
      !noob_connections_fits (self->publishers, frames, remote->id))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "\"%s\" has nothing to say here",
                   batch.node_id);
      return FALSE;
    }

  if (!noob_batch_reader_check_signals (&batch, remote->signals->len, error) ||
      !check_roots (self, remote, &batch, error))
    return FALSE;

  if (has_payloads)
    noob_tally_take (remote->tallies, &batch, &self->cut);
  if (self->leaving)
    return TRUE;

  /* Within one process all have the headers that one of them takes. */
  if (remote->interest->is_upstream)
    take_news (self, remote, &batch, has_payloads);
  else if (has_payloads)
    noob_node_runner_take_stored (self, remote, &batch);

  return TRUE;
}

/* `a/NODE/ASSET` */
static gboolean
take_asset_batch (NoobNodeRunner  *self,
                  NoobFrames      *frames,
                  const char      *topic,
                  GError         **error)
{
  g_auto (NoobBatchReader) batch = { NULL, };
  const char *id = strrchr (topic, '/') + 1;
  NoobRemote *remote;
  guint place;

  if (!noob_batch_reader_init (&batch, frames, 1, TRUE, error))
    return FALSE;

  remote = g_hash_table_lookup (self->upstream, batch.node_id);
  if (remote == NULL || self->scheduler == NULL ||
      !noob_connections_fits (self->publishers, frames, remote->id) ||
      !g_ptr_array_find_with_equal_func (remote->interest->assets, id, g_str_equal, &place))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "\"%s\" has no asset \"%s\" to send",
                   batch.node_id, id);
      return FALSE;
    }

  if (!check_roots (self, remote, &batch, error))
    return FALSE;

  if (!self->leaving)
    noob_node_runner_take_assets (self, remote, remote->interest->assets->pdata[place], &batch);

  return TRUE;
}

static void
report_malformed (NoobNodeRunner *self,
                  NoobFrames     *frames,
                  const char     *reason)
{
  noob_socket_report_malformed (self->inbox, noob_connections_find (self->publishers, frames),
                                reason);
}

/* Who says what is nothing but a topic and an id; NULL when it is not who it says. */
static NoobRemote *
find_sender (NoobNodeRunner *self,
             NoobFrames     *frames)
{
  g_autofree char *id =
    noob_frames_get_length (frames) == 2 ? noob_frames_dup_text (frames, 1) : NULL;
  NoobRemote *remote = id != NULL ? g_hash_table_lookup (self->upstream, id) : NULL;

  return remote != NULL && noob_connections_fits (self->publishers, frames, remote->id) ? remote
                                                                                        : NULL;
}

static void
on_greeting (NoobNodeRunner *self,
             NoobFrames     *frames)
{
  NoobRemote *remote = find_sender (self, frames);

  if (remote == NULL)
    {
      report_malformed (self, frames, "it is no greeting of its own");
      return;
    }

  noob_debug (PROTOCOL, self->runner_id, self->node_id, "hears of node \"%s\"", remote->id);
  remote->greeted = TRUE;
  noob_node_runner_update_ready (self);
}

static void
on_farewell (NoobNodeRunner *self,
             NoobFrames     *frames)
{
  NoobRemote *remote = find_sender (self, frames);

  if (remote == NULL)
    {
      report_malformed (self, frames, "it is no farewell of its own");
      return;
    }

  remote->left = TRUE;
  if (self->leaving)
    noob_node_runner_leave (self);
}

static void
on_inbox_message (NoobSocket *socket,
                  NoobFrames *frames,
                  gpointer    data)
{
  NoobNodeRunner *self = data;
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *topic = noob_frames_get_data (frames, 0, &size);

  if (size == 0 || topic[size - 1] != '\0')
    report_malformed (self, frames, "its topic has no end");
  else if (g_str_has_prefix (topic, NOOB_TOPIC_GREETING))
    on_greeting (self, frames);
  else if (g_str_equal (topic, NOOB_TOPIC_FAREWELL))
    on_farewell (self, frames);
  else if (g_str_has_prefix (topic, "a/") ? !take_asset_batch (self, frames, topic, &error)
                                          : !take_batch (self, frames,
                                                         g_str_has_prefix (topic, "s/"), &error))
    report_malformed (self, frames, error->message);
}

static void
on_inbox_batch_end (NoobSocket *socket,
                    gpointer    data)
{
  /* At once, rather than by way of the main loop. */
  noob_node_runner_work (data);
}

static const NoobSocketHandlers inbox_handlers = {
  .message = on_inbox_message,
  .batch_end = on_inbox_batch_end,
};

gboolean
noob_node_runner_open_inbox (NoobNodeRunner  *self,
                             GError         **error)
{
  self->inbox = noob_socket_new_full (self->zmq_context, ZMQ_SUB, "inbox", error);
  if (self->inbox == NULL)
    return FALSE;

  noob_socket_set_handlers (self->inbox, &inbox_handlers, self);
  noob_socket_set_max_frames (self->inbox, NOOB_BATCH_MAX_FRAMES);
  self->publishers = noob_connections_new (self->zmq_context, self->inbox, error);

  return self->publishers != NULL;
}
