/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "graph/noob-tube-private.h"

#include <string.h>

#include "graph/noob-sorter-private.h"

static char *
quote (const char *text)
{
  g_autoptr (GString) quoted = g_string_new ("\"");

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (quoted, '\\');
      g_string_append_c (quoted, *p);
    }
  g_string_append_c (quoted, '"');

  return g_string_free (g_steal_pointer (&quoted), FALSE);
}

static void
append_node (NoobTube              *self,
             NoobNodeSpecification *node,
             GString               *dot)
{
  g_autofree char *id = quote (noob_node_specification_get_id (node));
  g_autofree char *text = g_strdup_printf ("%s\n%s", noob_node_specification_get_id (node),
                                           noob_node_specification_get_node_type (node));
  g_autofree char *label = quote (text);

  g_string_append_printf (dot, "  %s [label=%s%s];\n", id, label,
                          noob_tube_is_node_enabled (self, node) ? "" : ", style=dashed");
}

/* Inputs and assets are points of their own, so that the graph shows each of them once. */
static char *
source_name (NoobEdge *edge)
{
  const char *node = noob_edge_get_source_node (edge);

  if (noob_node_id_is_virtual (node))
    {
      g_autofree char *name = g_strdup_printf ("%s.%s", node, noob_edge_get_source_signal (edge));

      return quote (name);
    }

  return quote (node);
}

static void
append_edge (NoobEdge *edge,
             GString  *dot)
{
  g_autofree char *source = source_name (edge);
  g_autofree char *target = quote (noob_edge_get_target_node (edge));
  g_autofree char *text = g_strdup_printf ("%s → %s", noob_edge_get_source_signal (edge),
                                           noob_edge_get_target_slot (edge));
  g_autofree char *label = quote (text);

  g_string_append_printf (dot, "  %s -> %s [label=%s%s];\n", source, target, label,
                          noob_edge_get_required (edge) ? "" : ", style=dashed");
}

/**
 * noob_tube_to_dot:
 * @self: a tube
 *
 * Draws the graph in the language of Graphviz. Disabled nodes and optional dependencies are
 * dashed.
 *
 * Returns: (transfer full): the drawing
 *
 * Since: 1.0
 */
char *
noob_tube_to_dot (NoobTube *self)
{
  g_autoptr (GString) dot = NULL;
  g_autoptr (GHashTable) drawn = NULL;
  NoobTubeSpecification *specification;
  g_autofree char *name = NULL;
  GPtrArray *nodes;
  GPtrArray *edges;

  g_return_val_if_fail (NOOB_IS_TUBE (self), NULL);

  specification = noob_tube_get_specification (self);
  name = quote (noob_tube_specification_get_id (specification) != NULL
                  ? noob_tube_specification_get_id (specification)
                  : "tube");
  dot = g_string_new (NULL);
  g_string_append_printf (dot, "digraph %s {\n  rankdir=LR;\n  node [shape=box];\n", name);

  nodes = noob_tube_specification_get_nodes (specification);
  for (guint i = 0; i < nodes->len; i++)
    append_node (self, nodes->pdata[i], dot);

  edges = noob_tube_get_edges (self);
  drawn = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < edges->len; i++)
    {
      g_autofree char *source = source_name (edges->pdata[i]);

      if (strchr (source, '.') != NULL && g_hash_table_add (drawn, g_strdup (source)))
        g_string_append_printf (dot, "  %s [shape=ellipse];\n", source);
      append_edge (edges->pdata[i], dot);
    }

  g_string_append (dot, "}\n");

  return g_string_free (g_steal_pointer (&dot), FALSE);
}
