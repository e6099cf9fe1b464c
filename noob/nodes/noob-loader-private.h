/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nodes/noob-loader.h"

G_BEGIN_DECLS

/* Whether a loader of this process takes @node_type. It may fail yet to load it. */
gboolean noob_loader_has_type (const char *node_type);

G_END_DECLS
