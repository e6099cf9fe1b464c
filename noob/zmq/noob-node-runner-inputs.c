/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-node-runner-parts-private.h"

/* The command node says what the inputs of an epoch are, and other nodes may be heard of it before
 * that: a node that depends on inputs waits until they are known, and for its assets. */

typedef struct
{
  guint64         root;
  NoobEpochState *state;
  guint           node;
} Parked;

void
noob_node_runner_init_inputs (NoobNodeRunner *self)
{
  self->known_inputs = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->parked = g_array_new (FALSE, FALSE, sizeof (Parked));
}

void
noob_node_runner_clear_inputs (NoobNodeRunner *self)
{
  g_hash_table_unref (self->known_inputs);
  g_array_unref (self->parked);
}

void
noob_node_runner_give_inputs (NoobNodeRunner *self,
                              guint64         root,
                              NoobRecord     *inputs)
{
  g_autoptr (NoobEpoch) epoch = NULL;

  if (!self->has_input || noob_scheduler_has_ended (self->scheduler, root) ||
      !g_hash_table_add (self->known_inputs, g_memdup2 (&root, sizeof root)))
    return;

  epoch = noob_epoch_new (root);
  noob_hosted_node_store_inputs (self->store, inputs, epoch);
}

void
noob_node_runner_grant_inputs (NoobNodeRunner *self,
                               guint64         first,
                               guint64         limit)
{
  if (self->granted_limit == 0)
    self->granted_first = first;
  self->granted_limit = self->inputs_held ? limit : MAX (self->granted_limit, limit);
  self->inputs_held = FALSE;
}

/* What has been granted is taken back in part: only the next grant tells which epochs have the
 * inputs that nobody gives. */
void
noob_node_runner_hold_inputs (NoobNodeRunner *self)
{
  self->inputs_held = TRUE;
}

static gboolean
knows_inputs (NoobNodeRunner *self,
              guint64         root)
{
  if (!self->has_input || g_hash_table_contains (self->known_inputs, &root))
    return TRUE;

  if (self->inputs_held || root < self->granted_first || root >= self->granted_limit)
    return FALSE;

  noob_node_runner_give_inputs (self, root, self->inputs);
  return TRUE;
}

void
noob_node_runner_forget_inputs (NoobNodeRunner *self,
                                guint64         root)
{
  g_hash_table_remove (self->known_inputs, &root);

  for (guint i = self->parked->len; i > 0; i--)
    if (g_array_index (self->parked, Parked, i - 1).root == root)
      g_array_remove_index (self->parked, i - 1);
}

static gboolean
may_run (NoobNodeRunner *self,
         NoobEpochState *state)
{
  return knows_inputs (self, noob_epoch_get_root (state->epoch)) &&
         noob_node_runner_has_assets (self, state->epoch);
}

static gboolean
take_parked (NoobNodeRunner  *self,
             NoobEpochState **state,
             guint           *node)
{
  for (guint i = 0; i < self->parked->len; i++)
    {
      Parked parked = g_array_index (self->parked, Parked, i);

      if (may_run (self, parked.state))
        {
          g_array_remove_index (self->parked, i);
          *state = parked.state;
          *node = parked.node;
          return TRUE;
        }
    }

  return FALSE;
}

gboolean
noob_node_runner_pop (NoobNodeRunner  *self,
                      NoobEpochState **state,
                      guint           *node)
{
  if (take_parked (self, state, node))
    return TRUE;

  while (noob_scheduler_pop (self->scheduler, NULL, state, node))
    {
      Parked parked = { noob_epoch_get_root ((*state)->epoch), *state, *node };

      if (may_run (self, *state))
        return TRUE;

      g_array_append_val (self->parked, parked);
    }

  return FALSE;
}
