/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a node subscribes to, as the graph gives it. */

#include <noob.h>

#include "zmq/noob-interest-private.h"

/* @text: `a.value>b.slot` and so on, separated by spaces. */
static GPtrArray *
parse_edges (const char *text)
{
  GPtrArray *edges = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_edge_unref);
  g_auto (GStrv) parts = g_strsplit (text, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_auto (GStrv) ends = g_strsplit_set (parts[i], ".>", -1);

      g_ptr_array_add (edges, noob_edge_new (ends[0], ends[1], ends[2], ends[3], TRUE));
    }

  return edges;
}

static void
assert_topics (const char *edges_text,
               const char *subscriber,
               const char *publisher,
               const char *expected)
{
  g_autoptr (GPtrArray) edges = parse_edges (edges_text);
  g_autoptr (NoobInterest) interest = noob_interest_new (edges, NULL, subscriber, publisher);
  g_autoptr (GPtrArray) topics = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (expected == NULL)
    {
      g_assert_null (interest);
      return;
    }

  g_assert_nonnull (interest);
  topics = noob_interest_topics (interest);
  for (guint i = 0; i < topics->len; i++)
    {
      gsize size;
      const char *topic = g_bytes_get_data (topics->pdata[i], &size);

      g_assert_cmpuint (size, ==, strlen (topic) + 1);
      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", topic);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_one_signal (void)
{
  assert_topics ("a.value>b.in", "b", "a", "s/a/value e");
}

static void
test_several_signals (void)
{
  assert_topics ("a.x>b.in a.y>b.other", "b", "a", "s/a/x s/a/y h e");
}

static void
test_one_signal_into_two_slots (void)
{
  assert_topics ("a.x>b.in a.x>b.other", "b", "a", "s/a/x e");
}

static void
test_indirect (void)
{
  assert_topics ("a.x>b.in b.value>c.in", "c", "a", "h");
  assert_topics ("a.x>b.in b.value>c.in", "c", "b", "s/b/value e");
}

static void
test_direct_and_indirect (void)
{
  assert_topics ("a.x>b.in b.value>c.in a.y>c.other", "c", "a", "s/a/y h e");
  assert_topics ("a.x>b.in b.value>c.in a.x>c.other", "c", "a", "s/a/x e");
}

static void
test_none (void)
{
  assert_topics ("a.x>b.in c.x>d.in", "d", "a", NULL);
  assert_topics ("a.x>b.in", "a", "b", NULL);
  assert_topics ("a.x>b.in", "a", "a", NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/interest/one-signal", test_one_signal);
  g_test_add_func ("/interest/several-signals", test_several_signals);
  g_test_add_func ("/interest/one-signal-into-two-slots", test_one_signal_into_two_slots);
  g_test_add_func ("/interest/indirect", test_indirect);
  g_test_add_func ("/interest/direct-and-indirect", test_direct_and_indirect);
  g_test_add_func ("/interest/none", test_none);

  return g_test_run ();
}
