/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "spec/noob-specification-loader-private.h"

#include <string.h>

#include "spec/noob-fields-private.h"

/* Tubes refer to tubes. Each file is read once for each load, however often it is referred to, and
 * what is being read is a stack, on which a cycle shows. */

#define MAX_STACK 100

typedef struct
{
  char *path; /* canonical; NULL for data that came from no file */
  char *name; /* as it was referred to */
} Entry;

typedef struct
{
  GArray *stack;         /* Entry */
  GHashTable *paths;     /* "DIRECTORY\nNAME" → canonical path */
  GHashTable *documents; /* canonical path → NoobDocument, what it extends merged in */
  GHashTable *tubes;     /* canonical path → NoobTubeSpecification */
} Loader;

static NoobTubeSpecification *load_document (Loader        *self,
                                             NoobDocument  *document,
                                             GError       **error);

static void
entry_clear (gpointer data)
{
  Entry *self = data;

  g_free (self->path);
  g_free (self->name);
}

static void
loader_init (Loader *self)
{
  self->stack = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->stack, entry_clear);
  self->paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->documents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                           (GDestroyNotify) noob_document_unref);
  self->tubes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

static void
loader_clear (Loader *self)
{
  g_clear_pointer (&self->stack, g_array_unref);
  g_clear_pointer (&self->paths, g_hash_table_unref);
  g_clear_pointer (&self->documents, g_hash_table_unref);
  g_clear_pointer (&self->tubes, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Loader, loader_clear)

static void
push (Loader     *self,
      const char *path,
      const char *name)
{
  Entry entry = { g_strdup (path), g_strdup (name) };

  g_array_append_val (self->stack, entry);
}

static void
pop (Loader *self)
{
  g_array_set_size (self->stack, self->stack->len - 1);
}

/* "a -> b -> a", the stack from @start on. */
static char *
describe_cycle (Loader *self,
                guint   start)
{
  const char *first = g_array_index (self->stack, Entry, start).name;
  GString *cycle = g_string_new (NULL);

  for (guint i = start; i < self->stack->len; i++)
    g_string_append_printf (cycle, "%s -> ", g_array_index (self->stack, Entry, i).name);
  g_string_append (cycle, first);
  return g_string_free (cycle, FALSE);
}

/* Begins to read what @reference names; pop () ends it. */
static gboolean
enter (Loader        *self,
       NoobDocument  *reference,
       const char    *path,
       GError       **error)
{
  for (guint i = 0; i < self->stack->len; i++)
    if (g_strcmp0 (g_array_index (self->stack, Entry, i).path, path) == 0)
      {
        g_autofree char *cycle = describe_cycle (self, i);

        noob_document_set_error (reference, error, NOOB_ERROR_GRAPH,
                                 "tubes refer to each other in a cycle: %s", cycle);
        return FALSE;
      }

  if (self->stack->len == MAX_STACK)
    {
      noob_document_set_error (reference, error, NOOB_ERROR_SPECIFICATION,
                               "more than %d tubes refer to each other in a chain",
                               MAX_STACK);
      return FALSE;
    }
  push (self, path, noob_document_get_text (reference));
  return TRUE;
}

static char *
resolve_path (const char  *name,
              const char  *directory,
              GError     **error)
{
  g_autofree char *path = NULL;
  g_autofree char *display_name = NULL;

  if (directory == NULL || g_path_is_absolute (name))
    path = g_strdup (name);
  else
    path = g_build_filename (directory, name, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);
  display_name = g_filename_display_name (path);
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_NOT_FOUND, "%s: there is no such file", display_name);
  return NULL;
}

char *
noob_specification_resolve (const char  *name,
                            const char  *directory,
                            GError     **error)
{
  if (noob_is_tube_id (name))
    return noob_specification_find (name, directory, error);
  return resolve_path (name, directory, error);
}

/* The canonical path of what @reference names; the loader's. */
static const char *
locate (Loader        *self,
        NoobDocument  *reference,
        GError       **error)
{
  const char *name = noob_document_get_string (reference);
  const char *directory = noob_document_get_source (reference)->directory;
  g_autofree char *key = g_strconcat (directory != NULL ? directory : "", "\n", name, NULL);
  const char *known = g_hash_table_lookup (self->paths, key);
  g_autofree char *path = NULL;
  char *canonical;

  if (known != NULL)
    return known;

  path = noob_specification_resolve (name, directory, error);
  if (path == NULL)
    {
      g_autofree char *location = noob_document_get_location (reference);

      if (location != NULL)
        g_prefix_error (error, "%s: ", location);
      return NULL;
    }

  canonical = g_canonicalize_filename (path, NULL);
  g_hash_table_insert (self->paths, g_steal_pointer (&key), canonical);
  return canonical;
}

static NoobDocument *resolve_extends (Loader        *self,
                                      NoobDocument  *document,
                                      GError       **error);

/* The file at @path, what it extends merged in; the loader's. */
static NoobDocument *
read_document (Loader      *self,
               const char  *path,
               GError     **error)
{
  NoobDocument *resolved = g_hash_table_lookup (self->documents, path);
  g_autoptr (NoobDocument) document = NULL;

  if (resolved != NULL)
    return resolved;

  document = noob_document_parse_file (path, error);
  if (document == NULL)
    return NULL;
  if (noob_document_get_kind (document) != NOOB_DOCUMENT_MAPPING)
    {
      noob_document_set_error (document, error, NOOB_ERROR_SPECIFICATION,
                               "a tube has to be a mapping, not %s",
                               noob_document_describe (document));
      return NULL;
    }
  resolved = resolve_extends (self, document, error);
  if (resolved != NULL)
    g_hash_table_insert (self->documents, g_strdup (path), resolved);
  return resolved;
}

static NoobDocument *
read_base (Loader        *self,
           NoobDocument  *reference,
           GError       **error)
{
  const char *path;
  NoobDocument *base;

  if (noob_document_get_string (reference) == NULL)
    {
      noob_document_set_error (reference, error, NOOB_ERROR_SPECIFICATION,
                               "`extends` has to list ids or paths of tubes, not %s",
                               noob_document_describe (reference));
      return NULL;
    }

  path = locate (self, reference, error);
  if (path == NULL || !enter (self, reference, path, error))
    return NULL;
  base = read_document (self, path, error);
  pop (self);
  return base;
}

static NoobDocument *
resolve_extends (Loader        *self,
                 NoobDocument  *document,
                 GError       **error)
{
  NoobDocument *extends = noob_document_get_member (document, "extends");
  g_autoptr (NoobDocument) merged = NULL;

  if (extends == NULL || noob_document_is_null (extends))
    return noob_document_ref (document);
  if (noob_document_get_kind (extends) != NOOB_DOCUMENT_SEQUENCE)
    {
      noob_document_set_error (extends, error, NOOB_ERROR_SPECIFICATION,
                               "`extends` has to be a list of ids or paths of tubes, not %s",
                               noob_document_describe (extends));
      return NULL;
    }

  for (guint i = 0; i < noob_document_get_length (extends); i++)
    {
      NoobDocument *base = read_base (self, noob_document_get_child (extends, i), error);
      NoobDocument *below = merged;

      if (base == NULL)
        return NULL;
      merged = below != NULL ? noob_specification_merge (below, base) : noob_document_ref (base);
      g_clear_pointer (&below, noob_document_unref);
    }

  if (merged == NULL)
    return noob_document_ref (document);
  return noob_specification_merge (merged, document);
}

/* The tube that @reference names; a new reference. */
static NoobTubeSpecification *
load_named (Loader        *self,
            NoobDocument  *reference,
            GError       **error)
{
  const char *path = locate (self, reference, error);
  NoobTubeSpecification *tube;
  NoobDocument *document;

  if (path == NULL || !enter (self, reference, path, error))
    return NULL;

  tube = g_hash_table_lookup (self->tubes, path);
  if (tube == NULL)
    {
      document = read_document (self, path, error);
      tube = document != NULL ? load_document (self, document, error) : NULL;
      if (tube != NULL)
        g_hash_table_insert (self->tubes, g_strdup (path), tube);
    }
  pop (self);
  return tube != NULL ? g_object_ref (tube) : NULL;
}

/* What @node, of the type `tube`, runs. */
static gboolean
load_inner (Loader                 *self,
            NoobNodeSpecification  *node,
            GError                **error)
{
  NoobDocument *params =
    noob_document_get_member (noob_node_specification_get_document (node), "params");
  NoobDocument *given = params != NULL ? noob_document_get_member (params, "tube") : NULL;
  g_autoptr (NoobTubeSpecification) tube = NULL;

  if (given != NULL && noob_document_get_kind (given) == NOOB_DOCUMENT_MAPPING)
    tube = load_document (self, given, error);
  else if (given != NULL && noob_document_get_string (given) != NULL)
    tube = load_named (self, given, error);
  else
    noob_document_set_error (given != NULL ? given : noob_node_specification_get_key (node), error,
                             NOOB_ERROR_SPECIFICATION,
                             "node \"%s\": `params` has to give `tube`: an id, a path or a whole "
                             "tube",
                             noob_node_specification_get_id (node));
  if (tube == NULL)
    return FALSE;
  noob_node_specification_set_tube (node, tube);
  return TRUE;
}

static NoobTubeSpecification *
load_document (Loader        *self,
               NoobDocument  *document,
               GError       **error)
{
  g_autoptr (NoobDocument) resolved = resolve_extends (self, document, error);
  g_autoptr (NoobTubeSpecification) tube = NULL;
  GPtrArray *nodes;

  if (resolved == NULL)
    return NULL;
  tube = noob_tube_specification_new_from_document (resolved, error);
  if (tube == NULL)
    return NULL;

  nodes = noob_tube_specification_get_nodes (tube);
  for (guint i = 0; i < nodes->len; i++)
    {
      NoobNodeSpecification *node = g_ptr_array_index (nodes, i);

      if (g_str_equal (noob_node_specification_get_node_type (node), "tube") &&
          !load_inner (self, node, error))
        return NULL;
    }

  if (!noob_tube_specification_check_references (tube, error) ||
      !noob_tube_specification_check_graph (tube, error))
    return NULL;
  return g_steal_pointer (&tube);
}

static void
push_root (Loader       *self,
           NoobDocument *document)
{
  const char *path = noob_document_get_source (document)->path;
  NoobDocument *id = noob_document_get_member (document, "noob_id");
  g_autofree char *canonical = path != NULL ? g_canonicalize_filename (path, NULL) : NULL;
  g_autofree char *base_name =
    path != NULL ? g_filename_display_basename (path) : g_strdup ("this tube");

  if (id != NULL && noob_document_get_kind (id) == NOOB_DOCUMENT_SCALAR)
    push (self, canonical, noob_document_get_text (id));
  else
    push (self, canonical, base_name);
}

NoobTubeSpecification *
noob_specification_load (NoobDocument  *document,
                         GError       **error)
{
  g_auto (Loader) self = { NULL, };

  loader_init (&self);
  push_root (&self, document);
  return load_document (&self, document, error);
}
