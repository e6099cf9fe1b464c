/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The host of native nodes: a NoobZmqRunner starts one for each. */

#include <noob.h>

#include <locale.h>
#include <string.h>

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");

  if (argc > 1 && strcmp (argv[1], "--version") == 0)
    {
      g_print ("noob-node %d.%d.%d\n", NOOB_MAJOR_VERSION, NOOB_MINOR_VERSION, NOOB_MICRO_VERSION);
      return 0;
    }

  if (argc > 1)
    {
      g_printerr ("noob-node takes no arguments: a runner starts it, and tells it what to do on "
                  "standard input\n");
      return 2;
    }

  noob_use_introspection ();

  return noob_host_run (0);
}
