/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "noob-gi-type-private.h"

#include <noob.h>

/* Where a type stands decides whether it may be a pointer to a number, and a structure in place. */
typedef enum
{
  PLACE_ARGUMENT,
  PLACE_MEMORY,  /* an element among others in memory */
  PLACE_POINTER, /* an element of a container of pointers */
} Place;

static NoobGiType *new_type (GITypeInfo *info, Place place, GError **error);

void
noob_gi_type_free (NoobGiType *self)
{
  g_clear_pointer (&self->key, noob_gi_type_free);
  g_clear_pointer (&self->element, noob_gi_type_free);
  g_clear_pointer (&self->info, gi_base_info_unref);
  g_clear_pointer (&self->values, g_array_unref);
  g_free (self->name);
  g_free (self);
}

gboolean
noob_gi_set_error_kind (const char    *expected,
                        const GValue  *value,
                        GError       **error)
{
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE, "it has to be %s, not %s", expected,
               noob_value_describe (value));
  return FALSE;
}

static gboolean
refuse (GError     **error,
        const char  *reason)
{
  g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_LOAD, reason);
  return FALSE;
}

static gboolean
set_up_basic (NoobGiType  *self,
              Place        place,
              GError     **error)
{
  self->name = g_strdup (gi_type_tag_to_string (self->tag));

  switch (self->tag)
    {
    case GI_TYPE_TAG_VOID:
      return refuse (error, "an untyped pointer");

    case GI_TYPE_TAG_UTF8:
    case GI_TYPE_TAG_FILENAME:
      self->klass = &noob_gi_string_class;
      self->size = sizeof (char *);
      return TRUE;

    case GI_TYPE_TAG_GTYPE:
      self->klass = &noob_gi_gtype_class;
      self->size = sizeof (GType);
      break;

    default:
      self->klass = noob_gi_number_class (self->tag);
      self->size = noob_gi_number_size (self->tag);
      break;
    }

  if (self->is_pointer && place != PLACE_POINTER)
    return refuse (error, "a pointer to a number");

  return TRUE;
}

static gboolean
set_up_enum (NoobGiType  *self,
             GIBaseInfo  *info,
             GError     **error)
{
  self->tag = gi_enum_info_get_storage_type (GI_ENUM_INFO (info));
  self->size = noob_gi_number_size (self->tag);
  if (self->size != sizeof (gint32) || self->is_pointer)
    return refuse (error, "an enumeration of unusual size");

  self->klass = GI_IS_FLAGS_INFO (info) ? &noob_gi_flags_class : &noob_gi_enum_class;
  self->values = noob_gi_list_enum_values (GI_ENUM_INFO (info));

  return TRUE;
}

static const NoobGiTypeClass *
find_boxed_class (GType type)
{
  if (type == G_TYPE_VARIANT)
    return &noob_gi_variant_class;
  if (type == G_TYPE_VALUE)
    return &noob_gi_value_class;
  if (type == G_TYPE_BYTES)
    return &noob_gi_bytes_class;
  if (G_TYPE_IS_BOXED (type))
    return &noob_gi_boxed_class;

  return NULL;
}

/* Unregistered types, and what has no functions to keep it alive. */
static gboolean
set_up_class (NoobGiType  *self,
              GIBaseInfo  *info,
              GError     **error)
{
  self->size = sizeof (gpointer);
  self->info = gi_base_info_ref (info);
  self->gtype = gi_registered_type_info_get_g_type (GI_REGISTERED_TYPE_INFO (info));

  if (g_type_is_a (self->gtype, G_TYPE_OBJECT) || G_TYPE_IS_INTERFACE (self->gtype))
    {
      self->klass = &noob_gi_object_class;
    }
  else if (GI_IS_OBJECT_INFO (info))
    {
      if (gi_object_info_get_ref_function_pointer (GI_OBJECT_INFO (info)) == NULL ||
          gi_object_info_get_unref_function_pointer (GI_OBJECT_INFO (info)) == NULL)
        return refuse (error, "an instance without functions for its references");

      self->klass = &noob_gi_instance_class;
    }
  else
    {
      self->klass = find_boxed_class (self->gtype);
      if (self->klass == NULL)
        return refuse (error, "a structure that is no boxed type");
    }

  g_free (self->name);
  self->name = g_strdup (g_type_name (self->gtype));

  return TRUE;
}

static gboolean
set_up_interface (NoobGiType  *self,
                  GIBaseInfo  *info,
                  Place        place,
                  GError     **error)
{
  self->name = g_strdup_printf ("%s.%s", gi_base_info_get_namespace (info),
                                gi_base_info_get_name (info));

  if (GI_IS_CALLBACK_INFO (info))
    return refuse (error, "a callback");

  if (GI_IS_UNRESOLVED_INFO (info))
    return refuse (error, "of a type whose typelib is not installed");

  if (GI_IS_ENUM_INFO (info))
    return set_up_enum (self, info, error);

  if (!self->is_pointer && place != PLACE_POINTER)
    return refuse (error, "a structure by value");

  return set_up_class (self, info, error);
}

static gboolean
set_up_element (NoobGiType  *self,
                GITypeInfo  *info,
                Place        place,
                GError     **error)
{
  g_autoptr (GITypeInfo) element_info = gi_type_info_get_param_type (info, 0);

  self->element = new_type (element_info, place, error);
  if (self->element == NULL)
    {
      g_prefix_error (error, "a container, each element of which is ");
      return FALSE;
    }

  if (self->element->tag == GI_TYPE_TAG_ARRAY && self->element->length_index >= 0)
    return refuse (error, "an array of arrays of unknown length");

  return TRUE;
}

static gboolean
set_up_c_array (NoobGiType  *self,
                GITypeInfo  *info,
                Place        place,
                GError     **error)
{
  unsigned int length_index;
  size_t fixed_size;

  self->klass = &noob_gi_c_array_class;
  self->zero_terminated = gi_type_info_is_zero_terminated (info);
  if (gi_type_info_get_array_fixed_size (info, &fixed_size))
    self->fixed_size = fixed_size;
  if (gi_type_info_get_array_length_index (info, &length_index))
    self->length_index = length_index;

  if (!self->zero_terminated && self->fixed_size < 0 && self->length_index < 0)
    return refuse (error, "an array of unknown length");

  if (!self->is_pointer)
    return refuse (error, "an array by value");

  return set_up_element (self, info, PLACE_MEMORY, error);
}

static gboolean
set_up_array (NoobGiType  *self,
              GITypeInfo  *info,
              Place        place,
              GError     **error)
{
  self->size = sizeof (gpointer);

  switch (gi_type_info_get_array_type (info))
    {
    case GI_ARRAY_TYPE_C:
      return set_up_c_array (self, info, place, error);

    case GI_ARRAY_TYPE_ARRAY:
      self->klass = &noob_gi_garray_class;
      self->zero_terminated = gi_type_info_is_zero_terminated (info);
      return set_up_element (self, info, PLACE_MEMORY, error);

    case GI_ARRAY_TYPE_BYTE_ARRAY:
      self->klass = &noob_gi_byte_array_class;
      return set_up_element (self, info, PLACE_MEMORY, error);

    case GI_ARRAY_TYPE_PTR_ARRAY:
    default:
      self->klass = &noob_gi_ptr_array_class;
      return set_up_element (self, info, PLACE_POINTER, error);
    }
}

static gboolean
set_up_list (NoobGiType  *self,
             GITypeInfo  *info,
             GError     **error)
{
  self->size = sizeof (gpointer);
  self->klass = self->tag == GI_TYPE_TAG_GLIST ? &noob_gi_list_class : &noob_gi_slist_class;

  return set_up_element (self, info, PLACE_POINTER, error);
}

static gboolean
set_up_hash (NoobGiType  *self,
             GITypeInfo  *info,
             GError     **error)
{
  g_autoptr (GITypeInfo) key_info = gi_type_info_get_param_type (info, 0);
  g_autoptr (GITypeInfo) element_info = gi_type_info_get_param_type (info, 1);

  self->size = sizeof (gpointer);
  self->klass = &noob_gi_hash_class;
  self->key = new_type (key_info, PLACE_POINTER, error);
  if (self->key == NULL)
    {
      g_prefix_error (error, "a hash table, each key of which is ");
      return FALSE;
    }

  if (self->key->klass != &noob_gi_string_class && self->key->tag != GI_TYPE_TAG_INT32 &&
      self->key->tag != GI_TYPE_TAG_UINT32)
    return refuse (error, "a hash table whose keys are neither strings nor 32-bit integers");

  self->element = new_type (element_info, PLACE_POINTER, error);
  if (self->element == NULL)
    {
      g_prefix_error (error, "a hash table, each value of which is ");
      return FALSE;
    }

  return TRUE;
}

static gboolean
set_up_error (NoobGiType *self)
{
  self->size = sizeof (gpointer);
  self->gtype = G_TYPE_ERROR;
  self->klass = &noob_gi_boxed_class;
  self->name = g_strdup (g_type_name (G_TYPE_ERROR));

  return TRUE;
}

static gboolean
set_up (NoobGiType  *self,
        GITypeInfo  *info,
        Place        place,
        GError     **error)
{
  g_autoptr (GIBaseInfo) interface = NULL;

  switch (self->tag)
    {
    case GI_TYPE_TAG_INTERFACE:
      interface = gi_type_info_get_interface (info);
      return set_up_interface (self, interface, place, error);

    case GI_TYPE_TAG_ARRAY:
      return set_up_array (self, info, place, error);

    case GI_TYPE_TAG_GLIST:
    case GI_TYPE_TAG_GSLIST:
      return set_up_list (self, info, error);

    case GI_TYPE_TAG_GHASH:
      return set_up_hash (self, info, error);

    case GI_TYPE_TAG_ERROR:
      return set_up_error (self);

    default:
      return set_up_basic (self, place, error);
    }
}

static NoobGiType *
new_type (GITypeInfo  *info,
          Place        place,
          GError     **error)
{
  g_autoptr (NoobGiType) self = g_new0 (NoobGiType, 1);

  self->tag = gi_type_info_get_tag (info);
  self->is_pointer = gi_type_info_is_pointer (info);
  self->fixed_size = -1;
  self->length_index = -1;

  if (!set_up (self, info, place, error))
    return NULL;

  if (self->name == NULL)
    self->name = g_strdup_printf (self->key != NULL ? "record of %s" : "list of %s",
                                  self->element->name);

  return g_steal_pointer (&self);
}

NoobGiType *
noob_gi_type_new (GITypeInfo  *info,
                  GError     **error)
{
  return new_type (info, PLACE_ARGUMENT, error);
}

NoobGiType *
noob_gi_type_new_instance (GIBaseInfo  *container,
                           GError     **error)
{
  g_autoptr (NoobGiType) self = g_new0 (NoobGiType, 1);

  self->tag = GI_TYPE_TAG_INTERFACE;
  self->is_pointer = TRUE;
  self->fixed_size = -1;
  self->length_index = -1;

  if (!set_up_interface (self, container, PLACE_ARGUMENT, error))
    return NULL;

  return g_steal_pointer (&self);
}
