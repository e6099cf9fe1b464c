/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-event-store.h"
#include "graph/noob-wiring-private.h"
#include "runners/noob-hosted-node-private.h"
#include "zmq/noob-batch-private.h"
#include "zmq/noob-command-private.h"
#include "zmq/noob-connections-private.h"
#include "zmq/noob-early-roots-private.h"
#include "zmq/noob-interest-private.h"
#include "zmq/noob-node-runner-private.h"
#include "zmq/noob-publisher-private.h"
#include "zmq/noob-spec-message-private.h"
#include "zmq/noob-tally-private.h"

G_BEGIN_DECLS

/* What the files share that make up the node runner, and nobody else uses. */

struct _NoobNodeRunner
{
  GObject parent_instance;

  char           *runner_id;
  char           *node_id;
  NoobNodeStatus  status;

  /* Of the host, or made by the node runner itself. */
  void      *zmq_context;
  NoobWatch *watch;
  gboolean   is_alone;  /* they are its own */
  gboolean   is_called; /* it was run once */
  gboolean   is_over;   /* it was closed */

  /* Given when it is made. */
  char      *protocol;
  char      *token;
  char      *router_address;
  char      *command_address;
  char      *outbox_address;

  GMainContext  *context;
  NoobSocket    *dealer;
  NoobSocket    *commands;
  NoobSocket    *inbox;
  NoobConnections *publishers; /* of the inbox */
  NoobPublisher *publisher;
  GSource       *work; /* runs what is ready */

  NoobNodeSpecification *spec;
  gboolean               has_own_spec; /* that was given when it was made */
  gboolean               is_told;      /* the command node has sent the specification */
  GPtrArray             *edges;        /* of NoobEdge; NULL unless given when it was made */
  NoobRecord            *inputs; /* in epochs that nobody gives any for */
  NoobHostedNode        *hosted;
  NoobWiring            *wiring;
  NoobScheduler         *scheduler;
  NoobEventStore        *store;
  GHashTable            *upstream; /* id → NoobRemote */
  GPtrArray             *events;   /* of the call in progress */

  const int *given_up;   /* atomic: not 0 once nobody waits for the node; nullable */
  gboolean working;        /* a node may iterate the main loop while it runs */
  NoobEpoch *running;      /* of the call that does; NULL: none */
  gboolean deinit_waits;   /* for it to return */
  guint    n_quick_runs;   /* calls since the last that took long */
  gboolean leaving;        /* nothing is run any more */
  gboolean hears_out;      /* those upstream before it closes */

  guint64  next_root; /* for a source: what it was told to run */
  guint64  limit;
  guint64  begun_limit; /* of root epochs that the command node has told of */
  gboolean is_source; /* as things are: it begins epochs by itself */
  gboolean joined; /* connected to those upstream, and initialized */
  gboolean is_ready;
  gboolean is_running; /* freely: it was told to start, and not to stop */

  gboolean    is_driven; /* by an application, which asks for inputs */
  GQueue      takers;    /* of GTask: who waits for the inputs of a call */
  GHashTable *calls;     /* by NoobEpoch: calls that were handed out */
  gint64   change; /* the last one of which nodes are enabled */

  gboolean    has_input;
  GHashTable *known_inputs;  /* set of root epochs whose inputs are in the store */
  guint64     granted_first; /* root epochs that have the inputs that nobody gives */
  guint64     granted_limit;
  gboolean    inputs_held;   /* which they are is not known at present */
  GArray     *parked;        /* calls that are due but for the inputs */

  NoobEndedEpochs cut; /* epochs that failed or were given up */

  GPtrArray      *asset_specs;   /* of NoobAssetSpecification; NULL before they are known */
  gboolean        has_own_asset_specs; /* that were given when it was made */
  NoobRecord     *asset_generations; /* given when it was made; nullable */
  NoobAssetPlan  *plan;          /* NULL before it is known */
  NoobAssetState *assets;        /* those that the node depends on */
  GPtrArray      *used_assets;   /* of NoobPlannedAsset: those that are not of scope `node` */
  GPtrArray      *stored_assets; /* those of them that are stored from the epoch before */
  GHashTable     *disabled;      /* set of interned ids */
  GHashTable     *cut_off;       /* set of the nodes that do not run therefore; NULL: not known */
  GHashTable     *sent_roots;    /* set of root epochs for which assets were sent on */
  GArray         *unsent_assets; /* that are yet to be sent on, though the epoch is over here */
};

/* A node that this one depends on. */
typedef struct
{
  const char   *id;
  NoobInterest *interest;
  GPtrArray    *signals; /* interned, in the order of their numbers */
  NoobTally    *tallies; /* by these numbers */
  NoobEarlyRoots early;
  gboolean      greeted;
  gboolean      left; /* nothing more comes */
} NoobRemote;

/* In noob-node-runner.c. */
void     noob_node_runner_send         (NoobNodeRunner     *self,
                                        NoobMessageType     type,
                                        NoobRecord         *value);

/* In noob-node-runner-properties.c. The edges that are known, NULL before there are. */
GPtrArray *noob_node_runner_list_edges (NoobNodeRunner     *self);
void     noob_node_runner_set_spec     (NoobNodeRunner     *self,
                                        NoobNodeSpecification *spec);
void     noob_node_runner_set_inputs   (NoobNodeRunner     *self,
                                        NoobRecord         *inputs);
void     noob_node_runner_notify_graph (NoobNodeRunner     *self);
void     noob_node_runner_notify_assets (NoobNodeRunner    *self);

/* What the command node says, in noob-node-runner.c. */
extern const NoobSocketHandlers noob_node_runner_dealer_handlers;
extern const NoobSocketHandlers noob_node_runner_command_handlers;

/* In noob-node-runner-sockets.c: to the command node. */
gboolean noob_node_runner_open_sockets (NoobNodeRunner     *self,
                                        GError            **error);
void     noob_node_runner_install_properties (GObjectClass *object_class);

/* In noob-node-runner-join.c: loading the node, meeting the others. */
gboolean noob_node_runner_load         (NoobNodeRunner     *self,
                                        NoobMessage        *message,
                                        NoobFrames         *frames,
                                        GError            **error);
gboolean noob_node_runner_join         (NoobNodeRunner     *self,
                                        NoobMessage        *message,
                                        GError            **error);
/* Tells of it, if that is so now. */
void     noob_node_runner_update_ready (NoobNodeRunner     *self);
/* Has to follow any change of which nodes are disabled. */
void     noob_node_runner_update_source (NoobNodeRunner    *self);

/* In noob-node-runner-inbox.c: events of other nodes. */
gboolean noob_node_runner_open_inbox   (NoobNodeRunner     *self,
                                        GError            **error);

/* In noob-node-runner-work.c: running epochs. */
void     noob_node_runner_add_work     (NoobNodeRunner     *self);
void     noob_node_runner_work         (NoobNodeRunner     *self);
void     noob_node_runner_wake         (NoobNodeRunner     *self);
void     noob_node_runner_do_command   (NoobNodeRunner     *self,
                                        const NoobCommand  *command);

/* Sends on what a call emitted, which is in self->events, and goes by it. */
gboolean noob_node_runner_end_call     (NoobNodeRunner     *self,
                                        NoobEpoch          *epoch,
                                        NoobEpochState     *state,
                                        GError            **error);

/* In noob-node-runner-calls.c: calls that an application makes. */
void     noob_node_runner_init_calls   (NoobNodeRunner     *self);
void     noob_node_runner_clear_calls  (NoobNodeRunner     *self);
/* Hands out one that is due; FALSE when there is none, or nobody waits. */
gboolean noob_node_runner_hand_out     (NoobNodeRunner     *self);
/* Whether the next root epoch of a source may begin. */
gboolean noob_node_runner_wants_calls  (NoobNodeRunner     *self);
void     noob_node_runner_forget_calls (NoobNodeRunner     *self,
                                        guint64             root);
/* Nobody gets any more. */
void     noob_node_runner_end_calls    (NoobNodeRunner     *self);

/* In noob-node-runner-leave.c: the end. */
void     noob_node_runner_on_deinit    (NoobNodeRunner     *self,
                                        NoobMessage        *message,
                                        NoobFrames         *frames);
/* Goes on with it, as far as it gets. */
void     noob_node_runner_leave        (NoobNodeRunner     *self);

/* In noob-node-runner-assets.c: what the node depends on that outlives a call. */
void     noob_node_runner_init_assets  (NoobNodeRunner     *self);
void     noob_node_runner_clear_assets (NoobNodeRunner     *self);
void     noob_node_runner_plan_assets  (NoobNodeRunner     *self);
void     noob_node_runner_set_disabled (NoobNodeRunner     *self,
                                        const char         *node_id,
                                        gboolean            disabled);
/* Whether it takes no part, being disabled or for want of a node that is. */
gboolean noob_node_runner_is_cut_off   (NoobNodeRunner     *self,
                                        const char         *node_id);
gboolean noob_node_runner_load_assets  (NoobNodeRunner     *self,
                                        NoobSpecMessage    *spec,
                                        GError            **error);
/* Makes what there is to be before the node is initialized. */
gboolean noob_node_runner_begin_assets (NoobNodeRunner     *self,
                                        GError            **error);
void     noob_node_runner_end_assets   (NoobNodeRunner     *self);
/* Whether the node makes @asset, rather than having it from others. */
gboolean noob_node_runner_makes        (NoobNodeRunner     *self,
                                        NoobPlannedAsset   *asset);
/* Whether all that the node needs for a call in @epoch is there. */
gboolean noob_node_runner_has_assets   (NoobNodeRunner     *self,
                                        NoobEpoch          *epoch);
/* After a call. */
gboolean noob_node_runner_send_assets  (NoobNodeRunner     *self,
                                        NoobEpoch          *epoch,
                                        GError            **error);
/* After a root epoch. */
void     noob_node_runner_end_assets_of (NoobNodeRunner    *self,
                                         guint64            root);
void     noob_node_runner_send_unsent_assets (NoobNodeRunner *self);
void     noob_node_runner_drop_unsent_assets (NoobNodeRunner *self,
                                              guint64         root);
void     noob_node_runner_take_assets  (NoobNodeRunner     *self,
                                        NoobRemote         *remote,
                                        const char         *id,
                                        NoobBatchReader    *batch);

/* In noob-node-runner-stored.c: assets that are what a node emitted in the epoch before. */
void     noob_node_runner_init_stored  (NoobNodeRunner     *self);
void     noob_node_runner_clear_stored (NoobNodeRunner     *self);
void     noob_node_runner_add_stored   (NoobNodeRunner     *self,
                                        NoobPlannedAsset   *asset);
/* Whether it is known what @asset is in root epoch @root. */
gboolean noob_node_runner_knows_stored (NoobNodeRunner     *self,
                                        NoobPlannedAsset   *asset,
                                        guint64             root);
void     noob_node_runner_take_stored  (NoobNodeRunner     *self,
                                        NoobRemote         *remote,
                                        NoobBatchReader    *batch);
/* @counts (of guint64): how many values there were in @root of each asset that is stored. */
void     noob_node_runner_count_stored (NoobNodeRunner     *self,
                                        guint64             root,
                                        GArray             *counts);
/* Nothing more is to be expected of an epoch. */
void     noob_node_runner_cut_stored   (NoobNodeRunner     *self,
                                        guint64             root);

/* In noob-node-runner-inputs.c: what the inputs of an epoch are. */
void     noob_node_runner_init_inputs   (NoobNodeRunner    *self);
void     noob_node_runner_clear_inputs  (NoobNodeRunner    *self);
void     noob_node_runner_give_inputs   (NoobNodeRunner    *self,
                                         guint64            root,
                                         NoobRecord        *inputs);
void     noob_node_runner_grant_inputs  (NoobNodeRunner    *self,
                                         guint64            first,
                                         guint64            limit);
void     noob_node_runner_hold_inputs   (NoobNodeRunner    *self);
void     noob_node_runner_forget_inputs (NoobNodeRunner    *self,
                                         guint64            root);

/* The next call that is due and whose inputs are known. */
gboolean noob_node_runner_pop           (NoobNodeRunner    *self,
                                         NoobEpochState   **state,
                                         guint             *node);

G_END_DECLS
