/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "noob-tool-private.h"

#include <string.h>

static char *
draw (const char  *name,
      NoobRecord  *inputs,
      GError     **error)
{
  g_autoptr (NoobTubeSpecification) specification = tool_load (name, error);
  g_autoptr (NoobTube) tube = NULL;

  if (specification != NULL)
    tube = tool_make_tube (specification, inputs, error);

  return tube != NULL ? noob_tube_to_dot (tube) : NULL;
}

static char *
convert_to_svg (const char  *dot,
                GError     **error)
{
  g_autofree char *program = g_find_program_in_path ("dot");
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *svg = NULL;

  if (program == NULL)
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_NOT_FOUND,
                           "SVG needs the program dot of Graphviz, which is not installed; "
                           "--format dot does without");
      return NULL;
    }

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, error,
                              program, "-Tsvg", NULL);
  if (process == NULL ||
      !g_subprocess_communicate_utf8 (process, dot, NULL, &svg, NULL, error) ||
      !g_subprocess_wait_check (process, NULL, error))
    return NULL;

  return g_steal_pointer (&svg);
}

static gboolean
write_output (const char  *text,
              const char  *path,
              GError     **error)
{
  if (path != NULL)
    return g_file_set_contents (path, text, -1, error);

  g_print ("%s", text);

  return TRUE;
}

int
tool_graph (GStrv *arguments)
{
  g_autofree char *format = NULL;
  g_autofree char *path = NULL;
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_STRING, &format, "Write dot (the default) or svg", "dot|svg" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &path,
      "Write to FILE, not to standard output", "FILE" },
    TOOL_INPUT_ENTRY,
    { NULL },
  };
  g_autofree char *name = NULL;
  g_autofree char *drawing = NULL;
  g_autoptr (NoobRecord) inputs = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  inputs = tool_take_inputs (arguments, &error);
  if (inputs == NULL)
    return tool_fail (error, TOOL_USAGE);

  if (!tool_parse (arguments, entries,
                   "Draws the graph of a tube. The code of its nodes is not needed.", "TUBE",
                   &name, &status))
    return status;

  if (format != NULL && !g_str_equal (format, "dot") && !g_str_equal (format, "svg"))
    {
      g_printerr ("noob: --format is dot or svg, not \"%s\"\n", format);
      return TOOL_USAGE;
    }

  drawing = draw (name, inputs, &error);
  if (drawing != NULL && g_strcmp0 (format, "svg") == 0)
    {
      g_autofree char *dot = g_steal_pointer (&drawing);

      drawing = convert_to_svg (dot, &error);
    }

  if (drawing == NULL || !write_output (drawing, path, &error))
    return tool_fail (error, TOOL_FAILED);

  return TOOL_OK;
}
