/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "spec/noob-document-private.h"

#include <string.h>

/* JSON is YAML, but for two things: it writes characters above U+FFFF as two \u escapes, which YAML
 * knows as one \U, and it has fewer line breaks. */

static gboolean
read_hex (const char *text,
          gsize       length,
          gunichar   *number)
{
  if (length < 6 || text[0] != '\\' || text[1] != 'u')
    return FALSE;
  *number = 0;
  for (guint i = 2; i < 6; i++)
    {
      if (!g_ascii_isxdigit (text[i]))
        return FALSE;
      *number = *number << 4 | g_ascii_xdigit_value (text[i]);
    }
  return TRUE;
}

static gboolean
read_surrogates (const char *text,
                 gsize       length,
                 gunichar   *character)
{
  gunichar high, low;

  if (length < 12 || !read_hex (text, length, &high) || !read_hex (text + 6, length - 6, &low))
    return FALSE;
  if ((high & 0xFC00) != 0xD800 || (low & 0xFC00) != 0xDC00)
    return FALSE;
  *character = 0x10000 + ((high & 0x3FF) << 10 | (low & 0x3FF));
  return TRUE;
}

static gboolean
looks_like_json (const char *data,
                 gsize       length)
{
  gsize start = 0;

  while (start < length && g_ascii_isspace (data[start]))
    start++;
  return start < length && data[start] == '{';
}

/* What YAML takes for a line break and JSON for a character like others: U+0085, U+2028, U+2029.
 * Its length in bytes, and how YAML escapes it; 0 for anything else. */
static gsize
read_line_separator (const char  *text,
                     gsize        length,
                     const char **escape)
{
  static const struct
  {
    const char *bytes;
    const char *escape;
  } separators[] = { { "\xC2\x85", "\\N" }, { "\xE2\x80\xA8", "\\L" }, { "\xE2\x80\xA9", "\\P" } };

  /* Most of a text is ASCII. */
  if (!(*text & 0x80))
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (separators); i++)
    {
      gsize size = strlen (separators[i].bytes);

      if (size <= length && memcmp (text, separators[i].bytes, size) == 0)
        {
          *escape = separators[i].escape;
          return size;
        }
    }
  return 0;
}

/* Appends what the JSON string at @text has next, as YAML writes it; returns how many bytes that
 * was. */
static gsize
rewrite_in_string (GString    *yaml,
                   const char *text,
                   gsize       length)
{
  const char *escape;
  gunichar character;
  gsize size;

  if (read_surrogates (text, length, &character))
    {
      g_string_append_printf (yaml, "\\U%08X", character);
      return 12;
    }
  size = read_line_separator (text, length, &escape);
  if (size > 0)
    {
      g_string_append (yaml, escape);
      return size;
    }
  size = *text == '\\' && length > 1 ? 2 : 1;
  g_string_append_len (yaml, text, size);
  return size;
}

GString *
noob_document_rewrite_json (const char *data,
                            gsize       length)
{
  g_autoptr (GString) yaml = NULL;
  gboolean in_string = FALSE;
  gsize i = 0;

  if (!looks_like_json (data, length))
    return NULL;

  yaml = g_string_sized_new (length);
  while (i < length)
    {
      if (data[i] == '"')
        in_string = !in_string;
      if (in_string)
        i += rewrite_in_string (yaml, data + i, length - i);
      else
        g_string_append_c (yaml, data[i++]);
    }
  return g_steal_pointer (&yaml);
}
