/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "graph/noob-tube.h"

G_BEGIN_DECLS

/* Special types that the graph itself has to know of. */
gboolean      noob_node_specification_is (NoobNodeSpecification  *specification,
                                          const char             *special_type);

NoobNodeFlags noob_tube_node_flags       (NoobNodeSpecification  *node,
                                          gboolean                stateful,
                                          gboolean                enabled);

/* What the tube was made with: also inputs that are process-scoped, and those it has not. */
NoobRecord   *noob_tube_get_given        (NoobTube               *self);

/* The values of the tube-scoped inputs: what @given (nullable) says, else defaults. transfer
 * full. */
NoobRecord   *noob_tube_bind_own_inputs  (NoobTubeSpecification  *specification,
                                          NoobRecord             *given,
                                          GError                **error);

/* The values of all inputs in one epoch: what @given (nullable) says, else what the tube was
 * given, else defaults. transfer full. */
NoobRecord   *noob_tube_bind_inputs      (NoobTube               *self,
                                          NoobRecord             *given,
                                          GError                **error);

/* The params of a node with the inputs they refer to filled in; those of a `tube` node with the
 * inputs that the inner tube inherits. transfer full. */
NoobRecord   *noob_tube_bind_params      (NoobTube               *self,
                                          NoobNodeSpecification  *node);

/* The same for an asset. */
NoobRecord   *noob_tube_bind_asset_params (NoobTube               *self,
                                           NoobAssetSpecification *asset);

/* Whether the specification (and the input it may name) lets the node run to begin with. */
gboolean      noob_tube_is_node_enabled  (NoobTube               *self,
                                          NoobNodeSpecification  *node);

/* The nodes, return node included, that are disabled to begin with: a set of interned ids. */
GHashTable   *noob_tube_list_disabled    (NoobTube               *self);

/* The nodes that do not run while those in @disabled do not: the same, and whatever cannot do
 * without one of them. Sets of interned ids; transfer full. */
GHashTable   *noob_wiring_find_cut_off   (GPtrArray              *edges,
                                          GHashTable             *disabled);

/* Whether the tube has a return node and nothing in @disabled (a set of interned ids) cuts it
 * off; @edges are the completed ones. */
gboolean      noob_tube_returns          (NoobTube               *self,
                                          GPtrArray              *edges,
                                          GHashTable             *disabled);

G_END_DECLS
