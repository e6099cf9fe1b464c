/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-node-runner-parts-private.h"

#include "graph/noob-sorter-private.h"

enum
{
  PROP_0,
  PROP_SPEC,
  PROP_RUNNER_ID,
  PROP_NODE_ID,
  PROP_TOKEN,
  PROP_COMMAND_OUTBOX,
  PROP_COMMAND_ROUTER,
  PROP_OUTBOX_ADDRESS,
  PROP_PROTOCOL,
  PROP_INPUTS,
  PROP_EDGES,
  PROP_ASSET_SPECS,
  PROP_ASSET_GENERATIONS,
  PROP_STATUS,
  PROP_DEPENDS,
  PROP_SUBSCRIBES_TO,
  PROP_HAS_INPUT,
  PROP_INITS_ASSETS,
  PROP_PUBLISHES_ASSETS,
  PROP_RECEIVES_ASSETS_FROM,
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
    case PROP_COMMAND_OUTBOX:
      g_value_set_string (value, self->command_address);
      break;
    case PROP_COMMAND_ROUTER:
      g_value_set_string (value, self->router_address);
      break;
    case PROP_OUTBOX_ADDRESS:
      g_value_set_string (value, self->outbox_address);
      break;
    case PROP_PROTOCOL:
      g_value_set_string (value, self->protocol);
      break;
    case PROP_INPUTS:
      g_value_set_boxed (value, self->inputs);
      break;
    case PROP_EDGES:
      g_value_set_boxed (value, noob_node_runner_list_edges (self));
      break;
    case PROP_ASSET_SPECS:
      g_value_set_boxed (value, self->asset_specs);
      break;
    case PROP_ASSET_GENERATIONS:
      g_value_take_boxed (value, noob_node_runner_get_asset_generations (self));
      break;
    case PROP_INITS_ASSETS:
      g_value_take_boxed (value, noob_node_runner_get_inits_assets (self));
      break;
    case PROP_PUBLISHES_ASSETS:
      g_value_take_boxed (value, noob_node_runner_get_publishes_assets (self));
      break;
    case PROP_RECEIVES_ASSETS_FROM:
      g_value_take_boxed (value, noob_node_runner_get_receives_assets_from (self));
      break;
    case PROP_STATUS:
      g_value_set_enum (value, self->status);
      break;
    case PROP_DEPENDS:
      g_value_take_boxed (value, noob_node_runner_get_depends (self));
      break;
    case PROP_SUBSCRIBES_TO:
      g_value_take_boxed (value, noob_node_runner_get_subscribes_to (self));
      break;
    case PROP_HAS_INPUT:
      g_value_set_boolean (value, noob_node_runner_get_has_input (self));
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
  NoobNodeRunner *self = NOOB_NODE_RUNNER (object);

  switch (id)
    {
    case PROP_SPEC:
      self->spec = g_value_dup_object (value);
      break;
    case PROP_RUNNER_ID:
      self->runner_id = g_value_dup_string (value);
      break;
    case PROP_NODE_ID:
      self->node_id = g_value_dup_string (value);
      break;
    case PROP_TOKEN:
      self->token = g_value_dup_string (value);
      break;
    case PROP_COMMAND_OUTBOX:
      self->command_address = g_value_dup_string (value);
      break;
    case PROP_COMMAND_ROUTER:
      self->router_address = g_value_dup_string (value);
      break;
    case PROP_OUTBOX_ADDRESS:
      self->outbox_address = g_value_dup_string (value);
      break;
    case PROP_PROTOCOL:
      self->protocol = g_value_dup_string (value);
      break;
    case PROP_INPUTS:
      self->inputs = g_value_dup_boxed (value);
      break;
    case PROP_EDGES:
      self->edges = g_value_dup_boxed (value);
      break;
    case PROP_ASSET_SPECS:
      self->asset_specs = g_value_dup_boxed (value);
      break;
    case PROP_ASSET_GENERATIONS:
      self->asset_generations = g_value_dup_boxed (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_identity (void)
{
  const GParamFlags construct =
    G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  /**
   * NoobNodeRunner:runner-id:
   *
   * What tells this run from others.
   *
   * Since: 1.0
   */
  properties[PROP_RUNNER_ID] = g_param_spec_string ("runner-id", NULL, NULL, NULL, construct);

  /**
   * NoobNodeRunner:node-id:
   *
   * The id of the node; that of the specification, if it is not given.
   *
   * Since: 1.0
   */
  properties[PROP_NODE_ID] = g_param_spec_string ("node-id", NULL, NULL, NULL, construct);

  /**
   * NoobNodeRunner:token:
   *
   * With what the node proves that it is: see [method@Noob.CommandNode.get_node_token]. It is a
   * secret, and cannot be read.
   *
   * Since: 1.0
   */
  properties[PROP_TOKEN] =
    g_param_spec_string ("token", NULL, NULL, NULL,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
}

static void
install_addresses (void)
{
  const GParamFlags construct =
    G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  /**
   * NoobNodeRunner:command-outbox:
   *
   * Where the command node publishes commands: [property@Noob.CommandNode:pub-address].
   *
   * Since: 1.0
   */
  properties[PROP_COMMAND_OUTBOX] =
    g_param_spec_string ("command-outbox", NULL, NULL, NULL, construct);

  /**
   * NoobNodeRunner:command-router:
   *
   * Where the command node takes answers: [property@Noob.CommandNode:router-address].
   *
   * Since: 1.0
   */
  properties[PROP_COMMAND_ROUTER] =
    g_param_spec_string ("command-router", NULL, NULL, NULL, construct);

  /**
   * NoobNodeRunner:outbox-address:
   *
   * Where the node publishes its events: [method@Noob.CommandNode.get_node_address].
   *
   * Since: 1.0
   */
  properties[PROP_OUTBOX_ADDRESS] =
    g_param_spec_string ("outbox-address", NULL, NULL, NULL, construct);

  /**
   * NoobNodeRunner:protocol:
   *
   * How the others are reached: `ipc`.
   *
   * Since: 1.0
   */
  properties[PROP_PROTOCOL] = g_param_spec_string ("protocol", NULL, NULL, "ipc", construct);
}

static void
install_graph (void)
{
  const GParamFlags construct = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  /**
   * NoobNodeRunner:spec:
   *
   * The specification of the node. One that is given when the node runner is made is used instead
   * of what the command node sends, with its params as they are; else it is %NULL until that comes.
   *
   * Since: 1.0
   */
  properties[PROP_SPEC] =
    g_param_spec_object ("spec", NULL, NULL, NOOB_TYPE_NODE_SPECIFICATION, construct);

  /**
   * NoobNodeRunner:inputs:
   *
   * What the inputs of the tube are in epochs that nobody gives any for. What is given when the
   * node runner is made is used instead of what the command node sends.
   *
   * Since: 1.0
   */
  properties[PROP_INPUTS] =
    g_param_spec_boxed ("inputs", NULL, NULL, NOOB_TYPE_RECORD, construct);

  /**
   * NoobNodeRunner:edges: (type GLib.PtrArray(NoobEdge))
   *
   * The edges of the tube. What is given when the node runner is made holds until the command node
   * announces them, completed by what the nodes say of their slots.
   *
   * Since: 1.0
   */
  properties[PROP_EDGES] = g_param_spec_boxed ("edges", NULL, NULL, G_TYPE_PTR_ARRAY, construct);

  /**
   * NoobNodeRunner:depends: (type GLib.PtrArray(NoobEdge))
   *
   * The dependencies of the node: the edges that lead to it.
   *
   * Since: 1.0
   */
  properties[PROP_DEPENDS] = g_param_spec_boxed ("depends", NULL, NULL, G_TYPE_PTR_ARRAY, read);

  /**
   * NoobNodeRunner:subscribes-to:
   *
   * The ids of the nodes that this one hears of: see [method@Noob.NodeRunner.get_subscribes_to].
   *
   * Since: 1.0
   */
  properties[PROP_SUBSCRIBES_TO] =
    g_param_spec_boxed ("subscribes-to", NULL, NULL, G_TYPE_STRV, read);

  /**
   * NoobNodeRunner:has-input:
   *
   * Whether the node depends on an input of the tube.
   *
   * Since: 1.0
   */
  properties[PROP_HAS_INPUT] = g_param_spec_boolean ("has-input", NULL, NULL, FALSE, read);
}

static void
install_assets (void)
{
  const GParamFlags construct = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  /**
   * NoobNodeRunner:asset-specs: (type GLib.PtrArray(NoobAssetSpecification))
   *
   * The specifications of the assets that the node depends on. One that is given when the node
   * runner is made is used instead of what the command node sends, with its params as they are.
   *
   * Since: 1.0
   */
  properties[PROP_ASSET_SPECS] =
    g_param_spec_boxed ("asset-specs", NULL, NULL, G_TYPE_PTR_ARRAY, construct);

  /**
   * NoobNodeRunner:asset-generations:
   *
   * For each asset a list of its successive topological generations, each a list of the nodes that
   * depend on it. What is given when the node runner is made, together with
   * [property@Noob.NodeRunner:asset-specs], holds until the command node tells.
   *
   * Since: 1.0
   */
  properties[PROP_ASSET_GENERATIONS] =
    g_param_spec_boxed ("asset-generations", NULL, NULL, NOOB_TYPE_RECORD, construct);

  /**
   * NoobNodeRunner:inits-assets:
   *
   * The assets that this node makes: see [method@Noob.NodeRunner.get_inits_assets].
   *
   * Since: 1.0
   */
  properties[PROP_INITS_ASSETS] =
    g_param_spec_boxed ("inits-assets", NULL, NULL, G_TYPE_STRV, read);

  /**
   * NoobNodeRunner:publishes-assets:
   *
   * The assets that this node sends on: see [method@Noob.NodeRunner.get_publishes_assets].
   *
   * Since: 1.0
   */
  properties[PROP_PUBLISHES_ASSETS] =
    g_param_spec_boxed ("publishes-assets", NULL, NULL, G_TYPE_STRV, read);

  /**
   * NoobNodeRunner:receives-assets-from:
   *
   * Whom this node has assets from: see [method@Noob.NodeRunner.get_receives_assets_from].
   *
   * Since: 1.0
   */
  properties[PROP_RECEIVES_ASSETS_FROM] =
    g_param_spec_boxed ("receives-assets-from", NULL, NULL, NOOB_TYPE_RECORD, read);
}

void
noob_node_runner_install_properties (GObjectClass *object_class)
{
  object_class->get_property = get_property;
  object_class->set_property = set_property;

  install_identity ();
  install_addresses ();
  install_graph ();
  install_assets ();

  /**
   * NoobNodeRunner:status:
   *
   * How the node is.
   *
   * Since: 1.0
   */
  properties[PROP_STATUS] =
    g_param_spec_enum ("status", NULL, NULL, NOOB_TYPE_NODE_STATUS, NOOB_NODE_STATUS_STOPPED,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

void
noob_node_runner_set_spec (NoobNodeRunner        *self,
                           NoobNodeSpecification *spec)
{
  if (g_set_object (&self->spec, spec))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SPEC]);
}

void
noob_node_runner_set_inputs (NoobNodeRunner *self,
                             NoobRecord     *inputs)
{
  self->inputs = noob_record_ref (inputs);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INPUTS]);
}

void
noob_node_runner_notify_graph (NoobNodeRunner *self)
{
  static const guint ids[] = { PROP_EDGES, PROP_DEPENDS, PROP_SUBSCRIBES_TO, PROP_HAS_INPUT };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[ids[i]]);
}

void
noob_node_runner_notify_assets (NoobNodeRunner *self)
{
  static const guint ids[] = { PROP_ASSET_SPECS, PROP_ASSET_GENERATIONS, PROP_INITS_ASSETS,
                               PROP_PUBLISHES_ASSETS, PROP_RECEIVES_ASSETS_FROM };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[ids[i]]);
}

GPtrArray *
noob_node_runner_list_edges (NoobNodeRunner *self)
{
  return self->wiring != NULL ? self->wiring->edges : self->edges;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
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
 * noob_node_runner_get_command_outbox:
 * @self: a node runner
 *
 * Gets where the command node publishes commands.
 *
 * Returns: (transfer none) (nullable): the address
 *
 * Since: 1.0
 */
const char *
noob_node_runner_get_command_outbox (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), NULL);

  return self->command_address;
}

/**
 * noob_node_runner_get_command_router:
 * @self: a node runner
 *
 * Gets where the command node takes answers.
 *
 * Returns: (transfer none) (nullable): the address
 *
 * Since: 1.0
 */
const char *
noob_node_runner_get_command_router (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), NULL);

  return self->router_address;
}

/**
 * noob_node_runner_get_protocol:
 * @self: a node runner
 *
 * Gets how the others are reached.
 *
 * Returns: (transfer none): the protocol
 *
 * Since: 1.0
 */
const char *
noob_node_runner_get_protocol (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), NULL);

  return self->protocol;
}

/**
 * noob_node_runner_get_inputs:
 * @self: a node runner
 *
 * Gets what the inputs of the tube are in epochs that nobody gives any for.
 *
 * Returns: (transfer none) (nullable): the inputs, not to be changed; %NULL if they were not given
 *   and before the command node has sent them
 *
 * Since: 1.0
 */
NoobRecord *
noob_node_runner_get_inputs (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), NULL);

  return self->inputs;
}

/**
 * noob_node_runner_get_edges:
 * @self: a node runner
 *
 * Gets the edges of the tube.
 *
 * Returns: (transfer none) (nullable) (element-type NoobEdge): the edges; %NULL if they were not
 *   given and before the command node has announced them
 *
 * Since: 1.0
 */
GPtrArray *
noob_node_runner_get_edges (NoobNodeRunner *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), NULL);

  return noob_node_runner_list_edges (self);
}

/* A set of the ids (interned) between which edges lead. */
static GHashTable *
list_nodes (GPtrArray *edges)
{
  GHashTable *ids = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < edges->len; i++)
    {
      const char *source = noob_edge_get_source_node (edges->pdata[i]);

      if (!noob_node_id_is_virtual (source))
        g_hash_table_add (ids, (gpointer) source);
      g_hash_table_add (ids, (gpointer) noob_edge_get_target_node (edges->pdata[i]));
    }

  return ids;
}

/**
 * noob_node_runner_get_subscribes_to:
 * @self: a node runner
 *
 * Gets the nodes that this one hears of: all that it depends on, directly or not; those that it may
 * have assets from; and those of which a signal is stored as an asset that it depends on.
 *
 * Returns: (transfer full): their ids, sorted; empty while the edges are not known
 *
 * Since: 1.0
 */
char **
noob_node_runner_get_subscribes_to (NoobNodeRunner *self)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GHashTable) known = NULL;
  GPtrArray *edges;
  GHashTableIter iter;
  gpointer id;

  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), NULL);

  edges = noob_node_runner_list_edges (self);
  if (edges == NULL)
    return g_new0 (char *, 1);

  known = list_nodes (edges);
  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_autoptr (NoobInterest) interest =
        noob_interest_new (edges, self->plan, self->node_id, id);

      if (interest != NULL)
        g_ptr_array_add (ids, id);
    }

  g_ptr_array_sort (ids, compare_ids);
  g_ptr_array_add (ids, NULL);

  return g_strdupv ((char **) ids->pdata);
}

/**
 * noob_node_runner_get_depends:
 * @self: a node runner
 *
 * Gets the dependencies of the node.
 *
 * Returns: (transfer full) (element-type NoobEdge): the edges that lead to it; empty while the
 *   edges are not known
 *
 * Since: 1.0
 */
GPtrArray *
noob_node_runner_get_depends (NoobNodeRunner *self)
{
  GPtrArray *depends = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_edge_unref);
  GPtrArray *edges;

  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), depends);

  edges = noob_node_runner_list_edges (self);
  for (guint i = 0; edges != NULL && i < edges->len; i++)
    if (g_strcmp0 (noob_edge_get_target_node (edges->pdata[i]), self->node_id) == 0)
      g_ptr_array_add (depends, noob_edge_ref (edges->pdata[i]));

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
  g_autoptr (GPtrArray) depends = NULL;

  g_return_val_if_fail (NOOB_IS_NODE_RUNNER (self), FALSE);

  depends = noob_node_runner_get_depends (self);
  for (guint i = 0; i < depends->len; i++)
    if (g_str_equal (noob_edge_get_source_node (depends->pdata[i]), "input"))
      return TRUE;

  return FALSE;
}
