/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "noob-gi-sequence-private.h"

#include "core/noob-value-private.h"

NoobList *
noob_gi_peek_list (const GValue  *value,
                   NoobGiScratch *scratch)
{
  NoobList *list = NULL;

  switch (noob_value_get_kind (value))
    {
    case NOOB_VALUE_LIST:
      return g_value_get_boxed (value);

    case NOOB_VALUE_STRINGS:
      list = noob_list_new_strv (g_value_get_boxed (value));
      noob_gi_scratch_add (scratch, list, (GDestroyNotify) noob_list_unref, FALSE);
      return list;

    default:
      return NULL;
    }
}

gboolean
noob_gi_prefix_element (gsize    index,
                        GError **error)
{
  g_prefix_error (error, "element %" G_GSIZE_FORMAT ": ", index);
  return FALSE;
}

gboolean
noob_gi_store_elements (const NoobGiType  *element,
                        NoobList          *list,
                        GITransfer         transfer,
                        NoobGiScratch     *scratch,
                        guint8            *memory,
                        GError           **error)
{
  gsize length = noob_list_get_length (list);

  for (gsize i = 0; i < length; i++)
    {
      GIArgument argument = { 0 };

      if (!noob_gi_type_to_c (element, noob_list_get_value (list, i), transfer, scratch,
                              &argument, NULL, error))
        return noob_gi_prefix_element (i, error);

      memcpy (memory + i * element->size, &argument, element->size);
    }

  return TRUE;
}

void
noob_gi_value_take_list (GValue *value,
                         GArray *values)
{
  g_value_init (value, NOOB_TYPE_LIST);
  g_value_take_boxed (value, noob_list_new_take (values));
}

void
noob_gi_take_elements (const NoobGiType *element,
                       const guint8     *memory,
                       gsize             length,
                       GITransfer        transfer,
                       GValue           *value)
{
  GArray *values;

  if (element->tag == GI_TYPE_TAG_UINT8)
    {
      g_value_init (value, G_TYPE_BYTES);
      g_value_take_boxed (value, g_bytes_new (memory, length));
      return;
    }

  values = g_array_sized_new (FALSE, TRUE, sizeof (GValue), length);
  g_array_set_size (values, length);
  for (gsize i = 0; i < length; i++)
    {
      GIArgument argument = { 0 };

      memcpy (&argument, memory + i * element->size, element->size);
      noob_gi_type_from_c (element, &argument, 0, transfer, &g_array_index (values, GValue, i));
    }

  noob_gi_value_take_list (value, values);
}
