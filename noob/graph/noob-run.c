/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "graph/noob-epoch-state-private.h"

static void
emission_clear (gpointer data)
{
  noob_epoch_unref (((NoobEmission *) data)->epoch);
}

NoobRun *
noob_run_new (guint      node,
              NoobEpoch *epoch)
{
  NoobRun *self = g_new (NoobRun, 1);

  self->node = node;
  self->epoch = noob_epoch_ref (epoch);
  self->emissions = g_array_new (FALSE, FALSE, sizeof (NoobEmission));
  g_array_set_clear_func (self->emissions, emission_clear);

  return self;
}

void
noob_run_add (NoobRun   *self,
              guint      signal,
              NoobEpoch *epoch,
              gboolean   has_value)
{
  NoobEmission emission = { signal, has_value, noob_epoch_ref (epoch) };

  g_array_append_val (self->emissions, emission);
}

void
noob_run_free (NoobRun *self)
{
  noob_epoch_unref (self->epoch);
  g_array_unref (self->emissions);
  g_free (self);
}
