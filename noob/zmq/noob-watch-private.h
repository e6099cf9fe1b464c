/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

#include "zmq/noob-authenticator-private.h"

G_BEGIN_DECLS

/* The small thread of a process that keeps what must not wait for a busy node: it authenticates
 * peers, and sees whether the runner that this process works for is still there. When it is gone
 * the process is asked to tear down, and ended if it does not do so in time. */
typedef struct _NoobWatch NoobWatch;

typedef struct
{
  /* In the main context in which the watch was made: tear down, and then free the watch. */
  void (* runner_gone) (NoobWatch  *watch,
                        const char *how,
                        gpointer    user_data);

  /* In the watch thread, with everything else still running, right before the process is ended. */
  void (* clean_up)    (gpointer    user_data);
} NoobWatchHandlers;

/* Before any socket of @zmq_context is made. Belongs to the thread-default main context of the
 * caller. */
NoobWatch         *noob_watch_new                 (void                     *zmq_context,
                                                   GError                  **error);

/* Ends the thread; that also says that a teardown is finished. Before the zmq context is
 * terminated. */
void               noob_watch_free                (NoobWatch                *self);

NoobAuthenticator *noob_watch_get_authenticator   (NoobWatch                *self);

/* @quit_timeout: in milliseconds, how long a teardown may take. */
void               noob_watch_set_handlers        (NoobWatch                *self,
                                                   const NoobWatchHandlers  *handlers,
                                                   gpointer                  user_data,
                                                   guint                     quit_timeout);

/* The runner is gone when @fd, which is taken, is at its end. Like what follows, before the
 * start. */
void               noob_watch_follow_life_line    (NoobWatch                *self,
                                                   int                       fd);

/* The runner is gone when process @pid is; of use only on the same machine. */
void               noob_watch_follow_process      (NoobWatch                *self,
                                                   GPid                      pid);

void               noob_watch_start               (NoobWatch                *self);

/* From any thread: something else, such as a lease that was not renewed, says that the runner is
 * gone. The first such news counts. */
void               noob_watch_declare_runner_gone (NoobWatch                *self,
                                                   const char               *how);

/* For sources that are to be dispatched in the watch thread. */
GMainContext      *noob_watch_get_context         (NoobWatch                *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobWatch, noob_watch_free)

G_END_DECLS
