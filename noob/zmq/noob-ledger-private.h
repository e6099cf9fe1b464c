/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "graph/noob-tube.h"
#include "zmq/noob-tally-private.h"

G_BEGIN_DECLS

/* The books of a run: for every edge, what its source counted as sent, and what its target counted
 * as come. The return node's are kept here, since it has no process. */
typedef struct _NoobLedger NoobLedger;

/* @edges: of NoobEdge, those that the nodes know; @tube: for those to the return node. */
NoobLedger *noob_ledger_new         (GPtrArray           *edges,
                                     NoobTube            *tube);
void        noob_ledger_free        (NoobLedger          *self);

/* What the runner itself has had from @node_id, by the numbers of its @signals; NULL when nothing
 * of that node goes to the return node. */
NoobTally  *noob_ledger_get_own     (NoobLedger          *self,
                                     const char          *node_id,
                                     const char *const   *signals);

/* Books as a node reports them in its last message. @signals by their numbers. */
gboolean    noob_ledger_take_books  (NoobLedger          *self,
                                     const char          *node_id,
                                     const char *const   *signals,
                                     NoobRecord          *books,
                                     GError             **error);

/* All that @node_id has ever sent has come here. */
void        noob_ledger_set_left    (NoobLedger          *self,
                                     const char          *node_id);
gboolean    noob_ledger_has_left    (NoobLedger          *self,
                                     const char          *node_id);

/* No books are to be had of @node_id: what it sent is taken to be what came, and what was sent to
 * it to be abandoned. For good: books that come later do not count. */
void        noob_ledger_set_lost    (NoobLedger          *self,
                                     const char          *node_id);

/* Whether nothing of @node_id is missing any more. */
gboolean    noob_ledger_is_settled  (NoobLedger          *self,
                                     const char          *node_id);

/* Settles the edges of nodes that were lost; of others that do not balance, the error has the
 * figures. */
gboolean    noob_ledger_reconcile   (NoobLedger          *self,
                                     GError             **error);

/* As noob_zmq_runner_get_ledger () gives it; floating. */
GVariant   *noob_ledger_to_variant  (NoobLedger          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobLedger, noob_ledger_free)

G_END_DECLS
