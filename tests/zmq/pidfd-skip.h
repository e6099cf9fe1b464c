/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>
#include <sys/pidfd.h>
#include <unistd.h>

/* Some kernels and emulators cannot; then there is the life line. */
static inline gboolean
skip_without_pidfd (void)
{
  int fd = pidfd_open (getpid (), 0);

  if (fd < 0)
    g_test_skip ("there is no pidfd");
  else
    close (fd);
  return fd < 0;
}
