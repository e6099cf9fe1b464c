/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "graph/noob-wiring-private.h"

#include "core/noob-error.h"
#include "core/noob-name-private.h"
#include "graph/noob-tube-private.h"
#include "spec/noob-specification-private.h"

NoobIdentity *
noob_identity_new (const char *id,
                   GPtrArray  *slots,
                   char      **signals,
                   gboolean    stateful)
{
  NoobIdentity *self = g_new0 (NoobIdentity, 1);

  self->id = g_intern_string (id);
  self->slots = g_ptr_array_ref (slots);
  self->signals = g_strdupv (signals);
  self->stateful = stateful;

  return self;
}

void
noob_identity_free (NoobIdentity *self)
{
  g_ptr_array_unref (self->slots);
  g_strfreev (self->signals);
  g_free (self);
}

NoobWiring *
noob_wiring_new (void)
{
  NoobWiring *self = g_new0 (NoobWiring, 1);

  self->ids = g_ptr_array_new ();
  self->flags = g_array_new (FALSE, FALSE, sizeof (NoobNodeFlags));
  self->edges = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_edge_unref);

  return self;
}

void
noob_wiring_free (NoobWiring *self)
{
  g_ptr_array_unref (self->ids);
  g_array_unref (self->flags);
  g_ptr_array_unref (self->edges);
  g_free (self);
}

void
noob_wiring_add_node (NoobWiring    *self,
                      const char    *id,
                      NoobNodeFlags  flags)
{
  g_ptr_array_add (self->ids, (gpointer) g_intern_string (id));
  g_array_append_val (self->flags, flags);
}

/* "slots are "a", "b"": names for a message. */
static char *
list_names (GPtrArray *names)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (text, "%s\"%s\"", i > 0 ? ", " : "", (const char *) names->pdata[i]);

  return names->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : g_strdup ("none");
}

static GPtrArray *
slot_names (const NoobIdentity *identity)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < identity->slots->len; i++)
    g_ptr_array_add (names, (gpointer) noob_slot_get_name (identity->slots->pdata[i]));

  return names;
}

static void
set_ports_error (GError               **error,
                 NoobNodeSpecification *node,
                 const char            *owner,
                 const char            *kind,
                 const char            *name,
                 GPtrArray             *names)
{
  g_autofree char *list = list_names (names);
  g_autofree char *suggestion = NULL;

  g_ptr_array_add (names, NULL);
  suggestion = noob_suggest_name (name, (const char *const *) names->pdata);

  noob_node_specification_set_error (node, error, NOOB_ERROR_PORTS,
                                     "node \"%s\" has no %s \"%s\"%s; its %ss are: %s", owner,
                                     kind, name, suggestion, kind, list);
}

NoobSlot *
noob_wiring_find_slot (GPtrArray      *slots,
                       NoobDependency *dependency)
{
  const char *name = noob_dependency_get_slot (dependency);
  gboolean positional = noob_dependency_is_positional (dependency);
  guint64 position = positional ? g_ascii_strtoull (name, NULL, 10) : 0;
  NoobSlot *rest = NULL;

  for (guint i = 0; i < slots->len; i++)
    {
      NoobSlot *slot = slots->pdata[i];

      if ((noob_slot_get_flags (slot) & NOOB_SLOT_REST) != 0)
        {
          if (positional == g_str_equal (noob_slot_get_name (slot), "*"))
            rest = slot;
        }
      else if (positional ? position-- == 0 : g_str_equal (noob_slot_get_name (slot), name))
        {
          return slot;
        }
    }

  return rest;
}

static gboolean
check_signal (NoobNodeSpecification *node,
              NoobDependency        *dependency,
              GHashTable            *identities,
              GError               **error)
{
  const char *source = noob_dependency_get_source_node (dependency);
  const char *signal = noob_dependency_get_source_signal (dependency);
  const NoobIdentity *identity = g_hash_table_lookup (identities, source);
  g_autoptr (GPtrArray) names = NULL;

  if (identity == NULL || g_strv_contains ((const char *const *) identity->signals, signal))
    return TRUE;

  names = g_ptr_array_new ();
  for (guint i = 0; identity->signals[i] != NULL; i++)
    g_ptr_array_add (names, identity->signals[i]);
  set_ports_error (error, node, source, "signal", signal, names);

  return FALSE;
}

static NoobEdge *
complete_edge (NoobNodeSpecification *node,
               NoobDependency        *dependency,
               const NoobIdentity    *identity,
               GHashTable            *wired,
               GError               **error)
{
  NoobSlot *slot = noob_wiring_find_slot (identity->slots, dependency);
  const char *name = noob_dependency_get_slot (dependency);

  if (slot == NULL)
    {
      g_autoptr (GPtrArray) names = slot_names (identity);

      set_ports_error (error, node, identity->id, "slot", name, names);
      return NULL;
    }

  if ((noob_slot_get_flags (slot) & NOOB_SLOT_REST) == 0)
    name = noob_slot_get_name (slot);

  if (!g_hash_table_add (wired, (gpointer) name))
    {
      noob_node_specification_set_error (node, error, NOOB_ERROR_PORTS,
                                         "slot \"%s\" is given twice, by name and by position",
                                         name);
      return NULL;
    }

  return noob_edge_new (noob_dependency_get_source_node (dependency),
                        noob_dependency_get_source_signal (dependency), identity->id, name,
                        (noob_slot_get_flags (slot) & NOOB_SLOT_REQUIRED) != 0);
}

static gboolean
check_missing_slots (NoobNodeSpecification *node,
                     const NoobIdentity    *identity,
                     GHashTable            *wired,
                     GError               **error)
{
  for (guint i = 0; i < identity->slots->len; i++)
    {
      NoobSlot *slot = identity->slots->pdata[i];
      const char *name = noob_slot_get_name (slot);

      if ((noob_slot_get_flags (slot) & NOOB_SLOT_REQUIRED) != 0 &&
          (noob_slot_get_flags (slot) & (NOOB_SLOT_HAS_DEFAULT | NOOB_SLOT_REST)) == 0 &&
          !g_hash_table_contains (wired, name) &&
          !noob_record_has (noob_node_specification_get_params (node), name))
        {
          noob_node_specification_set_error (node, error, NOOB_ERROR_PORTS,
                                             "nothing is given to slot \"%s\": add it to `depends` "
                                             "or `params`", name);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
wire_node (NoobWiring            *self,
           NoobNodeSpecification *node,
           GHashTable            *identities,
           GError               **error)
{
  g_autoptr (GHashTable) wired = g_hash_table_new (g_str_hash, g_str_equal);
  const NoobIdentity *identity =
    g_hash_table_lookup (identities, noob_node_specification_get_id (node));
  GPtrArray *depends = noob_node_specification_get_depends (node);

  for (guint i = 0; i < depends->len; i++)
    {
      NoobEdge *edge;

      if (!check_signal (node, depends->pdata[i], identities, error))
        return FALSE;

      if (noob_node_specification_is (node, "return"))
        continue;

      edge = complete_edge (node, depends->pdata[i], identity, wired, error);
      if (edge == NULL)
        return FALSE;
      g_ptr_array_add (self->edges, edge);
    }

  return noob_node_specification_is (node, "return") ||
         check_missing_slots (node, identity, wired, error);
}

/* The signal that an asset stores has to be one that its node has. */
static gboolean
check_asset (NoobAssetSpecification  *asset,
             GHashTable              *identities,
             GError                 **error)
{
  const char *source = noob_asset_specification_get_source_node (asset);
  const char *signal = noob_asset_specification_get_source_signal (asset);
  const NoobIdentity *identity = source != NULL ? g_hash_table_lookup (identities, source) : NULL;
  g_autofree char *suggestion = NULL;
  g_autofree char *list = NULL;

  if (identity == NULL || g_strv_contains ((const char *const *) identity->signals, signal))
    return TRUE;

  suggestion = noob_suggest_name (signal, (const char *const *) identity->signals);
  list = g_strjoinv (", ", identity->signals);
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_PORTS,
               "asset \"%s\": node \"%s\" has no signal \"%s\"%s; its signals are: %s",
               noob_asset_specification_get_id (asset), source, signal, suggestion, list);

  return FALSE;
}

NoobWiring *
noob_wiring_complete (NoobTube    *tube,
                      GHashTable  *identities,
                      GHashTable  *disabled,
                      GError     **error)
{
  g_autoptr (NoobWiring) self = noob_wiring_new ();
  NoobTubeSpecification *specification = noob_tube_get_specification (tube);
  GPtrArray *nodes = noob_tube_specification_get_nodes (specification);
  GPtrArray *assets = noob_tube_specification_get_assets (specification);

  for (guint i = 0; i < assets->len; i++)
    if (!check_asset (assets->pdata[i], identities, error))
      return NULL;

  for (guint i = 0; i < nodes->len; i++)
    {
      NoobNodeSpecification *node = nodes->pdata[i];
      const char *id = g_intern_string (noob_node_specification_get_id (node));
      const NoobIdentity *identity = g_hash_table_lookup (identities, id);

      if (!wire_node (self, node, identities, error))
        return NULL;

      if (identity != NULL)
        noob_wiring_add_node (self, id,
                              noob_tube_node_flags (node, identity->stateful,
                                                    !g_hash_table_contains (disabled, id)));
    }

  return g_steal_pointer (&self);
}

NoobScheduler *
noob_wiring_create_scheduler (const NoobWiring *self,
                              const char       *own_node)
{
  NoobScheduler *scheduler =
    own_node != NULL ? noob_scheduler_new_for_node (own_node) : noob_scheduler_new ();

  for (guint i = 0; i < self->ids->len; i++)
    noob_scheduler_add_node (scheduler, self->ids->pdata[i],
                             g_array_index (self->flags, NoobNodeFlags, i));
  /* Whoever runs the nodes sees to their assets: a node that has no other dependency is a source. */
  for (guint i = 0; i < self->edges->len; i++)
    if (!g_str_equal (noob_edge_get_source_node (self->edges->pdata[i]), "assets"))
      noob_scheduler_add_edge (scheduler, self->edges->pdata[i]);

  return scheduler;
}
