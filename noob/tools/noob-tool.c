/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The command line tool: one subcommand a file. */

#include "noob-tool-private.h"

#include <locale.h>
#include <signal.h>

static const ToolCommand commands[] = {
  { "run", "Run a tube and write its results", tool_run },
  { "check", "Read a tube and say what is wrong with it", tool_check },
  { "graph", "Draw the graph of a tube", tool_graph },
  { "deploy", "Show where the nodes of a tube run, and by which commands", tool_deploy },
  { "inspect", "Tell of the slots, signals and params of a type of nodes", tool_inspect },
  { "keygen", "Make a pair of keys, and write the public one", tool_keygen },
};

static const ToolCommand *
find_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_str_equal (commands[i].name, name))
        return &commands[i];
    }

  return NULL;
}

static void
print_usage (void)
{
  g_print ("Usage: noob COMMAND [OPTION…] TUBE|TYPE|NAME\n\nCommands:\n");
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-8s %s\n", commands[i].name, commands[i].summary);
  g_print ("  %-8s %s\n", "help", "Show this help, or that of a command");
  g_print ("\nTUBE is the id of a tube or the path of its file, TYPE the type of a node in it,\n"
           "NAME what a pair of keys is called.\n");
}

static int
fail_unknown_command (const char *name)
{
  g_printerr ("noob: there is no command \"%s\"; see noob help\n", name);

  return TOOL_USAGE;
}

static int
help (const char *name)
{
  const char *const with_help[] = { name, "--help", NULL };
  g_auto (GStrv) arguments = g_strdupv ((char **) with_help);
  const ToolCommand *command;

  if (name == NULL)
    {
      print_usage ();
      return TOOL_OK;
    }

  command = find_command (name);

  return command != NULL ? command->run (&arguments) : fail_unknown_command (name);
}

/* What the library warns of, and what nodes write, is for whoever runs the tool, in the form of its
 * errors. */
static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         user_data)
{
  const char *kind = level & G_LOG_LEVEL_WARNING ? "warning: " : "";

  if ((level & (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_MESSAGE)) == 0)
    return g_log_writer_default (level, fields, n_fields, user_data);

  for (gsize i = 0; i < n_fields; i++)
    {
      if (g_str_equal (fields[i].key, "MESSAGE"))
        g_printerr ("noob: %s%s\n", kind, (const char *) fields[i].value);
    }

  return G_LOG_WRITER_HANDLED;
}

int
main (int    argc,
      char **argv)
{
  static const char *const help_names[] = { "help", "--help", "-h", NULL };
  g_auto (GStrv) arguments = NULL;
  const ToolCommand *command;

  setlocale (LC_ALL, "");
  noob_use_introspection ();
  signal (SIGPIPE, SIG_IGN);
  g_log_writer_default_set_use_stderr (TRUE); /* the results are on standard output */
  g_log_set_writer_func (write_log, NULL, NULL);

  if (argc < 2)
    {
      g_printerr ("noob: a command is missing; see noob help\n");
      return TOOL_USAGE;
    }

  if (g_str_equal (argv[1], "--version"))
    {
      g_print ("noob %d.%d.%d\n", NOOB_MAJOR_VERSION, NOOB_MINOR_VERSION, NOOB_MICRO_VERSION);
      return TOOL_OK;
    }

  if (g_strv_contains (help_names, argv[1]))
    return help (argv[2]);

  command = find_command (argv[1]);
  if (command == NULL)
    return fail_unknown_command (argv[1]);

  arguments = g_strdupv (argv + 1);

  return command->run (&arguments);
}
