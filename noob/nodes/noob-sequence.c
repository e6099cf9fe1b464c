/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-sequence-private.h"

#include "core/noob-list.h"
#include "core/noob-value-private.h"

/* Adds a zero-filled value and returns it. */
static GValue *
add_item (GArray *items)
{
  g_array_set_size (items, items->len + 1);

  return &g_array_index (items, GValue, items->len - 1);
}

static void
append_list (GArray   *items,
             NoobList *list)
{
  gsize length = noob_list_get_length (list);

  for (gsize i = 0; i < length; i++)
    noob_value_init_copy (add_item (items), noob_list_get_value (list, i));
}

static void
append_strings (GArray             *items,
                const char *const  *strings)
{
  for (gsize i = 0; strings[i] != NULL; i++)
    {
      GValue *item = add_item (items);

      g_value_init (item, G_TYPE_STRING);
      g_value_set_string (item, strings[i]);
    }
}

static void
append_characters (GArray     *items,
                   const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *start = valid; *start != '\0'; start = g_utf8_next_char (start))
    {
      GValue *item = add_item (items);

      g_value_init (item, G_TYPE_STRING);
      g_value_take_string (item, g_strndup (start, g_utf8_next_char (start) - start));
    }
}

gboolean
noob_sequence_check (const GValue *value)
{
  switch (noob_value_get_kind (value))
    {
    case NOOB_VALUE_LIST:
    case NOOB_VALUE_STRINGS:
    case NOOB_VALUE_STRING:
      return TRUE;

    default:
      return FALSE;
    }
}

GArray *
noob_sequence_new (guint reserved)
{
  GArray *items = g_array_sized_new (FALSE, TRUE, sizeof (GValue), reserved);

  g_array_set_clear_func (items, (GDestroyNotify) g_value_unset);

  return items;
}

void
noob_sequence_append (const GValue *value,
                      GArray       *items)
{
  switch (noob_value_get_kind (value))
    {
    case NOOB_VALUE_LIST:
      append_list (items, g_value_get_boxed (value));
      break;

    case NOOB_VALUE_STRINGS:
      append_strings (items, g_value_get_boxed (value));
      break;

    case NOOB_VALUE_STRING:
      append_characters (items, g_value_get_string (value));
      break;

    default:
      g_assert_not_reached ();
    }
}

GArray *
noob_sequence_items (const GValue *value)
{
  GArray *items;

  if (!noob_sequence_check (value))
    return NULL;

  items = noob_sequence_new (0);
  noob_sequence_append (value, items);

  return items;
}
