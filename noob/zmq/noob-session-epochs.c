/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-session-parts-private.h"

#include "graph/noob-ended-epochs-private.h"

void
noob_session_epoch_free (gpointer data)
{
  NoobSessionEpoch *epoch = data;

  g_clear_pointer (&epoch->inputs, noob_record_unref);
  g_clear_error (&epoch->error);
  if (G_IS_VALUE (&epoch->result))
    g_value_unset (&epoch->result);
  g_free (epoch);
}

static void
hand_out (NoobSession      *self,
          NoobSessionEpoch *epoch,
          NoobRequest      *request)
{
  if (epoch->error != NULL)
    request->error = g_steal_pointer (&epoch->error);
  else
    {
      request->result = epoch->result;
      epoch->result = (GValue) G_VALUE_INIT;
    }

  g_hash_table_remove (self->epochs, &epoch->root);
  noob_session_complete (self, request);
}

/* Results that follow the one that is handed out, so that not each of them costs a hand-over. */
static GArray *
take_more (NoobSession *self)
{
  GArray *more = NULL;
  NoobSessionEpoch *head;

  while ((head = g_queue_peek_head (&self->iteration)) != NULL && head->ended &&
         head->error == NULL)
    {
      if (more == NULL)
        {
          more = g_array_new (FALSE, FALSE, sizeof (GValue));
          g_array_set_clear_func (more, (GDestroyNotify) g_value_unset);
        }

      g_queue_pop_head (&self->iteration);
      g_array_append_val (more, head->result);
      head->result = (GValue) G_VALUE_INIT;
      g_hash_table_remove (self->epochs, &head->root);
    }

  return more;
}

/* The head of the iteration, if it has ended and somebody waits for it. */
static void
hand_out_next (NoobSession *self)
{
  NoobSessionEpoch *head = g_queue_peek_head (&self->iteration);

  if (self->next == NULL || head == NULL || !head->ended)
    return;

  g_queue_pop_head (&self->iteration);
  if (head->error == NULL)
    self->next->more = take_more (self);
  hand_out (self, head, g_steal_pointer (&self->next));
}

static void
collect_result (NoobSession      *self,
                NoobSessionEpoch *epoch,
                NoobEpoch        *root)
{
  noob_value_set_no_event (&epoch->result);
  if (self->return_node != NULL && epoch->error == NULL &&
      !g_hash_table_contains (self->disabled, self->return_id))
    noob_return_collect (self->return_node, self->settings.store, root,
                         epoch->inputs != NULL ? epoch->inputs : self->inputs, &epoch->result);
}

void
noob_session_stop_by_itself (NoobSession *self)
{
  if (!self->running)
    return;

  noob_session_stop (self);
  self->listener->stopped (self->listener_data);
}

void
noob_session_on_epoch_ended (NoobScheduler *scheduler,
                             NoobEpoch     *root,
                             gpointer       data)
{
  NoobSession *self = data;
  guint64 number = noob_epoch_get_root (root);
  NoobSessionEpoch *epoch = g_hash_table_lookup (self->epochs, &number);

  if (epoch == NULL || epoch->ended)
    return;

  noob_debug (SCHEDULE, self->settings.runner_id, NULL, "epoch %" G_GUINT64_FORMAT " ended%s", number,
              epoch->error != NULL ? " with an error" : "");
  epoch->ended = TRUE;
  noob_session_tell_counts (self, number);
  self->ended_limit = MAX (self->ended_limit, number + 1);
  g_queue_remove (&self->unsent, epoch);
  if (epoch->request != NULL || epoch->iterated)
    collect_result (self, epoch, root);
  if (self->settings.autoclear_store)
    noob_event_store_clear (self->settings.store, root);
  if (self->listener->epoch_ended (root, self->listener_data))
    self->n_unheard++;

  if (epoch->request != NULL)
    hand_out (self, epoch, g_steal_pointer (&epoch->request));
  else if (epoch->iterated)
    hand_out_next (self);
  else
    g_hash_table_remove (self->epochs, &number);

  noob_session_advance_change (self);
  noob_session_grant (self);
}

static void
begin_epoch (NoobSession      *self,
             NoobSessionEpoch *epoch)
{
  epoch->root = self->next_root++;
  g_hash_table_insert (self->epochs, &epoch->root, epoch);
  g_queue_push_tail (&self->unsent, epoch);
}

/* Fails @epoch, and tells the nodes to forget it. Takes @error. */
void
noob_session_fail_epoch (NoobSession *self,
                         guint64      root,
                         GError      *error)
{
  NoobSessionEpoch *epoch = g_hash_table_lookup (self->epochs, &root);
  g_autoptr (NoobEpoch) number = noob_epoch_new (root);

  if (epoch == NULL || epoch->ended)
    {
      g_error_free (error);
      return;
    }

  epoch->error = error;
  noob_ended_epochs_add (&self->cut, root);
  noob_command_node_epoch_ended (self->command, number, NULL);
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
      NoobSessionEpoch *epoch = data;

      if (!epoch->ended && epoch->root >= first)
        g_array_append_val (roots, epoch->root);
    }
  g_array_sort (roots, compare_roots);

  return roots;
}

void
noob_session_fail_open_epochs (NoobSession  *self,
                               guint64       first,
                               const GError *error)
{
  g_autoptr (GArray) roots = list_open_roots (self, first);
  GQueue pending = self->pending;
  NoobSessionEpoch *epoch;

  /* First, or another would begin for each that ends. */
  g_queue_init (&self->pending);
  for (guint i = 0; i < roots->len; i++)
    noob_session_fail_epoch (self, g_array_index (roots, guint64, i), g_error_copy (error));

  while ((epoch = g_queue_pop_head (&pending)) != NULL)
    {
      epoch->request->error = g_error_copy (error);
      noob_session_complete (self, epoch->request);
      noob_session_epoch_free (epoch);
    }

  if (self->next != NULL && g_queue_is_empty (&self->iteration))
    noob_session_give_up (self, self->next, error);
}

static void
send_process (NoobSession      *self,
              NoobSessionEpoch *epoch)
{
  g_autoptr (NoobEpoch) root = noob_epoch_new (epoch->root);
  GError *error = NULL;

  noob_debug (SCHEDULE, self->settings.runner_id, NULL, "epoch %" G_GUINT64_FORMAT " begins",
              epoch->root);
  self->sent_limit = epoch->root + 1;
  noob_scheduler_open_root (self->scheduler, epoch->root);
  if (noob_command_node_process (self->command, root, epoch->inputs, &error))
    noob_scheduler_begin_root (self->scheduler, epoch->root);
  else
    noob_session_fail_epoch (self, epoch->root, error);
}

/* One command for all the epochs from @first on that sources run by themselves. */
static void
send_start (NoobSession *self,
            guint64      first)
{
  guint64 limit = first + 1;
  NoobSessionEpoch *next;

  while ((next = g_queue_peek_head (&self->unsent)) != NULL && next->inputs == NULL &&
         next->root == limit)
    {
      g_queue_pop_head (&self->unsent);
      limit++;
    }

  noob_debug (FLOW, self->settings.runner_id, NULL,
              "epochs from %" G_GUINT64_FORMAT " to before %" G_GUINT64_FORMAT " may begin", first,
              limit);
  self->sent_limit = limit;
  for (guint64 root = first; root < limit; root++)
    noob_scheduler_open_root (self->scheduler, root);
  noob_command_node_start (self->command, first, limit, NULL);
  for (guint64 root = first; root < limit; root++)
    noob_scheduler_begin_root (self->scheduler, root);
}

/* Epochs wait until all nodes have confirmed that they send what is wanted of them. */
void
noob_session_send_unsent (NoobSession *self)
{
  NoobSessionEpoch *epoch;

  if (!noob_command_node_all_ready (self->command) || !g_queue_is_empty (&self->changes) ||
      self->stopping)
    {
      noob_debug (FLOW, self->settings.runner_id, NULL,
                  "%u epochs wait until all nodes are ready for them",
                  g_queue_get_length (&self->unsent));
      return;
    }

  while ((epoch = g_queue_pop_head (&self->unsent)) != NULL)
    if (epoch->inputs != NULL)
      send_process (self, epoch);
    else
      send_start (self, epoch->root);
}

/* Begins @n epochs, for whoever; the sources run them by themselves. */
static void
begin_epochs (NoobSession *self,
              guint        n,
              gboolean     iterated)
{
  for (guint i = 0; i < n; i++)
    {
      NoobSessionEpoch *epoch = g_new0 (NoobSessionEpoch, 1);

      epoch->iterated = iterated;
      begin_epoch (self, epoch);
      if (iterated)
        g_queue_push_tail (&self->iteration, epoch);
    }

  noob_session_send_unsent (self);
}

/* Results that nobody has taken yet may be there besides. */
static guint
count_open (NoobSession *self)
{
  guint n = g_hash_table_size (self->epochs);

  for (GList *l = self->iteration.head; l != NULL; l = l->next)
    if (((NoobSessionEpoch *) l->data)->ended)
      n--;

  return n;
}

/* How many epochs may begin lest one that is open should count as ended, in a process that hears
 * of the end of very many after it. */
static guint
count_before_horizon (NoobSession *self)
{
  guint64 horizon = noob_scheduler_get_first_open (self->scheduler) + NOOB_ENDED_EPOCHS_MAX;

  return (guint) (horizon - MIN (self->next_root, horizon));
}

static void
grant_free_run (NoobSession *self)
{
  guint n_open;

  if (!self->running)
    return;

  n_open = count_open (self);
  if (n_open + self->n_unheard > self->settings.max_in_flight / 2)
    return;

  begin_epochs (self, MIN (self->settings.max_in_flight - n_open - self->n_unheard,
                           count_before_horizon (self)), FALSE);

  /* Where nothing can run, all have ended already, and so would all others. */
  if (count_open (self) == 0)
    noob_session_stop_by_itself (self);
}

/* An iteration does not go on after what failed. */
static gboolean
is_cut (NoobSession *self)
{
  NoobSessionEpoch *tail = g_queue_peek_tail (&self->iteration);

  return tail != NULL && tail->error != NULL;
}

/* Half of what is allowed at a time, so that not every epoch costs a command. */
static void
grant_iteration (NoobSession *self)
{
  guint n_iterated = g_queue_get_length (&self->iteration);
  guint n_others = g_hash_table_size (self->epochs) - n_iterated + self->n_unheard;
  guint n_allowed = self->settings.max_in_flight - MIN (n_others, self->settings.max_in_flight);

  n_allowed = (guint) MIN (self->n_wanted, n_allowed);
  if (self->next != NULL && !is_cut (self) && n_iterated < n_allowed &&
      n_iterated + self->n_unheard <= self->settings.max_in_flight / 2)
    begin_epochs (self, MIN (n_allowed - n_iterated, count_before_horizon (self)), TRUE);
}

/* Whether fewer epochs than may be are in progress, or have ended unheard. */
static gboolean
has_room (NoobSession *self)
{
  return count_before_horizon (self) > 0 &&
         (g_hash_table_size (self->epochs) + self->n_unheard < self->settings.max_in_flight ||
          count_open (self) + self->n_unheard < self->settings.max_in_flight);
}

/* In the order in which they were asked for. */
static void
begin_pending (NoobSession *self)
{
  NoobSessionEpoch *epoch;

  while (!g_queue_is_empty (&self->pending) && has_room (self))
    {
      epoch = g_queue_pop_head (&self->pending);
      begin_epoch (self, epoch);
      noob_session_send_unsent (self);
    }
}

/* Those that begin may end at once. */
void
noob_session_grant (NoobSession *self)
{
  if (self->granting || self->stopping || self->failure != NULL)
    return;

  self->granting = TRUE;
  begin_pending (self);
  grant_free_run (self);
  grant_iteration (self);
  self->granting = FALSE;
  noob_session_watch_hearing (self);
}

/* Completes @request with why nothing can be run, if so. */
gboolean
noob_session_refuse (NoobSession *self,
                     NoobRequest *request)
{
  if (self->failure == NULL)
    return FALSE;

  request->error = g_error_copy (self->failure);
  noob_session_complete (self, request);

  return TRUE;
}

void
noob_session_process (NoobSession *self,
                      NoobRecord  *inputs,
                      NoobRequest *request)
{
  NoobSessionEpoch *epoch;

  if (noob_session_refuse (self, request))
    return;

  epoch = g_new0 (NoobSessionEpoch, 1);
  epoch->inputs = noob_record_ref (inputs);
  epoch->request = request;
  g_queue_push_tail (&self->pending, epoch);
  noob_session_grant (self);
}

void
noob_session_next (NoobSession *self,
                   guint64      n_wanted,
                   NoobRequest *request)
{
  if (g_queue_is_empty (&self->iteration) && noob_session_refuse (self, request))
    return;

  self->next = request;
  self->n_wanted = n_wanted;
  noob_session_grant (self);
  hand_out_next (self);
}

/* Epochs that have begun go on, and are reported as ended; nobody gets their results. */
static void
drop_last_iterated (NoobSession *self)
{
  NoobSessionEpoch *epoch = g_queue_pop_tail (&self->iteration);

  epoch->iterated = FALSE;
  if (epoch->ended)
    g_hash_table_remove (self->epochs, &epoch->root);
}

void
noob_session_cut_iteration (NoobSession *self,
                            guint64      root)
{
  NoobSessionEpoch *epoch = g_hash_table_lookup (self->epochs, &root);

  if (epoch == NULL || !epoch->iterated)
    return;

  while (g_queue_peek_tail (&self->iteration) != epoch)
    drop_last_iterated (self);
  noob_session_take_back (self);
}

/* Whoever waits for the next one is told what becomes of it. */
void
noob_session_end_iteration (NoobSession *self)
{
  if (self->next != NULL)
    return;

  while (!g_queue_is_empty (&self->iteration))
    drop_last_iterated (self);
  noob_session_take_back (self);
}

void
noob_session_start (NoobSession *self,
                    NoobRequest *request)
{
  if (noob_session_refuse (self, request))
    return;

  self->running = TRUE;
  noob_session_complete (self, request);
  noob_session_grant (self);
}

void
noob_session_stop (NoobSession *self)
{
  self->running = FALSE;
  noob_session_take_back (self);
}
