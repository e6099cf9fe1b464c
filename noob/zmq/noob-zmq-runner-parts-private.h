/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <sys/types.h>

#include "runners/noob-runner-private.h"
#include "zmq/noob-command-node.h"
#include "zmq/noob-mailbox-private.h"
#include "zmq/noob-session-private.h"
#include "zmq/noob-transport.h"
#include "zmq/noob-zmq-runner.h"

G_BEGIN_DECLS

/* What the files share that make up a ZMQ runner, and nobody else uses. */

struct _NoobZmqRunner
{
  NoobRunner parent_instance;

  NoobTransport transport;
  guint         quit_timeout;
  guint         init_timeout;
  guint         max_in_flight;
  gboolean      autoclear_store;

  NoobMailbox  *mailbox;
  GMainContext *context; /* of the thread */
  GMainLoop    *loop;
  GThread      *thread;
  pid_t         pid;     /* of the process that the thread is in */
  NoobSession  *session; /* the thread's */
  NoobCommandNode *command; /* the session's, to be shown */
  GHashTable   *wanted;  /* set of quarks of nodes whose events are sent here */
  GArray       *ready;   /* of GValue: results of the iteration that have come already; nullable */
  guint         n_taken; /* of these */
  GVariant     *ledger;  /* of the last run; nullable */
  gboolean      listening; /* the thread's: somebody wants to hear of events or of ends of epochs */
  guint         n_heard;   /* ended epochs that the session does not know to be heard of … */
  guint         n_to_hear; /* … and how many it is told of at a time */
  guint         n_delivered; /* atomic: news of any kind */
  NoobFailure  *failure;   /* atomic: the last one, until home has heard of it */
};

typedef struct _NoobZmqCall NoobZmqCall;

/* In noob-zmq-runner.c. */
void    noob_zmq_runner_emit_node_status (NoobZmqRunner  *self,
                                          const char     *node_id,
                                          NoobNodeStatus  status);

/* In noob-zmq-runner-news.c: what the thread tells. */
extern const NoobSessionListener noob_zmq_runner_listener;
void    noob_zmq_runner_deliver      (gpointer         news,
                                      gpointer         runner);
void    noob_zmq_runner_news_free    (gpointer         news);
/* Home will return the call, after what was posted before. */
void    noob_zmq_runner_post_call    (NoobZmqRunner   *self,
                                      NoobZmqCall     *call);

/* Home will tell that @property has changed. */
void    noob_zmq_runner_post_notify  (NoobZmqRunner   *self,
                                      GParamSpec      *property);

/* In noob-zmq-runner-thread.c. */
void    noob_zmq_runner_begin_thread (NoobZmqRunner   *self);
/* With its session; what it told is delivered, if this is home. */
void    noob_zmq_runner_end_thread   (NoobZmqRunner   *self);
/* Whether the thread was left behind in another process. */
gboolean noob_zmq_runner_is_forked   (NoobZmqRunner   *self);
/* Has @func called in the thread, after what was handed over before. */
void    noob_zmq_runner_hand_over    (NoobZmqRunner   *self,
                                      GSourceFunc      func,
                                      gpointer         data,
                                      GDestroyNotify   destroy);
void    noob_zmq_runner_stop_session (NoobZmqRunner   *self);
GArray *noob_zmq_runner_list_pids    (NoobZmqRunner   *self);

/* In noob-zmq-runner-calls.c: what the thread is asked. */
void    noob_zmq_runner_set_up_calls (NoobRunnerClass *klass);
/* From the thread: a request of a call has been completed. */
void    noob_zmq_runner_complete     (NoobZmqRunner   *self,
                                      NoobRequest     *request);
void    noob_zmq_runner_return_call  (NoobZmqCall     *call);

G_END_DECLS
