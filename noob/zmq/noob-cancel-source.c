/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-cancel-source-private.h"

typedef struct
{
  GSource       source;
  GCancellable *cancellable;
  gulong        handler;
} CancelSource;

static gboolean
dispatch (GSource     *source,
          GSourceFunc  callback,
          gpointer     data)
{
  return callback (data);
}

static GSourceFuncs source_funcs = { .dispatch = dispatch };

static void
wake (GCancellable *cancellable,
      gpointer      source)
{
  g_source_set_ready_time (source, 0);
}

GSource *
noob_cancel_source_new (GCancellable *cancellable)
{
  GSource *source = g_source_new (&source_funcs, sizeof (CancelSource));
  CancelSource *self = (CancelSource *) source;

  self->cancellable = g_object_ref (cancellable);

  /* The handler may yet run in another thread when it is disconnected, so it has a reference. */
  self->handler = g_signal_connect_data (cancellable, "cancelled", G_CALLBACK (wake),
                                         g_source_ref (source), (GClosureNotify) g_source_unref,
                                         G_CONNECT_DEFAULT);
  if (g_cancellable_is_cancelled (cancellable))
    g_source_set_ready_time (source, 0);

  return source;
}

void
noob_cancel_source_free (GSource *source)
{
  CancelSource *self = (CancelSource *) source;

  g_signal_handler_disconnect (self->cancellable, self->handler);
  g_clear_object (&self->cancellable);
  g_source_destroy (source);
  g_source_unref (source);
}
