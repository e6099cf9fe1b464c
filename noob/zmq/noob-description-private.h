/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "zmq/noob-description.h"

G_BEGIN_DECLS

/* In a host that was started only to tell of a node: writes the answer as JSON to standard output,
 * and gives the exit status. */
int noob_description_answer (NoobNodeSpecification *specification);

G_END_DECLS
