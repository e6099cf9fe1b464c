/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-event.h"
#include "graph/noob-scheduler.h"
#include "zmq/noob-frames-private.h"

G_BEGIN_DECLS

/* A batch holds what one node emitted in one or more calls: a header frame that tells of every
 * event, then, for a topic of a signal, a frame with all small values one after the other, and one
 * frame for each large value. */

#define NOOB_WIRE_LARGE 1024

/* A map may emit very many events at once. */
#define NOOB_BATCH_MAX_FRAMES (1024 * 1024)

/* The node, its events, the subepochs they belong to, who opened those, the types of values. */
#define NOOB_BATCH_HEADER_TYPE "(sa(ttxuuqqu)a(ttuu)asas)"

typedef struct
{
  guint64 root;
  guint64 id;
  gint64  timestamp;
  guint32 run_epoch; /* of the call: 0 for the root epoch, else 1 + its place in the table */
  guint32 epoch;     /* of the event */
  guint16 signal;    /* its number among the signals of the node */
  guint16 type;      /* 0: NoEvent, else 1 + its place in the table of types */
  guint32 size;      /* of the value; NOOB_WIRE_LARGE or more: it is a frame of its own */
} NoobWireEvent;

typedef struct
{
  guint64 root;
  guint64 index;
  guint32 parent; /* 0 for the root epoch, else 1 + the place of an earlier one */
  guint32 opener; /* its place in the table of names */
} NoobWireEpoch;

typedef struct _NoobBatchWriter NoobBatchWriter;

NoobBatchWriter *noob_batch_writer_new      (const char       *node_id);
void             noob_batch_writer_free     (NoobBatchWriter  *self);
gboolean         noob_batch_writer_is_empty (NoobBatchWriter  *self);
gsize            noob_batch_writer_get_size (NoobBatchWriter  *self);

/* @payload: what the codec made of the value; NULL: none is sent, though the event may have
 * one. */
void             noob_batch_writer_add      (NoobBatchWriter  *self,
                                             NoobEpoch        *run_epoch,
                                             guint             signal,
                                             NoobEvent        *event,
                                             GVariant         *payload);

/* The frames after the topic (of GBytes); the writer is empty then. */
GPtrArray       *noob_batch_writer_finish   (NoobBatchWriter  *self,
                                             gboolean          has_payloads);

typedef struct
{
  const char          *node_id;
  const NoobWireEvent *events;
  gsize                n_events;

  /*< private >*/
  GVariant            *header;
  GPtrArray           *epochs; /* of NoobEpoch, in the order of the table */
  NoobEpoch           *root;   /* the last root epoch that was asked for */
  GPtrArray           *types; /* of const char * */
  NoobFrames          *frames;
  GBytes              *small;
  gsize                next_offset;
  guint                next_frame;
} NoobBatchReader;

/* Reads the frames from @first on; FALSE when they are malformed. */
gboolean         noob_batch_reader_init          (NoobBatchReader      *self,
                                                  NoobFrames           *frames,
                                                  guint                 first,
                                                  gboolean              has_payloads,
                                                  GError              **error);
void             noob_batch_reader_clear         (NoobBatchReader      *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NoobBatchReader, noob_batch_reader_clear)

/* transfer none, until the next call. */
NoobEpoch       *noob_batch_reader_get_epoch     (NoobBatchReader      *self,
                                                  const NoobWireEvent  *event);
NoobEpoch       *noob_batch_reader_get_run_epoch (NoobBatchReader      *self,
                                                  const NoobWireEvent  *event);

/* Whether all events are of signals below @n_signals. */
gboolean         noob_batch_reader_check_signals (NoobBatchReader      *self,
                                                  guint                 n_signals,
                                                  GError              **error);

/* @wire as an event; to be called for each one, or each that has a value, in their order. The
 * strings must be interned. */
NoobEvent       *noob_batch_reader_next_event    (NoobBatchReader      *self,
                                                  const NoobWireEvent  *wire,
                                                  const char           *node_id,
                                                  const char           *signal,
                                                  GError              **error);

/* Tells @scheduler of every call that the batch tells of; @signals by their numbers, which have
 * been checked. */
void             noob_batch_reader_tell          (NoobBatchReader      *self,
                                                  NoobScheduler        *scheduler,
                                                  const char *const    *signals);

G_END_DECLS
