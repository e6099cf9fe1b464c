/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What was made for the arguments of a call, to be freed after it. */
typedef struct
{
  GArray *items;
} NoobGiScratch;

void noob_gi_scratch_init  (NoobGiScratch  *self);
void noob_gi_scratch_clear (NoobGiScratch  *self);

/* @given: the call takes it, so it is only freed when the call did not happen. */
void noob_gi_scratch_add   (NoobGiScratch  *self,
                            gpointer        data,
                            GDestroyNotify  destroy,
                            gboolean        given);

/* A boxed value that the call takes. */
void noob_gi_scratch_add_boxed (NoobGiScratch *self,
                                GType          type,
                                gpointer       boxed);

/* @called: whether the call happened. */
void noob_gi_scratch_empty (NoobGiScratch  *self,
                            gboolean        called);

G_END_DECLS
