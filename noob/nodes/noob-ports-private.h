/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-slot.h"
#include "spec/noob-node-specification.h"

G_BEGIN_DECLS

/* The one of @slots (element-type NoobSlot) that @dependency feeds: by name, by position, or a rest slot; NULL: none. */
NoobSlot *noob_ports_find_slot (GPtrArray      *slots,
                                NoobDependency *dependency);

G_END_DECLS
