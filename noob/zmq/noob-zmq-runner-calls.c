/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From the home of a ZMQ runner to its thread. A call is begun there. Whoever made it waits for
 * its end, or is told of it through the mailbox, after all that was posted before. */

#include "zmq/noob-zmq-runner-parts-private.h"

#include "core/noob-converter-private.h"
#include "core/noob-error.h"
#include "graph/noob-tube-private.h"
#include "runners/noob-runner-call-private.h"
#include "zmq/noob-cancel-source-private.h"

struct _NoobZmqCall
{
  NoobRequest     request; /* first: the session knows the call by it */
  NoobZmqRunner  *self;
  NoobRunnerCall *details;
  NoobRecord     *inputs;  /* all of the epoch */
  GArray         *wanted;  /* of GQuark: nodes whose events are wanted from now on; nullable */
  gboolean        listening; /* somebody, to anything */
  GSource        *cancel;  /* in the thread */
};

static void
call_free (NoobZmqCall *call)
{
  g_clear_pointer (&call->inputs, noob_record_unref);
  g_clear_pointer (&call->wanted, g_array_unref);
  g_clear_pointer (&call->request.more, g_array_unref);
  g_clear_error (&call->request.error);
  if (G_IS_VALUE (&call->request.result))
    g_value_unset (&call->request.result);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobZmqCall, call_free)

/* Events that are wanted, and results that have come already. */

/* Nodes that somebody has connected to since the last call. */
static GArray *
list_newly_wanted (NoobZmqRunner *self)
{
  NoobRunner *runner = NOOB_RUNNER (self);
  GArray *wanted = g_array_new (FALSE, FALSE, sizeof (GQuark));
  GPtrArray *nodes = noob_tube_specification_get_nodes (
    noob_tube_get_specification (noob_runner_get_tube (runner)));

  for (guint i = 0; i < nodes->len; i++)
    {
      GQuark node = g_quark_from_string (noob_node_specification_get_id (nodes->pdata[i]));

      if (!noob_node_specification_is (nodes->pdata[i], "return") &&
          noob_runner_wants_events (runner, node) &&
          g_hash_table_add (self->wanted, GUINT_TO_POINTER (node)))
        g_array_append_val (wanted, node);
    }

  return wanted;
}

/* Takes down who listens, for the thread. */
static void
note_listeners (NoobZmqCall *call)
{
  NoobRunner *runner = call->details->runner;

  call->wanted = list_newly_wanted (call->self);
  call->listening = noob_runner_has_listeners (runner) || noob_runner_wants_epochs (runner);
}

static void
tell_listeners (NoobZmqCall *call)
{
  call->self->listening = call->listening;
  for (guint i = 0; i < call->wanted->len; i++)
    noob_session_want_events (call->self->session,
                              g_quark_to_string (g_array_index (call->wanted, GQuark, i)));
}

static void
drop_ready (NoobZmqRunner *self)
{
  g_clear_pointer (&self->ready, g_array_unref);
  self->n_taken = 0;
}

static gboolean
take_ready (NoobZmqRunner *self,
            GValue        *result)
{
  GValue *taken;

  if (self->ready == NULL)
    return FALSE;

  if (G_IS_VALUE (result))
    g_value_unset (result);
  taken = &g_array_index (self->ready, GValue, self->n_taken);
  *result = *taken;
  *taken = (GValue) G_VALUE_INIT;
  if (++self->n_taken == self->ready->len)
    drop_ready (self);

  return TRUE;
}

/* Initializing. */

static gboolean
prepare_initialize (NoobZmqCall  *call,
                    GError      **error)
{
  NoobRunner *runner = call->details->runner;

  /* Epochs are numbered from 0 again. */
  noob_event_store_clear (noob_runner_get_store (runner), NULL);
  noob_zmq_runner_begin_thread (call->self);

  return TRUE;
}

static void
initialize_in_thread (NoobZmqCall *call)
{
  NoobZmqRunner *self = call->self;
  NoobRunner *runner = call->details->runner;
  NoobSessionSettings settings = {
    .tube = noob_runner_get_tube (runner),
    .store = noob_runner_get_store (runner),
    .runner_id = noob_runner_get_runner_id (runner),
    .protocol = noob_transport_to_string (self->transport),
    .init_timeout = self->init_timeout,
    .quit_timeout = self->quit_timeout,
    .max_in_flight = self->max_in_flight,
    .autoclear_store = self->autoclear_store,
  };

  self->session = noob_session_new (&settings, &noob_zmq_runner_listener, self);
  noob_session_initialize (self->session, &call->request);
}

static void
settle_initialize (NoobZmqCall *call)
{
  NoobZmqRunner *self = call->self;

  if (call->request.error != NULL)
    noob_zmq_runner_end_thread (self);
  else
    self->command = g_object_ref (noob_session_get_command (self->session));
}

static gboolean
prepare_deinitialize (NoobZmqCall  *call,
                      GError      **error)
{
  drop_ready (call->self);

  return TRUE;
}

static void
deinitialize_in_thread (NoobZmqCall *call)
{
  noob_session_deinitialize (call->self->session, &call->request);
}

static void
settle_deinitialize (NoobZmqCall *call)
{
  noob_zmq_runner_end_thread (call->self);
}

/* Running. */

static gboolean
prepare_process (NoobZmqCall  *call,
                 GError      **error)
{
  g_autoptr (NoobRecord) bound = noob_tube_bind_inputs (
    noob_runner_get_tube (call->details->runner), call->details->inputs, error);

  call->inputs = bound != NULL ? noob_converters_prepare (bound, error) : NULL;
  if (call->inputs == NULL)
    return FALSE;

  note_listeners (call);

  return TRUE;
}

static void
process_in_thread (NoobZmqCall *call)
{
  tell_listeners (call);
  noob_session_process (call->self->session, call->inputs, &call->request);
}

static gboolean
prepare_run (NoobZmqCall  *call,
             GError      **error)
{
  note_listeners (call);

  return TRUE;
}

static void
next_in_thread (NoobZmqCall *call)
{
  tell_listeners (call);
  noob_session_next (call->self->session, call->details->n_wanted, &call->request);
}

static void
settle_next (NoobZmqCall *call)
{
  if (!noob_runner_call_is_cut_off (call->details))
    call->self->ready = g_steal_pointer (&call->request.more);
}

static void
start_in_thread (NoobZmqCall *call)
{
  tell_listeners (call);
  noob_session_start (call->self->session, &call->request);
}

static void
set_enabled_in_thread (NoobZmqCall *call)
{
  noob_session_set_enabled (call->self->session, call->details->node_id, call->details->enabled,
                            &call->request);
}

/* The way of every call. */

/* Its end is told there, so news are heard of before. */
static gboolean
is_made_at_home (NoobZmqCall *call)
{
  GTask *task = call->details->task;

  return task != NULL ?
           g_task_get_context (task) == noob_runner_get_context (call->details->runner) :
           noob_mailbox_is_home (call->self->mailbox);
}

typedef struct
{
  gboolean (*prepare) (NoobZmqCall *call, GError **error); /* where it is made; nullable */
  void     (*begin)   (NoobZmqCall *call);                 /* in the thread */
  void     (*settle)  (NoobZmqCall *call);                 /* where it was made; nullable */
} Steps;

static const Steps all_steps[] = {
  [NOOB_CALL_INITIALIZE] = { prepare_initialize, initialize_in_thread, settle_initialize },
  [NOOB_CALL_DEINITIALIZE] = { prepare_deinitialize, deinitialize_in_thread, settle_deinitialize },
  [NOOB_CALL_PROCESS] = { prepare_process, process_in_thread, NULL },
  [NOOB_CALL_NEXT_EPOCH] = { prepare_run, next_in_thread, settle_next },
  [NOOB_CALL_START] = { prepare_run, start_in_thread, NULL },
  [NOOB_CALL_SET_ENABLED] = { NULL, set_enabled_in_thread, NULL },
};

static gboolean
on_cancelled (gpointer data)
{
  NoobZmqCall *call = data;

  noob_session_cancel (call->self->session, &call->request);

  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (NoobZmqCall  *call,
                   GCancellable *cancellable)
{
  call->cancel = noob_cancel_source_new (cancellable);
  g_source_set_static_name (call->cancel, "noob-zmq-runner-cancel");
  g_source_set_callback (call->cancel, on_cancelled, call, NULL);
  g_source_attach (call->cancel, call->self->context);
}

static gboolean
begin_in_thread (gpointer data)
{
  NoobZmqCall *call = data;
  GTask *task = call->details->task;
  GCancellable *cancellable = task != NULL ? g_task_get_cancellable (task) : NULL;

  /* Once deinitializing has been prepared for, it can only be hurried. */
  if (call->details->kind != NOOB_CALL_DEINITIALIZE &&
      g_cancellable_set_error_if_cancelled (cancellable, &call->request.error))
    {
      noob_zmq_runner_complete (call->self, &call->request);
      return G_SOURCE_REMOVE;
    }

  if (cancellable != NULL)
    watch_cancellable (call, cancellable);
  all_steps[call->details->kind].begin (call);

  return G_SOURCE_REMOVE;
}

/* The call is handed over; NULL when it cannot be made. */
static NoobZmqCall *
begin (NoobRunnerCall  *details,
       GError         **error)
{
  const Steps *steps = &all_steps[details->kind];
  g_autoptr (NoobZmqCall) call = g_new0 (NoobZmqCall, 1);

  call->self = NOOB_ZMQ_RUNNER (details->runner);
  if (noob_zmq_runner_is_forked (call->self))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_STATE,
                   "the runner was initialized before this process was forked off; make a new one");
      return NULL;
    }
  call->details = details;
  if (steps->prepare != NULL && !steps->prepare (call, error))
    return NULL;

  call->request.hears = is_made_at_home (call);
  noob_zmq_runner_hand_over (call->self, begin_in_thread, call, NULL);

  return g_steal_pointer (&call);
}

/* Where the call was made: what it came to is put into its details, and it is freed. */
static void
end (NoobZmqCall *call)
{
  NoobRunnerCall *details = call->details;

  if (all_steps[details->kind].settle != NULL)
    all_steps[details->kind].settle (call);

  details->error = g_steal_pointer (&call->request.error);
  details->result = call->request.result;
  call->request.result = (GValue) G_VALUE_INIT;
  call_free (call);
}

static gboolean
return_call (gpointer data)
{
  NoobZmqCall *call = data;
  NoobRunnerCall *details = call->details;

  end (call);
  noob_runner_call_complete (details);

  return G_SOURCE_REMOVE;
}

/* Not at once: home may be waiting for another call, and nothing but signals is emitted then. */
void
noob_zmq_runner_return_call (NoobZmqCall *call)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_static_name (source, "noob-zmq-runner-call");
  g_source_set_priority (source, g_task_get_priority (call->details->task));
  g_source_set_callback (source, return_call, call, NULL);
  g_source_attach (source, g_task_get_context (call->details->task));
}

void
noob_zmq_runner_complete (NoobZmqRunner *self,
                          NoobRequest   *request)
{
  NoobZmqCall *call = (NoobZmqCall *) request;
  GTask *task = call->details->task;

  g_clear_pointer (&call->cancel, noob_cancel_source_free);

  if (task == NULL)
    noob_mailbox_complete (self->mailbox, &request->done);
  else if (is_made_at_home (call))
    noob_zmq_runner_post_call (self, call);
  else
    noob_zmq_runner_return_call (call);
}

static void
noob_zmq_runner_begin (NoobRunner     *runner,
                       NoobRunnerCall *details)
{
  if ((details->kind == NOOB_CALL_NEXT_EPOCH &&
       take_ready (NOOB_ZMQ_RUNNER (runner), &details->result)) ||
      begin (details, &details->error) == NULL)
    noob_runner_call_complete (details);
}

/* The same, waiting. */
static gboolean
make (NoobRunnerCall  *details,
      GValue          *result,
      GError         **error)
{
  NoobZmqCall *call = begin (details, error);

  if (call == NULL)
    return FALSE;

  noob_mailbox_wait (call->self->mailbox, &call->request.done);
  end (call);
  if (details->error != NULL)
    {
      g_propagate_error (error, details->error);
      return FALSE;
    }

  if (result != NULL)
    {
      if (G_IS_VALUE (result))
        g_value_unset (result);
      *result = details->result;
    }

  return TRUE;
}

static gboolean
noob_zmq_runner_initialize (NoobRunner  *runner,
                            GError     **error)
{
  NoobRunnerCall call = { .kind = NOOB_CALL_INITIALIZE, .runner = runner };

  return make (&call, NULL, error);
}

static gboolean
noob_zmq_runner_deinitialize (NoobRunner  *runner,
                              GError     **error)
{
  NoobRunnerCall call = { .kind = NOOB_CALL_DEINITIALIZE, .runner = runner };

  return make (&call, NULL, error);
}

static gboolean
noob_zmq_runner_process (NoobRunner  *runner,
                         NoobRecord  *inputs,
                         GValue      *result,
                         GError     **error)
{
  NoobRunnerCall call = { .kind = NOOB_CALL_PROCESS, .runner = runner, .inputs = inputs };

  return make (&call, result, error);
}

static gboolean
noob_zmq_runner_next_epoch (NoobRunner  *runner,
                            guint64      n_wanted,
                            GValue      *result,
                            GError     **error)
{
  NoobRunnerCall call = { .kind = NOOB_CALL_NEXT_EPOCH, .runner = runner, .n_wanted = n_wanted };

  return take_ready (NOOB_ZMQ_RUNNER (runner), result) || make (&call, result, error);
}

static gboolean
noob_zmq_runner_start (NoobRunner  *runner,
                       GError     **error)
{
  NoobRunnerCall call = { .kind = NOOB_CALL_START, .runner = runner };

  return make (&call, NULL, error);
}

static gboolean
noob_zmq_runner_set_enabled (NoobRunner  *runner,
                             const char  *node_id,
                             gboolean     enabled,
                             GError     **error)
{
  NoobRunnerCall call = {
    .kind = NOOB_CALL_SET_ENABLED, .runner = runner, .node_id = node_id, .enabled = enabled,
  };

  return make (&call, NULL, error);
}

/* What is done at once. */

static gboolean
end_iteration_in_thread (gpointer data)
{
  NoobZmqRunner *self = data;

  if (self->session != NULL)
    noob_session_end_iteration (self->session);

  return G_SOURCE_REMOVE;
}

static void
noob_zmq_runner_end_iteration (NoobRunner *runner)
{
  NoobZmqRunner *self = NOOB_ZMQ_RUNNER (runner);

  drop_ready (self);
  if (self->context != NULL)
    noob_zmq_runner_hand_over (self, end_iteration_in_thread, self, NULL);
}

static gboolean
noob_zmq_runner_stop (NoobRunner  *runner,
                      GError     **error)
{
  noob_zmq_runner_stop_session (NOOB_ZMQ_RUNNER (runner));

  return TRUE;
}

void
noob_zmq_runner_set_up_calls (NoobRunnerClass *klass)
{
  klass->initialize = noob_zmq_runner_initialize;
  klass->deinitialize = noob_zmq_runner_deinitialize;
  klass->process = noob_zmq_runner_process;
  klass->next_epoch = noob_zmq_runner_next_epoch;
  klass->end_iteration = noob_zmq_runner_end_iteration;
  klass->start = noob_zmq_runner_start;
  klass->stop = noob_zmq_runner_stop;
  klass->set_enabled = noob_zmq_runner_set_enabled;
  klass->begin = noob_zmq_runner_begin;
}
