/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Following how nodes are, on standard error. */

#include "noob-tool-private.h"

typedef struct
{
  gint64 started;
} Follower;

static void
report (Follower   *follower,
        const char *node_id,
        const char *status)
{
  gint64 elapsed = (g_get_monotonic_time () - follower->started) / 1000;

  g_printerr ("%6" G_GINT64_FORMAT " ms: node \"%s\" is %s\n", elapsed, node_id, status);
}

static void
on_node_status (NoobZmqRunner  *runner,
                const char     *node_id,
                NoobNodeStatus  status,
                gpointer        data)
{
  g_autoptr (GEnumClass) statuses = g_type_class_ref (NOOB_TYPE_NODE_STATUS);

  report (data, node_id, g_enum_get_value (statuses, (int) status)->value_nick);
}

static void
on_node_ready (NoobRunner *runner,
               const char *node_id,
               gpointer    data)
{
  report (data, node_id, "ready");
}

static void
free_follower (gpointer  data,
               GClosure *closure)
{
  g_free (data);
}

void
tool_follow_status (NoobRunner *runner)
{
  Follower *follower = g_new (Follower, 1);

  follower->started = g_get_monotonic_time ();
  if (NOOB_IS_ZMQ_RUNNER (runner))
    g_signal_connect_data (runner, "node-status", G_CALLBACK (on_node_status), follower,
                           free_follower, 0);
  else
    g_signal_connect_data (runner, "node-ready", G_CALLBACK (on_node_ready), follower,
                           free_follower, 0);
}
