/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "spec/noob-specification-loader-private.h"

/* Trees of whole tubes, laid on one another. Merged trees share the parts they were made of, so
 * that each part still knows the file it came from. */

static NoobDocument *
new_mapping_like (NoobDocument *document)
{
  return noob_document_new (NOOB_DOCUMENT_MAPPING, noob_document_get_source (document),
                            noob_document_get_line (document), noob_document_get_column (document));
}

static void
share_member (NoobDocument *self,
              NoobDocument *from,
              guint         position)
{
  noob_document_set (self, noob_document_ref (noob_document_get_key (from, position)),
                     noob_document_ref (noob_document_get_child (from, position)));
}

/* Mappings merge by key; anything else is replaced. `depends` is never a mapping, and so it is
 * replaced whole. */
static NoobDocument *
merge (NoobDocument *base,
       NoobDocument *over)
{
  NoobDocument *merged;

  if (noob_document_get_kind (base) != NOOB_DOCUMENT_MAPPING ||
      noob_document_get_kind (over) != NOOB_DOCUMENT_MAPPING)
    return noob_document_ref (over);

  merged = new_mapping_like (over);
  for (guint i = 0; i < noob_document_get_length (base); i++)
    share_member (merged, base, i);
  for (guint i = 0; i < noob_document_get_length (over); i++)
    {
      NoobDocument *key = noob_document_get_key (over, i);
      NoobDocument *child = noob_document_get_child (over, i);
      NoobDocument *below = noob_document_get_member (base, noob_document_get_text (key));

      noob_document_set (merged, noob_document_ref (key),
                         below != NULL ? merge (below, child) : noob_document_ref (child));
    }
  return merged;
}

static NoobDocument *
copy_without (NoobDocument      *self,
              const char *const *keys)
{
  NoobDocument *copy;

  if (noob_document_get_kind (self) != NOOB_DOCUMENT_MAPPING)
    return noob_document_ref (self);

  copy = new_mapping_like (self);
  for (guint i = 0; i < noob_document_get_length (self); i++)
    if (!g_strv_contains (keys, noob_document_get_text (noob_document_get_key (self, i))))
      share_member (copy, self, i);
  return copy;
}

static gboolean
is_return (NoobDocument *node)
{
  NoobDocument *type = node != NULL ? noob_document_get_member (node, "type") : NULL;

  return type != NULL && g_strcmp0 (noob_document_get_string (type), "return") == 0;
}

/* The id of the first return node among @nodes. */
static const char *
find_return (NoobDocument *nodes)
{
  for (guint i = 0; nodes != NULL && i < noob_document_get_length (nodes); i++)
    if (is_return (noob_document_get_child (nodes, i)))
      return noob_document_get_text (noob_document_get_key (nodes, i));
  return NULL;
}

/* @nodes, in which the return node @late has taken over the return node @early. */
static NoobDocument *
take_over (NoobDocument *nodes,
           const char   *early,
           const char   *late)
{
  const char *const gone[] = { early, NULL };
  NoobDocument *taken = copy_without (nodes, gone);
  NoobDocument *node =
    merge (noob_document_get_member (nodes, early), noob_document_get_member (nodes, late));

  noob_document_set (taken, noob_document_ref (noob_document_get_member_key (nodes, late)), node);
  return taken;
}

static NoobDocument *
get_nodes (NoobDocument *tube)
{
  NoobDocument *nodes = noob_document_get_member (tube, "nodes");

  return nodes != NULL && noob_document_get_kind (nodes) == NOOB_DOCUMENT_MAPPING ? nodes : NULL;
}

NoobDocument *
noob_specification_merge (NoobDocument *base,
                          NoobDocument *over)
{
  static const char *const of_base[] = { "noob_id", "extends", NULL };
  static const char *const of_over[] = { "extends", NULL };
  g_autoptr (NoobDocument) nameless = copy_without (base, of_base);
  g_autoptr (NoobDocument) upper = copy_without (over, of_over);
  g_autoptr (NoobDocument) merged = merge (nameless, upper);
  const char *early = find_return (get_nodes (base));
  const char *late = find_return (get_nodes (over));
  NoobDocument *nodes = get_nodes (merged);

  if (early != NULL && late != NULL && !g_str_equal (early, late) &&
      is_return (noob_document_get_member (nodes, early)))
    noob_document_set (merged, noob_document_ref (noob_document_get_member_key (merged, "nodes")),
                       take_over (nodes, early, late));
  return g_steal_pointer (&merged);
}

NoobDocument *
noob_specification_header_first (NoobDocument *document)
{
  static const char *const header[] = { "noob_id", "noob_model", "noob_version", "description",
                                        NULL };
  NoobDocument *ordered = new_mapping_like (document);

  for (guint i = 0; header[i] != NULL; i++)
    {
      NoobDocument *value = noob_document_get_member (document, header[i]);

      if (value != NULL)
        noob_document_set (ordered,
                           noob_document_ref (noob_document_get_member_key (document, header[i])),
                           noob_document_ref (value));
    }
  for (guint i = 0; i < noob_document_get_length (document); i++)
    share_member (ordered, document, i);
  return ordered;
}
