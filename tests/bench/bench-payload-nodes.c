/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Nodes that make and take bytes, and do nothing else. */

#include <noob.h>

#include <string.h>

static gpointer
payload_open (NoobRecord  *params,
              GError     **error)
{
  gint64 size;
  char *data;

  if (!noob_record_get (params, error, "size", G_TYPE_INT64, &size, NULL))
    return NULL;

  data = g_malloc ((gsize) size);
  memset (data, 1, (gsize) size);

  return g_bytes_new_take (data, (gsize) size);
}

static void
payload_close (gpointer state)
{
  g_bytes_unref (state);
}

/* The same bytes over and over. */
static gboolean
payload (gpointer     state,
         NoobRecord  *inputs,
         NoobRecord  *outputs,
         GError     **error)
{
  noob_record_set (outputs, "value", G_TYPE_BYTES, state, NULL);
  return TRUE;
}

NOOB_STATEFUL_FUNCTION (payload, "size= -> value")

static gboolean
measure (gpointer     state,
         NoobRecord  *inputs,
         NoobRecord  *outputs,
         GError     **error)
{
  GBytes *value;

  if (!noob_record_get (inputs, error, "value", G_TYPE_BYTES, &value, NULL))
    return FALSE;

  noob_record_set_int64 (outputs, "size", (gint64) g_bytes_get_size (value));
  return TRUE;
}

NOOB_FUNCTION (measure, "value -> size: int64")
