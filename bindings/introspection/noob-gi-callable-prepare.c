/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "noob-gi-callable-parts-private.h"

static gboolean
refuse_argument (const char  *name,
                 const char  *reason,
                 GError     **error)
{
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "its argument \"%s\" is %s", name, reason);
  return FALSE;
}

static gboolean
prepare_argument (NoobGiArgument  *self,
                  GIArgInfo       *info,
                  GError         **error)
{
  g_autoptr (GITypeInfo) type_info = gi_arg_info_get_type_info (info);

  self->name = g_strdup (gi_base_info_get_name (GI_BASE_INFO (info)));
  self->direction = gi_arg_info_get_direction (info);
  self->transfer = gi_arg_info_get_ownership_transfer (info);
  self->nullable = gi_arg_info_may_be_null (info);

  if (self->direction == GI_DIRECTION_INOUT)
    return refuse_argument (self->name, "both in and out", error);

  if (self->direction == GI_DIRECTION_OUT && gi_arg_info_is_caller_allocates (info))
    return refuse_argument (self->name, "to be allocated by the caller", error);

  self->type = noob_gi_type_new (type_info, error);
  if (self->type == NULL)
    {
      g_prefix_error (error, "its argument \"%s\" is ", self->name);
      return FALSE;
    }

  return TRUE;
}

static gboolean
prepare_returned (NoobGiCallable  *self,
                  GICallableInfo  *info,
                  GError         **error)
{
  g_autoptr (GITypeInfo) type_info = gi_callable_info_get_return_type (info);

  if (gi_type_info_get_tag (type_info) == GI_TYPE_TAG_VOID && !gi_type_info_is_pointer (type_info))
    return TRUE;

  self->returned.type = noob_gi_type_new (type_info, error);
  self->returned.transfer = gi_callable_info_get_caller_owns (info);
  self->returned.nullable = gi_callable_info_may_return_null (info);
  if (self->returned.type == NULL)
    g_prefix_error (error, "what it returns is ");

  return self->returned.type != NULL;
}

static gboolean
prepare_instance (NoobGiCallable  *self,
                  GICallableInfo  *info,
                  gboolean        is_slot,
                  GError         **error)
{
  if (!gi_callable_info_is_method (info))
    return TRUE;

  self->instance.type =
    noob_gi_type_new_instance (gi_base_info_get_container (GI_BASE_INFO (info)), error);
  self->instance.transfer = gi_callable_info_get_instance_ownership_transfer (info);
  self->instance.name = is_slot ? g_strdup (NOOB_GI_SELF_SLOT) : NULL;
  if (self->instance.type == NULL)
    g_prefix_error (error, "it is called on ");

  return self->instance.type != NULL;
}

/* The length of an array that goes the same way is implied by it. */
static gboolean
prepare_length (NoobGiCallable  *self,
                NoobGiArgument  *array,
                GError         **error)
{
  int index = array->type != NULL ? array->type->length_index : NOOB_GI_NO_ARGUMENT;
  NoobGiArgument *length;

  if (index == NOOB_GI_NO_ARGUMENT)
    return TRUE;

  length = &self->arguments[index];
  if (array->direction == GI_DIRECTION_IN && length->direction != GI_DIRECTION_IN)
    return refuse_argument (length->name, "the length of an array, but does not come in with it",
                            error);

  if (array->direction == GI_DIRECTION_IN)
    length->is_length = TRUE;
  if (length->direction == array->direction)
    g_clear_pointer (&length->name, g_free);

  return TRUE;
}

static gboolean
prepare_arguments (NoobGiCallable  *self,
                   GICallableInfo  *info,
                   GError         **error)
{
  self->n_arguments = gi_callable_info_get_n_args (info);
  self->arguments = g_new0 (NoobGiArgument, self->n_arguments);
  self->storage = g_new0 (GIArgument, self->n_arguments);
  self->pointers = g_new0 (gpointer, self->n_arguments);
  self->addresses = g_new0 (gpointer, self->n_arguments + 2);

  for (guint i = 0; i < self->n_arguments; i++)
    {
      g_autoptr (GIArgInfo) argument_info = gi_callable_info_get_arg (info, i);

      if (!prepare_argument (&self->arguments[i], argument_info, error))
        return FALSE;
    }

  self->returned.direction = GI_DIRECTION_OUT;
  for (guint i = 0; i < self->n_arguments; i++)
    {
      if (!prepare_length (self, &self->arguments[i], error))
        return FALSE;
    }

  return prepare_length (self, &self->returned, error);
}

/* The return value is the signal "value", and when an argument has that name, "result". */
static void
name_signals (NoobGiCallable *self,
              GICallableInfo *info)
{
  const char *name = "value";

  for (guint i = 0; i < self->n_arguments; i++)
    {
      NoobGiArgument *argument = &self->arguments[i];
      g_autoptr (GIArgInfo) argument_info = gi_callable_info_get_arg (info, i);

      if (gi_arg_info_is_skip (argument_info) && argument->direction == GI_DIRECTION_OUT)
        g_clear_pointer (&argument->name, g_free);

      if (argument->direction == GI_DIRECTION_OUT && g_strcmp0 (argument->name, "value") == 0)
        name = "result";
    }

  if (self->returned.type != NULL && !gi_callable_info_skip_return (info))
    self->returned.name = g_strdup (name);
}

static void
set_addresses (NoobGiCallable *self)
{
  guint position = 0;

  if (self->instance.type != NULL)
    self->addresses[position++] = &self->instance_storage;

  for (guint i = 0; i < self->n_arguments; i++)
    {
      self->pointers[i] = &self->storage[i];
      self->addresses[position++] = self->arguments[i].direction == GI_DIRECTION_IN
                                      ? (gpointer) &self->storage[i]
                                      : (gpointer) &self->pointers[i];
    }
}

/* What a node is given stays the giver's. */
static gboolean
check_frees_nothing (GICallableInfo  *info,
                     GError         **error)
{
  const char *name = gi_base_info_get_name (GI_BASE_INFO (info));

  if (!gi_callable_info_is_method (info) ||
      (!g_str_equal (name, "free") && !g_str_equal (name, "unref")))
    return TRUE;

  g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_LOAD,
                       "it frees what it is called on, which is not a node's to free");
  return FALSE;
}

gboolean
noob_gi_callable_prepare (NoobGiCallable  *self,
                          GIFunctionInfo  *info,
                          gboolean        self_is_slot,
                          GError         **error)
{
  GICallableInfo *callable = GI_CALLABLE_INFO (info);
  g_autoptr (GError) reason = NULL;

  self->throws = gi_callable_info_can_throw_gerror (callable);
  if (!check_frees_nothing (callable, error) ||
      !prepare_returned (self, callable, error) ||
      !prepare_instance (self, callable, self_is_slot, error) ||
      !prepare_arguments (self, callable, error))
    return FALSE;

  name_signals (self, callable);
  set_addresses (self);

  if (!gi_function_info_prep_invoker (info, &self->invoker, &reason))
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_LOAD, reason->message);
      return FALSE;
    }
  self->has_invoker = TRUE;

  return TRUE;
}
