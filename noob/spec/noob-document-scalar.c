/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "spec/noob-document-private.h"

#include <math.h>

/* The core schema of YAML 1.2 (section 10.3.2 of its specification): plain scalars that are null,
 * booleans, integers and floats, all others being strings. JSON's scalars are among them. */

static gboolean
is_one_of (const char        *text,
           const char *const *words)
{
  return g_strv_contains (words, text);
}

static const char *
skip_sign (const char *text)
{
  return *text == '-' || *text == '+' ? text + 1 : text;
}

static const char *
skip_digits (const char *text)
{
  while (g_ascii_isdigit (*text))
    text++;
  return text;
}

/* The base of @text's integer, and where its digits start; 0 when it is none. */
static int
integer_base (const char  *text,
              const char **digits)
{
  const char *start = skip_sign (text);

  if (g_ascii_isdigit (*start) && *skip_digits (start) == '\0')
    {
      *digits = text;
      return 10;
    }

  *digits = text + 2;
  if (g_str_has_prefix (text, "0o") && **digits != '\0' &&
      (*digits)[strspn (*digits, "01234567")] == '\0')
    return 8;
  if (g_str_has_prefix (text, "0x") && g_ascii_isxdigit (**digits) &&
      (*digits)[strspn (*digits, "0123456789abcdefABCDEF")] == '\0')
    return 16;
  return 0;
}

static gboolean
is_float (const char *text)
{
  const char *start = skip_sign (text);
  const char *end = skip_digits (start);
  gboolean has_digits = end > start;

  if (*end == '.')
    {
      const char *fraction = end + 1;

      end = skip_digits (fraction);
      has_digits = has_digits || end > fraction;
    }
  if (!has_digits)
    return FALSE;

  if (*end == 'e' || *end == 'E')
    {
      const char *exponent = skip_sign (end + 1);

      end = skip_digits (exponent);
      if (end == exponent)
        return FALSE;
    }
  return *end == '\0';
}

static gboolean
is_special_float (const char *text,
                  double     *number)
{
  static const char *const not_a_number[] = { ".nan", ".NaN", ".NAN", NULL };
  static const char *const infinite[] = { ".inf", ".Inf", ".INF", NULL };

  if (is_one_of (text, not_a_number))
    *number = NAN;
  else if (is_one_of (skip_sign (text), infinite))
    *number = *text == '-' ? -INFINITY : INFINITY;
  else
    return FALSE;
  return TRUE;
}

static gboolean
resolve_integer (const char  *text,
                 const char  *digits,
                 int          base,
                 GValue      *value,
                 GError     **error)
{
  gint64 number;

  /* g_ascii_string_to_signed () refuses the plus. */
  if (!g_ascii_string_to_signed (*digits == '+' ? digits + 1 : digits, base, G_MININT64, G_MAXINT64,
                                 &number, NULL))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_SPECIFICATION,
                   "the integer %s does not fit 64 bits; write it in quotes if it is a string",
                   text);
      return FALSE;
    }

  g_value_init (value, G_TYPE_INT64);
  g_value_set_int64 (value, number);
  return TRUE;
}

static gboolean
resolve_float (const char  *text,
               GValue      *value,
               GError     **error)
{
  double number;

  if (!is_special_float (text, &number))
    {
      number = g_ascii_strtod (text, NULL);
      if (!isfinite (number))
        {
          g_set_error (error, NOOB_ERROR, NOOB_ERROR_SPECIFICATION,
                       "the number %s is too large; write .inf, or quotes if it is a string", text);
          return FALSE;
        }
    }

  g_value_init (value, G_TYPE_DOUBLE);
  g_value_set_double (value, number);
  return TRUE;
}

/* Whether @text can only be a string, judged by how it begins: true of nearly all. */
static gboolean
is_plainly_string (const char *text)
{
  return *text != '\0' && strchr ("~nNtTfF.+-0123456789", *text) == NULL;
}

gboolean
noob_document_resolve_plain (const char  *text,
                             GValue      *value,
                             GError     **error)
{
  static const char *const nulls[] = { "", "~", "null", "Null", "NULL", NULL };
  static const char *const trues[] = { "true", "True", "TRUE", NULL };
  static const char *const falses[] = { "false", "False", "FALSE", NULL };
  const char *digits;
  double number;
  int base;

  if (is_plainly_string (text))
    {
      g_value_init (value, G_TYPE_STRING);
      g_value_set_static_string (value, text);
      return TRUE;
    }

  if (is_one_of (text, nulls))
    {
      noob_value_set_null (value);
      return TRUE;
    }
  if (is_one_of (text, trues) || is_one_of (text, falses))
    {
      g_value_init (value, G_TYPE_BOOLEAN);
      g_value_set_boolean (value, is_one_of (text, trues));
      return TRUE;
    }

  base = integer_base (text, &digits);
  if (base != 0)
    return resolve_integer (text, digits, base, value, error);
  if (is_float (text) || is_special_float (text, &number))
    return resolve_float (text, value, error);

  g_value_init (value, G_TYPE_STRING);
  g_value_set_static_string (value, text);
  return TRUE;
}
