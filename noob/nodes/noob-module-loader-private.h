/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nodes/noob-loader.h"

G_BEGIN_DECLS

#define NOOB_TYPE_MODULE_LOADER (noob_module_loader_get_type ())

G_DECLARE_FINAL_TYPE (NoobModuleLoader, noob_module_loader, NOOB, MODULE_LOADER, NoobLoader)

G_END_DECLS
