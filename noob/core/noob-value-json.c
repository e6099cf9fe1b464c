/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/noob-json-private.h"

/**
 * noob_value_to_json:
 * @value: a value
 * @pretty: whether to break it into indented lines
 * @error: return location for an error
 *
 * Writes a value as JSON: a record as an object, a list as an array, a [struct@Noob.Array] as
 * arrays in arrays, a [struct@Noob.Tagged] as an object with its tag as the one key.
 *
 * A value without such a form, such as bytes or a number that is not finite, is a
 * %NOOB_ERROR_VALUE.
 *
 * Returns: (transfer full): the text
 *
 * Since: 1.0
 */
char *
noob_value_to_json (const GValue  *value,
                    gboolean       pretty,
                    GError       **error)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (value != NULL, NULL);

  node = noob_json_from_value (value, error);

  return node != NULL ? noob_json_to_string (node, pretty) : NULL;
}

/**
 * noob_value_from_json:
 * @value: (out caller-allocates): location for the value, whatever it holds now; null after an
 *   error
 * @text: a JSON text
 * @length: its length in bytes; -1 if it ends with a nul
 * @error: return location for an error
 *
 * Reads a value from JSON: an object as a [struct@Noob.Record], an array as a [struct@Noob.List],
 * an integer as a #gint64.
 *
 * What is not a JSON text, has a key twice, is nested more than 64 levels deep, or has a number
 * beyond 64 bits is a %NOOB_ERROR_VALUE that says where.
 *
 * Returns: (skip): %TRUE if @value holds the value, %FALSE if @error is set
 *
 * Since: 1.0
 */
gboolean
noob_value_from_json (GValue      *value,
                      const char  *text,
                      gssize       length,
                      GError     **error)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (value != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  noob_value_set_null (value);

  node = noob_json_parse (text, length, G_MAXSIZE, error);
  if (node == NULL)
    return FALSE;

  noob_json_to_value (node, value);

  return TRUE;
}
