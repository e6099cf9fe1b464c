/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <noob.h>
#include <string.h>

#include "spec/noob-specification-private.h"
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
      const char *text)
{
  g_autoptr (GError) error = NULL;
  NoobTubeSpecification *tube =
    noob_tube_specification_new_from_data (text, -1, fixture->folder, &error);

  g_assert_no_error (error);
  g_assert_nonnull (tube);
  return tube;
}

static NoobTubeSpecification *
get_inner (NoobTubeSpecification *tube,
           const char            *id)
{
  return noob_node_specification_get_tube (noob_tube_specification_get_node (tube, id));
}

static void
assert_names (GPtrArray  *names,
              const char *expected)
{
  g_autofree char *joined = NULL;

  g_ptr_array_add (names, NULL);
  joined = g_strjoinv (" ", (char **) names->pdata);
  g_assert_cmpstr (joined, ==, expected);
  g_ptr_array_unref (names);
}

static void
test_by_path_and_id (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (NoobTubeSpecification) tube = NULL;
  g_autofree char *deep = g_build_filename (fixture->folder, "deep", NULL);

  write_file (fixture, "inner.yaml",
              "noob_id: inner\nnodes: {t: {type: tube, params: {tube: ./deep/er.yaml}}}\n");
  /* A path is relative to the file that names it. */
  write_file (fixture, "deep/er.yaml", "nodes: {t: {type: tube, params: {tube: ./est.yaml}}}\n");
  write_file (fixture, "deep/est.yaml", "nodes: {a: {type: x}}\n");
  tube = load (fixture, "nodes: {p: {type: tube, params: {tube: ./inner.yaml}}, i: {type: tube, "
                        "params: {tube: inner}}}");

  g_assert_nonnull (get_inner (tube, "p"));
  /* Each file is read once. */
  g_assert_true (get_inner (tube, "p") == get_inner (tube, "i"));
  g_assert_cmpstr (
    noob_tube_specification_get_directory (get_inner (get_inner (get_inner (tube, "p"), "t"), "t")),
    ==, deep);
}

static void
test_inline (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (NoobTubeSpecification) tube = NULL;

  /* What the inner tube calls `input` are its own inputs, not those of the outer. */
  tube = load (fixture,
               "nodes:\n"
               "  t:\n"
               "    type: tube\n"
               "    params:\n"
               "      tube: {input: {own: {}}, nodes: {a: {type: x, params: {v: input.own}}}}\n"
               "      own: 5\n");
  g_assert_nonnull (noob_tube_specification_get_node (get_inner (tube, "t"), "a"));
}

static void
test_none_for_other_types (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr (NoobTubeSpecification) tube =
    load (fixture, "nodes: {a: {type: x, params: {tube: y}}}");

  g_assert_null (get_inner (tube, "a"));
}

static void
test_slots (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (NoobTubeSpecification) tube =
    load (fixture, "input: {p: {scope: process}, s: {default: 1}, q: {scope: process}}\nnodes: {}");
  g_autoptr (NoobTubeSpecification) outer = NULL;

  assert_names (noob_tube_specification_get_slots (tube), "p q");
  /* By position too. */
  outer = load (
    fixture, "nodes:\n"
             "  a: {type: x}\n"
             "  t:\n"
             "    type: tube\n"
             "    params: {tube: {input: {p: {scope: process}, q: {scope: process}}, nodes: {}}}\n"
             "    depends: [a.value, {q: a.w}]\n");
  g_assert_nonnull (outer);
}

static void
test_signals (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *depends;
    const char *signals;
  } cases[] = { { "[{x: a.p}, {y: a.q}]", "x y" }, { "a.p", "value" }, { "[a.p, a.q]", "value" },
                { "[a.p, {x: a.q}]", "value" }, { "null", "value" } };
  g_autoptr (NoobTubeSpecification) none = load (fixture, "nodes: {a: {type: x}}");

  assert_names (noob_tube_specification_get_signals (none), "value");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text =
        g_strdup_printf ("nodes: {a: {type: x}, r: {type: return, depends: %s}}", cases[i].depends);
      g_autoptr (NoobTubeSpecification) tube = load (fixture, text);

      assert_names (noob_tube_specification_get_signals (tube), cases[i].signals);
    }
}

static void
test_travels_with_its_node (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr (NoobTubeSpecification) tube = NULL;
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (NoobNodeSpecification) node = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *deep = g_build_filename (fixture->folder, "deep", NULL);
  NoobTubeSpecification *innermost;

  write_file (fixture, "inner.yaml", "nodes: {t: {type: tube, params: {tube: ./deep/er.yaml}}}\n");
  write_file (fixture, "deep/er.yaml", "nodes: {a: {type: 'c:./x.so#a'}}\n");
  tube = load (fixture, "nodes: {t: {type: tube, params: {tube: ./inner.yaml, more: 1}}}");
  variant = noob_node_specification_to_variant (noob_tube_specification_get_node (tube, "t"));

  /* Whoever reads it needs no file. */
  test_folder_remove (fixture->folder);
  node = noob_node_specification_new_from_variant (variant, &error);
  g_assert_no_error (error);
  g_assert_true (noob_record_has (noob_node_specification_get_params (node), "more"));
  innermost = get_inner (noob_node_specification_get_tube (node), "t");
  g_assert_cmpstr (
    noob_node_specification_get_directory (noob_tube_specification_get_node (innermost, "a")), ==,
    deep);
}

#define add(path, function)                                                                        \
  g_test_add ("/inner-tube/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("XDG_CONFIG_HOME", "/nowhere", TRUE);
  g_setenv ("XDG_DATA_DIRS", "/nowhere", TRUE);
  add ("by-path-and-by-id", test_by_path_and_id);
  add ("inline", test_inline);
  add ("none-for-other-types", test_none_for_other_types);
  add ("slots-are-process-scoped-inputs", test_slots);
  add ("signals-are-keys-of-the-return", test_signals);
  add ("travels-with-its-node", test_travels_with_its_node);
  return g_test_run ();
}
