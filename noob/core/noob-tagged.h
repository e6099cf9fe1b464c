/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

#include "core/noob-version-macros.h"

G_BEGIN_DECLS

#define NOOB_TYPE_TAGGED (noob_tagged_get_type ())

typedef struct _NoobTagged NoobTagged;

NOOB_AVAILABLE_IN_1_0
GType         noob_tagged_get_type    (void) G_GNUC_CONST;

NOOB_AVAILABLE_IN_1_0
gboolean      noob_tagged_is_tag      (const char   *text);

NOOB_AVAILABLE_IN_1_0
NoobTagged   *noob_tagged_new         (const char   *tag,
                                       const GValue *content);

NOOB_AVAILABLE_IN_1_0
NoobTagged   *noob_tagged_ref         (NoobTagged   *self);

NOOB_AVAILABLE_IN_1_0
void          noob_tagged_unref       (NoobTagged   *self);

NOOB_AVAILABLE_IN_1_0
const char   *noob_tagged_get_tag     (NoobTagged   *self);

NOOB_AVAILABLE_IN_1_0
const GValue *noob_tagged_get_content (NoobTagged   *self);

NOOB_AVAILABLE_IN_1_0
gboolean      noob_tagged_equal       (NoobTagged   *self,
                                       NoobTagged   *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobTagged, noob_tagged_unref)

G_END_DECLS
