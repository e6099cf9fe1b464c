/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-error.h"
#include "core/noob-log-private.h"

G_BEGIN_DECLS

/* An error of @code whose message is the failure's, prefixed by its node, and that carries it. */
GError     *noob_error_new_failure (NoobError     code,
                                    NoobFailure  *failure);

/* The node that failed, if @error tells of one. */
const char *noob_error_get_node_id (const GError *error);

#define noob_warn_of_error(runner_id, error) \
  noob_warning ((runner_id), noob_error_get_node_id (error), "%s", (error)->message)

G_END_DECLS
