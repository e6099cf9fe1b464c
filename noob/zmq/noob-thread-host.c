/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-node-host-private.h"

#include "core/noob-debug-private.h"
#include "core/noob-error.h"
#include "nodes/noob-loader-private.h"
#include "nodes/noob-type-name-private.h"
#include "zmq/noob-node-runner-private.h"
#include "zmq/noob-own-thread-private.h"

/* A thread cannot be killed. One that is given up goes on by itself: when its node returns, if
 * ever, it tears down what it has, which nobody else refers to. Until then that is leaked: the
 * thread, its main context, its node and sockets, and the zmq context. */
typedef enum
{
  THREAD_RUNNING = 0,
  THREAD_DONE,      /* what is left is the host's */
  THREAD_GIVEN_UP,  /* all is the thread's */
} ThreadState;

/* What a thread and its host share. */
typedef struct
{
  int             state; /* a ThreadState; atomic */
  NoobBootstrap  *bootstrap;
  NoobZmqContext *zmq_context;
  GMainContext   *context; /* of the thread */
  GMainLoop      *loop;
  NoobNodeRunner *runner;
  GError         *error;   /* why it could not begin */
  GSource        *done;    /* in the context of the host */
  GMainContext   *host_context; /* which is not to go before that source */
} NodeThread;

typedef struct
{
  NoobNodeHost  host;
  GThread      *thread;
  NodeThread   *shared;
  int           exit_status;
} ThreadHost;

static void
on_closed (NoobNodeRunner *runner,
           gpointer        data)
{
  NodeThread *self = data;

  g_main_loop_quit (self->loop);
}

static void
node_thread_free (NodeThread *self)
{
  if (self->runner != NULL)
    noob_node_runner_close (self->runner);
  g_clear_object (&self->runner);
  g_source_destroy (self->done);
  g_source_unref (self->done);
  g_main_context_unref (self->host_context);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  noob_zmq_context_unref (self->zmq_context);
  noob_bootstrap_free (self->bootstrap);
  g_clear_error (&self->error);
  g_free (self);
}

static void
run_node (NodeThread *self)
{
  self->runner = noob_node_runner_new (self->zmq_context->handle, NULL, self->bootstrap,
                                       self->bootstrap->nodes->pdata[0]);
  noob_node_runner_follow (self->runner, &self->state);
  g_signal_connect (self->runner, "closed", G_CALLBACK (on_closed), self);
  if (noob_node_runner_run (self->runner, &self->error))
    g_main_loop_run (self->loop);

  g_signal_handlers_disconnect_by_data (self->runner, self);
  noob_node_runner_retire (self->runner);
}

static gpointer
thread_main (gpointer data)
{
  NodeThread *self = data;

  noob_own_thread_begin (self->context);
  run_node (self);
  noob_own_thread_end (self->context);

  if (g_atomic_int_compare_and_exchange (&self->state, THREAD_RUNNING, THREAD_DONE))
    g_source_set_ready_time (self->done, 0);
  else
    node_thread_free (self);

  return NULL;
}

static gboolean
end_node (gpointer data)
{
  NodeThread *self = data;

  if (self->runner != NULL)
    noob_node_runner_deinitialize (self->runner);

  return G_SOURCE_REMOVE;
}

static gboolean
thread_host_check (NoobNodeSpecification  *node,
                   GError                **error)
{
  const char *type = noob_node_specification_get_node_type (node);
  NoobTypeName kind = noob_type_name_classify (type);

  /* Whether there is such a class, or such a module, is found out when it is loaded. */
  if (kind == NOOB_TYPE_NAME_SPECIAL || kind == NOOB_TYPE_NAME_GTYPE || noob_loader_has_type (type))
    return TRUE;

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
               "node \"%s\": \"%s\" is %s, which cannot run in a thread of this process: register "
               "its function or loader here, or use transport \"ipc\"",
               noob_node_specification_get_id (node), type, noob_type_name_describe (kind));
  return FALSE;
}

static gboolean
dispatch_done (GSource     *source,
               GSourceFunc  callback,
               gpointer     data)
{
  return callback (data);
}

static GSourceFuncs done_funcs = { .dispatch = dispatch_done };

static gboolean
on_done (gpointer data)
{
  ThreadHost *self = data;
  g_autofree char *how = NULL;

  g_source_set_ready_time (self->shared->done, -1);
  g_thread_join (g_steal_pointer (&self->thread));
  self->exit_status = self->shared->error != NULL ? 1 : 0;
  how = self->shared->error != NULL
          ? g_strdup_printf ("could not begin: %s", self->shared->error->message)
          : g_strdup ("ended");
  noob_debug (LAUNCH, self->shared->bootstrap->runner_id, self->host.node_id, "its thread %s", how);
  noob_node_host_tell_ended (&self->host, how);

  return G_SOURCE_REMOVE;
}

static NoobNodeHost *
thread_host_create (const char            *runner_id,
                    NoobNodeSpecification *node)
{
  ThreadHost *self = g_new0 (ThreadHost, 1);

  return &self->host;
}

/* FALSE: it has done with its node just now. */
static gboolean
let_go (ThreadHost *self)
{
  if (!g_atomic_int_compare_and_exchange (&self->shared->state, THREAD_RUNNING, THREAD_GIVEN_UP))
    return FALSE;

  g_clear_pointer (&self->thread, g_thread_unref);
  self->shared = NULL;

  return TRUE;
}

static void
thread_host_release (NoobNodeHost *host)
{
  ThreadHost *self = (ThreadHost *) host;

  g_clear_pointer (&self->shared, node_thread_free);
}

static void
thread_host_free (NoobNodeHost *host)
{
  ThreadHost *self = (ThreadHost *) host;

  if (self->thread != NULL && !let_go (self))
    g_thread_join (self->thread);
  thread_host_release (host);
  g_free (self);
}

static gboolean
thread_host_start (NoobNodeHost    *host,
                   NoobBootstrap   *bootstrap,
                   NoobZmqContext  *zmq_context,
                   GError         **error)
{
  ThreadHost *self = (ThreadHost *) host;
  NodeThread *shared = self->shared = g_new0 (NodeThread, 1);

  shared->bootstrap = bootstrap;
  shared->zmq_context = noob_zmq_context_ref (zmq_context);
  shared->context = g_main_context_new ();
  shared->loop = g_main_loop_new (shared->context, FALSE);
  shared->host_context = g_main_context_ref_thread_default ();

  /* What the node said last comes first. */
  shared->done = g_source_new (&done_funcs, sizeof (GSource));
  g_source_set_static_name (shared->done, "noob-thread-host");
  g_source_set_priority (shared->done, G_PRIORITY_DEFAULT_IDLE);
  g_source_set_callback (shared->done, on_done, self, NULL);
  g_source_attach (shared->done, shared->host_context);

  noob_debug (LAUNCH, bootstrap->runner_id, host->node_id, "a thread of this process is to run it");
  self->thread = g_thread_try_new (host->node_id, thread_main, shared, error);

  return self->thread != NULL;
}

/* Before all else that waits there for the node to return. */
static void
thread_host_hang_up (NoobNodeHost *host)
{
  ThreadHost *self = (ThreadHost *) host;
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_static_name (source, "noob-thread-host-end");
  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, end_node, self->shared, NULL);
  g_source_attach (source, self->shared->context);
}

static void
thread_host_give_up (NoobNodeHost *host)
{
  ThreadHost *self = (ThreadHost *) host;

  thread_host_hang_up (host);
  if (!let_go (self))
    return;

  noob_debug (LAUNCH, NULL, host->node_id, "its thread is left to itself");
  noob_node_host_tell_ended (host, "was left to itself");
}

static GPid
thread_host_get_pid (NoobNodeHost *host)
{
  return 0;
}

static int
thread_host_get_exit_status (NoobNodeHost *host)
{
  return ((ThreadHost *) host)->exit_status;
}

/* It writes where this process does. */
static char *
thread_host_dup_last_words (NoobNodeHost *host)
{
  return g_strdup ("");
}

const NoobNodeHostClass noob_thread_host_class = {
  .kind = "thread",
  .given_up = "its thread, which cannot be killed, was left to itself",
  .check = thread_host_check,
  .create = thread_host_create,
  .free = thread_host_free,
  .start = thread_host_start,
  .hang_up = thread_host_hang_up,
  .give_up = thread_host_give_up,
  .release = thread_host_release,
  .get_pid = thread_host_get_pid,
  .get_exit_status = thread_host_get_exit_status,
  .dup_last_words = thread_host_dup_last_words,
};
