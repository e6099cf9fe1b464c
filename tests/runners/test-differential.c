/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Random tubes mean the same whatever the order of their nodes and whatever runs them: the same
 * results, and the same events. The seed is printed, and can be given with --seed. */

#include "random-tube.h"
#include "runner-test.h"

#define N_SHUFFLED 400
#define N_KINDS 40
#define N_EPOCHS 5

static void
collect_event (NoobRunner *runner,
               NoobEvent  *event,
               gpointer    data)
{
  g_autoptr (GString) text = g_string_new (NULL);

  note_event (runner, event, text);
  g_ptr_array_add (data, g_string_free (g_steal_pointer (&text), FALSE));
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The results of some epochs and the events in them, in a canonical order. */
static char *
describe_epochs (NoobRunner *runner)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_free);
  GString *text = g_string_new (NULL);

  g_signal_connect (runner, "event", G_CALLBACK (collect_event), events);
  for (guint i = 0; i < N_EPOCHS; i++)
    {
      g_autoptr (NoobRecord) inputs = noob_record_new ();
      g_auto (GValue) result = G_VALUE_INIT;
      g_autoptr (GError) error = NULL;

      if (i % 2 == 1)
        noob_record_set_int64 (inputs, "p", i);
      if (noob_runner_process (runner, inputs, &result, &error))
        value_text_append (text, &result);
      else
        g_string_append (text, error->message);
      g_string_append_c (text, '\n');
    }

  g_ptr_array_sort (events, compare_texts);
  for (guint i = 0; i < events->len; i++)
    g_string_append_printf (text, "%s\n", (char *) events->pdata[i]);

  return g_string_free (text, FALSE);
}

static char *
run_tube (const RunnerKind *kind,
          const char       *yaml)
{
  g_autoptr (NoobRunner) runner = runner_test_begin (kind, yaml);
  g_autoptr (GError) error = NULL;
  char *text = describe_epochs (runner);

  noob_runner_deinitialize (runner, &error);
  g_assert_no_error (error);

  return text;
}

static void
compare_tube (const RunnerKind *kind,
              guint32           seed,
              gboolean          shuffled)
{
  g_autoptr (RandomTube) tube = random_tube_new (seed);
  g_autofree char *yaml = random_tube_to_yaml (tube, FALSE);
  g_autofree char *other_yaml = random_tube_to_yaml (tube, shuffled);
  g_autofree char *expected = run_tube (&sync_runner_kind, yaml);
  g_autofree char *found = run_tube (kind, other_yaml);

  if (g_str_equal (expected, found))
    return;

  g_test_message ("Tube %u:\n%s", seed, other_yaml);
  g_test_message ("Expected:\n%s", expected);
  g_test_message ("Found:\n%s", found);
  g_test_fail ();
}

static void
compare_tubes (const RunnerKind *kind,
               guint             n,
               gboolean          shuffled)
{
  for (guint i = 0; i < n && !g_test_failed (); i++)
    compare_tube (kind, (guint32) g_test_rand_int (), shuffled);
}

static void
test_order_of_nodes (void)
{
  compare_tubes (&sync_runner_kind, N_SHUFFLED, TRUE);
}

static void
test_kinds (const RunnerKind *kind)
{
  compare_tubes (kind, N_KINDS, FALSE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/differential/order-of-nodes", test_order_of_nodes);
  runner_test_add ("differential", test_kinds);

  return g_test_run ();
}
