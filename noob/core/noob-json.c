/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/noob-json-private.h"

#include <math.h>
#include <string.h>

#include "core/noob-array-private.h"
#include "core/noob-error.h"
#include "core/noob-json-scanner-private.h"
#include "core/noob-tagged.h"
#include "core/noob-value-private.h"

JsonNode *
noob_json_parse (const char  *data,
                 gssize       length,
                 gsize        max_size,
                 GError     **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) refused = NULL;
  gsize size = length < 0 ? strlen (data) : (gsize) length;

  if (size > max_size)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
                   "the text has %" G_GSIZE_FORMAT " bytes; at most %" G_GSIZE_FORMAT
                   " are allowed", size, max_size);
      return NULL;
    }

  if (!noob_json_scan (data, size, error))
    return NULL;

  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, data, size, &refused))
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_VALUE, refused->message);
      return NULL;
    }

  return json_parser_steal_root (parser);
}

static void
take_boxed (GValue   *value,
            GType     type,
            gpointer  boxed)
{
  g_value_unset (value);
  g_value_init (value, type);
  g_value_take_boxed (value, boxed);
}

static NoobList *
array_to_list (JsonArray *array)
{
  guint length = json_array_get_length (array);
  GArray *values = g_array_sized_new (FALSE, TRUE, sizeof (GValue), length);

  g_array_set_size (values, length);
  for (guint i = 0; i < length; i++)
    noob_json_to_value (json_array_get_element (array, i), &g_array_index (values, GValue, i));

  return noob_list_new_take (values);
}

static NoobRecord *
object_to_record (JsonObject *object)
{
  NoobRecord *record = noob_record_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      GValue value = G_VALUE_INIT;

      noob_json_to_value (member, &value);
      noob_record_take_value (record, name, &value);
    }

  return record;
}

void
noob_json_to_value (JsonNode *node,
                    GValue   *value)
{
  noob_value_set_null (value);

  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      take_boxed (value, NOOB_TYPE_RECORD, object_to_record (json_node_get_object (node)));
      break;
    case JSON_NODE_ARRAY:
      take_boxed (value, NOOB_TYPE_LIST, array_to_list (json_node_get_array (node)));
      break;
    case JSON_NODE_VALUE:
      g_value_unset (value);
      json_node_get_value (node, value);
      break;
    case JSON_NODE_NULL:
    default:
      break;
    }
}

static JsonNode *
set_no_form (GError     **error,
             const char  *what)
{
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
               "%s has no form in JSON, which knows null, booleans, integers of 64 bits, finite "
               "reals, strings of UTF-8, lists and records", what);
  return NULL;
}

static JsonNode *
integer_to_node (const GValue  *value,
                 GError       **error)
{
  gint64 integer;

  if (!noob_value_get_int64 (value, &integer))
    return set_no_form (error, "an integer beyond 64 bits with sign");

  return json_node_init_int (json_node_alloc (), integer);
}

static JsonNode *
real_to_node (double   real,
              GError **error)
{
  if (!isfinite (real))
    return set_no_form (error, "a real that is not finite");

  return json_node_init_double (json_node_alloc (), real);
}

static JsonNode *
string_to_node (const char  *string,
                GError     **error)
{
  if (!g_utf8_validate (string, -1, NULL))
    return set_no_form (error, "a string that is not valid UTF-8");

  return json_node_init_string (json_node_alloc (), string);
}

static JsonNode *
strings_to_node (const char *const  *strings,
                 GError            **error)
{
  g_autoptr (JsonArray) array = json_array_new ();
  JsonNode *node;

  for (gsize i = 0; strings[i] != NULL; i++)
    {
      JsonNode *element = string_to_node (strings[i], error);

      if (element == NULL)
        return NULL;

      json_array_add_element (array, element);
    }

  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, g_steal_pointer (&array));

  return node;
}

static JsonNode *value_to_node (const GValue *value, guint depth, GError **error);

static JsonNode *
list_to_node (NoobList  *list,
              guint      depth,
              GError   **error)
{
  gsize length = noob_list_get_length (list);
  g_autoptr (JsonArray) array = json_array_sized_new (length);
  JsonNode *node;

  for (gsize i = 0; i < length; i++)
    {
      JsonNode *element = value_to_node (noob_list_get_value (list, i), depth + 1, error);

      if (element == NULL)
        return NULL;

      json_array_add_element (array, element);
    }

  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, g_steal_pointer (&array));

  return node;
}

static JsonNode *
record_to_node (NoobRecord  *record,
                guint        depth,
                GError     **error)
{
  guint size = noob_record_get_size (record);
  g_autoptr (JsonObject) object = json_object_new ();
  JsonNode *node;

  for (guint i = 0; i < size; i++)
    {
      const char *name = noob_record_get_name (record, i);
      JsonNode *member;

      if (!g_utf8_validate (name, -1, NULL))
        return set_no_form (error, "a name that is not valid UTF-8");

      member = value_to_node (noob_record_get_nth (record, i), depth + 1, error);
      if (member == NULL)
        {
          g_prefix_error (error, "%s: ", name);
          return NULL;
        }

      json_object_set_member (object, name, member);
    }

  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, g_steal_pointer (&object));

  return node;
}

static JsonNode *
array_to_node (NoobArray  *array,
               guint       depth,
               GError    **error)
{
  g_auto (GValue) elements = G_VALUE_INIT;

  return noob_array_to_value (array, &elements, error) ? value_to_node (&elements, depth, error)
                                                       : NULL;
}

/* An object whose one key is the tag, if there is one. */
static JsonNode *
tagged_to_node (NoobTagged  *tagged,
                guint        depth,
                GError     **error)
{
  JsonNode *content = value_to_node (noob_tagged_get_content (tagged), depth + 1, error);
  JsonNode *node;

  if (content == NULL || noob_tagged_get_tag (tagged) == NULL)
    return content;

  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, json_object_new ());
  json_object_set_member (json_node_get_object (node), noob_tagged_get_tag (tagged), content);

  return node;
}

/* What an object makes of itself is json-glib's, and may hold what JSON knows no form of. */
static JsonNode *
object_to_node (GObject  *object,
                guint     depth,
                GError  **error)
{
  g_autoptr (JsonNode) serialized = json_gobject_serialize (object);
  g_auto (GValue) members = G_VALUE_INIT;

  noob_json_to_value (serialized, &members);

  return value_to_node (&members, depth, error);
}

static JsonNode *
value_to_node (const GValue  *value,
               guint          depth,
               GError       **error)
{
  if (depth > NOOB_JSON_MAX_DEPTH)
    return set_no_form (error,
                        "a value nested more than " G_STRINGIFY (NOOB_JSON_MAX_DEPTH) " deep");

  switch (noob_value_get_kind (value))
    {
    case NOOB_VALUE_NULL:
      return json_node_init_null (json_node_alloc ());
    case NOOB_VALUE_BOOLEAN:
      return json_node_init_boolean (json_node_alloc (), g_value_get_boolean (value));
    case NOOB_VALUE_INTEGER:
      return integer_to_node (value, error);
    case NOOB_VALUE_REAL:
      return real_to_node (noob_value_get_real (value), error);
    case NOOB_VALUE_STRING:
      return string_to_node (g_value_get_string (value), error);
    case NOOB_VALUE_STRINGS:
      return strings_to_node (g_value_get_boxed (value), error);
    case NOOB_VALUE_LIST:
      return list_to_node (g_value_get_boxed (value), depth, error);
    case NOOB_VALUE_RECORD:
      return record_to_node (g_value_get_boxed (value), depth, error);
    case NOOB_VALUE_ARRAY:
      return array_to_node (g_value_get_boxed (value), depth, error);
    case NOOB_VALUE_TAGGED:
      return tagged_to_node (g_value_get_boxed (value), depth, error);
    default:
      break;
    }

  if (G_VALUE_HOLDS_OBJECT (value) && JSON_IS_SERIALIZABLE (g_value_get_object (value)))
    return object_to_node (g_value_get_object (value), depth, error);

  return set_no_form (error, noob_value_describe (value));
}

JsonNode *
noob_json_from_value (const GValue  *value,
                      GError       **error)
{
  return value_to_node (value, 0, error);
}

static const char *
describe_node (JsonNode *node)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      return "an object";
    case JSON_NODE_ARRAY:
      return "an array";
    case JSON_NODE_NULL:
      return "null";
    case JSON_NODE_VALUE:
    default:
      break;
    }

  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return "a string";
    case G_TYPE_BOOLEAN:
      return "a boolean";
    case G_TYPE_INT64:
      return "an integer";
    default:
      return "a real number";
    }
}

/* The member, if it is of that kind; @value_type counts for JSON_NODE_VALUE only. */
static JsonNode *
get_member (JsonObject    *object,
            const char    *member,
            JsonNodeType   node_type,
            GType          value_type,
            const char    *expected,
            GError       **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE, "\"%s\" is missing: expected %s", member,
                   expected);
      return NULL;
    }

  if (json_node_get_node_type (node) == node_type &&
      (node_type != JSON_NODE_VALUE || json_node_get_value_type (node) == value_type))
    return node;

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
               "\"%s\" has the wrong kind of value: expected %s, found %s", member, expected,
               describe_node (node));
  return NULL;
}

gboolean
noob_json_get_string (JsonObject  *object,
                      const char  *member,
                      const char **value,
                      GError     **error)
{
  JsonNode *node = get_member (object, member, JSON_NODE_VALUE, G_TYPE_STRING, "a string", error);

  if (node == NULL)
    return FALSE;

  *value = json_node_get_string (node);

  return TRUE;
}

gboolean
noob_json_get_int (JsonObject  *object,
                   const char  *member,
                   gint64      *value,
                   GError     **error)
{
  JsonNode *node = get_member (object, member, JSON_NODE_VALUE, G_TYPE_INT64, "an integer", error);

  if (node == NULL)
    return FALSE;

  *value = json_node_get_int (node);

  return TRUE;
}

gboolean
noob_json_get_boolean (JsonObject  *object,
                       const char  *member,
                       gboolean    *value,
                       GError     **error)
{
  JsonNode *node = get_member (object, member, JSON_NODE_VALUE, G_TYPE_BOOLEAN, "a boolean", error);

  if (node == NULL)
    return FALSE;

  *value = json_node_get_boolean (node);

  return TRUE;
}

gboolean
noob_json_get_object (JsonObject  *object,
                      const char  *member,
                      JsonObject **value,
                      GError     **error)
{
  JsonNode *node = get_member (object, member, JSON_NODE_OBJECT, 0, "an object", error);

  if (node == NULL)
    return FALSE;

  *value = json_node_get_object (node);

  return TRUE;
}

gboolean
noob_json_get_array (JsonObject  *object,
                     const char  *member,
                     JsonArray  **value,
                     GError     **error)
{
  JsonNode *node = get_member (object, member, JSON_NODE_ARRAY, 0, "an array", error);

  if (node == NULL)
    return FALSE;

  *value = json_node_get_array (node);

  return TRUE;
}
