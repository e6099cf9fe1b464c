/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Nodes for the tests of runners, in a module because they run in other processes too. Those that
 * are given a `journal`, a file, write there what happens to them. */

#include <noob.h>
#include <stdio.h>

typedef struct
{
  char  *name;
  char  *journal;
  gint64 next;
  gint64 end;
} Counter;

static void
write_journal (const char *path,
               const char *what,
               const char *name)
{
  FILE *file;

  if (path == NULL)
    return;

  file = fopen (path, "a");
  g_assert_nonnull (file);
  fprintf (file, "%s %s\n", what, name != NULL ? name : "?");
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
count_close (gpointer state)
{
  Counter *self = state;

  write_journal (self->journal, "deinit", self->name);
  g_free (self->name);
  g_free (self->journal);
  g_free (self);
}

static gpointer
count_open (NoobRecord  *params,
            GError     **error)
{
  Counter *self = g_new0 (Counter, 1);
  const char *name = NULL, *journal = NULL;
  gboolean broken = FALSE;

  self->end = G_MAXINT64;
  if (!noob_record_get (params, error, "start?", G_TYPE_INT64, &self->next, "end?", G_TYPE_INT64,
                        &self->end, "name?", G_TYPE_STRING, &name, "journal?", G_TYPE_STRING,
                        &journal, "broken?", G_TYPE_BOOLEAN, &broken, NULL))
    {
      g_free (self);
      return NULL;
    }

  if (broken)
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_FAILED, "the counter is broken");
      g_free (self);
      return NULL;
    }

  self->name = g_strdup (name);
  self->journal = g_strdup (journal);
  write_journal (self->journal, "init", self->name);

  return self;
}

/* A source: `start`, and so on up to before `end`. */
static gboolean
count (gpointer     state,
       NoobRecord  *inputs,
       NoobRecord  *outputs,
       GError     **error)
{
  Counter *self = state;

  if (self->next >= self->end)
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_END_OF_STREAM, "counted to the end");
      return FALSE;
    }

  noob_record_set_int64 (outputs, "value", self->next++);

  return TRUE;
}

NOOB_STATEFUL_FUNCTION (count, "-> value")

#define tally_open count_open
#define tally_close count_close

/* Adds up what it gets. */
static gboolean
tally (gpointer     state,
       NoobRecord  *inputs,
       NoobRecord  *outputs,
       GError     **error)
{
  Counter *self = state;
  gint64 value;

  if (!noob_record_get (inputs, error, "value", G_TYPE_INT64, &value, NULL))
    return FALSE;

  self->next += value;
  noob_record_set_int64 (outputs, "value", self->next);

  return TRUE;
}

NOOB_STATEFUL_FUNCTION (tally, "value")

static gboolean
twice (gpointer     state,
       NoobRecord  *inputs,
       NoobRecord  *outputs,
       GError     **error)
{
  gint64 value;

  if (!noob_record_get (inputs, error, "value", G_TYPE_INT64, &value, NULL))
    return FALSE;

  noob_record_set_int64 (outputs, "value", 2 * value);

  return TRUE;
}

NOOB_FUNCTION (twice, "value")

/* Lets every `n`-th value pass: 0 first. */
static gboolean
every (gpointer     state,
       NoobRecord  *inputs,
       NoobRecord  *outputs,
       GError     **error)
{
  gint64 value, n;

  if (!noob_record_get (inputs, error, "value", G_TYPE_INT64, &value, "n", G_TYPE_INT64, &n, NULL))
    return FALSE;

  if (value % n == 0)
    noob_record_set_int64 (outputs, "value", value);

  return TRUE;
}

NOOB_FUNCTION (every, "value, n=")

/* Fails at one value. */
static gboolean
picky (gpointer     state,
       NoobRecord  *inputs,
       NoobRecord  *outputs,
       GError     **error)
{
  gint64 value, at;

  if (!noob_record_get (inputs, error, "value", G_TYPE_INT64, &value, "at", G_TYPE_INT64, &at,
                        NULL))
    return FALSE;

  if (value == at)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "will not have %d", (int) value);
      return FALSE;
    }

  noob_record_set_int64 (outputs, "value", value);

  return TRUE;
}

NOOB_FUNCTION (picky, "value, at=")

/* The numbers from 0 on, as many as the value says. */
static gboolean
numbers (gpointer     state,
         NoobRecord  *inputs,
         NoobRecord  *outputs,
         GError     **error)
{
  GArray *values = g_array_new (FALSE, TRUE, sizeof (GValue));
  gint64 n;

  if (!noob_record_get (inputs, error, "value", G_TYPE_INT64, &n, NULL))
    {
      g_array_unref (values);
      return FALSE;
    }

  g_array_set_size (values, n);
  for (gint64 i = 0; i < n; i++)
    {
      g_value_init (&g_array_index (values, GValue, i), G_TYPE_INT64);
      g_value_set_int64 (&g_array_index (values, GValue, i), i);
    }
  noob_record_take_list (outputs, "value", noob_list_new_take (values));

  return TRUE;
}

NOOB_FUNCTION (numbers, "value")

/* Passes what it gets: positions and names, each under the name of its slot, in one record. */
static gboolean
see (gpointer     state,
     NoobRecord  *inputs,
     NoobRecord  *outputs,
     GError     **error)
{
  static const char *const slots[] = { "a", "b", "c", "params" };
  g_autoptr (NoobRecord) seen = noob_record_new ();

  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    if (noob_record_has (inputs, slots[i]))
      noob_record_set_value (seen, slots[i], noob_record_get_value (inputs, slots[i]));
  noob_record_take_record (outputs, "value", g_steal_pointer (&seen));

  return TRUE;
}

NOOB_FUNCTION (see, "a?, b?, c?, params=")

static gboolean
null (gpointer     state,
      NoobRecord  *inputs,
      NoobRecord  *outputs,
      GError     **error)
{
  noob_record_set_null (outputs, "value");

  return TRUE;
}

NOOB_FUNCTION (null, "-> value")

/* Two signals, and one that it never sets. */
static gboolean
split (gpointer     state,
       NoobRecord  *inputs,
       NoobRecord  *outputs,
       GError     **error)
{
  gint64 value;

  if (!noob_record_get (inputs, error, "value", G_TYPE_INT64, &value, NULL))
    return FALSE;

  noob_record_set_int64 (outputs, "half", value / 2);
  noob_record_set_int64 (outputs, "rest", value % 2);

  return TRUE;
}

NOOB_FUNCTION (split, "value -> half, rest, never")

/* Sets a signal that it does not have. */
static gboolean
stray (gpointer     state,
       NoobRecord  *inputs,
       NoobRecord  *outputs,
       GError     **error)
{
  noob_record_set_int64 (outputs, "astray", 1);

  return TRUE;
}

NOOB_FUNCTION (stray, "-> value")

/* Its deinit fails. */
typedef struct
{
  NoobNode parent_instance;
} StubbornNode;

typedef NoobNodeClass StubbornNodeClass;

G_MODULE_EXPORT GType stubborn_node_get_type (void);

G_DEFINE_TYPE (StubbornNode, stubborn_node, NOOB_TYPE_NODE)

static gboolean
stubborn_node_deinit (NoobNode  *node,
                      GError   **error)
{
  g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_FAILED, "will not go");

  return FALSE;
}

static gboolean
stubborn_node_process (NoobNode    *node,
                       NoobRecord  *inputs,
                       NoobRecord  *outputs,
                       GError     **error)
{
  return TRUE;
}

static void
stubborn_node_class_init (StubbornNodeClass *klass)
{
  klass->deinit = stubborn_node_deinit;
  klass->process = stubborn_node_process;
}

static void
stubborn_node_init (StubbornNode *self)
{
}
