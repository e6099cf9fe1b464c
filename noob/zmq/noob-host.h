/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

#include "core/noob-version-macros.h"

G_BEGIN_DECLS

NOOB_AVAILABLE_IN_1_0
int noob_host_run (int fd);

G_END_DECLS
