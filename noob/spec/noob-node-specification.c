/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobNodeSpecification:
 *
 * What a tube says of one of its nodes: where its code is, what it depends on, and its static
 * arguments.
 *
 * A specification knows types as strings; reading one never loads the code of a node.
 *
 * Specifications do not change once they are loaded; any thread may read them.
 *
 * Since: 1.0
 */

#include "spec/noob-specification-private.h"

#include "spec/noob-dependency-private.h"
#include "spec/noob-fields-private.h"

struct _NoobNodeSpecification
{
  GObject parent_instance;

  NoobDocument *key;
  NoobDocument *document;
  char *id;
  char *node_type;
  char *description;
  char *directory;
  GPtrArray *depends;
  NoobDependsForm depends_form;
  NoobRecord *params;
  gboolean enabled;
  char *enabled_input;
  gboolean has_stateful;
  gboolean stateful;
  NoobTubeSpecification *tube;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_NODE_TYPE,
  PROP_DESCRIPTION,
  PROP_DIRECTORY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (NoobNodeSpecification, noob_node_specification, G_TYPE_OBJECT)

static void
noob_node_specification_get_property (GObject    *object,
                                      guint       property_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  NoobNodeSpecification *self = NOOB_NODE_SPECIFICATION (object);

  switch (property_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NODE_TYPE:
      g_value_set_string (value, self->node_type);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;
    case PROP_DIRECTORY:
      g_value_set_string (value, self->directory);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
noob_node_specification_finalize (GObject *object)
{
  NoobNodeSpecification *self = NOOB_NODE_SPECIFICATION (object);

  g_clear_pointer (&self->key, noob_document_unref);
  g_clear_pointer (&self->document, noob_document_unref);
  g_free (self->id);
  g_free (self->node_type);
  g_free (self->description);
  g_free (self->directory);
  g_ptr_array_unref (self->depends);
  noob_record_unref (self->params);
  g_free (self->enabled_input);
  g_clear_object (&self->tube);
  G_OBJECT_CLASS (noob_node_specification_parent_class)->finalize (object);
}

static void
noob_node_specification_class_init (NoobNodeSpecificationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = noob_node_specification_get_property;
  object_class->finalize = noob_node_specification_finalize;

  /**
   * NoobNodeSpecification:id:
   *
   * The id of the node.
   *
   * Since: 1.0
   */
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);

  /**
   * NoobNodeSpecification:node-type:
   *
   * The `type` of the file: where the code of the node comes from.
   *
   * Since: 1.0
   */
  properties[PROP_NODE_TYPE] = g_param_spec_string ("node-type", NULL, NULL, NULL, flags);

  /**
   * NoobNodeSpecification:description:
   *
   * What the file says of the node in words.
   *
   * Since: 1.0
   */
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);

  /**
   * NoobNodeSpecification:directory:
   *
   * The folder of the file that gave the `type`.
   *
   * Since: 1.0
   */
  properties[PROP_DIRECTORY] = g_param_spec_string ("directory", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
noob_node_specification_init (NoobNodeSpecification *self)
{
  self->depends = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_dependency_unref);
  self->params = noob_record_new ();
  self->enabled = TRUE;
}

static gboolean
read_params (NoobNodeSpecification  *self,
             NoobFields             *fields,
             GError                **error)
{
  NoobDocument *params = NULL;

  if (!noob_fields_get_mapping (fields, "params", &params, error))
    return FALSE;
  return params == NULL || noob_document_fill_record (params, FALSE, self->params, error);
}

static gboolean
read_enabled (NoobNodeSpecification  *self,
              NoobFields             *fields,
              GError                **error)
{
  NoobDocument *found = noob_fields_get (fields, "enabled");
  const char *text = found != NULL ? noob_document_get_string (found) : NULL;

  if (text == NULL)
    return noob_fields_get_boolean (fields, "enabled", &self->enabled, error);

  self->enabled_input = g_strdup (noob_input_reference (text));
  if (self->enabled_input != NULL)
    return TRUE;
  return noob_fields_fail (fields, found, error,
                           "`enabled` has to be true, false or input.NAME, not \"%s\"",
                           text);
}

static gboolean
read_stateful (NoobNodeSpecification  *self,
               NoobFields             *fields,
               GError                **error)
{
  self->has_stateful = noob_fields_get (fields, "stateful") != NULL;
  return noob_fields_get_boolean (fields, "stateful", &self->stateful, error);
}

NoobNodeSpecification *
noob_node_specification_new_from_document (NoobDocument  *key,
                                           NoobDocument  *document,
                                           GError       **error)
{
  static const char *const known[] = { "id", "type", "depends", "params", "enabled", "stateful",
                                       "description", "nodeinfo", NULL };
  g_autoptr (NoobNodeSpecification) self = g_object_new (NOOB_TYPE_NODE_SPECIFICATION, NULL);
  NoobFields fields;

  if (!noob_fields_init (&fields, "node", key, document, known, error) ||
      !noob_fields_require (&fields, "type", "it says where the node's code is", error) ||
      !noob_fields_get_string (&fields, "type", &self->node_type, error) ||
      !noob_fields_get_string (&fields, "description", &self->description, error) ||
      !noob_depends_read (&fields, self->depends, &self->depends_form, error) ||
      !read_params (self, &fields, error) ||
      !read_enabled (self, &fields, error) ||
      !read_stateful (self, &fields, error))
    return NULL;

  self->key = noob_document_ref (key);
  self->document = noob_document_ref (document);
  self->id = g_strdup (fields.id);
  self->directory =
    g_strdup (noob_document_get_source (noob_fields_get (&fields, "type"))->directory);
  return g_steal_pointer (&self);
}

void
noob_node_specification_set_tube (NoobNodeSpecification *self,
                                  NoobTubeSpecification *tube)
{
  g_set_object (&self->tube, tube);
}

NoobTubeSpecification *
noob_node_specification_get_tube (NoobNodeSpecification *self)
{
  return self->tube;
}

NoobDocument *
noob_node_specification_get_key (NoobNodeSpecification *self)
{
  return self->key;
}

NoobDocument *
noob_node_specification_get_document (NoobNodeSpecification *self)
{
  return self->document;
}

char *
noob_node_specification_get_location (NoobNodeSpecification *self)
{
  return noob_document_get_location (self->key);
}

void
noob_node_specification_set_error (NoobNodeSpecification  *self,
                                   GError                **error,
                                   NoobError               code,
                                   const char             *format,
                                   ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  noob_document_set_error (self->key, error, code, "node \"%s\": %s", self->id, message);
}

/**
 * noob_node_specification_get_id:
 * @self: a node specification
 *
 * Gets the id of the node.
 *
 * Returns: (transfer none): the id
 *
 * Since: 1.0
 */
const char *
noob_node_specification_get_id (NoobNodeSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_SPECIFICATION (self), NULL);

  return self->id;
}

/**
 * noob_node_specification_get_node_type:
 * @self: a node specification
 *
 * Gets the `type` of the file: where the code of the node comes from.
 *
 * Returns: (transfer none): the type
 *
 * Since: 1.0
 */
const char *
noob_node_specification_get_node_type (NoobNodeSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_SPECIFICATION (self), NULL);

  return self->node_type;
}

/**
 * noob_node_specification_get_description:
 * @self: a node specification
 *
 * Gets what the file says of the node in words.
 *
 * Returns: (transfer none) (nullable): the description
 *
 * Since: 1.0
 */
const char *
noob_node_specification_get_description (NoobNodeSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_SPECIFICATION (self), NULL);

  return self->description;
}

/**
 * noob_node_specification_get_directory:
 * @self: a node specification
 *
 * Gets the folder of the file that gave the `type`, against which a relative path in it is
 * resolved. Inline data has none.
 *
 * Returns: (transfer none) (nullable): the folder
 *
 * Since: 1.0
 */
const char *
noob_node_specification_get_directory (NoobNodeSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_SPECIFICATION (self), NULL);

  return self->directory;
}

/**
 * noob_node_specification_get_depends_form:
 * @self: a node specification
 *
 * Gets how `depends` was written. An entry whose slot is an integer counts as a position.
 *
 * Returns: the form
 *
 * Since: 1.0
 */
NoobDependsForm
noob_node_specification_get_depends_form (NoobNodeSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_SPECIFICATION (self), NOOB_DEPENDS_NONE);

  return self->depends_form;
}

/**
 * noob_node_specification_get_depends:
 * @self: a node specification
 *
 * Gets what the node depends on, in the order of the file.
 *
 * Returns: (transfer none) (element-type NoobDependency): the dependencies
 *
 * Since: 1.0
 */
GPtrArray *
noob_node_specification_get_depends (NoobNodeSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_SPECIFICATION (self), NULL);

  return self->depends;
}

/**
 * noob_node_specification_get_params:
 * @self: a node specification
 *
 * Gets the static arguments as they are in the file: strings `input.NAME` are not yet replaced.
 * The record must not be changed.
 *
 * Returns: (transfer none): the params
 *
 * Since: 1.0
 */
NoobRecord *
noob_node_specification_get_params (NoobNodeSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_SPECIFICATION (self), NULL);

  return self->params;
}

/**
 * noob_node_specification_get_enabled:
 * @self: a node specification
 *
 * Gets whether the node takes part. When an input decides that, see
 * [method@Noob.NodeSpecification.get_enabled_input], this is %TRUE.
 *
 * Returns: %FALSE for a disabled node
 *
 * Since: 1.0
 */
gboolean
noob_node_specification_get_enabled (NoobNodeSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_SPECIFICATION (self), FALSE);

  return self->enabled;
}

/**
 * noob_node_specification_get_enabled_input:
 * @self: a node specification
 *
 * Gets the tube-scoped input by whose truthiness the node is enabled.
 *
 * Returns: (transfer none) (nullable): the name of the input
 *
 * Since: 1.0
 */
const char *
noob_node_specification_get_enabled_input (NoobNodeSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_SPECIFICATION (self), NULL);

  return self->enabled_input;
}

/**
 * noob_node_specification_get_stateful:
 * @self: a node specification
 * @stateful: (out) (optional): what the file says; %FALSE when it says nothing
 *
 * Gets whether the node is said to care about the order of epochs.
 *
 * Returns: %TRUE when the file says it, %FALSE when the node's own default counts
 *
 * Since: 1.0
 */
gboolean
noob_node_specification_get_stateful (NoobNodeSpecification *self,
                                      gboolean              *stateful)
{
  g_return_val_if_fail (NOOB_IS_NODE_SPECIFICATION (self), FALSE);

  if (stateful != NULL)
    *stateful = self->stateful;
  return self->has_stateful;
}
