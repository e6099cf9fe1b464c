/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobRunner:
 *
 * Runs a tube.
 *
 * A runner goes through `initialize`, any number of `process`, `iterate`, `run` or `start` and
 * `stop`, then `deinitialize`, and again from `initialize`. [class@Noob.SyncRunner] and
 * [class@Noob.ZmqRunner] differ in where the nodes run; what a tube means is the same.
 *
 * While a call is being made, handlers of signals and nodes cannot make another one that runs
 * epochs or takes the nodes away: that is [error@Noob.Error.STATE].
 *
 * ## Calls that do not wait
 *
 * The slow calls have a form that returns at once, and calls back in the main context that was the
 * thread-default one when it was made. Signals of what happened before come before it, where that
 * is also the context of the signals. The runner lives at least until then, and may be
 * deinitialized or dropped in the callback. A time-out is a cancellable that a timer cancels:
 *
 * ```c
 * static gboolean
 * on_time_out (gpointer cancellable)
 * {
 *   g_cancellable_cancel (cancellable);
 *
 *   return G_SOURCE_REMOVE;
 * }
 *
 * static void
 * process_within (NoobRunner          *runner,
 *                 guint                milliseconds,
 *                 GAsyncReadyCallback  callback)
 * {
 *   GCancellable *cancellable = g_cancellable_new ();
 *
 *   noob_runner_process_async (runner, NULL, cancellable, callback, NULL);
 *   g_timeout_add_full (G_PRIORITY_DEFAULT, milliseconds, on_time_out, cancellable,
 *                       g_object_unref);
 * }
 * ```
 *
 * What is cancelled fails with %G_IO_ERROR_CANCELLED, and the runner stays usable. In a
 * [class@Noob.SyncRunner] calls have their turns when its main loop is idle, an epoch at a time,
 * and can be cancelled between epochs.
 *
 * What may be outstanding together:
 *
 * - any number of [method@Noob.Runner.process_async]; they begin in order, but one that fails may
 *   end before an earlier one;
 * - any number of switches of nodes besides, which are made one after another between epochs;
 * - [method@Noob.Runner.deinitialize], in either form, while others run epochs: it cuts these off
 *   with [error@Noob.Error.STATE].
 *
 * Anything else that is asked meanwhile is [error@Noob.Error.STATE], and has no effect.
 *
 * A tube *returns* when it has an enabled return node that no disabled node cuts off. Then
 * [method@Noob.Runner.iterate] and [method@Noob.Runner.run] count results, running as many epochs
 * as that takes; else they count epochs.
 *
 * An error in a node fails its epoch, is returned as [error@Noob.Error.NODE] by the call that ran
 * it, and leaves the runner usable; [property@Noob.Runner:failure] tells more about it.
 *
 * Signals are emitted in the main context that was the thread-default one when the runner was
 * made. A runner belongs to the thread in which it was made, unless its class says otherwise.
 *
 * Since: 1.0
 */

#include "runners/noob-runner-parts-private.h"

enum
{
  PROP_0,
  PROP_TUBE,
  PROP_STORE,
  PROP_RUNNER_ID,
  PROP_MAX_ITER_LOOPS,
  PROP_INITIALIZED,
  PROP_RUNNING,
  PROP_FAILURE,
  N_PROPS
};

enum
{
  EVENT,
  NODE_READY,
  EPOCH_ENDED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (NoobRunner, noob_runner, G_TYPE_OBJECT)

NoobRunnerPrivate *
noob_runner_get_private (NoobRunner *self)
{
  return noob_runner_get_instance_private (self);
}

static void
set_flag (NoobRunner *self,
          gboolean   *flag,
          gboolean    value,
          guint       property)
{
  if (*flag == value)
    return;

  *flag = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
noob_runner_constructed (GObject *object)
{
  NoobRunnerPrivate *priv = noob_runner_get_private (NOOB_RUNNER (object));

  if (priv->runner_id == NULL)
    priv->runner_id = g_uuid_string_random ();

  G_OBJECT_CLASS (noob_runner_parent_class)->constructed (object);
}

static void
noob_runner_finalize (GObject *object)
{
  NoobRunnerPrivate *priv = noob_runner_get_private (NOOB_RUNNER (object));

  g_clear_object (&priv->tube);
  g_clear_object (&priv->store);
  g_clear_pointer (&priv->runner_id, g_free);
  g_clear_pointer (&priv->failure, noob_failure_unref);
  g_clear_pointer (&priv->context, g_main_context_unref);

  G_OBJECT_CLASS (noob_runner_parent_class)->finalize (object);
}

static void
noob_runner_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  NoobRunnerPrivate *priv = noob_runner_get_private (NOOB_RUNNER (object));

  switch (id)
    {
    case PROP_TUBE:
      g_value_set_object (value, priv->tube);
      break;
    case PROP_STORE:
      g_value_set_object (value, priv->store);
      break;
    case PROP_RUNNER_ID:
      g_value_set_string (value, priv->runner_id);
      break;
    case PROP_MAX_ITER_LOOPS:
      g_value_set_uint (value, priv->max_iter_loops);
      break;
    case PROP_INITIALIZED:
      g_value_set_boolean (value, priv->initialized);
      break;
    case PROP_RUNNING:
      g_value_set_boolean (value, priv->running);
      break;
    case PROP_FAILURE:
      g_value_set_boxed (value, priv->failure);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
noob_runner_set_property (GObject      *object,
                          guint         id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  NoobRunner *self = NOOB_RUNNER (object);
  NoobRunnerPrivate *priv = noob_runner_get_private (self);

  switch (id)
    {
    case PROP_TUBE:
      priv->tube = g_value_dup_object (value);
      break;
    case PROP_STORE:
      priv->store = g_value_dup_object (value);
      if (priv->store == NULL)
        priv->store = noob_event_store_new ();
      break;
    case PROP_RUNNER_ID:
      priv->runner_id = g_value_dup_string (value);
      break;
    case PROP_MAX_ITER_LOOPS:
      noob_runner_set_max_iter_loops (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  /**
   * NoobRunner:tube:
   *
   * The tube that is run.
   *
   * Since: 1.0
   */
  properties[PROP_TUBE] =
    g_param_spec_object ("tube", NULL, NULL, NOOB_TYPE_TUBE,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * NoobRunner:store:
   *
   * Where events are kept while they are needed.
   *
   * Since: 1.0
   */
  properties[PROP_STORE] =
    g_param_spec_object ("store", NULL, NULL, NOOB_TYPE_EVENT_STORE,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * NoobRunner:runner-id:
   *
   * What tells this runner from others; random unless given.
   *
   * Since: 1.0
   */
  properties[PROP_RUNNER_ID] =
    g_param_spec_string ("runner-id", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * NoobRunner:max-iter-loops:
   *
   * How many epochs in a row may give no result before iterating over a tube that returns is an
   * error.
   *
   * Since: 1.0
   */
  properties[PROP_MAX_ITER_LOOPS] =
    g_param_spec_uint ("max-iter-loops", NULL, NULL, 1, G_MAXUINT, 100,
                       G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS |
                         G_PARAM_EXPLICIT_NOTIFY);

  /**
   * NoobRunner:initialized:
   *
   * Whether the nodes are there.
   *
   * Since: 1.0
   */
  properties[PROP_INITIALIZED] = g_param_spec_boolean (
    "initialized", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * NoobRunner:running:
   *
   * Whether the runner is running freely.
   *
   * Since: 1.0
   */
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * NoobRunner:failure:
   *
   * The last failure of a node, set before the call that it failed returns.
   *
   * Since: 1.0
   */
  properties[PROP_FAILURE] =
    g_param_spec_boxed ("failure", NULL, NULL, NOOB_TYPE_FAILURE,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
install_signals (void)
{
  /**
   * NoobRunner::event:
   * @self: the runner
   * @event: the event
   *
   * A node emitted an event. The detail is the id of the node: `event::camera`. A NoEvent is not
   * announced.
   *
   * Since: 1.0
   */
  signals[EVENT] = g_signal_new ("event", NOOB_TYPE_RUNNER,
                                 G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 1, NOOB_TYPE_EVENT);

  /**
   * NoobRunner::node-ready:
   * @self: the runner
   * @node_id: the id of the node
   *
   * A node has been initialized.
   *
   * Since: 1.0
   */
  signals[NODE_READY] = g_signal_new ("node-ready", NOOB_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * NoobRunner::epoch-ended:
   * @self: the runner
   * @epoch: the root epoch
   *
   * Nothing will happen in an epoch any more.
   *
   * Since: 1.0
   */
  signals[EPOCH_ENDED] = g_signal_new ("epoch-ended", NOOB_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, NOOB_TYPE_EPOCH);
}

static void
noob_runner_class_init (NoobRunnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = noob_runner_constructed;
  object_class->finalize = noob_runner_finalize;
  object_class->get_property = noob_runner_get_property;
  object_class->set_property = noob_runner_set_property;

  install_properties (object_class);
  install_signals ();

  noob_tube_loader_register ();
}

static void
noob_runner_init (NoobRunner *self)
{
  NoobRunnerPrivate *priv = noob_runner_get_private (self);

  priv->context = g_main_context_ref_thread_default ();
  priv->life = 1;
}

gboolean
noob_runner_has_listeners (NoobRunner *self)
{
  return g_signal_handler_find (self, G_SIGNAL_MATCH_ID, signals[EVENT], 0, NULL, NULL, NULL) != 0;
}

gboolean
noob_runner_wants_epochs (NoobRunner *self)
{
  return g_signal_has_handler_pending (self, signals[EPOCH_ENDED], 0, FALSE);
}

gboolean
noob_runner_wants_events (NoobRunner *self,
                          GQuark      node_id)
{
  return g_signal_has_handler_pending (self, signals[EVENT], node_id, FALSE) ||
         g_signal_has_handler_pending (self, signals[EVENT], 0, FALSE);
}

void
noob_runner_emit_event (NoobRunner *self,
                        NoobEvent  *event)
{
  g_signal_emit (self, signals[EVENT], g_quark_from_static_string (noob_event_get_node_id (event)),
                 event);
}

void
noob_runner_emit_node_ready (NoobRunner *self,
                             const char *node_id)
{
  g_signal_emit (self, signals[NODE_READY], 0, node_id);
}

void
noob_runner_emit_epoch_ended (NoobRunner *self,
                              NoobEpoch  *epoch)
{
  if (g_signal_has_handler_pending (self, signals[EPOCH_ENDED], 0, FALSE))
    g_signal_emit (self, signals[EPOCH_ENDED], 0, epoch);
}

void
noob_runner_set_failure (NoobRunner  *self,
                         NoobFailure *failure)
{
  NoobRunnerPrivate *priv = noob_runner_get_private (self);

  g_clear_pointer (&priv->failure, noob_failure_unref);
  priv->failure = failure != NULL ? noob_failure_ref (failure) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILURE]);
}

void
noob_runner_set_initialized (NoobRunner *self,
                             gboolean    initialized)
{
  NoobRunnerPrivate *priv = noob_runner_get_private (self);

  /* Asynchronous calls that were cut off are yet to end, but stand in the way of nothing. */
  if (priv->initialized && !initialized)
    {
      priv->life++;
      priv->ending = FALSE;
      priv->iteration = 0;
      priv->iterating = FALSE;
      priv->n_processing = 0;
    }

  set_flag (self, &priv->initialized, initialized, PROP_INITIALIZED);
}

void
noob_runner_set_running (NoobRunner *self,
                         gboolean    running)
{
  set_flag (self, &noob_runner_get_private (self)->running, running, PROP_RUNNING);
}

GMainContext *
noob_runner_get_context (NoobRunner *self)
{
  return noob_runner_get_private (self)->context;
}

gboolean
noob_runner_get_returns (NoobRunner *self)
{
  return g_atomic_int_get (&noob_runner_get_private (self)->returns);
}

void
noob_runner_set_returns (NoobRunner *self,
                         gboolean    returns)
{
  g_atomic_int_set (&noob_runner_get_private (self)->returns, returns);
}

/**
 * noob_runner_get_tube:
 * @self: a runner
 *
 * Gets the tube that is run.
 *
 * Returns: (transfer none): the tube
 *
 * Since: 1.0
 */
NoobTube *
noob_runner_get_tube (NoobRunner *self)
{
  g_return_val_if_fail (NOOB_IS_RUNNER (self), NULL);

  return noob_runner_get_private (self)->tube;
}

/**
 * noob_runner_get_store:
 * @self: a runner
 *
 * Gets where events are kept while they are needed.
 *
 * Returns: (transfer none): the store
 *
 * Since: 1.0
 */
NoobEventStore *
noob_runner_get_store (NoobRunner *self)
{
  g_return_val_if_fail (NOOB_IS_RUNNER (self), NULL);

  return noob_runner_get_private (self)->store;
}

/**
 * noob_runner_get_runner_id:
 * @self: a runner
 *
 * Gets what tells this runner from others.
 *
 * Returns: (transfer none): the id
 *
 * Since: 1.0
 */
const char *
noob_runner_get_runner_id (NoobRunner *self)
{
  g_return_val_if_fail (NOOB_IS_RUNNER (self), NULL);

  return noob_runner_get_private (self)->runner_id;
}

/**
 * noob_runner_get_max_iter_loops:
 * @self: a runner
 *
 * Gets how many epochs in a row may give no result before iterating is an error.
 *
 * Returns: the number
 *
 * Since: 1.0
 */
guint
noob_runner_get_max_iter_loops (NoobRunner *self)
{
  g_return_val_if_fail (NOOB_IS_RUNNER (self), 0);

  return noob_runner_get_private (self)->max_iter_loops;
}

/**
 * noob_runner_set_max_iter_loops:
 * @self: a runner
 * @max_iter_loops: how many epochs in a row may give no result before iterating is an error; at
 *   least 1
 *
 * Sets [property@Noob.Runner:max-iter-loops].
 *
 * Since: 1.0
 */
void
noob_runner_set_max_iter_loops (NoobRunner *self,
                                guint       max_iter_loops)
{
  NoobRunnerPrivate *priv = noob_runner_get_private (self);

  g_return_if_fail (NOOB_IS_RUNNER (self));
  g_return_if_fail (max_iter_loops > 0);

  if (priv->max_iter_loops == max_iter_loops)
    return;

  priv->max_iter_loops = max_iter_loops;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAX_ITER_LOOPS]);
}

/**
 * noob_runner_get_initialized:
 * @self: a runner
 *
 * Whether the nodes are there.
 *
 * Returns: whether the runner is initialized
 *
 * Since: 1.0
 */
gboolean
noob_runner_get_initialized (NoobRunner *self)
{
  g_return_val_if_fail (NOOB_IS_RUNNER (self), FALSE);

  return noob_runner_get_private (self)->initialized;
}

/**
 * noob_runner_get_running:
 * @self: a runner
 *
 * Whether the runner is running freely.
 *
 * Returns: whether it is running
 *
 * Since: 1.0
 */
gboolean
noob_runner_get_running (NoobRunner *self)
{
  g_return_val_if_fail (NOOB_IS_RUNNER (self), FALSE);

  return noob_runner_get_private (self)->running;
}

/**
 * noob_runner_get_failure:
 * @self: a runner
 *
 * Gets the last failure of a node.
 *
 * Returns: (transfer none) (nullable): the failure, or %NULL when none has failed since the
 * runner was initialized
 *
 * Since: 1.0
 */
NoobFailure *
noob_runner_get_failure (NoobRunner *self)
{
  g_return_val_if_fail (NOOB_IS_RUNNER (self), NULL);

  return noob_runner_get_private (self)->failure;
}
