/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "spec/noob-specification-loader-private.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/noob-name-private.h"
#include "spec/noob-fields-private.h"

/* One search for a tube by its id. What it meets on the way is remembered for the message, should
 * there be none. */
typedef struct
{
  const char *id;
  char *path;          /* what was found */
  GPtrArray *folders;  /* those asked for */
  GPtrArray *ids;      /* those met */
  GPtrArray *broken;   /* files that cannot be read */
  GHashTable *visited; /* "DEVICE:INODE" of folders: links may form loops */
} Finder;

static void
finder_init (Finder     *self,
             const char *id)
{
  self->id = id;
  self->path = NULL;
  self->folders = g_ptr_array_new_with_free_func (g_free);
  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->broken = g_ptr_array_new_with_free_func (g_free);
  self->visited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
finder_clear (Finder *self)
{
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->folders, g_ptr_array_unref);
  g_clear_pointer (&self->ids, g_ptr_array_unref);
  g_clear_pointer (&self->broken, g_ptr_array_unref);
  g_clear_pointer (&self->visited, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Finder, finder_clear)

static gboolean
is_tube_file (const char *name)
{
  return g_str_has_suffix (name, ".yaml") || g_str_has_suffix (name, ".yml") ||
         g_str_has_suffix (name, ".json");
}

/* The `noob_id` of the file at @path, read no further than to there. */
static char *
read_id (const char  *path,
         GError     **error)
{
  g_autoptr (GByteArray) bytes = noob_document_read_file (path, error);
  const char *data;

  if (bytes == NULL)
    return NULL;
  data = (const char *) bytes->data;
  if (g_strstr_len (data, bytes->len, "noob_id") == NULL)
    return NULL;
  return noob_document_peek (data, bytes->len, "noob_id", error);
}

static void
look_at_file (Finder     *self,
              const char *path)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *id = read_id (path, &reason);

  if (reason != NULL)
    g_ptr_array_add (self->broken, g_filename_display_name (path));
  else if (g_strcmp0 (id, self->id) == 0)
    self->path = g_strdup (path);
  else if (id != NULL)
    g_ptr_array_add (self->ids, g_steal_pointer (&id));
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Sorted, so that the same file is found everywhere. */
static GPtrArray *
list_names (const char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static gboolean
visit (Finder     *self,
       const char *folder)
{
  GStatBuf status;

  if (g_stat (folder, &status) != 0)
    return FALSE;
  return g_hash_table_add (self->visited,
                           g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT,
                                            (guint64) status.st_dev, (guint64) status.st_ino));
}

static void
look_at_files (Finder     *self,
               const char *folder,
               GPtrArray  *names)
{
  for (guint i = 0; i < names->len && self->path == NULL; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (is_tube_file (name) && g_file_test (path, G_FILE_TEST_IS_REGULAR))
        look_at_file (self, path);
    }
}

/* Breadth first: a tube near the top comes before one far below. */
static void
search_recursively (Finder     *self,
                    const char *root)
{
  GQueue folders = G_QUEUE_INIT;
  char *folder;

  g_queue_push_tail (&folders, g_strdup (root));
  while ((folder = g_queue_pop_head (&folders)) != NULL)
    {
      if (self->path == NULL && visit (self, folder))
        {
          g_autoptr (GPtrArray) names = list_names (folder);

          look_at_files (self, folder, names);
          for (guint i = 0; i < names->len; i++)
            {
              g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);

              if (g_file_test (path, G_FILE_TEST_IS_DIR))
                g_queue_push_tail (&folders, g_steal_pointer (&path));
            }
        }
      g_free (folder);
    }
}

static void
search_directory (Finder     *self,
                  const char *directory)
{
  g_autoptr (GPtrArray) names = list_names (directory);

  g_ptr_array_add (self->folders, g_filename_display_name (directory));
  look_at_files (self, directory, names);
}

static void
search_root (Finder     *self,
             const char *root)
{
  if (self->path != NULL || *root == '\0')
    return;
  g_ptr_array_add (self->folders, g_filename_display_name (root));
  search_recursively (self, root);
}

/* The folder of tubes in @folder, one of the desktop's. */
static void
search_below (Finder     *self,
              const char *folder)
{
  g_autofree char *root = g_build_filename (folder, "noob", "tubes", NULL);

  search_root (self, root);
}

static void
search_everywhere (Finder     *self,
                   const char *directory)
{
  const char *tube_path = g_getenv ("NOOB_TUBE_PATH");
  const char *const *data_dirs = g_get_system_data_dirs ();
  g_auto (GStrv) roots = g_strsplit (tube_path != NULL ? tube_path : "", ":", -1);

  if (directory != NULL)
    search_directory (self, directory);
  for (guint i = 0; roots[i] != NULL; i++)
    search_root (self, roots[i]);
  search_below (self, g_get_user_config_dir ());
  for (guint i = 0; data_dirs[i] != NULL; i++)
    search_below (self, data_dirs[i]);
}

static char *
join (GPtrArray *strings)
{
  g_ptr_array_add (strings, NULL);
  return g_strjoinv (", ", (char **) strings->pdata);
}

static void
set_not_found (Finder  *self,
               GError **error)
{
  g_autofree char *folders = join (self->folders);
  g_autofree char *broken = self->broken->len > 0 ? join (self->broken) : NULL;
  g_autofree char *suggestion = NULL;

  g_ptr_array_add (self->ids, NULL);
  suggestion = noob_suggest_name (self->id, (const char *const *) self->ids->pdata);
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_NOT_FOUND,
               "no tube has the id \"%s\"%s; searched: %s%s%s", self->id, suggestion, folders,
               broken != NULL ? "; passed over, since they cannot be read: " : "",
               broken != NULL ? broken : "");
}

char *
noob_specification_find (const char  *id,
                         const char  *directory,
                         GError     **error)
{
  g_auto (Finder) self = { NULL, };

  finder_init (&self, id);
  search_everywhere (&self, directory);
  if (self.path == NULL)
    set_not_found (&self, error);
  return g_steal_pointer (&self.path);
}
