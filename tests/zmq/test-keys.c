/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/noob-error.h"
#include "zmq/noob-keys-private.h"

static char *config_directory; /* GLib reads the variable but once */

typedef struct
{
  char *parent;
  char *directory;
  char *file; /* of the key "lab" */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->parent = g_build_filename (config_directory, "noob", NULL);
  fixture->directory = g_build_filename (fixture->parent, "keys", NULL);
  fixture->file = g_build_filename (fixture->directory, "lab", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_remove (fixture->file);
  g_remove (fixture->directory);
  g_assert_cmpint (g_rmdir (fixture->parent), ==, 0);
  g_free (fixture->file);
  g_free (fixture->directory);
  g_free (fixture->parent);
}

static NoobKeyPair *
make (void)
{
  g_autoptr (GError) error = NULL;
  NoobKeyPair *pair = noob_key_pair_new (&error);

  g_assert_no_error (error);
  return pair;
}

static void
save (const char *name)
{
  g_autoptr (NoobKeyPair) pair = make ();
  g_autoptr (GError) error = NULL;

  g_assert_true (noob_key_pair_save (pair, name, &error));
  g_assert_no_error (error);
}

static guint
get_mode (const char *path)
{
  struct stat info;

  g_assert_cmpint (stat (path, &info), ==, 0);
  return info.st_mode & 07777;
}

/* In words that do not tell the secret. */
static void
assert_refused (Fixture    *fixture,
                int         code,
                const char *why)
{
  g_autoptr (NoobKeyPair) pair = NULL;
  g_autoptr (GError) error = NULL;

  pair = noob_key_pair_load ("lab", &error);
  g_assert_null (pair);
  g_assert_error (error, NOOB_ERROR, code);
  g_assert_nonnull (strstr (error->message, why));
  g_assert_nonnull (strstr (error->message, fixture->directory));
  g_assert_null (strstr (error->message, "secret"));
}

static void
test_saved_keys_are_loaded (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr (NoobKeyPair) saved = make ();
  g_autoptr (NoobKeyPair) loaded = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (noob_key_pair_save (saved, "lab", &error));
  g_assert_no_error (error);
  loaded = noob_key_pair_load ("lab", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (loaded->public_key, ==, saved->public_key);
  g_assert_cmpstr (loaded->secret_key, ==, saved->secret_key);
  g_assert_cmpuint (strlen (loaded->secret_key), ==, NOOB_KEY_LENGTH);
}

static void
test_only_the_user_may_read (Fixture       *fixture,
                             gconstpointer  data)
{
  mode_t mask = umask (0);

  save ("lab");
  umask (mask);
  g_assert_cmpuint (get_mode (fixture->directory), ==, 0700);
  g_assert_cmpuint (get_mode (fixture->file), ==, 0600);
}

static void
test_public_key_alone_is_told (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autofree char *generated = NULL;
  g_autofree char *told = NULL;
  g_autoptr (NoobKeyPair) pair = NULL;
  g_autoptr (GError) error = NULL;

  generated = noob_key_generate ("lab", &error);
  g_assert_no_error (error);
  told = noob_key_get_public ("lab", &error);
  g_assert_no_error (error);
  pair = noob_key_pair_load ("lab", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (generated, ==, pair->public_key);
  g_assert_cmpstr (told, ==, pair->public_key);
}

static void
test_keys_are_never_replaced (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  save ("lab");
  g_assert_true (g_file_get_contents (fixture->file, &before, NULL, NULL));
  g_assert_null (noob_key_generate ("lab", &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_STATE);
  g_assert_nonnull (strstr (error->message, fixture->file));
  g_assert_true (g_file_get_contents (fixture->file, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, before);
}

static void
test_no_folder (Fixture       *fixture,
                gconstpointer  data)
{
  g_mkdir (fixture->parent, 0700);
  assert_refused (fixture, NOOB_ERROR_NOT_FOUND, "noob keygen");
}

static void
test_no_file (Fixture       *fixture,
              gconstpointer  data)
{
  g_mkdir (fixture->parent, 0700);
  g_mkdir (fixture->directory, 0700);
  assert_refused (fixture, NOOB_ERROR_NOT_FOUND, "noob keygen lab");
}

static void
test_open_file (Fixture       *fixture,
                gconstpointer  data)
{
  const guint modes[] = { 0640, 0620, 0604, 0602, 0666 };

  save ("lab");
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_assert_cmpint (g_chmod (fixture->file, modes[i]), ==, 0);
      assert_refused (fixture, NOOB_ERROR_FAILED, "has to be 0600");
    }
}

static void
test_open_folder (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (NoobKeyPair) pair = make ();
  g_autoptr (GError) error = NULL;

  save ("lab");
  g_assert_cmpint (g_chmod (fixture->directory, 0750), ==, 0);
  assert_refused (fixture, NOOB_ERROR_FAILED, "has to be 0700");
  g_assert_false (noob_key_pair_save (pair, "other", &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "has to be 0700"));
}

static void
test_other_user (Fixture       *fixture,
                 gconstpointer  data)
{
  save ("lab");
  if (geteuid () != 0)
    {
      g_test_skip ("only root can give a file away");
      return;
    }
  g_assert_cmpint (chown (fixture->file, 1, -1), ==, 0);
  assert_refused (fixture, NOOB_ERROR_FAILED, "belongs to another user");
  g_assert_cmpint (chown (fixture->directory, 1, -1), ==, 0);
  assert_refused (fixture, NOOB_ERROR_FAILED, "belongs to another user");
}

static void
test_link_for_file (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *target = g_build_filename (fixture->directory, "target", NULL);

  save ("target");
  g_assert_cmpint (symlink (target, fixture->file), ==, 0);
  assert_refused (fixture, NOOB_ERROR_FAILED, "it is a link");
  g_remove (target);
}

static void
test_link_for_folder (Fixture       *fixture,
                      gconstpointer  data)
{
  g_mkdir (fixture->parent, 0700);
  g_assert_cmpint (symlink (fixture->parent, fixture->directory), ==, 0);
  assert_refused (fixture, NOOB_ERROR_FAILED, "not a folder");
}

static void
test_fifo (Fixture       *fixture,
           gconstpointer  data)
{
  g_mkdir (fixture->parent, 0700);
  g_mkdir (fixture->directory, 0700);
  g_assert_cmpint (mkfifo (fixture->file, 0600), ==, 0);
  assert_refused (fixture, NOOB_ERROR_FAILED, "not a file");
}

static void
put (Fixture    *fixture,
     const char *text)
{
  g_assert_true (g_file_set_contents_full (fixture->file, text, -1, G_FILE_SET_CONTENTS_NONE, 0600,
                                           NULL));
}

static void
test_something_else (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (NoobKeyPair) pair = make ();
  g_autoptr (NoobKeyPair) other = make ();
  g_autofree char *good = NULL;
  g_autofree char *of_two = NULL;
  gsize length;

  save ("lab");
  of_two = g_strdup_printf ("public %s\nsecret %s\n", pair->public_key, other->secret_key);
  put (fixture, of_two);
  assert_refused (fixture, NOOB_ERROR_FAILED, "does not hold a pair of keys");

  good = g_strdup_printf ("public %s\nsecret %s\n", pair->public_key, pair->secret_key);
  length = strlen (good);
  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *text = g_strdup (good);

      text[i] = '~'; /* which Z85 does not have */
      put (fixture, text);
      assert_refused (fixture, NOOB_ERROR_FAILED, "does not hold a pair of keys");
    }
  good[length - 1] = '\0';
  put (fixture, good);
  assert_refused (fixture, NOOB_ERROR_FAILED, "does not hold a pair of keys");
  put (fixture, "");
  assert_refused (fixture, NOOB_ERROR_FAILED, "does not hold a pair of keys");
}

static void
test_bad_names (void)
{
  g_autofree char *too_long = g_strnfill (65, 'x');
  const char *names[] = { "", "..", ".x", "-x", "a/b", "a b", "é", too_long };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) load_error = NULL;
      g_autoptr (GError) save_error = NULL;

      g_assert_null (noob_key_get_public (names[i], &load_error));
      g_assert_error (load_error, NOOB_ERROR, NOOB_ERROR_INPUT);
      g_assert_null (noob_key_generate (names[i], &save_error));
      g_assert_error (save_error, NOOB_ERROR, NOOB_ERROR_INPUT);
    }
}

#define add(name, function)                                                                        \
  g_test_add ("/keys/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  config_directory = g_dir_make_tmp ("noob-keys-XXXXXX", &error);
  g_assert_no_error (error);
  g_setenv ("XDG_CONFIG_HOME", config_directory, TRUE);

  add ("saved-keys-are-loaded", test_saved_keys_are_loaded);
  add ("only-the-user-may-read", test_only_the_user_may_read);
  add ("public-key-alone-is-told", test_public_key_alone_is_told);
  add ("are-never-replaced", test_keys_are_never_replaced);
  add ("refuses/no-folder", test_no_folder);
  add ("refuses/no-file", test_no_file);
  add ("refuses/open-file", test_open_file);
  add ("refuses/open-folder", test_open_folder);
  add ("refuses/other-user", test_other_user);
  add ("refuses/link-for-file", test_link_for_file);
  add ("refuses/link-for-folder", test_link_for_folder);
  add ("refuses/fifo", test_fifo);
  add ("refuses/something-else", test_something_else);
  g_test_add_func ("/keys/refuses/bad-names", test_bad_names);

  result = g_test_run ();
  g_assert_cmpint (g_rmdir (config_directory), ==, 0);
  g_free (config_directory);
  return result;
}
