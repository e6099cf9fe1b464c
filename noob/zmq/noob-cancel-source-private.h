/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Dispatched once @cancellable is cancelled, in any thread. Not GLib's source for that, which leaks
 * where one thread cancels while another destroys it. */
GSource *noob_cancel_source_new  (GCancellable *cancellable);

/* Destroys it, too. */
void     noob_cancel_source_free (GSource      *source);

G_END_DECLS
