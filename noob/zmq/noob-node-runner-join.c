/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-node-runner-parts-private.h"

#include "core/noob-error.h"
#include "zmq/noob-announcement-private.h"
#include "zmq/noob-authenticator-private.h"
#include "zmq/noob-spec-message-private.h"
#include "zmq/noob-wire-private.h"

void
noob_node_runner_update_ready (NoobNodeRunner *self)
{
  g_autoptr (NoobNodeRunner) alive = g_object_ref (self);
  GHashTableIter iter;
  gpointer remote;

  /* Those who subscribe to this node may be done before it knows whom to subscribe to. */
  if (!self->joined || self->status != NOOB_NODE_STATUS_WAITING ||
      !noob_publisher_is_complete (self->publisher))
    return;

  g_hash_table_iter_init (&iter, self->upstream);
  while (g_hash_table_iter_next (&iter, NULL, &remote))
    if (!((NoobRemote *) remote)->greeted)
      return;

  self->is_ready = TRUE;
  noob_node_runner_update_status (self, NOOB_NODE_STATUS_READY);
  if (self->is_running)
    noob_node_runner_update_status (self, NOOB_NODE_STATUS_RUNNING);

  /* Commands may have come before. */
  noob_node_runner_wake (self);
}

static void
on_publisher_complete (gpointer data)
{
  noob_node_runner_update_ready (data);
}

/* Whoever is notified may have closed it. */
static gboolean
check_open (NoobNodeRunner  *self,
            GError         **error)
{
  if (!self->is_over)
    return TRUE;

  g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_STATE, "the node runner was closed");
  return FALSE;
}

gboolean
noob_node_runner_load (NoobNodeRunner  *self,
                       NoobMessage     *message,
                       NoobFrames      *frames,
                       GError         **error)
{
  g_auto (NoobSpecMessage) spec = { NULL, };
  NoobRecord *params;

  if (!noob_spec_message_read (&spec, message, frames, error))
    return FALSE;

  if (!self->has_own_spec)
    noob_node_runner_set_spec (self, spec.specification);
  if (self->inputs == NULL)
    noob_node_runner_set_inputs (self, spec.inputs);
  if (!check_open (self, error))
    return FALSE;

  params = self->has_own_spec ? noob_node_specification_get_params (self->spec) : spec.params;
  self->hosted = noob_hosted_node_new (self->spec, params, error);
  if (self->hosted == NULL || !noob_node_runner_load_assets (self, &spec, error))
    return FALSE;

  self->publisher = noob_publisher_new (self->zmq_context, self->watch, self->node_id,
                                        self->outbox_address, spec.subscribers,
                                        on_publisher_complete, self, error);

  return self->publisher != NULL;
}

static void
add_remote (NoobNodeRunner    *self,
            NoobAnnouncedNode *node)
{
  NoobInterest *interest = noob_interest_new (self->wiring->edges, self->plan, self->node_id,
                                              node->id);
  NoobRemote *remote;

  if (interest == NULL)
    return;

  remote = g_new0 (NoobRemote, 1);
  remote->id = node->id;
  remote->interest = interest;
  remote->signals = g_ptr_array_ref (node->signals);
  remote->tallies = g_new0 (NoobTally, node->signals->len);
  g_hash_table_insert (self->upstream, (gpointer) remote->id, remote);
}

/* Subscriptions come first, the greeting last of all: they are sent to whoever is connected to in
 * that order. */
static gboolean
subscribe_upstream (NoobNodeRunner  *self,
                    GError         **error)
{
  GHashTableIter iter;
  gpointer data;

  g_hash_table_iter_init (&iter, self->upstream);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      NoobRemote *remote = data;
      g_autoptr (GPtrArray) topics = noob_interest_topics (remote->interest);

      for (guint i = 0; i < topics->len; i++)
        if (!noob_wire_subscribe (self->inbox, g_bytes_ref (topics->pdata[i]), error))
          return FALSE;
    }

  return noob_wire_subscribe (self->inbox, noob_topic_new_for_hello (self->node_id, 1), error);
}

static gboolean
connect_to (NoobNodeRunner     *self,
            NoobAnnouncedNode  *node,
            GError            **error)
{
  g_autofree char *password = noob_authenticator_derive_password (self->token, node->id);

  noob_connections_add (self->publishers, node->outbox, node->id);

  return noob_socket_set_plain_client (self->inbox, self->node_id, password, error) &&
         noob_socket_connect (self->inbox, node->outbox, error);
}

static gboolean
connect_upstream (NoobNodeRunner    *self,
                  NoobAnnouncement  *announcement,
                  GError           **error)
{
  if (!noob_node_runner_open_inbox (self, error) || !subscribe_upstream (self, error))
    return FALSE;

  for (guint i = 0; i < announcement->nodes->len; i++)
    {
      NoobAnnouncedNode *node = announcement->nodes->pdata[i];

      if (g_hash_table_contains (self->upstream, node->id) && !connect_to (self, node, error))
        return FALSE;
    }

  return TRUE;
}

static void
on_epoch_ended (NoobScheduler *scheduler,
                NoobEpoch     *epoch,
                gpointer       data)
{
  NoobNodeRunner *self = data;

  noob_event_store_clear (self->store, epoch);
  noob_node_runner_forget_inputs (self, noob_epoch_get_root (epoch));
  noob_node_runner_forget_calls (self, noob_epoch_get_root (epoch));
  noob_node_runner_end_assets_of (self, noob_epoch_get_root (epoch));
}

static gboolean
hears_of_epochs (NoobNodeRunner *self)
{
  GHashTableIter iter;
  gpointer remote;

  g_hash_table_iter_init (&iter, self->upstream);
  while (g_hash_table_iter_next (&iter, NULL, &remote))
    if (((NoobRemote *) remote)->interest->is_upstream &&
        !noob_node_runner_is_cut_off (self, ((NoobRemote *) remote)->id))
      return TRUE;

  return FALSE;
}

/* A node begins its epochs by itself where nobody tells it of them: it depends on no node, or only,
 * in optional slots, on such as take no part. */
void
noob_node_runner_update_source (NoobNodeRunner *self)
{
  self->is_source = !noob_node_runner_is_cut_off (self, self->hosted->id) &&
                    !hears_of_epochs (self);
}

static void
create_scheduler (NoobNodeRunner *self)
{

  self->scheduler = noob_wiring_create_scheduler (self->wiring, self->node_id);
  noob_scheduler_set_epoch_limit (self->scheduler, 0);
  g_signal_connect (self->scheduler, "epoch-ended", G_CALLBACK (on_epoch_ended), self);

  noob_hosted_node_wire (self->hosted, noob_scheduler_get_sorter (self->scheduler),
                         self->wiring->edges);
  noob_node_runner_update_source (self);
  self->has_input = noob_node_runner_get_has_input (self);
  noob_node_runner_notify_graph (self);
}

static gboolean
is_disabled (NoobNodeRunner *self)
{
  NoobSorter *sorter = noob_scheduler_get_sorter (self->scheduler);

  return (sorter->nodes[self->hosted->index].flags & NOOB_NODE_FLAGS_DISABLED) != 0;
}

static void
note_disabled (NoobNodeRunner *self)
{
  for (guint i = 0; i < self->wiring->ids->len; i++)
    if ((g_array_index (self->wiring->flags, NoobNodeFlags, i) & NOOB_NODE_FLAGS_DISABLED) != 0)
      noob_node_runner_set_disabled (self, self->wiring->ids->pdata[i], TRUE);
}

gboolean
noob_node_runner_join (NoobNodeRunner  *self,
                       NoobMessage     *message,
                       GError         **error)
{
  g_auto (NoobAnnouncement) announcement = { NULL, };

  if (!noob_announcement_read (&announcement, noob_message_get_value (message), error))
    return FALSE;

  self->wiring = g_steal_pointer (&announcement.wiring);
  note_disabled (self);
  for (guint i = 0; i < announcement.nodes->len; i++)
    add_remote (self, announcement.nodes->pdata[i]);
  create_scheduler (self);

  self->joined = check_open (self, error) &&
                 connect_upstream (self, &announcement, error) &&
                 (is_disabled (self) ||
                  (noob_node_runner_begin_assets (self, error) &&
                   noob_hosted_node_initialize (self->hosted, error)));

  return self->joined;
}
