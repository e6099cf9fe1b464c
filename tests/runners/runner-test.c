/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "runner-test.h"

#include <glib/gstdio.h>

static NoobRunner *
create_inproc_runner (NoobTube *tube)
{
  return g_object_new (NOOB_TYPE_ZMQ_RUNNER, "tube", tube, "transport", NOOB_TRANSPORT_INPROC, NULL);
}

const RunnerKind sync_runner_kind = { "sync", noob_sync_runner_new };
static const RunnerKind zmq_runner_kind = { "zmq", noob_zmq_runner_new };
static const RunnerKind inproc_runner_kind = { "inproc", create_inproc_runner };

static const RunnerKind *const kinds[] = {
  &sync_runner_kind,
  &zmq_runner_kind,
  &inproc_runner_kind,
};

typedef struct
{
  const RunnerKind *kind;
  RunnerTest        test;
} BoundTest;

static void
run_bound_test (gconstpointer data)
{
  const BoundTest *bound = data;

  bound->test (bound->kind);
}

void
runner_test_add_for (const RunnerKind *kind,
                     const char       *path,
                     RunnerTest        test)
{
  g_autofree char *full_path = g_strdup_printf ("/runner/%s/%s", kind->name, path);
  BoundTest *bound = g_new (BoundTest, 1);

  *bound = (BoundTest) { kind, test };
  g_test_add_data_func_full (full_path, bound, run_bound_test, g_free);
}

void
runner_test_add (const char *path,
                 RunnerTest  test)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    runner_test_add_for (kinds[i], path, test);
}

NoobTube *
runner_test_tube (const char *yaml,
                  NoobRecord *inputs)
{
  g_autoptr (GString) text = g_string_new (yaml);
  g_autoptr (NoobTubeSpecification) specification = NULL;
  g_autoptr (GError) error = NULL;
  NoobTube *tube;

  g_string_replace (text, "@", "c:librunner-nodes.so#", 0);
  specification = noob_tube_specification_new_from_data (text->str, -1, NULL, &error);
  g_assert_no_error (error);
  tube = noob_tube_new (specification, inputs, &error);
  g_assert_no_error (error);

  return tube;
}

NoobRunner *
runner_test_new (const RunnerKind *kind,
                 const char       *yaml,
                 NoobRecord       *inputs)
{
  g_autoptr (NoobTube) tube = runner_test_tube (yaml, inputs);

  return kind->create (tube);
}

NoobRunner *
runner_test_begin (const RunnerKind *kind,
                   const char       *yaml)
{
  NoobRunner *runner = runner_test_new (kind, yaml, NULL);
  g_autoptr (GError) error = NULL;

  noob_runner_initialize (runner, &error);
  g_assert_no_error (error);
  g_assert_true (noob_runner_get_initialized (runner));

  return runner;
}

void
runner_test_end (NoobRunner *runner)
{
  g_autoptr (GError) error = NULL;

  noob_runner_deinitialize (runner, &error);
  g_assert_no_error (error);
  g_assert_false (noob_runner_get_initialized (runner));
  g_assert_finalize_object (runner);
}

void
assert_process (NoobRunner *runner,
                NoobRecord *inputs,
                const char *expected)
{
  g_autoptr (NoobRecord) given = inputs;
  g_auto (GValue) result = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  noob_runner_process (runner, given, &result, &error);
  g_assert_no_error (error);
  text = value_text (&result);
  g_assert_cmpstr (text, ==, expected);
}

void
assert_process_fails (NoobRunner *runner,
                      NoobRecord *inputs,
                      NoobError   code,
                      const char *part)
{
  g_autoptr (NoobRecord) given = inputs;
  g_auto (GValue) result = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_runner_process (runner, given, &result, &error));
  test_assert_error (error, code, part, NULL);
  g_assert_true (noob_value_is_no_event (&result));
}

void
assert_run (NoobRunner *runner,
            gint64      n,
            const char *expected)
{
  g_autoptr (GError) error = NULL;
  NoobList *list = noob_runner_run (runner, n, &error);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_value_init (&value, NOOB_TYPE_LIST);
  g_value_take_boxed (&value, list);
  text = value_text (&value);
  g_assert_cmpstr (text, ==, expected);
}

void
assert_next (NoobResults *results,
             const char  *expected)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  noob_results_next (results, &value, &error);
  g_assert_no_error (error);
  text = value_text (&value);
  g_assert_cmpstr (text, ==, expected);
}

void
assert_no_next (NoobResults *results)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_results_next (results, &value, &error));
  g_assert_no_error (error);
  g_assert_true (noob_value_is_no_event (&value));
}

char *
journal_new (void)
{
  g_autoptr (GError) error = NULL;
  char *path;
  int fd = g_file_open_tmp ("noob-journal-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_assert_true (g_close (fd, NULL));

  return path;
}

static char *
read_journal (const char *path)
{
  char *contents;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);

  return g_strdelimit (g_strchomp (contents), "\n", ',');
}

void
assert_journal (const char *path,
                const char *expected)
{
  g_autofree char *journal = read_journal (path);

  g_assert_cmpstr (journal, ==, expected);
}

void
assert_journal_balanced (const char *path)
{
  g_autofree char *journal = read_journal (path);
  g_auto (GStrv) lines = g_strsplit (journal, ",", -1);
  g_autoptr (GHashTable) open = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "init "))
      g_assert_true (g_hash_table_add (open, lines[i] + strlen ("init ")));
    else
      g_assert_true (g_hash_table_remove (open, lines[i] + strlen ("deinit ")));
  g_assert_cmpuint (g_hash_table_size (open), ==, 0);
}

void
journal_free (char *path)
{
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_free (path);
}

void
note_event (NoobRunner *runner,
            NoobEvent  *event,
            gpointer    text)
{
  g_autofree char *epoch = noob_epoch_to_string (noob_event_get_epoch (event));
  g_autofree char *value = value_text (noob_event_get_value (event));

  g_string_append_printf (text, " %s.%s@%s=%s", noob_event_get_node_id (event),
                          noob_event_get_signal (event), epoch, value);
}

void
note_epoch (NoobRunner *runner,
            NoobEpoch  *epoch,
            gpointer    text)
{
  g_autofree char *name = noob_epoch_to_string (epoch);

  g_string_append_printf (text, " %s", name);
}
