/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobRecord:
 *
 * An ordered map from names to values: what a node receives and emits, or a dictionary.
 *
 * ```c
 * g_autoptr (NoobRecord) inputs = noob_record_new ();
 *
 * noob_record_set (inputs, "n", G_TYPE_INT64, (gint64) 3, "unit", G_TYPE_STRING, "mm", NULL);
 * ```
 *
 * To copy the boxed type is to add a reference, so that a function in any language can fill the
 * caller's record; [method@Noob.Record.copy] makes another one. A record may be read from several
 * threads, but not while it is being changed. What its getters return stays valid until then.
 *
 * Since: 1.0
 */

#include "core/noob-record-private.h"

#include <string.h>

#include "core/noob-name-private.h"
#include "core/noob-value-private.h"

#define N_INLINE_ENTRIES 4
#define MAX_SEARCHED_ENTRIES 16
#define NOT_FOUND G_MAXUINT

typedef struct
{
  const char *name;
  gboolean    owns_name;
  gboolean    is_set;
  GValue      value; /* may keep its type while it is not set */
} Entry;

struct _NoobRecord
{
  gatomicrefcount ref_count;
  guint           n_set;
  guint           n_entries;
  guint           n_allocated;
  Entry          *entries;
  GHashTable     *index; /* name → slot, once there are many */
  Entry           inline_entries[N_INLINE_ENTRIES];
};

G_DEFINE_BOXED_TYPE (NoobRecord, noob_record, noob_record_ref, noob_record_unref)

static guint
find_by_index (NoobRecord *self,
               const char *name)
{
  gpointer slot;

  if (!g_hash_table_lookup_extended (self->index, name, NULL, &slot))
    return NOT_FOUND;

  return GPOINTER_TO_UINT (slot);
}

/* Most names are interned strings of the graph, so that comparing pointers finds them. */
static guint
find_by_search (NoobRecord *self,
                const char *name)
{
  for (guint i = 0; i < self->n_entries; i++)
    {
      if (self->entries[i].name == name)
        return i;
    }

  for (guint i = 0; i < self->n_entries; i++)
    {
      if (strcmp (self->entries[i].name, name) == 0)
        return i;
    }

  return NOT_FOUND;
}

static Entry *
find_entry (NoobRecord *self,
            const char *name)
{
  guint slot = self->index != NULL ? find_by_index (self, name) : find_by_search (self, name);

  return slot != NOT_FOUND ? &self->entries[slot] : NULL;
}

static Entry *
find_set_entry (NoobRecord *self,
                const char *name)
{
  Entry *entry = find_entry (self, name);

  return entry != NULL && entry->is_set ? entry : NULL;
}

/* Entries that are not set are passed over; when there are none, this takes no search. */
static Entry *
find_nth_set_entry (NoobRecord *self,
                    guint       position)
{
  if (position >= self->n_set)
    return NULL;
  if (self->n_set == self->n_entries)
    return &self->entries[position];

  for (Entry *entry = self->entries;; entry++)
    {
      if (entry->is_set && position-- == 0)
        return entry;
    }
}

static void
grow (NoobRecord *self)
{
  self->n_allocated *= 2;

  if (self->entries == self->inline_entries)
    {
      self->entries = g_new (Entry, self->n_allocated);
      memcpy (self->entries, self->inline_entries, sizeof self->inline_entries);
      return;
    }

  self->entries = g_renew (Entry, self->entries, self->n_allocated);
}

static void
index_entry (NoobRecord *self,
             guint       slot)
{
  g_hash_table_replace (self->index, (gpointer) self->entries[slot].name, GUINT_TO_POINTER (slot));
}

static void
update_index (NoobRecord *self)
{
  if (self->index != NULL)
    {
      index_entry (self, self->n_entries - 1);
    }
  else if (self->n_entries > MAX_SEARCHED_ENTRIES)
    {
      self->index = g_hash_table_new (g_str_hash, g_str_equal);
      for (guint i = 0; i < self->n_entries; i++)
        index_entry (self, i);
    }
}

static Entry *
append_entry (NoobRecord *self,
              const char *name)
{
  const char *interned = noob_name_find_interned (name);
  Entry *entry;

  if (self->n_entries == self->n_allocated)
    grow (self);

  entry = &self->entries[self->n_entries++];
  entry->name = interned != NULL ? interned : g_strdup (name);
  entry->owns_name = interned == NULL;
  entry->is_set = FALSE;
  entry->value = (GValue) G_VALUE_INIT;
  update_index (self);

  return entry;
}

/* The entry of that name, which counts as set from now on. */
static Entry *
ensure_set_entry (NoobRecord *self,
                  const char *name)
{
  Entry *entry = find_entry (self, name);

  if (entry == NULL)
    entry = append_entry (self, name);

  if (!entry->is_set)
    {
      entry->is_set = TRUE;
      self->n_set++;
    }

  return entry;
}

static void
unset_entry (Entry *entry)
{
  if (entry->is_set && !noob_value_is_plain_number (&entry->value))
    g_value_unset (&entry->value);

  entry->is_set = FALSE;
}

static void
clear_entry (Entry *entry)
{
  if (G_VALUE_TYPE (&entry->value) != G_TYPE_INVALID)
    g_value_unset (&entry->value);
  if (entry->owns_name)
    g_free ((char *) entry->name);
}

/**
 * noob_record_new:
 *
 * Makes an empty record.
 *
 * Returns: (transfer full): a new record
 *
 * Since: 1.0
 */
NoobRecord *
noob_record_new (void)
{
  NoobRecord *self = g_new (NoobRecord, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->n_set = 0;
  self->n_entries = 0;
  self->n_allocated = N_INLINE_ENTRIES;
  self->entries = self->inline_entries;
  self->index = NULL;

  return self;
}

/**
 * noob_record_ref:
 * @self: a record
 *
 * Adds a reference.
 *
 * Returns: (transfer full): @self
 *
 * Since: 1.0
 */
NoobRecord *
noob_record_ref (NoobRecord *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * noob_record_unref:
 * @self: (transfer full): a record
 *
 * Drops a reference; the last one frees the record.
 *
 * Since: 1.0
 */
void
noob_record_unref (NoobRecord *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  noob_record_clear (self);
  if (self->entries != self->inline_entries)
    g_free (self->entries);
  g_free (self);
}

/**
 * noob_record_copy:
 * @self: a record
 *
 * Makes another record with the same entries. Their values are copied as #GValue copies them:
 * objects, lists and records in it are the same.
 *
 * Returns: (transfer full): a new record
 *
 * Since: 1.0
 */
NoobRecord *
noob_record_copy (NoobRecord *self)
{
  NoobRecord *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = noob_record_new ();
  for (guint i = 0; i < self->n_entries; i++)
    {
      if (self->entries[i].is_set)
        noob_record_set_value (copy, self->entries[i].name, &self->entries[i].value);
    }

  return copy;
}

/**
 * noob_record_get_size:
 * @self: a record
 *
 * Counts the entries.
 *
 * Returns: how many there are
 *
 * Since: 1.0
 */
guint
noob_record_get_size (NoobRecord *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_set;
}

/**
 * noob_record_get_name:
 * @self: a record
 * @position: a position below the size of the record
 *
 * Gets the name of the entry at a position.
 *
 * Returns: (transfer none): the name, which belongs to the record
 *
 * Since: 1.0
 */
const char *
noob_record_get_name (NoobRecord *self,
                      guint       position)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < self->n_set, NULL);

  return find_nth_set_entry (self, position)->name;
}

/**
 * noob_record_get_nth:
 * @self: a record
 * @position: a position below the size of the record
 *
 * Gets the value of the entry at a position.
 *
 * Returns: (transfer none): the value, which belongs to the record
 *
 * Since: 1.0
 */
const GValue *
noob_record_get_nth (NoobRecord *self,
                     guint       position)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < self->n_set, NULL);

  return &find_nth_set_entry (self, position)->value;
}

/**
 * noob_record_get_names:
 * @self: a record
 *
 * Lists the names in order.
 *
 * Returns: (transfer full) (array zero-terminated=1): the names
 *
 * Since: 1.0
 */
char **
noob_record_get_names (NoobRecord *self)
{
  char **names;
  guint n_names = 0;

  g_return_val_if_fail (self != NULL, NULL);

  names = g_new (char *, self->n_set + 1);
  for (guint i = 0; i < self->n_entries; i++)
    {
      if (self->entries[i].is_set)
        names[n_names++] = g_strdup (self->entries[i].name);
    }
  names[n_names] = NULL;

  return names;
}

/**
 * noob_record_has:
 * @self: a record
 * @name: a name
 *
 * Checks whether the record has an entry of a name.
 *
 * Returns: %TRUE if it has one, even if its value is null
 *
 * Since: 1.0
 */
gboolean
noob_record_has (NoobRecord *self,
                 const char *name)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  return find_set_entry (self, name) != NULL;
}

/**
 * noob_record_get_value:
 * @self: a record
 * @name: a name
 *
 * Gets the value of an entry.
 *
 * Returns: (transfer none) (nullable): the value, which belongs to the record; %NULL if there is no
 *   such entry
 *
 * Since: 1.0
 */
const GValue *
noob_record_get_value (NoobRecord *self,
                       const char *name)
{
  Entry *entry;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  entry = find_set_entry (self, name);

  return entry != NULL ? &entry->value : NULL;
}

/**
 * noob_record_set_value:
 * @self: a record
 * @name: a name
 * @value: the value, which is copied
 *
 * Sets the value of an entry, which keeps its position if it is there, and is appended otherwise.
 *
 * Since: 1.0
 */
void
noob_record_set_value (NoobRecord   *self,
                       const char   *name,
                       const GValue *value)
{
  GValue copy = G_VALUE_INIT;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);
  g_return_if_fail (value != NULL);

  /* Copied first, since it may belong to this record. */
  noob_value_init_copy (&copy, value);
  noob_record_take_value (self, name, &copy);
}

/**
 * noob_record_take_value: (skip)
 * @self: a record
 * @name: a name
 * @value: (transfer full): the value, which is zero-filled afterwards
 *
 * Sets the value of an entry as [method@Noob.Record.set_value] does, and takes it over instead of
 * copying it.
 *
 * Since: 1.0
 */
void
noob_record_take_value (NoobRecord *self,
                        const char *name,
                        GValue     *value)
{
  Entry *entry;
  GValue old;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);
  g_return_if_fail (value != NULL);

  if (G_VALUE_TYPE (value) == G_TYPE_INVALID)
    noob_value_set_null (value);

  entry = ensure_set_entry (self, name);
  old = entry->value;
  entry->value = *value;
  *value = (GValue) G_VALUE_INIT;

  if (G_VALUE_TYPE (&old) != G_TYPE_INVALID)
    g_value_unset (&old);
}

GValue *
noob_record_prepare (NoobRecord *self,
                     const char *name,
                     GType       type)
{
  Entry *entry = ensure_set_entry (self, name);

  if (G_VALUE_TYPE (&entry->value) != type)
    {
      if (G_VALUE_TYPE (&entry->value) != G_TYPE_INVALID)
        g_value_unset (&entry->value);
      g_value_init (&entry->value, type);
    }

  return &entry->value;
}

gboolean
noob_record_steal_value (NoobRecord *self,
                         const char *name,
                         GValue     *value)
{
  Entry *entry = find_set_entry (self, name);

  if (entry == NULL)
    return FALSE;

  *value = entry->value;
  if (!noob_value_is_plain_number (value))
    entry->value = (GValue) G_VALUE_INIT;
  entry->is_set = FALSE;
  self->n_set--;

  return TRUE;
}

/**
 * noob_record_remove:
 * @self: a record
 * @name: a name
 *
 * Removes an entry. This takes time in proportion to the size of the record.
 *
 * Returns: %TRUE if there was such an entry
 *
 * Since: 1.0
 */
gboolean
noob_record_remove (NoobRecord *self,
                    const char *name)
{
  Entry *entry;
  Entry removed;
  guint slot;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  entry = find_set_entry (self, name);
  if (entry == NULL)
    return FALSE;

  removed = *entry;
  slot = entry - self->entries;
  if (self->index != NULL)
    g_hash_table_remove (self->index, name);

  self->n_set--;
  self->n_entries--;
  memmove (entry, entry + 1, (self->n_entries - slot) * sizeof (Entry));
  for (; self->index != NULL && slot < self->n_entries; slot++)
    index_entry (self, slot);

  clear_entry (&removed);

  return TRUE;
}

/**
 * noob_record_clear:
 * @self: a record
 *
 * Removes all entries.
 *
 * Since: 1.0
 */
void
noob_record_clear (NoobRecord *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->index, g_hash_table_unref);
  for (guint i = 0; i < self->n_entries; i++)
    clear_entry (&self->entries[i]);
  self->n_entries = 0;
  self->n_set = 0;
}

void
noob_record_unset_all (NoobRecord *self)
{
  for (guint i = 0; i < self->n_entries; i++)
    unset_entry (&self->entries[i]);
  self->n_set = 0;
}

gboolean
noob_record_is_unique (NoobRecord *self)
{
  return g_atomic_ref_count_compare (&self->ref_count, 1);
}

/**
 * noob_record_equal:
 * @self: a record
 * @other: another record
 *
 * Compares two records: the same names, in any order, with equal values as
 * [func@Noob.value_equal] tells.
 *
 * Returns: %TRUE if they are equal
 *
 * Since: 1.0
 */
gboolean
noob_record_equal (NoobRecord *self,
                   NoobRecord *other)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  if (self == other)
    return TRUE;
  if (self->n_set != other->n_set)
    return FALSE;

  for (guint i = 0; i < self->n_entries; i++)
    {
      const Entry *entry = &self->entries[i];
      const Entry *counterpart = entry->is_set ? find_set_entry (other, entry->name) : NULL;

      if (entry->is_set &&
          (counterpart == NULL || !noob_value_equal (&entry->value, &counterpart->value)))
        return FALSE;
    }

  return TRUE;
}
