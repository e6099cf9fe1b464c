/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-gtype-private.h"

#include "core/noob-error.h"
#include "core/noob-name-private.h"
#include "nodes/noob-property-private.h"
#include "nodes/noob-sequence-private.h"

/* Whether the capital at @at starts a word: FooNode, and the N of XMLNode. */
static gboolean
starts_word (const char *name,
             const char *at)
{
  if (at == name || !g_ascii_isupper (*at))
    return FALSE;

  if (!g_ascii_isupper (at[-1]))
    return TRUE;

  return at - name >= 2 && g_ascii_isupper (at[-2]) && g_ascii_islower (at[1]);
}

char *
noob_gtype_get_symbol (const char *type_name)
{
  GString *symbol = g_string_new (NULL);

  for (const char *at = type_name; *at != '\0'; at++)
    {
      if (starts_word (type_name, at))
        g_string_append_c (symbol, '_');
      g_string_append_c (symbol, g_ascii_tolower (*at));
    }

  g_string_append (symbol, "_get_type");

  return g_string_free (symbol, FALSE);
}

GType
noob_gtype_find_in_module (GModule    *module,
                           const char *type_name)
{
  g_autofree char *symbol = noob_gtype_get_symbol (type_name);
  GType (*get_type) (void);

  if (!g_module_symbol (module, symbol, (gpointer *) &get_type) || get_type == NULL)
    return G_TYPE_INVALID;

  return get_type ();
}

/* What the specification itself says of a node is not among its params. */
static gboolean
is_param (GParamSpec *pspec)
{
  return (pspec->flags & G_PARAM_WRITABLE) != 0 && pspec->owner_type != NOOB_TYPE_NODE;
}

static char **
list_params (GObjectClass *klass)
{
  guint n_pspecs;
  g_autofree GParamSpec **pspecs = g_object_class_list_properties (klass, &n_pspecs);
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
set_error_unknown_param (GObjectClass  *klass,
                         const char    *name,
                         GError       **error)
{
  g_auto (GStrv) names = list_params (klass);
  g_autofree char *suggestion = noob_suggest_name (name, (const char *const *) names);
  g_autofree char *all = g_strjoinv (", ", names);

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "%s has no param \"%s\"%s; its params: %s",
               G_OBJECT_CLASS_NAME (klass), name, suggestion, all[0] != '\0' ? all : "none");
}

static gboolean
is_wired (NoobNodeSpecification *specification,
          const char            *name)
{
  GPtrArray *depends = noob_node_specification_get_depends (specification);

  for (guint i = 0; i < depends->len; i++)
    {
      if (g_str_equal (noob_dependency_get_slot (g_ptr_array_index (depends, i)), name))
        return TRUE;
    }

  return FALSE;
}

typedef struct
{
  GPtrArray *names;
  GArray    *values;
} Construction;

/* Takes @value and leaves it zero-filled. */
static void
construction_add (Construction *self,
                  const char   *name,
                  GValue       *value)
{
  g_ptr_array_add (self->names, (gpointer) name);
  g_array_append_vals (self->values, value, 1);
  *value = (GValue) G_VALUE_INIT;
}

static gboolean
construction_add_param (Construction           *self,
                        GObjectClass           *klass,
                        NoobNodeSpecification  *specification,
                        const char             *name,
                        const GValue           *param,
                        GError                **error)
{
  GParamSpec *pspec = g_object_class_find_property (klass, name);
  GValue value = G_VALUE_INIT;

  if (pspec == NULL || !is_param (pspec))
    {
      if (is_wired (specification, name))
        return TRUE;

      set_error_unknown_param (klass, name, error);
      return FALSE;
    }

  if (!noob_property_convert (pspec, param, &value, error))
    return FALSE;

  construction_add (self, pspec->name, &value);

  return TRUE;
}

static gboolean
check_node_class (GType    type,
                  GError **error)
{
  if (!g_type_is_a (type, NOOB_TYPE_NODE))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
                   "%s is not a node: its class has to be derived from NoobNode",
                   g_type_name (type));
      return FALSE;
    }

  if (G_TYPE_IS_ABSTRACT (type))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
                   "%s is abstract; name a class derived from it", g_type_name (type));
      return FALSE;
    }

  return TRUE;
}

NoobNode *
noob_gtype_new_node (GType                   type,
                     NoobNodeSpecification  *specification,
                     NoobRecord             *params,
                     GError                **error)
{
  g_autoptr (GTypeClass) klass = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GArray) values = noob_sequence_new (0);
  Construction construction = { names, values };
  GValue id = G_VALUE_INIT;

  if (!check_node_class (type, error))
    return NULL;

  klass = g_type_class_ref (type);

  g_value_init (&id, G_TYPE_STRING);
  g_value_set_string (&id, noob_node_specification_get_id (specification));
  construction_add (&construction, "id", &id);

  for (guint i = 0; i < noob_record_get_size (params); i++)
    {
      if (!construction_add_param (&construction, G_OBJECT_CLASS (klass), specification,
                                   noob_record_get_name (params, i),
                                   noob_record_get_nth (params, i), error))
        return NULL;
    }

  return NOOB_NODE (g_object_new_with_properties (type, names->len,
                                                  (const char **) names->pdata,
                                                  (const GValue *) values->data));
}
