/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobGather:
 *
 * Collects values and emits them as one list.
 *
 * In a specification its type is `gather`. Its slots are `value`; `n`, how many values make a list;
 * and `trigger`, which says with any value but null that the list is complete, whatever its length.
 * One of `n`, as a slot or a param, and `trigger` is what it takes: both are an error, and with
 * neither it never emits. The list is in the order of the epochs of its values, which may be many
 * epochs. In a subepoch it emits into the parent epoch, and so closes what a [class@Noob.Map]
 * opened: the innermost one that it is downstream of. Where that one had nothing to open, it emits
 * into the epoch in which it is called, which is the same.
 *
 * With the param `flatten`, every value has to be a sequence, and the list is of their items.
 *
 * Since: 1.0
 */

#include "nodes/noob-gather-private.h"

#include "core/noob-error.h"
#include "core/noob-event-private.h"
#include "core/noob-list.h"
#include "core/noob-value-private.h"
#include "nodes/noob-sequence-private.h"

enum
{
  PROP_0,
  PROP_N,
  PROP_FLATTEN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

typedef struct
{
  NoobEpoch *epoch;
  GValue     value;
} HeldValue;

struct _NoobGather
{
  NoobNode    parent_instance;

  gint64      n;
  gboolean    flatten;
  const char *closes; /* interned; nullable */
  GArray     *held;
};

G_DEFINE_FINAL_TYPE (NoobGather, noob_gather, NOOB_TYPE_NODE)

static void
held_value_clear (HeldValue *self)
{
  g_clear_pointer (&self->epoch, noob_epoch_unref);
  g_value_unset (&self->value);
}

static int
compare_held_values (const HeldValue *a,
                     const HeldValue *b)
{
  if (a->epoch == NULL || b->epoch == NULL)
    return 0;

  return noob_epoch_compare (a->epoch, b->epoch);
}

static gboolean
hold (NoobGather    *self,
      const GValue  *value,
      GError       **error)
{
  NoobEpoch *epoch = noob_node_get_epoch (NOOB_NODE (self));
  HeldValue held = { NULL, G_VALUE_INIT };

  if (self->flatten && !noob_sequence_check (value))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
                   "gather with flatten takes sequences (lists or strings), not %s",
                   noob_value_describe (value));
      return FALSE;
    }

  if (epoch != NULL)
    held.epoch = noob_epoch_ref (epoch);
  noob_value_init_copy (&held.value, value);
  g_array_append_val (self->held, held);

  return TRUE;
}

/* What is held, as a list; nothing is held any more. */
static NoobList *
release (NoobGather *self)
{
  GArray *values = noob_sequence_new (self->held->len);

  g_array_sort (self->held, (GCompareFunc) compare_held_values);

  for (guint i = 0; i < self->held->len; i++)
    {
      HeldValue *held = &g_array_index (self->held, HeldValue, i);

      if (self->flatten)
        {
          noob_sequence_append (&held->value, values);
        }
      else
        {
          g_array_append_val (values, held->value);
          held->value = (GValue) G_VALUE_INIT;
        }
    }

  g_array_set_size (self->held, 0);

  return noob_list_new_take (values);
}

/* The epoch around the one in progress; NULL when it is to be emitted into the latter. */
static NoobEpoch *
get_closed_epoch (NoobGather *self)
{
  NoobEpoch *epoch = noob_node_get_epoch (NOOB_NODE (self));

  if (epoch == NULL ||
      (self->closes != NULL && g_strcmp0 (noob_epoch_get_leaf_node (epoch), self->closes) != 0))
    return NULL;

  return noob_epoch_get_parent (epoch);
}

static void
emit (NoobGather *self,
      NoobRecord *outputs)
{
  NoobNode *node = NOOB_NODE (self);
  NoobEpoch *parent = get_closed_epoch (self);
  GValue list = G_VALUE_INIT;
  GValue event = G_VALUE_INIT;

  if (parent == NULL)
    {
      noob_record_take_list (outputs, "value", release (self));
      return;
    }

  g_value_init (&list, NOOB_TYPE_LIST);
  g_value_take_boxed (&list, release (self));
  g_value_init (&event, NOOB_TYPE_EVENT);
  g_value_take_boxed (&event, noob_event_new_take (noob_node_get_id (node),
                                                   g_intern_static_string ("value"),
                                                   parent, &list, 0, 0));
  noob_record_take_value (outputs, "value", &event);
}

/* How many values make a list; 0: the trigger decides. */
static gboolean
read_n (NoobGather  *self,
        NoobRecord  *inputs,
        gint64      *n,
        GError     **error)
{
  gboolean is_wired = noob_record_has (inputs, "n");

  *n = self->n;
  if (is_wired && !noob_record_get (inputs, error, "n", G_TYPE_INT64, n, NULL))
    return FALSE;

  if (is_wired && *n <= 0)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
                   "n of a gather has to be at least 1, not %" G_GINT64_FORMAT, *n);
      return FALSE;
    }

  return TRUE;
}

static gboolean
is_triggered (NoobRecord *inputs)
{
  const GValue *trigger = noob_record_get_value (inputs, "trigger");

  return trigger != NULL && !noob_value_is_null (trigger);
}

static gboolean
noob_gather_process (NoobNode    *node,
                     NoobRecord  *inputs,
                     NoobRecord  *outputs,
                     GError     **error)
{
  NoobGather *self = NOOB_GATHER (node);
  const GValue *value = noob_record_get_value (inputs, "value");
  gint64 n;

  if (!read_n (self, inputs, &n, error))
    return FALSE;

  if (value != NULL && !hold (self, value, error))
    return FALSE;

  if (n > 0 ? self->held->len >= n : is_triggered (inputs))
    emit (self, outputs);

  return TRUE;
}

static gboolean
noob_gather_deinit (NoobNode  *node,
                    GError   **error)
{
  g_array_set_size (NOOB_GATHER (node)->held, 0);

  return TRUE;
}

static GList *
noob_gather_get_slots (NoobNode *node)
{
  GList *slots = NULL;

  slots = g_list_append (slots, noob_slot_new ("value", NOOB_SLOT_REQUIRED, NULL));
  slots = g_list_append (slots, noob_slot_new ("trigger", NOOB_SLOT_HAS_DEFAULT, NULL));
  slots = g_list_append (slots, noob_slot_new ("n", NOOB_SLOT_REQUIRED | NOOB_SLOT_HAS_DEFAULT,
                                               "int64"));

  return slots;
}

static void
noob_gather_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  NoobGather *self = NOOB_GATHER (object);

  switch (prop_id)
    {
    case PROP_N:
      g_value_set_int64 (value, self->n);
      break;

    case PROP_FLATTEN:
      g_value_set_boolean (value, self->flatten);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
noob_gather_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  NoobGather *self = NOOB_GATHER (object);

  switch (prop_id)
    {
    case PROP_N:
      self->n = g_value_get_int64 (value);
      break;

    case PROP_FLATTEN:
      self->flatten = g_value_get_boolean (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
noob_gather_finalize (GObject *object)
{
  NoobGather *self = NOOB_GATHER (object);

  g_clear_pointer (&self->held, g_array_unref);

  G_OBJECT_CLASS (noob_gather_parent_class)->finalize (object);
}

static void
noob_gather_class_init (NoobGatherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  NoobNodeClass *node_class = NOOB_NODE_CLASS (klass);

  object_class->get_property = noob_gather_get_property;
  object_class->set_property = noob_gather_set_property;
  object_class->finalize = noob_gather_finalize;

  node_class->deinit = noob_gather_deinit;
  node_class->process = noob_gather_process;
  node_class->get_slots = noob_gather_get_slots;

  /**
   * NoobGather:n:
   *
   * How many values make a list; 0 when the slot `n` or the slot `trigger` decides.
   *
   * Since: 1.0
   */
  properties[PROP_N] =
    g_param_spec_int64 ("n", NULL, NULL, 0, G_MAXINT64, 0,
                        G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * NoobGather:flatten:
   *
   * Whether the values are sequences whose items make the list.
   *
   * Since: 1.0
   */
  properties[PROP_FLATTEN] =
    g_param_spec_boolean ("flatten", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
noob_gather_init (NoobGather *self)
{
  self->held = g_array_new (FALSE, FALSE, sizeof (HeldValue));
  g_array_set_clear_func (self->held, (GDestroyNotify) held_value_clear);
}

void
noob_gather_set_closes (NoobGather *self,
                        const char *map_id)
{
  self->closes = map_id;
}
