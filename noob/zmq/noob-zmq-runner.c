/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobZmqRunner:
 *
 * Runs each node of a tube in a process of its own.
 *
 * Events go straight from node to node over ZeroMQ. This process needs none of the nodes' code. It
 * has a thread for the transport, so nothing depends on its main loop.
 *
 * Signals are emitted in the main context that was the thread-default one when the runner was made.
 * A call that waits, made in that thread, emits them meanwhile, so that a program without a main
 * loop has its events; made in another thread it only waits.
 *
 * The processes of nodes never outlive the runner, however it ends.
 *
 * Since: 1.0
 */

#include "zmq/noob-zmq-runner.h"

#include "core/noob-error.h"
#include "graph/noob-tube-private.h"
#include "runners/noob-runner-private.h"
#include "zmq/noob-mailbox-private.h"
#include "zmq/noob-session-private.h"

struct _NoobZmqRunner
{
  NoobRunner parent_instance;

  guint    quit_timeout;
  guint    init_timeout;
  guint    max_in_flight;
  gboolean autoclear_store;

  NoobMailbox  *mailbox;
  GMainContext *context; /* of the thread */
  GMainLoop    *loop;
  GThread      *thread;
  NoobSession  *session; /* the thread's */
  GHashTable   *wanted;  /* set of quarks of nodes whose events are sent here */
  GArray       *ready;   /* of GValue: results of the iteration that have come already; nullable */
  guint         n_taken; /* of these */
  gboolean      listening; /* somebody wants to hear of events or of the end of epochs */
  guint         n_heard;   /* ended epochs that the session does not know to be heard of */
};

enum
{
  PROP_0,
  PROP_QUIT_TIMEOUT,
  PROP_INIT_TIMEOUT,
  PROP_MAX_IN_FLIGHT,
  PROP_AUTOCLEAR_STORE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (NoobZmqRunner, noob_zmq_runner, NOOB_TYPE_RUNNER)

/* From the thread to home. */

typedef enum
{
  NEWS_EVENT,
  NEWS_NODE_READY,
  NEWS_EPOCH_ENDED,
  NEWS_FAILED,
  NEWS_STOPPED,
} NewsKind;

typedef struct
{
  NewsKind kind;
  gpointer what;
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  switch (news->kind)
    {
    case NEWS_EVENT:
      noob_event_unref (news->what);
      break;
    case NEWS_NODE_READY:
      g_free (news->what);
      break;
    case NEWS_EPOCH_ENDED:
      noob_epoch_unref (news->what);
      break;
    case NEWS_FAILED:
      noob_failure_unref (news->what);
      break;
    case NEWS_STOPPED:
      break;
    }

  g_free (news);
}

static void
post (NoobZmqRunner *self,
      NewsKind       kind,
      gpointer       what)
{
  News *news = g_new (News, 1);

  news->kind = kind;
  news->what = what;
  noob_mailbox_post (self->mailbox, news);
}

typedef struct
{
  NoobZmqRunner *self;
  guint          n;
} Heard;

static gboolean
heard_in_thread (gpointer data)
{
  Heard *heard = data;

  if (heard->self->session != NULL)
    noob_session_heard (heard->self->session, heard->n);

  return G_SOURCE_REMOVE;
}

/* Tells the session what has been heard of, several epochs at a time. */
static void
hear_of_epoch (NoobZmqRunner *self)
{
  Heard *heard;

  if (++self->n_heard < MAX (1, self->max_in_flight / 4) || self->context == NULL)
    return;

  heard = g_new (Heard, 1);
  *heard = (Heard) { self, self->n_heard };
  self->n_heard = 0;
  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, heard_in_thread, heard, g_free);
}

static void
deliver (gpointer item,
         gpointer data)
{
  g_autoptr (NoobRunner) runner = g_object_ref (data);
  News *news = item;

  switch (news->kind)
    {
    case NEWS_EVENT:
      noob_runner_emit_event (runner, news->what);
      break;
    case NEWS_NODE_READY:
      noob_runner_emit_node_ready (runner, news->what);
      break;
    case NEWS_EPOCH_ENDED:
      noob_runner_emit_epoch_ended (runner, news->what);
      hear_of_epoch (data);
      break;
    case NEWS_FAILED:
      noob_runner_set_failure (runner, news->what);
      break;
    case NEWS_STOPPED:
      noob_runner_set_running (runner, FALSE);
      break;
    }

  news_free (news);
}

static void
on_completed (NoobRequest *request,
              gpointer     data)
{
  noob_mailbox_complete (NOOB_ZMQ_RUNNER (data)->mailbox, &request->done);
}

static void
on_event (NoobEvent *event,
          gpointer   data)
{
  post (data, NEWS_EVENT, noob_event_ref (event));
}

static void
on_node_ready (const char *node_id,
               gpointer    data)
{
  post (data, NEWS_NODE_READY, g_strdup (node_id));
}

static gboolean
on_epoch_ended (NoobEpoch *epoch,
                gpointer   data)
{
  NoobZmqRunner *self = data;

  if (!self->listening)
    return FALSE;

  post (self, NEWS_EPOCH_ENDED, noob_epoch_ref (epoch));
  return TRUE;
}

static void
on_failed (NoobFailure *failure,
           gpointer     data)
{
  post (data, NEWS_FAILED, noob_failure_ref (failure));
}

static void
on_stopped (gpointer data)
{
  post (data, NEWS_STOPPED, NULL);
}

static const NoobSessionListener listener = {
  .completed = on_completed,
  .event = on_event,
  .node_ready = on_node_ready,
  .epoch_ended = on_epoch_ended,
  .failed = on_failed,
  .stopped = on_stopped,
};

/* From home to the thread. A call is made there, and waited for here. */

typedef struct
{
  NoobZmqRunner *self;
  NoobRequest    request;
  NoobRecord    *inputs;
  GArray        *wanted; /* of GQuark: nodes whose events are wanted from now on */
  guint64        n_wanted;
  const char    *node_id;
  GArray        *pids;
  gboolean       flag;
} Call;

static gpointer
thread_main (gpointer data)
{
  NoobZmqRunner *self = data;

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
list_newly_wanted (NoobZmqRunner *self)
{
  NoobRunner *runner = NOOB_RUNNER (self);
  GArray *wanted = g_array_new (FALSE, FALSE, sizeof (GQuark));
  GPtrArray *nodes = noob_tube_specification_get_nodes (
    noob_tube_get_specification (noob_runner_get_tube (runner)));

  self->listening = noob_runner_has_listeners (runner) || noob_runner_wants_epochs (runner);

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
    .init_timeout = self->init_timeout,
    .quit_timeout = self->quit_timeout,
    .max_in_flight = self->max_in_flight,
    .autoclear_store = self->autoclear_store,
  };

  self->session = noob_session_new (&settings, &listener, self);
  noob_session_initialize (self->session, &details->request);

  return G_SOURCE_REMOVE;
}

static gboolean
free_in_thread (gpointer data)
{
  Call *details = data;
  NoobZmqRunner *self = details->self;

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
  g_autoptr (NoobRecord) inputs = NULL;
  g_autoptr (GArray) wanted = NULL;
  Call details = { NULL, };

  inputs = noob_tube_bind_inputs (noob_runner_get_tube (runner), given, error);
  if (inputs == NULL)
    return FALSE;

  details.inputs = inputs;
  details.wanted = wanted = list_newly_wanted (self);
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
  details.wanted = wanted = list_newly_wanted (self);
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

  details.wanted = wanted = list_newly_wanted (self);
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

/* Objects. */

static void
noob_zmq_runner_dispose (GObject *object)
{
  if (noob_runner_get_initialized (NOOB_RUNNER (object)))
    {
      g_autoptr (GError) error = NULL;

      if (!noob_runner_deinitialize (NOOB_RUNNER (object), &error))
        g_warning ("%s", error->message);
    }

  G_OBJECT_CLASS (noob_zmq_runner_parent_class)->dispose (object);
}

static void
noob_zmq_runner_finalize (GObject *object)
{
  NoobZmqRunner *self = NOOB_ZMQ_RUNNER (object);

  noob_mailbox_free (self->mailbox);
  g_hash_table_unref (self->wanted);

  G_OBJECT_CLASS (noob_zmq_runner_parent_class)->finalize (object);
}

static void
noob_zmq_runner_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  NoobZmqRunner *self = NOOB_ZMQ_RUNNER (object);

  switch (id)
    {
    case PROP_QUIT_TIMEOUT:
      g_value_set_uint (value, self->quit_timeout);
      break;
    case PROP_INIT_TIMEOUT:
      g_value_set_uint (value, self->init_timeout);
      break;
    case PROP_MAX_IN_FLIGHT:
      g_value_set_uint (value, self->max_in_flight);
      break;
    case PROP_AUTOCLEAR_STORE:
      g_value_set_boolean (value, self->autoclear_store);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
noob_zmq_runner_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  NoobZmqRunner *self = NOOB_ZMQ_RUNNER (object);

  switch (id)
    {
    case PROP_QUIT_TIMEOUT:
      self->quit_timeout = g_value_get_uint (value);
      break;
    case PROP_INIT_TIMEOUT:
      self->init_timeout = g_value_get_uint (value);
      break;
    case PROP_MAX_IN_FLIGHT:
      self->max_in_flight = g_value_get_uint (value);
      break;
    case PROP_AUTOCLEAR_STORE:
      self->autoclear_store = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
noob_zmq_runner_class_init (NoobZmqRunnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  NoobRunnerClass *runner_class = NOOB_RUNNER_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS;

  object_class->dispose = noob_zmq_runner_dispose;
  object_class->finalize = noob_zmq_runner_finalize;
  object_class->get_property = noob_zmq_runner_get_property;
  object_class->set_property = noob_zmq_runner_set_property;

  runner_class->initialize = noob_zmq_runner_initialize;
  runner_class->deinitialize = noob_zmq_runner_deinitialize;
  runner_class->process = noob_zmq_runner_process;
  runner_class->next_epoch = noob_zmq_runner_next_epoch;
  runner_class->end_iteration = noob_zmq_runner_end_iteration;
  runner_class->start = noob_zmq_runner_start;
  runner_class->stop = noob_zmq_runner_stop;
  runner_class->set_enabled = noob_zmq_runner_set_enabled;

  /**
   * NoobZmqRunner:quit-timeout:
   *
   * How long nodes may take to deinitialize before their processes are killed, in milliseconds.
   *
   * Since: 1.0
   */
  properties[PROP_QUIT_TIMEOUT] =
    g_param_spec_uint ("quit-timeout", NULL, NULL, 0, G_MAXUINT, 10000, flags);

  /**
   * NoobZmqRunner:init-timeout:
   *
   * How long initializing may take, in milliseconds.
   *
   * Since: 1.0
   */
  properties[PROP_INIT_TIMEOUT] =
    g_param_spec_uint ("init-timeout", NULL, NULL, 0, G_MAXUINT, 10000, flags);

  /**
   * NoobZmqRunner:max-in-flight:
   *
   * How many root epochs may be in progress at once. It bounds every queue.
   *
   * Since: 1.0
   */
  properties[PROP_MAX_IN_FLIGHT] =
    g_param_spec_uint ("max-in-flight", NULL, NULL, 1, G_MAXUINT, 128, flags);

  /**
   * NoobZmqRunner:autoclear-store:
   *
   * Whether the events of an epoch are dropped from the store when it ends. The store is only to be
   * looked into while nothing runs.
   *
   * Since: 1.0
   */
  properties[PROP_AUTOCLEAR_STORE] =
    g_param_spec_boolean ("autoclear-store", NULL, NULL, TRUE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
noob_zmq_runner_init (NoobZmqRunner *self)
{
  self->mailbox = noob_mailbox_new (deliver, news_free, self);
  self->wanted = g_hash_table_new (NULL, NULL);
}

/**
 * noob_zmq_runner_new:
 * @tube: the tube to run
 *
 * Makes a runner that runs each node in a process of its own.
 *
 * Returns: (transfer full): the runner
 *
 * Since: 1.0
 */
NoobRunner *
noob_zmq_runner_new (NoobTube *tube)
{
  g_return_val_if_fail (NOOB_IS_TUBE (tube), NULL);

  return g_object_new (NOOB_TYPE_ZMQ_RUNNER, "tube", tube, NULL);
}

static gboolean
list_pids_in_thread (gpointer data)
{
  Call *details = data;

  details->pids = noob_session_list_pids (details->self->session);
  noob_mailbox_complete (details->self->mailbox, &details->request.done);

  return G_SOURCE_REMOVE;
}

/**
 * noob_zmq_runner_get_node_processes:
 * @self: a runner
 *
 * Gets the processes that run the nodes.
 *
 * Returns: (transfer full) (element-type GPid): their ids, in the order of the nodes but for the
 *   return node; 0 for one that has ended; empty when the runner is not initialized
 *
 * Since: 1.0
 */
GArray *
noob_zmq_runner_get_node_processes (NoobZmqRunner *self)
{
  Call details = { NULL, };

  g_return_val_if_fail (NOOB_IS_ZMQ_RUNNER (self), NULL);

  if (!noob_runner_get_initialized (NOOB_RUNNER (self)))
    return g_array_new (FALSE, FALSE, sizeof (GPid));

  call (self, &details, list_pids_in_thread);

  return details.pids;
}
