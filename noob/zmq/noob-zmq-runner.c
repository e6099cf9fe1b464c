/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobZmqRunner:
 *
 * Runs each node of a tube in a process of its own, or in a thread of its own.
 *
 * Events go straight from node to node over ZeroMQ. This process needs none of the nodes' code. It
 * has a thread for the transport, so nothing depends on its main loop.
 *
 * Signals, `notify` among them, are emitted in the main context that was the thread-default one
 * when the runner was made. A call that waits, made in that thread, emits them meanwhile, so that a
 * program without a main loop has its events; made in another thread it only waits. There
 * [property@Noob.Runner:failure] may be set after the call has returned: the error has it too. A
 * handler may run a loop of its own, which emits what comes next, or drop the runner.
 *
 * No more than [property@Noob.ZmqRunner:max-in-flight] epochs may be in progress, or have ended
 * without those who listen having heard of it. A call in another thread that has to wait for that
 * longer than [property@Noob.ZmqRunner:quit-timeout], with nothing having been heard of meanwhile,
 * is [error@Noob.Error.TIMEOUT] before its epoch begins. So a program that makes calls in threads
 * and connects to signals has to iterate the main context that the runner was made in.
 *
 * The processes of nodes never outlive the runner, however it ends. Dropping the last reference
 * deinitializes it, which waits for the nodes, in whatever thread that happens; nothing is told of
 * that any more, nor of what had not been told by then.
 *
 * A process that was forked off has a runner that was initialized before only in name: calls to it
 * there are %NOOB_ERROR_STATE, and dropping it leaves the nodes to the process that has them.
 *
 * ## Threads
 *
 * With [property@Noob.ZmqRunner:transport] set to %NOOB_TRANSPORT_INPROC, nodes run in threads of
 * this process instead, each with a main context of its own, which is the thread-default one there.
 * All else is the same: the messages, the failures, the bounds. It is faster to initialize, and
 * events reach other nodes sooner, but this process needs the code of all nodes: special nodes,
 * classes, C modules, and what the application has registered with [func@Noob.register_function]
 * and [func@Noob.register_loader]. Functions of languages that must not be called in another thread
 * than their own, such as JavaScript, do not belong in there.
 *
 * Values are copied from node to node as they are between processes, except that a large
 * [struct@GLib.Bytes] shares its memory, and is freed in whatever thread drops it last.
 *
 * A node that crashes takes the process with it. A node that hangs cannot be killed: when
 * [property@Noob.ZmqRunner:quit-timeout] has passed, deinitializing fails with
 * [error@Noob.Error.TIMEOUT], which names it, and its thread is left to itself. When the node
 * returns after all, it is deinitialized there and all that it had is freed; until then its thread
 * stays, with its node and sockets, and the runner can be initialized again meanwhile.
 *
 * Only code of this process can connect to a node there, so that nodes do not have to prove who
 * they are, as they do between processes.
 *
 * Since: 1.0
 */

#include "zmq/noob-zmq-runner-parts-private.h"

#include "core/noob-error-private.h"
#include "zmq/noob-early-roots-private.h"
#include "zmq/noob-own-thread-private.h"

enum
{
  PROP_0,
  PROP_COMMAND,
  PROP_TRANSPORT,
  PROP_QUIT_TIMEOUT,
  PROP_INIT_TIMEOUT,
  PROP_MAX_IN_FLIGHT,
  PROP_AUTOCLEAR_STORE,
  N_PROPS
};

enum
{
  NODE_STATUS,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NoobZmqRunner, noob_zmq_runner, NOOB_TYPE_RUNNER)

static void
end (NoobRunner *self)
{
  g_autoptr (GError) error = NULL;

  if (!noob_runner_deinitialize (self, &error))
    noob_warn_of_error (noob_runner_get_runner_id (self), error);
}

/* Waits for the thread that dropped the last reference but this, so that this one is the last. */
static gpointer
end_and_drop (gpointer runner)
{
  end (runner);
  g_object_unref (runner);

  return NULL;
}

/* The last reference may go in any thread, such as that of a garbage collector. Where
 * deinitializing would wait for the thread that it is made in, another one has to do it. */
static void
noob_zmq_runner_dispose (GObject *object)
{
  gboolean initialized = noob_runner_get_initialized (NOOB_RUNNER (object));

  if (initialized && noob_own_thread_is_current ())
    {
      g_thread_unref (g_thread_new ("noob-zmq-runner-end", end_and_drop, g_object_ref (object)));
      return;
    }

  /* Nobody is to be told of anything in a thread that is not home. */
  g_signal_handlers_destroy (object);

  if (initialized && !noob_zmq_runner_is_forked (NOOB_ZMQ_RUNNER (object)))
    end (NOOB_RUNNER (object));

  G_OBJECT_CLASS (noob_zmq_runner_parent_class)->dispose (object);
}

static void
noob_zmq_runner_finalize (GObject *object)
{
  NoobZmqRunner *self = NOOB_ZMQ_RUNNER (object);

  noob_mailbox_free (self->mailbox);
  g_clear_pointer (&self->failure, noob_failure_unref);
  g_clear_pointer (&self->ledger, g_variant_unref);
  g_hash_table_unref (self->wanted);

  G_OBJECT_CLASS (noob_zmq_runner_parent_class)->finalize (object);
}

static void
noob_zmq_runner_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  NoobZmqRunner *self = NOOB_ZMQ_RUNNER (object);

  switch (id)
    {
    case PROP_COMMAND:
      g_value_set_object (value, noob_zmq_runner_get_command (self));
      break;
    case PROP_TRANSPORT:
      g_value_set_enum (value, self->transport);
      break;
    case PROP_QUIT_TIMEOUT:
      g_value_set_uint (value, self->quit_timeout);
      break;
    case PROP_INIT_TIMEOUT:
      g_value_set_uint (value, self->init_timeout);
      break;
    case PROP_MAX_IN_FLIGHT:
      g_value_set_uint (value, self->max_in_flight);
      break;
    case PROP_AUTOCLEAR_STORE:
      g_value_set_boolean (value, self->autoclear_store);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
noob_zmq_runner_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  NoobZmqRunner *self = NOOB_ZMQ_RUNNER (object);

  switch (id)
    {
    case PROP_TRANSPORT:
      self->transport = g_value_get_enum (value);
      break;
    case PROP_QUIT_TIMEOUT:
      self->quit_timeout = g_value_get_uint (value);
      break;
    case PROP_INIT_TIMEOUT:
      self->init_timeout = g_value_get_uint (value);
      break;
    case PROP_MAX_IN_FLIGHT:
      self->max_in_flight = g_value_get_uint (value);
      break;
    case PROP_AUTOCLEAR_STORE:
      self->autoclear_store = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
noob_zmq_runner_dispatch_properties_changed (GObject     *object,
                                             guint        n_pspecs,
                                             GParamSpec **pspecs)
{
  NoobZmqRunner *self = NOOB_ZMQ_RUNNER (object);

  if (noob_mailbox_is_home (self->mailbox))
    {
      G_OBJECT_CLASS (noob_zmq_runner_parent_class)
        ->dispatch_properties_changed (object, n_pspecs, pspecs);
      return;
    }

  for (guint i = 0; i < n_pspecs; i++)
    noob_zmq_runner_post_notify (self, pspecs[i]);
}

static void
noob_zmq_runner_class_init (NoobZmqRunnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS;

  object_class->dispose = noob_zmq_runner_dispose;
  object_class->finalize = noob_zmq_runner_finalize;
  object_class->dispatch_properties_changed = noob_zmq_runner_dispatch_properties_changed;
  object_class->get_property = noob_zmq_runner_get_property;
  object_class->set_property = noob_zmq_runner_set_property;

  noob_zmq_runner_set_up_calls (NOOB_RUNNER_CLASS (klass));

  /**
   * NoobZmqRunner:command:
   *
   * The command node, which controls the nodes: see [method@Noob.ZmqRunner.get_command].
   *
   * Since: 1.0
   */
  properties[PROP_COMMAND] =
    g_param_spec_object ("command", NULL, NULL, NOOB_TYPE_COMMAND_NODE,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * NoobZmqRunner:transport:
   *
   * Where nodes run, and how they are reached. A change takes effect when the runner is initialized
   * the next time.
   *
   * Since: 1.0
   */
  properties[PROP_TRANSPORT] = g_param_spec_enum ("transport", NULL, NULL, NOOB_TYPE_TRANSPORT,
                                                  NOOB_TRANSPORT_IPC, flags);

  /**
   * NoobZmqRunner:quit-timeout:
   *
   * How long nodes may take to deinitialize before their processes are killed, or their threads
   * left to themselves, in milliseconds; also, how long a call in another thread waits for the main
   * context of the runner to deliver anything at all, when its epoch cannot begin before that.
   *
   * Since: 1.0
   */
  properties[PROP_QUIT_TIMEOUT] =
    g_param_spec_uint ("quit-timeout", NULL, NULL, 0, G_MAXUINT, 10000, flags);

  /**
   * NoobZmqRunner:init-timeout:
   *
   * How long initializing may take, in milliseconds.
   *
   * Since: 1.0
   */
  properties[PROP_INIT_TIMEOUT] =
    g_param_spec_uint ("init-timeout", NULL, NULL, 0, G_MAXUINT, 10000, flags);

  /**
   * NoobZmqRunner:max-in-flight:
   *
   * How many root epochs may be in progress at once, 65,536 at most. It bounds every queue. An
   * epoch begins no more than 1,000 after the first that is in progress, however many may be. A
   * change takes effect when the runner is initialized the next time.
   *
   * Since: 1.0
   */
  properties[PROP_MAX_IN_FLIGHT] =
    g_param_spec_uint ("max-in-flight", NULL, NULL, 1, NOOB_MAX_EARLY_ROOTS, 128, flags);

  /**
   * NoobZmqRunner:autoclear-store:
   *
   * Whether the events of an epoch are dropped from the store when it ends. The store is only to be
   * looked into while nothing runs, and is emptied when the runner is initialized.
   *
   * Since: 1.0
   */
  properties[PROP_AUTOCLEAR_STORE] =
    g_param_spec_boolean ("autoclear-store", NULL, NULL, TRUE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * NoobZmqRunner::node-status:
   * @self: the runner
   * @node_id: the id of the node
   * @status: how it is now
   *
   * The status of a node changed: it waits for others while the tube is initialized, is ready, and
   * is closed once it is deinitialized or its process is gone. Emitted in the main context of the
   * runner.
   *
   * Since: 1.0
   */
  signals[NODE_STATUS] =
    g_signal_new ("node-status", NOOB_TYPE_ZMQ_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, NOOB_TYPE_NODE_STATUS);
}

static void
noob_zmq_runner_init (NoobZmqRunner *self)
{
  self->mailbox =
    noob_mailbox_new (G_OBJECT (self), noob_zmq_runner_deliver, noob_zmq_runner_news_free);
  self->wanted = g_hash_table_new (NULL, NULL);
}

void
noob_zmq_runner_emit_node_status (NoobZmqRunner  *self,
                                  const char     *node_id,
                                  NoobNodeStatus  status)
{
  g_signal_emit (self, signals[NODE_STATUS], 0, node_id, status);
}

/**
 * noob_zmq_runner_new:
 * @tube: the tube to run
 *
 * Makes a runner that runs each node in a process of its own, unless
 * [property@Noob.ZmqRunner:transport] is set to something else.
 *
 * Returns: (transfer full): the runner
 *
 * Since: 1.0
 */
NoobRunner *
noob_zmq_runner_new (NoobTube *tube)
{
  g_return_val_if_fail (NOOB_IS_TUBE (tube), NULL);

  return g_object_new (NOOB_TYPE_ZMQ_RUNNER, "tube", tube, NULL);
}

/**
 * noob_zmq_runner_get_node_processes:
 * @self: a runner
 *
 * Gets the processes that run the nodes.
 *
 * Returns: (transfer full) (element-type GPid): their ids, in the order of the nodes but for the
 *   return node; 0 for one that has ended, or runs in a thread of this process; empty when the
 *   runner is not initialized, or is being deinitialized
 *
 * Since: 1.0
 */
GArray *
noob_zmq_runner_get_node_processes (NoobZmqRunner *self)
{
  g_return_val_if_fail (NOOB_IS_ZMQ_RUNNER (self), NULL);

  if (!noob_runner_get_initialized (NOOB_RUNNER (self)) ||
      noob_runner_is_ending (NOOB_RUNNER (self)))
    return g_array_new (FALSE, FALSE, sizeof (GPid));

  return noob_zmq_runner_list_pids (self);
}

/**
 * noob_zmq_runner_get_command:
 * @self: a runner
 *
 * Gets the command node, which controls the nodes. It is there from when the runner is initialized
 * until it is deinitialized.
 *
 * It belongs to a thread of the runner, in which it emits its signals; its commands may be called
 * in any thread.
 *
 * Returns: (transfer none) (nullable): the command node; %NULL when the runner is not initialized
 *
 * Since: 1.0
 */
NoobCommandNode *
noob_zmq_runner_get_command (NoobZmqRunner *self)
{
  g_return_val_if_fail (NOOB_IS_ZMQ_RUNNER (self), NULL);

  return noob_runner_get_initialized (NOOB_RUNNER (self)) ? self->command : NULL;
}

/**
 * noob_zmq_runner_get_transport:
 * @self: a runner
 *
 * Gets where nodes run, and how they are reached.
 *
 * Returns: the transport
 *
 * Since: 1.0
 */
NoobTransport
noob_zmq_runner_get_transport (NoobZmqRunner *self)
{
  g_return_val_if_fail (NOOB_IS_ZMQ_RUNNER (self), NOOB_TRANSPORT_IPC);

  return self->transport;
}

/**
 * noob_zmq_runner_get_ledger:
 * @self: a runner
 *
 * Gets the books of the run that [method@Noob.Runner.deinitialize] ended last: for each dependency
 * of one node on another, how many events were sent, and what became of them.
 *
 * An event is a value or a NoEvent that a node emitted from that signal, in an epoch or a subepoch.
 * Its source counts it when it is sent, and its target, on its own, when it comes. Inputs are no
 * events. Each entry has:
 *
 * - `source-node`, `signal`, `target-node` and `slot` (`s`), what depends on what;
 * - `sent` (`t`): by the source;
 * - `received` (`t`): values that came, whether or not a call has used them;
 * - `expired` (`t`): NoEvents that came;
 * - `failed` (`t`): values that came and could not be had in the process of the target, so that
 *   their epochs failed;
 * - `abandoned` (`t`): events that came when their epoch had been cut off by a failure or by
 *   deinitializing the runner;
 * - `lost` (`as`): which of the two nodes left no books, since its process was killed or failed.
 *   When it is the source, what came is taken to have been sent; when it is the target, all that
 *   was sent is abandoned; when both, nothing is known.
 *
 * What was sent is always the sum of the rest: when it is not, deinitializing fails with
 * [error@Noob.Error.LEDGER], and the ledger has the figures that do not match.
 *
 * Returns: (transfer full): a #GVariant of type `aa{sv}`; an empty one when the runner has not been
 *   deinitialized yet, or could not be initialized the last time
 *
 * Since: 1.0
 */
GVariant *
noob_zmq_runner_get_ledger (NoobZmqRunner *self)
{
  g_return_val_if_fail (NOOB_IS_ZMQ_RUNNER (self), NULL);

  if (self->ledger != NULL)
    return g_variant_ref (self->ledger);

  return g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE_VARDICT, NULL, 0));
}
