/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Node runners that an application makes, and whose node it may do the work of. */

#include "by-hand-fixture.h"

#include "zmq/noob-command-node-parts-private.h"
#include "zmq/noob-message-private.h"

#define CHAIN \
  "input: {x: {scope: process, default: 1}}\n" \
  "nodes:\n" \
  "  a: {type: note, depends: [value: input.x]}\n" \
  "  b: {type: note, depends: [value: a.value]}\n"

#define STATEFUL \
  "input: {x: {scope: process, default: 1}}\n" \
  "nodes:\n" \
  "  a: {type: note, depends: [value: input.x], stateful: true}\n" \
  "  b: {type: note, depends: [value: a.value]}\n"

#define LOADED \
  "nodes:\n" \
  "  a: {type: Tests.twelve}\n" \
  "  b: {type: note, depends: [value: a.value]}\n"

static const char *const both[] = { "a", "b", NULL };

/* Makes one without a bootstrap; @spec and @inputs may be NULL. */
static NoobNodeRunner *
make_runner (ByHand                *self,
             const char            *node_id,
             NoobNodeSpecification *spec,
             NoobRecord            *inputs)
{
  return g_object_new (
    NOOB_TYPE_NODE_RUNNER, "node-id", node_id, "runner-id", "by-hand", "token",
    noob_command_node_get_node_token (self->command, node_id), "command-outbox",
    noob_command_node_get_pub_address (self->command), "command-router",
    noob_command_node_get_router_address (self->command), "outbox-address",
    noob_command_node_get_node_address (self->command, node_id), "protocol", "ipc", "spec", spec,
    "inputs", inputs, "edges", noob_tube_get_edges (self->tube), NULL);
}

static NoobNodeSpecification *
find_spec (ByHand     *self,
           const char *node_id)
{
  return noob_tube_specification_get_node (noob_tube_get_specification (self->tube), node_id);
}

static void
await_ready (ByHand *self)
{
  g_autoptr (GError) error = NULL;

  by_hand_announce (self, 2);
  noob_command_node_await_ready (self->command, both, 60000, &error);
  g_assert_no_error (error);
}

static void
note_property (NoobNodeRunner *runner,
               GParamSpec     *pspec,
               GString        *notes)
{
  g_string_append_printf (notes, "%s ", pspec->name);
}

static void
note_message (NoobNodeRunner *runner,
              NoobMessage    *message,
              GString        *notes)
{
  const char *type = noob_message_type_to_string (noob_message_get_message_type (message));

  g_assert_cmpstr (noob_message_get_node_id (message), ==, "tube");
  g_string_append_printf (notes, "%s ", type);
}

static guint
count_edges (NoobNodeRunner *runner)
{
  g_autoptr (GPtrArray) depends = NULL;

  g_object_get (runner, "depends", &depends, NULL);
  return depends->len;
}

/* Made by its properties. */

static void
test_properties (ByHand        *self,
                 gconstpointer  data)
{
  g_autoptr (NoobRecord) inputs = noob_record_new ();
  g_autofree char *address = NULL;
  g_auto (GStrv) sources = NULL;
  NoobNodeRunner *a;
  NoobNodeRunner *b;

  noob_record_set_int64 (inputs, "x", 7);
  a = make_runner (self, "a", find_spec (self, "a"), inputs);
  b = make_runner (self, "b", NULL, NULL);

  /* Known from what it was given, before anything runs. */
  g_assert_cmpint (noob_node_runner_get_status (a), ==, NOOB_NODE_STATUS_STOPPED);
  g_assert_true (noob_node_runner_get_spec (a) == find_spec (self, "a"));
  g_assert_null (noob_node_runner_get_spec (b));
  g_object_get (b, "subscribes-to", &sources, "outbox-address", &address, NULL);
  g_assert_cmpuint (g_strv_length (sources), ==, 1);
  g_assert_cmpstr (sources[0], ==, "a");
  g_assert_cmpstr (address, ==, noob_command_node_get_node_address (self->command, "b"));
  g_assert_cmpuint (count_edges (b), ==, 1);
  g_assert_true (noob_node_runner_get_has_input (a));
  g_assert_false (noob_node_runner_get_has_input (b));

  by_hand_run_node (self, a);
  by_hand_run_node (self, b);
  await_ready (self);
  by_hand_process (self, 0, 5);
  by_hand_until (self, strstr (self->events->str, "b=0"));

  g_assert_cmpstr (noob_node_specification_get_id (noob_node_runner_get_spec (b)), ==, "b");
  g_assert_true (noob_node_runner_get_inputs (a) == inputs);
}

/* Of an asset that is stored. */
#define STORED \
  "assets:\n" \
  "  t: {type: tick, scope: runner, depends: b.value}\n" \
  "nodes:\n" \
  "  a: {type: note, depends: [value: assets.t]}\n" \
  "  b: {type: note, depends: [value: a.value]}\n"

/* Three nodes that use it one after the other. */
static NoobNodeRunner *
new_of_generations (ByHand     *self,
                    const char *node_id)
{
  g_autoptr (NoobRecord) generations = noob_record_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  noob_value_from_json (&value, "[[\"x\"], [\"a\", \"y\"], [\"z\"]]", -1, &error);
  g_assert_no_error (error);
  noob_record_set_value (generations, "t", &value);

  return g_object_new (
    NOOB_TYPE_NODE_RUNNER, "node-id", node_id, "edges", noob_tube_get_edges (self->tube),
    "asset-specs", noob_tube_specification_get_assets (noob_tube_get_specification (self->tube)),
    "asset-generations", generations, NULL);
}

static void
assert_assets (NoobNodeRunner *runner,
               const char     *made,
               const char     *published,
               const char     *received,
               const char     *heard)
{
  g_auto (GStrv) inits = NULL, publishes = NULL, sources = NULL;
  g_autoptr (NoobRecord) receives = NULL;
  g_autofree char *inits_text = NULL, *publishes_text = NULL, *sources_text = NULL, *json = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  g_object_get (runner, "inits-assets", &inits, "publishes-assets", &publishes,
                "receives-assets-from", &receives, "subscribes-to", &sources, NULL);
  g_assert_cmpstr (inits_text = g_strjoinv (" ", inits), ==, made);
  g_assert_cmpstr (publishes_text = g_strjoinv (" ", publishes), ==, published);
  g_assert_cmpstr (sources_text = g_strjoinv (" ", sources), ==, heard);
  g_value_init (&value, NOOB_TYPE_RECORD);
  g_value_set_boxed (&value, receives);
  json = noob_value_to_json (&value, FALSE, NULL);
  g_assert_cmpstr (json, ==, received);
}

static void
test_assets_as_given (ByHand        *self,
                      gconstpointer  data)
{
  g_autoptr (NoobNodeRunner) first = new_of_generations (self, "x");
  g_autoptr (NoobNodeRunner) second = new_of_generations (self, "a");
  g_autoptr (NoobNodeRunner) third = new_of_generations (self, "z");

  assert_assets (first, "t", "t", "{}", "b");
  assert_assets (second, "", "t", "{\"t\":[\"x\"]}", "b");
  assert_assets (third, "", "", "{\"t\":[\"a\",\"y\"]}", "a b");
}

static void
test_assets_as_told (ByHand        *self,
                     gconstpointer  data)
{
  NoobNodeRunner *a = by_hand_new_runner (self, "a");
  NoobNodeRunner *b = by_hand_new_runner (self, "b");
  g_autoptr (NoobRecord) generations = NULL;

  g_assert_null (noob_node_runner_get_asset_specs (a));
  g_assert_null (noob_node_runner_get_asset_generations (a));
  by_hand_run_node (self, a);
  by_hand_run_node (self, b);
  await_ready (self);

  g_assert_cmpuint (noob_node_runner_get_asset_specs (a)->len, ==, 1);
  g_assert_cmpuint (noob_node_runner_get_asset_specs (b)->len, ==, 0);
  generations = noob_node_runner_get_asset_generations (b);
  g_assert_true (noob_record_has (generations, "t"));
  assert_assets (a, "t", "", "{}", "b");
  assert_assets (b, "", "", "{}", "a");
}

static void
test_missing_property (ByHand        *self,
                       gconstpointer  data)
{
  g_autoptr (NoobNodeRunner) bare = g_object_new (NOOB_TYPE_NODE_RUNNER, "node-id", "a", NULL);
  g_autoptr (NoobNodeRunner) other =
    g_object_new (NOOB_TYPE_NODE_RUNNER, "node-id", "b", "spec", find_spec (self, "a"), NULL);
  g_autoptr (NoobNodeRunner) far = g_object_new (NOOB_TYPE_NODE_RUNNER, "protocol", "tcp", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_node_runner_run (bare, &error));
  assert_by_hand_error (error, NOOB_ERROR_STATE, "*without \"token\"*");
  g_clear_error (&error);
  g_assert_false (noob_node_runner_run (other, &error));
  assert_by_hand_error (error, NOOB_ERROR_INPUT, "*of node \"a\"*of \"b\"*");
  g_clear_error (&error);
  g_assert_false (noob_node_runner_run (far, &error));
  assert_by_hand_error (error, NOOB_ERROR_FAILED, "*\"tcp\"*\"ipc\"*");
}

static void
test_run_twice (ByHand        *self,
                gconstpointer  data)
{
  NoobNodeRunner *runner = by_hand_new_runner (self, "a");
  g_autoptr (GError) error = NULL;

  by_hand_run_node (self, runner);
  g_assert_false (noob_node_runner_run (runner, &error));
  assert_by_hand_error (error, NOOB_ERROR_STATE, "*was run before*");
}

static void
test_wrong_bootstrap (ByHand        *self,
                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (noob_node_runner_new_from_bootstrap ("{}", &error));
  assert_by_hand_error (error, NOOB_ERROR_PROTOCOL, "*");
}

/* What it tells of itself. */

static void
test_notify (ByHand        *self,
             gconstpointer  data)
{
  g_autoptr (GString) notes = g_string_new (NULL);
  NoobNodeRunner *b = by_hand_new_runner (self, "b");

  g_signal_connect (b, "notify", G_CALLBACK (note_property), notes);
  by_hand_run_node (self, by_hand_new_runner (self, "a"));
  by_hand_run_node (self, b);
  await_ready (self);

  g_assert_true (g_pattern_match_simple (
    "spec inputs asset-specs *status *edges *depends *subscribes-to *has-input *status ", notes->str));
  g_string_truncate (notes, 0);
  noob_command_node_deinitialize (self->command);
  by_hand_until (self, noob_node_runner_get_status (b) == NOOB_NODE_STATUS_CLOSED);
  g_assert_cmpstr (notes->str, ==, "status ");
}

static void
test_messages (ByHand        *self,
               gconstpointer  data)
{
  static const char *const types[] = {
    "spec", "announce", "ping", "process", "start", "epoch_ended", "stop", "deinit",
  };
  g_autoptr (NoobEpoch) later = noob_epoch_new (9);
  g_autoptr (GString) notes = g_string_new (NULL);
  NoobNodeRunner *b = by_hand_new_runner (self, "b");

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *detail = g_strconcat ("message::", types[i], NULL);

      g_signal_connect (b, detail, G_CALLBACK (note_message), notes);
    }
  by_hand_run_node (self, by_hand_new_runner (self, "a"));
  by_hand_run_node (self, b);
  await_ready (self);

  noob_command_node_ping (self->command);
  by_hand_process (self, 0, 5);
  noob_command_node_start (self->command, 1, 1, NULL);
  noob_command_node_epoch_ended (self->command, later, NULL);
  noob_command_node_stop (self->command, NULL);
  by_hand_until (self, g_str_has_suffix (notes->str, "stop start "));
  noob_command_node_deinitialize (self->command);
  by_hand_until (self, noob_node_runner_get_status (b) == NOOB_NODE_STATUS_CLOSED);
  g_assert_cmpstr (notes->str, ==,
                   "spec announce ping process start epoch_ended stop start deinit ");
}

static void
test_status (ByHand        *self,
             gconstpointer  data)
{
  NoobNodeRunner *b = by_hand_new_runner (self, "b");

  by_hand_run_node (self, by_hand_new_runner (self, "a"));
  by_hand_run_node (self, b);
  await_ready (self);

  g_string_truncate (self->statuses, 0);
  noob_node_runner_update_status (b, NOOB_NODE_STATUS_RUNNING);
  noob_node_runner_update_status (b, NOOB_NODE_STATUS_RUNNING);
  by_hand_settle (self);
  g_assert_cmpstr (self->statuses->str, ==, "b:running ");
}

static void
on_error (NoobCommandNode *command,
          NoobMessage     *message,
          gpointer         data)
{
  const char *epoch = "none";
  const char *text;
  gint64 code;

  g_assert_true (noob_record_get (noob_message_get_value (message), NULL, "epoch?", G_TYPE_STRING,
                                  &epoch, "message", G_TYPE_STRING, &text, "code", G_TYPE_INT64,
                                  &code, NULL));
  g_string_append_printf (data, "%s %s %s %d; ", noob_message_get_node_id (message), epoch, text,
                          (int) code);
}

static void
test_report_error (ByHand        *self,
                   gconstpointer  data)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new (4);
  g_autoptr (GString) errors = g_string_new (NULL);
  g_autoptr (GError) own = g_error_new_literal (NOOB_ERROR, NOOB_ERROR_INPUT, "odd");
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED, "shut");
  g_autofree char *expected = g_strdup_printf ("b none odd %d; b 4 shut %d; ", NOOB_ERROR_INPUT,
                                               NOOB_ERROR_NODE);

  g_signal_connect (self->command, "message::error", G_CALLBACK (on_error), errors);
  by_hand_start (self);
  noob_node_runner_report_error (self->runners->pdata[1], NULL, own);
  noob_node_runner_report_error (self->runners->pdata[1], epoch, foreign);
  by_hand_settle (self);
  g_assert_cmpstr (errors->str, ==, expected);

  /* It has given up nothing. */
  by_hand_process (self, 4, 1);
  by_hand_until (self, strstr (self->events->str, "b=4"));
}

/* The application does the work. */

typedef struct
{
  GString   *text; /* "0:5 ": epoch and value of x, or the code of an error */
  NoobEpoch *epoch;
} Answer;

static void
on_next (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  Answer *answer = data;
  g_autoptr (NoobRecord) inputs = NULL;
  g_autoptr (NoobEpoch) epoch = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  gint64 value;

  if (!noob_node_runner_next_inputs_finish (NOOB_NODE_RUNNER (object), result, &inputs, &epoch,
                                            &error))
    {
      g_assert_null (inputs);
      g_assert_null (epoch);
      g_string_append_printf (answer->text, "%s ", error->domain == NOOB_ERROR ? "end" : "cancelled");
      return;
    }

  g_assert_true (noob_record_get (inputs, NULL, "value", G_TYPE_INT64, &value, NULL));
  name = noob_epoch_to_string (epoch);
  g_string_append_printf (answer->text, "%s:%d ", name, (int) value);
  g_clear_pointer (&answer->epoch, noob_epoch_unref);
  answer->epoch = g_steal_pointer (&epoch);
}

static void
answer_clear (Answer *self)
{
  g_string_free (self->text, TRUE);
  g_clear_pointer (&self->epoch, noob_epoch_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

/* Node a is the application's. */
static NoobNodeRunner *
start_driven (ByHand       *self,
              GCancellable *cancellable,
              Answer       *answer)
{
  NoobNodeRunner *a = by_hand_new_runner (self, "a");

  answer->text = g_string_new (NULL);
  noob_node_runner_next_inputs_async (a, cancellable, on_next, answer);
  by_hand_run_node (self, a);
  by_hand_run_node (self, by_hand_new_runner (self, "b"));
  await_ready (self);

  return a;
}

static void
emit (NoobNodeRunner *runner,
      NoobEpoch      *epoch,
      gint64          value)
{
  g_autoptr (NoobRecord) outputs = noob_record_new ();
  g_autoptr (GError) error = NULL;

  noob_record_set_int64 (outputs, "value", value);
  noob_node_runner_emit (runner, epoch, outputs, &error);
  g_assert_no_error (error);
}

static void
test_driven_stateful (ByHand        *self,
                      gconstpointer  data)
{
  g_auto (Answer) answer = { NULL, };
  NoobNodeRunner *a = start_driven (self, NULL, &answer);

  by_hand_process (self, 1, 11);
  by_hand_settle (self);
  g_assert_cmpstr (answer.text->str, ==, "");

  by_hand_process (self, 0, 10);
  by_hand_until (self, answer.epoch != NULL);
  noob_node_runner_next_inputs_async (a, NULL, on_next, &answer);
  by_hand_settle (self);
  g_assert_cmpstr (answer.text->str, ==, "0:10 ");

  emit (a, answer.epoch, 10);
  by_hand_until (self, strstr (answer.text->str, "1:11 "));
  emit (a, answer.epoch, 11);
  by_hand_until (self, strstr (self->events->str, "b=1"));
  g_assert_nonnull (strstr (self->events->str, "b=0"));
}

static void
test_driven_stateless (ByHand        *self,
                       gconstpointer  data)
{
  g_auto (Answer) answer = { NULL, };
  g_autoptr (NoobEpoch) second = noob_epoch_new (2);
  g_autoptr (NoobEpoch) first = noob_epoch_new (1);
  NoobNodeRunner *a = start_driven (self, NULL, &answer);

  by_hand_process (self, 2, 12);
  by_hand_until (self, g_str_equal (answer.text->str, "2:12 "));
  noob_node_runner_next_inputs_async (a, NULL, on_next, &answer);
  by_hand_process (self, 1, 11);
  by_hand_until (self, g_str_equal (answer.text->str, "2:12 1:11 "));

  /* Answered in any order. */
  emit (a, first, 1);
  emit (a, second, 1);
  by_hand_until (self, strstr (self->events->str, "b=1") && strstr (self->events->str, "b=2"));
}

static void
test_driven_failure (ByHand        *self,
                     gconstpointer  data)
{
  g_auto (Answer) answer = { NULL, };
  g_autoptr (GString) errors = g_string_new (NULL);
  g_autoptr (GError) failure = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "no");
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = g_strdup_printf ("a 0 no %d; ", NOOB_ERROR_NODE);
  NoobNodeRunner *a = start_driven (self, NULL, &answer);

  g_signal_connect (self->command, "message::error", G_CALLBACK (on_error), errors);
  by_hand_process (self, 0, 10);
  by_hand_process (self, 1, 11);
  by_hand_until (self, answer.epoch != NULL);
  noob_node_runner_fail_epoch (a, answer.epoch, failure);
  by_hand_settle (self);
  g_assert_cmpstr (errors->str, ==, expected);

  /* It has ended, so that nobody waits for what comes of it. */
  g_assert_true (noob_node_runner_emit (a, answer.epoch, NULL, &error));
  g_assert_no_error (error);

  noob_node_runner_next_inputs_async (a, NULL, on_next, &answer);
  by_hand_until (self, g_str_equal (answer.text->str, "0:10 1:11 "));
  emit (a, answer.epoch, 1);
  by_hand_until (self, strstr (self->events->str, "b=1"));
  g_assert_null (strstr (self->events->str, "b=0"));
}

static void
test_driven_no_event (ByHand        *self,
                      gconstpointer  data)
{
  g_auto (Answer) answer = { NULL, };
  g_autoptr (GError) error = NULL;
  NoobNodeRunner *a = start_driven (self, NULL, &answer);

  by_hand_process (self, 0, 10);
  by_hand_until (self, answer.epoch != NULL);
  g_assert_true (noob_node_runner_emit (a, answer.epoch, NULL, &error));
  by_hand_settle (self);
  g_assert_cmpstr (self->events->str, ==, "a-0 ");
}

static void
test_driven_wrong_epoch (ByHand        *self,
                         gconstpointer  data)
{
  g_auto (Answer) answer = { NULL, };
  g_autoptr (NoobEpoch) never = noob_epoch_new (40);
  g_autoptr (GError) error = NULL;
  NoobNodeRunner *a = start_driven (self, NULL, &answer);

  g_assert_false (noob_node_runner_emit (a, never, NULL, &error));
  assert_by_hand_error (error, NOOB_ERROR_STATE, "*\"a\" has no call in progress in epoch 40");
  noob_node_runner_deinitialize (a);
  by_hand_until (self, g_str_equal (answer.text->str, "end "));
}

static void
test_driven_unknown_signal (ByHand        *self,
                            gconstpointer  data)
{
  g_auto (Answer) answer = { NULL, };
  g_autoptr (NoobRecord) outputs = noob_record_new ();
  g_autoptr (GString) errors = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  NoobNodeRunner *a = start_driven (self, NULL, &answer);

  g_signal_connect (self->command, "message::error", G_CALLBACK (on_error), errors);
  by_hand_process (self, 0, 10);
  by_hand_until (self, answer.epoch != NULL);
  noob_record_set_int64 (outputs, "valeu", 1);
  g_assert_false (noob_node_runner_emit (a, answer.epoch, outputs, &error));
  g_assert_nonnull (strstr (error->message, "\"valeu\""));
  by_hand_settle (self);
  g_assert_nonnull (strstr (errors->str, "a 0 "));
}

static void
test_driven_cancel (ByHand        *self,
                    gconstpointer  data)
{
  g_auto (Answer) answer = { NULL, };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  NoobNodeRunner *a = start_driven (self, cancellable, &answer);

  g_cancellable_cancel (cancellable);
  by_hand_until (self, g_str_equal (answer.text->str, "cancelled "));

  /* Nobody asks now, and nothing is lost. */
  by_hand_process (self, 0, 10);
  by_hand_settle (self);
  noob_node_runner_next_inputs_async (a, NULL, on_next, &answer);
  by_hand_until (self, g_str_equal (answer.text->str, "cancelled 0:10 "));
}

static void
cancel (NoobNodeRunner *runner,
        NoobMessage    *message,
        GCancellable   *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static void
test_driven_late_cancel (ByHand        *self,
                         gconstpointer  data)
{
  g_auto (Answer) answer = { NULL, };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  NoobNodeRunner *a = start_driven (self, cancellable, &answer);

  /* The call is handed out in the same turn, before anybody hears of the cancellation. */
  g_signal_connect (a, "message::process", G_CALLBACK (cancel), cancellable);
  by_hand_process (self, 0, 10);
  by_hand_until (self, answer.text->len > 0);
  if (g_str_equal (answer.text->str, "cancelled "))
    noob_node_runner_next_inputs_async (a, NULL, on_next, &answer);
  by_hand_until (self, answer.epoch != NULL);
  emit (a, answer.epoch, 10);
  by_hand_until (self, strstr (self->events->str, "b=0"));
}

static void
test_driven_end (ByHand        *self,
                 gconstpointer  data)
{
  g_auto (Answer) answer = { NULL, };
  NoobNodeRunner *a = start_driven (self, NULL, &answer);

  noob_node_runner_next_inputs_async (a, NULL, on_next, &answer);
  noob_node_runner_deinitialize (a);
  by_hand_until (self, g_str_equal (answer.text->str, "end end "));

  noob_node_runner_next_inputs_async (a, NULL, on_next, &answer);
  by_hand_until (self, g_str_equal (answer.text->str, "end end end "));
  noob_node_runner_close (a);
  noob_node_runner_next_inputs_async (a, NULL, on_next, &answer);
  by_hand_until (self, g_str_equal (answer.text->str, "end end end end "));
}

static void
test_driven_closed (ByHand        *self,
                    gconstpointer  data)
{
  g_auto (Answer) answer = { NULL, };
  NoobNodeRunner *a = start_driven (self, NULL, &answer);

  noob_node_runner_close (a);
  by_hand_until (self, g_str_equal (answer.text->str, "end "));
  noob_node_runner_next_inputs_async (a, NULL, on_next, &answer);
  by_hand_until (self, g_str_equal (answer.text->str, "end end "));
}

/* Ends in handlers. */

typedef struct
{
  const char *signal;
  void      (*end) (NoobNodeRunner *runner);
  const char *path;
} Ending;

static const Ending endings[] = {
  { "message::announce", noob_node_runner_close, "close/announce" },
  { "notify::depends", noob_node_runner_close, "close/graph-known" },
  { "notify::status", noob_node_runner_close, "close/status" },
  { "message::ping", noob_node_runner_close, "close/ping" },
  { "message::process", noob_node_runner_close, "close/process" },
  { "message::deinit", noob_node_runner_close, "close/deinit" },
  { "closed", noob_node_runner_close, "close/closed" },
  { "message::spec", noob_node_runner_deinitialize, "deinitialize/spec" },
  { "message::announce", noob_node_runner_deinitialize, "deinitialize/announce" },
  { "notify::status", noob_node_runner_deinitialize, "deinitialize/status" },
  { "message::process", noob_node_runner_deinitialize, "deinitialize/process" },
  { "message::deinit", noob_node_runner_deinitialize, "deinitialize/deinit" },
  { "closed", noob_node_runner_deinitialize, "deinitialize/closed" },
};

typedef struct
{
  const Ending    *ending;
  NoobCommandNode *command;
  NoobNodeRunner  *runner;
  gboolean         ended;
} EndingTest;

/* zmq gives an outbox up when a peer closes while what it subscribed to is being granted. */
static void
end_now (EndingTest *self)
{
  if (self->ending->end == noob_node_runner_close &&
      !noob_command_node_find_peer (self->command, "b")->hears)
    return;

  self->ended = TRUE;
  self->ending->end (self->runner);
}

/* Everything that there are handlers for happens, as far as it gets. */
static void
test_end_in_handler (ByHand        *self,
                     const Ending  *ending)
{
  EndingTest test = { ending, self->command, by_hand_new_runner (self, "b"), FALSE };

  g_signal_connect_swapped (test.runner, ending->signal, G_CALLBACK (end_now), &test);
  by_hand_run_node (self, by_hand_new_runner (self, "a"));
  by_hand_run_node (self, test.runner);

  by_hand_until (self, self->n_identified == 2 || test.ended);
  if (noob_command_node_announce (self->command, NULL))
    by_hand_until (self, test.ended || strstr (self->statuses->str, "b:ready"));
  noob_command_node_ping (self->command);
  noob_command_node_start (self->command, 0, 1, NULL);
  if (!test.ended && noob_command_node_await_ready (self->command, both, 60000, NULL))
    by_hand_process (self, 0, 1);

  /* It would not hear of it before. */
  by_hand_until (self, noob_command_node_find_peer (self->command, "a")->hears);
  noob_command_node_deinitialize (self->command);
  by_hand_until (self, test.ended);

  /* The other one, that is still there, is heard of. */
  by_hand_until (self, strstr (self->statuses->str, "a:closed"));
  g_signal_handlers_disconnect_by_data (test.runner, &test);
}

static void
test_end (ByHand        *self,
          gconstpointer  text)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (g_test_get_path (), endings[i].path))
      {
        test_end_in_handler (self, &endings[i]);
        return;
      }

  g_assert_not_reached ();
}

/* A loader of the application's own. */

struct _Twelve
{
  NoobNode parent_instance;
};

G_DECLARE_FINAL_TYPE (Twelve, twelve, TEST, TWELVE, NoobNode)
G_DEFINE_FINAL_TYPE (Twelve, twelve, NOOB_TYPE_NODE)

static gboolean
twelve_process (NoobNode    *node,
                NoobRecord  *inputs,
                NoobRecord  *outputs,
                GError     **error)
{
  noob_record_set_int64 (outputs, "value", 12);

  return TRUE;
}

static void
twelve_class_init (TwelveClass *klass)
{
  NOOB_NODE_CLASS (klass)->process = twelve_process;
}

static void
twelve_init (Twelve *self)
{
}

struct _TestLoader
{
  NoobLoader parent_instance;
};

G_DECLARE_FINAL_TYPE (TestLoader, test_loader, TEST, LOADER, NoobLoader)
G_DEFINE_FINAL_TYPE (TestLoader, test_loader, NOOB_TYPE_LOADER)

static gboolean
test_loader_can_load (NoobLoader *loader,
                      const char *node_type)
{
  return g_str_equal (node_type, "Tests.twelve");
}

static NoobNode *
test_loader_load_node (NoobLoader             *loader,
                       NoobNodeSpecification  *specification,
                       NoobRecord             *params,
                       GError                **error)
{
  return g_object_new (twelve_get_type (), "id", noob_node_specification_get_id (specification),
                       NULL);
}

static void
test_loader_class_init (TestLoaderClass *klass)
{
  NoobLoaderClass *loader_class = NOOB_LOADER_CLASS (klass);

  loader_class->can_load = test_loader_can_load;
  loader_class->load_node = test_loader_load_node;
}

static void
test_loader_init (TestLoader *self)
{
}

static void
test_own_loader (ByHand        *self,
                 gconstpointer  data)
{
  g_autoptr (NoobLoader) loader = g_object_new (test_loader_get_type (), NULL);
  g_autoptr (NoobEpoch) epoch = noob_epoch_new (0);

  noob_register_loader (loader);
  by_hand_start (self);
  noob_command_node_process (self->command, epoch, NULL, NULL);
  by_hand_until (self, strstr (self->events->str, "a=0") && strstr (self->events->str, "b=0"));
}

int
main (int   argc,
      char *argv[])
{
  by_hand_init (&argc, &argv);

  by_hand_add ("/node-runner/made/by-properties", CHAIN, test_properties);
  by_hand_add ("/node-runner/properties/assets/as-given", STORED, test_assets_as_given);
  by_hand_add ("/node-runner/properties/assets/as-told", STORED, test_assets_as_told);
  by_hand_add ("/node-runner/made/without-a-property", CHAIN, test_missing_property);
  by_hand_add ("/node-runner/made/of-a-wrong-bootstrap", CHAIN, test_wrong_bootstrap);
  by_hand_add ("/node-runner/made/for-one-run", CHAIN, test_run_twice);
  by_hand_add ("/node-runner/made/with-an-own-loader", LOADED, test_own_loader);
  by_hand_add ("/node-runner/tells/what-changes", CHAIN, test_notify);
  by_hand_add ("/node-runner/tells/messages-by-type", CHAIN, test_messages);
  by_hand_add ("/node-runner/tells/status-of-the-application", CHAIN, test_status);
  by_hand_add ("/node-runner/tells/errors-of-the-application", CHAIN, test_report_error);
  by_hand_add ("/node-runner/driven/stateful-in-order", STATEFUL, test_driven_stateful);
  by_hand_add ("/node-runner/driven/stateless-as-they-come", CHAIN, test_driven_stateless);
  by_hand_add ("/node-runner/driven/failure", STATEFUL, test_driven_failure);
  by_hand_add ("/node-runner/driven/no-event", CHAIN, test_driven_no_event);
  by_hand_add ("/node-runner/driven/epoch-of-no-call", CHAIN, test_driven_wrong_epoch);
  by_hand_add ("/node-runner/driven/unknown-signal", CHAIN, test_driven_unknown_signal);
  by_hand_add ("/node-runner/driven/cancelled", STATEFUL, test_driven_cancel);
  by_hand_add ("/node-runner/driven/cancelled-when-handed-out", STATEFUL, test_driven_late_cancel);
  by_hand_add ("/node-runner/driven/ends-when-deinitialized", CHAIN, test_driven_end);
  by_hand_add ("/node-runner/driven/ends-when-closed", CHAIN, test_driven_closed);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat ("/node-runner/in-handlers/", endings[i].path, NULL);

      by_hand_add (path, CHAIN, test_end);
    }

  return by_hand_run ();
}
