/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-tally-private.h"

void
noob_tally_take (NoobTally             *tallies,
                 const NoobBatchReader *batch,
                 NoobEndedEpochs       *cut)
{
  for (gsize i = 0; i < batch->n_events; i++)
    {
      const NoobWireEvent *wire = &batch->events[i];
      NoobTally *tally = &tallies[wire->signal];

      if (noob_ended_epochs_has (cut, wire->root))
        tally->abandoned++;
      else if (wire->type == 0)
        tally->expired++;
      else
        tally->received++;
    }
}

void
noob_tally_miss (NoobTally *self)
{
  self->received--;
  self->failed++;
}

guint64
noob_tally_sum (const NoobTally *self)
{
  return self->received + self->expired + self->failed + self->abandoned;
}
