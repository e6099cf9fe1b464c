/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "noob-gi-scratch-private.h"

typedef struct
{
  gpointer       data;
  GType          type;    /* of a boxed value, else nothing */
  GDestroyNotify destroy; /* else */
  gboolean       given;
} Item;

void
noob_gi_scratch_init (NoobGiScratch *self)
{
  self->items = g_array_new (FALSE, FALSE, sizeof (Item));
}

void
noob_gi_scratch_clear (NoobGiScratch *self)
{
  g_clear_pointer (&self->items, g_array_unref);
}

void
noob_gi_scratch_add (NoobGiScratch  *self,
                     gpointer        data,
                     GDestroyNotify  destroy,
                     gboolean        given)
{
  Item item = { data, G_TYPE_INVALID, destroy, given };

  g_array_append_val (self->items, item);
}

void
noob_gi_scratch_add_boxed (NoobGiScratch *self,
                           GType          type,
                           gpointer       boxed)
{
  Item item = { boxed, type, NULL, TRUE };

  g_array_append_val (self->items, item);
}

static void
item_free (Item *item)
{
  if (item->type != G_TYPE_INVALID)
    g_boxed_free (item->type, item->data);
  else
    item->destroy (item->data);
}

void
noob_gi_scratch_empty (NoobGiScratch *self,
                       gboolean       called)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = &g_array_index (self->items, Item, i);

      if (!item->given || !called)
        item_free (item);
    }

  g_array_set_size (self->items, 0);
}
