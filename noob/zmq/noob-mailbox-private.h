/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Between the thread in which an object, the owner, was made, its home, and a thread that works for
 * it. The worker posts items, which are delivered at home: by the main context, or by a call that
 * waits there for the worker. The owner is held meanwhile; once its last reference has gone, in
 * whatever thread, nothing is delivered any more. */
typedef struct _NoobMailbox NoobMailbox;

typedef void (*NoobMailboxFunc) (gpointer item,
                                 gpointer owner);

/* Made at home. @deliver takes the items. */
NoobMailbox *noob_mailbox_new      (GObject         *owner,
                                    NoobMailboxFunc  deliver,
                                    GDestroyNotify   free_item);

/* In any thread; the worker must be gone. What was not delivered is dropped. */
void         noob_mailbox_free     (NoobMailbox     *self);

/* Whether this is the thread in which it was made. */
gboolean     noob_mailbox_is_home  (NoobMailbox     *self);

/* From any thread, the worker above all. */
void         noob_mailbox_post     (NoobMailbox     *self,
                                    gpointer         item);

/* Sets *@done, which @wait is waiting for. */
void         noob_mailbox_complete (NoobMailbox     *self,
                                    gboolean        *done);

/* From any thread but the worker: waits until *@done is set, delivering items meanwhile if this is
 * home. */
void         noob_mailbox_wait     (NoobMailbox     *self,
                                    gboolean        *done);

/* Delivers what has been posted, if this is home; else the main context will. */
void         noob_mailbox_deliver  (NoobMailbox     *self);

G_END_DECLS
