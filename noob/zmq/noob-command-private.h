/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-record.h"
#include "zmq/noob-frames-private.h"
#include "zmq/noob-message.h"

G_BEGIN_DECLS

/* What the command node tells all nodes about epochs. */

typedef enum
{
  NOOB_COMMAND_PROCESS = 1,
  NOOB_COMMAND_START,
  NOOB_COMMAND_EPOCH_ENDED,
  NOOB_COMMAND_STOP,
  NOOB_COMMAND_EPOCH_COUNTED,
} NoobCommandKind;

typedef struct
{
  NoobCommandKind  kind;
  guint64          first;  /* process, epoch_counted: the root epoch; start: the first one; stop: which
                              stop */
  guint64          limit;  /* start: the first one not to begin */
  GArray          *numbers; /* of guint64. epoch_ended: root epochs; epoch_counted: how many values
                               there were of each asset that is stored, in the order of the plan */
  NoobRecord      *inputs; /* process */
} NoobCommand;

/* The frames after the topic (of GBytes). */
GPtrArray *noob_command_write_process     (guint64         root,
                                           NoobRecord     *inputs,
                                           GError        **error);
GPtrArray *noob_command_write_start       (guint64         first,
                                           guint64         limit);
GPtrArray *noob_command_write_stop        (guint64         count);
GPtrArray *noob_command_write_epoch_ended (const guint64  *roots,
                                           gsize           n_roots);
GPtrArray *noob_command_write_epoch_counted (guint64        root,
                                             const guint64 *counts,
                                             gsize          n_counts);

gboolean   noob_command_read              (NoobFrames     *frames,
                                           guint           first,
                                           NoobCommand    *command,
                                           GError        **error);
/* The same, as a message tells it. */
NoobMessageType  noob_command_get_message_type (const NoobCommand *self);
NoobRecord      *noob_command_to_record        (const NoobCommand *self);

void       noob_command_clear             (NoobCommand    *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NoobCommand, noob_command_clear)

G_END_DECLS
