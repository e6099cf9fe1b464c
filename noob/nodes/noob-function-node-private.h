/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nodes/noob-function.h"
#include "nodes/noob-node.h"
#include "spec/noob-node-specification.h"

G_BEGIN_DECLS

#define NOOB_TYPE_FUNCTION_NODE (noob_function_node_get_type ())

G_DECLARE_FINAL_TYPE (NoobFunctionNode, noob_function_node, NOOB, FUNCTION_NODE, NoobNode)

/* The node that calls @function. @owner (nullable, transfer full): keeps what the function needs;
 * it is freed by @destroy with the node. @state: what a function without `open` gets.
 * NOOB_ERROR_LOAD when the signature is malformed; @owner is freed then, too. */
NoobNode *noob_function_node_new (const NoobFunction     *function,
                                  gpointer                state,
                                  gpointer                owner,
                                  GDestroyNotify          destroy,
                                  NoobNodeSpecification  *specification,
                                  NoobRecord             *params,
                                  GError                **error);

G_END_DECLS
