/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-event-store.h"
#include "nodes/noob-node.h"
#include "spec/noob-node-specification.h"

G_BEGIN_DECLS

#define NOOB_TYPE_RETURN (noob_return_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (NoobReturn, noob_return, NOOB, RETURN, NoobNode)

/* @specification decides the shape (its depends and their form). */
NOOB_AVAILABLE_IN_1_0
NoobReturn *noob_return_new     (NoobNodeSpecification *specification);

/* What root epoch @epoch hands back, found in @store. @result (out, caller-allocates): the scalar value, a NoobList for positions, a NoobRecord for names,
 * a NoobList of both for a mix; NOOB_NO_EVENT when nothing arrived or a required slot is without event. Slot whose events: exactly one, in
 * the root epoch itself: its value; otherwise NoobList of all in epoch order. Input sources come as values in @inputs (nullable) by
 * input name. */
NOOB_AVAILABLE_IN_1_0
void        noob_return_collect (NoobReturn            *self,
                                 NoobEventStore        *store,
                                 NoobEpoch             *epoch,
                                 NoobRecord            *inputs,
                                 GValue                *result);

G_END_DECLS
