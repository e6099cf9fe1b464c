/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "spec/noob-tube-specification.h"
#include "zmq/noob-deployment-group-private.h"

G_BEGIN_DECLS

/* The nodes of a tube that share one host, and how that is started. */
typedef struct
{
  const NoobDeploymentGroup *group;
  const char *name; /* of the group, or of a node that is in none */
  GPtrArray *nodes; /* of NoobNodeSpecification, in the order of the tube */
} NoobPlacement;

/* All nodes of @specification but the return node, in the order of the tube, each in the one of
 * @groups (of NoobDeploymentGroup) that it is in, or alone in one like @lone. Borrows these; the
 * nodes are referenced. transfer full: an array of NoobPlacement. */
GPtrArray *noob_placement_make_all     (NoobTubeSpecification      *specification,
                                        GPtrArray                  *groups,
                                        const NoobDeploymentGroup  *lone,
                                        GError                    **error);

/* See noob_deployment_group_make_command (). */
char     **noob_placement_make_command (const NoobPlacement        *self,
                                        GError                    **error);

/* The ids of @nodes, of NoobNodeSpecification. transfer full. */
char     **noob_placement_list_ids     (GPtrArray                  *nodes);

G_END_DECLS
