/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-type-name-private.h"

#include <glib/gstdio.h>

static void
test_kinds_are_told_apart (void)
{
  const struct
  {
    const char   *node_type;
    NoobTypeName  kind;
  } cases[] = {
    { "return", NOOB_TYPE_NAME_SPECIAL },
    { "gather", NOOB_TYPE_NAME_SPECIAL },
    { "map", NOOB_TYPE_NAME_SPECIAL },
    { "tube", NOOB_TYPE_NAME_SPECIAL },
    { "FooNode", NOOB_TYPE_NAME_GTYPE },
    { "c:libfoo.so#bar", NOOB_TYPE_NAME_C },
    { "gi:cairo.image_surface_create", NOOB_TYPE_NAME_GI },
    { "Foo-1.bar", NOOB_TYPE_NAME_GI },
    { "python:Pkg.mod.fn", NOOB_TYPE_NAME_PYTHON },
    { "pkg.mod.obj", NOOB_TYPE_NAME_PYTHON },
    { "sum", NOOB_TYPE_NAME_PYTHON },
    { "NoSuchNamespace.bar", NOOB_TYPE_NAME_PYTHON },
    { "gjs:./filter.js#blur", NOOB_TYPE_NAME_GJS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].node_type);
      g_assert_cmpint (noob_type_name_classify (cases[i].node_type), ==, cases[i].kind);
    }
}

static void
test_installed_typelib_decides (void)
{
  g_autofree char *folder = g_dir_make_tmp ("noob-typelib-XXXXXX", NULL);
  g_autofree char *typelib = g_build_filename (folder, "Fabulous-1.0.typelib", NULL);

  g_assert_cmpint (noob_type_name_classify ("Fabulous.bar"), ==, NOOB_TYPE_NAME_PYTHON);

  g_assert_true (g_file_set_contents (typelib, "", 0, NULL));
  g_setenv ("GI_TYPELIB_PATH", folder, TRUE);
  g_assert_cmpint (noob_type_name_classify ("Fabulous.bar"), ==, NOOB_TYPE_NAME_GI);
  g_assert_cmpint (noob_type_name_classify ("Fab.bar"), ==, NOOB_TYPE_NAME_PYTHON);
  g_unsetenv ("GI_TYPELIB_PATH");

  g_unlink (typelib);
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/type-name/kinds/are-told-apart", test_kinds_are_told_apart);
  g_test_add_func ("/type-name/typelib/installed-one-decides", test_installed_typelib_decides);

  return g_test_run ();
}
