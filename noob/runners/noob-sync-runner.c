/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobSyncRunner:
 *
 * Runs a tube in the calling thread: every node in topological order, one epoch at a time.
 *
 * ```c
 * g_autoptr (NoobRunner) runner = noob_sync_runner_new (tube);
 * g_auto (GValue) result = G_VALUE_INIT;
 *
 * if (noob_runner_initialize (runner, &error) &&
 *     noob_runner_process (runner, NULL, &result, &error))
 *   use (&result);
 * ```
 *
 * Running freely is a source in the main context that was the thread-default one when the runner
 * was made, one epoch per dispatch. A failure ends it.
 *
 * The store holds the events of the last epoch. A handler of [signal@Noob.Runner::event] that is
 * the first one, and is connected while an epoch is being run, hears of events from the next
 * epoch on.
 *
 * Since: 1.0
 */

#include "runners/noob-sync-runner.h"

#include "core/noob-error-private.h"
#include "nodes/noob-return.h"
#include "runners/noob-hosted-node-private.h"
#include "runners/noob-runner-private.h"
#include "runners/noob-tube-assets-private.h"

typedef struct
{
  const char *node_id; /* interned */
  gboolean    enabled;
} Switch;

struct _NoobSyncRunner
{
  NoobRunner parent_instance;

  GSource        *free_run;
  GPtrArray      *hosted;   /* of NoobHostedNode, in the order of the specification */
  GPtrArray      *by_index; /* the same, borrowed, by number in the sorter */
  GHashTable     *disabled; /* set of interned ids */
  GArray         *switches; /* of Switch: what to do when the epoch is over */
  NoobTubeAssets *assets;
  NoobWiring     *wiring;
  NoobScheduler  *scheduler;
  NoobReturn     *return_node;
  NoobEventStore *store;    /* borrowed */
  GPtrArray      *events;   /* of the call in progress */
  guint64         next_root;
  gboolean        has_inputs;
  gboolean        has_listeners; /* when the epoch began */
};

G_DEFINE_FINAL_TYPE (NoobSyncRunner, noob_sync_runner, NOOB_TYPE_RUNNER)

/* Initializing. */

static gboolean
load_nodes (NoobSyncRunner  *self,
            GError         **error)
{
  NoobTube *tube = noob_runner_get_tube (NOOB_RUNNER (self));
  GPtrArray *nodes = noob_tube_specification_get_nodes (noob_tube_get_specification (tube));

  self->disabled = noob_tube_list_disabled (tube);
  for (guint i = 0; i < nodes->len; i++)
    {
      NoobNodeSpecification *node = nodes->pdata[i];
      g_autoptr (NoobRecord) params = NULL;
      NoobHostedNode *hosted;

      if (noob_node_specification_is (node, "return"))
        continue;

      params = noob_tube_bind_params (tube, node);
      hosted = noob_hosted_node_new (node, params, error);
      if (hosted == NULL)
        return FALSE;
      noob_hosted_node_set_assets (hosted, noob_tube_assets_get_state (self->assets));
      g_ptr_array_add (self->hosted, hosted);
    }

  return TRUE;
}

static gboolean
load_all (NoobSyncRunner  *self,
          GError         **error)
{
  self->assets = noob_tube_assets_new (noob_runner_get_tube (NOOB_RUNNER (self)));

  return noob_tube_assets_load (self->assets, error) && load_nodes (self, error);
}

static void
update_returns (NoobSyncRunner *self)
{
  NoobTube *tube = noob_runner_get_tube (NOOB_RUNNER (self));

  noob_runner_set_returns (NOOB_RUNNER (self),
                           noob_tube_returns (tube, self->wiring->edges, self->disabled));
}

static gboolean
wire_nodes (NoobSyncRunner  *self,
            GError         **error)
{
  NoobTube *tube = noob_runner_get_tube (NOOB_RUNNER (self));
  g_autoptr (GHashTable) identities =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) noob_identity_free);
  NoobSorter *sorter;

  for (guint i = 0; i < self->hosted->len; i++)
    {
      NoobIdentity *identity = noob_hosted_node_identify (self->hosted->pdata[i]);

      g_hash_table_insert (identities, (gpointer) identity->id, identity);
    }

  self->wiring = noob_wiring_complete (tube, identities, self->disabled, error);
  if (self->wiring == NULL)
    return FALSE;

  self->scheduler = noob_wiring_create_scheduler (self->wiring, NULL);
  noob_scheduler_set_epoch_limit (self->scheduler, 0);
  sorter = noob_scheduler_get_sorter (self->scheduler);
  g_ptr_array_set_size (self->by_index, (int) sorter->n_nodes);
  for (guint i = 0; i < self->hosted->len; i++)
    {
      NoobHostedNode *hosted = self->hosted->pdata[i];

      noob_hosted_node_wire (hosted, sorter, self->wiring->edges);
      self->by_index->pdata[hosted->index] = hosted;
    }

  update_returns (self);

  return TRUE;
}

static gboolean
initialize_nodes (NoobSyncRunner  *self,
                  GError         **error)
{
  if (!noob_tube_assets_begin (self->assets, error))
    return FALSE;

  for (guint i = 0; i < self->hosted->len; i++)
    {
      NoobHostedNode *hosted = self->hosted->pdata[i];

      if (g_hash_table_contains (self->disabled, hosted->id))
        continue;
      if (!noob_hosted_node_initialize (hosted, error))
        return FALSE;
      noob_runner_emit_node_ready (NOOB_RUNNER (self), hosted->id);
    }

  return TRUE;
}

/* The first of several errors is returned, the others are logged. Takes @failure. */
static void
add_failure (NoobSyncRunner  *self,
             const char      *node_id,
             GError          *failure,
             GError         **error)
{
  if (error != NULL && *error == NULL)
    {
      g_propagate_error (error, failure);
      return;
    }

  noob_warning (noob_runner_get_runner_id (NOOB_RUNNER (self)), node_id, "%s", failure->message);
  g_error_free (failure);
}

/* Deinitializes in reverse order and forgets the nodes; goes on after a failure. */
static gboolean
drop_nodes (NoobSyncRunner  *self,
            GError         **error)
{
  GError *failure = NULL;
  gboolean done = TRUE;

  for (guint i = self->hosted->len; i > 0; i--)
    {
      NoobHostedNode *hosted = self->hosted->pdata[i - 1];

      if (noob_hosted_node_deinitialize (hosted, &failure))
        continue;

      add_failure (self, hosted->id, g_steal_pointer (&failure), error);
      done = FALSE;
    }

  if (!noob_asset_state_end (noob_tube_assets_get_state (self->assets), &failure))
    {
      add_failure (self, NULL, failure, error);
      done = FALSE;
    }

  g_clear_object (&self->scheduler);
  g_clear_pointer (&self->wiring, noob_wiring_free);
  g_clear_object (&self->return_node);
  g_ptr_array_set_size (self->by_index, 0);
  g_ptr_array_set_size (self->hosted, 0);
  g_clear_pointer (&self->disabled, g_hash_table_unref);
  g_array_set_size (self->switches, 0);
  noob_event_store_clear (noob_runner_get_store (NOOB_RUNNER (self)), NULL);
  g_clear_pointer (&self->assets, noob_tube_assets_free);

  return done;
}

static gboolean
noob_sync_runner_initialize (NoobRunner  *runner,
                             GError     **error)
{
  NoobSyncRunner *self = NOOB_SYNC_RUNNER (runner);
  NoobTubeSpecification *specification =
    noob_tube_get_specification (noob_runner_get_tube (runner));
  NoobNodeSpecification *return_node = noob_tube_specification_get_return_node (specification);

  self->store = noob_runner_get_store (runner);
  if (!load_all (self, error) || !wire_nodes (self, error) || !initialize_nodes (self, error))
    {
      drop_nodes (self, NULL);
      return FALSE;
    }

  self->next_root = 0;
  self->has_inputs = noob_tube_specification_get_inputs (specification)->len > 0;
  if (return_node != NULL)
    self->return_node = noob_return_new (return_node);

  return TRUE;
}

static void
end_free_run (NoobSyncRunner *self)
{
  if (self->free_run == NULL)
    return;

  g_source_destroy (self->free_run);
  g_clear_pointer (&self->free_run, g_source_unref);
}

static gboolean
noob_sync_runner_deinitialize (NoobRunner  *runner,
                               GError     **error)
{
  end_free_run (NOOB_SYNC_RUNNER (runner));

  return drop_nodes (NOOB_SYNC_RUNNER (runner), error);
}

/* Enabling and disabling. */

static NoobHostedNode *
find_hosted (NoobSyncRunner *self,
             const char     *node_id)
{
  for (guint i = 0; i < self->hosted->len; i++)
    if (((NoobHostedNode *) self->hosted->pdata[i])->id == node_id)
      return self->hosted->pdata[i];

  return NULL;
}

/* @node_id is interned. The return node is not hosted. */
static gboolean
switch_node (NoobSyncRunner  *self,
             const char      *node_id,
             gboolean         enabled,
             GError         **error)
{
  NoobHostedNode *hosted = find_hosted (self, node_id);
  gboolean done = TRUE;

  if (enabled != g_hash_table_contains (self->disabled, node_id))
    return TRUE;

  if (enabled)
    {
      if (hosted != NULL && !noob_hosted_node_initialize (hosted, error))
        return FALSE;
      g_hash_table_remove (self->disabled, node_id);
    }
  else
    {
      g_hash_table_add (self->disabled, (gpointer) node_id);
      if (hosted != NULL)
        done = noob_hosted_node_deinitialize (hosted, error);
    }

  if (hosted != NULL && enabled)
    noob_scheduler_enable_node (self->scheduler, node_id);
  else if (hosted != NULL)
    noob_scheduler_disable_node (self->scheduler, node_id);
  update_returns (self);

  return done;
}

static gboolean
noob_sync_runner_set_enabled (NoobRunner  *runner,
                              const char  *node_id,
                              gboolean     enabled,
                              GError     **error)
{
  NoobSyncRunner *self = NOOB_SYNC_RUNNER (runner);
  Switch later = { g_intern_string (node_id), enabled };

  if (!noob_runner_is_busy (runner))
    return switch_node (self, later.node_id, enabled, error);

  g_array_append_val (self->switches, later);

  return TRUE;
}

/* What was asked for while an epoch was being run. */
static void
apply_switches (NoobSyncRunner *self)
{
  for (guint i = 0; i < self->switches->len; i++)
    {
      const Switch change = g_array_index (self->switches, Switch, i);
      g_autoptr (GError) error = NULL;

      if (!switch_node (self, change.node_id, change.enabled, &error))
        noob_warning (noob_runner_get_runner_id (NOOB_RUNNER (self)), change.node_id, "%s",
                      error->message);
    }

  g_array_set_size (self->switches, 0);
}

/* Running. */

/* Stores what a node emitted, and tells who wants to know. */
static void
publish (NoobSyncRunner *self,
         NoobHostedNode *hosted)
{
  NoobRunner *runner = NOOB_RUNNER (self);
  gboolean wanted = self->has_listeners && noob_runner_wants_events (runner, hosted->quark);

  for (guint i = 0; i < self->events->len; i++)
    {
      NoobEvent *event = self->events->pdata[i];

      if (!noob_event_has_value (event))
        continue;

      noob_event_store_add (self->store, event);
      if (wanted)
        noob_runner_emit_event (runner, event);
    }
}

static gboolean
run_node (NoobSyncRunner  *self,
          NoobEpochState  *state,
          guint            node,
          GError         **error)
{
  NoobHostedNode *hosted = self->by_index->pdata[node];

  g_ptr_array_set_size (self->events, 0);
  if (!noob_hosted_node_run (hosted, self->store, state->epoch, self->events, error))
    return FALSE;

  publish (self, hosted);
  noob_hosted_node_report (hosted, self->scheduler, state, self->events);

  return TRUE;
}

static gboolean
run_nodes (NoobSyncRunner  *self,
           NoobEpochState  *root,
           GError         **error)
{
  NoobEpochState *state;
  guint64 number = noob_epoch_get_root (root->epoch);
  guint node;

  while (!noob_scheduler_has_ended (self->scheduler, number) &&
         noob_scheduler_pop (self->scheduler, root, &state, &node))
    if (!run_node (self, state, node, error))
      return FALSE;

  return TRUE;
}

/* Keeps the first of several errors. */
static void
end_assets (NoobSyncRunner  *self,
            NoobEpoch       *epoch,
            GError         **error)
{
  GError *failure = NULL;

  if (!noob_tube_assets_end_epoch (self->assets, self->store, epoch, &failure))
    add_failure (self, NULL, failure, error);
}

static gboolean
run_epoch (NoobSyncRunner  *self,
           NoobRecord      *given,
           GValue          *result,
           GError         **error)
{
  NoobRunner *runner = NOOB_RUNNER (self);
  g_autoptr (NoobRecord) inputs = NULL;
  g_autoptr (NoobEpoch) epoch = NULL;
  NoobEpochState *root;
  GError *local_error = NULL;

  if (self->has_inputs || given != NULL)
    {
      inputs = noob_tube_bind_inputs (noob_runner_get_tube (runner), given, error);
      if (inputs == NULL)
        return FALSE;
    }

  noob_event_store_clear (self->store, NULL);
  self->has_listeners = noob_runner_has_listeners (runner);
  root = noob_scheduler_open_root (self->scheduler, self->next_root++);
  epoch = noob_epoch_ref (root->epoch);
  if (inputs != NULL)
    noob_hosted_node_store_inputs (self->store, inputs, epoch);

  if (run_nodes (self, root, &local_error) && noob_runner_get_returns (runner))
    noob_return_collect (self->return_node, self->store, epoch, inputs, result);

  end_assets (self, epoch, &local_error);
  noob_scheduler_end_root (self->scheduler, noob_epoch_get_root (epoch));
  g_ptr_array_set_size (self->events, 0);
  noob_runner_emit_epoch_ended (runner, epoch);

  if (local_error == NULL)
    return TRUE;

  if (!g_error_matches (local_error, NOOB_ERROR, NOOB_ERROR_END_OF_STREAM))
    noob_runner_set_failure (runner, noob_error_get_failure (local_error));
  g_propagate_error (error, local_error);

  return FALSE;
}

static gboolean
noob_sync_runner_process (NoobRunner  *runner,
                          NoobRecord  *inputs,
                          GValue      *result,
                          GError     **error)
{
  NoobSyncRunner *self = NOOB_SYNC_RUNNER (runner);
  gboolean ran;

  noob_value_set_no_event (result);
  ran = run_epoch (self, inputs, result, error);
  apply_switches (self);

  return ran;
}

static gboolean
noob_sync_runner_next_epoch (NoobRunner  *runner,
                             guint64      n_wanted,
                             GValue      *result,
                             GError     **error)
{
  return noob_sync_runner_process (runner, NULL, result, error);
}

/* Running freely. */

static gboolean
run_freely (gpointer data)
{
  g_autoptr (NoobSyncRunner) self = g_object_ref (data);
  g_auto (GValue) result = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  gboolean ran;

  /* A handler that spins the main context comes back here within an epoch. */
  if (!noob_runner_begin_call (NOOB_RUNNER (self), NULL))
    return G_SOURCE_CONTINUE;

  ran = noob_sync_runner_process (NOOB_RUNNER (self), NULL, &result, &error);
  noob_runner_end_call (NOOB_RUNNER (self));
  if (ran)
    return G_SOURCE_CONTINUE;

  if (!g_error_matches (error, NOOB_ERROR, NOOB_ERROR_END_OF_STREAM))
    noob_warning (noob_runner_get_runner_id (NOOB_RUNNER (self)), noob_error_get_node_id (error),
                  "the free run ended: %s", error->message);
  end_free_run (self);
  noob_runner_set_running (NOOB_RUNNER (self), FALSE);

  return G_SOURCE_REMOVE;
}

static gboolean
noob_sync_runner_start (NoobRunner  *runner,
                        GError     **error)
{
  NoobSyncRunner *self = NOOB_SYNC_RUNNER (runner);

  self->free_run = g_idle_source_new ();
  g_source_set_static_name (self->free_run, "noob-sync-runner");
  g_source_set_callback (self->free_run, run_freely, self, NULL);
  g_source_attach (self->free_run, noob_runner_get_context (runner));

  return TRUE;
}

static gboolean
noob_sync_runner_stop (NoobRunner  *runner,
                       GError     **error)
{
  end_free_run (NOOB_SYNC_RUNNER (runner));

  return TRUE;
}

static void
noob_sync_runner_dispose (GObject *object)
{
  NoobSyncRunner *self = NOOB_SYNC_RUNNER (object);

  end_free_run (self);
  if (noob_runner_get_initialized (NOOB_RUNNER (self)))
    {
      g_autoptr (GError) error = NULL;

      if (!noob_runner_deinitialize (NOOB_RUNNER (self), &error))
        noob_warn_of_error (noob_runner_get_runner_id (NOOB_RUNNER (self)), error);
    }

  G_OBJECT_CLASS (noob_sync_runner_parent_class)->dispose (object);
}

static void
noob_sync_runner_finalize (GObject *object)
{
  NoobSyncRunner *self = NOOB_SYNC_RUNNER (object);

  g_ptr_array_unref (self->hosted);
  g_ptr_array_unref (self->by_index);
  g_ptr_array_unref (self->events);
  g_array_unref (self->switches);
  g_clear_pointer (&self->disabled, g_hash_table_unref);

  G_OBJECT_CLASS (noob_sync_runner_parent_class)->finalize (object);
}

static void
noob_sync_runner_class_init (NoobSyncRunnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  NoobRunnerClass *runner_class = NOOB_RUNNER_CLASS (klass);

  object_class->dispose = noob_sync_runner_dispose;
  object_class->finalize = noob_sync_runner_finalize;

  runner_class->initialize = noob_sync_runner_initialize;
  runner_class->deinitialize = noob_sync_runner_deinitialize;
  runner_class->process = noob_sync_runner_process;
  runner_class->next_epoch = noob_sync_runner_next_epoch;
  runner_class->start = noob_sync_runner_start;
  runner_class->stop = noob_sync_runner_stop;
  runner_class->set_enabled = noob_sync_runner_set_enabled;
}

static void
noob_sync_runner_init (NoobSyncRunner *self)
{
  self->hosted = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_hosted_node_free);
  self->by_index = g_ptr_array_new ();
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_event_unref);
  self->switches = g_array_new (FALSE, FALSE, sizeof (Switch));
}

/**
 * noob_sync_runner_new:
 * @tube: the tube to run
 *
 * Makes a runner that runs a tube in the calling thread.
 *
 * Returns: (transfer full): the runner
 *
 * Since: 1.0
 */
NoobRunner *
noob_sync_runner_new (NoobTube *tube)
{
  g_return_val_if_fail (NOOB_IS_TUBE (tube), NULL);

  return g_object_new (NOOB_TYPE_SYNC_RUNNER, "tube", tube, NULL);
}

/**
 * noob_sync_runner_check:
 * @self: a runner that is not initialized
 * @error: return location for an error
 *
 * Loads the code of the nodes and checks their params, and the dependencies of the tube against
 * their slots and signals, without readying or running any of them.
 *
 * Errors are those of [method@Noob.Runner.initialize].
 *
 * Returns: whether the tube can be initialized, as far as that tells
 *
 * Since: 1.0
 */
gboolean
noob_sync_runner_check (NoobSyncRunner  *self,
                        GError         **error)
{
  gboolean checked;

  g_return_val_if_fail (NOOB_IS_SYNC_RUNNER (self), FALSE);

  if (noob_runner_get_initialized (NOOB_RUNNER (self)))
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_STATE,
                           "a runner that is initialized has been checked");
      return FALSE;
    }

  checked = load_all (self, error) && wire_nodes (self, error);
  drop_nodes (self, NULL);

  return checked;
}
