/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-error.h"

G_BEGIN_DECLS

/* An error of @code whose message is the failure's, prefixed by its node, and that carries it. */
GError *noob_error_new_failure (NoobError code, NoobFailure *failure);

G_END_DECLS
