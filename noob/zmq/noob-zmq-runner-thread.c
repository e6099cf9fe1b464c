/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The thread of a ZMQ runner: its start, its end, and what it answers at once. */

#include "zmq/noob-zmq-runner-parts-private.h"

#include <unistd.h>

#include "zmq/noob-own-thread-private.h"

static gpointer
thread_main (gpointer data)
{
  NoobZmqRunner *self = data;

  noob_own_thread_begin (self->context);
  g_main_loop_run (self->loop);
  noob_own_thread_end (self->context);

  return NULL;
}

void
noob_zmq_runner_begin_thread (NoobZmqRunner *self)
{
  self->n_heard = 0;
  self->n_to_hear = MAX (1, self->max_in_flight / 4);
  self->pid = getpid ();
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("noob-zmq-runner", thread_main, self);
}

gboolean
noob_zmq_runner_is_forked (NoobZmqRunner *self)
{
  return self->thread != NULL && self->pid != getpid ();
}

void
noob_zmq_runner_hand_over (NoobZmqRunner  *self,
                           GSourceFunc     func,
                           gpointer        data,
                           GDestroyNotify  destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_static_name (source, "noob-zmq-runner");
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, self->context);
}

/* What the thread is asked that it answers at once. */
typedef struct
{
  NoobZmqRunner *self;
  GArray        *pids;
  gboolean       done;
} Question;

static void
ask (NoobZmqRunner *self,
     Question      *question,
     GSourceFunc    func)
{
  question->self = self;
  noob_zmq_runner_hand_over (self, func, question, NULL);
  noob_mailbox_wait (self->mailbox, &question->done);
}

static gboolean
free_in_thread (gpointer data)
{
  Question *question = data;
  NoobZmqRunner *self = question->self;

  g_clear_pointer (&self->ledger, g_variant_unref);
  if (self->session != NULL) /* initializing was not cancelled before there was one */
    self->ledger = noob_session_dup_ledger (self->session);
  g_clear_pointer (&self->session, noob_session_free);
  g_main_loop_quit (self->loop);
  noob_mailbox_complete (self->mailbox, &question->done);

  return G_SOURCE_REMOVE;
}

void
noob_zmq_runner_end_thread (NoobZmqRunner *self)
{
  Question question = { NULL, };

  ask (self, &question, free_in_thread);
  g_thread_join (g_steal_pointer (&self->thread));

  /* Sockets that were closed last hand back what they still held. */
  while (g_main_context_iteration (self->context, FALSE))
    ;

  g_clear_object (&self->command);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_hash_table_remove_all (self->wanted);
  noob_mailbox_deliver (self->mailbox);
}

static gboolean
stop_in_thread (gpointer data)
{
  Question *question = data;

  noob_session_stop (question->self->session);
  noob_mailbox_complete (question->self->mailbox, &question->done);

  return G_SOURCE_REMOVE;
}

void
noob_zmq_runner_stop_session (NoobZmqRunner *self)
{
  Question question = { NULL, };

  ask (self, &question, stop_in_thread);
}

static gboolean
list_pids_in_thread (gpointer data)
{
  Question *question = data;

  question->pids = noob_session_list_pids (question->self->session);
  noob_mailbox_complete (question->self->mailbox, &question->done);

  return G_SOURCE_REMOVE;
}

GArray *
noob_zmq_runner_list_pids (NoobZmqRunner *self)
{
  Question question = { NULL, };

  ask (self, &question, list_pids_in_thread);

  return question.pids;
}
