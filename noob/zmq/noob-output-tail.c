/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-output-tail-private.h"

#include <string.h>

#define MAX_KEPT 4096
#define MAX_LINE 4096

struct _NoobOutputTail
{
  NoobOutputLineFunc func;
  gpointer user_data;
  GString *line; /* not ended yet */
  gboolean was_cut; /* what precedes is of the same line */
  GString *kept;
};

static void
keep (NoobOutputTail *self,
      const char     *line)
{
  g_string_append (self->kept, line);
  g_string_append_c (self->kept, '\n');

  /* Moving what is kept at each line would cost more than the lines. */
  if (self->kept->len > 4 * MAX_KEPT)
    g_string_erase (self->kept, 0, self->kept->len - MAX_KEPT);
}

static void
end_line (NoobOutputTail *self)
{
  g_autofree char *line = g_utf8_make_valid (self->line->str, self->line->len);

  g_string_truncate (self->line, 0);
  keep (self, line);
  self->func (line, self->user_data);
}

NoobOutputTail *
noob_output_tail_new (NoobOutputLineFunc func,
                      gpointer           user_data)
{
  NoobOutputTail *self = g_new0 (NoobOutputTail, 1);

  self->func = func;
  self->user_data = user_data;
  self->line = g_string_new (NULL);
  self->kept = g_string_new (NULL);
  return self;
}

void
noob_output_tail_free (NoobOutputTail *self)
{
  g_string_free (self->line, TRUE);
  g_string_free (self->kept, TRUE);
  g_free (self);
}

void
noob_output_tail_add (NoobOutputTail *self,
                      const char     *data,
                      gsize           size)
{
  while (size > 0)
    {
      const char *newline = memchr (data, '\n', size);
      gsize rest = newline ? (gsize) (newline - data) : size;
      gsize length = MIN (rest, MAX_LINE - self->line->len);
      gboolean at_newline = newline && length == rest;
      gboolean only_ends_a_cut;

      g_string_append_len (self->line, data, length);
      only_ends_a_cut = self->line->len == 0 && self->was_cut;
      if (self->line->len == MAX_LINE || (at_newline && !only_ends_a_cut))
        end_line (self);
      self->was_cut = !at_newline && self->line->len == 0;
      data += length + at_newline;
      size -= length + at_newline;
    }
}

void
noob_output_tail_finish (NoobOutputTail *self)
{
  if (self->line->len > 0)
    end_line (self);
}

char *
noob_output_tail_dup (NoobOutputTail *self)
{
  const char *start = self->kept->str;

  if (self->kept->len > MAX_KEPT)
    {
      const char *newline;

      start += self->kept->len - MAX_KEPT;
      newline = strchr (start, '\n');
      start = newline && newline[1] ? newline + 1 : start;
    }
  return g_utf8_make_valid (start, -1);
}
