/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* When assets are made and torn down, and what is wrong with them. */

#include "runner-test.h"

/* A tube of one node that uses an asset with a journal; @nodes nullable: a `bump` alone. */
static NoobRunner *
begin (const RunnerKind *kind,
       const char       *journal,
       const char       *scope,
       const char       *nodes)
{
  g_autofree char *yaml = g_strdup_printf (
    "assets:\n"
    "  t: { type: @score, scope: %s, params: { name: t, journal: '%s' } }\n"
    "nodes:\n%s",
    scope, journal,
    nodes != NULL ? nodes : "  a: { type: @bump, depends: [ score: assets.t ] }\n"
                            "  result: { type: return, depends: a.count }\n");

  return runner_test_begin (kind, yaml);
}

static void
assert_life (const RunnerKind *kind,
             const char       *scope,
             const char       *expected)
{
  char *journal = journal_new ();
  NoobRunner *runner = begin (kind, journal, scope, NULL);

  for (guint i = 0; i < 2; i++)
    assert_process (runner, NULL, g_str_equal (scope, "runner") && i > 0 ? "2" : "1");
  runner_test_end (runner);
  assert_journal (journal, expected);
  journal_free (journal);
}

static void
test_runner_scope (const RunnerKind *kind)
{
  assert_life (kind, "runner", "init t,deinit t");
}

static void
test_process_scope (const RunnerKind *kind)
{
  assert_life (kind, "process", "init t,deinit t,init t,deinit t");
}

static void
test_node_scope (const RunnerKind *kind)
{
  assert_life (kind, "node", "init t,deinit t,init t,deinit t");
}

static void
test_unused (const RunnerKind *kind)
{
  char *journal = journal_new ();
  NoobRunner *runner = begin (kind, journal, "runner", "  a: { type: @null }\n"
                                                       "  result: { type: return, depends: a.value }\n");

  assert_process (runner, NULL, "null");
  runner_test_end (runner);
  assert_journal (journal, "");
  journal_free (journal);
}

/* Its call fails each time. */
static void
assert_life_of_failing (const RunnerKind *kind,
                        const char       *scope,
                        const char       *expected)
{
  char *journal = journal_new ();
  NoobRunner *runner =
    begin (kind, journal, scope,
           "  a: { type: @bump, depends: [ score: assets.t ], params: { by: much } }\n"
           "  result: { type: return, depends: a.count }\n");

  for (guint i = 0; i < 2; i++)
    assert_process_fails (runner, NULL, NOOB_ERROR_NODE, "by");
  runner_test_end (runner);
  assert_journal (journal, expected);
  journal_free (journal);
}

static void
test_failing_node (const RunnerKind *kind)
{
  assert_life_of_failing (kind, "runner", "init t,deinit t");
  assert_life_of_failing (kind, "process", "init t,deinit t,init t,deinit t");
  assert_life_of_failing (kind, "node", "init t,deinit t,init t,deinit t");
}

/* Made and torn down as often as epochs ran, however they were cut off. */
static void
test_free_run (const RunnerKind *kind)
{
  char *journal = journal_new ();
  NoobRunner *runner = begin (kind, journal, "node", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  guint n_made = 0;

  noob_runner_start (runner, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 50; i++)
    g_main_context_iteration (NULL, FALSE);
  runner_test_end (runner);

  g_file_get_contents (journal, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (guint i = 0; lines[i] != NULL && lines[0][0] != '\0'; i++)
    n_made += g_str_has_prefix (lines[i], "init") ? 1 : -1;
  g_assert_cmpint (n_made, ==, 0);
  journal_free (journal);
}

/* An asset that two slots take is one object. */
static void
test_two_slots (const RunnerKind *kind)
{
  char *journal = journal_new ();
  NoobRunner *runner =
    begin (kind, journal, "node", "  a: { type: @see, depends: [ a: assets.t, b: assets.t ] }\n"
                                  "  result: { type: return, depends: a.value }\n");

  assert_process (runner, NULL, "{a:{count:0} b:{count:0}}");
  runner_test_end (runner);
  assert_journal (journal, "init t,deinit t");
  journal_free (journal);
}

static void
test_inputs_in_params (const RunnerKind *kind)
{
  NoobRecord *inputs = noob_record_new ();
  g_autoptr (NoobRecord) given = inputs;
  NoobRunner *runner;
  g_autoptr (GError) error = NULL;

  noob_record_set_int64 (inputs, "from", 41);
  runner = runner_test_new (kind, "input:\n"
                                  "  from: { scope: tube }\n"
                                  "assets:\n"
                                  "  t: { type: @score, scope: runner, params: [ input.from ] }\n"
                                  "nodes:\n"
                                  "  a: { type: @bump, depends: [ score: assets.t ] }\n"
                                  "  result: { type: return, depends: a.count }\n",
                            inputs);
  noob_runner_initialize (runner, &error);
  g_assert_no_error (error);
  assert_process (runner, NULL, "42");
  runner_test_end (runner);
}

/* Errors. */

static void
assert_does_not_begin (const RunnerKind *kind,
                       const char       *yaml,
                       NoobError         code,
                       const char       *part)
{
  NoobRunner *runner = runner_test_new (kind, yaml, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_runner_initialize (runner, &error));
  g_assert_error (error, NOOB_ERROR, (int) code);
  if (strstr (error->message, part) == NULL)
    g_error ("\"%s\" does not say \"%s\"", error->message, part);
  g_assert_finalize_object (runner);
}

#define ONE(asset) \
  "assets:\n  t: { type: " asset " }\n" \
  "nodes:\n  a: { type: @bump, depends: [ score: assets.t ] }\n"

static void
test_cannot_be_made (const RunnerKind *kind)
{
  assert_does_not_begin (kind, ONE ("@no_score, scope: runner"), NOOB_ERROR_FAILED,
                         "asset \"t\": there is no score");
}

static void
test_cannot_be_made_for_a_call (const RunnerKind *kind)
{
  NoobRunner *runner = runner_test_begin (kind, ONE ("@no_score, scope: node"));

  for (guint i = 0; i < 2; i++)
    assert_process_fails (runner, NULL, NOOB_ERROR_NODE, "asset \"t\": there is no score");
  runner_test_end (runner);
}

static void
test_cannot_be_loaded (const RunnerKind *kind)
{
  assert_does_not_begin (kind, ONE ("@nothing, scope: runner"), NOOB_ERROR_LOAD, "\"t\"");
  assert_does_not_begin (kind, ONE ("map, scope: runner"), NOOB_ERROR_LOAD, "makes no assets");
}

static void
test_unknown_param (const RunnerKind *kind)
{
  assert_does_not_begin (kind, ONE ("@numbers, scope: runner, params: { volue: 1 }"),
                         NOOB_ERROR_LOAD, "\"volue\"");
  assert_does_not_begin (kind, ONE ("@numbers, scope: runner, params: [ 1, 2 ]"), NOOB_ERROR_LOAD,
                         "\"1\"");
}

static void
test_unknown_signal (const RunnerKind *kind)
{
  assert_does_not_begin (kind, "assets:\n"
                               "  t: { type: @score, scope: runner, depends: b.scores }\n"
                               "nodes:\n"
                               "  a: { type: @bump, depends: [ score: assets.t ] }\n"
                               "  b: { type: @bump, depends: [ score: a.score ] }\n",
                         NOOB_ERROR_PORTS, "score");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  runner_test_add ("/assets/life/runner", test_runner_scope);
  runner_test_add ("/assets/life/process", test_process_scope);
  runner_test_add ("/assets/life/node", test_node_scope);
  runner_test_add ("/assets/life/of-what-nobody-uses", test_unused);
  runner_test_add ("/assets/life/when-a-node-fails", test_failing_node);
  runner_test_add ("/assets/life/when-a-free-run-is-cut-off", test_free_run);
  runner_test_add ("/assets/life/in-two-slots", test_two_slots);
  runner_test_add ("/assets/params/inputs", test_inputs_in_params);
  runner_test_add ("/assets/params/unknown", test_unknown_param);
  runner_test_add ("/assets/errors/cannot-be-made", test_cannot_be_made);
  runner_test_add ("/assets/errors/cannot-be-made-for-a-call", test_cannot_be_made_for_a_call);
  runner_test_add ("/assets/errors/cannot-be-loaded", test_cannot_be_loaded);
  runner_test_add ("/assets/errors/unknown-signal", test_unknown_signal);

  return g_test_run ();
}
