/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobTubeNode:
 *
 * A node that runs an inner tube: node type `tube`.
 *
 * Its slots are the process-scoped inputs of the inner tube. Its signals are the keys of the
 * inner return node, or `value` when that is scalar, positional or absent. Each call runs one
 * epoch of the inner tube in a [class@Noob.SyncRunner]; no result inside, or a result that lacks
 * a key, is no event outside.
 *
 * Since: 1.0
 */

#include "runners/noob-tube-node.h"

#include "runners/noob-sync-runner.h"

struct _NoobTubeNode
{
  NoobNode parent_instance;

  NoobTube   *tube;
  NoobRunner *runner;
};

enum
{
  PROP_0,
  PROP_TUBE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (NoobTubeNode, noob_tube_node, NOOB_TYPE_NODE)

/* The inner return node when its keys are the signals, else NULL. */
static NoobNodeSpecification *
get_keyed_return (NoobTubeNode *self)
{
  NoobNodeSpecification *node =
    noob_tube_specification_get_return_node (noob_tube_get_specification (self->tube));

  return node != NULL &&
             noob_node_specification_get_depends_form (node) == NOOB_DEPENDS_MAP
           ? node
           : NULL;
}

static gboolean
noob_tube_node_do_init (NoobNode  *node,
                        GError   **error)
{
  return noob_runner_initialize (NOOB_TUBE_NODE (node)->runner, error);
}

static gboolean
noob_tube_node_do_deinit (NoobNode  *node,
                          GError   **error)
{
  return noob_runner_deinitialize (NOOB_TUBE_NODE (node)->runner, error);
}

static GList *
noob_tube_node_get_slots (NoobNode *node)
{
  NoobTubeNode *self = NOOB_TUBE_NODE (node);
  GPtrArray *inputs =
    noob_tube_specification_get_inputs (noob_tube_get_specification (self->tube));
  GList *slots = NULL;

  for (guint i = 0; i < inputs->len; i++)
    {
      NoobInputSpecification *input = inputs->pdata[i];
      NoobSlotFlags flags = 0;

      if (noob_input_specification_get_scope (input) != NOOB_INPUT_SCOPE_PROCESS)
        continue;

      if (noob_input_specification_get_required (input))
        flags |= NOOB_SLOT_REQUIRED;
      if (!noob_input_specification_get_required (input) ||
          noob_input_specification_get_default (input) != NULL)
        flags |= NOOB_SLOT_HAS_DEFAULT;

      slots = g_list_prepend (slots,
                              noob_slot_new (noob_input_specification_get_id (input), flags,
                                             noob_input_specification_get_input_type (input)));
    }

  return g_list_reverse (slots);
}

static char **
noob_tube_node_get_signals (NoobNode *node)
{
  NoobNodeSpecification *keyed = get_keyed_return (NOOB_TUBE_NODE (node));
  GStrvBuilder *builder;
  GPtrArray *depends;
  char **signals;

  if (keyed == NULL)
    return g_strsplit ("value", " ", -1);

  builder = g_strv_builder_new ();
  depends = noob_node_specification_get_depends (keyed);
  for (guint i = 0; i < depends->len; i++)
    g_strv_builder_add (builder, noob_dependency_get_slot (depends->pdata[i]));
  signals = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);

  return signals;
}

static gboolean
noob_tube_node_process (NoobNode    *node,
                        NoobRecord  *inputs,
                        NoobRecord  *outputs,
                        GError     **error)
{
  NoobTubeNode *self = NOOB_TUBE_NODE (node);
  GValue result = G_VALUE_INIT;
  NoobRecord *record;

  if (!noob_runner_process (self->runner, inputs, &result, error))
    {
      g_value_unset (&result);
      return FALSE;
    }

  if (get_keyed_return (self) == NULL)
    {
      noob_record_take_value (outputs, "value", &result);
      return TRUE;
    }

  record = G_VALUE_HOLDS (&result, NOOB_TYPE_RECORD) ? g_value_get_boxed (&result) : NULL;
  for (guint i = 0; record != NULL && i < noob_record_get_size (record); i++)
    noob_record_set_value (outputs, noob_record_get_name (record, i),
                           noob_record_get_nth (record, i));
  g_value_unset (&result);

  return TRUE;
}

static void
noob_tube_node_constructed (GObject *object)
{
  NoobTubeNode *self = NOOB_TUBE_NODE (object);

  self->runner = noob_sync_runner_new (self->tube);

  G_OBJECT_CLASS (noob_tube_node_parent_class)->constructed (object);
}

static void
noob_tube_node_dispose (GObject *object)
{
  NoobTubeNode *self = NOOB_TUBE_NODE (object);

  g_clear_object (&self->runner);
  g_clear_object (&self->tube);

  G_OBJECT_CLASS (noob_tube_node_parent_class)->dispose (object);
}

static void
noob_tube_node_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_TUBE:
      g_value_set_object (value, NOOB_TUBE_NODE (object)->tube);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
noob_tube_node_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_TUBE:
      NOOB_TUBE_NODE (object)->tube = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
noob_tube_node_class_init (NoobTubeNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  NoobNodeClass *node_class = NOOB_NODE_CLASS (klass);

  object_class->constructed = noob_tube_node_constructed;
  object_class->dispose = noob_tube_node_dispose;
  object_class->get_property = noob_tube_node_get_property;
  object_class->set_property = noob_tube_node_set_property;

  node_class->init = noob_tube_node_do_init;
  node_class->deinit = noob_tube_node_do_deinit;
  node_class->process = noob_tube_node_process;
  node_class->get_slots = noob_tube_node_get_slots;
  node_class->get_signals = noob_tube_node_get_signals;

  /**
   * NoobTubeNode:tube:
   *
   * The inner tube.
   *
   * Since: 1.0
   */
  properties[PROP_TUBE] =
    g_param_spec_object ("tube", NULL, NULL, NOOB_TYPE_TUBE,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
noob_tube_node_init (NoobTubeNode *self)
{
}

/**
 * noob_tube_node_new:
 * @id: the id of the node
 * @tube: the inner tube
 *
 * Makes a node that runs an inner tube.
 *
 * Returns: (transfer full): the node
 *
 * Since: 1.0
 */
NoobNode *
noob_tube_node_new (const char *id,
                    NoobTube   *tube)
{
  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (NOOB_IS_TUBE (tube), NULL);

  return g_object_new (NOOB_TYPE_TUBE_NODE, "id", id, "tube", tube, NULL);
}

/**
 * noob_tube_node_get_tube:
 * @self: a tube node
 *
 * Gets the inner tube.
 *
 * Returns: (transfer none): the tube
 *
 * Since: 1.0
 */
NoobTube *
noob_tube_node_get_tube (NoobTubeNode *self)
{
  g_return_val_if_fail (NOOB_IS_TUBE_NODE (self), NULL);

  return self->tube;
}
