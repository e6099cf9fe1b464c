/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The binary messages: what is written is what is read, and what is damaged does no harm. */

#include <noob.h>

#include "core/noob-event-private.h"
#include "damage.h"
#include "frames-fixture.h"
#include "graph/noob-wiring-private.h"
#include "zmq/noob-batch-private.h"
#include "zmq/noob-command-private.h"
#include "zmq/noob-wire-private.h"

static const char *const signal_names[] = { "value", "rest", NULL };

/* What one event is to be. */
static NoobEvent *
make_event (const char   *signal,
            NoobEpoch    *epoch,
            const GValue *value)
{
  return noob_event_new ("wire_a", signal, epoch, value);
}

static void
add (NoobBatchWriter *writer,
     NoobEpoch       *run_epoch,
     guint            signal,
     NoobEvent       *event)
{
  g_autoptr (GVariant) payload = NULL;

  if (noob_event_has_value (event))
    payload = noob_codec_encode (noob_event_get_value (event), NULL);
  noob_batch_writer_add (writer, run_epoch, signal, event, payload);
}

static GPtrArray *
finish (NoobBatchWriter *writer,
        const char      *topic,
        gboolean         has_payloads)
{
  GPtrArray *parts = noob_batch_writer_finish (writer, has_payloads);

  g_ptr_array_insert (parts, 0, noob_topic_new (topic));

  return parts;
}

/* Of several calls: in a root epoch, in subepochs of it, and in the next root epoch; small and
 * large values, of several types, and a NoEvent. */
static GPtrArray *
make_events (void)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_event_unref);
  g_autoptr (NoobEpoch) root = noob_epoch_new (7);
  g_autoptr (NoobEpoch) next = noob_epoch_new (8);
  g_autofree char *long_text = g_strnfill (3 * NOOB_WIRE_LARGE, 'x');
  g_auto (GValue) number = G_VALUE_INIT;
  g_auto (GValue) text = G_VALUE_INIT;
  g_auto (GValue) real = G_VALUE_INIT;

  g_value_init (&number, G_TYPE_INT64);
  g_value_set_int64 (&number, -5);
  g_value_init (&text, G_TYPE_STRING);
  g_value_set_string (&text, long_text);
  g_value_init (&real, G_TYPE_DOUBLE);
  g_value_set_double (&real, 1.5);

  g_ptr_array_add (events, make_event ("value", root, &number));
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (NoobEpoch) child = noob_epoch_child (root, "wire_a", i);
      g_autoptr (NoobEpoch) grandchild = noob_epoch_child (child, "wire_b", i + 40);

      g_ptr_array_add (events, make_event ("value", child, i == 1 ? &text : &real));
      g_ptr_array_add (events, make_event ("value", grandchild, &number));
    }
  g_ptr_array_add (events, make_event ("value", next, NULL));
  g_ptr_array_add (events, make_event ("value", next, &text));
  g_ptr_array_add (events, make_event ("value", next, &real));

  return events;
}

static GPtrArray *
write_events (GPtrArray *events,
              gboolean   has_payloads)
{
  NoobBatchWriter *writer = noob_batch_writer_new ("wire_a");
  GPtrArray *parts;

  for (guint i = 0; i < events->len; i++)
    {
      NoobEpoch *epoch = noob_event_get_epoch (events->pdata[i]);
      NoobEpoch *parent = noob_epoch_get_parent (epoch);

      add (writer, parent != NULL ? parent : epoch, 0, events->pdata[i]);
    }
  g_assert_false (noob_batch_writer_is_empty (writer));
  parts = finish (writer, has_payloads ? "s/wire_a/value" : "h", has_payloads);
  g_assert_true (noob_batch_writer_is_empty (writer));
  noob_batch_writer_free (writer);

  return parts;
}

static void
assert_same_event (NoobEvent *read,
                   NoobEvent *written)
{
  const GValue *a = noob_event_get_value (read);
  const GValue *b = noob_event_get_value (written);

  g_assert_cmpuint (noob_event_get_id (read), ==, noob_event_get_id (written));
  g_assert_cmpint (noob_event_get_timestamp (read), ==, noob_event_get_timestamp (written));
  g_assert_true (noob_epoch_equal (noob_event_get_epoch (read), noob_event_get_epoch (written)));
  g_assert_cmpstr (G_VALUE_TYPE_NAME (a), ==, G_VALUE_TYPE_NAME (b));
  if (G_VALUE_HOLDS_STRING (a))
    g_assert_cmpstr (g_value_get_string (a), ==, g_value_get_string (b));
  else if (G_VALUE_HOLDS_INT64 (a))
    g_assert_cmpint (g_value_get_int64 (a), ==, g_value_get_int64 (b));
  else
    g_assert_cmpfloat (g_value_get_double (a), ==, g_value_get_double (b));
}

static void
test_values (FramesFixture *fixture,
             gconstpointer  data)
{
  g_autoptr (GPtrArray) events = make_events ();
  g_autoptr (GPtrArray) parts = write_events (events, TRUE);
  g_auto (NoobBatchReader) batch = { NULL, };
  g_autoptr (GError) error = NULL;

  noob_batch_reader_init (&batch, frames_fixture_pass (fixture, parts), 1, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (batch.node_id, ==, "wire_a");
  g_assert_cmpuint (batch.n_events, ==, events->len);

  for (guint i = 0; i < events->len; i++)
    {
      NoobEvent *written = events->pdata[i];
      g_autoptr (NoobEvent) read = NULL;

      g_assert_cmpint (batch.events[i].type != 0, ==, noob_event_has_value (written));
      if (batch.events[i].type == 0)
        continue;
      read = noob_batch_reader_next_event (&batch, &batch.events[i], g_intern_string ("wire_a"),
                                           g_intern_string ("value"), &error);
      g_assert_no_error (error);
      assert_same_event (read, written);
    }
}

static void
test_headers (FramesFixture *fixture,
              gconstpointer  data)
{
  g_autoptr (GPtrArray) events = make_events ();
  g_autoptr (GPtrArray) parts = write_events (events, FALSE);
  g_auto (NoobBatchReader) batch = { NULL, };
  g_autoptr (GError) error = NULL;

  noob_batch_reader_init (&batch, frames_fixture_pass (fixture, parts), 1, FALSE, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < events->len; i++)
    {
      NoobEpoch *epoch = noob_event_get_epoch (events->pdata[i]);
      NoobEpoch *parent = noob_epoch_get_parent (epoch);

      g_assert_true (noob_epoch_equal (noob_batch_reader_get_epoch (&batch, &batch.events[i]),
                                       epoch));
      g_assert_true (noob_epoch_equal (noob_batch_reader_get_run_epoch (&batch, &batch.events[i]),
                                       parent != NULL ? parent : epoch));
    }
}

static void
test_signals (FramesFixture *fixture,
              gconstpointer  data)
{
  NoobBatchWriter *writer = noob_batch_writer_new ("wire_a");
  g_autoptr (NoobEpoch) root = noob_epoch_new (0);
  g_autoptr (NoobEvent) event = make_event ("rest", root, NULL);
  g_autoptr (GPtrArray) parts = NULL;
  g_auto (NoobBatchReader) batch = { NULL, };
  g_autoptr (GError) error = NULL;

  noob_batch_writer_add (writer, root, 1, event, NULL);
  parts = finish (writer, "h", FALSE);
  noob_batch_writer_free (writer);

  g_assert_true (
    noob_batch_reader_init (&batch, frames_fixture_pass (fixture, parts), 1, FALSE, &error));
  g_assert_true (noob_batch_reader_check_signals (&batch, 2, &error));
  g_assert_false (noob_batch_reader_check_signals (&batch, 1, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL);
}

/* A node wire_a that wire_b depends on, as wire_b sees it. */
static NoobScheduler *
make_scheduler (void)
{
  g_autoptr (NoobWiring) wiring = noob_wiring_new ();
  NoobScheduler *scheduler;

  noob_wiring_add_node (wiring, "wire_a", 0);
  noob_wiring_add_node (wiring, "wire_b", 0);
  g_ptr_array_add (wiring->edges, noob_edge_new ("wire_a", "value", "wire_b", "in", TRUE));
  g_ptr_array_add (wiring->edges, noob_edge_new ("wire_a", "rest", "wire_b", "rest", FALSE));
  scheduler = noob_wiring_create_scheduler (wiring, NULL);
  noob_scheduler_set_epoch_limit (scheduler, 0);

  return scheduler;
}

/* Reads all there is to read of a batch. */
static void
read_batch (NoobBatchReader *batch,
            gboolean         has_payloads,
            NoobScheduler   *scheduler)
{
  for (guint i = 0; has_payloads && i < batch->n_events; i++)
    {
      g_autoptr (NoobEvent) event = NULL;

      if (batch->events[i].type != 0)
        event = noob_batch_reader_next_event (batch, &batch->events[i], g_intern_string ("wire_a"),
                                              g_intern_string ("value"), NULL);
    }

  if (noob_batch_reader_check_signals (batch, G_N_ELEMENTS (signal_names) - 1, NULL) &&
      g_str_equal (batch->node_id, "wire_a"))
    noob_batch_reader_tell (batch, scheduler, signal_names);
}

static void
test_damaged_batch (FramesFixture *fixture,
                    gconstpointer  data)
{
  gboolean has_payloads = GPOINTER_TO_INT (data);
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  g_autoptr (GPtrArray) events = make_events ();
  g_autoptr (GPtrArray) parts = write_events (events, has_payloads);
  g_autoptr (NoobScheduler) scheduler = make_scheduler ();

  for (guint n = 0; n < 20000; n++)
    {
      g_autoptr (GPtrArray) damaged = damage_parts (parts, random);
      g_auto (NoobBatchReader) batch = { NULL, };
      g_autoptr (GError) error = NULL;

      if (n % 100 == 0)
        noob_scheduler_clear (scheduler);
      if (noob_batch_reader_init (&batch, frames_fixture_pass (fixture, damaged), 1, has_payloads,
                                  &error))
        read_batch (&batch, has_payloads, scheduler);
      else
        g_assert_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL);
    }
}

static void
test_missing_frames (FramesFixture *fixture,
                     gconstpointer  data)
{
  g_autoptr (GPtrArray) events = make_events ();
  g_autoptr (GPtrArray) parts = write_events (events, TRUE);

  for (; parts->len > 1; g_ptr_array_set_size (parts, (gint) parts->len - 1))
    {
      g_auto (NoobBatchReader) batch = { NULL, };
      g_autoptr (GError) error = NULL;
      gboolean whole = parts->len == 5; /* topic, header, small values, two large ones */

      g_assert_cmpint (
        noob_batch_reader_init (&batch, frames_fixture_pass (fixture, parts), 1, TRUE, &error), ==,
        whole);
    }
}

/* Commands. */

static void
pass_command (FramesFixture *fixture,
              GPtrArray     *parts,
              NoobCommand   *command)
{
  g_autoptr (GPtrArray) taken = parts;
  g_autoptr (GError) error = NULL;

  g_ptr_array_insert (taken, 0, noob_topic_new (NOOB_TOPIC_DATA));
  noob_command_read (frames_fixture_pass (fixture, taken), 1, command, &error);
  g_assert_no_error (error);
}

static NoobRecord *
make_inputs (void)
{
  NoobRecord *inputs = noob_record_new ();

  noob_record_set_int64 (inputs, "n", 3);
  noob_record_set_string (inputs, "path", "/tmp");
  noob_record_set_null (inputs, "nothing");

  return inputs;
}

static void
test_process_command (FramesFixture *fixture,
                      gconstpointer  data)
{
  g_autoptr (NoobRecord) inputs = make_inputs ();
  g_auto (NoobCommand) command = { 0, };

  pass_command (fixture, noob_command_write_process (G_MAXUINT64, inputs, NULL), &command);
  g_assert_cmpint (command.kind, ==, NOOB_COMMAND_PROCESS);
  g_assert_cmpuint (command.first, ==, G_MAXUINT64);
  g_assert_true (noob_record_equal (command.inputs, inputs));
}

static void
test_start_and_stop_commands (FramesFixture *fixture,
                              gconstpointer  data)
{
  g_auto (NoobCommand) start = { 0, };
  g_auto (NoobCommand) stop = { 0, };

  pass_command (fixture, noob_command_write_start (3, 10), &start);
  g_assert_cmpint (start.kind, ==, NOOB_COMMAND_START);
  g_assert_cmpuint (start.first, ==, 3);
  g_assert_cmpuint (start.limit, ==, 10);

  pass_command (fixture, noob_command_write_stop (7), &stop);
  g_assert_cmpint (stop.kind, ==, NOOB_COMMAND_STOP);
  g_assert_cmpuint (stop.first, ==, 7);
}

static void
test_epoch_ended_command (FramesFixture *fixture,
                          gconstpointer  data)
{
  const guint64 roots[] = { 1, 5, G_MAXUINT64 };
  g_auto (NoobCommand) command = { 0, };

  pass_command (fixture, noob_command_write_epoch_ended (roots, G_N_ELEMENTS (roots)), &command);
  g_assert_cmpint (command.kind, ==, NOOB_COMMAND_EPOCH_ENDED);
  g_assert_cmpmem (command.numbers->data, command.numbers->len * sizeof (guint64), roots, sizeof roots);
}

static void
test_damaged_command (FramesFixture *fixture,
                      gconstpointer  data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  g_autoptr (NoobRecord) inputs = make_inputs ();
  g_autoptr (GPtrArray) parts = noob_command_write_process (1, inputs, NULL);

  g_ptr_array_insert (parts, 0, noob_topic_new (NOOB_TOPIC_DATA));
  for (guint n = 0; n < 20000; n++)
    {
      g_autoptr (GPtrArray) damaged = damage_parts (parts, random);
      g_auto (NoobCommand) command = { 0, };
      g_autoptr (GError) error = NULL;

      if (!noob_command_read (frames_fixture_pass (fixture, damaged), 1, &command, &error))
        g_assert_nonnull (error);
    }
}

static void
test_topics (void)
{
  g_autoptr (GBytes) value = noob_topic_new_for_signal ("a", "value");
  g_autoptr (GBytes) hello = noob_topic_new_for_hello ("a", 12);

  g_assert_cmpmem (g_bytes_get_data (value, NULL), g_bytes_get_size (value), "s/a/value", 10);
  g_assert_cmpmem (g_bytes_get_data (hello, NULL), g_bytes_get_size (hello), "z/a/12", 7);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_intern_static_string ("wire_a");
  g_intern_static_string ("wire_b");

#define add_test(path, data, func)                                                                 \
  g_test_add (path, FramesFixture, data, frames_fixture_set_up, func, frames_fixture_tear_down)

  g_test_add_func ("/wire/topics", test_topics);
  add_test ("/wire/batch/values", NULL, test_values);
  add_test ("/wire/batch/headers", NULL, test_headers);
  add_test ("/wire/batch/signals", NULL, test_signals);
  add_test ("/wire/batch/damaged-values", GINT_TO_POINTER (TRUE), test_damaged_batch);
  add_test ("/wire/batch/damaged-headers", GINT_TO_POINTER (FALSE), test_damaged_batch);
  add_test ("/wire/batch/missing-frames", NULL, test_missing_frames);
  add_test ("/wire/command/process", NULL, test_process_command);
  add_test ("/wire/command/start-and-stop", NULL, test_start_and_stop_commands);
  add_test ("/wire/command/epoch-ended", NULL, test_epoch_ended_command);
  add_test ("/wire/command/damaged", NULL, test_damaged_command);

  return g_test_run ();
}
