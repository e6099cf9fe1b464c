/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "spec/noob-node-specification.h"

G_BEGIN_DECLS

/* Where a host is started. What is NULL is what the environment says, or else what was set when the
 * library was built. */
typedef struct
{
  const char *libexec_dir; /* the folder of the program */
  const char *interpreter; /* of Python or JavaScript */
  gboolean    elsewhere;   /* perhaps on another machine: nothing is looked up */
} NoobHostPlace;

/* The command that starts the host of a node: the program for the language of its type, after the
 * interpreter that it needs. NOOB_ERROR_LOAD names the node and what is missing. @place: NULL for
 * here. */
char       **noob_host_program_make_argv (NoobNodeSpecification  *node,
                                          const NoobHostPlace    *place,
                                          GError                **error);

/* The program that hosts nodes of a type; NULL when all of them do. */
const char  *noob_host_program_get_name  (const char             *node_type);

G_END_DECLS
