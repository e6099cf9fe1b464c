/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobReturn:
 *
 * What a tube hands back to the caller of [method@Noob.Runner.process].
 *
 * In a specification its type is `return`. It emits nothing and is not called: the runner collects
 * the values of its dependencies when an epoch ends, in the shape in which `depends` was written.
 * Slots with a name are optional, the others are required.
 *
 * Since: 1.0
 */

#include "nodes/noob-return.h"

#include "core/noob-event-store-private.h"
#include "core/noob-list-private.h"
#include "core/noob-value-private.h"
#include "nodes/noob-sequence-private.h"

/* Where a slot gets its value from, interned. */
typedef struct
{
  const char *node;
  const char *signal;
} Source;

struct _NoobReturn
{
  NoobNode parent_instance;

  NoobNodeSpecification *specification;
  GArray                *sources; /* of Source, one for each dependency */
};

G_DEFINE_FINAL_TYPE (NoobReturn, noob_return, NOOB_TYPE_NODE)

static gboolean
noob_return_process (NoobNode    *node,
                     NoobRecord  *inputs,
                     NoobRecord  *outputs,
                     GError     **error)
{
  return TRUE;
}

static GList *
noob_return_get_slots (NoobNode *node)
{
  NoobReturn *self = NOOB_RETURN (node);
  GPtrArray *depends;
  GList *slots = NULL;

  if (self->specification == NULL)
    return NULL;

  depends = noob_node_specification_get_depends (self->specification);
  for (guint i = 0; i < depends->len; i++)
    {
      NoobDependency *dependency = g_ptr_array_index (depends, i);
      NoobSlotFlags flags = noob_dependency_is_positional (dependency) ? NOOB_SLOT_REQUIRED
                                                                       : NOOB_SLOT_HAS_DEFAULT;

      slots = g_list_prepend (slots, noob_slot_new (noob_dependency_get_slot (dependency), flags,
                                                    NULL));
    }

  return g_list_reverse (slots);
}

static char **
noob_return_get_signals (NoobNode *node)
{
  return g_new0 (char *, 1);
}

static void
noob_return_finalize (GObject *object)
{
  NoobReturn *self = NOOB_RETURN (object);

  g_clear_object (&self->specification);
  g_array_unref (self->sources);

  G_OBJECT_CLASS (noob_return_parent_class)->finalize (object);
}

static void
noob_return_class_init (NoobReturnClass *klass)
{
  NoobNodeClass *node_class = NOOB_NODE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = noob_return_finalize;

  node_class->process = noob_return_process;
  node_class->get_slots = noob_return_get_slots;
  node_class->get_signals = noob_return_get_signals;
}

static void
noob_return_init (NoobReturn *self)
{
  noob_node_set_stateful (NOOB_NODE (self), FALSE);
  self->sources = g_array_new (FALSE, FALSE, sizeof (Source));
}

/* The values that arrived, without the NoEvents, as a list. */
static void
take_values (GPtrArray *events,
             GValue    *value)
{
  GArray *values = noob_sequence_new (events->len);

  for (guint i = 0; i < events->len; i++)
    {
      NoobEvent *event = g_ptr_array_index (events, i);
      GValue copy = G_VALUE_INIT;

      if (!noob_event_has_value (event))
        continue;

      noob_value_init_copy (&copy, noob_event_get_value (event));
      g_array_append_val (values, copy);
    }

  g_value_init (value, NOOB_TYPE_LIST);
  g_value_take_boxed (value, noob_list_new_take (values));
}

/* The event whose value stands for the slot by itself: the only one that has a value, in the
 * root epoch. */
static NoobEvent *
find_lone_event (GPtrArray *events,
                 gboolean  *any)
{
  NoobEvent *lone = NULL;
  guint n_values = 0;

  for (guint i = 0; i < events->len; i++)
    {
      NoobEvent *event = g_ptr_array_index (events, i);

      if (!noob_event_has_value (event))
        continue;

      n_values++;
      lone = event;
    }

  *any = n_values > 0;

  if (n_values == 1 && noob_epoch_get_depth (noob_event_get_epoch (lone)) == 0)
    return lone;

  return NULL;
}

/* FALSE: nothing arrived. */
static gboolean
collect_slot (NoobReturn     *self,
              guint           slot,
              NoobEventStore *store,
              NoobEpoch      *epoch,
              NoobRecord     *inputs,
              GValue         *value)
{
  const Source *source = &g_array_index (self->sources, Source, slot);
  g_autoptr (GPtrArray) events = NULL;
  NoobEvent *lone;
  gboolean any;

  if (g_str_equal (source->node, "input"))
    {
      const GValue *input = inputs != NULL ? noob_record_get_value (inputs, source->signal) : NULL;

      if (input != NULL)
        noob_value_init_copy (value, input);

      return input != NULL;
    }

  events = g_ptr_array_new ();
  noob_event_store_append_all (store, epoch, source->node, source->signal, events);
  lone = find_lone_event (events, &any);
  if (lone != NULL)
    noob_value_init_copy (value, noob_event_get_value (lone));
  else if (any)
    take_values (events, value);

  return any;
}

/* Replaces what @value holds by @boxed, which it takes. */
static void
set_boxed (GValue   *value,
           GType     type,
           gpointer  boxed)
{
  if (G_IS_VALUE (value))
    g_value_unset (value);
  g_value_init (value, type);
  g_value_take_boxed (value, boxed);
}

static NoobList *
make_pair (NoobList   *positions,
           NoobRecord *names)
{
  GArray *pair = noob_sequence_new (2);

  g_array_set_size (pair, 2);
  set_boxed (&g_array_index (pair, GValue, 0), NOOB_TYPE_LIST, noob_list_ref (positions));
  set_boxed (&g_array_index (pair, GValue, 1), NOOB_TYPE_RECORD, noob_record_ref (names));

  return noob_list_make_tuple (noob_list_new_take (pair));
}

/* Takes @positions and @names. */
static void
set_result (GValue          *result,
            NoobDependsForm  form,
            GArray          *positions,
            NoobRecord      *names)
{
  g_autoptr (NoobList) list = noob_list_make_tuple (noob_list_new_take (positions));
  g_autoptr (NoobRecord) record = names;

  if (form == NOOB_DEPENDS_LIST)
    set_boxed (result, NOOB_TYPE_LIST, g_steal_pointer (&list));
  else if (form == NOOB_DEPENDS_MAP)
    set_boxed (result, NOOB_TYPE_RECORD, g_steal_pointer (&record));
  else
    set_boxed (result, NOOB_TYPE_LIST, make_pair (list, record));
}

static void
collect_scalar (NoobReturn     *self,
                NoobEventStore *store,
                NoobEpoch      *epoch,
                NoobRecord     *inputs,
                GValue         *result)
{
  GValue value = G_VALUE_INIT;

  if (!collect_slot (self, 0, store, epoch, inputs, &value))
    return;

  g_value_unset (result);
  *result = value;
}

static void
collect_slots (NoobReturn     *self,
               NoobEventStore *store,
               NoobEpoch      *epoch,
               NoobRecord     *inputs,
               GValue         *result)
{
  GPtrArray *depends = noob_node_specification_get_depends (self->specification);
  g_autoptr (GArray) positions = noob_sequence_new (0);
  g_autoptr (NoobRecord) names = noob_record_new ();
  gboolean any = FALSE;

  for (guint i = 0; i < depends->len; i++)
    {
      NoobDependency *dependency = g_ptr_array_index (depends, i);
      gboolean is_positional = noob_dependency_is_positional (dependency);
      GValue value = G_VALUE_INIT;

      if (!collect_slot (self, i, store, epoch, inputs, &value))
        {
          if (is_positional)
            return;
          continue;
        }

      any = TRUE;
      if (is_positional)
        g_array_append_val (positions, value);
      else
        noob_record_take_value (names, noob_dependency_get_slot (dependency), &value);
    }

  if (any)
    set_result (result, noob_node_specification_get_depends_form (self->specification),
                g_steal_pointer (&positions), g_steal_pointer (&names));
}

/**
 * noob_return_new:
 * @specification: the specification of the return node
 *
 * Makes a return node. How the `depends` of @specification was written decides the shape of its
 * results.
 *
 * Returns: (transfer full): a new return node
 *
 * Since: 1.0
 */
NoobReturn *
noob_return_new (NoobNodeSpecification *specification)
{
  NoobReturn *self;
  GPtrArray *depends;

  g_return_val_if_fail (NOOB_IS_NODE_SPECIFICATION (specification), NULL);

  self = g_object_new (NOOB_TYPE_RETURN,
                       "id", noob_node_specification_get_id (specification),
                       NULL);
  self->specification = g_object_ref (specification);

  depends = noob_node_specification_get_depends (specification);
  for (guint i = 0; i < depends->len; i++)
    {
      Source source = {
        g_intern_string (noob_dependency_get_source_node (depends->pdata[i])),
        g_intern_string (noob_dependency_get_source_signal (depends->pdata[i])),
      };

      g_array_append_val (self->sources, source);
    }

  return self;
}

/**
 * noob_return_collect: (skip)
 * @self: a return node
 * @store: where the events of @epoch are
 * @epoch: a root epoch
 * @inputs: (nullable): the inputs of that epoch
 * @result: (out caller-allocates): the result
 *
 * Collects what @epoch hands back: the value for a scalar `depends`, a tuple
 * ([struct@Noob.List]) for positions, a [struct@Noob.Record] for names, and a tuple of both for a
 * mix of the two.
 *
 * A slot that got one event in the root epoch stands for its value; one that got its events in
 * subepochs for the list of their values, in the order of the epochs. When nothing arrived, or a
 * required slot got nothing, the result is NoEvent, which is not the same as null.
 *
 * Since: 1.0
 */
void
noob_return_collect (NoobReturn     *self,
                     NoobEventStore *store,
                     NoobEpoch      *epoch,
                     NoobRecord     *inputs,
                     GValue         *result)
{
  g_return_if_fail (NOOB_IS_RETURN (self));
  g_return_if_fail (self->specification != NULL);
  g_return_if_fail (NOOB_IS_EVENT_STORE (store));
  g_return_if_fail (epoch != NULL);
  g_return_if_fail (result != NULL);

  noob_value_set_no_event (result);

  switch (noob_node_specification_get_depends_form (self->specification))
    {
    case NOOB_DEPENDS_NONE:
      break;

    case NOOB_DEPENDS_SCALAR:
      collect_scalar (self, store, epoch, inputs, result);
      break;

    default:
      collect_slots (self, store, epoch, inputs, result);
    }
}
