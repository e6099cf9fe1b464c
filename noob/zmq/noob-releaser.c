/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-releaser-private.h"

typedef struct _Release Release;

struct _Release
{
  Release *next;
  NoobReleaser *releaser;
  GBytes *bytes;
};

struct _NoobReleaser
{
  GSource source;
  Release *released; /* a stack that any thread pushes to and the source takes whole */
  guint outstanding;
  gboolean closed;
};

static void
release_free (Release *self)
{
  g_bytes_unref (self->bytes);
  g_source_unref (&self->releaser->source);
  g_free (self);
}

static Release *
take_all (NoobReleaser *self)
{
  Release *first;

  do
    first = g_atomic_pointer_get (&self->released);
  while (!g_atomic_pointer_compare_and_exchange (&self->released, first, NULL));
  return first;
}

static gboolean
releaser_dispatch (GSource     *source,
                   GSourceFunc  callback,
                   gpointer     user_data)
{
  NoobReleaser *self = (NoobReleaser *) source;
  Release *next;

  /* Before taking: what is pushed from here on sets it anew. */
  g_source_set_ready_time (source, -1);
  for (Release *release = take_all (self); release; release = next)
    {
      next = release->next;
      self->outstanding--;
      release_free (release);
    }
  return self->closed && self->outstanding == 0 ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static GSourceFuncs releaser_funcs = { .dispatch = releaser_dispatch };

/* Runs in whichever thread zmq drops the message, mostly its I/O thread. */
static void
on_message_released (void *data,
                     void *hint)
{
  Release *release = hint;
  NoobReleaser *self = release->releaser;
  Release *first;

  if (g_source_is_destroyed (&self->source))
    {
      /* The context is gone, so there is nobody left to hand it to. */
      release_free (release);
      return;
    }
  g_source_ref (&self->source);
  do
    {
      first = g_atomic_pointer_get (&self->released);
      release->next = first;
    }
  while (!g_atomic_pointer_compare_and_exchange (&self->released, first, release));
  if (!first)
    g_source_set_ready_time (&self->source, 0);
  g_source_unref (&self->source);
}

NoobReleaser *
noob_releaser_new (GMainContext *context,
                   const char   *name)
{
  GSource *source = g_source_new (&releaser_funcs, sizeof (NoobReleaser));
  g_autofree char *source_name = g_strdup_printf ("noob-releaser-%s", name);

  g_source_set_name (source, source_name);
  g_source_attach (source, context);
  return (NoobReleaser *) source;
}

void
noob_releaser_close (NoobReleaser *self)
{
  self->closed = TRUE;
  if (self->outstanding == 0)
    g_source_destroy (&self->source);
  g_source_unref (&self->source);
}

void
noob_releaser_init_message (NoobReleaser *self,
                            zmq_msg_t    *message,
                            GBytes       *bytes)
{
  Release *release = g_new (Release, 1);
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  g_source_ref (&self->source);
  release->releaser = self;
  release->bytes = g_bytes_ref (bytes);
  self->outstanding++;
  zmq_msg_init_data (message, (gpointer) data, size, on_message_released, release);
}
