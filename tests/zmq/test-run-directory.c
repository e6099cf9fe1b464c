/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "zmq/noob-run-directory-private.h"

/* A runtime directory of one's own, and so for the temporary one. */
typedef struct
{
  char *runtime;
  char *temporary;
} Fixture;

static char *temporary_directory; /* GLib reads the variable but once */

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->runtime = g_build_filename (temporary_directory, "runtime", NULL);
  g_assert_cmpint (g_mkdir (fixture->runtime, 0700), ==, 0);
  g_setenv ("XDG_RUNTIME_DIR", fixture->runtime, TRUE);
  fixture->temporary =
    g_strdup_printf ("%s/noob-%u", temporary_directory, (guint) geteuid ());
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *base = g_build_filename (fixture->runtime, "noob", NULL);

  g_remove (base);
  g_remove (fixture->temporary);
  g_assert_cmpint (g_rmdir (fixture->runtime), ==, 0);
  g_free (fixture->runtime);
  g_free (fixture->temporary);
}

static NoobRunDirectory *
make (const char *runner_id)
{
  g_autoptr (GError) error = NULL;
  NoobRunDirectory *directory = noob_run_directory_new (runner_id, &error);

  g_assert_no_error (error);
  g_assert_nonnull (directory);
  return directory;
}

static void
assert_in (NoobRunDirectory *directory,
           const char       *parent)
{
  g_assert_true (g_str_has_prefix (noob_run_directory_get_path (directory), parent));
}

static void
put_file (const char *directory,
          const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
}

static void
assert_exists (const char *path,
               gboolean    exists)
{
  g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, exists);
}

static void
test_private_and_removed (Fixture       *fixture,
                          gconstpointer  data)
{
  NoobRunDirectory *directory = make ("run-1");
  g_autofree char *path = g_strdup (noob_run_directory_get_path (directory));
  g_autofree char *expected = g_build_filename (fixture->runtime, "noob", "run-1", NULL);
  struct stat info;

  g_assert_cmpstr (path, ==, expected);
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 07777, ==, 0700);
  put_file (path, "0");
  put_file (path, "1");
  noob_run_directory_free (directory);
  assert_exists (path, FALSE);
}

static void
test_address (void)
{
  g_autofree char *address = noob_run_directory_address ("/run/user/1/noob/x", 12);

  g_assert_cmpstr (address, ==, "ipc:///run/user/1/noob/x/12");
}

static void
test_same_id (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (NoobRunDirectory) first = make ("run-1");
  g_autoptr (NoobRunDirectory) second = NULL;
  g_autoptr (GError) error = NULL;

  second = noob_run_directory_new ("run-1", &error);
  g_assert_null (second);
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_STATE);
  g_assert_nonnull (strstr (error->message, "run-1"));
}

static void
test_sweep (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (NoobRunDirectory) alive = make ("alive");
  g_autofree char *base = g_build_filename (fixture->runtime, "noob", NULL);
  g_autofree char *dead = g_build_filename (base, "dead", NULL);
  g_autofree char *unfinished = g_build_filename (base, "unfinished", NULL);
  g_autoptr (NoobRunDirectory) next = NULL;

  g_mkdir (dead, 0700);
  put_file (dead, "lock");
  put_file (dead, "0");
  g_mkdir (unfinished, 0700);
  next = make ("dead");

  assert_exists (unfinished, FALSE);
  assert_exists (noob_run_directory_get_path (alive), TRUE);
  assert_in (next, fixture->runtime);
}

/* A link in the place of what a dead runner left leads nowhere. */
static void
test_sweep_follows_no_link (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr (NoobRunDirectory) alive = make ("alive");
  g_autofree char *precious = g_build_filename (temporary_directory, "precious", NULL);
  g_autofree char *file = g_build_filename (precious, "file", NULL);
  g_autofree char *link = g_build_filename (fixture->runtime, "noob", "link", NULL);
  g_autoptr (NoobRunDirectory) next = NULL;

  g_mkdir (precious, 0700);
  put_file (precious, "file");
  g_assert_cmpint (symlink (precious, link), ==, 0);
  next = make ("next");
  assert_exists (file, TRUE);

  g_remove (link);
  g_remove (file);
  g_rmdir (precious);
}

static void
test_without_runtime_directory (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr (NoobRunDirectory) directory = NULL;

  g_unsetenv ("XDG_RUNTIME_DIR");
  directory = make ("run-1");
  assert_in (directory, fixture->temporary);
}

static void
test_long_runtime_directory (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autofree char *name = g_strnfill (90, 'x');
  g_autofree char *path = g_build_filename (fixture->runtime, name, NULL);
  g_autoptr (NoobRunDirectory) directory = NULL;

  g_mkdir (path, 0700);
  g_setenv ("XDG_RUNTIME_DIR", path, TRUE);
  directory = make ("run-1");
  assert_in (directory, fixture->temporary);
  g_rmdir (path);
}

static void
test_open_runtime_directory (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autoptr (NoobRunDirectory) directory = NULL;

  g_chmod (fixture->runtime, 0777);
  directory = make ("run-1");
  assert_in (directory, fixture->temporary);
}

static void
test_open_base (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_unsetenv ("XDG_RUNTIME_DIR");
  g_mkdir (fixture->temporary, 0700);
  g_chmod (fixture->temporary, 0755);
  g_assert_null (noob_run_directory_new ("run-1", &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, fixture->temporary));
  g_assert_nonnull (strstr (error->message, "has to be 0700"));
}

static void
test_link_for_base (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_unsetenv ("XDG_RUNTIME_DIR");
  g_assert_cmpint (symlink (fixture->runtime, fixture->temporary), ==, 0);
  g_assert_null (noob_run_directory_new ("run-1", &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "not a directory"));
}

static void
test_bad_ids (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *too_long = g_strnfill (65, 'x');
  const char *ids[] = { "", "..", "a/b", "a b", "é", too_long };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (noob_run_directory_new (ids[i], &error));
      g_assert_error (error, NOOB_ERROR, NOOB_ERROR_INPUT);
    }
}

static void
test_remove_path (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (NoobRunDirectory) directory = make ("run-1");

  put_file (noob_run_directory_get_path (directory), "0");
  noob_run_directory_remove_path (noob_run_directory_get_path (directory));
  assert_exists (noob_run_directory_get_path (directory), FALSE);
  /* Again, as its owner does, is harmless. */
}

#define add(name, function)                                                                        \
  g_test_add ("/run-directory/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  /* Short, whatever the temporary directory of whoever runs this is. */
  temporary_directory = g_strdup ("/tmp/noob-test-XXXXXX");
  g_assert_nonnull (g_mkdtemp (temporary_directory));
  g_setenv ("TMPDIR", temporary_directory, TRUE);

  add ("private-and-removed", test_private_and_removed);
  add ("same-id", test_same_id);
  add ("sweep/who-is-gone", test_sweep);
  add ("sweep/follows-no-link", test_sweep_follows_no_link);
  add ("fallback/no-runtime-directory", test_without_runtime_directory);
  add ("fallback/long-runtime-directory", test_long_runtime_directory);
  add ("fallback/open-runtime-directory", test_open_runtime_directory);
  add ("refuses/open-base", test_open_base);
  add ("refuses/link-for-base", test_link_for_base);
  add ("refuses/bad-ids", test_bad_ids);
  add ("remove-path", test_remove_path);
  g_test_add_func ("/run-directory/address", test_address);

  result = g_test_run ();
  g_assert_cmpint (g_rmdir (temporary_directory), ==, 0);
  g_free (temporary_directory);
  return result;
}
