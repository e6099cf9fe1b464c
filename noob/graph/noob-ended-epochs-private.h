/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which root epochs have ended: all below a mark, and some above it. Epochs end nearly in order,
 * so the record stays small; past NOOB_ENDED_EPOCHS_MAX above the mark, it moves up and what lies
 * below counts as ended too. */

#define NOOB_ENDED_EPOCHS_MAX 1000

typedef struct
{
  guint64  mark;
  GArray  *above; /* of guint64, sorted */
} NoobEndedEpochs;

void     noob_ended_epochs_init  (NoobEndedEpochs *self);
void     noob_ended_epochs_clear (NoobEndedEpochs *self);
void     noob_ended_epochs_add   (NoobEndedEpochs *self,
                                  guint64          root);
/* All below @root. */
void     noob_ended_epochs_add_below (NoobEndedEpochs *self,
                                      guint64          root);
gboolean noob_ended_epochs_has   (NoobEndedEpochs *self,
                                  guint64          root);

G_END_DECLS
