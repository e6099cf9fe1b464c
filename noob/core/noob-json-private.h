/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "core/noob-record.h"

G_BEGIN_DECLS

/* All that has to be known to use json-glib safely on data from elsewhere lives here. */

#define NOOB_JSON_MAX_DEPTH 64

/* Parses one JSON text. Before json-glib sees it: size at most @max_size, valid UTF-8, nesting at
 * most NOOB_JSON_MAX_DEPTH, no empty or duplicate keys, no integer beyond 64 bits, no non-finite
 * number. Errors are NOOB_ERROR_VALUE with line and column. */
JsonNode *noob_json_parse       (const char      *data,
                                 gssize           length,
                                 gsize            max_size,
                                 GError         **error);

/* JSON → value: objects are records, arrays lists, integers gint64, null null. */
void      noob_json_to_value    (JsonNode        *node,
                                 GValue          *value);

/* value → JSON; NOOB_ERROR_VALUE when it has no JSON form (non-finite numbers and bytes too). */
JsonNode *noob_json_from_value  (const GValue    *value,
                                 GError         **error);

/* Not json_to_string(), which breaks reals with an exponent. @pretty indents by two spaces. */
char     *noob_json_to_string   (JsonNode        *node,
                                 gboolean         pretty);

/* Typed member access that never logs criticals: FALSE (and @error set, naming the member) when the
 * member is absent or of another type. */
gboolean  noob_json_get_string  (JsonObject      *object,
                                 const char      *member,
                                 const char     **value,
                                 GError         **error);
gboolean  noob_json_get_int     (JsonObject      *object,
                                 const char      *member,
                                 gint64          *value,
                                 GError         **error);
gboolean  noob_json_get_boolean (JsonObject      *object,
                                 const char      *member,
                                 gboolean        *value,
                                 GError         **error);
gboolean  noob_json_get_object  (JsonObject      *object,
                                 const char      *member,
                                 JsonObject     **value,
                                 GError         **error);
gboolean  noob_json_get_array   (JsonObject      *object,
                                 const char      *member,
                                 JsonArray      **value,
                                 GError         **error);

G_END_DECLS
