/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nodes/noob-loader.h"

G_BEGIN_DECLS

NOOB_AVAILABLE_IN_1_0
void noob_use_introspection (void);

G_END_DECLS
