/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/noob-json-form-private.h"

#include "core/noob-codec-private.h"
#include "core/noob-error.h"

/* Whether the method at an offset is json-glib's own, which it is too in classes that are not
 * serializable. */
static gboolean
is_standard (GType type,
             glong offset)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (type);
  gpointer own = g_type_interface_peek (klass, JSON_TYPE_SERIALIZABLE);

  return own == NULL ||
         G_STRUCT_MEMBER (gpointer, own, offset) ==
           G_STRUCT_MEMBER (gpointer, g_type_default_interface_peek (JSON_TYPE_SERIALIZABLE),
                            offset);
}

static GParamSpec **
list_properties (GObject *object,
                 guint   *n_pspecs)
{
  if (JSON_IS_SERIALIZABLE (object))
    return json_serializable_list_properties (JSON_SERIALIZABLE (object), n_pspecs);

  return g_object_class_list_properties (G_OBJECT_GET_CLASS (object), n_pspecs);
}

static gboolean
is_of_objects (GParamSpec *pspec)
{
  return g_type_is_a (pspec->value_type, G_TYPE_OBJECT);
}

static gboolean
check_tree (GObject              *object,
            const NoobCodecPath  *outer,
            GError              **error)
{
  NoobCodecPath path = { outer, object };
  guint n_pspecs;
  g_autofree GParamSpec **pspecs = NULL;

  if (!noob_codec_path_check (&path, error))
    return FALSE;
  if (!is_standard (G_OBJECT_TYPE (object),
                    G_STRUCT_OFFSET (JsonSerializableIface, serialize_property)))
    return TRUE;

  pspecs = list_properties (object, &n_pspecs);
  for (guint i = 0; i < n_pspecs; i++)
    {
      g_autoptr (GObject) inner = NULL;

      if ((pspecs[i]->flags & G_PARAM_READABLE) == 0 || !is_of_objects (pspecs[i]))
        continue;

      g_object_get (object, pspecs[i]->name, &inner, NULL);
      if (inner != NULL && !check_tree (inner, &path, error))
        return FALSE;
    }

  return TRUE;
}

JsonNode *
noob_json_form_write (GObject  *object,
                      GError  **error)
{
  return check_tree (object, NULL, error) ? json_gobject_serialize (object) : NULL;
}

static gboolean check_members (GType            type,
                               JsonObject      *members,
                               NoobTypeFilter   filter,
                               GError         **error);

static gboolean
check_property (GType            type,
                GParamSpec      *pspec,
                JsonObject      *members,
                NoobTypeFilter   filter,
                GError         **error)
{
  GType inner = pspec->value_type;

  if (G_TYPE_IS_OBJECT (inner) && !G_TYPE_IS_ABSTRACT (inner) &&
      (filter == NULL || filter (inner)))
    return check_members (inner, members, filter, error);

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
               "the property \"%s\" of %s is given an object, but objects of type %s are %s",
               pspec->name, g_type_name (type), g_type_name (inner),
               G_TYPE_IS_OBJECT (inner) && !G_TYPE_IS_ABSTRACT (inner)
                 ? "not expected from other processes"
                 : "abstract: let the class deserialize them itself");
  return FALSE;
}

/* Before json-glib makes objects of what is in @members. */
static gboolean
check_members (GType            type,
               JsonObject      *members,
               NoobTypeFilter   filter,
               GError         **error)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (type);
  gboolean by_default =
    is_standard (type, G_STRUCT_OFFSET (JsonSerializableIface, deserialize_property));
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, members);
  while (json_object_iter_next (&iter, &name, &node))
    {
      GParamSpec *pspec = g_object_class_find_property (G_OBJECT_CLASS (klass), name);

      if (pspec == NULL || !is_of_objects (pspec) || !JSON_NODE_HOLDS_OBJECT (node))
        continue;
      /* The others json-glib reads itself always. */
      if (!by_default && (pspec->flags & G_PARAM_CONSTRUCT_ONLY) == 0)
        continue;

      if (!check_property (type, pspec, json_node_get_object (node), filter, error))
        return FALSE;
    }

  return TRUE;
}

GObject *
noob_json_form_make (GType            type,
                     JsonNode        *node,
                     NoobTypeFilter   filter,
                     GError         **error)
{
  GObject *object;

  if (!check_members (type, json_node_get_object (node), filter, error))
    return NULL;

  object = json_gobject_deserialize (type, node);

  return g_object_is_floating (object) ? g_object_ref_sink (object) : object;
}
