/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

#include "core/noob-error.h"

G_BEGIN_DECLS

/* Starts one host process and follows it until it ends. What the host writes to its standard
 * output and error is logged line by line. Belongs to the thread-default main context in which
 * it was made. */
typedef struct _NoobLauncher NoobLauncher;

/* Once, when the process has ended and all that it wrote was read; @how is "exited with status
 * 3" or the like. The launcher may be freed here. */
typedef void (* NoobLauncherFunc) (NoobLauncher *launcher,
                                   const char   *how,
                                   gpointer      user_data);

/* @runner_id: the run that log messages are of; nullable.
 * @name: the node, or group of nodes, that they speak of. */
NoobLauncher *noob_launcher_new                 (const char         *runner_id,
                                                 const char         *name,
                                                 NoobLauncherFunc    ended,
                                                 gpointer            user_data);

/* Kills the process if it still runs; @ended is not called any more. */
void          noob_launcher_free                (NoobLauncher       *self);

/* The host gets @bootstrap, one line, on its standard input, which then stays open until the
 * launcher is freed or the process of the launcher ends, so that the host can tell when that is. */
gboolean      noob_launcher_launch              (NoobLauncher       *self,
                                                 const char *const  *argv,
                                                 const char         *bootstrap,
                                                 GError            **error);

/* As if this process had ended. */
void          noob_launcher_cut_life_line       (NoobLauncher       *self);

/* Asks the process to end, and kills it after @patience milliseconds; at once if that is 0. */
void          noob_launcher_terminate           (NoobLauncher       *self,
                                                 guint               patience);

GPid          noob_launcher_get_pid             (NoobLauncher       *self);

/* How it ended; NULL before. */
const char   *noob_launcher_get_end             (NoobLauncher       *self);

/* The exit status, 128 + N for signal N, or -1 when it is not known. */
int           noob_launcher_get_exit_status     (NoobLauncher       *self);

/* The last lines, up to 4 KiB, that it wrote; perhaps empty. */
char         *noob_launcher_dup_last_words      (NoobLauncher       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobLauncher, noob_launcher_free)

G_END_DECLS
