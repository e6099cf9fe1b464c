/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "noob-gi-node-private.h"

#include "noob-gi-callable-private.h"
#include "noob-gi-class-private.h"
#include "noob-gi-symbol-private.h"
#include "nodes/noob-construction-private.h"
#include "nodes/noob-gtype-private.h"

struct _NoobGiNode
{
  NoobNode parent_instance;

  NoobGiCallable *process;
  NoobGiCallable *init;   /* or NULL */
  NoobGiCallable *deinit; /* or NULL */
  GPtrArray      *slots;
  GValue          object; /* that was made of the params, if one was */
  NoobRecord     *arguments; /* params for slots that are not wired */
};

G_DEFINE_FINAL_TYPE (NoobGiNode, noob_gi_node, NOOB_TYPE_NODE)

static gboolean
noob_gi_node_init_node (NoobNode  *node,
                        GError   **error)
{
  NoobGiNode *self = NOOB_GI_NODE (node);

  return noob_gi_call_plain (self->init, &self->object, error);
}

static gboolean
noob_gi_node_deinit_node (NoobNode  *node,
                          GError   **error)
{
  NoobGiNode *self = NOOB_GI_NODE (node);

  return noob_gi_call_plain (self->deinit, &self->object, error);
}

static gboolean
noob_gi_node_process (NoobNode    *node,
                      NoobRecord  *inputs,
                      NoobRecord  *outputs,
                      GError     **error)
{
  NoobGiNode *self = NOOB_GI_NODE (node);

  return noob_gi_callable_call (self->process, &self->object, inputs, self->arguments, outputs,
                                error);
}

static GList *
noob_gi_node_get_slots (NoobNode *node)
{
  NoobGiNode *self = NOOB_GI_NODE (node);
  GList *slots = NULL;

  for (guint i = self->slots->len; i-- > 0;)
    slots = g_list_prepend (slots, noob_slot_copy (self->slots->pdata[i]));

  return slots;
}

static char **
noob_gi_node_get_signals (NoobNode *node)
{
  return noob_gi_callable_get_signals (NOOB_GI_NODE (node)->process);
}

static void
noob_gi_node_finalize (GObject *object)
{
  NoobGiNode *self = NOOB_GI_NODE (object);

  g_clear_pointer (&self->process, noob_gi_callable_free);
  g_clear_pointer (&self->init, noob_gi_callable_free);
  g_clear_pointer (&self->deinit, noob_gi_callable_free);
  g_clear_pointer (&self->slots, g_ptr_array_unref);
  g_clear_pointer (&self->arguments, noob_record_unref);
  g_value_unset (&self->object);

  G_OBJECT_CLASS (noob_gi_node_parent_class)->finalize (object);
}

static void
noob_gi_node_class_init (NoobGiNodeClass *klass)
{
  NoobNodeClass *node_class = NOOB_NODE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = noob_gi_node_finalize;

  node_class->init = noob_gi_node_init_node;
  node_class->deinit = noob_gi_node_deinit_node;
  node_class->process = noob_gi_node_process;
  node_class->get_slots = noob_gi_node_get_slots;
  node_class->get_signals = noob_gi_node_get_signals;
}

static void
noob_gi_node_init (NoobGiNode *self)
{
  self->arguments = noob_record_new ();
}

static gboolean
names_slot (NoobDependency *dependency,
            const char     *name,
            guint           position)
{
  const char *slot = noob_dependency_get_slot (dependency);

  if (noob_dependency_is_positional (dependency))
    return g_ascii_strtoull (slot, NULL, 10) == position;

  return g_str_equal (slot, name);
}

/* @position: of the slot @name, or G_MAXUINT when there is no such slot. */
static gboolean
is_wired (NoobNodeSpecification *specification,
          const char            *name,
          guint                  position)
{
  GPtrArray *depends = noob_node_specification_get_depends (specification);

  for (guint i = 0; i < depends->len; i++)
    {
      if (names_slot (depends->pdata[i], name, position))
        return TRUE;
    }

  return FALSE;
}

static guint
find_slot (NoobGiNode *self,
           const char *name)
{
  for (guint i = 0; i < self->slots->len; i++)
    {
      if (g_str_equal (noob_slot_get_name (self->slots->pdata[i]), name))
        return i;
    }

  return G_MAXUINT;
}

static void
set_error_unknown_param (NoobGiNode        *self,
                         NoobConstruction  *construction,
                         const char        *name,
                         GError           **error)
{
  g_auto (GStrv) properties = construction != NULL ? noob_construction_list_params (construction)
                                                   : NULL;

  noob_gi_callable_set_error_unknown_param (self->process, name, (const char **) properties, error);
}

/* A param is a property of the object to be made, or else an argument. */
static gboolean
add_param (NoobGiNode             *self,
           NoobConstruction       *construction,
           NoobNodeSpecification  *specification,
           const char             *name,
           const GValue           *param,
           GError                **error)
{
  guint position = find_slot (self, name);
  g_autoptr (GError) reason = NULL;

  if (construction != NULL && noob_construction_has_param (construction, name))
    return noob_construction_add_param (construction, name, param, error);

  if (is_wired (specification, name, position))
    return TRUE;

  if (position == G_MAXUINT)
    {
      set_error_unknown_param (self, construction, name, error);
      return FALSE;
    }

  if (!noob_gi_callable_check (self->process, name, param, &reason))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "the param for %s", reason->message);
      return FALSE;
    }

  noob_record_set_value (self->arguments, name, param);

  return TRUE;
}

static gboolean
take_params (NoobGiNode             *self,
             NoobConstruction       *construction,
             NoobNodeSpecification  *specification,
             NoobRecord             *params,
             GError                **error)
{
  for (guint i = 0; i < noob_record_get_size (params); i++)
    {
      if (!add_param (self, construction, specification, noob_record_get_name (params, i),
                      noob_record_get_nth (params, i), error))
        return FALSE;
    }

  if (construction != NULL)
    {
      GObject *object = noob_construction_make (construction);

      g_value_init (&self->object, G_OBJECT_TYPE (object));
      g_value_take_object (&self->object, object);
    }

  return TRUE;
}

static GIFunctionInfo *
find_process (NoobGiSymbol  *symbol,
              GError       **error)
{
  GIFunctionInfo *info;

  if (symbol->function != NULL)
    return GI_FUNCTION_INFO (gi_base_info_ref (GI_BASE_INFO (symbol->function)));

  info = noob_gi_require_method (symbol->container, "process", error);
  if (info == NULL)
    g_prefix_error (error, "name the method to call, as in Foo.Bar.method: ");

  return info;
}

static NoobNode *
new_node (NoobGiSymbol           *symbol,
          NoobNodeSpecification  *specification,
          NoobRecord             *params,
          GError                **error)
{
  GType type = noob_gi_get_class_type (symbol->container);
  g_autoptr (GIFunctionInfo) info = find_process (symbol, error);
  g_autoptr (NoobConstruction) construction = NULL;
  g_autoptr (NoobGiNode) self = NULL;
  gboolean is_method;

  if (info == NULL)
    return NULL;

  is_method = gi_callable_info_is_method (GI_CALLABLE_INFO (info));
  if (is_method && type != G_TYPE_INVALID &&
      !is_wired (specification, NOOB_GI_SELF_SLOT, G_MAXUINT))
    construction = noob_construction_new (type);

  self = g_object_new (NOOB_TYPE_GI_NODE,
                       "id", noob_node_specification_get_id (specification),
                       "stateful", construction != NULL,
                       NULL);
  self->process = noob_gi_callable_new (info, construction == NULL, error);
  if (self->process == NULL)
    return NULL;

  self->slots = noob_gi_callable_get_slots (self->process);
  if (construction != NULL)
    {
      self->init = noob_gi_find_plain_method (symbol->container, "init");
      self->deinit = noob_gi_find_plain_method (symbol->container, "deinit");
    }

  if (!take_params (self, construction, specification, params, error))
    return NULL;

  return NOOB_NODE (g_steal_pointer (&self));
}

NoobNode *
noob_gi_node_new (NoobNodeSpecification  *specification,
                  NoobRecord             *params,
                  GError                **error)
{
  g_autoptr (NoobGiSymbol) symbol =
    noob_gi_symbol_new (noob_node_specification_get_node_type (specification), error);
  GType type;

  if (symbol == NULL)
    return NULL;

  type = noob_gi_get_class_type (symbol->container);
  if (symbol->function == NULL && g_type_is_a (type, NOOB_TYPE_NODE))
    return noob_gtype_new_node (type, specification, params, error);

  return new_node (symbol, specification, params, error);
}
