/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The asynchronous calls: what they give, which may be outstanding together, how they are
 * cancelled, and what becomes of a runner meanwhile. */

#include "runner-test.h"

#define COUNTING \
  "nodes:\n" \
  "  a: { type: @count }\n" \
  "  result: { type: return, depends: a.value }\n"

#define EVERY_THIRD \
  "nodes:\n" \
  "  a: { type: @count }\n" \
  "  b: { type: @every, depends: a.value, params: { n: 3 } }\n" \
  "  result: { type: return, depends: b.value }\n"

#define FINITE \
  "nodes:\n" \
  "  a: { type: @count, params: { end: 3 } }\n" \
  "  result: { type: return, depends: a.value }\n"

/* More than may be in flight. */
#define MANY 300

/* What has come back: texts of results and of errors, in order. */
typedef struct
{
  GString *text;
  guint    n_outstanding;
} Answers;

static void
answers_clear (Answers *self)
{
  g_string_free (self->text, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answers, answers_clear)

static Answers
answers_new (void)
{
  return (Answers) { g_string_new (NULL), 0 };
}

static void
wait_for_answers (Answers *answers)
{
  while (answers->n_outstanding > 0)
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
}

static void
assert_answers (Answers    *answers,
                const char *expected)
{
  wait_for_answers (answers);
  g_assert_cmpstr (answers->text->str, ==, expected);
  g_string_truncate (answers->text, 0);
}

/* Takes @error. */
static void
note_error (Answers *answers,
            GError  *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_string_append (answers->text, " cancelled");
  else if (g_error_matches (error, NOOB_ERROR, NOOB_ERROR_STATE))
    g_string_append (answers->text, " state");
  else
    g_string_append_printf (answers->text, " %s", error->message);
  g_error_free (error);
}

static void
note_done (Answers *answers,
           gboolean done,
           GError  *error)
{
  answers->n_outstanding--;
  g_assert_true (done == (error == NULL));
  if (done)
    g_string_append (answers->text, " done");
  else
    note_error (answers, error);
}

static void
on_initialized (GObject      *runner,
                GAsyncResult *result,
                gpointer      answers)
{
  GError *error = NULL;
  gboolean done = noob_runner_initialize_finish (NOOB_RUNNER (runner), result, &error);

  note_done (answers, done, error);
}

static void
on_deinitialized (GObject      *runner,
                  GAsyncResult *result,
                  gpointer      answers)
{
  GError *error = NULL;
  gboolean done = noob_runner_deinitialize_finish (NOOB_RUNNER (runner), result, &error);

  note_done (answers, done, error);
}

static void
note_value (Answers      *answers,
            const GValue *value)
{
  g_autofree char *text = value_text (value);

  g_string_append_printf (answers->text, " %s", text);
}

static void
on_processed (GObject      *runner,
              GAsyncResult *result,
              gpointer      data)
{
  Answers *answers = data;
  g_auto (GValue) value = G_VALUE_INIT;
  GError *error = NULL;

  answers->n_outstanding--;
  if (noob_runner_process_finish (NOOB_RUNNER (runner), result, &value, &error))
    {
      note_value (answers, &value);
      return;
    }

  g_assert_true (noob_value_is_no_event (&value));
  note_error (answers, error);
}

static void
on_run (GObject      *runner,
        GAsyncResult *result,
        gpointer      data)
{
  Answers *answers = data;
  g_auto (GValue) value = G_VALUE_INIT;
  GError *error = NULL;
  NoobList *list = noob_runner_run_finish (NOOB_RUNNER (runner), result, &error);

  answers->n_outstanding--;
  if (list == NULL)
    {
      note_error (answers, error);
      return;
    }

  g_value_init (&value, NOOB_TYPE_LIST);
  g_value_take_boxed (&value, list);
  note_value (answers, &value);
}

static void
on_next (GObject      *results,
         GAsyncResult *result,
         gpointer      data)
{
  Answers *answers = data;
  g_auto (GValue) value = G_VALUE_INIT;
  GError *error = NULL;

  answers->n_outstanding--;
  if (noob_results_next_finish (NOOB_RESULTS (results), result, &value, &error))
    note_value (answers, &value);
  else if (error != NULL)
    note_error (answers, error);
  else
    g_string_append (answers->text, " end");
}

static void
process (NoobRunner   *runner,
         GCancellable *cancellable,
         Answers      *answers)
{
  answers->n_outstanding++;
  noob_runner_process_async (runner, NULL, cancellable, on_processed, answers);
}

static void
run (NoobRunner   *runner,
     gint64        n,
     GCancellable *cancellable,
     Answers      *answers)
{
  answers->n_outstanding++;
  noob_runner_run_async (runner, n, cancellable, on_run, answers);
}

static void
next (NoobResults  *results,
      GCancellable *cancellable,
      Answers      *answers)
{
  answers->n_outstanding++;
  noob_results_next_async (results, cancellable, on_next, answers);
}

static void
initialize (NoobRunner   *runner,
            GCancellable *cancellable,
            Answers      *answers)
{
  answers->n_outstanding++;
  noob_runner_initialize_async (runner, cancellable, on_initialized, answers);
}

static void
deinitialize (NoobRunner   *runner,
              GCancellable *cancellable,
              Answers      *answers)
{
  answers->n_outstanding++;
  noob_runner_deinitialize_async (runner, cancellable, on_deinitialized, answers);
}

/* Living. */

static void
test_life (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_new (kind, COUNTING, NULL);
  g_auto (Answers) answers = answers_new ();

  for (guint i = 0; i < 2; i++)
    {
      initialize (runner, NULL, &answers);
      g_assert_false (noob_runner_get_initialized (runner));
      assert_answers (&answers, " done");
      g_assert_true (noob_runner_get_initialized (runner));

      process (runner, NULL, &answers);
      assert_answers (&answers, " 0");

      deinitialize (runner, NULL, &answers);
      assert_answers (&answers, " done");
      g_assert_false (noob_runner_get_initialized (runner));
    }

  g_assert_finalize_object (runner);
}

static void
test_life_without_need (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_new (kind, COUNTING, NULL);
  g_auto (Answers) answers = answers_new ();

  deinitialize (runner, NULL, &answers);
  assert_answers (&answers, " done");
  initialize (runner, NULL, &answers);
  assert_answers (&answers, " done");
  initialize (runner, NULL, &answers);
  assert_answers (&answers, " done");
  runner_test_end (runner);
}

static void
test_initialize_fails (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_new (kind, "nodes: { a: { type: @missing } }", NULL);
  g_auto (Answers) answers = answers_new ();

  initialize (runner, NULL, &answers);
  wait_for_answers (&answers);
  g_assert_nonnull (strstr (answers.text->str, "missing"));
  g_assert_false (noob_runner_get_initialized (runner));
  g_assert_finalize_object (runner);
}

static void
test_initialize_cancelled (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_new (kind, COUNTING, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Answers) answers = answers_new ();

  initialize (runner, cancellable, &answers);
  g_cancellable_cancel (cancellable);
  assert_answers (&answers, " cancelled");
  g_assert_false (noob_runner_get_initialized (runner));

  initialize (runner, NULL, &answers);
  assert_answers (&answers, " done");
  runner_test_end (runner);
}

static void
test_deinitialize_cancelled_before (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Answers) answers = answers_new ();

  g_cancellable_cancel (cancellable);
  deinitialize (runner, cancellable, &answers);
  assert_answers (&answers, " cancelled");
  g_assert_true (noob_runner_get_initialized (runner));
  assert_process (runner, NULL, "0");
  runner_test_end (runner);
}

/* Processing. */

static void
test_process_many (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  g_autoptr (GString) expected = g_string_new (NULL);
  g_auto (Answers) answers = answers_new ();

  for (guint i = 0; i < MANY; i++)
    {
      process (runner, NULL, &answers);
      g_string_append_printf (expected, " %u", i);
    }
  assert_answers (&answers, expected->str);
  runner_test_end (runner);
}

static void
test_process_inputs (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind,
                                          "input: { x: { scope: process } }\n"
                                          "nodes:\n"
                                          "  b: { type: @twice, depends: input.x }\n"
                                          "  result: { type: return, depends: b.value }\n");
  g_auto (Answers) answers = answers_new ();

  for (gint64 x = 0; x < 3; x++)
    {
      g_autoptr (NoobRecord) inputs = test_record_new ("x", G_TYPE_INT64, x);

      answers.n_outstanding++;
      noob_runner_process_async (runner, inputs, NULL, on_processed, &answers);
    }
  assert_answers (&answers, " 0 2 4");

  process (runner, NULL, &answers);
  wait_for_answers (&answers);
  g_assert_nonnull (strstr (answers.text->str, "\"x\""));
  runner_test_end (runner);
}

static void
test_process_end_of_stream (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, FINITE);
  g_auto (Answers) answers = answers_new ();

  for (guint i = 0; i < 5; i++)
    process (runner, NULL, &answers);
  wait_for_answers (&answers);

  /* Epochs that fail may end before others do that have begun earlier. */
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *value = g_strdup_printf (" %u", i);

      g_assert_nonnull (strstr (answers.text->str, value));
    }
  g_assert_nonnull (strstr (answers.text->str, "counted to the end"));
  runner_test_end (runner);
}

static void
test_process_cancelled_before (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GString) epochs = g_string_new (NULL);
  g_auto (Answers) answers = answers_new ();

  g_signal_connect (runner, "epoch-ended", G_CALLBACK (note_epoch), epochs);
  g_cancellable_cancel (cancellable);
  process (runner, cancellable, &answers);
  assert_answers (&answers, " cancelled");
  g_assert_cmpstr (epochs->str, ==, "");

  process (runner, NULL, &answers);
  assert_answers (&answers, " 0");
  g_assert_cmpstr (epochs->str, ==, " 0");
  runner_test_end (runner);
}

static void
cancel_at_once (NoobRunner   *runner,
                NoobEpoch    *epoch,
                GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static void
test_process_cancelled_waiting (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GString) epochs = g_string_new (NULL);
  g_auto (Answers) answers = answers_new ();

  g_signal_connect (runner, "epoch-ended", G_CALLBACK (note_epoch), epochs);
  process (runner, NULL, &answers);
  process (runner, cancellable, &answers);
  g_cancellable_cancel (cancellable);
  wait_for_answers (&answers);

  /* It may have been done by then. */
  g_assert_true (g_strcmp0 (answers.text->str, " 0 cancelled") == 0 ||
                 g_strcmp0 (answers.text->str, " cancelled 0") == 0 ||
                 g_strcmp0 (answers.text->str, " 0 1") == 0);

  /* Its epoch has ended, if it had one. */
  g_assert_true (g_str_has_prefix (" 0 1", epochs->str) || g_str_has_prefix (" 1 0", epochs->str));
  runner_test_end (runner);
}

static void
note_epoch_answer (NoobRunner *runner,
                   NoobEpoch  *epoch,
                   gpointer    answers)
{
  note_epoch (runner, epoch, ((Answers *) answers)->text);
}

static void
test_signals_come_first (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  g_auto (Answers) answers = answers_new ();

  g_signal_connect (runner, "epoch-ended", G_CALLBACK (note_epoch_answer), &answers);
  process (runner, NULL, &answers);
  assert_answers (&answers, " 0 0");
  runner_test_end (runner);
}

static void
count_epoch (NoobRunner *runner,
             NoobEpoch  *epoch,
             GHashTable *roots)
{
  g_assert_true (g_hash_table_add (roots, GUINT_TO_POINTER (noob_epoch_get_root (epoch))));
}

/* Each epoch that has begun is reported once, and its number is not used again. */
static void
test_run_cancelled (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  g_autoptr (GHashTable) roots = g_hash_table_new (NULL, NULL);
  g_auto (Answers) answers = answers_new ();

  g_signal_connect (runner, "epoch-ended", G_CALLBACK (count_epoch), roots);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      gulong handler =
        g_signal_connect (runner, "epoch-ended", G_CALLBACK (cancel_at_once), cancellable);

      run (runner, -1, cancellable, &answers);
      assert_answers (&answers, " cancelled");
      g_assert_cmpuint (g_hash_table_size (roots), >, i);
      g_signal_handler_disconnect (runner, handler);
    }

  process (runner, NULL, &answers);
  wait_for_answers (&answers);
  for (guint root = 0; root < g_hash_table_size (roots); root++)
    g_assert_true (g_hash_table_contains (roots, GUINT_TO_POINTER (root)));
  runner_test_end (runner);
}

/* Running. */

static void
test_run (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, EVERY_THIRD);
  g_auto (Answers) answers = answers_new ();

  run (runner, 3, NULL, &answers);
  assert_answers (&answers, " [0 3 6]");
  run (runner, 0, NULL, &answers);
  assert_answers (&answers, " []");
  run (runner, 1, NULL, &answers);
  assert_answers (&answers, " [9]");
  runner_test_end (runner);
}

static void
test_run_many (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  g_autoptr (GString) expected = g_string_new (" [0");
  g_auto (Answers) answers = answers_new ();

  for (guint i = 1; i < MANY; i++)
    g_string_append_printf (expected, " %u", i);
  g_string_append (expected, "]");
  run (runner, MANY, NULL, &answers);
  assert_answers (&answers, expected->str);
  runner_test_end (runner);
}

static void
test_run_to_end_of_stream (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, FINITE);
  g_auto (Answers) answers = answers_new ();

  run (runner, -1, NULL, &answers);
  assert_answers (&answers, " [0 1 2]");
  runner_test_end (runner);
}

static void
test_run_without_return (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, "nodes: { a: { type: @count } }");
  g_autoptr (GString) epochs = g_string_new (NULL);
  g_auto (Answers) answers = answers_new ();

  g_signal_connect (runner, "epoch-ended", G_CALLBACK (note_epoch), epochs);
  run (runner, 3, NULL, &answers);
  assert_answers (&answers, " []");
  g_assert_cmpstr (epochs->str, ==, " 0 1 2");
  runner_test_end (runner);
}

static void
test_run_without_result (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, EVERY_THIRD);
  g_auto (Answers) answers = answers_new ();

  noob_runner_set_max_iter_loops (runner, 1);
  run (runner, 2, NULL, &answers);
  wait_for_answers (&answers);
  g_assert_nonnull (strstr (answers.text->str, "more than 1 epochs in a row gave no result"));
  runner_test_end (runner);
}

static gboolean
cancel_at_10 (gpointer data)
{
  GCancellable *cancellable = data;
  guint n = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (cancellable), "n")) + 1;

  g_object_set_data (G_OBJECT (cancellable), "n", GUINT_TO_POINTER (n));
  if (n < 10)
    return G_SOURCE_CONTINUE;

  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

/* Sources of the lowest usual priority have their turns while a run without an end goes on. */
static void
test_main_loop_lives (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Answers) answers = answers_new ();

  run (runner, -1, cancellable, &answers);
  g_idle_add (cancel_at_10, cancellable);
  assert_answers (&answers, " cancelled");
  run (runner, 0, NULL, &answers);
  assert_answers (&answers, " []");
  runner_test_end (runner);
}

static void
test_next (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, FINITE);
  g_autoptr (GError) error = NULL;
  NoobResults *results = noob_runner_iterate (runner, -1, &error);
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (Answers) answers = answers_new ();

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *expected = g_strdup_printf (" %u", i);

      next (results, NULL, &answers);
      assert_answers (&answers, expected);
    }

  next (results, NULL, &answers);
  next (results, NULL, &answers);
  g_assert_false (noob_results_next (results, &value, &error));
  test_assert_error (error, NOOB_ERROR_STATE, "asked for already", NULL);
  wait_for_answers (&answers);
  g_assert_true (g_strcmp0 (answers.text->str, " state end") == 0 ||
                 g_strcmp0 (answers.text->str, " end state") == 0);
  g_string_truncate (answers.text, 0);

  next (results, NULL, &answers);
  assert_answers (&answers, " end");
  g_assert_finalize_object (results);
  runner_test_end (runner);
}

static void
test_next_cancelled (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  NoobResults *results = noob_runner_iterate (runner, 1, &error);
  g_auto (Answers) answers = answers_new ();

  g_cancellable_cancel (cancellable);
  next (results, cancellable, &answers);
  assert_answers (&answers, " cancelled");
  next (results, NULL, &answers);
  assert_answers (&answers, " end");
  g_assert_finalize_object (results);
  assert_process (runner, NULL, "0");
  runner_test_end (runner);
}

/* What may be outstanding together. */

static void
test_busy_processing (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  g_auto (Answers) answers = answers_new ();
  g_autoptr (GError) error = NULL;

  process (runner, NULL, &answers);
  assert_process_fails (runner, NULL, NOOB_ERROR_STATE, "the runner is busy");
  g_assert_false (noob_runner_start (runner, &error));
  test_assert_error (error, NOOB_ERROR_STATE, "the runner is busy", NULL);
  run (runner, 1, NULL, &answers);
  wait_for_answers (&answers);
  g_assert_true (g_strcmp0 (answers.text->str, " 0 state") == 0 ||
                 g_strcmp0 (answers.text->str, " state 0") == 0);
  runner_test_end (runner);
}

static void
test_busy_running (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  g_auto (Answers) answers = answers_new ();
  g_auto (Answers) refusals = answers_new ();

  run (runner, 3, NULL, &answers);
  process (runner, NULL, &refusals);
  run (runner, 3, NULL, &refusals);
  assert_process_fails (runner, NULL, NOOB_ERROR_STATE, "the runner is busy");
  assert_answers (&refusals, " state state");
  assert_answers (&answers, " [0 1 2]");
  runner_test_end (runner);
}

static void
test_busy_initializing (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_new (kind, COUNTING, NULL);
  g_auto (Answers) answers = answers_new ();
  g_auto (Answers) refusals = answers_new ();
  g_autoptr (GError) error = NULL;

  initialize (runner, NULL, &answers);
  initialize (runner, NULL, &refusals);
  deinitialize (runner, NULL, &refusals);
  process (runner, NULL, &refusals);
  assert_answers (&refusals, " state state state");
  assert_answers (&answers, " done");

  deinitialize (runner, NULL, &answers);
  process (runner, NULL, &refusals);
  deinitialize (runner, NULL, &refusals);
  g_assert_false (noob_runner_deinitialize (runner, &error));
  test_assert_error (error, NOOB_ERROR_STATE, "the runner is busy", NULL);
  assert_answers (&refusals, " state state");
  assert_answers (&answers, " done");
  g_assert_finalize_object (runner);
}

static void
test_deinitialize_cuts_off (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  g_auto (Answers) answers = answers_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < MANY; i++)
    process (runner, NULL, &answers);
  noob_runner_deinitialize (runner, &error);
  g_assert_no_error (error);

  /* What was cut off is in the way of nothing, and hears of it later. */
  noob_runner_initialize (runner, &error);
  g_assert_no_error (error);
  assert_process (runner, NULL, "0");
  g_assert_cmpuint (answers.n_outstanding, ==, MANY);
  wait_for_answers (&answers);
  assert_process (runner, NULL, "1");
  runner_test_end (runner);
}

static void
test_deinitialize_cuts_run_off (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  g_auto (Answers) answers = answers_new ();

  run (runner, -1, NULL, &answers);
  g_main_context_iteration (NULL, TRUE);
  deinitialize (runner, NULL, &answers);
  wait_for_answers (&answers);
  g_assert_true (g_strcmp0 (answers.text->str, " done state") == 0 ||
                 g_strcmp0 (answers.text->str, " state done") == 0);
  g_assert_finalize_object (runner);
}

/* Switching nodes. */

static void
on_disabled (GObject      *runner,
             GAsyncResult *result,
             gpointer      answers)
{
  GError *error = NULL;
  gboolean done = noob_runner_disable_node_finish (NOOB_RUNNER (runner), result, &error);

  note_done (answers, done, error);
}

static void
on_enabled (GObject      *runner,
            GAsyncResult *result,
            gpointer      answers)
{
  GError *error = NULL;
  gboolean done = noob_runner_enable_node_finish (NOOB_RUNNER (runner), result, &error);

  note_done (answers, done, error);
}

static void
disable (NoobRunner   *runner,
         const char   *node,
         GCancellable *cancellable,
         Answers      *answers)
{
  answers->n_outstanding++;
  noob_runner_disable_node_async (runner, node, cancellable, on_disabled, answers);
}

static void
enable (NoobRunner *runner,
        const char *node,
        Answers    *answers)
{
  answers->n_outstanding++;
  noob_runner_enable_node_async (runner, node, NULL, on_enabled, answers);
}

static void
test_switch_nodes (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, EVERY_THIRD);
  g_auto (Answers) answers = answers_new ();

  disable (runner, "a", NULL, &answers);
  disable (runner, "b", NULL, &answers);
  assert_answers (&answers, " done done");
  run (runner, 1, NULL, &answers);
  assert_answers (&answers, " []");

  enable (runner, "b", &answers);
  enable (runner, "a", &answers);
  assert_answers (&answers, " done done");
  run (runner, 1, NULL, &answers);
  assert_answers (&answers, " [0]");

  disable (runner, "z", NULL, &answers);
  assert_answers (&answers, " the tube has no node \"z\"");
  runner_test_end (runner);
}

static void
test_switch_cancelled_before (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Answers) answers = answers_new ();

  g_cancellable_cancel (cancellable);
  disable (runner, "a", cancellable, &answers);
  assert_answers (&answers, " cancelled");
  assert_process (runner, NULL, "0");
  runner_test_end (runner);
}

/* What becomes of the runner meanwhile. */

static void
test_unreffed_while_outstanding (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  gpointer watched = runner;
  g_auto (Answers) answers = answers_new ();

  g_object_add_weak_pointer (G_OBJECT (runner), &watched);
  process (runner, NULL, &answers);
  process (runner, NULL, &answers);
  g_object_unref (runner);
  g_assert_nonnull (watched);
  assert_answers (&answers, " 0 1");
  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
deinitialize_in_callback (GObject      *runner,
                          GAsyncResult *result,
                          gpointer      answers)
{
  g_autoptr (GError) error = NULL;

  on_processed (runner, result, answers);
  noob_runner_deinitialize (NOOB_RUNNER (runner), &error);
  g_assert_no_error (error);
  g_object_unref (runner);
}

static void
test_freed_in_callback (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  gpointer watched = runner;
  g_auto (Answers) answers = answers_new ();

  g_object_add_weak_pointer (G_OBJECT (runner), &watched);
  answers.n_outstanding++;
  noob_runner_process_async (runner, NULL, NULL, deinitialize_in_callback, &answers);
  for (guint i = 0; i < MANY; i++)
    process (runner, NULL, &answers);
  wait_for_answers (&answers);
  g_assert_true (g_str_has_prefix (answers.text->str, " 0 "));
  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
process_in_handler (NoobRunner *runner,
                    NoobEpoch  *epoch,
                    Answers    *answers)
{
  g_signal_handlers_disconnect_by_data (runner, answers);
  process (runner, NULL, answers);
}

/* In a handler of an asynchronous call over ZeroMQ it is admitted; within an epoch it is not. */
static void
test_handler_processes (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  g_auto (Answers) answers = answers_new ();

  g_signal_connect (runner, "epoch-ended", G_CALLBACK (process_in_handler), &answers);
  process (runner, NULL, &answers);
  wait_for_answers (&answers);
  if (kind == &sync_runner_kind)
    g_assert_cmpstr (answers.text->str, ==, " 0 state");
  else
    g_assert_cmpstr (answers.text->str, ==, " 0 1");
  runner_test_end (runner);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  runner_test_add ("async/life", test_life);
  runner_test_add ("async/life-without-need", test_life_without_need);
  runner_test_add ("async/initialize/fails", test_initialize_fails);
  runner_test_add ("async/initialize/cancelled", test_initialize_cancelled);
  runner_test_add ("async/deinitialize/cancelled-before-it-begins",
                   test_deinitialize_cancelled_before);
  runner_test_add ("async/deinitialize/cuts-processing-off", test_deinitialize_cuts_off);
  runner_test_add ("async/deinitialize/cuts-run-off", test_deinitialize_cuts_run_off);
  runner_test_add ("async/process/many-in-order", test_process_many);
  runner_test_add ("async/process/inputs", test_process_inputs);
  runner_test_add ("async/process/end-of-stream", test_process_end_of_stream);
  runner_test_add ("async/process/cancelled-before-it-begins", test_process_cancelled_before);
  runner_test_add ("async/process/cancelled-while-waiting", test_process_cancelled_waiting);
  runner_test_add ("async/signals/come-first", test_signals_come_first);
  runner_test_add ("async/run/counts-results", test_run);
  runner_test_add ("async/run/many", test_run_many);
  runner_test_add ("async/run/to-end-of-stream", test_run_to_end_of_stream);
  runner_test_add ("async/run/without-return", test_run_without_return);
  runner_test_add ("async/run/without-result", test_run_without_result);
  runner_test_add ("async/run/cancelled", test_run_cancelled);
  runner_test_add ("async/run/main-loop-lives", test_main_loop_lives);
  runner_test_add ("async/next/one-by-one", test_next);
  runner_test_add ("async/next/cancelled", test_next_cancelled);
  runner_test_add ("async/busy/processing", test_busy_processing);
  runner_test_add ("async/busy/running", test_busy_running);
  runner_test_add ("async/busy/initializing", test_busy_initializing);
  runner_test_add ("async/switch/nodes", test_switch_nodes);
  runner_test_add ("async/switch/cancelled-before-it-begins", test_switch_cancelled_before);
  runner_test_add ("async/reference/dropped-while-outstanding", test_unreffed_while_outstanding);
  runner_test_add ("async/reference/dropped-in-callback", test_freed_in_callback);
  runner_test_add ("async/handler/processes", test_handler_processes);

  return g_test_run ();
}
