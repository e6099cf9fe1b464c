/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a node is told of by another one may come before the command node says that the epoch has
 * begun. How many such epochs there may be is bounded: a node that makes them up would fill memory,
 * as epochs that never begin never end. No more epochs than that may be in progress. */
#define NOOB_MAX_EARLY_ROOTS 65536

typedef struct
{
  GHashTable *roots;  /* set of guint64; NULL before there are any */
  guint       enough; /* of them to look for those that have begun since */
} NoobEarlyRoots;

/* Whether @root may be told of, when the epochs below @limit have begun. */
gboolean noob_early_roots_admit (NoobEarlyRoots *self,
                                 guint64         root,
                                 guint64         limit);
void     noob_early_roots_clear (NoobEarlyRoots *self);

G_END_DECLS
