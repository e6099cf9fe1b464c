/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "spec/noob-document-private.h"

G_BEGIN_DECLS

/* The keys of one node, asset, input or tube, or of another kind of file, read one by one with
 * errors that say whose they are. A key that is absent or null leaves the location at what it
 * was. */
typedef struct
{
  const char *kind; /* "node", … */
  const char *id;   /* NULL: there is but one of the kind, the document itself */
  NoobDocument *document;
} NoobFields;

/* Also checks that @key is an id, that @document is a mapping of @known keys only
 * (NULL-terminated), and that an `id` in it is @key. @key NULL: the document itself. */
gboolean noob_fields_init        (NoobFields         *self,
                                  const char         *kind,
                                  NoobDocument       *key,
                                  NoobDocument       *document,
                                  const char *const  *known,
                                  GError            **error);

/* What stands at @key; NULL when that is nothing or null. */
NoobDocument *noob_fields_get    (NoobFields         *self,
                                  const char         *key);

gboolean noob_fields_require     (NoobFields         *self,
                                  const char         *key,
                                  const char         *what,
                                  GError            **error);
gboolean noob_fields_get_string  (NoobFields         *self,
                                  const char         *key,
                                  char              **value,
                                  GError            **error);
gboolean noob_fields_get_boolean (NoobFields         *self,
                                  const char         *key,
                                  gboolean           *value,
                                  GError            **error);
/* One of @choices, as its position. */
gboolean noob_fields_get_choice  (NoobFields         *self,
                                  const char         *key,
                                  const char *const  *choices,
                                  int                *value,
                                  GError            **error);
/* A list of strings, and of what else is a word where it stands: numbers, as they are written. */
gboolean noob_fields_get_words   (NoobFields         *self,
                                  const char         *key,
                                  char             ***value,
                                  GError            **error);
gboolean noob_fields_get_mapping (NoobFields         *self,
                                  const char         *key,
                                  NoobDocument      **value,
                                  GError            **error);

/* Always FALSE: sets @error, at @place, about this node, asset, input or tube. */
gboolean noob_fields_fail        (const NoobFields   *self,
                                  NoobDocument       *place,
                                  GError            **error,
                                  const char         *format,
                                  ...) G_GNUC_PRINTF (4, 5);

/* Identifiers, and what refers to them. */
gboolean    noob_is_identifier   (const char         *text);
gboolean    noob_is_reserved_id  (const char         *text);
gboolean    noob_is_tube_id      (const char         *text);
/* The NAME of "input.NAME"; NULL when @text is something else. */
const char *noob_input_reference (const char         *text);

G_END_DECLS
