/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "graph/noob-epoch-state-private.h"
#include "graph/noob-scheduler.h"

G_BEGIN_DECLS

/* The scheduler for whoever runs nodes a million times a second: nodes and signals by number,
 * states instead of epochs. Numbers are valid until a node or an edge is added; states until
 * their root epoch ends, which end_run may bring about. */

NoobSorter     *noob_scheduler_get_sorter (NoobScheduler   *self);

NoobEpochState *noob_scheduler_open_root  (NoobScheduler   *self,
                                           guint64          root);

/* The same, but where nothing can run, the epoch ends at once. */
void            noob_scheduler_begin_root (NoobScheduler   *self,
                                           guint64          root);

gboolean        noob_scheduler_has_ended  (NoobScheduler   *self,
                                           guint64          root);

/* The first root epoch that has not ended. When more than NOOB_ENDED_EPOCHS_MAX after it have, it
 * counts as ended too: whoever does not want that begins none that far ahead. */
guint64         noob_scheduler_get_first_open (NoobScheduler *self);

/* Ends root epoch @root, whether or not it is there; without effect when it has ended. */
void            noob_scheduler_end_root   (NoobScheduler   *self,
                                           guint64          root);

/* Forgets that root epoch @root was opened: nothing has been run there. */
void            noob_scheduler_drop_root  (NoobScheduler   *self,
                                           guint64          root);

/* Ends all root epochs below @root, whether or not they are there. */
void            noob_scheduler_end_below  (NoobScheduler   *self,
                                           guint64          root);

/* Hands out the first ready node of root epoch @root; of any epoch, lowest first, when @root is
 * NULL. */
gboolean        noob_scheduler_pop        (NoobScheduler   *self,
                                           NoobEpochState  *root,
                                           NoobEpochState **state,
                                           guint           *node);

/* What a finished call emitted, between begin_run and end_run. */
void            noob_scheduler_begin_run  (NoobScheduler   *self,
                                           NoobEpochState  *state,
                                           guint            node);
void            noob_scheduler_emit       (NoobScheduler   *self,
                                           NoobEpochState  *state,
                                           guint            signal,
                                           gboolean         has_value);
gboolean        noob_scheduler_emit_into  (NoobScheduler   *self,
                                           NoobEpochState  *state,
                                           NoobEpoch       *epoch,
                                           guint            signal,
                                           gboolean         has_value);
void            noob_scheduler_end_run    (NoobScheduler   *self,
                                           NoobEpochState  *state,
                                           guint            node);

/* News of a call that was made elsewhere (taken). It is put off until its causes are known, and
 * ignored when its epoch has ended. */
void            noob_scheduler_take_run   (NoobScheduler   *self,
                                           NoobRun         *run);

G_END_DECLS
