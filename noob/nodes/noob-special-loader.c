/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-special-loader-private.h"

#include "nodes/noob-gather.h"
#include "nodes/noob-gtype-private.h"
#include "nodes/noob-map.h"
#include "nodes/noob-return.h"

/* The node type `tube` needs a runner inside and is loaded by a layer further up. */
struct _NoobSpecialLoader
{
  NoobLoader parent_instance;
};

G_DEFINE_FINAL_TYPE (NoobSpecialLoader, noob_special_loader, NOOB_TYPE_LOADER)

static gboolean
noob_special_loader_can_load (NoobLoader *loader,
                              const char *node_type)
{
  static const char *const node_types[] = { "gather", "map", "return", NULL };

  return g_strv_contains (node_types, node_type);
}

static NoobNode *
noob_special_loader_load_node (NoobLoader             *loader,
                               NoobNodeSpecification  *specification,
                               NoobRecord             *params,
                               GError                **error)
{
  const char *node_type = noob_node_specification_get_node_type (specification);

  if (g_str_equal (node_type, "return"))
    return NOOB_NODE (noob_return_new (specification));

  return noob_gtype_new_node (g_str_equal (node_type, "map") ? NOOB_TYPE_MAP : NOOB_TYPE_GATHER,
                              specification, params, error);
}

static void
noob_special_loader_class_init (NoobSpecialLoaderClass *klass)
{
  NoobLoaderClass *loader_class = NOOB_LOADER_CLASS (klass);

  loader_class->can_load = noob_special_loader_can_load;
  loader_class->load_node = noob_special_loader_load_node;
}

static void
noob_special_loader_init (NoobSpecialLoader *self)
{
}
