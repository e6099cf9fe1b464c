/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-run-directory-private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "zmq/noob-privacy-private.h"

#define BASE_NAME "noob"
#define LOCK_NAME "lock"

/* A socket's address holds 107 bytes, and zmq needs some of them. */
#define MAX_ADDRESS 100
#define MAX_INDEX 999999
#define MAX_RUNNER_ID 64

struct _NoobRunDirectory
{
  char *path;
  int lock;
};

static gboolean
fail (GError     **error,
      const char  *path,
      const char  *why)
{
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_FAILED, "cannot keep sockets in %s: %s", path, why);
  return FALSE;
}

static int
lock_fd (int fd,
         int operation)
{
  int result;

  do
    result = flock (fd, operation);
  while (result != 0 && errno == EINTR);
  return result;
}

static int
open_directory (int         parent,
                const char *name)
{
  return openat (parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Others must not be able to put their own sockets in the place of ours. */
static gboolean
check_private (int          fd,
               const char  *path,
               mode_t       forbidden,
               GError     **error)
{
  g_autofree char *complaint = noob_privacy_complain (fd, forbidden, 0700);

  return complaint == NULL || fail (error, path, complaint);
}

/* Takes the descriptor only if it is what it should be; -1 otherwise. */
static int
open_private (int          parent,
              const char  *name,
              const char  *path,
              mode_t       forbidden,
              GError     **error)
{
  int fd = open_directory (parent, name);

  if (fd < 0)
    fail (error, path, errno == ELOOP || errno == ENOTDIR ? "it is not a directory"
                                                          : g_strerror (errno));
  else if (check_private (fd, path, forbidden, error))
    return fd;
  else
    close (fd);
  return -1;
}

static void
remove_contents (int fd)
{
  /* Takes the descriptor, so it gets one of its own. */
  DIR *directory = fdopendir (openat (fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  struct dirent *entry;

  if (!directory)
    return;
  while ((entry = readdir (directory)))
    if (!g_str_equal (entry->d_name, ".") && !g_str_equal (entry->d_name, ".."))
      unlinkat (fd, entry->d_name, 0);
  closedir (directory);
}

static void
remove_directory (int         parent,
                  const char *name)
{
  int fd = open_directory (parent, name);

  if (fd < 0)
    return;
  remove_contents (fd);
  close (fd);
  if (unlinkat (parent, name, AT_REMOVEDIR) != 0)
    g_debug ("Directory %s stays: %s", name, g_strerror (errno));
}

static gboolean
is_held (int         base,
         const char *name)
{
  g_autofree char *lock_path = g_build_filename (name, LOCK_NAME, NULL);
  int lock = openat (base, lock_path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
  gboolean held;

  if (lock < 0)
    return FALSE;
  held = lock_fd (lock, LOCK_EX | LOCK_NB) != 0;
  close (lock);
  return held;
}

/* With the base locked: a directory that is just being made must not be taken for one left
 * behind. */
static void
sweep (int base)
{
  DIR *directory = fdopendir (openat (base, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  struct dirent *entry;

  if (!directory)
    return;
  while ((entry = readdir (directory)))
    if (entry->d_name[0] != '.' && !is_held (base, entry->d_name))
      remove_directory (base, entry->d_name);
  closedir (directory);
}

static int
make_lock (int         base,
           const char *runner_id)
{
  g_autofree char *lock_path = g_build_filename (runner_id, LOCK_NAME, NULL);
  int lock = openat (base, lock_path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

  if (lock >= 0 && lock_fd (lock, LOCK_EX | LOCK_NB) == 0)
    return lock;
  if (lock >= 0)
    close (lock);
  return -1;
}

static NoobRunDirectory *
create (int          base,
        const char  *base_path,
        const char  *runner_id,
        GError     **error)
{
  g_autofree char *path = g_build_filename (base_path, runner_id, NULL);
  NoobRunDirectory *self;
  int lock;

  if (mkdirat (base, runner_id, 0700) != 0)
    {
      if (errno == EEXIST)
        g_set_error (error, NOOB_ERROR, NOOB_ERROR_STATE,
                     "another runner with the id \"%s\" is running: %s is its directory", runner_id,
                     path);
      else
        fail (error, path, g_strerror (errno));
      return NULL;
    }
  lock = make_lock (base, runner_id);
  if (lock < 0)
    {
      fail (error, path, g_strerror (errno));
      remove_directory (base, runner_id);
      return NULL;
    }
  self = g_new0 (NoobRunDirectory, 1);
  self->path = g_steal_pointer (&path);
  self->lock = lock;
  return self;
}

static gboolean
check_length (const char  *base_path,
              const char  *runner_id,
              GError     **error)
{
  g_autofree char *path = g_build_filename (base_path, runner_id, NULL);
  g_autofree char *longest = noob_run_directory_address (path, MAX_INDEX);

  if (strlen (longest) <= MAX_ADDRESS)
    return TRUE;
  return fail (error, path, "the path is too long for the name of a socket");
}

/* The base is made in @parent_path, which must not be open to others in ways that @forbidden
 * says. */
static NoobRunDirectory *
create_in (const char  *parent_path,
           mode_t       forbidden,
           const char  *base_name,
           const char  *runner_id,
           GError     **error)
{
  g_autofree char *base_path = g_build_filename (parent_path, base_name, NULL);
  NoobRunDirectory *self = NULL;
  int base;

  if (!check_length (base_path, runner_id, error))
    return NULL;
  if (forbidden != 0)
    {
      int parent = open_private (AT_FDCWD, parent_path, parent_path, forbidden, error);

      if (parent < 0)
        return NULL;
      close (parent);
    }
  if (g_mkdir (base_path, 0700) != 0 && errno != EEXIST)
    {
      fail (error, base_path, g_strerror (errno));
      return NULL;
    }
  base = open_private (AT_FDCWD, base_path, base_path, 0077, error);
  if (base < 0)
    return NULL;
  if (lock_fd (base, LOCK_EX) == 0)
    {
      sweep (base);
      self = create (base, base_path, runner_id, error);
    }
  else
    fail (error, base_path, g_strerror (errno));
  close (base);
  return self;
}

static gboolean
check_runner_id (const char  *runner_id,
                 GError     **error)
{
  gsize length = strspn (runner_id, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_-");

  if (length > 0 && length <= MAX_RUNNER_ID && runner_id[length] == '\0')
    return TRUE;
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_INPUT,
               "\"%s\" cannot be the id of a runner: it has to be 1 to %d letters, digits, _ or -",
               runner_id, MAX_RUNNER_ID);
  return FALSE;
}

NoobRunDirectory *
noob_run_directory_new (const char  *runner_id,
                        GError     **error)
{
  const char *runtime_directory = g_getenv ("XDG_RUNTIME_DIR");
  g_autofree char *own_name = g_strdup_printf (BASE_NAME "-%u", (guint) geteuid ());

  if (!check_runner_id (runner_id, error))
    return NULL;
  if (runtime_directory && g_path_is_absolute (runtime_directory))
    {
      g_autoptr (GError) unusable = NULL;
      NoobRunDirectory *self =
        create_in (runtime_directory, 0022, BASE_NAME, runner_id, &unusable);

      if (self)
        return self;
      if (g_error_matches (unusable, NOOB_ERROR, NOOB_ERROR_STATE))
        {
          g_propagate_error (error, g_steal_pointer (&unusable));
          return NULL;
        }
      g_debug ("%s. The temporary directory is taken instead", unusable->message);
    }
  return create_in (g_get_tmp_dir (), 0, own_name, runner_id, error);
}

void
noob_run_directory_free (NoobRunDirectory *self)
{
  noob_run_directory_remove_path (self->path);
  close (self->lock);
  g_free (self->path);
  g_free (self);
}

const char *
noob_run_directory_get_path (NoobRunDirectory *self)
{
  return self->path;
}

char *
noob_run_directory_address (const char *path,
                            guint       index)
{
  return g_strdup_printf ("ipc://%s/%u", path, index);
}

void
noob_run_directory_remove_path (const char *path)
{
  remove_directory (AT_FDCWD, path);
}
