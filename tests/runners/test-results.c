/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Iterating and running: how many epochs, what comes out of them, and how they end. */

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

#define WITHOUT_RETURN "nodes: { a: { type: @count } }\n"

#define FINITE \
  "nodes:\n" \
  "  a: { type: @count, params: { end: 3 } }\n" \
  "  result: { type: return, depends: a.value }\n"

static NoobResults *
iterate (NoobRunner *runner,
         gint64      n)
{
  g_autoptr (GError) error = NULL;
  NoobResults *results = noob_runner_iterate (runner, n, &error);

  g_assert_no_error (error);

  return results;
}

static NoobResults *
iterate_epochs (NoobRunner *runner,
                gint64      n)
{
  g_autoptr (GError) error = NULL;
  NoobResults *results = noob_runner_iterate_epochs (runner, n, &error);

  g_assert_no_error (error);

  return results;
}

static void
end_results (NoobResults *results)
{
  assert_no_next (results);
  assert_no_next (results);
  g_assert_finalize_object (results);
}

static void
test_iterate (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  NoobResults *results = iterate (runner, 3);

  assert_next (results, "0");
  assert_next (results, "1");
  assert_next (results, "2");
  end_results (results);
  assert_process (runner, NULL, "3");
  runner_test_end (runner);
}

static void
test_iterate_counts_results (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, EVERY_THIRD);
  NoobResults *results = iterate (runner, 3);

  assert_next (results, "0");
  assert_next (results, "3");
  assert_next (results, "6");
  end_results (results);
  runner_test_end (runner);
}

static void
test_iterate_without_return (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, WITHOUT_RETURN);
  NoobResults *results = iterate (runner, 2);

  assert_next (results, "nothing");
  assert_next (results, "nothing");
  end_results (results);
  runner_test_end (runner);
}

static void
test_iterate_epochs (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, EVERY_THIRD);
  NoobResults *results = iterate_epochs (runner, 4);

  assert_next (results, "0");
  assert_next (results, "nothing");
  assert_next (results, "nothing");
  assert_next (results, "3");
  end_results (results);
  runner_test_end (runner);
}

static void
test_none (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);

  end_results (iterate (runner, 0));
  assert_run (runner, 0, "[]");
  assert_process (runner, NULL, "0");
  runner_test_end (runner);
}

static void
test_run (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);

  assert_run (runner, 3, "[0 1 2]");
  assert_process (runner, NULL, "3");
  assert_run (runner, 2, "[4 5]");
  runner_test_end (runner);
}

static void
test_run_counts_results (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, EVERY_THIRD);

  assert_run (runner, 3, "[0 3 6]");
  runner_test_end (runner);
}

static void
test_run_without_return_counts_epochs (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, WITHOUT_RETURN);
  g_autoptr (GString) epochs = g_string_new (NULL);

  g_signal_connect (runner, "epoch-ended", G_CALLBACK (note_epoch), epochs);
  assert_run (runner, 3, "[]");
  g_assert_cmpstr (epochs->str, ==, " 0 1 2");
  runner_test_end (runner);
}

static void
test_null_is_a_result (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, "nodes:\n"
                                                "  a: { type: @null }\n"
                                                "  result: { type: return, depends: a.value }\n");

  assert_run (runner, 2, "[null null]");
  runner_test_end (runner);
}

/* A result every third epoch: two without one in between. */
static void
test_max_iter_loops (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, EVERY_THIRD);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (noob_runner_get_max_iter_loops (runner), ==, 100);
  noob_runner_set_max_iter_loops (runner, 2);
  assert_run (runner, 3, "[0 3 6]");

  noob_runner_set_max_iter_loops (runner, 1);
  g_assert_null (noob_runner_run (runner, 1, &error));
  test_assert_error (error, NOOB_ERROR_NO_RESULT, "max-iter-loops", "1", NULL);

  /* Only iterating over results minds. */
  assert_process (runner, NULL, "9");
  runner_test_end (runner);
}

static void
test_max_iter_loops_is_in_a_row (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, EVERY_THIRD);
  NoobResults *results;

  noob_runner_set_max_iter_loops (runner, 2);
  results = iterate (runner, 20);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *expected = g_strdup_printf ("%u", 3 * i);

      assert_next (results, expected);
    }
  end_results (results);
  runner_test_end (runner);
}

static void
test_end_of_stream_ends_iteration (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, FINITE);
  NoobResults *results = iterate (runner, 10);

  assert_next (results, "0");
  assert_next (results, "1");
  assert_next (results, "2");
  end_results (results);
  g_assert_null (noob_runner_get_failure (runner));
  runner_test_end (runner);
}

static void
test_end_of_stream_ends_run (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, FINITE);

  assert_run (runner, -1, "[0 1 2]");
  assert_run (runner, 5, "[]");
  assert_process_fails (runner, NULL, NOOB_ERROR_END_OF_STREAM, "a");
  runner_test_end (runner);
}

static void
test_failure_ends_run (const RunnerKind *kind)
{
  NoobRunner *runner =
    runner_test_begin (kind, "nodes:\n"
                             "  a: { type: @count }\n"
                             "  b: { type: @picky, depends: a.value, params: { at: 2 } }\n"
                             "  result: { type: return, depends: b.value }\n");
  NoobResults *results;
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  results = iterate (runner, 10);
  assert_next (results, "0");
  assert_next (results, "1");
  g_assert_false (noob_results_next (results, &value, &error));
  test_assert_error (error, NOOB_ERROR_NODE, "b", "will not have 2", NULL);
  end_results (results);

  g_assert_cmpstr (noob_failure_get_node_id (noob_error_get_failure (error)), ==, "b");
  runner_test_end (runner);
}

/* What has run has been reported, and the numbers go on. */
static void
test_breaking_out_loses_nothing (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  g_autoptr (GString) epochs = g_string_new (NULL);
  g_autoptr (GString) expected = g_string_new (NULL);
  NoobResults *results;
  g_auto (GValue) result = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_signal_connect (runner, "epoch-ended", G_CALLBACK (note_epoch), epochs);
  results = iterate (runner, 10);
  assert_next (results, "0");
  assert_next (results, "1");
  g_assert_finalize_object (results);

  noob_runner_process (runner, NULL, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_value_get_int64 (&result), >=, 2);
  for (gint64 i = 0; i <= g_value_get_int64 (&result); i++)
    g_string_append_printf (expected, " %d", (int) i);
  g_assert_cmpstr (epochs->str, ==, expected->str);
  runner_test_end (runner);
}

static void
test_results_outlive_runner (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  g_autoptr (NoobResults) results = iterate (runner, 10);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  assert_next (results, "0");
  noob_runner_deinitialize (runner, &error);
  g_assert_no_error (error);
  g_object_unref (runner);

  g_assert_false (noob_results_next (results, &value, &error));
  test_assert_error (error, NOOB_ERROR_STATE, "initialize", NULL);
  assert_no_next (results);
}

static void
assert_over (NoobResults *results)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_results_next (results, &value, &error));
  test_assert_error (error, NOOB_ERROR_STATE, "the iteration is over", NULL);
}

/* Gives the next result, which is an integer. */
static gint64
take_next (NoobResults *results)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_assert_true (noob_results_next (results, &value, &error));
  g_assert_no_error (error);

  return g_value_get_int64 (&value);
}

static void
test_another_ends_it (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  NoobResults *earlier = iterate (runner, 10);
  NoobResults *later = iterate (runner, 2);
  gint64 first;

  assert_next (earlier, "0");
  assert_next (earlier, "1");
  first = take_next (later);
  g_assert_cmpint (first, >=, 2);

  /* What is over disturbs nothing, neither by being asked nor by being dropped. */
  assert_over (earlier);
  end_results (earlier);
  g_assert_cmpint (take_next (later), ==, first + 1);
  end_results (later);
  runner_test_end (runner);
}

static void
test_run_ends_it (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  NoobResults *results = iterate (runner, 10);
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobList) list = NULL;

  assert_next (results, "0");
  list = noob_runner_run (runner, 3, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (noob_list_get_length (list), ==, 3);
  assert_over (results);
  end_results (results);
  runner_test_end (runner);
}

/* What has given all that it was to give is at its end, and not cut off. */
static void
test_another_after_the_last (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  NoobResults *earlier = iterate (runner, 1);
  NoobResults *later = iterate (runner, 1);

  assert_next (earlier, "0");
  assert_next (later, "1");
  end_results (earlier);
  end_results (later);
  runner_test_end (runner);
}

/* It begins with its first result, and not before. */
static void
test_another_that_has_not_begun (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  NoobResults *one = iterate (runner, 3);
  NoobResults *other = iterate (runner, 3);

  assert_next (one, "0");
  assert_next (one, "1");
  g_assert_finalize_object (other);
  assert_next (one, "2");
  end_results (one);
  runner_test_end (runner);
}

static void
test_process_within (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  NoobResults *results = iterate (runner, 2);
  g_auto (GValue) result = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  assert_next (results, "0");
  g_assert_true (noob_runner_process (runner, NULL, &result, &error));
  g_assert_no_error (error);
  take_next (results);
  end_results (results);
  runner_test_end (runner);
}

/* The first life of the runner is over, and what was begun in it. */
static void
test_iteration_ends_with_the_life (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, COUNTING);
  NoobResults *results = iterate (runner, 10);
  g_autoptr (GError) error = NULL;

  assert_next (results, "0");
  g_assert_true (noob_runner_deinitialize (runner, &error));
  g_assert_true (noob_runner_initialize (runner, &error));
  g_assert_no_error (error);
  assert_over (results);
  end_results (results);
  assert_process (runner, NULL, "0");
  runner_test_end (runner);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  runner_test_add ("iterate/gives-results", test_iterate);
  runner_test_add ("iterate/counts-results", test_iterate_counts_results);
  runner_test_add ("iterate/without-return-counts-epochs", test_iterate_without_return);
  runner_test_add ("iterate/epochs", test_iterate_epochs);
  runner_test_add ("iterate/none", test_none);
  runner_test_add ("iterate/end-of-stream", test_end_of_stream_ends_iteration);
  runner_test_add ("iterate/failure", test_failure_ends_run);
  runner_test_add ("iterate/breaking-out-loses-nothing", test_breaking_out_loses_nothing);
  runner_test_add ("iterate/results-outlive-runner", test_results_outlive_runner);
  runner_test_add ("iterate/another-ends-it", test_another_ends_it);
  runner_test_add ("iterate/run-ends-it", test_run_ends_it);
  runner_test_add ("iterate/another-after-the-last", test_another_after_the_last);
  runner_test_add ("iterate/another-that-has-not-begun", test_another_that_has_not_begun);
  runner_test_add ("iterate/process-within", test_process_within);
  runner_test_add ("iterate/ends-with-the-life-of-the-runner", test_iteration_ends_with_the_life);
  runner_test_add ("run/gives-results", test_run);
  runner_test_add ("run/counts-results", test_run_counts_results);
  runner_test_add ("run/without-return-counts-epochs", test_run_without_return_counts_epochs);
  runner_test_add ("run/null-is-a-result", test_null_is_a_result);
  runner_test_add ("run/end-of-stream", test_end_of_stream_ends_run);
  runner_test_add ("run/max-iter-loops", test_max_iter_loops);
  runner_test_add ("run/max-iter-loops-is-in-a-row", test_max_iter_loops_is_in_a_row);

  return g_test_run ();
}
