/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-function-node-private.h"

#include "core/noob-error.h"
#include "graph/noob-wiring-private.h"
#include "nodes/noob-signature-private.h"

struct _NoobFunctionNode
{
  NoobNode parent_instance;

  NoobFunction    function;
  NoobSignature  *signature;
  NoobRecord     *params;
  NoobRecord     *unwired_params;
  gpointer        state;
  gpointer        owner;
  GDestroyNotify  destroy_owner;
};

G_DEFINE_FINAL_TYPE (NoobFunctionNode, noob_function_node, NOOB_TYPE_NODE)

static gboolean
noob_function_node_init_node (NoobNode  *node,
                              GError   **error)
{
  NoobFunctionNode *self = NOOB_FUNCTION_NODE (node);
  GError *reason = NULL;

  if (self->function.open == NULL)
    return TRUE;

  self->state = self->function.open (self->params, &reason);
  if (reason == NULL)
    return TRUE;

  g_propagate_error (error, reason);
  return FALSE;
}

static gboolean
noob_function_node_deinit_node (NoobNode  *node,
                                GError   **error)
{
  NoobFunctionNode *self = NOOB_FUNCTION_NODE (node);

  if (self->function.open == NULL)
    return TRUE;

  if (self->function.close != NULL && self->state != NULL)
    self->function.close (self->state);
  self->state = NULL;

  return TRUE;
}

static gboolean
noob_function_node_process (NoobNode    *node,
                            NoobRecord  *inputs,
                            NoobRecord  *outputs,
                            GError     **error)
{
  NoobFunctionNode *self = NOOB_FUNCTION_NODE (node);
  guint n_params = noob_record_get_size (self->unwired_params);

  for (guint i = 0; i < n_params; i++)
    noob_record_set_value (inputs, noob_record_get_name (self->unwired_params, i),
                           noob_record_get_nth (self->unwired_params, i));

  return self->function.process (self->state, inputs, outputs, error);
}

static GList *
noob_function_node_get_slots (NoobNode *node)
{
  GPtrArray *declared = NOOB_FUNCTION_NODE (node)->signature->slots;
  GList *slots = NULL;

  for (guint i = 0; i < declared->len; i++)
    slots = g_list_prepend (slots, noob_slot_copy (g_ptr_array_index (declared, i)));

  return g_list_reverse (slots);
}

static char **
noob_function_node_get_signals (NoobNode *node)
{
  NoobFunctionNode *self = NOOB_FUNCTION_NODE (node);

  return g_strdupv (self->signature->signals);
}

static void
noob_function_node_finalize (GObject *object)
{
  NoobFunctionNode *self = NOOB_FUNCTION_NODE (object);

  g_clear_pointer (&self->signature, noob_signature_free);
  g_clear_pointer (&self->params, noob_record_unref);
  g_clear_pointer (&self->unwired_params, noob_record_unref);
  if (self->destroy_owner != NULL)
    self->destroy_owner (self->owner);

  G_OBJECT_CLASS (noob_function_node_parent_class)->finalize (object);
}

static void
noob_function_node_class_init (NoobFunctionNodeClass *klass)
{
  NoobNodeClass *node_class = NOOB_NODE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = noob_function_node_finalize;

  node_class->init = noob_function_node_init_node;
  node_class->deinit = noob_function_node_deinit_node;
  node_class->process = noob_function_node_process;
  node_class->get_slots = noob_function_node_get_slots;
  node_class->get_signals = noob_function_node_get_signals;
}

static void
noob_function_node_init (NoobFunctionNode *self)
{
}

static NoobRecord *
drop_wired (NoobRecord            *params,
            GPtrArray             *slots,
            NoobNodeSpecification *specification)
{
  GPtrArray *depends = noob_node_specification_get_depends (specification);
  NoobRecord *unwired = noob_record_copy (params);

  for (guint i = 0; i < depends->len; i++)
    {
      NoobDependency *dependency = g_ptr_array_index (depends, i);
      NoobSlot *slot = noob_wiring_find_slot (slots, dependency);

      noob_record_remove (unwired, noob_dependency_get_slot (dependency));
      if (slot != NULL)
        noob_record_remove (unwired, noob_slot_get_name (slot));
    }

  return unwired;
}

NoobNode *
noob_function_node_new (const NoobFunction     *function,
                        gpointer                state,
                        gpointer                owner,
                        GDestroyNotify          destroy,
                        NoobNodeSpecification  *specification,
                        NoobRecord             *params,
                        GError                **error)
{
  g_autoptr (NoobFunctionNode) self = NULL;

  self = g_object_new (NOOB_TYPE_FUNCTION_NODE,
                       "id", noob_node_specification_get_id (specification),
                       "stateful", function->open != NULL,
                       NULL);
  self->function = *function;
  self->state = state;
  self->owner = owner;
  self->destroy_owner = destroy;

  self->signature = noob_signature_parse (function->signature, error);
  if (self->signature == NULL)
    return NULL;

  self->params = noob_record_ref (params);
  self->unwired_params = drop_wired (params, self->signature->slots, specification);

  return NOOB_NODE (g_steal_pointer (&self));
}
