/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "zmq/noob-message.h"

G_BEGIN_DECLS

/* A message as one frame. */
GBytes     *noob_message_write          (NoobMessageType   type,
                                         const char       *node_id,
                                         NoobRecord       *value,
                                         GError          **error);

/* The names in messages, which are also the details of `message` signals. */
const char *noob_message_type_to_string (NoobMessageType  type);
const char *noob_node_status_to_string  (NoobNodeStatus   status);
gboolean    noob_node_status_parse      (const char      *text,
                                         NoobNodeStatus  *status);

G_END_DECLS
