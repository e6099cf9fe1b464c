/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nodes/noob-node.h"

G_BEGIN_DECLS

#define NOOB_TYPE_GATHER (noob_gather_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (NoobGather, noob_gather, NOOB, GATHER, NoobNode)

G_END_DECLS
