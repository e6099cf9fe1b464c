/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobMap:
 *
 * Takes a sequence apart: what is downstream runs once for each item, in a subepoch of its own.
 *
 * In a specification its type is `map`. Its slot is `value`, a list, a string array, or a string (a
 * sequence of characters). Its signal `value` carries one event for each item, in the subepochs
 * `EPOCH/ID.0`, `EPOCH/ID.1`, …; its signal `n` carries the number of items, in the epoch of the
 * call. An empty sequence emits nothing.
 *
 * [class@Noob.Gather] puts together again what a map took apart.
 *
 * Since: 1.0
 */

#include "nodes/noob-map.h"

#include "core/noob-error.h"
#include "core/noob-event-private.h"
#include "core/noob-list.h"
#include "nodes/noob-sequence-private.h"

struct _NoobMap
{
  NoobNode parent_instance;
};

G_DEFINE_FINAL_TYPE (NoobMap, noob_map, NOOB_TYPE_NODE)

static NoobEvent *
make_event (NoobNode *node,
            guint     index,
            GValue   *item)
{
  const char *id = noob_node_get_id (node);
  g_autoptr (NoobEpoch) epoch = noob_epoch_child (noob_node_get_epoch (node), id, index);

  return noob_event_new_take (id, g_intern_static_string ("value"), epoch, item, 0, 0);
}

static NoobList *
make_events (NoobNode *node,
             GArray   *items)
{
  GArray *events = noob_sequence_new (items->len);

  g_array_set_size (events, items->len);
  for (guint i = 0; i < items->len; i++)
    {
      GValue *event = &g_array_index (events, GValue, i);

      g_value_init (event, NOOB_TYPE_EVENT);
      g_value_take_boxed (event, make_event (node, i, &g_array_index (items, GValue, i)));
    }

  return noob_list_new_take (events);
}

static gboolean
noob_map_process (NoobNode    *node,
                  NoobRecord  *inputs,
                  NoobRecord  *outputs,
                  GError     **error)
{
  const GValue *value = noob_record_get_value (inputs, "value");
  g_autoptr (GArray) items = NULL;

  if (noob_node_get_epoch (node) == NULL || noob_node_get_id (node) == NULL)
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_STATE,
                           "a map opens subepochs, so it needs an id and an epoch to run in");
      return FALSE;
    }

  if (value != NULL)
    items = noob_sequence_items (value);
  if (items == NULL)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
                   "map takes a sequence (a list or a string), not %s",
                   value != NULL ? noob_value_describe (value) : "nothing");
      return FALSE;
    }

  if (items->len == 0)
    return TRUE;

  noob_record_set_int64 (outputs, "n", items->len);
  noob_record_take_list (outputs, "value", make_events (node, items));

  return TRUE;
}

static GList *
noob_map_get_slots (NoobNode *node)
{
  return g_list_append (NULL, noob_slot_new ("value", NOOB_SLOT_REQUIRED, "list"));
}

static char **
noob_map_get_signals (NoobNode *node)
{
  static const char *const signals[] = { "value", "n", NULL };

  return g_strdupv ((char **) signals);
}

static void
noob_map_class_init (NoobMapClass *klass)
{
  NoobNodeClass *node_class = NOOB_NODE_CLASS (klass);

  node_class->process = noob_map_process;
  node_class->get_slots = noob_map_get_slots;
  node_class->get_signals = noob_map_get_signals;
}

static void
noob_map_init (NoobMap *self)
{
  noob_node_set_stateful (NOOB_NODE (self), FALSE);
}
