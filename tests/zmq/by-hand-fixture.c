/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "by-hand-fixture.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "expected-log.h"

#define WATCHDOG_SECONDS 120

static char *runtime_folder;

static gboolean
note (gpointer     state,
      NoobRecord  *inputs,
      NoobRecord  *outputs,
      GError     **error)
{
  gint64 value = 0;

  if (!noob_record_get (inputs, error, "value?", G_TYPE_INT64, &value, NULL))
    return FALSE;

  if (value == 13)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "not that one");
      return FALSE;
    }

  if (value >= 0)
    noob_record_set_int64 (outputs, "value", value);

  return TRUE;
}

static gboolean
tick (gpointer     state,
      NoobRecord  *inputs,
      NoobRecord  *outputs,
      GError     **error)
{
  noob_record_set_int64 (outputs, "value", 1);

  return TRUE;
}

void
by_hand_init (int    *argc,
              char ***argv)
{
  runtime_folder = g_dir_make_tmp ("noob-XXXXXX", NULL);
  g_assert_nonnull (runtime_folder);
  /* Before there are threads. */
  g_setenv ("XDG_RUNTIME_DIR", runtime_folder, TRUE);

  g_test_init (argc, argv, NULL);
  expected_log_init ();
  noob_register_function ("note", "value=: int64 -> value: int64", note, NULL, NULL);
  noob_register_function ("tick", "-> value: int64", tick, NULL, NULL);
}

int
by_hand_run (void)
{
  int status = g_test_run ();
  g_autofree char *folder = g_build_filename (runtime_folder, "noob", NULL);

  noob_unregister_function ("note");
  noob_unregister_function ("tick");

  /* Neither would go while a socket is left in it. */
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_cmpint (g_rmdir (runtime_folder), ==, 0);
  g_free (runtime_folder);

  return status;
}

static void
on_event (NoobCommandNode *command,
          NoobEvent       *event,
          gpointer         data)
{
  ByHand *self = data;
  g_autofree char *epoch = noob_epoch_to_string (noob_event_get_epoch (event));

  g_string_append_printf (self->events, "%s%s%s ", noob_event_get_node_id (event),
                          noob_event_has_value (event) ? "=" : "-", epoch);
}

static void
on_node_status (NoobCommandNode *command,
                const char      *node_id,
                NoobNodeStatus   status,
                gpointer         data)
{
  ByHand *self = data;
  g_autoptr (GEnumClass) statuses = g_type_class_ref (NOOB_TYPE_NODE_STATUS);

  g_string_append_printf (self->statuses, "%s:%s ", node_id,
                          g_enum_get_value (statuses, (int) status)->value_nick);
}

static void
count (guint *counter)
{
  (*counter)++;
}

static void
close_runner (gpointer runner)
{
  noob_node_runner_deinitialize (runner);
  noob_node_runner_close (runner);
  g_assert_finalize_object (runner);
}

static void
set_up (ByHand        *self,
        gconstpointer  text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) specification = NULL;

  alarm (WATCHDOG_SECONDS);
  self->context = g_main_context_new ();
  g_main_context_push_thread_default (self->context);
  self->runners = g_ptr_array_new_with_free_func (close_runner);
  self->events = g_string_new (NULL);
  self->statuses = g_string_new (NULL);

  specification = noob_tube_specification_new_from_data (text, -1, NULL, &error);
  g_assert_no_error (error);
  self->tube = noob_tube_new (specification, NULL, &error);
  g_assert_no_error (error);

  self->command = noob_command_node_new (self->tube, "by-hand", "ipc", 0);
  g_signal_connect (self->command, "event", G_CALLBACK (on_event), self);
  g_signal_connect (self->command, "node-status", G_CALLBACK (on_node_status), self);
  g_signal_connect_swapped (self->command, "message::identify", G_CALLBACK (count),
                            &self->n_identified);
  g_signal_connect_swapped (self->command, "message::status", G_CALLBACK (count), &self->n_answers);
  noob_command_node_want_values (self->command, NULL);
  noob_command_node_run (self->command, &error);
  g_assert_no_error (error);
}

static void
tear_down (ByHand        *self,
           gconstpointer  text)
{
  g_ptr_array_unref (self->runners);
  noob_command_node_close (self->command);
  g_assert_finalize_object (self->command);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_object_unref (self->tube);
  g_string_free (self->events, TRUE);
  g_string_free (self->statuses, TRUE);
  g_main_context_pop_thread_default (self->context);
  g_main_context_unref (self->context);
  assert_expected_log ();
  alarm (0);
}

void
by_hand_add (const char *path,
             const char *text,
             ByHandTest  func)
{
  g_test_add (path, ByHand, text, set_up, func, tear_down);
}

NoobNodeRunner *
by_hand_new_runner (ByHand     *self,
                    const char *node_id)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bootstrap =
    noob_command_node_make_bootstrap (self->command, node_id, 1000, &error);
  NoobNodeRunner *runner;

  g_assert_no_error (error);
  runner = noob_node_runner_new_from_bootstrap (bootstrap, &error);
  g_assert_no_error (error);

  return runner;
}

void
by_hand_run_node (ByHand         *self,
                  NoobNodeRunner *runner)
{
  g_autoptr (GError) error = NULL;

  noob_node_runner_run (runner, &error);
  g_assert_no_error (error);
  g_ptr_array_add (self->runners, runner);
}

void
by_hand_announce (ByHand *self,
                  guint   n_nodes)
{
  g_autoptr (GError) error = NULL;

  by_hand_until (self, self->n_identified == n_nodes);
  noob_command_node_announce (self->command, &error);
  g_assert_no_error (error);
}

void
by_hand_start (ByHand *self)
{
  GPtrArray *nodes =
    noob_tube_specification_get_nodes (noob_tube_get_specification (self->tube));
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < nodes->len; i++)
    {
      const char *id = noob_node_specification_get_id (nodes->pdata[i]);

      g_ptr_array_add (ids, (gpointer) id);
      by_hand_run_node (self, by_hand_new_runner (self, id));
    }
  g_ptr_array_add (ids, NULL);

  by_hand_announce (self, nodes->len);
  noob_command_node_await_ready (self->command, (const char *const *) ids->pdata, 60000, &error);
  g_assert_no_error (error);
}

void
by_hand_process (ByHand  *self,
                 guint64  root,
                 gint64   x)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new (root);
  g_autoptr (NoobRecord) inputs = noob_record_new ();
  g_autoptr (GError) error = NULL;

  noob_record_set_int64 (inputs, "x", x);
  noob_command_node_process (self->command, epoch, inputs, &error);
  g_assert_no_error (error);
}

/* A node runs what it was told to before it takes another wake-up's messages, so the second answer
 * comes after that. */
void
by_hand_settle (ByHand *self)
{
  for (guint i = 0; i < 2; i++)
    {
      guint n_answers = self->n_answers + self->runners->len;

      noob_command_node_ping (self->command);
      by_hand_until (self, self->n_answers >= n_answers);
    }

  while (g_main_context_iteration (self->context, FALSE))
    ;
}

void
by_hand_expect_log (const char *pattern)
{
  expect_log (pattern);
}
