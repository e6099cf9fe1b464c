/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "graph/noob-tube-private.h"

#include <string.h>

#include "core/noob-error.h"
#include "spec/noob-specification-private.h"

/* What a tube and its nodes are given: inputs, and the params that refer to them. */

static void
warn_of_extra_inputs (NoobTubeSpecification *specification,
                      NoobRecord            *given)
{
  for (guint i = 0; given != NULL && i < noob_record_get_size (given); i++)
    {
      const char *name = noob_record_get_name (given, i);

      if (noob_tube_specification_get_input (specification, name) == NULL)
        g_warning ("input \"%s\" is not one of the tube's: it is ignored", name);
    }
}

/* NoEvent is never a value: it counts as not given. */
static const GValue *
get_given (NoobRecord *given,
           const char *id)
{
  const GValue *value = given != NULL ? noob_record_get_value (given, id) : NULL;

  return value != NULL && !noob_value_is_no_event (value) ? value : NULL;
}

static const GValue *
look_up_input (NoobInputSpecification *input,
               NoobRecord             *nearest,
               NoobRecord             *farther)
{
  const char *id = noob_input_specification_get_id (input);
  const GValue *value = get_given (nearest, id);

  if (value == NULL)
    value = get_given (farther, id);
  if (value == NULL)
    value = noob_input_specification_get_default (input);

  return value;
}

/* Sets @input in @values; FALSE when it is required and nobody gave it. */
static gboolean
bind_input (NoobInputSpecification *input,
            NoobRecord             *nearest,
            NoobRecord             *farther,
            NoobRecord             *values,
            GError                **error)
{
  const char *id = noob_input_specification_get_id (input);
  const GValue *value = look_up_input (input, nearest, farther);

  if (value != NULL)
    {
      noob_record_set_value (values, id, value);
      return TRUE;
    }

  if (noob_input_specification_get_required (input))
    {
      gboolean per_process =
        noob_input_specification_get_scope (input) == NOOB_INPUT_SCOPE_PROCESS;

      g_set_error (error, NOOB_ERROR, NOOB_ERROR_INPUT,
                   "input \"%s\" is required: give it %s, or give it a default in the "
                   "specification",
                   id,
                   per_process ? "with each process call" : "when the tube is made");
      return FALSE;
    }

  noob_record_set_null (values, id);
  return TRUE;
}

NoobRecord *
noob_tube_bind_own_inputs (NoobTubeSpecification  *specification,
                           NoobRecord             *given,
                           GError                **error)
{
  g_autoptr (NoobRecord) values = noob_record_new ();
  GPtrArray *inputs = noob_tube_specification_get_inputs (specification);

  for (guint i = 0; i < inputs->len; i++)
    if (noob_input_specification_get_scope (inputs->pdata[i]) == NOOB_INPUT_SCOPE_TUBE &&
        !bind_input (inputs->pdata[i], given, NULL, values, error))
      return NULL;

  warn_of_extra_inputs (specification, given);

  return g_steal_pointer (&values);
}

NoobRecord *
noob_tube_bind_inputs (NoobTube    *self,
                       NoobRecord  *given,
                       GError     **error)
{
  g_autoptr (NoobRecord) values = noob_record_new ();
  NoobTubeSpecification *specification = noob_tube_get_specification (self);
  GPtrArray *inputs = noob_tube_specification_get_inputs (specification);

  warn_of_extra_inputs (specification, given);

  for (guint i = 0; i < inputs->len; i++)
    if (!bind_input (inputs->pdata[i], given, noob_tube_get_given (self), values, error))
      return NULL;

  return g_steal_pointer (&values);
}

static void fill_in (NoobTube     *self,
                     const GValue *source,
                     GValue       *target);

static void
fill_in_list (NoobTube *self,
              NoobList *source,
              GValue   *target)
{
  GArray *values = g_array_new (FALSE, TRUE, sizeof (GValue));
  gsize length = noob_list_get_length (source);

  g_array_set_size (values, (guint) length);
  for (gsize i = 0; i < length; i++)
    fill_in (self, noob_list_get_value (source, i), &g_array_index (values, GValue, i));

  g_value_init (target, NOOB_TYPE_LIST);
  g_value_take_boxed (target, noob_list_new_take (values));
}

static void
fill_in_record (NoobTube   *self,
                NoobRecord *source,
                GValue     *target)
{
  NoobRecord *record = noob_record_new ();

  for (guint i = 0; i < noob_record_get_size (source); i++)
    {
      GValue value = G_VALUE_INIT;

      fill_in (self, noob_record_get_nth (source, i), &value);
      noob_record_take_value (record, noob_record_get_name (source, i), &value);
    }

  g_value_init (target, NOOB_TYPE_RECORD);
  g_value_take_boxed (target, record);
}

/* Copies @source to @target (zero-filled) with the strings `input.NAME` replaced by the inputs
 * they name. */
static void
fill_in (NoobTube     *self,
         const GValue *source,
         GValue       *target)
{
  const GValue *input = NULL;

  if (G_VALUE_HOLDS (source, NOOB_TYPE_LIST))
    {
      fill_in_list (self, g_value_get_boxed (source), target);
      return;
    }

  if (G_VALUE_HOLDS (source, NOOB_TYPE_RECORD))
    {
      fill_in_record (self, g_value_get_boxed (source), target);
      return;
    }

  if (G_VALUE_HOLDS_STRING (source) && g_value_get_string (source) != NULL &&
      g_str_has_prefix (g_value_get_string (source), "input."))
    input = noob_record_get_value (noob_tube_get_inputs (self),
                                   g_value_get_string (source) + strlen ("input."));

  if (input == NULL)
    input = source;

  g_value_init (target, G_VALUE_TYPE (input));
  g_value_copy (input, target);
}

static void
inherit_inputs (NoobTube              *self,
                NoobNodeSpecification *node,
                NoobRecord            *params)
{
  NoobTubeSpecification *inner = noob_node_specification_get_tube (node);
  GPtrArray *inputs = inner != NULL ? noob_tube_specification_get_inputs (inner) : NULL;

  for (guint i = 0; inputs != NULL && i < inputs->len; i++)
    {
      const char *id = noob_input_specification_get_id (inputs->pdata[i]);
      const GValue *value = noob_record_get_value (noob_tube_get_inputs (self), id);

      if (noob_input_specification_get_scope (inputs->pdata[i]) == NOOB_INPUT_SCOPE_TUBE &&
          value != NULL && !noob_record_has (params, id))
        noob_record_set_value (params, id, value);
    }
}

/* @as_it_is: the name of a param in which nothing is replaced; nullable. */
static NoobRecord *
bind_record (NoobTube   *self,
             NoobRecord *params,
             const char *as_it_is)
{
  NoobRecord *bound = noob_record_new ();

  for (guint i = 0; i < noob_record_get_size (params); i++)
    {
      const char *name = noob_record_get_name (params, i);
      GValue value = G_VALUE_INIT;

      if (g_strcmp0 (name, as_it_is) == 0)
        {
          noob_record_set_value (bound, name, noob_record_get_nth (params, i));
          continue;
        }

      fill_in (self, noob_record_get_nth (params, i), &value);
      noob_record_take_value (bound, name, &value);
    }

  return bound;
}

NoobRecord *
noob_tube_bind_params (NoobTube              *self,
                       NoobNodeSpecification *node)
{
  gboolean is_tube = noob_node_specification_is (node, "tube");
  /* An inner tube speaks of its own inputs. */
  NoobRecord *bound =
    bind_record (self, noob_node_specification_get_params (node), is_tube ? "tube" : NULL);

  if (is_tube)
    inherit_inputs (self, node, bound);

  return bound;
}

NoobRecord *
noob_tube_bind_asset_params (NoobTube               *self,
                             NoobAssetSpecification *asset)
{
  return bind_record (self, noob_asset_specification_get_params (asset), NULL);
}

gboolean
noob_tube_is_node_enabled (NoobTube              *self,
                           NoobNodeSpecification *node)
{
  const char *input = noob_node_specification_get_enabled_input (node);

  if (input == NULL)
    return noob_node_specification_get_enabled (node);

  return noob_value_is_true (noob_record_get_value (noob_tube_get_inputs (self), input));
}

GHashTable *
noob_tube_list_disabled (NoobTube *self)
{
  GHashTable *disabled = g_hash_table_new (NULL, NULL);
  GPtrArray *nodes = noob_tube_specification_get_nodes (noob_tube_get_specification (self));

  for (guint i = 0; i < nodes->len; i++)
    {
      const char *id = g_intern_string (noob_node_specification_get_id (nodes->pdata[i]));

      if (!noob_tube_is_node_enabled (self, nodes->pdata[i]))
        g_hash_table_add (disabled, (gpointer) id);
    }

  return disabled;
}
