/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "spec/noob-document-private.h"

#include <string.h>

/* A tree as the library's plain values, and back. */

static gboolean
sequence_to_value (NoobDocument  *self,
                   gboolean       any_key,
                   GValue        *value,
                   GError       **error)
{
  guint length = noob_document_get_length (self);
  g_autoptr (GArray) items = g_array_sized_new (FALSE, TRUE, sizeof (GValue), length);

  g_array_set_clear_func (items, (GDestroyNotify) g_value_unset);
  for (guint i = 0; i < length; i++)
    {
      GValue item = G_VALUE_INIT;

      if (!noob_document_to_value (noob_document_get_child (self, i), any_key, &item, error))
        return FALSE;
      g_array_append_val (items, item);
    }

  g_value_init (value, NOOB_TYPE_LIST);
  g_value_take_boxed (value, noob_list_new_take (g_steal_pointer (&items)));
  return TRUE;
}

gboolean
noob_document_fill_record (NoobDocument  *self,
                           gboolean       any_key,
                           NoobRecord    *record,
                           GError       **error)
{
  for (guint i = 0; i < noob_document_get_length (self); i++)
    {
      NoobDocument *key = noob_document_get_key (self, i);
      GValue member = G_VALUE_INIT;

      if (!any_key && noob_document_get_string (key) == NULL)
        {
          noob_document_set_error (key, error, NOOB_ERROR_SPECIFICATION,
                                   "a key has to be a string, not %s; write \"%s\" in quotes",
                                   noob_document_describe (key), noob_document_get_text (key));
          return FALSE;
        }
      if (!noob_document_to_value (noob_document_get_child (self, i), any_key, &member, error))
        return FALSE;
      noob_record_take_value (record, noob_document_get_text (key), &member);
    }
  return TRUE;
}

static gboolean
mapping_to_value (NoobDocument  *self,
                  gboolean       any_key,
                  GValue        *value,
                  GError       **error)
{
  g_autoptr (NoobRecord) record = noob_record_new ();

  if (!noob_document_fill_record (self, any_key, record, error))
    return FALSE;
  g_value_init (value, NOOB_TYPE_RECORD);
  g_value_take_boxed (value, g_steal_pointer (&record));
  return TRUE;
}

gboolean
noob_document_to_value (NoobDocument  *self,
                        gboolean       any_key,
                        GValue        *value,
                        GError       **error)
{
  const GValue *scalar;

  switch (noob_document_get_kind (self))
    {
    case NOOB_DOCUMENT_SEQUENCE:
      return sequence_to_value (self, any_key, value, error);
    case NOOB_DOCUMENT_MAPPING:
      return mapping_to_value (self, any_key, value, error);
    case NOOB_DOCUMENT_SCALAR:
    default:
      scalar = noob_document_get_value (self);
      g_value_init (value, G_VALUE_TYPE (scalar));
      /* Not g_value_copy (): that would borrow a static string. */
      if (G_VALUE_HOLDS_STRING (scalar))
        g_value_set_string (value, noob_document_get_text (self));
      else
        g_value_copy (scalar, value);
      return TRUE;
    }
}

static NoobDocument *new_from_value (const GValue        *value,
                                     NoobDocumentSource  *source,
                                     guint                depth,
                                     GError             **error);

static NoobDocument *
new_string (const char          *text,
            NoobDocumentSource  *source,
            GError             **error)
{
  if (g_utf8_validate (text, -1, NULL))
    return noob_document_new_scalar (g_strdup (text), FALSE, source, 0, 0, error);

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_SPECIFICATION, "a string that is not valid UTF-8");
  return NULL;
}

static NoobDocument *
new_from_list (NoobList            *list,
               NoobDocumentSource  *source,
               guint                depth,
               GError             **error)
{
  g_autoptr (NoobDocument) self = noob_document_new (NOOB_DOCUMENT_SEQUENCE, source, 0, 0);

  for (gsize i = 0; i < noob_list_get_length (list); i++)
    {
      NoobDocument *child =
        new_from_value (noob_list_get_value (list, i), source, depth + 1, error);

      if (child == NULL)
        return NULL;
      noob_document_append (self, child);
    }
  return g_steal_pointer (&self);
}

static NoobDocument *
new_from_record (NoobRecord          *record,
                 NoobDocumentSource  *source,
                 guint                depth,
                 GError             **error)
{
  g_autoptr (NoobDocument) self = noob_document_new (NOOB_DOCUMENT_MAPPING, source, 0, 0);

  for (guint i = 0; i < noob_record_get_size (record); i++)
    {
      const GValue *value = noob_record_get_nth (record, i);
      g_autoptr (NoobDocument) key = NULL;
      NoobDocument *child;

      if (!G_IS_VALUE (value))
        continue;
      key = new_string (noob_record_get_name (record, i), source, error);
      if (key == NULL)
        return NULL;
      child = new_from_value (value, source, depth + 1, error);
      if (child == NULL)
        {
          g_prefix_error (error, "%s: ", noob_record_get_name (record, i));
          return NULL;
        }
      noob_document_set (self, g_steal_pointer (&key), child);
    }
  return g_steal_pointer (&self);
}

static char *
format_double (double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (number != number)
    return g_strdup (".nan");
  if (number > G_MAXDOUBLE)
    return g_strdup (".inf");
  if (number < -G_MAXDOUBLE)
    return g_strdup ("-.inf");

  g_ascii_dtostr (buffer, sizeof buffer, number);
  /* 2.0 has to stay a float. */
  if (strpbrk (buffer, ".e") == NULL)
    return g_strconcat (buffer, ".0", NULL);
  return g_strdup (buffer);
}

/* How a plain scalar of @value is written; NULL when it has no plain form. */
static char *
format_plain (const GValue *value)
{
  GValue number = G_VALUE_INIT;
  char *text = NULL;

  if (noob_value_is_null (value))
    return g_strdup ("null");
  if (G_VALUE_HOLDS_BOOLEAN (value))
    return g_strdup (g_value_get_boolean (value) ? "true" : "false");
  if (G_VALUE_HOLDS_DOUBLE (value))
    return format_double (g_value_get_double (value));
  if (G_VALUE_HOLDS_FLOAT (value))
    return format_double (g_value_get_float (value));
  if (G_VALUE_HOLDS_UINT64 (value))
    return g_strdup_printf ("%" G_GUINT64_FORMAT, g_value_get_uint64 (value));

  g_value_init (&number, G_TYPE_INT64);
  if (g_value_transform (value, &number))
    text = g_strdup_printf ("%" G_GINT64_FORMAT, g_value_get_int64 (&number));
  g_value_unset (&number);
  return text;
}

static NoobDocument *
new_from_value (const GValue        *value,
                NoobDocumentSource  *source,
                guint                depth,
                GError             **error)
{
  char *text;

  if (depth > NOOB_DOCUMENT_MAX_DEPTH)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_SPECIFICATION, "nested more than %d levels deep",
                   NOOB_DOCUMENT_MAX_DEPTH);
      return NULL;
    }

  if (G_VALUE_HOLDS (value, NOOB_TYPE_RECORD) && !noob_value_is_null (value))
    return new_from_record (g_value_get_boxed (value), source, depth, error);
  if (G_VALUE_HOLDS (value, NOOB_TYPE_LIST) && !noob_value_is_null (value))
    return new_from_list (g_value_get_boxed (value), source, depth, error);
  if (G_VALUE_HOLDS (value, G_TYPE_STRV) && !noob_value_is_null (value))
    {
      g_autoptr (NoobList) list = noob_list_new_strv (g_value_get_boxed (value));

      return new_from_list (list, source, depth, error);
    }
  if (G_VALUE_HOLDS_STRING (value) && !noob_value_is_null (value))
    return new_string (g_value_get_string (value), source, error);

  text = format_plain (value);
  if (text != NULL)
    return noob_document_new_scalar (text, TRUE, source, 0, 0, error);

  g_set_error (
    error, NOOB_ERROR, NOOB_ERROR_SPECIFICATION,
    "%s cannot stand in a specification, only null, booleans, numbers, strings, lists and records "
    "can",
    noob_value_describe (value));
  return NULL;
}

NoobDocument *
noob_document_new_from_value (const GValue        *value,
                              NoobDocumentSource  *source,
                              GError             **error)
{
  return new_from_value (value, source, 1, error);
}
