/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Runs the tube in the file it is given, freely, until it is killed. First it prints the processes of
 * its nodes. Perhaps it is also given a quit-timeout. */

#include <noob.h>

#include <stdlib.h>

static NoobRunner *
make_runner (const char  *path,
             GError     **error)
{
  g_autoptr (NoobTubeSpecification) specification =
    noob_tube_specification_new_from_file (path, error);
  g_autoptr (NoobTube) tube =
    specification != NULL ? noob_tube_new (specification, NULL, error) : NULL;

  return tube != NULL ? noob_zmq_runner_new (tube) : NULL;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobRunner) runner = make_runner (argv[1], &error);
  g_autoptr (GArray) pids = NULL;

  if (runner != NULL && argc > 2)
    g_object_set (runner, "quit-timeout", atoi (argv[2]), NULL);
  if (runner == NULL || !noob_runner_initialize (runner, &error) ||
      !noob_runner_start (runner, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  pids = noob_zmq_runner_get_node_processes (NOOB_ZMQ_RUNNER (runner));
  for (guint i = 0; i < pids->len; i++)
    g_print ("%d%c", g_array_index (pids, GPid, i), i + 1 < pids->len ? ' ' : '\n');

  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}
