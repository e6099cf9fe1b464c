/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test-support.h"

#include "../value-text.h"

typedef struct
{
  NoobReturn     *node;
  NoobEventStore *store;
  NoobRecord     *inputs;
} Fixture;

static Fixture
fixture_new (const char *depends)
{
  g_autofree char *yaml = g_strdup_printf ("{ type: return, depends: %s }", depends);
  g_autoptr (NoobNodeSpecification) specification = test_specification_new (yaml);

  return (Fixture) {
    .node = noob_return_new (specification),
    .store = noob_event_store_new (),
    .inputs = noob_record_new (),
  };
}

static void
fixture_clear (Fixture *self)
{
  g_assert_finalize_object (self->node);
  g_assert_finalize_object (self->store);
  noob_record_unref (self->inputs);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

/* @text NULL: NoEvent. */
static void
add (Fixture    *self,
     const char *epoch_name,
     const char *node,
     const char *text)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new_from_string (epoch_name, NULL);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (NoobEvent) event = NULL;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, text);
  event = noob_event_new (node, "value", epoch, text != NULL ? &value : NULL);
  noob_event_store_add (self->store, event);
}

static void
assert_returns (Fixture    *self,
                const char *expected)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new (0);
  g_autofree char *text = NULL;
  g_auto (GValue) result = G_VALUE_INIT;

  noob_return_collect (self->node, self->store, epoch, self->inputs, &result);
  text = value_text (&result);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_form_decides_shape (void)
{
  const struct
  {
    const char *depends;
    const char *expected;
  } cases[] = {
    { "a.value", "x" },
    { "[ a.value ]", "[x]" },
    { "[ a.value, b.value ]", "[x y]" },
    { "[ one: a.value, two: b.value ]", "{one:x two:y}" },
    { "[ a.value, two: b.value ]", "[[x] {two:y}]" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Fixture) fixture = fixture_new (cases[i].depends);

      add (&fixture, "0", "a", "x");
      add (&fixture, "0", "b", "y");
      assert_returns (&fixture, cases[i].expected);
    }
}

static void
test_subepochs_give_lists (void)
{
  g_auto (Fixture) fixture = fixture_new ("[ one: a.value, two: b.value ]");

  add (&fixture, "0/m.1", "a", "y");
  add (&fixture, "0/m.0", "a", "x");
  add (&fixture, "0/m.0", "b", "z");
  add (&fixture, "0/m.1", "b", NULL);
  assert_returns (&fixture, "{one:[x y] two:[z]}");
}

static void
test_missing_named_slot_is_left_out (void)
{
  g_auto (Fixture) fixture = fixture_new ("[ one: a.value, two: b.value ]");

  add (&fixture, "0", "a", NULL);
  add (&fixture, "0", "b", "y");
  assert_returns (&fixture, "{two:y}");
}

static void
test_missing_position_is_no_result (void)
{
  const char *const cases[] = { "a.value", "[ b.value, a.value ]", "[ a.value, two: b.value ]" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Fixture) fixture = fixture_new (cases[i]);

      add (&fixture, "0", "a", NULL);
      add (&fixture, "0", "b", "y");
      assert_returns (&fixture, "nothing");
    }
}

static void
test_nothing_is_no_result (void)
{
  g_auto (Fixture) fixture = fixture_new ("[ one: a.value ]");

  add (&fixture, "1", "a", "x");
  assert_returns (&fixture, "nothing");
}

static void
test_slots_follow_depends (void)
{
  g_auto (Fixture) fixture = fixture_new ("[ a.value, two: b.value ]");
  g_autoptr (GPtrArray) slots = noob_node_list_slots (NOOB_NODE (fixture.node));
  g_auto (GStrv) signals = noob_node_get_signals (NOOB_NODE (fixture.node));

  g_assert_cmpuint (slots->len, ==, 2);
  g_assert_cmpstr (noob_slot_get_name (slots->pdata[0]), ==, "0");
  g_assert_cmpint (noob_slot_get_flags (slots->pdata[0]), ==, NOOB_SLOT_REQUIRED);
  g_assert_cmpstr (noob_slot_get_name (slots->pdata[1]), ==, "two");
  g_assert_cmpint (noob_slot_get_flags (slots->pdata[1]), ==, NOOB_SLOT_HAS_DEFAULT);
  g_assert_cmpuint (g_strv_length (signals), ==, 0);
  g_assert_false (noob_node_get_stateful (NOOB_NODE (fixture.node)));
}

static void
test_inputs_are_returned (void)
{
  const char *yaml = "input: { given: { scope: process } }\n"
                     "nodes: { r: { type: return, depends: [ it: input.given ] } }";
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) tube = NULL;
  g_auto (Fixture) fixture = { .store = noob_event_store_new (), .inputs = noob_record_new () };

  tube = noob_tube_specification_new_from_data (yaml, -1, NULL, &error);
  g_assert_no_error (error);
  fixture.node = noob_return_new (noob_tube_specification_get_node (tube, "r"));
  g_clear_object (&tube);

  noob_record_set_null (fixture.inputs, "given");
  assert_returns (&fixture, "{it:null}");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/return/shape/is-that-of-depends", test_form_decides_shape);
  g_test_add_func ("/return/subepochs/give-lists", test_subepochs_give_lists);
  g_test_add_func ("/return/missing/named-slot-is-left-out", test_missing_named_slot_is_left_out);
  g_test_add_func ("/return/missing/position-is-no-result", test_missing_position_is_no_result);
  g_test_add_func ("/return/missing/nothing-is-no-result", test_nothing_is_no_result);
  g_test_add_func ("/return/inputs/are-returned", test_inputs_are_returned);
  g_test_add_func ("/return/slots/follow-depends", test_slots_follow_depends);

  return g_test_run ();
}
