/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-record.h"

G_BEGIN_DECLS

/* The form of an object without one of its own: its properties that can be read and written. */

/* Those of a class. NULL sets @error: objects of that class cannot be made again from them. */
GPtrArray *noob_property_form_list (GType         type,
                                    GError      **error);

/* A new object of a class, which is not floating, with these properties. */
GObject   *noob_property_form_make (GType         type,
                                    NoobRecord   *properties,
                                    GError      **error);

/* Puts before an error that it is about a property. */
void       noob_property_form_blame (GObject     *object,
                                     GParamSpec  *pspec,
                                     GError     **error);

G_END_DECLS
