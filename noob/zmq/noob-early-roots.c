/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-early-roots-private.h"

#define FEW 1024

static gboolean
has_begun (gpointer root,
           gpointer value,
           gpointer limit)
{
  return *(guint64 *) root < *(guint64 *) limit;
}

static gboolean
has_room (NoobEarlyRoots *self,
          guint64         limit)
{
  if (g_hash_table_size (self->roots) >= self->enough)
    {
      g_hash_table_foreach_remove (self->roots, has_begun, &limit);
      self->enough = CLAMP (2 * g_hash_table_size (self->roots), FEW, NOOB_MAX_EARLY_ROOTS);
    }

  return g_hash_table_size (self->roots) < NOOB_MAX_EARLY_ROOTS;
}

gboolean
noob_early_roots_admit (NoobEarlyRoots *self,
                        guint64         root,
                        guint64         limit)
{
  if (root < limit)
    return TRUE;

  if (self->roots == NULL)
    self->roots = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  if (g_hash_table_contains (self->roots, &root))
    return TRUE;
  if (!has_room (self, limit))
    return FALSE;

  g_hash_table_add (self->roots, g_memdup2 (&root, sizeof root));

  return TRUE;
}

void
noob_early_roots_clear (NoobEarlyRoots *self)
{
  g_clear_pointer (&self->roots, g_hash_table_unref);
}
