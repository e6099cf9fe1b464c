/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "graph/noob-ended-epochs-private.h"

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NoobEndedEpochs, noob_ended_epochs_clear)

static void
test_in_order_only_the_mark_moves (void)
{
  g_auto (NoobEndedEpochs) ended = { 0, };

  noob_ended_epochs_init (&ended);
  g_assert_false (noob_ended_epochs_has (&ended, 0));
  for (guint64 root = 0; root < 5; root++)
    noob_ended_epochs_add (&ended, root);
  g_assert_cmpuint (ended.mark, ==, 5);
  g_assert_cmpuint (ended.above->len, ==, 0);
  g_assert_true (noob_ended_epochs_has (&ended, 4));
  g_assert_false (noob_ended_epochs_has (&ended, 5));
}

static void
test_out_of_order_the_mark_catches_up (void)
{
  g_auto (NoobEndedEpochs) ended = { 0, };

  noob_ended_epochs_init (&ended);
  noob_ended_epochs_add (&ended, 3);
  noob_ended_epochs_add (&ended, 1);
  noob_ended_epochs_add (&ended, 2);
  noob_ended_epochs_add (&ended, 2);
  g_assert_cmpuint (ended.mark, ==, 0);
  g_assert_cmpuint (ended.above->len, ==, 3);
  g_assert_true (noob_ended_epochs_has (&ended, 2));
  g_assert_false (noob_ended_epochs_has (&ended, 0));
  noob_ended_epochs_add (&ended, 0);
  g_assert_cmpuint (ended.mark, ==, 4);
  g_assert_cmpuint (ended.above->len, ==, 0);
}

static void
test_past_the_maximum_the_mark_moves_up (void)
{
  g_auto (NoobEndedEpochs) ended = { 0, };

  noob_ended_epochs_init (&ended);
  for (guint64 i = 0; i < NOOB_ENDED_EPOCHS_MAX; i++)
    noob_ended_epochs_add (&ended, 10 + 2 * i);
  g_assert_cmpuint (ended.mark, ==, 0);
  noob_ended_epochs_add (&ended, 11);
  g_assert_cmpuint (ended.mark, ==, 13);
  g_assert_true (noob_ended_epochs_has (&ended, 5));
  g_assert_false (noob_ended_epochs_has (&ended, 13));
  g_assert_cmpuint (ended.above->len, <=, NOOB_ENDED_EPOCHS_MAX);
}

static void
test_at_the_end_of_numbers (void)
{
  g_auto (NoobEndedEpochs) ended = { 0, };

  noob_ended_epochs_init (&ended);
  for (guint64 i = 0; i <= NOOB_ENDED_EPOCHS_MAX; i++)
    noob_ended_epochs_add (&ended, G_MAXUINT64 - i);
  g_assert_cmpuint (ended.mark, ==, G_MAXUINT64);
  g_assert_true (noob_ended_epochs_has (&ended, 0));
  g_assert_true (noob_ended_epochs_has (&ended, G_MAXUINT64));
}

static void
test_all_below (void)
{
  NoobEndedEpochs ended;

  noob_ended_epochs_init (&ended);
  noob_ended_epochs_add (&ended, 3);
  noob_ended_epochs_add (&ended, 5);
  noob_ended_epochs_add (&ended, 9);

  noob_ended_epochs_add_below (&ended, 5);
  for (guint64 root = 0; root < 6; root++)
    g_assert_true (noob_ended_epochs_has (&ended, root));
  g_assert_false (noob_ended_epochs_has (&ended, 6));
  g_assert_true (noob_ended_epochs_has (&ended, 9));

  noob_ended_epochs_add_below (&ended, 2);
  g_assert_true (noob_ended_epochs_has (&ended, 5));
  noob_ended_epochs_clear (&ended);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ended-epochs/in-order-only-the-mark-moves",
                   test_in_order_only_the_mark_moves);
  g_test_add_func ("/ended-epochs/out-of-order-the-mark-catches-up",
                   test_out_of_order_the_mark_catches_up);
  g_test_add_func ("/ended-epochs/past-the-maximum-the-mark-moves-up",
                   test_past_the_maximum_the_mark_moves_up);
  g_test_add_func ("/ended-epochs/at-the-end-of-numbers", test_at_the_end_of_numbers);
  g_test_add_func ("/ended-epochs/all-below", test_all_below);

  return g_test_run ();
}
