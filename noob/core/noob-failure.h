/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-epoch.h"

G_BEGIN_DECLS

#define NOOB_TYPE_FAILURE (noob_failure_get_type ())

typedef struct _NoobFailure NoobFailure;

NOOB_AVAILABLE_IN_1_0
GType        noob_failure_get_type        (void) G_GNUC_CONST;

NOOB_AVAILABLE_IN_1_0
NoobFailure *noob_failure_new             (const char  *node_id,
                                           NoobEpoch   *epoch,
                                           const char  *type_name,
                                           const char  *message,
                                           const char  *traceback,
                                           int          exit_status);

NOOB_AVAILABLE_IN_1_0
NoobFailure *noob_failure_ref             (NoobFailure *self);

NOOB_AVAILABLE_IN_1_0
void         noob_failure_unref           (NoobFailure *self);

NOOB_AVAILABLE_IN_1_0
const char  *noob_failure_get_node_id     (NoobFailure *self);

NOOB_AVAILABLE_IN_1_0
NoobEpoch   *noob_failure_get_epoch       (NoobFailure *self);

NOOB_AVAILABLE_IN_1_0
const char  *noob_failure_get_type_name   (NoobFailure *self);

NOOB_AVAILABLE_IN_1_0
const char  *noob_failure_get_message     (NoobFailure *self);

NOOB_AVAILABLE_IN_1_0
const char  *noob_failure_get_traceback   (NoobFailure *self);

NOOB_AVAILABLE_IN_1_0
int          noob_failure_get_exit_status (NoobFailure *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobFailure, noob_failure_unref)

G_END_DECLS
