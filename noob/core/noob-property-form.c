/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/noob-property-form-private.h"

#include <gio/gio.h>

#include "core/noob-error.h"
#include "core/noob-value-private.h"

/* NULL: objects of the class are made by g_object_new() and are whole then. */
static const char *
find_flaw_of_class (GType type)
{
  if (G_TYPE_IS_ABSTRACT (type))
    return "is abstract";
  if (g_type_is_a (type, G_TYPE_INITABLE) || g_type_is_a (type, G_TYPE_ASYNC_INITABLE))
    return "has to be initialized after it was made";

  return NULL;
}

static gboolean
is_read_write (GParamSpec *pspec)
{
  return (pspec->flags & G_PARAM_READWRITE) == G_PARAM_READWRITE;
}

/* What is a number or an address that means something in this process only. */
static gboolean
is_handle (GParamSpec *pspec)
{
  return G_TYPE_FUNDAMENTAL (pspec->value_type) == G_TYPE_POINTER ||
         g_str_equal (pspec->name, "fd") || g_str_has_suffix (pspec->name, "-fd");
}

static const char *
find_flaw_of_property (GParamSpec *pspec)
{
  if (is_read_write (pspec))
    return is_handle (pspec) ? "belongs to this process" : NULL;

  return (pspec->flags & G_PARAM_WRITABLE) != 0 ? "can be written, but not read" : NULL;
}

static void
refuse (GError     **error,
        GType        type,
        const char  *format,
        ...) G_GNUC_PRINTF (3, 4);

static void
refuse (GError     **error,
        GType        type,
        const char  *format,
        ...)
{
  g_autofree char *flaw = NULL;
  va_list arguments;

  va_start (arguments, format);
  flaw = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
               "values of type %s cannot leave this process: the class %s; let it implement "
               "JsonSerializable, or have properties that can be read and written and tell all; an "
               "asset may have scope `node`", g_type_name (type), flaw);
}

static GPtrArray *
list_properties (GType           type,
                 GObjectClass   *klass,
                 GError        **error)
{
  g_autoptr (GPtrArray) listed = g_ptr_array_new ();
  guint n_pspecs;
  g_autofree GParamSpec **pspecs = g_object_class_list_properties (klass, &n_pspecs);

  for (guint i = 0; i < n_pspecs; i++)
    {
      const char *flaw = find_flaw_of_property (pspecs[i]);

      if (flaw != NULL)
        {
          refuse (error, type, "has the property \"%s\", which %s", pspecs[i]->name, flaw);
          return NULL;
        }

      if (is_read_write (pspecs[i]))
        g_ptr_array_add (listed, pspecs[i]);
    }

  if (listed->len > 0)
    return g_steal_pointer (&listed);

  refuse (error, type, "has no property that can be read and written");
  return NULL;
}

GPtrArray *
noob_property_form_list (GType    type,
                         GError **error)
{
  const char *flaw = find_flaw_of_class (type);
  g_autoptr (GTypeClass) klass = NULL;

  if (flaw != NULL)
    {
      refuse (error, type, "%s", flaw);
      return NULL;
    }

  klass = g_type_class_ref (type);

  return list_properties (type, G_OBJECT_CLASS (klass), error);
}

void
noob_property_form_blame (GObject     *object,
                          GParamSpec  *pspec,
                          GError     **error)
{
  g_prefix_error (error, "%s has the property \"%s\" of type %s: ", G_OBJECT_TYPE_NAME (object),
                  pspec->name, g_type_name (pspec->value_type));
}

/* Numbers come in their widest types: they have to be the same in that of the property. */
static gboolean
set_value (GParamSpec   *pspec,
           const GValue *value,
           GValue       *result)
{
  if (noob_value_get_kind (value) == NOOB_VALUE_NULL)
    return noob_type_get_kind (pspec->value_type) >= NOOB_VALUE_NO_EVENT;

  if (g_value_type_compatible (G_VALUE_TYPE (value), pspec->value_type))
    {
      g_value_copy (value, result);
      return TRUE;
    }

  return noob_type_get_kind (pspec->value_type) == noob_value_get_kind (value) &&
         noob_value_get_kind (value) <= NOOB_VALUE_REAL && g_value_transform (value, result) &&
         noob_value_equal (value, result);
}

/* The validation of a property changes what it does not like. */
static gboolean
convert (GParamSpec    *pspec,
         const GValue  *value,
         GValue        *result)
{
  g_value_init (result, pspec->value_type);

  return set_value (pspec, value, result) && !g_param_value_validate (pspec, result);
}

static GParamSpec *
find_pspec (GPtrArray  *pspecs,
            const char *name)
{
  for (guint i = 0; i < pspecs->len; i++)
    {
      GParamSpec *pspec = pspecs->pdata[i];

      if (g_str_equal (pspec->name, name))
        return pspec;
    }

  return NULL;
}

static gboolean
add_property (GType          type,
              GPtrArray     *pspecs,
              const char    *name,
              const GValue  *value,
              GValue        *result,
              GError       **error)
{
  GParamSpec *pspec = find_pspec (pspecs, name);

  if (pspec == NULL)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
                   "%s has no property \"%s\" that can be read and written", g_type_name (type),
                   name);
      return FALSE;
    }

  if (convert (pspec, value, result))
    return TRUE;

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
               "%s has the property \"%s\" of type %s, which cannot be this value: %s",
               g_type_name (type), name, g_type_name (pspec->value_type),
               noob_value_describe (value));
  return FALSE;
}

GObject *
noob_property_form_make (GType         type,
                         NoobRecord   *properties,
                         GError      **error)
{
  g_autoptr (GPtrArray) pspecs = noob_property_form_list (type, error);
  guint size = noob_record_get_size (properties);
  g_autoptr (GArray) values = g_array_sized_new (FALSE, TRUE, sizeof (GValue), size);
  g_autofree const char **names = g_new (const char *, size);
  GObject *object;

  if (pspecs == NULL)
    return NULL;

  g_array_set_clear_func (values, (GDestroyNotify) g_value_unset);
  g_array_set_size (values, size);
  for (guint i = 0; i < size; i++)
    {
      names[i] = noob_record_get_name (properties, i);
      if (!add_property (type, pspecs, names[i], noob_record_get_nth (properties, i),
                         &g_array_index (values, GValue, i), error))
        return NULL;
    }

  object = g_object_new_with_properties (type, size, names, (const GValue *) values->data);

  return g_object_is_floating (object) ? g_object_ref_sink (object) : object;
}
