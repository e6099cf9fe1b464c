/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <glib/gstdio.h>
#include <noob.h>
#include <string.h>

#include "bad-input-table.h"

static void
assert_error_is (GError     *error,
                 const char *path,
                 int         code,
                 const char *location,
                 const char *fragment)
{
  g_autofree char *start =
    location != NULL ? g_strdup_printf ("%s:%s: ", path, location) : g_strdup ("");

  g_test_message ("%s", error != NULL ? error->message : "no error");
  g_assert_error (error, NOOB_ERROR, code);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  if (!g_str_has_prefix (error->message, start))
    g_error ("\"%s\" does not start with \"%s\"", error->message, start);
  if (strstr (error->message, fragment) == NULL)
    g_error ("\"%s\" does not contain \"%s\"", error->message, fragment);
}

static void
test_file (gconstpointer data)
{
  const BadInput *bad = data;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "bad", bad->file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) tube = noob_tube_specification_new_from_file (path, &error);

  g_assert_null (tube);
  assert_error_is (error, path, bad->code, bad->location, bad->fragment);
}

/* Every file in the folder has to be in the table, or to be there for one that is. */
static void
test_all_files_are_tested (void)
{
  static const char *const helpers[] = { "extends-cycle-b.yaml", "incomplete-base.yaml", NULL };
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", "bad", NULL);
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (directory);
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      gboolean known = g_strv_contains (helpers, name);

      for (guint i = 0; i < G_N_ELEMENTS (bad_inputs); i++)
        known = known || g_str_equal (bad_inputs[i].file, name);
      g_test_message ("%s", name);
      g_assert_true (known);
    }
}

static void
test_missing_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) tube =
    noob_tube_specification_new_from_file ("/not/there.yaml", &error);

  g_assert_null (tube);
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==, "/not/there.yaml: there is no such file");
}

static void
test_folder (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) tube = noob_tube_specification_new_from_file (path, &error);

  g_assert_null (tube);
  assert_error_is (error, path, NOOB_ERROR_NOT_FOUND, NULL, "a folder");
}

static char *
nest (const char *opening,
      guint       depth)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, opening);
  return g_string_free (text, FALSE);
}

static void
assert_too_deep (const char *start,
                 const char *opening,
                 const char *location)
{
  g_autofree char *nested = nest (opening, 100000);
  g_autofree char *text = g_strconcat (start, nested, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) tube =
    noob_tube_specification_new_from_data (text, -1, NULL, &error);
  g_autofree char *message = g_strdup_printf ("%s: nested more than 64 levels deep", location);

  g_assert_null (tube);
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_SPECIFICATION);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_nested_brackets (void)
{
  assert_too_deep ("", "[", "1:65");
  assert_too_deep ("{\"nodes\": ", "[", "1:74");
  assert_too_deep ("", "[\n", "65:1");
}

static void
test_nested_mappings (void)
{
  assert_too_deep ("", "{\"a\":", "1:321");
  assert_too_deep ("", "- ", "1:129");
}

static void
test_nested_record (void)
{
  g_autoptr (NoobRecord) record = noob_record_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) tube = NULL;

  for (guint i = 0; i < 1000; i++)
    {
      NoobRecord *outer = noob_record_new ();

      noob_record_take_record (outer, "a", record);
      record = outer;
    }
  tube = noob_tube_specification_new_from_record (record, NULL, &error);
  g_assert_null (tube);
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_SPECIFICATION);
  g_assert_nonnull (strstr (error->message, "nested more than 64 levels deep"));
  g_assert_cmpuint (strlen (error->message), <, 500);
}

#define TOO_LARGE (16 * 1024 * 1024 + 1)

static void
test_large_data (void)
{
  g_autofree char *text = g_strnfill (TOO_LARGE, ' ');
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) tube =
    noob_tube_specification_new_from_data (text, TOO_LARGE, NULL, &error);

  g_assert_null (tube);
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_SPECIFICATION);
  g_assert_nonnull (strstr (error->message, "larger than 16 MiB"));
}

static void
test_large_file (void)
{
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *path = g_build_filename (folder, "large.yaml", NULL);
  g_autofree char *text = g_strnfill (TOO_LARGE, '#');
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) tube = NULL;

  g_assert_true (g_file_set_contents (path, text, TOO_LARGE, NULL));
  tube = noob_tube_specification_new_from_file (path, &error);
  g_assert_null (tube);
  assert_error_is (error, path, NOOB_ERROR_SPECIFICATION, NULL, "larger than 16 MiB");
  g_remove (path);
  g_rmdir (folder);
}

/* Every start of a right file is wrong or right, but never worse than wrong. */
static void
test_truncated (void)
{
  static const char text[] =
    "noob_id: x\n"
    "input: {i: {default: [1, 2.5, \"x\\u00e9\"]}}\n"
    "nodes:\n"
    "  a: {type: x, params: &p {v: input.i}}\n"
    "  b: {type: y, depends: [a.value, {v: a.w}], params: *p}\n"
    "  m: {type: map, depends: b.value}\n"
    "  g: {type: gather, depends: [value: m.value, n: m.n]}\n"
    "  r: {type: return, depends: [{out: g.value}]}\n";

  for (gsize length = 0; length <= strlen (text); length++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (NoobTubeSpecification) tube =
        noob_tube_specification_new_from_data (text, length, NULL, &error);

      g_assert_true ((tube == NULL) == (error != NULL));
    }
}

/* The same for each byte replaced by each of a few that mean something. */
static void
test_mutated (void)
{
  static const char text[] =
    "nodes:\n  a: {type: x, params: {v: [1]}}\n  b: {type: y, depends: [a.w]}\n";
  static const char bytes[] = "{}[]:,-&*!|>'\"%@`#?~\t\n \\.0a\xff";

  for (gsize i = 0; i < strlen (text); i++)
    for (gsize j = 0; j < sizeof bytes; j++)
      {
        g_autofree char *mutant = g_strdup (text);
        g_autoptr (GError) error = NULL;
        g_autoptr (NoobTubeSpecification) tube = NULL;

        mutant[i] = bytes[j];
        tube = noob_tube_specification_new_from_data (mutant, strlen (text), NULL, &error);
        g_assert_true ((tube == NULL) == (error != NULL));
      }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("XDG_CONFIG_HOME", "/nowhere", TRUE);
  g_setenv ("XDG_DATA_DIRS", "/nowhere", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (bad_inputs); i++)
    {
      g_autofree char *name = g_strdup_printf ("/bad-input/file/%s", bad_inputs[i].file);

      g_test_add_data_func (name, &bad_inputs[i], test_file);
    }
  g_test_add_func ("/bad-input/all-files-are-tested", test_all_files_are_tested);
  g_test_add_func ("/bad-input/missing-file", test_missing_file);
  g_test_add_func ("/bad-input/folder", test_folder);
  g_test_add_func ("/bad-input/nested/brackets", test_nested_brackets);
  g_test_add_func ("/bad-input/nested/mappings", test_nested_mappings);
  g_test_add_func ("/bad-input/nested/record", test_nested_record);
  g_test_add_func ("/bad-input/large/data", test_large_data);
  g_test_add_func ("/bad-input/large/file", test_large_file);
  g_test_add_func ("/bad-input/truncated", test_truncated);
  g_test_add_func ("/bad-input/mutated", test_mutated);
  return g_test_run ();
}
