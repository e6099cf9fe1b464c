/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/noob-json-scanner-private.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "core/noob-error.h"
#include "core/noob-json-private.h"

typedef enum
{
  EXPECT_VALUE,
  EXPECT_VALUE_OR_END,
  EXPECT_NAME,
  EXPECT_NAME_OR_END,
  EXPECT_COMMA_OR_END,
} State;

typedef struct
{
  const char *start;
  const char *position;
  const char *end;
  State       state;
  guint       depth;
  GHashTable *names[NOOB_JSON_MAX_DEPTH]; /* by depth; NULL for an array */
  GError    **error;
} Scanner;

G_GNUC_PRINTF (3, 4) static gboolean
fail_at (Scanner    *self,
         const char *position,
         const char *format,
         ...)
{
  g_autofree char *message = NULL;
  const char *line_start = self->start;
  gsize line = 1;
  va_list args;

  for (const char *p = self->start; p < position; p++)
    {
      if (*p == '\n')
        {
          line++;
          line_start = p + 1;
        }
    }

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  g_set_error (self->error, NOOB_ERROR, NOOB_ERROR_VALUE,
               "line %" G_GSIZE_FORMAT ", column %ld: %s", line,
               g_utf8_strlen (line_start, position - line_start) + 1, message);
  return FALSE;
}

static gboolean
fail_expected (Scanner    *self,
               const char *expected)
{
  gunichar found;

  if (self->position == self->end)
    return fail_at (self, self->position, "expected %s, found the end of the text", expected);

  found = g_utf8_get_char (self->position);
  if (found < 0x20 || found > 0x7e)
    return fail_at (self, self->position, "expected %s, found the character U+%04X", expected,
                    found);

  return fail_at (self, self->position, "expected %s, found '%c'", expected, (char) found);
}

static gboolean
at (Scanner *self,
    char     c)
{
  return self->position < self->end && *self->position == c;
}

static gboolean
skip (Scanner *self,
      char     c)
{
  if (!at (self, c))
    return FALSE;

  self->position++;

  return TRUE;
}

static void
skip_space (Scanner *self)
{
  while (at (self, ' ') || at (self, '\n') || at (self, '\r') || at (self, '\t'))
    self->position++;
}

static gsize
skip_digits (Scanner *self)
{
  const char *start = self->position;

  while (self->position < self->end && g_ascii_isdigit (*self->position))
    self->position++;

  return self->position - start;
}

/* Reads four hexadecimal digits. */
static gboolean
scan_code_unit (Scanner  *self,
                gunichar *unit)
{
  *unit = 0;
  for (int i = 0; i < 4; i++, self->position++)
    {
      if (self->position == self->end || !g_ascii_isxdigit (*self->position))
        return fail_expected (self, "four hexadecimal digits after \\u");

      *unit = *unit << 4 | (gunichar) g_ascii_xdigit_value (*self->position);
    }

  return TRUE;
}

/* What follows `\u`. */
static gboolean
scan_unicode_escape (Scanner *self,
                     GString *text)
{
  const char *start = self->position - 2;
  gunichar c, low;

  if (!scan_code_unit (self, &c))
    return FALSE;

  if (c == 0)
    return fail_at (self, start, "a string may not contain the character U+0000");

  if (c >= 0xd800 && c <= 0xdfff)
    {
      if (c >= 0xdc00 || !skip (self, '\\') || !skip (self, 'u'))
        return fail_at (self, start, "a lone surrogate is not a character");
      if (!scan_code_unit (self, &low))
        return FALSE;
      if (low < 0xdc00 || low > 0xdfff)
        return fail_at (self, start, "a lone surrogate is not a character");

      c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    }

  if (text != NULL)
    g_string_append_unichar (text, c);

  return TRUE;
}

/* What follows a backslash. */
static gboolean
scan_escape (Scanner *self,
             GString *text)
{
  static const char escapes[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *escape;

  if (skip (self, 'u'))
    return scan_unicode_escape (self, text);

  escape = self->position < self->end ? strchr (escapes, *self->position) : NULL;
  if (escape == NULL)
    return fail_expected (self, "one of \"\\/bfnrtu after a backslash");

  self->position++;
  if (text != NULL)
    g_string_append_c (text, meanings[escape - escapes]);

  return TRUE;
}

/* Reads a string, whose content is appended to @text if that is not NULL. */
static gboolean
scan_string (Scanner *self,
             GString *text)
{
  const char *start = self->position++;

  while (!at (self, '"'))
    {
      const char *run = self->position;

      while (self->position < self->end && (guchar) *self->position >= 0x20 &&
             *self->position != '"' && *self->position != '\\')
        self->position++;
      if (text != NULL)
        g_string_append_len (text, run, self->position - run);

      if (self->position == self->end)
        return fail_at (self, start, "the string that starts here does not end");
      if ((guchar) *self->position < 0x20)
        return fail_at (self, self->position, "a control character in a string must be escaped");
      if (skip (self, '\\') && !scan_escape (self, text))
        return FALSE;
    }

  self->position++;

  return TRUE;
}

static gboolean
check_number_range (Scanner    *self,
                    const char *start,
                    gboolean    is_real)
{
  g_autofree char *digits = g_strndup (start, self->position - start);

  errno = 0;
  if (is_real ? isfinite (g_ascii_strtod (digits, NULL))
              : (g_ascii_strtoll (digits, NULL, 10), errno == 0))
    return TRUE;

  return fail_at (self, start, is_real ? "the number is too big for a real"
                                       : "the number is too big for an integer of 64 bits");
}

static gboolean
scan_number (Scanner *self)
{
  const char *start = self->position;
  gboolean is_real = FALSE;

  skip (self, '-');
  if (!skip (self, '0') && skip_digits (self) == 0)
    return fail_expected (self, "a digit");

  if (skip (self, '.'))
    {
      is_real = TRUE;
      if (skip_digits (self) == 0)
        return fail_expected (self, "a digit after the decimal point");
    }

  if (skip (self, 'e') || skip (self, 'E'))
    {
      is_real = TRUE;
      if (!skip (self, '+'))
        skip (self, '-');
      if (skip_digits (self) == 0)
        return fail_expected (self, "a digit in the exponent");
    }

  return check_number_range (self, start, is_real);
}

static gboolean
scan_word (Scanner *self)
{
  static const char *const words[] = { "true", "false", "null" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i]);

      if ((gsize) (self->end - self->position) >= length &&
          strncmp (self->position, words[i], length) == 0)
        {
          self->position += length;
          return TRUE;
        }
    }

  return fail_expected (self, self->state == EXPECT_VALUE_OR_END ? "a value or ']'" : "a value");
}

static gboolean
open_container (Scanner *self)
{
  gboolean is_object = *self->position == '{';

  if (self->depth == NOOB_JSON_MAX_DEPTH)
    return fail_at (self, self->position, "nested more than %d deep", NOOB_JSON_MAX_DEPTH);

  self->position++;
  self->names[self->depth++] =
      is_object ? g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) : NULL;
  self->state = is_object ? EXPECT_NAME_OR_END : EXPECT_VALUE_OR_END;

  return TRUE;
}

static gboolean
close_container (Scanner *self)
{
  self->position++;
  g_clear_pointer (&self->names[--self->depth], g_hash_table_unref);
  self->state = EXPECT_COMMA_OR_END;

  return TRUE;
}

static gboolean
in_object (Scanner *self)
{
  return self->names[self->depth - 1] != NULL;
}

static gboolean
scan_value (Scanner *self)
{
  gboolean valid;

  if (self->state == EXPECT_VALUE_OR_END && at (self, ']'))
    return close_container (self);
  if (at (self, '{') || at (self, '['))
    return open_container (self);

  if (at (self, '"'))
    valid = scan_string (self, NULL);
  else if (at (self, '-') || (self->position < self->end && g_ascii_isdigit (*self->position)))
    valid = scan_number (self);
  else
    valid = scan_word (self);

  self->state = EXPECT_COMMA_OR_END;

  return valid;
}

/* Reads a name and the colon after it. */
static gboolean
scan_name (Scanner *self)
{
  g_autoptr (GString) name = NULL;
  const char *start = self->position;

  if (self->state == EXPECT_NAME_OR_END && at (self, '}'))
    return close_container (self);
  if (!at (self, '"'))
    return fail_expected (self, self->state == EXPECT_NAME ? "a name in quotes"
                                                           : "a name in quotes or '}'");

  name = g_string_new (NULL);
  if (!scan_string (self, name))
    return FALSE;
  if (name->len == 0)
    return fail_at (self, start, "a name may not be empty");
  if (g_hash_table_contains (self->names[self->depth - 1], name->str))
    return fail_at (self, start, "the name \"%s\" is there twice", name->str);
  g_hash_table_add (self->names[self->depth - 1],
                    g_string_free (g_steal_pointer (&name), FALSE));

  skip_space (self);
  if (!skip (self, ':'))
    return fail_expected (self, "':' after the name");
  self->state = EXPECT_VALUE;

  return TRUE;
}

static gboolean
scan_comma_or_end (Scanner *self)
{
  gboolean is_object = in_object (self);

  if (at (self, is_object ? '}' : ']'))
    return close_container (self);
  if (!skip (self, ','))
    return fail_expected (self, is_object ? "',' or '}'" : "',' or ']'");
  self->state = is_object ? EXPECT_NAME : EXPECT_VALUE;

  return TRUE;
}

static gboolean
scan_token (Scanner *self)
{
  switch (self->state)
    {
    case EXPECT_NAME:
    case EXPECT_NAME_OR_END:
      return scan_name (self);
    case EXPECT_COMMA_OR_END:
      return scan_comma_or_end (self);
    case EXPECT_VALUE:
    case EXPECT_VALUE_OR_END:
    default:
      return scan_value (self);
    }
}

static gboolean
scan_text (Scanner *self)
{
  const char *invalid;

  if (!g_utf8_validate_len (self->start, self->end - self->start, &invalid))
    return fail_at (self, invalid, *invalid == '\0' ? "a text may not contain NUL characters"
                                                    : "this is not valid UTF-8");

  do
    {
      skip_space (self);
      if (!scan_token (self))
        return FALSE;
    }
  while (self->depth > 0);

  skip_space (self);
  if (self->position < self->end)
    return fail_expected (self, "nothing more");

  return TRUE;
}

gboolean
noob_json_scan (const char  *data,
                gsize        length,
                GError     **error)
{
  Scanner self = { .start = data, .position = data, .end = data + length, .error = error };
  gboolean valid = scan_text (&self);

  while (self.depth > 0)
    close_container (&self);

  return valid;
}
