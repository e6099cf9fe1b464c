/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobLoader:
 *
 * Makes nodes and assets of the type strings of specifications.
 *
 * The library has loaders for the special nodes, for classes (`FooNode`), for C modules
 * (`c:libfoo.so#symbol`) and for functions that the application registers with
 * [func@Noob.register_function]. An application teaches its process other types by deriving from
 * this class and calling [func@Noob.register_loader].
 *
 * A loader may be called from any thread, from several at a time.
 *
 * Since: 1.0
 */

#include "nodes/noob-loader-private.h"

#include "core/noob-error.h"
#include "core/noob-name-private.h"
#include "nodes/noob-function-loader-private.h"
#include "nodes/noob-gtype-loader-private.h"
#include "nodes/noob-module-loader-private.h"
#include "nodes/noob-special-loader-private.h"
#include "nodes/noob-type-name-private.h"

G_DEFINE_ABSTRACT_TYPE (NoobLoader, noob_loader, G_TYPE_OBJECT)

/* The last is asked first. */
G_LOCK_DEFINE_STATIC (loaders);
static GPtrArray *loaders;

static gboolean
noob_loader_real_can_load (NoobLoader *self,
                           const char *node_type)
{
  return FALSE;
}

static NoobNode *
noob_loader_real_load_node (NoobLoader             *self,
                            NoobNodeSpecification  *specification,
                            NoobRecord             *params,
                            GError                **error)
{
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "%s cannot load nodes",
               G_OBJECT_TYPE_NAME (self));
  return NULL;
}

static NoobAsset *
noob_loader_real_load_asset (NoobLoader              *self,
                             NoobAssetSpecification  *specification,
                             NoobRecord              *params,
                             GError                 **error)
{
  const char *type = noob_asset_specification_get_asset_type (specification);

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "this is %s, and its loader makes no assets",
               noob_type_name_describe (noob_type_name_classify (type)));
  return NULL;
}

static void
noob_loader_class_init (NoobLoaderClass *klass)
{
  klass->can_load = noob_loader_real_can_load;
  klass->load_node = noob_loader_real_load_node;
  klass->load_asset = noob_loader_real_load_asset;
}

static void
noob_loader_init (NoobLoader *self)
{
}

/* With the lock held. */
static void
ensure_loaders (void)
{
  if (loaders != NULL)
    return;

  loaders = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (loaders, g_object_new (NOOB_TYPE_MODULE_LOADER, NULL));
  g_ptr_array_add (loaders, g_object_new (NOOB_TYPE_GTYPE_LOADER, NULL));
  g_ptr_array_add (loaders, g_object_new (NOOB_TYPE_SPECIAL_LOADER, NULL));
  g_ptr_array_add (loaders, g_object_new (NOOB_TYPE_FUNCTION_LOADER, NULL));
}

static gpointer
ref_loader (gconstpointer loader,
            gpointer      user_data)
{
  return g_object_ref ((gpointer) loader);
}

/* Loaders run code of the application, so they are asked outside of the lock. */
static NoobLoader *
find_loader (const char *node_type)
{
  g_autoptr (GPtrArray) snapshot = NULL;

  G_LOCK (loaders);
  ensure_loaders ();
  snapshot = g_ptr_array_copy (loaders, ref_loader, NULL);
  G_UNLOCK (loaders);

  for (guint i = snapshot->len; i-- > 0;)
    {
      NoobLoader *loader = g_ptr_array_index (snapshot, i);

      if (noob_loader_can_load (loader, node_type))
        return g_object_ref (loader);
    }

  return NULL;
}

gboolean
noob_loader_has_type (const char *node_type)
{
  g_autoptr (NoobLoader) loader = find_loader (node_type);

  return loader != NULL;
}

static char *
suggest_type (const char *node_type)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; noob_type_name_special[i] != NULL; i++)
    g_ptr_array_add (names, g_strdup (noob_type_name_special[i]));
  noob_function_loader_list_names (names);
  noob_gtype_loader_list_names (names);
  g_ptr_array_add (names, NULL);

  return noob_suggest_name (node_type, (const char *const *) names->pdata);
}

/* The loader of @type; NULL when there is none. */
static NoobLoader *
require_loader (const char  *type,
                GError     **error)
{
  NoobLoader *loader = find_loader (type);
  g_autofree char *suggestion = NULL;

  if (loader != NULL)
    return loader;

  suggestion = suggest_type (type);
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
               "this is %s, for which this process has no loader%s",
               noob_type_name_describe (noob_type_name_classify (type)), suggestion);
  return NULL;
}

/* A loader that fails without saying why. Takes @reason. */
static void
fail_to_load (NoobLoader  *self,
              GError      *reason,
              GError     **error)
{
  if (reason != NULL)
    g_propagate_error (error, reason);
  else
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "%s failed without saying why",
                 G_OBJECT_TYPE_NAME (self));
}

/**
 * noob_loader_can_load: (virtual can_load)
 * @self: a loader
 * @node_type: the type string of a node
 *
 * Asks whether a type string is this loader's affair. This is cheap and loads nothing; loading may
 * still fail.
 *
 * Returns: whether it is
 *
 * Since: 1.0
 */
gboolean
noob_loader_can_load (NoobLoader *self,
                      const char *node_type)
{
  g_return_val_if_fail (NOOB_IS_LOADER (self), FALSE);
  g_return_val_if_fail (node_type != NULL, FALSE);

  return NOOB_LOADER_GET_CLASS (self)->can_load (self, node_type);
}

/**
 * noob_loader_load_node: (virtual load_node)
 * @self: a loader
 * @specification: the specification of the node
 * @params: its params, with what refers to inputs replaced by their values
 * @error: return location for an error
 *
 * Makes a node. An implementation gives it the id of @specification.
 *
 * The error is %NOOB_ERROR_LOAD.
 *
 * Returns: (transfer full): a new node
 *
 * Since: 1.0
 */
NoobNode *
noob_loader_load_node (NoobLoader             *self,
                       NoobNodeSpecification  *specification,
                       NoobRecord             *params,
                       GError                **error)
{
  GError *reason = NULL;
  NoobNode *node;

  g_return_val_if_fail (NOOB_IS_LOADER (self), NULL);
  g_return_val_if_fail (NOOB_IS_NODE_SPECIFICATION (specification), NULL);
  g_return_val_if_fail (params != NULL, NULL);

  node = NOOB_LOADER_GET_CLASS (self)->load_node (self, specification, params, &reason);
  if (node == NULL)
    fail_to_load (self, reason, error);

  return node;
}

/**
 * noob_loader_load_asset: (virtual load_asset)
 * @self: a loader
 * @specification: the specification of the asset
 * @params: its params, with what refers to inputs replaced by their values; those that were written
 *   as a list are named "0", "1", and so on
 * @error: return location for an error
 *
 * Gets what makes an asset. An implementation gives it the id of @specification. Nothing is made
 * yet: the runner calls [method@Noob.Asset.make] when the scope wants it.
 *
 * The error is %NOOB_ERROR_LOAD.
 *
 * Returns: (transfer full): a new asset
 *
 * Since: 1.0
 */
NoobAsset *
noob_loader_load_asset (NoobLoader              *self,
                        NoobAssetSpecification  *specification,
                        NoobRecord              *params,
                        GError                 **error)
{
  GError *reason = NULL;
  NoobAsset *asset;

  g_return_val_if_fail (NOOB_IS_LOADER (self), NULL);
  g_return_val_if_fail (NOOB_IS_ASSET_SPECIFICATION (specification), NULL);
  g_return_val_if_fail (params != NULL, NULL);

  asset = NOOB_LOADER_GET_CLASS (self)->load_asset (self, specification, params, &reason);
  if (asset == NULL)
    fail_to_load (self, reason, error);

  return asset;
}

/**
 * noob_loader_get_language:
 * @node_type: the type string of a node
 *
 * Tells whose code a type string names, as far as that alone tells: `python`, `gjs`, `gi` for what
 * is in a typelib, `c` for a C module, `class` for a GType, and `special` for `map` and its like.
 *
 * Returns: (transfer none): the word
 *
 * Since: 1.0
 */
const char *
noob_loader_get_language (const char *node_type)
{
  g_return_val_if_fail (node_type != NULL, NULL);

  return noob_type_name_language (noob_type_name_classify (node_type));
}

/**
 * noob_register_loader:
 * @loader: a loader
 *
 * Has the nodes of this process loaded by @loader too. It is asked before all that were registered
 * earlier, and before the library's own.
 *
 * This may be called from any thread.
 *
 * Since: 1.0
 */
void
noob_register_loader (NoobLoader *loader)
{
  g_return_if_fail (NOOB_IS_LOADER (loader));

  G_LOCK (loaders);
  ensure_loaders ();
  g_ptr_array_add (loaders, g_object_ref (loader));
  G_UNLOCK (loaders);
}

/**
 * noob_load_node:
 * @specification: the specification of the node
 * @params: its params, with what refers to inputs replaced by their values
 * @error: return location for an error
 *
 * Makes a node through the first loader that takes its type. If the specification says whether it
 * is stateful, that overrides what the node says of itself.
 *
 * The error is %NOOB_ERROR_LOAD and says which node and type could not be loaded, where they were
 * looked for, and what would be right.
 *
 * This may be called from any thread.
 *
 * Returns: (transfer full): a new node
 *
 * Since: 1.0
 */
NoobNode *
noob_load_node (NoobNodeSpecification  *specification,
                NoobRecord             *params,
                GError                **error)
{
  g_autoptr (NoobLoader) loader = NULL;
  const char *node_type;
  gboolean stateful;
  NoobNode *node;

  g_return_val_if_fail (NOOB_IS_NODE_SPECIFICATION (specification), NULL);
  g_return_val_if_fail (params != NULL, NULL);

  node_type = noob_node_specification_get_node_type (specification);
  loader = require_loader (node_type, error);
  node = loader != NULL ? noob_loader_load_node (loader, specification, params, error) : NULL;
  if (node == NULL)
    {
      g_prefix_error (error, "node \"%s\" of type \"%s\" cannot be loaded: ",
                      noob_node_specification_get_id (specification), node_type);
      return NULL;
    }

  if (noob_node_specification_get_stateful (specification, &stateful))
    noob_node_set_stateful (node, stateful);

  return node;
}

/**
 * noob_load_asset:
 * @specification: the specification of the asset
 * @params: its params, with what refers to inputs replaced by their values
 * @error: return location for an error
 *
 * Gets what makes an asset from the first loader that takes its type.
 *
 * The error is %NOOB_ERROR_LOAD and says which asset and type could not be loaded, where they were
 * looked for, and what would be right.
 *
 * This may be called from any thread.
 *
 * Returns: (transfer full): a new asset
 *
 * Since: 1.0
 */
NoobAsset *
noob_load_asset (NoobAssetSpecification  *specification,
                 NoobRecord              *params,
                 GError                 **error)
{
  g_autoptr (NoobLoader) loader = NULL;
  const char *asset_type;
  NoobAsset *asset;

  g_return_val_if_fail (NOOB_IS_ASSET_SPECIFICATION (specification), NULL);
  g_return_val_if_fail (params != NULL, NULL);

  asset_type = noob_asset_specification_get_asset_type (specification);
  loader = require_loader (asset_type, error);
  asset = loader != NULL ? noob_loader_load_asset (loader, specification, params, error) : NULL;
  if (asset == NULL)
    g_prefix_error (error, "asset \"%s\" of type \"%s\" cannot be loaded: ",
                    noob_asset_specification_get_id (specification), asset_type);

  return asset;
}
