/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "spec/noob-document-private.h"

/* A tree for the wire: the sources, and the parts in the order in which they are met, each with the
 * number of parts that stand in it. (Flat, because GVariant itself nests no deeper than a tree
 * may.) */
#define PART_TYPE     "(yuuusbu)"
#define DOCUMENT_TYPE "(a(maymay)a" PART_TYPE ")"

typedef struct
{
  GVariantBuilder sources;
  GVariantBuilder parts;
  GHashTable *numbers; /* NoobDocumentSource → number + 1 */
} Writer;

static guint
number_source (Writer             *self,
               NoobDocumentSource *source)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, source));

  if (number == 0)
    {
      number = g_hash_table_size (self->numbers) + 1;
      g_hash_table_insert (self->numbers, source, GUINT_TO_POINTER (number));
      g_variant_builder_add (&self->sources, "(m^aym^ay)", source->path, source->directory);
    }
  return number - 1;
}

static void
write_part (Writer       *self,
            NoobDocument *part)
{
  NoobDocumentKind kind = noob_document_get_kind (part);
  const char *text = noob_document_get_text (part);

  g_variant_builder_add (&self->parts, PART_TYPE, (guchar) kind,
                         number_source (self, noob_document_get_source (part)),
                         noob_document_get_line (part), noob_document_get_column (part),
                         text != NULL ? text : "", noob_document_is_plain (part),
                         noob_document_get_length (part));
  for (guint i = 0; i < noob_document_get_length (part); i++)
    {
      if (kind == NOOB_DOCUMENT_MAPPING)
        write_part (self, noob_document_get_key (part, i));
      write_part (self, noob_document_get_child (part, i));
    }
}

GVariant *
noob_document_to_variant (NoobDocument *self)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);
  Writer writer;
  GVariant *sources;

  g_variant_builder_init (&writer.sources, G_VARIANT_TYPE ("a(maymay)"));
  g_variant_builder_init (&writer.parts, G_VARIANT_TYPE ("a" PART_TYPE));
  writer.numbers = numbers;
  write_part (&writer, self);

  sources = g_variant_builder_end (&writer.sources);
  return g_variant_ref_sink (g_variant_new ("(@a(maymay)@a" PART_TYPE ")", sources,
                                            g_variant_builder_end (&writer.parts)));
}

typedef struct
{
  GPtrArray *sources;
  GVariantIter *parts;
} Reader;

static gboolean
fail (GError     **error,
      const char  *problem)
{
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_SPECIFICATION, "not a specification: %s", problem);
  return FALSE;
}

static NoobDocument *read_part (Reader  *self,
                                guint    depth,
                                GError **error);

static gboolean
read_entry (Reader        *self,
            NoobDocument  *parent,
            guint          depth,
            GError       **error)
{
  g_autoptr (NoobDocument) key = NULL;
  NoobDocument *child;

  if (noob_document_get_kind (parent) == NOOB_DOCUMENT_MAPPING)
    {
      key = read_part (self, depth, error);
      if (key == NULL)
        return FALSE;
      if (noob_document_get_kind (key) != NOOB_DOCUMENT_SCALAR)
        return fail (error, "a key that is not a scalar");
    }

  child = read_part (self, depth, error);
  if (child == NULL)
    return FALSE;
  if (key != NULL)
    noob_document_set (parent, g_steal_pointer (&key), child);
  else
    noob_document_append (parent, child);
  return TRUE;
}

static NoobDocument *
read_part (Reader   *self,
           guint     depth,
           GError  **error)
{
  g_autoptr (NoobDocument) part = NULL;
  guchar kind;
  guint source, line, column, length;
  const char *text;
  gboolean plain;

  if (depth > NOOB_DOCUMENT_MAX_DEPTH + 1 ||
      !g_variant_iter_next (self->parts, "(yuuu&sbu)", &kind, &source, &line, &column, &text,
                            &plain, &length) ||
      kind > NOOB_DOCUMENT_MAPPING || source >= self->sources->len)
    {
      fail (error, "its parts do not fit together");
      return NULL;
    }

  if (kind == NOOB_DOCUMENT_SCALAR)
    return noob_document_new_scalar (
      g_strdup (text), plain, g_ptr_array_index (self->sources, source), line, column, error);

  part = noob_document_new (kind, g_ptr_array_index (self->sources, source), line, column);
  for (guint i = 0; i < length; i++)
    if (!read_entry (self, part, depth + 1, error))
      return NULL;
  return g_steal_pointer (&part);
}

static GPtrArray *
read_sources (GVariant *variant)
{
  GPtrArray *sources = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_document_source_unref);
  const char *path, *directory;
  GVariantIter iter;

  g_variant_iter_init (&iter, variant);
  while (g_variant_iter_next (&iter, "(m^&aym^&ay)", &path, &directory))
    g_ptr_array_add (sources, noob_document_source_new (path, directory));
  return sources;
}

NoobDocument *
noob_document_new_from_variant (GVariant  *variant,
                                GError   **error)
{
  g_autoptr (GVariant) source_array = NULL;
  g_autoptr (GVariant) part_array = NULL;
  g_autoptr (GPtrArray) sources = NULL;
  GVariantIter parts;
  Reader reader;

  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE (DOCUMENT_TYPE)))
    {
      fail (error, "it has another form");
      return NULL;
    }

  source_array = g_variant_get_child_value (variant, 0);
  part_array = g_variant_get_child_value (variant, 1);
  sources = read_sources (source_array);
  g_variant_iter_init (&parts, part_array);
  reader.sources = sources;
  reader.parts = &parts;
  return read_part (&reader, 1, error);
}
