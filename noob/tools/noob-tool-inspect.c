/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "noob-tool-private.h"

/* The node of @type alone, in a tube found in the current directory. */
static NoobNodeSpecification *
make_specification (const char  *type,
                    NoobRecord  *params,
                    GError     **error)
{
  g_autofree char *directory = g_get_current_dir ();
  g_autoptr (NoobRecord) source = noob_record_new ();
  g_autoptr (NoobRecord) nodes = noob_record_new ();
  g_autoptr (NoobRecord) node = noob_record_new ();
  g_autoptr (NoobTubeSpecification) tube = NULL;

  noob_record_set_string (node, "type", type);
  noob_record_set (node, "params", NOOB_TYPE_RECORD, params, NULL);
  noob_record_take_record (nodes, "inspected", g_steal_pointer (&node));
  noob_record_take_record (source, "nodes", g_steal_pointer (&nodes));

  tube = noob_tube_specification_new_from_record (source, directory, error);

  return tube != NULL ? g_object_ref (noob_tube_specification_get_node (tube, "inspected")) : NULL;
}

static int
print_json (NoobRecord *description)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, NOOB_TYPE_RECORD);
  g_value_set_boxed (&value, description);
  return tool_print_json (&value);
}

static gboolean
get_flag (NoobRecord *record,
          const char *name)
{
  gboolean flag = FALSE;

  return noob_record_get (record, NULL, name, G_TYPE_BOOLEAN, &flag, NULL) && flag;
}

static const char *
describe_need (NoobRecord *slot)
{
  if (get_flag (slot, "rest"))
    return "any further";
  if (!get_flag (slot, "required"))
    return "optional";

  return get_flag (slot, "has-default") ? "required when wired" : "required";
}

static void
print_slots (NoobRecord *description)
{
  NoobList *slots = NULL;

  if (!noob_record_get (description, NULL, "slots", NOOB_TYPE_LIST, &slots, NULL))
    return;

  g_print ("\nSlots:%s\n", noob_list_get_length (slots) == 0 ? " none" : "");
  for (gsize i = 0; i < noob_list_get_length (slots); i++)
    {
      NoobRecord *slot = g_value_get_boxed (noob_list_get_value (slots, i));
      const char *type = tool_get_string (slot, "type");

      g_print ("  %-16s %s%s%s\n", tool_get_string (slot, "name"), describe_need (slot),
               type != NULL ? ", " : "", type != NULL ? type : "");
    }
}

static void
print_signals (NoobRecord *description)
{
  NoobList *signals = NULL;

  if (!noob_record_get (description, NULL, "signals", NOOB_TYPE_LIST, &signals, NULL))
    return;

  g_print ("\nSignals:%s\n", noob_list_get_length (signals) == 0 ? " none" : "");
  for (gsize i = 0; i < noob_list_get_length (signals); i++)
    g_print ("  %s\n", g_value_get_string (noob_list_get_value (signals, i)));
}

static void
print_param (const char *name,
             NoobRecord *param)
{
  const GValue *value = noob_record_get_value (param, "default");
  const char *type = tool_get_string (param, "type");
  const char *documentation = tool_get_string (param, "documentation");
  g_autofree char *text = value != NULL ? noob_value_to_json (value, FALSE, NULL) : NULL;

  g_print ("  %-16s %s%s%s%s\n", name, type != NULL ? type : "",
           type != NULL && text != NULL ? ", " : "", text != NULL ? "default " : "",
           text != NULL ? text : "");
  if (documentation != NULL)
    g_print ("  %-16s %s\n", "", documentation);
}

static void
print_params (NoobRecord *description)
{
  NoobRecord *params = NULL;

  if (!noob_record_get (description, NULL, "params", NOOB_TYPE_RECORD, &params, NULL) ||
      noob_record_get_size (params) == 0)
    return;

  g_print ("\nParams:\n");
  for (guint i = 0; i < noob_record_get_size (params); i++)
    print_param (noob_record_get_name (params, i),
                 g_value_get_boxed (noob_record_get_nth (params, i)));
}

static void
print_documentation (NoobRecord *description)
{
  const char *documentation = tool_get_string (description, "documentation");
  g_auto (GStrv) lines = g_strsplit (documentation != NULL ? documentation : "", "\n", -1);

  if (lines[0] != NULL)
    g_print ("\nDocumentation:\n");
  for (gsize i = 0; lines[i] != NULL; i++)
    g_print ("%s%s\n", lines[i][0] != '\0' ? "  " : "", lines[i]);
}

static void
print_text (NoobRecord *description)
{
  g_print ("%-12s %s\n%-12s %s\n%-12s %s\n", "Type:", tool_get_string (description, "type"),
           "Language:", tool_get_string (description, "language"),
           "Stateful:", get_flag (description, "stateful") ? "yes" : "no");
  print_slots (description);
  print_signals (description);
  print_params (description);
  print_documentation (description);
}

int
tool_inspect (GStrv *arguments)
{
  gboolean as_json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &as_json, "Write JSON", NULL },
    { "input", 'i', 0, G_OPTION_ARG_CALLBACK, tool_refuse_input,
      "Load the node with the param KEY: JSON, or else a string; may be repeated", "KEY VALUE" },
    { NULL },
  };
  g_autofree char *type = NULL;
  g_autoptr (NoobRecord) params = NULL;
  g_autoptr (NoobNodeSpecification) specification = NULL;
  g_autoptr (NoobRecord) description = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  params = tool_take_inputs (arguments, &error);
  if (params == NULL)
    return tool_fail (error, TOOL_USAGE);

  if (!tool_parse (arguments, entries,
                   "Loads the code of a type of nodes, and says what slots, signals and params "
                   "they have.", "TYPE", &type, &status))
    return status;

  specification = make_specification (type, params, &error);
  if (specification != NULL)
    description = noob_describe_node (specification, &error);
  if (description == NULL)
    return tool_fail (error, TOOL_FAILED);

  if (as_json)
    return print_json (description);

  print_text (description);
  return TOOL_OK;
}
