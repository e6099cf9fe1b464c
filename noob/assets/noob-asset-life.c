/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "assets/noob-asset-life-private.h"

#include "core/noob-error-private.h"

/* Says which asset failed, and keeps what else a failure tells. Takes @reason. */
static void
tell_of_asset (NoobAsset   *asset,
               const char  *what,
               GError      *reason,
               GError     **error)
{
  NoobFailure *failure = noob_error_get_failure (reason);
  g_autoptr (NoobFailure) own = NULL;

  g_prefix_error (&reason, "asset \"%s\": %s", noob_asset_get_id (asset), what);
  if (failure == NULL)
    {
      g_propagate_error (error, reason);
      return;
    }

  own = noob_failure_new (NULL, NULL, noob_failure_get_type_name (failure), reason->message,
                          noob_failure_get_traceback (failure), -1);
  g_propagate_error (error, noob_error_new_failure (NOOB_ERROR_NODE, own));
  g_error_free (reason);
}

NoobAssetLife *
noob_asset_life_begin (NoobAsset  *asset,
                       GError    **error)
{
  g_autoptr (NoobRecord) made = noob_record_new ();
  GError *reason = NULL;
  NoobAssetLife *self;

  if (!noob_asset_make (asset, made, &reason))
    {
      tell_of_asset (asset, "", reason, error);
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
  GError *reason = NULL;
  gboolean done = noob_asset_teardown (self->asset, self->made, &reason);

  if (!done)
    tell_of_asset (self->asset, "teardown: ", reason, error);
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
