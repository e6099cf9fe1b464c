/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nodes/noob-loader.h"

G_BEGIN_DECLS

#define NOOB_TYPE_SPECIAL_LOADER (noob_special_loader_get_type ())

G_DECLARE_FINAL_TYPE (NoobSpecialLoader, noob_special_loader, NOOB, SPECIAL_LOADER, NoobLoader)

G_END_DECLS
