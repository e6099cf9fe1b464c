/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Keys that outlive a run, one pair a file: a line for the public and one for the secret key. */

#include "zmq/noob-keys-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

#include "core/noob-error.h"
#include "zmq/noob-privacy-private.h"

#define DIRECTORY_MODE 0700
#define FILE_MODE 0600
#define OF_OTHERS 0077
#define MAX_NAME 64

#define PUBLIC_WORD "public "
#define SECRET_WORD "secret "
#define WORD_LENGTH 7
#define LINE_LENGTH (WORD_LENGTH + NOOB_KEY_LENGTH + 1)
#define TEXT_LENGTH (2 * LINE_LENGTH)

NoobKeyPair *
noob_key_pair_new (GError **error)
{
  g_autoptr (NoobKeyPair) self = g_new0 (NoobKeyPair, 1);

  if (zmq_curve_keypair (self->public_key, self->secret_key) == 0)
    return g_steal_pointer (&self);

  g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_FAILED,
                       "cannot make keys: the installed libzmq was built without CURVE");
  return NULL;
}

void
noob_key_pair_free (NoobKeyPair *self)
{
  explicit_bzero (self, sizeof *self);
  g_free (self);
}

static char *
get_directory (void)
{
  return g_build_filename (g_get_user_config_dir (), "noob", "keys", NULL);
}

static gboolean
fail (GError     **error,
      NoobError    code,
      const char  *path,
      const char  *why)
{
  g_set_error (error, NOOB_ERROR, code, "cannot use the key in %s: %s", path, why);
  return FALSE;
}

/* Names end up in paths, and on command lines. */
static gboolean
check_name (const char  *name,
            GError     **error)
{
  gsize length = strspn (name, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_-.");

  if (length > 0 && length <= MAX_NAME && name[length] == '\0' && name[0] != '.' && name[0] != '-')
    return TRUE;

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_INPUT,
               "\"%s\" cannot be the name of a key: it has to be 1 to %d letters, digits, _, - "
               "or ., and begin with a letter, a digit or _", name, MAX_NAME);
  return FALSE;
}

static gboolean
check_private (int          fd,
               const char  *path,
               mode_t       mode,
               GError     **error)
{
  g_autofree char *complaint = noob_privacy_complain (fd, OF_OTHERS, mode);

  return complaint == NULL || fail (error, NOOB_ERROR_FAILED, path, complaint);
}

/* -1 on error. */
static int
open_directory (const char  *path,
                GError     **error)
{
  int fd = g_open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0);

  if (fd < 0 && errno == ENOENT)
    fail (error, NOOB_ERROR_NOT_FOUND, path, "there is no such folder; noob keygen makes it");
  else if (fd < 0)
    fail (error, NOOB_ERROR_FAILED, path,
          errno == ENOTDIR || errno == ELOOP ? "it is not a folder" : g_strerror (errno));
  else if (!check_private (fd, path, DIRECTORY_MODE, error))
    close (fd);
  else
    return fd;

  return -1;
}

static gboolean
check_file (int          fd,
            const char  *path,
            GError     **error)
{
  struct stat info;

  if (fstat (fd, &info) != 0)
    return fail (error, NOOB_ERROR_FAILED, path, g_strerror (errno));
  if (!S_ISREG (info.st_mode))
    return fail (error, NOOB_ERROR_FAILED, path, "it is not a file");
  if (!check_private (fd, path, FILE_MODE, error))
    return FALSE;
  if (info.st_size != TEXT_LENGTH)
    return fail (error, NOOB_ERROR_FAILED, path, "it does not hold a pair of keys");
  return TRUE;
}

/* -1 on error. Never waits, not even for the other end of a fifo. */
static int
open_file (int          directory,
           const char  *name,
           const char  *path,
           GError     **error)
{
  int fd = openat (directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

  if (fd < 0 && errno == ENOENT)
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_NOT_FOUND,
                 "there is no key \"%s\": there is no %s; noob keygen %s makes one", name, path,
                 name);
  else if (fd < 0)
    fail (error, NOOB_ERROR_FAILED, path,
          errno == ELOOP ? "it is a link" : g_strerror (errno));
  else if (!check_file (fd, path, error))
    close (fd);
  else
    return fd;

  return -1;
}

/* The key of the line at @text. */
static gboolean
parse_line (const char *text,
            const char *word,
            char       *key)
{
  guint8 binary[NOOB_KEY_LENGTH * 4 / 5];
  gboolean is_key;

  if (memcmp (text, word, WORD_LENGTH) != 0 || text[LINE_LENGTH - 1] != '\n' ||
      memchr (text, '\0', LINE_LENGTH) != NULL)
    return FALSE;

  memcpy (key, text + WORD_LENGTH, NOOB_KEY_LENGTH);
  is_key = zmq_z85_decode (binary, key) != NULL;
  explicit_bzero (binary, sizeof binary);

  return is_key;
}

static gboolean
parse (const char  *text,
       NoobKeyPair *self)
{
  char public_key[NOOB_KEY_LENGTH + 1];

  return parse_line (text, PUBLIC_WORD, self->public_key) &&
         parse_line (text + LINE_LENGTH, SECRET_WORD, self->secret_key) &&
         zmq_curve_public (public_key, self->secret_key) == 0 &&
         g_str_equal (public_key, self->public_key);
}

static NoobKeyPair *
read_pair (int          fd,
           const char  *path,
           GError     **error)
{
  g_autoptr (NoobKeyPair) self = g_new0 (NoobKeyPair, 1);
  char text[TEXT_LENGTH];
  gboolean is_whole = read (fd, text, sizeof text) == sizeof text && parse (text, self);

  explicit_bzero (text, sizeof text);
  if (is_whole)
    return g_steal_pointer (&self);

  fail (error, NOOB_ERROR_FAILED, path, "it does not hold a pair of keys");
  return NULL;
}

NoobKeyPair *
noob_key_pair_load (const char  *name,
                    GError     **error)
{
  g_autofree char *directory_path = get_directory ();
  g_autofree char *path = g_build_filename (directory_path, name, NULL);
  NoobKeyPair *self;
  int directory;
  int file;

  if (!check_name (name, error))
    return NULL;

  directory = open_directory (directory_path, error);
  if (directory < 0)
    return NULL;

  file = open_file (directory, name, path, error);
  close (directory);
  if (file < 0)
    return NULL;

  self = read_pair (file, path, error);
  close (file);
  return self;
}

static gboolean
make_directory (const char  *path,
                GError     **error)
{
  g_autofree char *parent = g_path_get_dirname (path);

  if (g_mkdir_with_parents (parent, DIRECTORY_MODE) == 0 &&
      (g_mkdir (path, DIRECTORY_MODE) == 0 || errno == EEXIST))
    return TRUE;

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_FAILED, "cannot make the folder %s: %s", path,
               g_strerror (errno));
  return FALSE;
}

static gboolean
write_pair (const NoobKeyPair *self,
            int                fd)
{
  char text[TEXT_LENGTH + 1];
  gboolean is_written;

  g_snprintf (text, sizeof text, PUBLIC_WORD "%s\n" SECRET_WORD "%s\n", self->public_key,
              self->secret_key);
  is_written = write (fd, text, TEXT_LENGTH) == TEXT_LENGTH && fsync (fd) == 0;
  explicit_bzero (text, sizeof text);

  return is_written;
}

static gboolean
create_file (const NoobKeyPair  *self,
             int                 directory,
             const char         *name,
             const char         *path,
             GError            **error)
{
  int fd = openat (directory, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                   FILE_MODE);
  gboolean is_written = fd >= 0 && write_pair (self, fd);
  int reason = errno;

  if (fd >= 0)
    close (fd);
  if (is_written)
    return TRUE;

  if (fd < 0 && reason == EEXIST)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_STATE,
                   "there is a key \"%s\" already: %s; remove it, or choose another name", name,
                   path);
      return FALSE;
    }
  if (fd >= 0)
    unlinkat (directory, name, 0);
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_FAILED, "cannot write the key to %s: %s", path,
               g_strerror (reason));
  return FALSE;
}

gboolean
noob_key_pair_save (const NoobKeyPair  *self,
                    const char         *name,
                    GError            **error)
{
  g_autofree char *directory_path = get_directory ();
  g_autofree char *path = g_build_filename (directory_path, name, NULL);
  gboolean is_saved;
  int directory;

  if (!check_name (name, error) || !make_directory (directory_path, error))
    return FALSE;

  directory = open_directory (directory_path, error);
  if (directory < 0)
    return FALSE;

  is_saved = create_file (self, directory, name, path, error);
  close (directory);
  return is_saved;
}

/**
 * noob_key_generate:
 * @name: what to call the keys: up to 64 letters, digits, `_`, `-` and `.`
 * @error: return location for an error
 *
 * Makes a pair of CURVE keys, by which this user's programs prove to others who they are, and keeps
 * them in the file `noob/keys/`@name in the user's folder for configuration. Only this user can
 * read it. Unlike those that a runner makes for each run, such keys stay the same.
 *
 * Keys of that name are never replaced: that is %NOOB_ERROR_STATE. A name that cannot be one is
 * %NOOB_ERROR_INPUT; %NOOB_ERROR_FAILED says that the file cannot be written, or that its folder
 * is not for this user alone.
 *
 * This may be called from any thread.
 *
 * Returns: (transfer full): the public key, 40 characters of
 *   [Z85](https://rfc.zeromq.org/spec/32/), which others may know
 *
 * Since: 1.0
 */
char *
noob_key_generate (const char  *name,
                   GError     **error)
{
  g_autoptr (NoobKeyPair) pair = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  pair = noob_key_pair_new (error);
  if (pair == NULL || !noob_key_pair_save (pair, name, error))
    return NULL;

  return g_strdup (pair->public_key);
}

/**
 * noob_key_get_public:
 * @name: the name of keys that [func@Noob.key_generate] made
 * @error: return location for an error
 *
 * Gets the public one of a pair of keys.
 *
 * %NOOB_ERROR_NOT_FOUND says that there are none of that name, %NOOB_ERROR_INPUT that none can have
 * it. Keys are refused with %NOOB_ERROR_FAILED when other users may read or replace them, or when
 * the file holds something else.
 *
 * This may be called from any thread.
 *
 * Returns: (transfer full): the public key, 40 characters of
 *   [Z85](https://rfc.zeromq.org/spec/32/)
 *
 * Since: 1.0
 */
char *
noob_key_get_public (const char  *name,
                     GError     **error)
{
  g_autoptr (NoobKeyPair) pair = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  pair = noob_key_pair_load (name, error);

  return pair != NULL ? g_strdup (pair->public_key) : NULL;
}
