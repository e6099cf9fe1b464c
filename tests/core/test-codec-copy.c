/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include "core/noob-array.h"
#include "core/noob-codec-private.h"
#include "core/noob-error.h"
#include "core/noob-event.h"
#include "random-value.h"

static void
copy (const GValue *value,
      GValue       *copied)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (noob_codec_copy (value, copied, &error));
  g_assert_no_error (error);
}

static void
assert_copying_fails (const GValue *value,
                      const char   *part)
{
  g_autoptr (GError) error = NULL;
  GValue copied = G_VALUE_INIT;

  g_assert_false (noob_codec_copy (value, &copied, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, part));
  g_assert_cmpuint (G_VALUE_TYPE (&copied), ==, G_TYPE_INVALID);
}

static void
take_boxed (GValue   *value,
            GType     type,
            gpointer  boxed)
{
  g_value_init (value, type);
  g_value_take_boxed (value, boxed);
}

static void
test_random_copies (void)
{
  for (int i = 0; i < 1000; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_auto (GValue) copied = G_VALUE_INIT;

      random_value (&value, N_RANDOM_KINDS, 4);
      copy (&value, &copied);
      g_assert_true (noob_value_equal (&value, &copied));
      g_assert_true (G_VALUE_TYPE (&value) == G_VALUE_TYPE (&copied));
    }
}

static void
test_what_never_changes_is_shared (void)
{
  static const char *const words[] = { "a", "b", NULL };
  static const double elements[] = { 1.0, 2.0 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (elements, sizeof elements);
  g_autoptr (NoobEpoch) epoch = noob_epoch_new (3);
  gint64 length = 2;
  const struct
  {
    GType    type;
    gpointer boxed;
  } kinds[] = {
    { G_TYPE_BYTES, g_bytes_new (NULL, 0) },
    { G_TYPE_DATE_TIME, g_date_time_new_from_unix_utc (0) },
    { NOOB_TYPE_LIST, noob_list_new_strv (words) },
    { NOOB_TYPE_ARRAY, noob_array_new ("<f8", &length, 1, bytes, NULL) },
    { NOOB_TYPE_EPOCH, noob_epoch_ref (epoch) },
    { NOOB_TYPE_EVENT, noob_event_new ("a", "value", epoch, NULL) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_auto (GValue) copied = G_VALUE_INIT;

      take_boxed (&value, kinds[i].type, kinds[i].boxed);
      copy (&value, &copied);
      g_assert_true (g_value_get_boxed (&copied) == g_value_get_boxed (&value));
    }
}

static void
test_variants_are_shared (void)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) copied = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_VARIANT);
  g_value_set_variant (&value, g_variant_new_string ("text"));
  copy (&value, &copied);
  g_assert_true (g_value_get_variant (&copied) == g_value_get_variant (&value));
}

/* A list, in a tuple, of one record. */
static NoobRecord *
init_nested_record (GValue *value)
{
  NoobRecord *record = noob_record_new ();
  g_auto (GValue) record_value = G_VALUE_INIT;
  g_auto (GValue) list = G_VALUE_INIT;

  noob_record_set_int64 (record, "n", 1);
  take_boxed (&record_value, NOOB_TYPE_RECORD, record);
  take_boxed (&list, NOOB_TYPE_LIST, noob_list_new (&record_value, 1));
  take_boxed (value, NOOB_TYPE_LIST, noob_list_new_tuple (&list, 1));

  return record;
}

static NoobRecord *
get_nested_record (const GValue *value)
{
  const GValue *list = noob_list_get_value (g_value_get_boxed (value), 0);

  return g_value_get_boxed (noob_list_get_value (g_value_get_boxed (list), 0));
}

static void
test_records_are_copied (void)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) copied = G_VALUE_INIT;
  NoobRecord *record = init_nested_record (&value);

  copy (&value, &copied);
  noob_record_set_int64 (record, "n", 2);

  g_assert_true (noob_list_is_tuple (g_value_get_boxed (&copied)));
  g_assert_cmpfloat (noob_record_get_number (get_nested_record (&copied), "n"), ==, 1.0);
}

static void
test_values_of_events_are_copied (void)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new (3);
  g_auto (GValue) inner = G_VALUE_INIT;
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) copied = G_VALUE_INIT;
  NoobRecord *record = init_nested_record (&inner);
  NoobEvent *event = noob_event_new ("a", "value", epoch, &inner);
  NoobEvent *copied_event;

  take_boxed (&value, NOOB_TYPE_EVENT, event);
  copy (&value, &copied);
  noob_record_set_int64 (record, "n", 2);

  copied_event = g_value_get_boxed (&copied);
  g_assert_cmpuint (noob_event_get_id (copied_event), ==, noob_event_get_id (event));
  g_assert_cmpint (noob_event_get_timestamp (copied_event), ==, noob_event_get_timestamp (event));
  g_assert_cmpfloat (
    noob_record_get_number (get_nested_record (noob_event_get_value (copied_event)), "n"), ==, 1.0);
}

static void
test_arrays_in_foreign_memory_are_copied (void)
{
  double elements[] = { 1.0, 2.0 };
  gint64 length = 2;
  g_auto (GValue) owner = G_VALUE_INIT;
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) copied = G_VALUE_INIT;
  const double *copied_elements;

  g_value_init (&owner, G_TYPE_BOOLEAN);
  take_boxed (&value, NOOB_TYPE_ARRAY,
              noob_array_new_in_place ("<f8", &length, 1, elements, sizeof elements, &owner, NULL));
  copy (&value, &copied);
  elements[1] = 3.0;

  copied_elements = noob_array_get_data (g_value_get_boxed (&copied));
  g_assert_cmpfloat (copied_elements[1], ==, 2.0);
}

static void
test_tagged_values_are_copied (void)
{
  g_auto (GValue) content = G_VALUE_INIT;
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) copied = G_VALUE_INIT;
  NoobRecord *record = init_nested_record (&content);

  take_boxed (&value, NOOB_TYPE_TAGGED, noob_tagged_new ("test.kind", &content));
  copy (&value, &copied);
  noob_record_set_int64 (record, "n", 2);

  g_assert_cmpstr (noob_tagged_get_tag (g_value_get_boxed (&copied)), ==, "test.kind");
  g_assert_cmpfloat (
    noob_record_get_number (
      get_nested_record (noob_tagged_get_content (g_value_get_boxed (&copied))), "n"), ==, 1.0);
}

static void
test_what_has_no_form_is_not_copied (void)
{
  g_auto (GValue) object = G_VALUE_INIT;
  g_auto (GValue) outer = G_VALUE_INIT;
  NoobRecord *record = noob_record_new ();

  g_value_init (&object, G_TYPE_OBJECT);
  g_value_take_object (&object, g_object_new (G_TYPE_OBJECT, NULL));
  assert_copying_fails (&object, "GObject");

  noob_record_set_value (record, "inner", &object);
  take_boxed (&outer, NOOB_TYPE_RECORD, record);
  assert_copying_fails (&outer, "inner: ");
}

static void
test_records_in_themselves_are_not_copied (void)
{
  g_auto (GValue) value = G_VALUE_INIT;
  NoobRecord *record = noob_record_new ();

  take_boxed (&value, NOOB_TYPE_RECORD, record);
  noob_record_set_value (record, "self", &value);
  assert_copying_fails (&value, "nested more than");
  noob_record_clear (record);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/codec-copy/random", test_random_copies);
  g_test_add_func ("/codec-copy/shared/what-never-changes", test_what_never_changes_is_shared);
  g_test_add_func ("/codec-copy/shared/variants", test_variants_are_shared);
  g_test_add_func ("/codec-copy/copied/records", test_records_are_copied);
  g_test_add_func ("/codec-copy/copied/values-of-events", test_values_of_events_are_copied);
  g_test_add_func ("/codec-copy/copied/arrays-in-foreign-memory",
                   test_arrays_in_foreign_memory_are_copied);
  g_test_add_func ("/codec-copy/copied/tagged-values", test_tagged_values_are_copied);
  g_test_add_func ("/codec-copy/refused/no-form", test_what_has_no_form_is_not_copied);
  g_test_add_func ("/codec-copy/refused/records-in-themselves",
                   test_records_in_themselves_are_not_copied);

  return g_test_run ();
}
