/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-launcher-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/noob-debug-private.h"
#include "zmq/noob-output-tail-private.h"

#define READ_SIZE 16384
#define PIPE_SIZE 65536

struct _NoobLauncher
{
  char *runner_id; /* nullable */
  char *name;
  NoobLauncherFunc ended;
  gpointer user_data;
  GMainContext *context;

  GPid pid; /* 0 before it is launched */
  int pidfd;
  int life_line;
  int output;
  NoobOutputTail *tail;

  GSource *end_source;
  GSource *output_source;
  GSource *kill_source;

  char *end; /* in words, once it has ended */
  int exit_status;
};

static void
log_line (const char *line,
          gpointer    user_data)
{
  NoobLauncher *self = user_data;

  if (line[0] == '\0')
    return;

  noob_log (G_LOG_LEVEL_MESSAGE, self->runner_id, self->name, "%s: %s", self->name, line);
}

static void
close_fd (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

static void
clear_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static GSource *
attach (NoobLauncher *self,
        GSource      *source,
        const char   *name,
        GSourceFunc   callback)
{
  g_source_set_name (source, name);
  g_source_set_callback (source, callback, self, NULL);
  g_source_attach (source, self->context);
  return source;
}

/* FALSE at the end of the output. */
static gboolean
read_output (NoobLauncher *self)
{
  char buffer[READ_SIZE];
  gssize n_read = read (self->output, buffer, sizeof buffer);

  if (n_read > 0)
    noob_output_tail_add (self->tail, buffer, n_read);
  return n_read > 0 || (n_read < 0 && errno == EINTR);
}

static gboolean
on_output (int          fd,
           GIOCondition condition,
           gpointer     user_data)
{
  NoobLauncher *self = user_data;

  /* One piece at a time, so that a flood does not hold up everything else. */
  return read_output (self) || errno == EAGAIN;
}

static void
describe_signal (NoobLauncher *self,
                 int           number,
                 gboolean      dumped_core)
{
  self->exit_status = 128 + number;
  self->end = g_strdup_printf ("was killed by signal %d (%s)%s", number, g_strsignal (number),
                               dumped_core ? " and dumped core" : "");
}

static void
describe_status (NoobLauncher *self,
                 int           status)
{
  self->exit_status = status;
  self->end = g_strdup_printf ("exited with status %d", status);
}

static void
describe_unknown (NoobLauncher *self)
{
  self->exit_status = -1;
  self->end = g_strdup ("ended in an unknown way");
}

/* Has to come after the process ended, or waits for that. */
static void
reap (NoobLauncher *self)
{
  siginfo_t info = { 0 };
  int result;

  do
    result = waitid (P_PID, self->pid, &info, WEXITED);
  while (result != 0 && errno == EINTR);

  if (result != 0)
    describe_unknown (self); /* somebody else reaped it, or ignores SIGCHLD */
  else if (info.si_code == CLD_EXITED)
    describe_status (self, info.si_status);
  else
    describe_signal (self, info.si_status, info.si_code == CLD_DUMPED);
}

static void
finish (NoobLauncher *self)
{
  clear_source (&self->kill_source);
  clear_source (&self->output_source);
  /* What it wrote last is in the pipe by now. A child of its own may go on writing for ever. */
  for (guint i = 0; i < PIPE_SIZE / READ_SIZE && read_output (self); i++)
    ;
  noob_output_tail_finish (self->tail);
  noob_debug (LAUNCH, self->runner_id, self->name, "process %d %s", self->pid, self->end);
  self->ended (self, self->end, self->user_data);
}

static gboolean
on_pidfd (int          fd,
          GIOCondition condition,
          gpointer     user_data)
{
  NoobLauncher *self = user_data;

  reap (self);
  finish (self);
  return G_SOURCE_REMOVE;
}

/* Where the kernel has no pidfd. */
static void
on_child_watch (GPid     pid,
                int      wait_status,
                gpointer user_data)
{
  NoobLauncher *self = user_data;

  if (WIFEXITED (wait_status))
    describe_status (self, WEXITSTATUS (wait_status));
  else if (WIFSIGNALED (wait_status))
    describe_signal (self, WTERMSIG (wait_status), WCOREDUMP (wait_status));
  else
    describe_unknown (self);
  finish (self);
}

static gboolean
on_out_of_patience (gpointer user_data)
{
  NoobLauncher *self = user_data;

  noob_debug (LAUNCH, self->runner_id, self->name, "process %d did not end and is killed",
              self->pid);
  kill (self->pid, SIGKILL);
  return G_SOURCE_REMOVE;
}

static gboolean
fail (NoobLauncher  *self,
      const char    *what,
      int            code,
      GError       **error)
{
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_FAILED, "cannot %s for \"%s\": %s", what, self->name,
               g_strerror (code));
  return FALSE;
}

/* Before the process is there: it all fits in the pipe, or else is refused. */
static gboolean
write_bootstrap (NoobLauncher  *self,
                 const char    *bootstrap,
                 GError       **error)
{
  g_autofree char *line = g_strconcat (bootstrap, "\n", NULL);
  gsize length = strlen (line);
  gssize n_written;

  g_unix_set_fd_nonblocking (self->life_line, TRUE, NULL);
  n_written = write (self->life_line, line, length);
  if (n_written == (gssize) length)
    return TRUE;
  return fail (self, "write the bootstrap", n_written < 0 ? errno : EMSGSIZE, error);
}

/* Signals as a program expects them, whatever this process does with its own. A process group of
 * its own keeps the interrupt key of a terminal away from the host: it is for the runner to end
 * it. */
static void
init_attributes (posix_spawnattr_t *attributes)
{
  sigset_t none;
  sigset_t all;

  sigemptyset (&none);
  sigfillset (&all);
  posix_spawnattr_init (attributes);
  posix_spawnattr_setsigmask (attributes, &none);
  posix_spawnattr_setsigdefault (attributes, &all);
  posix_spawnattr_setpgroup (attributes, 0);
  posix_spawnattr_setflags (attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                        POSIX_SPAWN_SETPGROUP);
}

static int
spawn (NoobLauncher      *self,
       const char *const *argv,
       int                input,
       int                output)
{
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int code;

  init_attributes (&attributes);
  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_adddup2 (&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2 (&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2 (&actions, output, STDERR_FILENO);
  posix_spawn_file_actions_addclosefrom_np (&actions, STDERR_FILENO + 1);
  code = posix_spawnp (&self->pid, argv[0], &actions, &attributes, (char **) argv, environ);
  posix_spawn_file_actions_destroy (&actions);
  posix_spawnattr_destroy (&attributes);
  return code;
}

/* Keeps off 0, 1 and 2, which the child's are copied over. */
static gboolean
open_pipe (int fds[2])
{
  if (pipe2 (fds, O_CLOEXEC) != 0)
    return FALSE;
  for (guint i = 0; i < 2; i++)
    if (fds[i] <= STDERR_FILENO)
      {
        int moved = fcntl (fds[i], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);

        close (fds[i]);
        fds[i] = moved;
      }
  return TRUE;
}

static void
follow (NoobLauncher *self)
{
  self->pidfd = pidfd_open (self->pid, 0);
  if (self->pidfd >= 0)
    self->end_source = attach (self, g_unix_fd_source_new (self->pidfd, G_IO_IN),
                               "noob-launcher-end", G_SOURCE_FUNC (on_pidfd));
  else
    self->end_source = attach (self, g_child_watch_source_new (self->pid), "noob-launcher-end",
                               G_SOURCE_FUNC (on_child_watch));

  g_unix_set_fd_nonblocking (self->output, TRUE, NULL);
  self->output_source = attach (self, g_unix_fd_source_new (self->output, G_IO_IN | G_IO_HUP),
                                "noob-launcher-output", G_SOURCE_FUNC (on_output));
}

NoobLauncher *
noob_launcher_new (const char       *runner_id,
                   const char       *name,
                   NoobLauncherFunc  ended,
                   gpointer          user_data)
{
  NoobLauncher *self = g_new0 (NoobLauncher, 1);

  self->runner_id = g_strdup (runner_id);
  self->name = g_strdup (name);
  self->ended = ended;
  self->user_data = user_data;
  self->context = g_main_context_ref_thread_default ();
  self->pidfd = -1;
  self->life_line = -1;
  self->output = -1;
  self->exit_status = -1;
  self->tail = noob_output_tail_new (log_line, self);
  return self;
}

void
noob_launcher_free (NoobLauncher *self)
{
  clear_source (&self->kill_source);
  clear_source (&self->output_source);
  clear_source (&self->end_source); /* before reaping, which a child watch would do too */
  if (self->pid && !self->end)
    {
      kill (self->pid, SIGKILL);
      reap (self);
    }
  close_fd (&self->pidfd);
  close_fd (&self->life_line);
  close_fd (&self->output);
  noob_output_tail_free (self->tail);
  g_main_context_unref (self->context);
  g_free (self->end);
  g_free (self->name);
  g_free (self->runner_id);
  g_free (self);
}

gboolean
noob_launcher_launch (NoobLauncher       *self,
                      const char *const  *argv,
                      const char         *bootstrap,
                      GError            **error)
{
  int input[2];
  int output[2];
  int code;

  g_return_val_if_fail (self->pid == 0, FALSE);

  if (!open_pipe (input))
    return fail (self, "make a pipe", errno, error);
  self->life_line = input[1];
  if (!open_pipe (output))
    {
      code = errno;
      close (input[0]);
      return fail (self, "make a pipe", code, error);
    }
  self->output = output[0];

  code = write_bootstrap (self, bootstrap, error) ? spawn (self, argv, input[0], output[1]) : -1;
  close (input[0]);
  close (output[1]);
  if (code == 0)
    {
      noob_debug (LAUNCH, self->runner_id, self->name, "process %d runs %s", self->pid, argv[0]);
      follow (self);
      return TRUE;
    }
  self->pid = 0;
  if (code > 0)
    {
      g_autofree char *what = g_strdup_printf ("start %s", argv[0]);

      fail (self, what, code, error);
    }
  return FALSE;
}

void
noob_launcher_cut_life_line (NoobLauncher *self)
{
  close_fd (&self->life_line);
}

void
noob_launcher_terminate (NoobLauncher *self,
                         guint         patience)
{
  if (!self->pid || self->end)
    return;
  noob_debug (LAUNCH, self->runner_id, self->name, "process %d is told to end within %u ms",
              self->pid, patience);
  clear_source (&self->kill_source);
  kill (self->pid, patience > 0 ? SIGTERM : SIGKILL);
  if (patience > 0)
    self->kill_source = attach (self, g_timeout_source_new (patience), "noob-launcher-kill",
                                on_out_of_patience);
}

GPid
noob_launcher_get_pid (NoobLauncher *self)
{
  return self->pid;
}

const char *
noob_launcher_get_end (NoobLauncher *self)
{
  return self->end;
}

int
noob_launcher_get_exit_status (NoobLauncher *self)
{
  return self->exit_status;
}

char *
noob_launcher_dup_last_words (NoobLauncher *self)
{
  return noob_output_tail_dup (self->tail);
}
