/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Needs nothing of the library but what is public, so that modules of the bindings can have it
 * built in. */

#include "nodes/noob-construction-private.h"

#include "assets/noob-asset.h"
#include "core/noob-error.h"
#include "core/noob-name-private.h"
#include "nodes/noob-node.h"
#include "nodes/noob-property-private.h"

struct _NoobConstruction
{
  GType         type;
  GObjectClass *klass;
  GPtrArray    *names;
  GArray       *values;
};

NoobConstruction *
noob_construction_new (GType type)
{
  NoobConstruction *self = g_new0 (NoobConstruction, 1);

  self->type = type;
  self->klass = g_type_class_ref (type);
  self->names = g_ptr_array_new ();
  self->values = g_array_new (FALSE, TRUE, sizeof (GValue));
  g_array_set_clear_func (self->values, (GDestroyNotify) g_value_unset);

  return self;
}

void
noob_construction_free (NoobConstruction *self)
{
  g_ptr_array_unref (self->names);
  g_array_unref (self->values);
  g_type_class_unref (self->klass);
  g_free (self);
}

static gboolean
is_param (GParamSpec *pspec)
{
  return (pspec->flags & G_PARAM_WRITABLE) != 0 && pspec->owner_type != NOOB_TYPE_NODE &&
         pspec->owner_type != NOOB_TYPE_ASSET;
}

gboolean
noob_construction_has_param (NoobConstruction *self,
                             const char       *name)
{
  GParamSpec *pspec = g_object_class_find_property (self->klass, name);

  return pspec != NULL && is_param (pspec);
}

char **
noob_construction_list_params (NoobConstruction *self)
{
  guint n_pspecs;
  g_autofree GParamSpec **pspecs = g_object_class_list_properties (self->klass, &n_pspecs);
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < n_pspecs; i++)
    {
      if (is_param (pspecs[i]))
        g_ptr_array_add (names, g_strdup (pspecs[i]->name));
    }
  g_ptr_array_add (names, NULL);

  return (char **) g_ptr_array_free (names, FALSE);
}

static void
set_error_unknown_param (NoobConstruction  *self,
                         const char        *name,
                         GError           **error)
{
  g_auto (GStrv) names = noob_construction_list_params (self);
  g_autofree char *suggestion = noob_suggest_name (name, (const char *const *) names);
  g_autofree char *all = g_strjoinv (", ", names);

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "%s has no param \"%s\"%s; its params: %s",
               g_type_name (self->type), name, suggestion, all[0] != '\0' ? all : "none");
}

void
noob_construction_add (NoobConstruction *self,
                       const char       *name,
                       GValue           *value)
{
  g_ptr_array_add (self->names, (gpointer) g_intern_string (name));
  g_array_append_vals (self->values, value, 1);
  *value = (GValue) G_VALUE_INIT;
}

gboolean
noob_construction_add_param (NoobConstruction  *self,
                             const char        *name,
                             const GValue      *param,
                             GError           **error)
{
  GParamSpec *pspec = g_object_class_find_property (self->klass, name);
  GValue value = G_VALUE_INIT;

  if (pspec == NULL || !is_param (pspec))
    {
      set_error_unknown_param (self, name, error);
      return FALSE;
    }

  if (!noob_property_convert (pspec, param, &value, error))
    return FALSE;

  noob_construction_add (self, pspec->name, &value);

  return TRUE;
}

GObject *
noob_construction_make (NoobConstruction *self)
{
  GObject *object = g_object_new_with_properties (self->type, self->names->len,
                                                  (const char **) self->names->pdata,
                                                  (const GValue *) self->values->data);

  return g_object_is_floating (object) ? g_object_ref_sink (object) : object;
}
