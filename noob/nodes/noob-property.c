/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-property-private.h"

#include "core/noob-codec.h"
#include "core/noob-error.h"
#include "core/noob-list.h"
#include "core/noob-value-private.h"

typedef gboolean (*Converter) (GParamSpec    *pspec,
                               const GValue  *value,
                               GValue        *result,
                               GError       **error);

static gboolean
fail (GParamSpec    *pspec,
      const GValue  *value,
      const char    *expected,
      GError       **error)
{
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "the param \"%s\" has to be %s, not %s",
               pspec->name, expected, noob_value_describe (value));
  return FALSE;
}

/* "from -10 to 10", as the property says. */
static char *
describe_range (GParamSpec *pspec)
{
#define RANGE(TYPE, format) \
  if (G_IS_PARAM_SPEC_ ## TYPE (pspec)) \
    return g_strdup_printf ("from " format " to " format, G_PARAM_SPEC_ ## TYPE (pspec)->minimum, \
                            G_PARAM_SPEC_ ## TYPE (pspec)->maximum)

  RANGE (CHAR, "%d");
  RANGE (UCHAR, "%u");
  RANGE (INT, "%d");
  RANGE (UINT, "%u");
  RANGE (LONG, "%ld");
  RANGE (ULONG, "%lu");
  RANGE (INT64, "%" G_GINT64_FORMAT);
  RANGE (UINT64, "%" G_GUINT64_FORMAT);
  RANGE (FLOAT, "%g");
  RANGE (DOUBLE, "%g");

#undef RANGE

  return g_strdup ("what its property takes");
}

static gboolean
fail_range (GParamSpec  *pspec,
            GError     **error)
{
  g_autofree char *range = describe_range (pspec);

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "the param \"%s\" has to be %s",
               pspec->name, range);
  return FALSE;
}

/* FALSE: @integer is beyond the GType; the range of the property is checked later. */
static gboolean
set_signed (GParamSpec *pspec,
            gint64      integer,
            GValue     *result)
{
  switch (G_TYPE_FUNDAMENTAL (pspec->value_type))
    {
    case G_TYPE_CHAR:
      g_value_set_schar (result, integer);
      return integer >= G_MININT8 && integer <= G_MAXINT8;

    case G_TYPE_INT:
      g_value_set_int (result, integer);
      return integer >= G_MININT && integer <= G_MAXINT;

    case G_TYPE_LONG:
      g_value_set_long (result, integer);
      return integer >= G_MINLONG && integer <= G_MAXLONG;

    default:
      g_value_set_int64 (result, integer);
      return TRUE;
    }
}

static gboolean
set_unsigned (GParamSpec *pspec,
              guint64     integer,
              GValue     *result)
{
  switch (G_TYPE_FUNDAMENTAL (pspec->value_type))
    {
    case G_TYPE_UCHAR:
      g_value_set_uchar (result, integer);
      return integer <= G_MAXUINT8;

    case G_TYPE_UINT:
      g_value_set_uint (result, integer);
      return integer <= G_MAXUINT;

    case G_TYPE_ULONG:
      g_value_set_ulong (result, integer);
      return integer <= G_MAXULONG;

    default:
      g_value_set_uint64 (result, integer);
      return TRUE;
    }
}

static gboolean
convert_signed (GParamSpec    *pspec,
                const GValue  *value,
                GValue        *result,
                GError       **error)
{
  gint64 integer;

  if (noob_value_get_kind (value) != NOOB_VALUE_INTEGER)
    return fail (pspec, value, "an integer", error);

  if (!noob_value_get_int64 (value, &integer) || !set_signed (pspec, integer, result))
    return fail_range (pspec, error);

  return TRUE;
}

static gboolean
convert_unsigned (GParamSpec    *pspec,
                  const GValue  *value,
                  GValue        *result,
                  GError       **error)
{
  guint64 integer;

  if (noob_value_get_kind (value) != NOOB_VALUE_INTEGER)
    return fail (pspec, value, "an integer", error);

  if (!noob_value_get_uint64 (value, &integer) || !set_unsigned (pspec, integer, result))
    return fail_range (pspec, error);

  return TRUE;
}

static gboolean
convert_real (GParamSpec    *pspec,
              const GValue  *value,
              GValue        *result,
              GError       **error)
{
  NoobValueKind kind = noob_value_get_kind (value);
  gint64 integer = 0;
  double real;

  if (kind != NOOB_VALUE_REAL && kind != NOOB_VALUE_INTEGER)
    return fail (pspec, value, "a number", error);

  if (kind == NOOB_VALUE_INTEGER && !noob_value_get_int64 (value, &integer))
    return fail_range (pspec, error);

  real = kind == NOOB_VALUE_REAL ? noob_value_get_real (value) : (double) integer;
  if (pspec->value_type == G_TYPE_FLOAT)
    g_value_set_float (result, real);
  else
    g_value_set_double (result, real);

  return TRUE;
}

static const char *
get_text (const GValue *value)
{
  return noob_value_get_kind (value) == NOOB_VALUE_STRING ? g_value_get_string (value) : NULL;
}

static gboolean
convert_enum (GParamSpec    *pspec,
              const GValue  *value,
              GValue        *result,
              GError       **error)
{
  GEnumClass *klass = G_PARAM_SPEC_ENUM (pspec)->enum_class;
  const char *nick = get_text (value);
  GEnumValue *found = nick != NULL ? g_enum_get_value_by_nick (klass, nick) : NULL;
  g_autoptr (GPtrArray) nicks = NULL;
  g_autofree char *all = NULL;
  g_autofree char *expected = NULL;

  if (found != NULL)
    {
      g_value_set_enum (result, found->value);
      return TRUE;
    }

  nicks = g_ptr_array_new ();
  for (guint i = 0; i < klass->n_values; i++)
    g_ptr_array_add (nicks, (gpointer) klass->values[i].value_nick);
  g_ptr_array_add (nicks, NULL);

  all = g_strjoinv (", ", (char **) nicks->pdata);
  expected = g_strdup_printf ("one of %s", all);
  if (nick == NULL)
    return fail (pspec, value, expected, error);

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "the param \"%s\" has to be %s, not \"%s\"",
               pspec->name, expected, nick);
  return FALSE;
}

/* "a|b" by nicks. */
static gboolean
convert_flags (GParamSpec    *pspec,
               const GValue  *value,
               GValue        *result,
               GError       **error)
{
  GFlagsClass *klass = G_PARAM_SPEC_FLAGS (pspec)->flags_class;
  g_auto (GStrv) nicks = NULL;
  guint flags = 0;

  if (get_text (value) == NULL)
    return fail (pspec, value, "a string of flags, such as \"a|b\"", error);

  nicks = g_strsplit (get_text (value), "|", -1);
  for (gsize i = 0; nicks[i] != NULL; i++)
    {
      GFlagsValue *found = g_flags_get_value_by_nick (klass, g_strstrip (nicks[i]));

      if (found == NULL)
        {
          g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "the param \"%s\" has no flag \"%s\"",
                       pspec->name, nicks[i]);
          return FALSE;
        }
      flags |= found->value;
    }

  g_value_set_flags (result, flags);

  return TRUE;
}

static gboolean
convert_strv (GParamSpec    *pspec,
              const GValue  *value,
              GValue        *result,
              GError       **error)
{
  NoobList *list;
  g_auto (GStrv) strings = NULL;

  if (noob_value_get_kind (value) != NOOB_VALUE_LIST)
    return fail (pspec, value, "a list of strings", error);

  list = g_value_get_boxed (value);
  strings = g_new0 (char *, noob_list_get_length (list) + 1);
  for (gsize i = 0; i < noob_list_get_length (list); i++)
    {
      const GValue *item = noob_list_get_value (list, i);

      if (get_text (item) == NULL)
        return fail (pspec, item, "a list of strings only", error);
      strings[i] = g_strdup (get_text (item));
    }

  g_value_take_boxed (result, g_steal_pointer (&strings));

  return TRUE;
}

static gboolean
convert_variant (GParamSpec    *pspec,
                 const GValue  *value,
                 GValue        *result,
                 GError       **error)
{
  GVariant *variant = noob_codec_encode (value, error);

  g_value_take_variant (result, variant);

  return variant != NULL;
}

static Converter
find_converter (GParamSpec *pspec)
{
  if (pspec->value_type == G_TYPE_STRV)
    return convert_strv;

  switch (G_TYPE_FUNDAMENTAL (pspec->value_type))
    {
    case G_TYPE_CHAR:
    case G_TYPE_INT:
    case G_TYPE_LONG:
    case G_TYPE_INT64:
      return convert_signed;

    case G_TYPE_UCHAR:
    case G_TYPE_UINT:
    case G_TYPE_ULONG:
    case G_TYPE_UINT64:
      return convert_unsigned;

    case G_TYPE_FLOAT:
    case G_TYPE_DOUBLE:
      return convert_real;

    case G_TYPE_ENUM:
      return convert_enum;

    case G_TYPE_FLAGS:
      return convert_flags;

    case G_TYPE_VARIANT:
      return convert_variant;

    default:
      return NULL;
    }
}

static gboolean
accepts_null (GParamSpec *pspec)
{
  switch (G_TYPE_FUNDAMENTAL (pspec->value_type))
    {
    case G_TYPE_STRING:
    case G_TYPE_BOXED:
    case G_TYPE_OBJECT:
    case G_TYPE_INTERFACE:
    case G_TYPE_POINTER:
    case G_TYPE_VARIANT:
      return TRUE;

    default:
      return FALSE;
    }
}

static gboolean
convert (GParamSpec    *pspec,
         const GValue  *value,
         GValue        *result,
         GError       **error)
{
  Converter converter = find_converter (pspec);
  g_autofree char *expected = NULL;

  if (noob_value_is_null (value) && accepts_null (pspec))
    return TRUE;

  if (G_VALUE_HOLDS (value, pspec->value_type))
    {
      g_value_copy (value, result);
      return TRUE;
    }

  if (converter != NULL)
    return converter (pspec, value, result, error);

  expected = g_strdup_printf ("a %s", g_type_name (pspec->value_type));

  return fail (pspec, value, expected, error);
}

gboolean
noob_property_convert (GParamSpec    *pspec,
                       const GValue  *value,
                       GValue        *result,
                       GError       **error)
{
  g_value_init (result, pspec->value_type);

  if (!convert (pspec, value, result, error))
    {
      g_value_unset (result);
      return FALSE;
    }

  /* It tells by changing the value, which an exact copy of it would not. */
  if (g_param_value_validate (pspec, result))
    {
      g_value_unset (result);
      return fail_range (pspec, error);
    }

  return TRUE;
}
