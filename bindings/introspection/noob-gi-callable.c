/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "noob-gi-callable-private.h"

#include "noob-gi-type-private.h"

#define NO_ARGUMENT -1

/* An argument, the return value, or what a method is called on. */
typedef struct
{
  char        *name; /* of its slot or signal; NULL when it has none */
  NoobGiType  *type;
  GIDirection  direction;
  GITransfer   transfer;
  gboolean     nullable;
  gboolean     is_length; /* of an array that comes in */
  gboolean     is_set;    /* in the call in progress, of a length */
} Argument;

struct _NoobGiCallable
{
  char             *name;
  GIFunctionInvoker invoker;
  gboolean          has_invoker;
  gboolean          throws;

  Argument          instance;
  Argument          returned; /* without a type if void */
  Argument         *arguments;
  guint             n_arguments;

  /* Of the call in progress. */
  NoobGiScratch     scratch;
  GIArgument       *storage; /* by argument */
  gpointer         *pointers; /* to the storage, of what comes out */
  gpointer         *addresses; /* of what is passed: the instance, the arguments, the error */
  GIArgument        instance_storage;
};

static void
argument_clear (Argument *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->type, noob_gi_type_free);
}

void
noob_gi_callable_free (NoobGiCallable *self)
{
  if (self->has_invoker)
    gi_function_invoker_clear (&self->invoker);

  argument_clear (&self->instance);
  argument_clear (&self->returned);
  for (guint i = 0; i < self->n_arguments; i++)
    argument_clear (&self->arguments[i]);

  noob_gi_scratch_clear (&self->scratch);
  g_free (self->arguments);
  g_free (self->storage);
  g_free (self->pointers);
  g_free (self->addresses);
  g_free (self->name);
  g_free (self);
}

/* --- preparing --- */

static gboolean
refuse_argument (const char  *name,
                 const char  *reason,
                 GError     **error)
{
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "its argument \"%s\" is %s", name, reason);
  return FALSE;
}

static gboolean
prepare_argument (Argument   *self,
                  GIArgInfo  *info,
                  GError    **error)
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
                  gboolean         is_slot,
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
                Argument        *array,
                GError         **error)
{
  int index = array->type != NULL ? array->type->length_index : NO_ARGUMENT;
  Argument *length;

  if (index == NO_ARGUMENT)
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
  self->arguments = g_new0 (Argument, self->n_arguments);
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
      Argument *argument = &self->arguments[i];
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

static char *
make_name (GIBaseInfo *info)
{
  GIBaseInfo *container = gi_base_info_get_container (info);

  if (container == NULL)
    return g_strdup_printf ("%s.%s", gi_base_info_get_namespace (info),
                            gi_base_info_get_name (info));

  return g_strdup_printf ("%s.%s.%s", gi_base_info_get_namespace (info),
                          gi_base_info_get_name (container), gi_base_info_get_name (info));
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

static gboolean
prepare (NoobGiCallable  *self,
         GIFunctionInfo  *info,
         gboolean         self_is_slot,
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

NoobGiCallable *
noob_gi_callable_new (GIFunctionInfo  *info,
                      gboolean         self_is_slot,
                      GError         **error)
{
  g_autoptr (NoobGiCallable) self = g_new0 (NoobGiCallable, 1);

  self->name = make_name (GI_BASE_INFO (info));
  noob_gi_scratch_init (&self->scratch);
  if (!prepare (self, info, self_is_slot, error))
    {
      g_prefix_error (error, "%s cannot be called by a node: ", self->name);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/* --- describing --- */

const char *
noob_gi_callable_get_name (NoobGiCallable *self)
{
  return self->name;
}

static void
add_slot (GPtrArray *slots,
          Argument  *argument)
{
  if (argument->name == NULL || argument->direction != GI_DIRECTION_IN)
    return;

  g_ptr_array_add (slots, noob_slot_new (argument->name,
                                         argument->nullable ? NOOB_SLOT_HAS_DEFAULT
                                                            : NOOB_SLOT_REQUIRED,
                                         argument->type->name));
}

GPtrArray *
noob_gi_callable_get_slots (NoobGiCallable *self)
{
  GPtrArray *slots = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_slot_free);

  add_slot (slots, &self->instance);
  for (guint i = 0; i < self->n_arguments; i++)
    add_slot (slots, &self->arguments[i]);

  return slots;
}

char **
noob_gi_callable_get_signals (NoobGiCallable *self)
{
  g_autoptr (GStrvBuilder) signals = g_strv_builder_new ();

  if (self->returned.name != NULL)
    g_strv_builder_add (signals, self->returned.name);

  for (guint i = 0; i < self->n_arguments; i++)
    {
      if (self->arguments[i].direction == GI_DIRECTION_OUT && self->arguments[i].name != NULL)
        g_strv_builder_add (signals, self->arguments[i].name);
    }

  return g_strv_builder_end (signals);
}

/* --- calling --- */

static gboolean
fail_slot (NoobGiCallable  *self,
           Argument        *argument,
           GError         **error)
{
  g_prefix_error (error, "slot \"%s\" of %s: ",
                  argument->name != NULL ? argument->name : NOOB_GI_SELF_SLOT, self->name);
  return FALSE;
}

static gboolean
convert_argument (NoobGiCallable  *self,
                  Argument        *argument,
                  const GValue    *value,
                  GIArgument      *storage,
                  gsize           *length,
                  GError         **error)
{
  gboolean is_null = value == NULL || noob_value_is_null (value);

  storage->v_uint64 = 0;
  if (is_null && argument->nullable)
    return TRUE;

  if (value == NULL || (is_null && !argument->type->klass->takes_null))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE, "it must not be %s",
                   value == NULL ? "missing" : "null");
      return fail_slot (self, argument, error);
    }

  return noob_gi_type_to_c (argument->type, value, argument->transfer, &self->scratch, storage,
                            length, error) ||
         fail_slot (self, argument, error);
}

static gboolean
set_length (NoobGiCallable  *self,
            Argument        *array,
            gsize            length,
            GError         **error)
{
  Argument *argument = &self->arguments[array->type->length_index];
  GIArgument *storage = &self->storage[array->type->length_index];

  if (argument->is_set && noob_gi_get_integer (argument->type->tag, storage) != (gint64) length)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
                   "it has %" G_GSIZE_FORMAT " elements, but the array before it %"
                   G_GINT64_FORMAT, length, noob_gi_get_integer (argument->type->tag, storage));
      return fail_slot (self, array, error);
    }

  argument->is_set = TRUE;
  if (noob_gi_set_integer (argument->type->tag, length, storage))
    return TRUE;

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
               "its length %" G_GSIZE_FORMAT " does not fit into a %s", length,
               argument->type->name);
  return fail_slot (self, array, error);
}

static const GValue *
find_value (const char *name,
            NoobRecord *inputs,
            NoobRecord *params)
{
  const GValue *value = noob_record_get_value (inputs, name);

  return value != NULL ? value : noob_record_get_value (params, name);
}

static gboolean
convert_inputs (NoobGiCallable  *self,
                const GValue    *instance,
                NoobRecord      *inputs,
                NoobRecord      *params,
                GError         **error)
{
  if (self->instance.name != NULL)
    instance = find_value (self->instance.name, inputs, params);

  if (self->instance.type != NULL &&
      !convert_argument (self, &self->instance, instance, &self->instance_storage, NULL, error))
    return FALSE;

  for (guint i = 0; i < self->n_arguments; i++)
    {
      self->arguments[i].is_set = FALSE;
      self->storage[i].v_uint64 = 0;
    }

  for (guint i = 0; i < self->n_arguments; i++)
    {
      Argument *argument = &self->arguments[i];
      gsize length = 0;

      if (argument->direction != GI_DIRECTION_IN || argument->is_length)
        continue;

      if (!convert_argument (self, argument, find_value (argument->name, inputs, params),
                             &self->storage[i], &length, error))
        return FALSE;

      if (argument->type->length_index != NO_ARGUMENT && self->storage[i].v_pointer != NULL &&
          !set_length (self, argument, length, error))
        return FALSE;
    }

  return TRUE;
}

static void
take_output (NoobGiCallable *self,
             Argument       *argument,
             GIArgument     *storage,
             NoobRecord     *outputs)
{
  int length_index = argument->type->length_index;
  GValue value = G_VALUE_INIT;
  gint64 length = 0;

  if (length_index != NO_ARGUMENT)
    length = noob_gi_get_integer (self->arguments[length_index].type->tag,
                                  &self->storage[length_index]);

  if (argument->nullable && storage->v_pointer == NULL)
    noob_value_set_null (&value);
  else
    noob_gi_type_from_c (argument->type, storage, MAX (length, 0), argument->transfer, &value);

  if (argument->name != NULL)
    noob_record_take_value (outputs, argument->name, &value);
  else
    g_value_unset (&value);
}

static void
take_outputs (NoobGiCallable *self,
              GIArgument     *returned,
              NoobRecord     *outputs)
{
  if (self->returned.type != NULL)
    take_output (self, &self->returned, returned, outputs);

  for (guint i = 0; i < self->n_arguments; i++)
    {
      if (self->arguments[i].direction == GI_DIRECTION_OUT)
        take_output (self, &self->arguments[i], &self->storage[i], outputs);
    }
}

/* libffi widens integers that are narrower than a register; reading them by their own width is right only
 * where the low bytes come first. */
static void
narrow_returned (NoobGiCallable *self,
                 GIArgument     *returned)
{
  NoobGiType *type = self->returned.type;

  if (type != NULL && !type->is_pointer && type->size < sizeof (ffi_arg) &&
      type->tag != GI_TYPE_TAG_FLOAT)
    noob_gi_set_integer (type->tag, returned->v_uint64, returned);
}

gboolean
noob_gi_callable_check (NoobGiCallable  *self,
                        const char      *name,
                        const GValue    *value,
                        GError         **error)
{
  gboolean fits = TRUE;

  for (guint i = 0; i < self->n_arguments; i++)
    {
      Argument *argument = &self->arguments[i];

      if (argument->direction == GI_DIRECTION_IN && g_strcmp0 (argument->name, name) == 0)
        fits = convert_argument (self, argument, value, &self->storage[i], NULL, error);
    }
  noob_gi_scratch_empty (&self->scratch, FALSE);

  return fits;
}

gboolean
noob_gi_callable_call (NoobGiCallable  *self,
                       const GValue    *instance,
                       NoobRecord      *inputs,
                       NoobRecord      *params,
                       NoobRecord      *outputs,
                       GError         **error)
{
  GIArgument returned = { 0 };
  GError *reason = NULL;
  GError **reason_address = &reason;

  if (!convert_inputs (self, instance, inputs, params, error))
    {
      noob_gi_scratch_empty (&self->scratch, FALSE);
      return FALSE;
    }

  if (self->throws)
    self->addresses[self->n_arguments + (self->instance.type != NULL)] = &reason_address;

  ffi_call (&self->invoker.cif, FFI_FN (self->invoker.native_address), &returned,
            self->addresses);

  /* After an error, what comes out is undefined. */
  if (reason == NULL)
    {
      narrow_returned (self, &returned);
      take_outputs (self, &returned, outputs);
    }
  noob_gi_scratch_empty (&self->scratch, TRUE);

  if (reason == NULL)
    return TRUE;

  g_propagate_error (error, reason);
  return FALSE;
}
