/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/noob-codec-private.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "core/noob-array.h"
#include "core/noob-converter-private.h"
#include "core/noob-error.h"
#include "core/noob-json-form-private.h"
#include "core/noob-json-private.h"
#include "core/noob-property-form-private.h"
#include "core/noob-value-private.h"

static GVariant *encode (const GValue *value, const NoobCodecPath *outer, GError **error);

gboolean
noob_codec_check_depth (guint    depth,
                        GError **error)
{
  if (depth <= NOOB_CODEC_MAX_DEPTH)
    return TRUE;

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
               "lists and records nested more than %d deep cannot leave this process",
               NOOB_CODEC_MAX_DEPTH);
  return FALSE;
}

gboolean
noob_codec_path_check (NoobCodecPath  *path,
                       GError        **error)
{
  path->depth = path->outer != NULL ? path->outer->depth + 1 : 1;

  for (const NoobCodecPath *outer = path->outer; outer != NULL && path->object != NULL;
       outer = outer->outer)
    {
      if (outer->object != path->object)
        continue;

      g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
                   "the object of type %s is in itself, so it cannot leave this process; let one of "
                   "the two that refer to each other do so by a name or a number",
                   G_OBJECT_TYPE_NAME (path->object));
      return FALSE;
    }

  return noob_codec_check_depth (path->depth, error);
}

static GVariant *
new_tagged (const char *tag,
            GVariant   *content)
{
  return g_variant_new ("(sv)", tag, content);
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

  return new_tagged ("strings", g_variant_new_strv (strings, -1));
}

/* The kind of all elements, or NOOB_VALUE_OTHER when they differ, do not fit, or there are none. */
static NoobValueKind
get_common_kind (NoobList *list)
{
  gsize length = noob_list_get_length (list);
  NoobValueKind kind = NOOB_VALUE_OTHER;
  gint64 integer;

  for (gsize i = 0; i < length; i++)
    {
      const GValue *value = noob_list_get_value (list, i);

      if (i == 0)
        kind = noob_value_get_kind (value);
      else if (noob_value_get_kind (value) != kind)
        return NOOB_VALUE_OTHER;

      if (kind == NOOB_VALUE_INTEGER && !noob_value_get_int64 (value, &integer))
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

/* How many bytes GVariant takes for each offset in a container of that size. */
static gsize
get_offset_size (gsize body_size,
                 gsize n_offsets)
{
  for (gsize size = 1; size < 8; size *= 2)
    {
      if (body_size + n_offsets * size < (gsize) 1 << (8 * size))
        return size;
    }

  return 8;
}

/* What g_variant_new_strv() makes, without a variant for each string: lists of words and lines are
 * long. The serialised form is the strings, then where each of them ends. */
static GVariant *
encode_list_of_strings (NoobList  *list,
                        GError   **error)
{
  gsize length = noob_list_get_length (list);
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autofree guint64 *ends = g_new (guint64, length);
  g_autoptr (GBytes) bytes = NULL;
  gsize offset_size;

  for (gsize i = 0; i < length; i++)
    {
      const char *string = g_value_get_string (noob_list_get_value (list, i));

      if (!g_utf8_validate (string, -1, NULL))
        return encode_string (string, error);

      g_byte_array_append (data, (const guint8 *) string, strlen (string) + 1);
      ends[i] = GUINT64_TO_LE (data->len);
    }

  offset_size = get_offset_size (data->len, length);
  for (gsize i = 0; i < length; i++)
    g_byte_array_append (data, (const guint8 *) &ends[i], offset_size);

  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&data));

  return g_variant_new_from_bytes (G_VARIANT_TYPE_STRING_ARRAY, bytes, TRUE);
}

static GVariant *
encode_list (NoobList       *list,
             NoobCodecPath  *path,
             GError        **error)
{
  gsize length = noob_list_get_length (list);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("av"));
  NoobValueKind kind = get_common_kind (list);

  if (!noob_codec_path_check (path, error))
    return NULL;
  if (kind == NOOB_VALUE_INTEGER)
    return encode_integers (list);
  if (kind == NOOB_VALUE_REAL)
    return encode_reals (list);
  if (kind == NOOB_VALUE_STRING)
    return encode_list_of_strings (list, error);

  for (gsize i = 0; i < length; i++)
    {
      GVariant *element = encode (noob_list_get_value (list, i), path, error);

      if (element == NULL)
        return NULL;

      g_variant_builder_add_value (&builder, g_variant_new_variant (element));
    }

  return g_variant_builder_end (&builder);
}

static GVariant *
encode_sequence (NoobList       *list,
                 NoobCodecPath  *path,
                 GError        **error)
{
  GVariant *content = encode_list (list, path, error);

  return content != NULL && noob_list_is_tuple (list) ? new_tagged ("tuple", content) : content;
}

static gboolean
add_member (GVariantBuilder      *builder,
            const char           *name,
            const GValue         *value,
            const NoobCodecPath  *path,
            GError              **error)
{
  GVariant *content = encode (value, path, error);
  GVariant *member[2];

  if (content == NULL)
    return FALSE;

  member[0] = g_variant_new_string (name);
  member[1] = g_variant_new_variant (content);
  g_variant_builder_add_value (builder, g_variant_new_tuple (member, 2));

  return TRUE;
}

static GVariant *
encode_record (NoobRecord     *record,
               NoobCodecPath  *path,
               GError        **error)
{
  guint size = noob_record_get_size (record);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(sv)"));

  if (!noob_codec_path_check (path, error))
    return NULL;

  for (guint i = 0; i < size; i++)
    {
      const char *name = noob_record_get_name (record, i);

      if (!g_utf8_validate (name, -1, NULL))
        return encode_string (name, error);

      if (!add_member (&builder, name, noob_record_get_nth (record, i), path, error))
        {
          g_prefix_error (error, "%s: ", name);
          return NULL;
        }
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
encode_serializable (GObject              *object,
                     const NoobCodecPath  *path,
                     GError              **error)
{
  g_autoptr (JsonNode) node = noob_json_form_write (object, error);
  g_auto (GValue) members = G_VALUE_INIT;
  GVariant *content;

  if (node == NULL)
    return NULL;

  noob_json_to_value (node, &members);
  content = encode (&members, path, error);
  if (content == NULL)
    return NULL;

  return new_tagged ("object", new_tagged (G_OBJECT_TYPE_NAME (object), content));
}

static gboolean
add_property (GVariantBuilder      *builder,
              GObject              *object,
              GParamSpec           *pspec,
              const NoobCodecPath  *path,
              GError              **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, pspec->value_type);
  g_object_get_property (object, pspec->name, &value);
  if (add_member (builder, pspec->name, &value, path, error))
    return TRUE;

  noob_property_form_blame (object, pspec, error);
  return FALSE;
}

static GVariant *
encode_properties (GObject              *object,
                   const NoobCodecPath  *path,
                   GError              **error)
{
  g_autoptr (GPtrArray) pspecs = noob_property_form_list (G_OBJECT_TYPE (object), error);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(sv)"));

  if (pspecs == NULL)
    return NULL;

  for (guint i = 0; i < pspecs->len; i++)
    if (!add_property (&builder, object, pspecs->pdata[i], path, error))
      return NULL;

  return new_tagged ("properties",
                     new_tagged (G_OBJECT_TYPE_NAME (object), g_variant_builder_end (&builder)));
}

/* The elements come first, so that they are aligned in what the variant is put in. */
static GVariant *
encode_array (NoobArray *array)
{
  gsize n_dimensions;
  const gint64 *shape = noob_array_get_shape (array, &n_dimensions);
  GVariant *content[] = {
    g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, noob_array_get_bytes (array), TRUE),
    g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, shape, n_dimensions, sizeof *shape),
    g_variant_new_string (noob_array_get_element_type (array)),
  };

  return new_tagged ("array", g_variant_new_tuple (content, G_N_ELEMENTS (content)));
}

static GVariant *
encode_tagged (NoobTagged     *tagged,
               NoobCodecPath  *path,
               GError        **error)
{
  GVariant *content;

  if (!noob_codec_path_check (path, error))
    return NULL;

  content = encode (noob_tagged_get_content (tagged), path, error);
  if (content == NULL || noob_tagged_get_tag (tagged) == NULL)
    return content;

  return new_tagged (noob_tagged_get_tag (tagged), content);
}

static void
set_no_form (const GValue  *value,
             GError       **error)
{
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
               "values of type %s cannot leave this process; what can are null, booleans, "
               "numbers, strings, bytes, times, arrays, variants, objects that implement "
               "JsonSerializable or have properties that tell all, what a converter knows, and "
               "lists and records of these; an asset of another kind may have scope `node`",
               G_VALUE_TYPE_NAME (value));
}

NoobTagged *
noob_codec_convert (const GValue  *value,
                    GError       **error)
{
  g_autoptr (GError) reason = NULL;
  NoobTagged *tagged = noob_converters_encode (value, &reason);

  if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  else if (tagged == NULL)
    set_no_form (value, error);

  return tagged;
}

static GVariant *
convert (const GValue   *value,
         NoobCodecPath  *path,
         GError        **error)
{
  g_autoptr (NoobTagged) tagged = noob_codec_convert (value, error);

  return tagged != NULL ? encode_tagged (tagged, path, error) : NULL;
}

static GVariant *
encode_object (const GValue   *value,
               NoobCodecPath  *path,
               GError        **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (NoobTagged) tagged = NULL;

  path->object = g_value_get_object (value);
  if (!noob_codec_path_check (path, error))
    return NULL;
  if (JSON_IS_SERIALIZABLE (path->object))
    return encode_serializable (path->object, path, error);

  tagged = noob_converters_encode (value, &reason);
  if (tagged != NULL)
    return encode_tagged (tagged, path, error);
  if (reason == NULL)
    return encode_properties (path->object, path, error);

  g_propagate_error (error, g_steal_pointer (&reason));
  return NULL;
}

/* The result is floating. */
static GVariant *
encode (const GValue         *value,
        const NoobCodecPath  *outer,
        GError              **error)
{
  NoobCodecPath path = { outer, NULL, 0 };

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
      return encode_sequence (g_value_get_boxed (value), &path, error);
    case NOOB_VALUE_RECORD:
      return encode_record (g_value_get_boxed (value), &path, error);
    case NOOB_VALUE_DATE_TIME:
      return encode_date_time (g_value_get_boxed (value));
    case NOOB_VALUE_ARRAY:
      return encode_array (g_value_get_boxed (value));
    case NOOB_VALUE_TAGGED:
      return encode_tagged (g_value_get_boxed (value), &path, error);
    case NOOB_VALUE_VARIANT:
      return new_tagged ("variant", g_value_get_variant (value));
    case NOOB_VALUE_OBJECT:
      return encode_object (value, &path, error);
    case NOOB_VALUE_OTHER:
      return convert (value, &path, error);
    case NOOB_VALUE_NO_EVENT:
    default:
      set_no_form (value, error);
      return NULL;
    }
}

/**
 * noob_codec_encode:
 * @value: a value
 * @error: return location for an error
 *
 * Turns a value into the form in which it crosses processes:
 *
 * | value                     | variant                                           |
 * | ------------------------- | ------------------------------------------------- |
 * | null                      | `mv`, nothing                                     |
 * | boolean                   | `b`                                               |
 * | integer, enum, flags      | `x`; `t` beyond the range of `x`                  |
 * | real                      | `d`                                               |
 * | string                    | `s`                                               |
 * | `GBytes`                  | `ay`, not copied                                  |
 * | list                      | `av`; if all are of one kind: `ax`, `ad` or `as`  |
 * | tuple                     | `(sv)`: "tuple", the list                         |
 * | record                    | `a(sv)`, in order                                 |
 * | array of strings          | `(sv)`: "strings", `as`                           |
 * | `GDateTime`               | `(sv)`: "time", `(xi)`: UTC in µs, offset in s    |
 * | `GVariant`                | `(sv)`: "variant", the variant                    |
 * | `JsonSerializable` object | `(sv)`: "object", `(sv)`: type name, its members  |
 * | other object              | `(sv)`: "properties", `(sv)`: type name, `a(sv)`  |
 * | [struct@Noob.Array]       | `(sv)`: "array", `(ayaxs)`: data, shape, type     |
 * | [struct@Noob.Tagged]      | `(sv)`: its tag, its content                      |
 *
 * Values of other types are those that a [class@Noob.Converter] makes a tagged value of. Containers
 * may be nested 40 deep. A value without a form, a string that is not UTF-8, deeper nesting and an
 * object in itself are a %NOOB_ERROR_VALUE that says which it is.
 *
 * An object that is not serializable, and that no converter takes, crosses by its properties that can
 * be both read and written, those that are set at construction only among them. They have to tell all
 * of it, and mean the same elsewhere, so that no file, socket or window crosses as a shell of
 * itself. These classes are refused:
 *
 * - those without any such property;
 * - those with a property that can be written, but not read: what was written would be lost;
 * - those with such a property that is a pointer, or a file descriptor: named `fd` or `…-fd`;
 * - those that have to be initialized after they were made: `GInitable` and `GAsyncInitable`.
 *
 * Properties that can only be read are taken to follow from the others. A class that is refused, or
 * for which that is not so, can implement `JsonSerializable`.
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

  variant = encode (value, NULL, error);

  return variant != NULL ? g_variant_ref_sink (variant) : NULL;
}
