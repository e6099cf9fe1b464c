/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test-support.h"

/* Loads every type that starts with "own." as a map, and fails silently at "own.failure". */
typedef NoobLoader OwnLoader;
typedef NoobLoaderClass OwnLoaderClass;

static GType own_loader_get_type (void);

G_DEFINE_TYPE (OwnLoader, own_loader, NOOB_TYPE_LOADER)

static gboolean
own_loader_can_load (NoobLoader *loader,
                     const char *node_type)
{
  return g_str_has_prefix (node_type, "own.");
}

static NoobNode *
own_loader_load_node (NoobLoader             *loader,
                      NoobNodeSpecification  *specification,
                      NoobRecord             *params,
                      GError                **error)
{
  if (g_str_equal (noob_node_specification_get_node_type (specification), "own.failure"))
    return NULL;

  return g_object_new (NOOB_TYPE_MAP, "id", noob_node_specification_get_id (specification), NULL);
}

static void
own_loader_class_init (OwnLoaderClass *klass)
{
  klass->can_load = own_loader_can_load;
  klass->load_node = own_loader_load_node;
}

static void
own_loader_init (OwnLoader *self)
{
}

static void
test_special_nodes_are_loaded (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobNode) returning = test_node_load ("{ type: return, depends: a.value }", &error);
  g_autoptr (NoobNode) map =
    test_node_load ("{ type: map, depends: a.value, stateful: true }", &error);
  g_autoptr (NoobNode) gather =
    test_node_load ("{ type: gather, depends: a.value, stateful: false }", &error);

  g_assert_no_error (error);
  g_assert_true (NOOB_IS_RETURN (returning));
  g_assert_true (NOOB_IS_MAP (map));
  g_assert_true (noob_node_get_stateful (map));
  g_assert_true (NOOB_IS_GATHER (gather));
  g_assert_false (noob_node_get_stateful (gather));
  g_assert_cmpstr (noob_node_get_id (gather), ==, "n");
}

static void
test_own_loader_is_asked (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobLoader) loader = g_object_new (own_loader_get_type (), NULL);
  g_autoptr (NoobNode) node = NULL;

  g_assert_null (test_node_load ("{ type: own.thing }", &error));
  test_assert_error (error, NOOB_ERROR_LOAD, "a Python node", NULL);
  g_clear_error (&error);

  noob_register_loader (loader);
  node = test_node_load ("{ type: own.thing }", &error);
  g_assert_no_error (error);
  g_assert_true (NOOB_IS_MAP (node));

  g_assert_null (test_node_load ("{ type: own.failure }", &error));
  test_assert_error (error, NOOB_ERROR_LOAD, "node \"n\"", "OwnLoader failed without saying why",
                     NULL);
}

static void
test_unloadable_says_what_it_is (void)
{
  const struct
  {
    const char *node_type;
    const char *message;
  } cases[] = {
    { "pkg.mod.fn", "this is a Python node, for which this process has no loader" },
    { "gahter", "did you mean \"gather\"?" },
    { "'gi:cairo.image_surface_create'", "a typelib node" },
    { "'gjs:./filter.js#blur'", "a GJS node" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *yaml = g_strdup_printf ("{ type: %s }", cases[i].node_type);
      g_autoptr (GError) error = NULL;

      g_assert_null (test_node_load (yaml, &error));
      test_assert_error (error, NOOB_ERROR_LOAD, "node \"n\" of type", cases[i].message, NULL);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/loader/special/nodes-are-loaded", test_special_nodes_are_loaded);
  g_test_add_func ("/loader/own/is-asked", test_own_loader_is_asked);
  g_test_add_func ("/loader/none/says-what-the-type-is", test_unloadable_says_what_it_is);

  return g_test_run ();
}
