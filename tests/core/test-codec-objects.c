/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "core/noob-codec-private.h"
#include "core/noob-error.h"

/* A serializable class of one property. */

#define TEST_TYPE_POINT (test_point_get_type ())
G_DECLARE_FINAL_TYPE (TestPoint, test_point, TEST, POINT, GObject)

struct _TestPoint
{
  GObject parent_instance;

  gint64  x;
};

static void
test_point_serializable_init (JsonSerializableIface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestPoint, test_point, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (JSON_TYPE_SERIALIZABLE,
                                                      test_point_serializable_init))

static void
test_point_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  g_value_set_int64 (value, TEST_POINT (object)->x);
}

static void
test_point_set_property (GObject      *object,
                         guint         id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  TEST_POINT (object)->x = g_value_get_int64 (value);
}

static void
test_point_class_init (TestPointClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = test_point_get_property;
  object_class->set_property = test_point_set_property;
  g_object_class_install_property (
      object_class, 1,
      g_param_spec_int64 ("x", NULL, NULL, G_MININT64, G_MAXINT64, 0, G_PARAM_READWRITE));
}

static void
test_point_init (TestPoint *self)
{
}


/* Classes that keep whatever properties they are given, by the places of these. */

#define MAX_PROPERTIES 16

#define TEST_TYPE_BAG (test_bag_get_type ())
G_DECLARE_DERIVABLE_TYPE (TestBag, test_bag, TEST, BAG, GInitiallyUnowned)

struct _TestBagClass
{
  GInitiallyUnownedClass parent_class;
};

typedef struct
{
  GValue values[MAX_PROPERTIES];
} TestBagPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (TestBag, test_bag, G_TYPE_INITIALLY_UNOWNED)

static GValue *
get_value (GObject *object,
           guint    id)
{
  TestBagPrivate *priv = test_bag_get_instance_private (TEST_BAG (object));

  return &priv->values[id];
}

static void
test_bag_get_property (GObject    *object,
                       guint       id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  GValue *kept = get_value (object, id);

  if (G_VALUE_TYPE (kept) != G_TYPE_INVALID)
    g_value_copy (kept, value);
}

static void
test_bag_set_property (GObject      *object,
                       guint         id,
                       const GValue *value,
                       GParamSpec   *pspec)
{
  GValue *kept = get_value (object, id);

  if (G_VALUE_TYPE (kept) == G_TYPE_INVALID)
    g_value_init (kept, G_VALUE_TYPE (value));
  g_value_copy (value, kept);
}

static void
test_bag_dispose (GObject *object)
{
  for (guint i = 0; i < MAX_PROPERTIES; i++)
    if (G_VALUE_TYPE (get_value (object, i)) != G_TYPE_INVALID)
      g_value_unset (get_value (object, i));

  G_OBJECT_CLASS (test_bag_parent_class)->dispose (object);
}

static void
test_bag_class_init (TestBagClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = test_bag_dispose;
}

static void
test_bag_init (TestBag *self)
{
}

static void
install_properties (gpointer klass,
                    gpointer data)
{
  GObjectClass *object_class = klass;
  GPtrArray *pspecs = data;

  object_class->get_property = test_bag_get_property;
  object_class->set_property = test_bag_set_property;
  for (guint i = 0; i < pspecs->len; i++)
    g_object_class_install_property (object_class, i + 1, pspecs->pdata[i]);
}

/* A class with the properties that follow. */
static GType
register_class (const char *name,
                GTypeFlags  flags,
                GParamSpec *first,
                ...)
{
  GTypeInfo info = { sizeof (TestBagClass), NULL, NULL, install_properties, NULL, NULL,
                     sizeof (TestBag), 0, NULL, NULL };
  GPtrArray *pspecs = g_ptr_array_new ();
  va_list rest;

  va_start (rest, first);
  for (GParamSpec *pspec = first; pspec != NULL; pspec = va_arg (rest, GParamSpec *))
    g_ptr_array_add (pspecs, pspec);
  va_end (rest);

  info.class_data = pspecs;

  return g_type_register_static (TEST_TYPE_BAG, name, &info, flags);
}

#define CONSTRUCT_ONLY (G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY)

/* One property of each kind. */
static GType
get_shape_type (void)
{
  static GType type;

  if (type == G_TYPE_INVALID)
    type = register_class (
      "TestShape", 0,
      g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_CONSTRUCT),
      g_param_spec_uint ("n-corners", NULL, NULL, 3, 100, 3, CONSTRUCT_ONLY),
      g_param_spec_double ("size", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0.0, G_PARAM_READWRITE),
      g_param_spec_float ("ratio", NULL, NULL, 0.0f, 1.0f, 0.0f, G_PARAM_READWRITE),
      g_param_spec_enum ("bus", NULL, NULL, G_TYPE_BUS_TYPE, G_BUS_TYPE_NONE, G_PARAM_READWRITE),
      g_param_spec_boolean ("is-open", NULL, NULL, FALSE, G_PARAM_READWRITE),
      g_param_spec_uint64 ("id", NULL, NULL, 0, G_MAXUINT64, 0, CONSTRUCT_ONLY),
      g_param_spec_boxed ("words", NULL, NULL, G_TYPE_STRV, G_PARAM_READWRITE),
      g_param_spec_boxed ("data", NULL, NULL, G_TYPE_BYTES, G_PARAM_READWRITE),
      g_param_spec_boxed ("record", NULL, NULL, NOOB_TYPE_RECORD, G_PARAM_READWRITE),
      g_param_spec_variant ("options", NULL, NULL, G_VARIANT_TYPE ("a{sv}"), NULL,
                            G_PARAM_READWRITE),
      g_param_spec_object ("inner", NULL, NULL, G_TYPE_OBJECT, G_PARAM_READWRITE),
      g_param_spec_double ("area", NULL, NULL, 0.0, 1.0, 0.0, G_PARAM_READABLE),
      NULL);

  return type;
}

static GObject *
new_shape (void)
{
  static const char *const words[] = { "a", "b", NULL };
  g_autoptr (GBytes) data = g_bytes_new_static ("data", 4);
  g_autoptr (NoobRecord) record = noob_record_new ();

  noob_record_set_int64 (record, "n", 7);

  return g_object_ref_sink (
    g_object_new (get_shape_type (), "name", "hexagon", "n-corners", 6, "size", 2.5, "ratio", 0.1,
                  "bus", G_BUS_TYPE_SESSION, "is-open", TRUE, "id", G_MAXUINT64, "words", words,
                  "data", data, "record", record, "options",
                  g_variant_new_parsed ("{'a': <5>}"), NULL));
}

/* What arrives elsewhere: the same bytes, of which nothing is known. */
static GVariant *
over_the_wire (GVariant *variant)
{
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (variant);

  return g_variant_ref_sink (g_variant_new_from_bytes (g_variant_get_type (variant), bytes, FALSE));
}

static void
round_trip (const GValue *value,
            GValue       *back)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) variant = noob_codec_encode (value, &error);
  g_autoptr (GVariant) received = NULL;

  g_assert_no_error (error);
  received = over_the_wire (variant);
  g_assert_true (noob_codec_decode (received, back, &error));
  g_assert_no_error (error);
}

static void
copy (const GValue *value,
      GValue       *copied)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (noob_codec_copy (value, copied, &error));
  g_assert_no_error (error);
}

/* Neither can it be copied. */
static void
assert_encoding_fails (GObject    *object,
                       const char *part)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) copy_error = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  GValue copied = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_OBJECT);
  g_value_set_object (&value, object);
  g_assert_null (noob_codec_encode (&value, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, part));

  g_assert_false (noob_codec_copy (&value, &copied, &copy_error));
  g_assert_error (copy_error, NOOB_ERROR, NOOB_ERROR_VALUE);
  g_assert_cmpstr (copy_error->message, ==, error->message);
}

/* Takes @variant if it is floating. */
static void
assert_decoding_fails (GVariant   *variant,
                       const char *part)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (variant);
  g_autoptr (GError) error = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  g_assert_false (noob_codec_decode (sunk, &value, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, part));
  g_assert_true (G_VALUE_HOLDS_POINTER (&value));
}

/* A class of one property. */
static void
assert_class_is_refused (const char *name,
                         GTypeFlags  flags,
                         GParamSpec *pspec,
                         const char *part)
{
  GType type = register_class (name, flags, pspec, NULL);
  g_autofree char *message = g_strdup_printf ("('properties', <('%s', <@a(sv) []>)>)", name);

  noob_codec_allow_type (type);
  assert_decoding_fails (g_variant_new_parsed (message), part);

  if ((flags & G_TYPE_FLAG_ABSTRACT) == 0)
    {
      g_autoptr (GObject) object = g_object_ref_sink (g_object_new (type, NULL));

      assert_encoding_fails (object, part);
    }
}

static void
test_serializable_objects (void)
{
  g_autoptr (TestPoint) point =
      g_object_new (TEST_TYPE_POINT, "x", G_GINT64_CONSTANT (1) << 40, NULL);
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) back = G_VALUE_INIT;
  g_autoptr (GVariant) variant = NULL;

  g_value_init (&value, G_TYPE_OBJECT);
  g_value_set_object (&value, point);
  variant = noob_codec_encode (&value, NULL);
  g_assert_cmpstr (g_variant_get_type_string (variant), ==, "(sv)");

  assert_decoding_fails (variant, "objects of type TestPoint are not expected");
  assert_decoding_fails (
      g_variant_new_parsed ("('object', <('GCancellable', <@a(sv) []>)>)"), "GCancellable");
  assert_decoding_fails (
      g_variant_new_parsed ("('object', <('NoSuchType', <@a(sv) []>)>)"), "NoSuchType");

  noob_codec_allow_type (TEST_TYPE_POINT);
  assert_decoding_fails (g_variant_new_parsed ("('object', <('TestPoint', <true>)>)"), "a record");
  assert_decoding_fails (g_variant_new_parsed ("('object', <true>)"), "(sv)");
  round_trip (&value, &back);
  g_assert_true (G_VALUE_HOLDS (&back, TEST_TYPE_POINT));
  g_assert_cmpint (TEST_POINT (g_value_get_object (&back))->x, ==, G_GINT64_CONSTANT (1) << 40);
}

/* What a peer says of an object's members is not trusted either: json-glib warns, and goes on. */
static void
test_serializable_objects_with_wrong_members (void)
{
  static const char *const texts[] = {
    "('object', <('TestPoint', <[('x', <'text'>)]>)>)",
    "('object', <('TestPoint', <[('x', <[<'list'>]>)]>)>)",
    "('object', <('TestPoint', <[('x', <[('a', <true>)]>)]>)>)",
    "('object', <('TestPoint', <[('x', <@mv nothing>)]>)>)",
    "('object', <('TestPoint', <[('unknown', <int64 5>)]>)>)",
  };
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);

  noob_codec_allow_type (TEST_TYPE_POINT);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_parsed (texts[i]));
      g_auto (GValue) value = G_VALUE_INIT;

      g_assert_true (noob_codec_decode (variant, &value, NULL));
      g_assert_true (G_VALUE_HOLDS (&value, TEST_TYPE_POINT));
    }

  g_log_set_always_fatal (fatal);
}

/* A serializable class with an object in it that json-glib makes. */
static GType
register_serializable (const char *name,
                       GParamSpec *pspec)
{
  static const GInterfaceInfo info = { NULL, NULL, NULL };
  GType type = register_class (name, 0, pspec, NULL);

  g_type_add_interface_static (type, JSON_TYPE_SERIALIZABLE, &info);

  return type;
}

static void
test_inner_objects_are_of_allowed_classes (void)
{
  static const char *const members[] = {
    "('object', <('TestTaker', <[('taken', <@a(sv) []>)]>)>)",
    "('object', <('TestFileTaker', <[('taken', <@a(sv) []>)]>)>)",
    "('object', <('TestBaseTaker', <[('taken', <@a(sv) []>)]>)>)",
  };
  GType inner = register_class (
    "TestTaken", 0, g_param_spec_int ("n", NULL, NULL, 0, 5, 0, G_PARAM_READWRITE), NULL);
  GType taker = register_serializable (
    "TestTaker", g_param_spec_object ("taken", NULL, NULL, inner, G_PARAM_READWRITE));
  GType file_taker = register_serializable (
    "TestFileTaker", g_param_spec_object ("taken", NULL, NULL, G_TYPE_FILE, CONSTRUCT_ONLY));
  GType base_taker = register_serializable (
    "TestBaseTaker",
    g_param_spec_object ("taken", NULL, NULL, G_TYPE_INPUT_STREAM, G_PARAM_READWRITE));
  g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_parsed (members[0]));
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GObject) taken = NULL;

  noob_codec_allow_type (taker);
  noob_codec_allow_type (file_taker);
  noob_codec_allow_type (base_taker);
  assert_decoding_fails (g_variant_new_parsed (members[0]), "TestTaken are not expected");
  assert_decoding_fails (g_variant_new_parsed (members[1]), "GFile are abstract");
  assert_decoding_fails (g_variant_new_parsed (members[2]), "GInputStream are abstract");

  noob_codec_allow_type (inner);
  g_assert_true (noob_codec_decode (variant, &value, NULL));
  g_object_get (g_value_get_object (&value), "taken", &taken, NULL);
  g_assert_true (G_OBJECT_TYPE (taken) == inner);
}

static void
test_serializable_objects_in_themselves (void)
{
  GType type = register_serializable (
    "TestSnake", g_param_spec_object ("tail", NULL, NULL, G_TYPE_OBJECT, G_PARAM_READWRITE));
  g_autoptr (GObject) head = g_object_ref_sink (g_object_new (type, NULL));
  g_autoptr (GObject) tail = g_object_ref_sink (g_object_new (type, "tail", head, NULL));

  g_object_set (head, "tail", tail, NULL);
  assert_encoding_fails (head, "the object of type TestSnake is in itself");
  g_object_set (head, "tail", NULL, NULL);
}

static void
test_serializable_objects_are_copied (void)
{
  g_autoptr (TestPoint) point = g_object_new (TEST_TYPE_POINT, "x", (gint64) 1, NULL);
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) copied = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_OBJECT);
  g_value_set_object (&value, point);
  copy (&value, &copied);
  point->x = 2;
  g_assert_cmpint (TEST_POINT (g_value_get_object (&copied))->x, ==, 1);
}

static void
assert_same_properties (GObject *object,
                        GObject *other)
{
  guint n_pspecs;
  g_autofree GParamSpec **pspecs =
    g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n_pspecs);

  g_assert_true (object != other);
  g_assert_true (G_OBJECT_TYPE (object) == G_OBJECT_TYPE (other));
  for (guint i = 0; i < n_pspecs; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_auto (GValue) other_value = G_VALUE_INIT;

      g_value_init (&value, pspecs[i]->value_type);
      g_value_init (&other_value, pspecs[i]->value_type);
      g_object_get_property (object, pspecs[i]->name, &value);
      g_object_get_property (other, pspecs[i]->name, &other_value);
      if (strcmp (pspecs[i]->name, "inner") != 0)
        g_assert_true (noob_value_equal (&value, &other_value));
    }
}

static void
test_properties_come_back (void)
{
  g_autoptr (GObject) shape = new_shape ();
  g_autoptr (GObject) inner = new_shape ();
  g_autoptr (GObject) back_inner = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) back = G_VALUE_INIT;
  GObject *object;

  noob_codec_allow_type (get_shape_type ());
  g_object_set (shape, "inner", inner, NULL);
  g_value_init (&value, G_TYPE_OBJECT);
  g_value_set_object (&value, shape);
  round_trip (&value, &back);

  object = g_value_get_object (&back);
  assert_same_properties (shape, object);
  g_object_get (object, "inner", &back_inner, NULL);
  assert_same_properties (inner, back_inner);
}

/* A floating reference would be taken over by whoever uses the object first, and freed twice. */
static void
test_references_are_not_floating (void)
{
  g_autoptr (GObject) shape = new_shape ();
  g_auto (GValue) value = G_VALUE_INIT;
  GValue back = G_VALUE_INIT;
  GObject *object;

  noob_codec_allow_type (get_shape_type ());
  g_value_init (&value, G_TYPE_OBJECT);
  g_value_set_object (&value, shape);
  round_trip (&value, &back);

  object = g_value_dup_object (&back);
  g_assert_false (g_object_is_floating (object));
  g_value_unset (&back);
  g_assert_finalize_object (object);
}

static void
test_properties_are_copied (void)
{
  g_autoptr (GObject) shape = new_shape ();
  g_autoptr (NoobRecord) record = NULL;
  g_autoptr (NoobRecord) copied_record = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) copied = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_OBJECT);
  g_value_set_object (&value, shape);
  copy (&value, &copied);
  assert_same_properties (shape, g_value_get_object (&copied));

  g_object_get (shape, "record", &record, NULL);
  g_object_get (g_value_get_object (&copied), "record", &copied_record, NULL);
  g_assert_true (record != copied_record);
}

static void
test_classes_are_refused (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GFile) file = g_file_new_for_path ("/");
  g_autoptr (GSocket) socket =
    g_object_new (G_TYPE_SOCKET, "family", G_SOCKET_FAMILY_IPV4, "type", G_SOCKET_TYPE_STREAM, NULL);

  assert_encoding_fails (G_OBJECT (cancellable), "GCancellable cannot leave this process: the class "
                         "has no property that can be read and written");
  assert_encoding_fails (G_OBJECT (file), "has no property");
  assert_encoding_fails (G_OBJECT (socket), "GSocket cannot leave this process: the class has to be "
                         "initialized after it was made; let it implement JsonSerializable");
  assert_class_is_refused ("TestPointer", 0,
                           g_param_spec_pointer ("pixels", NULL, NULL, G_PARAM_READWRITE),
                           "\"pixels\", which belongs to this process");
  assert_class_is_refused ("TestDescriptor", 0,
                           g_param_spec_int ("fd", NULL, NULL, -1, 5, -1, CONSTRUCT_ONLY),
                           "\"fd\", which belongs to this process");
  assert_class_is_refused ("TestSecret", 0,
                           g_param_spec_string ("secret", NULL, NULL, NULL, G_PARAM_WRITABLE),
                           "\"secret\", which can be written, but not read");
  assert_class_is_refused ("TestReadOnly", 0,
                           g_param_spec_string ("seen", NULL, NULL, NULL, G_PARAM_READABLE),
                           "has no property");
  assert_class_is_refused ("TestAbstract", G_TYPE_FLAG_ABSTRACT,
                           g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READWRITE),
                           "is abstract");
}

static void
test_values_without_a_form_are_named (void)
{
  g_autoptr (GObject) shape = new_shape ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_object_set (shape, "inner", cancellable, NULL);
  assert_encoding_fails (shape, "TestShape has the property \"inner\" of type GObject: values of "
                         "type GCancellable cannot leave this process: the class has no property "
                         "that can be read and written; let it implement JsonSerializable, or have "
                         "properties that can be read and written and tell all; an asset may have "
                         "scope `node`");
}

static void
test_objects_in_themselves (void)
{
  g_autoptr (GObject) shape = new_shape ();
  g_autoptr (GObject) inner = new_shape ();
  g_autoptr (GObject) twice = new_shape ();
  g_autoptr (NoobRecord) record = noob_record_new ();
  g_autoptr (GVariant) variant = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  g_object_set (shape, "inner", inner, NULL);
  g_object_set (inner, "inner", shape, NULL);
  assert_encoding_fails (shape, "the object of type TestShape is in itself");
  g_object_set (inner, "inner", NULL, NULL);

  noob_record_set (record, "a", G_TYPE_OBJECT, shape, "b", G_TYPE_OBJECT, shape, NULL);
  g_object_set (twice, "record", record, NULL);
  g_value_init (&value, G_TYPE_OBJECT);
  g_value_set_object (&value, twice);
  variant = noob_codec_encode (&value, NULL);
  g_assert_nonnull (variant);

  noob_record_set (record, "c", G_TYPE_OBJECT, twice, NULL);
  assert_encoding_fails (twice, "the object of type TestShape is in itself");
  noob_record_clear (record);
}

static void
test_long_chains_of_objects (void)
{
  GObject *outermost = new_shape ();

  for (guint i = 0; i < NOOB_CODEC_MAX_DEPTH; i++)
    {
      g_autoptr (GObject) inner = outermost;

      outermost = new_shape ();
      g_object_set (outermost, "inner", inner, NULL);
    }

  assert_encoding_fails (outermost, "nested more than 40 deep");
  g_object_unref (outermost);
}

static void
test_decoding_refuses (void)
{
  static const struct
  {
    const char *properties;
    const char *part;
  } wrong[] = {
    { "<true>", "must hold a record" },
    { "<@av []>", "must hold a record" },
    { "<[('unknown', <true>)]>", "no property \"unknown\"" },
    { "<[('area', <0.5>)]>", "no property \"area\" that can be read and written" },
    { "<[('n_corners', <int64 5>)]>", "no property \"n_corners\"" },
    { "<[('n-corners', <int64 2>)]>", "\"n-corners\" of type guint, which cannot be this value: an "
                                      "integer" },
    { "<[('n-corners', <int64 4294967299>)]>", "\"n-corners\" of type guint" },
    { "<[('n-corners', <int64 -1>)]>", "\"n-corners\"" },
    { "<[('n-corners', <5.0>)]>", "\"n-corners\"" },
    { "<[('n-corners', <'5'>)]>", "\"n-corners\"" },
    { "<[('n-corners', <@mv nothing>)]>", "cannot be this value: null" },
    { "<[('n-corners', <int64 5>), ('n-corners', <int64 6>)]>", "twice" },
    { "<[('ratio', <1e300>)]>", "\"ratio\" of type gfloat" },
    { "<[('ratio', <2.0>)]>", "\"ratio\" of type gfloat" },
    { "<[('bus', <int64 77>)]>", "\"bus\" of type GBusType" },
    { "<[('is-open', <int64 1>)]>", "\"is-open\"" },
    { "<[('name', <int64 1>)]>", "\"name\"" },
    { "<[('words', <['a']>)]>", "\"words\"" },
    { "<[('options', <('variant', <5>)>)]>", "\"options\"" },
    { "<[('inner', <'text'>)]>", "\"inner\"" },
    { "<[('inner', <('properties', <('GSocket', <[('fd', <int64 1>)]>)>)>)]>",
      "GSocket are not expected" },
    { "<[('inner', <('properties', <('TestPoint', <[('x', <int64 1>)]>)>)>)]>",
      "implements JsonSerializable" },
  };

  noob_codec_allow_type (get_shape_type ());
  noob_codec_allow_type (TEST_TYPE_POINT);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *text =
        g_strdup_printf ("('properties', <('TestShape', %s)>)", wrong[i].properties);

      assert_decoding_fails (g_variant_new_parsed (text), wrong[i].part);
    }

  assert_decoding_fails (g_variant_new_parsed ("('properties', <true>)"), "(sv)");
  assert_decoding_fails (g_variant_new_parsed ("('object', <('TestShape', <@a(sv) []>)>)"),
                         "implements JsonSerializable");
}

/* A class that is registered, and that nobody allowed, stays as it was. */
static void
test_classes_are_not_looked_at (void)
{
  GType type = register_class (
    "TestSleeper", 0, g_param_spec_int ("n", NULL, NULL, 0, 5, 0, G_PARAM_READWRITE), NULL);

  assert_decoding_fails (
    g_variant_new_parsed ("('properties', <('TestSleeper', <[('n', <int64 1>)]>)>)"),
    "objects of type TestSleeper are not expected");
  assert_decoding_fails (
    g_variant_new_parsed ("('object', <('TestSleeper', <[('n', <int64 1>)]>)>)"),
    "objects of type TestSleeper are not expected");
  g_assert_null (g_type_class_peek (type));
}

static GVariant *
encode_shapes (void)
{
  g_autoptr (GObject) shape = new_shape ();
  g_autoptr (GObject) inner = new_shape ();
  g_autoptr (TestPoint) point = g_object_new (TEST_TYPE_POINT, "x", (gint64) 1, NULL);
  g_auto (GValue) value = G_VALUE_INIT;

  g_object_set (inner, "inner", point, NULL);
  g_object_set (shape, "inner", inner, NULL);
  g_value_init (&value, G_TYPE_OBJECT);
  g_value_set_object (&value, shape);

  return noob_codec_encode (&value, NULL);
}

static void
damage (guint8 *data,
        gsize   size)
{
  for (int i = g_test_rand_int_range (1, 5); i > 0; i--)
    {
      gsize at = g_test_rand_int_range (0, size);

      if (g_test_rand_bit ())
        data[at] ^= 1 << g_test_rand_int_range (0, 8);
      else
        data[at] = data[g_test_rand_int_range (0, size)];
    }
}

/* Also cut off. */
static void
test_damaged_objects (void)
{
  g_autoptr (GVariant) variant = NULL;
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  guint n_decoded = 0;

  noob_codec_allow_type (get_shape_type ());
  noob_codec_allow_type (TEST_TYPE_POINT);
  variant = encode_shapes ();

  for (int i = 0; i < 20000; i++)
    {
      gsize size = g_variant_get_size (variant);
      guint8 *data = g_memdup2 (g_variant_get_data (variant), size);
      gsize left = g_test_rand_bit () ? (gsize) g_test_rand_int_range (1, size) : size;
      g_autoptr (GVariant) damaged = NULL;
      g_autoptr (GError) error = NULL;
      g_auto (GValue) value = G_VALUE_INIT;

      damage (data, left);
      damaged = g_variant_ref_sink (g_variant_new_from_data (G_VARIANT_TYPE ("(sv)"), data, left,
                                                             FALSE, g_free, data));
      if (noob_codec_decode (damaged, &value, &error))
        n_decoded++;
      else
        g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
    }

  g_log_set_always_fatal (fatal);
  g_assert_cmpuint (n_decoded, >, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/codec-objects/serializable/come-back", test_serializable_objects);
  g_test_add_func ("/codec-objects/serializable/with-wrong-members",
                   test_serializable_objects_with_wrong_members);
  g_test_add_func ("/codec-objects/serializable/inner-objects-are-of-allowed-classes",
                   test_inner_objects_are_of_allowed_classes);
  g_test_add_func ("/codec-objects/serializable/in-themselves",
                   test_serializable_objects_in_themselves);
  g_test_add_func ("/codec-objects/serializable/are-copied", test_serializable_objects_are_copied);
  g_test_add_func ("/codec-objects/properties/come-back", test_properties_come_back);
  g_test_add_func ("/codec-objects/properties/are-copied", test_properties_are_copied);
  g_test_add_func ("/codec-objects/properties/references-are-not-floating",
                   test_references_are_not_floating);
  g_test_add_func ("/codec-objects/properties/classes-are-refused", test_classes_are_refused);
  g_test_add_func ("/codec-objects/properties/values-without-a-form-are-named",
                   test_values_without_a_form_are_named);
  g_test_add_func ("/codec-objects/properties/in-themselves", test_objects_in_themselves);
  g_test_add_func ("/codec-objects/properties/long-chains", test_long_chains_of_objects);
  g_test_add_func ("/codec-objects/decode/refuses", test_decoding_refuses);
  g_test_add_func ("/codec-objects/decode/classes-are-not-looked-at",
                   test_classes_are_not_looked_at);
  g_test_add_func ("/codec-objects/decode/damaged", test_damaged_objects);

  return g_test_run ();
}
