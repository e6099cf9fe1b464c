/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-edge.h"
#include "zmq/noob-asset-plan-private.h"

G_BEGIN_DECLS

/* What one node has to hear of another one, as the graph gives it: the values of the signals that
 * it is wired to, and, where its slots depend on more than those, the headers of all signals; the
 * assets that it may get from there; and what is emitted there that is stored as an asset. */
typedef struct
{
  const char *publisher; /* interned */
  gboolean    is_upstream; /* directly or not */
  GPtrArray  *signals; /* interned */
  gboolean    headers;
  GPtrArray  *assets;  /* interned */
  GPtrArray  *stored;  /* signals; interned */
} NoobInterest;

/* NULL when @subscriber has nothing to hear of @publisher. @edges are those of the tube, @plan
 * (nullable) tells of its assets. */
NoobInterest *noob_interest_new    (GPtrArray     *edges,
                                    NoobAssetPlan *plan,
                                    const char    *subscriber,
                                    const char    *publisher);
void          noob_interest_free   (NoobInterest *self);

/* The topics to subscribe to (of GBytes). */
GPtrArray    *noob_interest_topics (NoobInterest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobInterest, noob_interest_free)

G_END_DECLS
