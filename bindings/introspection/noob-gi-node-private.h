/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <noob.h>

G_BEGIN_DECLS

#define NOOB_TYPE_GI_NODE (noob_gi_node_get_type ())
G_DECLARE_FINAL_TYPE (NoobGiNode, noob_gi_node, NOOB, GI_NODE, NoobNode)

/* A node that calls what its type names in a typelib; an object of the class itself where that is
 * one of nodes. NOOB_ERROR_LOAD. */
NoobNode *noob_gi_node_new (NoobNodeSpecification  *specification,
                            NoobRecord             *params,
                            GError                **error);

G_END_DECLS
