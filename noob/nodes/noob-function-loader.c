/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-function-loader-private.h"

#include "core/noob-error.h"
#include "nodes/noob-function-asset-private.h"
#include "nodes/noob-function-node-private.h"

typedef struct
{
  gatomicrefcount  ref_count;
  NoobFunction     function;
  char            *signature;
  gpointer         user_data;
  GDestroyNotify   destroy;
} RegisteredFunction;

struct _NoobFunctionLoader
{
  NoobLoader parent_instance;
};

G_DEFINE_FINAL_TYPE (NoobFunctionLoader, noob_function_loader, NOOB_TYPE_LOADER)

G_LOCK_DEFINE_STATIC (functions);
static GHashTable *functions;

static void
registered_function_unref (RegisteredFunction *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_free (self->signature);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RegisteredFunction, registered_function_unref)

static RegisteredFunction *
find_function (const char *name)
{
  RegisteredFunction *found = NULL;

  G_LOCK (functions);
  if (functions != NULL)
    found = g_hash_table_lookup (functions, name);
  if (found != NULL)
    g_atomic_ref_count_inc (&found->ref_count);
  G_UNLOCK (functions);

  return found;
}

/* Puts @function (transfer full, nullable: none) under @name. What was there is freed outside of
 * the lock, since that runs code of the application. */
static void
replace_function (const char         *name,
                  RegisteredFunction *function)
{
  g_autoptr (RegisteredFunction) old = NULL;
  g_autofree char *old_name = NULL;

  G_LOCK (functions);
  if (functions == NULL)
    functions = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_steal_extended (functions, name, (gpointer *) &old_name, (gpointer *) &old);
  if (function != NULL)
    g_hash_table_insert (functions, g_strdup (name), function);
  G_UNLOCK (functions);
}

void
noob_function_loader_list_names (GPtrArray *names)
{
  GHashTableIter iter;
  gpointer name;

  G_LOCK (functions);
  if (functions != NULL)
    {
      g_hash_table_iter_init (&iter, functions);
      while (g_hash_table_iter_next (&iter, &name, NULL))
        g_ptr_array_add (names, g_strdup (name));
    }
  G_UNLOCK (functions);
}

static gboolean
noob_function_loader_can_load (NoobLoader *loader,
                               const char *node_type)
{
  g_autoptr (RegisteredFunction) function = find_function (node_type);

  return function != NULL;
}

static RegisteredFunction *
require_function (const char  *name,
                  GError     **error)
{
  RegisteredFunction *function = find_function (name);

  if (function == NULL)
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
                 "the function \"%s\" is no longer registered", name);

  return function;
}

static NoobNode *
noob_function_loader_load_node (NoobLoader             *loader,
                                NoobNodeSpecification  *specification,
                                NoobRecord             *params,
                                GError                **error)
{
  const char *name = noob_node_specification_get_node_type (specification);
  RegisteredFunction *function = require_function (name, error);

  if (function == NULL)
    return NULL;

  return noob_function_node_new (&function->function, function->user_data,
                                 function, (GDestroyNotify) registered_function_unref,
                                 specification, params, error);
}

static NoobAsset *
noob_function_loader_load_asset (NoobLoader              *loader,
                                 NoobAssetSpecification  *specification,
                                 NoobRecord              *params,
                                 GError                 **error)
{
  const char *name = noob_asset_specification_get_asset_type (specification);
  RegisteredFunction *function = require_function (name, error);

  if (function == NULL)
    return NULL;

  return noob_function_asset_new (&function->function, function->user_data,
                                  function, (GDestroyNotify) registered_function_unref,
                                  specification, params, error);
}

static void
noob_function_loader_class_init (NoobFunctionLoaderClass *klass)
{
  NoobLoaderClass *loader_class = NOOB_LOADER_CLASS (klass);

  loader_class->can_load = noob_function_loader_can_load;
  loader_class->load_node = noob_function_loader_load_node;
  loader_class->load_asset = noob_function_loader_load_asset;
}

static void
noob_function_loader_init (NoobFunctionLoader *self)
{
}

/**
 * noob_register_function:
 * @name: the node type
 * @signature: slots and signals; see [struct@Noob.Function]
 * @function: (scope notified) (closure user_data) (destroy destroy): the function
 * @user_data: given to each call of @function
 * @destroy: (nullable): frees @user_data
 *
 * Registers a function of the application as the node type @name, in the place of one that had this
 * name.
 *
 * Such nodes exist in this process only: a [class@Noob.SyncRunner] runs them, and so does a
 * [class@Noob.NodeRunner] that the application makes itself. They are stateless
 * unless the specification says otherwise. A signature that is malformed is reported when a node is
 * loaded. @destroy is called when the function is no longer registered and no node uses it, in
 * whatever thread that happens.
 *
 * This may be called from any thread; @function is called in those of the runners.
 *
 * Since: 1.0
 */
void
noob_register_function (const char      *name,
                        const char      *signature,
                        NoobProcessFunc  function,
                        gpointer         user_data,
                        GDestroyNotify   destroy)
{
  RegisteredFunction *registered;

  g_return_if_fail (name != NULL);
  g_return_if_fail (signature != NULL);
  g_return_if_fail (function != NULL);

  registered = g_new0 (RegisteredFunction, 1);
  g_atomic_ref_count_init (&registered->ref_count);
  registered->signature = g_strdup (signature);
  registered->function.signature = registered->signature;
  registered->function.process = function;
  registered->user_data = user_data;
  registered->destroy = destroy;

  replace_function (name, registered);
}

/**
 * noob_unregister_function:
 * @name: the node type
 *
 * Takes back [func@Noob.register_function]. Nodes that are already loaded stay as they are.
 *
 * This may be called from any thread.
 *
 * Since: 1.0
 */
void
noob_unregister_function (const char *name)
{
  g_return_if_fail (name != NULL);

  replace_function (name, NULL);
}
