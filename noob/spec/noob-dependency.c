/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobDependency:
 *
 * One entry of a node's `depends`: which signal feeds which slot.
 *
 * The source is a node and one of its signals, or `input` and the name of an input, or `assets` and
 * the id of an asset. A slot without a name is known by its position, as a decimal string.
 *
 * Dependencies are immutable, and copied by reference; any thread may read them.
 *
 * Since: 1.0
 */

#include "spec/noob-dependency-private.h"

#include <string.h>

struct _NoobDependency
{
  char *slot;
  gboolean positional;
  char *source_node;
  char *source_signal;
  NoobDocument *place;
};

static void
dependency_clear (gpointer data)
{
  NoobDependency *self = data;

  g_free (self->slot);
  g_free (self->source_node);
  g_free (self->source_signal);
  noob_document_unref (self->place);
}

G_DEFINE_BOXED_TYPE (NoobDependency, noob_dependency, noob_dependency_ref, noob_dependency_unref)

/**
 * noob_dependency_ref:
 * @self: a dependency
 *
 * Adds a reference.
 *
 * Returns: (transfer full): @self
 *
 * Since: 1.0
 */
NoobDependency *
noob_dependency_ref (NoobDependency *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * noob_dependency_unref:
 * @self: (transfer full): a dependency
 *
 * Drops a reference; the last one frees the dependency.
 *
 * Since: 1.0
 */
void
noob_dependency_unref (NoobDependency *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, dependency_clear);
}

/**
 * noob_dependency_get_slot:
 * @self: a dependency
 *
 * Gets the slot that is fed: its name, or its position as a decimal string.
 *
 * Returns: (transfer none): the slot
 *
 * Since: 1.0
 */
const char *
noob_dependency_get_slot (NoobDependency *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->slot;
}

/**
 * noob_dependency_is_positional:
 * @self: a dependency
 *
 * Gets whether the slot is known by its position, and not by a name.
 *
 * Returns: %TRUE for a position
 *
 * Since: 1.0
 */
gboolean
noob_dependency_is_positional (NoobDependency *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->positional;
}

/**
 * noob_dependency_get_source_node:
 * @self: a dependency
 *
 * Gets where the value comes from: the id of a node, `input` or `assets`.
 *
 * Returns: (transfer none): the source
 *
 * Since: 1.0
 */
const char *
noob_dependency_get_source_node (NoobDependency *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->source_node;
}

/**
 * noob_dependency_get_source_signal:
 * @self: a dependency
 *
 * Gets which signal of the source the value is, or the name of the input or asset.
 *
 * Returns: (transfer none): the signal
 *
 * Since: 1.0
 */
const char *
noob_dependency_get_source_signal (NoobDependency *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->source_signal;
}

NoobDocument *
noob_dependency_get_place (NoobDependency *self)
{
  return self->place;
}

static gboolean
is_signal_name (const char *text)
{
  return *text != '\0' && text[strcspn (text, ". \t\r\n")] == '\0';
}

NoobDependency *
noob_dependency_read (NoobFields    *fields,
                      NoobDocument  *source,
                      const char    *slot,
                      gboolean       positional,
                      GError       **error)
{
  const char *text = noob_document_get_string (source);
  const char *dot = text != NULL ? strchr (text, '.') : NULL;
  g_autoptr (NoobDependency) self = NULL;

  if (text == NULL)
    {
      noob_fields_fail (fields, source, error, "`depends` has to name NODE.SIGNAL, not %s",
                        noob_document_describe (source));
      return NULL;
    }

  self = g_atomic_rc_box_new0 (NoobDependency);
  self->slot = g_strdup (slot);
  self->positional = positional;
  self->place = noob_document_ref (source);
  if (dot != NULL)
    {
      self->source_node = g_strndup (text, dot - text);
      self->source_signal = g_strdup (dot + 1);
    }
  if (dot == NULL || !noob_is_identifier (self->source_node) ||
      !is_signal_name (self->source_signal))
    {
      noob_fields_fail (fields, source, error, "`depends` has to name NODE.SIGNAL, input.NAME or "
                        "assets.NAME, not \"%s\"", text);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* What has been read of a list so far. */
typedef struct
{
  NoobFields *fields;
  GPtrArray *depends;
  GHashTable *slots; /* slot → NoobDependency */
  guint n_positions; /* of those without a key */
  gboolean has_positional;
  gboolean has_named;
} DependsReader;

/* Takes @dependency, which may be NULL. */
static gboolean
add_dependency (DependsReader   *self,
                NoobDependency  *dependency,
                GError         **error)
{
  NoobDependency *twin;

  if (dependency == NULL)
    return FALSE;
  g_ptr_array_add (self->depends, dependency);

  twin = g_hash_table_lookup (self->slots, dependency->slot);
  if (twin != NULL)
    return noob_fields_fail (self->fields, dependency->place, error,
                             "the slot \"%s\" is fed twice, by %s.%s too; leave one of them",
                             dependency->slot, twin->source_node, twin->source_signal);

  g_hash_table_insert (self->slots, dependency->slot, dependency);
  if (dependency->positional)
    self->has_positional = TRUE;
  else
    self->has_named = TRUE;
  return TRUE;
}

/* A position in decimal digits: JSON has no other keys than strings. */
static gboolean
is_position (const char *text)
{
  if (text[0] == '0')
    return text[1] == '\0';
  return *text != '\0' && text[strspn (text, "0123456789")] == '\0';
}

static gboolean
read_slot_map (DependsReader  *self,
               NoobDocument   *entry,
               GError        **error)
{
  NoobDocument *key;
  const char *slot;

  if (noob_document_get_length (entry) != 1)
    return noob_fields_fail (self->fields, entry, error,
                             "an entry of `depends` has to be a map of one key, SLOT: "
                             "NODE.SIGNAL, not of %u",
                             noob_document_get_length (entry));

  key = noob_document_get_key (entry, 0);
  slot = noob_document_get_text (key);
  if (*slot == '\0' || (noob_document_get_string (key) == NULL && !is_position (slot)))
    return noob_fields_fail (self->fields, key, error,
                             "a slot has to be a name or a position from 0, not %s",
                             noob_document_describe (key));

  return add_dependency (self,
                         noob_dependency_read (self->fields, noob_document_get_child (entry, 0),
                                               slot, is_position (slot), error),
                         error);
}

static gboolean
read_entry (DependsReader  *self,
            NoobDocument   *entry,
            GError        **error)
{
  g_autofree char *slot = NULL;

  if (noob_document_get_kind (entry) == NOOB_DOCUMENT_MAPPING)
    return read_slot_map (self, entry, error);

  slot = g_strdup_printf ("%u", self->n_positions++);
  return add_dependency (self, noob_dependency_read (self->fields, entry, slot, TRUE, error),
                         error);
}

static gboolean
read_list (DependsReader    *self,
           NoobDocument     *list,
           NoobDependsForm  *form,
           GError          **error)
{
  for (guint i = 0; i < noob_document_get_length (list); i++)
    if (!read_entry (self, noob_document_get_child (list, i), error))
      return FALSE;

  if (self->has_positional && self->has_named)
    *form = NOOB_DEPENDS_MIXED;
  else if (self->has_named)
    *form = NOOB_DEPENDS_MAP;
  else
    *form = self->has_positional ? NOOB_DEPENDS_LIST : NOOB_DEPENDS_NONE;
  return TRUE;
}

gboolean
noob_depends_read (NoobFields       *fields,
                   GPtrArray        *depends,
                   NoobDependsForm  *form,
                   GError          **error)
{
  NoobDocument *found = noob_fields_get (fields, "depends");
  g_autoptr (GHashTable) slots = NULL;
  DependsReader reader = { fields, depends, };

  *form = NOOB_DEPENDS_NONE;
  if (found == NULL)
    return TRUE;
  if (noob_document_get_kind (found) == NOOB_DOCUMENT_MAPPING)
    return noob_fields_fail (fields, found, error,
                             "`depends` has to be NODE.SIGNAL or a list, not a mapping; write `- "
                             "SLOT: NODE.SIGNAL` for each slot");

  slots = g_hash_table_new (g_str_hash, g_str_equal);
  reader.slots = slots;
  if (noob_document_get_kind (found) == NOOB_DOCUMENT_SEQUENCE)
    return read_list (&reader, found, form, error);

  *form = NOOB_DEPENDS_SCALAR;
  return read_entry (&reader, found, error);
}
