/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <noob.h>

#include "noob-gi-type-private.h"

G_BEGIN_DECLS

/* The list that a value for a C container is: a list or an array of strings. NULL for others. It
 * lives as long as @scratch keeps it. */
NoobList *noob_gi_peek_list      (const GValue      *value,
                                  NoobGiScratch     *scratch);

/* Writes the elements one after another at @memory. */
gboolean  noob_gi_store_elements (const NoobGiType  *element,
                                  NoobList          *list,
                                  GITransfer         transfer,
                                  NoobGiScratch     *scratch,
                                  guint8            *memory,
                                  GError           **error);

/* Makes @value the list of the @length elements at @memory, or, of unsigned bytes, the bytes. */
void      noob_gi_take_elements  (const NoobGiType  *element,
                                  const guint8      *memory,
                                  gsize              length,
                                  GITransfer         transfer,
                                  GValue            *value);

/* "element 3: ". Returns FALSE. */
gboolean  noob_gi_prefix_element (gsize              index,
                                  GError           **error);

/* Makes @value the list of @values, whose elements it takes. */
void      noob_gi_value_take_list (GValue           *value,
                                   GArray           *values);

G_END_DECLS
