/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "spec/noob-document-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK_SIZE (64 * 1024)

static void
set_system_error (const char  *path,
                  int          reason,
                  GError     **error)
{
  g_autofree char *name = g_filename_display_name (path);

  if (reason == ENOENT || reason == ENOTDIR)
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_NOT_FOUND, "%s: there is no such file", name);
  else
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_FAILED, "%s: cannot be read: %s", name,
                 g_strerror (reason));
}

static gboolean
check_size (const char  *path,
            goffset      size,
            GError     **error)
{
  g_autofree char *name = NULL;

  if (size <= NOOB_DOCUMENT_MAX_SIZE)
    return TRUE;
  name = g_filename_display_name (path);
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_SPECIFICATION,
               "%s: larger than %d MiB, which is the limit", name,
               NOOB_DOCUMENT_MAX_SIZE >> 20);
  return FALSE;
}

static gboolean
check_stat (int          fd,
            const char  *path,
            GError     **error)
{
  struct stat status;

  if (fstat (fd, &status) != 0)
    {
      set_system_error (path, errno, error);
      return FALSE;
    }
  if (S_ISDIR (status.st_mode))
    {
      g_autofree char *name = g_filename_display_name (path);

      g_set_error (error, NOOB_ERROR, NOOB_ERROR_NOT_FOUND, "%s: a folder, not a file", name);
      return FALSE;
    }
  return check_size (path, status.st_size, error);
}

/* The size is checked again while reading: a pipe does not tell its own. */
static gboolean
read_chunks (int          fd,
             const char  *path,
             GByteArray  *bytes,
             GError     **error)
{
  ssize_t n_read;

  do
    {
      guint length = bytes->len;

      g_byte_array_set_size (bytes, length + CHUNK_SIZE);
      n_read = read (fd, bytes->data + length, CHUNK_SIZE);
      g_byte_array_set_size (bytes, length + MAX (n_read, 0));
      if (n_read < 0 && errno != EINTR)
        {
          set_system_error (path, errno, error);
          return FALSE;
        }
    }
  while (n_read != 0 && bytes->len <= NOOB_DOCUMENT_MAX_SIZE);

  return check_size (path, bytes->len, error);
}

GByteArray *
noob_document_read_file (const char  *path,
                         GError     **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean read;

  if (fd < 0)
    {
      set_system_error (path, errno, error);
      return NULL;
    }
  read = check_stat (fd, path, error) && read_chunks (fd, path, bytes, error);
  close (fd);
  return read ? g_steal_pointer (&bytes) : NULL;
}

NoobDocument *
noob_document_parse_file (const char  *path,
                          GError     **error)
{
  g_autoptr (GByteArray) bytes = noob_document_read_file (path, error);
  g_autofree char *absolute = NULL;
  g_autofree char *directory = NULL;
  g_autoptr (NoobDocumentSource) source = NULL;

  if (bytes == NULL)
    return NULL;

  absolute = g_canonicalize_filename (path, NULL);
  directory = g_path_get_dirname (absolute);
  source = noob_document_source_new (path, directory);
  return noob_document_parse ((const char *) bytes->data, bytes->len, source, error);
}
