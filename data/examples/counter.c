/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The nodes of data/tubes/counter.yaml. */

#include <noob.h>

static gpointer
count_open (NoobRecord  *params,
            GError     **error)
{
  gint64 start = 0;

  if (!noob_record_get (params, error, "start?", G_TYPE_INT64, &start, NULL))
    return NULL;

  return g_memdup2 (&start, sizeof start);
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

NOOB_STATEFUL_FUNCTION (count, "start=: int64 -> value: int64")

static gboolean
multiply (gpointer     state,
          NoobRecord  *inputs,
          NoobRecord  *outputs,
          GError     **error)
{
  gint64 value, factor;

  if (!noob_record_get (inputs, error,
                        "value", G_TYPE_INT64, &value,
                        "factor", G_TYPE_INT64, &factor,
                        NULL))
    return FALSE;

  noob_record_set_int64 (outputs, "value", value * factor);
  return TRUE;
}

NOOB_FUNCTION (multiply, "value: int64, factor: int64 -> value: int64")
