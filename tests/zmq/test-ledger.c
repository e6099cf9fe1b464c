/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Books as they are reported and compared, without any run. */

#include <noob.h>

#include "zmq/noob-books-private.h"
#include "zmq/noob-ledger-private.h"

static const char *const signals[] = { "value", NULL };

/* Nodes a → b → c, and c → r, which returns. */
typedef struct
{
  NoobTube   *tube;
  NoobLedger *ledger;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const char text[] =
    "nodes:\n"
    "  a: {type: x}\n"
    "  b: {type: x, depends: [{in: a.value}]}\n"
    "  c: {type: x, depends: [{in: b.value}]}\n"
    "  r: {type: return, depends: c.value}\n";
  g_autoptr (NoobTubeSpecification) specification = NULL;
  g_autoptr (GPtrArray) edges = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_edge_unref);
  g_autoptr (GError) error = NULL;

  specification = noob_tube_specification_new_from_data (text, -1, NULL, &error);
  g_assert_no_error (error);
  fixture->tube = noob_tube_new (specification, NULL, &error);
  g_assert_no_error (error);
  g_ptr_array_add (edges, noob_edge_new ("input", "x", "a", "x", TRUE));
  g_ptr_array_add (edges, noob_edge_new ("a", "value", "b", "in", TRUE));
  g_ptr_array_add (edges, noob_edge_new ("b", "value", "c", "in", TRUE));
  fixture->ledger = noob_ledger_new (edges, fixture->tube);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  noob_ledger_free (fixture->ledger);
  g_object_unref (fixture->tube);
}

/* @taken: nullable. */
static gboolean
report (Fixture          *fixture,
        const char       *node_id,
        guint64           sent,
        const NoobTally  *taken,
        GError          **error)
{
  g_autoptr (GArray) sent_array = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GArray) taken_array = g_array_new (FALSE, FALSE, sizeof (NoobTally));
  g_autoptr (NoobRecord) books = NULL;

  g_array_append_val (sent_array, sent);
  if (taken != NULL)
    g_array_append_vals (taken_array, taken, 1);
  books = noob_books_write (sent_array, taken_array);

  return noob_ledger_take_books (fixture->ledger, node_id, signals, books, error);
}

static void
assert_report (Fixture         *fixture,
               const char      *node_id,
               guint64          sent,
               const NoobTally *taken)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (report (fixture, node_id, sent, taken, &error));
  g_assert_no_error (error);
}

static void
report_well (Fixture *fixture)
{
  *noob_ledger_get_own (fixture->ledger, "c", signals) = (NoobTally) { 1, 1, 0, 0 };
  assert_report (fixture, "a", 10, NULL);
  assert_report (fixture, "b", 6, &(NoobTally) { 4, 3, 2, 1 });
  assert_report (fixture, "c", 2, &(NoobTally) { 6, 0, 0, 0 });
}

static void
assert_line (Fixture    *fixture,
             guint       line,
             const char *expected)
{
  g_autoptr (GVariant) ledger = g_variant_ref_sink (noob_ledger_to_variant (fixture->ledger));
  g_autoptr (GVariant) entry = g_variant_get_child_value (ledger, line);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree const char **lost = NULL;
  g_autofree char *names = NULL;
  static const char *const numbers[] = { "sent", "received", "expired", "failed", "abandoned" };

  g_assert_cmpstr (g_variant_get_type_string (ledger), ==, "aa{sv}");
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      guint64 number;

      g_assert_true (g_variant_lookup (entry, numbers[i], "t", &number));
      g_string_append_printf (text, "%" G_GUINT64_FORMAT " ", number);
    }
  g_assert_true (g_variant_lookup (entry, "lost", "^a&s", &lost));
  names = g_strjoinv (",", (char **) lost);
  g_string_append (text, names);

  g_assert_cmpstr (text->str, ==, expected);
}

static void
assert_does_not_balance (Fixture    *fixture,
                         const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_ledger_reconcile (fixture->ledger, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_LEDGER);
  g_assert_cmpstr (error->message, ==, message);
}

static void
assert_balances (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (noob_ledger_reconcile (fixture->ledger, &error));
  g_assert_no_error (error);
}

static void
test_balanced (Fixture       *fixture,
               gconstpointer  data)
{
  report_well (fixture);
  assert_balances (fixture);
  assert_line (fixture, 0, "10 4 3 2 1 ");
  assert_line (fixture, 1, "6 6 0 0 0 ");
  assert_line (fixture, 2, "2 1 1 0 0 ");
}

static void
test_too_few (Fixture       *fixture,
              gconstpointer  data)
{
  report_well (fixture);
  assert_report (fixture, "a", 11, NULL);
  assert_does_not_balance (fixture, "the ledger does not balance: "
                                    "a.value -> b.in: 11 sent, but 4 received, 3 expired, 2 failed, "
                                    "1 abandoned");
}

static void
test_too_many (Fixture       *fixture,
               gconstpointer  data)
{
  report_well (fixture);
  assert_report (fixture, "c", 2, &(NoobTally) { 7, 0, 0, 0 });
  assert_does_not_balance (fixture, "the ledger does not balance: "
                                    "b.value -> c.in: 6 sent, but 7 received, 0 expired, 0 failed, "
                                    "0 abandoned");
}

static void
test_return_node (Fixture       *fixture,
                  gconstpointer  data)
{
  report_well (fixture);
  noob_ledger_get_own (fixture->ledger, "c", signals)->received = 0;
  assert_does_not_balance (fixture, "the ledger does not balance: "
                                    "c.value -> r.0: 2 sent, but 0 received, 1 expired, 0 failed, "
                                    "0 abandoned");
}

static void
test_lost_source (Fixture       *fixture,
                  gconstpointer  data)
{
  report_well (fixture);
  noob_ledger_set_lost (fixture->ledger, "a");
  assert_report (fixture, "a", 12345, NULL);
  assert_balances (fixture);
  assert_line (fixture, 0, "10 4 3 2 1 a");
}

static void
test_lost_target (Fixture       *fixture,
                  gconstpointer  data)
{
  report_well (fixture);
  noob_ledger_set_lost (fixture->ledger, "b");
  assert_balances (fixture);
  assert_line (fixture, 0, "10 0 0 0 10 b");
  assert_line (fixture, 1, "6 6 0 0 0 b");
}

static void
test_both_lost (Fixture       *fixture,
                gconstpointer  data)
{
  report_well (fixture);
  noob_ledger_set_lost (fixture->ledger, "a");
  noob_ledger_set_lost (fixture->ledger, "b");
  assert_balances (fixture);
  assert_line (fixture, 0, "0 0 0 0 0 a,b");
}

static void
test_malformed (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) too_few = NULL;
  g_autoptr (GError) too_many = NULL;
  g_autoptr (GError) negative = NULL;

  g_assert_false (report (fixture, "b", 1, NULL, &too_few));
  g_assert_error (too_few, NOOB_ERROR, NOOB_ERROR_PROTOCOL);
  g_assert_false (report (fixture, "a", 1, &(NoobTally) { 0, }, &too_many));
  g_assert_error (too_many, NOOB_ERROR, NOOB_ERROR_PROTOCOL);
  g_assert_false (report (fixture, "a", G_MAXUINT64, NULL, &negative));
  g_assert_error (negative, NOOB_ERROR, NOOB_ERROR_PROTOCOL);
}

static void
test_settled (Fixture       *fixture,
              gconstpointer  data)
{
  g_assert_false (noob_ledger_is_settled (fixture->ledger, "a"));
  assert_report (fixture, "a", 10, NULL);
  g_assert_false (noob_ledger_is_settled (fixture->ledger, "a"));
  noob_ledger_set_left (fixture->ledger, "a");
  g_assert_true (noob_ledger_is_settled (fixture->ledger, "a"));

  g_assert_false (noob_ledger_is_settled (fixture->ledger, "b"));
  noob_ledger_set_lost (fixture->ledger, "b");
  g_assert_true (noob_ledger_is_settled (fixture->ledger, "b"));
}

static void
add (const char *path,
     void      (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/ledger/balanced", test_balanced);
  add ("/ledger/mismatch/too-few", test_too_few);
  add ("/ledger/mismatch/too-many", test_too_many);
  add ("/ledger/mismatch/return-node", test_return_node);
  add ("/ledger/lost/source", test_lost_source);
  add ("/ledger/lost/target", test_lost_target);
  add ("/ledger/lost/both", test_both_lost);
  add ("/ledger/books/malformed", test_malformed);
  add ("/ledger/settled", test_settled);

  return g_test_run ();
}
