/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Assets for the tests of runners, and nodes that use them. A score is a record that nodes change
 * in place; one that is given a `journal`, a file, writes there when it is made and torn down. */

#include <noob.h>
#include <stdio.h>

typedef struct
{
  char *name;
  char *journal;
} Score;

static void
write_journal (Score      *self,
               const char *what)
{
  FILE *file;

  if (self->journal == NULL)
    return;

  file = fopen (self->journal, "a");
  g_assert_nonnull (file);
  fprintf (file, "%s %s\n", what, self->name);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
score_close (gpointer state)
{
  Score *self = state;

  write_journal (self, "deinit");
  g_free (self->name);
  g_free (self->journal);
  g_free (self);
}

static gpointer
score_open (NoobRecord  *params,
            GError     **error)
{
  const char *name = "score", *journal = NULL;
  Score *self;

  if (!noob_record_get (params, error, "name?", G_TYPE_STRING, &name, "journal?", G_TYPE_STRING,
                        &journal, NULL))
    return NULL;

  self = g_new0 (Score, 1);
  self->name = g_strdup (name);
  self->journal = g_strdup (journal);
  write_journal (self, "init");

  return self;
}

/* An asset: a record whose `count` is `start`. */
static gboolean
score (gpointer     state,
       NoobRecord  *inputs,
       NoobRecord  *outputs,
       GError     **error)
{
  NoobRecord *record = noob_record_new ();
  gint64 start = 0;

  if (!noob_record_get (inputs, error, "start?", G_TYPE_INT64, &start, NULL))
    {
      noob_record_unref (record);
      return FALSE;
    }

  noob_record_set_int64 (record, "count", start);
  noob_record_take_record (outputs, "value", record);

  return TRUE;
}

NOOB_STATEFUL_FUNCTION (score, "start=: int64, name=: string, journal=: string")

/* Adds `by` to the count of a score, and emits the count and the score itself. */
static gboolean
bump (gpointer     state,
      NoobRecord  *inputs,
      NoobRecord  *outputs,
      GError     **error)
{
  NoobRecord *record;
  gint64 by = 1, count;

  if (!noob_record_get (inputs, error, "score", NOOB_TYPE_RECORD, &record, "by?", G_TYPE_INT64, &by,
                        NULL) ||
      !noob_record_get (record, error, "count", G_TYPE_INT64, &count, NULL))
    return FALSE;

  noob_record_set_int64 (record, "count", count + by);
  noob_record_set_int64 (outputs, "count", count + by);
  noob_record_take_record (outputs, "score", noob_record_ref (record));

  return TRUE;
}

NOOB_FUNCTION (bump, "score: record, after?, by=: int64 -> count: int64, score: record")

/* An asset that cannot be made. */
static gboolean
no_score (gpointer     state,
          NoobRecord  *inputs,
          NoobRecord  *outputs,
          GError     **error)
{
  g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_FAILED, "there is no score");

  return FALSE;
}

NOOB_FUNCTION (no_score, "-> value")
