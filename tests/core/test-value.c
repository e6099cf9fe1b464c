/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gio/gio.h>
#include <gobject/gvaluecollector.h>
#include <math.h>

#include "core/noob-list.h"
#include "core/noob-record.h"
#include "core/noob-slot.h"
#include "core/noob-value.h"

typedef struct
{
  GValue      value;
  const char *kind;
  gboolean    truth;
} Sample;

static GArray *
new_samples (void)
{
  return g_array_new (FALSE, TRUE, sizeof (Sample));
}

static void
free_samples (GArray *samples)
{
  for (guint i = 0; i < samples->len; i++)
    {
      Sample *sample = &g_array_index (samples, Sample, i);

      if (G_VALUE_TYPE (&sample->value) != G_TYPE_INVALID)
        g_value_unset (&sample->value);
    }
  g_array_unref (samples);
}

/* Adds what is given in varargs as g_object_set() takes it. */
static void
add_sample (GArray     *samples,
            const char *kind,
            gboolean    truth,
            GType       type,
            ...)
{
  Sample sample = { G_VALUE_INIT, kind, truth };
  g_autofree char *problem = NULL;
  va_list args;

  va_start (args, type);
  G_VALUE_COLLECT_INIT (&sample.value, type, args, 0, &problem);
  va_end (args);
  g_assert_null (problem);

  g_array_append_val (samples, sample);
}

/* No two of these are equal. */
static GArray *
make_samples (void)
{
  static const guint8 data[] = { 1, 2, 3 };
  static const char *const no_strings[] = { NULL };
  static const char *const strings[] = { "a", NULL };
  GArray *samples = new_samples ();
  g_autoptr (GBytes) no_bytes = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) bytes = g_bytes_new (data, sizeof data);
  g_autoptr (NoobList) no_list = noob_list_new_strv (no_strings);
  g_autoptr (NoobList) list = noob_list_new_strv (strings);
  g_autoptr (NoobRecord) no_record = noob_record_new ();
  g_autoptr (NoobRecord) record = noob_record_new ();
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (5);
  g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_int32 (5));
  g_autoptr (GCancellable) object = g_cancellable_new ();
  g_autoptr (NoobSlot) slot = noob_slot_new ("a", 0, NULL);

  noob_record_set_null (record, "a");

  add_sample (samples, "null", FALSE, G_TYPE_POINTER, NULL);
  add_sample (samples, "no event", FALSE, NOOB_TYPE_NO_EVENT, NOOB_NO_EVENT);
  add_sample (samples, "a boolean", FALSE, G_TYPE_BOOLEAN, FALSE);
  add_sample (samples, "a boolean", TRUE, G_TYPE_BOOLEAN, TRUE);
  add_sample (samples, "an integer", FALSE, G_TYPE_INT64, (gint64) 0);
  add_sample (samples, "an integer", TRUE, G_TYPE_INT, 1);
  add_sample (samples, "an integer", TRUE, G_TYPE_INT64, (gint64) -1);
  add_sample (samples, "an integer", TRUE, G_TYPE_UINT64, G_MAXUINT64);
  add_sample (samples, "a real number", FALSE, G_TYPE_DOUBLE, 0.0);
  add_sample (samples, "a real number", TRUE, G_TYPE_DOUBLE, 1.0);
  add_sample (samples, "a real number", TRUE, G_TYPE_DOUBLE, NAN);
  add_sample (samples, "a string", FALSE, G_TYPE_STRING, "");
  add_sample (samples, "a string", TRUE, G_TYPE_STRING, "0");
  add_sample (samples, "an array of strings", FALSE, G_TYPE_STRV, no_strings);
  add_sample (samples, "an array of strings", TRUE, G_TYPE_STRV, strings);
  add_sample (samples, "bytes", FALSE, G_TYPE_BYTES, no_bytes);
  add_sample (samples, "bytes", TRUE, G_TYPE_BYTES, bytes);
  add_sample (samples, "a list", FALSE, NOOB_TYPE_LIST, no_list);
  add_sample (samples, "a list", TRUE, NOOB_TYPE_LIST, list);
  add_sample (samples, "a record", FALSE, NOOB_TYPE_RECORD, no_record);
  add_sample (samples, "a record", TRUE, NOOB_TYPE_RECORD, record);
  add_sample (samples, "a time", TRUE, G_TYPE_DATE_TIME, time);
  add_sample (samples, "a variant", TRUE, G_TYPE_VARIANT, variant);
  add_sample (samples, "a value of type GCancellable", TRUE, G_TYPE_OBJECT, object);
  add_sample (samples, "a value of type NoobSlot", TRUE, NOOB_TYPE_SLOT, slot);
  add_sample (samples, "a value of type gpointer", TRUE, G_TYPE_POINTER, object);

  return samples;
}

static void
test_describe (void)
{
  GArray *samples = make_samples ();

  for (guint i = 0; i < samples->len; i++)
    {
      Sample *sample = &g_array_index (samples, Sample, i);

      g_assert_cmpstr (noob_value_describe (&sample->value), ==, sample->kind);
    }

  free_samples (samples);
}

static void
test_truth (void)
{
  GArray *samples = make_samples ();

  for (guint i = 0; i < samples->len; i++)
    {
      Sample *sample = &g_array_index (samples, Sample, i);

      g_assert_cmpint (noob_value_is_true (&sample->value), ==, sample->truth);
    }

  free_samples (samples);
}

static void
test_different_values_are_not_equal (void)
{
  GArray *samples = make_samples ();

  for (guint i = 0; i < samples->len; i++)
    {
      for (guint j = 0; j < samples->len; j++)
        {
          const GValue *value = &g_array_index (samples, Sample, i).value;
          const GValue *other = &g_array_index (samples, Sample, j).value;

          g_assert_cmpint (noob_value_equal (value, other), ==, i == j);
        }
    }

  free_samples (samples);
}

static void
test_equal_by_content (void)
{
  GArray *samples = make_samples ();
  GArray *again = make_samples ();

  for (guint i = 0; i < samples->len; i++)
    {
      Sample *sample = &g_array_index (samples, Sample, i);
      gboolean by_identity = g_str_has_prefix (sample->kind, "a value of type");

      g_assert_cmpint (noob_value_equal (&sample->value, &g_array_index (again, Sample, i).value),
                       ==, !by_identity);
    }

  free_samples (samples);
  free_samples (again);
}

static void
test_integers_of_all_types_are_equal (void)
{
  GArray *samples = new_samples ();

  add_sample (samples, NULL, TRUE, G_TYPE_CHAR, 5);
  add_sample (samples, NULL, TRUE, G_TYPE_UCHAR, 5);
  add_sample (samples, NULL, TRUE, G_TYPE_INT, 5);
  add_sample (samples, NULL, TRUE, G_TYPE_UINT, 5);
  add_sample (samples, NULL, TRUE, G_TYPE_LONG, 5L);
  add_sample (samples, NULL, TRUE, G_TYPE_ULONG, 5UL);
  add_sample (samples, NULL, TRUE, G_TYPE_INT64, (gint64) 5);
  add_sample (samples, NULL, TRUE, G_TYPE_UINT64, (guint64) 5);
  add_sample (samples, NULL, TRUE, NOOB_TYPE_SLOT_FLAGS, 5);

  for (guint i = 0; i < samples->len; i++)
    {
      for (guint j = 0; j < samples->len; j++)
        g_assert_true (noob_value_equal (&g_array_index (samples, Sample, i).value,
                                         &g_array_index (samples, Sample, j).value));
      g_assert_cmpstr (noob_value_describe (&g_array_index (samples, Sample, i).value), ==,
                       "an integer");
    }

  free_samples (samples);
}

static void
test_no_wrap_between_signs (void)
{
  GArray *samples = new_samples ();

  add_sample (samples, NULL, TRUE, G_TYPE_INT64, (gint64) -1);
  add_sample (samples, NULL, TRUE, G_TYPE_UINT64, G_MAXUINT64);
  g_assert_false (noob_value_equal (&g_array_index (samples, Sample, 0).value,
                                    &g_array_index (samples, Sample, 1).value));

  free_samples (samples);
}

static void
test_null (void)
{
  static const GType types[] = { G_TYPE_STRING, G_TYPE_OBJECT, G_TYPE_VARIANT, G_TYPE_POINTER };
  GValue nothing = G_VALUE_INIT;

  g_assert_true (noob_value_is_null (&nothing));
  g_assert_cmpstr (noob_value_describe (&nothing), ==, "null");
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      g_value_init (&value, types[i]);
      g_assert_true (noob_value_is_null (&value));
      g_assert_false (noob_value_is_true (&value));
      g_assert_true (noob_value_equal (&value, &nothing));
    }
}

static void
test_set_whatever_it_holds (void)
{
  g_auto (GValue) value = G_VALUE_INIT;

  noob_value_set_null (&value);
  g_assert_true (noob_value_is_null (&value));
  g_value_unset (&value);

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, "freed");
  noob_value_set_no_event (&value);
  g_assert_true (noob_value_is_no_event (&value));
  g_assert_true (g_value_get_boxed (&value) == NOOB_NO_EVENT);
  g_assert_false (noob_value_is_null (&value));

  noob_value_set_null (&value);
  g_assert_false (noob_value_is_no_event (&value));
}

static void
test_no_event_is_one (void)
{
  NoobNoEvent *copy = g_boxed_copy (NOOB_TYPE_NO_EVENT, NOOB_NO_EVENT);

  g_assert_true (copy == NOOB_NO_EVENT);
  g_boxed_free (NOOB_TYPE_NO_EVENT, copy);
  g_assert_true (noob_no_event_get () == NOOB_NO_EVENT);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/value/describe", test_describe);
  g_test_add_func ("/value/truth", test_truth);
  g_test_add_func ("/value/equal/not-when-different", test_different_values_are_not_equal);
  g_test_add_func ("/value/equal/by-content", test_equal_by_content);
  g_test_add_func ("/value/equal/integers-of-all-types", test_integers_of_all_types_are_equal);
  g_test_add_func ("/value/equal/no-wrap-between-signs", test_no_wrap_between_signs);
  g_test_add_func ("/value/null", test_null);
  g_test_add_func ("/value/set-whatever-it-holds", test_set_whatever_it_holds);
  g_test_add_func ("/value/no-event-is-one", test_no_event_is_one);

  return g_test_run ();
}
