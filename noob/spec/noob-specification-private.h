/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "spec/noob-document-private.h"
#include "spec/noob-tube-specification.h"

G_BEGIN_DECLS

/* Where a node stands in a file, for messages: "FILE:LINE:COLUMN", or "LINE:COLUMN" for inline
 * data; NULL when it came from no text. transfer full. */
char *noob_node_specification_get_location (NoobNodeSpecification *self);

/* Sets an error about a node, which begins with where it stands, if it came from a text, and with
 * its id. */
void noob_node_specification_set_error (NoobNodeSpecification  *self,
                                        GError                **error,
                                        NoobError               code,
                                        const char             *format,
                                        ...) G_GNUC_PRINTF (4, 5);

/* One node alone, for the process that hosts it: a GVariant of type a{sv} (not floating) and back.
 * The params keep their references; an inner tube travels along, so that the host needs none of
 * its files. */
GVariant              *noob_node_specification_to_variant       (NoobNodeSpecification  *self);
NoobNodeSpecification *noob_node_specification_new_from_variant (GVariant               *variant,
                                                                 GError                **error);

/* The same for an asset. */
GVariant               *noob_asset_specification_to_variant       (NoobAssetSpecification  *self);
NoobAssetSpecification *noob_asset_specification_new_from_variant (GVariant                *variant,
                                                                   GError                 **error);

/* transfer none: what a node of type `tube` runs; NULL for other types. */
NoobTubeSpecification *noob_node_specification_get_tube (NoobNodeSpecification *self);

/* transfer container: the slots (its process-scoped inputs, in their order) and signals that a
 * tube has where it is a node of another. */
GPtrArray *noob_tube_specification_get_slots   (NoobTubeSpecification *self);
GPtrArray *noob_tube_specification_get_signals (NoobTubeSpecification *self);

/* Building: a key and what stands under it. */
NoobNodeSpecification  *noob_node_specification_new_from_document  (NoobDocument  *key,
                                                                    NoobDocument  *document,
                                                                    GError       **error);
NoobAssetSpecification *noob_asset_specification_new_from_document (NoobDocument  *key,
                                                                    NoobDocument  *document,
                                                                    GError       **error);
NoobInputSpecification *noob_input_specification_new_from_document (NoobDocument  *key,
                                                                    NoobDocument  *document,
                                                                    GError       **error);
/* Of a document whose `extends` is merged in; inner tubes and the checks of the whole are the
 * loader's. */
NoobTubeSpecification  *noob_tube_specification_new_from_document  (NoobDocument  *document,
                                                                    GError       **error);
void                    noob_node_specification_set_tube (NoobNodeSpecification *self,
                                                          NoobTubeSpecification *tube);

/* What they were read from; the key tells where they stand. transfer none. */
NoobDocument   *noob_node_specification_get_key         (NoobNodeSpecification  *self);
NoobDocument   *noob_node_specification_get_document    (NoobNodeSpecification  *self);
NoobDocument   *noob_asset_specification_get_key        (NoobAssetSpecification *self);
NoobDocument   *noob_asset_specification_get_document   (NoobAssetSpecification *self);
NoobDocument   *noob_tube_specification_get_document    (NoobTubeSpecification  *self);
/* transfer none, nullable */
NoobDependency *noob_asset_specification_get_dependency (NoobAssetSpecification *self);

/* The checks of the whole that need no node's code. */
gboolean noob_tube_specification_check_references (NoobTubeSpecification  *self,
                                                   GError                **error);
gboolean noob_tube_specification_check_graph      (NoobTubeSpecification  *self,
                                                   GError                **error);

G_END_DECLS
