/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Every function of the typelibs that GObject introspection is tested with is called with the
 * values that it asserts, or refused. A table (NAMESPACE.json) has an entry for each:
 *
 *   {"in": {…}, "params": {…}, "out": {…}}  it is called, and gives this
 *   {"in": {…}, "error": "words"}           it is called, and fails
 *   {"loaded": "why"}                       it is loaded, but not called
 *   {"refused": "words"}                    it is not loaded
 *
 * Values that JSON lacks are written as records: see make_value() and matches(). */

#include <noob.h>

#include "nodes/test-support.h"
#include "noob-girepository-private.h"
#include "vfunc-object.h"

typedef struct
{
  const char *namespace;
  const char *function;
  NoobRecord *entry;
} Row;

typedef struct
{
  const char *namespace;
  NoobRecord *table;
} Table;

static guint n_called;
static guint n_loaded;
static guint n_refused;

static NoobRecord *
get_record (NoobRecord *record,
            const char *name)
{
  const GValue *value = noob_record_get_value (record, name);

  return value != NULL && G_VALUE_HOLDS (value, NOOB_TYPE_RECORD) ? g_value_get_boxed (value)
                                                                  : NULL;
}

static const char *
get_string (NoobRecord *record,
            const char *name)
{
  const GValue *value = noob_record_get_value (record, name);

  return value != NULL && G_VALUE_HOLDS_STRING (value) ? g_value_get_string (value) : NULL;
}

static char *
to_json (NoobRecord *record)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, NOOB_TYPE_RECORD);
  g_value_set_boxed (&value, record);

  return noob_value_to_json (&value, FALSE, NULL);
}

/* For the log, as a table has it. */
static void
tell_outputs (NoobRecord *outputs)
{
  for (guint i = 0; i < noob_record_get_size (outputs); i++)
    {
      const GValue *value = noob_record_get_nth (outputs, i);
      g_autofree char *text = noob_value_to_json (value, FALSE, NULL);

      if (text == NULL)
        text = g_strdup_printf ("{\"a\": \"%s\"}", G_VALUE_TYPE_NAME (value));
      g_test_message ("\"%s\": %s", noob_record_get_name (outputs, i), text);
    }
}

static NoobNode *
load (const char  *type,
      NoobRecord  *params,
      gboolean     self_is_slot,
      GError     **error)
{
  g_autofree char *params_text = params != NULL ? to_json (params) : g_strdup ("{}");
  g_autofree char *yaml =
    g_strdup_printf ("{ type: \"gi:%s\", params: %s%s }", type, params_text,
                     self_is_slot ? ", depends: [{ self: a.value }]" : "");

  return test_node_load (yaml, error);
}

static void make_value (const GValue *written, GValue *value);

static NoobRecord *
make_inputs (NoobRecord *written)
{
  NoobRecord *inputs = noob_record_new ();

  for (guint i = 0; written != NULL && i < noob_record_get_size (written); i++)
    {
      GValue value = G_VALUE_INIT;

      make_value (noob_record_get_nth (written, i), &value);
      noob_record_take_value (inputs, noob_record_get_name (written, i), &value);
    }

  return inputs;
}

/* {"call": "Foo.new", "in": {…}}: the first thing that this gives. */
static void
make_by_call (NoobRecord *written,
              GValue     *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobNode) node = load (get_string (written, "call"), NULL, FALSE, &error);
  g_autoptr (NoobRecord) inputs = make_inputs (get_record (written, "in"));
  g_autoptr (NoobRecord) outputs = noob_record_new ();

  g_assert_no_error (error);
  noob_node_process (node, inputs, outputs, &error);
  g_assert_no_error (error);

  g_value_init (value, G_VALUE_TYPE (noob_record_get_nth (outputs, 0)));
  g_value_copy (noob_record_get_nth (outputs, 0), value);
}

/* {"gtype": "gint", "number": 3}; without a number an empty boxed value */
static void
make_of_gtype (NoobRecord *written,
               GValue     *value)
{
  GType type = g_type_from_name (get_string (written, "gtype"));
  const GValue *number = noob_record_get_value (written, "number");
  char zeros[64] = { 0 };

  g_value_init (value, type);
  if (G_TYPE_IS_ENUM (type))
    g_value_set_enum (value, (int) g_value_get_int64 (number));
  else if (G_TYPE_IS_FLAGS (type))
    g_value_set_flags (value, (guint) g_value_get_int64 (number));
  else if (number != NULL)
    g_assert_true (g_value_transform (number, value));
  else if (type == G_TYPE_PTR_ARRAY)
    g_value_take_boxed (value, g_ptr_array_new ());
  else
    g_value_take_boxed (value, g_boxed_copy (type, zeros));
}

/* {"uint64": "18446744073709551615"} */
static void
make_uint64 (NoobRecord *written,
             GValue     *value)
{
  g_value_init (value, G_TYPE_UINT64);
  g_value_set_uint64 (value, g_ascii_strtoull (get_string (written, "uint64"), NULL, 10));
}

/* {"struct": 3}: a boxed structure with this number in it */
static void
make_struct (gint64  number,
             GValue *value)
{
  GIMarshallingTestsBoxedStruct *boxed = gi_marshalling_tests_boxed_struct_new ();

  boxed->long_ = number;
  g_value_init (value, gi_marshalling_tests_boxed_struct_get_type ());
  g_value_take_boxed (value, boxed);
}

static GVariant *
add_one (GVariant *number,
         gpointer  user_data)
{
  return g_variant_new_int64 (g_variant_get_int64 (number) + 1);
}

/* {"closure": "add-one"} */
static void
make_closure (GValue *value)
{
  GClosure *closure = g_cclosure_new (G_CALLBACK (add_one), NULL, NULL);

  g_closure_set_marshal (closure, g_cclosure_marshal_generic);
  g_closure_ref (closure);
  g_closure_sink (closure);
  g_value_init (value, G_TYPE_CLOSURE);
  g_value_take_boxed (value, closure);
}

static void
make_list (NoobList *written,
           GValue   *value)
{
  GArray *items = g_array_new (FALSE, TRUE, sizeof (GValue));

  g_array_set_size (items, noob_list_get_length (written));
  for (guint i = 0; i < items->len; i++)
    make_value (noob_list_get_value (written, i), &g_array_index (items, GValue, i));

  g_value_init (value, NOOB_TYPE_LIST);
  g_value_take_boxed (value, noob_list_new_take (items));
}

static void
make_from_record (NoobRecord *written,
                  GValue     *value)
{
  if (noob_record_has (written, "call"))
    make_by_call (written, value);
  else if (noob_record_has (written, "uint64"))
    make_uint64 (written, value);
  else if (noob_record_has (written, "gtype"))
    make_of_gtype (written, value);
  else if (noob_record_has (written, "closure"))
    make_closure (value);
  else if (noob_record_has (written, "struct"))
    make_struct (g_value_get_int64 (noob_record_get_value (written, "struct")), value);
  else if (noob_record_has (written, "overridden"))
    {
      g_value_init (value, VFUNC_TYPE_OBJECT);
      g_value_take_object (value, g_object_new (VFUNC_TYPE_OBJECT, NULL));
    }
  else
    {
      g_value_init (value, NOOB_TYPE_RECORD);
      g_value_take_boxed (value, make_inputs (written));
    }
}

static void
make_value (const GValue *written,
            GValue       *value)
{
  if (G_VALUE_HOLDS (written, NOOB_TYPE_LIST))
    {
      make_list (g_value_get_boxed (written), value);
    }
  else if (G_VALUE_HOLDS (written, NOOB_TYPE_RECORD))
    {
      make_from_record (g_value_get_boxed (written), value);
    }
  else
    {
      g_value_init (value, G_VALUE_TYPE (written));
      g_value_copy (written, value);
    }
}

static gboolean matches (const GValue *expected, const GValue *value);

static gboolean
matches_list (NoobList     *expected,
              const GValue *value)
{
  g_autoptr (NoobList) list = NULL;

  if (G_VALUE_HOLDS (value, NOOB_TYPE_LIST))
    list = g_value_dup_boxed (value);
  else if (G_VALUE_HOLDS (value, G_TYPE_STRV))
    list = noob_list_new_strv (g_value_get_boxed (value));
  else
    return FALSE;

  if (noob_list_get_length (list) != noob_list_get_length (expected))
    return FALSE;

  for (gsize i = 0; i < noob_list_get_length (list); i++)
    {
      if (!matches (noob_list_get_value (expected, i), noob_list_get_value (list, i)))
        return FALSE;
    }

  return TRUE;
}

/* {"bytes": [1, 2, 3]} */
static gboolean
matches_bytes (NoobList     *expected,
               const GValue *value)
{
  const guint8 *data;
  gsize size;

  if (!G_VALUE_HOLDS (value, G_TYPE_BYTES))
    return FALSE;

  data = g_bytes_get_data (g_value_get_boxed (value), &size);
  if (size != noob_list_get_length (expected))
    return FALSE;

  for (gsize i = 0; i < size; i++)
    {
      if (data[i] != g_value_get_int64 (noob_list_get_value (expected, i)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
matches_fields (NoobRecord *expected,
                NoobRecord *record)
{
  if (noob_record_get_size (expected) != noob_record_get_size (record))
    return FALSE;

  for (guint i = 0; i < noob_record_get_size (expected); i++)
    {
      const GValue *field = noob_record_get_value (record, noob_record_get_name (expected, i));

      if (field == NULL || !matches (noob_record_get_nth (expected, i), field))
        return FALSE;
    }

  return TRUE;
}

/* {"a": "GFoo"} is any value of this type; {"variant": "<1>"} a variant by its text. */
static gboolean
matches_record (NoobRecord   *expected,
                const GValue *value)
{
  g_autofree char *text = NULL;
  g_auto (GValue) number = G_VALUE_INIT;

  if (noob_record_has (expected, "uint64"))
    {
      make_uint64 (expected, &number);
      return noob_value_equal (&number, value);
    }

  if (noob_record_has (expected, "struct"))
    return G_VALUE_HOLDS (value, gi_marshalling_tests_boxed_struct_get_type ()) &&
           ((GIMarshallingTestsBoxedStruct *) g_value_get_boxed (value))->long_ ==
             g_value_get_int64 (noob_record_get_value (expected, "struct"));

  if (noob_record_has (expected, "a"))
    return g_str_equal (G_VALUE_TYPE_NAME (value), get_string (expected, "a"));

  if (noob_record_has (expected, "bytes"))
    return matches_bytes (g_value_get_boxed (noob_record_get_value (expected, "bytes")), value);

  if (noob_record_has (expected, "variant"))
    {
      text = G_VALUE_HOLDS_VARIANT (value) ? g_variant_print (g_value_get_variant (value), FALSE)
                                           : g_strdup ("");
      return g_str_equal (text, get_string (expected, "variant"));
    }

  return G_VALUE_HOLDS (value, NOOB_TYPE_RECORD) &&
         matches_fields (expected, g_value_get_boxed (value));
}

static gboolean
matches (const GValue *expected,
         const GValue *value)
{
  if (G_VALUE_HOLDS (expected, NOOB_TYPE_LIST))
    return matches_list (g_value_get_boxed (expected), value);

  if (G_VALUE_HOLDS (expected, NOOB_TYPE_RECORD))
    return matches_record (g_value_get_boxed (expected), value);

  return noob_value_equal (expected, value);
}

static void
test_refused (Row *self)
{
  g_autofree char *type = g_strdup_printf ("%s.%s", self->namespace, self->function);
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobNode) node = load (type, NULL, FALSE, &error);

  g_assert_null (node);
  test_assert_error (error, NOOB_ERROR_LOAD, type, get_string (self->entry, "refused"), NULL);
  n_refused++;
}

static void
test_loaded (Row *self)
{
  g_autofree char *type = g_strdup_printf ("%s.%s", self->namespace, self->function);
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobNode) node = load (type, NULL, FALSE, &error);

  g_assert_no_error (error);
  n_loaded++;
}

static void
test_called (Row *self)
{
  NoobRecord *written = get_record (self->entry, "in");
  NoobRecord *expected = get_record (self->entry, "out");
  const char *expected_error = get_string (self->entry, "error");
  g_autofree char *type = g_strdup_printf ("%s.%s", self->namespace, self->function);
  g_autoptr (NoobRecord) nothing = noob_record_new ();
  g_autoptr (NoobRecord) inputs = NULL;
  g_autoptr (NoobRecord) outputs = noob_record_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobNode) node = load (type, get_record (self->entry, "params"),
                                    written != NULL && noob_record_has (written, "self"), &error);

  g_assert_no_error (error);
  inputs = make_inputs (written);
  noob_node_process (node, inputs, outputs, &error);
  n_called++;

  if (expected_error != NULL)
    {
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, expected_error));
      return;
    }

  g_assert_no_error (error);
  tell_outputs (outputs);
  g_assert_true (matches_fields (expected != NULL ? expected : nothing, outputs));
}

static void
test_row (gconstpointer data)
{
  Row *row = (Row *) data;

  if (noob_record_has (row->entry, "refused"))
    test_refused (row);
  else if (noob_record_has (row->entry, "loaded"))
    test_loaded (row);
  else
    test_called (row);
}

static void
row_free (gpointer data)
{
  Row *row = data;

  noob_record_unref (row->entry);
  g_free (row);
}

static void
check_in_table (Table      *self,
                GIBaseInfo *container,
                GIBaseInfo *function)
{
  g_autofree char *name =
    container == NULL ? g_strdup (gi_base_info_get_name (function))
                      : g_strdup_printf ("%s.%s", gi_base_info_get_name (container),
                                         gi_base_info_get_name (function));

  if (!noob_record_has (self->table, name))
    {
      g_test_message ("%s.json has nothing for %s", self->namespace, name);
      g_test_fail ();
    }
}

#define check_methods(self, info, kind, KIND) \
  for (guint i_ = 0; i_ < gi_ ## kind ## _info_get_n_methods (GI_ ## KIND ## _INFO (info)); i_++) \
    { \
      g_autoptr (GIFunctionInfo) method_ = \
        gi_ ## kind ## _info_get_method (GI_ ## KIND ## _INFO (info), i_); \
\
      check_in_table (self, info, GI_BASE_INFO (method_)); \
    }

static void
check_info (Table      *self,
            GIBaseInfo *info)
{
  if (GI_IS_FUNCTION_INFO (info))
    check_in_table (self, NULL, info);
  else if (GI_IS_OBJECT_INFO (info))
    check_methods (self, info, object, OBJECT)
  else if (GI_IS_INTERFACE_INFO (info))
    check_methods (self, info, interface, INTERFACE)
  else if (GI_IS_STRUCT_INFO (info))
    check_methods (self, info, struct, STRUCT)
  else if (GI_IS_UNION_INFO (info))
    check_methods (self, info, union, UNION)
  else if (GI_IS_ENUM_INFO (info))
    check_methods (self, info, enum, ENUM)
}

/* Runs after the rows. */
static void
test_whole (gconstpointer data)
{
  Table *self = (Table *) data;
  GIRepository *repository = gi_repository_new ();
  g_autoptr (GError) error = NULL;

  gi_repository_require (repository, self->namespace, "1.0", GI_REPOSITORY_LOAD_FLAG_NONE, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < gi_repository_get_n_infos (repository, self->namespace); i++)
    {
      g_autoptr (GIBaseInfo) info = gi_repository_get_info (repository, self->namespace, i);

      check_info (self, info);
    }

  g_test_message ("%s: %u functions, of which %u are called, %u only loaded, %u refused",
                  self->namespace, n_called + n_loaded + n_refused, n_called, n_loaded, n_refused);
  n_called = n_loaded = n_refused = 0;
  g_object_unref (repository);
}

static void
table_free (gpointer data)
{
  Table *self = data;

  noob_record_unref (self->table);
  g_free (self);
}

static void
add_table (const char *namespace)
{
  g_autofree char *file = g_strdup_printf ("%s.json", namespace);
  g_autofree char *path =
    g_test_build_filename (G_TEST_DIST, "bindings", "introspection", file, NULL);
  g_autofree char *text = NULL;
  g_autofree char *whole_path = g_strdup_printf ("/%s/table/whole", namespace);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  Table *table = g_new0 (Table, 1);

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  noob_value_from_json (&value, text, -1, &error);
  g_assert_no_error (error);

  table->namespace = namespace;
  table->table = g_value_dup_boxed (&value);
  for (guint i = 0; i < noob_record_get_size (table->table); i++)
    {
      Row *row = g_new0 (Row, 1);
      g_autofree char *row_path = NULL;

      row->namespace = namespace;
      row->function = noob_record_get_name (table->table, i);
      row->entry = noob_record_ref (get_record (table->table, row->function));
      row_path = g_strdup_printf ("/%s/function/%s", namespace, row->function);
      g_test_add_data_func_full (row_path, row, test_row, row_free);
    }

  g_test_add_data_func_full (whole_path, table, test_whole, table_free);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  noob_use_introspection ();

  add_table ("GIMarshallingTests");
  add_table ("Regress");

  return g_test_run ();
}
