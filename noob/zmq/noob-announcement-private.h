/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-record.h"
#include "graph/noob-wiring-private.h"

G_BEGIN_DECLS

/* The value of an announce message: all nodes, and how they are wired. */

typedef struct
{
  const char *id;      /* interned */
  char       *outbox;
  GPtrArray  *signals; /* interned, in the order of their numbers */
} NoobAnnouncedNode;

typedef struct
{
  NoobWiring *wiring;
  GPtrArray  *nodes; /* of NoobAnnouncedNode */
} NoobAnnouncement;

/* @peers: id → NoobPeer, each identified. */
NoobRecord *noob_announcement_write (const NoobWiring  *wiring,
                                     GHashTable        *peers);

gboolean    noob_announcement_read  (NoobAnnouncement  *self,
                                     NoobRecord        *value,
                                     GError           **error);
void        noob_announcement_clear (NoobAnnouncement  *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NoobAnnouncement, noob_announcement_clear)

G_END_DECLS
