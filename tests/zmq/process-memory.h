/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>
#include <unistd.h>

/* What process @pid has in memory, in bytes; 0 when it is gone. */
static inline gsize
process_memory (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/statm", pid);
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;

  fields = g_strsplit (text, " ", 3);
  return g_ascii_strtoull (fields[1], NULL, 10) * (gsize) sysconf (_SC_PAGESIZE);
}

/* Tools that look for errors of memory keep what was freed, so that it grows anyway. */
static inline gboolean
process_memory_is_its_own (void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return FALSE;
#else
  return g_getenv ("LD_PRELOAD") == NULL; /* valgrind's way in */
#endif
}
