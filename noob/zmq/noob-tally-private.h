/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "graph/noob-ended-epochs-private.h"
#include "zmq/noob-batch-private.h"

G_BEGIN_DECLS

/* What became of the events that came by one signal: whoever takes events keeps one for each signal
 * of each node. NoobLedger compares them with what was sent. */
typedef struct
{
  guint64 received;  /* values */
  guint64 expired;   /* NoEvents */
  guint64 failed;    /* values that this process cannot have */
  guint64 abandoned; /* of epochs that had been cut off */
} NoobTally;

/* Counts the events of @batch, which has values; @tallies by the numbers of signals, which have
 * been checked. */
void    noob_tally_take (NoobTally             *tallies,
                         const NoobBatchReader *batch,
                         NoobEndedEpochs       *cut);

/* One of the values that were counted turned out to be one that this process cannot have. */
void    noob_tally_miss (NoobTally             *self);

guint64 noob_tally_sum  (const NoobTally       *self);

G_END_DECLS
