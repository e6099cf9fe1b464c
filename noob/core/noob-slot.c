/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobSlot:
 *
 * What a node says of one of its slots: its name, whether it is required, and its type if it has
 * one.
 *
 * A slot never changes and may be used from any thread.
 *
 * Since: 1.0
 */

#include "core/noob-slot.h"

struct _NoobSlot
{
  gatomicrefcount ref_count;
  NoobSlotFlags   flags;
  char           *name;
  char           *type_name;
};

G_DEFINE_BOXED_TYPE (NoobSlot, noob_slot, noob_slot_copy, noob_slot_free)

GType
noob_slot_flags_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    {
      static const GFlagsValue values[] = {
        { NOOB_SLOT_REQUIRED, "NOOB_SLOT_REQUIRED", "required" },
        { NOOB_SLOT_HAS_DEFAULT, "NOOB_SLOT_HAS_DEFAULT", "has-default" },
        { NOOB_SLOT_REST, "NOOB_SLOT_REST", "rest" },
        { 0, NULL, NULL },
      };

      g_once_init_leave (&type, g_flags_register_static ("NoobSlotFlags", values));
    }

  return type;
}

/**
 * noob_slot_new:
 * @name: the name; positions are "0", "1", …
 * @flags: what else is known of it
 * @type_name: (nullable): a free annotation of the type of its values
 *
 * Makes a slot.
 *
 * Returns: (transfer full): a new slot
 *
 * Since: 1.0
 */
NoobSlot *
noob_slot_new (const char    *name,
               NoobSlotFlags  flags,
               const char    *type_name)
{
  NoobSlot *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = g_new (NoobSlot, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->flags = flags;
  self->name = g_strdup (name);
  self->type_name = g_strdup (type_name);

  return self;
}

/**
 * noob_slot_copy:
 * @self: a slot
 *
 * Copies a slot, which costs nothing.
 *
 * Returns: (transfer full): the copy
 *
 * Since: 1.0
 */
NoobSlot *
noob_slot_copy (NoobSlot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * noob_slot_free:
 * @self: (transfer full): a slot
 *
 * Frees a slot.
 *
 * Since: 1.0
 */
void
noob_slot_free (NoobSlot *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->name);
  g_free (self->type_name);
  g_free (self);
}

/**
 * noob_slot_get_name:
 * @self: a slot
 *
 * Gets the name of the slot.
 *
 * Returns: (transfer none): the name
 *
 * Since: 1.0
 */
const char *
noob_slot_get_name (NoobSlot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * noob_slot_get_flags:
 * @self: a slot
 *
 * Gets what else the node says of the slot.
 *
 * Returns: the flags
 *
 * Since: 1.0
 */
NoobSlotFlags
noob_slot_get_flags (NoobSlot *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->flags;
}

/**
 * noob_slot_get_type_name:
 * @self: a slot
 *
 * Gets the annotation of the type of its values, which is for people to read.
 *
 * Returns: (transfer none) (nullable): the type's name
 *
 * Since: 1.0
 */
const char *
noob_slot_get_type_name (NoobSlot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->type_name;
}
