/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

#include "core/noob-version-macros.h"

G_BEGIN_DECLS

#define NOOB_TYPE_DEPENDENCY (noob_dependency_get_type ())

typedef struct _NoobDependency NoobDependency;

NOOB_AVAILABLE_IN_1_0
GType           noob_dependency_get_type          (void) G_GNUC_CONST;

NOOB_AVAILABLE_IN_1_0
NoobDependency *noob_dependency_ref               (NoobDependency *self);

NOOB_AVAILABLE_IN_1_0
void            noob_dependency_unref             (NoobDependency *self);

NOOB_AVAILABLE_IN_1_0
const char     *noob_dependency_get_slot          (NoobDependency *self);

NOOB_AVAILABLE_IN_1_0
gboolean        noob_dependency_is_positional     (NoobDependency *self);

NOOB_AVAILABLE_IN_1_0
const char     *noob_dependency_get_source_node   (NoobDependency *self);

NOOB_AVAILABLE_IN_1_0
const char     *noob_dependency_get_source_signal (NoobDependency *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobDependency, noob_dependency_unref)

G_END_DECLS
