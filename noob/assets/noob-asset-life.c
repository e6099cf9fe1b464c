/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "assets/noob-asset-life-private.h"

NoobAssetLife *
noob_asset_life_begin (NoobAsset  *asset,
                       GError    **error)
{
  g_autoptr (NoobRecord) made = noob_record_new ();
  NoobAssetLife *self;

  if (!noob_asset_make (asset, made, error))
    {
      g_prefix_error (error, "asset \"%s\": ", noob_asset_get_id (asset));
      return NULL;
    }

  self = g_new (NoobAssetLife, 1);
  self->asset = g_object_ref (asset);
  self->made = g_steal_pointer (&made);

  return self;
}

gboolean
noob_asset_life_end (NoobAssetLife  *self,
                     GError        **error)
{
  gboolean done = noob_asset_teardown (self->asset, self->made, error);

  if (!done)
    g_prefix_error (error, "asset \"%s\": teardown: ", noob_asset_get_id (self->asset));
  noob_asset_life_free (self);

  return done;
}

void
noob_asset_life_free (NoobAssetLife *self)
{
  noob_record_unref (self->made);
  g_object_unref (self->asset);
  g_free (self);
}

const GValue *
noob_asset_life_get_value (NoobAssetLife *self)
{
  return noob_record_get_value (self->made, "value");
}
