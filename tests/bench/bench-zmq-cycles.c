/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Initializes, processes and deinitializes as often as it is told. Target: no initializing takes a
 * second, and nothing is left: no process, no descriptor, no file, no memory. */

#include <errno.h>
#include <noob.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "zmq/process-memory.h"

#define N_CYCLES 1000
#define MAX_SECONDS 1.0
#define MAX_GROWTH (1024 * 1024)

#define TUBE \
  "nodes:\n" \
  "  a: {type: 'c:libzmq-runner-nodes.so#count'}\n" \
  "  b: {type: 'c:libzmq-runner-nodes.so#add', depends: a.value}\n" \
  "  r: {type: return, depends: b.value}\n"

static NoobRunner *
make_runner (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) specification =
    noob_tube_specification_new_from_data (TUBE, -1, NULL, &error);
  g_autoptr (NoobTube) tube =
    specification != NULL ? noob_tube_new (specification, NULL, &error) : NULL;

  if (tube == NULL)
    g_error ("%s", error->message);

  return noob_zmq_runner_new (tube);
}

/* How long initializing took, in milliseconds. */
static double
cycle (NoobRunner *runner)
{
  gint64 start = g_get_monotonic_time ();
  g_auto (GValue) result = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  gint64 end;

  if (!noob_runner_initialize (runner, &error))
    g_error ("%s", error->message);
  end = g_get_monotonic_time ();

  if (!noob_runner_process (runner, NULL, &result, &error) ||
      !noob_runner_deinitialize (runner, &error))
    g_error ("%s", error->message);

  return (double) (end - start) / 1000;
}

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (folder != NULL && g_dir_read_name (folder) != NULL)
    n++;

  return n;
}

static gboolean
has_children (void)
{
  siginfo_t info;

  return waitid (P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  const double *x = a;
  const double *y = b;

  return (*x > *y) - (*x < *y);
}

int
main (int   argc,
      char *argv[])
{
  guint n = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : N_CYCLES;
  g_autofree char *folder = g_dir_make_tmp ("noob-XXXXXX", NULL);
  g_autofree char *runs = g_build_filename (folder, "noob", NULL);
  g_autofree double *times = g_new (double, n);
  g_autoptr (NoobRunner) runner = NULL;
  guint n_fds_before = 0, n_fds, n_files;
  gsize memory = 0, growth;
  gboolean children;

  if (n < 10)
    g_error ("at least 10 cycles are needed to see anything");

  g_setenv ("XDG_RUNTIME_DIR", folder, TRUE);
  runner = make_runner ();
  for (guint i = 0; i < n; i++)
    {
      times[i] = cycle (runner);
      if (i == n / 10)
        {
          memory = process_memory (getpid ());
          n_fds_before = count_entries ("/proc/self/fd");
        }
    }

  growth = process_memory (getpid ()) - MIN (memory, process_memory (getpid ()));
  n_fds = count_entries ("/proc/self/fd");
  n_files = count_entries (runs);
  children = has_children ();
  g_clear_object (&runner);
  rmdir (runs);
  rmdir (folder);

  qsort (times, n, sizeof *times, compare_times);
  g_print ("%u cycles: %.1f ms to initialize, %.1f ms for 99 of 100, %.1f ms at most\n", n,
           times[n / 2], times[n / 100 * 99], times[n - 1]);
  g_print ("left: %s processes, %u files, %d descriptors; grown by %zu KiB\n",
           children ? "some" : "no", n_files, (int) n_fds - (int) n_fds_before, growth / 1024);

  return times[n - 1] < MAX_SECONDS * 1000 && !children && n_files == 0 &&
             n_fds == n_fds_before && growth <= MAX_GROWTH
           ? EXIT_SUCCESS
           : EXIT_FAILURE;
}
