/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobTubeSpecification:
 *
 * The data form of a tube: its nodes, assets and inputs, as a YAML or JSON file gives them.
 *
 * ```c
 * g_autoptr (GError) error = NULL;
 * g_autoptr (NoobTubeSpecification) spec = NULL;
 *
 * spec = noob_tube_specification_new_from_file ("tube.yaml", &error);
 * if (spec == NULL)
 *   g_printerr ("%s\n", error->message);
 * ```
 *
 * Loading reads the tubes that it `extends` and those that its nodes run, and checks all that can
 * be checked without the code of the nodes, which is never loaded. What a constructor returns is
 * whole and right, or nothing. The errors are %NOOB_ERROR_SPECIFICATION for what is malformed, with
 * file, line and column, %NOOB_ERROR_NOT_FOUND for a file or id that is not there,
 * %NOOB_ERROR_GRAPH for a graph that is wrong as a whole, and %NOOB_ERROR_FAILED for a file that
 * cannot be read.
 *
 * Files are YAML 1.2 with its core schema (`yes` is a string and `017` is seventeen) or JSON, in
 * UTF-8, of at most 16 MiB and 64 levels. Tags and duplicate keys are refused. Aliases are allowed;
 * each counts for all that it stands for, of which a file may have a million values. `<<` is a key
 * like any other, and so unknown.
 *
 * A node may be downstream of one chain of nested maps only. A `map` adds itself to the chain of
 * what it depends on, and a `gather` closes the innermost map of its own.
 *
 * Specifications do not change once they are loaded; any thread may read them.
 *
 * Since: 1.0
 */

#include "spec/noob-specification-private.h"

#include "core/noob-json-private.h"
#include "spec/noob-fields-private.h"
#include "spec/noob-specification-loader-private.h"

/* Things by position and by id. */
typedef struct
{
  GPtrArray *items;
  GHashTable *by_id;
} Collection;

struct _NoobTubeSpecification
{
  GObject parent_instance;

  NoobDocument *document;
  char *id;
  char *description;
  Collection nodes;
  Collection assets;
  Collection inputs;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_DESCRIPTION,
  PROP_PATH,
  PROP_DIRECTORY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (NoobTubeSpecification, noob_tube_specification, G_TYPE_OBJECT)

static void
collection_init (Collection *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
}

static void
collection_clear (Collection *self)
{
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
}

static void
noob_tube_specification_get_property (GObject    *object,
                                      guint       property_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  NoobTubeSpecification *self = NOOB_TUBE_SPECIFICATION (object);

  switch (property_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;
    case PROP_PATH:
      g_value_set_string (value, noob_tube_specification_get_path (self));
      break;
    case PROP_DIRECTORY:
      g_value_set_string (value, noob_tube_specification_get_directory (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
noob_tube_specification_finalize (GObject *object)
{
  NoobTubeSpecification *self = NOOB_TUBE_SPECIFICATION (object);

  collection_clear (&self->nodes);
  collection_clear (&self->assets);
  collection_clear (&self->inputs);
  g_clear_pointer (&self->document, noob_document_unref);
  g_free (self->id);
  g_free (self->description);
  G_OBJECT_CLASS (noob_tube_specification_parent_class)->finalize (object);
}

static void
noob_tube_specification_class_init (NoobTubeSpecificationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = noob_tube_specification_get_property;
  object_class->finalize = noob_tube_specification_finalize;

  /**
   * NoobTubeSpecification:id:
   *
   * The `noob_id` by which other tubes refer to this one.
   *
   * Since: 1.0
   */
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);

  /**
   * NoobTubeSpecification:description:
   *
   * What the file says of the tube in words.
   *
   * Since: 1.0
   */
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);

  /**
   * NoobTubeSpecification:path:
   *
   * The file that the tube came from.
   *
   * Since: 1.0
   */
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, flags);

  /**
   * NoobTubeSpecification:directory:
   *
   * The folder against which relative paths are resolved.
   *
   * Since: 1.0
   */
  properties[PROP_DIRECTORY] = g_param_spec_string ("directory", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
noob_tube_specification_init (NoobTubeSpecification *self)
{
  collection_init (&self->nodes);
  collection_init (&self->assets);
  collection_init (&self->inputs);
}

typedef gpointer (*ReadItem) (NoobDocument  *key,
                              NoobDocument  *document,
                              GError       **error);

static gboolean
read_collection (Collection  *self,
                 NoobFields  *fields,
                 const char  *name,
                 ReadItem     read_item,
                 GError     **error)
{
  NoobDocument *items = NULL;

  if (!noob_fields_get_mapping (fields, name, &items, error))
    return FALSE;
  for (guint i = 0; items != NULL && i < noob_document_get_length (items); i++)
    {
      NoobDocument *key = noob_document_get_key (items, i);
      gpointer item = read_item (key, noob_document_get_child (items, i), error);

      if (item == NULL)
        return FALSE;
      g_ptr_array_add (self->items, item);
      g_hash_table_insert (self->by_id, (gpointer) noob_document_get_text (key), item);
    }
  return TRUE;
}

static gboolean
read_header (NoobTubeSpecification  *self,
             NoobFields             *fields,
             GError                **error)
{
  static const char *const kept[] = { "noob_model", "noob_version", NULL };

  if (!noob_fields_get_string (fields, "noob_id", &self->id, error) ||
      !noob_fields_get_string (fields, "description", &self->description, error))
    return FALSE;
  if (self->id != NULL && !noob_is_tube_id (self->id))
    return noob_fields_fail (fields, noob_fields_get (fields, "noob_id"), error,
                             "`noob_id` has to be made of letters, digits and _ / # -, which "
                             "\"%s\" is not",
                             self->id);

  for (guint i = 0; kept[i] != NULL; i++)
    {
      NoobDocument *value = noob_fields_get (fields, kept[i]);

      if (value != NULL && noob_document_get_kind (value) != NOOB_DOCUMENT_SCALAR)
        return noob_fields_fail (fields, value, error, "`%s` has to be a string, not %s", kept[i],
                                 noob_document_describe (value));
    }
  return TRUE;
}

NoobTubeSpecification *
noob_tube_specification_new_from_document (NoobDocument  *document,
                                           GError       **error)
{
  static const char *const known[] = { "noob_id",     "noob_model", "noob_version",
                                       "description", "extends",    "input",
                                       "assets",      "nodes",      NULL };
  g_autoptr (NoobTubeSpecification) self = g_object_new (NOOB_TYPE_TUBE_SPECIFICATION, NULL);
  NoobFields fields;

  /* Before anything that can fail: the collections borrow their keys from it. */
  self->document = noob_document_ref (document);
  if (!noob_fields_init (&fields, "tube", NULL, document, known, error) ||
      !read_header (self, &fields, error) ||
      !noob_fields_require (&fields, "nodes", "it is a mapping from ids to nodes", error) ||
      !read_collection (&self->inputs, &fields, "input",
                        (ReadItem) noob_input_specification_new_from_document, error) ||
      !read_collection (&self->assets, &fields, "assets",
                        (ReadItem) noob_asset_specification_new_from_document, error) ||
      !read_collection (&self->nodes, &fields, "nodes",
                        (ReadItem) noob_node_specification_new_from_document, error))
    return NULL;
  return g_steal_pointer (&self);
}

NoobDocument *
noob_tube_specification_get_document (NoobTubeSpecification *self)
{
  return self->document;
}

GPtrArray *
noob_tube_specification_get_slots (NoobTubeSpecification *self)
{
  GPtrArray *slots = g_ptr_array_new ();

  for (guint i = 0; i < self->inputs.items->len; i++)
    {
      NoobInputSpecification *input = g_ptr_array_index (self->inputs.items, i);

      if (noob_input_specification_get_scope (input) == NOOB_INPUT_SCOPE_PROCESS)
        g_ptr_array_add (slots, (gpointer) noob_input_specification_get_id (input));
    }
  return slots;
}

GPtrArray *
noob_tube_specification_get_signals (NoobTubeSpecification *self)
{
  NoobNodeSpecification *node = noob_tube_specification_get_return_node (self);
  GPtrArray *signals = g_ptr_array_new ();
  GPtrArray *depends;

  /* Only a return of maps gives a dictionary, whose keys can be told apart. */
  if (node == NULL || noob_node_specification_get_depends_form (node) != NOOB_DEPENDS_MAP)
    {
      g_ptr_array_add (signals, (gpointer) "value");
      return signals;
    }

  depends = noob_node_specification_get_depends (node);
  for (guint i = 0; i < depends->len; i++)
    g_ptr_array_add (signals, (gpointer) noob_dependency_get_slot (g_ptr_array_index (depends, i)));
  return signals;
}

/**
 * noob_tube_specification_get_id:
 * @self: a tube specification
 *
 * Gets the `noob_id` by which other tubes refer to this one.
 *
 * Returns: (transfer none) (nullable): the id
 *
 * Since: 1.0
 */
const char *
noob_tube_specification_get_id (NoobTubeSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_TUBE_SPECIFICATION (self), NULL);

  return self->id;
}

/**
 * noob_tube_specification_get_description:
 * @self: a tube specification
 *
 * Gets what the file says of the tube in words.
 *
 * Returns: (transfer none) (nullable): the description
 *
 * Since: 1.0
 */
const char *
noob_tube_specification_get_description (NoobTubeSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_TUBE_SPECIFICATION (self), NULL);

  return self->description;
}

/**
 * noob_tube_specification_get_path:
 * @self: a tube specification
 *
 * Gets the file that the tube came from, as messages name it.
 *
 * Returns: (transfer none) (nullable): the path
 *
 * Since: 1.0
 */
const char *
noob_tube_specification_get_path (NoobTubeSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_TUBE_SPECIFICATION (self), NULL);

  return noob_document_get_source (self->document)->path;
}

/**
 * noob_tube_specification_get_directory:
 * @self: a tube specification
 *
 * Gets the folder against which relative paths are resolved.
 *
 * Returns: (transfer none) (nullable): the folder
 *
 * Since: 1.0
 */
const char *
noob_tube_specification_get_directory (NoobTubeSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_TUBE_SPECIFICATION (self), NULL);

  return noob_document_get_source (self->document)->directory;
}

/**
 * noob_tube_specification_get_nodes:
 * @self: a tube specification
 *
 * Gets the nodes, in the order of the file.
 *
 * Returns: (transfer none) (element-type NoobNodeSpecification): the nodes
 *
 * Since: 1.0
 */
GPtrArray *
noob_tube_specification_get_nodes (NoobTubeSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_TUBE_SPECIFICATION (self), NULL);

  return self->nodes.items;
}

/**
 * noob_tube_specification_get_assets:
 * @self: a tube specification
 *
 * Gets the assets, in the order of the file.
 *
 * Returns: (transfer none) (element-type NoobAssetSpecification): the assets
 *
 * Since: 1.0
 */
GPtrArray *
noob_tube_specification_get_assets (NoobTubeSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_TUBE_SPECIFICATION (self), NULL);

  return self->assets.items;
}

/**
 * noob_tube_specification_get_inputs:
 * @self: a tube specification
 *
 * Gets the inputs, in the order of the file.
 *
 * Returns: (transfer none) (element-type NoobInputSpecification): the inputs
 *
 * Since: 1.0
 */
GPtrArray *
noob_tube_specification_get_inputs (NoobTubeSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_TUBE_SPECIFICATION (self), NULL);

  return self->inputs.items;
}

/**
 * noob_tube_specification_get_node:
 * @self: a tube specification
 * @id: the id of a node
 *
 * Gets the node of that id.
 *
 * Returns: (transfer none) (nullable): the node
 *
 * Since: 1.0
 */
NoobNodeSpecification *
noob_tube_specification_get_node (NoobTubeSpecification *self,
                                  const char            *id)
{
  g_return_val_if_fail (NOOB_IS_TUBE_SPECIFICATION (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return g_hash_table_lookup (self->nodes.by_id, id);
}

/**
 * noob_tube_specification_get_asset:
 * @self: a tube specification
 * @id: the id of an asset
 *
 * Gets the asset of that id.
 *
 * Returns: (transfer none) (nullable): the asset
 *
 * Since: 1.0
 */
NoobAssetSpecification *
noob_tube_specification_get_asset (NoobTubeSpecification *self,
                                   const char            *id)
{
  g_return_val_if_fail (NOOB_IS_TUBE_SPECIFICATION (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return g_hash_table_lookup (self->assets.by_id, id);
}

/**
 * noob_tube_specification_get_input:
 * @self: a tube specification
 * @id: the id of an input
 *
 * Gets the input of that id.
 *
 * Returns: (transfer none) (nullable): the input
 *
 * Since: 1.0
 */
NoobInputSpecification *
noob_tube_specification_get_input (NoobTubeSpecification *self,
                                   const char            *id)
{
  g_return_val_if_fail (NOOB_IS_TUBE_SPECIFICATION (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return g_hash_table_lookup (self->inputs.by_id, id);
}

/**
 * noob_tube_specification_get_return_node:
 * @self: a tube specification
 *
 * Gets the node of the type `return`, which gives what process hands back.
 *
 * Returns: (transfer none) (nullable): the node
 *
 * Since: 1.0
 */
NoobNodeSpecification *
noob_tube_specification_get_return_node (NoobTubeSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_TUBE_SPECIFICATION (self), NULL);

  for (guint i = 0; i < self->nodes.items->len; i++)
    {
      NoobNodeSpecification *node = g_ptr_array_index (self->nodes.items, i);

      if (g_str_equal (noob_node_specification_get_node_type (node), "return"))
        return node;
    }
  return NULL;
}

/**
 * noob_tube_specification_to_json:
 * @self: a tube specification
 * @error: return location for an error
 *
 * Writes the specification as a JSON file holds it, what it extends merged in.
 *
 * The header comes first, and other keys in the order of the file. %NOOB_ERROR_VALUE: it holds a
 * number that JSON cannot, an infinite one or none at all.
 *
 * Returns: (transfer full): JSON text
 *
 * Since: 1.0
 */
char *
noob_tube_specification_to_json (NoobTubeSpecification  *self,
                                 GError                **error)
{
  g_autoptr (NoobDocument) ordered = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  g_return_val_if_fail (NOOB_IS_TUBE_SPECIFICATION (self), NULL);

  ordered = noob_specification_header_first (self->document);
  if (!noob_document_to_value (ordered, TRUE, &value, error))
    return NULL;
  node = noob_json_from_value (&value, error);
  return node != NULL ? noob_json_to_string (node, TRUE) : NULL;
}

/**
 * noob_tube_specification_to_yaml:
 * @self: a tube specification
 *
 * Writes the specification as a YAML file holds it, what it extends merged in.
 *
 * The header comes first, and other keys in the order of the file.
 *
 * Returns: (transfer full): YAML text
 *
 * Since: 1.0
 */
char *
noob_tube_specification_to_yaml (NoobTubeSpecification *self)
{
  g_autoptr (NoobDocument) ordered = NULL;

  g_return_val_if_fail (NOOB_IS_TUBE_SPECIFICATION (self), NULL);

  ordered = noob_specification_header_first (self->document);
  return noob_document_to_yaml (ordered);
}
