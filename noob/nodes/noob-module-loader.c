/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-module-loader-private.h"

#include <string.h>

#include "core/noob-error.h"
#include "core/noob-name-private.h"
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
open_module (const char             *file_name,
             NoobNodeSpecification  *specification,
             GError                **error)
{
  const char *directory = noob_node_specification_get_directory (specification);
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

static NoobNode *
load_function (const NoobFunction     *function,
               NoobNodeSpecification  *specification,
               NoobRecord             *params,
               GError                **error)
{
  if (function->signature == NULL || function->process == NULL)
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_LOAD,
                           "the module declares this node without a signature or a function");
      return NULL;
    }

  return noob_function_node_new (function, NULL, NULL, NULL, specification, params, error);
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
  const char *node_type = noob_node_specification_get_node_type (specification);
  g_autofree char *file_name = NULL;
  g_autofree char *symbol = NULL;
  g_autofree char *variable = NULL;
  GModule *module;
  gpointer function;
  GType type;

  if (!split_type (node_type, &file_name, &symbol, error))
    return NULL;

  module = open_module (file_name, specification, error);
  if (module == NULL)
    return NULL;

  variable = g_strconcat ("noob_function_", symbol, NULL);
  if (g_module_symbol (module, variable, &function) && function != NULL)
    return load_function (function, specification, params, error);

  type = noob_gtype_find_in_module (module, symbol);
  if (type != G_TYPE_INVALID)
    return noob_gtype_new_node (type, specification, params, error);

  set_error_no_symbol (module, symbol, error);
  return NULL;
}

static void
noob_module_loader_class_init (NoobModuleLoaderClass *klass)
{
  NoobLoaderClass *loader_class = NOOB_LOADER_CLASS (klass);

  loader_class->can_load = noob_module_loader_can_load;
  loader_class->load_node = noob_module_loader_load_node;
}

static void
noob_module_loader_init (NoobModuleLoader *self)
{
}
