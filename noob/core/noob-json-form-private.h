/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The form of objects that implement JsonSerializable. */

/* Whether objects of a class may be made in this process because others say so. */
typedef gboolean (*NoobTypeFilter) (GType type);

/* NULL sets @error: the object holds itself, which json-glib would follow for ever. */
JsonNode *noob_json_form_write (GObject         *object,
                                GError         **error);

/* A new object, which is not floating. What json-glib would make of the objects in it, of the types
 * of the properties that they are for, has to be of classes that can be made, and that @filter lets
 * in; NULL: all are. */
GObject  *noob_json_form_make  (GType            type,
                                JsonNode        *node,
                                NoobTypeFilter   filter,
                                GError         **error);

G_END_DECLS
