/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-event.h"

G_BEGIN_DECLS

/* For events that were made elsewhere, and for the hot path: @node_id and @signal must be interned;
 * takes what @value holds (NULL: NoEvent) and leaves it zero-filled. @id 0: draw a new one;
 * @timestamp 0: the present time. */
NoobEvent *noob_event_new_take (const char *node_id,
                                const char *signal,
                                NoobEpoch  *epoch,
                                GValue     *value,
                                guint64     id,
                                gint64      timestamp);

G_END_DECLS
