/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "spec/noob-document-private.h"

/* Below this a mapping is searched from end to end. */
#define INDEX_THRESHOLD 8

struct _NoobDocument
{
  NoobDocumentKind kind;
  guint line;
  guint column;
  NoobDocumentSource *source;

  char *text;
  gboolean plain;
  GValue value;

  GPtrArray *keys;
  GPtrArray *children;
  GHashTable *index; /* text of the key → position */
};

NoobDocumentSource *
noob_document_source_new (const char *path,
                          const char *directory)
{
  NoobDocumentSource *self = g_atomic_rc_box_new0 (NoobDocumentSource);

  self->path = g_strdup (path);
  self->directory = g_strdup (directory);
  return self;
}

NoobDocumentSource *
noob_document_source_ref (NoobDocumentSource *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
source_clear (gpointer data)
{
  NoobDocumentSource *self = data;

  g_free (self->path);
  g_free (self->directory);
}

void
noob_document_source_unref (NoobDocumentSource *self)
{
  g_atomic_rc_box_release_full (self, source_clear);
}

NoobDocument *
noob_document_new (NoobDocumentKind    kind,
                   NoobDocumentSource *source,
                   guint               line,
                   guint               column)
{
  NoobDocument *self = g_atomic_rc_box_new0 (NoobDocument);

  self->kind = kind;
  self->source = noob_document_source_ref (source);
  self->line = line;
  self->column = column;
  if (kind != NOOB_DOCUMENT_SCALAR)
    self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_document_unref);
  if (kind == NOOB_DOCUMENT_MAPPING)
    self->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_document_unref);
  return self;
}

NoobDocument *
noob_document_new_scalar (char                *text,
                          gboolean             plain,
                          NoobDocumentSource  *source,
                          guint                line,
                          guint                column,
                          GError             **error)
{
  g_autoptr (NoobDocument) self = noob_document_new (NOOB_DOCUMENT_SCALAR, source, line, column);

  self->text = text;
  self->plain = plain;
  if (!plain)
    {
      g_value_init (&self->value, G_TYPE_STRING);
      g_value_set_static_string (&self->value, text);
    }
  else if (!noob_document_resolve_plain (text, &self->value, error))
    {
      g_autofree char *location = noob_document_get_location (self);

      if (location != NULL)
        g_prefix_error (error, "%s: ", location);
      return NULL;
    }
  return g_steal_pointer (&self);
}

NoobDocument *
noob_document_ref (NoobDocument *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
document_clear (gpointer data)
{
  NoobDocument *self = data;

  if (G_IS_VALUE (&self->value))
    g_value_unset (&self->value);
  g_free (self->text);
  g_clear_pointer (&self->index, g_hash_table_unref);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  noob_document_source_unref (self->source);
}

void
noob_document_unref (NoobDocument *self)
{
  g_atomic_rc_box_release_full (self, document_clear);
}

void
noob_document_append (NoobDocument *self,
                      NoobDocument *child)
{
  g_return_if_fail (self->kind == NOOB_DOCUMENT_SEQUENCE);

  g_ptr_array_add (self->children, child);
}

static void
index_add (NoobDocument *self,
           guint         position)
{
  NoobDocument *key = g_ptr_array_index (self->keys, position);

  g_hash_table_insert (self->index, key->text, GUINT_TO_POINTER (position));
}

static gboolean
find_key (NoobDocument *self,
          const char   *text,
          guint        *position)
{
  gpointer found;

  if (self->index != NULL)
    {
      gboolean has = g_hash_table_lookup_extended (self->index, text, NULL, &found);

      *position = has ? GPOINTER_TO_UINT (found) : 0;
      return has;
    }

  for (guint i = 0; i < self->keys->len; i++)
    {
      NoobDocument *key = g_ptr_array_index (self->keys, i);

      if (g_str_equal (key->text, text))
        {
          *position = i;
          return TRUE;
        }
    }
  return FALSE;
}

static void
replace_at (NoobDocument *self,
            guint         position,
            NoobDocument *key,
            NoobDocument *child)
{
  /* The index borrows the text of the key that goes. */
  if (self->index != NULL)
    g_hash_table_remove (self->index, key->text);
  noob_document_unref (self->keys->pdata[position]);
  noob_document_unref (self->children->pdata[position]);
  self->keys->pdata[position] = key;
  self->children->pdata[position] = child;
  if (self->index != NULL)
    index_add (self, position);
}

void
noob_document_set (NoobDocument *self,
                   NoobDocument *key,
                   NoobDocument *child)
{
  guint position;

  g_return_if_fail (self->kind == NOOB_DOCUMENT_MAPPING);
  g_return_if_fail (key->kind == NOOB_DOCUMENT_SCALAR);

  if (find_key (self, key->text, &position))
    {
      replace_at (self, position, key, child);
      return;
    }

  g_ptr_array_add (self->keys, key);
  g_ptr_array_add (self->children, child);
  if (self->index != NULL)
    {
      index_add (self, self->keys->len - 1);
    }
  else if (self->keys->len > INDEX_THRESHOLD)
    {
      self->index = g_hash_table_new (g_str_hash, g_str_equal);
      for (guint i = 0; i < self->keys->len; i++)
        index_add (self, i);
    }
}

NoobDocumentKind
noob_document_get_kind (NoobDocument *self)
{
  return self->kind;
}

NoobDocumentSource *
noob_document_get_source (NoobDocument *self)
{
  return self->source;
}

guint
noob_document_get_line (NoobDocument *self)
{
  return self->line;
}

guint
noob_document_get_column (NoobDocument *self)
{
  return self->column;
}

char *
noob_document_get_location (NoobDocument *self)
{
  g_autofree char *path = NULL;

  if (self->source->path != NULL)
    path = g_filename_display_name (self->source->path);
  if (self->line == 0)
    return g_steal_pointer (&path);
  if (path == NULL)
    return g_strdup_printf ("%u:%u", self->line, self->column);
  return g_strdup_printf ("%s:%u:%u", path, self->line, self->column);
}

const char *
noob_document_describe (NoobDocument *self)
{
  switch (self->kind)
    {
    case NOOB_DOCUMENT_SEQUENCE:
      return "a list";
    case NOOB_DOCUMENT_MAPPING:
      return "a mapping";
    case NOOB_DOCUMENT_SCALAR:
    default:
      return noob_value_describe (&self->value);
    }
}

const char *
noob_document_get_text (NoobDocument *self)
{
  return self->text;
}

gboolean
noob_document_is_plain (NoobDocument *self)
{
  return self->plain;
}

const GValue *
noob_document_get_value (NoobDocument *self)
{
  g_return_val_if_fail (self->kind == NOOB_DOCUMENT_SCALAR, NULL);

  return &self->value;
}

const char *
noob_document_get_string (NoobDocument *self)
{
  return G_VALUE_HOLDS_STRING (&self->value) ? self->text : NULL;
}

gboolean
noob_document_is_null (NoobDocument *self)
{
  return self->kind == NOOB_DOCUMENT_SCALAR && noob_value_is_null (&self->value);
}

guint
noob_document_get_length (NoobDocument *self)
{
  return self->children != NULL ? self->children->len : 0;
}

NoobDocument *
noob_document_get_key (NoobDocument *self,
                       guint         position)
{
  return g_ptr_array_index (self->keys, position);
}

NoobDocument *
noob_document_get_child (NoobDocument *self,
                         guint         position)
{
  return g_ptr_array_index (self->children, position);
}

NoobDocument *
noob_document_get_member (NoobDocument *self,
                          const char   *key)
{
  guint position;

  if (self->kind != NOOB_DOCUMENT_MAPPING || !find_key (self, key, &position))
    return NULL;
  return g_ptr_array_index (self->children, position);
}

NoobDocument *
noob_document_get_member_key (NoobDocument *self,
                              const char   *key)
{
  guint position;

  if (self->kind != NOOB_DOCUMENT_MAPPING || !find_key (self, key, &position))
    return NULL;
  return g_ptr_array_index (self->keys, position);
}

void
noob_document_set_error (NoobDocument  *self,
                         GError       **error,
                         NoobError      code,
                         const char    *format,
                         ...)
{
  g_autofree char *location = noob_document_get_location (self);
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  if (location != NULL)
    g_set_error (error, NOOB_ERROR, code, "%s: %s", location, message);
  else
    g_set_error_literal (error, NOOB_ERROR, code, message);
}
