/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-privacy-private.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

char *
noob_privacy_complain (int    fd,
                       mode_t forbidden,
                       mode_t mode)
{
  struct stat info;

  if (fstat (fd, &info) != 0)
    return g_strdup (g_strerror (errno));
  if (info.st_uid != geteuid ())
    return g_strdup ("it belongs to another user");
  if (info.st_mode & forbidden)
    return g_strdup_printf ("its mode lets other users in; it has to be %04o", (guint) mode);
  return NULL;
}
