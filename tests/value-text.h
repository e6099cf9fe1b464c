/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <noob.h>

/* A compact form of values to compare with: lists in [], records in {}, the absence of an event as
 * `nothing`. */
static inline void
value_text_append (GString      *text,
                   const GValue *value)
{
  if (noob_value_is_no_event (value))
    {
      g_string_append (text, "nothing");
    }
  else if (noob_value_is_null (value))
    {
      g_string_append (text, "null");
    }
  else if (G_VALUE_HOLDS (value, NOOB_TYPE_LIST))
    {
      NoobList *list = g_value_get_boxed (value);

      g_string_append_c (text, '[');
      for (gsize i = 0; i < noob_list_get_length (list); i++)
        {
          g_string_append (text, i > 0 ? " " : "");
          value_text_append (text, noob_list_get_value (list, i));
        }
      g_string_append_c (text, ']');
    }
  else if (G_VALUE_HOLDS (value, NOOB_TYPE_RECORD))
    {
      NoobRecord *record = g_value_get_boxed (value);

      g_string_append_c (text, '{');
      for (guint i = 0; i < noob_record_get_size (record); i++)
        {
          g_string_append_printf (text, "%s%s:", i > 0 ? " " : "",
                                  noob_record_get_name (record, i));
          value_text_append (text, noob_record_get_nth (record, i));
        }
      g_string_append_c (text, '}');
    }
  else
    {
      g_auto (GValue) string = G_VALUE_INIT;

      g_value_init (&string, G_TYPE_STRING);
      g_assert_true (g_value_transform (value, &string));
      g_string_append (text, g_value_get_string (&string));
    }
}

static inline char *
value_text (const GValue *value)
{
  GString *text = g_string_new (NULL);

  value_text_append (text, value);

  return g_string_free (text, FALSE);
}
