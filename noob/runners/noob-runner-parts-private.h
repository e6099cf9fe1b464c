/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "runners/noob-runner-call-private.h"
#include "runners/noob-runner-private.h"

G_BEGIN_DECLS

/* What the files share that make up the base class of runners, and nobody else uses. */

typedef struct
{
  GMainContext   *context;
  NoobTube       *tube;
  NoobEventStore *store;
  char           *runner_id;
  NoobFailure    *failure;
  guint           max_iter_loops;
  gboolean        initialized;
  gboolean        running;
  int             returns;      /* atomic */

  guint           life;         /* from being initialized to being deinitialized; from 1 on */
  gboolean        busy;         /* with a call that excludes all others */
  gboolean        ending;       /* it is being deinitialized */
  gboolean        iterating;    /* the next epoch is asked for asynchronously */
  guint           iteration;    /* the number of the one in progress; 0: none is */
  guint           n_iterations; /* that have begun */
  guint           n_processing; /* asynchronously */
} NoobRunnerPrivate;

NoobRunnerPrivate *noob_runner_get_private     (NoobRunner *self);
void               noob_runner_set_initialized (NoobRunner *self,
                                                gboolean    initialized);

/* In noob-runner-state.c: which calls may be made. */
gboolean           noob_runner_check_state     (NoobRunner     *self,
                                                GError        **error);
gboolean           noob_runner_check_node      (NoobRunner     *self,
                                                const char     *node_id,
                                                GError        **error);
/* As noob_runner_begin_call (), to initialize. */
gboolean           noob_runner_begin_first_call (NoobRunner     *self,
                                                GError        **error);
/* The same to deinitialize, but asynchronous calls may be outstanding: it cuts them off. */
gboolean           noob_runner_begin_last_call (NoobRunner     *self,
                                                GError        **error);
/* Makes a new iteration the one in progress; FALSE when one that is not new is over. */
gboolean           noob_runner_take_iteration  (NoobRunner     *self,
                                                guint          *iteration,
                                                GError        **error);
gboolean           noob_runner_admit           (NoobRunnerCall *call,
                                                GError        **error);
void               noob_runner_release         (NoobRunnerCall *call);

G_END_DECLS
