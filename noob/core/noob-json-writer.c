/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* JSON is written here, because the generator of json-glib 1.6 makes `1e-300.0` of 1e-300. */

#include "core/noob-json-private.h"

#include <string.h>

typedef struct
{
  GString *text;
  gboolean pretty;
  guint    depth;
} Writer;

static void write_node (Writer *self, JsonNode *node);

static void
write_line_start (Writer *self)
{
  if (!self->pretty)
    return;

  g_string_append_c (self->text, '\n');
  for (guint i = 0; i < self->depth; i++)
    g_string_append (self->text, "  ");
}

static void
write_escape (Writer *self,
              guchar  c)
{
  static const char escaped[] = "\"\\\b\f\n\r\t";
  static const char letters[] = "\"\\bfnrt";
  const char *place = strchr (escaped, c);

  if (place != NULL)
    g_string_append_printf (self->text, "\\%c", letters[place - escaped]);
  else
    g_string_append_printf (self->text, "\\u%04x", c);
}

static void
write_string (Writer     *self,
              const char *string)
{
  g_string_append_c (self->text, '"');
  while (*string != '\0')
    {
      const char *run = string;

      while ((guchar) *string >= 0x20 && *string != '"' && *string != '\\' && *string != 0x7f)
        string++;
      g_string_append_len (self->text, run, string - run);
      if (*string != '\0')
        write_escape (self, (guchar) *string++);
    }
  g_string_append_c (self->text, '"');
}

/* The shortest text that is read as the same real, and as a real. */
static void
write_real (Writer *self,
            double  real)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (text, sizeof text, formats[i], real);
      if (g_ascii_strtod (text, NULL) == real)
        break;
    }

  g_string_append (self->text, text);
  if (strpbrk (text, ".e") == NULL)
    g_string_append (self->text, ".0");
}

static void
write_array (Writer    *self,
             JsonArray *array)
{
  guint length = json_array_get_length (array);

  g_string_append_c (self->text, '[');
  self->depth++;
  for (guint i = 0; i < length; i++)
    {
      if (i > 0)
        g_string_append_c (self->text, ',');
      write_line_start (self);
      write_node (self, json_array_get_element (array, i));
    }
  self->depth--;
  if (length > 0)
    write_line_start (self);
  g_string_append_c (self->text, ']');
}

static void
write_object (Writer     *self,
              JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;
  guint n_written = 0;

  g_string_append_c (self->text, '{');
  self->depth++;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      if (n_written++ > 0)
        g_string_append_c (self->text, ',');
      write_line_start (self);
      write_string (self, name);
      g_string_append (self->text, self->pretty ? ": " : ":");
      write_node (self, member);
    }
  self->depth--;
  if (n_written > 0)
    write_line_start (self);
  g_string_append_c (self->text, '}');
}

static void
write_scalar (Writer   *self,
              JsonNode *node)
{
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_BOOLEAN:
      g_string_append (self->text, json_node_get_boolean (node) ? "true" : "false");
      break;
    case G_TYPE_INT64:
      g_string_append_printf (self->text, "%" G_GINT64_FORMAT, json_node_get_int (node));
      break;
    case G_TYPE_DOUBLE:
      write_real (self, json_node_get_double (node));
      break;
    case G_TYPE_STRING:
    default:
      write_string (self, json_node_get_string (node));
      break;
    }
}

static void
write_node (Writer   *self,
            JsonNode *node)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      write_object (self, json_node_get_object (node));
      break;
    case JSON_NODE_ARRAY:
      write_array (self, json_node_get_array (node));
      break;
    case JSON_NODE_VALUE:
      write_scalar (self, node);
      break;
    case JSON_NODE_NULL:
    default:
      g_string_append (self->text, "null");
      break;
    }
}

char *
noob_json_to_string (JsonNode *node,
                     gboolean  pretty)
{
  Writer self = { g_string_new (NULL), pretty, 0 };

  write_node (&self, node);

  return g_string_free (self.text, FALSE);
}
