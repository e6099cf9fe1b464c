/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Assets of nodes whose epochs end when they should not, with all nodes in one process, so that it
 * can be counted what is made and torn down. */

#include "by-hand-fixture.h"

#include "zmq/noob-command-node-parts-private.h"

/* The asset `t`. */
static guint n_made, n_torn_down;

G_DECLARE_FINAL_TYPE (TestThing, test_thing, TEST, THING, NoobAsset)

struct _TestThing
{
  NoobAsset parent_instance;
};

G_DEFINE_FINAL_TYPE (TestThing, test_thing, NOOB_TYPE_ASSET)

static gboolean
test_thing_make (NoobAsset   *asset,
                 NoobRecord  *made,
                 GError     **error)
{
  n_made++;
  noob_record_set_int64 (made, "value", 1);

  return TRUE;
}

static gboolean
test_thing_teardown (NoobAsset   *asset,
                     NoobRecord  *made,
                     GError     **error)
{
  n_torn_down++;

  return TRUE;
}

static void
test_thing_class_init (TestThingClass *klass)
{
  NOOB_ASSET_CLASS (klass)->make = test_thing_make;
  NOOB_ASSET_CLASS (klass)->teardown = test_thing_teardown;
}

static void
test_thing_init (TestThing *self)
{
}

/* What a call of `use` does besides. */
static void (*during_call) (ByHand *self);
static ByHand *current;

static gboolean
use (gpointer     state,
     NoobRecord  *inputs,
     NoobRecord  *outputs,
     GError     **error)
{
  gint64 value = 0;

  if (during_call != NULL)
    during_call (current);

  if (!noob_record_get (inputs, error, "thing", G_TYPE_INT64, &value, NULL))
    return FALSE;

  noob_record_set_int64 (outputs, "value", value);

  return TRUE;
}

static void
begin (ByHand *self)
{
  current = self;
  during_call = NULL;
  n_made = n_torn_down = 0;
  by_hand_start (self);
}

/* Ended by others. */

#define PASSED_ON \
  "input: {x: {scope: process, default: 1}}\n" \
  "assets:\n" \
  "  t: {type: TestThing, scope: process}\n" \
  "nodes:\n" \
  "  s: {type: note, depends: [value: input.x]}\n" \
  "  a: {type: use, depends: [thing: assets.t, after: s.value]}\n" \
  "  b: {type: use, depends: [thing: assets.t, after: a.value]}\n"

static void
note_ended (NoobNodeRunner *runner,
            NoobMessage    *message,
            gboolean       *is_ended)
{
  *is_ended = TRUE;
}

/* It hears of it, since it was news of another node that made it run. */
static void
cut_first_epoch (ByHand *self)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new (0);
  gboolean is_ended = FALSE;
  gulong handler = g_signal_connect (self->runners->pdata[1], "message::epoch_ended",
                                     G_CALLBACK (note_ended), &is_ended);

  during_call = NULL;
  noob_command_node_epoch_ended (self->command, epoch, NULL);
  by_hand_until (self, is_ended);
  g_signal_handler_disconnect (self->runners->pdata[1], handler);

  g_assert_cmpuint (n_made, ==, 1);
  g_assert_cmpuint (n_torn_down, ==, 0);
}

static void
test_cut_during_a_call (ByHand        *self,
                        gconstpointer  data)
{
  begin (self);
  during_call = cut_first_epoch;

  by_hand_process (self, 0, 1);
  by_hand_settle (self);
  g_assert_cmpuint (n_made, ==, 1);
  g_assert_cmpuint (n_torn_down, ==, 1);

  by_hand_process (self, 1, 1);
  by_hand_until (self, strstr (self->events->str, "b=1"));
  by_hand_settle (self);
  g_assert_cmpuint (n_made, ==, 2);
  g_assert_cmpuint (n_torn_down, ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  by_hand_init (&argc, &argv);
  g_type_ensure (test_thing_get_type ());
  noob_register_function ("use", "thing: int64, after? -> value: int64", use, NULL, NULL);

  by_hand_add ("/node-runner/assets/epoch-cut-during-a-call", PASSED_ON, test_cut_during_a_call);

  status = by_hand_run ();
  noob_unregister_function ("use");

  return status;
}
