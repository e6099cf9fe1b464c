/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

#include "core/noob-version-macros.h"

G_BEGIN_DECLS

NOOB_AVAILABLE_IN_1_0
gboolean noob_use_gjs (void);

G_END_DECLS
