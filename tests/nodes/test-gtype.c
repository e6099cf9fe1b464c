/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-gtype-private.h"

#include "test-support.h"

/* A node with a property of each kind that a param can become. */
typedef struct
{
  NoobNode  parent_instance;
  GValue    values[16];
} KindsNode;

typedef NoobNodeClass KindsNodeClass;

static GType kinds_node_get_type (void);

G_DEFINE_TYPE (KindsNode, kinds_node, NOOB_TYPE_NODE)

static void
kinds_node_set_property (GObject      *object,
                         guint         id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  KindsNode *self = (KindsNode *) object;

  if (!G_IS_VALUE (&self->values[id]))
    g_value_init (&self->values[id], pspec->value_type);
  g_value_copy (value, &self->values[id]);
}

static void
kinds_node_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  KindsNode *self = (KindsNode *) object;

  if (G_IS_VALUE (&self->values[id]))
    g_value_copy (&self->values[id], value);
}

static void
kinds_node_finalize (GObject *object)
{
  KindsNode *self = (KindsNode *) object;

  for (gsize i = 0; i < G_N_ELEMENTS (self->values); i++)
    {
      if (G_IS_VALUE (&self->values[i]))
        g_value_unset (&self->values[i]);
    }

  G_OBJECT_CLASS (kinds_node_parent_class)->finalize (object);
}

static void
kinds_node_class_init (KindsNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  GParamSpec *properties[] = {
    NULL,
    g_param_spec_int ("small-int", NULL, NULL, -10, 10, 0, flags),
    g_param_spec_uint ("uint", NULL, NULL, 0, G_MAXUINT, 0, flags),
    g_param_spec_uint64 ("uint64", NULL, NULL, 0, G_MAXUINT64, 0, flags),
    g_param_spec_uchar ("uchar", NULL, NULL, 0, G_MAXUINT8, 0, flags),
    g_param_spec_double ("double", NULL, NULL, 0, 1, 0, flags),
    g_param_spec_float ("float", NULL, NULL, -1e6f, 1e6f, 0, flags),
    g_param_spec_string ("string", NULL, NULL, NULL, flags),
    g_param_spec_boolean ("boolean", NULL, NULL, FALSE, flags),
    g_param_spec_enum ("order", NULL, NULL, G_TYPE_DATA_STREAM_BYTE_ORDER, 0, flags),
    g_param_spec_flags ("flags", NULL, NULL, NOOB_TYPE_SLOT_FLAGS, 0, flags),
    g_param_spec_boxed ("strings", NULL, NULL, G_TYPE_STRV, flags),
    g_param_spec_boxed ("list", NULL, NULL, NOOB_TYPE_LIST, flags),
    g_param_spec_boxed ("record", NULL, NULL, NOOB_TYPE_RECORD, flags),
    g_param_spec_variant ("variant", NULL, NULL, G_VARIANT_TYPE_ANY, NULL, flags),
    g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE, flags),
  };

  object_class->set_property = kinds_node_set_property;
  object_class->get_property = kinds_node_get_property;
  object_class->finalize = kinds_node_finalize;
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
kinds_node_init (KindsNode *self)
{
}

static char *
format_node (const char *params)
{
  return g_strdup_printf ("{ type: KindsNode, params: { %s } }", params);
}

static void
test_params_are_converted (void)
{
  const struct
  {
    const char *param;
    const char *property;
    const char *contents;
  } cases[] = {
    { "small_int: -3", "small-int", "-3" },
    { "small-int: 3", "small-int", "3" },
    { "uint: 4000000000", "uint", "4000000000" },
    { "uint64: 5", "uint64", "5" },
    { "uchar: 255", "uchar", "255" },
    { "double: 0.5", "double", "0.500000" },
    { "double: 1", "double", "1.000000" },
    { "float: 2", "float", "2.000000" },
    { "string: x", "string", "\"x\"" },
    { "string: null", "string", "NULL" },
    { "boolean: true", "boolean", "TRUE" },
    { "order: little-endian", "order", "G_DATA_STREAM_BYTE_ORDER_LITTLE_ENDIAN" },
    { "flags: required | rest", "flags", "NOOB_SLOT_REQUIRED | NOOB_SLOT_REST" },
    { "strings: [ a, b ]", "strings", "[\"a\", \"b\"]" },
    { "file: null", "file", "NULL" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *yaml = format_node (cases[i].param);
      g_autoptr (GError) error = NULL;
      g_autoptr (NoobNode) node = test_node_load (yaml, &error);
      g_auto (GValue) value = G_VALUE_INIT;
      g_autofree char *contents = NULL;

      g_assert_no_error (error);
      g_object_get_property (G_OBJECT (node), cases[i].property, &value);
      contents = g_strdup_value_contents (&value);
      g_test_message ("%s: %s", cases[i].param, contents);
      g_assert_nonnull (g_strstr_len (contents, -1, cases[i].contents));
    }
}

static void
test_boxed_params_pass_as_they_are (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *yaml = format_node ("list: [ 1, x ], record: { a: 1 }, variant: 3");
  g_autoptr (NoobNode) node = test_node_load (yaml, &error);
  g_autoptr (NoobList) list = NULL;
  g_autoptr (NoobRecord) record = NULL;
  g_autoptr (GVariant) variant = NULL;

  g_assert_no_error (error);
  g_object_get (node, "list", &list, "record", &record, "variant", &variant, NULL);
  g_assert_cmpint (noob_list_get_length (list), ==, 2);
  g_assert_true (noob_record_has (record, "a"));
  g_assert_true (g_variant_is_of_type (variant, G_VARIANT_TYPE_INT64));
}

static void
test_unfit_params_are_refused (void)
{
  const struct
  {
    const char *param;
    const char *message;
  } cases[] = {
    { "small-int: 11", "\"small-int\" has to be from -10 to 10" },
    { "small-int: 5000000000", "\"small-int\" has to be from -10 to 10" },
    { "small-int: x", "has to be an integer, not a string" },
    { "uint: -1", "\"uint\" has to be from 0 to 4294967295" },
    { "uchar: 256", "\"uchar\" has to be from 0 to 255" },
    { "double: 2.5", "\"double\" has to be from 0 to 1" },
    { "double: x", "has to be a number, not a string" },
    { "boolean: 1", "\"boolean\" has to be" },
    { "string: 1", "\"string\" has to be" },
    { "order: middle-endian", "one of big-endian, little-endian, host-endian, not \"middle-" },
    { "order: 1", "one of big-endian" },
    { "flags: nonsense", "\"nonsense\"" },
    { "strings: [ a, 1 ]", "a list of strings only, not an integer" },
    { "list: 1", "\"list\" has to be" },
    { "small-int: null", "has to be an integer, not null" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *yaml = format_node (cases[i].param);
      g_autoptr (GError) error = NULL;

      g_assert_null (test_node_load (yaml, &error));
      test_assert_error (error, NOOB_ERROR_LOAD, "node \"n\" of type \"KindsNode\"",
                         cases[i].message, NULL);
    }
}

static void
test_unknown_param_lists_the_real_ones (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (test_node_load ("{ type: KindsNode, params: { strng: x } }", &error));
  test_assert_error (error, NOOB_ERROR_LOAD, "no param \"strng\"", "did you mean \"string\"?",
                     "small-int, ", NULL);
  g_clear_error (&error);

  g_assert_null (test_node_load ("{ type: KindsNode, params: { id: x } }", &error));
  test_assert_error (error, NOOB_ERROR_LOAD, "no param \"id\"", NULL);
}

static void
test_symbols_follow_names (void)
{
  const struct
  {
    const char *type_name;
    const char *symbol;
  } cases[] = {
    { "FooNode", "foo_node_get_type" },
    { "Foo", "foo_get_type" },
    { "FooBarBaz", "foo_bar_baz_get_type" },
    { "GtkHBox", "gtk_hbox_get_type" },
    { "XMLNode", "xml_node_get_type" },
    { "Foo2Node", "foo2_node_get_type" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *symbol = noob_gtype_get_symbol (cases[i].type_name);

      g_assert_cmpstr (symbol, ==, cases[i].symbol);
    }
}

static void
test_type_that_is_no_node_is_refused (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (test_node_load ("{ type: GObject }", &error));
  test_assert_error (error, NOOB_ERROR_LOAD, "GObject is not a node", NULL);
  g_clear_error (&error);

  g_assert_null (test_node_load ("{ type: NoobNode }", &error));
  test_assert_error (error, NOOB_ERROR_LOAD, "NoobNode is abstract", NULL);
  g_clear_error (&error);

  g_assert_null (test_node_load ("{ type: KindNode }", &error));
  test_assert_error (error, NOOB_ERROR_LOAD, "no class KindNode", "did you mean \"KindsNode\"?",
                     "kind_node_get_type", NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_type_ensure (kinds_node_get_type ());

  g_test_add_func ("/gtype/params/are-converted", test_params_are_converted);
  g_test_add_func ("/gtype/params/boxed-pass-as-they-are", test_boxed_params_pass_as_they_are);
  g_test_add_func ("/gtype/params/unfit-are-refused", test_unfit_params_are_refused);
  g_test_add_func ("/gtype/params/unknown-lists-the-real-ones",
                   test_unknown_param_lists_the_real_ones);
  g_test_add_func ("/gtype/symbol/follows-name", test_symbols_follow_names);
  g_test_add_func ("/gtype/type/no-node-is-refused", test_type_that_is_no_node_is_refused);

  return g_test_run ();
}
