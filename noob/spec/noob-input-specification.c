/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobInputSpecification:
 *
 * What a tube says of one of its inputs.
 *
 * A *tube-scoped* input is given when the tube is made and may feed params, dependencies and
 * `enabled`; a *process-scoped* one is given with each call of process and feeds dependencies only.
 *
 * Specifications do not change once they are loaded; any thread may read them.
 *
 * Since: 1.0
 */

#include "spec/noob-specification-private.h"

#include "spec/noob-fields-private.h"

struct _NoobInputSpecification
{
  GObject parent_instance;

  char *id;
  char *input_type;
  char *description;
  NoobInputScope scope;
  gboolean required;
  GValue default_value;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_INPUT_TYPE,
  PROP_DESCRIPTION,
  PROP_SCOPE,
  PROP_REQUIRED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (NoobInputSpecification, noob_input_specification, G_TYPE_OBJECT)

GType
noob_input_scope_get_type (void)
{
  static const GEnumValue values[] = {
    { NOOB_INPUT_SCOPE_TUBE, "NOOB_INPUT_SCOPE_TUBE", "tube" },
    { NOOB_INPUT_SCOPE_PROCESS, "NOOB_INPUT_SCOPE_PROCESS", "process" },
    { 0, NULL, NULL },
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("NoobInputScope", values));
  return type;
}

static void
noob_input_specification_get_property (GObject    *object,
                                       guint       property_id,
                                       GValue     *value,
                                       GParamSpec *pspec)
{
  NoobInputSpecification *self = NOOB_INPUT_SPECIFICATION (object);

  switch (property_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_INPUT_TYPE:
      g_value_set_string (value, self->input_type);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;
    case PROP_SCOPE:
      g_value_set_enum (value, self->scope);
      break;
    case PROP_REQUIRED:
      g_value_set_boolean (value, self->required);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
noob_input_specification_finalize (GObject *object)
{
  NoobInputSpecification *self = NOOB_INPUT_SPECIFICATION (object);

  g_free (self->id);
  g_free (self->input_type);
  g_free (self->description);
  if (G_IS_VALUE (&self->default_value))
    g_value_unset (&self->default_value);
  G_OBJECT_CLASS (noob_input_specification_parent_class)->finalize (object);
}

static void
noob_input_specification_class_init (NoobInputSpecificationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = noob_input_specification_get_property;
  object_class->finalize = noob_input_specification_finalize;

  /**
   * NoobInputSpecification:id:
   *
   * The name of the input.
   *
   * Since: 1.0
   */
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);

  /**
   * NoobInputSpecification:input-type:
   *
   * The `type` of the file, a free annotation.
   *
   * Since: 1.0
   */
  properties[PROP_INPUT_TYPE] = g_param_spec_string ("input-type", NULL, NULL, NULL, flags);

  /**
   * NoobInputSpecification:description:
   *
   * What the file says of the input in words.
   *
   * Since: 1.0
   */
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);

  /**
   * NoobInputSpecification:scope:
   *
   * When the input is given.
   *
   * Since: 1.0
   */
  properties[PROP_SCOPE] = g_param_spec_enum ("scope", NULL, NULL, NOOB_TYPE_INPUT_SCOPE,
                                              NOOB_INPUT_SCOPE_TUBE, flags);

  /**
   * NoobInputSpecification:required:
   *
   * Whether it has to be given, unless there is a default.
   *
   * Since: 1.0
   */
  properties[PROP_REQUIRED] = g_param_spec_boolean ("required", NULL, NULL, TRUE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
noob_input_specification_init (NoobInputSpecification *self)
{
  self->scope = NOOB_INPUT_SCOPE_TUBE;
  self->required = TRUE;
}

NoobInputSpecification *
noob_input_specification_new_from_document (NoobDocument  *key,
                                            NoobDocument  *document,
                                            GError       **error)
{
  static const char *const known[] = { "id",      "type",        "scope", "required",
                                       "default", "description", NULL };
  static const char *const scopes[] = { "tube", "process", NULL };
  g_autoptr (NoobInputSpecification) self = g_object_new (NOOB_TYPE_INPUT_SPECIFICATION, NULL);
  NoobFields fields;
  NoobDocument *given;
  int scope = NOOB_INPUT_SCOPE_TUBE;

  if (!noob_fields_init (&fields, "input", key, document, known, error) ||
      !noob_fields_get_string (&fields, "type", &self->input_type, error) ||
      !noob_fields_get_string (&fields, "description", &self->description, error) ||
      !noob_fields_get_choice (&fields, "scope", scopes, &scope, error) ||
      !noob_fields_get_boolean (&fields, "required", &self->required, error))
    return NULL;

  given = noob_document_get_member (document, "default");
  if (given != NULL && !noob_document_to_value (given, FALSE, &self->default_value, error))
    return NULL;

  self->id = g_strdup (fields.id);
  self->scope = scope;
  return g_steal_pointer (&self);
}

/**
 * noob_input_specification_get_id:
 * @self: an input specification
 *
 * Gets the name of the input.
 *
 * Returns: (transfer none): the name
 *
 * Since: 1.0
 */
const char *
noob_input_specification_get_id (NoobInputSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_INPUT_SPECIFICATION (self), NULL);

  return self->id;
}

/**
 * noob_input_specification_get_input_type:
 * @self: an input specification
 *
 * Gets the `type` of the file, a free annotation.
 *
 * Returns: (transfer none) (nullable): the annotation
 *
 * Since: 1.0
 */
const char *
noob_input_specification_get_input_type (NoobInputSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_INPUT_SPECIFICATION (self), NULL);

  return self->input_type;
}

/**
 * noob_input_specification_get_description:
 * @self: an input specification
 *
 * Gets what the file says of the input in words.
 *
 * Returns: (transfer none) (nullable): the description
 *
 * Since: 1.0
 */
const char *
noob_input_specification_get_description (NoobInputSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_INPUT_SPECIFICATION (self), NULL);

  return self->description;
}

/**
 * noob_input_specification_get_scope:
 * @self: an input specification
 *
 * Gets when the input is given.
 *
 * Returns: the scope
 *
 * Since: 1.0
 */
NoobInputScope
noob_input_specification_get_scope (NoobInputSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_INPUT_SPECIFICATION (self), NOOB_INPUT_SCOPE_TUBE);

  return self->scope;
}

/**
 * noob_input_specification_get_required:
 * @self: an input specification
 *
 * Gets whether the input has to be given, unless there is a default.
 *
 * Returns: %TRUE when it has to be
 *
 * Since: 1.0
 */
gboolean
noob_input_specification_get_required (NoobInputSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_INPUT_SPECIFICATION (self), FALSE);

  return self->required;
}

/**
 * noob_input_specification_get_default:
 * @self: an input specification
 *
 * Gets the value of an input that is not given. A null default is a value too.
 *
 * Returns: (transfer none) (nullable): the default, or %NULL when the file gives none
 *
 * Since: 1.0
 */
const GValue *
noob_input_specification_get_default (NoobInputSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_INPUT_SPECIFICATION (self), NULL);

  return G_IS_VALUE (&self->default_value) ? &self->default_value : NULL;
}
