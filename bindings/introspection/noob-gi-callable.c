/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "noob-gi-callable-parts-private.h"

#include "core/noob-name-private.h"

static void
argument_clear (NoobGiArgument *self)
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

NoobGiCallable *
noob_gi_callable_new (GIFunctionInfo  *info,
                      gboolean        self_is_slot,
                      GError         **error)
{
  g_autoptr (NoobGiCallable) self = g_new0 (NoobGiCallable, 1);

  self->name = make_name (GI_BASE_INFO (info));
  noob_gi_scratch_init (&self->scratch);
  if (!noob_gi_callable_prepare (self, info, self_is_slot, error))
    {
      g_prefix_error (error, "%s cannot be called: ", self->name);
      return NULL;
    }

  return g_steal_pointer (&self);
}

const char *
noob_gi_callable_get_name (NoobGiCallable *self)
{
  return self->name;
}

static void
add_slot (GPtrArray      *slots,
          NoobGiArgument *argument)
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

static const char *
find_first_out (NoobGiCallable *self)
{
  for (guint i = 0; i < self->n_arguments; i++)
    if (self->arguments[i].direction == GI_DIRECTION_OUT && self->arguments[i].name != NULL)
      return self->arguments[i].name;

  return NULL;
}

const char *
noob_gi_callable_get_main_signal (NoobGiCallable *self)
{
  gboolean tells_success = self->throws && self->returned.type != NULL &&
                           self->returned.type->tag == GI_TYPE_TAG_BOOLEAN;
  const char *first_out = find_first_out (self);

  return self->returned.name != NULL && (!tells_success || first_out == NULL) ? self->returned.name
                                                                              : first_out;
}

void
noob_gi_callable_set_error_unknown_param (NoobGiCallable  *self,
                                          const char      *name,
                                          const char     **others,
                                          GError         **error)
{
  g_autoptr (GPtrArray) slots = noob_gi_callable_get_slots (self);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *suggestion = NULL;
  g_autofree char *all = NULL;

  for (gsize i = 0; others != NULL && others[i] != NULL; i++)
    g_ptr_array_add (names, (gpointer) others[i]);
  for (guint i = 0; i < slots->len; i++)
    g_ptr_array_add (names, (gpointer) noob_slot_get_name (slots->pdata[i]));
  g_ptr_array_add (names, NULL);

  suggestion = noob_suggest_name (name, (const char *const *) names->pdata);
  all = g_strjoinv (", ", (char **) names->pdata);
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "%s has no param \"%s\"%s; its params: %s",
               self->name, name, suggestion, all[0] != '\0' ? all : "none");
}

static gboolean
fail_slot (NoobGiCallable  *self,
           NoobGiArgument  *argument,
           GError         **error)
{
  g_prefix_error (error, "slot \"%s\" of %s: ",
                  argument->name != NULL ? argument->name : NOOB_GI_SELF_SLOT, self->name);
  return FALSE;
}

static gboolean
convert_argument (NoobGiCallable  *self,
                  NoobGiArgument  *argument,
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
            NoobGiArgument  *array,
            gsize           length,
            GError         **error)
{
  NoobGiArgument *argument = &self->arguments[array->type->length_index];
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
      NoobGiArgument *argument = &self->arguments[i];
      gsize length = 0;

      if (argument->direction != GI_DIRECTION_IN || argument->is_length)
        continue;

      if (!convert_argument (self, argument, find_value (argument->name, inputs, params),
                             &self->storage[i], &length, error))
        return FALSE;

      if (argument->type->length_index != NOOB_GI_NO_ARGUMENT &&
          self->storage[i].v_pointer != NULL &&
          !set_length (self, argument, length, error))
        return FALSE;
    }

  return TRUE;
}

static void
take_output (NoobGiCallable *self,
             NoobGiArgument *argument,
             GIArgument     *storage,
             NoobRecord     *outputs)
{
  int length_index = argument->type->length_index;
  GValue value = G_VALUE_INIT;
  gint64 length = 0;

  if (length_index != NOOB_GI_NO_ARGUMENT)
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

/* libffi widens integers that are narrower than a register; reading them by their own width is
 * right only where the low bytes come first. */
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
      NoobGiArgument *argument = &self->arguments[i];

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
