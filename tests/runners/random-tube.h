/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* A random tube: its nodes' texts, in the order in which they came into being. */
typedef struct
{
  GRand     *random;
  GPtrArray *nodes;   /* of char *, lines of YAML */
  GArray    *signals; /* what can be depended on; see random-tube.c */
  char      *stored;  /* the signal that is an asset in the next epoch; NULL: there is no asset */
  guint      n_nodes;
} RandomTube;

RandomTube *random_tube_new     (guint32     seed);
void        random_tube_free    (RandomTube *self);

/* The YAML; the order of the nodes is shuffled when @shuffled, which must not matter. */
char       *random_tube_to_yaml (RandomTube *self,
                                 gboolean    shuffled);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RandomTube, random_tube_free)
