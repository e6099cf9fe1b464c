/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a node says of itself, for people to read. */

#include "nodes/noob-node-private.h"

#include "core/noob-value-private.h"
#include "nodes/noob-sequence-private.h"

static gboolean
has_json (const GValue *value)
{
  g_autofree char *text = noob_value_to_json (value, FALSE, NULL);

  return text != NULL;
}

static void
describe_property (NoobRecord *params,
                   GParamSpec *pspec)
{
  g_autoptr (NoobRecord) param = noob_record_new ();
  const char *blurb = g_param_spec_get_blurb (pspec);

  noob_record_set_string (param, "type", noob_type_describe (pspec->value_type));
  if (has_json (g_param_spec_get_default_value (pspec)))
    noob_record_set_value (param, "default", g_param_spec_get_default_value (pspec));
  if (blurb != NULL && blurb[0] != '\0')
    noob_record_set_string (param, "documentation", blurb);

  noob_record_take_record (params, pspec->name, g_steal_pointer (&param));
}

void
noob_node_describe_properties (NoobNode   *self,
                               NoobRecord *description)
{
  guint n_pspecs;
  g_autofree GParamSpec **pspecs =
    g_object_class_list_properties (G_OBJECT_GET_CLASS (self), &n_pspecs);
  g_autoptr (NoobRecord) params = noob_record_new ();

  for (guint i = 0; i < n_pspecs; i++)
    if ((pspecs[i]->flags & G_PARAM_WRITABLE) != 0 && pspecs[i]->owner_type != NOOB_TYPE_NODE)
      describe_property (params, pspecs[i]);

  noob_record_take_record (description, "params", g_steal_pointer (&params));
}

static NoobRecord *
describe_slot (NoobSlot *slot)
{
  NoobSlotFlags flags = noob_slot_get_flags (slot);
  NoobRecord *record = noob_record_new ();

  noob_record_set_string (record, "name", noob_slot_get_name (slot));
  if (noob_slot_get_type_name (slot) != NULL)
    noob_record_set_string (record, "type", noob_slot_get_type_name (slot));
  noob_record_set_boolean (record, "required", (flags & NOOB_SLOT_REQUIRED) != 0);
  noob_record_set_boolean (record, "has-default", (flags & NOOB_SLOT_HAS_DEFAULT) != 0);
  noob_record_set_boolean (record, "rest", (flags & NOOB_SLOT_REST) != 0);

  return record;
}

static NoobList *
describe_slots (NoobNode *self)
{
  g_autoptr (GPtrArray) slots = noob_node_list_slots (self);
  GArray *values = noob_sequence_new (slots->len);

  for (guint i = 0; i < slots->len; i++)
    {
      GValue value = G_VALUE_INIT;

      g_value_init (&value, NOOB_TYPE_RECORD);
      g_value_take_boxed (&value, describe_slot (slots->pdata[i]));
      g_array_append_val (values, value);
    }

  return noob_list_new_take (values);
}

/**
 * noob_node_describe: (virtual describe)
 * @self: a node
 * @description: a record to tell it in
 *
 * Tells what there is to know of a node before it is run: `slots`, a list of records with `name`,
 * `required`, `has-default`, `rest` and perhaps `type`; the list of `signals`; whether it is
 * `stateful`; and, where the node's language has them, `documentation` and `params`.
 *
 * Since: 1.0
 */
void
noob_node_describe (NoobNode   *self,
                    NoobRecord *description)
{
  g_auto (GStrv) signals = NULL;

  g_return_if_fail (NOOB_IS_NODE (self));
  g_return_if_fail (description != NULL);

  signals = noob_node_get_signals (self);
  noob_record_take_list (description, "slots", describe_slots (self));
  noob_record_take_list (description, "signals",
                         noob_list_new_strv ((const char *const *) signals));
  noob_record_set_boolean (description, "stateful", noob_node_get_stateful (self));
  NOOB_NODE_GET_CLASS (self)->describe (self, description);
}
