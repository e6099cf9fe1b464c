/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What becomes of a tube's dependencies once its nodes have said what slots and signals they
 * have. */

#include <noob.h>

#include "graph/noob-tube-private.h"
#include "graph/noob-wiring-private.h"

static NoobTube *
make_tube (const char *text)
{
  g_autoptr (NoobTubeSpecification) specification = NULL;
  g_autoptr (GError) error = NULL;
  NoobTube *tube;

  specification = noob_tube_specification_new_from_data (text, -1, NULL, &error);
  g_assert_no_error (error);
  tube = noob_tube_new (specification, NULL, &error);
  g_assert_no_error (error);

  return tube;
}

/* `left`, `right?` (optional), `size=` (required, has a default), `**` and `*` (further ones, by
 * name and by position). */
static NoobSlot *
described_slot (const char *description)
{
  g_autofree char *name = g_strdup (description);
  gsize last = strlen (name) - 1;

  if (g_str_equal (name, "**") || g_str_equal (name, "*"))
    return noob_slot_new (name, NOOB_SLOT_REST, NULL);

  if (name[last] == '?')
    {
      name[last] = '\0';
      return noob_slot_new (name, 0, NULL);
    }

  if (name[last] == '=')
    {
      name[last] = '\0';
      return noob_slot_new (name, NOOB_SLOT_REQUIRED | NOOB_SLOT_HAS_DEFAULT, NULL);
    }

  return noob_slot_new (name, NOOB_SLOT_REQUIRED, NULL);
}

/* What the node @id says: slots and signals, separated by spaces. */
static void
identify (GHashTable *identities,
          const char *id,
          const char *slots,
          const char *signal_names)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_slot_free);
  g_auto (GStrv) descriptions = g_strsplit (slots, " ", -1);
  g_auto (GStrv) names = g_strsplit (signal_names, " ", -1);

  for (guint i = 0; descriptions[i] != NULL; i++)
    g_ptr_array_add (list, described_slot (descriptions[i]));

  g_hash_table_insert (identities, (gpointer) g_intern_string (id),
                       noob_identity_new (id, list, names, g_str_has_prefix (id, "s")));
}

static GHashTable *
new_identities (void)
{
  GHashTable *identities =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) noob_identity_free);

  identify (identities, "a", "", "value");

  return identities;
}

static NoobWiring *
wire (NoobTube    *tube,
      GHashTable  *identities,
      GError     **error)
{
  g_autoptr (GHashTable) disabled = g_hash_table_new (NULL, NULL);

  return noob_wiring_complete (tube, identities, disabled, error);
}

/* The node `b` with @depends, and the slots that it has. */
static NoobWiring *
wire_b (const char  *depends,
        const char  *slots,
        GError     **error)
{
  g_autofree char *text = g_strdup_printf ("input: {x: {default: 1}}\n"
                                           "nodes:\n"
                                           "  a: {type: c:x.so#a}\n"
                                           "  b: {type: c:x.so#b, depends: %s}\n",
                                           depends);
  g_autoptr (NoobTube) tube = make_tube (text);
  g_autoptr (GHashTable) identities = new_identities ();

  identify (identities, "b", slots, "value");

  return wire (tube, identities, error);
}

static void
assert_edges (const char *depends,
              const char *slots,
              const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobWiring) wiring = wire_b (depends, slots, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < wiring->edges->len; i++)
    {
      NoobEdge *edge = wiring->edges->pdata[i];

      g_string_append_printf (text, "%s%s.%s%c%s", i > 0 ? " " : "",
                              noob_edge_get_source_node (edge),
                              noob_edge_get_source_signal (edge),
                              noob_edge_get_required (edge) ? '>' : '?',
                              noob_edge_get_target_slot (edge));
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
assert_message (GError     *error,
                const char *part)
{
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_PORTS);
  if (strstr (error->message, part) == NULL)
    g_error ("\"%s\" is not in: %s", part, error->message);
}

static void
assert_refused (const char *depends,
                const char *slots,
                const char *part)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobWiring) wiring = wire_b (depends, slots, &error);

  g_assert_null (wiring);
  assert_message (error, part);
  assert_message (error, "node \"b\"");
  g_assert_true (g_str_has_prefix (error->message, "4:3: "));
}

static void
test_edges_lead_to_slots_by_name (void)
{
  assert_edges ("a.value", "left right?", "a.value>left");
  assert_edges ("[a.value, a.value]", "left right?", "a.value>left a.value?right");
  assert_edges ("[{right: a.value}, a.value]", "left right?", "a.value?right a.value>left");
  assert_edges ("[a.value, {right: input.x}]", "left right", "a.value>left input.x>right");
}

static void
test_edges_may_lead_to_the_rest (void)
{
  assert_edges ("[a.value, {more: a.value}]", "left **", "a.value>left a.value?more");
  assert_edges ("[a.value, a.value, a.value]", "left *", "a.value>left a.value?1 a.value?2");
}

static void
test_required_slots_may_have_defaults_or_params (void)
{
  g_autoptr (NoobTube) tube = make_tube (
    "nodes:\n"
    "  a: {type: c:x.so#a}\n"
    "  b: {type: c:x.so#b, depends: a.value, params: {right: 3}}\n");
  g_autoptr (GHashTable) identities = new_identities ();
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobWiring) wiring = NULL;

  identify (identities, "b", "left right", "value");
  wiring = wire (tube, identities, &error);
  g_assert_no_error (error);
  g_assert_nonnull (wiring);
  assert_edges ("a.value", "left size=", "a.value>left");
  assert_edges ("[a.value, {size: a.value}]", "left size=", "a.value>left a.value>size");
}

static void
test_unknown_slot_lists_the_real_ones (void)
{
  assert_refused ("[{lefd: a.value}]", "left right?", "has no slot \"lefd\"");
  assert_refused ("[{lefd: a.value}]", "left right?", "did you mean \"left\"?");
  assert_refused ("[{lefd: a.value}]", "left right?", "\"left\", \"right\"");
  assert_refused ("[a.value, a.value, a.value]", "left right?", "has no slot \"2\"");
}

static void
test_unknown_signal_lists_the_real_ones (void)
{
  g_autoptr (NoobTube) tube = make_tube ("nodes:\n"
                                         "  a: {type: c:x.so#a}\n"
                                         "  r: {type: return, depends: [{out: a.valeu}]}\n");
  g_autoptr (GHashTable) identities = new_identities ();
  g_autoptr (GError) error = NULL;

  assert_refused ("a.valu", "left", "node \"a\" has no signal \"valu\"");
  assert_refused ("a.valu", "left", "did you mean \"value\"?");
  assert_refused ("a.valu", "left", "its signals are: \"value\"");

  g_assert_null (wire (tube, identities, &error));
  assert_message (error, "node \"r\"");
  assert_message (error, "has no signal \"valeu\"");
}

static void
test_slot_given_by_name_and_by_position_is_refused (void)
{
  assert_refused ("[a.value, {left: a.value}]", "left right?", "\"left\" is given twice");
  assert_refused ("[{left: a.value}, a.value]", "left right?", "\"left\" is given twice");
}

static void
test_required_slot_that_nobody_feeds_is_refused (void)
{
  assert_refused ("[{right: a.value}]", "left right", "nothing is given to slot \"left\"");
}

static void
test_node_without_ports_says_none (void)
{
  assert_refused ("a.value", "", "its slots are: none");
}

static void
test_flags_come_from_nodes_and_from_the_specification (void)
{
  g_autoptr (NoobTube) tube = make_tube ("nodes:\n"
                                         "  a: {type: c:x.so#a}\n"
                                         "  s: {type: c:x.so#s}\n"
                                         "  m: {type: map, depends: a.value}\n"
                                         "  sg: {type: gather, depends: m.value}\n"
                                         "  r: {type: return, depends: sg.value}\n");
  g_autoptr (GHashTable) identities = new_identities ();
  g_autoptr (GHashTable) disabled = g_hash_table_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobWiring) wiring = NULL;
  const NoobNodeFlags expected[] = {
    NOOB_NODE_FLAGS_NONE,
    NOOB_NODE_FLAGS_STATEFUL | NOOB_NODE_FLAGS_DISABLED,
    NOOB_NODE_FLAGS_MAP,
    NOOB_NODE_FLAGS_GATHER | NOOB_NODE_FLAGS_STATEFUL,
  };

  identify (identities, "s", "", "value");
  identify (identities, "m", "value", "value n");
  identify (identities, "sg", "value trigger? n?", "value");
  g_hash_table_add (disabled, (gpointer) g_intern_string ("s"));

  wiring = noob_wiring_complete (tube, identities, disabled, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (wiring->ids->len, ==, 4);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (g_array_index (wiring->flags, NoobNodeFlags, i), ==, expected[i]);
}

static void
test_scheduler_is_of_the_completed_graph (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobWiring) wiring = wire_b ("[{right: a.value}]", "left? right?", &error);
  g_autoptr (NoobScheduler) whole = noob_wiring_create_scheduler (wiring, NULL);
  g_autoptr (NoobScheduler) at_a = noob_wiring_create_scheduler (wiring, "a");
  g_autoptr (NoobEpoch) epoch = noob_scheduler_add_epoch (whole, NULL);
  g_autoptr (GPtrArray) all = noob_scheduler_generations (whole);
  g_autoptr (GPtrArray) own = noob_scheduler_generations (at_a);

  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpuint (own->len, ==, 1);

  /* Now that the slot is known to be optional, its node runs without a value. */
  noob_scheduler_expire (whole, epoch, "a");
  g_assert_true (noob_scheduler_node_is_ready (whole, epoch, "b"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wiring/edges/lead-to-slots-by-name", test_edges_lead_to_slots_by_name);
  g_test_add_func ("/wiring/edges/may-lead-to-the-rest", test_edges_may_lead_to_the_rest);
  g_test_add_func ("/wiring/required-slots/may-have-defaults-or-params",
                   test_required_slots_may_have_defaults_or_params);
  g_test_add_func ("/wiring/required-slots/nobody-feeds-one",
                   test_required_slot_that_nobody_feeds_is_refused);
  g_test_add_func ("/wiring/unknown-slot/lists-the-real-ones",
                   test_unknown_slot_lists_the_real_ones);
  g_test_add_func ("/wiring/unknown-slot/of-a-node-without-any",
                   test_node_without_ports_says_none);
  g_test_add_func ("/wiring/unknown-signal/lists-the-real-ones",
                   test_unknown_signal_lists_the_real_ones);
  g_test_add_func ("/wiring/slot-given-twice/by-name-and-by-position",
                   test_slot_given_by_name_and_by_position_is_refused);
  g_test_add_func ("/wiring/flags/come-from-nodes-and-from-the-specification",
                   test_flags_come_from_nodes_and_from_the_specification);
  g_test_add_func ("/wiring/scheduler/is-of-the-completed-graph",
                   test_scheduler_is_of_the_completed_graph);

  return g_test_run ();
}
