/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobTube:
 *
 * A graph of nodes bound to its inputs.
 *
 * A tube is made from a specification and the values of its tube-scoped inputs. It knows the
 * graph, not the code of its nodes: a [class@Noob.Runner] makes those and runs it.
 *
 * A tube does not change once made, and may be shared by several runners, one after the other.
 *
 * Since: 1.0
 */

#include "graph/noob-tube-private.h"

struct _NoobTube
{
  GObject parent_instance;

  NoobTubeSpecification *specification;
  NoobRecord            *given;  /* what the tube was made with */
  NoobRecord            *inputs; /* the values of the tube-scoped inputs */
  GPtrArray             *edges;
  NoobScheduler         *scheduler;
};

enum
{
  PROP_0,
  PROP_SPECIFICATION,
  PROP_INPUTS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (NoobTube, noob_tube, G_TYPE_OBJECT)

gboolean
noob_node_specification_is (NoobNodeSpecification *specification,
                            const char            *special_type)
{
  return g_strcmp0 (noob_node_specification_get_node_type (specification), special_type) == 0;
}

NoobNodeFlags
noob_tube_node_flags (NoobNodeSpecification *node,
                      gboolean               stateful,
                      gboolean               enabled)
{
  NoobNodeFlags flags = NOOB_NODE_FLAGS_NONE;

  if (stateful)
    flags |= NOOB_NODE_FLAGS_STATEFUL;
  if (!enabled)
    flags |= NOOB_NODE_FLAGS_DISABLED;
  if (noob_node_specification_is (node, "map"))
    flags |= NOOB_NODE_FLAGS_MAP;
  if (noob_node_specification_is (node, "gather"))
    flags |= NOOB_NODE_FLAGS_GATHER;

  return flags;
}

NoobRecord *
noob_tube_get_given (NoobTube *self)
{
  return self->given;
}

/* Whether @dependency of @node, which is of a special type, feeds an optional slot. */
static gboolean
feeds_optional_slot (NoobNodeSpecification *node,
                     NoobDependency        *dependency)
{
  const char *slot = noob_dependency_get_slot (dependency);
  gboolean positional = noob_dependency_is_positional (dependency);

  if (noob_node_specification_is (node, "return"))
    return !positional;

  return noob_node_specification_is (node, "gather") &&
         g_str_equal (slot, positional ? "1" : "trigger");
}

/* Edges as far as they are known without the nodes' code: an edge counts as required unless the
 * specification tells that its slot is optional. */
static GPtrArray *
list_edges (NoobTubeSpecification *specification)
{
  GPtrArray *edges = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_edge_unref);
  GPtrArray *nodes = noob_tube_specification_get_nodes (specification);

  for (guint i = 0; i < nodes->len; i++)
    {
      NoobNodeSpecification *node = nodes->pdata[i];
      GPtrArray *depends = noob_node_specification_get_depends (node);

      for (guint j = 0; j < depends->len; j++)
        {
          NoobDependency *dependency = depends->pdata[j];

          g_ptr_array_add (edges, noob_edge_new (noob_dependency_get_source_node (dependency),
                                                 noob_dependency_get_source_signal (dependency),
                                                 noob_node_specification_get_id (node),
                                                 noob_dependency_get_slot (dependency),
                                                 !feeds_optional_slot (node, dependency)));
        }
    }

  return edges;
}

static void
noob_tube_finalize (GObject *object)
{
  NoobTube *self = NOOB_TUBE (object);

  g_clear_object (&self->specification);
  g_clear_pointer (&self->given, noob_record_unref);
  g_clear_pointer (&self->inputs, noob_record_unref);
  g_clear_pointer (&self->edges, g_ptr_array_unref);
  g_clear_object (&self->scheduler);

  G_OBJECT_CLASS (noob_tube_parent_class)->finalize (object);
}

static void
noob_tube_get_property (GObject    *object,
                        guint       id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  NoobTube *self = NOOB_TUBE (object);

  switch (id)
    {
    case PROP_SPECIFICATION:
      g_value_set_object (value, self->specification);
      break;
    case PROP_INPUTS:
      g_value_set_boxed (value, self->inputs);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
noob_tube_class_init (NoobTubeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = noob_tube_finalize;
  object_class->get_property = noob_tube_get_property;

  /**
   * NoobTube:specification:
   *
   * The specification that the tube was made from.
   *
   * Since: 1.0
   */
  properties[PROP_SPECIFICATION] =
    g_param_spec_object ("specification", NULL, NULL, NOOB_TYPE_TUBE_SPECIFICATION,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * NoobTube:inputs:
   *
   * The values of the tube-scoped inputs.
   *
   * Since: 1.0
   */
  properties[PROP_INPUTS] = g_param_spec_boxed ("inputs", NULL, NULL, NOOB_TYPE_RECORD,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
noob_tube_init (NoobTube *self)
{
}

/**
 * noob_tube_new:
 * @specification: the specification
 * @inputs: (nullable): values by input name
 * @error: return location for an error
 *
 * Makes a tube. A required tube-scoped input that @inputs does not give, and that has no default,
 * is [error@Noob.Error.INPUT]; an input that the specification does not have is ignored with a
 * warning.
 *
 * Returns: (transfer full): the tube
 *
 * Since: 1.0
 */
NoobTube *
noob_tube_new (NoobTubeSpecification *specification,
               NoobRecord            *inputs,
               GError               **error)
{
  g_autoptr (NoobRecord) values = NULL;
  NoobTube *self;

  g_return_val_if_fail (NOOB_IS_TUBE_SPECIFICATION (specification), NULL);

  values = noob_tube_bind_own_inputs (specification, inputs, error);
  if (values == NULL)
    return NULL;

  self = g_object_new (NOOB_TYPE_TUBE, NULL);
  self->specification = g_object_ref (specification);
  self->given = inputs != NULL ? noob_record_copy (inputs) : noob_record_new ();
  self->inputs = g_steal_pointer (&values);
  self->edges = list_edges (specification);

  return self;
}

/**
 * noob_tube_new_from_name:
 * @name: the id of a tube, or the path of its file
 * @inputs: (nullable): values by input name
 * @error: return location for an error
 *
 * Loads a specification and makes a tube of it; see [ctor@Noob.TubeSpecification.new_from_name]
 * and [ctor@Noob.Tube.new].
 *
 * Returns: (transfer full): the tube
 *
 * Since: 1.0
 */
NoobTube *
noob_tube_new_from_name (const char  *name,
                         NoobRecord  *inputs,
                         GError     **error)
{
  g_autoptr (NoobTubeSpecification) specification = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  specification = noob_tube_specification_new_from_name (name, NULL, error);

  return specification != NULL ? noob_tube_new (specification, inputs, error) : NULL;
}

/**
 * noob_tube_get_specification:
 * @self: a tube
 *
 * Gets the specification that the tube was made from.
 *
 * Returns: (transfer none): the specification
 *
 * Since: 1.0
 */
NoobTubeSpecification *
noob_tube_get_specification (NoobTube *self)
{
  g_return_val_if_fail (NOOB_IS_TUBE (self), NULL);

  return self->specification;
}

/**
 * noob_tube_get_inputs:
 * @self: a tube
 *
 * Gets the values of the tube-scoped inputs.
 *
 * Returns: (transfer none): the values; not to be changed
 *
 * Since: 1.0
 */
NoobRecord *
noob_tube_get_inputs (NoobTube *self)
{
  g_return_val_if_fail (NOOB_IS_TUBE (self), NULL);

  return self->inputs;
}

/**
 * noob_tube_get_edges:
 * @self: a tube
 *
 * Gets the dependencies between nodes, those of the return node included. Which of them are
 * required is known in full only once a runner has loaded the nodes; here an edge counts as
 * required unless the specification alone tells otherwise.
 *
 * Returns: (transfer none) (element-type NoobEdge): the edges
 *
 * Since: 1.0
 */
GPtrArray *
noob_tube_get_edges (NoobTube *self)
{
  g_return_val_if_fail (NOOB_IS_TUBE (self), NULL);

  return self->edges;
}

/**
 * noob_tube_get_scheduler:
 * @self: a tube
 *
 * Gets a scheduler of the graph as the specification describes it: for questions such as
 * [method@Noob.Scheduler.generations], asked without any node's code. Runners do not use it.
 *
 * Returns: (transfer none): the scheduler
 *
 * Since: 1.0
 */
NoobScheduler *
noob_tube_get_scheduler (NoobTube *self)
{
  GPtrArray *nodes;

  g_return_val_if_fail (NOOB_IS_TUBE (self), NULL);

  if (self->scheduler != NULL)
    return self->scheduler;

  self->scheduler = noob_scheduler_new ();
  nodes = noob_tube_specification_get_nodes (self->specification);
  for (guint i = 0; i < nodes->len; i++)
    {
      NoobNodeSpecification *node = nodes->pdata[i];
      gboolean stateful = FALSE;

      noob_node_specification_get_stateful (node, &stateful);
      noob_scheduler_add_node (self->scheduler, noob_node_specification_get_id (node),
                               noob_tube_node_flags (node, stateful,
                                                     noob_tube_is_node_enabled (self, node)));
    }
  for (guint i = 0; i < self->edges->len; i++)
    noob_scheduler_add_edge (self->scheduler, self->edges->pdata[i]);

  return self->scheduler;
}
