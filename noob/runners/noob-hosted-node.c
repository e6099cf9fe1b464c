/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "runners/noob-hosted-node-private.h"

#include "core/noob-error-private.h"
#include "core/noob-event-private.h"
#include "core/noob-event-store-private.h"
#include "core/noob-record-private.h"
#include "nodes/noob-gather-private.h"
#include "nodes/noob-loader.h"
#include "nodes/noob-node-private.h"

NoobHostedNode *
noob_hosted_node_new (NoobNodeSpecification  *specification,
                      NoobRecord             *params,
                      GError                **error)
{
  g_autoptr (NoobNode) node = noob_load_node (specification, params, error);
  g_auto (GStrv) signals = NULL;
  NoobHostedNode *self;

  if (node == NULL)
    return NULL;

  self = g_new0 (NoobHostedNode, 1);
  self->node = g_steal_pointer (&node);
  self->id = g_intern_string (noob_node_specification_get_id (specification));
  self->quark = g_quark_from_static_string (self->id);
  self->index = NOOB_SORTER_NONE;
  self->slots = noob_node_list_slots (self->node);
  self->sources = g_array_new (FALSE, FALSE, sizeof (NoobSource));
  self->outlets = g_array_new (FALSE, FALSE, sizeof (NoobOutlet));
  self->inputs = noob_record_new ();
  self->outputs = noob_record_new ();
  self->call = noob_asset_call_new ();

  signals = noob_node_get_signals (self->node);
  for (guint i = 0; signals[i] != NULL; i++)
    {
      NoobOutlet outlet = { g_intern_string (signals[i]), NOOB_SORTER_NONE };

      g_array_append_val (self->outlets, outlet);
    }

  return self;
}

void
noob_hosted_node_free (NoobHostedNode *self)
{
  g_object_unref (self->node);
  g_ptr_array_unref (self->slots);
  g_array_unref (self->sources);
  g_array_unref (self->outlets);
  noob_record_unref (self->inputs);
  noob_record_unref (self->outputs);
  g_ptr_array_unref (self->call);
  g_free (self);
}

void
noob_hosted_node_set_assets (NoobHostedNode *self,
                             NoobAssetState *assets)
{
  self->assets = assets;
}

/* The names of the signals, NULL-terminated. */
static GPtrArray *
list_outlets (NoobHostedNode *self)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < self->outlets->len; i++)
    g_ptr_array_add (names, (gpointer) g_array_index (self->outlets, NoobOutlet, i).name);
  g_ptr_array_add (names, NULL);

  return names;
}

NoobIdentity *
noob_hosted_node_identify (NoobHostedNode *self)
{
  g_autoptr (GPtrArray) names = list_outlets (self);

  return noob_identity_new (self->id, self->slots, (char **) names->pdata,
                            noob_node_get_stateful (self->node));
}

/* A gather has to know how deep it is to emit. */
static void
tell_what_is_closed (NoobHostedNode *self,
                     NoobSorter     *sorter)
{
  guint closes = sorter->nodes[self->index].closes;

  if (NOOB_IS_GATHER (self->node) && closes != NOOB_SORTER_NONE)
    noob_gather_set_closes (NOOB_GATHER (self->node), sorter->nodes[closes].id);
}

void
noob_hosted_node_wire (NoobHostedNode *self,
                       NoobSorter     *sorter,
                       GPtrArray      *edges)
{
  self->index = noob_sorter_get_node (sorter, self->id);

  g_array_set_size (self->sources, 0);
  for (guint i = 0; i < edges->len; i++)
    if (noob_edge_get_target_node (edges->pdata[i]) == self->id)
      {
        NoobSource source = {
          noob_edge_get_target_slot (edges->pdata[i]),
          noob_edge_get_source_node (edges->pdata[i]),
          noob_edge_get_source_signal (edges->pdata[i]),
          g_str_equal (noob_edge_get_source_node (edges->pdata[i]), "assets"),
        };

        g_array_append_val (self->sources, source);
      }

  for (guint i = 0; i < self->outlets->len; i++)
    {
      NoobOutlet *outlet = &g_array_index (self->outlets, NoobOutlet, i);

      outlet->index = noob_sorter_get_signal (sorter, self->index, outlet->name);
    }

  tell_what_is_closed (self, sorter);
}

gboolean
noob_hosted_node_initialize (NoobHostedNode  *self,
                             GError         **error)
{
  if (self->initialized)
    return TRUE;

  self->initialized = noob_node_initialize (self->node, error);
  if (!self->initialized)
    g_prefix_error (error, "node \"%s\": init: ", self->id);

  return self->initialized;
}

gboolean
noob_hosted_node_deinitialize (NoobHostedNode  *self,
                               GError         **error)
{
  if (!self->initialized)
    return TRUE;

  self->initialized = FALSE;
  if (noob_node_deinitialize (self->node, error))
    return TRUE;

  g_prefix_error (error, "node \"%s\": deinit: ", self->id);
  return FALSE;
}

void
noob_hosted_node_store_inputs (NoobEventStore *store,
                               NoobRecord     *inputs,
                               NoobEpoch      *epoch)
{
  for (guint i = 0; i < noob_record_get_size (inputs); i++)
    {
      const char *name = noob_record_get_name (inputs, i);
      const GValue *value = noob_record_get_nth (inputs, i);
      g_autoptr (NoobEvent) event = noob_event_new ("input", name, epoch, value);

      noob_event_store_add (store, event);
    }
}

/* A record for the next call: the old one emptied, or, when the node has kept it, a new one. */
static void
renew_record (NoobRecord **record)
{
  if (noob_record_is_unique (*record))
    {
      noob_record_unset_all (*record);
      return;
    }

  noob_record_unref (*record);
  *record = noob_record_new ();
}

/* Where a slot gets its value from: an event of @epoch, or of a parent. */
static NoobEvent *
find_source_event (const NoobSource *source,
                   NoobEventStore   *store,
                   NoobEpoch        *epoch)
{
  NoobEvent *event =
    noob_event_store_get_interned (store, epoch, source->node_id, source->signal);

  return event != NULL && noob_event_has_value (event) ? event : NULL;
}

typedef struct
{
  NoobHostedNode *hosted;
  NoobEventStore *store;
  NoobEpoch      *epoch;
} Call;

/* A NoobEventFinder. */
static NoobEvent *
find_event (gpointer    data,
            const char *slot)
{
  const Call *call = data;
  GArray *sources = call->hosted->sources;

  for (guint i = 0; i < sources->len; i++)
    {
      const NoobSource *source = &g_array_index (sources, NoobSource, i);

      if (g_str_equal (source->slot, slot))
        return find_source_event (source, call->store, call->epoch);
    }

  return NULL;
}

static gboolean
collect_asset (NoobHostedNode    *self,
               const NoobSource  *source,
               NoobEpoch         *epoch,
               GPtrArray         *call,
               GError           **error)
{
  const char *id = source->signal;
  const GValue *value;

  if (noob_asset_state_get_scope (self->assets, id) != NOOB_ASSET_SCOPE_NODE)
    value = noob_asset_state_get (self->assets, id, epoch, error);
  else
    value = noob_asset_state_make_for_call (self->assets, id, call, error);

  if (value == NULL)
    return FALSE;

  noob_record_set_value (self->inputs, source->slot, value);

  return TRUE;
}

static gboolean
collect_inputs (NoobHostedNode  *self,
                NoobEventStore  *store,
                NoobEpoch       *epoch,
                GPtrArray       *call,
                GError         **error)
{
  for (guint i = 0; i < self->sources->len; i++)
    {
      const NoobSource *source = &g_array_index (self->sources, NoobSource, i);
      NoobEvent *event = NULL;

      if (source->is_asset && !collect_asset (self, source, epoch, call, error))
        return FALSE;

      if (!source->is_asset)
        event = find_source_event (source, store, epoch);
      if (event != NULL)
        noob_record_set_value (self->inputs, source->slot, noob_event_get_value (event));
    }

  return TRUE;
}

/* A node may emit into its own epoch, into a parent, and into subepochs that it opens itself. */
static gboolean
may_emit_into (NoobHostedNode *self,
               NoobEpoch      *epoch,
               NoobEpoch      *target)
{
  NoobEpoch *parent = noob_epoch_get_parent (target);

  if (noob_epoch_equal (epoch, target) || noob_epoch_is_ancestor (target, epoch))
    return TRUE;

  return parent != NULL && noob_epoch_equal (parent, epoch) &&
         noob_epoch_get_leaf_node (target) == self->id;
}

static gboolean
pass_event (NoobHostedNode    *self,
            const NoobOutlet  *outlet,
            NoobEpoch         *epoch,
            NoobEvent         *event,
            GPtrArray         *events,
            GError           **error)
{
  g_autofree char *target = NULL;

  if (noob_event_get_node_id (event) == self->id && noob_event_get_signal (event) == outlet->name &&
      may_emit_into (self, epoch, noob_event_get_epoch (event)))
    {
      g_ptr_array_add (events, noob_event_ref (event));
      return TRUE;
    }

  target = noob_epoch_to_string (noob_event_get_epoch (event));
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
               "signal \"%s\" holds an event of %s.%s in epoch %s; it may hold its own events only, "
               "in the epoch of the call, a parent, or a subepoch that the node opens",
               outlet->name, noob_event_get_node_id (event), noob_event_get_signal (event), target);
  return FALSE;
}

/* The list in @value when all that is in it are events, else NULL. */
static NoobList *
get_event_list (const GValue *value)
{
  NoobList *list;

  if (G_VALUE_TYPE (value) != NOOB_TYPE_LIST)
    return NULL;

  list = g_value_get_boxed (value);
  if (list == NULL || noob_list_get_length (list) == 0)
    return NULL;

  for (gsize i = 0; i < noob_list_get_length (list); i++)
    if (G_VALUE_TYPE (noob_list_get_value (list, i)) != NOOB_TYPE_EVENT)
      return NULL;

  return list;
}

static gboolean
pass_events (NoobHostedNode    *self,
             const NoobOutlet  *outlet,
             NoobEpoch         *epoch,
             NoobList          *list,
             GPtrArray         *events,
             GError           **error)
{
  for (gsize i = 0; i < noob_list_get_length (list); i++)
    if (!pass_event (self, outlet, epoch, g_value_get_boxed (noob_list_get_value (list, i)), events,
                     error))
      return FALSE;

  return TRUE;
}

static gboolean
take_output (NoobHostedNode    *self,
             const NoobOutlet  *outlet,
             NoobEpoch         *epoch,
             gint64             now,
             GPtrArray         *events,
             GError           **error)
{
  GValue value = G_VALUE_INIT;
  gboolean is_set = noob_record_steal_value (self->outputs, outlet->name, &value);
  gboolean done = TRUE;
  NoobList *list = get_event_list (&value);

  if (list != NULL)
    done = pass_events (self, outlet, epoch, list, events, error);
  else if (G_VALUE_TYPE (&value) == NOOB_TYPE_EVENT && g_value_get_boxed (&value) != NULL)
    done = pass_event (self, outlet, epoch, g_value_get_boxed (&value), events, error);
  else
    g_ptr_array_add (events, noob_event_new_take (self->id, outlet->name, epoch,
                                                  is_set ? &value : NULL, 0, now));

  if (G_VALUE_TYPE (&value) != G_TYPE_INVALID)
    g_value_unset (&value);

  return done;
}

/* What is left in the outputs is not from any signal. */
static gboolean
check_outputs (NoobHostedNode  *self,
               GError         **error)
{
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *known = NULL;

  if (noob_record_get_size (self->outputs) == 0)
    return TRUE;

  names = list_outlets (self);
  known = g_strjoinv (", ", (char **) names->pdata);
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_PORTS,
               "set a signal \"%s\" that it does not have; its signals are: %s",
               noob_record_get_name (self->outputs, 0), known);

  return FALSE;
}

static gboolean
take_outputs (NoobHostedNode  *self,
              NoobEpoch       *epoch,
              GPtrArray       *events,
              GError         **error)
{
  gint64 now = g_get_real_time ();

  for (guint i = 0; i < self->outlets->len; i++)
    if (!take_output (self, &g_array_index (self->outlets, NoobOutlet, i), epoch, now, events,
                      error))
      return FALSE;

  return check_outputs (self, error);
}

/* Turns what a node reported into a failure of that node in that epoch. */
static void
wrap_error (NoobHostedNode  *self,
            NoobEpoch       *epoch,
            GError          *cause,
            GError         **error)
{
  gboolean at_end = g_error_matches (cause, NOOB_ERROR, NOOB_ERROR_END_OF_STREAM);
  NoobFailure *reported = noob_error_get_failure (cause);
  const char *type = reported != NULL ? noob_failure_get_type_name (reported)
                                      : g_quark_to_string (cause->domain);
  const char *traceback = reported != NULL ? noob_failure_get_traceback (reported) : NULL;
  g_autoptr (NoobFailure) failure =
    noob_failure_new (self->id, epoch, type, cause->message, traceback, 0);

  g_propagate_error (error, noob_error_new_failure (
                              at_end ? NOOB_ERROR_END_OF_STREAM : NOOB_ERROR_NODE, failure));
  g_error_free (cause);
}

/* What was collected is not kept until the next call. */
static gboolean
fail_to_collect (NoobHostedNode  *self,
                 NoobEpoch       *epoch,
                 GPtrArray       *call,
                 GError          *cause,
                 GError         **error)
{
  renew_record (&self->inputs);
  noob_asset_call_end (call, NULL);
  wrap_error (self, epoch, cause, error);

  return FALSE;
}

NoobRecord *
noob_hosted_node_take_inputs (NoobHostedNode  *self,
                              NoobEventStore  *store,
                              NoobEpoch       *epoch,
                              GPtrArray       *call,
                              GError         **error)
{
  GError *cause = NULL;
  NoobRecord *inputs;

  if (!collect_inputs (self, store, epoch, call, &cause))
    {
      fail_to_collect (self, epoch, call, cause, error);
      return NULL;
    }

  inputs = noob_record_ref (self->inputs);
  renew_record (&self->inputs);

  return inputs;
}

gboolean
noob_hosted_node_emit (NoobHostedNode  *self,
                       NoobEpoch       *epoch,
                       NoobRecord      *outputs,
                       GPtrArray       *events,
                       GError         **error)
{
  GError *cause = NULL;
  gboolean done;

  noob_record_unref (self->outputs);
  self->outputs = noob_record_copy (outputs);
  done = take_outputs (self, epoch, events, &cause);
  renew_record (&self->outputs);

  if (done)
    return TRUE;

  g_ptr_array_set_size (events, 0);
  wrap_error (self, epoch, cause, error);

  return FALSE;
}

gboolean
noob_hosted_node_run (NoobHostedNode  *self,
                      NoobEventStore  *store,
                      NoobEpoch       *epoch,
                      GPtrArray       *events,
                      GError         **error)
{
  Call call = { self, store, epoch };
  GError *cause = NULL;
  gboolean ran;

  if (!collect_inputs (self, store, epoch, self->call, &cause))
    return fail_to_collect (self, epoch, self->call, cause, error);

  noob_node_set_epoch (self->node, epoch);
  noob_node_set_event_finder (self->node, find_event, &call);
  ran = noob_node_process (self->node, self->inputs, self->outputs, &cause) &&
        take_outputs (self, epoch, events, &cause);
  noob_node_set_event_finder (self->node, NULL, NULL);
  noob_node_set_epoch (self->node, NULL);

  /* What the call took in and gave out is not kept until the next one. */
  renew_record (&self->inputs);
  renew_record (&self->outputs);
  ran = noob_asset_call_end (self->call, ran ? &cause : NULL) && ran;

  if (ran)
    return TRUE;

  g_ptr_array_set_size (events, 0);
  wrap_error (self, epoch, cause, error);

  return FALSE;
}

void
noob_hosted_node_report (NoobHostedNode *self,
                         NoobScheduler  *scheduler,
                         NoobEpochState *state,
                         GPtrArray      *events)
{
  noob_scheduler_begin_run (scheduler, state, self->index);

  for (guint i = 0, outlet = 0; i < events->len; i++)
    {
      NoobEvent *event = events->pdata[i];
      NoobEpoch *epoch = noob_event_get_epoch (event);
      guint signal;

      /* Events come in the order of the outlets, one or many for each. */
      while (g_array_index (self->outlets, NoobOutlet, outlet).name !=
             noob_event_get_signal (event))
        outlet++;
      signal = g_array_index (self->outlets, NoobOutlet, outlet).index;

      if (signal == NOOB_SORTER_NONE)
        continue;
      if (epoch == state->epoch)
        noob_scheduler_emit (scheduler, state, signal, noob_event_has_value (event));
      else
        noob_scheduler_emit_into (scheduler, state, epoch, signal, noob_event_has_value (event));
    }

  noob_scheduler_end_run (scheduler, state, self->index);
}
