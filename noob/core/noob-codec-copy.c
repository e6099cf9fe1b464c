/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Deep copies of values, within this process. What cannot change is shared; what only a type or a
 * language knows how to copy goes by way of the form that it has in other processes. */

#include "core/noob-codec-private.h"

#include "core/noob-array.h"
#include "core/noob-converter-private.h"
#include "core/noob-event-private.h"
#include "core/noob-json-form-private.h"
#include "core/noob-list-private.h"
#include "core/noob-property-form-private.h"
#include "core/noob-value-private.h"

static gboolean copy_value (const GValue *value, GValue *copy, const NoobCodecPath *outer,
                            GError **error);

static gboolean value_is_fixed (const GValue *value, guint depth);

static gboolean
list_is_fixed (NoobList *list,
               guint     depth)
{
  if (!noob_codec_check_depth (depth, NULL))
    return FALSE;

  for (gsize i = 0; i < noob_list_get_length (list); i++)
    if (!value_is_fixed (noob_list_get_value (list, i), depth))
      return FALSE;

  return TRUE;
}

static gboolean
event_is_fixed (NoobEvent *event,
                guint      depth)
{
  const GValue *value = noob_event_get_value (event);

  return noob_codec_check_depth (depth, NULL) && (value == NULL || value_is_fixed (value, depth));
}

static gboolean
tagged_is_fixed (NoobTagged *tagged,
                 guint       depth)
{
  return noob_codec_check_depth (depth, NULL) &&
         value_is_fixed (noob_tagged_get_content (tagged), depth);
}

/* Whether nothing that a plain copy shares with the value can ever change. */
static gboolean
value_is_fixed (const GValue *value,
                guint         depth)
{
  switch (noob_value_get_kind (value))
    {
    case NOOB_VALUE_LIST:
      return list_is_fixed (g_value_get_boxed (value), depth + 1);
    case NOOB_VALUE_TAGGED:
      return tagged_is_fixed (g_value_get_boxed (value), depth + 1);
    case NOOB_VALUE_ARRAY:
      return noob_array_get_owner (g_value_get_boxed (value)) == NULL;
    case NOOB_VALUE_OTHER:
      if (G_VALUE_HOLDS (value, NOOB_TYPE_EVENT))
        return event_is_fixed (g_value_get_boxed (value), depth + 1);
      return G_VALUE_HOLDS (value, NOOB_TYPE_EPOCH);
    case NOOB_VALUE_RECORD:
    case NOOB_VALUE_OBJECT:
      return FALSE;
    default:
      return TRUE;
    }
}

static gboolean
copy_list (NoobList             *list,
           GValue               *copy,
           const NoobCodecPath  *path,
           GError              **error)
{
  gsize length = noob_list_get_length (list);
  g_autoptr (GArray) values = g_array_sized_new (FALSE, TRUE, sizeof (GValue), length);
  NoobList *copied;

  g_array_set_clear_func (values, (GDestroyNotify) g_value_unset);
  for (gsize i = 0; i < length; i++)
    {
      GValue element = G_VALUE_INIT;

      if (!copy_value (noob_list_get_value (list, i), &element, path, error))
        return FALSE;

      g_array_append_val (values, element);
    }

  copied = noob_list_new_take (g_steal_pointer (&values));
  g_value_init (copy, NOOB_TYPE_LIST);
  g_value_take_boxed (copy, noob_list_is_tuple (list) ? noob_list_make_tuple (copied) : copied);

  return TRUE;
}

static gboolean
copy_record (NoobRecord           *record,
             GValue               *copy,
             const NoobCodecPath  *path,
             GError              **error)
{
  g_autoptr (NoobRecord) copied = noob_record_new ();

  for (guint i = 0; i < noob_record_get_size (record); i++)
    {
      const char *name = noob_record_get_name (record, i);
      GValue member = G_VALUE_INIT;

      if (!copy_value (noob_record_get_nth (record, i), &member, path, error))
        {
          g_prefix_error (error, "%s: ", name);
          return FALSE;
        }

      noob_record_take_value (copied, name, &member);
    }

  g_value_init (copy, NOOB_TYPE_RECORD);
  g_value_take_boxed (copy, g_steal_pointer (&copied));

  return TRUE;
}

/* Of elements in the memory of something that can be changed. */
static gboolean
copy_array (NoobArray  *array,
            GValue     *copy,
            GError    **error)
{
  gsize n_dimensions, size;
  const gint64 *shape = noob_array_get_shape (array, &n_dimensions);
  gconstpointer data = g_bytes_get_data (noob_array_get_bytes (array), &size);
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  NoobArray *copied =
    noob_array_new (noob_array_get_element_type (array), shape, n_dimensions, bytes, error);

  if (copied == NULL)
    return FALSE;

  g_value_init (copy, NOOB_TYPE_ARRAY);
  g_value_take_boxed (copy, copied);

  return TRUE;
}

static gboolean
copy_event (NoobEvent            *event,
            GValue               *copy,
            const NoobCodecPath  *path,
            GError              **error)
{
  GValue value = G_VALUE_INIT;

  if (!copy_value (noob_event_get_value (event), &value, path, error))
    return FALSE;

  g_value_init (copy, NOOB_TYPE_EVENT);
  g_value_take_boxed (copy, noob_event_new_take (g_intern_string (noob_event_get_node_id (event)),
                                                 g_intern_string (noob_event_get_signal (event)),
                                                 noob_event_get_epoch (event), &value,
                                                 noob_event_get_id (event),
                                                 noob_event_get_timestamp (event)));

  return TRUE;
}

static gboolean
copy_tagged (NoobTagged           *tagged,
             GValue               *copy,
             const NoobCodecPath  *path,
             GError              **error)
{
  g_auto (GValue) content = G_VALUE_INIT;
  g_autoptr (NoobTagged) copied = NULL;

  if (!copy_value (noob_tagged_get_content (tagged), &content, path, error))
    return FALSE;

  copied = noob_tagged_new (noob_tagged_get_tag (tagged), &content);

  return noob_codec_restore (copied, copy, error);
}

static gboolean
copy_foreign (const GValue         *value,
              GValue               *copy,
              const NoobCodecPath  *path,
              GError              **error)
{
  g_autoptr (NoobTagged) tagged = noob_codec_convert (value, error);

  return tagged != NULL && copy_tagged (tagged, copy, path, error);
}

static gboolean
copy_serializable (GObject  *object,
                   GValue   *copy,
                   GError  **error)
{
  g_autoptr (JsonNode) node = noob_json_form_write (object, error);
  GObject *copied =
    node != NULL ? noob_json_form_make (G_OBJECT_TYPE (object), node, NULL, error) : NULL;

  if (copied == NULL)
    return FALSE;

  g_value_init (copy, G_OBJECT_TYPE (object));
  g_value_take_object (copy, copied);

  return TRUE;
}

static gboolean
copy_property (GObject              *object,
               GParamSpec           *pspec,
               NoobRecord           *properties,
               const NoobCodecPath  *path,
               GError              **error)
{
  g_auto (GValue) value = G_VALUE_INIT;
  GValue copied = G_VALUE_INIT;

  g_value_init (&value, pspec->value_type);
  g_object_get_property (object, pspec->name, &value);
  if (!copy_value (&value, &copied, path, error))
    {
      noob_property_form_blame (object, pspec, error);
      return FALSE;
    }

  noob_record_take_value (properties, pspec->name, &copied);

  return TRUE;
}

static gboolean
copy_properties (GObject              *object,
                 GValue               *copy,
                 const NoobCodecPath  *path,
                 GError              **error)
{
  g_autoptr (GPtrArray) pspecs = noob_property_form_list (G_OBJECT_TYPE (object), error);
  g_autoptr (NoobRecord) properties = noob_record_new ();
  GObject *copied;

  for (guint i = 0; pspecs != NULL && i < pspecs->len; i++)
    if (!copy_property (object, pspecs->pdata[i], properties, path, error))
      return FALSE;

  copied = pspecs != NULL
             ? noob_property_form_make (G_OBJECT_TYPE (object), properties, error)
             : NULL;
  if (copied == NULL)
    return FALSE;

  g_value_init (copy, G_OBJECT_TYPE (object));
  g_value_take_object (copy, copied);

  return TRUE;
}

static gboolean
copy_object (const GValue         *value,
             GValue               *copy,
             const NoobCodecPath  *path,
             GError              **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (NoobTagged) tagged = NULL;

  if (JSON_IS_SERIALIZABLE (path->object))
    return copy_serializable (path->object, copy, error);

  tagged = noob_converters_encode (value, &reason);
  if (tagged != NULL)
    return copy_tagged (tagged, copy, path, error);
  if (reason == NULL)
    return copy_properties (path->object, copy, path, error);

  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

static gboolean
copy_changeable (const GValue         *value,
                 GValue               *copy,
                 const NoobCodecPath  *outer,
                 GError              **error)
{
  NoobValueKind kind = noob_value_get_kind (value);
  NoobCodecPath path = { outer, kind == NOOB_VALUE_OBJECT ? g_value_get_object (value) : NULL, 0 };

  if (!noob_codec_path_check (&path, error))
    return FALSE;

  switch (kind)
    {
    case NOOB_VALUE_LIST:
      return copy_list (g_value_get_boxed (value), copy, &path, error);
    case NOOB_VALUE_RECORD:
      return copy_record (g_value_get_boxed (value), copy, &path, error);
    case NOOB_VALUE_ARRAY:
      return copy_array (g_value_get_boxed (value), copy, error);
    case NOOB_VALUE_TAGGED:
      return copy_tagged (g_value_get_boxed (value), copy, &path, error);
    case NOOB_VALUE_OBJECT:
      return copy_object (value, copy, &path, error);
    default:
      if (G_VALUE_HOLDS (value, NOOB_TYPE_EVENT))
        return copy_event (g_value_get_boxed (value), copy, &path, error);
      return copy_foreign (value, copy, &path, error);
    }
}

static gboolean
copy_value (const GValue         *value,
            GValue               *copy,
            const NoobCodecPath  *outer,
            GError              **error)
{
  if (!value_is_fixed (value, outer != NULL ? outer->depth : 0))
    return copy_changeable (value, copy, outer, error);

  noob_value_init_copy (copy, value);

  return TRUE;
}

gboolean
noob_codec_copy (const GValue  *value,
                 GValue        *copy,
                 GError       **error)
{
  return copy_value (value, copy, NULL, error);
}
