/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobAssetSpecification:
 *
 * What a tube says of one of its assets: an object that outlives the calls of the nodes that use
 * it.
 *
 * Specifications do not change once they are loaded; any thread may read them.
 *
 * Since: 1.0
 */

#include "spec/noob-specification-private.h"

#include "spec/noob-dependency-private.h"
#include "spec/noob-fields-private.h"

struct _NoobAssetSpecification
{
  GObject parent_instance;

  NoobDocument *key;
  NoobDocument *document;
  char *id;
  char *asset_type;
  char *description;
  char *directory;
  NoobAssetScope scope;
  NoobRecord *params;
  gboolean params_are_list;
  NoobDependency *dependency;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_ASSET_TYPE,
  PROP_DESCRIPTION,
  PROP_DIRECTORY,
  PROP_SCOPE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (NoobAssetSpecification, noob_asset_specification, G_TYPE_OBJECT)

GType
noob_asset_scope_get_type (void)
{
  static const GEnumValue values[] = {
    { NOOB_ASSET_SCOPE_NODE, "NOOB_ASSET_SCOPE_NODE", "node" },
    { NOOB_ASSET_SCOPE_PROCESS, "NOOB_ASSET_SCOPE_PROCESS", "process" },
    { NOOB_ASSET_SCOPE_RUNNER, "NOOB_ASSET_SCOPE_RUNNER", "runner" },
    { 0, NULL, NULL },
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("NoobAssetScope", values));
  return type;
}

static void
noob_asset_specification_get_property (GObject    *object,
                                       guint       property_id,
                                       GValue     *value,
                                       GParamSpec *pspec)
{
  NoobAssetSpecification *self = NOOB_ASSET_SPECIFICATION (object);

  switch (property_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_ASSET_TYPE:
      g_value_set_string (value, self->asset_type);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;
    case PROP_DIRECTORY:
      g_value_set_string (value, self->directory);
      break;
    case PROP_SCOPE:
      g_value_set_enum (value, self->scope);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
noob_asset_specification_finalize (GObject *object)
{
  NoobAssetSpecification *self = NOOB_ASSET_SPECIFICATION (object);

  g_clear_pointer (&self->key, noob_document_unref);
  g_clear_pointer (&self->document, noob_document_unref);
  g_free (self->id);
  g_free (self->asset_type);
  g_free (self->description);
  g_free (self->directory);
  noob_record_unref (self->params);
  g_clear_pointer (&self->dependency, noob_dependency_unref);
  G_OBJECT_CLASS (noob_asset_specification_parent_class)->finalize (object);
}

static void
noob_asset_specification_class_init (NoobAssetSpecificationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = noob_asset_specification_get_property;
  object_class->finalize = noob_asset_specification_finalize;

  /**
   * NoobAssetSpecification:id:
   *
   * The id of the asset.
   *
   * Since: 1.0
   */
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);

  /**
   * NoobAssetSpecification:asset-type:
   *
   * The `type` of the file: where the code that makes the asset comes from.
   *
   * Since: 1.0
   */
  properties[PROP_ASSET_TYPE] = g_param_spec_string ("asset-type", NULL, NULL, NULL, flags);

  /**
   * NoobAssetSpecification:description:
   *
   * What the file says of the asset in words.
   *
   * Since: 1.0
   */
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);

  /**
   * NoobAssetSpecification:directory:
   *
   * The folder of the file that gave the `type`.
   *
   * Since: 1.0
   */
  properties[PROP_DIRECTORY] = g_param_spec_string ("directory", NULL, NULL, NULL, flags);

  /**
   * NoobAssetSpecification:scope:
   *
   * How long the asset lives.
   *
   * Since: 1.0
   */
  properties[PROP_SCOPE] = g_param_spec_enum ("scope", NULL, NULL, NOOB_TYPE_ASSET_SCOPE,
                                              NOOB_ASSET_SCOPE_NODE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
noob_asset_specification_init (NoobAssetSpecification *self)
{
  self->params = noob_record_new ();
}

static gboolean
read_params_list (NoobAssetSpecification  *self,
                  NoobDocument            *list,
                  GError                 **error)
{
  self->params_are_list = TRUE;
  for (guint i = 0; i < noob_document_get_length (list); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);
      GValue value = G_VALUE_INIT;

      if (!noob_document_to_value (noob_document_get_child (list, i), FALSE, &value, error))
        return FALSE;
      noob_record_take_value (self->params, name, &value);
    }
  return TRUE;
}

static gboolean
read_params (NoobAssetSpecification  *self,
             NoobFields              *fields,
             GError                 **error)
{
  NoobDocument *found = noob_fields_get (fields, "params");

  if (found == NULL)
    return TRUE;
  if (noob_document_get_kind (found) == NOOB_DOCUMENT_SEQUENCE)
    return read_params_list (self, found, error);
  if (noob_document_get_kind (found) != NOOB_DOCUMENT_MAPPING)
    return noob_fields_fail (fields, found, error, "`params` has to be a mapping or a list, not %s",
                             noob_document_describe (found));
  return noob_document_fill_record (found, FALSE, self->params, error);
}

static gboolean
read_depends (NoobAssetSpecification  *self,
              NoobFields              *fields,
              GError                 **error)
{
  NoobDocument *found = noob_fields_get (fields, "depends");
  const char *source;

  if (found == NULL)
    return TRUE;
  if (self->scope != NOOB_ASSET_SCOPE_RUNNER)
    return noob_fields_fail (fields, found, error,
                             "only an asset of the scope runner can have `depends`: others do not "
                             "live until the next epoch");
  self->dependency = noob_dependency_read (fields, found, "0", TRUE, error);
  if (self->dependency == NULL)
    return FALSE;

  source = noob_dependency_get_source_node (self->dependency);
  if (noob_is_reserved_id (source))
    return noob_fields_fail (fields, found, error,
                             "`depends` of an asset has to name NODE.SIGNAL, not \"%s\"",
                             noob_document_get_text (found));
  return TRUE;
}

NoobAssetSpecification *
noob_asset_specification_new_from_document (NoobDocument  *key,
                                            NoobDocument  *document,
                                            GError       **error)
{
  static const char *const known[] = { "id",      "type",        "scope", "params",
                                       "depends", "description", NULL };
  static const char *const scopes[] = { "node", "process", "runner", NULL };
  g_autoptr (NoobAssetSpecification) self = g_object_new (NOOB_TYPE_ASSET_SPECIFICATION, NULL);
  NoobFields fields;
  int scope;

  if (!noob_fields_init (&fields, "asset", key, document, known, error) ||
      !noob_fields_require (&fields, "type", "it says where the asset's code is", error) ||
      !noob_fields_get_string (&fields, "type", &self->asset_type, error) ||
      !noob_fields_require (&fields, "scope", "it is one of node, process, runner", error) ||
      !noob_fields_get_choice (&fields, "scope", scopes, &scope, error) ||
      !noob_fields_get_string (&fields, "description", &self->description, error) ||
      !read_params (self, &fields, error))
    return NULL;

  self->scope = scope;
  if (!read_depends (self, &fields, error))
    return NULL;

  self->key = noob_document_ref (key);
  self->document = noob_document_ref (document);
  self->id = g_strdup (fields.id);
  self->directory =
    g_strdup (noob_document_get_source (noob_fields_get (&fields, "type"))->directory);
  return g_steal_pointer (&self);
}

NoobDocument *
noob_asset_specification_get_key (NoobAssetSpecification *self)
{
  return self->key;
}

NoobDocument *
noob_asset_specification_get_document (NoobAssetSpecification *self)
{
  return self->document;
}

NoobDependency *
noob_asset_specification_get_dependency (NoobAssetSpecification *self)
{
  return self->dependency;
}

/**
 * noob_asset_specification_get_id:
 * @self: an asset specification
 *
 * Gets the id of the asset.
 *
 * Returns: (transfer none): the id
 *
 * Since: 1.0
 */
const char *
noob_asset_specification_get_id (NoobAssetSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_ASSET_SPECIFICATION (self), NULL);

  return self->id;
}

/**
 * noob_asset_specification_get_asset_type:
 * @self: an asset specification
 *
 * Gets the `type` of the file: where the code that makes the asset comes from.
 *
 * Returns: (transfer none): the type
 *
 * Since: 1.0
 */
const char *
noob_asset_specification_get_asset_type (NoobAssetSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_ASSET_SPECIFICATION (self), NULL);

  return self->asset_type;
}

/**
 * noob_asset_specification_get_description:
 * @self: an asset specification
 *
 * Gets what the file says of the asset in words.
 *
 * Returns: (transfer none) (nullable): the description
 *
 * Since: 1.0
 */
const char *
noob_asset_specification_get_description (NoobAssetSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_ASSET_SPECIFICATION (self), NULL);

  return self->description;
}

/**
 * noob_asset_specification_get_directory:
 * @self: an asset specification
 *
 * Gets the folder of the file that gave the `type`, against which a relative path in it is
 * resolved. Inline data has none.
 *
 * Returns: (transfer none) (nullable): the folder
 *
 * Since: 1.0
 */
const char *
noob_asset_specification_get_directory (NoobAssetSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_ASSET_SPECIFICATION (self), NULL);

  return self->directory;
}

/**
 * noob_asset_specification_get_scope:
 * @self: an asset specification
 *
 * Gets how long the asset lives.
 *
 * Returns: the scope
 *
 * Since: 1.0
 */
NoobAssetScope
noob_asset_specification_get_scope (NoobAssetSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_ASSET_SPECIFICATION (self), NOOB_ASSET_SCOPE_NODE);

  return self->scope;
}

/**
 * noob_asset_specification_get_params:
 * @self: an asset specification
 *
 * Gets the static arguments: those of a mapping by their names, those of a list as "0", "1", and so
 * on. Strings `input.NAME` in them are not yet replaced.
 *
 * Returns: (transfer none): the params
 *
 * Since: 1.0
 */
NoobRecord *
noob_asset_specification_get_params (NoobAssetSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_ASSET_SPECIFICATION (self), NULL);

  return self->params;
}

/**
 * noob_asset_specification_get_params_are_list:
 * @self: an asset specification
 *
 * Gets whether the params were written as a list.
 *
 * Returns: %TRUE for a list, %FALSE for a mapping or none
 *
 * Since: 1.0
 */
gboolean
noob_asset_specification_get_params_are_list (NoobAssetSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_ASSET_SPECIFICATION (self), FALSE);

  return self->params_are_list;
}

/**
 * noob_asset_specification_get_source_node:
 * @self: an asset specification
 *
 * Gets the node whose signal is stored as the asset for the next epoch.
 *
 * Returns: (transfer none) (nullable): the id of the node
 *
 * Since: 1.0
 */
const char *
noob_asset_specification_get_source_node (NoobAssetSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_ASSET_SPECIFICATION (self), NULL);

  return self->dependency != NULL ? noob_dependency_get_source_node (self->dependency) : NULL;
}

/**
 * noob_asset_specification_get_source_signal:
 * @self: an asset specification
 *
 * Gets the signal that is stored as the asset for the next epoch.
 *
 * Returns: (transfer none) (nullable): the signal
 *
 * Since: 1.0
 */
const char *
noob_asset_specification_get_source_signal (NoobAssetSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_ASSET_SPECIFICATION (self), NULL);

  return self->dependency != NULL ? noob_dependency_get_source_signal (self->dependency) : NULL;
}
