/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-session-parts-private.h"

#include "nodes/noob-type-name-private.h"

#define MAX_PATIENCE_STARTING 1000 /* milliseconds */

void
noob_session_host_free (gpointer data)
{
  NoobSessionHost *host = data;

  g_clear_pointer (&host->launcher, noob_launcher_free);
  g_free (host);
}

/* Closing. */

static gboolean
all_hosts_ended (NoobSession *self)
{
  for (guint i = 0; i < self->hosts->len; i++)
    if (!((NoobSessionHost *) self->hosts->pdata[i])->ended)
      return FALSE;

  return TRUE;
}

static void
finish_closing (NoobSession *self)
{
  NoobRequest *request = g_steal_pointer (&self->waiting);

  noob_session_set_timeout (self, 0, NULL);
  if (self->command != NULL)
    noob_command_node_close (self->command);

  if (request != NULL)
    {
      request->error = g_steal_pointer (&self->failure);
      noob_session_complete (self, request);
    }
}

static gboolean
on_quit_timeout (gpointer data)
{
  NoobSession *self = data;

  for (guint i = 0; i < self->hosts->len; i++)
    {
      NoobSessionHost *host = self->hosts->pdata[i];

      if (host->ended)
        continue;

      if (self->failure == NULL)
        g_set_error (&self->failure, NOOB_ERROR, NOOB_ERROR_TIMEOUT,
                     "node \"%s\" did not end within %u ms and was killed", host->node_id,
                     self->settings.quit_timeout);
      noob_launcher_terminate (host->launcher, 0);
    }

  noob_session_set_timeout (self, 0, NULL);

  return G_SOURCE_REMOVE;
}

void
noob_session_begin_closing (NoobSession *self,
                            gboolean     cut_life_lines)
{
  guint patience = self->settings.quit_timeout;

  /* Nothing has been run yet: who hangs now is not worth waiting for. */
  if (self->state == STATE_STARTING)
    patience = MIN (patience, MAX_PATIENCE_STARTING);

  self->state = STATE_CLOSING;
  noob_command_node_deinitialize (self->command);

  for (guint i = 0; cut_life_lines && i < self->hosts->len; i++)
    {
      NoobSessionHost *host = self->hosts->pdata[i];

      if (!host->ended)
        noob_launcher_cut_life_line (host->launcher);
    }

  noob_session_set_timeout (self, patience, on_quit_timeout);
  if (all_hosts_ended (self))
    finish_closing (self);
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
describe_end (NoobSessionHost *host,
              const char      *how)
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
  NoobSessionHost *host = data;
  NoobSession *self = host->session;
  g_autoptr (GError) error = describe_end (host, how);

  host->ended = TRUE;

  if (self->state == STATE_STARTING)
    {
      noob_session_fail_starting (self, g_steal_pointer (&error));
    }
  else if (self->state == STATE_READY)
    {
      noob_command_node_report_lost (self->command, host->node_id, how);
      self->listener->failed (noob_error_get_failure (error), self->listener_data);
      noob_session_stop_by_itself (self);
      noob_session_fail_open_epochs (self, 0, error);
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
    noob_command_node_make_bootstrap (self->command, id, self->settings.quit_timeout, NULL);
  NoobSessionHost *host;

  if (kind != NOOB_TYPE_NAME_SPECIAL && kind != NOOB_TYPE_NAME_GTYPE && kind != NOOB_TYPE_NAME_C)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
                   "node \"%s\": \"%s\" is %s, and this installation has no host for those", id,
                   type, noob_type_name_describe (kind));
      return FALSE;
    }

  host = g_new0 (NoobSessionHost, 1);
  host->session = self;
  host->node_id = g_intern_string (id);
  host->launcher = noob_launcher_new (self->settings.runner_id, id, on_host_ended, host);
  g_ptr_array_add (self->hosts, host);

  if (noob_launcher_launch (host->launcher, (const char *const *) argv, bootstrap, error))
    return TRUE;

  host->ended = TRUE;
  g_prefix_error (error, "node \"%s\": ", id);
  return FALSE;
}

gboolean
noob_session_launch_all (NoobSession  *self,
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
