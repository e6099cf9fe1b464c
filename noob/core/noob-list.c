/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobList:
 *
 * A sequence of values.
 *
 * A list never changes and may be used from any thread, as far as the values in it may.
 *
 * Since: 1.0
 */

#include "core/noob-list-private.h"

#include "core/noob-value-private.h"

struct _NoobList
{
  gatomicrefcount ref_count;
  gsize           length;
  GValue         *values;
  gboolean        is_tuple;
};

G_DEFINE_BOXED_TYPE (NoobList, noob_list, noob_list_ref, noob_list_unref)

static NoobList *
new_taking (GValue *values,
            gsize   length)
{
  NoobList *self = g_new0 (NoobList, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->length = length;
  self->values = values;

  return self;
}

/**
 * noob_list_new:
 * @values: (array length=n_values) (nullable): the values, which are copied
 * @n_values: how many
 *
 * Makes a list of some values.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 1.0
 */
NoobList *
noob_list_new (const GValue *values,
               gsize         n_values)
{
  GValue *copies;

  g_return_val_if_fail (values != NULL || n_values == 0, NULL);

  copies = g_new0 (GValue, n_values);
  for (gsize i = 0; i < n_values; i++)
    noob_value_init_copy (&copies[i], &values[i]);

  return new_taking (copies, n_values);
}

NoobList *
noob_list_make_tuple (NoobList *self)
{
  self->is_tuple = TRUE;

  return self;
}

/**
 * noob_list_new_tuple:
 * @values: (array length=n_values) (nullable): the values, which are copied
 * @n_values: how many
 *
 * Makes a list that is a tuple in languages that tell the two apart, such as Python. It is like any
 * other list otherwise, and equal to one of the same values.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 1.0
 */
NoobList *
noob_list_new_tuple (const GValue *values,
                     gsize         n_values)
{
  g_return_val_if_fail (values != NULL || n_values == 0, NULL);

  return noob_list_make_tuple (noob_list_new (values, n_values));
}

/**
 * noob_list_new_take: (skip)
 * @values: (transfer full) (element-type GValue): an array of values
 *
 * Makes a list of the values in an array, and takes over both. The array's own clear function, if
 * it has one, is not used.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 1.0
 */
NoobList *
noob_list_new_take (GArray *values)
{
  gsize length;
  GValue *data;

  g_return_val_if_fail (values != NULL, NULL);
  g_return_val_if_fail (g_array_get_element_size (values) == sizeof (GValue), NULL);

  data = g_array_steal (values, &length);
  g_array_unref (values);

  for (gsize i = 0; i < length; i++)
    {
      if (G_VALUE_TYPE (&data[i]) == G_TYPE_INVALID)
        noob_value_set_null (&data[i]);
    }

  return new_taking (data, length);
}

/**
 * noob_list_new_strv:
 * @strings: (array zero-terminated=1): the strings, which are copied
 *
 * Makes a list of strings.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 1.0
 */
NoobList *
noob_list_new_strv (const char *const *strings)
{
  gsize length;
  GValue *values;

  g_return_val_if_fail (strings != NULL, NULL);

  length = g_strv_length ((char **) strings);
  values = g_new0 (GValue, length);
  for (gsize i = 0; i < length; i++)
    {
      g_value_init (&values[i], G_TYPE_STRING);
      g_value_set_string (&values[i], strings[i]);
    }

  return new_taking (values, length);
}

/**
 * noob_list_ref:
 * @self: a list
 *
 * Adds a reference.
 *
 * Returns: (transfer full): @self
 *
 * Since: 1.0
 */
NoobList *
noob_list_ref (NoobList *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * noob_list_unref:
 * @self: (transfer full): a list
 *
 * Drops a reference; the last one frees the list.
 *
 * Since: 1.0
 */
void
noob_list_unref (NoobList *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (gsize i = 0; i < self->length; i++)
    g_value_unset (&self->values[i]);
  g_free (self->values);
  g_free (self);
}

/**
 * noob_list_get_length:
 * @self: a list
 *
 * Counts the values.
 *
 * Returns: how many there are
 *
 * Since: 1.0
 */
gsize
noob_list_get_length (NoobList *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->length;
}

/**
 * noob_list_get_value:
 * @self: a list
 * @index: a position below the length of the list
 *
 * Gets one of the values.
 *
 * Returns: (transfer none): the value, which belongs to the list
 *
 * Since: 1.0
 */
const GValue *
noob_list_get_value (NoobList *self,
                     gsize     index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->length, NULL);

  return &self->values[index];
}

/**
 * noob_list_is_tuple:
 * @self: a list
 *
 * Tells whether a list is a tuple in languages that tell the two apart.
 *
 * Returns: whether it is
 *
 * Since: 1.0
 */
gboolean
noob_list_is_tuple (NoobList *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_tuple;
}

/**
 * noob_list_equal:
 * @self: a list
 * @other: another list
 *
 * Compares two lists value by value, as [func@Noob.value_equal] does.
 *
 * Returns: %TRUE if they are equal
 *
 * Since: 1.0
 */
gboolean
noob_list_equal (NoobList *self,
                 NoobList *other)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  if (self == other)
    return TRUE;
  if (self->length != other->length)
    return FALSE;

  for (gsize i = 0; i < self->length; i++)
    {
      if (!noob_value_equal (&self->values[i], &other->values[i]))
        return FALSE;
    }

  return TRUE;
}
