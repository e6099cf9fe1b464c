/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "spec/noob-node-specification.h"

G_BEGIN_DECLS

/* The command that starts the host of a node: the program for the language of its type, after the
 * interpreter that it needs. NOOB_ERROR_LOAD names the node and what is missing. */
char **noob_host_program_make_argv (NoobNodeSpecification  *node,
                                    GError                **error);

G_END_DECLS
