/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "graph/noob-ended-epochs-private.h"

static int
compare_roots (gconstpointer a,
               gconstpointer b)
{
  guint64 first = *(const guint64 *) a;
  guint64 second = *(const guint64 *) b;

  return (first > second) - (first < second);
}

void
noob_ended_epochs_init (NoobEndedEpochs *self)
{
  self->mark = 0;
  self->above = g_array_new (FALSE, FALSE, sizeof (guint64));
}

void
noob_ended_epochs_clear (NoobEndedEpochs *self)
{
  g_clear_pointer (&self->above, g_array_unref);
}

gboolean
noob_ended_epochs_has (NoobEndedEpochs *self,
                       guint64          root)
{
  return root < self->mark ||
         (self->above->len > 0 && g_array_binary_search (self->above, &root, compare_roots, NULL));
}

static void
raise_mark (NoobEndedEpochs *self)
{
  guint n = 0;

  while (n < self->above->len && g_array_index (self->above, guint64, n) == self->mark &&
         self->mark < G_MAXUINT64)
    {
      self->mark++;
      n++;
    }

  if (n > 0)
    g_array_remove_range (self->above, 0, n);
}

void
noob_ended_epochs_add (NoobEndedEpochs *self,
                       guint64          root)
{
  guint position = self->above->len;

  if (noob_ended_epochs_has (self, root))
    return;

  if (root == self->mark && position == 0 && root < G_MAXUINT64)
    {
      self->mark++;
      return;
    }

  while (position > 0 && g_array_index (self->above, guint64, position - 1) > root)
    position--;
  g_array_insert_val (self->above, position, root);

  if (self->above->len > NOOB_ENDED_EPOCHS_MAX)
    self->mark = g_array_index (self->above, guint64, 0);

  raise_mark (self);
}

void
noob_ended_epochs_add_below (NoobEndedEpochs *self,
                             guint64          root)
{
  guint n = 0;

  if (root <= self->mark)
    return;

  while (n < self->above->len && g_array_index (self->above, guint64, n) < root)
    n++;
  if (n > 0)
    g_array_remove_range (self->above, 0, n);

  self->mark = root;
  raise_mark (self);
}
