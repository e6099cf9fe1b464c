/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-record.h"

G_BEGIN_DECLS

#define NOOB_TYPE_NODE_SPECIFICATION (noob_node_specification_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (NoobNodeSpecification, noob_node_specification, NOOB, NODE_SPECIFICATION, GObject)

#define NOOB_TYPE_DEPENDENCY (noob_dependency_get_type ())

/* NoobDependency: boxed, immutable, copied by reference: one entry of `depends`. Its slot is the name given,
 * or the position as a decimal string. Source node is a node id, `input` or `assets`. */
typedef struct _NoobDependency NoobDependency;

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
GType           noob_dependency_get_type             (void) G_GNUC_CONST;

NOOB_AVAILABLE_IN_1_0
const char     *noob_dependency_get_slot             (NoobDependency        *self);

NOOB_AVAILABLE_IN_1_0
gboolean        noob_dependency_is_positional        (NoobDependency        *self);

NOOB_AVAILABLE_IN_1_0
const char     *noob_dependency_get_source_node      (NoobDependency        *self);

NOOB_AVAILABLE_IN_1_0
const char     *noob_dependency_get_source_signal    (NoobDependency        *self);

/* Properties (read only): id, node-type, description, directory. Setters do not exist: a specification is built
 * by loading. */

NOOB_AVAILABLE_IN_1_0
const char     *noob_node_specification_get_id            (NoobNodeSpecification *self);

/* `type` of the file; "node-type", because GObject uses "type". */
NOOB_AVAILABLE_IN_1_0
const char     *noob_node_specification_get_node_type     (NoobNodeSpecification *self);

NOOB_AVAILABLE_IN_1_0
const char     *noob_node_specification_get_description   (NoobNodeSpecification *self);

/* The folder of the file that gave the `type`, against which relative paths in it are resolved; nullable for inline data. */
NOOB_AVAILABLE_IN_1_0
const char     *noob_node_specification_get_directory     (NoobNodeSpecification *self);

NOOB_AVAILABLE_IN_1_0
NoobDependsForm noob_node_specification_get_depends_form  (NoobNodeSpecification *self);

/* transfer none, element-type NoobDependency; never NULL. */
NOOB_AVAILABLE_IN_1_0
GPtrArray      *noob_node_specification_get_depends       (NoobNodeSpecification *self);

/* transfer none; never NULL; as in the file: strings `input.NAME` are not yet replaced. */
NOOB_AVAILABLE_IN_1_0
NoobRecord     *noob_node_specification_get_params        (NoobNodeSpecification *self);

/* The constant; TRUE when an input decides. */
NOOB_AVAILABLE_IN_1_0
gboolean        noob_node_specification_get_enabled       (NoobNodeSpecification *self);

/* The tube-scoped input that decides whether the node is enabled; nullable. */
NOOB_AVAILABLE_IN_1_0
const char     *noob_node_specification_get_enabled_input (NoobNodeSpecification *self);

/* FALSE: the file does not say, and the node's own default counts; else @stateful (out) is what it says. */
NOOB_AVAILABLE_IN_1_0
gboolean        noob_node_specification_get_stateful      (NoobNodeSpecification *self,
                                                           gboolean              *stateful);

G_END_DECLS
