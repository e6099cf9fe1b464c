/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-node-runner-parts-private.h"

#include "zmq/noob-authenticator-private.h"
#include "zmq/noob-command-node-private.h"
#include "zmq/noob-wire-private.h"

static gboolean
connect_commands (NoobNodeRunner  *self,
                  GError         **error)
{
  g_autofree char *password =
    noob_authenticator_derive_password (self->token, NOOB_DOMAIN_COMMAND_OUTBOX);
  g_autofree char *own = g_strconcat ("n/", self->node_id, NULL);

  self->commands = noob_socket_new_full (self->zmq_context, ZMQ_SUB, "commands", error);
  if (self->commands == NULL)
    return FALSE;

  noob_socket_set_handlers (self->commands, &noob_node_runner_command_handlers, self);

  return noob_wire_subscribe (self->commands, noob_topic_new (NOOB_TOPIC_CONTROL), error) &&
         noob_wire_subscribe (self->commands, noob_topic_new (NOOB_TOPIC_DATA), error) &&
         noob_wire_subscribe (self->commands, noob_topic_new (own), error) &&
         noob_socket_set_plain_client (self->commands, self->node_id, password, error) &&
         noob_socket_connect (self->commands, self->command_address, error);
}

static gboolean
connect_dealer (NoobNodeRunner  *self,
                GError         **error)
{
  g_autofree char *password =
    noob_authenticator_derive_password (self->token, NOOB_DOMAIN_COMMAND_ROUTER);

  self->dealer = noob_socket_new_full (self->zmq_context, ZMQ_DEALER, "dealer", error);
  if (self->dealer == NULL)
    return FALSE;

  noob_socket_set_handlers (self->dealer, &noob_node_runner_dealer_handlers, self);

  return noob_socket_set_option (self->dealer, ZMQ_ROUTING_ID, self->node_id,
                                 strlen (self->node_id), error) &&
         noob_socket_set_plain_client (self->dealer, self->node_id, password, error) &&
         noob_socket_connect (self->dealer, self->router_address, error);
}

gboolean
noob_node_runner_open_sockets (NoobNodeRunner  *self,
                               GError         **error)
{
  return connect_commands (self, error) && connect_dealer (self, error);
}

void
noob_node_runner_abandon (NoobNodeRunner *self)
{
  if (self->dealer != NULL)
    noob_socket_abandon (self->dealer);
  if (self->publisher != NULL)
    noob_publisher_abandon (self->publisher);
}
