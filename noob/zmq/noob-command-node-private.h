/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "graph/noob-wiring-private.h"
#include "zmq/noob-asset-plan-private.h"
#include "zmq/noob-command-node.h"
#include "zmq/noob-batch-private.h"
#include "zmq/noob-node-host-private.h"

G_BEGIN_DECLS

/* The name under which the command node authenticates; no node can have it. */
#define NOOB_COMMAND_USER "tube"

/* Its sockets for the authenticator; those of a node go by the id of the node, which has no
 * dash. */
#define NOOB_DOMAIN_COMMAND_OUTBOX "command-outbox"
#define NOOB_DOMAIN_COMMAND_ROUTER "command-router"

typedef struct
{
  /* What a node emitted: of one signal, with values, or of all signals, without. The values come
   * first. FALSE if it is of epochs that have not begun. */
  gboolean (*events) (NoobCommandNode *command,
                      NoobBatchReader *batch,
                      gboolean         has_values,
                      gpointer         user_data);

  /* After the last message of one wake-up. */
  void (*batch_end)  (NoobCommandNode *command,
                      gpointer         user_data);

  /* A node identified itself, became ready, …: whatever initializing may wait for. */
  void (*progress)   (NoobCommandNode *command,
                      gpointer         user_data);

  /* A node reported an error. */
  void (*failed)     (NoobCommandNode *command,
                      NoobMessage     *message,
                      gpointer         user_data);

  /* A node has sent all that it ever will. */
  void (*left)       (NoobCommandNode *command,
                      const char      *node_id,
                      gpointer         user_data);

  /* A node that has left says how many events it has sent and taken. */
  void (*books)      (NoobCommandNode *command,
                      NoobMessage     *message,
                      gpointer         user_data);
} NoobCommandHandlers;

void              noob_command_node_set_handlers    (NoobCommandNode           *self,
                                                     const NoobCommandHandlers *handlers,
                                                     gpointer                   user_data);

/* Starts the host of one node, which then calls this. In the context of the command node. */
gboolean          noob_command_node_start_host      (NoobCommandNode *self,
                                                     NoobNodeHost    *host,
                                                     guint            quit_timeout,
                                                     GError         **error);

gboolean          noob_command_node_all_identified  (NoobCommandNode *self);

/* Whether every node is ready, and every pipe is confirmed in both directions. */
gboolean          noob_command_node_all_ready       (NoobCommandNode *self);

/* The end of what the process of @node_id wrote, transfer full; perhaps empty. */
typedef char *(*NoobLastWordsFunc) (const char *node_id,
                                    gpointer    user_data);

/* Why not, for a message: a line for each node that is missing, and then what it wrote. */
char             *noob_command_node_describe_missing (NoobCommandNode   *self,
                                                      NoobLastWordsFunc  last_words,
                                                      gpointer           user_data);

/* Enables or disables @node_id from root epoch @first on; those before it must have ended.
 * all_ready is FALSE until all nodes have confirmed that. */
void              noob_command_node_set_enabled     (NoobCommandNode *self,
                                                     const char      *node_id,
                                                     gboolean         enabled,
                                                     guint64          first);

/* The wiring that was announced; NULL before. */
const NoobWiring *noob_command_node_get_wiring      (NoobCommandNode *self);
/* Tells all nodes how many values there were, in a root epoch that has ended, of each asset that is
 * stored, in the order of the plan. */
void              noob_command_node_epoch_counted   (NoobCommandNode *self,
                                                     guint64          root,
                                                     GArray          *counts);
NoobAssetPlan    *noob_command_node_get_plan        (NoobCommandNode *self);

/* The signals of @node_id in the order of their numbers in batches. */
const char *const *noob_command_node_get_signals    (NoobCommandNode *self,
                                                     const char      *node_id);

G_END_DECLS
