/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "noob-tool-private.h"

#include <string.h>

int
tool_fail (const GError *error,
           int           status)
{
  g_autofree char *line = g_strdup (error->message);

  g_printerr ("noob: %s\n", g_strdelimit (line, "\r\n", ' '));

  return status;
}

/* The usage line of the help names the command after the program. */
static GOptionContext *
make_context (const char         *command,
              const GOptionEntry *entries,
              const char         *summary,
              const char         *operand)
{
  GOptionContext *context = g_option_context_new (operand);
  g_autofree char *program = g_strconcat ("noob ", command, NULL);

  g_set_prgname (program);
  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, NULL);

  return context;
}

gboolean
tool_parse (GStrv               *arguments,
            const GOptionEntry  *entries,
            const char          *summary,
            const char          *operand,
            char               **given,
            int                 *status)
{
  g_autofree char *command = g_strdup ((*arguments)[0]);
  g_autoptr (GOptionContext) context = make_context (command, entries, summary, operand);
  g_autoptr (GError) error = NULL;

  if (!g_option_context_parse_strv (context, arguments, &error))
    {
      *status = tool_fail (error, TOOL_USAGE);
      return FALSE;
    }

  if (g_strv_length (*arguments) != 2)
    {
      g_printerr ("noob: %s takes one %s; see noob help %s\n", command, operand, command);
      *status = TOOL_USAGE;
      return FALSE;
    }

  *given = g_strdup ((*arguments)[1]);

  return TRUE;
}

int
tool_print_json (const GValue *value)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = noob_value_to_json (value, TRUE, &error);

  if (text == NULL)
    return tool_fail (error, TOOL_FAILED);

  g_print ("%s\n", text);
  return TOOL_OK;
}

const char *
tool_get_string (NoobRecord *record,
                 const char *name)
{
  const char *string = NULL;

  noob_record_get (record, NULL, name, G_TYPE_STRING, &string, NULL);
  return string;
}

static void
set_input (NoobRecord *inputs,
           const char *key,
           const char *text)
{
  GValue value = G_VALUE_INIT;

  if (noob_value_from_json (&value, text, -1, NULL))
    {
      noob_record_take_value (inputs, key, &value);
      return;
    }

  g_value_unset (&value);
  noob_record_set_string (inputs, key, text);
}

gboolean
tool_refuse_input (const char  *option,
                   const char  *value,
                   gpointer     data,
                   GError     **error)
{
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "%s takes a key and a value: %s KEY VALUE", option, option);
  return FALSE;
}

NoobRecord *
tool_take_inputs (GStrv   *arguments,
                  GError **error)
{
  g_autoptr (NoobRecord) inputs = noob_record_new ();
  g_autoptr (GStrvBuilder) rest = g_strv_builder_new ();

  for (char **at = *arguments; *at != NULL; at++)
    {
      if (!g_str_equal (*at, "-i") && !g_str_equal (*at, "--input"))
        {
          g_strv_builder_add (rest, *at);
          continue;
        }

      if (at[1] == NULL || at[2] == NULL)
        {
          tool_refuse_input (*at, NULL, NULL, error);
          return NULL;
        }

      set_input (inputs, at[1], at[2]);
      at += 2;
    }

  g_strfreev (*arguments);
  *arguments = g_strv_builder_end (rest);

  return g_steal_pointer (&inputs);
}

NoobTubeSpecification *
tool_load (const char  *tube,
           GError     **error)
{
  g_autofree char *directory = g_get_current_dir ();

  return noob_tube_specification_new_from_name (tube, directory, error);
}

static void
fill_required_inputs (NoobTubeSpecification *specification,
                      NoobRecord            *inputs)
{
  GPtrArray *all = noob_tube_specification_get_inputs (specification);

  for (guint i = 0; i < all->len; i++)
    {
      NoobInputSpecification *input = all->pdata[i];
      const char *id = noob_input_specification_get_id (input);

      if (noob_input_specification_get_scope (input) == NOOB_INPUT_SCOPE_TUBE &&
          noob_input_specification_get_required (input) &&
          noob_input_specification_get_default (input) == NULL && !noob_record_has (inputs, id))
        noob_record_set_null (inputs, id);
    }
}

NoobTube *
tool_make_tube (NoobTubeSpecification  *specification,
                NoobRecord             *inputs,
                GError                **error)
{
  fill_required_inputs (specification, inputs);

  return noob_tube_new (specification, inputs, error);
}
