/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "noob-tool-private.h"

static void
print_count (guint       n,
             const char *noun,
             const char *before)
{
  g_print ("%s%u %s%s", before, n, noun, n == 1 ? "" : "s");
}

static gboolean
check_code (NoobTubeSpecification  *specification,
            NoobRecord             *inputs,
            GError                **error)
{
  g_autoptr (NoobTube) tube = tool_make_tube (specification, inputs, error);
  g_autoptr (NoobRunner) runner = NULL;

  if (tube == NULL)
    return FALSE;

  runner = noob_sync_runner_new (tube);

  return noob_sync_runner_check (NOOB_SYNC_RUNNER (runner), error);
}

int
tool_check (GStrv *arguments)
{
  gboolean loads = FALSE;
  const GOptionEntry entries[] = {
    { "load", 'l', 0, G_OPTION_ARG_NONE, &loads,
      "Load the code of the nodes too, and check their params, slots and signals", NULL },
    TOOL_INPUT_ENTRY,
    { NULL },
  };
  g_autofree char *name = NULL;
  g_autoptr (NoobTubeSpecification) specification = NULL;
  g_autoptr (NoobRecord) inputs = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  inputs = tool_take_inputs (arguments, &error);
  if (inputs == NULL)
    return tool_fail (error, TOOL_USAGE);

  if (!tool_parse (arguments, entries,
                   "Reads a tube and says what is wrong with it. The code of its nodes is not "
                   "needed.", "TUBE", &name, &status))
    return status;

  specification = tool_load (name, &error);
  if (specification == NULL || (loads && !check_code (specification, inputs, &error)))
    return tool_fail (error, TOOL_FAILED);

  g_print ("%s: ok (", name);
  print_count (noob_tube_specification_get_nodes (specification)->len, "node", "");
  print_count (noob_tube_specification_get_inputs (specification)->len, "input", ", ");
  print_count (noob_tube_specification_get_assets (specification)->len, "asset", ", ");
  g_print (")\n");

  return TOOL_OK;
}
