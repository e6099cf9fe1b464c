/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Deep copies of values, within this process. What cannot change is shared; what only a type or a
 * language knows how to copy goes by way of the form that it has in other processes. */

#include "core/noob-codec-private.h"

#include <json-glib/json-glib.h>

#include "core/noob-array.h"
#include "core/noob-converter-private.h"
#include "core/noob-event-private.h"
#include "core/noob-list-private.h"
#include "core/noob-value-private.h"

static gboolean copy_value (const GValue *value, GValue *copy, guint depth, GError **error);

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
copy_list (NoobList  *list,
           GValue    *copy,
           guint      depth,
           GError   **error)
{
  gsize length = noob_list_get_length (list);
  g_autoptr (GArray) values = g_array_sized_new (FALSE, TRUE, sizeof (GValue), length);
  NoobList *copied;

  g_array_set_clear_func (values, (GDestroyNotify) g_value_unset);
  for (gsize i = 0; i < length; i++)
    {
      GValue element = G_VALUE_INIT;

      if (!copy_value (noob_list_get_value (list, i), &element, depth, error))
        return FALSE;

      g_array_append_val (values, element);
    }

  copied = noob_list_new_take (g_steal_pointer (&values));
  g_value_init (copy, NOOB_TYPE_LIST);
  g_value_take_boxed (copy, noob_list_is_tuple (list) ? noob_list_make_tuple (copied) : copied);

  return TRUE;
}

static gboolean
copy_record (NoobRecord  *record,
             GValue      *copy,
             guint        depth,
             GError     **error)
{
  g_autoptr (NoobRecord) copied = noob_record_new ();

  for (guint i = 0; i < noob_record_get_size (record); i++)
    {
      const char *name = noob_record_get_name (record, i);
      GValue member = G_VALUE_INIT;

      if (!copy_value (noob_record_get_nth (record, i), &member, depth, error))
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
copy_event (NoobEvent  *event,
            GValue     *copy,
            guint       depth,
            GError    **error)
{
  GValue value = G_VALUE_INIT;

  if (!copy_value (noob_event_get_value (event), &value, depth, error))
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
copy_tagged (NoobTagged  *tagged,
             GValue      *copy,
             guint        depth,
             GError     **error)
{
  g_auto (GValue) content = G_VALUE_INIT;
  g_autoptr (NoobTagged) copied = NULL;

  if (!copy_value (noob_tagged_get_content (tagged), &content, depth, error))
    return FALSE;

  copied = noob_tagged_new (noob_tagged_get_tag (tagged), &content);

  return noob_codec_restore (copied, copy, error);
}

static gboolean
copy_foreign (const GValue  *value,
              GValue        *copy,
              guint          depth,
              GError       **error)
{
  g_autoptr (NoobTagged) tagged = noob_codec_convert (value, error);

  return tagged != NULL && copy_tagged (tagged, copy, depth, error);
}

static void
copy_serializable (GObject *object,
                   GValue  *copy)
{
  g_autoptr (JsonNode) node = json_gobject_serialize (object);

  g_value_init (copy, G_OBJECT_TYPE (object));
  g_value_take_object (copy, json_gobject_deserialize (G_OBJECT_TYPE (object), node));
}

static gboolean
copy_object (const GValue  *value,
             GValue        *copy,
             guint          depth,
             GError       **error)
{
  GObject *object = g_value_get_object (value);

  if (!JSON_IS_SERIALIZABLE (object))
    return copy_foreign (value, copy, depth, error);

  copy_serializable (object, copy);

  return TRUE;
}

static gboolean
copy_changeable (const GValue  *value,
                 GValue        *copy,
                 guint          depth,
                 GError       **error)
{
  if (!noob_codec_check_depth (depth, error))
    return FALSE;

  switch (noob_value_get_kind (value))
    {
    case NOOB_VALUE_LIST:
      return copy_list (g_value_get_boxed (value), copy, depth, error);
    case NOOB_VALUE_RECORD:
      return copy_record (g_value_get_boxed (value), copy, depth, error);
    case NOOB_VALUE_ARRAY:
      return copy_array (g_value_get_boxed (value), copy, error);
    case NOOB_VALUE_TAGGED:
      return copy_tagged (g_value_get_boxed (value), copy, depth, error);
    case NOOB_VALUE_OBJECT:
      return copy_object (value, copy, depth, error);
    default:
      if (G_VALUE_HOLDS (value, NOOB_TYPE_EVENT))
        return copy_event (g_value_get_boxed (value), copy, depth, error);
      return copy_foreign (value, copy, depth, error);
    }
}

static gboolean
copy_value (const GValue  *value,
            GValue        *copy,
            guint          depth,
            GError       **error)
{
  if (!value_is_fixed (value, depth))
    return copy_changeable (value, copy, depth + 1, error);

  noob_value_init_copy (copy, value);

  return TRUE;
}

gboolean
noob_codec_copy (const GValue  *value,
                 GValue        *copy,
                 GError       **error)
{
  return copy_value (value, copy, 0, error);
}
