/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "noob-tool-private.h"

static NoobList *
describe (const char  *path,
          const char  *tube,
          GError     **error)
{
  g_autoptr (NoobDeployment) deployment = noob_deployment_new_from_file (path, error);
  g_autoptr (NoobTubeSpecification) specification = NULL;

  if (deployment != NULL)
    specification = tool_load (tube, error);

  return specification != NULL ? noob_deployment_describe (deployment, specification, error) : NULL;
}

/* A string, or a list of them, as words. */
static char *
join_words (NoobRecord *group,
            const char *name)
{
  g_autoptr (GString) words = g_string_new (NULL);
  NoobList *list = NULL;

  if (!noob_record_get (group, NULL, name, NOOB_TYPE_LIST, &list, NULL))
    return g_strdup (tool_get_string (group, name));

  for (gsize i = 0; i < noob_list_get_length (list); i++)
    g_string_append_printf (words, "%s%s", i > 0 ? " " : "",
                            g_value_get_string (noob_list_get_value (list, i)));

  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
print_group (NoobRecord *group)
{
  g_autofree char *launcher = join_words (group, "launcher");
  g_autofree char *nodes = join_words (group, "nodes");
  const char *host = tool_get_string (group, "host");
  gboolean by_hand = g_str_equal (launcher, "external");

  g_print ("%s\n", tool_get_string (group, "name"));
  g_print ("  %-10s %s\n", "nodes:", nodes);
  g_print ("  %-10s %s%s%s\n", "launcher:", launcher, host != NULL ? " on " : "",
           host != NULL ? host : "");
  g_print ("  %-10s %s\n", "transport:", tool_get_string (group, "transport"));
  g_print ("  %-10s %s\n", "restart:", tool_get_string (group, "restart"));
  g_print ("  %-10s %s\n", by_hand ? "by hand:" : "command:",
           tool_get_string (group, "command-line"));
}

static int
print_json (NoobList *groups)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, NOOB_TYPE_LIST);
  g_value_set_boxed (&value, groups);
  return tool_print_json (&value);
}

int
tool_deploy (GStrv *arguments)
{
  g_autofree char *path = NULL;
  gboolean describes = FALSE;
  gboolean as_json = FALSE;
  const GOptionEntry entries[] = {
    { "deployment", 'd', 0, G_OPTION_ARG_FILENAME, &path, "Which nodes run where", "FILE" },
    { "describe", 0, 0, G_OPTION_ARG_NONE, &describes,
      "Show each group, its nodes and the command that starts it; run nothing", NULL },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &as_json, "Write JSON", NULL },
    { NULL },
  };
  g_autofree char *tube = NULL;
  g_autoptr (NoobList) groups = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (!tool_parse (arguments, entries,
                   "Shows where the nodes of a tube run, and by which commands. The code of its "
                   "nodes is not\nneeded.", "TUBE", &tube, &status))
    return status;

  if (path == NULL || !describes)
    {
      g_printerr ("noob: deploy takes --deployment FILE and --describe\n");
      return TOOL_USAGE;
    }

  groups = describe (path, tube, &error);
  if (groups == NULL)
    return tool_fail (error, TOOL_FAILED);

  if (as_json)
    return print_json (groups);

  for (gsize i = 0; i < noob_list_get_length (groups); i++)
    print_group (g_value_get_boxed (noob_list_get_value (groups, i)));

  return TOOL_OK;
}
