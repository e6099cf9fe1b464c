/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "spec/noob-node-specification.h"
#include "zmq/noob-bootstrap-private.h"
#include "zmq/noob-zmq-context-private.h"

G_BEGIN_DECLS

/* What runs one node, as the runner sees it: a process, or a thread of this one. Belongs to the
 * thread-default main context in which it was made. */
typedef struct _NoobNodeHost NoobNodeHost;
typedef struct _NoobNodeHostClass NoobNodeHostClass;

/* Once, when it has ended; @how is "exited with status 3" or the like. */
typedef void (*NoobNodeHostFunc) (NoobNodeHost *host,
                                  const char   *how,
                                  gpointer      user_data);

struct _NoobNodeHostClass
{
  const char *kind;      /* "process", … */
  const char *given_up;  /* what becomes of one that does not end in time */

  /* Whether this kind of host can run @node, as far as its type tells. NOOB_ERROR_LOAD names it. */
  gboolean      (*check)              (NoobNodeSpecification  *node,
                                       GError                **error);

  NoobNodeHost *(*create)             (const char             *runner_id,
                                       NoobNodeSpecification  *node);
  void          (*free)               (NoobNodeHost           *self);

  /* Takes @bootstrap. */
  gboolean      (*start)              (NoobNodeHost           *self,
                                       NoobBootstrap          *bootstrap,
                                       NoobZmqContext         *zmq_context,
                                       GError                **error);

  /* Has it end, whatever it has heard of that. */
  void          (*hang_up)            (NoobNodeHost           *self);

  /* Does not wait for it any longer; it has ended soon, then. */
  void          (*give_up)            (NoobNodeHost           *self);

  /* Gives back what it has kept for others; nullable. Once it has ended, and the command node is
   * closed. */
  void          (*release)            (NoobNodeHost           *self);

  GPid          (*get_pid)            (NoobNodeHost           *self);
  int           (*get_exit_status)    (NoobNodeHost           *self);
  char         *(*dup_last_words)     (NoobNodeHost           *self);
};

/* What all kinds begin with. */
struct _NoobNodeHost
{
  const NoobNodeHostClass *klass;
  char                    *node_id;
  NoobNodeHostFunc         on_ended;
  gpointer                 user_data;
  gboolean                 ended;
};

/* For the protocol of a command node; NULL for one that is not known. */
const NoobNodeHostClass *noob_node_host_class_for (const char *protocol);

extern const NoobNodeHostClass noob_process_host_class;
extern const NoobNodeHostClass noob_thread_host_class;

NoobNodeHost *noob_node_host_new             (const NoobNodeHostClass *klass,
                                              const char              *runner_id,
                                              NoobNodeSpecification   *node,
                                              NoobNodeHostFunc         on_ended,
                                              gpointer                 user_data);
void          noob_node_host_free            (NoobNodeHost            *self);

/* Takes @bootstrap. */
gboolean      noob_node_host_start           (NoobNodeHost            *self,
                                              NoobBootstrap           *bootstrap,
                                              NoobZmqContext          *zmq_context,
                                              GError                 **error);

/* For the kinds of hosts: tells that it has ended. The host may be gone then. */
void          noob_node_host_tell_ended      (NoobNodeHost            *self,
                                              const char              *how);

void          noob_node_host_hang_up         (NoobNodeHost            *self);
void          noob_node_host_give_up         (NoobNodeHost            *self);
void          noob_node_host_release         (NoobNodeHost            *self);

/* The process that it is; 0 if it has ended, or is none. */
GPid          noob_node_host_get_pid         (NoobNodeHost            *self);

/* 0 if it ended well. */
int           noob_node_host_get_exit_status (NoobNodeHost            *self);

/* The end of what it wrote, as far as that is known; perhaps empty. */
char         *noob_node_host_dup_last_words  (NoobNodeHost            *self);

G_END_DECLS
