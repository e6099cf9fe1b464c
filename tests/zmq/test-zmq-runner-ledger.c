/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The books of runs. That they balance, every deinitializing checks. */

#include "runner-fixture.h"

#include <signal.h>

#define CHAIN \
  "nodes:\n" \
  "  a: {type: count}\n" \
  "  b: {type: add, depends: [{left: a.value}]}\n" \
  "  r: {type: return, depends: b.value}\n"

static guint64
number_in (GVariant   *entry,
           const char *name)
{
  guint64 number;

  g_assert_true (g_variant_lookup (entry, name, "t", &number));

  return number;
}

/* The entry of the edge that is written `a.value>b.left`. */
static GVariant *
find_entry (GVariant   *ledger,
            const char *edge)
{
  for (gsize i = 0; i < g_variant_n_children (ledger); i++)
    {
      g_autoptr (GVariant) entry = g_variant_get_child_value (ledger, i);
      const char *source, *signal_name, *target, *slot;
      g_autofree char *name = NULL;

      g_assert_true (g_variant_lookup (entry, "source-node", "&s", &source));
      g_assert_true (g_variant_lookup (entry, "signal", "&s", &signal_name));
      g_assert_true (g_variant_lookup (entry, "target-node", "&s", &target));
      g_assert_true (g_variant_lookup (entry, "slot", "&s", &slot));
      name = g_strdup_printf ("%s.%s>%s.%s", source, signal_name, target, slot);
      if (g_str_equal (name, edge))
        return g_steal_pointer (&entry);
    }

  g_error ("the ledger has no edge %s", edge);
}

static char *
describe_entry (GVariant *entry)
{
  g_autofree const char **lost = NULL;
  g_autofree char *names = NULL;

  g_assert_true (g_variant_lookup (entry, "lost", "^a&s", &lost));
  names = g_strjoinv (",", (char **) lost);

  return g_strdup_printf ("%d %d %d %d %d %s", (int) number_in (entry, "sent"),
                          (int) number_in (entry, "received"), (int) number_in (entry, "expired"),
                          (int) number_in (entry, "failed"), (int) number_in (entry, "abandoned"),
                          names);
}

/* @expected: sent, received, expired, failed, abandoned, and who is lost. */
static void
assert_entry (NoobRunner *runner,
              const char *edge,
              const char *expected)
{
  g_autoptr (GVariant) ledger = noob_zmq_runner_get_ledger (NOOB_ZMQ_RUNNER (runner));
  g_autoptr (GVariant) entry = find_entry (ledger, edge);
  g_autofree char *text = describe_entry (entry);

  g_assert_cmpstr (text, ==, expected);
}

static gsize
count_entries (NoobRunner *runner)
{
  g_autoptr (GVariant) ledger = noob_zmq_runner_get_ledger (NOOB_ZMQ_RUNNER (runner));

  return g_variant_n_children (ledger);
}

/* That edges balance, however many events there were. */
static void
assert_all_balance (NoobRunner *runner)
{
  g_autoptr (GVariant) ledger = noob_zmq_runner_get_ledger (NOOB_ZMQ_RUNNER (runner));

  g_assert_cmpuint (g_variant_n_children (ledger), >, 0);
  for (gsize i = 0; i < g_variant_n_children (ledger); i++)
    {
      g_autoptr (GVariant) entry = g_variant_get_child_value (ledger, i);

      g_assert_cmpuint (number_in (entry, "sent"), ==,
                        number_in (entry, "received") + number_in (entry, "expired") +
                          number_in (entry, "failed") + number_in (entry, "abandoned"));
    }
}

static void
test_process (RunnerFixture *fixture,
              gconstpointer  data)
{
  g_assert_cmpuint (count_entries (fixture->runner), ==, 0);
  assert_processes (fixture->runner, NULL, "1");
  assert_processes (fixture->runner, NULL, "2");
  g_assert_cmpuint (count_entries (fixture->runner), ==, 0);

  runner_deinitialize (fixture->runner);
  g_assert_cmpuint (count_entries (fixture->runner), ==, 2);
  assert_entry (fixture->runner, "a.value>b.left", "2 2 0 0 0 ");
  assert_entry (fixture->runner, "b.value>r.0", "2 2 0 0 0 ");
}

/* Each run has books of its own; those of the last one stay until the next is over. */
static void
test_again (RunnerFixture *fixture,
            gconstpointer  data)
{
  assert_runs (fixture->runner, 3, "[1,2,3]");
  runner_deinitialize (fixture->runner);
  runner_initialize (fixture->runner);
  assert_entry (fixture->runner, "a.value>b.left", "3 3 0 0 0 ");
  runner_deinitialize (fixture->runner);
  assert_entry (fixture->runner, "a.value>b.left", "0 0 0 0 0 ");
}

static void
test_iteration_broken_off (RunnerFixture *fixture,
                           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  NoobResults *results = noob_runner_iterate (fixture->runner, -1, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < 10; i++)
    g_assert_true (noob_results_next (results, &value, &error));
  g_object_unref (results);

  runner_deinitialize (fixture->runner);
  assert_all_balance (fixture->runner);
}

static void
on_epoch_ended (NoobRunner *runner,
                NoobEpoch  *epoch,
                gpointer    data)
{
  if (noob_epoch_get_root (epoch) == 100)
    *(gboolean *) data = TRUE;
}

/* Epochs are open when the runner is deinitialized. */
static void
test_free_run (RunnerFixture *fixture,
               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gboolean reached = FALSE;

  g_signal_connect (fixture->runner, "epoch-ended", G_CALLBACK (on_epoch_ended), &reached);
  g_assert_true (noob_runner_start (fixture->runner, &error));
  while (!reached)
    g_main_context_iteration (NULL, TRUE);

  runner_deinitialize (fixture->runner);
  assert_all_balance (fixture->runner);
}

static void
test_map_and_gather (RunnerFixture *fixture,
                     gconstpointer  data)
{
  assert_processes (fixture->runner, record_of_int ("n", 3), "[10,11,12]");
  assert_processes (fixture->runner, record_of_int ("n", 0), "-");
  runner_deinitialize (fixture->runner);

  assert_entry (fixture->runner, "a.value>m.value", "2 2 0 0 0 ");
  assert_entry (fixture->runner, "m.value>b.left", "4 3 1 0 0 ");
  assert_entry (fixture->runner, "b.value>g.value", "3 3 0 0 0 ");
  assert_entry (fixture->runner, "m.n>g.n", "2 1 1 0 0 ");
  assert_entry (fixture->runner, "g.value>r.0", "3 1 2 0 0 ");
}

/* Even values only, in a slot that can do without. */
static void
test_optional (RunnerFixture *fixture,
               gconstpointer  data)
{
  assert_processes (fixture->runner, NULL, "{\"x\":0,\"y\":0}");
  assert_processes (fixture->runner, NULL, "{\"x\":1}");
  assert_processes (fixture->runner, NULL, "{\"x\":2,\"y\":2}");
  runner_deinitialize (fixture->runner);
  assert_entry (fixture->runner, "a.value>r.x", "3 3 0 0 0 ");
  assert_entry (fixture->runner, "e.value>r.y", "3 2 1 0 0 ");
}

static void
test_failure (RunnerFixture *fixture,
              gconstpointer  data)
{
  assert_processes (fixture->runner, NULL, "0");
  runner_fails (fixture->runner, NULL, NOOB_ERROR_NODE, "*the disk is full*");
  assert_processes (fixture->runner, NULL, "2");
  runner_deinitialize (fixture->runner);
  assert_entry (fixture->runner, "a.value>b.value", "3 3 0 0 0 ");
  assert_entry (fixture->runner, "b.value>r.0", "2 2 0 0 0 ");
}

static void
test_killed (RunnerFixture *fixture,
             gconstpointer  data)
{
  g_autoptr (GArray) processes = NULL;

  assert_processes (fixture->runner, NULL, "1");
  processes = noob_zmq_runner_get_node_processes (NOOB_ZMQ_RUNNER (fixture->runner));
  kill (g_array_index (processes, GPid, 1), SIGKILL);
  runner_fails (fixture->runner, NULL, NOOB_ERROR_NODE_LOST, "*node b*");
  runner_deinitialize (fixture->runner);

  assert_all_balance (fixture->runner);
  assert_entry (fixture->runner, "b.value>r.0", "1 1 0 0 0 b");
}

static void
test_disabled (RunnerFixture *fixture,
               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  assert_processes (fixture->runner, NULL, "1");
  g_assert_true (noob_runner_disable_node (fixture->runner, "b", &error));
  assert_processes (fixture->runner, NULL, "-");
  g_assert_true (noob_runner_enable_node (fixture->runner, "b", &error));
  assert_processes (fixture->runner, NULL, "3");
  runner_deinitialize (fixture->runner);

  assert_entry (fixture->runner, "a.value>b.left", "3 3 0 0 0 ");
  assert_entry (fixture->runner, "b.value>r.0", "2 2 0 0 0 ");
}

static void
test_threads (RunnerFixture *fixture,
              gconstpointer  data)
{
  fixture->runner = runner_new ("nodes:\n"
                                "  a: {type: gather, params: {n: 1}, depends: m.value}\n"
                                "  m: {type: map, depends: input.x}\n"
                                "  r: {type: return, depends: a.value}\n"
                                "input: {x: {scope: process}}\n",
                                NULL);
  g_object_set (fixture->runner, "transport", NOOB_TRANSPORT_INPROC, NULL);
  runner_initialize (fixture->runner);
  for (guint i = 0; i < 20; i++)
    {
      NoobRecord *inputs = noob_record_new ();

      noob_record_take_list (inputs, "x", noob_list_new_strv ((const char *[]) { "v", NULL }));
      assert_processes (fixture->runner, inputs, "[\"v\"]");
    }
  runner_deinitialize (fixture->runner);

  assert_entry (fixture->runner, "m.value>a.value", "20 20 0 0 0 ");
  assert_entry (fixture->runner, "a.value>r.0", "20 20 0 0 0 ");
}

/* A message with a value gets lost on the way to the return node: all that shows of it before the
 * end is that a result is missing. */
static void
test_loss (RunnerFixture *fixture,
           gconstpointer  data)
{
  g_autofree char *right = g_strdup (g_getenv ("NOOB_LIBEXEC_DIR"));
  g_autoptr (GError) error = NULL;

  g_setenv ("NOOB_LIBEXEC_DIR", g_getenv ("NOOB_LOSSY_DIR"), TRUE);
  fixture->runner = runner_new ("nodes:\n"
                                "  a: {type: count}\n"
                                "  r: {type: return, depends: [{x: a.value}]}\n",
                                NULL);
  runner_initialize (fixture->runner);
  assert_processes (fixture->runner, NULL, "{\"x\":0}");
  assert_processes (fixture->runner, NULL, "-");
  assert_processes (fixture->runner, NULL, "{\"x\":2}");

  g_assert_false (noob_runner_deinitialize (fixture->runner, &error));
  assert_error_like (error, NOOB_ERROR_LEDGER, "*a.value -> r.x: 3 sent, but 2 received*");
  assert_entry (fixture->runner, "a.value>r.x", "3 2 0 0 0 ");
  g_setenv ("NOOB_LIBEXEC_DIR", right, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  runner_test_init (&argc, &argv);

  runner_test_add ("/zmq-runner/ledger/process", CHAIN, test_process);
  runner_test_add ("/zmq-runner/ledger/of-each-run", CHAIN, test_again);
  runner_test_add ("/zmq-runner/ledger/iteration-broken-off", CHAIN, test_iteration_broken_off);
  runner_test_add ("/zmq-runner/ledger/free-run", CHAIN, test_free_run);
  runner_test_add ("/zmq-runner/ledger/map-and-gather",
                   "input: {n: {scope: process}}\n"
                   "nodes:\n"
                   "  a: {type: range, depends: [{n: input.n}]}\n"
                   "  m: {type: map, depends: a.value}\n"
                   "  b: {type: add, depends: [{left: m.value}], params: {right: 10}}\n"
                   "  g: {type: gather, depends: [b.value, {n: m.n}]}\n"
                   "  r: {type: return, depends: g.value}\n",
                   test_map_and_gather);
  runner_test_add ("/zmq-runner/ledger/optional-slot",
                   "nodes:\n"
                   "  a: {type: count}\n"
                   "  e: {type: multiple, depends: [{value: a.value}], params: {of: 2}}\n"
                   "  r: {type: return, depends: [{x: a.value}, {y: e.value}]}\n",
                   test_optional);
  runner_test_add ("/zmq-runner/ledger/failure",
                   "nodes:\n"
                   "  a: {type: count}\n"
                   "  b: {type: fail, depends: [{value: a.value}], params: {at: 1}}\n"
                   "  r: {type: return, depends: b.value}\n",
                   test_failure);
  runner_test_add ("/zmq-runner/ledger/killed", CHAIN, test_killed);
  runner_test_add ("/zmq-runner/ledger/disabled", CHAIN, test_disabled);
  runner_test_add ("/zmq-runner/ledger/threads", NULL, test_threads);
  runner_test_add ("/zmq-runner/ledger/loss", NULL, test_loss);

  return runner_test_run ();
}
