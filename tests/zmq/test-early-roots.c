/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How many epochs a node may tell of before they have begun. */

#include "zmq/noob-early-roots-private.h"

static void
take_all (NoobEarlyRoots *self,
          guint64         first)
{
  for (guint64 root = first; root < first + NOOB_MAX_EARLY_ROOTS; root++)
    g_assert_true (noob_early_roots_admit (self, root, 0));
}

static void
test_bounded (void)
{
  NoobEarlyRoots early = { NULL, };

  take_all (&early, 1000);
  g_assert_false (noob_early_roots_admit (&early, 0, 0));
  g_assert_true (noob_early_roots_admit (&early, 1000, 0));
  g_assert_cmpuint (g_hash_table_size (early.roots), ==, NOOB_MAX_EARLY_ROOTS);
  noob_early_roots_clear (&early);
}

static void
test_begun_ones_are_forgotten (void)
{
  NoobEarlyRoots early = { NULL, };

  take_all (&early, 0);
  g_assert_true (noob_early_roots_admit (&early, NOOB_MAX_EARLY_ROOTS, 10));
  g_assert_cmpuint (g_hash_table_size (early.roots), ==, NOOB_MAX_EARLY_ROOTS - 9);
  noob_early_roots_clear (&early);
}

/* Where a node is always a little ahead of the command node. */
static void
test_begun_ones_do_not_pile_up (void)
{
  NoobEarlyRoots early = { NULL, };

  for (guint64 root = 0; root < NOOB_MAX_EARLY_ROOTS; root++)
    {
      g_assert_true (noob_early_roots_admit (&early, root, root));
      g_assert_true (noob_early_roots_admit (&early, root + 1, root));
      g_assert_cmpuint (g_hash_table_size (early.roots), <=, 1024);
    }
  noob_early_roots_clear (&early);
}

static void
test_begun_ones_cost_nothing (void)
{
  NoobEarlyRoots early = { NULL, };

  for (guint64 root = 0; root < 10; root++)
    g_assert_true (noob_early_roots_admit (&early, root, 10));
  g_assert_null (early.roots);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/early-roots/bounded", test_bounded);
  g_test_add_func ("/early-roots/begun-ones-are-forgotten", test_begun_ones_are_forgotten);
  g_test_add_func ("/early-roots/begun-ones-do-not-pile-up", test_begun_ones_do_not_pile_up);
  g_test_add_func ("/early-roots/begun-ones-cost-nothing", test_begun_ones_cost_nothing);

  return g_test_run ();
}
