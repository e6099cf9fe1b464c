/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "core/noob-event-store.h"
#include "core/noob-failure.h"
#include "graph/noob-tube.h"
#include "runners/noob-results.h"

G_BEGIN_DECLS

#define NOOB_TYPE_RUNNER (noob_runner_get_type ())

struct _NoobRunnerCall;

NOOB_AVAILABLE_IN_1_0
G_DECLARE_DERIVABLE_TYPE (NoobRunner, noob_runner, NOOB, RUNNER, GObject)

/**
 * NoobRunnerClass:
 * @initialize: makes the nodes and readies them.
 * @deinitialize: undoes @initialize; called for every successful one.
 * @process: runs one epoch and gives its result.
 * @next_epoch: runs the next epoch of an iteration, or waits for it, and gives its result; up to
 *   the given number of epochs may be begun ahead.
 * @end_iteration: the iteration in progress is over; nullable.
 * @start: begins to run freely.
 * @stop: ends running freely.
 * @set_enabled: enables or disables a node.
 *
 * What kinds of runners differ in. The base class checks the state and the arguments.
 *
 * Since: 1.0
 */
struct _NoobRunnerClass
{
  GObjectClass parent_class;

  gboolean (*initialize)   (NoobRunner  *self,
                            GError     **error);
  gboolean (*deinitialize) (NoobRunner  *self,
                            GError     **error);
  gboolean (*process)      (NoobRunner  *self,
                            NoobRecord  *inputs,
                            GValue      *result,
                            GError     **error);
  gboolean (*next_epoch)   (NoobRunner  *self,
                            guint64      n_wanted,
                            GValue      *result,
                            GError     **error);
  void     (*end_iteration) (NoobRunner *self);
  gboolean (*start)        (NoobRunner  *self,
                            GError     **error);
  gboolean (*stop)         (NoobRunner  *self,
                            GError     **error);
  gboolean (*set_enabled)  (NoobRunner  *self,
                            const char  *node_id,
                            gboolean     enabled,
                            GError     **error);

  /*< private >*/
  void     (*begin)        (NoobRunner             *self,
                            struct _NoobRunnerCall *call);

  gpointer _reserved[15];
};

NOOB_AVAILABLE_IN_1_0
NoobTube       *noob_runner_get_tube           (NoobRunner  *self);

NOOB_AVAILABLE_IN_1_0
NoobEventStore *noob_runner_get_store          (NoobRunner  *self);

NOOB_AVAILABLE_IN_1_0
const char     *noob_runner_get_runner_id      (NoobRunner  *self);

NOOB_AVAILABLE_IN_1_0
guint           noob_runner_get_max_iter_loops (NoobRunner  *self);

NOOB_AVAILABLE_IN_1_0
void            noob_runner_set_max_iter_loops (NoobRunner  *self,
                                                guint        max_iter_loops);

NOOB_AVAILABLE_IN_1_0
gboolean        noob_runner_get_initialized    (NoobRunner  *self);

NOOB_AVAILABLE_IN_1_0
gboolean        noob_runner_get_running        (NoobRunner  *self);

NOOB_AVAILABLE_IN_1_0
NoobFailure    *noob_runner_get_failure        (NoobRunner  *self);

NOOB_AVAILABLE_IN_1_0
gboolean        noob_runner_initialize         (NoobRunner  *self,
                                                GError     **error);

NOOB_AVAILABLE_IN_1_0
gboolean        noob_runner_deinitialize       (NoobRunner  *self,
                                                GError     **error);

NOOB_AVAILABLE_IN_1_0
gboolean        noob_runner_process            (NoobRunner  *self,
                                                NoobRecord  *inputs,
                                                GValue      *result,
                                                GError     **error);

NOOB_AVAILABLE_IN_1_0
NoobList       *noob_runner_process_to_list    (NoobRunner  *self,
                                                NoobRecord  *inputs,
                                                GError     **error);

NOOB_AVAILABLE_IN_1_0
NoobResults    *noob_runner_iterate            (NoobRunner  *self,
                                                gint64       n,
                                                GError     **error);

NOOB_AVAILABLE_IN_1_0
NoobResults    *noob_runner_iterate_epochs     (NoobRunner  *self,
                                                gint64       n,
                                                GError     **error);

NOOB_AVAILABLE_IN_1_0
NoobList       *noob_runner_run                (NoobRunner  *self,
                                                gint64       n,
                                                GError     **error);

NOOB_AVAILABLE_IN_1_0
gboolean        noob_runner_start              (NoobRunner  *self,
                                                GError     **error);

NOOB_AVAILABLE_IN_1_0
gboolean        noob_runner_stop               (NoobRunner  *self,
                                                GError     **error);

NOOB_AVAILABLE_IN_1_0
gboolean        noob_runner_enable_node        (NoobRunner  *self,
                                                const char  *node_id,
                                                GError     **error);

NOOB_AVAILABLE_IN_1_0
gboolean        noob_runner_disable_node       (NoobRunner  *self,
                                                const char  *node_id,
                                                GError     **error);

NOOB_AVAILABLE_IN_1_0
void            noob_runner_initialize_async       (NoobRunner           *self,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);

NOOB_AVAILABLE_IN_1_0
gboolean        noob_runner_initialize_finish      (NoobRunner           *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

NOOB_AVAILABLE_IN_1_0
void            noob_runner_deinitialize_async     (NoobRunner           *self,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);

NOOB_AVAILABLE_IN_1_0
gboolean        noob_runner_deinitialize_finish    (NoobRunner           *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

NOOB_AVAILABLE_IN_1_0
void            noob_runner_process_async          (NoobRunner           *self,
                                                    NoobRecord           *inputs,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);

NOOB_AVAILABLE_IN_1_0
gboolean        noob_runner_process_finish         (NoobRunner           *self,
                                                    GAsyncResult         *result,
                                                    GValue               *value,
                                                    GError              **error);

NOOB_AVAILABLE_IN_1_0
NoobList       *noob_runner_process_finish_to_list (NoobRunner           *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

NOOB_AVAILABLE_IN_1_0
void            noob_runner_run_async              (NoobRunner           *self,
                                                    gint64                n,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);

NOOB_AVAILABLE_IN_1_0
NoobList       *noob_runner_run_finish             (NoobRunner           *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

NOOB_AVAILABLE_IN_1_0
void            noob_runner_enable_node_async      (NoobRunner           *self,
                                                    const char           *node_id,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);

NOOB_AVAILABLE_IN_1_0
gboolean        noob_runner_enable_node_finish     (NoobRunner           *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

NOOB_AVAILABLE_IN_1_0
void            noob_runner_disable_node_async     (NoobRunner           *self,
                                                    const char           *node_id,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);

NOOB_AVAILABLE_IN_1_0
gboolean        noob_runner_disable_node_finish    (NoobRunner           *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

G_END_DECLS
