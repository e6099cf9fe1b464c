/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-edge.h"
#include "graph/noob-node-flags.h"

G_BEGIN_DECLS

/* The graph in dense form: nodes are small integers in topological order, and so are the signals
 * that somebody depends on. It never changes once made, so every epoch of a scheduler shares it. */

#define NOOB_SORTER_NONE G_MAXUINT

typedef struct
{
  const char    *id;
  NoobNodeFlags  flags;
  guint          generation;
  guint          n_slots;
  guint          first_signal;
  guint          n_signals;
  guint          closes;     /* the map whose subepochs a gather closes */
  gboolean       is_source;
  gboolean       is_virtual;
} NoobSorterNode;

typedef struct
{
  const char *name;
  guint       node;
  guint       first_target;
  guint       n_targets;
} NoobSorterSignal;

typedef struct
{
  guint    node;
  gboolean required;
} NoobSorterTarget;

typedef struct
{
  NoobSorterNode   *nodes;
  NoobSorterSignal *signals;
  NoobSorterTarget *targets;
  guint             n_nodes;
  guint             n_signals;
  guint             n_targets;
  guint             n_generations;
  gboolean          has_cycle;

  /*< private >*/
  GHashTable *indices;      /* interned id → index + 1 */
  guint64   **descendants;  /* by node, made on demand */
} NoobSorter;

NoobSorter *noob_sorter_new        (GPtrArray       *ids,
                                    GArray          *flags,
                                    GPtrArray       *edges);

void        noob_sorter_free       (NoobSorter      *self);

/* NOOB_SORTER_NONE when there is no such node, or nobody depends on that signal. */
guint       noob_sorter_get_node   (NoobSorter      *self,
                                    const char      *id);
guint       noob_sorter_get_signal (NoobSorter      *self,
                                    guint            node,
                                    const char      *name);

/* Whether news of @node can reach @other. */
gboolean    noob_sorter_is_above   (NoobSorter      *self,
                                    guint            node,
                                    guint            other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobSorter, noob_sorter_free)

/* Whether @id is `input` or `assets`, which emit, but are run by nobody. */
gboolean    noob_node_id_is_virtual (const char     *id);

/* Sets of small integers as words of bits. */

#define NOOB_BITS_WORDS(n) (((n) + 63) / 64)

static inline gboolean
noob_bits_get (const guint64 *bits,
               guint          index)
{
  return (bits[index / 64] >> (index % 64)) & 1;
}

static inline void
noob_bits_set (guint64 *bits,
               guint    index)
{
  bits[index / 64] |= G_GUINT64_CONSTANT (1) << (index % 64);
}

static inline void
noob_bits_unset (guint64 *bits,
                 guint    index)
{
  bits[index / 64] &= ~(G_GUINT64_CONSTANT (1) << (index % 64));
}

G_END_DECLS
