/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "graph/noob-tube.h"
#include "zmq/noob-asset-plan-private.h"
#include "zmq/noob-frames-private.h"
#include "zmq/noob-message.h"
#include "zmq/noob-peer-private.h"

G_BEGIN_DECLS

/* An asset with its params, in which the inputs are that they refer to. */
typedef struct
{
  NoobAssetSpecification *specification;
  NoobRecord             *params;
} NoobSpecAsset;

/* What a node gets before it is loaded: its specification, the assets that it depends on, and who
 * may subscribe to it. Two frames: a message, and what JSON has no form for. */
typedef struct
{
  NoobNodeSpecification *specification;
  NoobRecord            *params; /* with the inputs that they refer to */
  NoobRecord            *inputs; /* in epochs that nobody gives any for */
  GPtrArray             *assets; /* of NoobSpecAsset */
  NoobAssetPlan         *plan;
  NoobRecord            *subscribers;
} NoobSpecMessage;

/* @plan: of @tube; @peers: all of it; @token: the command node's. */
GPtrArray *noob_spec_message_write (NoobTube         *tube,
                                    NoobAssetPlan    *plan,
                                    GPtrArray        *peers,
                                    const char       *token,
                                    NoobPeer         *peer,
                                    GError          **error);

gboolean   noob_spec_message_read  (NoobSpecMessage  *self,
                                    NoobMessage      *message,
                                    NoobFrames       *frames,
                                    GError          **error);
void       noob_spec_message_clear (NoobSpecMessage  *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NoobSpecMessage, noob_spec_message_clear)

G_END_DECLS
