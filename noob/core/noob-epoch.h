/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

#include "core/noob-version-macros.h"

G_BEGIN_DECLS

#define NOOB_TYPE_EPOCH (noob_epoch_get_type ())

/* NoobEpoch: boxed, atomically refcounted, immutable, comparable, hashable. SEMANTICS section 3. */
typedef struct _NoobEpoch NoobEpoch;

NOOB_AVAILABLE_IN_1_0
GType      noob_epoch_get_type        (void) G_GNUC_CONST;

NOOB_AVAILABLE_IN_1_0
NoobEpoch *noob_epoch_new             (guint64       root);

/* Parses what to_string prints: `3`, `3/b.0`, `3/b.0/c.2`. */
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

/* The number of segments: 0 for a root epoch. */
NOOB_AVAILABLE_IN_1_0
guint      noob_epoch_get_depth       (NoobEpoch    *self);

/* transfer none, nullable: a child holds a reference on its parent. */
NOOB_AVAILABLE_IN_1_0
NoobEpoch *noob_epoch_get_parent      (NoobEpoch    *self);

/* transfer full, element-type NoobEpoch, nearest first. */
NOOB_AVAILABLE_IN_1_0
GPtrArray *noob_epoch_get_parents     (NoobEpoch    *self);

/* The last segment: its node id (interned) or NULL for a root epoch, and its index or the root. */
NOOB_AVAILABLE_IN_1_0
const char *noob_epoch_get_leaf_node  (NoobEpoch    *self);

NOOB_AVAILABLE_IN_1_0
guint64    noob_epoch_get_leaf_index  (NoobEpoch    *self);

/* The subepoch that @node_id opens in this one. */
NOOB_AVAILABLE_IN_1_0
NoobEpoch *noob_epoch_child           (NoobEpoch    *self,
                                       const char   *node_id,
                                       guint64       index);

/* This epoch with @k added to its last counter. */
NOOB_AVAILABLE_IN_1_0
NoobEpoch *noob_epoch_add             (NoobEpoch    *self,
                                       gint64        k);

/* Whether this epoch is a (strict) ancestor of @other. */
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
