/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

#include "core/noob-version-macros.h"

G_BEGIN_DECLS

NOOB_AVAILABLE_IN_1_0
char *noob_key_generate   (const char  *name,
                           GError     **error);

NOOB_AVAILABLE_IN_1_0
char *noob_key_get_public (const char  *name,
                           GError     **error);

G_END_DECLS
