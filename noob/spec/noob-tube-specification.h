/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "spec/noob-asset-specification.h"
#include "spec/noob-input-specification.h"
#include "spec/noob-node-specification.h"

G_BEGIN_DECLS

#define NOOB_TYPE_TUBE_SPECIFICATION (noob_tube_specification_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (NoobTubeSpecification, noob_tube_specification,
                      NOOB, TUBE_SPECIFICATION, GObject)

NOOB_AVAILABLE_IN_1_0
NoobTubeSpecification *noob_tube_specification_new_from_file (const char             *path,
                                                              GError                **error);

NOOB_AVAILABLE_IN_1_0
NoobTubeSpecification *noob_tube_specification_new_from_data (const char             *data,
                                                              gssize                  length,
                                                              const char             *directory,
                                                              GError                **error);

NOOB_AVAILABLE_IN_1_0
NoobTubeSpecification *noob_tube_specification_new_from_id   (const char             *id,
                                                              const char             *directory,
                                                              GError                **error);

NOOB_AVAILABLE_IN_1_0
NoobTubeSpecification *noob_tube_specification_new_from_name (const char             *name,
                                                              const char             *directory,
                                                              GError                **error);

NOOB_AVAILABLE_IN_1_0
NoobTubeSpecification *noob_tube_specification_new_from_record (NoobRecord           *source,
                                                              const char             *directory,
                                                              GError                **error);

NOOB_AVAILABLE_IN_1_0
const char             *noob_tube_specification_get_id          (NoobTubeSpecification *self);

NOOB_AVAILABLE_IN_1_0
const char             *noob_tube_specification_get_description (NoobTubeSpecification *self);

NOOB_AVAILABLE_IN_1_0
const char             *noob_tube_specification_get_path        (NoobTubeSpecification *self);

NOOB_AVAILABLE_IN_1_0
const char             *noob_tube_specification_get_directory   (NoobTubeSpecification *self);

NOOB_AVAILABLE_IN_1_0
GPtrArray              *noob_tube_specification_get_nodes       (NoobTubeSpecification *self);

NOOB_AVAILABLE_IN_1_0
GPtrArray              *noob_tube_specification_get_assets      (NoobTubeSpecification *self);

NOOB_AVAILABLE_IN_1_0
GPtrArray              *noob_tube_specification_get_inputs      (NoobTubeSpecification *self);

NOOB_AVAILABLE_IN_1_0
NoobNodeSpecification  *noob_tube_specification_get_node        (NoobTubeSpecification *self,
                                                                 const char            *id);

NOOB_AVAILABLE_IN_1_0
NoobAssetSpecification *noob_tube_specification_get_asset       (NoobTubeSpecification *self,
                                                                 const char            *id);

NOOB_AVAILABLE_IN_1_0
NoobInputSpecification *noob_tube_specification_get_input       (NoobTubeSpecification *self,
                                                                 const char            *id);

NOOB_AVAILABLE_IN_1_0
NoobNodeSpecification  *noob_tube_specification_get_return_node (NoobTubeSpecification *self);

NOOB_AVAILABLE_IN_1_0
char                   *noob_tube_specification_to_json         (NoobTubeSpecification *self,
                                                                 GError               **error);

NOOB_AVAILABLE_IN_1_0
char                   *noob_tube_specification_to_yaml         (NoobTubeSpecification *self);

G_END_DECLS
