/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-array.h"

G_BEGIN_DECLS

/* The elements as numbers, in lists in lists; complex ones as lists of two; the element alone when
 * there is no dimension. NOOB_ERROR_VALUE for kinds of elements that are no plain numbers. @value
 * must be zero-filled. */
gboolean noob_array_to_value (NoobArray  *self,
                              GValue     *value,
                              GError    **error);

G_END_DECLS
