/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/noob-log-private.h"

#define MAX_FIELDS 8

typedef struct
{
  GLogField fields[MAX_FIELDS];
  gsize     n;
} Fields;

/* Without a value the field is left out. */
static void
add (Fields     *self,
     const char *key,
     const char *value)
{
  g_assert (self->n < MAX_FIELDS);

  if (value != NULL)
    self->fields[self->n++] = (GLogField) { key, value, -1 };
}

/* As journald, and GLib, number them. */
static const char *
get_priority (GLogLevelFlags level)
{
  switch ((guint) (level & G_LOG_LEVEL_MASK))
    {
    case G_LOG_LEVEL_ERROR:
      return "3";
    case G_LOG_LEVEL_CRITICAL:
    case G_LOG_LEVEL_WARNING:
      return "4";
    case G_LOG_LEVEL_MESSAGE:
      return "5";
    case G_LOG_LEVEL_INFO:
      return "6";
    default:
      return "7";
    }
}

void
noob_log_at (const NoobLogPlace *place,
             GLogLevelFlags      level,
             const char         *runner_id,
             const char         *node_id,
             const char         *format,
             ...)
{
  g_autofree char *message = NULL;
  Fields fields = { 0, };
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  add (&fields, "PRIORITY", get_priority (level));
  add (&fields, "CODE_FILE", place->file);
  add (&fields, "CODE_LINE", place->line);
  add (&fields, "CODE_FUNC", place->function);
  add (&fields, "GLIB_DOMAIN", G_LOG_DOMAIN);
  add (&fields, NOOB_LOG_FIELD_RUNNER, runner_id);
  add (&fields, NOOB_LOG_FIELD_NODE, node_id);
  add (&fields, "MESSAGE", message);
  g_log_structured_array (level, fields.fields, fields.n);
}
