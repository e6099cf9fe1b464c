/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "spec/noob-document-private.h"

#include <string.h>
#include <yaml.h>

/* Tree to YAML text. Memory is all that can fail here, and then GLib has aborted. */

static int
write_chunk (void          *data,
             unsigned char *buffer,
             size_t         size)
{
  g_string_append_len (data, (const char *) buffer, size);
  return 1;
}

static void
emit (yaml_emitter_t *emitter,
      yaml_event_t   *event)
{
  if (!yaml_emitter_emit (emitter, event))
    g_warning ("YAML cannot be written: %s", emitter->problem);
}

/* Words that YAML 1.1, which other readers still follow, takes for booleans. */
static gboolean
is_old_boolean (const char *text)
{
  static const char *const words[] = { "y", "n", "yes", "no", "on", "off", NULL };
  g_autofree char *lower = g_ascii_strdown (text, -1);

  return g_strv_contains (words, lower);
}

/* Whether @text would still be a string without quotes. */
static gboolean
stays_string (const char *text)
{
  g_auto (GValue) value = G_VALUE_INIT;

  return noob_document_resolve_plain (text, &value, NULL) && G_VALUE_HOLDS_STRING (&value) &&
         !is_old_boolean (text);
}

static yaml_scalar_style_t
choose_style (NoobDocument *self)
{
  const char *text = noob_document_get_text (self);

  if (noob_document_is_plain (self) || stays_string (text))
    return strchr (text, '\n') != NULL ? YAML_LITERAL_SCALAR_STYLE : YAML_PLAIN_SCALAR_STYLE;
  return YAML_DOUBLE_QUOTED_SCALAR_STYLE;
}

static void
emit_scalar (yaml_emitter_t *emitter,
             NoobDocument   *self)
{
  const char *text = noob_document_get_text (self);
  yaml_event_t event;

  if (noob_document_is_null (self))
    text = "null";
  yaml_scalar_event_initialize (&event, NULL, NULL, (const yaml_char_t *) text, strlen (text), 1, 1,
                                choose_style (self));
  emit (emitter, &event);
}

static void
emit_document (yaml_emitter_t *emitter,
               NoobDocument   *self)
{
  NoobDocumentKind kind = noob_document_get_kind (self);
  yaml_event_t event;

  if (kind == NOOB_DOCUMENT_SCALAR)
    {
      emit_scalar (emitter, self);
      return;
    }

  if (kind == NOOB_DOCUMENT_MAPPING)
    yaml_mapping_start_event_initialize (&event, NULL, NULL, 1, YAML_ANY_MAPPING_STYLE);
  else
    yaml_sequence_start_event_initialize (&event, NULL, NULL, 1, YAML_ANY_SEQUENCE_STYLE);
  emit (emitter, &event);

  for (guint i = 0; i < noob_document_get_length (self); i++)
    {
      if (kind == NOOB_DOCUMENT_MAPPING)
        emit_scalar (emitter, noob_document_get_key (self, i));
      emit_document (emitter, noob_document_get_child (self, i));
    }

  if (kind == NOOB_DOCUMENT_MAPPING)
    yaml_mapping_end_event_initialize (&event);
  else
    yaml_sequence_end_event_initialize (&event);
  emit (emitter, &event);
}

char *
noob_document_to_yaml (NoobDocument *self)
{
  GString *text = g_string_new (NULL);
  yaml_emitter_t emitter;
  yaml_event_t event;

  yaml_emitter_initialize (&emitter);
  yaml_emitter_set_output (&emitter, write_chunk, text);
  yaml_emitter_set_unicode (&emitter, 1);
  yaml_emitter_set_width (&emitter, -1);

  yaml_stream_start_event_initialize (&event, YAML_UTF8_ENCODING);
  emit (&emitter, &event);
  yaml_document_start_event_initialize (&event, NULL, NULL, NULL, 1);
  emit (&emitter, &event);
  emit_document (&emitter, self);
  yaml_document_end_event_initialize (&event, 1);
  emit (&emitter, &event);
  yaml_stream_end_event_initialize (&event);
  emit (&emitter, &event);

  yaml_emitter_delete (&emitter);
  return g_string_free (text, FALSE);
}
