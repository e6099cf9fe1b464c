/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-epoch.h"
#include "core/noob-value.h"

G_BEGIN_DECLS

#define NOOB_TYPE_EVENT (noob_event_get_type ())

typedef struct _NoobEvent NoobEvent;

NOOB_AVAILABLE_IN_1_0
GType         noob_event_get_type      (void) G_GNUC_CONST;

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

NOOB_AVAILABLE_IN_1_0
NoobEpoch    *noob_event_get_epoch     (NoobEvent    *self);

NOOB_AVAILABLE_IN_1_0
gboolean      noob_event_has_value     (NoobEvent    *self);

NOOB_AVAILABLE_IN_1_0
const GValue *noob_event_get_value     (NoobEvent    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobEvent, noob_event_unref)

G_END_DECLS
