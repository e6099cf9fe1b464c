/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

#include "core/noob-version-macros.h"

G_BEGIN_DECLS

#define NOOB_TYPE_EDGE (noob_edge_get_type ())

typedef struct _NoobEdge NoobEdge;

NOOB_AVAILABLE_IN_1_0
GType       noob_edge_get_type          (void) G_GNUC_CONST;

NOOB_AVAILABLE_IN_1_0
NoobEdge   *noob_edge_new               (const char *source_node,
                                         const char *source_signal,
                                         const char *target_node,
                                         const char *target_slot,
                                         gboolean    required);

NOOB_AVAILABLE_IN_1_0
NoobEdge   *noob_edge_ref               (NoobEdge   *self);

NOOB_AVAILABLE_IN_1_0
void        noob_edge_unref             (NoobEdge   *self);

NOOB_AVAILABLE_IN_1_0
const char *noob_edge_get_source_node   (NoobEdge   *self);

NOOB_AVAILABLE_IN_1_0
const char *noob_edge_get_source_signal (NoobEdge   *self);

NOOB_AVAILABLE_IN_1_0
const char *noob_edge_get_target_node   (NoobEdge   *self);

NOOB_AVAILABLE_IN_1_0
const char *noob_edge_get_target_slot   (NoobEdge   *self);

NOOB_AVAILABLE_IN_1_0
gboolean    noob_edge_get_required      (NoobEdge   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobEdge, noob_edge_unref)

G_END_DECLS
