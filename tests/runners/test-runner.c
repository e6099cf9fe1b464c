/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The life of a runner: initializing, processing, failing, switching nodes off and on, and what it
 * tells. */

#include "runner-test.h"

#define COUNTING \
  "nodes:\n" \
  "  a: { type: @count }\n" \
  "  b: { type: @twice, depends: a.value }\n" \
  "  result: { type: return, depends: b.value }\n"

/* Three nodes that keep a journal. */
#define JOURNALED \
  "input: { journal: {} }\n" \
  "nodes:\n" \
  "  a: { type: @count, params: { name: a, journal: input.journal } }\n" \
  "  b: { type: @tally, depends: a.value, params: { name: b, journal: input.journal } }\n" \
  "  c: { type: @tally, depends: b.value, params: { name: c, journal: input.journal } }\n" \
  "  s: { type: @see, depends: [ a: a.value, b: b.value, c: c.value ] }\n" \
  "  result: { type: return, depends: s.value }\n"

static NoobRunner *
new_with_journal (const RunnerKind *kind,
                  const char       *yaml,
                  const char       *journal)
{
  g_autoptr (NoobRecord) inputs = test_record_new ("journal", G_TYPE_STRING, journal);

  return runner_test_new (kind, yaml, inputs);
}

static void
initialize (NoobRunner *runner)
{
  g_autoptr (GError) error = NULL;

  noob_runner_initialize (runner, &error);
  g_assert_no_error (error);
}

static void
assert_initialize_fails (const RunnerKind *kind,
                         const char       *yaml,
                         NoobError         code,
                         const char       *node,
                         const char       *part)
{
  g_autoptr (NoobRunner) runner = runner_test_new (kind, yaml, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_runner_initialize (runner, &error));
  test_assert_error (error, code, node, part, NULL);
  g_assert_false (noob_runner_get_initialized (runner));
}

static void
switch_node (NoobRunner *runner,
             const char *node,
             gboolean    enabled)
{
  g_autoptr (GError) error = NULL;

  if (enabled)
    noob_runner_enable_node (runner, node, &error);
  else
    noob_runner_disable_node (runner, node, &error);
  g_assert_no_error (error);
}

/* Initializing. */

static void
test_initialize (const RunnerKind *kind)
{
  char *journal = journal_new ();
  NoobRunner *runner = new_with_journal (kind, JOURNALED, journal);
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_runner_get_initialized (runner));
  assert_process_fails (runner, NULL, NOOB_ERROR_STATE, "initialize");
  initialize (runner);
  initialize (runner);
  assert_process (runner, NULL, "{a:0 b:0 c:0}");
  assert_process (runner, NULL, "{a:1 b:1 c:1}");
  assert_process (runner, NULL, "{a:2 b:3 c:4}");

  noob_runner_deinitialize (runner, &error);
  g_assert_no_error (error);
  noob_runner_deinitialize (runner, &error);
  g_assert_no_error (error);
  assert_process_fails (runner, NULL, NOOB_ERROR_STATE, "initialize");
  g_assert_finalize_object (runner);
  journal_free (journal);
}

static void
test_initialize_again (const RunnerKind *kind)
{
  char *journal = journal_new ();
  NoobRunner *runner = new_with_journal (kind, JOURNALED, journal);
  g_autoptr (GString) epochs = g_string_new (NULL);

  g_signal_connect (runner, "epoch-ended", G_CALLBACK (note_epoch), epochs);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      initialize (runner);
      assert_process (runner, NULL, "{a:0 b:0 c:0}");
      assert_process (runner, NULL, "{a:1 b:1 c:1}");
      noob_runner_deinitialize (runner, &error);
      g_assert_no_error (error);
    }
  g_assert_cmpstr (epochs->str, ==, " 0 1 0 1");
  g_assert_finalize_object (runner);
  journal_free (journal);
}

/* Every node that was initialized by then is deinitialized, and the error says which node failed.
 * */
static void
test_initialize_fails (const RunnerKind *kind)
{
  char *journal = journal_new ();
  NoobRunner *runner =
    new_with_journal (kind,
                      "input: { journal: {} }\n"
                      "nodes:\n"
                      "  a: { type: @count, params: { name: a, journal: input.journal } }\n"
                      "  bad: { type: @count, params: { broken: true } }\n"
                      "  result: { type: return, depends: a.value }\n",
                      journal);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (noob_runner_initialize (runner, &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, "bad"));
      g_assert_nonnull (strstr (error->message, "the counter is broken"));
      g_assert_false (noob_runner_get_initialized (runner));
    }
  assert_journal_balanced (journal);
  g_assert_finalize_object (runner);
  journal_free (journal);
}

static void
test_no_such_code (const RunnerKind *kind)
{
  assert_initialize_fails (kind, "nodes: { a: { type: 'c:libmissing.so#f' } }", NOOB_ERROR_LOAD,
                           "\"a\"", "libmissing.so");
  assert_initialize_fails (kind, "nodes: { a: { type: @missing } }", NOOB_ERROR_LOAD, "\"a\"",
                           "missing");
  assert_initialize_fails (kind, "nodes: { a: { type: nowhere } }", NOOB_ERROR_LOAD, "\"a\"",
                           "nowhere");
}

static void
test_no_such_port (const RunnerKind *kind)
{
  assert_initialize_fails (kind,
                           "nodes: { a: { type: @count }, b: { type: @split, depends: a.valeu } }",
                           NOOB_ERROR_PORTS, "valeu", "value");
  assert_initialize_fails (kind,
                           "nodes: { a: { type: @count }, "
                           "b: { type: @twice, depends: [ z: a.value ] } }",
                           NOOB_ERROR_PORTS, "\"z\"", "value");
  assert_initialize_fails (kind, "nodes: { b: { type: @twice } }", NOOB_ERROR_PORTS, "\"b\"",
                           "value");
}

static void
test_last_reference_deinitializes (const RunnerKind *kind)
{
  char *journal = journal_new ();
  NoobRunner *runner =
    new_with_journal (kind,
                      "input: { journal: {} }\n"
                      "nodes:\n"
                      "  a: { type: @count, params: { name: a, journal: input.journal } }\n",
                      journal);

  initialize (runner);
  g_assert_finalize_object (runner);
  assert_journal (journal, "init a,deinit a");
  journal_free (journal);
}

/* Processing. */

static void
test_process (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *expected = g_strdup_printf ("%u", 2 * i);

      assert_process (runner, NULL, expected);
    }
  runner_test_end (runner);
}

static void
test_no_result (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, "nodes:\n"
                             "  a: { type: @count }\n"
                             "  b: { type: @every, depends: a.value, params: { n: 2 } }\n"
                             "  c: { type: @twice, depends: b.value }\n"
                             "  result: { type: return, depends: c.value }\n");

  assert_process (runner, NULL, "0");
  assert_process (runner, NULL, "nothing");
  assert_process (runner, NULL, "4");
  runner_test_end (runner);
}

static void
test_null_result (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, "nodes:\n"
                             "  a: { type: @null }\n"
                             "  s: { type: @see, depends: [ a: a.value ] }\n"
                             "  result: { type: return, depends: [ a.value, s.value ] }\n");

  assert_process (runner, NULL, "[null {a:null}]");
  runner_test_end (runner);
}

static void
test_without_return (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, "nodes: { a: { type: @count } }");

  assert_process (runner, NULL, "nothing");
  runner_test_end (runner);
}

static void
test_optional_slots (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, "nodes:\n"
                             "  a: { type: @count }\n"
                             "  two: { type: @every, depends: a.value, params: { n: 2 } }\n"
                             "  three: { type: @every, depends: a.value, params: { n: 3 } }\n"
                             "  s: { type: @see, depends: [ a: two.value, b: three.value ] }\n"
                             "  result: { type: return, depends: s.value }\n");

  assert_run (runner, 4, "[{a:0 b:0} {} {a:2} {b:3}]");
  runner_test_end (runner);
}

static void
test_several_signals (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, "nodes:\n"
                             "  a: { type: @count, params: { start: 5 } }\n"
                             "  b: { type: @split, depends: a.value }\n"
                             "  s: { type: @see, depends: [ b.half, b.rest, b.never ] }\n"
                             "  result: { type: return, depends: s.value }\n");

  assert_process (runner, NULL, "{a:2 b:1}");
  runner_test_end (runner);
}

static void
test_end_of_stream (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, "nodes:\n"
                                                "  a: { type: @count, params: { end: 1 } }\n"
                                                "  result: { type: return, depends: a.value }\n");

  assert_process (runner, NULL, "0");
  assert_process_fails (runner, NULL, NOOB_ERROR_END_OF_STREAM, "a");
  assert_process_fails (runner, NULL, NOOB_ERROR_END_OF_STREAM, "a");
  g_assert_null (noob_runner_get_failure (runner));
  runner_test_end (runner);
}

/* Failing. */

static void
test_failure (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, "nodes:\n"
                             "  a: { type: @count }\n"
                             "  b: { type: @picky, depends: a.value, params: { at: 1 } }\n"
                             "  result: { type: return, depends: b.value }\n");
  g_auto (GValue) result = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  NoobFailure *failure;

  assert_process (runner, NULL, "0");
  g_assert_null (noob_runner_get_failure (runner));
  g_assert_false (noob_runner_process (runner, NULL, &result, &error));
  test_assert_error (error, NOOB_ERROR_NODE, "b", "will not have 1", NULL);
  g_assert_true (noob_value_is_no_event (&result));

  failure = noob_runner_get_failure (runner);
  g_assert_cmpstr (noob_failure_get_node_id (failure), ==, "b");
  g_assert_cmpuint (noob_epoch_get_root (noob_failure_get_epoch (failure)), ==, 1);
  g_assert_cmpstr (noob_failure_get_message (failure), ==, "will not have 1");
  g_assert_cmpstr (noob_failure_get_type_name (failure), ==, "g-io-error-quark");
  g_assert_cmpstr (noob_failure_get_node_id (noob_error_get_failure (error)), ==, "b");

  assert_process (runner, NULL, "2");
  assert_run (runner, 2, "[3 4]");
  runner_test_end (runner);
}

static void
test_failed_epoch_ends (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, "nodes:\n"
                             "  a: { type: @count }\n"
                             "  b: { type: @picky, depends: a.value, params: { at: 0 } }\n"
                             "  result: { type: return, depends: b.value }\n");
  g_autoptr (GString) epochs = g_string_new (NULL);

  g_signal_connect (runner, "epoch-ended", G_CALLBACK (note_epoch), epochs);
  assert_process_fails (runner, NULL, NOOB_ERROR_NODE, "will not have 0");
  assert_process (runner, NULL, "1");
  g_assert_cmpstr (epochs->str, ==, " 0 1");
  runner_test_end (runner);
}

static void
test_stray_signal (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, "nodes: { a: { type: @stray } }");

  assert_process_fails (runner, NULL, NOOB_ERROR_NODE, "astray");
  runner_test_end (runner);
}

/* Switching nodes off and on. */

static void
test_disable_and_enable (const RunnerKind *kind)
{
  char *journal = journal_new ();
  NoobRunner *runner =
    new_with_journal (kind,
                      "input: { journal: {} }\n"
                      "nodes:\n"
                      "  a: { type: @count }\n"
                      "  b:\n"
                      "    type: @tally\n"
                      "    depends: a.value\n"
                      "    params: { name: b, journal: input.journal }\n"
                      "  s: { type: @see, depends: [ a: a.value, b: b.value ] }\n"
                      "  result: { type: return, depends: s.value }\n",
                      journal);

  initialize (runner);
  assert_journal (journal, "init b");
  assert_run (runner, 2, "[{a:0 b:0} {a:1 b:1}]");

  switch_node (runner, "b", FALSE);
  switch_node (runner, "b", FALSE);
  assert_journal (journal, "init b,deinit b");
  assert_run (runner, 2, "[{a:2} {a:3}]");

  switch_node (runner, "b", TRUE);
  switch_node (runner, "b", TRUE);
  assert_journal (journal, "init b,deinit b,init b");
  assert_run (runner, 2, "[{a:4 b:4} {a:5 b:9}]");

  runner_test_end (runner);
  assert_journal (journal, "init b,deinit b,init b,deinit b");
  journal_free (journal);
}

/* What requires a disabled node does not run; a tube that is cut off does not return. */
static void
test_disabled_cuts_off (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);

  assert_process (runner, NULL, "0");
  switch_node (runner, "a", FALSE);
  assert_process (runner, NULL, "nothing");
  assert_run (runner, 2, "[]");
  switch_node (runner, "a", TRUE);
  assert_run (runner, 2, "[0 2]");
  runner_test_end (runner);
}

/* A node that takes only what disabled ones emit goes on, in every mode: nobody else tells it of
 * epochs. */
static void
test_disabled_sources (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (
    kind, "nodes:\n"
          "  a: { type: @count }\n"
          "  b: { type: @twice, depends: a.value }\n"
          "  s: { type: @see, depends: [ a: a.value, b: b.value ] }\n"
          "  result: { type: return, depends: s.value }\n");
  g_autoptr (NoobResults) results = NULL;

  assert_run (runner, 2, "[{a:0 b:0} {a:1 b:2}]");
  switch_node (runner, "a", FALSE);
  assert_process (runner, NULL, "{}");
  assert_run (runner, 2, "[{} {}]");
  results = noob_runner_iterate (runner, 2, NULL);
  assert_next (results, "{}");
  assert_next (results, "{}");
  assert_no_next (results);
  g_clear_object (&results);
  switch_node (runner, "a", TRUE);
  assert_process (runner, NULL, "{a:0 b:0}");
  assert_run (runner, 2, "[{a:1 b:2} {a:2 b:4}]");
  runner_test_end (runner);
}

static void
test_disabled_return (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);

  switch_node (runner, "result", FALSE);
  assert_run (runner, 2, "[]");
  assert_process (runner, NULL, "nothing");
  switch_node (runner, "result", TRUE);
  assert_run (runner, 2, "[6 8]");
  runner_test_end (runner);
}

static void
test_disabled_from_the_start (const RunnerKind *kind)
{
  char *journal = journal_new ();
  NoobRunner *runner =
    new_with_journal (kind,
                      "input: { journal: {} }\n"
                      "nodes:\n"
                      "  a:\n"
                      "    type: @count\n"
                      "    enabled: false\n"
                      "    params: { name: a, journal: input.journal }\n"
                      "  s: { type: @see, depends: [ a: a.value ] }\n"
                      "  result: { type: return, depends: s.value }\n",
                      journal);

  initialize (runner);
  assert_process (runner, NULL, "{}");
  assert_journal (journal, "");
  switch_node (runner, "a", TRUE);
  assert_process (runner, NULL, "{a:0}");
  runner_test_end (runner);
  assert_journal (journal, "init a,deinit a");
  journal_free (journal);
}

static void
test_switch_errors (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  GError *error = NULL;

  g_assert_false (noob_runner_disable_node (runner, "nobody", &error));
  test_assert_error (error, NOOB_ERROR_NOT_FOUND, "nobody", NULL);
  g_clear_error (&error);

  noob_runner_deinitialize (runner, &error);
  g_assert_no_error (error);
  g_assert_false (noob_runner_enable_node (runner, "a", &error));
  test_assert_error (error, NOOB_ERROR_STATE, "initialize", NULL);
  g_clear_error (&error);
  g_assert_finalize_object (runner);
}

/* What a runner tells. */

static void
test_event_signals (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, "nodes:\n"
                             "  a: { type: @count }\n"
                             "  b: { type: @every, depends: a.value, params: { n: 2 } }\n"
                             "  result: { type: return, depends: b.value }\n");
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (GString) of_b = g_string_new (NULL);

  g_signal_connect (runner, "event", G_CALLBACK (note_event), all);
  g_signal_connect (runner, "event::b", G_CALLBACK (note_event), of_b);
  assert_run (runner, 2, "[0 2]");

  /* A NoEvent is not told of. */
  g_assert_cmpstr (of_b->str, ==, " b.value@0=0 b.value@2=2");
  g_assert_nonnull (strstr (all->str, " a.value@0=0"));
  g_assert_nonnull (strstr (all->str, " a.value@1=1"));
  g_assert_nonnull (strstr (all->str, " a.value@2=2"));
  g_assert_nonnull (strstr (all->str, " b.value@0=0"));
  g_assert_null (strstr (all->str, " b.value@1"));
  runner_test_end (runner);
}

static void
test_event_signal_of_one_node (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  g_autoptr (GString) of_b = g_string_new (NULL);

  g_signal_connect (runner, "event::b", G_CALLBACK (note_event), of_b);
  assert_run (runner, 2, "[0 2]");
  g_assert_cmpstr (of_b->str, ==, " b.value@0=0 b.value@1=2");
  runner_test_end (runner);
}

static void
test_epoch_ended_signal (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  g_autoptr (GString) epochs = g_string_new (NULL);

  g_signal_connect (runner, "epoch-ended", G_CALLBACK (note_epoch), epochs);
  assert_process (runner, NULL, "0");
  g_assert_cmpstr (epochs->str, ==, " 0");
  assert_run (runner, 3, "[2 4 6]");
  g_assert_cmpstr (epochs->str, ==, " 0 1 2 3");
  runner_test_end (runner);
}

static void
count_node (NoobRunner *runner,
            const char *node_id,
            gpointer    nodes)
{
  g_assert_true (g_hash_table_add (nodes, g_strdup (node_id)));
}

static void
test_node_ready_signal (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_new (kind, COUNTING, NULL);
  g_autoptr (GHashTable) nodes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_signal_connect (runner, "node-ready", G_CALLBACK (count_node), nodes);
  initialize (runner);
  g_assert_true (g_hash_table_contains (nodes, "a"));
  g_assert_true (g_hash_table_contains (nodes, "b"));
  g_assert_cmpuint (g_hash_table_size (nodes), ==, 2);
  runner_test_end (runner);
}

static void
count_notify (NoobRunner *runner,
              GParamSpec *property,
              gpointer    count)
{
  (*(guint *) count)++;
}

static void
test_properties (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_new (kind, COUNTING, NULL);
  NoobRunner *other = runner_test_new (kind, COUNTING, NULL);
  guint n_initialized = 0, n_loops = 0;

  g_assert_nonnull (noob_runner_get_tube (runner));
  g_assert_nonnull (noob_runner_get_store (runner));
  g_assert_cmpstr (noob_runner_get_runner_id (runner), !=, noob_runner_get_runner_id (other));
  g_assert_finalize_object (other);

  g_signal_connect (runner, "notify::initialized", G_CALLBACK (count_notify), &n_initialized);
  g_signal_connect (runner, "notify::max-iter-loops", G_CALLBACK (count_notify), &n_loops);
  noob_runner_set_max_iter_loops (runner, 7);
  noob_runner_set_max_iter_loops (runner, 7);
  g_assert_cmpuint (n_loops, ==, 1);
  initialize (runner);
  g_assert_cmpuint (n_initialized, ==, 1);
  g_assert_true (noob_runner_deinitialize (runner, NULL));
  g_assert_cmpuint (n_initialized, ==, 2);
  g_assert_finalize_object (runner);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  runner_test_add ("initialize/once", test_initialize);
  runner_test_add ("initialize/again-after-deinitialize", test_initialize_again);
  runner_test_add ("initialize/failure-undoes-and-names-node", test_initialize_fails);
  runner_test_add ("initialize/no-such-code", test_no_such_code);
  runner_test_add ("initialize/no-such-port", test_no_such_port);
  runner_test_add ("initialize/last-reference-deinitializes", test_last_reference_deinitializes);
  runner_test_add ("process/result", test_process);
  runner_test_add ("process/no-result", test_no_result);
  runner_test_add ("process/null-result", test_null_result);
  runner_test_add ("process/without-return", test_without_return);
  runner_test_add ("process/optional-slots", test_optional_slots);
  runner_test_add ("process/several-signals", test_several_signals);
  runner_test_add ("process/end-of-stream", test_end_of_stream);
  runner_test_add ("process/failure", test_failure);
  runner_test_add ("process/failed-epoch-ends", test_failed_epoch_ends);
  runner_test_add ("process/stray-signal", test_stray_signal);

  runner_test_add ("switch/disable-and-enable", test_disable_and_enable);
  runner_test_add ("switch/disabled-cuts-off", test_disabled_cuts_off);
  runner_test_add ("switch/disabled-sources", test_disabled_sources);
  runner_test_add ("switch/disabled-return", test_disabled_return);
  runner_test_add ("switch/disabled-from-the-start", test_disabled_from_the_start);
  runner_test_add ("switch/errors", test_switch_errors);
  runner_test_add ("signals/event", test_event_signals);
  runner_test_add ("signals/event-of-one-node", test_event_signal_of_one_node);
  runner_test_add ("signals/epoch-ended", test_epoch_ended_signal);
  runner_test_add ("signals/node-ready", test_node_ready_signal);
  runner_test_add ("properties", test_properties);

  return g_test_run ();
}
