/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-event-store.h"
#include "core/noob-failure.h"
#include "graph/noob-tube.h"
#include "zmq/noob-command-node.h"
#include "zmq/noob-message.h"

G_BEGIN_DECLS

/* One run of a tube in hosts of its nodes: from starting them to the end of the last. Lives in the
 * thread of a ZMQ runner; all of it happens there. */
typedef struct _NoobSession NoobSession;

/* Something asked of a session. It is completed once, when @error or @result is set. */
typedef struct _NoobRequest NoobRequest;
struct _NoobRequest
{
  GValue    result;
  GArray   *more;  /* of GValue: results that were there besides; nullable */
  GError   *error;
  gboolean  hears; /* whoever waits for it hears of epochs meanwhile, or never of its end */
  gboolean  done; /* the mailbox's affair */
};

typedef struct
{
  void (*completed)   (NoobRequest *request,
                       gpointer     user_data);
  void (*returns)     (gboolean     returns, /* the tube, from now on; or not */
                       gpointer     user_data);
  void (*event)       (NoobEvent   *event,
                       gpointer     user_data);
  /* @node_id is interned. */
  void (*node_status) (const char     *node_id,
                       NoobNodeStatus  status,
                       gpointer        user_data);
  /* Returns whether somebody is going to hear of it, and noob_session_heard () is to be called. */
  gboolean (*epoch_ended) (NoobEpoch *epoch,
                           gpointer   user_data);
  /* How much somebody has heard of in all: grows as long as somebody listens. */
  guint (*count_heard) (gpointer    user_data);
  void (*failed)      (NoobFailure *failure,
                       gpointer     user_data);
  void (*stopped)     (gpointer     user_data); /* a free run, by itself */
} NoobSessionListener;

typedef struct
{
  NoobTube       *tube;
  NoobEventStore *store;
  const char     *runner_id;
  const char     *protocol;
  guint           init_timeout; /* milliseconds */
  guint           quit_timeout; /* milliseconds */
  guint           max_in_flight;
  gboolean        autoclear_store;
} NoobSessionSettings;

NoobSession *noob_session_new           (const NoobSessionSettings *settings,
                                         const NoobSessionListener *listener,
                                         gpointer                   user_data);
void         noob_session_free          (NoobSession               *self);

/* Completed when all nodes are ready; on failure when all processes are gone. */
void         noob_session_initialize    (NoobSession               *self,
                                         NoobRequest               *request);
void         noob_session_deinitialize  (NoobSession               *self,
                                         NoobRequest               *request);

/* @n more epochs have been heard of to have ended. No more than may be in progress have not, so
 * that what is to be heard does not pile up; others do not begin before that. */
void         noob_session_heard         (NoobSession               *self,
                                         guint                      n);

/* From now on, events of @node_id are to be told of. */
void         noob_session_want_events   (NoobSession               *self,
                                         const char                *node_id);

/* @inputs: all inputs of that epoch. */
void         noob_session_process       (NoobSession               *self,
                                         NoobRecord                *inputs,
                                         NoobRequest               *request);

/* The next epoch of the iteration in progress; lets up to @n_wanted of them be begun. */
void         noob_session_next          (NoobSession               *self,
                                         guint64                    n_wanted,
                                         NoobRequest               *request);
void         noob_session_end_iteration (NoobSession               *self);

/* Takes effect between epochs: when those in progress have ended, before any further begins. */
void         noob_session_set_enabled   (NoobSession               *self,
                                         const char                *node_id,
                                         gboolean                   enabled,
                                         NoobRequest               *request);

void         noob_session_start         (NoobSession               *self,
                                         NoobRequest               *request);
void         noob_session_stop          (NoobSession               *self);

/* @request is completed early, with G_IO_ERROR_CANCELLED: what it was to wait for is given up. */
void         noob_session_cancel        (NoobSession               *self,
                                         NoobRequest               *request);

/* Once it is being initialized. */
NoobCommandNode *noob_session_get_command (NoobSession          *self);

GArray      *noob_session_list_pids     (NoobSession               *self);

/* The books, once they are closed. NULL when there are none. */
GVariant    *noob_session_dup_ledger    (NoobSession               *self);

G_END_DECLS
