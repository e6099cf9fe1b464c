/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "spec/noob-asset-specification.h"
#include "spec/noob-input-specification.h"
#include "spec/noob-node-specification.h"

G_BEGIN_DECLS

#define NOOB_TYPE_TUBE_SPECIFICATION (noob_tube_specification_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (NoobTubeSpecification, noob_tube_specification, NOOB, TUBE_SPECIFICATION, GObject)

NOOB_AVAILABLE_IN_1_0
NoobTubeSpecification *noob_tube_specification_new_from_file (const char             *path,
                                                              GError                **error);

/* YAML or JSON text; @directory (nullable) is what relative paths and ids are looked up against. */
NOOB_AVAILABLE_IN_1_0
NoobTubeSpecification *noob_tube_specification_new_from_data (const char             *data,
                                                              gssize                  length,
                                                              const char             *directory,
                                                              GError                **error);

/* Looks the id up (SEMANTICS section 2); @directory (nullable) is searched first. */
NOOB_AVAILABLE_IN_1_0
NoobTubeSpecification *noob_tube_specification_new_from_id   (const char             *id,
                                                              const char             *directory,
                                                              GError                **error);

/* An id when @name matches the pattern of ids, else a path. */
NOOB_AVAILABLE_IN_1_0
NoobTubeSpecification *noob_tube_specification_new_from_name (const char             *name,
                                                              const char             *directory,
                                                              GError                **error);

/* An inline specification (as in params of a `tube` node), @source being a record of plain values. */
NOOB_AVAILABLE_IN_1_0
NoobTubeSpecification *noob_tube_specification_new_from_record (NoobRecord           *source,
                                                              const char             *directory,
                                                              GError                **error);

/* All nullable. */
NOOB_AVAILABLE_IN_1_0
const char             *noob_tube_specification_get_id          (NoobTubeSpecification *self);

NOOB_AVAILABLE_IN_1_0
const char             *noob_tube_specification_get_description (NoobTubeSpecification *self);

/* The file it came from, for messages; nullable. */
NOOB_AVAILABLE_IN_1_0
const char             *noob_tube_specification_get_path        (NoobTubeSpecification *self);

NOOB_AVAILABLE_IN_1_0
const char             *noob_tube_specification_get_directory   (NoobTubeSpecification *self);

/* transfer none, in the order of the file. */
NOOB_AVAILABLE_IN_1_0
GPtrArray              *noob_tube_specification_get_nodes       (NoobTubeSpecification *self);

NOOB_AVAILABLE_IN_1_0
GPtrArray              *noob_tube_specification_get_assets      (NoobTubeSpecification *self);

NOOB_AVAILABLE_IN_1_0
GPtrArray              *noob_tube_specification_get_inputs      (NoobTubeSpecification *self);

/* transfer none, nullable. */
NOOB_AVAILABLE_IN_1_0
NoobNodeSpecification  *noob_tube_specification_get_node        (NoobTubeSpecification *self,
                                                                 const char            *id);

NOOB_AVAILABLE_IN_1_0
NoobAssetSpecification *noob_tube_specification_get_asset       (NoobTubeSpecification *self,
                                                                 const char            *id);

NOOB_AVAILABLE_IN_1_0
NoobInputSpecification *noob_tube_specification_get_input       (NoobTubeSpecification *self,
                                                                 const char            *id);

/* The node of type `return`; nullable. */
NOOB_AVAILABLE_IN_1_0
NoobNodeSpecification  *noob_tube_specification_get_return_node (NoobTubeSpecification *self);

/* transfer full: the merged specification in the form of a file, keys in the order of the file, header first. */
NOOB_AVAILABLE_IN_1_0
char                   *noob_tube_specification_to_json         (NoobTubeSpecification *self,
                                                                 GError               **error);

NOOB_AVAILABLE_IN_1_0
char                   *noob_tube_specification_to_yaml         (NoobTubeSpecification *self);

G_END_DECLS
