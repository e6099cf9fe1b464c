/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "graph/noob-sorter-private.h"

#include "core/noob-name-private.h"

static guint
index_of (GHashTable *indices,
          const char *id)
{
  gpointer index = g_hash_table_lookup (indices, noob_name_find_interned (id));

  return index != NULL ? GPOINTER_TO_UINT (index) - 1 : NOOB_SORTER_NONE;
}

static GHashTable *
index_ids (GPtrArray *ids)
{
  GHashTable *indices = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < ids->len; i++)
    g_hash_table_insert (indices, (gpointer) g_intern_string (ids->pdata[i]),
                         GUINT_TO_POINTER (i + 1));

  return indices;
}

/* The edges by the place of their source in @ids: edges of node i are @order[@first[i]] to
 * @order[@first[i + 1] - 1]. */
typedef struct
{
  guint *source;
  guint *target;
  guint *order;
  guint *first;
} Adjacency;

static void
adjacency_init (Adjacency  *self,
                GHashTable *indices,
                guint       n_nodes,
                GPtrArray  *edges)
{
  guint *next;

  self->source = g_new (guint, edges->len);
  self->target = g_new (guint, edges->len);
  self->order = g_new (guint, edges->len);
  self->first = g_new0 (guint, n_nodes + 2);

  for (guint i = 0; i < edges->len; i++)
    {
      self->source[i] = index_of (indices, noob_edge_get_source_node (edges->pdata[i]));
      self->target[i] = index_of (indices, noob_edge_get_target_node (edges->pdata[i]));
      self->first[self->source[i] + 1]++;
    }

  for (guint i = 0; i < n_nodes; i++)
    self->first[i + 1] += self->first[i];

  next = g_memdup2 (self->first, sizeof (guint) * (n_nodes + 1));
  for (guint i = 0; i < edges->len; i++)
    self->order[next[self->source[i]]++] = i;
  g_free (next);
}

static void
adjacency_clear (Adjacency *self)
{
  g_free (self->source);
  g_free (self->target);
  g_free (self->order);
  g_free (self->first);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Adjacency, adjacency_clear)

gboolean
noob_node_id_is_virtual (const char *id)
{
  return g_str_equal (id, "input") || g_str_equal (id, "assets");
}

/* Kahn's algorithm. Nodes of a cycle come last, in no generation. What depends on virtual nodes
 * alone is in the first generation, since it can run together with the sources. */
static guint
sort_topologically (const Adjacency *adjacency,
                    GPtrArray       *ids,
                    guint            n_edges,
                    guint           *order,
                    guint           *generation)
{
  const guint n_nodes = ids->len;
  g_autofree guint *waits_for = g_new0 (guint, n_nodes + 1);
  guint n_sorted = 0;

  for (guint i = 0; i < n_edges; i++)
    waits_for[adjacency->target[i]]++;

  for (guint i = 0; i < n_nodes; i++)
    {
      generation[i] = 0;
      if (waits_for[i] == 0)
        order[n_sorted++] = i;
    }

  for (guint done = 0; done < n_sorted; done++)
    {
      guint node = order[done];
      guint below = generation[node] + (noob_node_id_is_virtual (ids->pdata[node]) ? 0 : 1);

      for (guint i = adjacency->first[node]; i < adjacency->first[node + 1]; i++)
        {
          guint target = adjacency->target[adjacency->order[i]];

          generation[target] = MAX (generation[target], below);
          if (--waits_for[target] == 0)
            order[n_sorted++] = target;
        }
    }

  for (guint i = 0, next = n_sorted; i < n_nodes; i++)
    if (waits_for[i] > 0)
      {
        generation[i] = NOOB_SORTER_NONE;
        order[next++] = i;
      }

  return n_sorted;
}

static int
compare_by_signal (gconstpointer a,
                   gconstpointer b,
                   gpointer      edges)
{
  const guint first = *(const guint *) a;
  const guint second = *(const guint *) b;
  GPtrArray *array = edges;
  int order = g_strcmp0 (noob_edge_get_source_signal (array->pdata[first]),
                         noob_edge_get_source_signal (array->pdata[second]));

  return order != 0 ? order : (first > second) - (first < second);
}

/* Gives @self its signals and their targets, those of one node and of one signal side by side. */
static void
add_signals (NoobSorter      *self,
             const Adjacency *adjacency,
             const guint     *order,
             const guint     *place,
             GPtrArray       *edges)
{
  for (guint i = 0; i < self->n_nodes; i++)
    {
      NoobSorterNode *node = &self->nodes[i];
      guint first = adjacency->first[order[i]];
      guint n_edges = adjacency->first[order[i] + 1] - first;
      guint *own = adjacency->order + first;

      node->first_signal = self->n_signals;
      g_qsort_with_data (own, n_edges, sizeof (guint), compare_by_signal, edges);

      for (guint j = 0; j < n_edges; j++)
        {
          NoobEdge *edge = edges->pdata[own[j]];
          const char *name = noob_edge_get_source_signal (edge);
          guint target = place[adjacency->target[own[j]]];

          if (node->n_signals == 0 || self->signals[self->n_signals - 1].name != name)
            {
              self->signals[self->n_signals++] = (NoobSorterSignal) { name, i, self->n_targets, 0 };
              node->n_signals++;
            }

          self->signals[self->n_signals - 1].n_targets++;
          self->targets[self->n_targets++] =
            (NoobSorterTarget) { target, noob_edge_get_required (edge) };
          self->nodes[target].n_slots++;
        }
    }
}

/* Finds for each gather the map that it closes: the innermost one above it that no other gather
 * has closed before. @above and @depth say of a node which map that is, and how many are open;
 * @outside of a map which is the next. */
static void
match_gathers (NoobSorter *self)
{
  g_autofree guint *above = g_new (guint, self->n_nodes + 1);
  g_autofree guint *depth = g_new0 (guint, self->n_nodes + 1);
  g_autofree guint *outside = g_new (guint, self->n_nodes + 1);

  for (guint i = 0; i < self->n_nodes; i++)
    above[i] = outside[i] = NOOB_SORTER_NONE;

  for (guint i = 0; i < self->n_nodes; i++)
    {
      NoobSorterNode *node = &self->nodes[i];
      guint inside = above[i];
      guint inside_depth = depth[i];

      node->closes = NOOB_SORTER_NONE;
      if ((node->flags & NOOB_NODE_FLAGS_GATHER) != 0 && inside != NOOB_SORTER_NONE)
        {
          node->closes = inside;
          inside = outside[inside];
          inside_depth--;
        }
      if ((node->flags & NOOB_NODE_FLAGS_MAP) != 0)
        {
          outside[i] = inside;
          inside = i;
          inside_depth++;
        }

      for (guint s = node->first_signal; s < node->first_signal + node->n_signals; s++)
        for (guint t = 0; t < self->signals[s].n_targets; t++)
          {
            guint target = self->targets[self->signals[s].first_target + t].node;

            if (target > i && inside_depth > depth[target])
              {
                above[target] = inside;
                depth[target] = inside_depth;
              }
          }
    }
}

/* A source has no predecessors; inputs do not count, since they are there from the start. */
static void
find_sources (NoobSorter *self)
{
  g_autofree guint *n_fed = g_new0 (guint, self->n_nodes + 1);

  for (guint s = 0; s < self->n_signals; s++)
    if (self->nodes[self->signals[s].node].id == g_intern_static_string ("input"))
      for (guint t = 0; t < self->signals[s].n_targets; t++)
        n_fed[self->targets[self->signals[s].first_target + t].node]++;

  for (guint i = 0; i < self->n_nodes; i++)
    self->nodes[i].is_source = !self->nodes[i].is_virtual && self->nodes[i].n_slots == n_fed[i];
}

NoobSorter *
noob_sorter_new (GPtrArray *ids,
                 GArray    *flags,
                 GPtrArray *edges)
{
  NoobSorter *self = g_new0 (NoobSorter, 1);
  g_autoptr (GHashTable) given = index_ids (ids);
  g_autofree guint *order = g_new (guint, ids->len + 1);
  g_autofree guint *place = g_new (guint, ids->len + 1);
  g_autofree guint *generation = g_new (guint, ids->len + 1);
  g_auto (Adjacency) adjacency = { NULL, };
  guint n_sorted;

  adjacency_init (&adjacency, given, ids->len, edges);
  n_sorted = sort_topologically (&adjacency, ids, edges->len, order, generation);

  self->n_nodes = ids->len;
  self->has_cycle = n_sorted < ids->len;
  self->nodes = g_new0 (NoobSorterNode, ids->len + 1);
  self->signals = g_new0 (NoobSorterSignal, edges->len + 1);
  self->targets = g_new0 (NoobSorterTarget, edges->len + 1);
  self->indices = g_hash_table_new (NULL, NULL);
  self->descendants = g_new0 (guint64 *, ids->len + 1);

  for (guint i = 0; i < ids->len; i++)
    {
      NoobSorterNode *node = &self->nodes[i];

      place[order[i]] = i;
      node->id = g_intern_string (ids->pdata[order[i]]);
      node->flags = g_array_index (flags, NoobNodeFlags, order[i]);
      node->is_virtual = noob_node_id_is_virtual (node->id);
      node->generation = generation[order[i]];
      if (node->generation != NOOB_SORTER_NONE)
        self->n_generations = MAX (self->n_generations, node->generation + 1);
      g_hash_table_insert (self->indices, (gpointer) node->id, GUINT_TO_POINTER (i + 1));
    }

  add_signals (self, &adjacency, order, place, edges);
  match_gathers (self);
  find_sources (self);

  return self;
}

void
noob_sorter_free (NoobSorter *self)
{
  for (guint i = 0; i < self->n_nodes; i++)
    g_free (self->descendants[i]);

  g_free (self->descendants);
  g_hash_table_unref (self->indices);
  g_free (self->nodes);
  g_free (self->signals);
  g_free (self->targets);
  g_free (self);
}

guint
noob_sorter_get_node (NoobSorter *self,
                      const char *id)
{
  return index_of (self->indices, id);
}

guint
noob_sorter_get_signal (NoobSorter *self,
                        guint       node,
                        const char *name)
{
  const NoobSorterNode *owner = &self->nodes[node];

  for (guint s = owner->first_signal; s < owner->first_signal + owner->n_signals; s++)
    if (self->signals[s].name == name || g_str_equal (self->signals[s].name, name))
      return s;

  return NOOB_SORTER_NONE;
}

static const guint64 *
descendants_of (NoobSorter *self,
                guint       node)
{
  guint64 *reached = self->descendants[node];

  if (reached != NULL)
    return reached;

  reached = g_new0 (guint64, NOOB_BITS_WORDS (self->n_nodes));
  self->descendants[node] = reached;

  /* Topological order: whatever reaches a node stands before it. */
  for (guint i = node; i < self->n_nodes; i++)
    {
      const NoobSorterNode *current = &self->nodes[i];

      if (i != node && !noob_bits_get (reached, i))
        continue;

      for (guint s = current->first_signal; s < current->first_signal + current->n_signals; s++)
        for (guint t = 0; t < self->signals[s].n_targets; t++)
          noob_bits_set (reached, self->targets[self->signals[s].first_target + t].node);
    }

  return reached;
}

gboolean
noob_sorter_is_above (NoobSorter *self,
                      guint       node,
                      guint       other)
{
  return noob_bits_get (descendants_of (self, node), other);
}
