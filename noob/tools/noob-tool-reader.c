/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "noob-tool-private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

struct _ToolReader
{
  ToolFormat  format;
  char       *line;
  size_t      line_size;
  guint64     line_number;

  /* Of the whole text. */
  NoobList   *objects;
  gsize       next;
};

ToolReader *
tool_reader_new (ToolFormat format)
{
  ToolReader *self = g_new0 (ToolReader, 1);

  self->format = format;

  return self;
}

void
tool_reader_free (ToolReader *self)
{
  free (self->line);
  g_clear_pointer (&self->objects, noob_list_unref);
  g_free (self);
}

static NoobRecord *
take_object (const GValue  *value,
             GError       **error)
{
  if (G_VALUE_HOLDS (value, NOOB_TYPE_RECORD))
    return g_value_dup_boxed (value);

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_INPUT,
               "standard input has to have objects such as {\"x\": 1}, not %s",
               noob_value_describe (value));
  return NULL;
}

static void
set_error_from_errno (GError **error)
{
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_FAILED, "cannot read standard input: %s",
               g_strerror (errno));
}

/* An interrupted read counts as the end. FALSE without an error: the end. */
static gboolean
read_line (ToolReader  *self,
           gssize      *length,
           GError     **error)
{
  *length = getline (&self->line, &self->line_size, stdin);
  self->line_number++;

  if (*length < 0 && ferror (stdin) && errno != EINTR)
    set_error_from_errno (error);

  return *length >= 0;
}

static gboolean
is_blank (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;

  return *text == '\0';
}

static NoobRecord *
next_line (ToolReader  *self,
           GError     **error)
{
  g_auto (GValue) value = G_VALUE_INIT;
  NoobRecord *object = NULL;
  gssize length;

  do
    {
      if (!read_line (self, &length, error))
        return NULL;
    }
  while (is_blank (self->line));

  if (noob_value_from_json (&value, self->line, length, error))
    object = take_object (&value, error);

  if (object == NULL)
    g_prefix_error (error, "standard input, line %" G_GUINT64_FORMAT ": ", self->line_number);

  return object;
}

static GString *
read_all (GError **error)
{
  GString *text = g_string_new (NULL);
  char buffer[4096];
  size_t length;

  while ((length = fread (buffer, 1, sizeof buffer, stdin)) > 0)
    g_string_append_len (text, buffer, length);

  if (!ferror (stdin) || errno == EINTR)
    return text;

  set_error_from_errno (error);
  g_string_free (text, TRUE);

  return NULL;
}

static NoobList *
parse_objects (const GString  *text,
               GError        **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  if (is_blank (text->str))
    return noob_list_new (NULL, 0);

  if (!noob_value_from_json (&value, text->str, text->len, error))
    {
      g_prefix_error (error, "standard input: ");
      return NULL;
    }

  if (G_VALUE_HOLDS (&value, NOOB_TYPE_LIST))
    return g_value_dup_boxed (&value);

  return noob_list_new (&value, 1);
}

static NoobRecord *
next_object (ToolReader  *self,
             GError     **error)
{
  if (self->objects == NULL)
    {
      g_autoptr (GString) text = read_all (error);

      if (text != NULL)
        self->objects = parse_objects (text, error);
      if (self->objects == NULL)
        return NULL;
    }

  if (self->next == noob_list_get_length (self->objects))
    return NULL;

  return take_object (noob_list_get_value (self->objects, self->next++), error);
}

NoobRecord *
tool_reader_next (ToolReader  *self,
                  GError     **error)
{
  return self->format == TOOL_FORMAT_JSON ? next_object (self, error) : next_line (self, error);
}
