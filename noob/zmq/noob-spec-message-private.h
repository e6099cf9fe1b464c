/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "graph/noob-tube.h"
#include "zmq/noob-frames-private.h"
#include "zmq/noob-message.h"
#include "zmq/noob-peer-private.h"

G_BEGIN_DECLS

/* What a node gets before it is loaded: its specification, and who may subscribe to it. Two
 * frames: a message, and what JSON has no form for. */
typedef struct
{
  NoobNodeSpecification *specification;
  NoobRecord            *params; /* with the inputs that they refer to */
  NoobRecord            *inputs; /* in epochs that nobody gives any for */
  NoobRecord            *subscribers;
} NoobSpecMessage;

/* @peers: all of the tube; @token: the command node's. */
GPtrArray *noob_spec_message_write (NoobTube         *tube,
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
