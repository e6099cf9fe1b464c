/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-ledger-private.h"

#include "core/noob-error.h"
#include "graph/noob-sorter-private.h"
#include "zmq/noob-books-private.h"

typedef struct
{
  NoobEdge        *edge;
  guint64          sent;
  NoobTally        taken;
  const NoobTally *own; /* where that is counted here: for the return node; else NULL */
} Line;

/* What is known of the books of one node. */
typedef struct
{
  gboolean has_books;
  gboolean has_left;
  gboolean lost;
} Keeper;

struct _NoobLedger
{
  GArray     *lines;     /* of Line */
  GHashTable *keepers;   /* interned id → Keeper */
  GHashTable *own;       /* interned id → array of NoobTally, by signal */
  const char *return_id; /* interned; nullable */
};

static void
add_keeper (NoobLedger *self,
            const char *node_id)
{
  if (!g_hash_table_contains (self->keepers, node_id))
    g_hash_table_insert (self->keepers, (gpointer) node_id, g_new0 (Keeper, 1));
}

/* Inputs come with commands, and assets outside of the graph: they are no events of a node. */
static void
add_line (NoobLedger *self,
          NoobEdge   *edge)
{
  Line line = { .edge = edge };

  if (noob_node_id_is_virtual (noob_edge_get_source_node (edge)))
    return;

  noob_edge_ref (edge);
  g_array_append_val (self->lines, line);
  add_keeper (self, noob_edge_get_source_node (edge));
  if (noob_edge_get_target_node (edge) != self->return_id)
    add_keeper (self, noob_edge_get_target_node (edge));
}

static void
line_clear (gpointer data)
{
  noob_edge_unref (((Line *) data)->edge);
}

NoobLedger *
noob_ledger_new (GPtrArray *edges,
                 NoobTube  *tube)
{
  NoobLedger *self = g_new0 (NoobLedger, 1);
  NoobNodeSpecification *return_node =
    noob_tube_specification_get_return_node (noob_tube_get_specification (tube));
  GPtrArray *tube_edges = noob_tube_get_edges (tube);

  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_array_set_clear_func (self->lines, line_clear);
  self->keepers = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->own = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  if (return_node != NULL)
    self->return_id = g_intern_string (noob_node_specification_get_id (return_node));

  for (guint i = 0; i < edges->len; i++)
    add_line (self, edges->pdata[i]);
  for (guint i = 0; i < tube_edges->len; i++)
    if (noob_edge_get_target_node (tube_edges->pdata[i]) == self->return_id)
      add_line (self, tube_edges->pdata[i]);

  return self;
}

void
noob_ledger_free (NoobLedger *self)
{
  g_array_unref (self->lines);
  g_hash_table_unref (self->keepers);
  g_hash_table_unref (self->own);
  g_free (self);
}

static guint
number_of (const char *const *signals,
           const char        *signal)
{
  guint number = 0;

  while (!g_str_equal (signals[number], signal))
    number++;

  return number;
}

/* NULL when nothing of @node_id goes to the return node. */
static NoobTally *
add_own (NoobLedger        *self,
         const char        *node_id,
         const char *const *signals)
{
  NoobTally *tallies = NULL;

  for (guint i = 0; i < self->lines->len; i++)
    {
      Line *line = &g_array_index (self->lines, Line, i);

      if (noob_edge_get_source_node (line->edge) != node_id ||
          noob_edge_get_target_node (line->edge) != self->return_id)
        continue;

      if (tallies == NULL)
        tallies = g_new0 (NoobTally, g_strv_length ((char **) signals));
      line->own = &tallies[number_of (signals, noob_edge_get_source_signal (line->edge))];
    }

  return tallies;
}

NoobTally *
noob_ledger_get_own (NoobLedger        *self,
                     const char        *node_id,
                     const char *const *signals)
{
  gpointer tallies;

  node_id = g_intern_string (node_id);
  if (!g_hash_table_lookup_extended (self->own, node_id, NULL, &tallies))
    {
      tallies = add_own (self, node_id, signals);
      g_hash_table_insert (self->own, (gpointer) node_id, tallies);
    }

  return tallies;
}

/* Books of nodes. */

static guint
count_lines_to (NoobLedger *self,
                const char *node_id)
{
  guint n = 0;

  for (guint i = 0; i < self->lines->len; i++)
    if (noob_edge_get_target_node (g_array_index (self->lines, Line, i).edge) == node_id)
      n++;

  return n;
}

static void
enter_sent (NoobLedger        *self,
            const char        *node_id,
            const char *const *signals,
            GArray            *sent)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      Line *line = &g_array_index (self->lines, Line, i);

      if (noob_edge_get_source_node (line->edge) == node_id)
        line->sent = g_array_index (
          sent, guint64, number_of (signals, noob_edge_get_source_signal (line->edge)));
    }
}

static void
enter_taken (NoobLedger *self,
             const char *node_id,
             GArray     *taken)
{
  guint next = 0;

  for (guint i = 0; i < self->lines->len; i++)
    {
      Line *line = &g_array_index (self->lines, Line, i);

      if (noob_edge_get_target_node (line->edge) == node_id)
        line->taken = g_array_index (taken, NoobTally, next++);
    }
}

static Keeper *
get_keeper (NoobLedger *self,
            const char *node_id)
{
  return g_hash_table_lookup (self->keepers, g_intern_string (node_id));
}

gboolean
noob_ledger_take_books (NoobLedger         *self,
                        const char         *node_id,
                        const char *const  *signals,
                        NoobRecord         *books,
                        GError            **error)
{
  Keeper *keeper = get_keeper (self, node_id);
  g_autoptr (GArray) sent = NULL;
  g_autoptr (GArray) taken = NULL;

  if (keeper == NULL || keeper->lost)
    return TRUE;

  node_id = g_intern_string (node_id);
  if (!noob_books_read (books, g_strv_length ((char **) signals), count_lines_to (self, node_id),
                        &sent, &taken, error))
    return FALSE;

  keeper->has_books = TRUE;
  enter_sent (self, node_id, signals, sent);
  enter_taken (self, node_id, taken);

  return TRUE;
}

void
noob_ledger_set_left (NoobLedger *self,
                      const char *node_id)
{
  Keeper *keeper = get_keeper (self, node_id);

  if (keeper != NULL)
    keeper->has_left = TRUE;
}

gboolean
noob_ledger_has_left (NoobLedger *self,
                      const char *node_id)
{
  Keeper *keeper = get_keeper (self, node_id);

  return keeper == NULL || keeper->has_left;
}

void
noob_ledger_set_lost (NoobLedger *self,
                      const char *node_id)
{
  Keeper *keeper = get_keeper (self, node_id);

  if (keeper != NULL)
    keeper->lost = TRUE;
}

gboolean
noob_ledger_is_settled (NoobLedger *self,
                        const char *node_id)
{
  Keeper *keeper = get_keeper (self, node_id);

  return keeper == NULL || keeper->lost || (keeper->has_books && keeper->has_left);
}

/* The end of a run. */

static gboolean
is_lost (NoobLedger *self,
         const char *node_id)
{
  Keeper *keeper = g_hash_table_lookup (self->keepers, node_id);

  return keeper != NULL && keeper->lost;
}

static void
settle (NoobLedger *self,
        Line       *line)
{
  if (line->own != NULL)
    line->taken = *line->own;

  if (is_lost (self, noob_edge_get_target_node (line->edge)))
    line->taken = (NoobTally) { 0, };

  if (is_lost (self, noob_edge_get_source_node (line->edge)))
    line->sent = noob_tally_sum (&line->taken);
  else if (is_lost (self, noob_edge_get_target_node (line->edge)))
    line->taken.abandoned = line->sent;
}

static void
describe_line (const Line *line,
               GString    *text)
{
  g_string_append_printf (text,
                          "%s%s.%s -> %s.%s: %" G_GUINT64_FORMAT " sent, but %" G_GUINT64_FORMAT
                          " received, %" G_GUINT64_FORMAT " expired, %" G_GUINT64_FORMAT
                          " failed, %" G_GUINT64_FORMAT " abandoned",
                          text->len > 0 ? "; " : "", noob_edge_get_source_node (line->edge),
                          noob_edge_get_source_signal (line->edge),
                          noob_edge_get_target_node (line->edge),
                          noob_edge_get_target_slot (line->edge), line->sent, line->taken.received,
                          line->taken.expired, line->taken.failed, line->taken.abandoned);
}

gboolean
noob_ledger_reconcile (NoobLedger  *self,
                       GError     **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->lines->len; i++)
    {
      Line *line = &g_array_index (self->lines, Line, i);

      settle (self, line);
      if (line->sent != noob_tally_sum (&line->taken))
        describe_line (line, text);
    }

  if (text->len == 0)
    return TRUE;

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LEDGER, "the ledger does not balance: %s", text->str);
  return FALSE;
}

/* Those of the two ends of an edge that left no books. */
static GVariant *
list_lost (NoobLedger *self,
           NoobEdge   *edge)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_STRING_ARRAY);
  if (is_lost (self, noob_edge_get_source_node (edge)))
    g_variant_builder_add (&builder, "s", noob_edge_get_source_node (edge));
  if (is_lost (self, noob_edge_get_target_node (edge)))
    g_variant_builder_add (&builder, "s", noob_edge_get_target_node (edge));

  return g_variant_builder_end (&builder);
}

static GVariant *
line_to_variant (NoobLedger *self,
                 const Line *line)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&dict, "source-node", "s", noob_edge_get_source_node (line->edge));
  g_variant_dict_insert (&dict, "signal", "s", noob_edge_get_source_signal (line->edge));
  g_variant_dict_insert (&dict, "target-node", "s", noob_edge_get_target_node (line->edge));
  g_variant_dict_insert (&dict, "slot", "s", noob_edge_get_target_slot (line->edge));
  g_variant_dict_insert (&dict, "sent", "t", line->sent);
  g_variant_dict_insert (&dict, "received", "t", line->taken.received);
  g_variant_dict_insert (&dict, "expired", "t", line->taken.expired);
  g_variant_dict_insert (&dict, "failed", "t", line->taken.failed);
  g_variant_dict_insert (&dict, "abandoned", "t", line->taken.abandoned);
  g_variant_dict_insert_value (&dict, "lost", list_lost (self, line->edge));

  return g_variant_dict_end (&dict);
}

GVariant *
noob_ledger_to_variant (NoobLedger *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < self->lines->len; i++)
    g_variant_builder_add_value (&builder,
                                 line_to_variant (self, &g_array_index (self->lines, Line, i)));

  return g_variant_builder_end (&builder);
}
