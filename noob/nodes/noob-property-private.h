/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Makes of a param's @value, as a file can give it, the @result (zero-filled) that a property
 * takes: integers of any width and enums by nick within their ranges, lists of strings as GStrv,
 * and so on. NOOB_ERROR_LOAD says what the property takes instead. */
gboolean noob_property_convert (GParamSpec    *pspec,
                                const GValue  *value,
                                GValue        *result,
                                GError       **error);

G_END_DECLS
