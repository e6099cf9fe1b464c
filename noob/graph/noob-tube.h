/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "graph/noob-scheduler.h"
#include "spec/noob-tube-specification.h"

G_BEGIN_DECLS

#define NOOB_TYPE_TUBE (noob_tube_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (NoobTube, noob_tube, NOOB, TUBE, GObject)

NOOB_AVAILABLE_IN_1_0
NoobTube              *noob_tube_new               (NoobTubeSpecification  *specification,
                                                    NoobRecord             *inputs,
                                                    GError                **error);

NOOB_AVAILABLE_IN_1_0
NoobTube              *noob_tube_new_from_name     (const char             *name,
                                                    NoobRecord             *inputs,
                                                    GError                **error);

NOOB_AVAILABLE_IN_1_0
NoobTubeSpecification *noob_tube_get_specification (NoobTube               *self);

NOOB_AVAILABLE_IN_1_0
NoobRecord            *noob_tube_get_inputs        (NoobTube               *self);

NOOB_AVAILABLE_IN_1_0
GPtrArray             *noob_tube_get_edges         (NoobTube               *self);

NOOB_AVAILABLE_IN_1_0
NoobScheduler         *noob_tube_get_scheduler     (NoobTube               *self);

NOOB_AVAILABLE_IN_1_0
char                  *noob_tube_to_dot            (NoobTube               *self);

G_END_DECLS
