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

#include "core/noob-error.h"
#include "graph/noob-wiring-private.h"
#include "spec/noob-specification-private.h"

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

/* Inputs. */

static void
warn_of_extra_inputs (NoobTube   *self,
                      NoobRecord *given)
{
  for (guint i = 0; given != NULL && i < noob_record_get_size (given); i++)
    {
      const char *name = noob_record_get_name (given, i);

      if (noob_tube_specification_get_input (self->specification, name) == NULL)
        g_warning ("input \"%s\" is not one of the tube's: it is ignored", name);
    }
}

static const GValue *
look_up_input (NoobInputSpecification *input,
               NoobRecord             *nearest,
               NoobRecord             *farther)
{
  const char *id = noob_input_specification_get_id (input);
  const GValue *value = nearest != NULL ? noob_record_get_value (nearest, id) : NULL;

  if (value == NULL && farther != NULL)
    value = noob_record_get_value (farther, id);
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

static NoobRecord *
bind_tube_inputs (NoobTubeSpecification *specification,
                  NoobRecord            *given,
                  GError               **error)
{
  g_autoptr (NoobRecord) values = noob_record_new ();
  GPtrArray *inputs = noob_tube_specification_get_inputs (specification);

  for (guint i = 0; i < inputs->len; i++)
    if (noob_input_specification_get_scope (inputs->pdata[i]) == NOOB_INPUT_SCOPE_TUBE &&
        !bind_input (inputs->pdata[i], given, NULL, values, error))
      return NULL;

  return g_steal_pointer (&values);
}

NoobRecord *
noob_tube_bind_inputs (NoobTube    *self,
                       NoobRecord  *given,
                       GError     **error)
{
  g_autoptr (NoobRecord) values = noob_record_new ();
  GPtrArray *inputs = noob_tube_specification_get_inputs (self->specification);

  warn_of_extra_inputs (self, given);

  for (guint i = 0; i < inputs->len; i++)
    if (!bind_input (inputs->pdata[i], given, self->given, values, error))
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
    input = noob_record_get_value (self->inputs, g_value_get_string (source) + strlen ("input."));

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
      const GValue *value = noob_record_get_value (self->inputs, id);

      if (noob_input_specification_get_scope (inputs->pdata[i]) == NOOB_INPUT_SCOPE_TUBE &&
          value != NULL && !noob_record_has (params, id))
        noob_record_set_value (params, id, value);
    }
}

NoobRecord *
noob_tube_bind_params (NoobTube              *self,
                       NoobNodeSpecification *node)
{
  g_autoptr (NoobRecord) bound = noob_record_new ();
  NoobRecord *params = noob_node_specification_get_params (node);
  gboolean is_tube = noob_node_specification_is (node, "tube");

  for (guint i = 0; i < noob_record_get_size (params); i++)
    {
      const char *name = noob_record_get_name (params, i);
      GValue value = G_VALUE_INIT;

      /* An inner tube speaks of its own inputs. */
      if (is_tube && g_str_equal (name, "tube"))
        {
          noob_record_set_value (bound, name, noob_record_get_nth (params, i));
          continue;
        }

      fill_in (self, noob_record_get_nth (params, i), &value);
      noob_record_take_value (bound, name, &value);
    }

  if (is_tube)
    inherit_inputs (self, node, bound);

  return g_steal_pointer (&bound);
}

gboolean
noob_tube_is_node_enabled (NoobTube              *self,
                           NoobNodeSpecification *node)
{
  const char *input = noob_node_specification_get_enabled_input (node);

  if (input == NULL)
    return noob_node_specification_get_enabled (node);

  return noob_value_is_true (noob_record_get_value (self->inputs, input));
}

GHashTable *
noob_tube_list_disabled (NoobTube *self)
{
  GHashTable *disabled = g_hash_table_new (NULL, NULL);
  GPtrArray *nodes = noob_tube_specification_get_nodes (self->specification);

  for (guint i = 0; i < nodes->len; i++)
    {
      const char *id = g_intern_string (noob_node_specification_get_id (nodes->pdata[i]));

      if (!noob_tube_is_node_enabled (self, nodes->pdata[i]))
        g_hash_table_add (disabled, (gpointer) id);
    }

  return disabled;
}

/* Whether something that @node_id cannot do without, or the node itself, is disabled. @known
 * remembers the answers: TRUE + 1 or FALSE + 1. */
static gboolean
is_cut_off (GPtrArray  *edges,
            const char *node_id,
            GHashTable *disabled,
            GHashTable *known)
{
  gpointer answer = g_hash_table_lookup (known, node_id);
  gboolean cut_off = g_hash_table_contains (disabled, node_id);

  if (answer != NULL)
    return GPOINTER_TO_INT (answer) - 1;

  for (guint i = 0; !cut_off && i < edges->len; i++)
    cut_off = noob_edge_get_target_node (edges->pdata[i]) == node_id &&
              noob_edge_get_required (edges->pdata[i]) &&
              is_cut_off (edges, noob_edge_get_source_node (edges->pdata[i]), disabled, known);

  g_hash_table_insert (known, (gpointer) node_id, GINT_TO_POINTER (cut_off + 1));

  return cut_off;
}

gboolean
noob_tube_returns (NoobTube   *self,
                   GPtrArray  *edges,
                   GHashTable *disabled)
{
  NoobNodeSpecification *node = noob_tube_specification_get_return_node (self->specification);
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  gboolean arrives = FALSE;
  GPtrArray *depends;

  if (node == NULL ||
      g_hash_table_contains (disabled, g_intern_string (noob_node_specification_get_id (node))))
    return FALSE;

  /* Named slots are optional, but one of them has to be able to arrive. */
  depends = noob_node_specification_get_depends (node);
  for (guint i = 0; i < depends->len; i++)
    {
      const char *source =
        g_intern_string (noob_dependency_get_source_node (depends->pdata[i]));

      if (!is_cut_off (edges, source, disabled, known))
        arrives = TRUE;
      else if (noob_dependency_is_positional (depends->pdata[i]))
        return FALSE;
    }

  return arrives;
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
      gboolean is_return = noob_node_specification_is (node, "return");
      gboolean is_gather = noob_node_specification_is (node, "gather");

      for (guint j = 0; j < depends->len; j++)
        {
          NoobDependency *dependency = depends->pdata[j];
          const char *slot = noob_dependency_get_slot (dependency);
          gboolean optional = (is_return && !noob_dependency_is_positional (dependency)) ||
                              (is_gather && g_str_equal (slot, "trigger"));

          g_ptr_array_add (edges, noob_edge_new (noob_dependency_get_source_node (dependency),
                                                 noob_dependency_get_source_signal (dependency),
                                                 noob_node_specification_get_id (node), slot,
                                                 !optional));
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

  values = bind_tube_inputs (specification, inputs, error);
  if (values == NULL)
    return NULL;

  self = g_object_new (NOOB_TYPE_TUBE, NULL);
  self->specification = g_object_ref (specification);
  self->given = inputs != NULL ? noob_record_copy (inputs) : noob_record_new ();
  self->inputs = g_steal_pointer (&values);
  self->edges = list_edges (specification);
  warn_of_extra_inputs (self, inputs);

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
