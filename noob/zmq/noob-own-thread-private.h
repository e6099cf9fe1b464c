/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A thread that the library makes, in which @context is the thread-default one. */
void     noob_own_thread_begin      (GMainContext *context);
void     noob_own_thread_end        (GMainContext *context);

/* Whether this is one: a runner may have to wait for it. */
gboolean noob_own_thread_is_current (void);

G_END_DECLS
