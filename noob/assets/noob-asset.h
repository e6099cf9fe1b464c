/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-record.h"

G_BEGIN_DECLS

#define NOOB_TYPE_ASSET (noob_asset_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_DERIVABLE_TYPE (NoobAsset, noob_asset, NOOB, ASSET, GObject)

/**
 * NoobAssetClass:
 * @make: makes the object, and sets it as `value` in the record; what else @teardown needs may be
 *   set there too.
 * @teardown: ends what @make began, given the same record. By default nothing.
 *
 * Makes an asset, once for each of its lives.
 *
 * Since: 1.0
 */
struct _NoobAssetClass
{
  GObjectClass parent_class;

  gboolean (*make)     (NoobAsset   *self,
                        NoobRecord  *made,
                        GError     **error);
  gboolean (*teardown) (NoobAsset   *self,
                        NoobRecord  *made,
                        GError     **error);

  /*< private >*/
  gpointer _reserved[8];
};

NOOB_AVAILABLE_IN_1_0
const char *noob_asset_get_id         (NoobAsset   *self);

NOOB_AVAILABLE_IN_1_0
gboolean    noob_asset_make           (NoobAsset   *self,
                                       NoobRecord  *made,
                                       GError     **error);

NOOB_AVAILABLE_IN_1_0
gboolean    noob_asset_teardown       (NoobAsset   *self,
                                       NoobRecord  *made,
                                       GError     **error);

NOOB_AVAILABLE_IN_1_0
void        noob_asset_report_failure (NoobAsset   *self,
                                       const char  *type_name,
                                       const char  *message,
                                       const char  *traceback);

G_END_DECLS
