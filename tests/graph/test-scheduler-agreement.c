/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Schedulers of single nodes, which hear news in any order that their publishers could have sent
 * it, run exactly what a scheduler of the whole graph ran. */

#include "graph/noob-scheduler-private.h"

#include "core/noob-edge.h"

#define MAX_NODES 9

typedef enum
{
  KIND_PLAIN,
  KIND_MAP,
  KIND_GATHER,
} Kind;

typedef struct
{
  GRand    *rand;
  guint     n_nodes;
  Kind      kinds[MAX_NODES];
  guint     chains[MAX_NODES]; /* the innermost open map of a node's events, as index + 1 */
  guint     outside[MAX_NODES];
  gboolean  stateful[MAX_NODES];
  guint     gather_n[MAX_NODES];
  char     *ids[MAX_NODES];
  GPtrArray *edges;

  GPtrArray *runs; /* of NoobRun: what the whole scheduler ran, in order */
  guint     gathered[MAX_NODES];
} Graph;

static void
graph_free (Graph *self)
{
  for (guint i = 0; i < self->n_nodes; i++)
    g_free (self->ids[i]);
  g_ptr_array_unref (self->edges);
  g_ptr_array_unref (self->runs);
  g_rand_free (self->rand);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Graph, graph_free)

/* How many maps are open around chain @map. */
static guint
depth (const Graph *self,
       guint        map)
{
  return map == 0 ? 0 : 1 + depth (self, self->outside[map - 1]);
}

static gboolean
is_outside (const Graph *self,
            guint        outer,
            guint        inner)
{
  if (outer == inner || outer == 0)
    return TRUE;

  return inner != 0 && is_outside (self, outer, self->outside[inner - 1]);
}

static void
add_node (Graph *self,
          guint  node)
{
  guint n_slots = node == 0 ? 0 : (guint) g_rand_int_range (self->rand, node < 3 ? 0 : 1, 4);
  guint chain = 0;
  gboolean has_slot = FALSE;

  self->ids[node] = g_strdup_printf ("n%u", node);

  for (guint slot = 0; slot < n_slots; slot++)
    {
      guint source = (guint) g_rand_int_range (self->rand, 0, (int) node);
      g_autofree char *name = g_strdup_printf ("%u", slot);
      const char *signal =
        self->kinds[source] == KIND_MAP && g_rand_boolean (self->rand) ? "n" : "value";
      guint source_chain = self->chains[source];
      gboolean required = g_rand_int_range (self->rand, 0, 3) > 0;

      if (self->kinds[source] == KIND_MAP && g_str_equal (signal, "n"))
        source_chain = self->outside[source];
      if (!is_outside (self, chain, source_chain) && !is_outside (self, source_chain, chain))
        continue;
      if (depth (self, source_chain) > depth (self, chain))
        chain = source_chain;

      has_slot = TRUE;
      g_ptr_array_add (self->edges, noob_edge_new (self->ids[source], signal, self->ids[node], name,
                                                   required));
    }

  if (has_slot && chain != 0 && g_rand_int_range (self->rand, 0, 3) == 0)
    self->kinds[node] = KIND_GATHER;
  else if (has_slot && depth (self, chain) < 2 && g_rand_int_range (self->rand, 0, 3) == 0)
    self->kinds[node] = KIND_MAP;

  self->stateful[node] = self->kinds[node] == KIND_GATHER ||
                         (self->kinds[node] == KIND_PLAIN && g_rand_boolean (self->rand));
  self->gather_n[node] = (guint) g_rand_int_range (self->rand, 1, 5);
  self->outside[node] = chain;
  self->chains[node] = chain;
  if (self->kinds[node] == KIND_MAP)
    self->chains[node] = node + 1;
  else if (self->kinds[node] == KIND_GATHER)
    self->chains[node] = self->outside[chain - 1];
}

static Graph *
graph_new (guint32 seed)
{
  Graph *self = g_new0 (Graph, 1);

  self->rand = g_rand_new_with_seed (seed);
  self->n_nodes = (guint) g_rand_int_range (self->rand, 2, MAX_NODES + 1);
  self->edges = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_edge_unref);
  self->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_run_free);
  for (guint i = 0; i < self->n_nodes; i++)
    add_node (self, i);

  return self;
}

static NoobScheduler *
graph_schedule (const Graph *self,
                const char  *own)
{
  NoobScheduler *scheduler =
    own != NULL ? noob_scheduler_new_for_node (own) : noob_scheduler_new ();

  noob_scheduler_set_epoch_limit (scheduler, 0);
  for (guint i = 0; i < self->n_nodes; i++)
    {
      NoobNodeFlags flags = self->stateful[i] ? NOOB_NODE_FLAGS_STATEFUL : NOOB_NODE_FLAGS_NONE;

      if (self->kinds[i] == KIND_MAP)
        flags |= NOOB_NODE_FLAGS_MAP;
      if (self->kinds[i] == KIND_GATHER)
        flags |= NOOB_NODE_FLAGS_GATHER;
      noob_scheduler_add_node (scheduler, self->ids[i], flags);
    }
  for (guint i = 0; i < self->edges->len; i++)
    noob_scheduler_add_edge (scheduler, self->edges->pdata[i]);

  return scheduler;
}

static guint
number_of (const char *id)
{
  return (guint) g_ascii_strtoull (id + 1, NULL, 10);
}

/* What a node does in an epoch depends on both alone, or, for a gather, on how often it was
 * called. (The hash of an epoch is another one in each process, and a seed would mean nothing.) */
static guint
chance (const Graph *self,
        guint        node,
        NoobEpoch   *epoch)
{
  g_autofree char *text = noob_epoch_to_string (epoch);

  return (g_str_hash (text) * 31 + node * 17 + self->n_nodes) % 7;
}

static void
add_emission (NoobRun    *run,
              NoobSorter *sorter,
              guint       node,
              const char *signal,
              NoobEpoch  *epoch,
              gboolean    has_value)
{
  guint index = noob_sorter_get_signal (sorter, node, signal);

  if (index != NOOB_SORTER_NONE)
    noob_run_add (run, index, epoch, has_value);
}

static void
run_map (NoobRun    *run,
         NoobSorter *sorter,
         guint       node,
         guint       length)
{
  for (guint i = 0; i < length; i++)
    {
      g_autoptr (NoobEpoch) child =
        noob_epoch_child (run->epoch, sorter->nodes[node].id, i);

      add_emission (run, sorter, node, "value", child, TRUE);
    }

  if (length == 0)
    add_emission (run, sorter, node, "value", run->epoch, FALSE);
  add_emission (run, sorter, node, "n", run->epoch, length > 0);
}

static void
run_gather (Graph      *self,
            NoobRun    *run,
            NoobSorter *sorter,
            guint       node,
            guint       number)
{
  gboolean full = ++self->gathered[number] >= self->gather_n[number];
  NoobEpoch *target = run->epoch;
  const char *closed = sorter->nodes[sorter->nodes[node].closes].id;

  if (full)
    {
      self->gathered[number] = 0;
      if (g_strcmp0 (noob_epoch_get_leaf_node (target), closed) == 0)
        target = noob_epoch_get_parent (target);
    }

  add_emission (run, sorter, node, "value", target, full);
}

static NoobRun *
run_node (Graph      *self,
          NoobSorter *sorter,
          guint       node,
          NoobEpoch  *epoch)
{
  guint number = number_of (sorter->nodes[node].id);
  NoobRun *run = noob_run_new (node, epoch);

  if (self->kinds[number] == KIND_MAP)
    run_map (run, sorter, node, chance (self, number, epoch) % 4);
  else if (self->kinds[number] == KIND_GATHER)
    run_gather (self, run, sorter, node, number);
  else
    add_emission (run, sorter, node, "value", epoch, chance (self, number, epoch) != 0);

  return run;
}

static NoobRun *
translate_run (const NoobRun *run,
               NoobSorter    *from,
               NoobSorter    *to)
{
  guint node = noob_sorter_get_node (to, from->nodes[run->node].id);
  NoobRun *translated = noob_run_new (node, run->epoch);

  for (guint i = 0; i < run->emissions->len; i++)
    {
      NoobEmission *emission = &g_array_index (run->emissions, NoobEmission, i);

      add_emission (translated, to, node, from->signals[emission->signal].name, emission->epoch,
                    emission->has_value);
    }

  return translated;
}

/* Runs some epochs in one thread and keeps what ran. */
static void
run_whole (Graph         *self,
           NoobScheduler *scheduler,
           guint          n_epochs)
{
  NoobSorter *sorter = noob_scheduler_get_sorter (scheduler);

  for (guint epoch = 0; epoch < n_epochs; epoch++)
    {
      NoobEpochState *root = noob_scheduler_open_root (scheduler, epoch);
      g_autoptr (NoobEpoch) root_epoch = noob_epoch_new (epoch);
      NoobEpochState *state;
      guint node;

      g_assert_nonnull (root);
      while (!noob_scheduler_epoch_completed (scheduler, root_epoch) &&
             noob_scheduler_pop (scheduler, root, &state, &node))
        {
          g_autoptr (NoobRun) run = run_node (self, sorter, node, state->epoch);

          g_ptr_array_add (self->runs, translate_run (run, sorter, sorter));
          noob_scheduler_begin_run (scheduler, state, node);
          for (guint i = 0; i < run->emissions->len; i++)
            {
              NoobEmission *emission = &g_array_index (run->emissions, NoobEmission, i);

              g_assert_true (noob_scheduler_emit_into (scheduler, state, emission->epoch,
                                                       emission->signal, emission->has_value));
            }
          noob_scheduler_end_run (scheduler, state, node);
        }

      g_assert_true (noob_scheduler_epoch_completed (scheduler, root_epoch));
    }
}

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static char *
join_sorted (GPtrArray *strings)
{
  g_ptr_array_sort (strings, compare_strings);
  g_ptr_array_add (strings, NULL);

  return g_strjoinv (" ", (char **) strings->pdata);
}

/* The epochs in which the whole scheduler ran @id. */
static char *
expected_epochs (const Graph *self,
                 NoobSorter  *sorter,
                 const char  *id)
{
  g_autoptr (GPtrArray) epochs = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->runs->len; i++)
    {
      NoobRun *run = self->runs->pdata[i];

      if (g_str_equal (sorter->nodes[run->node].id, id))
        g_ptr_array_add (epochs, noob_epoch_to_string (run->epoch));
    }

  return join_sorted (epochs);
}

static NoobRun *
recorded_run (const Graph *self,
              NoobSorter  *sorter,
              const char  *id,
              NoobEpoch   *epoch)
{
  for (guint i = 0; i < self->runs->len; i++)
    {
      NoobRun *run = self->runs->pdata[i];

      if (g_str_equal (sorter->nodes[run->node].id, id) && noob_epoch_equal (run->epoch, epoch))
        return run;
    }

  return NULL;
}

/* Feeds a scheduler of @own the news of the others: each publisher's in order, publishers
 * interleaved at random. */
static char *
epochs_in_random_order (Graph      *self,
                        NoobSorter *whole,
                        const char *own,
                        guint       n_epochs)
{
  g_autoptr (NoobScheduler) scheduler = graph_schedule (self, own);
  NoobSorter *sorter = noob_scheduler_get_sorter (scheduler);
  g_autoptr (GPtrArray) ran = g_ptr_array_new_with_free_func (g_free);
  guint next[MAX_NODES] = { 0, };
  gboolean more = TRUE;

  /* Only a source makes epochs; but all of them may be there from the start. */
  for (guint epoch = 0; epoch < n_epochs; epoch++)
    noob_scheduler_open_root (scheduler, epoch);

  while (more)
    {
      guint publisher = (guint) g_rand_int_range (self->rand, 0, (int) self->n_nodes);
      NoobEpochState *state;
      guint node;

      for (; next[publisher] < self->runs->len; next[publisher]++)
        {
          NoobRun *run = self->runs->pdata[next[publisher]];
          const char *id = whole->nodes[run->node].id;

          if (number_of (id) == publisher && !g_str_equal (id, own) &&
              noob_sorter_get_node (sorter, id) != NOOB_SORTER_NONE)
            {
              noob_scheduler_take_run (scheduler, translate_run (run, whole, sorter));
              next[publisher]++;
              break;
            }
        }

      if (g_rand_boolean (self->rand) && noob_scheduler_pop (scheduler, NULL, &state, &node))
        {
          NoobRun *run = recorded_run (self, whole, own, state->epoch);
          g_autofree char *epoch = noob_epoch_to_string (state->epoch);

          g_ptr_array_add (ran, g_strdup (epoch));
          if (run != NULL)
            noob_scheduler_take_run (scheduler, translate_run (run, whole, sorter));
        }

      more = FALSE;
      for (guint i = 0; i < self->n_nodes; i++)
        more = more || next[i] < self->runs->len;
      for (guint i = 0; !more && i < 4; i++)
        if (noob_scheduler_pop (scheduler, NULL, &state, &node))
          {
            NoobRun *run = recorded_run (self, whole, own, state->epoch);

            g_ptr_array_add (ran, noob_epoch_to_string (state->epoch));
            if (run != NULL)
              noob_scheduler_take_run (scheduler, translate_run (run, whole, sorter));
            more = TRUE;
          }
    }

  return join_sorted (ran);
}

static char *
graph_to_string (const Graph *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->n_nodes; i++)
    g_string_append_printf (text, "%s:%s%s ", self->ids[i],
                            self->kinds[i] == KIND_MAP      ? "map"
                            : self->kinds[i] == KIND_GATHER ? "gather"
                                                            : "plain",
                            self->stateful[i] ? "*" : "");
  for (guint i = 0; i < self->edges->len; i++)
    {
      NoobEdge *edge = self->edges->pdata[i];

      g_string_append_printf (text, "%s.%s%s%s ", noob_edge_get_source_node (edge),
                              noob_edge_get_source_signal (edge),
                              noob_edge_get_required (edge) ? "->" : "?>",
                              noob_edge_get_target_node (edge));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
check_graph (guint32 seed)
{
  const guint n_epochs = 4;
  g_autoptr (Graph) graph = graph_new (seed);
  g_autoptr (NoobScheduler) whole = graph_schedule (graph, NULL);
  NoobSorter *sorter = noob_scheduler_get_sorter (whole);

  run_whole (graph, whole, n_epochs);

  for (guint i = 0; i < graph->n_nodes; i++)
    for (guint attempt = 0; attempt < 3; attempt++)
      {
        g_autofree char *expected = expected_epochs (graph, sorter, graph->ids[i]);
        g_autofree char *found = epochs_in_random_order (graph, sorter, graph->ids[i], n_epochs);

        if (!g_str_equal (expected, found))
          {
            g_autofree char *text = graph_to_string (graph);

            g_test_message ("seed %u, node %s of %s", seed, graph->ids[i], text);
          }
        g_assert_cmpstr (found, ==, expected);
      }
}

static void
test_random_graphs (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  guint n_graphs = g_test_thorough () ? 20000 : 2000;

  g_test_message ("first seed: %u", seed);
  for (guint i = 0; i < n_graphs; i++)
    check_graph (seed + i);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scheduler/agreement/any-order-of-news-runs-the-same", test_random_graphs);

  return g_test_run ();
}
