/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "spec/noob-document-private.h"

#include <string.h>
#include <yaml.h>

/* Text to tree. Nothing recurses here: open lists and mappings are a stack of frames, so that depth
 * is what this file says it is. Aliases are allowed and share what they stand for; each counts for
 * all it stands for, in depth and in number, so that a small file cannot stand for a huge one. */

typedef struct
{
  NoobDocument *document;
  NoobDocument *key; /* of a mapping: waits for its value */
  char *anchor;
  guint n_parts_before;
  guint height;
} Frame;

typedef struct
{
  NoobDocument *document;
  guint n_parts;
  guint height;
} Anchor;

typedef struct
{
  yaml_parser_t yaml;
  const char *data;
  gsize length;
  NoobDocumentSource *source;
  GArray *frames;
  GHashTable *anchors;
  NoobDocument *root;
  guint n_parts;
} Reader;

static void
frame_clear (gpointer data)
{
  Frame *self = data;

  g_clear_pointer (&self->document, noob_document_unref);
  g_clear_pointer (&self->key, noob_document_unref);
  g_clear_pointer (&self->anchor, g_free);
}

static void
anchor_free (gpointer data)
{
  Anchor *self = data;

  noob_document_unref (self->document);
  g_free (self);
}

static void
reader_init (Reader             *self,
             const char         *data,
             gsize               length,
             NoobDocumentSource *source)
{
  memset (self, 0, sizeof *self);
  self->data = data;
  self->length = length;
  self->source = source;
  self->frames = g_array_new (FALSE, TRUE, sizeof (Frame));
  g_array_set_clear_func (self->frames, frame_clear);
  self->anchors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, anchor_free);
  yaml_parser_initialize (&self->yaml);
  yaml_parser_set_encoding (&self->yaml, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string (&self->yaml, (const unsigned char *) data, length);
}

static void
reader_clear (Reader *self)
{
  yaml_parser_delete (&self->yaml);
  g_clear_pointer (&self->frames, g_array_unref);
  g_clear_pointer (&self->anchors, g_hash_table_unref);
  g_clear_pointer (&self->root, noob_document_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static gboolean G_GNUC_PRINTF (5, 6)
fail_at (NoobDocumentSource  *source,
         guint                line,
         guint                column,
         GError             **error,
         const char          *format,
         ...)
{
  g_autoptr (NoobDocument) place = noob_document_new (NOOB_DOCUMENT_SEQUENCE, source, line, column);
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  noob_document_set_error (place, error, NOOB_ERROR_SPECIFICATION, "%s", message);
  return FALSE;
}

#define fail_at_mark(self, mark, error, ...) \
  fail_at ((self)->source, (mark).line + 1, (mark).column + 1, error, __VA_ARGS__)

static void
count_to (const char *data,
          const char *end,
          guint      *line,
          guint      *column)
{
  const char *line_start = data;
  const char *newline;

  *line = 1;
  while ((newline = memchr (line_start, '\n', end - line_start)) != NULL)
    {
      line_start = newline + 1;
      *line += 1;
    }
  *column = g_utf8_strlen (line_start, end - line_start) + 1;
}

static gboolean
fail_at_byte (NoobDocumentSource  *source,
              const char          *data,
              const char          *byte,
              const char          *problem,
              GError             **error)
{
  guint line, column;

  count_to (data, byte, &line, &column);
  return fail_at (source, line, column, error, "%s (byte 0x%02X)", problem, (guchar) *byte);
}

static gboolean
fail_in_yaml (Reader  *self,
              GError **error)
{
  const yaml_parser_t *yaml = &self->yaml;

  if (yaml->error == YAML_READER_ERROR && yaml->problem_offset < self->length)
    return fail_at_byte (self->source, self->data, self->data + yaml->problem_offset, yaml->problem,
                         error);
  if (yaml->context != NULL)
    return fail_at_mark (self, yaml->problem_mark, error, "%s %s", yaml->problem, yaml->context);
  return fail_at_mark (self, yaml->problem_mark, error, "%s", yaml->problem);
}

static gboolean
next_event (Reader        *self,
            yaml_event_t  *event,
            GError       **error)
{
  if (yaml_parser_parse (&self->yaml, event))
    return TRUE;
  return fail_in_yaml (self, error);
}

static gboolean
check_tag (Reader              *self,
           const yaml_event_t  *event,
           const yaml_char_t   *tag,
           GError             **error)
{
  if (tag == NULL)
    return TRUE;
  return fail_at_mark (self, event->start_mark, error,
                       "the tag \"%s\" is refused; leave it out, or write a string in quotes",
                       (const char *) tag);
}

static gboolean
take_key (Reader        *self,
          Frame         *frame,
          NoobDocument  *key,
          GError       **error)
{
  NoobDocument *twin;

  /* Whatever happens now, the frame owns it. */
  frame->key = key;
  if (noob_document_get_kind (key) != NOOB_DOCUMENT_SCALAR)
    {
      noob_document_set_error (key, error, NOOB_ERROR_SPECIFICATION,
                               "a key has to be a string, not %s", noob_document_describe (key));
      return FALSE;
    }

  twin = noob_document_get_member_key (frame->document, noob_document_get_text (key));
  if (twin != NULL)
    {
      noob_document_set_error (key, error, NOOB_ERROR_SPECIFICATION,
                               "the key \"%s\" is there already, at %u:%u; leave one of them",
                               noob_document_get_text (key), noob_document_get_line (twin),
                               noob_document_get_column (twin));
      return FALSE;
    }
  return TRUE;
}

/* Puts @part, which it takes, where it belongs. */
static gboolean
place (Reader        *self,
       NoobDocument  *part,
       guint          height,
       GError       **error)
{
  Frame *frame;

  if (self->frames->len == 0)
    {
      self->root = part;
      return TRUE;
    }

  frame = &g_array_index (self->frames, Frame, self->frames->len - 1);
  frame->height = MAX (frame->height, height + 1);
  if (noob_document_get_kind (frame->document) == NOOB_DOCUMENT_SEQUENCE)
    noob_document_append (frame->document, part);
  else if (frame->key == NULL)
    return take_key (self, frame, part, error);
  else
    noob_document_set (frame->document, g_steal_pointer (&frame->key), part);
  return TRUE;
}

static void
remember_anchor (Reader       *self,
                 const char   *name,
                 NoobDocument *document,
                 guint         n_parts,
                 guint         height)
{
  Anchor *anchor;

  if (name == NULL)
    return;
  anchor = g_new0 (Anchor, 1);
  anchor->document = noob_document_ref (document);
  anchor->n_parts = n_parts;
  anchor->height = height;
  g_hash_table_insert (self->anchors, g_strdup (name), anchor);
}

static gboolean
count_parts (Reader              *self,
             const yaml_event_t  *event,
             guint                n_parts,
             GError             **error)
{
  self->n_parts += n_parts;
  if (self->n_parts <= NOOB_DOCUMENT_MAX_PARTS)
    return TRUE;
  return fail_at_mark (self, event->start_mark, error,
                       "more than %d values, aliases counted for what they stand for",
                       NOOB_DOCUMENT_MAX_PARTS);
}

static gboolean
check_depth (Reader              *self,
             const yaml_event_t  *event,
             guint                height,
             GError             **error)
{
  if (self->frames->len + height <= NOOB_DOCUMENT_MAX_DEPTH)
    return TRUE;
  return fail_at_mark (self, event->start_mark, error, "nested more than %d levels deep",
                       NOOB_DOCUMENT_MAX_DEPTH);
}

static gboolean
read_scalar (Reader        *self,
             yaml_event_t  *event,
             GError       **error)
{
  const char *text = (const char *) event->data.scalar.value;
  gboolean plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
  NoobDocument *scalar;

  if (!check_tag (self, event, event->data.scalar.tag, error) ||
      !count_parts (self, event, 1, error))
    return FALSE;
  if (strlen (text) != event->data.scalar.length)
    return fail_at_mark (self, event->start_mark, error, "a string cannot hold a NUL character");

  scalar =
    noob_document_new_scalar (g_strdup (text), plain, self->source, event->start_mark.line + 1,
                              event->start_mark.column + 1, error);
  if (scalar == NULL)
    return FALSE;
  remember_anchor (self, (const char *) event->data.scalar.anchor, scalar, 1, 0);
  return place (self, scalar, 0, error);
}

static gboolean
read_start (Reader            *self,
            yaml_event_t      *event,
            NoobDocumentKind   kind,
            const yaml_char_t *anchor,
            const yaml_char_t *tag,
            GError           **error)
{
  Frame frame = { NULL, };

  if (!check_tag (self, event, tag, error) || !check_depth (self, event, 1, error) ||
      !count_parts (self, event, 1, error))
    return FALSE;

  frame.document = noob_document_new (kind, self->source, event->start_mark.line + 1,
                                      event->start_mark.column + 1);
  frame.anchor = g_strdup ((const char *) anchor);
  frame.n_parts_before = self->n_parts - 1;
  frame.height = 1;
  g_array_append_val (self->frames, frame);
  return TRUE;
}

static gboolean
read_end (Reader  *self,
          GError **error)
{
  Frame *frame = &g_array_index (self->frames, Frame, self->frames->len - 1);
  NoobDocument *document = g_steal_pointer (&frame->document);
  guint height = frame->height;

  remember_anchor (self, frame->anchor, document, self->n_parts - frame->n_parts_before, height);
  g_array_set_size (self->frames, self->frames->len - 1);
  return place (self, document, height, error);
}

static gboolean
read_alias (Reader        *self,
            yaml_event_t  *event,
            GError       **error)
{
  const char *name = (const char *) event->data.alias.anchor;
  Anchor *anchor = g_hash_table_lookup (self->anchors, name);

  if (anchor == NULL)
    return fail_at_mark (self, event->start_mark, error,
                         "the alias \"*%s\" has no complete anchor \"&%s\" before it", name, name);
  if (!check_depth (self, event, anchor->height, error) ||
      !count_parts (self, event, anchor->n_parts, error))
    return FALSE;
  return place (self, noob_document_ref (anchor->document), anchor->height, error);
}

static gboolean
read_event (Reader        *self,
            yaml_event_t  *event,
            GError       **error)
{
  switch (event->type)
    {
    case YAML_SCALAR_EVENT:
      return read_scalar (self, event, error);
    case YAML_ALIAS_EVENT:
      return read_alias (self, event, error);
    case YAML_SEQUENCE_START_EVENT:
      return read_start (self, event, NOOB_DOCUMENT_SEQUENCE, event->data.sequence_start.anchor,
                         event->data.sequence_start.tag, error);
    case YAML_MAPPING_START_EVENT:
      return read_start (self, event, NOOB_DOCUMENT_MAPPING, event->data.mapping_start.anchor,
                         event->data.mapping_start.tag, error);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
      return read_end (self, error);
    case YAML_DOCUMENT_START_EVENT:
      if (self->root != NULL)
        return fail_at_mark (self, event->start_mark, error,
                             "a second document starts here; a file holds one");
      return TRUE;
    default:
      return TRUE;
    }
}

static gboolean
read_all (Reader  *self,
          GError **error)
{
  gboolean more = TRUE;

  while (more)
    {
      yaml_event_t event;
      gboolean read;

      if (!next_event (self, &event, error))
        return FALSE;
      more = event.type != YAML_STREAM_END_EVENT;
      read = read_event (self, &event, error);
      yaml_event_delete (&event);
      if (!read)
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_text (const char          *data,
            gsize                length,
            NoobDocumentSource  *source,
            GError             **error)
{
  const char *end;

  if (length > NOOB_DOCUMENT_MAX_SIZE)
    return fail_at (source, 0, 0, error, "larger than %d MiB, the limit",
                    NOOB_DOCUMENT_MAX_SIZE >> 20);
  if (!g_utf8_validate (data, length, &end))
    return fail_at_byte (source, data, end, "not valid UTF-8, which a tube has to be", error);
  return TRUE;
}

static NoobDocument *
read_document (const char          *data,
               gsize                length,
               NoobDocumentSource  *source,
               GError             **error)
{
  g_auto (Reader) reader = { 0, };

  reader_init (&reader, data, length, source);
  if (!read_all (&reader, error))
    return NULL;
  if (reader.root == NULL)
    fail_at (source, 1, 1, error, "empty; a tube is a mapping with the key \"nodes\"");
  return g_steal_pointer (&reader.root);
}

NoobDocument *
noob_document_parse (const char          *data,
                     gssize               length,
                     NoobDocumentSource  *source,
                     GError             **error)
{
  gsize size = length < 0 ? strlen (data) : (gsize) length;
  g_autoptr (GString) yaml = NULL;

  if (!check_text (data, size, source, error))
    return NULL;

  yaml = noob_document_rewrite_json (data, size);
  if (yaml != NULL)
    return read_document (yaml->str, yaml->len, source, error);
  return read_document (data, size, source, error);
}

/* The value of @key, whose mapping has just begun; steps over everything else. */
static gboolean
find_string (Reader      *self,
             const char  *key,
             char       **found,
             GError     **error)
{
  guint depth = 0;
  gboolean at_key = TRUE;
  gboolean is_wanted = FALSE;
  gboolean more = TRUE;

  while (more && *found == NULL)
    {
      yaml_event_t event;

      if (!next_event (self, &event, error))
        return FALSE;
      if (event.type == YAML_SCALAR_EVENT && depth == 1)
        {
          const char *text = (const char *) event.data.scalar.value;

          if (!at_key && is_wanted)
            *found = g_strdup (text);
          is_wanted = at_key && g_str_equal (text, key);
        }

      if (event.type == YAML_SEQUENCE_START_EVENT || event.type == YAML_MAPPING_START_EVENT)
        depth++;
      else if (event.type == YAML_SEQUENCE_END_EVENT || event.type == YAML_MAPPING_END_EVENT)
        depth--;
      /* In the outermost mapping, what ends at depth 1 is a key or a value, in turn. */
      if (depth == 1 && event.type != YAML_MAPPING_START_EVENT)
        at_key = !at_key;
      more = event.type != YAML_DOCUMENT_END_EVENT && event.type != YAML_STREAM_END_EVENT &&
             depth <= NOOB_DOCUMENT_MAX_DEPTH;
      yaml_event_delete (&event);
    }
  return TRUE;
}

char *
noob_document_peek (const char  *data,
                    gsize        length,
                    const char  *key,
                    GError     **error)
{
  g_autoptr (NoobDocumentSource) source = noob_document_source_new (NULL, NULL);
  g_autoptr (GString) yaml = noob_document_rewrite_json (data, length);
  g_auto (Reader) reader = { 0, };
  g_autofree char *found = NULL;

  reader_init (&reader, yaml != NULL ? yaml->str : data, yaml != NULL ? yaml->len : length, source);
  find_string (&reader, key, &found, error);
  return g_steal_pointer (&found);
}
