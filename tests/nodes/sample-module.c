/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a module can contain, for the tests of its loader. */

#include <noob.h>

static gboolean
greet (gpointer     state,
       NoobRecord  *inputs,
       NoobRecord  *outputs,
       GError     **error)
{
  g_autofree char *greeting = NULL;
  const char *name;

  if (!noob_record_get (inputs, error, "name", G_TYPE_STRING, &name, NULL))
    return FALSE;

  greeting = g_strconcat ("hello ", name, NULL);
  noob_record_set_string (outputs, "greeting", greeting);
  return TRUE;
}

NOOB_FUNCTION (greet, "name: string -> greeting: string")

static gpointer
count_open (NoobRecord  *params,
            GError     **error)
{
  gint64 *next = g_new0 (gint64, 1);

  if (noob_record_get (params, error, "start?", G_TYPE_INT64, next, NULL))
    return next;

  g_free (next);
  return NULL;
}

static void
count_close (gpointer state)
{
  g_free (state);
}

static gboolean
count (gpointer     state,
       NoobRecord  *inputs,
       NoobRecord  *outputs,
       GError     **error)
{
  gint64 *next = state;

  noob_record_set_int64 (outputs, "value", (*next)++);
  return TRUE;
}

NOOB_STATEFUL_FUNCTION (count, "-> value: int64")

static gboolean
broken (gpointer     state,
        NoobRecord  *inputs,
        NoobRecord  *outputs,
        GError     **error)
{
  return TRUE;
}

NOOB_FUNCTION (broken, "a b")

G_MODULE_EXPORT void undeclared (void);

void
undeclared (void)
{
}

typedef struct
{
  NoobNode parent_instance;
} SampleNode;

typedef NoobNodeClass SampleNodeClass;

G_MODULE_EXPORT GType sample_node_get_type (void);

G_DEFINE_TYPE (SampleNode, sample_node, NOOB_TYPE_NODE)

static gboolean
sample_node_process (NoobNode    *node,
                     NoobRecord  *inputs,
                     NoobRecord  *outputs,
                     GError     **error)
{
  noob_record_set_string (outputs, "value", "sample");
  return TRUE;
}

static void
sample_node_class_init (SampleNodeClass *klass)
{
  klass->process = sample_node_process;
}

static void
sample_node_init (SampleNode *self)
{
}
