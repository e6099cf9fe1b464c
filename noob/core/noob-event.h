/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-epoch.h"
#include "core/noob-value.h"

G_BEGIN_DECLS

#define NOOB_TYPE_EVENT (noob_event_get_type ())

/* NoobEvent: boxed, atomically refcounted, immutable. Its node id and signal are interned strings.
 * The id has 32 random bits per maker (a maker is a thread) and 32 counting bits; when the count
 * wraps, the random half is drawn anew. The timestamp is in microseconds, UTC. */
typedef struct _NoobEvent NoobEvent;

NOOB_AVAILABLE_IN_1_0
GType         noob_event_get_type      (void) G_GNUC_CONST;

/* @value NULL: NoEvent. Copies @value, references @epoch. */
NOOB_AVAILABLE_IN_1_0
NoobEvent    *noob_event_new           (const char   *node_id,
                                        const char   *signal,
                                        NoobEpoch    *epoch,
                                        const GValue *value);

NOOB_AVAILABLE_IN_1_0
NoobEvent    *noob_event_ref           (NoobEvent    *self);

NOOB_AVAILABLE_IN_1_0
void          noob_event_unref         (NoobEvent    *self);

NOOB_AVAILABLE_IN_1_0
guint64       noob_event_get_id        (NoobEvent    *self);

NOOB_AVAILABLE_IN_1_0
gint64        noob_event_get_timestamp (NoobEvent    *self);

NOOB_AVAILABLE_IN_1_0
const char   *noob_event_get_node_id   (NoobEvent    *self);

NOOB_AVAILABLE_IN_1_0
const char   *noob_event_get_signal    (NoobEvent    *self);

/* transfer none */
NOOB_AVAILABLE_IN_1_0
NoobEpoch    *noob_event_get_epoch     (NoobEvent    *self);

/* FALSE: it is a NoEvent. */
NOOB_AVAILABLE_IN_1_0
gboolean      noob_event_has_value     (NoobEvent    *self);

/* transfer none: the value; for a NoEvent a value that holds NOOB_NO_EVENT. */
NOOB_AVAILABLE_IN_1_0
const GValue *noob_event_get_value     (NoobEvent    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobEvent, noob_event_unref)

G_END_DECLS
