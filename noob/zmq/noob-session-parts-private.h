/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-debug-private.h"
#include "core/noob-error-private.h"
#include "graph/noob-scheduler-private.h"
#include "graph/noob-tube-private.h"
#include "nodes/noob-return.h"
#include "zmq/noob-command-node-private.h"
#include "zmq/noob-ledger-private.h"
#include "zmq/noob-node-host-private.h"
#include "zmq/noob-session-private.h"

G_BEGIN_DECLS

/* What the files share that make up a session, and nobody else uses. */

typedef enum
{
  STATE_NEW,
  STATE_STARTING,
  STATE_READY,
  STATE_CLOSING,
} NoobSessionState;

/* A root epoch that has begun and has not been handed out. */
typedef struct
{
  guint64      root;
  NoobRecord  *inputs;    /* NULL: sources run it by themselves */
  NoobRequest *request;   /* who waits for it */
  gboolean     iterated;  /* its result belongs to the iteration */
  gboolean     ended;
  GValue       result;
  GError      *error;
} NoobSessionEpoch;

/* A node that is to be enabled or disabled. */
typedef struct
{
  const char  *node_id;
  gboolean     enabled;
  gboolean     sent;
  GError      *error;
  NoobRequest *request; /* nullable: nobody waits for it any more */
} NoobSessionChange;

struct _NoobSession
{
  NoobSessionSettings        settings;
  const NoobSessionListener *listener;
  gpointer                   listener_data;

  NoobSessionState  state;
  GMainContext     *context;
  NoobCommandNode  *command;
  GPtrArray        *hosts;  /* of NoobNodeHost */
  GSource          *timeout;
  NoobRequest      *waiting; /* to be initialized or deinitialized */
  GError           *failure; /* of initializing or deinitializing, or for good */
  gboolean          announced;

  NoobScheduler    *scheduler;
  NoobReturn       *return_node;
  const char       *return_id;
  NoobRecord       *inputs;  /* of epochs to which nobody gives any; nullable */
  GHashTable       *wanted;  /* set of interned ids whose events are to be told of */
  GHashTable       *disabled; /* set of interned ids */
  GQueue            changes;  /* of NoobSessionChange: the first one is in progress */

  GPtrArray        *stored;  /* of NoobPlannedAsset: what is stored from one epoch to the next */
  GHashTable       *counts;  /* root → GArray of guint64: how many values there were of each */

  NoobLedger       *ledger; /* NULL before all nodes are ready */
  NoobEndedEpochs   cut;    /* epochs that failed or were given up */

  GHashTable       *epochs;    /* root → NoobSessionEpoch */
  GQueue            iteration; /* of the same, in order */
  GQueue            unsent;    /* of the same, until all nodes are ready for them */
  GQueue            pending;   /* of the same, not begun: as many as allowed are in progress */
  NoobRequest      *next;      /* waits for the head of the iteration */
  guint64           n_wanted;  /* by that, and after it */
  guint64           next_root;
  guint64           sent_limit;  /* no epoch from that on has been sent to the nodes … */
  guint64           ended_limit; /* … or has ended */
  gboolean          stopping;    /* what nobody wants is being taken back */
  gboolean          running;   /* freely */
  gboolean          granting;  /* epochs to that */
  guint             n_unheard; /* epochs that have ended, but nobody has heard of it yet */
  guint             n_heard_before; /* of anything, when it was looked at last */
};

/* In noob-session.c. */
void     noob_session_complete          (NoobSession       *self,
                                         NoobRequest       *request);
/* Replaces the one before; none when @func is NULL. */
void     noob_session_set_timeout       (NoobSession       *self,
                                         guint              milliseconds,
                                         GSourceFunc        func);

/* Tells whether the tube returns, when that may have changed. */
void     noob_session_tell_returns      (NoobSession       *self);

/* In noob-session-hosts.c: the hosts of the nodes, from their start to their end. */
gboolean noob_session_start_hosts       (NoobSession       *self,
                                         GError           **error);
void     noob_session_begin_closing     (NoobSession       *self,
                                         gboolean           hang_up);
/* Nobody waits any longer for nodes that are stuck. */
void     noob_session_hurry_closing     (NoobSession       *self);
/* The first failure counts. Takes @error. */
void     noob_session_fail_starting     (NoobSession       *self,
                                         GError            *error);
/* Completes closing, if nothing is to be waited for any more. */
void     noob_session_advance_closing   (NoobSession       *self);

/* In noob-session-books.c: the ledger. */
void     noob_session_open_ledger       (NoobSession       *self);
void     noob_session_on_left           (NoobCommandNode   *command,
                                         const char        *node_id,
                                         gpointer           session);
void     noob_session_on_books          (NoobCommandNode   *command,
                                         NoobMessage       *message,
                                         gpointer           session);
/* Nothing is to be heard of that node any more. */
void     noob_session_lose              (NoobSession       *self,
                                         NoobNodeHost      *host,
                                         const char        *how);
gboolean noob_session_has_left          (NoobSession       *self,
                                         NoobNodeHost      *host);
gboolean noob_session_is_settled        (NoobSession       *self,
                                         NoobNodeHost      *host);

/* In noob-session-assets.c: what is stored from one epoch to the next. */
void     noob_session_open_assets       (NoobSession       *self);
void     noob_session_count_stored      (NoobSession       *self,
                                         NoobBatchReader   *batch,
                                         const char *const *signals);
/* @root has ended. */
void     noob_session_tell_counts       (NoobSession       *self,
                                         guint64            root);

/* In noob-session-epochs.c: what begins, and what becomes of it. */
void     noob_session_epoch_free        (gpointer           epoch);
void     noob_session_on_epoch_ended    (NoobScheduler     *scheduler,
                                         NoobEpoch         *root,
                                         gpointer           session);
/* Fails an epoch, and tells the nodes to forget it. Takes @error. */
void     noob_session_fail_epoch        (NoobSession       *self,
                                         guint64            root,
                                         GError            *error);
/* The same for all epochs in progress from @first on, and all that wait to begin. */
void     noob_session_fail_open_epochs  (NoobSession       *self,
                                         guint64            first,
                                         const GError      *error);
void     noob_session_stop_by_itself    (NoobSession       *self);
/* Epochs wait until all nodes have confirmed that they send what is wanted of them. */
void     noob_session_send_unsent       (NoobSession       *self);
/* Completes @request with why nothing can be run, if so. */
gboolean noob_session_refuse            (NoobSession       *self,
                                         NoobRequest       *request);

/* If @root is in the iteration, it is the last one there. */
void     noob_session_cut_iteration     (NoobSession       *self,
                                         guint64            root);
/* Lets sources begin what is wanted, as far as there is room. */
void     noob_session_grant             (NoobSession       *self);

/* In noob-session-hearing.c: epochs do not begin before somebody has heard of those that ended. */
/* Nobody waits forever for somebody who does not listen. */
void     noob_session_watch_hearing     (NoobSession       *self);

/* In noob-session-cancel.c: completes @request early, with @error. */
void     noob_session_give_up           (NoobSession       *self,
                                         NoobRequest       *request,
                                         const GError      *error);

/* In noob-session-stop.c: epochs that nobody wants any more. Nothing begins before the nodes have
 * said what they have begun of them. */
void     noob_session_take_back         (NoobSession       *self);
/* Whether @epoch has not been sent to the nodes: it may be dropped as if it had never been. */
gboolean noob_session_is_unsent         (NoobSession       *self,
                                         NoobSessionEpoch  *epoch);
void     noob_session_drop_unsent       (NoobSession       *self,
                                         NoobSessionEpoch  *epoch);
void     noob_session_on_stopped        (NoobCommandNode   *command,
                                         guint64            next,
                                         gpointer           session);

/* In noob-session-change.c: enabling and disabling. */
void     noob_session_advance_change    (NoobSession       *self);
/* Whether @node_id failed because of the change in progress. Takes @error if so. */
gboolean noob_session_fail_change       (NoobSession       *self,
                                         const char        *node_id,
                                         GError           **error);
void     noob_session_fail_changes      (NoobSession       *self,
                                         const GError      *error);
gboolean noob_session_cancel_change     (NoobSession       *self,
                                         NoobRequest       *request,
                                         const GError      *error);

/* In noob-session-news.c: what nodes say. */
gboolean noob_session_on_events         (NoobCommandNode   *command,
                                         NoobBatchReader   *batch,
                                         gboolean           has_payloads,
                                         gpointer           session);
void     noob_session_on_failed         (NoobCommandNode   *command,
                                         NoobMessage       *message,
                                         gpointer           session);

G_END_DECLS
