/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "zmq/noob-asset-plan-private.h"
#include "zmq/noob-command-node-private.h"
#include "zmq/noob-connections-private.h"
#include "zmq/noob-peer-private.h"
#include "zmq/noob-run-directory-private.h"
#include "zmq/noob-socket-private.h"
#include "zmq/noob-watch-private.h"

G_BEGIN_DECLS

/* What the files share that make up the command node, and nobody else uses. */

typedef enum
{
  NOOB_COMMAND_PHASE_IDLE,
  NOOB_COMMAND_PHASE_RUNNING,
  NOOB_COMMAND_PHASE_ANNOUNCED,
  NOOB_COMMAND_PHASE_CLOSED,
} NoobCommandPhase;

struct _NoobCommandNode
{
  GObject parent_instance;

  NoobTube *tube;
  NoobAssetPlan *plan; /* of its assets */
  char     *runner_id;
  char     *protocol;
  guint     port;

  GMainContext *context;
  const NoobCommandHandlers *handlers;
  gpointer handlers_data;

  NoobZmqContext   *zmq_context;
  NoobRunDirectory *directory; /* NULL within one process, like the watch */
  NoobWatch        *watch;
  NoobSocket       *outbox;
  NoobSocket       *router;
  NoobSocket       *inbox;
  NoobConnections  *publishers; /* of the inbox */
  char             *pub_address;
  char             *router_address;
  char             *token; /* from which its own passwords are derived */

  GPtrArray  *peers; /* of NoobPeer */
  GHashTable *peers_by_id;
  GHashTable *wanted; /* set of interned ids: nodes of which all values are wanted */
  NoobWiring *wiring;
  GBytes     *announcement; /* that waits until all nodes hear */
  GPtrArray  *ready_waits;  /* of NoobReadyWait, which belong to who waits */
  GPtrArray  *held;         /* of the frames of commands that come after it */
  int         phase;        /* atomic: a NoobCommandPhase */

  guint64  granted_limit;   /* no epoch from that on has been granted to sources … */
  guint64  processed_limit; /* … or begun one by one */
  guint    n_stops;
  gboolean stopping; /* not all nodes have answered the last of these */
};

typedef gboolean (*NoobCommandNodeCall) (NoobCommandNode  *self,
                                         gpointer          data,
                                         GError          **error);

/* NULL for an unknown one, or NULL. */
NoobPeer *noob_command_node_find_peer     (NoobCommandNode  *self,
                                           const char       *node_id);

/* The same, but that is an error. */
NoobPeer *noob_command_node_check_node    (NoobCommandNode  *self,
                                           const char       *node_id,
                                           GError          **error);

/* In noob-command-node-thread.c. Calls @func in the context of the command node, and waits for it:
 * in this thread, if it has the context or can have it, else in the one that has it. */
gboolean  noob_command_node_call          (NoobCommandNode      *self,
                                           NoobCommandNodeCall   func,
                                           gpointer              data,
                                           GError              **error);

/* In noob-command-node-ready.c: after what may concern those who wait for nodes. */
typedef struct _NoobReadyWait NoobReadyWait;
void      noob_command_node_update_waits  (NoobCommandNode  *self);

/* In noob-command-node-start.c. Publishes the announcement, once all nodes hear it. */
void      noob_command_node_send_announcement (NoobCommandNode *self);

/* In noob-command-node.c: signals and handlers. */
void      noob_command_node_tell_progress (NoobCommandNode  *self);
void      noob_command_node_set_status    (NoobCommandNode  *self,
                                           NoobPeer         *peer,
                                           NoobNodeStatus    status);

/* @peer will never be ready, since it @trouble. */
void      noob_command_node_set_trouble   (NoobCommandNode  *self,
                                           NoobPeer         *peer,
                                           const char       *trouble);
void      noob_command_node_emit_event    (NoobCommandNode  *self,
                                           GQuark            node_id,
                                           NoobEvent        *event);
gboolean  noob_command_node_wants_events  (NoobCommandNode  *self,
                                           GQuark            node_id);
void      noob_command_node_emit_message  (NoobCommandNode  *self,
                                           NoobMessage      *message);
void      noob_command_node_emit_stopped  (NoobCommandNode  *self,
                                           guint64           next);

/* In noob-command-node-properties.c. */
void      noob_command_node_install_properties (GObjectClass *object_class);

/* In noob-command-node-stop.c: taking back epochs. */
gboolean  noob_command_node_on_stop       (NoobCommandNode  *self,
                                           NoobPeer         *peer,
                                           NoobMessage      *message);
/* When a node may have been the last that an answer was missing of. */
void      noob_command_node_advance_stop  (NoobCommandNode  *self);

/* In noob-command-node-commands.c. Whether all nodes have been told of each other, as they have to be to understand commands. */
gboolean  noob_command_node_check_announced (NoobCommandNode  *self,
                                             const char       *command,
                                             GError          **error);

/* After the announcement has been sent. */
void      noob_command_node_release_held  (NoobCommandNode  *self);

/* Takes @frames. */
void      noob_command_node_publish       (NoobCommandNode  *self,
                                           const char       *topic,
                                           GPtrArray        *frames);

/* In noob-command-node-inbox.c: events of nodes. */
gboolean  noob_command_node_open_inbox    (NoobCommandNode  *self,
                                           GError          **error);
gboolean  noob_command_node_listen_to     (NoobCommandNode  *self,
                                           NoobPeer         *peer,
                                           GError          **error);

/* In noob-command-node-router.c: what nodes say. */
void      noob_command_node_on_router_message (NoobSocket   *socket,
                                               NoobFrames   *frames,
                                               gpointer      command_node);

/* In noob-command-node-sockets.c. In the context of the command node, or when nobody uses it any
 * more. */
void      noob_command_node_close_sockets (NoobCommandNode  *self);
gboolean  noob_command_node_open_sockets  (NoobCommandNode  *self,
                                           GError          **error);

G_END_DECLS
