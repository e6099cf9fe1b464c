/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-module-loader-private.h"

#include <string.h>

#include "core/noob-error.h"
#include "core/noob-name-private.h"
#include "nodes/noob-function-asset-private.h"
#include "nodes/noob-function-node-private.h"
#include "nodes/noob-gtype-private.h"
#include "nodes/noob-module-path-private.h"
#include "nodes/noob-type-name-private.h"

struct _NoobModuleLoader
{
  NoobLoader parent_instance;
};

G_DEFINE_FINAL_TYPE (NoobModuleLoader, noob_module_loader, NOOB_TYPE_LOADER)

/* Takes `c:MODULE#SYMBOL` apart. */
static gboolean
split_type (const char  *node_type,
            char       **file_name,
            char       **symbol,
            GError     **error)
{
  const char *start = node_type + strlen ("c:");
  const char *hash = strrchr (start, '#');

  if (hash == NULL || hash == start || !noob_name_is_identifier (hash + 1, strlen (hash + 1)))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
                   "a C node is written c:MODULE#SYMBOL, such as c:libfoo.so#blur, not \"%s\"",
                   node_type);
      return FALSE;
    }

  *file_name = g_strndup (start, hash - start);
  *symbol = g_strdup (hash + 1);

  return TRUE;
}

static GModule *
open_module (const char  *file_name,
             const char  *directory,
             GError     **error)
{
  g_autofree char *path = NULL;

  if (strchr (file_name, '/') == NULL)
    return noob_module_path_find (file_name, error);

  path = g_canonicalize_filename (file_name, directory);

  return noob_module_path_open (path, error);
}

static void
set_error_no_symbol (GModule     *module,
                     const char  *symbol,
                     GError     **error)
{
  g_autofree char *get_type = noob_gtype_get_symbol (symbol);
  gpointer found;

  if (g_ascii_isupper (symbol[0]))
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "%s has no class %s: it does not export %s ()",
                 g_module_name (module), symbol, get_type);
  else if (g_module_symbol (module, symbol, &found))
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
                 "%s has a function %s, but no node of it; add NOOB_FUNCTION (%s, …)",
                 g_module_name (module), symbol, symbol);
  else
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
                 "%s has no node %s: it contains no NOOB_FUNCTION (%s, …)",
                 g_module_name (module), symbol, symbol);
}

/* What a type names: a function, or else a class. */
typedef struct
{
  const NoobFunction *function;
  GType               type;
} Found;

static gboolean
find_in_module (GModule     *module,
                const char  *symbol,
                Found       *found,
                GError     **error)
{
  g_autofree char *variable = g_strconcat ("noob_function_", symbol, NULL);

  *found = (Found) { NULL, G_TYPE_INVALID };
  if (!g_module_symbol (module, variable, (gpointer *) &found->function) || found->function == NULL)
    {
      found->function = NULL;
      found->type = noob_gtype_find_in_module (module, symbol);
      if (found->type == G_TYPE_INVALID)
        set_error_no_symbol (module, symbol, error);

      return found->type != G_TYPE_INVALID;
    }

  if (found->function->signature != NULL && found->function->process != NULL)
    return TRUE;

  g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_LOAD,
                       "the module declares this node without a signature or a function");
  return FALSE;
}

static gboolean
find (const char  *type,
      const char  *directory,
      Found       *found,
      GError     **error)
{
  g_autofree char *file_name = NULL;
  g_autofree char *symbol = NULL;
  GModule *module;

  if (!split_type (type, &file_name, &symbol, error))
    return FALSE;

  module = open_module (file_name, directory, error);

  return module != NULL && find_in_module (module, symbol, found, error);
}

static gboolean
noob_module_loader_can_load (NoobLoader *loader,
                             const char *node_type)
{
  return noob_type_name_classify (node_type) == NOOB_TYPE_NAME_C;
}

static NoobNode *
noob_module_loader_load_node (NoobLoader             *loader,
                              NoobNodeSpecification  *specification,
                              NoobRecord             *params,
                              GError                **error)
{
  Found found;

  if (!find (noob_node_specification_get_node_type (specification),
             noob_node_specification_get_directory (specification), &found, error))
    return NULL;

  if (found.function != NULL)
    return noob_function_node_new (found.function, NULL, NULL, NULL, specification, params, error);

  return noob_gtype_new_node (found.type, specification, params, error);
}

static NoobAsset *
noob_module_loader_load_asset (NoobLoader              *loader,
                               NoobAssetSpecification  *specification,
                               NoobRecord              *params,
                               GError                 **error)
{
  Found found;

  if (!find (noob_asset_specification_get_asset_type (specification),
             noob_asset_specification_get_directory (specification), &found, error))
    return NULL;

  if (found.function != NULL)
    return noob_function_asset_new (found.function, NULL, NULL, NULL, specification, params, error);

  return noob_gtype_new_asset (found.type, specification, params, error);
}

static void
noob_module_loader_class_init (NoobModuleLoaderClass *klass)
{
  NoobLoaderClass *loader_class = NOOB_LOADER_CLASS (klass);

  loader_class->can_load = noob_module_loader_can_load;
  loader_class->load_node = noob_module_loader_load_node;
  loader_class->load_asset = noob_module_loader_load_asset;
}

static void
noob_module_loader_init (NoobModuleLoader *self)
{
}
