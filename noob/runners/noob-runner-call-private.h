/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "runners/noob-runner.h"

G_BEGIN_DECLS

/* One call to a runner, from its beginning to its end. Those that are waited for are only of
 * interest to the kinds of runners. */
typedef struct _NoobRunnerCall NoobRunnerCall;

typedef enum
{
  NOOB_CALL_INITIALIZE,
  NOOB_CALL_DEINITIALIZE,
  NOOB_CALL_PROCESS,
  NOOB_CALL_NEXT_EPOCH,
  NOOB_CALL_START,
  NOOB_CALL_SET_ENABLED,
} NoobCallKind;

/* @call has ended, and is freed afterwards: its result or its error is there. */
typedef void (*NoobCallFunc) (NoobRunnerCall *call);

struct _NoobRunnerCall
{
  NoobCallKind  kind;
  NoobRunner   *runner;
  GTask        *task;     /* whose context and cancellable are the call's; NULL: it is waited for */
  NoobCallFunc  done;
  guint         life;     /* the runner's when it was begun; 0: it could not be */

  NoobRecord   *inputs;   /* process; nullable */
  guint        *iteration; /* next epoch; its number, 0 until it has begun */
  guint64       n_wanted; /* next epoch */
  const char   *node_id;  /* set enabled; interned */
  gboolean      enabled;

  GValue        result;   /* process, next epoch */
  GError       *error;
};

/* A call on behalf of @task, which is kept until @done. */
NoobRunnerCall *noob_runner_call_new      (NoobRunner     *runner,
                                           NoobCallKind    kind,
                                           GTask          *task,
                                           NoobCallFunc    done);

/* Takes @call. It ends at once when it cannot be made. */
void            noob_runner_call_begin      (NoobRunnerCall *call);

/* For the kinds of runners: whether the runner was deinitialized since, or is being
 * deinitialized. */
gboolean        noob_runner_call_is_cut_off (NoobRunnerCall *call);

/* For the kinds of runners, in the context of the call: frees it after @done. */
void            noob_runner_call_complete   (NoobRunnerCall *call);

G_END_DECLS
