/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-node-runner-parts-private.h"

#include "core/noob-debug-private.h"
#include "core/noob-error.h"
#include "zmq/noob-batch-private.h"
#include "zmq/noob-message-private.h"

/* How much is run before what was emitted is sent on, and the main loop has its turn. */
#define MAX_RUNS 64
#define MAX_BATCH_SIZE (1024 * 1024)

/* What a call may take to be short, in microseconds. */
#define MAX_DURATION 1000

void
noob_node_runner_wake (NoobNodeRunner *self)
{
  if (self->work != NULL && self->is_ready)
    g_source_set_ready_time (self->work, 0);
}

/**
 * noob_node_runner_fail_epoch:
 * @self: a node runner
 * @epoch: an epoch that runs
 * @failure: what happened
 *
 * Reports that the node failed in an epoch, and gives up the root epoch that it belongs to: what
 * the node itself does when it fails, and an application that makes its calls
 * ([method@Noob.NodeRunner.next_inputs_async]) instead of [method@Noob.NodeRunner.emit].
 * [error@Noob.Error.END_OF_STREAM] says that a source has no more.
 *
 * In the context of the node runner.
 *
 * Since: 1.0
 */
void
noob_node_runner_fail_epoch (NoobNodeRunner *self,
                             NoobEpoch      *epoch,
                             const GError   *failure)
{
  guint64 root;

  g_return_if_fail (NOOB_IS_NODE_RUNNER (self));
  g_return_if_fail (epoch != NULL);
  g_return_if_fail (failure != NULL);
  g_return_if_fail (self->scheduler != NULL);

  root = noob_epoch_get_root (epoch);
  noob_node_runner_report_error (self, epoch, failure);
  noob_ended_epochs_add (&self->cut, root);
  noob_scheduler_end_root (self->scheduler, root);
  /* A source that is at its end will say so again when it is asked again. */
  if (g_error_matches (failure, NOOB_ERROR, NOOB_ERROR_END_OF_STREAM))
    self->limit = 0;
  if (self->is_driven)
    noob_node_runner_wake (self);
}

/* A function of its own, so that no text is made where nobody reads it. */
static void
tell_of_run (NoobNodeRunner *self,
             NoobEpoch      *epoch)
{
  g_autofree char *text = noob_epoch_to_string (epoch);

  noob_debug (SCHEDULE, self->runner_id, self->node_id, "runs epoch %s", text);
}

gboolean
noob_node_runner_end_call (NoobNodeRunner  *self,
                           NoobEpoch       *epoch,
                           NoobEpochState  *state,
                           GError         **error)
{
  if (!noob_publisher_add (self->publisher, self->hosted, epoch, self->events, error))
    return FALSE;
  if (noob_scheduler_has_ended (self->scheduler, noob_epoch_get_root (epoch)))
    return TRUE;
  if (!noob_node_runner_send_assets (self, epoch, error))
    return FALSE;

  noob_hosted_node_report (self->hosted, self->scheduler, state, self->events);

  return TRUE;
}

/* An epoch that ends during a call keeps its assets until that is over. */
static gboolean
run_in (NoobNodeRunner  *self,
        NoobEpoch       *epoch,
        NoobEpochState  *state,
        GError         **error)
{
  guint64 root = noob_epoch_get_root (epoch);
  gboolean done, was_ended;

  self->running = epoch;
  done = noob_hosted_node_run (self->hosted, self->store, epoch, self->events, error);
  self->running = NULL;
  was_ended = noob_scheduler_has_ended (self->scheduler, root);

  done = done && noob_node_runner_end_call (self, epoch, state, error);
  if (was_ended)
    noob_node_runner_end_assets_of (self, root);

  return done;
}

static gboolean
run_one (NoobNodeRunner *self)
{
  g_autoptr (NoobEpoch) epoch = NULL;
  g_autoptr (GError) error = NULL;
  NoobEpochState *state;
  guint node;

  if (!noob_node_runner_pop (self, &state, &node))
    return FALSE;

  epoch = noob_epoch_ref (state->epoch);
  if (noob_debug_is_on (SCHEDULE))
    tell_of_run (self, epoch);
  g_ptr_array_set_size (self->events, 0);

  if (!run_in (self, epoch, state, &error))
    noob_node_runner_fail_epoch (self, epoch, error);

  g_ptr_array_set_size (self->events, 0);

  return TRUE;
}

static gboolean
begin_next_root (NoobNodeRunner *self)
{
  if (!self->is_source || self->next_root >= self->limit || !noob_node_runner_wants_calls (self))
    return FALSE;

  noob_scheduler_begin_root (self->scheduler, self->next_root++);

  return TRUE;
}

static gboolean
run_next (NoobNodeRunner *self)
{
  while (!(self->is_driven ? noob_node_runner_hand_out (self) : run_one (self)))
    if (!begin_next_root (self))
      return FALSE;

  return TRUE;
}

/* What was emitted must not wait for a call that takes long: where one of the last calls did, it is
 * sent on after each. */
static gboolean
may_go_on (NoobNodeRunner *self,
           guint           n_runs,
           gint64          duration)
{
  self->n_quick_runs = duration < MAX_DURATION ? MIN (self->n_quick_runs + 1, MAX_RUNS) : 0;

  return self->n_quick_runs == MAX_RUNS && n_runs < MAX_RUNS &&
         noob_publisher_get_size (self->publisher) < MAX_BATCH_SIZE;
}

void
noob_node_runner_follow (NoobNodeRunner *self,
                         const int      *given_up)
{
  self->given_up = given_up;
}

static gboolean
has_to_stop (NoobNodeRunner *self)
{
  return self->deinit_waits || (self->given_up != NULL && g_atomic_int_get (self->given_up) != 0);
}

/* Runs what is ready, and sends on what it emitted; goes on at the next turn of the main loop if
 * there is more. */
void
noob_node_runner_work (NoobNodeRunner *self)
{
  gint64 began = g_get_monotonic_time ();
  guint n_runs = 0;

  if (self->working || self->leaving || !self->is_ready)
    return;

  g_object_ref (self);
  self->working = TRUE;
  g_source_set_ready_time (self->work, -1);

  while (!has_to_stop (self) && run_next (self))
    {
      gint64 ended = g_get_monotonic_time ();

      if (self->is_over || !may_go_on (self, ++n_runs, ended - began))
        break;
      began = ended;
    }

  if (!self->is_over)
    noob_publisher_flush (self->publisher);
  self->working = FALSE;
  if (self->deinit_waits)
    noob_node_runner_leave (self);
  else if (n_runs > 0)
    noob_node_runner_wake (self);
  g_object_unref (self);
}

static gboolean
dispatch_work (GSource     *source,
               GSourceFunc  callback,
               gpointer     data)
{
  return callback (data);
}

static GSourceFuncs work_funcs = { .dispatch = dispatch_work };

static gboolean
on_work (gpointer data)
{
  noob_node_runner_work (data);

  return G_SOURCE_CONTINUE;
}

void
noob_node_runner_add_work (NoobNodeRunner *self)
{
  self->work = g_source_new (&work_funcs, sizeof (GSource));
  g_source_set_static_name (self->work, "noob-node-runner");
  g_source_set_callback (self->work, on_work, self, NULL);
  g_source_attach (self->work, self->context);
}

/* Begins nothing more before it is told how far others are, and says how far this node is. */
static void
stop (NoobNodeRunner *self,
      guint64         count)
{
  g_autoptr (NoobRecord) value = noob_record_new ();

  self->limit = MIN (self->limit, self->next_root);
  noob_node_runner_hold_inputs (self);

  noob_record_set_int64 (value, "count", (gint64) count);
  if (self->is_source)
    noob_record_set_int64 (value, "next", (gint64) self->next_root);
  noob_node_runner_send (self, NOOB_MESSAGE_STOP, value);
}

static void
set_running (NoobNodeRunner *self,
             gboolean        running)
{
  self->is_running = running;
  if (self->is_ready)
    noob_node_runner_update_status (self, running ? NOOB_NODE_STATUS_RUNNING
                                                  : NOOB_NODE_STATUS_STOPPED);
}

static void
cut_root (NoobNodeRunner *self,
          guint64         root)
{
  noob_ended_epochs_add (&self->cut, root);
  noob_scheduler_end_root (self->scheduler, root);
  noob_node_runner_drop_unsent_assets (self, root);
  noob_node_runner_cut_stored (self, root);
}

void
noob_node_runner_do_command (NoobNodeRunner    *self,
                             const NoobCommand *command)
{
  switch (command->kind)
    {
    case NOOB_COMMAND_PROCESS:
      noob_debug (SCHEDULE, self->runner_id, self->node_id,
                  "epoch %" G_GUINT64_FORMAT " begins", command->first);
      self->begun_limit = MAX (self->begun_limit, command->first + 1);
      noob_node_runner_give_inputs (self, command->first, command->inputs);
      noob_scheduler_begin_root (self->scheduler, command->first);
      break;

    case NOOB_COMMAND_START:
      noob_debug (FLOW, self->runner_id, self->node_id,
                  "epochs from %" G_GUINT64_FORMAT " to before %" G_GUINT64_FORMAT " may begin",
                  command->first, command->limit);
      /* What was granted before goes first; a process command may have used roots in between. */
      if (self->next_root >= self->limit)
        self->next_root = MAX (self->next_root, command->first);
      self->limit = MAX (self->limit, command->limit);
      self->begun_limit = MAX (self->begun_limit, command->limit);
      noob_node_runner_grant_inputs (self, command->first, command->limit);
      set_running (self, TRUE);
      break;

    case NOOB_COMMAND_STOP:
      noob_debug (FLOW, self->runner_id, self->node_id, "no more epochs may begin");
      stop (self, command->first);
      set_running (self, FALSE);
      break;

    case NOOB_COMMAND_EPOCH_ENDED:
      noob_debug (SCHEDULE, self->runner_id, self->node_id, "%u epochs were ended",
                  command->numbers->len);
      for (guint i = 0; i < command->numbers->len; i++)
        cut_root (self, g_array_index (command->numbers, guint64, i));
      break;

    case NOOB_COMMAND_EPOCH_COUNTED:
      noob_node_runner_count_stored (self, command->first, command->numbers);
      break;
    }
}
