/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is different when nodes are threads of this process. What is the same is tested with the
 * other runners, in tests/runners. */

#include "runner-fixture.h"

#include <stdio.h>

#define N_CYCLES 100
#define MANY 200
#define LARGE (4 * 1024 * 1024)

#define CHAIN \
  "nodes:\n" \
  "  a: {type: count}\n" \
  "  b: {type: add, depends: a.value, params: {right: 10}}\n" \
  "  r: {type: return, depends: b.value}\n"

/* What waits for the node that hangs comes first, but is not to be blamed. */
#define GATE(at) \
  "nodes:\n" \
  "  b: {type: pass, depends: a.value}\n" \
  "  a: {type: 'GateNode', params: {at: " at "}}\n" \
  "  r: {type: return, depends: b.value}\n"

/* A node that hangs at the gate, until that is opened. */

static GMutex gate_lock;
static GCond gate_changed;
static gboolean gate_open;
static guint n_at_gate;
static guint n_past_gate;

typedef struct
{
  NoobNode  parent_instance;
  char     *at;
} GateNode;

typedef NoobNodeClass GateNodeClass;

static GType gate_node_get_type (void);

G_DEFINE_TYPE (GateNode, gate_node, NOOB_TYPE_NODE)

static void
wait_at_gate (void)
{
  g_mutex_lock (&gate_lock);
  n_at_gate++;
  g_cond_broadcast (&gate_changed);
  while (!gate_open)
    g_cond_wait (&gate_changed, &gate_lock);
  n_past_gate++;
  g_mutex_unlock (&gate_lock);
}

static void
await_somebody_at_gate (void)
{
  g_mutex_lock (&gate_lock);
  while (n_at_gate == 0)
    g_cond_wait (&gate_changed, &gate_lock);
  g_mutex_unlock (&gate_lock);
}

static void
open_gate (void)
{
  g_mutex_lock (&gate_lock);
  gate_open = TRUE;
  g_cond_broadcast (&gate_changed);
  g_mutex_unlock (&gate_lock);
}

static guint
count_past_gate (void)
{
  guint n;

  g_mutex_lock (&gate_lock);
  n = n_past_gate;
  g_mutex_unlock (&gate_lock);

  return n;
}

static gboolean
gate_node_do_init (NoobNode  *node,
                   GError   **error)
{
  if (g_str_equal (((GateNode *) node)->at, "init"))
    wait_at_gate ();

  return TRUE;
}

static gboolean
gate_node_deinit (NoobNode  *node,
                  GError   **error)
{
  if (g_str_equal (((GateNode *) node)->at, "deinit"))
    wait_at_gate ();

  return TRUE;
}

static gboolean
gate_node_process (NoobNode    *node,
                   NoobRecord  *inputs,
                   NoobRecord  *outputs,
                   GError     **error)
{
  if (g_str_equal (((GateNode *) node)->at, "process"))
    wait_at_gate ();
  noob_record_set_int64 (outputs, "value", 7);

  return TRUE;
}

static void
gate_node_set_property (GObject      *object,
                        guint         id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  ((GateNode *) object)->at = g_value_dup_string (value);
}

static void
gate_node_finalize (GObject *object)
{
  g_free (((GateNode *) object)->at);

  G_OBJECT_CLASS (gate_node_parent_class)->finalize (object);
}

static void
gate_node_class_init (GateNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = gate_node_set_property;
  object_class->finalize = gate_node_finalize;
  klass->init = gate_node_do_init;
  klass->deinit = gate_node_deinit;
  klass->process = gate_node_process;
  g_object_class_install_property (
    object_class, 1,
    g_param_spec_string ("at", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
}

static void
gate_node_init (GateNode *self)
{
}

/* What is left. */

static guint
count_threads (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/task", 0, NULL);
  guint n = 0;

  g_assert_nonnull (folder);
  while (g_dir_read_name (folder) != NULL)
    n++;

  return n;
}

/* Threads that nobody joins: the watchdog ends this if they do not. */
static void
await_threads (guint n)
{
  while (count_threads () > n)
    g_thread_yield ();
}

static void
make_runner (RunnerFixture *fixture,
             const char    *text)
{
  fixture->runner = runner_new (text, NULL);
  g_object_set (fixture->runner, "transport", NOOB_TRANSPORT_INPROC, NULL);
}

static void
begin (RunnerFixture *fixture,
       const char    *text)
{
  make_runner (fixture, text);
  runner_initialize (fixture->runner);
}

/* Life. */

static void
test_threads (RunnerFixture *fixture,
              gconstpointer  data)
{
  g_autoptr (GArray) pids = NULL;

  begin (fixture, CHAIN);
  pids = noob_zmq_runner_get_node_processes (NOOB_ZMQ_RUNNER (fixture->runner));
  g_assert_cmpuint (pids->len, ==, 2);
  g_assert_cmpint (g_array_index (pids, GPid, 0), ==, 0);
  g_assert_cmpint (g_array_index (pids, GPid, 1), ==, 0);
  assert_no_children ();
  assert_no_run_folders ();
  assert_processes (fixture->runner, NULL, "10");
  assert_runs (fixture->runner, 3, "[11,12,13]");
}

static void
test_cycles (RunnerFixture *fixture,
             gconstpointer  data)
{
  guint n_threads = count_threads ();
  guint n_fds = count_fds ();

  make_runner (fixture, CHAIN);
  for (guint i = 0; i < N_CYCLES; i++)
    {
      runner_initialize (fixture->runner);
      assert_processes (fixture->runner, NULL, "10");
      runner_deinitialize (fixture->runner);
      g_assert_cmpuint (count_fds (), ==, n_fds);
      await_threads (n_threads);
    }
}

/* Half of the nodes are still meeting each other when all of them have to end. */
static void
test_cycles_of_failures (RunnerFixture *fixture,
                         gconstpointer  data)
{
  guint n_threads = count_threads ();

  make_runner (fixture, "nodes:\n"
                        "  a: {type: count}\n"
                        "  b: {type: add, depends: a.value}\n"
                        "  c: {type: add, depends: b.value}\n"
                        "  d: {type: fail_in_init, depends: [{value: a.value}]}\n");
  for (guint i = 0; i < N_CYCLES; i++)
    {
      runner_refuses (fixture->runner, NOOB_ERROR_NODE, "*node d*the camera is not there*");
      await_threads (n_threads);
    }
}

static void
test_transport_changes (RunnerFixture *fixture,
                        gconstpointer  data)
{
  begin (fixture, CHAIN);
  assert_processes (fixture->runner, NULL, "10");
  g_object_set (fixture->runner, "transport", NOOB_TRANSPORT_IPC, NULL);
  assert_processes (fixture->runner, NULL, "11");
  runner_deinitialize (fixture->runner);
  runner_initialize (fixture->runner);
  assert_processes (fixture->runner, NULL, "10");
  g_object_set (fixture->runner, "transport", NOOB_TRANSPORT_TCP, NULL);
  runner_deinitialize (fixture->runner);
  runner_refuses (fixture->runner, NOOB_ERROR_FAILED, "*\"tcp\"*\"ipc\"*\"inproc\"*");
}

static void
test_command (RunnerFixture *fixture,
              gconstpointer  data)
{
  g_autoptr (NoobCommandNode) command = NULL;

  make_runner (fixture, CHAIN);
  g_object_get (fixture->runner, "command", &command, NULL);
  g_assert_null (command);
  runner_initialize (fixture->runner);
  g_object_get (fixture->runner, "command", &command, NULL);
  g_assert_cmpstr (noob_command_node_get_protocol (command), ==, "inproc");
  g_assert_cmpstr (noob_command_node_get_runner_id (command), ==,
                   noob_runner_get_runner_id (fixture->runner));
  runner_deinitialize (fixture->runner);
  g_assert_null (noob_zmq_runner_get_command (NOOB_ZMQ_RUNNER (fixture->runner)));
}

/* More than a zmq context has sockets for unless it is told to have more. */
static void
test_many_nodes (RunnerFixture *fixture,
                 gconstpointer  data)
{
  g_autoptr (GString) text = g_string_new ("nodes:\n");

  for (guint i = 0; i < MANY; i++)
    g_string_append_printf (text, "  node_%u: {type: count}\n", i);
  g_string_append (text, "  r: {type: return, depends: node_7.value}\n");
  make_runner (fixture, text->str);
  /* It is not about time, of which they need a lot under the thread sanitizer. */
  g_object_set (fixture->runner, "init-timeout", 60 * 1000, NULL);
  runner_initialize (fixture->runner);
  assert_runs (fixture->runner, 2, "[0,1]");
}

/* Nodes of this process. */

static gboolean
tell_thread (gpointer     user_data,
             NoobRecord  *inputs,
             NoobRecord  *outputs,
             GError     **error)
{
  g_autofree char *thread = g_strdup_printf ("%p", (void *) g_thread_self ());
  g_autofree char *context = g_strdup_printf ("%p", (void *) g_main_context_get_thread_default ());

  noob_record_set_string (outputs, "thread", thread);
  noob_record_set_string (outputs, "context", context);

  return TRUE;
}

static void
test_registered_function (RunnerFixture *fixture,
                          gconstpointer  data)
{
  g_autofree char *own = g_strdup_printf ("%p", (void *) g_thread_self ());
  g_auto (GValue) result = G_VALUE_INIT;
  const char *places[4];
  NoobList *list;

  noob_register_function ("tell_thread", "-> thread: string, context: string", tell_thread, NULL,
                          NULL);
  begin (fixture, "nodes:\n"
                  "  a: {type: 'tell_thread'}\n"
                  "  b: {type: 'tell_thread'}\n"
                  "  r: {type: return, depends: [a.thread, b.thread, a.context, b.context]}\n");
  g_assert_true (noob_runner_process (fixture->runner, NULL, &result, NULL));
  list = g_value_get_boxed (&result);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      places[i] = g_value_get_string (noob_list_get_value (list, i));
      g_assert_cmpstr (places[i], !=, own);
    }
  g_assert_cmpstr (places[0], !=, places[1]);
  g_assert_cmpstr (places[2], !=, places[3]);
  noob_unregister_function ("tell_thread");
}

static GMutex meeting_lock;
static GCond meeting_changed;
static guint n_met;

/* Comes back when two of these are being called. */
static gboolean
meet (gpointer     user_data,
      NoobRecord  *inputs,
      NoobRecord  *outputs,
      GError     **error)
{
  g_mutex_lock (&meeting_lock);
  n_met++;
  g_cond_broadcast (&meeting_changed);
  while (n_met < 2)
    g_cond_wait (&meeting_changed, &meeting_lock);
  g_mutex_unlock (&meeting_lock);
  noob_record_set_boolean (outputs, "value", TRUE);

  return TRUE;
}

static void
test_parallel (RunnerFixture *fixture,
               gconstpointer  data)
{
  noob_register_function ("meet", "-> value: boolean", meet, NULL, NULL);
  begin (fixture, "nodes:\n"
                  "  a: {type: 'meet'}\n"
                  "  b: {type: 'meet'}\n"
                  "  r: {type: return, depends: [a.value, b.value]}\n");
  assert_processes (fixture->runner, NULL, "[true,true]");
  noob_unregister_function ("meet");
}

static void
test_refused (RunnerFixture *fixture,
              gconstpointer  data)
{
  make_runner (fixture, "nodes:\n"
                        "  a: {type: count}\n"
                        "  b: {type: 'python:pictures.blur', depends: a.value}\n"
                        "  c: {type: 'gjs:pictures.js#blur', depends: a.value}\n");
  runner_refuses (fixture->runner, NOOB_ERROR_LOAD,
                  "node \"b\": *pictures.blur*Python*register*\"ipc\"*");
}

/* Bytes. */

static guint n_released;

static void
release_bytes (gpointer data)
{
  g_atomic_int_inc (&n_released);
  g_free (data);
}

static gboolean
make_bytes (gpointer     user_data,
            NoobRecord  *inputs,
            NoobRecord  *outputs,
            GError     **error)
{
  gpointer data = g_malloc0 (LARGE);
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_BYTES);
  g_value_take_boxed (&value, g_bytes_new_with_free_func (data, LARGE, release_bytes, data));
  noob_record_take_value (outputs, "value", &value);

  return TRUE;
}

static void
test_bytes (RunnerFixture *fixture,
            gconstpointer  data)
{
  g_auto (GValue) result = G_VALUE_INIT;

  noob_register_function ("make_bytes", "-> value", make_bytes, NULL, NULL);
  begin (fixture, "nodes:\n"
                  "  a: {type: 'make_bytes'}\n"
                  "  b: {type: pass, depends: a.value}\n"
                  "  c: {type: pass, depends: a.value}\n"
                  "  r: {type: return, depends: b.value}\n");
  g_assert_true (noob_runner_process (fixture->runner, NULL, &result, NULL));
  runner_deinitialize (fixture->runner);
  g_assert_cmpuint (g_bytes_get_size (g_value_get_boxed (&result)), ==, LARGE);
  g_assert_cmpuint (g_atomic_int_get (&n_released), ==, 0);
  noob_event_store_clear (noob_runner_get_store (fixture->runner), NULL);
  g_value_unset (&result);
  g_assert_cmpuint (g_atomic_int_get (&n_released), ==, 1);
  noob_unregister_function ("make_bytes");
}

/* Failures. */

static void
test_error (RunnerFixture *fixture,
            gconstpointer  data)
{
  begin (fixture, "nodes:\n"
                  "  a: {type: count}\n"
                  "  b: {type: fail, depends: [{value: a.value}], params: {at: 1}}\n"
                  "  r: {type: return, depends: b.value}\n");
  assert_processes (fixture->runner, NULL, "0");
  runner_fails (fixture->runner, NULL, NOOB_ERROR_NODE, "*node b, epoch 1*the disk is full*");
  assert_processes (fixture->runner, NULL, "2");
}

/* The runner can be used again at once; and the thread ends when its node returns at last. */
static void
assert_goes_on (RunnerFixture *fixture,
                guint          n_threads)
{
  g_autoptr (NoobRunner) other = runner_new (CHAIN, NULL);

  g_object_set (other, "transport", NOOB_TRANSPORT_INPROC, NULL);
  runner_initialize (other);
  assert_processes (other, NULL, "10");
  runner_deinitialize (other);

  g_assert_cmpuint (count_past_gate (), ==, 0);
  open_gate ();
  await_threads (n_threads);
  g_assert_cmpuint (count_past_gate (), ==, 1);
  runner_initialize (fixture->runner);
  assert_processes (fixture->runner, NULL, "7");
}

static void
set_up_gate (void)
{
  gate_open = FALSE;
  n_at_gate = n_past_gate = 0;
}

static void
assert_left_behind (NoobRunner *runner)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_runner_deinitialize (runner, &error));
  g_test_message ("%s", error->message);
  assert_error_like (error, NOOB_ERROR_TIMEOUT, "*node \"a\"*50 ms*thread*cannot be killed*");
  g_assert_false (noob_runner_get_initialized (runner));
}

static void
test_hang_in_process (RunnerFixture *fixture,
                      gconstpointer  data)
{
  guint n_threads = count_threads ();

  set_up_gate ();
  make_runner (fixture, GATE ("process"));
  g_object_set (fixture->runner, "quit-timeout", 50, NULL);
  runner_initialize (fixture->runner);
  g_assert_true (noob_runner_start (fixture->runner, NULL));
  await_somebody_at_gate ();
  assert_left_behind (fixture->runner);
  assert_goes_on (fixture, n_threads);
}

static void
test_hang_in_deinit (RunnerFixture *fixture,
                     gconstpointer  data)
{
  guint n_threads = count_threads ();

  set_up_gate ();
  make_runner (fixture, GATE ("deinit"));
  g_object_set (fixture->runner, "quit-timeout", 50, NULL);
  runner_initialize (fixture->runner);
  assert_processes (fixture->runner, NULL, "7");
  assert_left_behind (fixture->runner);
  assert_goes_on (fixture, n_threads);
}

static void
test_hang_in_init (RunnerFixture *fixture,
                   gconstpointer  data)
{
  guint n_threads = count_threads ();

  set_up_gate ();
  make_runner (fixture, GATE ("init"));
  g_object_set (fixture->runner, "init-timeout", 500, "quit-timeout", 50, NULL);
  runner_refuses (fixture->runner, NOOB_ERROR_TIMEOUT, "*500 ms*node \"a\"*");
  g_object_set (fixture->runner, "init-timeout", 10000, NULL);
  assert_goes_on (fixture, n_threads);
}

/* The runner is gone when the node returns. */
static void
test_hang_outlives_runner (RunnerFixture *fixture,
                           gconstpointer  data)
{
  guint n_threads = count_threads ();

  set_up_gate ();
  runner_expect_log ("node \"a\"*50 ms*");
  make_runner (fixture, GATE ("process"));
  g_object_set (fixture->runner, "quit-timeout", 50, NULL);
  runner_initialize (fixture->runner);
  g_assert_true (noob_runner_start (fixture->runner, NULL));
  await_somebody_at_gate ();
  g_assert_finalize_object (g_steal_pointer (&fixture->runner));
  open_gate ();
  await_threads (n_threads);
}

int
main (int   argc,
      char *argv[])
{
  runner_test_init (&argc, &argv);
  g_type_ensure (gate_node_get_type ());

  runner_test_add ("/zmq-runner/inproc/threads", NULL, test_threads);
  runner_test_add ("/zmq-runner/inproc/cycles", NULL, test_cycles);
  runner_test_add ("/zmq-runner/inproc/cycles-of-failures", NULL, test_cycles_of_failures);
  runner_test_add ("/zmq-runner/inproc/transport-changes", NULL, test_transport_changes);
  runner_test_add ("/zmq-runner/inproc/many-nodes", NULL, test_many_nodes);
  runner_test_add ("/zmq-runner/inproc/command", NULL, test_command);
  runner_test_add ("/zmq-runner/inproc/registered-function", NULL, test_registered_function);
  runner_test_add ("/zmq-runner/inproc/parallel", NULL, test_parallel);
  runner_test_add ("/zmq-runner/inproc/node-of-another-language", NULL, test_refused);
  runner_test_add ("/zmq-runner/inproc/bytes", NULL, test_bytes);
  runner_test_add ("/zmq-runner/inproc/error", NULL, test_error);
  runner_test_add ("/zmq-runner/inproc/hang-in-process", NULL, test_hang_in_process);
  runner_test_add ("/zmq-runner/inproc/hang-in-deinit", NULL, test_hang_in_deinit);
  runner_test_add ("/zmq-runner/inproc/hang-in-init", NULL, test_hang_in_init);
  runner_test_add ("/zmq-runner/inproc/hang-outlives-the-runner", NULL, test_hang_outlives_runner);

  return runner_test_run ();
}
