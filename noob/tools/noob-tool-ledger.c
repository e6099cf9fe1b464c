/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The books of a run as a table. */

#include "noob-tool-private.h"

static const char *const figures[] = { "sent", "received", "expired", "failed", "abandoned" };

static char *
describe_edge (GVariant *entry)
{
  const char *source, *signal_name, *target, *slot;

  g_variant_lookup (entry, "source-node", "&s", &source);
  g_variant_lookup (entry, "signal", "&s", &signal_name);
  g_variant_lookup (entry, "target-node", "&s", &target);
  g_variant_lookup (entry, "slot", "&s", &slot);

  return g_strdup_printf ("%s.%s -> %s.%s", source, signal_name, target, slot);
}

static int
measure (GVariant *ledger)
{
  gsize width = strlen ("edge");

  for (gsize i = 0; i < g_variant_n_children (ledger); i++)
    {
      g_autoptr (GVariant) entry = g_variant_get_child_value (ledger, i);
      g_autofree char *edge = describe_edge (entry);

      width = MAX (width, strlen (edge));
    }

  return (int) width;
}

static void
write_entry (GVariant *entry,
             int       width)
{
  g_autofree char *edge = describe_edge (entry);
  g_autofree const char **lost = NULL;

  g_printerr ("%-*s", width, edge);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      guint64 figure = 0;

      g_variant_lookup (entry, figures[i], "t", &figure);
      g_printerr (" %10" G_GUINT64_FORMAT, figure);
    }

  g_variant_lookup (entry, "lost", "^a&s", &lost);
  for (guint i = 0; lost[i] != NULL; i++)
    g_printerr ("%s\"%s\"", i == 0 ? " lost: " : ", ", lost[i]);
  g_printerr ("\n");
}

void
tool_write_ledger (NoobZmqRunner *runner)
{
  g_autoptr (GVariant) ledger = noob_zmq_runner_get_ledger (runner);
  int width = measure (ledger);

  g_printerr ("%-*s", width, "edge");
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    g_printerr (" %10s", figures[i]);
  g_printerr ("\n");

  for (gsize i = 0; i < g_variant_n_children (ledger); i++)
    {
      g_autoptr (GVariant) entry = g_variant_get_child_value (ledger, i);

      write_entry (entry, width);
    }
}
