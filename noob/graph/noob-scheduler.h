/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-edge.h"
#include "core/noob-event.h"
#include "graph/noob-item.h"
#include "graph/noob-node-flags.h"

G_BEGIN_DECLS

#define NOOB_TYPE_SCHEDULER (noob_scheduler_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (NoobScheduler, noob_scheduler, NOOB, SCHEDULER, GObject)

NOOB_AVAILABLE_IN_1_0
NoobScheduler *noob_scheduler_new               (void);

NOOB_AVAILABLE_IN_1_0
NoobScheduler *noob_scheduler_new_for_node      (const char      *node_id);

NOOB_AVAILABLE_IN_1_0
void           noob_scheduler_add_node          (NoobScheduler   *self,
                                                 const char      *node_id,
                                                 NoobNodeFlags    flags);

NOOB_AVAILABLE_IN_1_0
void           noob_scheduler_add_edge          (NoobScheduler   *self,
                                                 NoobEdge        *edge);

NOOB_AVAILABLE_IN_1_0
void           noob_scheduler_enable_node       (NoobScheduler   *self,
                                                 const char      *node_id);

NOOB_AVAILABLE_IN_1_0
void           noob_scheduler_disable_node      (NoobScheduler   *self,
                                                 const char      *node_id);

NOOB_AVAILABLE_IN_1_0
guint64        noob_scheduler_get_epoch_limit   (NoobScheduler   *self);

NOOB_AVAILABLE_IN_1_0
void           noob_scheduler_set_epoch_limit   (NoobScheduler   *self,
                                                 guint64          limit);

NOOB_AVAILABLE_IN_1_0
gboolean       noob_scheduler_has_cycle         (NoobScheduler   *self);

NOOB_AVAILABLE_IN_1_0
GPtrArray     *noob_scheduler_generations       (NoobScheduler   *self);

NOOB_AVAILABLE_IN_1_0
GPtrArray     *noob_scheduler_asset_generations (NoobScheduler   *self,
                                                 const char      *asset_id);

NOOB_AVAILABLE_IN_1_0
char         **noob_scheduler_upstream_nodes    (NoobScheduler   *self,
                                                 const char      *node_id);

NOOB_AVAILABLE_IN_1_0
NoobEpoch     *noob_scheduler_add_epoch         (NoobScheduler   *self,
                                                 NoobEpoch       *epoch);

NOOB_AVAILABLE_IN_1_0
GPtrArray     *noob_scheduler_get_ready         (NoobScheduler   *self,
                                                 NoobEpoch       *epoch);

NOOB_AVAILABLE_IN_1_0
void           noob_scheduler_update            (NoobScheduler   *self,
                                                 GPtrArray       *events);

NOOB_AVAILABLE_IN_1_0
void           noob_scheduler_done              (NoobScheduler   *self,
                                                 NoobEpoch       *epoch,
                                                 const char      *node_id);

NOOB_AVAILABLE_IN_1_0
void           noob_scheduler_expire            (NoobScheduler   *self,
                                                 NoobEpoch       *epoch,
                                                 const char      *node_id);

NOOB_AVAILABLE_IN_1_0
void           noob_scheduler_end_epoch         (NoobScheduler   *self,
                                                 NoobEpoch       *epoch);

NOOB_AVAILABLE_IN_1_0
gboolean       noob_scheduler_node_is_ready     (NoobScheduler   *self,
                                                 NoobEpoch       *epoch,
                                                 const char      *node_id);

NOOB_AVAILABLE_IN_1_0
gboolean       noob_scheduler_node_is_done      (NoobScheduler   *self,
                                                 NoobEpoch       *epoch,
                                                 const char      *node_id);

NOOB_AVAILABLE_IN_1_0
gboolean       noob_scheduler_is_active         (NoobScheduler   *self,
                                                 NoobEpoch       *epoch);

NOOB_AVAILABLE_IN_1_0
gboolean       noob_scheduler_epoch_completed   (NoobScheduler   *self,
                                                 NoobEpoch       *epoch);

NOOB_AVAILABLE_IN_1_0
void           noob_scheduler_clear             (NoobScheduler   *self);

G_END_DECLS
