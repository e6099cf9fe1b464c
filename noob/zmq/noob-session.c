/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-session-private.h"

#include "core/noob-error-private.h"
#include "graph/noob-scheduler-private.h"
#include "graph/noob-tube-private.h"
#include "nodes/noob-return.h"
#include "nodes/noob-type-name-private.h"
#include "spec/noob-specification-private.h"
#include "zmq/noob-command-node-private.h"
#include "zmq/noob-launcher-private.h"
#include "zmq/noob-message-private.h"

typedef enum
{
  STATE_NEW,
  STATE_STARTING,
  STATE_READY,
  STATE_CLOSING,
} State;

/* The process of one node. */
typedef struct
{
  NoobSession  *session;
  const char   *node_id;
  NoobLauncher *launcher;
  gboolean      ended;
} Host;

/* A root epoch that has begun and has not been handed out. */
typedef struct
{
  guint64      root;
  NoobRecord  *inputs;
  NoobRequest *request;   /* who waits for it */
  gboolean     iterated;  /* its result belongs to the iteration */
  gboolean     ended;
  GValue       result;
  GError      *error;
} Epoch;

/* A node that is to be enabled or disabled. */
typedef struct
{
  const char  *node_id;
  gboolean     enabled;
  gboolean     sent;
  NoobRequest *request;
} Change;

struct _NoobSession
{
  NoobSessionSettings        settings;
  const NoobSessionListener *listener;
  gpointer                   listener_data;

  State             state;
  GMainContext     *context;
  NoobCommandNode  *command;
  GPtrArray        *hosts;  /* of Host */
  GSource          *timeout;
  NoobRequest      *waiting; /* to be initialized or deinitialized */
  GError           *failure; /* of initializing or deinitializing, or for good */
  gboolean          announced;

  NoobScheduler    *scheduler;
  NoobReturn       *return_node;
  const char       *return_id;
  NoobRecord       *inputs;  /* of epochs to which nobody gives any; NULL when some have to be given */
  GHashTable       *wanted;  /* set of interned ids whose events are to be told of */
  GHashTable       *disabled; /* set of interned ids */
  Change            change;   /* whose request is NULL when there is none */

  GHashTable       *epochs;    /* root → Epoch */
  GQueue            iteration; /* of Epoch, in order */
  GQueue            unsent;    /* of Epoch, until all nodes are ready for them; without inputs: sources run them by themselves */
  NoobRequest      *next;      /* waits for the head of the iteration */
  guint64           next_root;
  gboolean          running;   /* freely */
  gboolean          granting;  /* epochs to that */
};

static void
complete (NoobSession *self,
          NoobRequest *request)
{
  self->listener->completed (request, self->listener_data);
}

static void
epoch_free (gpointer data)
{
  Epoch *epoch = data;

  g_clear_pointer (&epoch->inputs, noob_record_unref);
  g_clear_error (&epoch->error);
  if (G_IS_VALUE (&epoch->result))
    g_value_unset (&epoch->result);
  g_free (epoch);
}

static void
host_free (gpointer data)
{
  Host *host = data;

  g_clear_pointer (&host->launcher, noob_launcher_free);
  g_free (host);
}

static void
set_timeout (NoobSession *self,
             guint        milliseconds,
             GSourceFunc  func)
{
  if (self->timeout != NULL)
    g_source_destroy (self->timeout);
  g_clear_pointer (&self->timeout, g_source_unref);

  if (func == NULL)
    return;

  self->timeout = g_timeout_source_new (milliseconds);
  g_source_set_static_name (self->timeout, "noob-session");
  g_source_set_callback (self->timeout, func, self, NULL);
  g_source_attach (self->timeout, self->context);
}

/* Closing. */

static gboolean
all_hosts_ended (NoobSession *self)
{
  for (guint i = 0; i < self->hosts->len; i++)
    if (!((Host *) self->hosts->pdata[i])->ended)
      return FALSE;

  return TRUE;
}

static void
finish_closing (NoobSession *self)
{
  NoobRequest *request = g_steal_pointer (&self->waiting);

  set_timeout (self, 0, NULL);
  if (self->command != NULL)
    noob_command_node_close (self->command);

  if (request != NULL)
    {
      request->error = g_steal_pointer (&self->failure);
      complete (self, request);
    }
}

static gboolean
on_quit_timeout (gpointer data)
{
  NoobSession *self = data;

  for (guint i = 0; i < self->hosts->len; i++)
    {
      Host *host = self->hosts->pdata[i];

      if (host->ended)
        continue;

      if (self->failure == NULL)
        g_set_error (&self->failure, NOOB_ERROR, NOOB_ERROR_TIMEOUT,
                     "node \"%s\" did not end within %u ms and was killed", host->node_id,
                     self->settings.quit_timeout);
      noob_launcher_terminate (host->launcher, 0);
    }

  set_timeout (self, 0, NULL);

  return G_SOURCE_REMOVE;
}

static void
begin_closing (NoobSession *self,
               gboolean     cut_life_lines)
{
  self->state = STATE_CLOSING;
  noob_command_node_deinitialize (self->command);

  for (guint i = 0; cut_life_lines && i < self->hosts->len; i++)
    {
      Host *host = self->hosts->pdata[i];

      if (!host->ended)
        noob_launcher_cut_life_line (host->launcher);
    }

  set_timeout (self, self->settings.quit_timeout, on_quit_timeout);
  if (all_hosts_ended (self))
    finish_closing (self);
}

/* The first failure counts. Takes @error. */
static void
fail_starting (NoobSession *self,
               GError      *error)
{
  if (self->failure != NULL || self->state != STATE_STARTING)
    {
      g_error_free (error);
      return;
    }

  self->failure = error;
  begin_closing (self, TRUE);
}

/* Epochs. */

static void
hand_out (NoobSession *self,
          Epoch       *epoch,
          NoobRequest *request)
{
  if (epoch->error != NULL)
    request->error = g_steal_pointer (&epoch->error);
  else
    {
      request->result = epoch->result;
      epoch->result = (GValue) G_VALUE_INIT;
    }

  g_hash_table_remove (self->epochs, &epoch->root);
  complete (self, request);
}

/* The head of the iteration, if it has ended and somebody waits for it. */
static void
hand_out_next (NoobSession *self)
{
  Epoch *head = g_queue_peek_head (&self->iteration);

  if (self->next == NULL || head == NULL || !head->ended)
    return;

  g_queue_pop_head (&self->iteration);
  hand_out (self, head, g_steal_pointer (&self->next));
}

static void
collect_result (NoobSession *self,
                Epoch       *epoch,
                NoobEpoch   *root)
{
  noob_value_set_no_event (&epoch->result);
  if (self->return_node != NULL && epoch->error == NULL &&
      !g_hash_table_contains (self->disabled, self->return_id))
    noob_return_collect (self->return_node, self->settings.store, root,
                         epoch->inputs != NULL ? epoch->inputs : self->inputs, &epoch->result);
}

static void
stop_by_itself (NoobSession *self)
{
  if (!self->running)
    return;

  self->running = FALSE;
  self->listener->stopped (self->listener_data);
}

static void grant_free_run (NoobSession *self);
static void advance_change (NoobSession *self);

static void
on_epoch_ended (NoobScheduler *scheduler,
                NoobEpoch     *root,
                gpointer       data)
{
  NoobSession *self = data;
  guint64 number = noob_epoch_get_root (root);
  Epoch *epoch = g_hash_table_lookup (self->epochs, &number);

  if (epoch == NULL || epoch->ended)
    return;

  epoch->ended = TRUE;
  g_queue_remove (&self->unsent, epoch);
  if (epoch->request != NULL || epoch->iterated)
    collect_result (self, epoch, root);
  if (self->settings.autoclear_store)
    noob_event_store_clear (self->settings.store, root);
  self->listener->epoch_ended (root, self->listener_data);

  if (epoch->request != NULL)
    hand_out (self, epoch, g_steal_pointer (&epoch->request));
  else if (epoch->iterated)
    hand_out_next (self);
  else
    g_hash_table_remove (self->epochs, &number);

  advance_change (self);
  grant_free_run (self);
}

static Epoch *
begin_epoch (NoobSession *self)
{
  Epoch *epoch = g_new0 (Epoch, 1);

  epoch->root = self->next_root++;
  g_hash_table_insert (self->epochs, &epoch->root, epoch);

  return epoch;
}

/* Fails @epoch, and tells the nodes to forget it. Takes @error. */
static void
fail_epoch (NoobSession *self,
            guint64      root,
            GError      *error)
{
  Epoch *epoch = g_hash_table_lookup (self->epochs, &root);
  g_autoptr (NoobEpoch) number = noob_epoch_new (root);

  if (epoch == NULL || epoch->ended)
    {
      g_error_free (error);
      return;
    }

  epoch->error = error;
  noob_command_node_epoch_ended (self->command, number);
  noob_scheduler_end_root (self->scheduler, root);
}

static int
compare_roots (gconstpointer a,
               gconstpointer b)
{
  guint64 first = *(const guint64 *) a;
  guint64 second = *(const guint64 *) b;

  return (first > second) - (first < second);
}

/* The roots of all epochs in progress from @first on, in order. */
static GArray *
list_open_roots (NoobSession *self,
                 guint64      first)
{
  GArray *roots = g_array_new (FALSE, FALSE, sizeof (guint64));
  GHashTableIter iter;
  gpointer data;

  g_hash_table_iter_init (&iter, self->epochs);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      Epoch *epoch = data;

      if (!epoch->ended && epoch->root >= first)
        g_array_append_val (roots, epoch->root);
    }
  g_array_sort (roots, compare_roots);

  return roots;
}

static void
fail_open_epochs (NoobSession  *self,
                  guint64       first,
                  const GError *error)
{
  g_autoptr (GArray) roots = list_open_roots (self, first);

  for (guint i = 0; i < roots->len; i++)
    fail_epoch (self, g_array_index (roots, guint64, i), g_error_copy (error));
}

static void
send_process (NoobSession *self,
              Epoch       *epoch)
{
  g_autoptr (NoobEpoch) root = noob_epoch_new (epoch->root);
  GError *error = NULL;

  noob_scheduler_open_root (self->scheduler, epoch->root);
  if (noob_command_node_process (self->command, root, epoch->inputs, &error))
    noob_scheduler_begin_root (self->scheduler, epoch->root);
  else
    fail_epoch (self, epoch->root, error);
}

/* One command for all the epochs from @first on that sources run by themselves. */
static void
send_start (NoobSession *self,
            guint64      first)
{
  guint64 limit = first + 1;
  Epoch *next;

  while ((next = g_queue_peek_head (&self->unsent)) != NULL && next->inputs == NULL &&
         next->root == limit)
    {
      g_queue_pop_head (&self->unsent);
      limit++;
    }

  for (guint64 root = first; root < limit; root++)
    noob_scheduler_open_root (self->scheduler, root);
  noob_command_node_start (self->command, first, limit);
  for (guint64 root = first; root < limit; root++)
    noob_scheduler_begin_root (self->scheduler, root);
}

/* Epochs wait until all nodes have confirmed that they send what is wanted of them. */
static void
send_unsent_when_ready (NoobSession *self)
{
  Epoch *epoch;

  if (!noob_command_node_all_ready (self->command) || self->change.request != NULL)
    return;

  while ((epoch = g_queue_pop_head (&self->unsent)) != NULL)
    if (epoch->inputs != NULL)
      send_process (self, epoch);
    else
      send_start (self, epoch->root);
}

/* Begins @n epochs, for whoever; the sources run them by themselves. */
static void
grant (NoobSession *self,
       guint        n,
       gboolean     iterated)
{
  for (guint i = 0; i < n; i++)
    {
      Epoch *epoch = begin_epoch (self);

      epoch->iterated = iterated;
      if (iterated)
        g_queue_push_tail (&self->iteration, epoch);
      g_queue_push_tail (&self->unsent, epoch);
    }

  send_unsent_when_ready (self);
}

static void
grant_free_run (NoobSession *self)
{
  guint n_open = g_hash_table_size (self->epochs);

  if (!self->running || self->granting || n_open > self->settings.max_in_flight / 2)
    return;

  self->granting = TRUE;
  grant (self, self->settings.max_in_flight - n_open, FALSE);
  self->granting = FALSE;

  /* Where nothing can run, all have ended already, and so would all others. */
  if (g_hash_table_size (self->epochs) == 0)
    stop_by_itself (self);
}

/* Enabling and disabling. */

static gboolean
has_epochs_in_progress (NoobSession *self)
{
  GHashTableIter iter;
  gpointer data;

  g_hash_table_iter_init (&iter, self->epochs);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    if (!((Epoch *) data)->ended && g_queue_find (&self->unsent, data) == NULL)
      return TRUE;

  return FALSE;
}

static void
apply_change (NoobSession *self,
              const char  *node_id,
              gboolean     enabled)
{
  if (enabled)
    g_hash_table_remove (self->disabled, node_id);
  else
    g_hash_table_add (self->disabled, (gpointer) node_id);

  if (node_id == self->return_id)
    return;

  if (enabled)
    noob_scheduler_enable_node (self->scheduler, node_id);
  else
    noob_scheduler_disable_node (self->scheduler, node_id);
  noob_command_node_set_enabled (self->command, node_id, enabled);
}

/* A change is sent when no epoch is in progress, and is done when all nodes have confirmed it. */
static void
advance_change (NoobSession *self)
{
  NoobRequest *request = self->change.request;

  if (request == NULL || (!self->change.sent && has_epochs_in_progress (self)))
    return;

  if (!self->change.sent)
    {
      self->change.sent = TRUE;
      apply_change (self, self->change.node_id, self->change.enabled);
    }

  if (!noob_command_node_all_ready (self->command) && self->failure == NULL)
    return;

  /* A node that failed to initialize stays disabled. */
  if (request->error != NULL && self->change.enabled)
    apply_change (self, self->change.node_id, FALSE);
  if (request->error == NULL && self->failure != NULL)
    request->error = g_error_copy (self->failure);

  self->change.request = NULL;
  complete (self, request);
  send_unsent_when_ready (self);
}

/* What nodes say. */

/* Whether the return node needs what @node_id (interned) emits from @signal (interned). */
static gboolean
is_returned (NoobSession *self,
             const char  *node_id,
             const char  *signal)
{
  GPtrArray *edges = noob_tube_get_edges (self->settings.tube);

  for (guint i = 0; self->return_node != NULL && i < edges->len; i++)
    {
      NoobEdge *edge = edges->pdata[i];

      if (noob_edge_get_source_node (edge) == node_id &&
          noob_edge_get_source_signal (edge) == signal &&
          g_str_equal (noob_edge_get_target_node (edge),
                       noob_node_get_id (NOOB_NODE (self->return_node))))
        return TRUE;
    }

  return FALSE;
}

/* A value that this process cannot have, such as an object of a class that it does not know. */
static void
miss_event (NoobSession  *self,
            guint64       root,
            const char   *node_id,
            const char   *signal,
            const GError *cause)
{
  if (is_returned (self, node_id, signal))
    fail_epoch (self, root,
                g_error_new (cause->domain, cause->code, "signal \"%s\" of node \"%s\": %s", signal,
                             node_id, cause->message));
  else
    g_warning ("signal \"%s\" of node \"%s\": an event was dropped: %s", signal, node_id,
               cause->message);
}

static void
on_values (NoobSession       *self,
           NoobBatchReader   *batch,
           const char *const *signals)
{
  const char *node_id = g_intern_string (batch->node_id);
  gboolean wanted = g_hash_table_contains (self->wanted, node_id);

  for (gsize i = 0; i < batch->n_events; i++)
    {
      const NoobWireEvent *wire = &batch->events[i];
      const char *signal = signals[wire->signal];
      g_autoptr (NoobEvent) event = NULL;
      g_autoptr (GError) error = NULL;

      if (wire->type == 0)
        continue;

      event = noob_batch_reader_next_event (batch, wire, node_id, signal, &error);
      if (event == NULL)
        {
          miss_event (self, wire->root, node_id, signal, error);
          continue;
        }

      if (!noob_scheduler_has_ended (self->scheduler, wire->root))
        noob_event_store_add (self->settings.store, event);
      if (wanted)
        self->listener->event (event, self->listener_data);
    }
}

/* Whether all events are of epochs that have begun; others would pile up. */
static gboolean
check_roots (NoobSession     *self,
             NoobBatchReader *batch)
{
  for (gsize i = 0; i < batch->n_events; i++)
    if (batch->events[i].root >= self->next_root)
      return FALSE;

  return TRUE;
}

static void
on_events (NoobCommandNode *command,
           NoobBatchReader *batch,
           gboolean         has_values,
           gpointer         data)
{
  NoobSession *self = data;
  const char *const *signals = noob_command_node_get_signals (command, batch->node_id);

  if (self->scheduler == NULL || !check_roots (self, batch))
    return;

  if (has_values)
    on_values (self, batch, signals);
  else
    noob_batch_reader_tell (batch, self->scheduler, signals);
}

/* Only names that are in use already are known to be ids of nodes; others must not fill memory. */
static NoobEpoch *
read_epoch (const char *text)
{
  g_auto (GStrv) segments = g_strsplit (text, "/", -1);

  for (guint i = 1; segments[0] != NULL && segments[i] != NULL; i++)
    {
      segments[i][strcspn (segments[i], ".")] = '\0';
      if (g_quark_try_string (segments[i]) == 0)
        return NULL;
    }

  return noob_epoch_new_from_string (text, NULL);
}

static GError *
read_error (NoobMessage  *message,
            NoobEpoch   **epoch)
{
  NoobRecord *value = noob_message_get_value (message);
  const char *epoch_text = NULL;
  const char *type = "unknown";
  const char *text = "an error that it did not describe";
  const char *traceback = NULL;
  gint64 code = NOOB_ERROR_NODE;
  g_autoptr (NoobFailure) failure = NULL;

  noob_record_get (value, NULL, "epoch?", G_TYPE_STRING, &epoch_text, "code?", G_TYPE_INT64, &code,
                   "type?", G_TYPE_STRING, &type, "message?", G_TYPE_STRING, &text, "traceback?",
                   G_TYPE_STRING, &traceback, NULL);
  *epoch = epoch_text != NULL ? read_epoch (epoch_text) : NULL;
  if (code < 0 || code > NOOB_ERROR_FAILED)
    code = NOOB_ERROR_NODE;

  failure =
    noob_failure_new (noob_message_get_node_id (message), *epoch, type, text, traceback, 0);

  return noob_error_new_failure ((NoobError) code, failure);
}

/* A source has nothing more: the epochs that were begun after that one will not get anywhere. */
static void
end_stream (NoobSession  *self,
            guint64       root,
            const GError *error)
{
  /* First, or another epoch would be begun for each that ends. */
  stop_by_itself (self);
  fail_open_epochs (self, root, error);
}

static void
on_failed (NoobCommandNode *command,
           NoobMessage     *message,
           gpointer         data)
{
  NoobSession *self = data;
  g_autoptr (NoobEpoch) epoch = NULL;
  g_autoptr (GError) error = read_error (message, &epoch);

  if (self->state == STATE_STARTING)
    {
      fail_starting (self, g_steal_pointer (&error));
    }
  else if (self->state == STATE_CLOSING)
    {
      /* Epochs that closing cut off may fail yet: that is no failure to close. */
      if (self->failure == NULL && epoch == NULL)
        self->failure = g_steal_pointer (&error);
    }
  else if (epoch != NULL && error->code == NOOB_ERROR_END_OF_STREAM)
    {
      end_stream (self, noob_epoch_get_root (epoch), error);
    }
  else if (epoch != NULL)
    {
      self->listener->failed (noob_error_get_failure (error), self->listener_data);
      fail_epoch (self, noob_epoch_get_root (epoch), g_steal_pointer (&error));
    }
  else if (self->change.request != NULL && self->change.request->error == NULL &&
           g_str_equal (noob_message_get_node_id (message), self->change.node_id))
    {
      self->change.request->error = g_steal_pointer (&error);
    }
  else
    {
      g_warning ("%s", error->message);
    }
}

/* Starting. */

static gboolean
prepare (NoobSession  *self,
         GError      **error)
{
  NoobNodeSpecification *return_node = noob_tube_specification_get_return_node (
    noob_tube_get_specification (self->settings.tube));

  if (!noob_command_node_announce (self->command, error))
    return FALSE;

  self->announced = TRUE;
  self->scheduler =
    noob_wiring_create_scheduler (noob_command_node_get_wiring (self->command), NULL);
  noob_scheduler_set_epoch_limit (self->scheduler, 0);
  g_signal_connect (self->scheduler, "epoch-ended", G_CALLBACK (on_epoch_ended), self);
  if (return_node != NULL)
    {
      self->return_node = noob_return_new (return_node);
      self->return_id = g_intern_string (noob_node_specification_get_id (return_node));
    }
  self->inputs = noob_tube_bind_inputs (self->settings.tube, NULL, NULL);

  return TRUE;
}

static void
on_progress (NoobCommandNode *command,
             gpointer         data)
{
  NoobSession *self = data;
  GError *error = NULL;

  if (self->state == STATE_STARTING && !self->announced &&
      noob_command_node_all_identified (command) && !prepare (self, &error))
    {
      fail_starting (self, error);
      return;
    }

  if (!noob_command_node_all_ready (command))
    return;

  if (self->state == STATE_STARTING)
    {
      self->state = STATE_READY;
      set_timeout (self, 0, NULL);
      complete (self, g_steal_pointer (&self->waiting));
    }
  else if (self->state == STATE_READY)
    {
      advance_change (self);
      send_unsent_when_ready (self);
    }
}

static void
on_node_status (NoobCommandNode *command,
                const char      *node_id,
                NoobNodeStatus   status,
                gpointer         data)
{
  NoobSession *self = data;

  if (status == NOOB_NODE_STATUS_READY)
    self->listener->node_ready (node_id, self->listener_data);
}

static const NoobCommandHandlers command_handlers = {
  .events = on_events,
  .progress = on_progress,
  .failed = on_failed,
};

static GError *
describe_end (Host       *host,
              const char *how)
{
  g_autofree char *last_words = g_strchomp (noob_launcher_dup_last_words (host->launcher));
  g_autofree char *message =
    g_strdup_printf ("its process %s%s%s", how, last_words[0] != '\0' ? ":\n" : "", last_words);
  g_autoptr (NoobFailure) failure =
    noob_failure_new (host->node_id, NULL, "process", message, NULL,
                      noob_launcher_get_exit_status (host->launcher));

  return noob_error_new_failure (NOOB_ERROR_NODE_LOST, failure);
}

static void
on_host_ended (NoobLauncher *launcher,
               const char   *how,
               gpointer      data)
{
  Host *host = data;
  NoobSession *self = host->session;
  g_autoptr (GError) error = describe_end (host, how);

  host->ended = TRUE;

  if (self->state == STATE_STARTING)
    {
      fail_starting (self, g_steal_pointer (&error));
    }
  else if (self->state == STATE_READY)
    {
      noob_command_node_report_lost (self->command, host->node_id, how);
      self->listener->failed (noob_error_get_failure (error), self->listener_data);
      stop_by_itself (self);
      fail_open_epochs (self, 0, error);
      if (self->failure == NULL)
        self->failure = g_steal_pointer (&error);
    }
  else if (self->state == STATE_CLOSING)
    {
      if (self->failure == NULL && noob_launcher_get_exit_status (launcher) != 0)
        self->failure = g_steal_pointer (&error);
      if (all_hosts_ended (self))
        finish_closing (self);
    }
}

static gboolean
launch (NoobSession            *self,
        NoobNodeSpecification  *node,
        GError                **error)
{
  const char *id = noob_node_specification_get_id (node);
  const char *type = noob_node_specification_get_node_type (node);
  NoobTypeName kind = noob_type_name_classify (type);
  g_auto (GStrv) argv = noob_launcher_make_argv (NULL, "noob-node");
  g_autofree char *bootstrap =
    noob_command_node_make_bootstrap (self->command, id, self->settings.quit_timeout);
  Host *host;

  if (kind != NOOB_TYPE_NAME_SPECIAL && kind != NOOB_TYPE_NAME_GTYPE && kind != NOOB_TYPE_NAME_C)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
                   "node \"%s\": \"%s\" is %s, and this installation has no host for those", id,
                   type, noob_type_name_describe (kind));
      return FALSE;
    }

  host = g_new0 (Host, 1);
  host->session = self;
  host->node_id = g_intern_string (id);
  host->launcher = noob_launcher_new (id, on_host_ended, host);
  g_ptr_array_add (self->hosts, host);

  if (noob_launcher_launch (host->launcher, (const char *const *) argv, bootstrap, error))
    return TRUE;

  host->ended = TRUE;
  g_prefix_error (error, "node \"%s\": ", id);
  return FALSE;
}

static gboolean
launch_all (NoobSession  *self,
            GError      **error)
{
  GPtrArray *nodes = noob_tube_specification_get_nodes (
    noob_tube_get_specification (self->settings.tube));

  for (guint i = 0; i < nodes->len; i++)
    if (!noob_node_specification_is (nodes->pdata[i], "return") &&
        !launch (self, nodes->pdata[i], error))
      return FALSE;

  return TRUE;
}

static gboolean
on_init_timeout (gpointer data)
{
  NoobSession *self = data;
  g_autofree char *missing = noob_command_node_describe_missing (self->command);
  g_autoptr (GString) text = g_string_new (missing);

  for (guint i = 0; i < self->hosts->len; i++)
    {
      Host *host = self->hosts->pdata[i];
      g_autofree char *last_words = noob_launcher_dup_last_words (host->launcher);

      if (last_words[0] != '\0')
        g_string_append_printf (text, "\nnode \"%s\" wrote:\n%s", host->node_id, last_words);
    }

  fail_starting (self, g_error_new (NOOB_ERROR, NOOB_ERROR_TIMEOUT,
                                    "not all nodes are ready after %u ms:\n%s",
                                    self->settings.init_timeout, text->str));

  return G_SOURCE_REMOVE;
}

NoobSession *
noob_session_new (const NoobSessionSettings *settings,
                  const NoobSessionListener *listener,
                  gpointer                   user_data)
{
  NoobSession *self = g_new0 (NoobSession, 1);

  self->settings = *settings;
  self->listener = listener;
  self->listener_data = user_data;
  self->context = g_main_context_ref_thread_default ();
  self->hosts = g_ptr_array_new_with_free_func (host_free);
  self->wanted = g_hash_table_new (NULL, NULL);
  self->disabled = noob_tube_list_disabled (settings->tube);
  self->epochs = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, epoch_free);
  g_queue_init (&self->iteration);
  g_queue_init (&self->unsent);

  return self;
}

void
noob_session_free (NoobSession *self)
{
  set_timeout (self, 0, NULL);
  g_ptr_array_unref (self->hosts);
  if (self->command != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->command, self);
      noob_command_node_set_handlers (self->command, NULL, NULL);
      noob_command_node_close (self->command);
    }
  g_clear_object (&self->command);
  if (self->scheduler != NULL)
    g_signal_handlers_disconnect_by_data (self->scheduler, self);
  g_clear_object (&self->scheduler);
  g_clear_object (&self->return_node);
  g_clear_pointer (&self->inputs, noob_record_unref);
  g_clear_error (&self->failure);
  g_queue_clear (&self->iteration);
  g_queue_clear (&self->unsent);
  g_hash_table_unref (self->epochs);
  g_hash_table_unref (self->wanted);
  g_hash_table_unref (self->disabled);
  g_main_context_unref (self->context);
  g_free (self);
}

void
noob_session_initialize (NoobSession *self,
                         NoobRequest *request)
{
  GError *error = NULL;

  self->state = STATE_STARTING;
  self->waiting = request;
  self->command =
    noob_command_node_new (self->settings.tube, self->settings.runner_id, "ipc", 0);
  noob_command_node_set_handlers (self->command, &command_handlers, self);
  g_signal_connect (self->command, "node-status", G_CALLBACK (on_node_status), self);

  set_timeout (self, self->settings.init_timeout, on_init_timeout);
  if (!noob_command_node_run (self->command, &error) || !launch_all (self, &error))
    fail_starting (self, error);
  else
    on_progress (self->command, self); /* there may be no nodes at all */
}

void
noob_session_deinitialize (NoobSession *self,
                           NoobRequest *request)
{
  g_autoptr (GError) over =
    g_error_new_literal (NOOB_ERROR, NOOB_ERROR_STATE, "the runner was deinitialized");

  self->running = FALSE;
  noob_session_end_iteration (self);
  fail_open_epochs (self, 0, over);

  /* Why nothing could be run any more was said when it happened. */
  g_clear_error (&self->failure);
  self->waiting = request;
  begin_closing (self, FALSE);
}

void
noob_session_want_events (NoobSession *self,
                          const char  *node_id)
{
  g_hash_table_add (self->wanted, (gpointer) g_intern_string (node_id));
  noob_command_node_want_values (self->command, node_id);
}

/* Completes @request with why nothing can be run, if so. */
static gboolean
refuse (NoobSession *self,
        NoobRequest *request)
{
  if (self->failure == NULL)
    return FALSE;

  request->error = g_error_copy (self->failure);
  complete (self, request);

  return TRUE;
}

void
noob_session_process (NoobSession *self,
                      NoobRecord  *inputs,
                      NoobRequest *request)
{
  Epoch *epoch;

  if (refuse (self, request))
    return;

  epoch = begin_epoch (self);
  epoch->inputs = noob_record_ref (inputs);
  epoch->request = request;
  g_queue_push_tail (&self->unsent, epoch);
  send_unsent_when_ready (self);
}

void
noob_session_next (NoobSession *self,
                   guint64      n_wanted,
                   NoobRequest *request)
{
  guint n_open = g_queue_get_length (&self->iteration);
  guint64 n_allowed = MIN (n_wanted, self->settings.max_in_flight);

  if (n_open == 0 && refuse (self, request))
    return;

  self->next = request;

  /* Half of what is allowed at a time, so that not every epoch costs a command. */
  if (n_open < n_allowed && n_open <= self->settings.max_in_flight / 2 && self->failure == NULL)
    grant (self, (guint) (n_allowed - n_open), TRUE);
  hand_out_next (self);
}

/* Epochs that have begun go on, and are reported as ended; nobody gets their results. When somebody
 * waits for the next one, it is another iteration that has ended. */
void
noob_session_end_iteration (NoobSession *self)
{
  Epoch *epoch;

  if (self->next != NULL)
    return;

  while ((epoch = g_queue_pop_head (&self->iteration)) != NULL)
    {
      epoch->iterated = FALSE;
      if (epoch->ended)
        g_hash_table_remove (self->epochs, &epoch->root);
    }
}

void
noob_session_start (NoobSession *self,
                    NoobRequest *request)
{
  if (refuse (self, request))
    return;

  self->running = TRUE;
  complete (self, request);
  grant_free_run (self);
}

void
noob_session_stop (NoobSession *self)
{
  self->running = FALSE;
}

void
noob_session_set_enabled (NoobSession *self,
                          const char  *node_id,
                          gboolean     enabled,
                          NoobRequest *request)
{
  node_id = g_intern_string (node_id);

  if (refuse (self, request))
    return;

  if (enabled != g_hash_table_contains (self->disabled, node_id))
    {
      complete (self, request);
      return;
    }

  self->change = (Change) { node_id, enabled, FALSE, request };
  advance_change (self);
}

gboolean
noob_session_returns (NoobSession *self)
{
  return noob_tube_returns (self->settings.tube,
                            noob_command_node_get_wiring (self->command)->edges, self->disabled);
}

GArray *
noob_session_list_pids (NoobSession *self)
{
  GArray *pids = g_array_new (FALSE, FALSE, sizeof (GPid));

  for (guint i = 0; i < self->hosts->len; i++)
    {
      Host *host = self->hosts->pdata[i];
      GPid pid = host->ended ? 0 : noob_launcher_get_pid (host->launcher);

      g_array_append_val (pids, pid);
    }

  return pids;
}
