/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "runners/noob-runner-private.h"

G_BEGIN_DECLS

/* What the files share that make up the base class of runners, and nobody else uses. */

typedef struct
{
  NoobTube       *tube;
  NoobEventStore *store;
  char           *runner_id;
  NoobFailure    *failure;
  guint           max_iter_loops;
  gboolean        initialized;
  gboolean        running;
  gboolean        busy;
  gboolean        returns;
} NoobRunnerPrivate;

NoobRunnerPrivate *noob_runner_get_private     (NoobRunner *self);
void               noob_runner_set_initialized (NoobRunner *self,
                                                gboolean    initialized);

G_END_DECLS
