/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobEpoch:
 *
 * The unit that aligns events: those of the same epoch are passed together to a node.
 *
 * An epoch is a root number (0, 1, 2, …) and a path of segments, each the id of the node that
 * opened the subepoch and an index: `3`, `3/b.0`, `3/b.0/c.2`. Epochs are ordered by root, then
 * segment by segment (node id, then index), a parent before its children.
 *
 * An epoch never changes and may be used from any thread.
 *
 * Since: 1.0
 */

#include "core/noob-epoch.h"

#include <errno.h>
#include <string.h>

#include "core/noob-error.h"
#include "core/noob-name-private.h"

#define MAX_PARSED_DEPTH 64

struct _NoobEpoch
{
  gatomicrefcount ref_count;
  guint           hash;
  guint           depth;
  guint64         root;
  NoobEpoch      *parent;
  const char     *leaf_node;
  guint64         leaf_index;
};

G_DEFINE_BOXED_TYPE (NoobEpoch, noob_epoch, noob_epoch_ref, noob_epoch_unref)

static guint
mix_hash (guint         hash,
          gconstpointer node,
          guint64       index)
{
  guint64 mixed = hash ^ (gsize) node ^ index * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  return (guint) ((mixed * G_GUINT64_CONSTANT (0xff51afd7ed558ccd)) >> 32);
}

static NoobEpoch *
new_root (guint64 root)
{
  NoobEpoch *self = g_new (NoobEpoch, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->hash = mix_hash (0, NULL, root);
  self->depth = 0;
  self->root = root;
  self->parent = NULL;
  self->leaf_node = NULL;
  self->leaf_index = root;

  return self;
}

static NoobEpoch *
new_child (NoobEpoch  *parent,
           const char *interned_node,
           guint64     index)
{
  NoobEpoch *self = g_new (NoobEpoch, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->hash = mix_hash (parent->hash, interned_node, index);
  self->depth = parent->depth + 1;
  self->root = parent->root;
  self->parent = noob_epoch_ref (parent);
  self->leaf_node = interned_node;
  self->leaf_index = index;

  return self;
}

static NoobEpoch *
ancestor_at_depth (NoobEpoch *self,
                   guint      depth)
{
  while (self->depth > depth)
    self = self->parent;

  return self;
}

/**
 * noob_epoch_new:
 * @root: the number of the epoch
 *
 * Makes a root epoch.
 *
 * Returns: (transfer full): a new epoch
 *
 * Since: 1.0
 */
NoobEpoch *
noob_epoch_new (guint64 root)
{
  return new_root (root);
}

/* Reads decimal digits without sign, space or leading zeros; moves @text behind them. */
static gboolean
parse_counter (const char **text,
               guint64     *value)
{
  char *end;

  if (!g_ascii_isdigit (**text) || (**text == '0' && g_ascii_isdigit ((*text)[1])))
    return FALSE;

  errno = 0;
  *value = g_ascii_strtoull (*text, &end, 10);
  *text = end;

  return errno == 0;
}

/* Reads `/id.index`. The id is not interned before the whole text proved right: what is interned is
 * never freed, and the text may come from anywhere. */
static gboolean
parse_segment (const char **text,
               const char **id,
               gsize       *id_length,
               guint64     *index)
{
  if (**text != '/')
    return FALSE;

  *id = *text + 1;
  *id_length = strcspn (*id, "./");
  *text = *id + *id_length;
  if (!noob_name_is_identifier (*id, *id_length) || **text != '.')
    return FALSE;

  (*text)++;
  return parse_counter (text, index);
}

static NoobEpoch *
set_parse_error (GError    **error,
                 const char *text,
                 const char *at)
{
  g_autofree char *shown = g_utf8_make_valid (text, MIN (strlen (text), 80));

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
               "\"%s\" is not an epoch (character %" G_GSIZE_FORMAT "); an epoch looks like 3, "
               "3/b.0 or 3/b.0/c.2, with at most %d segments and counters below 2^64",
               shown, (gsize) (at - text) + 1, MAX_PARSED_DEPTH);
  return NULL;
}

/**
 * noob_epoch_new_from_string:
 * @text: an epoch as [method@Noob.Epoch.to_string] writes it
 * @error: return location for an error
 *
 * Reads an epoch.
 *
 * The text may come from anywhere: whatever is not exactly an epoch of at most 64 segments is
 * refused with %NOOB_ERROR_VALUE.
 *
 * Returns: (transfer full): a new epoch
 *
 * Since: 1.0
 */
NoobEpoch *
noob_epoch_new_from_string (const char  *text,
                            GError     **error)
{
  g_autoptr (NoobEpoch) self = NULL;
  const char *position = text;
  const char *ids[MAX_PARSED_DEPTH];
  gsize id_lengths[MAX_PARSED_DEPTH];
  guint64 indices[MAX_PARSED_DEPTH];
  guint depth = 0;
  guint64 root;

  g_return_val_if_fail (text != NULL, NULL);

  if (!parse_counter (&position, &root))
    return set_parse_error (error, text, position);

  for (; *position != '\0'; depth++)
    {
      if (depth == MAX_PARSED_DEPTH ||
          !parse_segment (&position, &ids[depth], &id_lengths[depth], &indices[depth]))
        return set_parse_error (error, text, position);
    }

  self = new_root (root);
  for (guint i = 0; i < depth; i++)
    {
      g_autofree char *id = g_strndup (ids[i], id_lengths[i]);
      g_autoptr (NoobEpoch) parent = g_steal_pointer (&self);

      self = new_child (parent, g_intern_string (id), indices[i]);
    }

  return g_steal_pointer (&self);
}

/**
 * noob_epoch_ref:
 * @self: an epoch
 *
 * Adds a reference.
 *
 * Returns: (transfer full): @self
 *
 * Since: 1.0
 */
NoobEpoch *
noob_epoch_ref (NoobEpoch *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * noob_epoch_unref:
 * @self: (transfer full): an epoch
 *
 * Drops a reference; the last one frees the epoch.
 *
 * Since: 1.0
 */
void
noob_epoch_unref (NoobEpoch *self)
{
  g_return_if_fail (self != NULL);

  while (self != NULL && g_atomic_ref_count_dec (&self->ref_count))
    {
      NoobEpoch *parent = self->parent;

      g_free (self);
      self = parent;
    }
}

static void
append_to_string (NoobEpoch *self,
                  GString   *text)
{
  if (self->parent == NULL)
    {
      g_string_append_printf (text, "%" G_GUINT64_FORMAT, self->root);
      return;
    }

  append_to_string (self->parent, text);
  g_string_append_printf (text, "/%s.%" G_GUINT64_FORMAT, self->leaf_node, self->leaf_index);
}

/**
 * noob_epoch_to_string:
 * @self: an epoch
 *
 * Writes an epoch as text, such as `3/b.0/c.2`.
 *
 * Returns: (transfer full): the text, which [ctor@Noob.Epoch.new_from_string] reads
 *
 * Since: 1.0
 */
char *
noob_epoch_to_string (NoobEpoch *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  append_to_string (self, text);

  return g_string_free (text, FALSE);
}

/**
 * noob_epoch_get_root:
 * @self: an epoch
 *
 * Gets the number of the root epoch that this epoch is or belongs to.
 *
 * Returns: the root number
 *
 * Since: 1.0
 */
guint64
noob_epoch_get_root (NoobEpoch *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->root;
}

/**
 * noob_epoch_get_depth:
 * @self: an epoch
 *
 * Counts the segments behind the root.
 *
 * Returns: the number of segments, 0 for a root epoch
 *
 * Since: 1.0
 */
guint
noob_epoch_get_depth (NoobEpoch *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->depth;
}

/**
 * noob_epoch_get_parent:
 * @self: an epoch
 *
 * Gets the epoch in which this subepoch was opened.
 *
 * Returns: (transfer none) (nullable): the parent, %NULL for a root epoch
 *
 * Since: 1.0
 */
NoobEpoch *
noob_epoch_get_parent (NoobEpoch *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->parent;
}

/**
 * noob_epoch_get_parents:
 * @self: an epoch
 *
 * Lists all epochs that this one is inside of, nearest first.
 *
 * Returns: (transfer container) (element-type NoobEpoch): the parents, none for a root epoch
 *
 * Since: 1.0
 */
GPtrArray *
noob_epoch_get_parents (NoobEpoch *self)
{
  GPtrArray *parents;

  g_return_val_if_fail (self != NULL, NULL);

  parents = g_ptr_array_new_full (self->depth, (GDestroyNotify) noob_epoch_unref);
  for (NoobEpoch *parent = self->parent; parent != NULL; parent = parent->parent)
    g_ptr_array_add (parents, noob_epoch_ref (parent));

  return parents;
}

/**
 * noob_epoch_get_leaf_node:
 * @self: an epoch
 *
 * Gets the node id of the last segment: the node that opened this subepoch.
 *
 * Returns: (transfer none) (nullable): the node id, an interned string; %NULL for a root epoch
 *
 * Since: 1.0
 */
const char *
noob_epoch_get_leaf_node (NoobEpoch *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->leaf_node;
}

/**
 * noob_epoch_get_leaf_index:
 * @self: an epoch
 *
 * Gets the last counter: the index of the last segment, or the root number of a root epoch.
 *
 * Returns: the counter
 *
 * Since: 1.0
 */
guint64
noob_epoch_get_leaf_index (NoobEpoch *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->leaf_index;
}

/**
 * noob_epoch_child:
 * @self: an epoch
 * @node_id: the node that opens the subepoch
 * @index: the index of the subepoch
 *
 * Makes the epoch of the @index-th subepoch that @node_id opens in this one.
 *
 * Returns: (transfer full): the subepoch
 *
 * Since: 1.0
 */
NoobEpoch *
noob_epoch_child (NoobEpoch  *self,
                  const char *node_id,
                  guint64     index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (node_id != NULL, NULL);

  return new_child (self, g_intern_string (node_id), index);
}

/**
 * noob_epoch_add:
 * @self: an epoch
 * @k: how far to go; negative goes back
 *
 * Makes the epoch whose last counter is @k more: `3` + 2 is `5`, `3/b.0` + 2 is `3/b.2`.
 *
 * Returns: (transfer full) (nullable): the other epoch, %NULL when there is none because the
 *   counter would leave the range of 64 bits
 *
 * Since: 1.0
 */
NoobEpoch *
noob_epoch_add (NoobEpoch *self,
                gint64     k)
{
  guint64 distance = k < 0 ? -(guint64) k : (guint64) k;
  guint64 index;

  g_return_val_if_fail (self != NULL, NULL);

  if (k < 0 ? distance > self->leaf_index : distance > G_MAXUINT64 - self->leaf_index)
    return NULL;

  index = self->leaf_index + (guint64) k;
  return self->parent == NULL ? new_root (index)
                              : new_child (self->parent, self->leaf_node, index);
}

/**
 * noob_epoch_is_ancestor:
 * @self: an epoch
 * @other: another epoch
 *
 * Checks whether @other is a subepoch of this epoch, at any depth. No epoch is its own ancestor.
 *
 * Returns: %TRUE if this epoch is among the parents of @other
 *
 * Since: 1.0
 */
gboolean
noob_epoch_is_ancestor (NoobEpoch *self,
                        NoobEpoch *other)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  return self->depth < other->depth &&
         noob_epoch_equal (self, ancestor_at_depth (other, self->depth));
}

static int
compare_leaves (NoobEpoch *self,
                NoobEpoch *other)
{
  if (self->leaf_node != other->leaf_node)
    return strcmp (self->leaf_node, other->leaf_node);

  return (self->leaf_index > other->leaf_index) - (self->leaf_index < other->leaf_index);
}

/**
 * noob_epoch_compare:
 * @self: an epoch
 * @other: another epoch
 *
 * Orders two epochs: by root, then segment by segment (node id, then index), a parent before its
 * children.
 *
 * Returns: negative, 0 or positive when @self is before, equal to or after @other
 *
 * Since: 1.0
 */
int
noob_epoch_compare (NoobEpoch *self,
                    NoobEpoch *other)
{
  NoobEpoch *a, *b;
  int order = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (other != NULL, 0);

  if (self == other)
    return 0;
  if (self->root != other->root)
    return self->root < other->root ? -1 : 1;

  /* The segments are met last one first, so the difference that counts is the last one found. */
  a = ancestor_at_depth (self, other->depth);
  b = ancestor_at_depth (other, self->depth);
  for (; a != b && a->depth > 0; a = a->parent, b = b->parent)
    {
      int leaf_order = compare_leaves (a, b);

      if (leaf_order != 0)
        order = leaf_order;
    }

  if (order == 0)
    order = (self->depth > other->depth) - (self->depth < other->depth);

  return order;
}

/**
 * noob_epoch_equal:
 * @self: an epoch
 * @other: another epoch
 *
 * Checks whether two epochs are the same.
 *
 * Returns: %TRUE if they are
 *
 * Since: 1.0
 */
gboolean
noob_epoch_equal (NoobEpoch *self,
                  NoobEpoch *other)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  if (self == other)
    return TRUE;
  if (self->hash != other->hash || self->root != other->root || self->depth != other->depth)
    return FALSE;

  for (; self != other && self->depth > 0; self = self->parent, other = other->parent)
    {
      if (self->leaf_index != other->leaf_index || self->leaf_node != other->leaf_node)
        return FALSE;
    }

  return TRUE;
}

/**
 * noob_epoch_hash:
 * @self: an epoch
 *
 * Hashes an epoch, for hash tables; equal epochs have equal hashes within one process.
 *
 * Returns: the hash
 *
 * Since: 1.0
 */
guint
noob_epoch_hash (NoobEpoch *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->hash;
}
