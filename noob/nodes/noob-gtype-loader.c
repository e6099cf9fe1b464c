/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-gtype-loader-private.h"

#include "core/noob-error.h"
#include "core/noob-name-private.h"
#include "nodes/noob-gtype-private.h"
#include "nodes/noob-module-path-private.h"
#include "nodes/noob-type-name-private.h"

struct _NoobGtypeLoader
{
  NoobLoader parent_instance;
};

G_DEFINE_FINAL_TYPE (NoobGtypeLoader, noob_gtype_loader, NOOB_TYPE_LOADER)

static GType
find_in_program (const char *type_name)
{
  GModule *program = g_module_open (NULL, G_MODULE_BIND_LAZY);
  GType type = noob_gtype_find_in_module (program, type_name);

  g_module_close (program);

  return type;
}

static GType
find_in_folder (const char *folder,
                const char *type_name)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GType type = G_TYPE_INVALID;
  const char *name;

  while (dir != NULL && type == G_TYPE_INVALID && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = NULL;
      GModule *module;

      if (!g_str_has_suffix (name, "." G_MODULE_SUFFIX))
        continue;

      path = g_build_filename (folder, name, NULL);
      module = noob_module_path_open (path, NULL);
      if (module != NULL)
        type = noob_gtype_find_in_module (module, type_name);
    }

  return type;
}

static GType
find_type (const char *type_name)
{
  g_auto (GStrv) folders = NULL;
  GType type = g_type_from_name (type_name);

  if (type == G_TYPE_INVALID)
    type = find_in_program (type_name);

  folders = noob_module_path_get_folders ();
  for (gsize i = 0; folders[i] != NULL && type == G_TYPE_INVALID; i++)
    type = find_in_folder (folders[i], type_name);

  return type;
}

static void
list_derived (GType      type,
              GPtrArray *names)
{
  guint n_children;
  g_autofree GType *children = g_type_children (type, &n_children);

  for (guint i = 0; i < n_children; i++)
    {
      g_ptr_array_add (names, g_strdup (g_type_name (children[i])));
      list_derived (children[i], names);
    }
}

void
noob_gtype_loader_list_names (GPtrArray *names)
{
  list_derived (NOOB_TYPE_NODE, names);
}

static void
set_error_unknown_type (const char  *type_name,
                        GError     **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) folders = noob_module_path_get_folders ();
  g_autofree char *symbol = noob_gtype_get_symbol (type_name);
  g_autofree char *all_folders = g_strjoinv (", ", folders);
  g_autofree char *suggestion = NULL;

  noob_gtype_loader_list_names (names);
  g_ptr_array_add (names, NULL);
  suggestion = noob_suggest_name (type_name, (const char *const *) names->pdata);

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
               "no class %s is registered in this process%s, and neither the program nor a "
               "module in %s exports %s ()", type_name, suggestion, all_folders, symbol);
}

static gboolean
noob_gtype_loader_can_load (NoobLoader *loader,
                            const char *node_type)
{
  return noob_type_name_classify (node_type) == NOOB_TYPE_NAME_GTYPE;
}

/* G_TYPE_INVALID: there is none. */
static GType
require_type (const char  *type_name,
              GError     **error)
{
  GType type = find_type (type_name);

  if (type == G_TYPE_INVALID)
    set_error_unknown_type (type_name, error);

  return type;
}

static NoobNode *
noob_gtype_loader_load_node (NoobLoader             *loader,
                             NoobNodeSpecification  *specification,
                             NoobRecord             *params,
                             GError                **error)
{
  GType type = require_type (noob_node_specification_get_node_type (specification), error);

  return type != G_TYPE_INVALID ? noob_gtype_new_node (type, specification, params, error) : NULL;
}

static NoobAsset *
noob_gtype_loader_load_asset (NoobLoader              *loader,
                              NoobAssetSpecification  *specification,
                              NoobRecord              *params,
                              GError                 **error)
{
  GType type = require_type (noob_asset_specification_get_asset_type (specification), error);

  return type != G_TYPE_INVALID ? noob_gtype_new_asset (type, specification, params, error) : NULL;
}

static void
noob_gtype_loader_class_init (NoobGtypeLoaderClass *klass)
{
  NoobLoaderClass *loader_class = NOOB_LOADER_CLASS (klass);

  loader_class->can_load = noob_gtype_loader_can_load;
  loader_class->load_node = noob_gtype_loader_load_node;
  loader_class->load_asset = noob_gtype_loader_load_asset;
}

static void
noob_gtype_loader_init (NoobGtypeLoader *self)
{
}
