/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* Why what @fd is open on is not for this user alone; NULL if it is: another user owns it, or its
 * mode has something of @forbidden. The words say that it has to be @mode. */
char *noob_privacy_complain (int    fd,
                             mode_t forbidden,
                             mode_t mode);

G_END_DECLS
