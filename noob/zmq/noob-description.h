/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-record.h"
#include "spec/noob-node-specification.h"

G_BEGIN_DECLS

NOOB_AVAILABLE_IN_1_0
NoobRecord *noob_describe_node (NoobNodeSpecification  *specification,
                                GError                **error);

G_END_DECLS
