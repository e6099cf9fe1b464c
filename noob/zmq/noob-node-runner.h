/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "spec/noob-tube-specification.h"
#include "zmq/noob-message.h"

G_BEGIN_DECLS

#define NOOB_TYPE_NODE_RUNNER (noob_node_runner_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (NoobNodeRunner, noob_node_runner, NOOB, NODE_RUNNER, GObject)

NOOB_AVAILABLE_IN_1_0
NoobNodeRunner        *noob_node_runner_new_from_bootstrap  (const char      *bootstrap,
                                                             GError         **error);

NOOB_AVAILABLE_IN_1_0
NoobNodeSpecification *noob_node_runner_get_spec            (NoobNodeRunner  *self);

NOOB_AVAILABLE_IN_1_0
const char            *noob_node_runner_get_runner_id       (NoobNodeRunner  *self);

NOOB_AVAILABLE_IN_1_0
const char            *noob_node_runner_get_node_id         (NoobNodeRunner  *self);

NOOB_AVAILABLE_IN_1_0
NoobNodeStatus         noob_node_runner_get_status          (NoobNodeRunner  *self);

NOOB_AVAILABLE_IN_1_0
const char            *noob_node_runner_get_outbox_address  (NoobNodeRunner  *self);

NOOB_AVAILABLE_IN_1_0
char                 **noob_node_runner_get_subscribes_to   (NoobNodeRunner  *self);

NOOB_AVAILABLE_IN_1_0
GPtrArray             *noob_node_runner_get_depends         (NoobNodeRunner  *self);

NOOB_AVAILABLE_IN_1_0
GPtrArray             *noob_node_runner_get_asset_specs     (NoobNodeRunner  *self);

NOOB_AVAILABLE_IN_1_0
NoobRecord            *noob_node_runner_get_asset_generations (NoobNodeRunner *self);

NOOB_AVAILABLE_IN_1_0
char                 **noob_node_runner_get_inits_assets    (NoobNodeRunner  *self);

NOOB_AVAILABLE_IN_1_0
char                 **noob_node_runner_get_publishes_assets (NoobNodeRunner *self);

NOOB_AVAILABLE_IN_1_0
NoobRecord            *noob_node_runner_get_receives_assets_from (NoobNodeRunner *self);

NOOB_AVAILABLE_IN_1_0
gboolean               noob_node_runner_get_has_input       (NoobNodeRunner  *self);

NOOB_AVAILABLE_IN_1_0
const char            *noob_node_runner_get_command_outbox  (NoobNodeRunner  *self);

NOOB_AVAILABLE_IN_1_0
const char            *noob_node_runner_get_command_router  (NoobNodeRunner  *self);

NOOB_AVAILABLE_IN_1_0
const char            *noob_node_runner_get_protocol        (NoobNodeRunner  *self);

NOOB_AVAILABLE_IN_1_0
NoobRecord            *noob_node_runner_get_inputs          (NoobNodeRunner  *self);

NOOB_AVAILABLE_IN_1_0
GPtrArray             *noob_node_runner_get_edges           (NoobNodeRunner  *self);

NOOB_AVAILABLE_IN_1_0
gboolean               noob_node_runner_run                 (NoobNodeRunner  *self,
                                                             GError         **error);

NOOB_AVAILABLE_IN_1_0
void                   noob_node_runner_update_status       (NoobNodeRunner  *self,
                                                             NoobNodeStatus   status);

NOOB_AVAILABLE_IN_1_0
void                   noob_node_runner_report_error        (NoobNodeRunner  *self,
                                                             NoobEpoch       *epoch,
                                                             const GError    *failure);

NOOB_AVAILABLE_IN_1_0
void                   noob_node_runner_next_inputs_async   (NoobNodeRunner      *self,
                                                             GCancellable        *cancellable,
                                                             GAsyncReadyCallback  callback,
                                                             gpointer             user_data);

NOOB_AVAILABLE_IN_1_0
gboolean               noob_node_runner_next_inputs_finish  (NoobNodeRunner  *self,
                                                             GAsyncResult    *result,
                                                             NoobRecord     **inputs,
                                                             NoobEpoch      **epoch,
                                                             GError         **error);

NOOB_AVAILABLE_IN_1_0
gboolean               noob_node_runner_emit                (NoobNodeRunner  *self,
                                                             NoobEpoch       *epoch,
                                                             NoobRecord      *outputs,
                                                             GError         **error);

NOOB_AVAILABLE_IN_1_0
void                   noob_node_runner_fail_epoch          (NoobNodeRunner  *self,
                                                             NoobEpoch       *epoch,
                                                             const GError    *failure);

NOOB_AVAILABLE_IN_1_0
void                   noob_node_runner_deinitialize        (NoobNodeRunner  *self);

NOOB_AVAILABLE_IN_1_0
void                   noob_node_runner_close               (NoobNodeRunner  *self);

G_END_DECLS
