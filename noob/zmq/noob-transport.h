/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

#include "core/noob-version-macros.h"

G_BEGIN_DECLS

#define NOOB_TYPE_TRANSPORT (noob_transport_get_type ())

/**
 * NoobTransport:
 * @NOOB_TRANSPORT_IPC: a process of its own for each node, on this machine.
 * @NOOB_TRANSPORT_TCP: a process of its own for each node, on any machine; not supported yet.
 * @NOOB_TRANSPORT_INPROC: a thread of this process for each node.
 *
 * Where a [class@Noob.ZmqRunner] runs nodes, and how it reaches them. Their nicks are the names
 * that ZeroMQ has for them: `ipc`, `tcp`, `inproc`.
 *
 * Since: 1.0
 */
typedef enum
{
  NOOB_TRANSPORT_IPC,
  NOOB_TRANSPORT_TCP,
  NOOB_TRANSPORT_INPROC,
} NoobTransport;

NOOB_AVAILABLE_IN_1_0
GType       noob_transport_get_type  (void) G_GNUC_CONST;

NOOB_AVAILABLE_IN_1_0
const char *noob_transport_to_string (NoobTransport  transport);

NOOB_AVAILABLE_IN_1_0
gboolean    noob_transport_parse     (const char    *text,
                                      NoobTransport *transport);

G_END_DECLS
