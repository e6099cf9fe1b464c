/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobAsset:
 *
 * Makes an asset: an object that outlives the calls of the nodes that use it, such as a connection,
 * a big array or a counter.
 *
 * The object itself is a value, which nodes get in a slot. How often it is made, and when it is torn
 * down, follows from the scope that the specification gives
 * ([enum@Noob.AssetScope]): the runner calls [method@Noob.Asset.make] and, exactly once for each
 * that succeeded, [method@Noob.Asset.teardown].
 *
 * The functions and classes of all languages make assets as they are; a class in C is derived from
 * this one only where making takes more than constructing an object, and ending more than freeing
 * it. Its writable properties are the params that a specification may give:
 *
 * ```c
 * static gboolean
 * foo_table_make (NoobAsset   *asset,
 *                 NoobRecord  *made,
 *                 GError     **error)
 * {
 *   FooTable *table = foo_table_open (FOO_TABLE_ASSET (asset)->path, error);
 *
 *   if (table == NULL)
 *     return FALSE;
 *
 *   noob_record_set (made, "value", FOO_TYPE_TABLE, table, NULL);
 *   g_object_unref (table);
 *   return TRUE;
 * }
 * ```
 *
 * It is made, called and freed by a runner, in one thread.
 *
 * Since: 1.0
 */

#include "assets/noob-asset.h"

#include "core/noob-error-private.h"

enum
{
  PROP_0,
  PROP_ID,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

typedef struct
{
  const char *id;
  GError     *failure; /* what it reported in the call in progress */
} NoobAssetPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (NoobAsset, noob_asset, G_TYPE_OBJECT)

/* What a vfunc of @self came to. Takes @reason. */
static gboolean
conclude (NoobAsset   *self,
          const char  *operation,
          gboolean     succeeded,
          GError      *reason,
          GError     **error)
{
  NoobAssetPrivate *priv = noob_asset_get_instance_private (self);
  g_autoptr (GError) own_reason = reason;

  if (priv->failure != NULL)
    g_propagate_error (error, g_steal_pointer (&priv->failure));
  else if (succeeded)
    return TRUE;
  else if (own_reason != NULL)
    g_propagate_error (error, g_steal_pointer (&own_reason));
  else
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_NODE, "%s failed without saying why", operation);

  return FALSE;
}

static gboolean
noob_asset_real_make (NoobAsset   *self,
                      NoobRecord  *made,
                      GError     **error)
{
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_NODE, "%s does not implement make",
               G_OBJECT_TYPE_NAME (self));
  return FALSE;
}

static gboolean
noob_asset_real_teardown (NoobAsset   *self,
                          NoobRecord  *made,
                          GError     **error)
{
  return TRUE;
}

static void
noob_asset_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  if (prop_id == PROP_ID)
    g_value_set_interned_string (value, noob_asset_get_id (NOOB_ASSET (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
noob_asset_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  NoobAssetPrivate *priv = noob_asset_get_instance_private (NOOB_ASSET (object));

  if (prop_id == PROP_ID)
    priv->id = g_intern_string (g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
noob_asset_finalize (GObject *object)
{
  NoobAssetPrivate *priv = noob_asset_get_instance_private (NOOB_ASSET (object));

  g_clear_error (&priv->failure);

  G_OBJECT_CLASS (noob_asset_parent_class)->finalize (object);
}

static void
noob_asset_class_init (NoobAssetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = noob_asset_finalize;
  object_class->get_property = noob_asset_get_property;
  object_class->set_property = noob_asset_set_property;

  klass->make = noob_asset_real_make;
  klass->teardown = noob_asset_real_teardown;

  /**
   * NoobAsset:id: (getter get_id)
   *
   * The asset's name in its tube.
   *
   * Since: 1.0
   */
  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
noob_asset_init (NoobAsset *self)
{
}

/**
 * noob_asset_get_id: (get-property id)
 * @self: an asset
 *
 * Gets the asset's name in its tube.
 *
 * Returns: (transfer none) (nullable): the id; an interned string
 *
 * Since: 1.0
 */
const char *
noob_asset_get_id (NoobAsset *self)
{
  NoobAssetPrivate *priv = noob_asset_get_instance_private (self);

  g_return_val_if_fail (NOOB_IS_ASSET (self), NULL);

  return priv->id;
}

/**
 * noob_asset_make: (virtual make)
 * @self: an asset
 * @made: an empty record, which gets the object as `value`; it is for [method@Noob.Asset.teardown]
 * @error: return location for an error
 *
 * Makes the object. Runners do that.
 *
 * Returns: whether it succeeded
 *
 * Since: 1.0
 */
gboolean
noob_asset_make (NoobAsset   *self,
                 NoobRecord  *made,
                 GError     **error)
{
  GError *reason = NULL;
  gboolean succeeded;

  g_return_val_if_fail (NOOB_IS_ASSET (self), FALSE);
  g_return_val_if_fail (made != NULL, FALSE);

  succeeded = NOOB_ASSET_GET_CLASS (self)->make (self, made, &reason);
  if (!conclude (self, "make", succeeded, reason, error))
    return FALSE;

  if (!noob_record_has (made, "value"))
    noob_record_set_null (made, "value");

  return TRUE;
}

/**
 * noob_asset_teardown: (virtual teardown)
 * @self: an asset
 * @made: what [method@Noob.Asset.make] filled
 * @error: return location for an error
 *
 * Ends an object. Runners do that, once for each that was made.
 *
 * Returns: whether it succeeded
 *
 * Since: 1.0
 */
gboolean
noob_asset_teardown (NoobAsset   *self,
                     NoobRecord  *made,
                     GError     **error)
{
  GError *reason = NULL;
  gboolean succeeded;

  g_return_val_if_fail (NOOB_IS_ASSET (self), FALSE);
  g_return_val_if_fail (made != NULL, FALSE);

  succeeded = NOOB_ASSET_GET_CLASS (self)->teardown (self, made, &reason);

  return conclude (self, "teardown", succeeded, reason, error);
}

/**
 * noob_asset_report_failure:
 * @self: an asset
 * @type_name: (nullable): the type of the error in its own language, such as `ValueError`
 * @message: what was wrong
 * @traceback: (nullable): where it happened, in the words of that language
 *
 * Lets the call in progress, of `make` or `teardown`, fail with more than a #GError can tell, as
 * [method@Noob.Node.report_failure] does for nodes.
 *
 * Since: 1.0
 */
void
noob_asset_report_failure (NoobAsset  *self,
                           const char *type_name,
                           const char *message,
                           const char *traceback)
{
  NoobAssetPrivate *priv = noob_asset_get_instance_private (self);
  g_autoptr (NoobFailure) failure = NULL;

  g_return_if_fail (NOOB_IS_ASSET (self));
  g_return_if_fail (message != NULL);

  failure = noob_failure_new (NULL, NULL, type_name, message, traceback, -1);
  g_clear_error (&priv->failure);
  priv->failure = noob_error_new_failure (NOOB_ERROR_NODE, failure);
}
