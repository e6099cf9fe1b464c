/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "spec/noob-fields-private.h"
#include "spec/noob-node-specification.h"

G_BEGIN_DECLS

/* Reads `source` ("a.value") as what feeds @slot. */
NoobDependency  *noob_dependency_read      (NoobFields       *fields,
                                            NoobDocument     *source,
                                            const char       *slot,
                                            gboolean          positional,
                                            GError          **error);
/* Where the source is named. */
NoobDocument    *noob_dependency_get_place (NoobDependency   *self);

/* Reads the key `depends` of @fields into @depends (element-type NoobDependency). */
gboolean         noob_depends_read         (NoobFields       *fields,
                                            GPtrArray        *depends,
                                            NoobDependsForm  *form,
                                            GError          **error);

G_END_DECLS
