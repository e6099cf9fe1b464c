/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-record.h"

G_BEGIN_DECLS

#define NOOB_TYPE_MESSAGE (noob_message_get_type ())
#define NOOB_TYPE_MESSAGE_TYPE (noob_message_type_get_type ())
#define NOOB_TYPE_NODE_STATUS (noob_node_status_get_type ())

/**
 * NoobMessageType:
 * @NOOB_MESSAGE_SPEC: a host asks for the specification of a node, and gets it.
 * @NOOB_MESSAGE_IDENTIFY: a node says what it is: slots, signals, statefulness, outbox.
 * @NOOB_MESSAGE_ANNOUNCE: the command node tells all nodes of all nodes.
 * @NOOB_MESSAGE_STATUS: a node says how it is.
 * @NOOB_MESSAGE_ERROR: a node reports an error.
 * @NOOB_MESSAGE_PING: the command node asks for the status.
 * @NOOB_MESSAGE_PROCESS: run one epoch.
 * @NOOB_MESSAGE_START: run epochs up to a limit.
 * @NOOB_MESSAGE_STOP: begin no more epochs.
 * @NOOB_MESSAGE_EPOCH_ENDED: epochs have ended.
 * @NOOB_MESSAGE_DEINIT: release all and end.
 * @NOOB_MESSAGE_EVENT: what nodes emitted.
 * @NOOB_MESSAGE_ENABLE: a node is enabled or disabled.
 * @NOOB_MESSAGE_BOOKS: a node says how many events it has sent and taken.
 *
 * The kinds of messages between a command node and node runners.
 *
 * Since: 1.0
 */
typedef enum
{
  NOOB_MESSAGE_SPEC,
  NOOB_MESSAGE_IDENTIFY,
  NOOB_MESSAGE_ANNOUNCE,
  NOOB_MESSAGE_STATUS,
  NOOB_MESSAGE_ERROR,
  NOOB_MESSAGE_PING,
  NOOB_MESSAGE_PROCESS,
  NOOB_MESSAGE_START,
  NOOB_MESSAGE_STOP,
  NOOB_MESSAGE_EPOCH_ENDED,
  NOOB_MESSAGE_DEINIT,
  NOOB_MESSAGE_EVENT,
  NOOB_MESSAGE_ENABLE,
  NOOB_MESSAGE_BOOKS,
} NoobMessageType;

/**
 * NoobNodeStatus:
 * @NOOB_NODE_STATUS_STOPPED: the node is not doing anything, and not ready to.
 * @NOOB_NODE_STATUS_WAITING: the node waits for those it is connected to.
 * @NOOB_NODE_STATUS_READY: the node can run.
 * @NOOB_NODE_STATUS_RUNNING: the node runs, or would if there were something to.
 * @NOOB_NODE_STATUS_CLOSED: the node has released all.
 *
 * How a node is.
 *
 * Since: 1.0
 */
typedef enum
{
  NOOB_NODE_STATUS_STOPPED,
  NOOB_NODE_STATUS_WAITING,
  NOOB_NODE_STATUS_READY,
  NOOB_NODE_STATUS_RUNNING,
  NOOB_NODE_STATUS_CLOSED,
} NoobNodeStatus;

typedef struct _NoobMessage NoobMessage;

NOOB_AVAILABLE_IN_1_0
GType           noob_message_get_type         (void) G_GNUC_CONST;

NOOB_AVAILABLE_IN_1_0
GType           noob_message_type_get_type    (void) G_GNUC_CONST;

NOOB_AVAILABLE_IN_1_0
GType           noob_node_status_get_type     (void) G_GNUC_CONST;

NOOB_AVAILABLE_IN_1_0
NoobMessage    *noob_message_new              (NoobMessageType  message_type,
                                               const char      *node_id,
                                               NoobRecord      *value);

NOOB_AVAILABLE_IN_1_0
NoobMessage    *noob_message_new_from_json    (const char      *data,
                                               gssize           length,
                                               GError         **error);

NOOB_AVAILABLE_IN_1_0
NoobMessage    *noob_message_ref              (NoobMessage     *self);

NOOB_AVAILABLE_IN_1_0
void            noob_message_unref            (NoobMessage     *self);

NOOB_AVAILABLE_IN_1_0
NoobMessageType noob_message_get_message_type (NoobMessage     *self);

NOOB_AVAILABLE_IN_1_0
const char     *noob_message_get_node_id      (NoobMessage     *self);

NOOB_AVAILABLE_IN_1_0
gint64          noob_message_get_timestamp    (NoobMessage     *self);

NOOB_AVAILABLE_IN_1_0
NoobRecord     *noob_message_get_value        (NoobMessage     *self);

NOOB_AVAILABLE_IN_1_0
char           *noob_message_to_json          (NoobMessage     *self,
                                               GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobMessage, noob_message_unref)

G_END_DECLS
