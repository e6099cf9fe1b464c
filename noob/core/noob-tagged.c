/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobTagged:
 *
 * A value of a kind that only some language knows, such as a set of Python: a tag that names the
 * kind, and a plain value that it can be made of again.
 *
 * This is what a process makes of a value that crosses to it when none of its
 * [class@Noob.Converter]s knows the tag. It is encoded as it came, so that values pass through
 * nodes of other languages unharmed.
 *
 * A tag is the name of a language, a dot, and what that language calls the kind: `python.set`. The
 * dot keeps tags apart from those that are the codec's own.
 *
 * Without a tag it is what a [class@Noob.Converter] makes of a value that any language knows a form
 * of, such as a dictionary that a language shares by reference: only the content is encoded.
 *
 * A tagged value never changes and may be used from any thread, as far as its content may.
 *
 * Since: 1.0
 */

#include "core/noob-tagged.h"

#include <string.h>

#include "core/noob-name-private.h"
#include "core/noob-value-private.h"

#define MAX_TAG_LENGTH 256

struct _NoobTagged
{
  gatomicrefcount  ref_count;
  GValue           content;
  char            *tag;
};

G_DEFINE_BOXED_TYPE (NoobTagged, noob_tagged, noob_tagged_ref, noob_tagged_unref)

/**
 * noob_tagged_is_tag:
 * @text: a text
 *
 * Checks whether a text can be a tag: two identifiers or more, with dots between them.
 *
 * Returns: %TRUE if it can
 *
 * Since: 1.0
 */
gboolean
noob_tagged_is_tag (const char *text)
{
  guint n_parts = 0;

  g_return_val_if_fail (text != NULL, FALSE);

  if (strlen (text) > MAX_TAG_LENGTH)
    return FALSE;

  while (TRUE)
    {
      gsize length = strcspn (text, ".");

      if (!noob_name_is_identifier (text, length))
        return FALSE;

      n_parts++;
      if (text[length] == '\0')
        return n_parts > 1;

      text += length + 1;
    }
}

/**
 * noob_tagged_new:
 * @tag: (nullable): the kind, such as `python.set`
 * @content: what the value can be made of again, which is copied
 *
 * Makes a tagged value.
 *
 * Returns: (transfer full): a new tagged value
 *
 * Since: 1.0
 */
NoobTagged *
noob_tagged_new (const char   *tag,
                 const GValue *content)
{
  NoobTagged *self;

  g_return_val_if_fail (tag == NULL || noob_tagged_is_tag (tag), NULL);
  g_return_val_if_fail (content != NULL, NULL);

  self = g_new0 (NoobTagged, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->tag = g_strdup (tag);
  noob_value_init_copy (&self->content, content);

  return self;
}

/**
 * noob_tagged_ref:
 * @self: a tagged value
 *
 * Adds a reference.
 *
 * Returns: (transfer full): @self
 *
 * Since: 1.0
 */
NoobTagged *
noob_tagged_ref (NoobTagged *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * noob_tagged_unref:
 * @self: (transfer full): a tagged value
 *
 * Drops a reference.
 *
 * Since: 1.0
 */
void
noob_tagged_unref (NoobTagged *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_value_unset (&self->content);
  g_free (self->tag);
  g_free (self);
}

/**
 * noob_tagged_get_tag:
 * @self: a tagged value
 *
 * Gets the kind of the value.
 *
 * Returns: (transfer none) (nullable): the tag
 *
 * Since: 1.0
 */
const char *
noob_tagged_get_tag (NoobTagged *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->tag;
}

/**
 * noob_tagged_get_content:
 * @self: a tagged value
 *
 * Gets what the value can be made of again.
 *
 * Returns: (transfer none): the content
 *
 * Since: 1.0
 */
const GValue *
noob_tagged_get_content (NoobTagged *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->content;
}

/**
 * noob_tagged_equal:
 * @self: a tagged value
 * @other: another tagged value
 *
 * Compares two tagged values as [func@Noob.value_equal] does: their tags and contents.
 *
 * Returns: %TRUE if they are equal
 *
 * Since: 1.0
 */
gboolean
noob_tagged_equal (NoobTagged *self,
                   NoobTagged *other)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  return self == other || (g_strcmp0 (self->tag, other->tag) == 0 &&
                           noob_value_equal (&self->content, &other->content));
}
