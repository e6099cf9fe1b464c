/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The form of each kind of value:
 *
 * | value                    | GVariant                                         |
 * | ------------------------ | ------------------------------------------------ |
 * | null                     | `mv`, nothing                                    |
 * | boolean                  | `b`                                              |
 * | integer, enum, flags     | `x`; `t` beyond the range of `x`                 |
 * | real                     | `d`                                              |
 * | string                   | `s`                                              |
 * | bytes                    | `ay`                                             |
 * | array of strings         | `as`                                             |
 * | list                     | `av`; `ax` of integers only, `ad` of reals only  |
 * | record                   | `a(sv)`, in order                                |
 * | time                     | `(sv)`: "time", `(xi)`: UTC in µs, offset in s   |
 * | variant                  | `(sv)`: "variant", the variant                   |
 * | JsonSerializable object  | `(sv)`: "object", `(sv)`: type name, its members |
 *
 * All of it comes back as what it was, but integers and reals in their widest type.
 */

#include "core/noob-codec-private.h"

#include <json-glib/json-glib.h>

#include "core/noob-error.h"
#include "core/noob-json-private.h"
#include "core/noob-value-private.h"

#define MAX_UTC_OFFSET (24 * 60 * 60)

typedef gboolean (*Decoder) (GVariant *variant, GValue *value, guint depth, GError **error);

static GVariant *encode (const GValue *value, guint depth, GError **error);
static gboolean decode (GVariant *variant, GValue *value, guint depth, GError **error);

static GHashTable *allowed_types;
G_LOCK_DEFINE_STATIC (allowed_types);

void
noob_codec_allow_type (GType type)
{
  g_return_if_fail (g_type_is_a (type, JSON_TYPE_SERIALIZABLE));

  G_LOCK (allowed_types);
  if (allowed_types == NULL)
    allowed_types = g_hash_table_new (g_direct_hash, g_direct_equal);
  g_hash_table_add (allowed_types, GSIZE_TO_POINTER (type));
  G_UNLOCK (allowed_types);
}

static gboolean
type_is_allowed (GType type)
{
  gboolean allowed;

  G_LOCK (allowed_types);
  allowed = allowed_types != NULL &&
            g_hash_table_contains (allowed_types, GSIZE_TO_POINTER (type));
  G_UNLOCK (allowed_types);

  return allowed;
}

static GVariant *
new_tagged (const char *tag,
            GVariant   *content)
{
  return g_variant_new ("(sv)", tag, content);
}

static gboolean
check_depth (guint    depth,
             GError **error)
{
  if (depth <= NOOB_CODEC_MAX_DEPTH)
    return TRUE;

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
               "lists and records nested more than %d deep cannot leave this process",
               NOOB_CODEC_MAX_DEPTH);
  return FALSE;
}

static GVariant *
encode_integer (const GValue *value)
{
  gint64 narrow;
  guint64 wide;

  if (noob_value_get_int64 (value, &narrow))
    return g_variant_new_int64 (narrow);

  noob_value_get_uint64 (value, &wide);
  return g_variant_new_uint64 (wide);
}

static GVariant *
encode_string (const char  *string,
               GError     **error)
{
  if (g_utf8_validate (string, -1, NULL))
    return g_variant_new_string (string);

  g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_VALUE,
                       "strings that are not valid UTF-8 cannot leave this process; send bytes");
  return NULL;
}

static GVariant *
encode_strings (const char *const  *strings,
                GError            **error)
{
  for (gsize i = 0; strings[i] != NULL; i++)
    {
      if (!g_utf8_validate (strings[i], -1, NULL))
        return encode_string (strings[i], error);
    }

  return g_variant_new_strv (strings, -1);
}

/* The kind of all elements, or NOOB_VALUE_OTHER when they differ, do not fit, or there are none. */
static NoobValueKind
get_common_number_kind (NoobList *list)
{
  gsize length = noob_list_get_length (list);
  NoobValueKind kind = length > 0 ? noob_value_get_kind (noob_list_get_value (list, 0))
                                  : NOOB_VALUE_OTHER;
  gint64 integer;

  if (kind != NOOB_VALUE_INTEGER && kind != NOOB_VALUE_REAL)
    return NOOB_VALUE_OTHER;

  for (gsize i = 0; i < length; i++)
    {
      const GValue *value = noob_list_get_value (list, i);

      if (noob_value_get_kind (value) != kind ||
          (kind == NOOB_VALUE_INTEGER && !noob_value_get_int64 (value, &integer)))
        return NOOB_VALUE_OTHER;
    }

  return kind;
}

static GVariant *
encode_integers (NoobList *list)
{
  gsize length = noob_list_get_length (list);
  gint64 *integers = g_new (gint64, length);

  for (gsize i = 0; i < length; i++)
    noob_value_get_int64 (noob_list_get_value (list, i), &integers[i]);

  return g_variant_new_from_data (G_VARIANT_TYPE ("ax"), integers, length * sizeof *integers, TRUE,
                                  g_free, integers);
}

static GVariant *
encode_reals (NoobList *list)
{
  gsize length = noob_list_get_length (list);
  double *reals = g_new (double, length);

  for (gsize i = 0; i < length; i++)
    reals[i] = noob_value_get_real (noob_list_get_value (list, i));

  return g_variant_new_from_data (G_VARIANT_TYPE ("ad"), reals, length * sizeof *reals, TRUE,
                                  g_free, reals);
}

static GVariant *
encode_list (NoobList  *list,
             guint      depth,
             GError   **error)
{
  gsize length = noob_list_get_length (list);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("av"));
  NoobValueKind kind = get_common_number_kind (list);

  if (!check_depth (depth, error))
    return NULL;
  if (kind == NOOB_VALUE_INTEGER)
    return encode_integers (list);
  if (kind == NOOB_VALUE_REAL)
    return encode_reals (list);

  for (gsize i = 0; i < length; i++)
    {
      GVariant *element = encode (noob_list_get_value (list, i), depth, error);

      if (element == NULL)
        return NULL;

      g_variant_builder_add (&builder, "v", element);
    }

  return g_variant_builder_end (&builder);
}

static GVariant *
encode_record (NoobRecord  *record,
               guint        depth,
               GError     **error)
{
  guint size = noob_record_get_size (record);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(sv)"));

  if (!check_depth (depth, error))
    return NULL;

  for (guint i = 0; i < size; i++)
    {
      const char *name = noob_record_get_name (record, i);
      GVariant *content;

      if (!g_utf8_validate (name, -1, NULL))
        return encode_string (name, error);

      content = encode (noob_record_get_nth (record, i), depth, error);
      if (content == NULL)
        {
          g_prefix_error (error, "%s: ", name);
          return NULL;
        }

      g_variant_builder_add (&builder, "(sv)", name, content);
    }

  return g_variant_builder_end (&builder);
}

static GVariant *
encode_date_time (GDateTime *date_time)
{
  gint64 usec = g_date_time_to_unix (date_time) * G_USEC_PER_SEC +
                g_date_time_get_microsecond (date_time);
  gint32 offset = g_date_time_get_utc_offset (date_time) / G_USEC_PER_SEC;

  return new_tagged ("time", g_variant_new ("(xi)", usec, offset));
}

static GVariant *
encode_object (GObject  *object,
               guint     depth,
               GError  **error)
{
  g_autoptr (JsonNode) node = json_gobject_serialize (object);
  g_auto (GValue) members = G_VALUE_INIT;
  GVariant *content;

  if (!check_depth (depth, error))
    return NULL;

  noob_json_to_value (node, &members);
  content = encode (&members, depth, error);
  if (content == NULL)
    return NULL;

  return new_tagged ("object", new_tagged (G_OBJECT_TYPE_NAME (object), content));
}

static GVariant *
set_no_form (const GValue  *value,
             GError       **error)
{
  const char *type_name = G_VALUE_TYPE_NAME (value);

  if (G_VALUE_HOLDS_OBJECT (value))
    type_name = G_OBJECT_TYPE_NAME (g_value_get_object (value));

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
               "values of type %s cannot leave this process; what can are null, booleans, numbers, "
               "strings, bytes, times, variants, objects that implement JsonSerializable, and lists "
               "and records of these", type_name);
  return NULL;
}

/* The result is floating. */
static GVariant *
encode (const GValue  *value,
        guint          depth,
        GError       **error)
{
  switch (noob_value_get_kind (value))
    {
    case NOOB_VALUE_NULL:
      return g_variant_new_maybe (G_VARIANT_TYPE_VARIANT, NULL);
    case NOOB_VALUE_BOOLEAN:
      return g_variant_new_boolean (g_value_get_boolean (value));
    case NOOB_VALUE_INTEGER:
      return encode_integer (value);
    case NOOB_VALUE_REAL:
      return g_variant_new_double (noob_value_get_real (value));
    case NOOB_VALUE_STRING:
      return encode_string (g_value_get_string (value), error);
    case NOOB_VALUE_STRINGS:
      return encode_strings (g_value_get_boxed (value), error);
    case NOOB_VALUE_BYTES:
      return g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, g_value_get_boxed (value), TRUE);
    case NOOB_VALUE_LIST:
      return encode_list (g_value_get_boxed (value), depth + 1, error);
    case NOOB_VALUE_RECORD:
      return encode_record (g_value_get_boxed (value), depth + 1, error);
    case NOOB_VALUE_DATE_TIME:
      return encode_date_time (g_value_get_boxed (value));
    case NOOB_VALUE_VARIANT:
      return new_tagged ("variant", g_value_get_variant (value));
    case NOOB_VALUE_OBJECT:
      if (JSON_IS_SERIALIZABLE (g_value_get_object (value)))
        return encode_object (g_value_get_object (value), depth + 1, error);
      return set_no_form (value, error);
    case NOOB_VALUE_NO_EVENT:
    case NOOB_VALUE_OTHER:
    default:
      return set_no_form (value, error);
    }
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
decode_strings (GVariant  *variant,
                GValue    *value,
                guint      depth,
                GError   **error)
{
  g_value_init (value, G_TYPE_STRV);
  g_value_take_boxed (value, g_variant_dup_strv (variant, NULL));

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

static gboolean
decode_list (GVariant  *variant,
             GValue    *value,
             guint      depth,
             GError   **error)
{
  gsize length = g_variant_n_children (variant);
  g_autoptr (GArray) values = g_array_sized_new (FALSE, TRUE, sizeof (GValue), length);

  if (!check_depth (depth + 1, error))
    return FALSE;

  g_array_set_clear_func (values, (GDestroyNotify) g_value_unset);
  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GVariant) element = NULL;
      GValue element_value = G_VALUE_INIT;

      g_variant_get_child (variant, i, "v", &element);
      if (!decode (element, &element_value, depth + 1, error))
        return FALSE;

      g_array_append_val (values, element_value);
    }

  g_value_init (value, NOOB_TYPE_LIST);
  g_value_take_boxed (value, noob_list_new_take (g_steal_pointer (&values)));

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

  if (!check_depth (depth + 1, error))
    return FALSE;

  for (gsize i = 0; i < size; i++)
    {
      g_autofree char *name = NULL;
      g_autoptr (GVariant) content = NULL;
      GValue content_value = G_VALUE_INIT;

      g_variant_get_child (variant, i, "(sv)", &name, &content);
      if (noob_record_has (record, name))
        {
          g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE, "the name '%s' is there twice", name);
          return FALSE;
        }
      if (!decode (content, &content_value, depth + 1, error))
        return FALSE;

      noob_record_take_value (record, name, &content_value);
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
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE, "what is marked as '%s' %s", tag, problem);
  return FALSE;
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
decode_variant (GVariant  *content,
                GValue    *value,
                guint      depth,
                GError   **error)
{
  g_value_init (value, G_TYPE_VARIANT);
  g_value_set_variant (value, content);

  return TRUE;
}

static gboolean
decode_object (GVariant  *content,
               GValue    *value,
               guint      depth,
               GError   **error)
{
  g_autofree char *type_name = NULL;
  g_autoptr (GVariant) members = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_auto (GValue) members_value = G_VALUE_INIT;
  GType type;

  if (!g_variant_is_of_type (content, G_VARIANT_TYPE ("(sv)")))
    return set_bad_content (error, "object", "must be of type (sv)");

  g_variant_get (content, "(sv)", &type_name, &members);
  type = g_type_from_name (type_name);
  if (type == G_TYPE_INVALID || !type_is_allowed (type))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
                   "objects of type %s are not expected from other processes", type_name);
      return FALSE;
    }

  if (!check_depth (depth + 1, error) || !decode (members, &members_value, depth + 1, error))
    return FALSE;

  node = noob_json_from_value (&members_value, error);
  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return set_bad_content (error, "object", "must hold a record");

  g_value_init (value, type);
  g_value_take_object (value, json_gobject_deserialize (type, node));

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
    { "time", decode_date_time },
    { "variant", decode_variant },
    { "object", decode_object },
  };
  g_autofree char *tag = NULL;
  g_autoptr (GVariant) content = NULL;

  g_variant_get (variant, "(sv)", &tag, &content);
  for (gsize i = 0; i < G_N_ELEMENTS (decoders); i++)
    {
      if (g_str_equal (tag, decoders[i].tag))
        return decoders[i].decoder (content, value, depth, error);
    }

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
               "a value is marked as '%s'; known are time, variant and object", tag);
  return FALSE;
}

static gboolean
decode (GVariant  *variant,
        GValue    *value,
        guint      depth,
        GError   **error)
{
  static const struct
  {
    const char *type;
    Decoder     decoder;
  } decoders[] = {
    { "x", decode_int64 },
    { "d", decode_double },
    { "s", decode_string },
    { "b", decode_boolean },
    { "mv", decode_null },
    { "av", decode_list },
    { "a(sv)", decode_record },
    { "ay", decode_bytes },
    { "ax", decode_integers },
    { "ad", decode_reals },
    { "as", decode_strings },
    { "t", decode_uint64 },
    { "(sv)", decode_tagged },
  };
  const char *type = g_variant_get_type_string (variant);

  for (gsize i = 0; i < G_N_ELEMENTS (decoders); i++)
    {
      if (g_str_equal (type, decoders[i].type))
        return decoders[i].decoder (variant, value, depth, error);
    }

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
               "a variant of type %s is not the form of any value", type);
  return FALSE;
}

/**
 * noob_codec_encode:
 * @value: a value
 * @error: return location for an error
 *
 * Turns a value into the form in which it crosses processes.
 *
 * Null, booleans, numbers, strings, arrays of strings, #GBytes, #GDateTime, #GVariant, enums and flags
 * (as integers), objects that implement `JsonSerializable`, lists and records have one. Bytes are not
 * copied. Lists and records may be nested 40 deep.
 *
 * A value that has none is a %NOOB_ERROR_VALUE that names its type.
 *
 * Returns: (transfer full): the variant, which is not floating
 *
 * Since: 1.0
 */
GVariant *
noob_codec_encode (const GValue  *value,
                   GError       **error)
{
  GVariant *variant;

  g_return_val_if_fail (value != NULL, NULL);

  variant = encode (value, 0, error);

  return variant != NULL ? g_variant_ref_sink (variant) : NULL;
}

/* Any bytes of the right size are such an array, and looking at each of them takes long. */
static gboolean
is_always_normal (GVariant *variant)
{
  return g_variant_is_of_type (variant, G_VARIANT_TYPE_BYTESTRING) ||
         g_variant_is_of_type (variant, G_VARIANT_TYPE ("ax")) ||
         g_variant_is_of_type (variant, G_VARIANT_TYPE ("ad"));
}

/**
 * noob_codec_decode:
 * @variant: a variant, which may come from anywhere
 * @value: (out caller-allocates): location for the value, which is null after an error
 * @error: return location for an error
 *
 * Turns what [func@Noob.codec_encode] made back into a value.
 *
 * The value is the one that was encoded, but integers and reals have their widest types. Bytes are not
 * copied. Objects are made only of types that this process was told to expect.
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

  if (!is_always_normal (variant) && !g_variant_is_normal_form (variant))
    g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_VALUE, "the variant is damaged");
  else if (decode (variant, value, 0, error))
    return TRUE;

  noob_value_set_null (value);

  return FALSE;
}
