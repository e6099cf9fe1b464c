/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "bench-process.h"

#include <string.h>

double
process_get_memory (GPid        pid,
                    const char *prefix)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps_rollup", pid);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  double sum = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], prefix))
      sum += g_ascii_strtod (strchr (lines[i], ':') + 1, NULL);

  return sum;
}

static double
get_time_of_thread (const char *folder,
                    const char *thread)
{
  g_autofree char *path = g_build_filename (folder, thread, "schedstat", NULL);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? g_ascii_strtod (text, NULL) / 1e3 : 0;
}

double
process_get_time (GPid pid)
{
  g_autofree char *folder = g_strdup_printf ("/proc/%d/task", pid);
  g_autoptr (GDir) threads = g_dir_open (folder, 0, NULL);
  const char *thread;
  double sum = 0;

  while (threads != NULL && (thread = g_dir_read_name (threads)) != NULL)
    sum += get_time_of_thread (folder, thread);

  return sum;
}
