/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

#include "core/noob-version-macros.h"

G_BEGIN_DECLS

#define NOOB_TYPE_ARRAY (noob_array_get_type ())

typedef struct _NoobArray NoobArray;

NOOB_AVAILABLE_IN_1_0
GType         noob_array_get_type         (void) G_GNUC_CONST;

NOOB_AVAILABLE_IN_1_0
NoobArray    *noob_array_new              (const char    *element_type,
                                           const gint64  *shape,
                                           gsize          n_dimensions,
                                           GBytes        *data,
                                           GError       **error);

NOOB_AVAILABLE_IN_1_0
NoobArray    *noob_array_new_in_place     (const char    *element_type,
                                           const gint64  *shape,
                                           gsize          n_dimensions,
                                           gconstpointer  data,
                                           gsize          size,
                                           const GValue  *owner,
                                           GError       **error);

NOOB_AVAILABLE_IN_1_0
NoobArray    *noob_array_ref              (NoobArray     *self);

NOOB_AVAILABLE_IN_1_0
void          noob_array_unref            (NoobArray     *self);

NOOB_AVAILABLE_IN_1_0
const char   *noob_array_get_element_type (NoobArray     *self);

NOOB_AVAILABLE_IN_1_0
gsize         noob_array_get_element_size (NoobArray     *self);

NOOB_AVAILABLE_IN_1_0
const gint64 *noob_array_get_shape        (NoobArray     *self,
                                           gsize         *n_dimensions);

NOOB_AVAILABLE_IN_1_0
gsize         noob_array_get_n_elements   (NoobArray     *self);

NOOB_AVAILABLE_IN_1_0
GBytes       *noob_array_get_bytes        (NoobArray     *self);

NOOB_AVAILABLE_IN_1_0
gconstpointer noob_array_get_data         (NoobArray     *self);

NOOB_AVAILABLE_IN_1_0
void          noob_array_copy_data        (NoobArray     *self,
                                           gpointer       destination,
                                           gsize          size);

NOOB_AVAILABLE_IN_1_0
const GValue *noob_array_get_owner        (NoobArray     *self);

NOOB_AVAILABLE_IN_1_0
gboolean      noob_array_equal            (NoobArray     *self,
                                           NoobArray     *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobArray, noob_array_unref)

G_END_DECLS
