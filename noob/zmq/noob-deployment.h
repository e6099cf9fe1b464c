/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-list.h"
#include "spec/noob-tube-specification.h"

G_BEGIN_DECLS

#define NOOB_TYPE_DEPLOYMENT (noob_deployment_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (NoobDeployment, noob_deployment, NOOB, DEPLOYMENT, GObject)

NOOB_AVAILABLE_IN_1_0
NoobDeployment *noob_deployment_new_from_file (const char             *path,
                                               GError                **error);

NOOB_AVAILABLE_IN_1_0
NoobDeployment *noob_deployment_new_from_data (const char             *data,
                                               gssize                  length,
                                               GError                **error);

NOOB_AVAILABLE_IN_1_0
NoobList       *noob_deployment_describe      (NoobDeployment         *self,
                                               NoobTubeSpecification  *specification,
                                               GError                **error);

G_END_DECLS
