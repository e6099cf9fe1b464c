/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-object-asset-private.h"

#include <gio/gio.h>

struct _NoobObjectAsset
{
  NoobAsset parent_instance;

  NoobConstruction *construction;
};

G_DEFINE_FINAL_TYPE (NoobObjectAsset, noob_object_asset, NOOB_TYPE_ASSET)

static gboolean
noob_object_asset_make (NoobAsset   *asset,
                        NoobRecord  *made,
                        GError     **error)
{
  g_autoptr (GObject) object = noob_construction_make (NOOB_OBJECT_ASSET (asset)->construction);

  if (G_IS_INITABLE (object) && !g_initable_init (G_INITABLE (object), NULL, error))
    return FALSE;

  noob_record_set (made, "value", G_OBJECT_TYPE (object), object, NULL);

  return TRUE;
}

static void
noob_object_asset_finalize (GObject *object)
{
  noob_construction_free (NOOB_OBJECT_ASSET (object)->construction);

  G_OBJECT_CLASS (noob_object_asset_parent_class)->finalize (object);
}

static void
noob_object_asset_class_init (NoobObjectAssetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = noob_object_asset_finalize;
  NOOB_ASSET_CLASS (klass)->make = noob_object_asset_make;
}

static void
noob_object_asset_init (NoobObjectAsset *self)
{
}

NoobAsset *
noob_object_asset_new (const char       *id,
                       NoobConstruction *construction)
{
  NoobObjectAsset *self = g_object_new (NOOB_TYPE_OBJECT_ASSET, "id", id, NULL);

  self->construction = construction;

  return NOOB_ASSET (self);
}
