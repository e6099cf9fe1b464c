/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-list.h"

G_BEGIN_DECLS

/* Of a list that nobody else has yet; returns it. */
NoobList *noob_list_make_tuple (NoobList *self);

G_END_DECLS
