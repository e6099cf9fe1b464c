/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Getting and setting entries by type. */

#include "core/noob-record-private.h"

#include <gobject/gvaluecollector.h>
#include <string.h>

#include "core/noob-error.h"
#include "core/noob-value-private.h"

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
  else
    return FALSE;

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
  if (pointer == NULL)
    return FALSE;
  if (!g_type_is_a (G_VALUE_TYPE (value), type) &&
      !(G_VALUE_HOLDS_OBJECT (value) && g_type_is_a (G_OBJECT_TYPE (pointer), type)))
    return FALSE;

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

static void
set_get_error (GError       **error,
               const char    *name,
               GType          type,
               const GValue  *value)
{
  const char *expected = noob_type_describe (type);

  if (value == NULL)
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE, "\"%s\" is missing: expected %s", name,
                 expected);
  else if (g_str_equal (expected, noob_value_describe (value)))
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE, "\"%s\" does not fit into a %s", name,
                 g_type_name (type));
  else
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
                 "\"%s\" has the wrong kind of value: expected %s, found %s", name, expected,
                 noob_value_describe (value));
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

  set_get_error (error, optional ? bare_name : name, type, value);

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
 * The location of a name that ends in `?` is left untouched when that entry is absent or null. Any
 * other entry that is absent, null or of another kind is a %NOOB_ERROR_VALUE.
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
 * Sets several entries at once. Values are passed as to g_object_set() and copied: an integer
 * constant needs a cast to #gint64 for %G_TYPE_INT64.
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
          g_critical ("%s: \"%s\": %s", G_STRFUNC, name, problem);
          break;
        }

      noob_record_take_value (self, name, &value);
    }
  va_end (args);
}

/**
 * noob_record_set_null:
 * @self: a record
 * @name: a name
 *
 * Sets an entry to null.
 *
 * Since: 1.0
 */
void
noob_record_set_null (NoobRecord *self,
                      const char *name)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  g_value_set_pointer (noob_record_prepare (self, name, G_TYPE_POINTER), NULL);
}

/**
 * noob_record_set_boolean:
 * @self: a record
 * @name: a name
 * @value: the value
 *
 * Sets an entry to a boolean.
 *
 * Since: 1.0
 */
void
noob_record_set_boolean (NoobRecord *self,
                         const char *name,
                         gboolean    value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  g_value_set_boolean (noob_record_prepare (self, name, G_TYPE_BOOLEAN), !!value);
}

/**
 * noob_record_set_int64:
 * @self: a record
 * @name: a name
 * @value: the value
 *
 * Sets an entry to an integer.
 *
 * Since: 1.0
 */
void
noob_record_set_int64 (NoobRecord *self,
                       const char *name,
                       gint64      value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  g_value_set_int64 (noob_record_prepare (self, name, G_TYPE_INT64), value);
}

/**
 * noob_record_set_double:
 * @self: a record
 * @name: a name
 * @value: the value
 *
 * Sets an entry to a real number.
 *
 * Since: 1.0
 */
void
noob_record_set_double (NoobRecord *self,
                        const char *name,
                        double      value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  g_value_set_double (noob_record_prepare (self, name, G_TYPE_DOUBLE), value);
}

/**
 * noob_record_set_string:
 * @self: a record
 * @name: a name
 * @value: (nullable): the value, which is copied; %NULL counts as null
 *
 * Sets an entry to a string.
 *
 * Since: 1.0
 */
void
noob_record_set_string (NoobRecord *self,
                        const char *name,
                        const char *value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  g_value_set_string (noob_record_prepare (self, name, G_TYPE_STRING), value);
}

/**
 * noob_record_take_list:
 * @self: a record
 * @name: a name
 * @value: (transfer full) (nullable): the value; %NULL counts as null
 *
 * Sets an entry to a list and takes it over.
 *
 * Since: 1.0
 */
void
noob_record_take_list (NoobRecord *self,
                       const char *name,
                       NoobList   *value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  g_value_take_boxed (noob_record_prepare (self, name, NOOB_TYPE_LIST), value);
}

/**
 * noob_record_take_record:
 * @self: a record
 * @name: a name
 * @value: (transfer full) (nullable): the value; %NULL counts as null
 *
 * Sets an entry to another record and takes it over.
 *
 * Since: 1.0
 */
void
noob_record_take_record (NoobRecord *self,
                         const char *name,
                         NoobRecord *value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);
  g_return_if_fail (value != self);

  g_value_take_boxed (noob_record_prepare (self, name, NOOB_TYPE_RECORD), value);
}
