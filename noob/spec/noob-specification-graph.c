/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "spec/noob-specification-private.h"

#include "spec/noob-dependency-private.h"

/* Checks of the graph as a whole. Nothing here recurses: a chain of a million nodes is an ordinary
 * graph. */

/* Of a cycle, in a message. */
#define MAX_SHOWN 20

/* The nested maps that a node is downstream of, the innermost first; NULL: none. A map adds itself;
 * a gather closes the innermost, so that what follows it is downstream of the outer ones only.
 * Chains share their tails. */
typedef struct _Chain Chain;
struct _Chain
{
  Chain *outer;
  guint depth;
  NoobNodeSpecification *map;
};

/* A node among the others. */
typedef struct
{
  NoobNodeSpecification *spec;
  GPtrArray *sources; /* Vertex; with repeats */
  GPtrArray *targets;
  guint n_waiting; /* sources that are not sorted yet */
  guint generation;
  Chain *chain; /* for what depends on it */
} Vertex;

typedef struct
{
  NoobTubeSpecification *tube;
  GArray *vertices; /* Vertex, in the order of the nodes */
  GHashTable *by_id;
  GPtrArray *order; /* Vertex, sources before targets */
  GPtrArray *chains; /* Chain: all of them */
} Graph;

static void
vertex_clear (gpointer data)
{
  Vertex *self = data;

  g_ptr_array_unref (self->sources);
  g_ptr_array_unref (self->targets);
}

static void
add_vertices (Graph *self)
{
  GPtrArray *nodes = noob_tube_specification_get_nodes (self->tube);

  g_array_set_size (self->vertices, nodes->len);
  for (guint i = 0; i < nodes->len; i++)
    {
      Vertex *vertex = &g_array_index (self->vertices, Vertex, i);

      vertex->spec = g_ptr_array_index (nodes, i);
      vertex->sources = g_ptr_array_new ();
      vertex->targets = g_ptr_array_new ();
      g_hash_table_insert (self->by_id, (gpointer) noob_node_specification_get_id (vertex->spec),
                           vertex);
    }
}

static void
add_edges (Graph  *self,
           Vertex *target)
{
  GPtrArray *depends = noob_node_specification_get_depends (target->spec);

  for (guint i = 0; i < depends->len; i++)
    {
      const char *id = noob_dependency_get_source_node (g_ptr_array_index (depends, i));
      Vertex *source = g_hash_table_lookup (self->by_id, id);

      /* An input or an asset is there from the start. */
      if (source == NULL)
        continue;
      g_ptr_array_add (target->sources, source);
      g_ptr_array_add (source->targets, target);
      target->n_waiting++;
    }
}

static void
graph_init (Graph                 *self,
            NoobTubeSpecification *tube)
{
  self->tube = tube;
  self->vertices = g_array_new (FALSE, TRUE, sizeof (Vertex));
  g_array_set_clear_func (self->vertices, vertex_clear);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->order = g_ptr_array_new ();
  self->chains = g_ptr_array_new_with_free_func (g_free);

  add_vertices (self);
  for (guint i = 0; i < self->vertices->len; i++)
    add_edges (self, &g_array_index (self->vertices, Vertex, i));
}

static void
graph_clear (Graph *self)
{
  g_clear_pointer (&self->vertices, g_array_unref);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->order, g_ptr_array_unref);
  g_clear_pointer (&self->chains, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Graph, graph_clear)

static const char *
get_id (Vertex *self)
{
  return noob_node_specification_get_id (self->spec);
}

static gboolean
has_type (Vertex     *self,
          const char *type)
{
  return g_str_equal (noob_node_specification_get_node_type (self->spec), type);
}

static gboolean
check_returns (Graph   *self,
               GError **error)
{
  Vertex *first = NULL;

  for (guint i = 0; i < self->vertices->len; i++)
    {
      Vertex *vertex = &g_array_index (self->vertices, Vertex, i);

      if (!has_type (vertex, "return"))
        continue;
      if (first != NULL)
        {
          noob_document_set_error (
            noob_node_specification_get_key (vertex->spec), error, NOOB_ERROR_GRAPH,
            "node \"%s\": a second return node, after \"%s\"; a tube has one at most",
            get_id (vertex), get_id (first));
          return FALSE;
        }
      first = vertex;
    }
  return TRUE;
}

/* Puts @vertex, whose sources are all sorted, in its generation. */
static void
sort_vertex (Graph  *self,
             Vertex *vertex)
{
  for (guint i = 0; i < vertex->sources->len; i++)
    {
      Vertex *source = g_ptr_array_index (vertex->sources, i);

      vertex->generation = MAX (vertex->generation, source->generation + 1);
    }
  g_ptr_array_add (self->order, vertex);
}

static void
sort (Graph *self)
{
  for (guint i = 0; i < self->vertices->len; i++)
    {
      Vertex *vertex = &g_array_index (self->vertices, Vertex, i);

      if (vertex->n_waiting == 0)
        sort_vertex (self, vertex);
    }
  for (guint i = 0; i < self->order->len; i++)
    {
      Vertex *source = g_ptr_array_index (self->order, i);

      for (guint j = 0; j < source->targets->len; j++)
        {
          Vertex *target = g_ptr_array_index (source->targets, j);

          if (--target->n_waiting == 0)
            sort_vertex (self, target);
        }
    }
}

static Vertex *
find_unsorted (GPtrArray *vertices)
{
  for (guint i = 0; i < vertices->len; i++)
    {
      Vertex *vertex = g_ptr_array_index (vertices, i);

      if (vertex->n_waiting > 0)
        return vertex;
    }
  return NULL;
}

/* Whoever is not sorted waits for another that is not: going from one to the next ends in a cycle.
 * Returns it from target to source, its first vertex again at its end. */
static GPtrArray *
find_cycle (Graph *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  GPtrArray *walk = g_ptr_array_new ();
  Vertex *vertex = NULL;
  gpointer start;

  for (guint i = 0; vertex == NULL; i++)
    if (g_array_index (self->vertices, Vertex, i).n_waiting > 0)
      vertex = &g_array_index (self->vertices, Vertex, i);

  while (!g_hash_table_lookup_extended (seen, vertex, NULL, &start))
    {
      g_hash_table_insert (seen, vertex, GUINT_TO_POINTER (walk->len));
      g_ptr_array_add (walk, vertex);
      vertex = find_unsorted (vertex->sources);
    }
  g_ptr_array_add (walk, vertex);
  if (GPOINTER_TO_UINT (start) > 0)
    g_ptr_array_remove_range (walk, 0, GPOINTER_TO_UINT (start));
  return walk;
}

/* "a -> b -> a"; of a very long one the beginning and the end. */
static char *
describe_cycle (GPtrArray *cycle)
{
  GString *text = g_string_new (get_id (g_ptr_array_index (cycle, cycle->len - 1)));
  guint n_left = cycle->len - 1;

  while (n_left > 0)
    {
      if (cycle->len - n_left == MAX_SHOWN && n_left > 1)
        {
          g_string_append_printf (text, " -> … (%u more)", n_left - 1);
          n_left = 1;
        }
      n_left--;
      g_string_append_printf (text, " -> %s", get_id (g_ptr_array_index (cycle, n_left)));
    }
  return g_string_free (text, FALSE);
}

static gboolean
check_cycle (Graph   *self,
             GError **error)
{
  g_autoptr (GPtrArray) cycle = NULL;
  g_autofree char *text = NULL;
  Vertex *first;

  if (self->order->len == self->vertices->len)
    return TRUE;

  cycle = find_cycle (self);
  first = g_ptr_array_index (cycle, 0);
  text = describe_cycle (cycle);
  noob_document_set_error (noob_node_specification_get_key (first->spec), error, NOOB_ERROR_GRAPH,
                           "the graph has a cycle: %s", text);
  return FALSE;
}

static gboolean
is_outer_or_same (Chain *outer,
                  Chain *inner)
{
  if (outer == NULL)
    return TRUE;
  while (inner != NULL && inner->depth > outer->depth)
    inner = inner->outer;
  return inner == outer;
}

/* Joins the chains of all that @vertex depends on, of which one has to contain the others. */
static gboolean
join_chains (Vertex  *vertex,
             GError **error)
{
  for (guint i = 0; i < vertex->sources->len; i++)
    {
      Chain *chain = ((Vertex *) g_ptr_array_index (vertex->sources, i))->chain;

      if (is_outer_or_same (chain, vertex->chain))
        continue;
      if (!is_outer_or_same (vertex->chain, chain))
        {
          noob_document_set_error (
            noob_node_specification_get_key (vertex->spec), error, NOOB_ERROR_GRAPH,
            "node \"%s\" is downstream of the maps \"%s\" and \"%s\", neither of which is inside "
            "the other; gather one of them first",
            get_id (vertex), noob_node_specification_get_id (vertex->chain->map),
            noob_node_specification_get_id (chain->map));
          return FALSE;
        }
      vertex->chain = chain;
    }
  return TRUE;
}

static Chain *
open_chain (Graph  *self,
            Vertex *map)
{
  Chain *chain = g_new0 (Chain, 1);

  chain->outer = map->chain;
  chain->depth = map->chain != NULL ? map->chain->depth + 1 : 1;
  chain->map = map->spec;
  g_ptr_array_add (self->chains, chain);
  return chain;
}

static gboolean
check_maps (Graph   *self,
            GError **error)
{
  for (guint i = 0; i < self->order->len; i++)
    {
      Vertex *vertex = g_ptr_array_index (self->order, i);

      if (!join_chains (vertex, error))
        return FALSE;
      if (has_type (vertex, "map"))
        vertex->chain = open_chain (self, vertex);
      else if (has_type (vertex, "gather") && vertex->chain != NULL)
        vertex->chain = vertex->chain->outer;
    }
  return TRUE;
}

static gboolean
check_asset_use (Graph           *self,
                 Vertex          *user,
                 NoobDependency  *dependency,
                 GError         **error)
{
  const char *id = noob_dependency_get_source_signal (dependency);
  NoobAssetSpecification *asset;
  const char *source;
  Vertex *storer;

  if (!g_str_equal (noob_dependency_get_source_node (dependency), "assets"))
    return TRUE;
  if (has_type (user, "return"))
    {
      noob_document_set_error (noob_dependency_get_place (dependency), error, NOOB_ERROR_GRAPH,
                               "the return node \"%s\" collects events, and the asset \"%s\" is "
                               "none: have a node emit it",
                               get_id (user), id);
      return FALSE;
    }
  asset = noob_tube_specification_get_asset (self->tube, id);
  source = noob_asset_specification_get_source_node (asset);
  storer = source != NULL ? g_hash_table_lookup (self->by_id, source) : NULL;
  if (storer == NULL || user->generation < storer->generation)
    return TRUE;

  noob_document_set_error (
    noob_dependency_get_place (dependency), error, NOOB_ERROR_GRAPH,
    "node \"%s\" depends on the asset \"%s\", but does not run before the node \"%s\", which "
    "stores it for the next epoch; pass it through the graph instead",
    get_id (user), id, source);
  return FALSE;
}

static gboolean
check_assets (Graph   *self,
              GError **error)
{
  for (guint i = 0; i < self->vertices->len; i++)
    {
      Vertex *vertex = &g_array_index (self->vertices, Vertex, i);
      GPtrArray *depends = noob_node_specification_get_depends (vertex->spec);

      for (guint j = 0; j < depends->len; j++)
        if (!check_asset_use (self, vertex, g_ptr_array_index (depends, j), error))
          return FALSE;
    }
  return TRUE;
}

gboolean
noob_tube_specification_check_graph (NoobTubeSpecification  *self,
                                     GError                **error)
{
  g_auto (Graph) graph = { NULL, };

  graph_init (&graph, self);
  sort (&graph);
  return check_returns (&graph, error) &&
         check_cycle (&graph, error) &&
         check_maps (&graph, error) &&
         check_assets (&graph, error);
}
