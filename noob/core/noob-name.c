/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/noob-name-private.h"

#include <string.h>

/* Beyond this, nobody mistyped a name. */
#define MAX_LENGTH 63

gboolean
noob_name_is_identifier (const char *text,
                         gsize       length)
{
  if (length == 0 || g_ascii_isdigit (text[0]))
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (text[i]) && text[i] != '_')
        return FALSE;
    }

  return TRUE;
}

const char *
noob_name_find_interned (const char *name)
{
  return g_quark_to_string (g_quark_try_string (name));
}

static guint
min3 (guint a,
      guint b,
      guint c)
{
  return MIN (MIN (a, b), c);
}

/* Insertions, deletions, substitutions and swaps of neighbours that turn one name into the other;
 * upper and lower case count as the same. */
static guint
edit_distance (const char *a,
               gsize       a_length,
               const char *b,
               gsize       b_length)
{
  guint rows[3][MAX_LENGTH + 1];

  for (gsize j = 0; j <= b_length; j++)
    rows[0][j] = j;

  for (gsize i = 1; i <= a_length; i++)
    {
      guint *row = rows[i % 3];
      const guint *above = rows[(i + 2) % 3];
      const guint *two_above = rows[(i + 1) % 3];
      char a_char = g_ascii_tolower (a[i - 1]);

      row[0] = i;
      for (gsize j = 1; j <= b_length; j++)
        {
          char b_char = g_ascii_tolower (b[j - 1]);

          row[j] = min3 (above[j] + 1, row[j - 1] + 1, above[j - 1] + (a_char != b_char));
          if (i > 1 && j > 1 &&
              a_char == g_ascii_tolower (b[j - 2]) && b_char == g_ascii_tolower (a[i - 2]))
            row[j] = MIN (row[j], two_above[j - 2] + 1);
        }
    }

  return rows[a_length % 3][b_length];
}

const char *
noob_nearest_name (const char        *name,
                   const char *const *candidates)
{
  gsize length = strlen (name);
  const char *nearest = NULL;
  guint limit = MAX (length / 3, 1);

  if (length > MAX_LENGTH)
    return NULL;

  for (gsize i = 0; candidates[i] != NULL; i++)
    {
      gsize candidate_length = strlen (candidates[i]);
      guint distance;

      if (candidate_length > MIN (length + limit, MAX_LENGTH) || candidate_length + limit < length)
        continue;

      distance = edit_distance (name, length, candidates[i], candidate_length);
      if (distance > limit || (nearest != NULL && distance == limit))
        continue;

      nearest = candidates[i];
      limit = distance;
    }

  return nearest;
}

char *
noob_suggest_name (const char        *name,
                   const char *const *candidates)
{
  const char *nearest = noob_nearest_name (name, candidates);

  return nearest != NULL ? g_strdup_printf (" (did you mean \"%s\"?)", nearest) : g_strdup ("");
}
