/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-event.h"
#include "core/noob-record.h"

G_BEGIN_DECLS

#define NOOB_TYPE_EVENT_STORE (noob_event_store_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (NoobEventStore, noob_event_store, NOOB, EVENT_STORE, GObject)

NOOB_AVAILABLE_IN_1_0
NoobEventStore *noob_event_store_new        (void);

NOOB_AVAILABLE_IN_1_0
void            noob_event_store_add        (NoobEventStore *self,
                                             NoobEvent      *event);

NOOB_AVAILABLE_IN_1_0
NoobEvent      *noob_event_store_get        (NoobEventStore *self,
                                             NoobEpoch      *epoch,
                                             const char     *node_id,
                                             const char     *signal);

NOOB_AVAILABLE_IN_1_0
GPtrArray      *noob_event_store_get_all    (NoobEventStore *self,
                                             NoobEpoch      *epoch,
                                             const char     *node_id,
                                             const char     *signal);

NOOB_AVAILABLE_IN_1_0
NoobRecord     *noob_event_store_collect    (NoobEventStore *self,
                                             GPtrArray      *edges,
                                             NoobEpoch      *epoch);

NOOB_AVAILABLE_IN_1_0
void            noob_event_store_clear      (NoobEventStore *self,
                                             NoobEpoch      *epoch);

NOOB_AVAILABLE_IN_1_0
guint64         noob_event_store_get_n_events (NoobEventStore *self);

G_END_DECLS
