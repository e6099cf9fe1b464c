/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <noob.h>
#include <string.h>
#include <unistd.h>

#include "test-folder.h"

/* The folders of the environment are looked up once in a process: all tests share them. */
static char *root;

static void
write_tube (const char *name,
            const char *id,
            const char *description)
{
  g_autofree char *text =
    g_strdup_printf ("noob_id: %s\ndescription: %s\nnodes: {}\n", id, description);

  g_free (test_folder_write (root, name, text));
}

static void
assert_found (const char *id,
              const char *subfolder,
              const char *description)
{
  g_autofree char *directory = subfolder != NULL ? g_build_filename (root, subfolder, NULL) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) tube =
    noob_tube_specification_new_from_id (id, directory, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (noob_tube_specification_get_id (tube), ==, id);
  g_assert_cmpstr (noob_tube_specification_get_description (tube), ==, description);
}

static char *
assert_not_found (const char *id,
                  const char *subfolder)
{
  g_autofree char *directory = subfolder != NULL ? g_build_filename (root, subfolder, NULL) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) tube =
    noob_tube_specification_new_from_id (id, directory, &error);

  g_assert_null (tube);
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_NOT_FOUND);
  return g_strdup (error->message);
}

static void
test_own_folder (void)
{
  g_autofree char *message = NULL;

  write_tube ("own/a.yaml", "own/a", "yaml");
  write_tube ("own/b.yml", "own/b", "yml");
  g_free (test_folder_write (root, "own/c.json",
                             "{\"nodes\": {}, \"description\": \"json\", \"noob_id\": \"own/c\"}"));
  write_tube ("own/d.txt", "own/d", "not a tube");
  write_tube ("own/below/e.yaml", "own/e", "below");

  assert_found ("own/a", "own", "yaml");
  assert_found ("own/b", "own", "yml");
  assert_found ("own/c", "own", "json");
  g_free (assert_not_found ("own/d", "own"));
  g_free (assert_not_found ("own/e", "own"));
  g_free (assert_not_found ("own/a", NULL));
}

static void
test_order (void)
{
  write_tube ("data/noob/tubes/order.yaml", "order", "data");
  assert_found ("order", NULL, "data");
  write_tube ("config/noob/tubes/deep/er/order.yaml", "order", "config");
  assert_found ("order", NULL, "config");
  write_tube ("path2/order.yaml", "order", "second of the path");
  assert_found ("order", NULL, "second of the path");
  write_tube ("path1/deep/order.yaml", "order", "first of the path");
  assert_found ("order", NULL, "first of the path");
  write_tube ("referrer/order.yaml", "order", "referrer");
  assert_found ("order", "referrer", "referrer");
  assert_found ("order", NULL, "first of the path");
}

static void
test_second_data_folder (void)
{
  write_tube ("data2/noob/tubes/x/only.yaml", "only", "second data folder");
  assert_found ("only", NULL, "second data folder");
}

static void
test_not_found_says_where (void)
{
  g_autofree char *message = NULL;
  g_autofree char *expected = NULL;

  write_tube ("says/a.yaml", "wordcount", "near");
  message = assert_not_found ("wordcuont", "says");
  expected =
    g_strdup_printf ("no tube has the id \"wordcuont\" (did you mean \"wordcount\"?); searched: "
                     "%s/says, %s/path1, %s/path2, %s/config/noob/tubes, %s/data/noob/tubes, "
                     "%s/data2/noob/tubes",
                     root, root, root, root, root, root);
  g_assert_cmpstr (message, ==, expected);
}

static void
test_broken_files (void)
{
  g_autofree char *message = NULL;

  g_free (test_folder_write (root, "broken/a.yaml", "noob_id: [\n"));
  g_free (test_folder_write (root, "broken/b.yaml", "\t: noob_id\n"));
  write_tube ("broken/c.yaml", "fine", "found all the same");
  assert_found ("fine", "broken", "found all the same");

  message = assert_not_found ("nothing-like-it", "broken");
  g_assert_nonnull (strstr (message, "passed over, since they cannot be read: "));
  g_assert_nonnull (strstr (message, "broken/b.yaml"));
  g_assert_null (strstr (message, "broken/c.yaml"));
}

static void
test_loops_of_links (void)
{
  g_autofree char *link = g_build_filename (root, "path1", "loop", NULL);

  g_free (test_folder_write (root, "path1/x.txt", ""));
  if (symlink (".", link) != 0)
    {
      g_test_skip ("no links here");
      return;
    }
  g_free (assert_not_found ("looped", NULL));
  write_tube ("path1/zz/looped.yaml", "looped", "past a loop");
  assert_found ("looped", NULL, "past a loop");
  g_remove (link);
}

static void
test_found_but_wrong (void)
{
  g_autofree char *directory = g_build_filename (root, "wrong", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) tube = NULL;

  g_free (test_folder_write (root, "wrong/a.yaml", "noob_id: wrong\nnodes: []\n"));
  tube = noob_tube_specification_new_from_id ("wrong", directory, &error);
  g_assert_null (tube);
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_SPECIFICATION);
  g_assert_nonnull (strstr (error->message, "wrong/a.yaml:2:8: "));
}

static void
test_names (void)
{
  g_autofree char *directory = g_build_filename (root, "names", NULL);
  g_autofree char *absolute = g_build_filename (directory, "a.yaml", NULL);
  g_autoptr (NoobTubeSpecification) by_id = NULL;
  g_autoptr (NoobTubeSpecification) by_path = NULL;
  g_autoptr (NoobTubeSpecification) by_absolute_path = NULL;

  write_tube ("names/a.yaml", "names/a", "here");
  by_id = noob_tube_specification_new_from_name ("names/a", directory, NULL);
  by_path = noob_tube_specification_new_from_name ("a.yaml", directory, NULL);
  by_absolute_path = noob_tube_specification_new_from_name (absolute, NULL, NULL);
  g_assert_nonnull (by_id);
  g_assert_nonnull (by_path);
  g_assert_nonnull (by_absolute_path);
  g_assert_cmpstr (noob_tube_specification_get_path (by_id), ==, absolute);
  g_assert_cmpstr (noob_tube_specification_get_directory (by_path), ==, directory);
}

static void
set_variable (const char *name,
              const char *first,
              const char *second)
{
  g_autofree char *one = g_build_filename (root, first, NULL);
  g_autofree char *two = second != NULL ? g_build_filename (root, second, NULL) : NULL;
  g_autofree char *value = two != NULL ? g_strconcat (one, ":", two, NULL) : g_strdup (one);

  g_setenv (name, value, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  root = test_folder_new ();
  set_variable ("NOOB_TUBE_PATH", "path1", "path2");
  set_variable ("XDG_CONFIG_HOME", "config", NULL);
  set_variable ("XDG_DATA_DIRS", "data", "data2");

  g_test_add_func ("/lookup/own-folder-without-subfolders", test_own_folder);
  g_test_add_func ("/lookup/order", test_order);
  g_test_add_func ("/lookup/second-data-folder", test_second_data_folder);
  g_test_add_func ("/lookup/not-found-says-where", test_not_found_says_where);
  g_test_add_func ("/lookup/broken-files-are-passed-over", test_broken_files);
  g_test_add_func ("/lookup/loops-of-links", test_loops_of_links);
  g_test_add_func ("/lookup/found-but-wrong", test_found_but_wrong);
  g_test_add_func ("/lookup/names-are-ids-or-paths", test_names);
  status = g_test_run ();

  test_folder_remove (root);
  g_free (root);
  return status;
}
