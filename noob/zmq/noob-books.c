/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-books-private.h"

#include "core/noob-error.h"

/* Numbers for each edge in what a node says it has taken: those of a NoobTally. */
#define N_FATES 4

static void
append_number (GArray  *numbers,
               guint64  number)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_INT64);
  g_value_set_int64 (&value, (gint64) number);
  g_array_append_val (numbers, value);
}

NoobRecord *
noob_books_write (GArray *sent,
                  GArray *taken)
{
  NoobRecord *books = noob_record_new ();
  g_autoptr (GArray) sent_numbers = g_array_new (FALSE, TRUE, sizeof (GValue));
  g_autoptr (GArray) taken_numbers = g_array_new (FALSE, TRUE, sizeof (GValue));

  for (guint i = 0; i < sent->len; i++)
    append_number (sent_numbers, g_array_index (sent, guint64, i));

  for (guint i = 0; i < taken->len; i++)
    {
      const NoobTally *tally = &g_array_index (taken, NoobTally, i);

      append_number (taken_numbers, tally->received);
      append_number (taken_numbers, tally->expired);
      append_number (taken_numbers, tally->failed);
      append_number (taken_numbers, tally->abandoned);
    }

  noob_record_take_list (books, "sent", noob_list_new_take (g_steal_pointer (&sent_numbers)));
  noob_record_take_list (books, "taken", noob_list_new_take (g_steal_pointer (&taken_numbers)));

  return books;
}

/* @list as numbers (of guint64), exactly @n of them. */
static GArray *
read_numbers (NoobList    *list,
              const char  *what,
              gsize        n,
              GError     **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint64));

  if (noob_list_get_length (list) != n)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL,
                   "its books have %" G_GSIZE_FORMAT " numbers in \"%s\", not %" G_GSIZE_FORMAT,
                   noob_list_get_length (list), what, n);
      return NULL;
    }

  for (gsize i = 0; i < n; i++)
    {
      const GValue *value = noob_list_get_value (list, i);
      guint64 number;

      if (!G_VALUE_HOLDS_INT64 (value) || g_value_get_int64 (value) < 0)
        {
          g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL,
                       "its books have something in \"%s\" that is not a count", what);
          return NULL;
        }
      number = (guint64) g_value_get_int64 (value);
      g_array_append_val (numbers, number);
    }

  return g_steal_pointer (&numbers);
}

gboolean
noob_books_read (NoobRecord  *books,
                 gsize        n_signals,
                 gsize        n_edges,
                 GArray     **sent,
                 GArray     **taken,
                 GError     **error)
{
  NoobList *sent_list;
  NoobList *taken_list;

  if (!noob_record_get (books, error, "sent", NOOB_TYPE_LIST, &sent_list, "taken", NOOB_TYPE_LIST,
                        &taken_list, NULL))
    return FALSE;

  *sent = read_numbers (sent_list, "sent", n_signals, error);
  if (*sent == NULL)
    return FALSE;

  *taken = read_numbers (taken_list, "taken", n_edges * N_FATES, error);
  if (*taken != NULL)
    return TRUE;

  g_clear_pointer (sent, g_array_unref);
  return FALSE;
}
