/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-record.h"
#include "zmq/noob-tally-private.h"

G_BEGIN_DECLS

/* The books of a node, as the value of the message in which it reports them. */

/* @sent: of guint64, by signal. @taken: of NoobTally, one for each edge that leads to the node from
 * another, in the order in which they were announced. */
NoobRecord *noob_books_write (GArray      *sent,
                              GArray      *taken);

/* As above, if there are exactly @n_signals and @n_edges. */
gboolean    noob_books_read  (NoobRecord  *books,
                              gsize        n_signals,
                              gsize        n_edges,
                              GArray     **sent,
                              GArray     **taken,
                              GError     **error);

G_END_DECLS
