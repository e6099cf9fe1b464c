/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A node runner that is closed, or let go of, while it is in the middle of something. */

#include "by-hand-fixture.h"

#define CHAIN \
  "input: {x: {scope: process, default: 1}}\n" \
  "nodes:\n" \
  "  a: {type: note, depends: [value: input.x]}\n" \
  "  b: {type: note, depends: [value: a.value]}\n"

static void
assert_no_more_inputs (GObject      *runner,
                       GAsyncResult *result,
                       gpointer      n_answers)
{
  g_autoptr (NoobRecord) inputs = NULL;
  g_autoptr (NoobEpoch) epoch = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_node_runner_next_inputs_finish (NOOB_NODE_RUNNER (runner), result, &inputs,
                                                       &epoch, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_END_OF_STREAM);
  (*(guint *) n_answers)++;
}

static void
test_deinitialize_after (ByHand        *self,
                         gconstpointer  data)
{
  by_hand_start (self);
  for (guint i = 0; i < self->runners->len; i++)
    {
      noob_node_runner_close (self->runners->pdata[i]);
      noob_node_runner_deinitialize (self->runners->pdata[i]);
    }
}

static void
test_run_after (ByHand        *self,
                gconstpointer  data)
{
  g_autoptr (NoobNodeRunner) runner = by_hand_new_runner (self, "a");
  g_autoptr (GError) error = NULL;

  noob_node_runner_close (runner);
  g_assert_false (noob_node_runner_run (runner, &error));
  assert_by_hand_error (error, NOOB_ERROR_STATE, "*closed before*");
}

static void
test_inputs_after (ByHand        *self,
                   gconstpointer  data)
{
  guint n_answers = 0;

  by_hand_start (self);
  noob_node_runner_next_inputs_async (self->runners->pdata[0], NULL, assert_no_more_inputs,
                                      &n_answers);
  noob_node_runner_close (self->runners->pdata[0]);
  noob_node_runner_next_inputs_async (self->runners->pdata[0], NULL, assert_no_more_inputs,
                                      &n_answers);
  by_hand_until (self, n_answers == 2);
}

static void
close_instead (GObject      *runner,
               GAsyncResult *result,
               gpointer      called)
{
  g_autoptr (NoobRecord) inputs = NULL;
  g_autoptr (NoobEpoch) epoch = NULL;
  g_autoptr (GError) error = NULL;

  noob_node_runner_next_inputs_finish (NOOB_NODE_RUNNER (runner), result, &inputs, &epoch, &error);
  g_assert_no_error (error);
  noob_node_runner_close (NOOB_NODE_RUNNER (runner));

  g_assert_false (noob_node_runner_emit (NOOB_NODE_RUNNER (runner), epoch, inputs, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_STATE);
  *(gboolean *) called = TRUE;
}

static void
test_instead_of_call (ByHand        *self,
                      gconstpointer  data)
{
  gboolean called = FALSE;

  by_hand_start (self);
  noob_node_runner_next_inputs_async (self->runners->pdata[0], NULL, close_instead, &called);
  by_hand_process (self, 0, 1);
  by_hand_until (self, called);
}

static void
close_on_message (NoobNodeRunner *runner,
                  NoobMessage    *message,
                  gpointer        n_messages)
{
  noob_node_runner_close (runner);
  (*(guint *) n_messages)++;
}

static void
test_on_message (ByHand     *self,
                 const char *type)
{
  g_autofree char *signal = g_strconcat ("message::", type, NULL);
  guint n_messages = 0;

  by_hand_run_node (self, by_hand_new_runner (self, "a"));
  by_hand_run_node (self, by_hand_new_runner (self, "b"));
  g_signal_connect (self->runners->pdata[0], signal, G_CALLBACK (close_on_message), &n_messages);
  if (!g_str_equal (type, "spec"))
    {
      by_hand_announce (self, 2);
      by_hand_process (self, 0, 1);
    }
  noob_command_node_ping (self->command);
  noob_command_node_deinitialize (self->command);
  by_hand_until (self, n_messages == 1);
  g_signal_handlers_disconnect_by_data (self->runners->pdata[0], &n_messages);
}

#define ON_MESSAGE(type) \
  static void \
  test_on_##type (ByHand        *self, \
                  gconstpointer  data) \
  { \
    test_on_message (self, #type); \
  }

ON_MESSAGE (spec)
ON_MESSAGE (announce)
ON_MESSAGE (process)
ON_MESSAGE (ping)
ON_MESSAGE (deinit)

static void
let_go (NoobNodeRunner *runner,
        GParamSpec     *pspec,
        gpointer        data)
{
  NoobNodeRunner **place = data;
  NoobNodeStatus status;

  g_object_get (runner, "status", &status, NULL);
  if (status == NOOB_NODE_STATUS_READY)
    g_clear_object (place);
}

static void
test_let_go_on_status (ByHand        *self,
                       gconstpointer  data)
{
  NoobNodeRunner *runner = by_hand_new_runner (self, "a");
  g_autoptr (GError) error = NULL;

  g_signal_connect (runner, "notify::status", G_CALLBACK (let_go), &runner);
  by_hand_run_node (self, by_hand_new_runner (self, "b"));
  noob_node_runner_run (runner, &error);
  g_assert_no_error (error);
  by_hand_announce (self, 2);
  by_hand_until (self, runner == NULL);
}

int
main (int   argc,
      char *argv[])
{
  by_hand_init (&argc, &argv);

  by_hand_add ("/node-runner/close/deinitialize-comes-too-late", CHAIN, test_deinitialize_after);
  by_hand_add ("/node-runner/close/is-for-good", CHAIN, test_run_after);
  by_hand_add ("/node-runner/close/ends-waits-for-inputs", CHAIN, test_inputs_after);
  by_hand_add ("/node-runner/close/instead-of-a-call", CHAIN, test_instead_of_call);
  by_hand_add ("/node-runner/close/on-spec", CHAIN, test_on_spec);
  by_hand_add ("/node-runner/close/on-announce", CHAIN, test_on_announce);
  by_hand_add ("/node-runner/close/on-process", CHAIN, test_on_process);
  by_hand_add ("/node-runner/close/on-ping", CHAIN, test_on_ping);
  by_hand_add ("/node-runner/close/on-deinit", CHAIN, test_on_deinit);
  by_hand_add ("/node-runner/close/on-status", CHAIN, test_let_go_on_status);

  return by_hand_run ();
}
