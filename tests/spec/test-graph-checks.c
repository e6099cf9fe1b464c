/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <noob.h>
#include <string.h>

static void
assert_loads (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) tube =
    noob_tube_specification_new_from_data (text, -1, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (tube);
}

static void
assert_fails (const char *text,
              const char *fragment)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) tube =
    noob_tube_specification_new_from_data (text, -1, NULL, &error);

  g_assert_null (tube);
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_GRAPH);
  if (strstr (error->message, fragment) == NULL)
    g_error ("\"%s\" does not contain \"%s\"", error->message, fragment);
}

static void
test_one_chain_of_maps (void)
{
  assert_loads ("nodes:\n"
                "  a: {type: x}\n"
                "  m: {type: map, depends: a.value}\n"
                "  n: {type: map, depends: m.value}\n"
                "  b: {type: y, depends: [n.value, m.value, a.w]}\n"
                "  r: {type: return, depends: [b.value, a.value]}\n");
}

static void
test_gather_closes_a_map (void)
{
  assert_loads ("nodes:\n"
                "  a: {type: x}\n"
                "  m: {type: map, depends: a.p}\n"
                "  g: {type: gather, depends: [value: m.value, n: m.n]}\n"
                "  n: {type: map, depends: a.q}\n"
                "  b: {type: y, depends: [n.value, g.value]}\n");
}

static void
test_gather_closes_the_innermost (void)
{
  static const char *const start =
    "nodes:\n"
    "  a: {type: x}\n"
    "  m: {type: map, depends: a.p}\n"
    "  n: {type: map, depends: m.value}\n"
    "  g: {type: gather, depends: [value: n.value, n: n.n]}\n"
    "  o: {type: map, depends: a.q}\n";
  g_autofree char *inside =
    g_strconcat (start, "  b: {type: y, depends: [g.value, m.value]}\n", NULL);
  g_autofree char *outside =
    g_strconcat (start, "  b: {type: y, depends: [g.value, o.value]}\n", NULL);

  assert_loads (inside);
  assert_fails (outside, "node \"b\" is downstream of the maps \"m\" and \"o\"");
}

static void
test_gather_without_a_map (void)
{
  assert_loads ("nodes:\n"
                "  a: {type: x}\n"
                "  g: {type: gather, depends: a.value, params: {n: 3}}\n"
                "  m: {type: map, depends: g.value}\n"
                "  b: {type: y, depends: m.value}\n");
}

static void
test_asset_before_its_source (void)
{
  assert_loads ("assets: {s: {type: S, scope: runner, depends: b.value}}\n"
                "nodes:\n"
                "  a: {type: x, depends: assets.s}\n"
                "  b: {type: y, depends: a.value}\n");
  /* In the same generation, although neither depends on the other. */
  assert_fails ("assets: {s: {type: S, scope: runner, depends: b.value}}\n"
                "nodes:\n"
                "  a: {type: x}\n"
                "  b: {type: y, depends: a.value}\n"
                "  c: {type: z, depends: [a.value, {s: assets.s}]}\n",
                "node \"c\" depends on the asset \"s\"");
  /* Assets that no signal is stored in may be used anywhere. */
  assert_loads (
    "assets: {s: {type: S, scope: runner}}\n"
    "nodes: {a: {type: x, depends: assets.s}, b: {type: y, depends: [a.value, assets.s]}}\n");
}

static void
test_same_source_twice (void)
{
  assert_loads ("nodes: {a: {type: x}, b: {type: y, depends: [a.value, a.value, {v: a.w}]}}\n");
}

static void
test_signals_of_ordinary_nodes_are_free (void)
{
  assert_loads ("nodes: {a: {type: x}, b: {type: y, depends: [{any-slot: a.any-signal}]}}\n");
}

#define N_MANY 20000

/* Nothing about the graph recurses. */
static void
test_long_chain (void)
{
  g_autoptr (GString) text = g_string_new ("nodes:\n  n0: {type: x}\n");

  for (guint i = 1; i < N_MANY; i++)
    g_string_append_printf (text, "  n%u: {type: map, depends: n%u.value}\n", i, i - 1);
  assert_loads (text->str);
}

static void
test_long_cycle (void)
{
  g_autoptr (GString) text = g_string_new ("nodes:\n");

  for (guint i = 0; i < N_MANY; i++)
    g_string_append_printf (text, "  n%u: {type: x, depends: n%u.value}\n", i,
                            (i + N_MANY - 1) % N_MANY);
  assert_fails (text->str, "n0 -> n1 -> n2 -> ");
  assert_fails (text->str, "n19 -> … (19980 more) -> n0");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph-checks/maps/one-chain", test_one_chain_of_maps);
  g_test_add_func ("/graph-checks/maps/gather-closes-one", test_gather_closes_a_map);
  g_test_add_func ("/graph-checks/maps/gather-closes-the-innermost",
                   test_gather_closes_the_innermost);
  g_test_add_func ("/graph-checks/maps/gather-without-one", test_gather_without_a_map);
  g_test_add_func ("/graph-checks/asset-before-its-source", test_asset_before_its_source);
  g_test_add_func ("/graph-checks/same-source-twice", test_same_source_twice);
  g_test_add_func ("/graph-checks/signals-of-ordinary-nodes-are-free",
                   test_signals_of_ordinary_nodes_are_free);
  g_test_add_func ("/graph-checks/long-chain", test_long_chain);
  g_test_add_func ("/graph-checks/long-cycle", test_long_cycle);
  return g_test_run ();
}
