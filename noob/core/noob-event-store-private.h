/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-event-store.h"

G_BEGIN_DECLS

/* For the hot path: @node_id and @signal must be interned. */

NoobEvent *noob_event_store_get_interned (NoobEventStore *self,
                                          NoobEpoch      *epoch,
                                          const char     *node_id,
                                          const char     *signal);

/* What noob_event_store_get_all() gets goes to @events, which is empty and owns nothing. */
void       noob_event_store_append_all   (NoobEventStore *self,
                                          NoobEpoch      *epoch,
                                          const char     *node_id,
                                          const char     *signal,
                                          GPtrArray      *events);

G_END_DECLS
