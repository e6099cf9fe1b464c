/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-node-private.h"

#include "core/noob-error.h"
#include "test-support.h"

/* Answers when its context is iterated. */
typedef struct
{
  NoobNode parent_instance;
} LaterNode;

typedef NoobNodeClass LaterNodeClass;

static GType later_node_get_type (void);

G_DEFINE_TYPE (LaterNode, later_node, NOOB_TYPE_NODE)

static gboolean
answer (gpointer user_data)
{
  GTask *task = user_data;

  noob_record_set_string (g_task_get_task_data (task), "value", "later");
  g_task_return_boolean (task, TRUE);

  return G_SOURCE_REMOVE;
}

static void
later_node_process_async (NoobNode            *node,
                          NoobRecord          *inputs,
                          NoobRecord          *outputs,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task = g_task_new (node, cancellable, callback, user_data);
  g_autoptr (GSource) source = g_idle_source_new ();

  g_task_set_task_data (task, noob_record_ref (outputs), (GDestroyNotify) noob_record_unref);
  g_source_set_callback (source, answer, task, g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static void
later_node_class_init (LaterNodeClass *klass)
{
  klass->process_async = later_node_process_async;
}

static void
later_node_init (LaterNode *self)
{
}

typedef NoobNode EmptyNode;
typedef NoobNodeClass EmptyNodeClass;

static GType empty_node_get_type (void);

G_DEFINE_TYPE (EmptyNode, empty_node, NOOB_TYPE_NODE)

static void
empty_node_class_init (EmptyNodeClass *klass)
{
}

static void
empty_node_init (EmptyNode *self)
{
}

static gboolean
say_now (gpointer     state,
         NoobRecord  *inputs,
         NoobRecord  *outputs,
         GError     **error)
{
  noob_record_set_string (outputs, "value", "now");
  return TRUE;
}

static const char *
get_value (NoobRecord *outputs)
{
  return g_value_get_string (noob_record_get_value (outputs, "value"));
}

static void
test_process_waits_for_async (void)
{
  g_autoptr (NoobNode) node = g_object_new (later_node_get_type (), NULL);
  g_autoptr (NoobRecord) inputs = noob_record_new ();
  g_autoptr (NoobRecord) outputs = noob_record_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (noob_node_process (node, inputs, outputs, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (get_value (outputs), ==, "later");
}

static void
keep_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
process_async (NoobNode     *node,
               NoobRecord   *outputs,
               GCancellable *cancellable)
{
  g_autoptr (NoobRecord) inputs = noob_record_new ();
  GAsyncResult *result = NULL;

  noob_node_process_async (node, inputs, outputs, cancellable, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return result;
}

static void
test_async_calls_process (void)
{
  g_autoptr (NoobRecord) outputs = noob_record_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (NoobNode) node = NULL;
  g_autoptr (GError) error = NULL;

  noob_register_function ("now", "", say_now, NULL, NULL);
  node = test_node_load ("{ type: now }", &error);
  g_assert_no_error (error);

  result = process_async (node, outputs, NULL);
  g_assert_true (noob_node_process_finish (node, result, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (get_value (outputs), ==, "now");

  noob_unregister_function ("now");
}

static void
test_cancelled_is_not_called (void)
{
  g_autoptr (NoobNode) node = g_object_new (empty_node_get_type (), NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (NoobRecord) outputs = noob_record_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  result = process_async (node, outputs, cancellable);
  g_assert_false (noob_node_process_finish (node, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_class_without_process_fails (void)
{
  g_autoptr (NoobNode) node = g_object_new (empty_node_get_type (), NULL);
  g_autoptr (NoobRecord) record = noob_record_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_node_process (node, record, record, &error));
  test_assert_error (error, NOOB_ERROR_NODE, "EmptyNode", "neither process nor process_async",
                     NULL);
  g_clear_error (&error);

  result = process_async (node, record, NULL);
  g_assert_false (noob_node_process_finish (node, result, &error));
  test_assert_error (error, NOOB_ERROR_NODE, "EmptyNode", NULL);
}

static void
test_defaults (void)
{
  g_autoptr (NoobNode) node = g_object_new (empty_node_get_type (), "id", "x", NULL);
  g_autoptr (GPtrArray) slots = noob_node_list_slots (node);
  g_auto (GStrv) signals = noob_node_get_signals (node);

  g_assert_cmpstr (noob_node_get_id (node), ==, "x");
  g_assert_true (noob_node_get_id (node) == g_intern_string ("x"));
  g_assert_true (noob_node_get_stateful (node));
  g_assert_true (noob_node_get_enabled (node));
  g_assert_null (noob_node_get_epoch (node));
  g_assert_cmpuint (slots->len, ==, 0);
  g_assert_cmpuint (g_strv_length (signals), ==, 1);
  g_assert_cmpstr (signals[0], ==, "value");
  g_assert_true (noob_node_initialize (node, NULL));
  g_assert_true (noob_node_deinitialize (node, NULL));
}

static void
count_notify (GObject    *object,
              GParamSpec *pspec,
              gpointer    user_data)
{
  ++*(int *) user_data;
}

static void
test_notify_only_on_change (void)
{
  g_autoptr (NoobNode) node = g_object_new (empty_node_get_type (), NULL);
  int n_notified = 0;

  g_signal_connect (node, "notify", G_CALLBACK (count_notify), &n_notified);
  noob_node_set_stateful (node, TRUE);
  noob_node_set_enabled (node, TRUE);
  g_assert_cmpint (n_notified, ==, 0);
  noob_node_set_stateful (node, FALSE);
  noob_node_set_enabled (node, FALSE);
  g_assert_cmpint (n_notified, ==, 2);
}

static void
test_epoch_is_a_property (void)
{
  g_autoptr (NoobNode) node = g_object_new (empty_node_get_type (), NULL);
  g_autoptr (NoobEpoch) epoch = noob_epoch_new (3);
  g_autoptr (NoobEpoch) got = NULL;

  noob_node_set_epoch (node, epoch);
  g_object_get (node, "epoch", &got, NULL);
  g_assert_true (noob_epoch_equal (got, epoch));
  noob_node_set_epoch (node, NULL);
}

/* Fails in each of its vfuncs, and says it succeeded. */
typedef NoobNode ReportingNode;
typedef NoobNodeClass ReportingNodeClass;

static GType reporting_node_get_type (void);

G_DEFINE_TYPE (ReportingNode, reporting_node, NOOB_TYPE_NODE)

static gboolean
reporting_node_init_call (NoobNode  *node,
                          GError   **error)
{
  noob_node_report_failure (node, "FirstError", "first", NULL);
  noob_node_report_failure (node, "ValueError", "init went wrong", "in line 7");
  g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_FAILED, "less than what was reported");

  return FALSE;
}

static gboolean
reporting_node_process (NoobNode    *node,
                        NoobRecord  *inputs,
                        NoobRecord  *outputs,
                        GError     **error)
{
  if (noob_record_has (inputs, "fail"))
    noob_node_report_failure (node, NULL, "process went wrong", NULL);

  return TRUE;
}

static void
reporting_node_class_init (ReportingNodeClass *klass)
{
  klass->init = reporting_node_init_call;
  klass->process = reporting_node_process;
}

static void
reporting_node_init (ReportingNode *self)
{
}

static void
test_reported_failure_is_the_error (void)
{
  g_autoptr (NoobNode) node = g_object_new (reporting_node_get_type (), NULL);
  g_autoptr (NoobRecord) inputs = noob_record_new ();
  g_autoptr (NoobRecord) outputs = noob_record_new ();
  g_autoptr (GError) error = NULL;
  NoobFailure *failure;

  g_assert_false (noob_node_initialize (node, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_NODE);
  g_assert_cmpstr (error->message, ==, "init went wrong");
  failure = noob_error_get_failure (error);
  g_assert_cmpstr (noob_failure_get_type_name (failure), ==, "ValueError");
  g_assert_cmpstr (noob_failure_get_traceback (failure), ==, "in line 7");
  g_clear_error (&error);

  noob_record_set_int64 (inputs, "fail", 1);
  g_assert_false (noob_node_process (node, inputs, outputs, &error));
  g_assert_cmpstr (error->message, ==, "process went wrong");
  g_clear_error (&error);

  noob_record_remove (inputs, "fail");
  g_assert_true (noob_node_process (node, inputs, outputs, &error));
  g_assert_no_error (error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/node/process/waits-for-async-form", test_process_waits_for_async);
  g_test_add_func ("/node/process/missing-is-an-error", test_class_without_process_fails);
  g_test_add_func ("/node/process-async/calls-blocking-form", test_async_calls_process);
  g_test_add_func ("/node/process-async/cancelled-is-not-called", test_cancelled_is_not_called);
  g_test_add_func ("/node/report-failure", test_reported_failure_is_the_error);
  g_test_add_func ("/node/properties/defaults", test_defaults);
  g_test_add_func ("/node/properties/notify-only-on-change", test_notify_only_on_change);
  g_test_add_func ("/node/properties/epoch-of-the-call", test_epoch_is_a_property);

  return g_test_run ();
}
