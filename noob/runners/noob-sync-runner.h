/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "runners/noob-runner.h"

G_BEGIN_DECLS

#define NOOB_TYPE_SYNC_RUNNER (noob_sync_runner_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (NoobSyncRunner, noob_sync_runner, NOOB, SYNC_RUNNER, NoobRunner)

NOOB_AVAILABLE_IN_1_0
NoobRunner *noob_sync_runner_new   (NoobTube        *tube);

NOOB_AVAILABLE_IN_1_0
gboolean    noob_sync_runner_check (NoobSyncRunner  *self,
                                    GError         **error);

G_END_DECLS
