/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "assets/noob-asset-state-private.h"
#include "core/noob-event-store.h"
#include "core/noob-failure.h"
#include "graph/noob-scheduler-private.h"
#include "graph/noob-tube-private.h"
#include "graph/noob-wiring-private.h"
#include "nodes/noob-node.h"

G_BEGIN_DECLS

/* A node in the process that runs it, wired to where its values come from and go to: what every
 * kind of runner does with one. */

typedef struct
{
  const char *slot;
  const char *node_id;
  const char *signal;
  gboolean    is_asset;
} NoobSource;

typedef struct
{
  const char *name;
  guint       index; /* in the sorter; NOOB_SORTER_NONE when nobody depends on it */
} NoobOutlet;

typedef struct
{
  NoobNode   *node;
  const char *id;
  GQuark      quark;
  guint       index; /* in the sorter */
  gboolean    initialized;
  GPtrArray  *slots;
  GArray     *sources; /* of NoobSource */
  GArray     *outlets; /* of NoobOutlet */
  NoobRecord *inputs;
  NoobRecord *outputs;

  NoobAssetState *assets; /* borrowed; NULL for a node that uses none */
  GPtrArray      *call;   /* assets of the call in progress, as noob_asset_call_new() */
} NoobHostedNode;

/* Loads the node's code; nothing of it has run yet but constructors. */
NoobHostedNode *noob_hosted_node_new          (NoobNodeSpecification  *specification,
                                               NoobRecord             *params,
                                               GError                **error);
void            noob_hosted_node_free         (NoobHostedNode         *self);

NoobIdentity   *noob_hosted_node_identify     (NoobHostedNode         *self);

void            noob_hosted_node_wire         (NoobHostedNode         *self,
                                               NoobSorter             *sorter,
                                               GPtrArray              *edges);

/* Where it gets assets from; borrowed. */
void            noob_hosted_node_set_assets   (NoobHostedNode         *self,
                                               NoobAssetState         *assets);

gboolean        noob_hosted_node_initialize   (NoobHostedNode         *self,
                                               GError                **error);
gboolean        noob_hosted_node_deinitialize (NoobHostedNode         *self,
                                               GError                **error);

/* The inputs of @epoch as events of the node `input`. */
void            noob_hosted_node_store_inputs (NoobEventStore         *store,
                                               NoobRecord             *inputs,
                                               NoobEpoch              *epoch);

/* Calls the node with what @store has for @epoch. @events (of NoobEvent) gets what it emitted, a
 * NoEvent for each signal that it did not set. The error carries a NoobFailure. */
gboolean        noob_hosted_node_run          (NoobHostedNode         *self,
                                               NoobEventStore         *store,
                                               NoobEpoch              *epoch,
                                               GPtrArray              *events,
                                               GError                **error);

/* The two halves of that, for whoever calls the node: what @store has for @epoch, and what came of
 * it. @call (as noob_asset_call_new()) gets the assets that are made for it. */
NoobRecord     *noob_hosted_node_take_inputs  (NoobHostedNode         *self,
                                               NoobEventStore         *store,
                                               NoobEpoch              *epoch,
                                               GPtrArray              *call,
                                               GError                **error);
gboolean        noob_hosted_node_emit         (NoobHostedNode         *self,
                                               NoobEpoch              *epoch,
                                               NoobRecord             *outputs,
                                               GPtrArray              *events,
                                               GError                **error);

/* Tells @scheduler of a run in @state. The state may be gone afterwards. */
void            noob_hosted_node_report       (NoobHostedNode         *self,
                                               NoobScheduler          *scheduler,
                                               NoobEpochState         *state,
                                               GPtrArray              *events);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobHostedNode, noob_hosted_node_free)

G_END_DECLS
