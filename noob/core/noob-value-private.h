/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-value.h"

G_BEGIN_DECLS

/* Those from NOOB_VALUE_NO_EVENT on are pointers. */
typedef enum
{
  NOOB_VALUE_NULL,
  NOOB_VALUE_BOOLEAN,
  NOOB_VALUE_INTEGER,
  NOOB_VALUE_REAL,
  NOOB_VALUE_NO_EVENT,
  NOOB_VALUE_STRING,
  NOOB_VALUE_STRINGS,
  NOOB_VALUE_BYTES,
  NOOB_VALUE_LIST,
  NOOB_VALUE_RECORD,
  NOOB_VALUE_DATE_TIME,
  NOOB_VALUE_ARRAY,
  NOOB_VALUE_TAGGED,
  NOOB_VALUE_VARIANT,
  NOOB_VALUE_OBJECT,
  NOOB_VALUE_OTHER,
} NoobValueKind;

/* The kind decides everything that is done with a value; a zero-filled value counts as null. */
NoobValueKind noob_value_get_kind   (const GValue *value);
NoobValueKind noob_type_get_kind    (GType         type);

/* What kind of value a GType stands for, in the words of noob_value_describe(). */
const char   *noob_type_describe    (GType         type);

/* The number in an integer of any GType. FALSE when it does not fit. */
gboolean      noob_value_get_int64  (const GValue *value,
                                     gint64       *integer);
gboolean      noob_value_get_uint64 (const GValue *value,
                                     guint64      *integer);

/* The number in a real of any GType. */
double        noob_value_get_real   (const GValue *value);

/* Numbers that own nothing, so that a copy of the bits is a copy of the value. */
static inline gboolean
noob_value_is_plain_number (const GValue *value)
{
  return G_VALUE_TYPE (value) == G_TYPE_INT64 || G_VALUE_TYPE (value) == G_TYPE_DOUBLE ||
         G_VALUE_TYPE (value) == G_TYPE_BOOLEAN;
}

/* Initialise @copy, which must be zero-filled, with what @value holds; nothing becomes null. */
void          noob_value_init_copy  (GValue       *copy,
                                     const GValue *value);

G_END_DECLS
