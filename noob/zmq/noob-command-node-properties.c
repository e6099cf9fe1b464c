/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-command-node-parts-private.h"

enum
{
  PROP_0,
  PROP_TUBE,
  PROP_RUNNER_ID,
  PROP_PROTOCOL,
  PROP_PORT,
  PROP_PUB_ADDRESS,
  PROP_ROUTER_ADDRESS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
get_property (GObject    *object,
              guint       id,
              GValue     *value,
              GParamSpec *pspec)
{
  NoobCommandNode *self = NOOB_COMMAND_NODE (object);

  switch (id)
    {
    case PROP_TUBE:
      g_value_set_object (value, self->tube);
      break;
    case PROP_RUNNER_ID:
      g_value_set_string (value, self->runner_id);
      break;
    case PROP_PROTOCOL:
      g_value_set_string (value, self->protocol);
      break;
    case PROP_PORT:
      g_value_set_uint (value, self->port);
      break;
    case PROP_PUB_ADDRESS:
      g_value_set_string (value, self->pub_address);
      break;
    case PROP_ROUTER_ADDRESS:
      g_value_set_string (value, self->router_address);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject      *object,
              guint         id,
              const GValue *value,
              GParamSpec   *pspec)
{
  NoobCommandNode *self = NOOB_COMMAND_NODE (object);

  switch (id)
    {
    case PROP_TUBE:
      self->tube = g_value_dup_object (value);
      break;
    case PROP_RUNNER_ID:
      self->runner_id = g_value_dup_string (value);
      break;
    case PROP_PROTOCOL:
      self->protocol = g_value_dup_string (value);
      break;
    case PROP_PORT:
      self->port = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

void
noob_command_node_install_properties (GObjectClass *object_class)
{
  const GParamFlags construct =
    G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  /**
   * NoobCommandNode:tube:
   *
   * The tube whose nodes are controlled.
   *
   * Since: 1.0
   */
  properties[PROP_TUBE] =
    g_param_spec_object ("tube", NULL, NULL, NOOB_TYPE_TUBE, construct);

  /**
   * NoobCommandNode:runner-id:
   *
   * What tells this run from others.
   *
   * Since: 1.0
   */
  properties[PROP_RUNNER_ID] = g_param_spec_string ("runner-id", NULL, NULL, NULL, construct);

  /**
   * NoobCommandNode:protocol:
   *
   * How nodes are reached: `ipc`, or `inproc` for threads of this process.
   *
   * Since: 1.0
   */
  properties[PROP_PROTOCOL] = g_param_spec_string ("protocol", NULL, NULL, "ipc", construct);

  /**
   * NoobCommandNode:port:
   *
   * The port to bind with a protocol that has ports; 0 for any.
   *
   * Since: 1.0
   */
  properties[PROP_PORT] = g_param_spec_uint ("port", NULL, NULL, 0, G_MAXUINT16, 0, construct);

  /**
   * NoobCommandNode:pub-address:
   *
   * Where commands are published; %NULL before [method@Noob.CommandNode.run].
   *
   * Since: 1.0
   */
  properties[PROP_PUB_ADDRESS] = g_param_spec_string ("pub-address", NULL, NULL, NULL, read);

  /**
   * NoobCommandNode:router-address:
   *
   * Where nodes answer; %NULL before [method@Noob.CommandNode.run].
   *
   * Since: 1.0
   */
  properties[PROP_ROUTER_ADDRESS] =
    g_param_spec_string ("router-address", NULL, NULL, NULL, read);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

/**
 * noob_command_node_get_runner_id:
 * @self: a command node
 *
 * Gets what tells this run from others.
 *
 * Returns: (transfer none): the id
 *
 * Since: 1.0
 */
const char *
noob_command_node_get_runner_id (NoobCommandNode *self)
{
  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), NULL);

  return self->runner_id;
}

/**
 * noob_command_node_get_protocol:
 * @self: a command node
 *
 * Gets how nodes are reached.
 *
 * Returns: (transfer none): the protocol
 *
 * Since: 1.0
 */
const char *
noob_command_node_get_protocol (NoobCommandNode *self)
{
  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), NULL);

  return self->protocol;
}

/**
 * noob_command_node_get_port:
 * @self: a command node
 *
 * Gets the port to bind, with a protocol that has ports.
 *
 * Returns: the port; 0 for any
 *
 * Since: 1.0
 */
guint
noob_command_node_get_port (NoobCommandNode *self)
{
  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), 0);

  return self->port;
}

/**
 * noob_command_node_get_pub_address:
 * @self: a command node
 *
 * Gets where commands are published.
 *
 * Returns: (transfer none) (nullable): the address; %NULL before [method@Noob.CommandNode.run]
 *
 * Since: 1.0
 */
const char *
noob_command_node_get_pub_address (NoobCommandNode *self)
{
  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), NULL);

  return self->pub_address;
}

/**
 * noob_command_node_get_router_address:
 * @self: a command node
 *
 * Gets where nodes answer.
 *
 * Returns: (transfer none) (nullable): the address; %NULL before [method@Noob.CommandNode.run]
 *
 * Since: 1.0
 */
const char *
noob_command_node_get_router_address (NoobCommandNode *self)
{
  g_return_val_if_fail (NOOB_IS_COMMAND_NODE (self), NULL);

  return self->router_address;
}
