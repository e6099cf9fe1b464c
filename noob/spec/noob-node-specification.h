/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-record.h"
#include "spec/noob-dependency.h"

G_BEGIN_DECLS

#define NOOB_TYPE_NODE_SPECIFICATION (noob_node_specification_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (NoobNodeSpecification, noob_node_specification,
                      NOOB, NODE_SPECIFICATION, GObject)

/**
 * NoobDependsForm:
 * @NOOB_DEPENDS_NONE: there is no `depends`.
 * @NOOB_DEPENDS_SCALAR: one value, not in a list.
 * @NOOB_DEPENDS_LIST: a list of positions.
 * @NOOB_DEPENDS_MAP: a list of one-key maps.
 * @NOOB_DEPENDS_MIXED: a list of both.
 *
 * How `depends` was written, which decides the shape of what a return node gives.
 *
 * Since: 1.0
 */
typedef enum
{
  NOOB_DEPENDS_NONE,
  NOOB_DEPENDS_SCALAR,
  NOOB_DEPENDS_LIST,
  NOOB_DEPENDS_MAP,
  NOOB_DEPENDS_MIXED,
} NoobDependsForm;

NOOB_AVAILABLE_IN_1_0
const char     *noob_node_specification_get_id            (NoobNodeSpecification *self);

NOOB_AVAILABLE_IN_1_0
const char     *noob_node_specification_get_node_type     (NoobNodeSpecification *self);

NOOB_AVAILABLE_IN_1_0
const char     *noob_node_specification_get_description   (NoobNodeSpecification *self);

NOOB_AVAILABLE_IN_1_0
const char     *noob_node_specification_get_directory     (NoobNodeSpecification *self);

NOOB_AVAILABLE_IN_1_0
NoobDependsForm noob_node_specification_get_depends_form  (NoobNodeSpecification *self);

NOOB_AVAILABLE_IN_1_0
GPtrArray      *noob_node_specification_get_depends       (NoobNodeSpecification *self);

NOOB_AVAILABLE_IN_1_0
NoobRecord     *noob_node_specification_get_params        (NoobNodeSpecification *self);

NOOB_AVAILABLE_IN_1_0
gboolean        noob_node_specification_get_enabled       (NoobNodeSpecification *self);

NOOB_AVAILABLE_IN_1_0
const char     *noob_node_specification_get_enabled_input (NoobNodeSpecification *self);

NOOB_AVAILABLE_IN_1_0
gboolean        noob_node_specification_get_stateful      (NoobNodeSpecification *self,
                                                           gboolean              *stateful);

G_END_DECLS
