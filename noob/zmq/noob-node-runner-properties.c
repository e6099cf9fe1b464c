/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-node-runner-parts-private.h"

enum
{
  PROP_0,
  PROP_SPEC,
  PROP_RUNNER_ID,
  PROP_NODE_ID,
  PROP_STATUS,
  PROP_OUTBOX_ADDRESS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
get_property (GObject    *object,
              guint       id,
              GValue     *value,
              GParamSpec *pspec)
{
  NoobNodeRunner *self = NOOB_NODE_RUNNER (object);

  switch (id)
    {
    case PROP_SPEC:
      g_value_set_object (value, self->spec);
      break;
    case PROP_RUNNER_ID:
      g_value_set_string (value, self->runner_id);
      break;
    case PROP_NODE_ID:
      g_value_set_string (value, self->node_id);
      break;
    case PROP_STATUS:
      g_value_set_enum (value, self->status);
      break;
    case PROP_OUTBOX_ADDRESS:
      g_value_set_string (value, self->outbox_address);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

void
noob_node_runner_install_properties (GObjectClass *object_class)
{
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = get_property;

  /**
   * NoobNodeRunner:spec:
   *
   * The specification of the node; %NULL before the command node has sent it.
   *
   * Since: 1.0
   */
  properties[PROP_SPEC] =
    g_param_spec_object ("spec", NULL, NULL, NOOB_TYPE_NODE_SPECIFICATION, read);

  /**
   * NoobNodeRunner:runner-id:
   *
   * What tells this run from others.
   *
   * Since: 1.0
   */
  properties[PROP_RUNNER_ID] = g_param_spec_string ("runner-id", NULL, NULL, NULL, read);

  /**
   * NoobNodeRunner:node-id:
   *
   * The id of the node.
   *
   * Since: 1.0
   */
  properties[PROP_NODE_ID] = g_param_spec_string ("node-id", NULL, NULL, NULL, read);

  /**
   * NoobNodeRunner:status:
   *
   * How the node is.
   *
   * Since: 1.0
   */
  properties[PROP_STATUS] = g_param_spec_enum ("status", NULL, NULL, NOOB_TYPE_NODE_STATUS,
                                               NOOB_NODE_STATUS_STOPPED, read);

  /**
   * NoobNodeRunner:outbox-address:
   *
   * Where the node publishes its events.
   *
   * Since: 1.0
   */
  properties[PROP_OUTBOX_ADDRESS] =
    g_param_spec_string ("outbox-address", NULL, NULL, NULL, read);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

/**
 * noob_node_runner_get_spec:
 * @self: a node runner
 *
 * Gets the specification of the node.
 *
 * Returns: (transfer none) (nullable): the specification; %NULL before the command node has sent it
 *
 * Since: 1.0
 */
NoobNodeSpecification *
noob_node_runner_get_spec (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), NULL);

  return self->spec;
}

/**
 * noob_node_runner_get_runner_id:
 * @self: a node runner
 *
 * Gets what tells this run from others.
 *
 * Returns: (transfer none): the id
 *
 * Since: 1.0
 */
const char *
noob_node_runner_get_runner_id (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), NULL);

  return self->runner_id;
}

/**
 * noob_node_runner_get_node_id:
 * @self: a node runner
 *
 * Gets the id of the node.
 *
 * Returns: (transfer none): the id
 *
 * Since: 1.0
 */
const char *
noob_node_runner_get_node_id (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), NULL);

  return self->node_id;
}

/**
 * noob_node_runner_get_status:
 * @self: a node runner
 *
 * Gets how the node is.
 *
 * Returns: the status
 *
 * Since: 1.0
 */
NoobNodeStatus
noob_node_runner_get_status (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), NOOB_NODE_STATUS_STOPPED);

  return self->status;
}

/**
 * noob_node_runner_get_outbox_address:
 * @self: a node runner
 *
 * Gets where the node publishes its events.
 *
 * Returns: (transfer none): the address
 *
 * Since: 1.0
 */
const char *
noob_node_runner_get_outbox_address (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), NULL);

  return self->outbox_address;
}

/**
 * noob_node_runner_get_subscribes_to:
 * @self: a node runner
 *
 * Gets the nodes that this one hears of: all that it depends on, directly or not.
 *
 * Returns: (transfer full): their ids; empty before the command node has announced them
 *
 * Since: 1.0
 */
char **
noob_node_runner_get_subscribes_to (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), NULL);

  if (self->scheduler == NULL)
    return g_new0 (char *, 1);

  return noob_scheduler_upstream_nodes (self->scheduler, self->node_id);
}

/**
 * noob_node_runner_get_depends:
 * @self: a node runner
 *
 * Gets the dependencies of the node.
 *
 * Returns: (transfer full) (element-type NoobEdge): the edges that lead to it; empty before the
 *   command node has announced them
 *
 * Since: 1.0
 */
GPtrArray *
noob_node_runner_get_depends (NoobNodeRunner *self)
{
  GPtrArray *depends = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_edge_unref);

  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), depends);

  for (guint i = 0; self->wiring != NULL && i < self->wiring->edges->len; i++)
    if (g_str_equal (noob_edge_get_target_node (self->wiring->edges->pdata[i]), self->node_id))
      g_ptr_array_add (depends, noob_edge_ref (self->wiring->edges->pdata[i]));

  return depends;
}

/**
 * noob_node_runner_get_has_input:
 * @self: a node runner
 *
 * Whether the node depends on an input of the tube.
 *
 * Returns: whether it does
 *
 * Since: 1.0
 */
gboolean
noob_node_runner_get_has_input (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), FALSE);

  for (guint i = 0; self->hosted != NULL && i < self->hosted->sources->len; i++)
    if (g_str_equal (g_array_index (self->hosted->sources, NoobSource, i).node_id, "input"))
      return TRUE;

  return FALSE;
}
