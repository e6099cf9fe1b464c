/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/noob-value-private.h"

#include <math.h>

#include "core/noob-array.h"
#include "core/noob-list.h"
#include "core/noob-record.h"
#include "core/noob-tagged.h"

/**
 * NoobNoEvent:
 *
 * The absence of an event, where a value must stand. It is never a value: null is a legitimate
 * value.
 *
 * There is one instance, [func@Noob.NoEvent.get].
 *
 * Since: 1.0
 */
struct _NoobNoEvent
{
  char unused;
};

static NoobNoEvent *
no_event_copy (NoobNoEvent *self)
{
  return self;
}

static void
no_event_free (NoobNoEvent *self)
{
}

G_DEFINE_BOXED_TYPE (NoobNoEvent, noob_no_event, no_event_copy, no_event_free)

/**
 * NOOB_NO_EVENT:
 *
 * The one instance of [struct@Noob.NoEvent].
 *
 * Since: 1.0
 */

/**
 * noob_no_event_get:
 *
 * Gets the one instance of its type.
 *
 * Returns: (transfer none): the absence of an event
 *
 * Since: 1.0
 */
NoobNoEvent *
noob_no_event_get (void)
{
  static NoobNoEvent no_event;

  return &no_event;
}

void
noob_value_init_copy (GValue       *copy,
                      const GValue *value)
{
  if (value == NULL || G_VALUE_TYPE (value) == G_TYPE_INVALID)
    {
      g_value_init (copy, G_TYPE_POINTER);
      return;
    }

  if (noob_value_is_plain_number (value))
    {
      *copy = *value;
      return;
    }

  g_value_init (copy, G_VALUE_TYPE (value));
  g_value_copy (value, copy);
}

/**
 * noob_value_is_no_event:
 * @value: a value
 *
 * Checks whether @value holds the absence of an event.
 *
 * Returns: %TRUE if it does
 *
 * Since: 1.0
 */
gboolean
noob_value_is_no_event (const GValue *value)
{
  g_return_val_if_fail (value != NULL, FALSE);

  return G_VALUE_TYPE (value) == NOOB_TYPE_NO_EVENT;
}

/**
 * noob_value_is_null:
 * @value: a value
 *
 * Checks whether @value holds null: a pointer, object, boxed value or string that is %NULL. A value
 * that is not initialised counts as null.
 *
 * Returns: %TRUE if it does
 *
 * Since: 1.0
 */
gboolean
noob_value_is_null (const GValue *value)
{
  g_return_val_if_fail (value != NULL, FALSE);

  return noob_value_get_kind (value) == NOOB_VALUE_NULL;
}

static void
reinit (GValue *value,
        GType   type)
{
  if (G_VALUE_TYPE (value) != G_TYPE_INVALID)
    g_value_unset (value);

  g_value_init (value, type);
}

/**
 * noob_value_set_null:
 * @value: a value, which may be zero-filled or hold anything
 *
 * Makes @value hold null, which is a %NULL of type %G_TYPE_POINTER.
 *
 * Since: 1.0
 */
void
noob_value_set_null (GValue *value)
{
  g_return_if_fail (value != NULL);

  reinit (value, G_TYPE_POINTER);
}

/**
 * noob_value_set_no_event:
 * @value: a value, which may be zero-filled or hold anything
 *
 * Makes @value hold the absence of an event.
 *
 * Since: 1.0
 */
void
noob_value_set_no_event (GValue *value)
{
  g_return_if_fail (value != NULL);

  if (noob_value_is_no_event (value))
    return;

  reinit (value, NOOB_TYPE_NO_EVENT);
  g_value_set_static_boxed (value, NOOB_NO_EVENT);
}

static gboolean
integers_equal (const GValue *value,
                const GValue *other)
{
  guint64 a, b;

  return noob_value_get_uint64 (value, &a) == noob_value_get_uint64 (other, &b) && a == b;
}

static gboolean
reals_equal (double a,
             double b)
{
  return a == b || (isnan (a) && isnan (b));
}

static gboolean
others_equal (const GValue *value,
              const GValue *other)
{
  return G_VALUE_TYPE (value) == G_VALUE_TYPE (other) &&
         g_value_fits_pointer (value) &&
         g_value_peek_pointer (value) == g_value_peek_pointer (other);
}

/**
 * noob_value_equal:
 * @value: a value
 * @other: another value
 *
 * Compares two values in depth.
 *
 * Integers of all types are equal when they are the same number, and so are reals (here a NaN
 * equals itself); an integer never equals a real. Lists and records are compared element by
 * element, strings, bytes, times, arrays, tagged values and variants by content, objects and all
 * else by identity.
 *
 * Returns: %TRUE if they are equal
 *
 * Since: 1.0
 */
gboolean
noob_value_equal (const GValue *value,
                  const GValue *other)
{
  NoobValueKind kind;

  g_return_val_if_fail (value != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  kind = noob_value_get_kind (value);
  if (kind != noob_value_get_kind (other))
    return FALSE;

  switch (kind)
    {
    case NOOB_VALUE_NULL:
    case NOOB_VALUE_NO_EVENT:
      return TRUE;
    case NOOB_VALUE_BOOLEAN:
      return !g_value_get_boolean (value) == !g_value_get_boolean (other);
    case NOOB_VALUE_INTEGER:
      return integers_equal (value, other);
    case NOOB_VALUE_REAL:
      return reals_equal (noob_value_get_real (value), noob_value_get_real (other));
    case NOOB_VALUE_STRING:
      return g_str_equal (g_value_get_string (value), g_value_get_string (other));
    case NOOB_VALUE_STRINGS:
      return g_strv_equal (g_value_get_boxed (value), g_value_get_boxed (other));
    case NOOB_VALUE_BYTES:
      return g_bytes_equal (g_value_get_boxed (value), g_value_get_boxed (other));
    case NOOB_VALUE_LIST:
      return noob_list_equal (g_value_get_boxed (value), g_value_get_boxed (other));
    case NOOB_VALUE_RECORD:
      return noob_record_equal (g_value_get_boxed (value), g_value_get_boxed (other));
    case NOOB_VALUE_DATE_TIME:
      return g_date_time_equal (g_value_get_boxed (value), g_value_get_boxed (other));
    case NOOB_VALUE_ARRAY:
      return noob_array_equal (g_value_get_boxed (value), g_value_get_boxed (other));
    case NOOB_VALUE_TAGGED:
      return noob_tagged_equal (g_value_get_boxed (value), g_value_get_boxed (other));
    case NOOB_VALUE_VARIANT:
      return g_variant_equal (g_value_get_variant (value), g_value_get_variant (other));
    case NOOB_VALUE_OBJECT:
      return g_value_get_object (value) == g_value_get_object (other);
    case NOOB_VALUE_OTHER:
    default:
      return others_equal (value, other);
    }
}

/**
 * noob_value_is_true:
 * @value: a value
 *
 * Checks the truth of a value: null, %FALSE, zero, empty strings, bytes, lists, records and arrays,
 * and the absence of an event are false, all else is true; a tagged value is what its content is.
 *
 * Returns: %TRUE if it is true
 *
 * Since: 1.0
 */
gboolean
noob_value_is_true (const GValue *value)
{
  guint64 integer;

  g_return_val_if_fail (value != NULL, FALSE);

  switch (noob_value_get_kind (value))
    {
    case NOOB_VALUE_NULL:
    case NOOB_VALUE_NO_EVENT:
      return FALSE;
    case NOOB_VALUE_BOOLEAN:
      return g_value_get_boolean (value);
    case NOOB_VALUE_INTEGER:
      return !noob_value_get_uint64 (value, &integer) || integer != 0;
    case NOOB_VALUE_REAL:
      return noob_value_get_real (value) != 0.0;
    case NOOB_VALUE_STRING:
      return *g_value_get_string (value) != '\0';
    case NOOB_VALUE_STRINGS:
      return *(char **) g_value_get_boxed (value) != NULL;
    case NOOB_VALUE_BYTES:
      return g_bytes_get_size (g_value_get_boxed (value)) > 0;
    case NOOB_VALUE_LIST:
      return noob_list_get_length (g_value_get_boxed (value)) > 0;
    case NOOB_VALUE_RECORD:
      return noob_record_get_size (g_value_get_boxed (value)) > 0;
    case NOOB_VALUE_ARRAY:
      return noob_array_get_n_elements (g_value_get_boxed (value)) > 0;
    case NOOB_VALUE_TAGGED:
      return noob_value_is_true (noob_tagged_get_content (g_value_get_boxed (value)));
    case NOOB_VALUE_DATE_TIME:
    case NOOB_VALUE_VARIANT:
    case NOOB_VALUE_OBJECT:
    case NOOB_VALUE_OTHER:
    default:
      return TRUE;
    }
}

static const char *
describe_kind (NoobValueKind kind,
               GType         type)
{
  static const char *const words[] = {
    [NOOB_VALUE_NULL] = "null",
    [NOOB_VALUE_BOOLEAN] = "a boolean",
    [NOOB_VALUE_INTEGER] = "an integer",
    [NOOB_VALUE_REAL] = "a real number",
    [NOOB_VALUE_NO_EVENT] = "no event",
    [NOOB_VALUE_STRING] = "a string",
    [NOOB_VALUE_STRINGS] = "an array of strings",
    [NOOB_VALUE_BYTES] = "bytes",
    [NOOB_VALUE_LIST] = "a list",
    [NOOB_VALUE_RECORD] = "a record",
    [NOOB_VALUE_DATE_TIME] = "a time",
    [NOOB_VALUE_ARRAY] = "an array",
    [NOOB_VALUE_TAGGED] = "a tagged value",
    [NOOB_VALUE_VARIANT] = "a variant",
    [NOOB_VALUE_OBJECT] = NULL,
    [NOOB_VALUE_OTHER] = NULL,
  };
  g_autofree char *text = NULL;

  if (words[kind] != NULL)
    return words[kind];

  text = g_strdup_printf ("a value of type %s", g_type_name (type));

  return g_intern_string (text);
}

const char *
noob_type_describe (GType type)
{
  return describe_kind (noob_type_get_kind (type), type);
}

/**
 * noob_value_describe:
 * @value: a value
 *
 * Tells what kind of value it is in words for an error message, such as "an integer", "a list" or
 * "null".
 *
 * Returns: (transfer none): the words
 *
 * Since: 1.0
 */
const char *
noob_value_describe (const GValue *value)
{
  NoobValueKind kind;
  GType type;

  g_return_val_if_fail (value != NULL, NULL);

  kind = noob_value_get_kind (value);
  type = G_VALUE_TYPE (value);
  if (kind == NOOB_VALUE_OBJECT)
    type = G_OBJECT_TYPE (g_value_get_object (value));

  return describe_kind (kind, type);
}
