/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-host.h"

#include "core/noob-debug-private.h"
#include "zmq/noob-description-private.h"
#include "zmq/noob-node-runner-private.h"
#include "zmq/noob-run-directory-private.h"

#include <zmq.h>

/* How often the main loop has its turn in the end. A node may have left a source that is always
 * ready, and by then nobody is there any more to end a process that does not. */
#define MAX_LAST_TURNS 100

/* What a process that runs nodes consists of. */
typedef struct
{
  NoobBootstrap *bootstrap;
  void          *zmq_context;
  NoobWatch     *watch;
  GPtrArray     *runners; /* of NoobNodeRunner */
  GMainContext  *context;
  GMainLoop     *loop;
  guint          n_open;
  gboolean       orphaned;
} Host;

static void
on_closed (NoobNodeRunner *runner,
           gpointer        data)
{
  Host *self = data;

  if (--self->n_open == 0)
    g_main_loop_quit (self->loop);
}

static void
on_runner_gone (NoobWatch  *watch,
                const char *how,
                gpointer    data)
{
  Host *self = data;

  noob_debug (LAUNCH, self->bootstrap->runner_id, NULL,
              "the runner is gone (it %s): this host ends", how);
  self->orphaned = TRUE;
  for (guint i = 0; i < self->runners->len; i++)
    noob_node_runner_deinitialize (self->runners->pdata[i]);
}

/* Nobody else is left to do so. */
static void
on_clean_up (gpointer data)
{
  Host *self = data;

  if (self->bootstrap->run_directory != NULL)
    noob_run_directory_remove_path (self->bootstrap->run_directory);
}

static const NoobWatchHandlers watch_handlers = {
  .runner_gone = on_runner_gone,
  .clean_up = on_clean_up,
};

static gboolean
open_host (Host    *self,
           int      life_line,
           GError **error)
{
  self->zmq_context = zmq_ctx_new ();
  self->watch = noob_watch_new (self->zmq_context, error);
  if (self->watch == NULL)
    return FALSE;

  noob_watch_set_handlers (self->watch, &watch_handlers, self, self->bootstrap->quit_timeout);
  noob_watch_follow_life_line (self->watch, life_line);
  if (self->bootstrap->runner_pid > 0)
    noob_watch_follow_process (self->watch, (GPid) self->bootstrap->runner_pid);
  noob_watch_start (self->watch);

  for (guint i = 0; i < self->bootstrap->nodes->len; i++)
    {
      NoobNodeRunner *runner = noob_node_runner_new (
        self->zmq_context, self->watch, self->bootstrap, self->bootstrap->nodes->pdata[i]);

      g_ptr_array_add (self->runners, runner);
      g_signal_connect (runner, "closed", G_CALLBACK (on_closed), self);
      self->n_open++;
      if (!noob_node_runner_run (runner, error))
        return FALSE;
    }

  return TRUE;
}

/* Sockets linger as long as it takes the last messages to leave; the watch ends a process that
 * lingers too long. */
static void
close_host (Host *self)
{
  for (guint i = 0; i < self->runners->len; i++)
    {
      g_signal_handlers_disconnect_by_data (self->runners->pdata[i], self);
      if (self->orphaned)
        noob_node_runner_abandon (self->runners->pdata[i]);
      noob_node_runner_close (self->runners->pdata[i]);
    }
  g_ptr_array_unref (self->runners);
  g_clear_pointer (&self->watch, noob_watch_free);
  g_clear_pointer (&self->zmq_context, zmq_ctx_term);

  for (guint i = 0; i < MAX_LAST_TURNS && g_main_context_iteration (self->context, FALSE); i++)
    ;

  if (self->orphaned)
    on_clean_up (self);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  noob_bootstrap_free (self->bootstrap);
}

/* Takes @bootstrap. */
static int
answer_and_free (NoobBootstrap *bootstrap)
{
  int status = noob_description_answer (bootstrap->described);

  noob_bootstrap_free (bootstrap);

  return status;
}

/**
 * noob_host_run:
 * @fd: where to read the bootstrap from: standard input, 0
 *
 * Turns this process into a host of nodes of a [class@Noob.ZmqRunner]: what `noob-node` does, and
 * the hosts of other languages. The nodes run in the thread-default main context, which is iterated
 * until they are closed or the runner is gone.
 *
 * Returns: the exit status for the process
 *
 * Since: 1.0
 */
int
noob_host_run (int fd)
{
  Host self = { NULL, };
  g_autoptr (GError) error = NULL;
  int life_line = -1;

  self.bootstrap = noob_bootstrap_receive (fd, &life_line, &error);
  if (self.bootstrap == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }

  if (self.bootstrap->described != NULL)
    return answer_and_free (self.bootstrap);

  self.context = g_main_context_ref_thread_default ();
  self.loop = g_main_loop_new (self.context, FALSE);
  self.runners = g_ptr_array_new_with_free_func (g_object_unref);

  if (open_host (&self, life_line, &error))
    g_main_loop_run (self.loop);
  else
    g_printerr ("%s\n", error->message);

  close_host (&self);

  return error != NULL ? 1 : 0;
}
