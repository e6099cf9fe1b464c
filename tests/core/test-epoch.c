/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/noob-epoch.h"
#include "core/noob-error.h"

static NoobEpoch *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  NoobEpoch *epoch = noob_epoch_new_from_string (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (epoch);

  return epoch;
}

static void
assert_text (NoobEpoch  *epoch,
             const char *expected)
{
  g_autofree char *text = noob_epoch_to_string (epoch);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_root (void)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new (7);

  g_assert_cmpuint (noob_epoch_get_root (epoch), ==, 7);
  g_assert_cmpuint (noob_epoch_get_depth (epoch), ==, 0);
  g_assert_cmpuint (noob_epoch_get_leaf_index (epoch), ==, 7);
  g_assert_null (noob_epoch_get_parent (epoch));
  g_assert_null (noob_epoch_get_leaf_node (epoch));
  assert_text (epoch, "7");
}

static void
test_child (void)
{
  g_autoptr (NoobEpoch) root = noob_epoch_new (3);
  g_autoptr (NoobEpoch) child = noob_epoch_child (root, "b", 0);
  g_autoptr (NoobEpoch) grandchild = noob_epoch_child (child, "c", 2);
  g_autoptr (GPtrArray) parents = noob_epoch_get_parents (grandchild);

  assert_text (grandchild, "3/b.0/c.2");
  g_assert_cmpuint (noob_epoch_get_root (grandchild), ==, 3);
  g_assert_cmpuint (noob_epoch_get_depth (grandchild), ==, 2);
  g_assert_true (noob_epoch_get_leaf_node (grandchild) == g_intern_string ("c"));
  g_assert_cmpuint (noob_epoch_get_leaf_index (grandchild), ==, 2);
  g_assert_true (noob_epoch_get_parent (grandchild) == child);

  g_assert_cmpuint (parents->len, ==, 2);
  g_assert_true (parents->pdata[0] == child);
  g_assert_true (parents->pdata[1] == root);
}

static void
test_child_keeps_parent (void)
{
  NoobEpoch *root = noob_epoch_new (3);
  g_autoptr (NoobEpoch) child = noob_epoch_child (root, "b", 0);

  noob_epoch_unref (root);

  assert_text (noob_epoch_get_parent (child), "3");
}

static void
test_deep_chain (void)
{
  NoobEpoch *epoch = noob_epoch_new (0);

  for (guint i = 0; i < 10000; i++)
    {
      NoobEpoch *child = noob_epoch_child (epoch, "a", i);

      noob_epoch_unref (epoch);
      epoch = child;
    }

  g_assert_cmpuint (noob_epoch_get_depth (epoch), ==, 10000);
  noob_epoch_unref (epoch);
}

static void
test_add (void)
{
  static const struct
  {
    const char *from;
    gint64      k;
    const char *to;
  } sums[] = {
    { "3", 2, "5" },
    { "3", -3, "0" },
    { "3", -4, NULL },
    { "3/b.0", 2, "3/b.2" },
    { "3/b.0", -1, NULL },
    { "0", G_MININT64, NULL },
    { "9223372036854775808", G_MININT64, "0" },
    { "18446744073709551615", 0, "18446744073709551615" },
    { "18446744073709551615", 1, NULL },
    { "1", G_MAXINT64, "9223372036854775808" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sums); i++)
    {
      g_autoptr (NoobEpoch) from = parse (sums[i].from);
      g_autoptr (NoobEpoch) to = noob_epoch_add (from, sums[i].k);

      if (sums[i].to == NULL)
        g_assert_null (to);
      else
        assert_text (to, sums[i].to);
    }
}

static void
test_ancestor (void)
{
  g_autoptr (NoobEpoch) root = parse ("3");
  g_autoptr (NoobEpoch) child = parse ("3/b.0");
  g_autoptr (NoobEpoch) grandchild = parse ("3/b.0/c.2");
  g_autoptr (NoobEpoch) sibling = parse ("3/b.1");
  g_autoptr (NoobEpoch) other = parse ("4");

  g_assert_true (noob_epoch_is_ancestor (root, child));
  g_assert_true (noob_epoch_is_ancestor (root, grandchild));
  g_assert_true (noob_epoch_is_ancestor (child, grandchild));
  g_assert_false (noob_epoch_is_ancestor (child, root));
  g_assert_false (noob_epoch_is_ancestor (root, root));
  g_assert_false (noob_epoch_is_ancestor (sibling, grandchild));
  g_assert_false (noob_epoch_is_ancestor (other, grandchild));
}

static void
test_order (void)
{
  /* Each before the next. */
  static const char *const texts[] = {
    "0",
    "0/b.0",
    "0/b.0/a.0",
    "0/b.0/c.0",
    "0/b.0/c.1",
    "0/b.1",
    "0/b.1/c.0",
    "0/b.2",
    "0/b.10",
    "0/bb.0",
    "0/c.0",
    "1",
    "2",
    "2/a.0",
    "10",
    "18446744073709551615",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (NoobEpoch) a = parse (texts[i]);

      for (gsize j = 0; j < G_N_ELEMENTS (texts); j++)
        {
          g_autoptr (NoobEpoch) b = parse (texts[j]);
          int order = noob_epoch_compare (a, b);

          g_assert_cmpint ((order > 0) - (order < 0), ==, (i > j) - (i < j));
          g_assert_cmpint (noob_epoch_equal (a, b), ==, i == j);
          if (i == j)
            g_assert_cmpuint (noob_epoch_hash (a), ==, noob_epoch_hash (b));
        }
    }
}

static void
test_parent_before_child (void)
{
  g_autoptr (NoobEpoch) parent = parse ("3/b.9");
  g_autoptr (NoobEpoch) child = parse ("3/b.9/a.0");

  g_assert_cmpint (noob_epoch_compare (parent, child), <, 0);
  g_assert_cmpint (noob_epoch_compare (child, parent), >, 0);
}

static void
test_round_trip (void)
{
  static const char *const texts[] = {
    "0", "3", "18446744073709551615", "3/b.0", "3/b.0/c.2", "3/_x9.18446744073709551615",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (NoobEpoch) epoch = parse (texts[i]);

      assert_text (epoch, texts[i]);
    }
}

static void
test_malformed (void)
{
  static const char *const texts[] = {
    "", " 3", "3 ", "-1", "+1", "03", "0x3", "a", "18446744073709551616", "3/", "3/b", "3/b.",
    "3/.0", "3/b.x", "3/b.-1", "3/b.+1", "3/b. 1", "3/b.00", "3/b.18446744073709551616", "3/9b.0",
    "3/b-c.0", "3/b.0/", "3//b.0", "/b.0", "3/b.0.1", "3/b.0c.1", "3/\xc3\xa9.0", "3/\xff.0", "3\n",
    "99999999999999999999999999999999999999",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (noob_epoch_new_from_string (texts[i], &error));
      g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_depth_limit (void)
{
  g_autoptr (GString) text = g_string_new ("0");
  g_autoptr (NoobEpoch) epoch = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 64; i++)
    g_string_append (text, "/a.0");
  epoch = parse (text->str);
  g_assert_cmpuint (noob_epoch_get_depth (epoch), ==, 64);

  g_string_append (text, "/a.0");
  g_assert_null (noob_epoch_new_from_string (text->str, &error));
  g_assert_error (error, NOOB_ERROR, NOOB_ERROR_VALUE);
}

static void
test_malformed_interns_nothing (void)
{
  g_autoptr (NoobEpoch) epoch = noob_epoch_new_from_string ("3/never_seen_before.0/x", NULL);

  g_assert_null (epoch);
  g_assert_cmpuint (g_quark_try_string ("never_seen_before"), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/epoch/root", test_root);
  g_test_add_func ("/epoch/child", test_child);
  g_test_add_func ("/epoch/child/keeps-parent", test_child_keeps_parent);
  g_test_add_func ("/epoch/child/deep-chain", test_deep_chain);
  g_test_add_func ("/epoch/add", test_add);
  g_test_add_func ("/epoch/ancestor", test_ancestor);
  g_test_add_func ("/epoch/order", test_order);
  g_test_add_func ("/epoch/order/parent-before-child", test_parent_before_child);
  g_test_add_func ("/epoch/text/round-trip", test_round_trip);
  g_test_add_func ("/epoch/text/malformed", test_malformed);
  g_test_add_func ("/epoch/text/depth-limit", test_depth_limit);
  g_test_add_func ("/epoch/text/malformed-interns-nothing", test_malformed_interns_nothing);

  return g_test_run ();
}
