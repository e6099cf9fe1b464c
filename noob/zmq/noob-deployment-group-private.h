/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "spec/noob-fields-private.h"
#include "zmq/noob-host-program-private.h"
#include "zmq/noob-transport.h"

G_BEGIN_DECLS

typedef enum
{
  NOOB_LAUNCH_LOCAL,
  NOOB_LAUNCH_SSH,
  NOOB_LAUNCH_SLURM,
  NOOB_LAUNCH_EXTERNAL, /* by hand: the command is shown, not run */
  NOOB_LAUNCH_PREFIX,   /* by the words that the file gives */
} NoobLaunch;

typedef enum
{
  NOOB_RESTART_NEVER,
  NOOB_RESTART_ON_FAILURE,
  NOOB_RESTART_ALWAYS,
} NoobRestart;

/* What a deployment says of a group of nodes that share one host. It does not change once it is
 * read. */
typedef struct
{
  NoobFields fields; /* whose errors say where the group stands */

  NoobLaunch launch;
  char **prefix;      /* NULL but for NOOB_LAUNCH_PREFIX */
  char **options;     /* of the launcher; nullable */
  char *host;         /* nullable */
  NoobTransport transport;
  NoobRestart restart;
  char *libexec_dir;  /* nullable */
  char *interpreter;  /* nullable */
  char **environment; /* NAME=VALUE; nullable */
  char **patterns;    /* of the ids of its nodes */
} NoobDeploymentGroup;

/* @key: its name, which stands over @document. Both have to outlive the group. */
NoobDeploymentGroup *noob_deployment_group_new          (NoobDocument               *key,
                                                         NoobDocument               *document,
                                                         GError                    **error);

/* For nodes of which the file says nothing. */
NoobDeploymentGroup *noob_deployment_group_new_default  (void);

void                 noob_deployment_group_free         (NoobDeploymentGroup        *self);

/* Where the host starts, as far as finding its program goes. */
NoobHostPlace        noob_deployment_group_get_place    (const NoobDeploymentGroup  *self);

/* The whole command, around that of the host; what it runs reads the bootstrap on standard input.
 * For NOOB_LAUNCH_EXTERNAL what has to be run on the other machine. */
char               **noob_deployment_group_make_command (const NoobDeploymentGroup  *self,
                                                         const char *const          *host_argv);

/* As in the file: "local", …; NULL for NOOB_LAUNCH_PREFIX. */
const char          *noob_launch_to_string              (NoobLaunch                  launch);

const char          *noob_restart_to_string             (NoobRestart                 restart);

/* For a shell: words are quoted where they have to be. */
char                *noob_command_quote                 (const char *const          *argv);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobDeploymentGroup, noob_deployment_group_free)

G_END_DECLS
