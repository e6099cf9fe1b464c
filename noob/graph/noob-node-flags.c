/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "graph/noob-node-flags.h"

GType
noob_node_flags_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    {
      static const GFlagsValue values[] = {
        { NOOB_NODE_FLAGS_NONE, "NOOB_NODE_FLAGS_NONE", "none" },
        { NOOB_NODE_FLAGS_STATEFUL, "NOOB_NODE_FLAGS_STATEFUL", "stateful" },
        { NOOB_NODE_FLAGS_MAP, "NOOB_NODE_FLAGS_MAP", "map" },
        { NOOB_NODE_FLAGS_GATHER, "NOOB_NODE_FLAGS_GATHER", "gather" },
        { NOOB_NODE_FLAGS_DISABLED, "NOOB_NODE_FLAGS_DISABLED", "disabled" },
        { 0, NULL, NULL },
      };

      g_once_init_leave (&type, g_flags_register_static ("NoobNodeFlags", values));
    }

  return type;
}
