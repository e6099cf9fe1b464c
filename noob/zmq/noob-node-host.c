/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-node-host-private.h"

static const struct
{
  const char              *protocol;
  const NoobNodeHostClass *klass;
} kinds[] = {
  { "ipc", &noob_process_host_class },
  { "inproc", &noob_thread_host_class },
};

const NoobNodeHostClass *
noob_node_host_class_for (const char *protocol)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].protocol, protocol))
      return kinds[i].klass;

  return NULL;
}

NoobNodeHost *
noob_node_host_new (const NoobNodeHostClass *klass,
                    const char              *runner_id,
                    NoobNodeSpecification   *node,
                    NoobNodeHostFunc         on_ended,
                    gpointer                 user_data)
{
  NoobNodeHost *self = klass->create (runner_id, node);

  self->klass = klass;
  self->node_id = g_strdup (noob_node_specification_get_id (node));
  self->on_ended = on_ended;
  self->user_data = user_data;

  return self;
}

void
noob_node_host_free (NoobNodeHost *self)
{
  g_free (self->node_id);
  self->klass->free (self);
}

gboolean
noob_node_host_start (NoobNodeHost    *self,
                      NoobBootstrap   *bootstrap,
                      NoobZmqContext  *zmq_context,
                      GError         **error)
{
  self->ended = !self->klass->start (self, bootstrap, zmq_context, error);
  if (self->ended)
    g_prefix_error (error, "node \"%s\": ", self->node_id);

  return !self->ended;
}

void
noob_node_host_tell_ended (NoobNodeHost *self,
                           const char   *how)
{
  self->ended = TRUE;
  self->on_ended (self, how, self->user_data);
}

void
noob_node_host_hang_up (NoobNodeHost *self)
{
  if (!self->ended)
    self->klass->hang_up (self);
}

void
noob_node_host_give_up (NoobNodeHost *self)
{
  if (!self->ended)
    self->klass->give_up (self);
}

void
noob_node_host_release (NoobNodeHost *self)
{
  if (self->klass->release != NULL)
    self->klass->release (self);
}

GPid
noob_node_host_get_pid (NoobNodeHost *self)
{
  return self->ended ? 0 : self->klass->get_pid (self);
}

int
noob_node_host_get_exit_status (NoobNodeHost *self)
{
  return self->klass->get_exit_status (self);
}

char *
noob_node_host_dup_last_words (NoobNodeHost *self)
{
  return self->klass->dup_last_words (self);
}
