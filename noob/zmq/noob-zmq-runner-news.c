/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From the thread of a ZMQ runner to its home: what is to be told there, in order. */

#include "zmq/noob-zmq-runner-parts-private.h"

typedef enum
{
  NEWS_EVENT,
  NEWS_NODE_STATUS,
  NEWS_EPOCH_ENDED,
  NEWS_FAILED,
  NEWS_STOPPED,
  NEWS_CALL_ENDED,
  NEWS_NOTIFY,
} NewsKind;

typedef struct
{
  NewsKind       kind;
  gpointer       what;
  NoobNodeStatus status;
} News;

void
noob_zmq_runner_news_free (gpointer data)
{
  News *news = data;

  switch (news->kind)
    {
    case NEWS_EVENT:
      noob_event_unref (news->what);
      break;
    case NEWS_EPOCH_ENDED:
      noob_epoch_unref (news->what);
      break;
    case NEWS_NOTIFY:
      g_param_spec_unref (news->what);
      break;
    case NEWS_NODE_STATUS: /* whose id is interned */
    case NEWS_FAILED: /* which is the runner's */
    case NEWS_STOPPED:
    case NEWS_CALL_ENDED: /* which holds the runner, and with it the mailbox */
      break;
    }

  g_free (news);
}

static void
post (NoobZmqRunner *self,
      News           contents)
{
  noob_mailbox_post (self->mailbox, g_memdup2 (&contents, sizeof contents));
}

void
noob_zmq_runner_post_call (NoobZmqRunner *self,
                           NoobZmqCall   *call)
{
  post (self, (News) { NEWS_CALL_ENDED, call });
}

void
noob_zmq_runner_post_notify (NoobZmqRunner *self,
                             GParamSpec    *property)
{
  post (self, (News) { NEWS_NOTIFY, g_param_spec_ref (property) });
}

typedef struct
{
  NoobZmqRunner *self;
  guint          n;
} Heard;

static gboolean
heard_in_thread (gpointer data)
{
  Heard *heard = data;

  if (heard->self->session != NULL)
    noob_session_heard (heard->self->session, heard->n);

  return G_SOURCE_REMOVE;
}

/* Tells the session what has been heard of, several epochs at a time. */
static void
hear_of_epoch (NoobZmqRunner *self)
{
  Heard *heard;

  if (++self->n_heard < self->n_to_hear || self->context == NULL)
    return;

  heard = g_new (Heard, 1);
  *heard = (Heard) { self, self->n_heard };
  self->n_heard = 0;
  noob_zmq_runner_hand_over (self, heard_in_thread, heard, g_free);
}

static void
hear_of_failure (NoobZmqRunner *self)
{
  g_autoptr (NoobFailure) failure = g_atomic_pointer_exchange (&self->failure, NULL);

  noob_runner_set_failure (NOOB_RUNNER (self), failure);
}

void
noob_zmq_runner_deliver (gpointer item,
                         gpointer data)
{
  NoobRunner *runner = data;
  News *news = item;

  switch (news->kind)
    {
    case NEWS_EVENT:
      noob_runner_emit_event (runner, news->what);
      break;
    case NEWS_NODE_STATUS:
      noob_zmq_runner_emit_node_status (data, news->what, news->status);
      if (news->status == NOOB_NODE_STATUS_READY)
        noob_runner_emit_node_ready (runner, news->what);
      break;
    case NEWS_EPOCH_ENDED:
      noob_runner_emit_epoch_ended (runner, news->what);
      hear_of_epoch (data);
      break;
    case NEWS_FAILED:
      hear_of_failure (data);
      break;
    case NEWS_STOPPED:
      noob_runner_set_running (runner, FALSE);
      break;
    case NEWS_CALL_ENDED:
      noob_zmq_runner_return_call (news->what);
      break;
    case NEWS_NOTIFY:
      g_object_notify_by_pspec (G_OBJECT (runner), news->what);
      break;
    }

  g_atomic_int_inc (&((NoobZmqRunner *) data)->n_delivered);
  noob_zmq_runner_news_free (news);
}

static void
on_completed (NoobRequest *request,
              gpointer     data)
{
  noob_zmq_runner_complete (data, request);
}

static void
on_returns (gboolean returns,
            gpointer data)
{
  noob_runner_set_returns (data, returns);
}

/* Nodes may go on to send events after those who wanted them have gone. */
static void
on_event (NoobEvent *event,
          gpointer   data)
{
  if (((NoobZmqRunner *) data)->listening)
    post (data, (News) { NEWS_EVENT, noob_event_ref (event) });
}

static void
on_node_status (const char     *node_id,
                NoobNodeStatus  status,
                gpointer        data)
{
  post (data, (News) { NEWS_NODE_STATUS, (gpointer) node_id, status });
}

static gboolean
on_epoch_ended (NoobEpoch *epoch,
                gpointer   data)
{
  NoobZmqRunner *self = data;

  if (!self->listening)
    return FALSE;

  post (self, (News) { NEWS_EPOCH_ENDED, noob_epoch_ref (epoch) });
  return TRUE;
}

static guint
count_heard (gpointer data)
{
  return (guint) g_atomic_int_get (&((NoobZmqRunner *) data)->n_delivered);
}

/* Only the last failure can be looked at: earlier ones must not pile up. */
static void
on_failed (NoobFailure *failure,
           gpointer     data)
{
  NoobZmqRunner *self = data;
  NoobFailure *earlier =
    g_atomic_pointer_exchange (&self->failure, noob_failure_ref (failure));

  if (earlier != NULL)
    noob_failure_unref (earlier);
  else
    post (self, (News) { NEWS_FAILED });
}

static void
on_stopped (gpointer data)
{
  post (data, (News) { NEWS_STOPPED });
}

const NoobSessionListener noob_zmq_runner_listener = {
  .completed = on_completed,
  .returns = on_returns,
  .event = on_event,
  .node_status = on_node_status,
  .epoch_ended = on_epoch_ended,
  .count_heard = count_heard,
  .failed = on_failed,
  .stopped = on_stopped,
};
