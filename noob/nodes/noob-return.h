/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-event-store.h"
#include "nodes/noob-node.h"
#include "spec/noob-node-specification.h"

G_BEGIN_DECLS

#define NOOB_TYPE_RETURN (noob_return_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (NoobReturn, noob_return, NOOB, RETURN, NoobNode)

NOOB_AVAILABLE_IN_1_0
NoobReturn *noob_return_new     (NoobNodeSpecification *specification);

NOOB_AVAILABLE_IN_1_0
void        noob_return_collect (NoobReturn            *self,
                                 NoobEventStore        *store,
                                 NoobEpoch             *epoch,
                                 NoobRecord            *inputs,
                                 GValue                *result);

G_END_DECLS
