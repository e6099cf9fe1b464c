/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Numbers for languages in which all of them are doubles. */

#include "core/noob-list.h"
#include "core/noob-record.h"
#include "core/noob-value-private.h"

#include <math.h>

/* Up to here each integer is a double of its own. */
#define MAX_SAFE_INTEGER ((G_GINT64_CONSTANT (1) << 53) - 1)

static gboolean
is_safe (gint64 integer)
{
  return integer >= -MAX_SAFE_INTEGER && integer <= MAX_SAFE_INTEGER;
}

static double
get_number (const GValue *value)
{
  gint64 integer;

  switch (noob_value_get_kind (value))
    {
    case NOOB_VALUE_REAL:
      return noob_value_get_real (value);

    case NOOB_VALUE_INTEGER:
      return noob_value_get_int64 (value, &integer) && is_safe (integer)
             ? (double) integer
             : (double) NAN;

    default:
      return NAN;
    }
}

static char *
print_wide_integer (const GValue *value)
{
  gint64 narrow;
  guint64 wide;

  if (noob_value_get_kind (value) != NOOB_VALUE_INTEGER)
    return NULL;

  if (noob_value_get_int64 (value, &narrow))
    return is_safe (narrow) ? NULL : g_strdup_printf ("%" G_GINT64_FORMAT, narrow);

  return noob_value_get_uint64 (value, &wide) ? g_strdup_printf ("%" G_GUINT64_FORMAT, wide) : NULL;
}

/**
 * noob_record_get_number:
 * @self: a record
 * @name: a name
 *
 * Gets a number as a double, without loss. This is for languages in which all numbers are doubles.
 *
 * Returns: the number; NaN for an integer of 2⁵³ or more, positive or negative, for any other
 *   value, and if there is no such entry
 *
 * Since: 1.0
 */
double
noob_record_get_number (NoobRecord *self,
                        const char *name)
{
  const GValue *value;

  g_return_val_if_fail (self != NULL, NAN);
  g_return_val_if_fail (name != NULL, NAN);

  value = noob_record_get_value (self, name);

  return value != NULL ? get_number (value) : NAN;
}

/**
 * noob_record_get_wide_integer:
 * @self: a record
 * @name: a name
 *
 * Gets the digits of an integer that a double may not be able to hold: one of 2⁵³ or more, positive
 * or negative.
 *
 * Returns: (transfer full) (nullable): the number in decimal; %NULL for any other value, and if
 *   there is no such entry
 *
 * Since: 1.0
 */
char *
noob_record_get_wide_integer (NoobRecord *self,
                              const char *name)
{
  const GValue *value;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  value = noob_record_get_value (self, name);

  return value != NULL ? print_wide_integer (value) : NULL;
}

/**
 * noob_list_get_number:
 * @self: a list
 * @index: a position below the length of the list
 *
 * Gets a number as a double, without loss. This is for languages in which all numbers are doubles.
 *
 * Returns: the number; NaN for an integer of 2⁵³ or more, positive or negative, and for any other
 *   value
 *
 * Since: 1.0
 */
double
noob_list_get_number (NoobList *self,
                      gsize     index)
{
  g_return_val_if_fail (self != NULL, NAN);
  g_return_val_if_fail (index < noob_list_get_length (self), NAN);

  return get_number (noob_list_get_value (self, index));
}

/**
 * noob_list_get_wide_integer:
 * @self: a list
 * @index: a position below the length of the list
 *
 * Gets the digits of an integer that a double may not be able to hold: one of 2⁵³ or more, positive
 * or negative.
 *
 * Returns: (transfer full) (nullable): the number in decimal; %NULL for any other value
 *
 * Since: 1.0
 */
char *
noob_list_get_wide_integer (NoobList *self,
                            gsize     index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < noob_list_get_length (self), NULL);

  return print_wide_integer (noob_list_get_value (self, index));
}
