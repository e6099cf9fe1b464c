/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Needs nothing but what is public, so that modules of the bindings can have it built in. */

#include "core/noob-value-private.h"

#include "core/noob-array.h"
#include "core/noob-list.h"
#include "core/noob-record.h"
#include "core/noob-tagged.h"

static NoobValueKind
get_boxed_kind (GType type)
{
  const struct
  {
    GType         type;
    NoobValueKind kind;
  } kinds[] = {
    { NOOB_TYPE_LIST, NOOB_VALUE_LIST },
    { NOOB_TYPE_RECORD, NOOB_VALUE_RECORD },
    { NOOB_TYPE_NO_EVENT, NOOB_VALUE_NO_EVENT },
    { G_TYPE_BYTES, NOOB_VALUE_BYTES },
    { G_TYPE_STRV, NOOB_VALUE_STRINGS },
    { G_TYPE_DATE_TIME, NOOB_VALUE_DATE_TIME },
    { NOOB_TYPE_ARRAY, NOOB_VALUE_ARRAY },
    { NOOB_TYPE_TAGGED, NOOB_VALUE_TAGGED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (kinds[i].type == type)
        return kinds[i].kind;
    }

  return NOOB_VALUE_OTHER;
}

NoobValueKind
noob_type_get_kind (GType type)
{
  switch (G_TYPE_FUNDAMENTAL (type))
    {
    case G_TYPE_INVALID:
      return NOOB_VALUE_NULL;
    case G_TYPE_BOOLEAN:
      return NOOB_VALUE_BOOLEAN;
    case G_TYPE_CHAR:
    case G_TYPE_UCHAR:
    case G_TYPE_INT:
    case G_TYPE_UINT:
    case G_TYPE_LONG:
    case G_TYPE_ULONG:
    case G_TYPE_INT64:
    case G_TYPE_UINT64:
    case G_TYPE_ENUM:
    case G_TYPE_FLAGS:
      return NOOB_VALUE_INTEGER;
    case G_TYPE_FLOAT:
    case G_TYPE_DOUBLE:
      return NOOB_VALUE_REAL;
    case G_TYPE_STRING:
      return NOOB_VALUE_STRING;
    case G_TYPE_VARIANT:
      return NOOB_VALUE_VARIANT;
    case G_TYPE_BOXED:
      return get_boxed_kind (type);
    case G_TYPE_OBJECT:
    case G_TYPE_INTERFACE:
      return NOOB_VALUE_OBJECT;
    default:
      return NOOB_VALUE_OTHER;
    }
}

NoobValueKind
noob_value_get_kind (const GValue *value)
{
  NoobValueKind kind = noob_type_get_kind (G_VALUE_TYPE (value));

  if (kind >= NOOB_VALUE_NO_EVENT && g_value_fits_pointer (value) &&
      g_value_peek_pointer (value) == NULL)
    return NOOB_VALUE_NULL;

  return kind;
}

static gint64
get_signed (const GValue *value)
{
  switch (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (value)))
    {
    case G_TYPE_CHAR:
      return g_value_get_schar (value);
    case G_TYPE_UCHAR:
      return g_value_get_uchar (value);
    case G_TYPE_INT:
      return g_value_get_int (value);
    case G_TYPE_UINT:
      return g_value_get_uint (value);
    case G_TYPE_LONG:
      return g_value_get_long (value);
    case G_TYPE_INT64:
      return g_value_get_int64 (value);
    case G_TYPE_ENUM:
      return g_value_get_enum (value);
    case G_TYPE_FLAGS:
      return g_value_get_flags (value);
    default:
      g_return_val_if_reached (0);
    }
}

/* The types that can hold more than a gint64. */
static gboolean
get_wide_unsigned (const GValue *value,
                   guint64      *integer)
{
  if (G_VALUE_HOLDS_UINT64 (value))
    *integer = g_value_get_uint64 (value);
  else if (G_VALUE_HOLDS_ULONG (value))
    *integer = g_value_get_ulong (value);
  else
    return FALSE;

  return TRUE;
}

gboolean
noob_value_get_int64 (const GValue *value,
                      gint64       *integer)
{
  guint64 wide;

  /* By far the commonest. */
  if (G_VALUE_TYPE (value) == G_TYPE_INT64)
    {
      *integer = g_value_get_int64 (value);
      return TRUE;
    }

  if (!get_wide_unsigned (value, &wide))
    {
      *integer = get_signed (value);
      return TRUE;
    }

  *integer = (gint64) wide;
  return wide <= G_MAXINT64;
}

gboolean
noob_value_get_uint64 (const GValue *value,
                       guint64      *integer)
{
  gint64 narrow;

  if (get_wide_unsigned (value, integer))
    return TRUE;

  narrow = get_signed (value);
  *integer = (guint64) narrow;
  return narrow >= 0;
}

double
noob_value_get_real (const GValue *value)
{
  if (G_VALUE_HOLDS_FLOAT (value))
    return g_value_get_float (value);

  return g_value_get_double (value);
}
