/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "noob-tool-private.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

struct _ToolWriter
{
  ToolFormat format;
  gboolean   is_lone;
  gboolean   shows_progress;
  guint64    n_written;
  gint64     started;
  gint64     reported;
};

#define PROGRESS_INTERVAL (G_USEC_PER_SEC / 5)

ToolWriter *
tool_writer_new (ToolFormat format,
                 gboolean   is_lone,
                 gboolean   shows_progress)
{
  ToolWriter *self = g_new0 (ToolWriter, 1);

  self->format = format;
  self->is_lone = is_lone;
  self->shows_progress = shows_progress;
  self->started = g_get_monotonic_time ();

  return self;
}

void
tool_writer_free (ToolWriter *self)
{
  g_free (self);
}

static void
report_progress (ToolWriter *self,
                 gboolean    is_last)
{
  gint64 now = g_get_monotonic_time ();
  gboolean is_terminal = isatty (STDERR_FILENO);

  if (!self->shows_progress || (!is_last && now - self->reported < PROGRESS_INTERVAL))
    return;

  self->reported = now;
  g_printerr ("%s%" G_GUINT64_FORMAT " result%s in %.1f s%s", is_terminal ? "\r" : "",
              self->n_written, self->n_written == 1 ? "" : "s",
              (double) (now - self->started) / G_USEC_PER_SEC,
              is_terminal && !is_last ? "" : "\n");
}

static gboolean
put (const char  *before,
     const char  *text,
     const char  *after,
     GError     **error)
{
  if (printf ("%s%s%s", before, text, after) >= 0 && fflush (stdout) == 0)
    return TRUE;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "cannot write results: %s",
               g_strerror (errno));
  return FALSE;
}

gboolean
tool_writer_write (ToolWriter    *self,
                   const GValue  *result,
                   GError       **error)
{
  gboolean in_array = self->format == TOOL_FORMAT_JSON && !self->is_lone;
  g_autofree char *text = noob_value_to_json (result, self->format == TOOL_FORMAT_JSON, error);
  const char *before = "";

  if (text == NULL)
    {
      g_prefix_error (error, "a result cannot be written as JSON: ");
      return FALSE;
    }

  if (in_array)
    before = self->n_written == 0 ? "[\n" : ",\n";
  self->n_written++;
  report_progress (self, FALSE);

  return put (before, text, in_array ? "" : "\n", error);
}

gboolean
tool_writer_finish (ToolWriter  *self,
                    GError     **error)
{
  report_progress (self, TRUE);

  if (self->format != TOOL_FORMAT_JSON || self->is_lone)
    return TRUE;

  return put (self->n_written == 0 ? "[" : "\n", "]", "\n", error);
}
