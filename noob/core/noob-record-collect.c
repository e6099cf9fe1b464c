/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Setting and getting many entries at once, by triples of name, GType and value. */

#include "core/noob-record.h"

#include <gobject/gvaluecollector.h>
#include <string.h>

#include "core/noob-error.h"
#include "core/noob-value-private.h"

static const char *
describe_type (GType type)
{
  switch (G_TYPE_FUNDAMENTAL (type))
    {
    case G_TYPE_BOOLEAN:
      return "a boolean";
    case G_TYPE_INT:
      return "an integer of 32 bits";
    case G_TYPE_UINT:
      return "an unsigned integer of 32 bits";
    case G_TYPE_INT64:
    case G_TYPE_LONG:
      return "an integer";
    case G_TYPE_UINT64:
    case G_TYPE_ULONG:
      return "an unsigned integer";
    case G_TYPE_FLOAT:
    case G_TYPE_DOUBLE:
      return "a number";
    case G_TYPE_STRING:
      return "a string";
    case G_TYPE_VARIANT:
      return "a variant";
    default:
      break;
    }

  if (type == NOOB_TYPE_LIST)
    return "a list";
  if (type == NOOB_TYPE_RECORD)
    return "a record";
  if (type == G_TYPE_BYTES)
    return "bytes";
  if (type == G_TYPE_STRV)
    return "an array of strings";
  if (type == G_TYPE_DATE_TIME)
    return "a time";

  return g_type_name (type);
}

static gboolean
get_signed (const GValue *value,
            gint64        minimum,
            gint64        maximum,
            gint64       *integer)
{
  return noob_value_get_kind (value) == NOOB_VALUE_INTEGER &&
         noob_value_get_int64 (value, integer) && *integer >= minimum && *integer <= maximum;
}

static gboolean
get_unsigned (const GValue *value,
              guint64       maximum,
              guint64      *integer)
{
  return noob_value_get_kind (value) == NOOB_VALUE_INTEGER &&
         noob_value_get_uint64 (value, integer) && *integer <= maximum;
}

static gboolean
get_number (const GValue *value,
            double       *number)
{
  gint64 narrow;
  guint64 wide;

  if (noob_value_get_kind (value) == NOOB_VALUE_REAL)
    *number = noob_value_get_real (value);
  else if (noob_value_get_kind (value) != NOOB_VALUE_INTEGER)
    return FALSE;
  else if (noob_value_get_int64 (value, &narrow))
    *number = narrow;
  else if (noob_value_get_uint64 (value, &wide))
    *number = wide;

  return TRUE;
}

static gboolean
get_pointer (const GValue *value,
             GType         type,
             gpointer     *location)
{
  gpointer pointer;

  if (type == G_TYPE_VALUE)
    {
      *location = (gpointer) value;
      return TRUE;
    }

  if (!g_value_fits_pointer (value))
    return FALSE;

  pointer = g_value_peek_pointer (value);
  if (pointer == NULL || !g_type_is_a (G_VALUE_TYPE (value), type))
    {
      if (pointer == NULL || !G_VALUE_HOLDS_OBJECT (value) ||
          !g_type_is_a (G_OBJECT_TYPE (pointer), type))
        return FALSE;
    }

  *location = pointer;

  return TRUE;
}

/* Writes what @value holds to @location, which fits @type. */
static gboolean
get_as (const GValue *value,
        GType         type,
        gpointer      location)
{
  gint64 narrow;
  guint64 wide;
  double number;

  switch (type)
    {
    case G_TYPE_BOOLEAN:
      if (!G_VALUE_HOLDS_BOOLEAN (value))
        return FALSE;
      *(gboolean *) location = g_value_get_boolean (value);
      return TRUE;
    case G_TYPE_INT:
      if (!get_signed (value, G_MININT, G_MAXINT, &narrow))
        return FALSE;
      *(int *) location = narrow;
      return TRUE;
    case G_TYPE_LONG:
      if (!get_signed (value, G_MINLONG, G_MAXLONG, &narrow))
        return FALSE;
      *(long *) location = narrow;
      return TRUE;
    case G_TYPE_INT64:
      if (!get_signed (value, G_MININT64, G_MAXINT64, &narrow))
        return FALSE;
      *(gint64 *) location = narrow;
      return TRUE;
    case G_TYPE_UINT:
      if (!get_unsigned (value, G_MAXUINT, &wide))
        return FALSE;
      *(guint *) location = wide;
      return TRUE;
    case G_TYPE_ULONG:
      if (!get_unsigned (value, G_MAXULONG, &wide))
        return FALSE;
      *(gulong *) location = wide;
      return TRUE;
    case G_TYPE_UINT64:
      if (!get_unsigned (value, G_MAXUINT64, &wide))
        return FALSE;
      *(guint64 *) location = wide;
      return TRUE;
    case G_TYPE_FLOAT:
      if (!get_number (value, &number))
        return FALSE;
      *(float *) location = number;
      return TRUE;
    case G_TYPE_DOUBLE:
      if (!get_number (value, &number))
        return FALSE;
      *(double *) location = number;
      return TRUE;
    default:
      return get_pointer (value, type, location);
    }
}

static gboolean
get_entry (NoobRecord  *self,
           const char  *name,
           GType        type,
           gpointer     location,
           GError     **error)
{
  gsize length = strlen (name);
  gboolean optional = length > 0 && name[length - 1] == '?';
  g_autofree char *bare_name = optional ? g_strndup (name, length - 1) : NULL;
  const GValue *value = noob_record_get_value (self, optional ? bare_name : name);

  if (optional && (value == NULL || noob_value_is_null (value)))
    return TRUE;
  if (value != NULL && get_as (value, type, location))
    return TRUE;

  if (value == NULL)
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE, "'%s' is missing: expected %s", name,
                 describe_type (type));
  else
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE, "'%s' has the wrong kind of value: expected "
                 "%s, found %s", optional ? bare_name : name, describe_type (type),
                 noob_value_describe (value));
  return FALSE;
}

/**
 * noob_record_get: (skip)
 * @self: a record
 * @error: return location for an error
 * @...: triples of name, #GType and location, ended by %NULL
 *
 * Gets several entries at once.
 *
 * ```c
 * gint64 n;
 * NoobList *lines;
 * const char *unit = "mm";
 *
 * if (!noob_record_get (inputs, error,
 *                       "n", G_TYPE_INT64, &n,
 *                       "lines", NOOB_TYPE_LIST, &lines,
 *                       "unit?", G_TYPE_STRING, &unit,
 *                       NULL))
 *   return FALSE;
 * ```
 *
 * The types are those of numbers (the location has the C type; integers of all types count, if they
 * are in range, and widen to reals), %G_TYPE_BOOLEAN, %G_TYPE_STRING, boxed and object types, and
 * %G_TYPE_VALUE for a value of any kind. Pointers are borrowed from the record.
 *
 * The location of a name that ends in `?` is left untouched when that entry is absent or null. Any other
 * entry that is absent, null or of another kind is a %NOOB_ERROR_VALUE.
 *
 * Returns: %TRUE if all were found, %FALSE if @error is set
 *
 * Since: 1.0
 */
gboolean
noob_record_get (NoobRecord  *self,
                 GError     **error,
                 ...)
{
  va_list args;
  gboolean success = TRUE;

  g_return_val_if_fail (self != NULL, FALSE);

  va_start (args, error);
  for (const char *name = va_arg (args, const char *); success && name != NULL;)
    {
      GType type = va_arg (args, GType);
      gpointer location = va_arg (args, gpointer);

      success = get_entry (self, name, type, location, error);
      if (success)
        name = va_arg (args, const char *);
    }
  va_end (args);

  return success;
}

/**
 * noob_record_set: (skip)
 * @self: a record
 * @...: triples of name, #GType and value, ended by %NULL
 *
 * Sets several entries at once. Values are passed as to g_object_set() and copied: an integer constant
 * needs a cast to #gint64 for %G_TYPE_INT64.
 *
 * Since: 1.0
 */
void
noob_record_set (NoobRecord *self,
                 ...)
{
  va_list args;

  g_return_if_fail (self != NULL);

  va_start (args, self);
  for (const char *name = va_arg (args, const char *); name != NULL;
       name = va_arg (args, const char *))
    {
      GType type = va_arg (args, GType);
      GValue value = G_VALUE_INIT;
      g_autofree char *problem = NULL;

      G_VALUE_COLLECT_INIT (&value, type, args, 0, &problem);
      if (problem != NULL)
        {
          /* What follows cannot be read, and the value may be half made: nothing frees it. */
          g_critical ("%s: '%s': %s", G_STRFUNC, name, problem);
          break;
        }

      noob_record_take_value (self, name, &value);
    }
  va_end (args);
}
