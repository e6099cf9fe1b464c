/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "noob-gi-symbol-private.h"

#include <noob.h>

#include "core/noob-name-private.h"

#define PREFIX "gi:"

typedef struct
{
  char *namespace;
  char *version; /* NULL: any */
  char *name;
  char *method; /* or NULL */
} Path;

static void
path_clear (Path *self)
{
  g_free (self->namespace);
  g_free (self->version);
  g_free (self->name);
  g_free (self->method);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Path, path_clear)

void
noob_gi_symbol_free (NoobGiSymbol *self)
{
  g_clear_pointer (&self->container, gi_base_info_unref);
  g_clear_pointer (&self->function, gi_base_info_unref);
  g_free (self);
}

/* In "Gtk-3.0.init" the version has dots too, but names do not begin with a digit. */
static const char *
skip_version (const char *text)
{
  while (g_ascii_isdigit (*text) || (*text == '.' && g_ascii_isdigit (text[1])))
    text++;

  return text;
}

static gboolean
parse_path (const char *text,
            Path       *path)
{
  gsize length = strcspn (text, "-.");
  g_auto (GStrv) names = NULL;
  const char *end;

  path->namespace = g_strndup (text, length);
  text += length;
  if (*text == '-')
    {
      end = skip_version (++text);
      path->version = g_strndup (text, end - text);
      text = end;
    }

  if (path->namespace[0] == '\0' || *text != '.')
    return FALSE;

  names = g_strsplit (text + 1, ".", -1);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      if (!noob_name_is_identifier (names[i], strlen (names[i])))
        return FALSE;
    }

  path->name = g_strdup (names[0]);
  path->method = names[0] != NULL ? g_strdup (names[1]) : NULL;

  return path->name != NULL && (path->method == NULL || names[2] == NULL) &&
         (path->version == NULL || path->version[0] != '\0');
}

static GIRepository *
get_repository (void)
{
  static gsize repository;

  if (g_once_init_enter (&repository))
    g_once_init_leave (&repository, (gsize) gi_repository_new ());

  return (GIRepository *) repository;
}

static gboolean
require (const Path  *path,
         GError     **error)
{
  g_autoptr (GError) reason = NULL;
  g_auto (GStrv) versions = NULL;
  g_autofree char *all = NULL;
  size_t n_versions;

  if (gi_repository_require (get_repository (), path->namespace, path->version,
                             GI_REPOSITORY_LOAD_FLAG_NONE, &reason) != NULL)
    return TRUE;

  versions = gi_repository_enumerate_versions (get_repository (), path->namespace, &n_versions);
  all = g_strjoinv (", ", versions);
  if (n_versions == 0)
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
                 "no typelib of the namespace \"%s\" is installed; Debian has it in a package "
                 "gir1.2-…", path->namespace);
  else
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
                 "the typelib of %s cannot be loaded: %s (versions installed: %s)",
                 path->namespace, reason->message, all);

  return FALSE;
}

static void
set_error_unknown (const char  *owner,
                   const char  *kind,
                   const char  *name,
                   GPtrArray   *names,
                   GError     **error)
{
  g_autofree char *suggestion = NULL;

  g_ptr_array_add (names, NULL);
  suggestion = noob_suggest_name (name, (const char *const *) names->pdata);
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "%s has no %s \"%s\"%s", owner, kind, name,
               suggestion);
}

static GIBaseInfo *
find_in_namespace (const Path  *path,
                   GError     **error)
{
  GIRepository *repository = get_repository ();
  GIBaseInfo *info = gi_repository_find_by_name (repository, path->namespace, path->name);
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *owner = NULL;
  guint n_infos;

  if (info != NULL)
    return info;

  names = g_ptr_array_new_with_free_func (g_free);
  n_infos = gi_repository_get_n_infos (repository, path->namespace);
  for (guint i = 0; i < n_infos; i++)
    {
      g_autoptr (GIBaseInfo) other = gi_repository_get_info (repository, path->namespace, i);

      g_ptr_array_add (names, g_strdup (gi_base_info_get_name (other)));
    }

  owner = g_strdup_printf ("the typelib %s-%s", path->namespace,
                           gi_repository_get_version (repository, path->namespace));
  set_error_unknown (owner, "function or class", path->name, names, error);
  return NULL;
}

static guint
count_methods (GIBaseInfo *container)
{
  if (GI_IS_OBJECT_INFO (container))
    return gi_object_info_get_n_methods (GI_OBJECT_INFO (container));
  if (GI_IS_INTERFACE_INFO (container))
    return gi_interface_info_get_n_methods (GI_INTERFACE_INFO (container));
  if (GI_IS_STRUCT_INFO (container))
    return gi_struct_info_get_n_methods (GI_STRUCT_INFO (container));
  if (GI_IS_UNION_INFO (container))
    return gi_union_info_get_n_methods (GI_UNION_INFO (container));
  if (GI_IS_ENUM_INFO (container))
    return gi_enum_info_get_n_methods (GI_ENUM_INFO (container));

  return 0;
}

/* Transfer full. */
static GIFunctionInfo *
get_method (GIBaseInfo *container,
            guint       n)
{
  if (GI_IS_OBJECT_INFO (container))
    return gi_object_info_get_method (GI_OBJECT_INFO (container), n);
  if (GI_IS_INTERFACE_INFO (container))
    return gi_interface_info_get_method (GI_INTERFACE_INFO (container), n);
  if (GI_IS_STRUCT_INFO (container))
    return gi_struct_info_get_method (GI_STRUCT_INFO (container), n);
  if (GI_IS_UNION_INFO (container))
    return gi_union_info_get_method (GI_UNION_INFO (container), n);

  return gi_enum_info_get_method (GI_ENUM_INFO (container), n);
}

static GIFunctionInfo *
find_inherited (GIObjectInfo *class,
                const char   *name)
{
  GIFunctionInfo *method = gi_object_info_find_method_using_interfaces (class, name, NULL);
  g_autoptr (GIObjectInfo) parent = NULL;

  if (method != NULL)
    return method;

  parent = gi_object_info_get_parent (class);

  return parent != NULL ? find_inherited (parent, name) : NULL;
}

GIFunctionInfo *
noob_gi_find_method (GIBaseInfo *container,
                     const char *name)
{
  if (GI_IS_OBJECT_INFO (container))
    return find_inherited (GI_OBJECT_INFO (container), name);

  for (guint i = 0; i < count_methods (container); i++)
    {
      g_autoptr (GIFunctionInfo) method = get_method (container, i);

      if (g_str_equal (gi_base_info_get_name (GI_BASE_INFO (method)), name))
        return g_steal_pointer (&method);
    }

  return NULL;
}

static void
add_method_names (GIBaseInfo *container,
                  GPtrArray  *names)
{
  for (guint i = 0; i < count_methods (container); i++)
    {
      g_autoptr (GIFunctionInfo) method = get_method (container, i);

      g_ptr_array_add (names, g_strdup (gi_base_info_get_name (GI_BASE_INFO (method))));
    }

  if (GI_IS_OBJECT_INFO (container))
    {
      GIObjectInfo *class = GI_OBJECT_INFO (container);
      g_autoptr (GIObjectInfo) parent = gi_object_info_get_parent (class);

      for (guint i = 0; i < gi_object_info_get_n_interfaces (class); i++)
        {
          g_autoptr (GIInterfaceInfo) interface = gi_object_info_get_interface (class, i);

          add_method_names (GI_BASE_INFO (interface), names);
        }
      if (parent != NULL)
        add_method_names (GI_BASE_INFO (parent), names);
    }
}

GIFunctionInfo *
noob_gi_require_method (GIBaseInfo  *container,
                        const char  *name,
                        GError     **error)
{
  GIFunctionInfo *method = noob_gi_find_method (container, name);
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *owner = NULL;

  if (method != NULL)
    return method;

  names = g_ptr_array_new_with_free_func (g_free);
  add_method_names (container, names);
  owner = g_strdup_printf ("%s.%s", gi_base_info_get_namespace (container),
                           gi_base_info_get_name (container));
  set_error_unknown (owner, "method", name, names, error);
  return NULL;
}

static gboolean
fill (NoobGiSymbol  *self,
      const Path    *path,
      GError       **error)
{
  g_autoptr (GIBaseInfo) info = find_in_namespace (path, error);

  if (info == NULL)
    return FALSE;

  if (GI_IS_FUNCTION_INFO (info) && path->method == NULL)
    {
      self->function = GI_FUNCTION_INFO (g_steal_pointer (&info));
      return TRUE;
    }

  if (path->method == NULL && !GI_IS_OBJECT_INFO (info))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "%s.%s is neither a function nor a class",
                   path->namespace, path->name);
      return FALSE;
    }

  self->container = g_steal_pointer (&info);
  if (path->method == NULL)
    return TRUE;

  self->function = noob_gi_require_method (self->container, path->method, error);

  return self->function != NULL;
}

NoobGiSymbol *
noob_gi_symbol_new (const char  *node_type,
                    GError     **error)
{
  const char *text = g_str_has_prefix (node_type, PREFIX) ? node_type + strlen (PREFIX) : node_type;
  g_autoptr (NoobGiSymbol) self = g_new0 (NoobGiSymbol, 1);
  g_auto (Path) path = { NULL };

  if (!parse_path (text, &path))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
                   "\"%s\" is not of the form Namespace.function, Namespace.Class or "
                   "Namespace.Class.method, with or without a version as in Namespace-1.0", text);
      return NULL;
    }

  if (!require (&path, error) || !fill (self, &path, error))
    return NULL;

  return g_steal_pointer (&self);
}
