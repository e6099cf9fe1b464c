/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nodes/noob-loader.h"

G_BEGIN_DECLS

#define NOOB_TYPE_FUNCTION_LOADER (noob_function_loader_get_type ())

/* Loads the functions that were registered with noob_register_function (). */
G_DECLARE_FINAL_TYPE (NoobFunctionLoader, noob_function_loader, NOOB, FUNCTION_LOADER, NoobLoader)

/* Adds copies of the registered names to @names. */
void noob_function_loader_list_names (GPtrArray *names);

G_END_DECLS
