/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "spec/noob-specification-loader-private.h"

/* A node for the wire is the tree it was read from, and is read from it again: there is one reader,
 * and one set of checks. */

static NoobDocument *inline_tubes (NoobTubeSpecification *tube);

static NoobDocument *
copy_mapping (NoobDocument *document)
{
  NoobDocument *copy =
    noob_document_new (NOOB_DOCUMENT_MAPPING, noob_document_get_source (document),
                       noob_document_get_line (document), noob_document_get_column (document));

  for (guint i = 0; i < noob_document_get_length (document); i++)
    noob_document_set (copy, noob_document_ref (noob_document_get_key (document, i)),
                       noob_document_ref (noob_document_get_child (document, i)));
  return copy;
}

/* @document, a mapping, with @value (taken) at the key @name, which it has. */
static NoobDocument *
copy_with (NoobDocument *document,
           const char   *name,
           NoobDocument *value)
{
  NoobDocument *copy = copy_mapping (document);

  noob_document_set (copy, noob_document_ref (noob_document_get_member_key (document, name)),
                     value);
  return copy;
}

/* The tree of @node, in which the tube that it runs stands instead of its name. */
static NoobDocument *
inline_tube (NoobNodeSpecification *node)
{
  NoobTubeSpecification *tube = noob_node_specification_get_tube (node);
  NoobDocument *document = noob_node_specification_get_document (node);
  NoobDocument *params;

  if (tube == NULL)
    return noob_document_ref (document);
  params = noob_document_get_member (document, "params");
  return copy_with (document, "params", copy_with (params, "tube", inline_tubes (tube)));
}

static NoobDocument *
inline_tubes (NoobTubeSpecification *tube)
{
  NoobDocument *document = noob_tube_specification_get_document (tube);
  GPtrArray *nodes = noob_tube_specification_get_nodes (tube);
  NoobDocument *inlined = copy_mapping (noob_document_get_member (document, "nodes"));

  for (guint i = 0; i < nodes->len; i++)
    {
      NoobNodeSpecification *node = g_ptr_array_index (nodes, i);

      noob_document_set (inlined, noob_document_ref (noob_node_specification_get_key (node)),
                         inline_tube (node));
    }
  return copy_with (document, "nodes", inlined);
}

/* One entry of the collection @name: @key and what stands under it (taken). */
static GVariant *
entry_to_variant (const char   *name,
                  NoobDocument *key,
                  NoobDocument *value)
{
  g_autoptr (NoobDocument) entry =
    noob_document_new (NOOB_DOCUMENT_MAPPING, noob_document_get_source (key),
                       noob_document_get_line (key), noob_document_get_column (key));
  g_autoptr (GVariant) tree = NULL;

  noob_document_set (entry, noob_document_ref (key), value);
  tree = noob_document_to_variant (entry);
  return g_variant_ref_sink (g_variant_new_parsed ("{%s: %v}", name, tree));
}

static NoobDocument *
entry_from_variant (const char  *name,
                    const char  *kind,
                    GVariant    *variant,
                    GError     **error)
{
  g_autoptr (GVariant) tree = NULL;
  g_autoptr (NoobDocument) entry = NULL;

  if (g_variant_is_of_type (variant, G_VARIANT_TYPE_VARDICT))
    tree = g_variant_lookup_value (variant, name, NULL);
  if (tree == NULL)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_SPECIFICATION, "not the specification of one %s",
                   kind);
      return NULL;
    }

  entry = noob_document_new_from_variant (tree, error);
  if (entry == NULL)
    return NULL;
  if (noob_document_get_kind (entry) == NOOB_DOCUMENT_MAPPING &&
      noob_document_get_length (entry) == 1)
    return g_steal_pointer (&entry);

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_SPECIFICATION, "not the specification of one %s", kind);
  return NULL;
}

GVariant *
noob_node_specification_to_variant (NoobNodeSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_NODE_SPECIFICATION (self), NULL);

  return entry_to_variant ("nodes", noob_node_specification_get_key (self), inline_tube (self));
}

GVariant *
noob_asset_specification_to_variant (NoobAssetSpecification *self)
{
  g_return_val_if_fail (NOOB_IS_ASSET_SPECIFICATION (self), NULL);

  return entry_to_variant ("assets", noob_asset_specification_get_key (self),
                           noob_document_ref (noob_asset_specification_get_document (self)));
}

NoobAssetSpecification *
noob_asset_specification_new_from_variant (GVariant  *variant,
                                           GError   **error)
{
  g_autoptr (NoobDocument) entry = entry_from_variant ("assets", "asset", variant, error);

  if (entry == NULL)
    return NULL;

  return noob_asset_specification_new_from_document (noob_document_get_key (entry, 0),
                                                     noob_document_get_child (entry, 0), error);
}

static NoobTubeSpecification *
load_inner (NoobNodeSpecification  *node,
            GError                **error)
{
  NoobDocument *params =
    noob_document_get_member (noob_node_specification_get_document (node), "params");
  NoobDocument *tube = params != NULL ? noob_document_get_member (params, "tube") : NULL;

  if (tube != NULL)
    return noob_specification_load (tube, error);
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_SPECIFICATION,
               "node \"%s\": its tube did not come along", noob_node_specification_get_id (node));
  return NULL;
}

NoobNodeSpecification *
noob_node_specification_new_from_variant (GVariant  *variant,
                                          GError   **error)
{
  g_autoptr (NoobDocument) entry = entry_from_variant ("nodes", "node", variant, error);
  g_autoptr (NoobNodeSpecification) self = NULL;
  g_autoptr (NoobTubeSpecification) tube = NULL;

  if (entry == NULL)
    return NULL;

  self = noob_node_specification_new_from_document (noob_document_get_key (entry, 0),
                                                    noob_document_get_child (entry, 0), error);
  if (self == NULL || !g_str_equal (noob_node_specification_get_node_type (self), "tube"))
    return g_steal_pointer (&self);

  tube = load_inner (self, error);
  if (tube == NULL)
    return NULL;
  noob_node_specification_set_tube (self, tube);
  return g_steal_pointer (&self);
}
