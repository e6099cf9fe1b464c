/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

#include "core/noob-version-macros.h"

G_BEGIN_DECLS

#define NOOB_TYPE_EPOCH (noob_epoch_get_type ())

typedef struct _NoobEpoch NoobEpoch;

NOOB_AVAILABLE_IN_1_0
GType      noob_epoch_get_type        (void) G_GNUC_CONST;

NOOB_AVAILABLE_IN_1_0
NoobEpoch *noob_epoch_new             (guint64       root);

NOOB_AVAILABLE_IN_1_0
NoobEpoch *noob_epoch_new_from_string (const char   *text,
                                       GError      **error);

NOOB_AVAILABLE_IN_1_0
NoobEpoch *noob_epoch_ref             (NoobEpoch    *self);

NOOB_AVAILABLE_IN_1_0
void       noob_epoch_unref           (NoobEpoch    *self);

NOOB_AVAILABLE_IN_1_0
char      *noob_epoch_to_string       (NoobEpoch    *self);

NOOB_AVAILABLE_IN_1_0
guint64    noob_epoch_get_root        (NoobEpoch    *self);

NOOB_AVAILABLE_IN_1_0
guint      noob_epoch_get_depth       (NoobEpoch    *self);

NOOB_AVAILABLE_IN_1_0
NoobEpoch *noob_epoch_get_parent      (NoobEpoch    *self);

NOOB_AVAILABLE_IN_1_0
GPtrArray *noob_epoch_get_parents     (NoobEpoch    *self);

NOOB_AVAILABLE_IN_1_0
const char *noob_epoch_get_leaf_node  (NoobEpoch    *self);

NOOB_AVAILABLE_IN_1_0
guint64    noob_epoch_get_leaf_index  (NoobEpoch    *self);

NOOB_AVAILABLE_IN_1_0
NoobEpoch *noob_epoch_child           (NoobEpoch    *self,
                                       const char   *node_id,
                                       guint64       index);

NOOB_AVAILABLE_IN_1_0
NoobEpoch *noob_epoch_add             (NoobEpoch    *self,
                                       gint64        k);

NOOB_AVAILABLE_IN_1_0
gboolean   noob_epoch_is_ancestor     (NoobEpoch    *self,
                                       NoobEpoch    *other);

NOOB_AVAILABLE_IN_1_0
int        noob_epoch_compare         (NoobEpoch    *self,
                                       NoobEpoch    *other);

NOOB_AVAILABLE_IN_1_0
gboolean   noob_epoch_equal           (NoobEpoch    *self,
                                       NoobEpoch    *other);

NOOB_AVAILABLE_IN_1_0
guint      noob_epoch_hash            (NoobEpoch    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobEpoch, noob_epoch_unref)

G_END_DECLS
