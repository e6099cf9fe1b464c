/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

#include "core/noob-version-macros.h"

G_BEGIN_DECLS

#define NOOB_TYPE_NODE_FLAGS (noob_node_flags_get_type ())

/**
 * NoobNodeFlags:
 * @NOOB_NODE_FLAGS_NONE: a stateless node.
 * @NOOB_NODE_FLAGS_STATEFUL: runs its epochs in order, one after another.
 * @NOOB_NODE_FLAGS_MAP: opens subepochs.
 * @NOOB_NODE_FLAGS_GATHER: closes the subepochs of the innermost map above it.
 * @NOOB_NODE_FLAGS_DISABLED: does not run; its signals are expired from the start of every epoch.
 *
 * What a scheduler has to know of a node.
 *
 * Since: 1.0
 */
typedef enum /*< flags >*/
{
  NOOB_NODE_FLAGS_NONE     = 0,
  NOOB_NODE_FLAGS_STATEFUL = 1 << 0,
  NOOB_NODE_FLAGS_MAP      = 1 << 1,
  NOOB_NODE_FLAGS_GATHER   = 1 << 2,
  NOOB_NODE_FLAGS_DISABLED = 1 << 3,
} NoobNodeFlags;

NOOB_AVAILABLE_IN_1_0
GType noob_node_flags_get_type (void) G_GNUC_CONST;

G_END_DECLS
