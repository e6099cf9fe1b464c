/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Items come home, in order, by the main context or while a call waits; whatever handlers do. */

#include <glib.h>

#include "zmq/noob-mailbox-private.h"

#define N_ITEMS 1000

typedef struct
{
  GObject     *owner;
  NoobMailbox *mailbox;
  GThread     *home;
  GArray      *delivered; /* of guint */
  gboolean     done;
  gboolean     free_when_delivered;
} Fixture;

static void
deliver (gpointer item,
         gpointer owner)
{
  Fixture *fixture = g_object_get_data (owner, "fixture");
  guint number = GPOINTER_TO_UINT (item);

  g_assert_true (g_thread_self () == fixture->home);
  g_array_append_val (fixture->delivered, number);
  if (fixture->free_when_delivered)
    g_clear_pointer (&fixture->mailbox, noob_mailbox_free);
}

static void
ignore (gpointer item)
{
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->home = g_thread_self ();
  fixture->delivered = g_array_new (FALSE, FALSE, sizeof (guint));
  fixture->owner = g_object_new (G_TYPE_OBJECT, NULL);
  g_object_set_data (fixture->owner, "fixture", fixture);
  fixture->mailbox = noob_mailbox_new (fixture->owner, deliver, ignore);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_pointer (&fixture->mailbox, noob_mailbox_free);
  g_clear_object (&fixture->owner);
  g_array_unref (fixture->delivered);
}

static gpointer
work (gpointer data)
{
  Fixture *fixture = data;

  for (guint i = 1; i <= N_ITEMS; i++)
    noob_mailbox_post (fixture->mailbox, GUINT_TO_POINTER (i));
  noob_mailbox_complete (fixture->mailbox, &fixture->done);

  return NULL;
}

static void
assert_all_delivered (Fixture *fixture)
{
  g_assert_cmpuint (fixture->delivered->len, ==, N_ITEMS);
  for (guint i = 0; i < N_ITEMS; i++)
    g_assert_cmpuint (g_array_index (fixture->delivered, guint, i), ==, i + 1);
}

static void
test_wait (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GThread) worker = g_thread_new ("worker", work, fixture);

  noob_mailbox_wait (fixture->mailbox, &fixture->done);
  assert_all_delivered (fixture);
  g_thread_join (g_steal_pointer (&worker));
}

static void
test_main_context (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GThread) worker = g_thread_new ("worker", work, fixture);

  while (fixture->delivered->len < N_ITEMS)
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (g_steal_pointer (&worker));
  assert_all_delivered (fixture);
}

static gpointer
wait_elsewhere (gpointer data)
{
  Fixture *fixture = data;

  noob_mailbox_wait (fixture->mailbox, &fixture->done);
  noob_mailbox_deliver (fixture->mailbox);

  return NULL;
}

static void
test_wait_elsewhere (Fixture       *fixture,
                     gconstpointer  data)
{
  GThread *waiter = g_thread_new ("waiter", wait_elsewhere, fixture);
  GThread *worker = g_thread_new ("worker", work, fixture);

  g_thread_join (waiter);
  g_thread_join (worker);
  g_assert_cmpuint (fixture->delivered->len, ==, 0);

  noob_mailbox_deliver (fixture->mailbox);
  assert_all_delivered (fixture);
}

static void
test_free_while_delivering (Fixture       *fixture,
                            gconstpointer  data)
{
  fixture->free_when_delivered = TRUE;
  noob_mailbox_post (fixture->mailbox, GUINT_TO_POINTER (1));
  noob_mailbox_post (fixture->mailbox, GUINT_TO_POINTER (2));

  while (fixture->mailbox != NULL)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->delivered->len, ==, 1);
}

/* What comes after the last reference to the owner waits in vain, here and in a call. */
static void
test_owner_is_gone (Fixture       *fixture,
                    gconstpointer  data)
{
  g_clear_object (&fixture->owner);
  work (fixture);

  noob_mailbox_wait (fixture->mailbox, &fixture->done);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->delivered->len, ==, 0);
}

static gpointer
end_elsewhere (gpointer data)
{
  Fixture *fixture = data;

  for (guint i = 1; i <= N_ITEMS; i++)
    noob_mailbox_post (fixture->mailbox, GUINT_TO_POINTER (i));
  g_clear_object (&fixture->owner);
  g_clear_pointer (&fixture->mailbox, noob_mailbox_free);

  return NULL;
}

static void
test_freed_elsewhere_while_delivering (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autoptr (GThread) other = g_thread_new ("other", end_elsewhere, fixture);

  for (guint i = 0; i < N_ITEMS; i++)
    g_main_context_iteration (NULL, FALSE);
  g_thread_join (g_steal_pointer (&other));
  g_assert_cmpuint (fixture->delivered->len, <=, N_ITEMS);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define add_test(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

  add_test ("/mailbox/wait", test_wait);
  add_test ("/mailbox/main-context", test_main_context);
  add_test ("/mailbox/wait-elsewhere", test_wait_elsewhere);
  add_test ("/mailbox/free-while-delivering", test_free_while_delivering);
  add_test ("/mailbox/owner-is-gone", test_owner_is_gone);
  add_test ("/mailbox/freed-elsewhere-while-delivering", test_freed_elsewhere_while_delivering);

  return g_test_run ();
}
