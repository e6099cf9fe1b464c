/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-watch-private.h"

#include <errno.h>
#include <glib-unix.h>
#include <stdlib.h>
#include <sys/pidfd.h>
#include <unistd.h>

#include "core/noob-debug-private.h"

struct _NoobWatch
{
  NoobAuthenticator *authenticator;

  GMainContext *context; /* of the watch thread */
  GMainLoop *loop;
  GThread *thread;
  GArray *followed; /* descriptors */

  GMainContext *owner_context;
  const NoobWatchHandlers *handlers;
  gpointer handlers_data;
  guint quit_timeout;

  GMutex lock;
  char *how;             /* the runner ended, once it has; guarded */
  GSource *announcement; /* in the owner's context; guarded */
};

static const NoobWatchHandlers no_handlers;

static void
attach (GSource      *source,
        GMainContext *context,
        const char   *name,
        GSourceFunc   callback,
        gpointer      data)
{
  g_source_set_name (source, name);
  g_source_set_callback (source, callback, data, NULL);
  g_source_attach (source, context);
  g_source_unref (source);
}

static gboolean
on_announcement (gpointer user_data)
{
  NoobWatch *self = user_data;

  /* Set once and for all before this was attached. The handler may free the watch. */
  if (self->handlers->runner_gone)
    self->handlers->runner_gone (self, self->how, self->handlers_data);
  return G_SOURCE_REMOVE;
}

static gboolean
on_quit_timeout (gpointer user_data)
{
  NoobWatch *self = user_data;

  g_warning ("the runner is gone (it %s), and the teardown took more than %u ms: ending this "
             "process", self->how, self->quit_timeout);
  if (self->handlers->clean_up)
    self->handlers->clean_up (self->handlers_data);
  /* Not exit (): what it would run may be what hangs. */
  _exit (EXIT_FAILURE);
}

void
noob_watch_declare_runner_gone (NoobWatch  *self,
                                const char *how)
{
  g_mutex_lock (&self->lock);
  if (!self->how)
    {
      self->how = g_strdup (how);
      attach (g_timeout_source_new (self->quit_timeout), self->context, "noob-watch-quit-timeout",
              on_quit_timeout, self);
      self->announcement = g_idle_source_new ();
      g_source_set_priority (self->announcement, G_PRIORITY_HIGH);
      attach (g_source_ref (self->announcement), self->owner_context, "noob-watch-runner-gone",
              on_announcement, self);
    }
  g_mutex_unlock (&self->lock);
}

static gboolean
on_life_line (int          fd,
              GIOCondition condition,
              gpointer     user_data)
{
  NoobWatch *self = user_data;
  char ignored[256];
  gssize n_read = read (fd, ignored, sizeof ignored);

  if (n_read > 0 || (n_read < 0 && (errno == EINTR || errno == EAGAIN)))
    return G_SOURCE_CONTINUE;
  noob_watch_declare_runner_gone (self, "closed the life line");
  return G_SOURCE_REMOVE;
}

static gboolean
on_process_ended (int          fd,
                  GIOCondition condition,
                  gpointer     user_data)
{
  noob_watch_declare_runner_gone (user_data, "ended");
  return G_SOURCE_REMOVE;
}

static void
close_fd (gpointer fd)
{
  close (*(int *) fd);
}

static void
follow_fd (NoobWatch         *self,
           int                fd,
           const char        *name,
           GUnixFDSourceFunc  callback)
{
  g_array_append_val (self->followed, fd);
  attach (g_unix_fd_source_new (fd, G_IO_IN | G_IO_HUP | G_IO_ERR), self->context, name,
          G_SOURCE_FUNC (callback), self);
}

static gpointer
watch_thread (gpointer data)
{
  NoobWatch *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

NoobWatch *
noob_watch_new (void    *zmq_context,
                GError **error)
{
  g_autoptr (NoobWatch) self = g_new0 (NoobWatch, 1);

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->followed = g_array_new (FALSE, FALSE, sizeof (int));
  g_array_set_clear_func (self->followed, close_fd);
  self->owner_context = g_main_context_ref_thread_default ();
  self->handlers = &no_handlers;
  g_mutex_init (&self->lock);

  self->authenticator = noob_authenticator_new (zmq_context, self->context, error);
  if (!self->authenticator)
    return NULL;
  return g_steal_pointer (&self);
}

static gboolean
on_stop (gpointer user_data)
{
  NoobWatch *self = user_data;

  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

void
noob_watch_free (NoobWatch *self)
{
  if (self->thread)
    {
      /* From within the loop: quitting one that does not run yet would be forgotten. */
      attach (g_idle_source_new (), self->context, "noob-watch-stop", on_stop, self);
      g_thread_join (self->thread);
    }
  if (self->announcement)
    g_source_destroy (self->announcement);
  g_clear_pointer (&self->announcement, g_source_unref);
  g_clear_pointer (&self->authenticator, noob_authenticator_free);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_main_context_unref (self->owner_context);
  g_array_unref (self->followed);
  g_mutex_clear (&self->lock);
  g_free (self->how);
  g_free (self);
}

NoobAuthenticator *
noob_watch_get_authenticator (NoobWatch *self)
{
  return self->authenticator;
}

GMainContext *
noob_watch_get_context (NoobWatch *self)
{
  return self->context;
}

void
noob_watch_set_handlers (NoobWatch               *self,
                         const NoobWatchHandlers *handlers,
                         gpointer                 user_data,
                         guint                    quit_timeout)
{
  self->handlers = handlers;
  self->handlers_data = user_data;
  self->quit_timeout = quit_timeout;
}

void
noob_watch_follow_life_line (NoobWatch *self,
                             int        fd)
{
  g_unix_set_fd_nonblocking (fd, TRUE, NULL);
  follow_fd (self, fd, "noob-watch-life-line", on_life_line);
}

void
noob_watch_follow_process (NoobWatch *self,
                           GPid       pid)
{
  int fd = pidfd_open (pid, 0);

  if (fd >= 0)
    follow_fd (self, fd, "noob-watch-process", on_process_ended);
  else if (errno == ESRCH)
    noob_watch_declare_runner_gone (self, "had ended before this process began");
  else
    noob_debug (LAUNCH, NULL, NULL, "process %d cannot be followed, only the life line: %s", pid,
                g_strerror (errno));
}

void
noob_watch_start (NoobWatch *self)
{
  self->thread = g_thread_new ("noob-watch", watch_thread, self);
}
