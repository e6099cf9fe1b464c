/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-module-path-private.h"

#include "core/noob-error.h"

char **
noob_module_path_get_folders (void)
{
  const char *listed = g_getenv ("NOOB_MODULE_PATH");
  g_auto (GStrv) parts = g_strsplit (listed != NULL ? listed : "", G_SEARCHPATH_SEPARATOR_S, -1);
  GPtrArray *folders = g_ptr_array_new ();

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      if (parts[i][0] != '\0')
        g_ptr_array_add (folders, g_strdup (parts[i]));
    }
  g_ptr_array_add (folders, g_strdup (NOOB_MODULE_DIR));
  g_ptr_array_add (folders, NULL);

  return (char **) g_ptr_array_free (folders, FALSE);
}

GModule *
noob_module_path_open (const char  *file_name,
                       GError     **error)
{
  g_autoptr (GError) reason = NULL;
  GModuleFlags flags = G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL;
  GModule *module = g_module_open_full (file_name, flags, &reason);

  if (module == NULL)
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_LOAD, reason->message);
      return NULL;
    }

  g_module_make_resident (module);

  return module;
}

GModule *
noob_module_path_find (const char  *name,
                       GError     **error)
{
  g_auto (GStrv) folders = noob_module_path_get_folders ();
  g_autofree char *all = NULL;
  GModule *module;

  for (gsize i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folders[i], name, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return noob_module_path_open (path, error);
    }

  module = noob_module_path_open (name, error);
  if (module == NULL)
    {
      all = g_strjoinv (", ", folders);
      g_prefix_error (error, "the module is in none of %s ($NOOB_MODULE_PATH and the installed "
                      "ones), nor where the dynamic linker looks: ", all);
    }

  return module;
}
