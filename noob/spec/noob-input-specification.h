/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-record.h"

G_BEGIN_DECLS

#define NOOB_TYPE_INPUT_SPECIFICATION (noob_input_specification_get_type ())
#define NOOB_TYPE_INPUT_SCOPE (noob_input_scope_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (NoobInputSpecification, noob_input_specification,
                      NOOB, INPUT_SPECIFICATION, GObject)

/**
 * NoobInputScope:
 * @NOOB_INPUT_SCOPE_TUBE: given when the tube is made.
 * @NOOB_INPUT_SCOPE_PROCESS: given with each process call.
 *
 * When an input is given.
 *
 * Since: 1.0
 */
typedef enum
{
  NOOB_INPUT_SCOPE_TUBE,
  NOOB_INPUT_SCOPE_PROCESS,
} NoobInputScope;

NOOB_AVAILABLE_IN_1_0
GType          noob_input_scope_get_type                (void) G_GNUC_CONST;

NOOB_AVAILABLE_IN_1_0
const char    *noob_input_specification_get_id          (NoobInputSpecification *self);

NOOB_AVAILABLE_IN_1_0
const char    *noob_input_specification_get_input_type  (NoobInputSpecification *self);

NOOB_AVAILABLE_IN_1_0
const char    *noob_input_specification_get_description (NoobInputSpecification *self);

NOOB_AVAILABLE_IN_1_0
NoobInputScope noob_input_specification_get_scope       (NoobInputSpecification *self);

NOOB_AVAILABLE_IN_1_0
gboolean       noob_input_specification_get_required    (NoobInputSpecification *self);

NOOB_AVAILABLE_IN_1_0
const GValue  *noob_input_specification_get_default     (NoobInputSpecification *self);

G_END_DECLS
