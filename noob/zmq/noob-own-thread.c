/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-own-thread-private.h"

#include "core/noob-converter-private.h"

static GPrivate is_own;

void
noob_own_thread_begin (GMainContext *context)
{
  g_private_set (&is_own, GINT_TO_POINTER (TRUE));
  noob_converters_keep_out_of_thread ();
  g_main_context_push_thread_default (context);
}

void
noob_own_thread_end (GMainContext *context)
{
  g_main_context_pop_thread_default (context);
}

gboolean
noob_own_thread_is_current (void)
{
  return g_private_get (&is_own) != NULL;
}
