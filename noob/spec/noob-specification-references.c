/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "spec/noob-specification-private.h"

#include <string.h>

#include "core/noob-name-private.h"
#include "spec/noob-dependency-private.h"
#include "spec/noob-fields-private.h"

/* Every name in a tube has to name something: nodes, inputs and assets always, slots and signals
 * where they are known without the code of the node. */

/* What is known of a node by its type alone. NULL: not known, or free. */
typedef struct
{
  const char *type;
  const char *const *slots;
  const char *const *signals;
  const char *const *params;
} SpecialNode;

static const SpecialNode special_nodes[] = {
  {
    "gather",
    (const char *const[]) { "value", "trigger", "n", NULL },
    (const char *const[]) { "value", NULL },
    (const char *const[]) { "n", "flatten", NULL },
  },
  {
    "map",
    (const char *const[]) { "value", NULL },
    (const char *const[]) { "value", "n", NULL },
    (const char *const[]) { "value", NULL },
  },
  {
    "return",
    NULL,
    (const char *const[]) { NULL },
    NULL,
  },
};

/* The slots and signals of one node, NULL-terminated; NULL when only its code tells. */
typedef struct
{
  GPtrArray *slots;
  GPtrArray *signals;
} Ports;

static void
ports_clear (Ports *self)
{
  g_clear_pointer (&self->slots, g_ptr_array_unref);
  g_clear_pointer (&self->signals, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ports, ports_clear)

static const SpecialNode *
find_special (NoobNodeSpecification *node)
{
  for (guint i = 0; i < G_N_ELEMENTS (special_nodes); i++)
    if (g_str_equal (special_nodes[i].type, noob_node_specification_get_node_type (node)))
      return &special_nodes[i];
  return NULL;
}

static GPtrArray *
array_from_names (const char *const *names)
{
  GPtrArray *array;

  if (names == NULL)
    return NULL;
  array = g_ptr_array_new ();
  for (guint i = 0; names[i] != NULL; i++)
    g_ptr_array_add (array, (gpointer) names[i]);
  return array;
}

static void
ports_init (Ports                 *self,
            NoobNodeSpecification *node)
{
  NoobTubeSpecification *tube = noob_node_specification_get_tube (node);
  const SpecialNode *special = find_special (node);

  self->slots = NULL;
  self->signals = NULL;
  if (tube != NULL)
    {
      self->slots = noob_tube_specification_get_slots (tube);
      self->signals = noob_tube_specification_get_signals (tube);
    }
  else if (special != NULL)
    {
      self->slots = array_from_names (special->slots);
      self->signals = array_from_names (special->signals);
    }
  if (self->slots != NULL)
    g_ptr_array_add (self->slots, NULL);
  if (self->signals != NULL)
    g_ptr_array_add (self->signals, NULL);
}

static const char *const *
get_names (GPtrArray *array)
{
  return (const char *const *) array->pdata;
}

/* A node or an asset, as one that refers to others. */
typedef struct
{
  NoobTubeSpecification *tube;
  NoobFields fields;
} Referrer;

typedef const char *(*GetId) (gpointer item);

static gboolean
fail_unknown (const Referrer  *self,
              NoobDocument    *place,
              const char      *what,
              const char      *name,
              GPtrArray       *items,
              GetId            get_id,
              GError         **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autofree char *suggestion = NULL;

  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (ids, (gpointer) get_id (g_ptr_array_index (items, i)));
  g_ptr_array_add (ids, NULL);
  suggestion = noob_suggest_name (name, get_names (ids));
  return noob_fields_fail (&self->fields, place, error, "there is no %s \"%s\"%s", what, name,
                           suggestion);
}

static gboolean
check_input (const Referrer  *self,
             NoobDocument    *place,
             const char      *name,
             gboolean         needs_tube_scope,
             GError         **error)
{
  NoobInputSpecification *input = noob_tube_specification_get_input (self->tube, name);

  if (input == NULL)
    return fail_unknown (self, place, "input", name,
                         noob_tube_specification_get_inputs (self->tube),
                         (GetId) noob_input_specification_get_id, error);
  if (needs_tube_scope && noob_input_specification_get_scope (input) != NOOB_INPUT_SCOPE_TUBE)
    return noob_fields_fail (&self->fields, place, error,
                             "the input \"%s\" is process-scoped, which only `depends` can use; "
                             "here it has to be tube-scoped", name);
  return TRUE;
}

/* Strings `input.NAME` at any depth of @value. */
static gboolean
check_params (const Referrer  *self,
              NoobDocument    *value,
              GError         **error)
{
  const char *text = noob_document_get_string (value);
  const char *name = text != NULL ? noob_input_reference (text) : NULL;

  if (name != NULL)
    return check_input (self, value, name, TRUE, error);
  for (guint i = 0; i < noob_document_get_length (value); i++)
    if (!check_params (self, noob_document_get_child (value, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
check_signal (const Referrer         *self,
              NoobDependency         *dependency,
              NoobNodeSpecification  *source,
              GError                **error)
{
  const char *signal = noob_dependency_get_source_signal (dependency);
  g_auto (Ports) ports = { NULL, };
  g_autofree char *all = NULL;

  ports_init (&ports, source);
  if (ports.signals == NULL || g_strv_contains (get_names (ports.signals), signal))
    return TRUE;
  if (ports.signals->len == 1)
    return noob_fields_fail (&self->fields, noob_dependency_get_place (dependency), error,
                             "the return node \"%s\" has no signals; depend on what feeds it",
                             noob_node_specification_get_id (source));

  all = g_strjoinv (", ", (char **) ports.signals->pdata);
  return noob_fields_fail (&self->fields, noob_dependency_get_place (dependency), error,
                           "the node \"%s\" has no signal \"%s\"; it has: %s",
                           noob_node_specification_get_id (source), signal, all);
}

static gboolean
check_source (const Referrer  *self,
              NoobDependency  *dependency,
              GError         **error)
{
  const char *source = noob_dependency_get_source_node (dependency);
  const char *signal = noob_dependency_get_source_signal (dependency);
  NoobDocument *place = noob_dependency_get_place (dependency);
  NoobNodeSpecification *node;

  if (g_str_equal (source, "input"))
    return check_input (self, place, signal, FALSE, error);

  if (g_str_equal (source, "assets"))
    {
      if (noob_tube_specification_get_asset (self->tube, signal) != NULL)
        return TRUE;
      return fail_unknown (self, place, "asset", signal,
                           noob_tube_specification_get_assets (self->tube),
                           (GetId) noob_asset_specification_get_id, error);
    }

  node = noob_tube_specification_get_node (self->tube, source);
  if (node == NULL)
    return fail_unknown (self, place, "node", source,
                         noob_tube_specification_get_nodes (self->tube),
                         (GetId) noob_node_specification_get_id, error);
  return check_signal (self, dependency, node, error);
}

/* The name of the slot that @dependency feeds, one of the node's known ones. */
static const char *
find_slot (const Referrer  *self,
           NoobDependency  *dependency,
           GPtrArray       *slots,
           GError         **error)
{
  const char *slot = noob_dependency_get_slot (dependency);
  g_autofree char *all = NULL;

  if (noob_dependency_is_positional (dependency))
    {
      guint64 position = g_ascii_strtoull (slot, NULL, 10);

      if (position < slots->len - 1)
        return g_ptr_array_index (slots, position);
    }
  else
    {
      for (guint i = 0; i < slots->len - 1; i++)
        if (g_str_equal (g_ptr_array_index (slots, i), slot))
          return g_ptr_array_index (slots, i);
    }

  all = g_strjoinv (", ", (char **) slots->pdata);
  noob_fields_fail (&self->fields, noob_dependency_get_place (dependency), error,
                    "there is no slot \"%s\"; the slots are: %s", slot,
                    *all != '\0' ? all : "none");
  return NULL;
}

/* @fed: the slots that are fed, by name. */
static gboolean
check_slots (const Referrer         *self,
             NoobNodeSpecification  *node,
             GHashTable             *fed,
             GError                **error)
{
  GPtrArray *depends = noob_node_specification_get_depends (node);
  g_auto (Ports) ports = { NULL, };

  ports_init (&ports, node);
  for (guint i = 0; ports.slots != NULL && i < depends->len; i++)
    {
      NoobDependency *dependency = g_ptr_array_index (depends, i);
      const char *slot = find_slot (self, dependency, ports.slots, error);

      if (slot == NULL)
        return FALSE;
      if (!g_hash_table_add (fed, (gpointer) slot))
        return noob_fields_fail (&self->fields, noob_dependency_get_place (dependency), error,
                                 "the slot \"%s\" is fed twice; leave one of them", slot);
    }
  return TRUE;
}

static gboolean
check_special_params (const Referrer         *self,
                      NoobNodeSpecification  *node,
                      NoobDocument           *params,
                      GError                **error)
{
  const SpecialNode *special = find_special (node);

  if (special == NULL || special->params == NULL || params == NULL)
    return TRUE;
  for (guint i = 0; i < noob_document_get_length (params); i++)
    {
      NoobDocument *key = noob_document_get_key (params, i);
      g_autofree char *all = NULL;

      if (g_strv_contains (special->params, noob_document_get_text (key)))
        continue;
      all = g_strjoinv (", ", (char **) special->params);
      return noob_fields_fail (&self->fields, key, error, "unknown param \"%s\"; a %s has: %s",
                               noob_document_get_text (key), special->type, all);
    }
  return TRUE;
}

static gboolean
check_gather (const Referrer         *self,
              NoobNodeSpecification  *node,
              GHashTable             *fed,
              GError                **error)
{
  gboolean has_n = g_hash_table_contains (fed, "n") ||
                   noob_record_has (noob_node_specification_get_params (node), "n");

  if (!g_str_equal (noob_node_specification_get_node_type (node), "gather") || !has_n ||
      !g_hash_table_contains (fed, "trigger"))
    return TRUE;
  return noob_fields_fail (&self->fields, noob_node_specification_get_key (node), error,
                           "a gather emits by `n` or by `trigger`; it cannot have both");
}

static gboolean
check_node_params (const Referrer         *self,
                   NoobNodeSpecification  *node,
                   GError                **error)
{
  NoobDocument *params =
    noob_document_get_member (noob_node_specification_get_document (node), "params");
  gboolean is_tube = noob_node_specification_get_tube (node) != NULL;

  if (!check_special_params (self, node, params, error))
    return FALSE;
  for (guint i = 0; params != NULL && i < noob_document_get_length (params); i++)
    {
      /* What an inner tube calls `input` are its own. */
      if (is_tube &&
          g_str_equal (noob_document_get_text (noob_document_get_key (params, i)), "tube"))
        continue;
      if (!check_params (self, noob_document_get_child (params, i), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_node (NoobTubeSpecification  *tube,
            NoobNodeSpecification  *node,
            GError                **error)
{
  NoobDocument *document = noob_node_specification_get_document (node);
  Referrer self = { tube, { "node", noob_node_specification_get_id (node), document } };
  GPtrArray *depends = noob_node_specification_get_depends (node);
  const char *enabled_input = noob_node_specification_get_enabled_input (node);
  g_autoptr (GHashTable) fed = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < depends->len; i++)
    if (!check_source (&self, g_ptr_array_index (depends, i), error))
      return FALSE;

  if (enabled_input != NULL && !check_input (&self, noob_document_get_member (document, "enabled"),
                                             enabled_input, TRUE, error))
    return FALSE;
  return check_slots (&self, node, fed, error) &&
         check_gather (&self, node, fed, error) &&
         check_node_params (&self, node, error);
}

static gboolean
check_asset (NoobTubeSpecification   *tube,
             NoobAssetSpecification  *asset,
             GError                 **error)
{
  NoobDocument *document = noob_asset_specification_get_document (asset);
  Referrer self = { tube, { "asset", noob_asset_specification_get_id (asset), document } };
  NoobDocument *params = noob_document_get_member (document, "params");
  NoobDependency *dependency = noob_asset_specification_get_dependency (asset);

  if (params != NULL && !check_params (&self, params, error))
    return FALSE;
  return dependency == NULL || check_source (&self, dependency, error);
}

gboolean
noob_tube_specification_check_references (NoobTubeSpecification  *self,
                                          GError                **error)
{
  GPtrArray *nodes = noob_tube_specification_get_nodes (self);
  GPtrArray *assets = noob_tube_specification_get_assets (self);

  for (guint i = 0; i < nodes->len; i++)
    if (!check_node (self, g_ptr_array_index (nodes, i), error))
      return FALSE;
  for (guint i = 0; i < assets->len; i++)
    if (!check_asset (self, g_ptr_array_index (assets, i), error))
      return FALSE;
  return TRUE;
}
