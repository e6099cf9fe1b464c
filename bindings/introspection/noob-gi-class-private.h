/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "noob-gi-callable-private.h"

G_BEGIN_DECLS

/* G_TYPE_INVALID when no object can be made: of an interface, an abstract class, a boxed type. */
GType           noob_gi_get_class_type    (GIBaseInfo      *container);

/* NULL when the class has no such method, or one that takes or gives more. */
NoobGiCallable *noob_gi_find_plain_method (GIBaseInfo      *class,
                                           const char      *name);

/* Calls such a method, which may return whether it succeeded. @callable: NULL does nothing. */
gboolean        noob_gi_call_plain        (NoobGiCallable  *callable,
                                           const GValue    *object,
                                           GError         **error);

G_END_DECLS
