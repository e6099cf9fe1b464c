/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "spec/noob-tube-specification.h"

G_BEGIN_DECLS

/* Where something stands in a file, for messages: "FILE:LINE:COLUMN", or "LINE:COLUMN" for inline data. transfer full.
 * Nodes, assets and inputs remember theirs. */
char *noob_node_specification_get_location (NoobNodeSpecification *self);

/* One node alone, for the process that hosts it: a GVariant of type a{sv} and back. The params keep their references. */
GVariant              *noob_node_specification_to_variant       (NoobNodeSpecification *self);
NoobNodeSpecification *noob_node_specification_new_from_variant (GVariant              *variant,
                                                                 GError               **error);

G_END_DECLS
