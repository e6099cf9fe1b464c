/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-type-name-private.h"

#include <string.h>

const char *const noob_type_name_special[] = { "gather", "map", "return", "tube", NULL };

static const struct
{
  const char   *prefix;
  NoobTypeName  kind;
} prefixes[] = {
  { "c:", NOOB_TYPE_NAME_C },
  { "gi:", NOOB_TYPE_NAME_GI },
  { "python:", NOOB_TYPE_NAME_PYTHON },
  { "gjs:", NOOB_TYPE_NAME_GJS },
};

static gboolean
directory_has_typelib (const char *directory,
                       const char *namespace)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  gsize length = strlen (namespace);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      if (strncmp (name, namespace, length) == 0 && name[length] == '-' &&
          g_str_has_suffix (name, ".typelib"))
        return TRUE;
    }

  return FALSE;
}

/* Looks where libgirepository looks. */
static gboolean
typelib_is_installed (const char *namespace)
{
  const char *path = g_getenv ("GI_TYPELIB_PATH");
  g_auto (GStrv) directories = g_strsplit (path != NULL ? path : "", G_SEARCHPATH_SEPARATOR_S, -1);

  for (gsize i = 0; directories[i] != NULL; i++)
    {
      if (directories[i][0] != '\0' && directory_has_typelib (directories[i], namespace))
        return TRUE;
    }

  return directory_has_typelib (NOOB_TYPELIB_DIR, namespace) ||
         directory_has_typelib ("/usr/lib/girepository-1.0", namespace);
}

/* `FooNode`, `Foo-1.bar`, or `Foo.bar`, which is the typelib's if there is one. */
static NoobTypeName
classify_capitalised (const char *node_type)
{
  gsize length = strcspn (node_type, ".-");
  g_autofree char *first_part = g_strndup (node_type, length);

  if (node_type[length] == '\0')
    return NOOB_TYPE_NAME_GTYPE;

  if (node_type[length] == '-' || typelib_is_installed (first_part))
    return NOOB_TYPE_NAME_GI;

  return NOOB_TYPE_NAME_PYTHON;
}

NoobTypeName
noob_type_name_classify (const char *node_type)
{
  if (g_strv_contains (noob_type_name_special, node_type))
    return NOOB_TYPE_NAME_SPECIAL;

  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      if (g_str_has_prefix (node_type, prefixes[i].prefix))
        return prefixes[i].kind;
    }

  if (g_ascii_isupper (node_type[0]))
    return classify_capitalised (node_type);

  return NOOB_TYPE_NAME_PYTHON;
}

static const struct
{
  const char *language;
  const char *description;
} words[] = {
  [NOOB_TYPE_NAME_SPECIAL] = { "special", "a special node" },
  [NOOB_TYPE_NAME_GTYPE] = { "class", "a GType" },
  [NOOB_TYPE_NAME_C] = { "c", "a C node" },
  [NOOB_TYPE_NAME_GI] = { "gi", "a typelib node" },
  [NOOB_TYPE_NAME_PYTHON] = { "python", "a Python node" },
  [NOOB_TYPE_NAME_GJS] = { "gjs", "a GJS node" },
};

const char *
noob_type_name_language (NoobTypeName kind)
{
  return words[kind].language;
}

const char *
noob_type_name_describe (NoobTypeName kind)
{
  return words[kind].description;
}
