/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-error.h"
#include "core/noob-record.h"

G_BEGIN_DECLS

/* A specification's text as a tree, before anybody asks what it means: YAML 1.2 (core schema) or
 * JSON, the order kept, and every part knowing where it stands. Parts are refcounted and do not
 * change once they are read, so that merged trees share them. */

#define NOOB_DOCUMENT_MAX_DEPTH 64
#define NOOB_DOCUMENT_MAX_SIZE  (16 * 1024 * 1024)
#define NOOB_DOCUMENT_MAX_PARTS 1000000

typedef enum
{
  NOOB_DOCUMENT_SCALAR,
  NOOB_DOCUMENT_SEQUENCE,
  NOOB_DOCUMENT_MAPPING,
} NoobDocumentKind;

/* The file that a part came from; both nullable, for data that came from none. */
typedef struct
{
  char *path;      /* as it is shown in messages */
  char *directory; /* absolute: what relative paths in it refer to */
} NoobDocumentSource;

typedef struct _NoobDocument NoobDocument;

NoobDocumentSource *noob_document_source_new         (const char          *path,
                                                      const char          *directory);
NoobDocumentSource *noob_document_source_ref         (NoobDocumentSource  *self);
void                noob_document_source_unref       (NoobDocumentSource  *self);

/* Making: a part is filled by whoever made it, before anybody else sees it. @line and @column count
 * from 1; 0 for what was not read from a text. */
NoobDocument       *noob_document_new                (NoobDocumentKind     kind,
                                                      NoobDocumentSource  *source,
                                                      guint                line,
                                                      guint                column);
/* NULL: @plain text that the core schema refuses (a number beyond its range). Takes @text. */
NoobDocument       *noob_document_new_scalar         (char                *text,
                                                      gboolean             plain,
                                                      NoobDocumentSource  *source,
                                                      guint                line,
                                                      guint                column,
                                                      GError             **error);
/* Both take their parts. A key that is there already keeps its place and gets the new key and
 * value. */
void                noob_document_append             (NoobDocument        *self,
                                                      NoobDocument        *child);
void                noob_document_set                (NoobDocument        *self,
                                                      NoobDocument        *key,
                                                      NoobDocument        *child);

NoobDocument       *noob_document_ref                (NoobDocument        *self);
void                noob_document_unref              (NoobDocument        *self);

NoobDocumentKind    noob_document_get_kind           (NoobDocument        *self);
NoobDocumentSource *noob_document_get_source         (NoobDocument        *self);
guint               noob_document_get_line           (NoobDocument        *self);
guint               noob_document_get_column         (NoobDocument        *self);
/* "FILE:LINE:COLUMN", "LINE:COLUMN", "FILE", or NULL when nothing is known. */
char               *noob_document_get_location       (NoobDocument        *self);
/* "a mapping", "a list", "an integer", … */
const char         *noob_document_describe           (NoobDocument        *self);

/* Scalars: as written, and what that means. */
const char         *noob_document_get_text           (NoobDocument        *self);
gboolean            noob_document_is_plain           (NoobDocument        *self);
const GValue       *noob_document_get_value          (NoobDocument        *self);
/* NULL when it is not a string. */
const char         *noob_document_get_string         (NoobDocument        *self);
gboolean            noob_document_is_null            (NoobDocument        *self);

/* Sequences and mappings. */
guint               noob_document_get_length         (NoobDocument        *self);
NoobDocument       *noob_document_get_key            (NoobDocument        *self,
                                                      guint                position);
NoobDocument       *noob_document_get_child          (NoobDocument        *self,
                                                      guint                position);
/* NULL when there is none, or when it is no mapping. */
NoobDocument       *noob_document_get_member         (NoobDocument        *self,
                                                      const char          *key);
NoobDocument       *noob_document_get_member_key     (NoobDocument        *self,
                                                      const char          *key);

/* @error of @code, its message preceded by where @self stands. */
void                noob_document_set_error          (NoobDocument        *self,
                                                      GError             **error,
                                                      NoobError            code,
                                                      const char          *format,
                                                      ...) G_GNUC_PRINTF (4, 5);

/* The core schema: what plain @text means. FALSE: a number beyond its range. @value must be
 * zero-filled; a string is borrowed from @text. */
gboolean            noob_document_resolve_plain      (const char          *text,
                                                      GValue              *value,
                                                      GError             **error);

/* Reading. */
NoobDocument       *noob_document_parse              (const char          *data,
                                                      gssize               length,
                                                      NoobDocumentSource  *source,
                                                      GError             **error);
NoobDocument       *noob_document_parse_file         (const char          *path,
                                                      GError             **error);
/* @data as the YAML that means the same; NULL when it is not JSON. What follows, on its line, what
 * had to be rewritten moves by a column or two. */
GString            *noob_document_rewrite_json       (const char          *data,
                                                      gsize                length);
/* What the key @key of the outermost mapping says, reading no further than that; NULL without an
 * error: nothing, or not a string. */
char               *noob_document_peek               (const char          *data,
                                                      gsize                length,
                                                      const char          *key,
                                                      GError             **error);
/* NOOB_DOCUMENT_MAX_SIZE at most. */
GByteArray         *noob_document_read_file          (const char          *path,
                                                      GError             **error);

/* Writing. */
char               *noob_document_to_yaml            (NoobDocument        *self);

/* As values: mappings are records, sequences lists. Keys have to be strings; a mapping with other
 * keys is an error, unless @any_key takes them as written. @value has to be zero-filled, and stays
 * so on error. */
gboolean            noob_document_to_value           (NoobDocument        *self,
                                                      gboolean             any_key,
                                                      GValue              *value,
                                                      GError             **error);
/* The entries of a mapping. */
gboolean            noob_document_fill_record        (NoobDocument        *self,
                                                      gboolean             any_key,
                                                      NoobRecord          *record,
                                                      GError             **error);
NoobDocument       *noob_document_new_from_value     (const GValue        *value,
                                                      NoobDocumentSource  *source,
                                                      GError             **error);

/* For the wire: everything, with the places. */
GVariant           *noob_document_to_variant         (NoobDocument        *self);
NoobDocument       *noob_document_new_from_variant   (GVariant            *variant,
                                                      GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobDocumentSource, noob_document_source_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobDocument, noob_document_unref)

G_END_DECLS
