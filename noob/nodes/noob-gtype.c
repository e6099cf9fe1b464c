/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-gtype-private.h"

#include "core/noob-error.h"

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

static gboolean
check_concrete (GType    type,
                GError **error)
{
  if (!G_TYPE_IS_ABSTRACT (type))
    return TRUE;

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "%s is abstract; name a class derived from it",
               g_type_name (type));
  return FALSE;
}

static gboolean
check_node_class (GType    type,
                  GError **error)
{
  if (g_type_is_a (type, NOOB_TYPE_NODE))
    return check_concrete (type, error);

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
               "%s is not a node: its class has to be derived from NoobNode", g_type_name (type));
  return FALSE;
}

static gboolean
check_asset_class (GType    type,
                   GError **error)
{
  if (G_TYPE_IS_OBJECT (type))
    return check_concrete (type, error);

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "%s is no class of objects",
               g_type_name (type));
  return FALSE;
}

static void
add_id (NoobConstruction *construction,
        const char       *id)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, id);
  noob_construction_add (construction, "id", &value);
}

NoobNode *
noob_gtype_new_node (GType                   type,
                     NoobNodeSpecification  *specification,
                     NoobRecord             *params,
                     GError                **error)
{
  g_autoptr (NoobConstruction) construction = NULL;

  if (!check_node_class (type, error))
    return NULL;

  construction = noob_construction_new (type);
  add_id (construction, noob_node_specification_get_id (specification));

  for (guint i = 0; i < noob_record_get_size (params); i++)
    {
      const char *name = noob_record_get_name (params, i);

      if (!noob_construction_has_param (construction, name) && is_wired (specification, name))
        continue;

      if (!noob_construction_add_param (construction, name, noob_record_get_nth (params, i), error))
        return NULL;
    }

  return NOOB_NODE (noob_construction_make (construction));
}

NoobConstruction *
noob_gtype_prepare_asset (GType                    type,
                          NoobAssetSpecification  *specification,
                          NoobRecord              *params,
                          GError                 **error)
{
  g_autoptr (NoobConstruction) construction = NULL;

  if (!check_asset_class (type, error))
    return NULL;

  if (noob_asset_specification_get_params_are_list (specification) &&
      noob_record_get_size (params) > 0)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
                   "the params of a class are a map: %s has properties, and no order of them",
                   g_type_name (type));
      return NULL;
    }

  construction = noob_construction_new (type);
  for (guint i = 0; i < noob_record_get_size (params); i++)
    if (!noob_construction_add_param (construction, noob_record_get_name (params, i),
                                      noob_record_get_nth (params, i), error))
      return NULL;

  if (g_type_is_a (type, NOOB_TYPE_ASSET))
    add_id (construction, noob_asset_specification_get_id (specification));

  return g_steal_pointer (&construction);
}
