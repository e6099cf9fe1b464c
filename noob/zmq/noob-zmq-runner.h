/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "runners/noob-runner.h"
#include "zmq/noob-command-node.h"
#include "zmq/noob-transport.h"

G_BEGIN_DECLS

#define NOOB_TYPE_ZMQ_RUNNER (noob_zmq_runner_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (NoobZmqRunner, noob_zmq_runner, NOOB, ZMQ_RUNNER, NoobRunner)

NOOB_AVAILABLE_IN_1_0
NoobRunner      *noob_zmq_runner_new                (NoobTube      *tube);

NOOB_AVAILABLE_IN_1_0
NoobCommandNode *noob_zmq_runner_get_command        (NoobZmqRunner *self);

NOOB_AVAILABLE_IN_1_0
NoobTransport    noob_zmq_runner_get_transport      (NoobZmqRunner *self);

NOOB_AVAILABLE_IN_1_0
GArray          *noob_zmq_runner_get_node_processes (NoobZmqRunner *self);

NOOB_AVAILABLE_IN_1_0
GVariant   *noob_zmq_runner_get_ledger          (NoobZmqRunner *self);

G_END_DECLS
