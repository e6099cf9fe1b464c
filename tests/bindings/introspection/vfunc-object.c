/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "vfunc-object.h"

typedef struct
{
  GIMarshallingTestsObject parent_instance;
} VfuncObject;

typedef GIMarshallingTestsObjectClass VfuncObjectClass;

static void
implement_interface3 (gpointer iface);

G_DEFINE_TYPE_WITH_CODE (VfuncObject, vfunc_object, GI_MARSHALLING_TESTS_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (GI_MARSHALLING_TESTS_TYPE_INTERFACE3,
                                                (GInterfaceInitFunc) implement_interface3))

static void
test_variant_array_in (GIMarshallingTestsInterface3  *self,
                       GVariant                     **in,
                       gsize                          n_in)
{
  g_assert_cmpuint (n_in, ==, 2);
  g_assert_cmpint (g_variant_get_int64 (in[0]), ==, 27);
  g_assert_cmpstr (g_variant_get_string (in[1], NULL), ==, "Hello");
}

static void
implement_interface3 (gpointer iface)
{
  ((GIMarshallingTestsInterface3Iface *) iface)->test_variant_array_in = test_variant_array_in;
}

static void
method_int8_in (GIMarshallingTestsObject *self,
                gint8                     in)
{
  g_assert_cmpint (in, ==, 7);
}

static void
method_int8_out (GIMarshallingTestsObject *self,
                 gint8                    *out)
{
  *out = 8;
}

static void
method_int8_arg_and_out_caller (GIMarshallingTestsObject *self,
                                gint8                     arg,
                                gint8                    *out)
{
  *out = arg + 1;
}

static const char *
method_str_arg_out_ret (GIMarshallingTestsObject *self,
                        const char               *arg,
                        guint                    *out)
{
  *out = (guint) strlen (arg);

  return arg;
}

static void
vfunc_with_callback (GIMarshallingTestsObject         *self,
                     GIMarshallingTestsCallbackIntInt  callback,
                     void                             *user_data)
{
}

static glong
vfunc_return_value_only (GIMarshallingTestsObject *self)
{
  return 11;
}

static void
vfunc_one_out_parameter (GIMarshallingTestsObject *self,
                         float                    *a)
{
  *a = 0.5f;
}

static void
vfunc_multiple_out_parameters (GIMarshallingTestsObject *self,
                               float                    *a,
                               float                    *b)
{
  *a = 0.5f;
  *b = 1.5f;
}

static void
vfunc_array_out_parameter (GIMarshallingTestsObject  *self,
                           float                    **a)
{
  *a = g_new0 (float, 3);
  (*a)[0] = 0.5f;
  (*a)[1] = 1.5f;
}

static glong
vfunc_return_value_and_one_out_parameter (GIMarshallingTestsObject *self,
                                          glong                    *a)
{
  *a = 2;

  return 1;
}

static glong
vfunc_return_value_and_multiple_out_parameters (GIMarshallingTestsObject *self,
                                                glong                    *a,
                                                glong                    *b)
{
  *a = 2;
  *b = 3;

  return 1;
}

static gboolean
vfunc_meth_with_err (GIMarshallingTestsObject  *self,
                     int                        x,
                     GError                   **error)
{
  if (x == 42)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%d is not 42", x);
  return FALSE;
}

static GIMarshallingTestsEnum
vfunc_return_enum (GIMarshallingTestsObject *self)
{
  return GI_MARSHALLING_TESTS_ENUM_VALUE2;
}

static void
vfunc_out_enum (GIMarshallingTestsObject *self,
                GIMarshallingTestsEnum   *out)
{
  *out = GI_MARSHALLING_TESTS_ENUM_VALUE3;
}

static GIMarshallingTestsFlags
vfunc_return_flags (GIMarshallingTestsObject *self)
{
  return GI_MARSHALLING_TESTS_FLAGS_VALUE2;
}

static void
vfunc_out_flags (GIMarshallingTestsObject *self,
                 GIMarshallingTestsFlags  *out)
{
  *out = GI_MARSHALLING_TESTS_FLAGS_VALUE3;
}

static GObject *
vfunc_return_object (GIMarshallingTestsObject *self)
{
  return g_object_new (G_TYPE_OBJECT, NULL);
}

/* One that whoever takes it sinks. */
static GObject *
vfunc_return_floating_object (GIMarshallingTestsObject *self)
{
  return g_object_new (G_TYPE_INITIALLY_UNOWNED, NULL);
}

static void
vfunc_out_floating_object (GIMarshallingTestsObject  *self,
                           GObject                  **object)
{
  *object = g_object_new (G_TYPE_INITIALLY_UNOWNED, NULL);
}

static void
vfunc_out_object (GIMarshallingTestsObject  *self,
                  GObject                  **object)
{
  *object = g_object_new (G_TYPE_OBJECT, NULL);
}

static void
vfunc_in_object_transfer_none (GIMarshallingTestsObject *self,
                               GObject                  *object)
{
}

static void
vfunc_in_object_transfer_full (GIMarshallingTestsObject *self,
                               GObject                  *object)
{
  g_object_unref (object);
}

static void
vfunc_object_class_init (VfuncObjectClass *klass)
{
  klass->method_int8_in = method_int8_in;
  klass->method_int8_out = method_int8_out;
  klass->method_int8_arg_and_out_caller = method_int8_arg_and_out_caller;
  klass->method_str_arg_out_ret = method_str_arg_out_ret;
  klass->method_with_default_implementation = method_int8_in;
  klass->vfunc_with_callback = vfunc_with_callback;
  klass->vfunc_return_value_only = vfunc_return_value_only;
  klass->vfunc_one_out_parameter = vfunc_one_out_parameter;
  klass->vfunc_multiple_out_parameters = vfunc_multiple_out_parameters;
  klass->vfunc_array_out_parameter = vfunc_array_out_parameter;
  klass->vfunc_return_value_and_one_out_parameter = vfunc_return_value_and_one_out_parameter;
  klass->vfunc_return_value_and_multiple_out_parameters =
    vfunc_return_value_and_multiple_out_parameters;
  klass->vfunc_meth_with_err = vfunc_meth_with_err;
  klass->vfunc_return_enum = vfunc_return_enum;
  klass->vfunc_out_enum = vfunc_out_enum;
  klass->vfunc_return_object_transfer_none = vfunc_return_floating_object;
  klass->vfunc_return_object_transfer_full = vfunc_return_object;
  klass->vfunc_out_object_transfer_none = vfunc_out_floating_object;
  klass->vfunc_out_object_transfer_full = vfunc_out_object;
  klass->vfunc_in_object_transfer_none = vfunc_in_object_transfer_none;
  klass->vfunc_in_object_transfer_full = vfunc_in_object_transfer_full;
  klass->vfunc_return_flags = vfunc_return_flags;
  klass->vfunc_out_flags = vfunc_out_flags;
}

static void
vfunc_object_init (VfuncObject *self)
{
}
