/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nodes/noob-loader.h"

G_BEGIN_DECLS

#define NOOB_TYPE_GTYPE_LOADER (noob_gtype_loader_get_type ())

/* Loads the classes that are registered in the process, linked to the program, or in a module of
 * the module path. */
G_DECLARE_FINAL_TYPE (NoobGtypeLoader, noob_gtype_loader, NOOB, GTYPE_LOADER, NoobLoader)

/* Adds copies of the names of all node classes of the process to @names. */
void noob_gtype_loader_list_names (GPtrArray *names);

G_END_DECLS
