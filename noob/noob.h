/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#define NOOB_INSIDE

#include "core/noob-version.h"
#include "core/noob-version-macros.h"
#include "core/noob-epoch.h"
#include "core/noob-failure.h"
#include "core/noob-error.h"
#include "core/noob-value.h"
#include "core/noob-list.h"
#include "core/noob-record.h"
#include "core/noob-slot.h"
#include "core/noob-edge.h"
#include "core/noob-event.h"
#include "core/noob-event-store.h"
#include "core/noob-codec.h"
#include "spec/noob-dependency.h"
#include "spec/noob-node-specification.h"
#include "spec/noob-asset-specification.h"
#include "spec/noob-input-specification.h"
#include "spec/noob-tube-specification.h"

#include "graph/noob-node-flags.h"
#include "graph/noob-item.h"
#include "graph/noob-scheduler.h"
#include "graph/noob-tube.h"
#include "nodes/noob-node.h"
#include "nodes/noob-function.h"
#include "nodes/noob-loader.h"
#include "nodes/noob-map.h"
#include "nodes/noob-gather.h"
#include "nodes/noob-return.h"
#include "runners/noob-results.h"
#include "runners/noob-runner.h"
#include "runners/noob-sync-runner.h"
#include "runners/noob-tube-node.h"
#include "zmq/noob-message.h"
#include "zmq/noob-socket.h"
#include "zmq/noob-command-node.h"
#include "zmq/noob-node-runner.h"
#include "zmq/noob-host.h"
#include "zmq/noob-zmq-runner.h"

#undef NOOB_INSIDE
