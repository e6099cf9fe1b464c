/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobNode:
 *
 * One operation of a tube: takes values in slots, emits values from signals.
 *
 * A subclass implements the `process` vfunc, which reads its inputs by slot and sets its outputs by
 * signal; a signal that it does not set emits nothing. An output that holds a [struct@Noob.Event],
 * or a list of them, passes as it is, so that a node can emit into other epochs. `get_slots` and
 * `get_signals` say what it can be wired to, and its writable properties are the params that a
 * specification may give:
 *
 * ```c
 * struct _FooScaleNode { NoobNode parent_instance; double factor; };
 *
 * G_DEFINE_FINAL_TYPE (FooScaleNode, foo_scale_node, NOOB_TYPE_NODE)
 *
 * static gboolean
 * foo_scale_node_process (NoobNode    *node,
 *                         NoobRecord  *inputs,
 *                         NoobRecord  *outputs,
 *                         GError     **error)
 * {
 *   double value;
 *
 *   if (!noob_record_get (inputs, error, "value", G_TYPE_DOUBLE, &value, NULL))
 *     return FALSE;
 *
 *   noob_record_set_double (outputs, "value", value * FOO_SCALE_NODE (node)->factor);
 *   return TRUE;
 * }
 * ```
 *
 * A function needs no class: see [struct@Noob.Function] and [func@Noob.register_function].
 *
 * A node is made, called and freed by its runner, in one thread; it may use GLib's main loop freely
 * there.
 *
 * Since: 1.0
 */

#include "nodes/noob-node-private.h"

#include "core/noob-error-private.h"

enum
{
  PROP_0,
  PROP_ID,
  PROP_STATEFUL,
  PROP_ENABLED,
  PROP_EPOCH,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

typedef struct
{
  const char      *id;
  NoobEpoch       *epoch;
  NoobEventFinder  find_event;
  gpointer         find_event_data;
  GError          *failure; /* what it reported in the call in progress */
  gboolean         stateful;
  gboolean         enabled;
} NoobNodePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (NoobNode, noob_node, G_TYPE_OBJECT)

/* What a vfunc of @self came to. Takes @reason. */
static gboolean
conclude (NoobNode    *self,
          const char  *operation,
          gboolean     succeeded,
          GError      *reason,
          GError     **error)
{
  NoobNodePrivate *priv = noob_node_get_instance_private (self);
  g_autoptr (GError) own_reason = reason;

  if (priv->failure != NULL)
    g_propagate_error (error, g_steal_pointer (&priv->failure));
  else if (succeeded)
    return TRUE;
  else if (own_reason != NULL)
    g_propagate_error (error, g_steal_pointer (&own_reason));
  else
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_NODE, "%s failed without saying why", operation);

  return FALSE;
}

static gboolean
noob_node_real_init (NoobNode  *self,
                     GError   **error)
{
  return TRUE;
}

static gboolean
noob_node_real_deinit (NoobNode  *self,
                       GError   **error)
{
  return TRUE;
}

static void
noob_node_real_process_async (NoobNode            *self,
                              NoobRecord          *inputs,
                              NoobRecord          *outputs,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, noob_node_real_process_async);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (noob_node_process (self, inputs, outputs, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
noob_node_real_process_finish (NoobNode      *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
keep_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

/* For a class that has only the asynchronous form. Nothing but that call is dispatched
 * meanwhile. */
static gboolean
noob_node_real_process (NoobNode    *self,
                        NoobRecord  *inputs,
                        NoobRecord  *outputs,
                        GError     **error)
{
  NoobNodeClass *klass = NOOB_NODE_GET_CLASS (self);
  g_autoptr (GMainContext) context = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  if (klass->process_async == noob_node_real_process_async)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_NODE,
                   "%s implements neither process nor process_async", G_OBJECT_TYPE_NAME (self));
      return FALSE;
    }

  context = g_main_context_new ();
  g_main_context_push_thread_default (context);

  klass->process_async (self, inputs, outputs, NULL, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);

  g_main_context_pop_thread_default (context);

  return klass->process_finish (self, result, error);
}

static GList *
noob_node_real_get_slots (NoobNode *self)
{
  return NULL;
}

static char **
noob_node_real_get_signals (NoobNode *self)
{
  static const char *const signals[] = { "value", NULL };

  return g_strdupv ((char **) signals);
}

static void
noob_node_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  NoobNode *self = NOOB_NODE (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_interned_string (value, noob_node_get_id (self));
      break;

    case PROP_STATEFUL:
      g_value_set_boolean (value, noob_node_get_stateful (self));
      break;

    case PROP_ENABLED:
      g_value_set_boolean (value, noob_node_get_enabled (self));
      break;

    case PROP_EPOCH:
      g_value_set_boxed (value, noob_node_get_epoch (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
noob_node_set_property (GObject      *object,
                        guint         prop_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  NoobNode *self = NOOB_NODE (object);
  NoobNodePrivate *priv = noob_node_get_instance_private (self);

  switch (prop_id)
    {
    case PROP_ID:
      priv->id = g_intern_string (g_value_get_string (value));
      break;

    case PROP_STATEFUL:
      noob_node_set_stateful (self, g_value_get_boolean (value));
      break;

    case PROP_ENABLED:
      noob_node_set_enabled (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
noob_node_finalize (GObject *object)
{
  NoobNodePrivate *priv = noob_node_get_instance_private (NOOB_NODE (object));

  g_clear_error (&priv->failure);

  G_OBJECT_CLASS (noob_node_parent_class)->finalize (object);
}

static void
noob_node_class_init (NoobNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = noob_node_finalize;
  object_class->get_property = noob_node_get_property;
  object_class->set_property = noob_node_set_property;

  klass->init = noob_node_real_init;
  klass->deinit = noob_node_real_deinit;
  klass->process = noob_node_real_process;
  klass->process_async = noob_node_real_process_async;
  klass->process_finish = noob_node_real_process_finish;
  klass->get_slots = noob_node_real_get_slots;
  klass->get_signals = noob_node_real_get_signals;
  klass->describe = noob_node_describe_properties;

  /**
   * NoobNode:id: (getter get_id)
   *
   * The node's name in its tube.
   *
   * Since: 1.0
   */
  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * NoobNode:stateful: (getter get_stateful) (setter set_stateful)
   *
   * Whether the node has to see its epochs in order.
   *
   * Since: 1.0
   */
  properties[PROP_STATEFUL] =
    g_param_spec_boolean ("stateful", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * NoobNode:enabled: (getter get_enabled) (setter set_enabled)
   *
   * Whether the node takes part in epochs. Runners set it; to switch a node on or off, ask its
   * runner.
   *
   * Since: 1.0
   */
  properties[PROP_ENABLED] =
    g_param_spec_boolean ("enabled", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * NoobNode:epoch: (getter get_epoch)
   *
   * The epoch of the call in progress; %NULL outside of calls.
   *
   * Since: 1.0
   */
  properties[PROP_EPOCH] =
    g_param_spec_boxed ("epoch", NULL, NULL, NOOB_TYPE_EPOCH,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
noob_node_init (NoobNode *self)
{
  NoobNodePrivate *priv = noob_node_get_instance_private (self);

  priv->stateful = TRUE;
  priv->enabled = TRUE;
}

/**
 * noob_node_get_id:
 * @self: a node
 *
 * Gets the node's name in its tube.
 *
 * Returns: (transfer none) (nullable): the id, an interned string; %NULL for a node outside of a
 *   tube
 *
 * Since: 1.0
 */
const char *
noob_node_get_id (NoobNode *self)
{
  NoobNodePrivate *priv = noob_node_get_instance_private (self);

  g_return_val_if_fail (NOOB_IS_NODE (self), NULL);

  return priv->id;
}

/**
 * noob_node_get_stateful:
 * @self: a node
 *
 * Gets whether the node has to see its epochs in order, one after another.
 *
 * Returns: whether order matters
 *
 * Since: 1.0
 */
gboolean
noob_node_get_stateful (NoobNode *self)
{
  NoobNodePrivate *priv = noob_node_get_instance_private (self);

  g_return_val_if_fail (NOOB_IS_NODE (self), FALSE);

  return priv->stateful;
}

/**
 * noob_node_set_stateful:
 * @self: a node
 * @stateful: whether order matters
 *
 * Sets whether the node has to see its epochs in order. A subclass without state says so in its
 * instance init; a specification can override it. Runners read it when they are initialized.
 *
 * Since: 1.0
 */
void
noob_node_set_stateful (NoobNode *self,
                        gboolean  stateful)
{
  NoobNodePrivate *priv = noob_node_get_instance_private (self);

  g_return_if_fail (NOOB_IS_NODE (self));

  stateful = !!stateful;
  if (priv->stateful == stateful)
    return;

  priv->stateful = stateful;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATEFUL]);
}

/**
 * noob_node_get_enabled:
 * @self: a node
 *
 * Gets whether the node takes part in epochs.
 *
 * Returns: whether it is enabled
 *
 * Since: 1.0
 */
gboolean
noob_node_get_enabled (NoobNode *self)
{
  NoobNodePrivate *priv = noob_node_get_instance_private (self);

  g_return_val_if_fail (NOOB_IS_NODE (self), FALSE);

  return priv->enabled;
}

/**
 * noob_node_set_enabled:
 * @self: a node
 * @enabled: whether it takes part in epochs
 *
 * Sets whether the node takes part in epochs. This is for whoever runs the node.
 *
 * Since: 1.0
 */
void
noob_node_set_enabled (NoobNode *self,
                       gboolean  enabled)
{
  NoobNodePrivate *priv = noob_node_get_instance_private (self);

  g_return_if_fail (NOOB_IS_NODE (self));

  enabled = !!enabled;
  if (priv->enabled == enabled)
    return;

  priv->enabled = enabled;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENABLED]);
}

/**
 * noob_node_get_epoch:
 * @self: a node
 *
 * Gets the epoch of the call in progress.
 *
 * Returns: (transfer none) (nullable): the epoch; %NULL outside of calls
 *
 * Since: 1.0
 */
NoobEpoch *
noob_node_get_epoch (NoobNode *self)
{
  NoobNodePrivate *priv = noob_node_get_instance_private (self);

  g_return_val_if_fail (NOOB_IS_NODE (self), NULL);

  return priv->epoch;
}

void
noob_node_set_epoch (NoobNode  *self,
                     NoobEpoch *epoch)
{
  NoobNodePrivate *priv = noob_node_get_instance_private (self);

  priv->epoch = epoch;
}

/**
 * noob_node_get_event:
 * @self: a node
 * @slot: the name of a slot
 *
 * Gets the event that a slot got its value from in the call in progress. It tells which node
 * emitted the value, in which epoch, and when.
 *
 * Returns: (transfer full) (nullable): the event; %NULL outside of calls, and for a slot that no
 *   event gave a value
 *
 * Since: 1.0
 */
NoobEvent *
noob_node_get_event (NoobNode   *self,
                     const char *slot)
{
  NoobNodePrivate *priv = noob_node_get_instance_private (self);
  NoobEvent *event = NULL;

  g_return_val_if_fail (NOOB_IS_NODE (self), NULL);
  g_return_val_if_fail (slot != NULL, NULL);

  if (priv->find_event != NULL)
    event = priv->find_event (priv->find_event_data, slot);

  return event != NULL ? noob_event_ref (event) : NULL;
}

void
noob_node_set_event_finder (NoobNode        *self,
                            NoobEventFinder  find_event,
                            gpointer         data)
{
  NoobNodePrivate *priv = noob_node_get_instance_private (self);

  priv->find_event = find_event;
  priv->find_event_data = data;
}

/**
 * noob_node_report_failure:
 * @self: a node
 * @type_name: (nullable): the type of the error in the node's own language, such as `ValueError`
 * @message: what was wrong
 * @traceback: (nullable): where it happened, in the words of the node's language
 *
 * Lets the call in progress, of `init`, `deinit` or `process`, fail with more than a #GError can
 * tell. To be called in the vfunc; what that returns, and an error that it sets, then count no
 * more.
 *
 * This is for languages whose errors have types and tracebacks. The call fails with
 * %NOOB_ERROR_NODE, of which [func@Noob.error_get_failure] tells the rest.
 *
 * Since: 1.0
 */
void
noob_node_report_failure (NoobNode   *self,
                          const char *type_name,
                          const char *message,
                          const char *traceback)
{
  NoobNodePrivate *priv = noob_node_get_instance_private (self);
  g_autoptr (NoobFailure) failure = NULL;

  g_return_if_fail (NOOB_IS_NODE (self));
  g_return_if_fail (message != NULL);

  failure = noob_failure_new (NULL, NULL, type_name, message, traceback, -1);
  g_clear_error (&priv->failure);
  priv->failure = noob_error_new_failure (NOOB_ERROR_NODE, failure);
}

/**
 * noob_node_initialize: (virtual init)
 * @self: a node
 * @error: return location for an error
 *
 * Makes the node ready to be called. Each successful call needs one of
 * [method@Noob.Node.deinitialize].
 *
 * An error is the node's own, or %NOOB_ERROR_NODE if it gave none.
 *
 * Returns: whether it succeeded
 *
 * Since: 1.0
 */
gboolean
noob_node_initialize (NoobNode  *self,
                      GError   **error)
{
  GError *reason = NULL;
  gboolean succeeded;

  g_return_val_if_fail (NOOB_IS_NODE (self), FALSE);

  succeeded = NOOB_NODE_GET_CLASS (self)->init (self, &reason);

  return conclude (self, "init", succeeded, reason, error);
}

/**
 * noob_node_deinitialize: (virtual deinit)
 * @self: a node
 * @error: return location for an error
 *
 * Releases what [method@Noob.Node.initialize] took.
 *
 * An error is the node's own, or %NOOB_ERROR_NODE if it gave none.
 *
 * Returns: whether it succeeded
 *
 * Since: 1.0
 */
gboolean
noob_node_deinitialize (NoobNode  *self,
                        GError   **error)
{
  GError *reason = NULL;
  gboolean succeeded;

  g_return_val_if_fail (NOOB_IS_NODE (self), FALSE);

  succeeded = NOOB_NODE_GET_CLASS (self)->deinit (self, &reason);

  return conclude (self, "deinit", succeeded, reason, error);
}

/**
 * noob_node_process: (virtual process)
 * @self: a node
 * @inputs: the values of this call, by slot
 * @outputs: a record that the node sets its signals in
 * @error: return location for an error
 *
 * Calls the node once.
 *
 * A source that has nothing more to emit fails with %NOOB_ERROR_END_OF_STREAM. Any other error is
 * the node's own, or %NOOB_ERROR_NODE if it gave none.
 *
 * Returns: whether it succeeded
 *
 * Since: 1.0
 */
gboolean
noob_node_process (NoobNode    *self,
                   NoobRecord  *inputs,
                   NoobRecord  *outputs,
                   GError     **error)
{
  GError *reason = NULL;
  gboolean succeeded;

  g_return_val_if_fail (NOOB_IS_NODE (self), FALSE);

  succeeded = NOOB_NODE_GET_CLASS (self)->process (self, inputs, outputs, &reason);

  return conclude (self, "process", succeeded, reason, error);
}

/**
 * noob_node_process_async: (virtual process_async)
 * @self: a node
 * @inputs: the values of this call, by slot
 * @outputs: a record that the node sets its signals in
 * @cancellable: (nullable): to cancel the call, as far as the node can
 * @callback: (scope async): called when the call is done, in the thread-default main context of the
 *   caller
 * @user_data: data for @callback
 *
 * Calls the node once without blocking, if the node can. One that only has the blocking form is
 * called at once, in this thread.
 *
 * Since: 1.0
 */
void
noob_node_process_async (NoobNode            *self,
                         NoobRecord          *inputs,
                         NoobRecord          *outputs,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (NOOB_IS_NODE (self));

  NOOB_NODE_GET_CLASS (self)->process_async (self, inputs, outputs, cancellable,
                                             callback, user_data);
}

/**
 * noob_node_process_finish: (virtual process_finish)
 * @self: a node
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends [method@Noob.Node.process_async]. Errors are those of [method@Noob.Node.process].
 *
 * Returns: whether the call succeeded
 *
 * Since: 1.0
 */
gboolean
noob_node_process_finish (NoobNode      *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  GError *reason = NULL;
  gboolean succeeded;

  g_return_val_if_fail (NOOB_IS_NODE (self), FALSE);

  succeeded = NOOB_NODE_GET_CLASS (self)->process_finish (self, result, &reason);

  return conclude (self, "process", succeeded, reason, error);
}

/**
 * NoobNodeClass::get_slots:
 * @self: a node
 *
 * Gets the slots that the node can be wired at, in the order of their positions.
 *
 * It is a #GList because GJS cannot make a #GPtrArray of boxed values.
 *
 * Returns: (transfer full) (element-type NoobSlot): the slots; may be empty
 *
 * Since: 1.0
 */

/**
 * noob_node_list_slots:
 * @self: a node
 *
 * Gets the slots that the node can be wired at, in the order of their positions.
 *
 * Returns: (transfer container) (element-type NoobSlot): the slots; may be empty
 *
 * Since: 1.0
 */
GPtrArray *
noob_node_list_slots (NoobNode *self)
{
  g_autoptr (GList) listed = NULL;
  GPtrArray *slots;

  g_return_val_if_fail (NOOB_IS_NODE (self), NULL);

  listed = NOOB_NODE_GET_CLASS (self)->get_slots (self);
  slots = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_slot_free);
  for (GList *link = listed; link != NULL; link = link->next)
    g_ptr_array_add (slots, link->data);

  return slots;
}

/**
 * noob_node_get_signals: (virtual get_signals)
 * @self: a node
 *
 * Gets the names of the signals that the node can emit.
 *
 * Returns: (transfer full) (array zero-terminated=1): the names; may be empty
 *
 * Since: 1.0
 */
char **
noob_node_get_signals (NoobNode *self)
{
  char **signals;

  g_return_val_if_fail (NOOB_IS_NODE (self), NULL);

  signals = NOOB_NODE_GET_CLASS (self)->get_signals (self);

  return signals != NULL ? signals : g_new0 (char *, 1);
}
