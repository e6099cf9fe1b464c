/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "graph/noob-tube.h"
#include "zmq/noob-message.h"

G_BEGIN_DECLS

#define NOOB_TYPE_COMMAND_NODE (noob_command_node_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (NoobCommandNode, noob_command_node, NOOB, COMMAND_NODE, GObject)

NOOB_AVAILABLE_IN_1_0
NoobCommandNode *noob_command_node_new                (NoobTube         *tube,
                                                       const char       *runner_id,
                                                       const char       *protocol,
                                                       guint             port);

NOOB_AVAILABLE_IN_1_0
const char      *noob_command_node_get_runner_id      (NoobCommandNode  *self);

NOOB_AVAILABLE_IN_1_0
const char      *noob_command_node_get_protocol       (NoobCommandNode  *self);

NOOB_AVAILABLE_IN_1_0
guint            noob_command_node_get_port           (NoobCommandNode  *self);

NOOB_AVAILABLE_IN_1_0
const char      *noob_command_node_get_pub_address    (NoobCommandNode  *self);

NOOB_AVAILABLE_IN_1_0
const char      *noob_command_node_get_router_address (NoobCommandNode  *self);

NOOB_AVAILABLE_IN_1_0
NoobNodeStatus   noob_command_node_get_node_status    (NoobCommandNode  *self,
                                                       const char       *node_id);

NOOB_AVAILABLE_IN_1_0
gboolean         noob_command_node_run                (NoobCommandNode  *self,
                                                       GError          **error);

NOOB_AVAILABLE_IN_1_0
char            *noob_command_node_make_bootstrap     (NoobCommandNode  *self,
                                                       const char       *node_id,
                                                       guint             quit_timeout,
                                                       GError          **error);

NOOB_AVAILABLE_IN_1_0
const char      *noob_command_node_get_node_token     (NoobCommandNode  *self,
                                                       const char       *node_id);

NOOB_AVAILABLE_IN_1_0
const char      *noob_command_node_get_node_address   (NoobCommandNode  *self,
                                                       const char       *node_id);

NOOB_AVAILABLE_IN_1_0
void             noob_command_node_want_values        (NoobCommandNode  *self,
                                                       const char       *node_id);

NOOB_AVAILABLE_IN_1_0
gboolean         noob_command_node_announce           (NoobCommandNode  *self,
                                                       GError          **error);

NOOB_AVAILABLE_IN_1_0
gboolean         noob_command_node_await_ready        (NoobCommandNode     *self,
                                                       const char *const   *node_ids,
                                                       guint                timeout,
                                                       GError             **error);

NOOB_AVAILABLE_IN_1_0
gboolean         noob_command_node_process            (NoobCommandNode  *self,
                                                       NoobEpoch        *epoch,
                                                       NoobRecord       *inputs,
                                                       GError          **error);

NOOB_AVAILABLE_IN_1_0
gboolean         noob_command_node_start              (NoobCommandNode  *self,
                                                       guint64           first,
                                                       guint64           limit,
                                                       GError          **error);

NOOB_AVAILABLE_IN_1_0
gboolean         noob_command_node_stop               (NoobCommandNode  *self,
                                                       GError          **error);

NOOB_AVAILABLE_IN_1_0
void             noob_command_node_ping               (NoobCommandNode  *self);

NOOB_AVAILABLE_IN_1_0
gboolean         noob_command_node_epoch_ended        (NoobCommandNode  *self,
                                                       NoobEpoch        *epoch,
                                                       GError          **error);

NOOB_AVAILABLE_IN_1_0
void             noob_command_node_report_lost        (NoobCommandNode  *self,
                                                       const char       *node_id,
                                                       const char       *how);

NOOB_AVAILABLE_IN_1_0
void             noob_command_node_deinitialize       (NoobCommandNode  *self);

NOOB_AVAILABLE_IN_1_0
void             noob_command_node_close              (NoobCommandNode  *self);

G_END_DECLS
