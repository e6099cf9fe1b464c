/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-mailbox-private.h"

struct _NoobMailbox
{
  GThread         *home;
  GSource         *source; /* in the home context */
  GWeakRef         owner;
  NoobMailboxFunc  deliver;
  GDestroyNotify   free_item;

  GMutex           lock;
  GCond            changed;
  GQueue           items; /* guarded */
};

/* An item may be the end of the owner, and the owner may end in another thread, so the mailbox
 * lives as long as anybody is in it. */
static void
finalize (gpointer data)
{
  NoobMailbox *self = data;

  g_source_unref (self->source);
  g_weak_ref_clear (&self->owner);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
}

static void
release (gpointer data)
{
  g_atomic_rc_box_release_full (data, finalize);
}

static gboolean
dispatch (GSource     *source,
          GSourceFunc  callback,
          gpointer     data)
{
  return callback (data);
}

static GSourceFuncs source_funcs = { .dispatch = dispatch };

static gboolean
on_ready (gpointer data)
{
  noob_mailbox_deliver (data);

  return G_SOURCE_CONTINUE;
}

NoobMailbox *
noob_mailbox_new (GObject         *owner,
                  NoobMailboxFunc  deliver,
                  GDestroyNotify   free_item)
{
  NoobMailbox *self = g_atomic_rc_box_new0 (NoobMailbox);
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  self->home = g_thread_self ();
  self->deliver = deliver;
  self->free_item = free_item;
  g_weak_ref_init (&self->owner, owner);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  g_queue_init (&self->items);

  self->source = g_source_new (&source_funcs, sizeof (GSource));
  g_source_set_static_name (self->source, "noob-mailbox");
  g_source_set_callback (self->source, on_ready, g_atomic_rc_box_acquire (self), release);
  g_source_set_can_recurse (self->source, TRUE);
  g_source_attach (self->source, context);

  return self;
}

void
noob_mailbox_free (NoobMailbox *self)
{
  g_source_destroy (self->source);
  g_mutex_lock (&self->lock);
  g_queue_clear_full (&self->items, self->free_item);
  g_mutex_unlock (&self->lock);
  release (self);
}

gboolean
noob_mailbox_is_home (NoobMailbox *self)
{
  return g_thread_self () == self->home;
}

void
noob_mailbox_post (NoobMailbox *self,
                   gpointer     item)
{
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->items, item);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  g_source_set_ready_time (self->source, 0);
}

void
noob_mailbox_complete (NoobMailbox *self,
                       gboolean    *done)
{
  g_mutex_lock (&self->lock);
  *done = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

/* Takes one item and delivers it without the lock; FALSE when there is none, or nobody any more to
 * deliver it to. */
static gboolean
deliver_one (NoobMailbox *self)
{
  gpointer owner = g_queue_is_empty (&self->items) ? NULL : g_weak_ref_get (&self->owner);
  gpointer item;

  if (owner == NULL)
    return FALSE;

  item = g_queue_pop_head (&self->items);
  g_mutex_unlock (&self->lock);
  self->deliver (item, owner);
  g_object_unref (owner);
  g_mutex_lock (&self->lock);

  return TRUE;
}

void
noob_mailbox_wait (NoobMailbox *self,
                   gboolean    *done)
{
  gboolean at_home = noob_mailbox_is_home (self);

  g_atomic_rc_box_acquire (self);
  g_mutex_lock (&self->lock);

  /* What was posted before it was done comes before it is done. */
  for (;;)
    {
      if (at_home && deliver_one (self))
        continue;
      if (*done)
        break;
      g_cond_wait (&self->changed, &self->lock);
    }

  g_mutex_unlock (&self->lock);
  release (self);
}

void
noob_mailbox_deliver (NoobMailbox *self)
{
  if (!noob_mailbox_is_home (self))
    return;

  g_atomic_rc_box_acquire (self);
  g_mutex_lock (&self->lock);
  while (deliver_one (self))
    ;
  /* Not before: whoever runs a loop of their own meanwhile has the rest delivered by that. */
  g_source_set_ready_time (self->source, -1);
  g_mutex_unlock (&self->lock);
  release (self);
}
