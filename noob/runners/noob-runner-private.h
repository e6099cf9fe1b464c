/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "runners/noob-runner.h"

G_BEGIN_DECLS

/* For the kinds of runners. */

/* Adds `tube` to the types that can be loaded; the runners are the layer that can run one. */
void         noob_tube_loader_register    (void);

/* The main context of its signals: the thread-default one when it was made. */
GMainContext *noob_runner_get_context     (NoobRunner   *self);

/* Whether somebody wants to hear of events at all; or of the end of epochs. */
gboolean     noob_runner_has_listeners    (NoobRunner   *self);
gboolean     noob_runner_wants_epochs     (NoobRunner   *self);

/* Whether somebody wants to hear of the events of @node_id. */
gboolean     noob_runner_wants_events     (NoobRunner   *self,
                                           GQuark        node_id);

void         noob_runner_emit_event       (NoobRunner   *self,
                                           NoobEvent    *event);
void         noob_runner_emit_node_ready  (NoobRunner   *self,
                                           const char   *node_id);
void         noob_runner_emit_epoch_ended (NoobRunner   *self,
                                           NoobEpoch    *epoch);

/* Remembers @failure (nullable) as the last one. */
void         noob_runner_set_failure      (NoobRunner   *self,
                                           NoobFailure  *failure);

/* Around whatever must not be disturbed; the base class does so around calls. FALSE within another
 * one. Whatever handlers do, the runner lives until the end, which may free it. */
gboolean     noob_runner_begin_call       (NoobRunner   *self,
                                           GError      **error);
void         noob_runner_end_call         (NoobRunner   *self);
gboolean     noob_runner_is_busy          (NoobRunner   *self);

/* Whether it is being deinitialized. */
gboolean     noob_runner_is_ending        (NoobRunner   *self);

/* Whether it runs freely: that may come to an end by itself. */
void         noob_runner_set_running      (NoobRunner   *self,
                                           gboolean      running);

/* For an iteration: one more epoch, whatever its result. @iteration: its number; 0 until it has
 * begun, which ends the one before. */
gboolean     noob_runner_next_epoch       (NoobRunner   *self,
                                           guint        *iteration,
                                           guint64       n_wanted,
                                           GValue       *result,
                                           GError      **error);

/* Without effect when it is over, or has not begun. */
void         noob_runner_end_iteration    (NoobRunner   *self,
                                           guint         iteration);

/* Whether the tube returns, given which nodes are disabled. Kinds of runners keep it up to date,
 * from any thread. */
gboolean     noob_runner_get_returns      (NoobRunner   *self);
void         noob_runner_set_returns      (NoobRunner   *self,
                                           gboolean      returns);

/* @n: how many results, or epochs when @per_epoch; -1: until the end of the stream. */
NoobResults *noob_results_new             (NoobRunner   *runner,
                                           gint64        n,
                                           gboolean      per_epoch);

/* Puts the result in a list of one into @value; no event, and FALSE, without a list. Takes @list,
 * which is nullable. */
gboolean     noob_result_unpack           (NoobList     *list,
                                           GValue       *value);

G_END_DECLS
