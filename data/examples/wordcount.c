/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The nodes of data/tubes/wordcount.yaml. */

#include <string.h>

#include <noob.h>

#define LETTERS "abcdefghijklmnopqrstuvwxyz"

/* read_files: emits the lines of one file after another. */

typedef struct
{
  GPtrArray *paths;
  guint      next;
} Files;

static void
read_files_close (gpointer state)
{
  Files *self = state;

  g_ptr_array_unref (self->paths);
  g_free (self);
}

static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char **) a, *(const char **) b);
}

/* The text files of a folder are what is not hidden and not a folder itself. */
static gboolean
list_folder (Files       *self,
             const char  *folder,
             GError     **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const char *name;

  if (dir == NULL)
    return FALSE;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (name[0] != '.' && g_file_test (path, G_FILE_TEST_IS_REGULAR))
        g_ptr_array_add (self->paths, g_steal_pointer (&path));
    }

  g_ptr_array_sort (self->paths, compare_paths);
  return TRUE;
}

static gpointer
read_files_open (NoobRecord  *params,
                 GError     **error)
{
  Files *self;
  const char *path;

  if (!noob_record_get (params, error, "path", G_TYPE_STRING, &path, NULL))
    return NULL;

  self = g_new0 (Files, 1);
  self->paths = g_ptr_array_new_with_free_func (g_free);

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    g_ptr_array_add (self->paths, g_strdup (path));
  else if (!list_folder (self, path, error))
    g_clear_pointer (&self, read_files_close);

  return self;
}

/* Every text has a line, if only an empty one, so that every file is counted. */
static char **
split_lines (const char *text)
{
  char **lines = g_strsplit (*text != '\0' ? text : "\n", "\n", -1);
  guint last = g_strv_length (lines) - 1;

  if (*lines[last] == '\0' && last > 0)
    g_clear_pointer (&lines[last], g_free);

  return lines;
}

static gboolean
read_files (gpointer     state,
            NoobRecord  *inputs,
            NoobRecord  *outputs,
            GError     **error)
{
  Files *self = state;
  g_autofree char *bytes = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize length;

  if (self->next == self->paths->len)
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_END_OF_STREAM, "all files are read");
      return FALSE;
    }

  if (!g_file_get_contents (self->paths->pdata[self->next++], &bytes, &length, error))
    return FALSE;

  text = g_utf8_make_valid (bytes, length);
  lines = split_lines (text);
  noob_record_set (outputs, "lines", G_TYPE_STRV, lines, NULL);
  return TRUE;
}

NOOB_STATEFUL_FUNCTION (read_files, "path: string -> lines: list[string]")

/* split: emits the words of a line. */

static gboolean
split (gpointer     state,
       NoobRecord  *inputs,
       NoobRecord  *outputs,
       GError     **error)
{
  g_autofree char *lower = NULL;
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  const char *line;

  if (!noob_record_get (inputs, error, "line", G_TYPE_STRING, &line, NULL))
    return FALSE;

  lower = g_ascii_strdown (line, -1);
  for (char *word = lower + strcspn (lower, LETTERS); *word != '\0';)
    {
      char *end = word + strspn (word, LETTERS);
      char *next = end + strcspn (end, LETTERS);

      *end = '\0';
      g_strv_builder_add (words, word);
      word = next;
    }

  list = g_strv_builder_end (words);
  noob_record_set (outputs, "words", G_TYPE_STRV, list, NULL);
  return TRUE;
}

NOOB_FUNCTION (split, "line: string -> words: list[string]")

/* count: emits how often each word is there. */

static gboolean
count (gpointer     state,
       NoobRecord  *inputs,
       NoobRecord  *outputs,
       GError     **error)
{
  g_autoptr (NoobRecord) counts = noob_record_new ();
  NoobList *words;

  if (!noob_record_get (inputs, error, "words", NOOB_TYPE_LIST, &words, NULL))
    return FALSE;

  for (gsize i = 0; i < noob_list_get_length (words); i++)
    {
      const char *word = g_value_get_string (noob_list_get_value (words, i));
      const GValue *so_far = noob_record_get_value (counts, word);

      noob_record_set_int64 (counts, word, so_far != NULL ? g_value_get_int64 (so_far) + 1 : 1);
    }

  noob_record_set (outputs, "counts", NOOB_TYPE_RECORD, counts, NULL);
  return TRUE;
}

NOOB_FUNCTION (count, "words: list[string] -> counts: dict[string, int64]")
