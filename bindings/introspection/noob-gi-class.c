/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Classes of which nodes and assets make objects, and their methods `init` and `deinit`. */

#include "noob-gi-class-private.h"

#include "noob-gi-symbol-private.h"

GType
noob_gi_get_class_type (GIBaseInfo *container)
{
  GType type;

  if (container == NULL || !GI_IS_OBJECT_INFO (container))
    return G_TYPE_INVALID;

  type = gi_registered_type_info_get_g_type (GI_REGISTERED_TYPE_INFO (container));

  return g_type_is_a (type, G_TYPE_OBJECT) && !G_TYPE_IS_ABSTRACT (type) ? type : G_TYPE_INVALID;
}

NoobGiCallable *
noob_gi_find_plain_method (GIBaseInfo *class,
                           const char *name)
{
  g_autoptr (GIFunctionInfo) info = noob_gi_find_method (class, name);
  g_autoptr (NoobGiCallable) callable = NULL;
  g_autoptr (GPtrArray) slots = NULL;

  if (info == NULL || !gi_callable_info_is_method (GI_CALLABLE_INFO (info)))
    return NULL;

  callable = noob_gi_callable_new (info, FALSE, NULL);
  slots = callable != NULL ? noob_gi_callable_get_slots (callable) : NULL;

  return slots != NULL && slots->len == 0 ? g_steal_pointer (&callable) : NULL;
}

gboolean
noob_gi_call_plain (NoobGiCallable  *callable,
                    const GValue    *object,
                    GError         **error)
{
  g_autoptr (NoobRecord) nothing = noob_record_new ();
  g_autoptr (NoobRecord) outputs = noob_record_new ();
  const GValue *result;

  if (callable == NULL)
    return TRUE;

  if (!noob_gi_callable_call (callable, object, nothing, nothing, outputs, error))
    return FALSE;

  result = noob_record_get_value (outputs, "value");
  if (result == NULL || !G_VALUE_HOLDS_BOOLEAN (result) || g_value_get_boolean (result))
    return TRUE;

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_NODE, "%s () returned false",
               noob_gi_callable_get_name (callable));
  return FALSE;
}
