/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-command-node-parts-private.h"

/* From any thread into the context of the command node, and back with what came of it. */

typedef struct
{
  NoobCommandNode     *command;
  NoobCommandNodeCall  func;
  gpointer             data;
  GError             **error;
  gboolean             result;

  GMutex               lock;
  GCond                changed;
  gboolean             done; /* guarded */
} HandOver;

/* What is made in the call has to belong to the context too. */
static gboolean
call_here (NoobCommandNode      *self,
           NoobCommandNodeCall   func,
           gpointer              data,
           GError              **error)
{
  gboolean result;

  g_main_context_push_thread_default (self->context);
  result = func (self, data, error);
  g_main_context_pop_thread_default (self->context);

  return result;
}

static gboolean
on_handed_over (gpointer data)
{
  HandOver *self = data;

  self->result = call_here (self->command, self->func, self->data, self->error);

  g_mutex_lock (&self->lock);
  self->done = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);

  return G_SOURCE_REMOVE;
}

static void
hand_over (HandOver     *self,
           GMainContext *context)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);

  /* Among other commands, in the order in which they were given. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "noob-command-node");
  g_source_set_callback (source, on_handed_over, self, NULL);
  g_source_attach (source, context);

  g_mutex_lock (&self->lock);
  while (!self->done)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);

  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
}

gboolean
noob_command_node_call (NoobCommandNode      *self,
                        NoobCommandNodeCall   func,
                        gpointer              data,
                        GError              **error)
{
  HandOver handed = { self, func, data, error, FALSE, };

  if (g_main_context_acquire (self->context))
    {
      handed.result = call_here (self, func, data, error);
      g_main_context_release (self->context);
    }
  else
    {
      hand_over (&handed, self->context);
    }

  return handed.result;
}
