/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-slot.h"
#include "graph/noob-tube.h"

G_BEGIN_DECLS

/* What a node says of itself once its code is known. */
typedef struct
{
  const char *id; /* interned */
  GPtrArray  *slots;   /* of NoobSlot */
  char      **signals;
  gboolean    stateful;
} NoobIdentity;

NoobIdentity  *noob_identity_new             (const char        *id,
                                              GPtrArray         *slots,
                                              char             **signals,
                                              gboolean           stateful);
void           noob_identity_free            (NoobIdentity      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobIdentity, noob_identity_free)

/* The graph as its nodes complete it: edges lead to slots by name, and say whether they are
 * required. The return node is not part of it. */
typedef struct
{
  GPtrArray *ids;   /* interned */
  GArray    *flags; /* of NoobNodeFlags */
  GPtrArray *edges; /* of NoobEdge */
} NoobWiring;

NoobWiring    *noob_wiring_new               (void);
void           noob_wiring_free              (NoobWiring        *self);
void           noob_wiring_add_node          (NoobWiring        *self,
                                              const char        *id,
                                              NoobNodeFlags      flags);

/* Checks every dependency of @tube against what its nodes say of themselves (@identities: id →
 * NoobIdentity, one for each node but the return node): NOOB_ERROR_PORTS lists the real slots or
 * signals. @disabled is a set of interned ids. */
NoobWiring    *noob_wiring_complete          (NoobTube          *tube,
                                              GHashTable        *identities,
                                              GHashTable        *disabled,
                                              GError           **error);

/* The one of @slots (of NoobSlot) that @dependency means: by position among the named ones, by
 * name, or, where the node takes further ones, the one that stands for the rest; NULL: none. */
NoobSlot      *noob_wiring_find_slot         (GPtrArray         *slots,
                                              NoobDependency    *dependency);

/* @own_node nullable: whole graph. */
NoobScheduler *noob_wiring_create_scheduler  (const NoobWiring  *self,
                                              const char        *own_node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobWiring, noob_wiring_free)

G_END_DECLS
