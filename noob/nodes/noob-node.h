/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "core/noob-event.h"
#include "core/noob-record.h"
#include "core/noob-slot.h"

G_BEGIN_DECLS

#define NOOB_TYPE_NODE (noob_node_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_DERIVABLE_TYPE (NoobNode, noob_node, NOOB, NODE, GObject)

/**
 * NoobNodeClass:
 * @init: makes the node ready: opens files, allocates buffers; called before the first process, and
 *   again after each deinit.
 * @deinit: releases what @init took; called for every successful @init, whatever else failed.
 * @process: one call of the node: reads @inputs by slot and sets @outputs by signal.
 * @process_async: the same without blocking; the default calls @process.
 * @process_finish: ends @process_async.
 * @get_slots: the slots of the node, in the order of their positions; the default is none.
 * @get_signals: the signals of the node; the default is `value` alone.
 * @describe: tells of the node in a record: its `documentation`, a string, and its `params`, a record
 *   of records by name, each with what is known of `type`, `default` and `documentation`; the default
 *   tells of its properties.
 *
 * What a node can do. Only @process (or @process_async) has to be there.
 *
 * Since: 1.0
 */
struct _NoobNodeClass
{
  GObjectClass parent_class;

  gboolean   (*init)           (NoobNode             *self,
                                GError              **error);
  gboolean   (*deinit)         (NoobNode             *self,
                                GError              **error);
  gboolean   (*process)        (NoobNode             *self,
                                NoobRecord           *inputs,
                                NoobRecord           *outputs,
                                GError              **error);
  void       (*process_async)  (NoobNode             *self,
                                NoobRecord           *inputs,
                                NoobRecord           *outputs,
                                GCancellable         *cancellable,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data);
  gboolean   (*process_finish) (NoobNode             *self,
                                GAsyncResult         *result,
                                GError              **error);
  GList     *(*get_slots)      (NoobNode             *self);
  char     **(*get_signals)    (NoobNode             *self);
  void       (*describe)       (NoobNode             *self,
                                NoobRecord           *description);

  /*< private >*/
  gpointer _reserved[7];
};

NOOB_AVAILABLE_IN_1_0
const char *noob_node_get_id         (NoobNode             *self);

NOOB_AVAILABLE_IN_1_0
gboolean    noob_node_get_stateful   (NoobNode             *self);

NOOB_AVAILABLE_IN_1_0
void        noob_node_set_stateful   (NoobNode             *self,
                                      gboolean              stateful);

NOOB_AVAILABLE_IN_1_0
gboolean    noob_node_get_enabled    (NoobNode             *self);

NOOB_AVAILABLE_IN_1_0
void        noob_node_set_enabled    (NoobNode             *self,
                                      gboolean              enabled);

NOOB_AVAILABLE_IN_1_0
NoobEpoch  *noob_node_get_epoch      (NoobNode             *self);

NOOB_AVAILABLE_IN_1_0
NoobEvent  *noob_node_get_event      (NoobNode             *self,
                                      const char           *slot);

NOOB_AVAILABLE_IN_1_0
void        noob_node_report_failure (NoobNode             *self,
                                      const char           *type_name,
                                      const char           *message,
                                      const char           *traceback);

NOOB_AVAILABLE_IN_1_0
gboolean    noob_node_initialize     (NoobNode             *self,
                                      GError              **error);

NOOB_AVAILABLE_IN_1_0
gboolean    noob_node_deinitialize   (NoobNode             *self,
                                      GError              **error);

NOOB_AVAILABLE_IN_1_0
gboolean    noob_node_process        (NoobNode             *self,
                                      NoobRecord           *inputs,
                                      NoobRecord           *outputs,
                                      GError              **error);

NOOB_AVAILABLE_IN_1_0
void        noob_node_process_async  (NoobNode             *self,
                                      NoobRecord           *inputs,
                                      NoobRecord           *outputs,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);

NOOB_AVAILABLE_IN_1_0
gboolean    noob_node_process_finish (NoobNode             *self,
                                      GAsyncResult         *result,
                                      GError              **error);

NOOB_AVAILABLE_IN_1_0
GPtrArray  *noob_node_list_slots     (NoobNode             *self);

NOOB_AVAILABLE_IN_1_0
char      **noob_node_get_signals    (NoobNode             *self);

NOOB_AVAILABLE_IN_1_0
void        noob_node_describe       (NoobNode             *self,
                                      NoobRecord           *description);

G_END_DECLS
