/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Once warm, the scheduler allocates nothing per item per epoch. Every allocation of this program
 * passes by the counter below; G_SLICE=always-malloc, which the build sets, lets GLib's own pools
 * pass by it too. */

#include "scheduler-fixture.h"

extern void *__libc_malloc (size_t size);
extern void *__libc_calloc (size_t n,
                            size_t size);
extern void *__libc_realloc (void  *memory,
                             size_t size);

static guint n_allocations;

void *
malloc (size_t size)
{
  n_allocations++;

  return __libc_malloc (size);
}

void *
calloc (size_t n,
        size_t size)
{
  n_allocations++;

  return __libc_calloc (n, size);
}

void *
realloc (void  *memory,
         size_t size)
{
  n_allocations++;

  return __libc_realloc (memory, size);
}

/* A source, then nodes in chains of four that hang on it, the last of each optional. */
static NoobScheduler *
schedule_nodes (guint n_nodes)
{
  g_autoptr (GString) nodes = g_string_new ("n0*");
  g_autoptr (GString) edges = g_string_new (NULL);

  for (guint i = 1; i < n_nodes; i++)
    {
      g_string_append_printf (nodes, " n%u", i);
      g_string_append_printf (edges, "%sn%u.value%cn%u", i > 1 ? " " : "", i % 4 == 1 ? 0 : i - 1,
                              i % 4 == 0 ? '?' : '>', i);
    }

  return schedule (nodes->str, edges->str);
}

/* A map, @n_nodes in each subepoch, and a gather. */
static NoobScheduler *
schedule_mapped (guint n_nodes)
{
  g_autoptr (GString) nodes = g_string_new ("m:map g:gather");
  g_autoptr (GString) edges = g_string_new (NULL);

  for (guint i = 0; i < n_nodes; i++)
    {
      g_string_append_printf (nodes, " n%u", i);
      g_string_append_printf (edges, "m.value>n%u n%u.value?g ", i, i);
    }
  g_string_append (edges, "m.value>g");

  return schedule (nodes->str, edges->str);
}

/* Runs root epoch @number; a map opens @n_subepochs. Every other run emits nothing. */
static void
run_epoch (NoobScheduler *scheduler,
           guint64        number,
           guint          n_subepochs)
{
  NoobSorter *sorter = noob_scheduler_get_sorter (scheduler);
  NoobEpochState *root = noob_scheduler_open_root (scheduler, number);
  NoobEpochState *state;
  guint node;

  while (noob_scheduler_is_active (scheduler, NULL) &&
         noob_scheduler_pop (scheduler, root, &state, &node))
    {
      const NoobSorterNode *info = &sorter->nodes[node];

      noob_scheduler_begin_run (scheduler, state, node);
      if ((info->flags & NOOB_NODE_FLAGS_MAP) != 0)
        {
          for (guint i = 0; i < n_subepochs; i++)
            {
              g_autoptr (NoobEpoch) child = noob_epoch_child (state->epoch, info->id, i);

              noob_scheduler_emit_into (scheduler, state, child, info->first_signal, TRUE);
            }
        }
      else if (info->n_signals > 0)
        {
          noob_scheduler_emit (scheduler, state, info->first_signal, node % 3 != 2);
        }
      noob_scheduler_end_run (scheduler, state, node);
    }

  g_assert_false (noob_scheduler_is_active (scheduler, NULL));
}

static guint
count_per_epoch (NoobScheduler *scheduler,
                 guint          n_subepochs)
{
  const guint n_epochs = 100;
  guint before;

  for (guint i = 0; i < n_epochs; i++)
    run_epoch (scheduler, i, n_subepochs);

  before = n_allocations;
  for (guint i = 0; i < n_epochs; i++)
    run_epoch (scheduler, n_epochs + i, n_subepochs);

  g_assert_cmpuint ((n_allocations - before) % n_epochs, ==, 0);

  return (n_allocations - before) / n_epochs;
}

static void
test_does_not_grow_with_nodes (void)
{
  g_autoptr (NoobScheduler) small = schedule_nodes (2);
  g_autoptr (NoobScheduler) big = schedule_nodes (40);
  guint n_small = count_per_epoch (small, 0);
  guint n_big = count_per_epoch (big, 0);

  g_test_message ("allocations per epoch: %u with 2 nodes, %u with 40", n_small, n_big);
  g_assert_cmpuint (n_small, ==, n_big);
  g_assert_cmpuint (n_big, <=, 2);
}

static void
test_does_not_grow_with_nodes_in_subepochs (void)
{
  g_autoptr (NoobScheduler) small = schedule_mapped (2);
  g_autoptr (NoobScheduler) big = schedule_mapped (40);
  guint n_small = count_per_epoch (small, 20);
  guint n_big = count_per_epoch (big, 20);

  g_test_message ("allocations per epoch of 20 subepochs: %u with 2 nodes, %u with 40", n_small,
                  n_big);
  g_assert_cmpuint (n_small, ==, n_big);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scheduler/allocation/does-not-grow-with-nodes",
                   test_does_not_grow_with_nodes);
  g_test_add_func ("/scheduler/allocation/does-not-grow-with-nodes-in-subepochs",
                   test_does_not_grow_with_nodes_in_subepochs);

  return g_test_run ();
}
