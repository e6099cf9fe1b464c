/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-record.h"
#include "runners/noob-hosted-node-private.h"
#include "zmq/noob-socket-private.h"
#include "zmq/noob-watch-private.h"

G_BEGIN_DECLS

/* The outbox of a node: who may have what, and what it has emitted since it was last flushed. */
typedef struct _NoobPublisher NoobPublisher;

/* Once every expected subscriber has subscribed to all that it is to have. */
typedef void (*NoobPublisherFunc) (gpointer user_data);

/* Binds at @address. @watch authenticates who connects; NULL within one process. @subscribers is
 * from the spec message: by name, who they are and what they may have. */
NoobPublisher *noob_publisher_new         (void               *zmq_context,
                                           NoobWatch          *watch,
                                           const char         *node_id,
                                           const char         *address,
                                           NoobRecord         *subscribers,
                                           NoobPublisherFunc   complete,
                                           gpointer            user_data,
                                           GError            **error);

void           noob_publisher_free        (NoobPublisher      *self);

/* Nobody is left for whom freeing it should wait. */
void           noob_publisher_abandon     (NoobPublisher      *self);

gboolean       noob_publisher_is_complete (NoobPublisher      *self);

/* Keeps the events of one call. Values are encoded only if somebody has subscribed to them; one
 * that has no form is an error that names the signal, and then nothing of the call is kept. */
gboolean       noob_publisher_add         (NoobPublisher      *self,
                                           NoobHostedNode     *hosted,
                                           NoobEpoch          *run_epoch,
                                           GPtrArray          *events,
                                           GError            **error);

/* The same for an asset, of which nobody else is told. @may_change: its value may lie in memory that
 * nodes go on to change. */
gboolean       noob_publisher_add_asset   (NoobPublisher      *self,
                                           const char         *asset_id,
                                           NoobEpoch          *epoch,
                                           const GValue       *value,
                                           gboolean            may_change,
                                           GError            **error);

gsize          noob_publisher_get_size    (NoobPublisher      *self);

/* Sends what was kept: values first, then the headers that set others going. */
void           noob_publisher_flush       (NoobPublisher      *self);

/* Tells all subscribers that nothing more comes. */
void           noob_publisher_say_farewell (NoobPublisher     *self);

/* How many events were sent to whoever takes them (of guint64), by signal. Transfer none. */
GArray        *noob_publisher_count_sent  (NoobPublisher      *self,
                                           NoobHostedNode     *hosted);

G_END_DECLS
