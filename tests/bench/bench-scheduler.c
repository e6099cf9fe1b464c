/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What an epoch costs in the scheduler alone, in processor time, and whether the cost of
 * subepochs is linear. The target is 5 µs for an epoch of 20 nodes. */

#include "graph/noob-scheduler-private.h"

#include <time.h>

#include "bench-report.h"

typedef struct
{
  NoobScheduler *scheduler;
  NoobSorter    *sorter;
  guint64        next;
} Bench;

/* Chains of three below the source, every fourth node hangs on the source alone. */
static void
bench_init (Bench *self,
            guint  n_nodes)
{
  self->scheduler = noob_scheduler_new ();
  self->next = 0;
  noob_scheduler_set_epoch_limit (self->scheduler, 0);

  for (guint i = 0; i < n_nodes; i++)
    {
      g_autofree char *id = g_strdup_printf ("n%u", i);
      g_autofree char *source = g_strdup_printf ("n%u", i % 4 == 1 ? 0 : i - 1);

      noob_scheduler_add_node (self->scheduler, id,
                               i == 0 ? NOOB_NODE_FLAGS_STATEFUL : NOOB_NODE_FLAGS_NONE);
      if (i > 0)
        {
          g_autoptr (NoobEdge) edge = noob_edge_new (source, "value", id, "value", TRUE);

          noob_scheduler_add_edge (self->scheduler, edge);
        }
    }

  self->sorter = noob_scheduler_get_sorter (self->scheduler);
}

static void
bench_init_map (Bench *self)
{
  static const struct
  {
    const char    *id;
    NoobNodeFlags  flags;
  } nodes[] = {
    { "source", NOOB_NODE_FLAGS_STATEFUL },
    { "map", NOOB_NODE_FLAGS_MAP },
    { "work", NOOB_NODE_FLAGS_NONE },
    { "gather", NOOB_NODE_FLAGS_GATHER | NOOB_NODE_FLAGS_STATEFUL },
    { "sink", NOOB_NODE_FLAGS_NONE },
  };

  self->scheduler = noob_scheduler_new ();
  self->next = 0;
  noob_scheduler_set_epoch_limit (self->scheduler, 0);

  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    {
      noob_scheduler_add_node (self->scheduler, nodes[i].id, nodes[i].flags);
      if (i > 0)
        {
          g_autoptr (NoobEdge) edge =
            noob_edge_new (nodes[i - 1].id, "value", nodes[i].id, "value", TRUE);

          noob_scheduler_add_edge (self->scheduler, edge);
        }
    }

  self->sorter = noob_scheduler_get_sorter (self->scheduler);
}

static void
bench_clear (Bench *self)
{
  g_clear_object (&self->scheduler);
}

static void
run_node (Bench          *self,
          NoobEpochState *state,
          guint           node)
{
  const NoobSorterNode *info = &self->sorter->nodes[node];

  noob_scheduler_begin_run (self->scheduler, state, node);
  for (guint s = info->first_signal; s < info->first_signal + info->n_signals; s++)
    noob_scheduler_emit (self->scheduler, state, s, TRUE);
  noob_scheduler_end_run (self->scheduler, state, node);
}

static void
run_epochs (Bench *self,
            guint  n_epochs)
{
  for (guint i = 0; i < n_epochs; i++)
    {
      NoobEpochState *root = noob_scheduler_open_root (self->scheduler, self->next++);
      NoobEpochState *state;
      guint node;

      /* The last node ends the epoch. */
      for (guint n_left = self->sorter->n_nodes; n_left > 0; n_left--)
        {
          g_assert_true (noob_scheduler_pop (self->scheduler, root, &state, &node));
          run_node (self, state, node);
        }
    }
}

static void
run_map (Bench          *self,
         NoobEpochState *root,
         guint           node,
         guint           length)
{
  const NoobSorterNode *info = &self->sorter->nodes[node];

  noob_scheduler_begin_run (self->scheduler, root, node);
  for (guint i = 0; i < length; i++)
    {
      g_autoptr (NoobEpoch) child = noob_epoch_child (root->epoch, info->id, i);

      noob_scheduler_emit_into (self->scheduler, root, child, info->first_signal, TRUE);
    }
  noob_scheduler_end_run (self->scheduler, root, node);
}

/* One epoch that is mapped, worked on and gathered again. */
static void
run_mapped_epoch (Bench *self,
                  guint  length)
{
  NoobEpochState *root = noob_scheduler_open_root (self->scheduler, self->next++);
  guint gather = noob_sorter_get_node (self->sorter, "gather");
  guint n_gathered = 0;
  guint n_runs = 3 + 2 * length;
  NoobEpochState *state;
  guint node;

  for (guint i = 0; i < n_runs; i++)
    {
      g_assert_true (noob_scheduler_pop (self->scheduler, root, &state, &node));

      if ((self->sorter->nodes[node].flags & NOOB_NODE_FLAGS_MAP) != 0)
        {
          run_map (self, root, node, length);
        }
      else if (node == gather)
        {
          gboolean full = ++n_gathered == length;

          noob_scheduler_begin_run (self->scheduler, state, node);
          noob_scheduler_emit_into (self->scheduler, state, full ? root->epoch : state->epoch,
                                    self->sorter->nodes[node].first_signal, full);
          noob_scheduler_end_run (self->scheduler, state, node);
        }
      else
        {
          run_node (self, state, node);
        }
    }

  g_assert_cmpuint (n_gathered, ==, length);
  g_assert_false (noob_scheduler_is_active (self->scheduler, NULL));
}

static void
bench_nodes (guint n_nodes)
{
  guint n_epochs = MAX (1000000 / n_nodes, 1000);
  g_autofree char *name = g_strdup_printf ("an epoch of %u nodes", n_nodes);
  double seconds[BENCH_N_RUNS];
  Bench bench;

  bench_init (&bench, n_nodes);
  run_epochs (&bench, 100);
  for (guint i = 0; i < BENCH_N_RUNS; i++)
    {
      clock_t start = clock ();

      run_epochs (&bench, n_epochs);
      seconds[i] = (double) (clock () - start) / CLOCKS_PER_SEC;
    }

  bench_report (name, "us", bench_median (seconds, BENCH_N_RUNS) * 1e6 / n_epochs);
  bench_clear (&bench);
}

static void
bench_map (guint length)
{
  g_autofree char *name = g_strdup_printf ("a subepoch, of %u", length);
  double seconds[BENCH_N_RUNS];
  Bench bench;

  bench_init_map (&bench);
  run_mapped_epoch (&bench, length);
  for (guint i = 0; i < BENCH_N_RUNS; i++)
    {
      clock_t start = clock ();

      run_mapped_epoch (&bench, length);
      seconds[i] = (double) (clock () - start) / CLOCKS_PER_SEC;
    }

  bench_report (name, "us", bench_median (seconds, BENCH_N_RUNS) * 1e6 / length);
  bench_clear (&bench);
}

int
main (void)
{
  static const guint sizes[] = { 2, 20, 64, 500 };
  static const guint lengths[] = { 5000, 50000 };

  bench_begin ("scheduler");
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    bench_nodes (sizes[i]);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    bench_map (lengths[i]);
  bench_end ();

  return 0;
}
