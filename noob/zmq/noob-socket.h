/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "core/noob-error.h"

G_BEGIN_DECLS

#define NOOB_TYPE_SOCKET (noob_socket_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (NoobSocket, noob_socket, NOOB, SOCKET, GObject)

NOOB_AVAILABLE_IN_1_0
const char *noob_socket_get_name (NoobSocket  *self);

NOOB_AVAILABLE_IN_1_0
gboolean    noob_socket_send     (NoobSocket  *self,
                                  GBytes     **frames,
                                  gsize        n_frames,
                                  GError     **error);

G_END_DECLS
