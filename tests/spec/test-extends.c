/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <noob.h>
#include <string.h>

#include "test-folder.h"

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = test_folder_new ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  test_folder_remove (fixture->folder);
  g_free (fixture->folder);
}

static void
write_file (Fixture    *fixture,
            const char *name,
            const char *text)
{
  g_free (test_folder_write (fixture->folder, name, text));
}

static NoobTubeSpecification *
load (Fixture    *fixture,
      const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  NoobTubeSpecification *tube = noob_tube_specification_new_from_file (path, &error);

  g_assert_no_error (error);
  g_assert_nonnull (tube);
  return tube;
}

static char *
load_failing (Fixture    *fixture,
              const char *name,
              int         code)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) tube = noob_tube_specification_new_from_file (path, &error);

  g_assert_null (tube);
  g_assert_error (error, NOOB_ERROR, code);
  return g_strdup (error->message);
}

static void
assert_yaml (NoobTubeSpecification *tube,
             const char            *expected)
{
  g_autofree char *yaml = noob_tube_specification_to_yaml (tube);

  g_assert_cmpstr (yaml, ==, expected);
}

static void
test_maps_merge (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (NoobTubeSpecification) tube = NULL;

  write_file (fixture, "base.yaml",
              "noob_id: base\n"
              "description: below\n"
              "input: {i: {default: 1, description: kept}}\n"
              "nodes:\n"
              "  a: {type: x, params: {p: 1, deep: {q: [1, 2], r: 2}}}\n"
              "  b: {type: y, depends: [a.value, {v: a.w}]}\n");
  write_file (fixture, "top.yaml",
              "noob_id: top\n"
              "extends: [base]\n"
              "input: {i: {default: 2}}\n"
              "nodes:\n"
              "  c: {type: z}\n"
              "  a: {params: {deep: {q: [3]}, s: 4}}\n"
              "  b: {depends: c.value}\n");
  tube = load (fixture, "top.yaml");
  assert_yaml (tube,
               "noob_id: top\n"
               "description: below\n"
               "input:\n"
               "  i:\n"
               "    default: 2\n"
               "    description: kept\n"
               "nodes:\n"
               "  a:\n"
               "    type: x\n"
               "    params:\n"
               "      p: 1\n"
               "      deep:\n"
               "        q:\n"
               "        - 3\n"
               "        r: 2\n"
               "      s: 4\n"
               "  b:\n"
               "    type: y\n"
               "    depends: c.value\n"
               "  c:\n"
               "    type: z\n");
}

static void
test_later_wins (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (NoobTubeSpecification) tube = NULL;

  write_file (fixture, "one.yaml", "nodes: {a: {type: one, params: {x: 1, y: 1, z: 1}}}\n");
  write_file (fixture, "two.yaml", "nodes: {a: {type: two, params: {y: 2, z: 2}}}\n");
  write_file (fixture, "top.yaml",
              "extends: [./one.yaml, ./two.yaml]\nnodes: {a: {params: {z: 3}}}\n");
  tube = load (fixture, "top.yaml");
  assert_yaml (tube,
               "nodes:\n  a:\n    type: two\n    params:\n      x: 1\n      y: 2\n      z: 3\n");
}

static void
test_null_replaces (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (NoobTubeSpecification) tube = NULL;

  write_file (fixture, "base.yaml", "nodes: {s: {type: x}, a: {type: y, depends: s.value}}\n");
  write_file (fixture, "top.yaml", "extends: [./base.yaml]\nnodes: {a: {depends: null}}\n");
  tube = load (fixture, "top.yaml");
  g_assert_cmpint (
    noob_node_specification_get_depends_form (noob_tube_specification_get_node (tube, "a")), ==,
    NOOB_DEPENDS_NONE);
}

static void
test_id_stays_with_its_tube (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autoptr (NoobTubeSpecification) tube = NULL;

  write_file (fixture, "base.yaml", "noob_id: base\nnodes: {a: {type: x}}\n");
  write_file (fixture, "top.yaml", "extends: [base]\n");
  tube = load (fixture, "top.yaml");
  g_assert_null (noob_tube_specification_get_id (tube));
  g_assert_nonnull (noob_tube_specification_get_node (tube, "a"));
}

static void
test_recursively (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (NoobTubeSpecification) tube = NULL;

  write_file (fixture, "deep/base.yaml", "nodes: {a: {type: x, params: {n: 1}}}\n");
  write_file (fixture, "deep/left.yaml",
              "extends: [./base.yaml]\nnodes: {l: {type: x}, a: {params: {n: 2}}}\n");
  write_file (fixture, "deep/right.yaml", "extends: [./base.yaml]\nnodes: {r: {type: x}}\n");
  write_file (fixture, "top.yaml",
              "extends: [deep/../deep/left.yaml, ./deep/right.yaml]\nnodes: {}\n");
  tube = load (fixture, "top.yaml");
  /* The right one brings the base again, after the left one. */
  assert_yaml (
    tube,
    "nodes:\n  a:\n    type: x\n    params:\n      n: 1\n  l:\n    type: x\n  r:\n    type: x\n");
}

static void
test_return_takes_over (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (NoobTubeSpecification) tube = NULL;

  write_file (fixture, "base.yaml",
              "nodes:\n"
              "  a: {type: x}\n"
              "  early: {type: return, depends: [{p: a.p}, {q: a.q}], description: kept}\n");
  write_file (fixture, "top.yaml",
              "extends: [./base.yaml]\nnodes: {late: {type: return, depends: [{r: a.r}]}}\n");
  tube = load (fixture, "top.yaml");
  assert_yaml (tube,
               "nodes:\n"
               "  a:\n"
               "    type: x\n"
               "  late:\n"
               "    type: return\n"
               "    depends:\n"
               "    - r: a.r\n"
               "    description: kept\n");
}

static void
test_return_takes_over_between_bases (Fixture       *fixture,
                                      gconstpointer  data)
{
  g_autoptr (NoobTubeSpecification) tube = NULL;
  NoobNodeSpecification *node;

  write_file (fixture, "one.yaml", "nodes: {a: {type: x}, r1: {type: return, depends: a.value}}\n");
  write_file (fixture, "two.yaml", "nodes: {b: {type: x}, r2: {type: return}}\n");
  write_file (fixture, "top.yaml", "extends: [./one.yaml, ./two.yaml]\n");
  tube = load (fixture, "top.yaml");
  node = noob_tube_specification_get_return_node (tube);
  g_assert_cmpstr (noob_node_specification_get_id (node), ==, "r2");
  g_assert_cmpuint (noob_node_specification_get_depends (node)->len, ==, 1);
  g_assert_null (noob_tube_specification_get_node (tube, "r1"));
}

static void
test_return_given_up (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (NoobTubeSpecification) tube = NULL;

  write_file (fixture, "base.yaml", "nodes: {a: {type: x}, r: {type: return, depends: a.value}}\n");
  write_file (
    fixture, "top.yaml",
    "extends: [./base.yaml]\nnodes: {r: {type: y}, s: {type: return, depends: r.value}}\n");
  tube = load (fixture, "top.yaml");
  g_assert_cmpstr (noob_node_specification_get_id (noob_tube_specification_get_return_node (tube)),
                   ==, "s");
  g_assert_cmpstr (
    noob_node_specification_get_node_type (noob_tube_specification_get_node (tube, "r")), ==, "y");
}

static void
test_directory_is_of_the_type (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (NoobTubeSpecification) tube = NULL;
  g_autofree char *deep = g_build_filename (fixture->folder, "deep", NULL);

  write_file (fixture, "deep/base.yaml",
              "nodes: {a: {type: 'c:./x.so#a'}, b: {type: 'c:./x.so#b'}}\n"
              "assets: {s: {type: 'c:./x.so#s', scope: node}}\n");
  write_file (fixture, "top.yaml",
              "extends: [./deep/base.yaml]\n"
              "nodes: {a: {params: {n: 1}}, b: {type: 'c:./y.so#b'}}\n");
  tube = load (fixture, "top.yaml");
  g_assert_cmpstr (
    noob_node_specification_get_directory (noob_tube_specification_get_node (tube, "a")), ==, deep);
  g_assert_cmpstr (
    noob_node_specification_get_directory (noob_tube_specification_get_node (tube, "b")), ==,
    fixture->folder);
  g_assert_cmpstr (
    noob_asset_specification_get_directory (noob_tube_specification_get_asset (tube, "s")), ==,
    deep);
  g_assert_cmpstr (noob_tube_specification_get_directory (tube), ==, fixture->folder);
}

static void
test_errors_name_the_file (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autofree char *message = NULL;
  g_autofree char *expected = NULL;

  write_file (fixture, "base.yaml",
              "nodes:\n  a: {type: x}\n  b: {type: y, depends: a.value, parms: {}}\n");
  write_file (fixture, "top.yaml", "extends: [./base.yaml]\nnodes: {b: {type: z}}\n");
  message = load_failing (fixture, "top.yaml", NOOB_ERROR_SPECIFICATION);
  expected = g_strdup_printf (
    "%s/base.yaml:3:34: node \"b\": unknown key \"parms\" (did you mean \"params\"?)",
    fixture->folder);
  g_assert_cmpstr (message, ==, expected);
}

static void
test_cycle (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *message = NULL;

  write_file (fixture, "a.yaml", "noob_id: a\nextends: [b]\nnodes: {}\n");
  write_file (fixture, "b.yaml", "noob_id: b\nextends: [c]\nnodes: {}\n");
  write_file (fixture, "c.yaml", "noob_id: c\nextends: [b]\nnodes: {}\n");
  message = load_failing (fixture, "a.yaml", NOOB_ERROR_GRAPH);
  g_assert_nonnull (
    strstr (message, "c.yaml:2:11: tubes refer to each other in a cycle: b -> c -> b"));
}

static void
test_cycle_through_nested (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autofree char *message = NULL;

  write_file (fixture, "a.yaml", "noob_id: a\nnodes: {t: {type: tube, params: {tube: b}}}\n");
  write_file (fixture, "b.yaml", "noob_id: b\nextends: [a]\nnodes: {}\n");
  message = load_failing (fixture, "a.yaml", NOOB_ERROR_GRAPH);
  g_assert_nonnull (strstr (message, "cycle: a -> b -> a"));
}

static void
test_long_chain (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *message = NULL;

  for (guint i = 0; i < 150; i++)
    {
      g_autofree char *name = g_strdup_printf ("t%u.yaml", i);
      g_autofree char *text = g_strdup_printf ("extends: [./t%u.yaml]\nnodes: {}\n", i + 1);

      write_file (fixture, name, text);
    }
  message = load_failing (fixture, "t0.yaml", NOOB_ERROR_SPECIFICATION);
  g_assert_nonnull (strstr (message, "more than 100 tubes"));
}

/* Each of 40 files builds on the next one twice: read once each, and not 2^40 times. */
static void
test_diamonds (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (NoobTubeSpecification) tube = NULL;

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *name = g_strdup_printf ("t%u.yaml", i);
      g_autofree char *text = g_strdup_printf ("extends: [./t%u.yaml, ././t%u.yaml]\n"
                                               "nodes:\n"
                                               "  n%u: {type: tube, params: {tube: ./t%u.yaml}}\n"
                                               "  m%u: {type: tube, params: {tube: ./t%u.yaml}}\n",
                                               i + 1, i + 1, i, i + 1, i, i + 1);

      write_file (fixture, name, text);
    }
  write_file (fixture, "t40.yaml", "nodes: {a: {type: x}}\n");
  tube = load (fixture, "t0.yaml");
  g_assert_cmpuint (noob_tube_specification_get_nodes (tube)->len, ==, 81);
}

#define add(path, function)                                                                        \
  g_test_add ("/extends/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("XDG_CONFIG_HOME", "/nowhere", TRUE);
  g_setenv ("XDG_DATA_DIRS", "/nowhere", TRUE);
  add ("maps-merge-by-key", test_maps_merge);
  add ("later-wins", test_later_wins);
  add ("null-replaces", test_null_replaces);
  add ("id-stays-with-its-tube", test_id_stays_with_its_tube);
  add ("recursively", test_recursively);
  add ("return/takes-over", test_return_takes_over);
  add ("return/takes-over-between-bases", test_return_takes_over_between_bases);
  add ("return/given-up", test_return_given_up);
  add ("directory-is-that-of-the-type", test_directory_is_of_the_type);
  add ("errors-name-the-file", test_errors_name_the_file);
  add ("cycle", test_cycle);
  add ("cycle-through-a-nested-tube", test_cycle_through_nested);
  add ("long-chain", test_long_chain);
  add ("diamonds", test_diamonds);
  return g_test_run ();
}
