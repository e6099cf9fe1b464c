/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/noob-codec-private.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "core/noob-array.h"
#include "core/noob-converter-private.h"
#include "core/noob-error.h"
#include "core/noob-json-form-private.h"
#include "core/noob-json-private.h"
#include "core/noob-list-private.h"
#include "core/noob-property-form-private.h"
#include "core/noob-value-private.h"

#define MAX_UTC_OFFSET (24 * 60 * 60)

typedef gboolean (*Decoder) (GVariant *variant, GValue *value, guint depth, GError **error);

static gboolean decode (GVariant *variant, GValue *value, guint depth, GError **error);

static GHashTable *allowed_types;
G_LOCK_DEFINE_STATIC (allowed_types);

/**
 * noob_codec_allow_type:
 * @type: a class of objects
 *
 * Lets [func@Noob.codec_decode] make objects of a type in this process.
 *
 * An object that crosses processes names its type, and what comes over the wire is not to choose
 * freely what is made of it: a class that was not allowed is never looked at, though it be registered
 * in the process. So every process that takes such objects says so first: a C module, for instance, of
 * its own classes, in its `g_module_check_init ()`. The class of an asset is allowed where a tube names
 * it as the asset's type and its code is loaded. A class that is allowed is one, and not those derived
 * from it. Any thread may call this.
 *
 * Since: 1.0
 */
void
noob_codec_allow_type (GType type)
{
  g_return_if_fail (G_TYPE_IS_OBJECT (type));

  G_LOCK (allowed_types);
  if (allowed_types == NULL)
    allowed_types = g_hash_table_new (g_direct_hash, g_direct_equal);
  g_hash_table_add (allowed_types, GSIZE_TO_POINTER (type));
  G_UNLOCK (allowed_types);
}

gboolean
noob_codec_type_is_allowed (GType type)
{
  gboolean allowed;

  G_LOCK (allowed_types);
  allowed = allowed_types != NULL &&
            g_hash_table_contains (allowed_types, GSIZE_TO_POINTER (type));
  G_UNLOCK (allowed_types);

  return allowed;
}

static gboolean
check_undamaged (GVariant  *variant,
                 GError   **error)
{
  if (g_variant_is_normal_form (variant))
    return TRUE;

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE, "a variant of type %s is damaged",
               g_variant_get_type_string (variant));
  return FALSE;
}

static gboolean
decode_null (GVariant  *variant,
             GValue    *value,
             guint      depth,
             GError   **error)
{
  if (g_variant_n_children (variant) == 0)
    {
      noob_value_set_null (value);
      return TRUE;
    }

  g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_VALUE,
                       "a variant of type mv must be nothing, which stands for null");
  return FALSE;
}

static gboolean
decode_boolean (GVariant  *variant,
                GValue    *value,
                guint      depth,
                GError   **error)
{
  g_value_init (value, G_TYPE_BOOLEAN);
  g_value_set_boolean (value, g_variant_get_boolean (variant));

  return TRUE;
}

static gboolean
decode_int64 (GVariant  *variant,
              GValue    *value,
              guint      depth,
              GError   **error)
{
  g_value_init (value, G_TYPE_INT64);
  g_value_set_int64 (value, g_variant_get_int64 (variant));

  return TRUE;
}

static gboolean
decode_uint64 (GVariant  *variant,
               GValue    *value,
               guint      depth,
               GError   **error)
{
  guint64 integer = g_variant_get_uint64 (variant);

  if (integer > G_MAXINT64)
    {
      g_value_init (value, G_TYPE_UINT64);
      g_value_set_uint64 (value, integer);
      return TRUE;
    }

  g_value_init (value, G_TYPE_INT64);
  g_value_set_int64 (value, integer);

  return TRUE;
}

static gboolean
decode_double (GVariant  *variant,
               GValue    *value,
               guint      depth,
               GError   **error)
{
  g_value_init (value, G_TYPE_DOUBLE);
  g_value_set_double (value, g_variant_get_double (variant));

  return TRUE;
}

static gboolean
decode_string (GVariant  *variant,
               GValue    *value,
               guint      depth,
               GError   **error)
{
  g_value_init (value, G_TYPE_STRING);
  g_value_take_string (value, g_variant_dup_string (variant, NULL));

  return TRUE;
}

static gboolean
decode_bytes (GVariant  *variant,
              GValue    *value,
              guint      depth,
              GError   **error)
{
  g_value_init (value, G_TYPE_BYTES);
  g_value_take_boxed (value, g_variant_get_data_as_bytes (variant));

  return TRUE;
}

static gboolean
decode_integers (GVariant  *variant,
                 GValue    *value,
                 guint      depth,
                 GError   **error)
{
  gsize length;
  const gint64 *integers = g_variant_get_fixed_array (variant, &length, sizeof *integers);
  GArray *values = g_array_sized_new (FALSE, TRUE, sizeof (GValue), length);

  g_array_set_size (values, length);
  for (gsize i = 0; i < length; i++)
    {
      g_value_init (&g_array_index (values, GValue, i), G_TYPE_INT64);
      g_value_set_int64 (&g_array_index (values, GValue, i), integers[i]);
    }

  g_value_init (value, NOOB_TYPE_LIST);
  g_value_take_boxed (value, noob_list_new_take (values));

  return TRUE;
}

static gboolean
decode_reals (GVariant  *variant,
              GValue    *value,
              guint      depth,
              GError   **error)
{
  gsize length;
  const double *reals = g_variant_get_fixed_array (variant, &length, sizeof *reals);
  GArray *values = g_array_sized_new (FALSE, TRUE, sizeof (GValue), length);

  g_array_set_size (values, length);
  for (gsize i = 0; i < length; i++)
    {
      g_value_init (&g_array_index (values, GValue, i), G_TYPE_DOUBLE);
      g_value_set_double (&g_array_index (values, GValue, i), reals[i]);
    }

  g_value_init (value, NOOB_TYPE_LIST);
  g_value_take_boxed (value, noob_list_new_take (values));

  return TRUE;
}

/* @variant is known to be undamaged: its data starts with the strings, one after another. */
static gboolean
decode_list_of_strings (GVariant  *variant,
                        GValue    *value,
                        guint      depth,
                        GError   **error)
{
  gsize length = g_variant_n_children (variant);
  const char *string = g_variant_get_data (variant);
  GArray *values = g_array_sized_new (FALSE, TRUE, sizeof (GValue), length);

  g_array_set_size (values, length);
  for (gsize i = 0; i < length; i++)
    {
      g_value_init (&g_array_index (values, GValue, i), G_TYPE_STRING);
      g_value_set_string (&g_array_index (values, GValue, i), string);
      string += strlen (string) + 1;
    }

  g_value_init (value, NOOB_TYPE_LIST);
  g_value_take_boxed (value, noob_list_new_take (values));

  return TRUE;
}

static gboolean
decode_list (GVariant  *variant,
             GValue    *value,
             guint      depth,
             GError   **error)
{
  gsize length = g_variant_n_children (variant);
  g_autoptr (GArray) values = g_array_sized_new (FALSE, TRUE, sizeof (GValue), length);

  if (!noob_codec_check_depth (depth + 1, error))
    return FALSE;

  g_array_set_clear_func (values, (GDestroyNotify) g_value_unset);
  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GVariant) boxed = g_variant_get_child_value (variant, i);
      g_autoptr (GVariant) element = g_variant_get_variant (boxed);
      GValue element_value = G_VALUE_INIT;

      if (!decode (element, &element_value, depth + 1, error))
        return FALSE;

      g_array_append_val (values, element_value);
    }

  g_value_init (value, NOOB_TYPE_LIST);
  g_value_take_boxed (value, noob_list_new_take (g_steal_pointer (&values)));

  return TRUE;
}

/* Adds what is in an element of type (sv) to @record. */
static gboolean
decode_member (GVariant    *member,
               NoobRecord  *record,
               guint        depth,
               GError     **error)
{
  g_autoptr (GVariant) name = g_variant_get_child_value (member, 0);
  g_autoptr (GVariant) boxed = g_variant_get_child_value (member, 1);
  g_autoptr (GVariant) content = g_variant_get_variant (boxed);
  const char *text = g_variant_get_string (name, NULL);
  GValue value = G_VALUE_INIT;

  if (!check_undamaged (name, error))
    return FALSE;

  if (noob_record_has (record, text))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE, "the name \"%s\" is there twice", text);
      return FALSE;
    }

  if (!decode (content, &value, depth, error))
    return FALSE;

  noob_record_take_value (record, text, &value);

  return TRUE;
}

static gboolean
decode_record (GVariant  *variant,
               GValue    *value,
               guint      depth,
               GError   **error)
{
  g_autoptr (NoobRecord) record = noob_record_new ();
  gsize size = g_variant_n_children (variant);

  if (!noob_codec_check_depth (depth + 1, error))
    return FALSE;

  for (gsize i = 0; i < size; i++)
    {
      g_autoptr (GVariant) member = g_variant_get_child_value (variant, i);

      if (!decode_member (member, record, depth + 1, error))
        return FALSE;
    }

  g_value_init (value, NOOB_TYPE_RECORD);
  g_value_take_boxed (value, g_steal_pointer (&record));

  return TRUE;
}

static gboolean
set_bad_content (GError     **error,
                 const char  *tag,
                 const char  *problem)
{
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE, "what is marked as \"%s\" %s", tag, problem);
  return FALSE;
}

static gboolean
decode_strings (GVariant  *content,
                GValue    *value,
                guint      depth,
                GError   **error)
{
  if (!g_variant_is_of_type (content, G_VARIANT_TYPE_STRING_ARRAY))
    return set_bad_content (error, "strings", "must be of type as");
  if (!check_undamaged (content, error))
    return FALSE;

  g_value_init (value, G_TYPE_STRV);
  g_value_take_boxed (value, g_variant_dup_strv (content, NULL));

  return TRUE;
}

/* NULL when the time is out of the range of GDateTime. */
static GDateTime *
make_date_time (gint64 usec,
                gint32 offset)
{
  gint64 seconds = usec / G_USEC_PER_SEC - (usec % G_USEC_PER_SEC < 0);
  g_autoptr (GDateTime) whole = g_date_time_new_from_unix_utc (seconds);
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GTimeZone) zone = NULL;

  if (whole == NULL)
    return NULL;

  utc = g_date_time_add (whole, usec - seconds * G_USEC_PER_SEC);
  zone = g_time_zone_new_offset (offset);

  return utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

static gboolean
decode_date_time (GVariant  *content,
                  GValue    *value,
                  guint      depth,
                  GError   **error)
{
  GDateTime *date_time = NULL;
  gint64 usec;
  gint32 offset;

  if (!g_variant_is_of_type (content, G_VARIANT_TYPE ("(xi)")))
    return set_bad_content (error, "time", "must be of type (xi)");
  if (!check_undamaged (content, error))
    return FALSE;

  g_variant_get (content, "(xi)", &usec, &offset);
  if (offset > -MAX_UTC_OFFSET && offset < MAX_UTC_OFFSET)
    date_time = make_date_time (usec, offset);
  if (date_time == NULL)
    return set_bad_content (error, "time", "must lie in the years 1 to 9999");

  g_value_init (value, G_TYPE_DATE_TIME);
  g_value_take_boxed (value, date_time);

  return TRUE;
}

static gboolean
decode_tuple (GVariant  *content,
              GValue    *value,
              guint      depth,
              GError   **error)
{
  /* Not one with a mark of its own, or there would be no end to the depth of them. */
  if (g_variant_is_of_type (content, G_VARIANT_TYPE ("(sv)")))
    return set_bad_content (error, "tuple", "must be a list");
  if (!decode (content, value, depth, error))
    return FALSE;
  if (G_VALUE_TYPE (value) != NOOB_TYPE_LIST)
    return set_bad_content (error, "tuple", "must be a list");

  noob_list_make_tuple (g_value_get_boxed (value));

  return TRUE;
}

static gboolean
decode_variant (GVariant  *content,
                GValue    *value,
                guint      depth,
                GError   **error)
{
  if (!check_undamaged (content, error))
    return FALSE;

  g_value_init (value, G_TYPE_VARIANT);
  g_value_set_variant (value, content);

  return TRUE;
}

static gboolean
decode_array (GVariant  *content,
              GValue    *value,
              guint      depth,
              GError   **error)
{
  g_autoptr (GVariant) data = NULL;
  g_autoptr (GVariant) lengths = NULL;
  g_autoptr (GVariant) type = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const gint64 *shape;
  gsize n_dimensions;
  NoobArray *array;

  if (!g_variant_is_of_type (content, G_VARIANT_TYPE ("(ayaxs)")))
    return set_bad_content (error, "array", "must be of type (ayaxs)");

  data = g_variant_get_child_value (content, 0);
  lengths = g_variant_get_child_value (content, 1);
  type = g_variant_get_child_value (content, 2);
  if (!check_undamaged (lengths, error) || !check_undamaged (type, error))
    return FALSE;

  bytes = g_variant_get_data_as_bytes (data);
  shape = g_variant_get_fixed_array (lengths, &n_dimensions, sizeof *shape);
  array = noob_array_new (g_variant_get_string (type, NULL), shape, n_dimensions, bytes, error);
  if (array == NULL)
    return FALSE;

  g_value_init (value, NOOB_TYPE_ARRAY);
  g_value_take_boxed (value, array);

  return TRUE;
}

gboolean
noob_codec_restore (NoobTagged  *tagged,
                    GValue      *value,
                    GError     **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (NoobList) converted = NULL;

  if (noob_tagged_get_tag (tagged) == NULL)
    {
      noob_value_init_copy (value, noob_tagged_get_content (tagged));
      return TRUE;
    }

  converted = noob_converters_decode (tagged, &reason);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  if (converted != NULL)
    {
      noob_value_init_copy (value, noob_list_get_value (converted, 0));
      return TRUE;
    }

  g_value_init (value, NOOB_TYPE_TAGGED);
  g_value_set_boxed (value, tagged);

  return TRUE;
}

/* A kind that only some language knows. */
static gboolean
decode_foreign (const char  *tag,
                GVariant    *content,
                GValue      *value,
                guint        depth,
                GError     **error)
{
  g_auto (GValue) content_value = G_VALUE_INIT;
  g_autoptr (NoobTagged) tagged = NULL;

  if (!noob_codec_check_depth (depth + 1, error) ||
      !decode (content, &content_value, depth + 1, error))
    return FALSE;

  tagged = noob_tagged_new (tag, &content_value);

  return noob_codec_restore (tagged, value, error);
}

/* Finds the class in (sv): its name and what an object of it is made of. */
static gboolean
find_class (GVariant     *content,
            const char   *tag,
            GType        *type,
            GVariant    **members,
            GError      **error)
{
  g_autofree char *type_name = NULL;
  g_autoptr (GVariant) found = NULL;

  if (!g_variant_is_of_type (content, G_VARIANT_TYPE ("(sv)")))
    return set_bad_content (error, tag, "must be of type (sv)");

  g_variant_get (content, "(sv)", &type_name, &found);
  *type = g_type_from_name (type_name);
  if (*type == G_TYPE_INVALID || !noob_codec_type_is_allowed (*type))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
                   "objects of type %s are not expected from other processes: nothing has allowed "
                   "them in this one", type_name);
      return FALSE;
    }

  *members = g_steal_pointer (&found);

  return TRUE;
}

static gboolean
decode_object (GVariant  *content,
               GValue    *value,
               guint      depth,
               GError   **error)
{
  g_autoptr (GVariant) members = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_auto (GValue) members_value = G_VALUE_INIT;
  GObject *object;
  GType type;

  if (!find_class (content, "object", &type, &members, error))
    return FALSE;
  if (!g_type_is_a (type, JSON_TYPE_SERIALIZABLE))
    return set_bad_content (error, "object", "must be of a class that implements JsonSerializable");
  if (!noob_codec_check_depth (depth + 1, error) ||
      !decode (members, &members_value, depth + 1, error))
    return FALSE;

  node = noob_json_from_value (&members_value, error);
  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return set_bad_content (error, "object", "must hold a record");

  object = noob_json_form_make (type, node, noob_codec_type_is_allowed, error);
  if (object == NULL)
    return FALSE;

  g_value_init (value, type);
  g_value_take_object (value, object);

  return TRUE;
}

static gboolean
decode_properties (GVariant  *content,
                   GValue    *value,
                   guint      depth,
                   GError   **error)
{
  g_autoptr (GVariant) members = NULL;
  g_auto (GValue) properties = G_VALUE_INIT;
  GObject *object;
  GType type;

  if (!find_class (content, "properties", &type, &members, error))
    return FALSE;
  if (g_type_is_a (type, JSON_TYPE_SERIALIZABLE))
    return set_bad_content (error, "properties", "must not be of a class that implements "
                            "JsonSerializable");
  if (!g_variant_is_of_type (members, G_VARIANT_TYPE ("a(sv)")))
    return set_bad_content (error, "properties", "must hold a record");
  if (!decode_record (members, &properties, depth, error))
    return FALSE;

  object = noob_property_form_make (type, g_value_get_boxed (&properties), error);
  if (object == NULL)
    return FALSE;

  g_value_init (value, type);
  g_value_take_object (value, object);

  return TRUE;
}

static gboolean
decode_tagged (GVariant  *variant,
               GValue    *value,
               guint      depth,
               GError   **error)
{
  static const struct
  {
    const char *tag;
    Decoder     decoder;
  } decoders[] = {
    { "strings", decode_strings },
    { "time", decode_date_time },
    { "variant", decode_variant },
    { "object", decode_object },
    { "properties", decode_properties },
    { "array", decode_array },
    { "tuple", decode_tuple },
  };
  g_autofree char *tag = NULL;
  g_autoptr (GVariant) content = NULL;

  g_variant_get (variant, "(sv)", &tag, &content);
  for (gsize i = 0; i < G_N_ELEMENTS (decoders); i++)
    {
      if (g_str_equal (tag, decoders[i].tag))
        return decoders[i].decoder (content, value, depth, error);
    }

  if (noob_tagged_is_tag (tag))
    return decode_foreign (tag, content, value, depth, error);

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
               "a value is marked as \"%s\"; known are strings, time, variant, object, properties, "
               "array, tuple and those with a dot", tag);
  return FALSE;
}

/* Only leaves are checked for damage: an accessor of a damaged container gives leaves that are
 * damaged or of type (), and to look at each byte of a large array takes long, though all are
 * right. */
static gboolean
decode (GVariant  *variant,
        GValue    *value,
        guint      depth,
        GError   **error)
{
  static const struct
  {
    const char *type;
    gboolean    is_leaf;
    Decoder     decoder;
  } decoders[] = {
    { "x", TRUE, decode_int64 },
    { "d", TRUE, decode_double },
    { "s", TRUE, decode_string },
    { "b", TRUE, decode_boolean },
    { "mv", TRUE, decode_null },
    { "av", FALSE, decode_list },
    { "a(sv)", FALSE, decode_record },
    { "ay", FALSE, decode_bytes },
    { "ax", FALSE, decode_integers },
    { "ad", FALSE, decode_reals },
    { "as", TRUE, decode_list_of_strings },
    { "t", TRUE, decode_uint64 },
    { "(sv)", FALSE, decode_tagged },
  };
  const char *type = g_variant_get_type_string (variant);

  for (gsize i = 0; i < G_N_ELEMENTS (decoders); i++)
    {
      if (g_str_equal (type, decoders[i].type))
        return (!decoders[i].is_leaf || check_undamaged (variant, error)) &&
               decoders[i].decoder (variant, value, depth, error);
    }

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
               "a variant of type %s is not the form of any value", type);
  return FALSE;
}

/**
 * noob_codec_decode:
 * @variant: a variant, which may come from anywhere
 * @value: (out caller-allocates): location for the value, which is null after an error
 * @error: return location for an error
 *
 * Turns what [func@Noob.codec_encode] made back into a value.
 *
 * The value is the one that was encoded, but integers and reals have their widest types. Bytes are
 * not copied. Objects are made only of types that [func@Noob.codec_allow_type] was told of. What is
 * marked as the kind of a language is handed to the [class@Noob.Converter]s, and is a
 * [struct@Noob.Tagged] if none of them takes it.
 *
 * A variant that is not the form of any value, or not a proper variant, is a %NOOB_ERROR_VALUE.
 *
 * Returns: (skip): %TRUE if @value holds the value, %FALSE if @error is set
 *
 * Since: 1.0
 */
gboolean
noob_codec_decode (GVariant  *variant,
                   GValue    *value,
                   GError   **error)
{
  g_return_val_if_fail (variant != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  *value = (GValue) G_VALUE_INIT;

  if (decode (variant, value, 0, error))
    return TRUE;

  noob_value_set_null (value);

  return FALSE;
}

/**
 * noob_codec_decode_to_list:
 * @variant: a variant, which may come from anywhere
 * @error: return location for an error
 *
 * Does what [func@Noob.codec_decode] does, for languages whose bindings lose a list or a record
 * that comes out in a #GValue.
 *
 * Returns: (transfer full): a list of one, the value
 *
 * Since: 1.0
 */
NoobList *
noob_codec_decode_to_list (GVariant  *variant,
                           GError   **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  return noob_codec_decode (variant, &value, error) ? noob_list_new (&value, 1) : NULL;
}
