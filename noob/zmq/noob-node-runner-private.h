/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "zmq/noob-bootstrap-private.h"
#include "zmq/noob-node-runner.h"
#include "zmq/noob-watch-private.h"

G_BEGIN_DECLS

/* Borrows all, until the runner is closed. @watch is NULL within one process. */
NoobNodeRunner *noob_node_runner_new   (void                    *zmq_context,
                                        NoobWatch               *watch,
                                        const NoobBootstrap     *bootstrap,
                                        const NoobBootstrapNode *node);

/* Calls the node for no more epochs once *@given_up, which is atomic, is not 0. */
void            noob_node_runner_follow (NoobNodeRunner         *self,
                                         const int              *given_up);

/* The command node is gone, and nobody else is to be waited for either. */
void            noob_node_runner_abandon (NoobNodeRunner        *self);

/* Once closed: frees the node, and stops publishing. The other sockets stay, so that no publisher
 * is left with subscriptions of somebody who has gone. */
void            noob_node_runner_retire (NoobNodeRunner         *self);

G_END_DECLS
