/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-value.h"

G_BEGIN_DECLS

#define NOOB_TYPE_LIST (noob_list_get_type ())

typedef struct _NoobList NoobList;

NOOB_AVAILABLE_IN_1_0
GType         noob_list_get_type   (void) G_GNUC_CONST;

NOOB_AVAILABLE_IN_1_0
NoobList     *noob_list_new        (const GValue       *values,
                                    gsize               n_values);

NOOB_AVAILABLE_IN_1_0
NoobList     *noob_list_new_tuple  (const GValue       *values,
                                    gsize               n_values);

NOOB_AVAILABLE_IN_1_0
NoobList     *noob_list_new_take   (GArray             *values);

NOOB_AVAILABLE_IN_1_0
NoobList     *noob_list_new_strv   (const char *const  *strings);

NOOB_AVAILABLE_IN_1_0
NoobList     *noob_list_ref        (NoobList           *self);

NOOB_AVAILABLE_IN_1_0
void          noob_list_unref      (NoobList           *self);

NOOB_AVAILABLE_IN_1_0
gsize         noob_list_get_length (NoobList           *self);

NOOB_AVAILABLE_IN_1_0
const GValue *noob_list_get_value  (NoobList           *self,
                                    gsize               index);

NOOB_AVAILABLE_IN_1_0
double        noob_list_get_number (NoobList           *self,
                                    gsize               index);

NOOB_AVAILABLE_IN_1_0
char         *noob_list_get_wide_integer
                                   (NoobList           *self,
                                    gsize               index);

NOOB_AVAILABLE_IN_1_0
gboolean      noob_list_is_tuple   (NoobList           *self);

NOOB_AVAILABLE_IN_1_0
gboolean      noob_list_equal      (NoobList           *self,
                                    NoobList           *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobList, noob_list_unref)

G_END_DECLS
