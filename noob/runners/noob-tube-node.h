/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "graph/noob-tube.h"
#include "nodes/noob-node.h"

G_BEGIN_DECLS

#define NOOB_TYPE_TUBE_NODE (noob_tube_node_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (NoobTubeNode, noob_tube_node, NOOB, TUBE_NODE, NoobNode)

NOOB_AVAILABLE_IN_1_0
NoobNode *noob_tube_node_new      (const char   *id,
                                   NoobTube     *tube);

NOOB_AVAILABLE_IN_1_0
NoobTube *noob_tube_node_get_tube (NoobTubeNode *self);

G_END_DECLS
