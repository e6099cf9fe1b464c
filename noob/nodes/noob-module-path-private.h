/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gmodule.h>

G_BEGIN_DECLS

/* The folders of $NOOB_MODULE_PATH, then the one where modules are installed. */
char    **noob_module_path_get_folders (void);

/* Opens a module for good, since GTypes and the code of running nodes cannot go away;
 * NOOB_ERROR_LOAD. */
GModule  *noob_module_path_open        (const char  *file_name,
                                        GError     **error);

/* The first module of that name in the folders, else the dynamic linker's; NOOB_ERROR_LOAD tells
 * where it looked. */
GModule  *noob_module_path_find        (const char  *name,
                                        GError     **error);

G_END_DECLS
