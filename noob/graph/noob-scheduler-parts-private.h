/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "graph/noob-ended-epochs-private.h"
#include "graph/noob-scheduler-private.h"

G_BEGIN_DECLS

/* What the files of the scheduler share. */

struct _NoobScheduler
{
  GObject parent_instance;

  const char      *own_node;
  guint64          epoch_limit;

  GPtrArray       *ids;   /* interned */
  GArray          *flags; /* of NoobNodeFlags */
  GPtrArray       *edges; /* of NoobEdge */
  GHashTable      *known; /* id → position + 1 */

  NoobSorter      *sorter; /* made from the above when it is first needed */
  NoobStatePool    pool;

  GArray          *roots; /* of NoobEpochState *, by root number */
  NoobEndedEpochs  ended;
  guint64          in_order; /* stateful nodes have done with all root epochs below */
};

/* All that @node_id (interned) depends on, directly or not, is added to the set @found. */
void            noob_scheduler_collect_upstream (NoobScheduler  *self,
                                                 const char     *node_id,
                                                 GHashTable     *found);

/* Forgets the epochs in progress, but not which have ended. */
void            noob_scheduler_drop_roots       (NoobScheduler  *self);

void            noob_scheduler_emit_epoch_ended (NoobScheduler  *self,
                                                 NoobEpoch      *epoch);

/* Begins the epoch after @root, as far as the limit lets it: the sources have done with @root. */
void            noob_scheduler_open_next_root   (NoobScheduler  *self,
                                                 guint64         root);

/* The first root epoch that there has not been. */
guint64         noob_scheduler_next_root        (NoobScheduler  *self);

/* NULL when it is not in progress. */
NoobEpochState *noob_scheduler_get_root         (NoobScheduler  *self,
                                                 guint64         root);

/* After each piece of news of root epoch @root: what it set free, and what it brought to an end. */
void            noob_scheduler_conclude         (NoobScheduler  *self,
                                                 NoobEpochState *root);

G_END_DECLS
