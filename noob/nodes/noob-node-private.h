/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nodes/noob-node.h"

G_BEGIN_DECLS

/* The event that a slot got its value from, borrowed, or NULL. */
typedef NoobEvent *(*NoobEventFinder) (gpointer    data,
                                       const char *slot);

/* Whoever runs the node says so here before each call, and NULL after it (no reference is
 * taken). */
void noob_node_set_epoch        (NoobNode        *self,
                                 NoobEpoch       *epoch);
void noob_node_set_event_finder (NoobNode        *self,
                                 NoobEventFinder  find_event,
                                 gpointer         data);

/* What a node describes when its class says nothing else: the properties that can be set. */
void noob_node_describe_properties (NoobNode   *self,
                                    NoobRecord *description);

G_END_DECLS
