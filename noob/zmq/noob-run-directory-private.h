/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

#include "core/noob-error.h"

G_BEGIN_DECLS

/* The private directory of one runner's sockets: in $XDG_RUNTIME_DIR/noob/, or else in a private
 * directory in the temporary one. Whose lock file nobody holds belongs to a runner that is gone. */
typedef struct _NoobRunDirectory NoobRunDirectory;

/* Also removes what runners that are gone left behind. NOOB_ERROR_STATE when @runner_id is in
 * use, NOOB_ERROR_INPUT when it cannot be an id. */
NoobRunDirectory *noob_run_directory_new         (const char        *runner_id,
                                                  GError           **error);

/* Lets go of the lock, and removes the directory with all that is in it. */
void              noob_run_directory_free        (NoobRunDirectory  *self);

const char       *noob_run_directory_get_path    (NoobRunDirectory  *self);

/* Where socket number @index in the directory at @path is bound. */
char             *noob_run_directory_address     (const char        *path,
                                                  guint              index);

/* For a process that outlives the runner: removes the directory at @path and all that is in it. */
void              noob_run_directory_remove_path (const char        *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobRunDirectory, noob_run_directory_free)

G_END_DECLS
