/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "random-tube.h"

#define MODULE "c:librandom-nodes.so#"
#define MAX_DEPTH 3
#define MAX_SOURCES 3

/* Something that can be depended on: a signal or an input. `maps` are the maps that it is below,
 * the outermost first. */
typedef struct
{
  char     name[32];
  gboolean is_list;
  guint    depth;
  guint    maps[MAX_DEPTH];
} Signal;

static guint
pick (RandomTube *self,
      guint       limit)
{
  return g_rand_int_range (self->random, 0, limit);
}

static gboolean
chance (RandomTube *self,
        guint       percent)
{
  return pick (self, 100) < percent;
}

static Signal *
get_signal (RandomTube *self,
            guint       position)
{
  return &g_array_index (self->signals, Signal, position);
}

static void
add_signal (RandomTube   *self,
            guint         node,
            const char   *name,
            gboolean      is_list,
            const Signal *below)
{
  Signal signal = { .is_list = is_list };

  if (below != NULL)
    {
      signal = *below;
      signal.is_list = is_list;
    }
  g_snprintf (signal.name, sizeof signal.name, "n%u.%s", node, name);
  g_array_append_val (self->signals, signal);
}

/* Whether both are below the same chain of maps, as far as they are below any. */
static gboolean
fit_together (const Signal *one,
              const Signal *other)
{
  for (guint i = 0; i < MIN (one->depth, other->depth); i++)
    if (one->maps[i] != other->maps[i])
      return FALSE;

  return TRUE;
}

/* Random signals that one node can depend on. The deepest of them is below all maps that the node
 * is below. */
static guint
pick_sources (RandomTube *self,
              guint       limit,
              Signal     *sources,
              Signal     *deepest)
{
  guint n_wanted = 1 + pick (self, limit);
  guint n_sources = 0;

  *deepest = (Signal) { .depth = 0 };
  for (guint i = 0; i < 2 * n_wanted && n_sources < n_wanted; i++)
    {
      const Signal *candidate = get_signal (self, pick (self, self->signals->len));

      if (!fit_together (candidate, deepest))
        continue;
      if (candidate->depth > deepest->depth)
        *deepest = *candidate;
      sources[n_sources++] = *candidate;
    }

  return n_sources;
}

/* In one of the forms that `depends` can have. */
static char *
format_depends (RandomTube   *self,
                const Signal *sources,
                guint         n_sources)
{
  static const char *const slots[] = { "a", "b", "c" };
  guint n_positions = pick (self, n_sources + 1);
  GString *text;

  if (n_sources == 1 && chance (self, 50))
    return g_strdup (sources[0].name);

  text = g_string_new ("[ ");
  for (guint i = 0; i < n_sources; i++)
    {
      g_string_append (text, i > 0 ? ", " : "");
      if (i >= n_positions)
        g_string_append_printf (text, "%s: ", slots[i]);
      g_string_append (text, sources[i].name);
    }
  g_string_append (text, " ]");

  return g_string_free (text, FALSE);
}

G_GNUC_PRINTF (2, 3)
static guint
add_node (RandomTube *self,
          const char *format,
          ...)
{
  va_list args;
  g_autofree char *text = NULL;
  const char *extra = chance (self, 7) ? "    enabled: false\n" : "";

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (self->nodes, g_strdup_printf ("  n%u:\n%s%s", self->n_nodes, text, extra));

  return self->n_nodes++;
}

static void
add_source (RandomTube *self)
{
  guint node = add_node (self,
                         "    type: " MODULE "source\n"
                         "    params: { salt: %u }\n",
                         pick (self, 1000));

  add_signal (self, node, "value", FALSE, NULL);
}

static void
add_function (RandomTube *self)
{
  static const char *const functions[] = { "mix", "any", "maybe", "items", "items", "tally" };
  const char *function = functions[pick (self, G_N_ELEMENTS (functions))];
  Signal sources[MAX_SOURCES], deepest;
  guint n_sources = pick_sources (self, MAX_SOURCES, sources, &deepest);
  g_autofree char *depends = format_depends (self, sources, n_sources);
  guint node = add_node (self,
                         "    type: " MODULE "%s\n"
                         "    depends: %s\n"
                         "    params: { salt: %u }\n"
                         "%s",
                         function, depends, pick (self, 1000),
                         chance (self, 15) ? "    stateful: true\n" : "");

  add_signal (self, node, "value", g_str_equal (function, "items"), &deepest);
  if (g_str_equal (function, "maybe"))
    add_signal (self, node, "other", FALSE, &deepest);
}

static const Signal *
pick_list (RandomTube *self)
{
  for (guint i = 0; i < 10; i++)
    {
      const Signal *candidate = get_signal (self, pick (self, self->signals->len));

      if (candidate->is_list)
        return candidate;
    }

  return NULL;
}

static void
add_map (RandomTube *self)
{
  const Signal *list = pick_list (self);
  Signal inside;
  guint node;

  if (list == NULL || list->depth == MAX_DEPTH)
    return;

  inside = *list;
  node = add_node (self, "    type: map\n    depends: %s\n", list->name);
  inside.maps[inside.depth++] = node;
  add_signal (self, node, "value", FALSE, &inside);
  add_signal (self, node, "n", FALSE, &inside);
}

/* Collects what the innermost map gave, all of it or a number at a time, or, below no map, over
 * epochs. */
static void
add_gather (RandomTube *self)
{
  const Signal *value = chance (self, 50) ? pick_list (self) : NULL;
  Signal outside;
  g_autofree char *depends = NULL;
  g_autofree char *params = NULL;
  guint node;

  if (value == NULL)
    value = get_signal (self, pick (self, self->signals->len));
  outside = *value;
  if (outside.depth > 0)
    outside.depth--;

  if (value->depth > 0 && chance (self, 60))
    depends = g_strdup_printf ("[ value: %s, n: n%u.n ]", value->name,
                               value->maps[value->depth - 1]);
  else if (value->depth == 0 && chance (self, 50))
    {
      const Signal *trigger = get_signal (self, pick (self, self->signals->len));

      if (trigger->depth == 0)
        depends = g_strdup_printf ("[ value: %s, trigger: %s ]", value->name, trigger->name);
    }

  if (depends == NULL)
    {
      depends = g_strdup (value->name);
      params = g_strdup_printf ("n: %u, ", 1 + pick (self, 3));
    }

  node = add_node (self, "    type: gather\n    depends: %s\n    params: { %sflatten: %s }\n",
                   depends, params != NULL ? params : "",
                   value->is_list && chance (self, 50) ? "true" : "false");
  add_signal (self, node, "value", TRUE, &outside);
}

static void
add_tube (RandomTube *self)
{
  static const struct
  {
    const char *depends;
    const char *signals[3];
  } returns[] = {
    { "s.value", { "value", NULL } },
    { "[ d.value, e.value ]", { "value", NULL } },
    { "[ one: d.value, two: e.value ]", { "one", "two", NULL } },
  };
  guint form = pick (self, G_N_ELEMENTS (returns));
  Signal sources[2], deepest;
  guint n_sources = pick_sources (self, 2, sources, &deepest);
  g_autofree char *second =
    n_sources > 1 ? g_strdup_printf (", y: %s", sources[1].name) : g_strdup ("");
  guint node = add_node (self,
                         "    type: tube\n"
                         "    depends: [ x: %s%s ]\n"
                         "    params:\n"
                         "      tube:\n"
                         "        input:\n"
                         "          x: { scope: process }\n"
                         "          y: { scope: process, required: false }\n"
                         "          t: {}\n"
                         "        nodes:\n"
                         "          d:\n"
                         "            type: " MODULE "mix\n"
                         "            depends: [ input.x, input.y ]\n"
                         "            params: { salt: %u }\n"
                         "          e:\n"
                         "            type: " MODULE "maybe\n"
                         "            depends: [ d.value, input.t ]\n"
                         "            params: { salt: 2 }\n"
                         "          s:\n"
                         "            type: " MODULE "tally\n"
                         "            depends: e.value\n"
                         "            params: { salt: 3 }\n"
                         "          r: { type: return, depends: %s }\n",
                         sources[0].name, second, pick (self, 1000), returns[form].depends);

  for (guint i = 0; returns[form].signals[i] != NULL; i++)
    add_signal (self, node, returns[form].signals[i], FALSE, &deepest);
}

static void
add_return (RandomTube *self)
{
  Signal sources[MAX_SOURCES], deepest;
  guint n_sources = pick_sources (self, MAX_SOURCES, sources, &deepest);
  g_autofree char *depends = format_depends (self, sources, n_sources);

  g_ptr_array_add (self->nodes,
                   g_strdup_printf ("  result:\n    type: return\n    depends: %s\n", depends));
}

/* A node that emits an asset, and is before all that may be stored as that. */
static guint
add_recall (RandomTube *self)
{
  guint node = add_node (self, "    type: " MODULE "any\n    depends: assets.t\n"
                               "    params: { salt: %u }\n", pick (self, 1000));

  add_signal (self, node, "value", FALSE, NULL);

  return node;
}

static void
add_stored (RandomTube *self,
            guint       recall)
{
  Signal sources[1], deepest;
  guint node;

  pick_sources (self, 1, sources, &deepest);
  node = add_node (self, "    type: " MODULE "maybe\n    depends: [ %s, n%u.value ]\n"
                         "    params: { salt: %u }\n", sources[0].name, recall, pick (self, 1000));
  self->stored = g_strdup_printf ("n%u.%s", node, chance (self, 50) ? "value" : "other");
  add_signal (self, node, "value", FALSE, &deepest);
  add_signal (self, node, "other", FALSE, &deepest);
}

static void
add_any_node (RandomTube *self)
{
  guint kind = pick (self, 100);

  if (kind < 8)
    add_source (self);
  else if (kind < 58)
    add_function (self);
  else if (kind < 73)
    add_map (self);
  else if (kind < 90)
    add_gather (self);
  else
    add_tube (self);
}

RandomTube *
random_tube_new (guint32 seed)
{
  RandomTube *self = g_new0 (RandomTube, 1);
  Signal inputs[] = { { .name = "input.t" }, { .name = "input.p" } };
  guint n_nodes, recall = 0;
  gboolean has_asset;

  self->random = g_rand_new_with_seed (seed);
  self->nodes = g_ptr_array_new_with_free_func (g_free);
  self->signals = g_array_new (FALSE, FALSE, sizeof (Signal));

  g_array_append_vals (self->signals, inputs, G_N_ELEMENTS (inputs));
  add_source (self);
  has_asset = chance (self, 50);
  if (has_asset)
    recall = add_recall (self);
  n_nodes = 2 + pick (self, 10);
  for (guint i = 0; i < n_nodes; i++)
    add_any_node (self);
  if (has_asset)
    add_stored (self, recall);
  if (chance (self, 90))
    add_return (self);

  return self;
}

void
random_tube_free (RandomTube *self)
{
  g_rand_free (self->random);
  g_ptr_array_unref (self->nodes);
  g_array_unref (self->signals);
  g_free (self->stored);
  g_free (self);
}

static void
shuffle (RandomTube *self,
         GPtrArray  *texts)
{
  for (guint i = texts->len; i > 1; i--)
    {
      guint other = pick (self, i);
      gpointer text = texts->pdata[i - 1];

      texts->pdata[i - 1] = texts->pdata[other];
      texts->pdata[other] = text;
    }
}

char *
random_tube_to_yaml (RandomTube *self,
                     gboolean    shuffled)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_copy (self->nodes, NULL, NULL);
  GString *yaml = g_string_new ("input:\n"
                                "  t: { default: 5 }\n"
                                "  p: { scope: process, default: 3 }\n");

  if (self->stored != NULL)
    g_string_append_printf (yaml, "assets:\n  t: { type: " MODULE "any, scope: runner, "
                            "params: { salt: 1 }, depends: %s }\n", self->stored);
  g_string_append (yaml, "nodes:\n");

  /* The texts belong to the tube. */
  g_ptr_array_set_free_func (texts, NULL);
  if (shuffled)
    shuffle (self, texts);
  for (guint i = 0; i < texts->len; i++)
    g_string_append (yaml, texts->pdata[i]);

  return g_string_free (yaml, FALSE);
}
