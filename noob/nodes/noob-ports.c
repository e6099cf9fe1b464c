/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-ports-private.h"

static gboolean
is_rest (NoobSlot *slot)
{
  return (noob_slot_get_flags (slot) & NOOB_SLOT_REST) != 0;
}

static gboolean
takes_positions (NoobSlot *slot)
{
  return g_str_equal (noob_slot_get_name (slot), "*");
}

static NoobSlot *
find_by_position (GPtrArray *slots,
                  guint64    position)
{
  for (guint i = 0; i < slots->len; i++)
    {
      NoobSlot *slot = g_ptr_array_index (slots, i);

      if (is_rest (slot) ? takes_positions (slot) : position == i)
        return slot;
    }

  return NULL;
}

NoobSlot *
noob_ports_find_slot (GPtrArray      *slots,
                      NoobDependency *dependency)
{
  const char *name = noob_dependency_get_slot (dependency);
  NoobSlot *rest = NULL;

  for (guint i = 0; i < slots->len; i++)
    {
      NoobSlot *slot = g_ptr_array_index (slots, i);

      if (is_rest (slot))
        rest = takes_positions (slot) ? rest : slot;
      else if (g_str_equal (noob_slot_get_name (slot), name))
        return slot;
    }

  if (g_ascii_isdigit (name[0]))
    return find_by_position (slots, g_ascii_strtoull (name, NULL, 10));

  return rest;
}
