/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/noob-error.h"
#include "nodes/noob-loader.h"
#include "runners/noob-runner-private.h"
#include "runners/noob-tube-node.h"
#include "spec/noob-specification-private.h"

#define NOOB_TYPE_TUBE_LOADER (noob_tube_loader_get_type ())

G_DECLARE_FINAL_TYPE (NoobTubeLoader, noob_tube_loader, NOOB, TUBE_LOADER, NoobLoader)

struct _NoobTubeLoader
{
  NoobLoader parent_instance;
};

G_DEFINE_FINAL_TYPE (NoobTubeLoader, noob_tube_loader, NOOB_TYPE_LOADER)

static gboolean
noob_tube_loader_can_load (NoobLoader *loader,
                           const char *node_type)
{
  return g_str_equal (node_type, "tube");
}

static NoobNode *
noob_tube_loader_load_node (NoobLoader             *loader,
                            NoobNodeSpecification  *specification,
                            NoobRecord             *params,
                            GError                **error)
{
  const char *id = noob_node_specification_get_id (specification);
  NoobTubeSpecification *inner = noob_node_specification_get_tube (specification);
  g_autoptr (NoobRecord) inputs = noob_record_copy (params);
  g_autoptr (NoobTube) tube = NULL;

  if (inner == NULL)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
                   "node \"%s\": its params do not name a tube: add `tube`", id);
      return NULL;
    }

  noob_record_remove (inputs, "tube");
  tube = noob_tube_new (inner, inputs, error);
  if (tube == NULL)
    {
      g_prefix_error (error, "node \"%s\": ", id);
      return NULL;
    }

  return noob_tube_node_new (id, tube);
}

static void
noob_tube_loader_class_init (NoobTubeLoaderClass *klass)
{
  NOOB_LOADER_CLASS (klass)->can_load = noob_tube_loader_can_load;
  NOOB_LOADER_CLASS (klass)->load_node = noob_tube_loader_load_node;
}

static void
noob_tube_loader_init (NoobTubeLoader *self)
{
}

void
noob_tube_loader_register (void)
{
  static gsize registered;

  if (g_once_init_enter (&registered))
    {
      g_autoptr (NoobLoader) loader = g_object_new (NOOB_TYPE_TUBE_LOADER, NULL);

      noob_register_loader (loader);
      g_once_init_leave (&registered, 1);
    }
}
