/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-edge.h"

G_BEGIN_DECLS

/* What one node has to hear of another one, as the graph gives it: the values of the signals that
 * it is wired to, and, where its slots depend on more than those, the headers of all signals. */
typedef struct
{
  const char *publisher; /* interned */
  GPtrArray  *signals; /* interned */
  gboolean    headers;
} NoobInterest;

/* NULL when @subscriber does not depend on @publisher, directly or not. @edges are those of the
 * tube. */
NoobInterest *noob_interest_new    (GPtrArray    *edges,
                                    const char   *subscriber,
                                    const char   *publisher);
void          noob_interest_free   (NoobInterest *self);

/* The topics to subscribe to (of GBytes). */
GPtrArray    *noob_interest_topics (NoobInterest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobInterest, noob_interest_free)

G_END_DECLS
