/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-node-host-private.h"

#include "zmq/noob-host-program-private.h"
#include "zmq/noob-launcher-private.h"

typedef struct
{
  NoobNodeHost           host;
  NoobLauncher          *launcher;
  NoobNodeSpecification *node;
} ProcessHost;

static gboolean
process_host_check (NoobNodeSpecification  *node,
                    GError                **error)
{
  g_auto (GStrv) argv = noob_host_program_make_argv (node, NULL, error);

  return argv != NULL;
}

static void
on_ended (NoobLauncher *launcher,
          const char   *how,
          gpointer      data)
{
  noob_node_host_tell_ended (data, how);
}

static NoobNodeHost *
process_host_create (const char            *runner_id,
                     NoobNodeSpecification *node)
{
  ProcessHost *self = g_new0 (ProcessHost, 1);

  self->node = g_object_ref (node);
  self->launcher =
    noob_launcher_new (runner_id, noob_node_specification_get_id (node), on_ended, self);

  return &self->host;
}

static void
process_host_free (NoobNodeHost *host)
{
  ProcessHost *self = (ProcessHost *) host;

  noob_launcher_free (self->launcher);
  g_object_unref (self->node);
  g_free (self);
}

static gboolean
process_host_start (NoobNodeHost    *host,
                    NoobBootstrap   *bootstrap,
                    NoobZmqContext  *zmq_context,
                    GError         **error)
{
  ProcessHost *self = (ProcessHost *) host;
  g_autoptr (NoobBootstrap) taken = bootstrap;
  g_autofree char *text = noob_bootstrap_to_text (taken);
  g_auto (GStrv) argv = noob_host_program_make_argv (self->node, NULL, error);

  return argv != NULL &&
         noob_launcher_launch (self->launcher, (const char *const *) argv, text, error);
}

static void
process_host_hang_up (NoobNodeHost *host)
{
  noob_launcher_cut_life_line (((ProcessHost *) host)->launcher);
}

static void
process_host_give_up (NoobNodeHost *host)
{
  noob_launcher_terminate (((ProcessHost *) host)->launcher, 0);
}

static GPid
process_host_get_pid (NoobNodeHost *host)
{
  return noob_launcher_get_pid (((ProcessHost *) host)->launcher);
}

static int
process_host_get_exit_status (NoobNodeHost *host)
{
  return noob_launcher_get_exit_status (((ProcessHost *) host)->launcher);
}

static char *
process_host_dup_last_words (NoobNodeHost *host)
{
  return noob_launcher_dup_last_words (((ProcessHost *) host)->launcher);
}

const NoobNodeHostClass noob_process_host_class = {
  .kind = "process",
  .given_up = "it was killed",
  .check = process_host_check,
  .create = process_host_create,
  .free = process_host_free,
  .start = process_host_start,
  .hang_up = process_host_hang_up,
  .give_up = process_host_give_up,
  .get_pid = process_host_get_pid,
  .get_exit_status = process_host_get_exit_status,
  .dup_last_words = process_host_dup_last_words,
};
