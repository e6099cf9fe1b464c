/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "spec/noob-specification-private.h"

G_BEGIN_DECLS

/* From a tree to a checked specification: merges what it extends, loads what its nodes run, checks
 * the whole. */
NoobTubeSpecification *noob_specification_load         (NoobDocument  *document,
                                                        GError       **error);

/* The path of the tube that @name, an id or a path, stands for. */
char                  *noob_specification_resolve      (const char    *name,
                                                        const char    *directory,
                                                        GError       **error);
/* The path of the tube whose `noob_id` is @id. */
char                  *noob_specification_find         (const char    *id,
                                                        const char    *directory,
                                                        GError       **error);

/* @base with @over laid on it: two whole tubes. What @base is called, and what either extends,
 * goes. */
NoobDocument          *noob_specification_merge        (NoobDocument  *base,
                                                        NoobDocument  *over);
NoobDocument          *noob_specification_header_first (NoobDocument  *document);

G_END_DECLS
