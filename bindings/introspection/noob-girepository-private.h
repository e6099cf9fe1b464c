/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The names of girepository-2.0, whichever of the two is there. */

#pragma once

#include <glib-object.h>

#if NOOB_GIREPOSITORY_VERSION == 2

#include <girepository/girepository.h>
#include <girepository/girffi.h>

#else

#include <girepository.h>
#include <girffi.h>

#define GI_REPOSITORY_LOAD_FLAG_NONE 0

#define GI_BASE_INFO(info) ((GIBaseInfo *) (info))
#define GI_CALLABLE_INFO(info) ((GICallableInfo *) (info))
#define GI_ENUM_INFO(info) ((GIEnumInfo *) (info))
#define GI_FUNCTION_INFO(info) ((GIFunctionInfo *) (info))
#define GI_INTERFACE_INFO(info) ((GIInterfaceInfo *) (info))
#define GI_OBJECT_INFO(info) ((GIObjectInfo *) (info))
#define GI_REGISTERED_TYPE_INFO(info) ((GIRegisteredTypeInfo *) (info))
#define GI_STRUCT_INFO(info) ((GIStructInfo *) (info))
#define GI_UNION_INFO(info) ((GIUnionInfo *) (info))

#define GI_IS_CALLBACK_INFO(info) (g_base_info_get_type (info) == GI_INFO_TYPE_CALLBACK)
#define GI_IS_FLAGS_INFO(info) (g_base_info_get_type (info) == GI_INFO_TYPE_FLAGS)
#define GI_IS_UNRESOLVED_INFO(info) (g_base_info_get_type (info) == GI_INFO_TYPE_UNRESOLVED)

#define gi_arg_info_get_direction g_arg_info_get_direction
#define gi_arg_info_get_ownership_transfer g_arg_info_get_ownership_transfer
#define gi_arg_info_get_type_info g_arg_info_get_type
#define gi_arg_info_is_caller_allocates g_arg_info_is_caller_allocates
#define gi_arg_info_is_skip g_arg_info_is_skip
#define gi_arg_info_may_be_null g_arg_info_may_be_null
#define gi_base_info_get_container g_base_info_get_container
#define gi_base_info_get_name g_base_info_get_name
#define gi_base_info_get_namespace g_base_info_get_namespace
#define gi_base_info_ref g_base_info_ref
#define gi_base_info_unref g_base_info_unref
#define gi_callable_info_can_throw_gerror g_callable_info_can_throw_gerror
#define gi_callable_info_get_arg g_callable_info_get_arg
#define gi_callable_info_get_caller_owns g_callable_info_get_caller_owns
#define gi_callable_info_get_instance_ownership_transfer \
  g_callable_info_get_instance_ownership_transfer
#define gi_callable_info_get_n_args(info) ((guint) g_callable_info_get_n_args (info))
#define gi_callable_info_get_return_type g_callable_info_get_return_type
#define gi_callable_info_is_method g_callable_info_is_method
#define gi_callable_info_may_return_null g_callable_info_may_return_null
#define gi_callable_info_skip_return g_callable_info_skip_return
#define gi_enum_info_get_method g_enum_info_get_method
#define gi_enum_info_get_n_methods(info) ((guint) g_enum_info_get_n_methods (info))
#define gi_enum_info_get_n_values(info) ((guint) g_enum_info_get_n_values (info))
#define gi_enum_info_get_storage_type g_enum_info_get_storage_type
#define gi_enum_info_get_value g_enum_info_get_value
#define gi_function_info_get_flags g_function_info_get_flags
#define gi_function_info_prep_invoker g_function_info_prep_invoker
#define gi_function_invoker_clear g_function_invoker_destroy
#define gi_interface_info_get_method g_interface_info_get_method
#define gi_interface_info_get_n_methods(info) ((guint) g_interface_info_get_n_methods (info))
#define gi_object_info_find_method_using_interfaces g_object_info_find_method_using_interfaces
#define gi_object_info_get_interface g_object_info_get_interface
#define gi_object_info_get_method g_object_info_get_method
#define gi_object_info_get_n_interfaces(info) ((guint) g_object_info_get_n_interfaces (info))
#define gi_object_info_get_n_methods(info) ((guint) g_object_info_get_n_methods (info))
#define gi_object_info_get_parent g_object_info_get_parent
#define gi_object_info_get_ref_function_pointer g_object_info_get_ref_function_pointer
#define gi_object_info_get_unref_function_pointer g_object_info_get_unref_function_pointer
#define gi_registered_type_info_get_g_type g_registered_type_info_get_g_type
#define gi_repository_enumerate_versions(repository, name, n_versions) \
  noob_girepository_enumerate_versions ((repository), (name), (n_versions))
#define gi_repository_find_by_name g_irepository_find_by_name
#define gi_repository_get_info g_irepository_get_info
#define gi_repository_get_n_infos(repository, name) \
  ((guint) g_irepository_get_n_infos ((repository), (name)))
#define gi_repository_get_version g_irepository_get_version
#define gi_repository_new() g_object_ref (g_irepository_get_default ())
#define gi_repository_require g_irepository_require
#define gi_struct_info_get_method g_struct_info_get_method
#define gi_struct_info_get_n_methods(info) ((guint) g_struct_info_get_n_methods (info))
#define gi_type_info_get_array_type g_type_info_get_array_type
#define gi_type_info_get_interface g_type_info_get_interface
#define gi_type_info_get_param_type g_type_info_get_param_type
#define gi_type_info_get_tag g_type_info_get_tag
#define gi_type_info_is_pointer g_type_info_is_pointer
#define gi_type_info_is_zero_terminated g_type_info_is_zero_terminated
#define gi_type_tag_to_string g_type_tag_to_string
#define gi_union_info_get_method g_union_info_get_method
#define gi_union_info_get_n_methods(info) ((guint) g_union_info_get_n_methods (info))
#define gi_value_info_get_value g_value_info_get_value

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GIArgInfo, g_base_info_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GIBaseInfo, g_base_info_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GIFunctionInfo, g_base_info_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GIInterfaceInfo, g_base_info_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GIObjectInfo, g_base_info_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GITypeInfo, g_base_info_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GIValueInfo, g_base_info_unref)

static inline gboolean
gi_type_info_get_array_length_index (GITypeInfo   *info,
                                     unsigned int *index)
{
  int length = g_type_info_get_array_length (info);

  *index = length >= 0 ? (unsigned int) length : 0;

  return length >= 0;
}

static inline gboolean
gi_type_info_get_array_fixed_size (GITypeInfo *info,
                                   size_t     *size)
{
  int fixed_size = g_type_info_get_array_fixed_size (info);

  *size = fixed_size >= 0 ? (size_t) fixed_size : 0;

  return fixed_size >= 0;
}

/* The list of 1.0 owns its strings. */
static inline char **
noob_girepository_enumerate_versions (GIRepository *repository,
                                      const char   *name,
                                      size_t       *n_versions)
{
  GList *versions = g_irepository_enumerate_versions (repository, name);
  char **strings = g_new0 (char *, g_list_length (versions) + 1);

  *n_versions = 0;
  for (GList *link = versions; link != NULL; link = link->next)
    strings[(*n_versions)++] = link->data;
  g_list_free (versions);

  return strings;
}

#endif
