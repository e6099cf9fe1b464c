/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From the home of a ZMQ runner to its thread. A call is made there, and waited for here. */

#include "zmq/noob-zmq-runner-parts-private.h"

#include "core/noob-converter-private.h"
#include "core/noob-error.h"
#include "graph/noob-tube-private.h"

typedef struct
{
  NoobZmqRunner *self;
  NoobRequest    request;
  NoobRecord    *inputs;
  GArray        *wanted; /* of GQuark: nodes whose events are wanted from now on */
  guint64        n_wanted;
  const char    *node_id;
  gboolean       listening;
  GArray        *pids;
  gboolean       flag;
} Call;

static gpointer
thread_main (gpointer data)
{
  NoobZmqRunner *self = data;

  noob_converters_keep_out_of_thread ();
  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

static void
call (NoobZmqRunner *self,
      Call          *details,
      GSourceFunc    func)
{
  details->self = self;
  g_main_context_invoke (self->context, func, details);
  noob_mailbox_wait (self->mailbox, &details->request.done);
}

static gboolean
finish_call (Call    *details,
             GValue  *result,
             GError **error)
{
  if (details->request.error != NULL)
    {
      g_propagate_error (error, details->request.error);
      return FALSE;
    }

  if (result != NULL)
    {
      if (G_IS_VALUE (result))
        g_value_unset (result);
      *result = details->request.result;
    }

  return TRUE;
}

/* Nodes that somebody has connected to since the last call. */
static GArray *
list_newly_wanted (NoobZmqRunner *self,
                   Call          *details)
{
  NoobRunner *runner = NOOB_RUNNER (self);
  GArray *wanted = g_array_new (FALSE, FALSE, sizeof (GQuark));
  GPtrArray *nodes = noob_tube_specification_get_nodes (
    noob_tube_get_specification (noob_runner_get_tube (runner)));

  details->listening = noob_runner_has_listeners (runner) || noob_runner_wants_epochs (runner);

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

static void
apply_wanted (Call *details)
{
  details->self->listening = details->listening;
  for (guint i = 0; details->wanted != NULL && i < details->wanted->len; i++)
    noob_session_want_events (details->self->session,
                              g_quark_to_string (g_array_index (details->wanted, GQuark, i)));
}

static void
drop_ready (NoobZmqRunner *self)
{
  for (guint i = self->n_taken; self->ready != NULL && i < self->ready->len; i++)
    g_value_unset (&g_array_index (self->ready, GValue, i));

  g_clear_pointer (&self->ready, g_array_unref);
  self->n_taken = 0;
}

static gboolean
take_ready (NoobZmqRunner *self,
            GValue        *result)
{
  if (self->ready == NULL)
    return FALSE;

  if (G_IS_VALUE (result))
    g_value_unset (result);
  *result = g_array_index (self->ready, GValue, self->n_taken);
  if (++self->n_taken == self->ready->len)
    drop_ready (self);

  return TRUE;
}

/* Initializing. */

static gboolean
initialize_in_thread (gpointer data)
{
  Call *details = data;
  NoobZmqRunner *self = details->self;
  NoobRunner *runner = NOOB_RUNNER (self);
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
  noob_session_initialize (self->session, &details->request);
  self->command = g_object_ref (noob_session_get_command (self->session));

  return G_SOURCE_REMOVE;
}

static gboolean
free_in_thread (gpointer data)
{
  Call *details = data;
  NoobZmqRunner *self = details->self;

  g_clear_pointer (&self->ledger, g_variant_unref);
  self->ledger = noob_session_dup_ledger (self->session);
  g_clear_pointer (&self->session, noob_session_free);
  g_main_loop_quit (self->loop);
  noob_mailbox_complete (self->mailbox, &details->request.done);

  return G_SOURCE_REMOVE;
}

static void
end_thread (NoobZmqRunner *self)
{
  Call details = { NULL, };

  call (self, &details, free_in_thread);
  g_thread_join (g_steal_pointer (&self->thread));

  /* Sockets that were closed last hand back what they still held. */
  while (g_main_context_iteration (self->context, FALSE))
    ;

  g_clear_object (&self->command);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_hash_table_remove_all (self->wanted);
  noob_mailbox_deliver (self->mailbox);
}

static gboolean
returns_in_thread (gpointer data)
{
  Call *details = data;

  details->flag = noob_session_returns (details->self->session);
  noob_mailbox_complete (details->self->mailbox, &details->request.done);

  return G_SOURCE_REMOVE;
}

static gboolean
noob_zmq_runner_initialize (NoobRunner  *runner,
                            GError     **error)
{
  NoobZmqRunner *self = NOOB_ZMQ_RUNNER (runner);
  NoobTubeSpecification *specification =
    noob_tube_get_specification (noob_runner_get_tube (runner));
  Call details = { NULL, };
  Call question = { NULL, };

  if (noob_tube_specification_get_assets (specification)->len > 0)
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_LOAD,
                           "this version cannot run tubes that have assets");
      return FALSE;
    }

  self->n_heard = 0;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("noob-zmq-runner", thread_main, self);

  call (self, &details, initialize_in_thread);
  if (!finish_call (&details, NULL, error))
    {
      end_thread (self);
      return FALSE;
    }

  call (self, &question, returns_in_thread);
  noob_runner_set_returns (runner, question.flag);

  return TRUE;
}

static gboolean
deinitialize_in_thread (gpointer data)
{
  Call *details = data;

  noob_session_deinitialize (details->self->session, &details->request);

  return G_SOURCE_REMOVE;
}

static gboolean
noob_zmq_runner_deinitialize (NoobRunner  *runner,
                              GError     **error)
{
  NoobZmqRunner *self = NOOB_ZMQ_RUNNER (runner);
  Call details = { NULL, };

  drop_ready (self);
  call (self, &details, deinitialize_in_thread);
  end_thread (self);

  return finish_call (&details, NULL, error);
}

/* Running. */

static gboolean
process_in_thread (gpointer data)
{
  Call *details = data;

  apply_wanted (details);
  noob_session_process (details->self->session, details->inputs, &details->request);

  return G_SOURCE_REMOVE;
}

static gboolean
noob_zmq_runner_process (NoobRunner  *runner,
                         NoobRecord  *given,
                         GValue      *result,
                         GError     **error)
{
  NoobZmqRunner *self = NOOB_ZMQ_RUNNER (runner);
  g_autoptr (NoobRecord) bound = NULL;
  g_autoptr (NoobRecord) inputs = NULL;
  g_autoptr (GArray) wanted = NULL;
  Call details = { NULL, };

  bound = noob_tube_bind_inputs (noob_runner_get_tube (runner), given, error);
  inputs = bound != NULL ? noob_converters_prepare (bound, error) : NULL;
  if (inputs == NULL)
    return FALSE;

  details.inputs = inputs;
  details.wanted = wanted = list_newly_wanted (self, &details);
  call (self, &details, process_in_thread);

  return finish_call (&details, result, error);
}

static gboolean
next_in_thread (gpointer data)
{
  Call *details = data;

  apply_wanted (details);
  noob_session_next (details->self->session, details->n_wanted, &details->request);

  return G_SOURCE_REMOVE;
}

static gboolean
noob_zmq_runner_next_epoch (NoobRunner  *runner,
                            guint64      n_wanted,
                            GValue      *result,
                            GError     **error)
{
  NoobZmqRunner *self = NOOB_ZMQ_RUNNER (runner);
  g_autoptr (GArray) wanted = NULL;
  Call details = { NULL, };

  if (take_ready (self, result))
    return TRUE;

  details.n_wanted = n_wanted;
  details.wanted = wanted = list_newly_wanted (self, &details);
  call (self, &details, next_in_thread);
  self->ready = details.request.more;

  return finish_call (&details, result, error);
}

static gboolean
end_iteration_in_thread (gpointer data)
{
  Call *details = data;

  noob_session_end_iteration (details->self->session);
  noob_mailbox_complete (details->self->mailbox, &details->request.done);

  return G_SOURCE_REMOVE;
}

static void
noob_zmq_runner_end_iteration (NoobRunner *runner)
{
  Call details = { NULL, };

  drop_ready (NOOB_ZMQ_RUNNER (runner));
  call (NOOB_ZMQ_RUNNER (runner), &details, end_iteration_in_thread);
}

static gboolean
start_in_thread (gpointer data)
{
  Call *details = data;

  apply_wanted (details);
  noob_session_start (details->self->session, &details->request);

  return G_SOURCE_REMOVE;
}

static gboolean
noob_zmq_runner_start (NoobRunner  *runner,
                       GError     **error)
{
  NoobZmqRunner *self = NOOB_ZMQ_RUNNER (runner);
  g_autoptr (GArray) wanted = NULL;
  Call details = { NULL, };

  details.wanted = wanted = list_newly_wanted (self, &details);
  call (self, &details, start_in_thread);

  return finish_call (&details, NULL, error);
}

static gboolean
stop_in_thread (gpointer data)
{
  Call *details = data;

  noob_session_stop (details->self->session);
  noob_mailbox_complete (details->self->mailbox, &details->request.done);

  return G_SOURCE_REMOVE;
}

static gboolean
noob_zmq_runner_stop (NoobRunner  *runner,
                      GError     **error)
{
  Call details = { NULL, };

  call (NOOB_ZMQ_RUNNER (runner), &details, stop_in_thread);

  return TRUE;
}

static gboolean
set_enabled_in_thread (gpointer data)
{
  Call *details = data;

  noob_session_set_enabled (details->self->session, details->node_id, details->flag,
                            &details->request);

  return G_SOURCE_REMOVE;
}

static gboolean
noob_zmq_runner_set_enabled (NoobRunner  *runner,
                             const char  *node_id,
                             gboolean     enabled,
                             GError     **error)
{
  Call details = { NULL, };
  Call question = { NULL, };

  details.node_id = node_id;
  details.flag = enabled;
  call (NOOB_ZMQ_RUNNER (runner), &details, set_enabled_in_thread);

  call (NOOB_ZMQ_RUNNER (runner), &question, returns_in_thread);
  noob_runner_set_returns (runner, question.flag);

  return finish_call (&details, NULL, error);
}
/* What an application may ask. */

static gboolean
list_pids_in_thread (gpointer data)
{
  Call *details = data;

  details->pids = noob_session_list_pids (details->self->session);
  noob_mailbox_complete (details->self->mailbox, &details->request.done);

  return G_SOURCE_REMOVE;
}

GArray *
noob_zmq_runner_list_pids (NoobZmqRunner *self)
{
  Call details = { NULL, };

  call (self, &details, list_pids_in_thread);

  return details.pids;
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
}
