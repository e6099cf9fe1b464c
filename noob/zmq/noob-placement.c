/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-placement-private.h"

#include "core/noob-name-private.h"
#include "graph/noob-tube-private.h"
#include "nodes/noob-loader.h"

static NoobPlacement *
placement_new (const NoobDeploymentGroup *group,
               const char                *name)
{
  NoobPlacement *self = g_new0 (NoobPlacement, 1);

  self->group = group;
  self->name = name;
  self->nodes = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

static void
placement_free (NoobPlacement *self)
{
  g_ptr_array_unref (self->nodes);
  g_free (self);
}

static gboolean
matches_any (char       **patterns,
             const char  *id)
{
  for (guint i = 0; patterns[i] != NULL; i++)
    if (g_pattern_match_simple (patterns[i], id))
      return TRUE;
  return FALSE;
}

static NoobDocument *
get_patterns (const NoobDeploymentGroup *group)
{
  return noob_document_get_member (group->fields.document, "nodes");
}

/* NULL without an error: it is in none. */
static const NoobDeploymentGroup *
find_group (GPtrArray   *groups,
            const char  *node_id,
            GError     **error)
{
  const NoobDeploymentGroup *found = NULL;

  for (guint i = 0; i < groups->len; i++)
    {
      const NoobDeploymentGroup *group = groups->pdata[i];

      if (!matches_any (group->patterns, node_id))
        continue;
      if (found != NULL)
        {
          noob_fields_fail (&group->fields, get_patterns (group), error,
                            "node \"%s\" is in group \"%s\" too; a node is in one group", node_id,
                            found->fields.id);
          return NULL;
        }
      found = group;
    }

  return found;
}

static NoobPlacement *
find_placement (GPtrArray  *placements,
                const char *name)
{
  for (guint i = 0; i < placements->len; i++)
    if (g_str_equal (((NoobPlacement *) placements->pdata[i])->name, name))
      return placements->pdata[i];
  return NULL;
}

static gboolean
place_node (GPtrArray                  *placements,
            NoobNodeSpecification      *node,
            GPtrArray                  *groups,
            const NoobDeploymentGroup  *lone,
            GError                    **error)
{
  const char *id = noob_node_specification_get_id (node);
  g_autoptr (GError) reason = NULL;
  const NoobDeploymentGroup *group = find_group (groups, id, &reason);
  const char *name = group != NULL ? group->fields.id : id;
  NoobPlacement *placement = find_placement (placements, name);

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  if (placement == NULL)
    {
      placement = placement_new (group != NULL ? group : lone, name);
      g_ptr_array_add (placements, placement);
    }
  g_ptr_array_add (placement->nodes, g_object_ref (node));
  return TRUE;
}

/* Which cannot be told from that of a node without a group. */
static gboolean
check_name (const NoobDeploymentGroup  *group,
            NoobTubeSpecification      *specification,
            GError                    **error)
{
  const char *name = group->fields.id;

  if (noob_tube_specification_get_node (specification, name) == NULL ||
      matches_any (group->patterns, name))
    return TRUE;
  return noob_fields_fail (&group->fields, group->fields.document, error,
                           "has the name of a node that is not in it; choose another");
}

char **
noob_placement_list_ids (GPtrArray *nodes)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; i < nodes->len; i++)
    g_strv_builder_add (ids, noob_node_specification_get_id (nodes->pdata[i]));
  return g_strv_builder_end (ids);
}

/* Otherwise a node of which a pattern has the wrong name would quietly run here. */
static gboolean
check_pattern (const NoobDeploymentGroup  *group,
               guint                       position,
               GPtrArray                  *nodes,
               GError                    **error)
{
  const char *pattern = group->patterns[position];
  NoobDocument *place = noob_document_get_child (get_patterns (group), position);
  g_auto (GStrv) ids = NULL;
  g_autofree char *suggestion = NULL;
  gboolean is_return = FALSE;

  for (guint i = 0; i < nodes->len; i++)
    {
      if (!g_pattern_match_simple (pattern, noob_node_specification_get_id (nodes->pdata[i])))
        continue;
      if (!noob_node_specification_is (nodes->pdata[i], "return"))
        return TRUE;
      is_return = TRUE;
    }

  if (is_return)
    return noob_fields_fail (&group->fields, place, error,
                             "\"%s\" is the return node, which is always with the runner", pattern);

  ids = noob_placement_list_ids (nodes);
  suggestion = noob_suggest_name (pattern, (const char *const *) ids);
  return noob_fields_fail (&group->fields, place, error, "no node of the tube matches \"%s\"%s",
                           pattern, suggestion);
}

static gboolean
check_group (const NoobDeploymentGroup  *group,
             NoobTubeSpecification      *specification,
             GError                    **error)
{
  GPtrArray *nodes = noob_tube_specification_get_nodes (specification);

  for (guint i = 0; group->patterns[i] != NULL; i++)
    if (!check_pattern (group, i, nodes, error))
      return FALSE;
  return check_name (group, specification, error);
}

/* The first that not every host has; else the first. */
static NoobNodeSpecification *
get_deciding_node (const NoobPlacement *self)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const char *type = noob_node_specification_get_node_type (self->nodes->pdata[i]);

      if (noob_host_program_get_name (type) != NULL)
        return self->nodes->pdata[i];
    }
  return self->nodes->pdata[0];
}

static gboolean
check_languages (const NoobPlacement  *self,
                 GError              **error)
{
  NoobNodeSpecification *first = get_deciding_node (self);
  const char *first_type = noob_node_specification_get_node_type (first);
  const char *host = noob_host_program_get_name (first_type);

  for (guint i = 0; i < self->nodes->len; i++)
    {
      NoobNodeSpecification *node = self->nodes->pdata[i];
      const char *type = noob_node_specification_get_node_type (node);
      const char *other_host = noob_host_program_get_name (type);

      if (other_host != NULL && !g_str_equal (other_host, host))
        return noob_fields_fail (&self->group->fields, self->group->fields.document, error,
                                 "nodes \"%s\" (%s) and \"%s\" (%s) cannot share a process; the "
                                 "nodes of a group have to be of one language",
                                 noob_node_specification_get_id (first),
                                 noob_loader_get_language (first_type),
                                 noob_node_specification_get_id (node),
                                 noob_loader_get_language (type));
    }
  return TRUE;
}

GPtrArray *
noob_placement_make_all (NoobTubeSpecification      *specification,
                         GPtrArray                  *groups,
                         const NoobDeploymentGroup  *lone,
                         GError                    **error)
{
  g_autoptr (GPtrArray) placements =
    g_ptr_array_new_with_free_func ((GDestroyNotify) placement_free);
  GPtrArray *nodes = noob_tube_specification_get_nodes (specification);

  for (guint i = 0; i < groups->len; i++)
    if (!check_group (groups->pdata[i], specification, error))
      return NULL;

  for (guint i = 0; i < nodes->len; i++)
    if (!noob_node_specification_is (nodes->pdata[i], "return") &&
        !place_node (placements, nodes->pdata[i], groups, lone, error))
      return NULL;

  for (guint i = 0; i < placements->len; i++)
    if (!check_languages (placements->pdata[i], error))
      return NULL;

  return g_steal_pointer (&placements);
}

char **
noob_placement_make_command (const NoobPlacement  *self,
                             GError              **error)
{
  const NoobHostPlace place = noob_deployment_group_get_place (self->group);
  g_auto (GStrv) host_argv =
    noob_host_program_make_argv (get_deciding_node (self), &place, error);

  if (host_argv != NULL)
    return noob_deployment_group_make_command (self->group, (const char *const *) host_argv);

  if (self->group->fields.id != NULL)
    g_prefix_error (error, "group \"%s\": ", self->name);
  return NULL;
}
