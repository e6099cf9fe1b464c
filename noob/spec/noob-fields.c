/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "spec/noob-fields-private.h"

#include <string.h>

#include "core/noob-name-private.h"

gboolean
noob_is_identifier (const char *text)
{
  return noob_name_is_identifier (text, strlen (text));
}

gboolean
noob_is_reserved_id (const char *text)
{
  static const char *const reserved[] = { "assets", "input", "meta", "tube", NULL };

  return g_strv_contains (reserved, text);
}

gboolean
noob_is_tube_id (const char *text)
{
  if (*text == '\0')
    return FALSE;
  while (g_ascii_isalnum (*text) || (*text != '\0' && strchr ("_/#-", *text) != NULL))
    text++;
  return *text == '\0';
}

const char *
noob_input_reference (const char *text)
{
  if (!g_str_has_prefix (text, "input."))
    return NULL;
  text += strlen ("input.");
  return noob_is_identifier (text) ? text : NULL;
}

gboolean
noob_fields_fail (const NoobFields  *self,
                  NoobDocument      *place,
                  GError           **error,
                  const char        *format,
                  ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  if (self->id == NULL)
    noob_document_set_error (place, error, NOOB_ERROR_SPECIFICATION, "%s", message);
  else
    noob_document_set_error (place, error, NOOB_ERROR_SPECIFICATION, "%s \"%s\": %s", self->kind,
                             self->id, message);
  return FALSE;
}

static gboolean
check_id (NoobFields    *self,
          NoobDocument  *key,
          GError       **error)
{
  const char *id = noob_document_get_string (key);

  if (id == NULL || !noob_is_identifier (id))
    return noob_fields_fail (self, key, error,
                             "not an id; an id is made of letters, digits and _, and does not "
                             "begin with a digit");
  if (noob_is_reserved_id (id))
    return noob_fields_fail (self, key, error,
                             "the id \"%s\" is reserved, as are assets, input, meta and tube; "
                             "choose another",
                             id);
  return TRUE;
}

static gboolean
check_own_id (NoobFields  *self,
              GError     **error)
{
  NoobDocument *own = noob_fields_get (self, "id");

  if (self->id == NULL || own == NULL)
    return TRUE;
  if (g_strcmp0 (noob_document_get_string (own), self->id) == 0)
    return TRUE;
  return noob_fields_fail (self, own, error,
                           "`id` has to equal the key, \"%s\"; it may be left out", self->id);
}

static gboolean
check_keys (NoobFields         *self,
            const char *const  *known,
            GError            **error)
{
  for (guint i = 0; i < noob_document_get_length (self->document); i++)
    {
      NoobDocument *key = noob_document_get_key (self->document, i);
      const char *name = noob_document_get_text (key);
      g_autofree char *suggestion = NULL;

      if (g_strv_contains (known, name))
        continue;
      suggestion = noob_suggest_name (name, known);
      if (*suggestion == '\0')
        {
          g_autofree char *all = g_strjoinv (", ", (char **) known);

          return noob_fields_fail (self, key, error, "unknown key \"%s\"; the keys are %s", name,
                                   all);
        }
      return noob_fields_fail (self, key, error, "unknown key \"%s\"%s", name, suggestion);
    }
  return TRUE;
}

gboolean
noob_fields_init (NoobFields         *self,
                  const char         *kind,
                  NoobDocument       *key,
                  NoobDocument       *document,
                  const char *const  *known,
                  GError            **error)
{
  self->kind = kind;
  self->id = key != NULL ? noob_document_get_text (key) : NULL;
  self->document = document;

  if (key != NULL && !check_id (self, key, error))
    return FALSE;
  if (noob_document_get_kind (document) != NOOB_DOCUMENT_MAPPING)
    return noob_fields_fail (self, document, error,
                             "has to be a mapping of the keys of a %s, not %s", kind,
                             noob_document_describe (document));
  return check_keys (self, known, error) && check_own_id (self, error);
}

NoobDocument *
noob_fields_get (NoobFields *self,
                 const char *key)
{
  NoobDocument *value = noob_document_get_member (self->document, key);

  return value != NULL && !noob_document_is_null (value) ? value : NULL;
}

gboolean
noob_fields_require (NoobFields  *self,
                     const char  *key,
                     const char  *what,
                     GError     **error)
{
  if (noob_fields_get (self, key) != NULL)
    return TRUE;
  return noob_fields_fail (self, self->document, error, "`%s` is missing: %s", key, what);
}

static gboolean
fail_with_kind (NoobFields    *self,
                const char    *key,
                const char    *expected,
                NoobDocument  *found,
                GError       **error)
{
  return noob_fields_fail (self, found, error, "`%s` has to be %s, not %s", key, expected,
                           noob_document_describe (found));
}

gboolean
noob_fields_get_string (NoobFields  *self,
                        const char  *key,
                        char       **value,
                        GError     **error)
{
  NoobDocument *found = noob_fields_get (self, key);

  if (found == NULL)
    return TRUE;
  if (noob_document_get_string (found) == NULL)
    return fail_with_kind (self, key, "a string", found, error);
  g_free (*value);
  *value = g_strdup (noob_document_get_string (found));
  return TRUE;
}

gboolean
noob_fields_get_boolean (NoobFields  *self,
                         const char  *key,
                         gboolean    *value,
                         GError     **error)
{
  NoobDocument *found = noob_fields_get (self, key);

  if (found == NULL)
    return TRUE;
  if (noob_document_get_kind (found) != NOOB_DOCUMENT_SCALAR ||
      !G_VALUE_HOLDS_BOOLEAN (noob_document_get_value (found)))
    return fail_with_kind (self, key, "true or false", found, error);
  *value = g_value_get_boolean (noob_document_get_value (found));
  return TRUE;
}

gboolean
noob_fields_get_choice (NoobFields         *self,
                        const char         *key,
                        const char *const  *choices,
                        int                *value,
                        GError            **error)
{
  NoobDocument *found = noob_fields_get (self, key);
  const char *text = found != NULL ? noob_document_get_string (found) : NULL;
  g_autofree char *all = NULL;

  if (found == NULL)
    return TRUE;
  for (guint i = 0; text != NULL && choices[i] != NULL; i++)
    if (g_str_equal (choices[i], text))
      {
        *value = i;
        return TRUE;
      }

  all = g_strjoinv (", ", (char **) choices);
  if (text == NULL)
    return noob_fields_fail (self, found, error, "`%s` has to be one of %s, not %s", key, all,
                             noob_document_describe (found));
  return noob_fields_fail (self, found, error, "`%s` has to be one of %s, not \"%s\"", key, all,
                           text);
}

gboolean
noob_fields_get_words (NoobFields   *self,
                       const char   *key,
                       char       ***value,
                       GError      **error)
{
  NoobDocument *found = noob_fields_get (self, key);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  if (found == NULL)
    return TRUE;
  if (noob_document_get_kind (found) != NOOB_DOCUMENT_SEQUENCE)
    return fail_with_kind (self, key, "a list of words", found, error);

  for (guint i = 0; i < noob_document_get_length (found); i++)
    {
      NoobDocument *item = noob_document_get_child (found, i);

      if (noob_document_get_kind (item) != NOOB_DOCUMENT_SCALAR || noob_document_is_null (item))
        return fail_with_kind (self, key, "a list of words", item, error);
      g_strv_builder_add (words, noob_document_get_text (item));
    }

  g_strfreev (*value);
  *value = g_strv_builder_end (words);
  return TRUE;
}

gboolean
noob_fields_get_mapping (NoobFields    *self,
                         const char    *key,
                         NoobDocument **value,
                         GError       **error)
{
  NoobDocument *found = noob_fields_get (self, key);

  if (found == NULL)
    return TRUE;
  if (noob_document_get_kind (found) != NOOB_DOCUMENT_MAPPING)
    return fail_with_kind (self, key, "a mapping", found, error);
  *value = found;
  return TRUE;
}
