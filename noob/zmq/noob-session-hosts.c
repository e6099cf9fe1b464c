/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-session-parts-private.h"

#define MAX_PATIENCE_STARTING 1000 /* milliseconds */
#define MAX_PATIENCE_LAST 1000     /* milliseconds */

/* Closing. */

static gboolean
all_hosts_ended (NoobSession *self)
{
  for (guint i = 0; i < self->hosts->len; i++)
    if (!((NoobNodeHost *) self->hosts->pdata[i])->ended)
      return FALSE;

  return TRUE;
}

static gboolean
all_hosts_settled (NoobSession *self)
{
  for (guint i = 0; i < self->hosts->len; i++)
    if (!noob_session_is_settled (self, self->hosts->pdata[i]))
      return FALSE;

  return TRUE;
}

static gboolean
finish_closing (gpointer data)
{
  NoobSession *self = data;
  NoobRequest *request = g_steal_pointer (&self->waiting);

  if (self->ledger != NULL)
    noob_ledger_reconcile (self->ledger, self->failure == NULL ? &self->failure : NULL);

  noob_session_set_timeout (self, 0, NULL);
  if (self->command != NULL)
    noob_command_node_close (self->command);
  for (guint i = 0; i < self->hosts->len; i++)
    noob_node_host_release (self->hosts->pdata[i]);

  if (request != NULL)
    {
      request->error = g_steal_pointer (&self->failure);
      noob_session_complete (self, request);
    }

  return G_SOURCE_REMOVE;
}

/* At the next turn of the main loop, since it closes sockets that this may be called from. */
void
noob_session_advance_closing (NoobSession *self)
{
  if (self->state == STATE_CLOSING && all_hosts_ended (self) && all_hosts_settled (self))
    noob_session_set_timeout (self, 0, finish_closing);
}

static void
give_up_host (NoobSession  *self,
              NoobNodeHost *host)
{
  if (self->failure == NULL && host->ended)
    g_set_error (&self->failure, NOOB_ERROR, NOOB_ERROR_NODE_LOST,
                 "node \"%s\" ended without having closed its books", host->node_id);
  else if (self->failure == NULL)
    g_set_error (&self->failure, NOOB_ERROR, NOOB_ERROR_TIMEOUT,
                 "node \"%s\" did not end within %u ms: %s", host->node_id,
                 self->settings.quit_timeout, host->klass->given_up);

  noob_session_lose (self, host, host->klass->given_up);
  noob_node_host_give_up (host);
}

static gboolean
on_last_timeout (gpointer data)
{
  NoobSession *self = data;

  for (guint i = 0; i < self->hosts->len; i++)
    {
      NoobNodeHost *host = self->hosts->pdata[i];

      if (!host->ended || !noob_session_is_settled (self, host))
        give_up_host (self, host);
    }

  noob_session_set_timeout (self, 0, NULL);
  noob_session_advance_closing (self);

  return G_SOURCE_REMOVE;
}

/* Those that are stuck are killed; others may only have waited for their farewells, and have some
 * more time. */
void
noob_session_hurry_closing (NoobSession *self)
{
  for (guint i = 0; i < self->hosts->len; i++)
    {
      NoobNodeHost *host = self->hosts->pdata[i];

      if (!noob_session_has_left (self, host) &&
          !(host->ended && noob_session_is_settled (self, host)))
        give_up_host (self, host);
    }

  noob_command_node_deinitialize (self->command);
  noob_session_set_timeout (self, MIN (self->settings.quit_timeout, MAX_PATIENCE_LAST),
                            on_last_timeout);
  noob_session_advance_closing (self);
}

static gboolean
on_quit_timeout (gpointer data)
{
  noob_session_hurry_closing (data);

  return G_SOURCE_REMOVE;
}

void
noob_session_begin_closing (NoobSession *self,
                            gboolean     hang_up)
{
  guint patience = self->settings.quit_timeout;

  /* Nothing has been run yet: who hangs now is not worth waiting for. */
  if (self->state == STATE_STARTING)
    patience = MIN (patience, MAX_PATIENCE_STARTING);

  self->state = STATE_CLOSING;
  noob_command_node_deinitialize (self->command);

  for (guint i = 0; hang_up && i < self->hosts->len; i++)
    noob_node_host_hang_up (self->hosts->pdata[i]);

  noob_session_set_timeout (self, patience, on_quit_timeout);
  noob_session_advance_closing (self);
}

/* The first failure counts. Takes @error. */
void
noob_session_fail_starting (NoobSession *self,
                            GError      *error)
{
  if (self->failure != NULL || self->state != STATE_STARTING)
    {
      g_error_free (error);
      return;
    }

  self->failure = error;
  noob_session_begin_closing (self, TRUE);
}

/* Starting. */

static GError *
describe_end (NoobNodeHost *host,
              const char      *how)
{
  g_autofree char *last_words = g_strchomp (noob_node_host_dup_last_words (host));
  g_autofree char *message =
    g_strdup_printf ("its %s %s%s%s", host->klass->kind, how, last_words[0] != '\0' ? ":\n" : "",
                     last_words);
  g_autoptr (NoobFailure) failure =
    noob_failure_new (host->node_id, NULL, host->klass->kind, message, NULL,
                      noob_node_host_get_exit_status (host));

  return noob_error_new_failure (NOOB_ERROR_NODE_LOST, failure);
}

static void
on_host_ended (NoobNodeHost *host,
               const char   *how,
               gpointer      data)
{
  NoobSession *self = data;
  g_autoptr (GError) error = describe_end (host, how);

  if (self->state == STATE_STARTING)
    {
      noob_session_fail_starting (self, g_steal_pointer (&error));
    }
  else if (self->state == STATE_READY)
    {
      noob_session_lose (self, host, how);
      self->listener->failed (noob_error_get_failure (error), self->listener_data);
      noob_session_stop_by_itself (self);
      noob_session_fail_open_epochs (self, 0, error);
      if (self->failure == NULL)
        self->failure = g_steal_pointer (&error);
      noob_session_advance_change (self);
    }
  else if (self->state == STATE_CLOSING)
    {
      /* The books of one that ended well may still be on their way. */
      if (noob_node_host_get_exit_status (host) != 0)
        {
          noob_session_lose (self, host, how);
          noob_command_node_deinitialize (self->command);
          if (self->failure == NULL)
            self->failure = g_steal_pointer (&error);
        }
      noob_session_advance_closing (self);
    }
}

static gboolean
start_host (NoobSession              *self,
            const NoobNodeHostClass  *klass,
            NoobNodeSpecification    *node,
            GError                  **error)
{
  NoobNodeHost *host =
    noob_node_host_new (klass, self->settings.runner_id, node, on_host_ended, self);

  g_ptr_array_add (self->hosts, host);

  return noob_command_node_start_host (self->command, host, self->settings.quit_timeout, error);
}

gboolean
noob_session_start_hosts (NoobSession  *self,
                          GError      **error)
{
  const NoobNodeHostClass *klass =
    noob_node_host_class_for (noob_command_node_get_protocol (self->command));
  GPtrArray *nodes = noob_tube_specification_get_nodes (
    noob_tube_get_specification (self->settings.tube));

  for (guint i = 0; i < nodes->len; i++)
    if (!noob_node_specification_is (nodes->pdata[i], "return") &&
        !klass->check (nodes->pdata[i], error))
      return FALSE;

  for (guint i = 0; i < nodes->len; i++)
    if (!noob_node_specification_is (nodes->pdata[i], "return") &&
        !start_host (self, klass, nodes->pdata[i], error))
      return FALSE;

  return TRUE;
}
