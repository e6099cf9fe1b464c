/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-introspection.h"

#include "core/noob-error.h"
#include "nodes/noob-module-path-private.h"
#include "nodes/noob-type-name-private.h"

#define MODULE_NAME "libnoob-introspection-1.so"

/* What the module exports; noob_loader_load_node() and its like without the loader. */
typedef NoobNode *(*LoadNodeFunc) (NoobNodeSpecification *specification, NoobRecord *params,
                                   GError **error);
typedef NoobAsset *(*LoadAssetFunc) (NoobAssetSpecification *specification, NoobRecord *params,
                                     GError **error);

#define NOOB_TYPE_INTROSPECTION_LOADER (noob_introspection_loader_get_type ())
G_DECLARE_FINAL_TYPE (NoobIntrospectionLoader, noob_introspection_loader, NOOB,
                      INTROSPECTION_LOADER, NoobLoader)

struct _NoobIntrospectionLoader
{
  NoobLoader parent_instance;
};

G_DEFINE_FINAL_TYPE (NoobIntrospectionLoader, noob_introspection_loader, NOOB_TYPE_LOADER)

static gboolean
noob_introspection_loader_can_load (NoobLoader *loader,
                                    const char *node_type)
{
  return noob_type_name_classify (node_type) == NOOB_TYPE_NAME_GI;
}

static gpointer
find_function (const char  *name,
               GError     **error)
{
  GModule *module = noob_module_path_find (MODULE_NAME, error);
  gpointer function;

  if (module == NULL)
    return NULL;

  if (g_module_symbol (module, name, &function))
    return function;

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "%s does not export %s ()",
               g_module_name (module), name);
  return NULL;
}

static NoobNode *
noob_introspection_loader_load_node (NoobLoader             *loader,
                                     NoobNodeSpecification  *specification,
                                     NoobRecord             *params,
                                     GError                **error)
{
  LoadNodeFunc load = find_function ("noob_introspection_load_node", error);

  return load != NULL ? load (specification, params, error) : NULL;
}

static NoobAsset *
noob_introspection_loader_load_asset (NoobLoader              *loader,
                                      NoobAssetSpecification  *specification,
                                      NoobRecord              *params,
                                      GError                 **error)
{
  LoadAssetFunc load = find_function ("noob_introspection_load_asset", error);

  return load != NULL ? load (specification, params, error) : NULL;
}

static void
noob_introspection_loader_class_init (NoobIntrospectionLoaderClass *klass)
{
  NoobLoaderClass *loader_class = NOOB_LOADER_CLASS (klass);

  loader_class->can_load = noob_introspection_loader_can_load;
  loader_class->load_node = noob_introspection_loader_load_node;
  loader_class->load_asset = noob_introspection_loader_load_asset;
}

static void
noob_introspection_loader_init (NoobIntrospectionLoader *self)
{
}

/**
 * noob_use_introspection: (skip)
 *
 * Has functions and classes of typelibs (`Foo.bar`, `gi:Foo.bar`) loaded in this process, as nodes
 * and as assets.
 *
 * What does so is a module, which is opened when the first of them is loaded. It brings
 * libgirepository along, and a process that has another version of that already, as those of Python
 * and GJS do, cannot bear it. So this is for programs in C; the host of native nodes does it. To be
 * called once.
 *
 * Since: 1.0
 */
void
noob_use_introspection (void)
{
  g_autoptr (NoobLoader) loader = g_object_new (NOOB_TYPE_INTROSPECTION_LOADER, NULL);

  noob_register_loader (loader);
}
