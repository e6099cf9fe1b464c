/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "zmq/noob-command-node-private.h"
#include "zmq/noob-connections-private.h"
#include "zmq/noob-peer-private.h"
#include "zmq/noob-run-directory-private.h"
#include "zmq/noob-socket-private.h"
#include "zmq/noob-watch-private.h"

G_BEGIN_DECLS

/* What the files share that make up the command node, and nobody else uses. */

struct _NoobCommandNode
{
  GObject parent_instance;

  NoobTube *tube;
  char     *runner_id;
  char     *protocol;
  guint     port;

  GMainContext *context;
  const NoobCommandHandlers *handlers;
  gpointer handlers_data;

  void             *zmq_context;
  NoobRunDirectory *directory;
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
};

/* NULL for an unknown one, or NULL. */
NoobPeer *noob_command_node_find_peer     (NoobCommandNode  *self,
                                           const char       *node_id);

/* In noob-command-node.c: signals and handlers. */
void      noob_command_node_tell_progress (NoobCommandNode  *self);
void      noob_command_node_set_status    (NoobCommandNode  *self,
                                           NoobPeer         *peer,
                                           NoobNodeStatus    status);
void      noob_command_node_emit_message  (NoobCommandNode  *self,
                                           NoobMessage      *message);

/* In noob-command-node-properties.c. */
void      noob_command_node_install_properties (GObjectClass *object_class);

/* In noob-command-node-commands.c. Takes @frames. */
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

/* In noob-command-node-sockets.c. */
gboolean  noob_command_node_open_sockets  (NoobCommandNode  *self,
                                           GError          **error);

G_END_DECLS
